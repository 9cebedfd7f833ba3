// sheet.cpp -- cells of tables as located scalars, and numbers from them.
#include "scenario/sheet.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/csv_read.hpp"
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
    auto read = read_csv(file->text, {});
    for (const auto& mistake : read.mistakes)
        report(loading.found, {file->source, mistake.line, mistake.column, mistake.length}, mistake.message)
            .advice = mistake.advice;
    if (!read.table) return std::nullopt;
    const auto located = [&](CsvCell& cell) {
        Node node;
        node.is_quoted = cell.is_quoted;
        node.text = cell.is_quoted ? std::move(cell.text) : std::string(trimmed(cell.text));
        node.at = {file->source, cell.line, cell.column, cell.length};
        return node;
    };
    Sheet sheet;
    sheet.name = name.text;
    for (auto& cell : read.table->header) {
        sheet.titles.push_back(located(cell));
        sheet.header.push_back(sheet.titles.back().text);
    }
    for (auto& row : read.table->rows) {
        auto& cells = sheet.rows.emplace_back();
        for (auto& cell : row) cells.push_back(located(cell));
    }
    return sheet;
}

std::optional<double> read_cell(Loading& loading, const Node& cell, std::string_view title,
                                const Wanted& wanted)
{
    return read_certain(loading, cell, wanted, std::string(title));
}

std::optional<double> read_cell_in(Loading& loading, const Node& cell, std::string_view title,
                                   double unit_days)
{
    const Wanted bare{Dimension::pure, 0.0, std::nullopt, std::nullopt};
    const auto number = read_certain(loading, cell, bare, std::string(title));
    if (!number) return std::nullopt;
    return *number * unit_days;
}

}  // namespace txpath
