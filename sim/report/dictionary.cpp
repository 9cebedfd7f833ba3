// dictionary.cpp -- data_dictionary.csv and README.txt, both from the registry of columns.
#include "report/dictionary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>
#include <vector>

#include "report/measures.hpp"
#include "report/tables.hpp"

namespace txpath::report {
namespace {

/// The scenario's own currency where the registry says `currency`.
std::string unit_of(const Column& column, const Economics& economics)
{
    constexpr std::string_view placeholder = "currency";
    if (!column.unit.starts_with(placeholder) || economics.currency.empty()) return std::string(column.unit);
    std::string unit = economics.currency;
    if (economics.price_year) unit += fmt::format(" {}", *economics.price_year);
    return unit + std::string(column.unit.substr(placeholder.size()));
}

std::string description_of(const Column& column, const Scenario& scenario)
{
    std::string text(column.description);
    if (column.table != Table::timeseries || column.name != "measure") return text;
    for (const std::string& reason : left_out(scenario)) text += "; " + reason;
    return text;
}

constexpr std::string_view how_to_open = R"(
How to open a table

  R        d <- read.csv("timeseries.csv")
  Python   import pandas as pd; d = pd.read_csv("timeseries.csv")
  Excel    Data > From Text/CSV > timeseries.csv; file origin 65001 (UTF-8), comma.
           Do not double-click where Excel expects a decimal comma.
           With --xlsx, txpath adds tables.xlsx: every table as a sheet of one workbook.

Rules of all tables

  UTF-8, commas, decimal points, one header row, no comments. Rows are sorted by the key columns.
  A missing value is an empty cell. Yes and no are 1 and 0. Numbers from 1 identify things.
  Times are in years of 365.25 days; counts are on the real scale of the population.
  `sample` is a draw of the parameters, `replicate` a draw of the luck. They are never mixed.

Have the files arrived whole?   sha256sum -c SHA256SUMS
)";

}  // namespace

void write_data_dictionary(const Scenario& scenario, CsvWriter& out)
{
    write_dictionary_of(tables_of(scenario), scenario, out);
}

void write_dictionary_of(std::span<const Table> tables, const Scenario& scenario, CsvWriter& out)
{
    write_dictionary_of(tables, {}, scenario, out);
}

void write_dictionary_of(std::span<const Table> tables, std::span<const Column> more,
                         const Scenario& scenario, CsvWriter& out)
{
    std::vector<const Column*> columns;
    for (const Table table : tables)
        for (const Column& column : columns_of(table)) columns.push_back(&column);
    for (const Column& column : more) columns.push_back(&column);
    std::ranges::sort(columns, {},
                      [](const Column* column) { return std::pair(info(column->table).name, column->name); });

    for (const Column* column : columns) {
        out.text("table", info(column->table).name)
            .text("column", column->name)
            .text("type", name_of(column->type));
        out.text("unit", unit_of(*column, scenario.economics)).flag("key", column->is_key);
        out.text("allowed", column->allowed).text("description", description_of(*column, scenario));
        out.end_row();
    }
}

std::string readme_text(const Scenario& scenario)
{
    const auto line = [](std::string_view file, std::string_view says) {
        return fmt::format("  {:<24}{}\n", file, says);
    };
    std::string text = scenario.title.empty() ? scenario.name : scenario.title;
    text += "\n\nResults of one run of txpath. What each file is, and of a table what one row is:\n\n";
    for (const Table table : tables_of(scenario))
        text += line(fmt::format("{}.csv", info(table).name), info(table).description);
    text += line("scenario.effective.yaml",
                 "the whole scenario as it was run, in one file; runs again to the same tables");
    for (const std::string& path : scenario.data_files)
        if (const std::string name = std::filesystem::path(path).filename().string();
            !is_table_file(scenario, name))
            text += line(name, "data that the scenario reads");
    text += line("manifest.json", "program, settings, seed, fingerprints, time and memory taken, warnings");
    text += line("SHA256SUMS", "checksums of all files");
    text += how_to_open;
    return text;
}

}  // namespace txpath::report
