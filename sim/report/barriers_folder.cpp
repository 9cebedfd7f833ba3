// barriers_folder.cpp -- what `txpath barriers` leaves behind: two tables and what explains them.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <numeric>

#include "report/folder_writer.hpp"
#include "report/tables.hpp"
#include "report/workbook.hpp"
#include "txpath/barriers_report.hpp"

namespace txpath {
namespace report {
namespace {

namespace fs = std::filesystem;

/// Figures in the order of the keys: strata by their names, the rest as the analysis has them.
std::vector<const BarrierFigure*> by_keys(const BarrierAnalysis& analysis)
{
    std::vector<const BarrierFigure*> figures;
    for (const BarrierFigure& figure : analysis.figures) figures.push_back(&figure);
    std::ranges::stable_sort(figures, {}, [&](const BarrierFigure* figure) -> const std::string& {
        return analysis.plan.strata[figure->stratum].name;
    });
    return figures;
}

std::string_view name_of_barrier(const BarrierPlan& plan, std::size_t barrier)
{
    if (barrier == BarrierFigure::every) return {};
    return plan.scenario->shared.barriers[barrier].name;
}

/// `stratum` to `kind`.
void write_keys(const BarrierPlan& plan, const BarrierFigure& figure, CsvWriter& out)
{
    out.text("stratum", plan.strata[figure.stratum].name)
        .text("measure", plan.outcomes[figure.outcome].name)
        .text("barrier", name_of_barrier(plan, figure.barrier))
        .text("kind", word_for(figure.kind));
}

void write_figures(const BarrierAnalysis& analysis, CsvWriter& out)
{
    const BarrierPlan& plan = analysis.plan;
    for (const BarrierFigure* figure : by_keys(analysis)) {
        out.text("scenario", plan.scenario->name);
        write_keys(plan, *figure, out);
        out.number("value", figure->value.mean).number("value_mcse", figure->value.error);
        out.number("difference", figure->difference.mean).number("difference_mcse", figure->difference.error);
        out.number("low", figure->difference.low).number("high", figure->difference.high);
        out.number("independent_mcse", figure->independent_error);
        out.number("sampling_error", figure->sampling_error);
        out.text("unit", plan.outcomes[figure->outcome].unit);
        out.end_row();
    }
}

void write_replicates(const BarrierAnalysis& analysis, CsvWriter& out)
{
    const BarrierPlan& plan = analysis.plan;
    const auto cell = [&](std::string_view column, const std::vector<double>& numbers,
                          std::size_t replicate) {
        if (numbers.empty())
            out.missing(column);
        else
            out.number(column, numbers[replicate]);
    };
    for (std::size_t replicate = 0; replicate < plan.scenario->run.replicates; ++replicate)
        for (const BarrierFigure* figure : by_keys(analysis)) {
            out.text("scenario", plan.scenario->name).integer("replicate", replicate + 1);
            write_keys(plan, *figure, out);
            cell("value", figure->values, replicate);
            cell("difference", figure->differences, replicate);
            out.text("unit", plan.outcomes[figure->outcome].unit);
            out.end_row();
        }
}

constexpr std::string_view how_to_read = R"(
How to read barriers.csv

  A measure has a value as it is (kind as_is), with every barrier removed (all_removed), with one barrier removed
  (alone_removed), and with all removed but one (alone_kept). The column difference says what removing the barrier
  changes: first, last (alone_kept), or on average over all orders of removal (shapley). Only the last of them adds
  up: the shares sum to the difference of all_removed. The row interaction says by how much the first do not.

  All scenarios had the same luck, and differences were taken replicate by replicate. independent_mcse says how large
  their error would have been otherwise.

How to open a table

