// sensitivity_folder.cpp -- what `txpath sensitivity` leaves behind: tables for R, Python and a spreadsheet.
#include <fmt/format.h>

#include <array>
#include <filesystem>

#include "report/folder_writer.hpp"
#include "report/sensitivity_tables.hpp"
#include "report/tables.hpp"
#include "report/workbook.hpp"

namespace txpath {
namespace report {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view how_to_use = R"(
How to open a table

  R        d <- read.csv("dsa.csv")
           # dampack's one-way table: parameter, strategy, param_val, outcome_val
           owsa <- subset(d, grp == "all" & outcome == "net_benefit" & threshold == 50000,
                          c(parameter, strategy, param_val, outcome_val))
  Python   import pandas as pd; d = pd.read_csv("tornado.csv")
  Excel    Data > From Text/CSV > tornado.csv; file origin 65001 (UTF-8), comma.

How to read the numbers

  Every number is on the luck of the base case, so that two of them differ by what the value does and by little
  luck. What is left of it are the columns ending in mcse; certainty says whether a difference is more than 1.96
  of them. A value that a strategy does not have, or says for certain, leaves the strategy as it is.

  What all values explain together of the results over their distributions (first-order shares, partial rank
  correlations) is in global.csv of `txpath uncertainty`; Sobol indices are here if the study asks for `global`.
)";

std::string readme_of(const SensitivityReport& report)
{
    const auto line = [](std::string_view file, std::string_view says) {
        return fmt::format("  {:<24}{}\n", file, says);
    };
    std::string text = report.study.title.empty() ? report.study.name : report.study.title;
    text +=
        "\n\nHow a decision hangs on its values, analysed by txpath. What each file is, and of a table what "
        "a "
        "row is:\n\n";
    for (const Table table : tables_of(report))
        text += line(fmt::format("{}.csv", info(table).name), info(table).description);
    if (!report.study.text.empty()) text += line("study.yaml", "the study as it was read");
    text += line("STRATEGY.effective.yaml", "each strategy, in one file");
    text += line("manifest.json", "program, settings, seed, fingerprint, time and memory taken, warnings");
    text += line("SHA256SUMS", "checksums of all files");
    return text + std::string(how_to_use);
}

void write_files(const SensitivityReport& report, FolderWriter& folder)
{
    const std::vector<Table> tables = tables_of(report);
    for (const Table table : tables)
        folder.add(fmt::format("{}.csv", info(table).name), [&](const TextSink& sink) {
            CsvWriter out(table, sink);
            if (table == Table::data_dictionary)
                write_dictionary_of(tables, report.study.strategies[report.study.reference].scenario, out);
            else
                write_sensitivity_table(table, report, out);
            out.flush();
        });
    if (report.with_workbook) add_workbook(folder);
    if (!report.study.text.empty()) folder.add_text("study.yaml", report.study.text);
    for (const Strategy& strategy : report.study.strategies)
        folder.add_text(strategy.name + ".effective.yaml", strategy.scenario.effective_text);
    add_data_files(scenarios_of(report.study), folder);
    folder.add_text("README.txt", readme_of(report));
    folder.add_text("manifest.json", manifest_text(report, folder.files()));
    folder.add_text("SHA256SUMS", checksums(folder.files()));
}

}  // namespace
}  // namespace report

std::string_view word_for(SweptOutcome outcome) noexcept
{
    constexpr std::array<std::string_view, 3> words{"costs", "qalys", "net_benefit"};
    return words[static_cast<std::size_t>(outcome)];
}

std::string_view word_for(RangeEnd end) noexcept
{
    return end == RangeEnd::low ? "low" : "high";
}

std::string_view word_for(Beyond beyond) noexcept
{
    constexpr std::array<std::string_view, 4> words{"beyond_luck", "luck", "unknown", "none"};
    return words[static_cast<std::size_t>(beyond)];
}

std::string sensitivity_folder_name(std::uint64_t fingerprint)
{
    return fmt::format("sensitivity-{:08x}", fingerprint >> 32);
}

std::vector<TableEstimate> estimate_sensitivity_tables(const DecisionStudy& study,
                                                       const SensitivityPlan& plan)
{
    constexpr std::uint64_t real = 18, words = 30, path = 30;
    const std::uint64_t strategies = study.strategies.size(), thresholds = study.thresholds.size();
    const std::uint64_t groups = strata(study.strategies[study.reference].scenario).size();
    const std::uint64_t values = plan.one_way.size();
    const std::uint64_t dsa = groups * values * strategies * 3 * (4 + 2 * thresholds);
    const std::uint64_t bars = groups * values * (strategies - 1) * thresholds;
    std::vector<TableEstimate> tables{{"dsa.csv", dsa, dsa * (path + 2 * words + 3 * real)},
                                      {"tornado.csv", bars, bars * (path + 3 * words + 9 * real)}};
    std::uint64_t cells = 0;
    for (const PlannedGrid& grid : plan.two_way)
        cells += std::uint64_t{grid.steps} * grid.steps * strategies * thresholds;
    if (cells > 0) tables.push_back({"two_way.csv", cells, cells * (2 * path + words + 4 * real)});
    const std::uint64_t searches = plan.searches.size() * thresholds;
    if (searches > 0)
        tables.push_back({"thresholds.csv", searches, searches * (path + 4 * words + 6 * real)});
    if (!plan.global) return tables;
    const std::uint64_t indices = plan.global->sets.size() * (strategies - 1) * (2 + thresholds);
    tables.push_back({"sobol_indices.csv", indices, indices * (path + words + 5 * real)});
    return tables;
}

Written write_sensitivity_folder(const SensitivityReport& report, const std::string& destination,
                                 Existing existing)
{
    using namespace txpath::report;
    const fs::path path = fs::path(destination) / sensitivity_folder_name(report.facts.fingerprint);
    std::uint64_t needed = 0;
    for (const TableEstimate& table : estimate_sensitivity_tables(report.study, report.plan))
        needed += table.bytes;
    return write_whole(path, existing, needed, [&](FolderWriter& folder) { write_files(report, folder); });
}

}  // namespace txpath
