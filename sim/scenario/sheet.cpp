// sheet.cpp -- cells of tables as located scalars, and numbers from them.
#include "scenario/sheet.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scenario/overlay.hpp"
#include "scenario/sections.hpp"
#include "scenario/uncertain.hpp"

namespace txpath {

std::optional<std::size_t> Sheet::column(std::string_view title) const
{
    const auto found = std::find(header.begin(), header.end(), title);
    if (found == header.end()) return std::nullopt;
    return static_cast<std::size_t>(found - header.begin());
}

std::optional<Sheet> open_sheet(Loading& loading, const Node& name)
{
    const auto file = open_named(loading.sources, loading.root_folder, name, loading.found);
    if (!file) return std::nullopt;
    Sheet sheet;
    sheet.name = name.text;
    std::uint32_t number = 0;
    for (const std::string& line : file->source->lines) {
        ++number;
        std::vector<Node> cells;
        std::uint32_t at = 1;
        for (const auto part : split(line, ',')) {
            Node cell;
            cell.text = std::string(trimmed(part));
            cell.at = {file->source, number, at, static_cast<std::uint32_t>(std::max<std::size_t>(1, part.size()))};
            at += static_cast<std::uint32_t>(part.size()) + 1;
            cells.push_back(std::move(cell));
        }
        if (number == 1) {
            for (const Node& cell : cells) sheet.header.push_back(cell.text);
            sheet.titles = std::move(cells);
        } else if (!line.empty()) {
            sheet.rows.push_back(std::move(cells));
        }
    }
    return sheet;
}

std::optional<double> read_cell(Loading& loading, const Node& cell, std::string_view title, const Wanted& wanted)
{
    return read_certain(loading, cell, wanted, std::string(title));
}

std::optional<double> read_cell_in(Loading& loading, const Node& cell, std::string_view title, double unit_days)
{
    const Wanted bare{Dimension::pure, 0.0, std::nullopt, std::nullopt};
    const auto number = read_certain(loading, cell, bare, std::string(title));
    if (!number) return std::nullopt;
    return *number * unit_days;
}

}  // namespace txpath