  R        d <- read.csv("barriers.csv")
  Python   import pandas as pd; d = pd.read_csv("barriers.csv")
  Excel    Data > From Text/CSV > barriers.csv; file origin 65001 (UTF-8), comma.

Intervals show the luck of the draw only; parameters stand at their base case.
)";

std::string readme_of(const BarrierPlan& plan)
{
    const auto line = [](std::string_view file, std::string_view says) {
        return fmt::format("  {:<24}{}\n", file, says);
    };
    std::string text = plan.scenario->title.empty() ? plan.scenario->name : plan.scenario->title;
    text += "\n\nBarriers of a scenario, removed one by one and together by txpath. What each file is:\n\n";
    for (const Table table : barrier_tables)
        text += line(fmt::format("{}.csv", info(table).name), info(table).description);
    text += line("scenario.effective.yaml", "the scenario as it is, in one file; its barriers are in it");
    text += line("manifest.json",
                 "program, barriers, settings, seed, fingerprint, time and memory taken, warnings");
    text += line("SHA256SUMS", "checksums of all files");
    return text + std::string(how_to_read);
}

void write_files(const BarriersReport& report, FolderWriter& folder)
{
    const Scenario& scenario = *report.analysis.plan.scenario;
    for (const Table table : barrier_tables)
        folder.add(fmt::format("{}.csv", info(table).name), [&](const TextSink& sink) {
            CsvWriter out(table, sink);
            if (table == Table::barriers)
                write_figures(report.analysis, out);
            else if (table == Table::barriers_replicates)
                write_replicates(report.analysis, out);
            else
                write_dictionary_of(barrier_tables, scenario, out);
            out.flush();
        });
    if (report.with_workbook) add_workbook(folder);
    folder.add_text("scenario.effective.yaml", scenario.effective_text);
    add_data_files(std::array{&scenario}, folder);
    folder.add_text("README.txt", readme_of(report.analysis.plan));
    folder.add_text("manifest.json", manifest_text(report, folder.files()));
    folder.add_text("SHA256SUMS", checksums(folder.files()));
}

}  // namespace
}  // namespace report

std::string_view word_for(Sharing sharing) noexcept
{
    if (sharing == Sharing::none) return "none";
    return sharing == Sharing::exact ? "exact" : "sampled";
}

std::string_view word_for(BarrierKind kind) noexcept
{
    constexpr std::array<std::string_view, 6> words{"all_removed", "alone_kept",  "alone_removed",
                                                    "as_is",       "interaction", "shapley"};
    return words[static_cast<std::size_t>(kind)];
}

std::string barriers_folder_name(std::uint64_t fingerprint)
{
    return fmt::format("barriers-{:08x}", fingerprint >> 32);
}

std::vector<TableEstimate> estimate_barrier_tables(const BarrierPlan& plan)
{
    constexpr std::uint64_t real = 18, kind = 13, commas = 14;
    const std::uint64_t barriers = plan.scenario->shared.barriers.size();
    const std::uint64_t kinds = 3 + barriers * (plan.sharing == Sharing::none ? 2 : 3);
    const std::uint64_t rows = plan.strata.size() * plan.outcomes.size() * kinds;
    std::uint64_t names = plan.scenario->name.size() + kind + commas;
    for (const Stratum& each : plan.strata) names += each.name.size() / plan.strata.size();
    for (const Outcome& each : plan.outcomes)
        names += (each.name.size() + each.unit.size()) / plan.outcomes.size();
    for (const Barrier& each : plan.scenario->shared.barriers) names += each.name.size() / barriers;
    const std::uint64_t all = rows * plan.scenario->run.replicates;
    return {{"barriers.csv", rows, rows * (names + 7 * real)},
            {"barriers_replicates.csv", all, all * (names + 2 * real)}};
}

Written write_barriers_folder(const BarriersReport& report, const std::string& destination, Existing existing)
{
    using namespace txpath::report;
    const fs::path path = fs::path(destination) / barriers_folder_name(report.facts.fingerprint);
    std::uint64_t needed = 0;
    for (const TableEstimate& table : estimate_barrier_tables(report.analysis.plan)) needed += table.bytes;
    return write_whole(path, existing, needed, [&](FolderWriter& folder) { write_files(report, folder); });
}

}  // namespace txpath
