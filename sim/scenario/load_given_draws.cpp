// load_given_draws.cpp -- draws made elsewhere: a table with a column for each value.
#include <fmt/format.h>

#include <cmath>
#include <filesystem>

#include "base/csv_read.hpp"
#include "base/files.hpp"
#include "scenario/decision_parts.hpp"
#include "scenario/spoken.hpp"
#include "scenario/study_parts.hpp"

namespace txpath {

namespace {

constexpr std::size_t size_cap = std::size_t{256} << 20;
constexpr CsvCaps caps{.rows = 10000000, .columns = 2000};

/// A value's unit without its sign of per cent: a number alone is a share.
std::string unit_of(const WrittenValue& written)
{
    const std::string_view unit = written.unit;
    return std::string(trimmed(unit.starts_with('%') ? unit.substr(1) : unit));
}

class GivenReader {
public:
    GivenReader(Loading& loading, const SourceFile& source, StudyValues& values)
        : loading_(loading), source_(source), values_(values)
    {
    }

    [[nodiscard]] std::optional<GivenDraws> read(const CsvTable& table)
    {
        const auto before = loading_.found.error_count();
        for (const CsvCell& title : table.header) read_title(located(title));
        if (table.rows.empty())
            report(loading_.found, Mark{&source_, 0, 0, 1}, "the table has no rows").advice =
                "give it one for each sample";
        if (loading_.found.error_count() > before) return std::nullopt;
        draws_.rows.reserve(table.rows.size());
        for (const auto& cells : table.rows) {
            auto& row = draws_.rows.emplace_back();
            row.reserve(cells.size());
            for (std::size_t k = 0; k < cells.size(); ++k) row.push_back(read_cell(cells[k], k));
        }
        if (loading_.found.error_count() > before) return std::nullopt;
        return std::move(draws_);
    }

private:
    [[nodiscard]] Node located(const CsvCell& cell) const
    {
        Node node;
        node.text = std::string(trimmed(cell.text));
        node.at = {&source_, cell.line, cell.column, cell.length};
        return node;
    }

    void read_title(const Node& title)
    {
        const StudyValue* value = find_value(loading_, values_, title);
        if (value == nullptr) return;
        const auto written = values_.written(title.text);
        if (!written) {
            report(loading_.found, title.at,
                   fmt::format("'{}' cannot be given: it has no unit that a number could be written in",
                               title.text));
            return;
        }
        draws_.paths.push_back(title.text);
        written_.push_back(*written);
        parameters_.push_back(value->shown);
    }

    [[nodiscard]] double read_cell(const CsvCell& cell, std::size_t column)
    {
        Node node = located(cell);
        const std::string unit = unit_of(written_[column]);
        const bool is_alone = !unit.empty() && parse_number(node.text).has_value();
        if (is_alone) node.text += " " + unit;
        return read_in_range_of(loading_, node, written_[column], *parameters_[column], draws_.paths[column])
            .value_or(0.0);
    }

    Loading& loading_;
    const SourceFile& source_;
    StudyValues& values_;
    GivenDraws draws_;
    std::vector<WrittenValue> written_;         // by column
    std::vector<const Parameter*> parameters_;  // by column
};

}  // namespace

std::optional<GivenDraws> load_given_draws(Loading& loading, const Node& name, const std::string& folder,
                                           StudyValues* values)
{
    const auto path = path_beside(loading, name, folder);
    if (!path) return std::nullopt;
    const auto file = read_file(*path, size_cap);
    if (file.failure != ReadFailure::none) {
        auto& mistake = report(loading.found, name.at, fmt::format("'{}' {}", name.text, file.reason));
        if (file.failure != ReadFailure::too_large) mistake.fault = Fault::missing_input;
        return std::nullopt;
    }
    const SourceFile& source = loading.sources.add(source_of(*path, *path, file.text));
    const auto read = read_csv(file.text, caps);
    for (const CsvMistake& mistake : read.mistakes)
        report(loading.found, {&source, mistake.line, mistake.column, mistake.length}, mistake.message)
            .advice = mistake.advice;
    if (!read.table || values == nullptr) return std::nullopt;
    auto draws = GivenReader(loading, source, *values).read(*read.table);
    if (draws) draws->file = *path;
    return draws;
}

}  // namespace txpath
