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

constexpr std::string_view how_to_open_plain = R"(
How to open a table

  R        d <- read.csv("{0}.csv")
  Python   import pandas as pd; d = pd.read_csv("{0}.csv")
  Excel    Data > From Text/CSV > {0}.csv; file origin 65001 (UTF-8), comma.
           Do not double-click where Excel expects a decimal comma.
           With --xlsx, txpath adds tables.xlsx: every table as a sheet of one workbook.
)";

constexpr std::string_view how_to_open_gzip = R"(
How to open a table

  R        d <- read.csv("{0}.csv.gz")
  Python   import pandas as pd; d = pd.read_csv("{0}.csv.gz")
  others   gunzip --keep {0}.csv.gz makes {0}.csv. data_dictionary.csv is not compressed.
)";

constexpr std::string_view how_to_open_zstd = R"(
How to open a table

  R        d <- read.csv(pipe("zstd -dc {0}.csv.zst"))
  Python   import pandas as pd; d = pd.read_csv("{0}.csv.zst")    (needs the package zstandard)
  others   zstd -d {0}.csv.zst makes {0}.csv. data_dictionary.csv is not compressed.
)";

constexpr std::string_view rules = R"(
Rules of all tables

  UTF-8, commas, decimal points, one header row, no comments. Rows are sorted by the key columns.
  A missing value is an empty cell. Yes and no are 1 and 0. Numbers from 1 identify things.
  Times are in years of 365.25 days; counts are on the real scale of the population.
  `sample` is a draw of the parameters, `replicate` a draw of the luck. They are never mixed.

Have the files arrived whole?   sha256sum -c SHA256SUMS
)";

std::string how_to_open(const RunFiles& files)
{
    const std::string_view example = files.tables == TableSet::all ? "timeseries" : "timeseries_summary";
    switch (files.compression) {
        case Compression::none:
            break;
        case Compression::gzip:
            return fmt::format(how_to_open_gzip, example);
        case Compression::zstd:
            return fmt::format(how_to_open_zstd, example);
    }
    return fmt::format(how_to_open_plain, example);
}

}  // namespace

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

std::string readme_text(const Scenario& scenario, const RunFiles& files)
{
    // Longer names stand apart from what they are, too.
    const int width = files.compression == Compression::none ? 24 : 28;
    const auto line = [width](std::string_view file, std::string_view says) {
        return fmt::format("  {:<{}}{}\n", file, width, says);
    };
    std::string text = scenario.title.empty() ? scenario.name : scenario.title;
    text += "\n\nResults of one run of txpath. What each file is, and of a table what one row is:\n\n";
    for (const Table table : tables_of(scenario, files.tables))
        text += line(fmt::format("{}.csv{}", info(table).name, ending_of(compression_of(table, files))),
                     info(table).description);
    text += line("scenario.effective.yaml",
                 "the whole scenario as it was run, in one file; runs again to the same tables");
    for (const std::string& path : scenario.data_files)
        if (const std::string name = std::filesystem::path(path).filename().string();
            !is_table_file(scenario, name))
            text += line(name, "data that the scenario reads");
    text += line("manifest.json", "program, settings, seed, fingerprints, time and memory taken, warnings");
    text += line("SHA256SUMS", "checksums of all files");
    if (files.tables == TableSet::aggregates)
        text += "\nTables with a row for each replicate were left out (--tables aggregates).\n";
    text += how_to_open(files);
    text += rules;
    return text;
}

}  // namespace txpath::report
