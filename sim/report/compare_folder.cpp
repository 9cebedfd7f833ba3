// compare_folder.cpp -- what `txpath compare` leaves behind: tables and what explains them.
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <filesystem>

#include "report/compare_tables.hpp"
#include "report/folder_writer.hpp"
#include "report/tables.hpp"
#include "report/workbook.hpp"

namespace txpath {
namespace report {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view how_to_read = R"(
How to read the tables

  All strategies had the same luck: a person meets the same fate until a strategy makes a difference to him or her.
  Differences from the reference were taken replicate by replicate; mcse is their Monte Carlo error, low and high
  are their 95 % interval, independent_error says how large the error would have been otherwise. Intervals show the
  luck of the draw only; parameters stand at their base case.

  compare.csv      what each strategy changes, over the whole horizon (span horizon) and at each report (span report)
  economics.csv    per person: costs by perspective, category and state, QALYs and life-years, discounted and not
  icers.csv        ND: on the frontier; ED: a mix of two others is better; D: another costs no more and gives no less
  equity.csv       who in the population gets how much of a difference, beside how many they are

How to open a table

  R        d <- read.csv("compare.csv")
           hesim::cea(read.csv("ce.csv"), k = 1e5, sample = "sample", strategy = "strategy", grp = "grp",
                      e = "qalys", c = "costs")
  Python   import pandas as pd; d = pd.read_csv("compare.csv")
  Excel    Data > From Text/CSV > compare.csv; file origin 65001 (UTF-8), comma.
)";

std::string scenario_file(const Strategy& strategy)
{
    return fmt::format("scenario.{}.effective.yaml", strategy.name);
}

std::string readme_of(const ComparisonPlan& plan)
{
    const auto line = [](std::string_view file, std::string_view says) {
        return fmt::format("  {:<36}{}\n", file, says);
    };
    const DecisionStudy& study = *plan.study;
    std::string text = study.title.empty() ? study.name : study.title;
    text += "\n\nStrategies compared by txpath. What each file is, and of a table what one row is:\n\n";
    for (const Table table : tables_of(plan))
        text += line(fmt::format("{}.csv", info(table).name), info(table).description);
    for (const Strategy& strategy : study.strategies)
        text += line(scenario_file(strategy), "a strategy as it was run, in one file");
    if (!study.text.empty()) text += line("study.yaml", "the study as it was read");
    text += line("manifest.json",
                 "program, strategies, settings, seed, fingerprint, time and memory taken, warnings");
    text += line("SHA256SUMS", "checksums of all files");
    return text + std::string(how_to_read);
}

void write_files(const ComparisonReport& report, FolderWriter& folder)
{
    const ComparisonPlan& plan = report.comparison.plan;
    for (const Table table : tables_of(plan))
        folder.add(fmt::format("{}.csv", info(table).name), [&](const TextSink& sink) {
            CsvWriter out(table, sink);
            write_table(table, report.comparison, out);
            out.flush();
        });
    if (report.with_workbook) add_workbook(folder);
    for (const Strategy& strategy : plan.study->strategies)
        folder.add_text(scenario_file(strategy), strategy.scenario.effective_text);
    add_data_files(scenarios_of(*plan.study), folder);
    if (!plan.study->text.empty()) folder.add_text("study.yaml", plan.study->text);
    folder.add_text("README.txt", readme_of(plan));
    folder.add_text("manifest.json", manifest_text(report, folder.files()));
    folder.add_text("SHA256SUMS", checksums(folder.files()));
}

}  // namespace
}  // namespace report

std::string_view word_for(Quantity quantity) noexcept
{
    constexpr std::array<std::string_view, 3> words{"costs", "life_years", "qalys"};
    return words[static_cast<std::size_t>(quantity)];
}

std::string_view word_for(Dominance dominance) noexcept
{
    constexpr std::array<std::string_view, 3> words{"ND", "ED", "D"};
    return words[static_cast<std::size_t>(dominance)];
}

std::string comparison_folder_name(std::uint64_t fingerprint)
{
    return fmt::format("compare-{:08x}", fingerprint >> 32);
}

std::vector<IcerRow> frontier_of(const Comparison& comparison, std::size_t stratum)
{
    const ComparisonPlan& plan = comparison.plan;
    const std::size_t cost = place_of(plan, decisive_costs(*plan.study));
    const std::size_t qaly = place_of(plan, decisive_qalys());
    if (cost == plan.items.size()) return {};
    std::vector<double> costs, qalys;
    for (const StrategyFigures& figures : comparison.strategies) {
        costs.push_back(figures.each[stratum * plan.items.size() + cost].value.mean);
        qalys.push_back(figures.each[stratum * plan.items.size() + qaly].value.mean);
        if (!std::isfinite(costs.back()) || !std::isfinite(qalys.back())) return {};
    }
    return icers(costs, qalys);
}

std::vector<TableEstimate> estimate_comparison_tables(const ComparisonPlan& plan)
{
    constexpr std::uint64_t characters_a_cell = 12;  // numbers of 18, many short or empty
    std::vector<TableEstimate> found;
    for (const report::Table table : report::tables_of(plan)) {
        const std::uint64_t rows = report::rows_of(table, plan);
        found.push_back({fmt::format("{}.csv", report::info(table).name), rows,
                         rows * report::columns_of(table).size() * characters_a_cell});
    }
    return found;
}

Written write_comparison_folder(const ComparisonReport& report, const std::string& destination,
                                Existing existing)
{
    using namespace txpath::report;
    const fs::path path = fs::path(destination) / comparison_folder_name(report.facts.fingerprint);
    std::uint64_t needed = 0;
    for (const TableEstimate& table : estimate_comparison_tables(report.comparison.plan))
        needed += table.bytes;
    return write_whole(path, existing, needed, [&](FolderWriter& folder) { write_files(report, folder); });
}

}  // namespace txpath
