// uncertainty_folder.cpp -- what `txpath uncertainty` leaves behind: tables for R, Python and a spreadsheet.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

#include "report/folder_writer.hpp"
#include "report/tables.hpp"
#include "report/uncertainty_tables.hpp"
#include "report/workbook.hpp"

namespace txpath {
namespace report {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view how_to_use = R"(
How to go on in R

  ce <- read.csv("ce.csv"); params <- read.csv("params.csv")
  hesim    hesim::cea(ce, k = 50000, sample = "sample", strategy = "strategy", grp = "grp",
                      e = "qalys", c = "costs")
  dampack  all <- ce[ce$grp == "all", ]
           wide <- function(x) reshape(all[, c("sample", "strategy", x)], idvar = "sample",
                                       timevar = "strategy", direction = "wide")[, -1]
           dampack::make_psa_obj(cost = wide("costs"), effectiveness = wide("qalys"),
                                 parameters = params[, -1], strategies = unique(all$strategy))
  BCEA     BCEA::bcea(eff = as.matrix(wide("qalys")), cost = as.matrix(wide("costs")),
                      interventions = unique(all$strategy))

In Python and in a spreadsheet

  Python   import pandas as pd; ce = pd.read_csv("ce.csv")
           ce[ce.grp == "all"].pivot(index="sample", columns="strategy", values=["costs", "qalys"])
  Excel    Data > From Text/CSV > ceac.csv; file origin 65001 (UTF-8), comma.

How to read the numbers

  A sample is a draw of the values that are not known exactly; luck is that of the simulation. All strategies of a
  sample share both. variance.csv says how much of the spread over samples is luck: it makes EVPI too high and
  probabilities too near to each other, and more people per sample make it smaller. EVPPI smooths it out.
)";

/// The tables that this analysis has.
std::vector<Table> tables_of(const UncertaintySample& sample)
{
    std::vector<Table> tables(uncertainty_tables.begin(), uncertainty_tables.end());
    if (sample.refused.empty()) std::erase(tables, Table::refused);
    return tables;
}

std::string readme_of(const UncertaintyReport& report)
{
    const auto line = [](std::string_view file, std::string_view says) {
        return fmt::format("  {:<24}{}\n", file, says);
    };
    std::string text = report.study.title.empty() ? report.study.name : report.study.title;
    text +=
        "\n\nUncertainty of a decision, analysed by txpath. What each file is, and of a table what a row "
        "is:\n\n";
    for (const Table table : tables_of(report.sample))
        text +=
            line(fmt::format("{}.csv", info(table).name),
                 table == Table::ce ? "discounted costs and QALYs per person of one strategy and group in "
                                      "one sample (for hesim::cea)"
                                    : info(table).description);
    if (!report.study.text.empty()) text += line("study.yaml", "the study as it was read");
    text += line("STRATEGY.effective.yaml", "each strategy, in one file");
    text += line("manifest.json", "program, settings, seed, fingerprint, time and memory taken, warnings");
    text += line("SHA256SUMS", "checksums of all files");
    return text + std::string(how_to_use);
}

void write_table_of(Table table, const UncertaintyReport& report, const TextSink& sink)
{
    const Scenario& scenario = report.study.strategies[report.study.reference].scenario;
    const std::vector<Column> values = columns_of_params(report.sample);
    if (table == Table::params) {
        CsvWriter out(values, sink);
        write_params(report.sample, out);
        out.flush();
        return;
    }
    CsvWriter out(table, sink);
    if (table == Table::data_dictionary)
        write_dictionary_of(tables_of(report.sample), std::span(values).subspan(1), scenario, out);
    else
        write_uncertainty_table(table, report, out);
    out.flush();
}

void write_files(const UncertaintyReport& report, FolderWriter& folder)
{
    for (const Table table : tables_of(report.sample))
        folder.add(fmt::format("{}.csv", info(table).name),
                   [&](const TextSink& sink) { write_table_of(table, report, sink); });
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

std::string_view word_for(Sampling sampling) noexcept
{
    if (sampling == Sampling::latin_hypercube) return "latin_hypercube";
    return sampling == Sampling::sobol ? "sobol" : "random";
}

std::string_view word_for(Difference difference) noexcept
{
    if (difference == Difference::cost) return "cost";
    return difference == Difference::qalys ? "qalys" : "net_benefit";
}

std::string_view word_for(Spend spend) noexcept
{
    constexpr std::array<std::string_view, 5> words{"samples", "people", "as_it_is", "nothing", "unknown"};
    return words[static_cast<std::size_t>(spend)];
}

std::string uncertainty_folder_name(std::uint64_t fingerprint)
{
    return fmt::format("uncertainty-{:08x}", fingerprint >> 32);
}

std::vector<TableEstimate> estimate_uncertainty_tables(const DecisionStudy& study, std::size_t values)
{
    constexpr std::uint64_t real = 18, commas = 9, id = 2, most_on_grid = 5, convergence_steps = 40, rate = 6;
    const std::uint64_t samples = study.uncertainty.samples, strategies = study.strategies.size();
    const auto groups = strata(study.strategies[study.reference].scenario);
    std::uint64_t name = 0, group = 0;
    for (const Strategy& each : study.strategies) name += each.name.size() / strategies;
    for (const Stratum& each : groups) group += each.name.size() / groups.size();
    const std::uint64_t points = study.willingness.points, spoken = study.thresholds.size();
    const std::uint64_t each = samples * strategies * groups.size();
    const std::uint64_t others = each - samples * groups.size();
    const std::uint64_t curve = groups.size() * points;
    const std::uint64_t sets = values + study.uncertainty.groups.size();
    const std::uint64_t learning = sets * spoken + most_on_grid * points;
    const std::uint64_t differences = (strategies - 1) * (2 + spoken);
    const std::uint64_t settling = convergence_steps * spoken * strategies;
    return {{"ce.csv", each, each * (name + group + 4 * real + 4 * id + commas)},
            {"ce_plane.csv", others, others * (name + group + 4 * real + 4 * id + commas)},
            {"ceac.csv", curve * strategies, curve * strategies * (group + name + 2 * rate + commas)},
            {"convergence.csv", settling, settling * (name + 2 * real + 20 + commas)},
            {"evpi.csv", curve, curve * (group + rate + 3 * real)},
            {"evppi.csv", learning, learning * (50 + 3 * real)},
            {"expected_loss.csv", curve * strategies, curve * strategies * (group + name + rate + real)},
            {"global.csv", differences * values, differences * values * (50 + 3 * real)},
            {"icers.csv", groups.size() * strategies, groups.size() * strategies * (group + name + 5 * real)},
            {"params.csv", samples, samples * values * real},
            {"variance.csv", groups.size() * differences, groups.size() * differences * (group + 6 * real)}};
}

Written write_uncertainty_folder(const UncertaintyReport& report, const std::string& destination,
                                 Existing existing)
{
    using namespace txpath::report;
    const fs::path path = fs::path(destination) / uncertainty_folder_name(report.facts.fingerprint);
    std::uint64_t needed = 0;
    for (const TableEstimate& table : estimate_uncertainty_tables(report.study, report.sample.values.size()))
        needed += table.bytes;
    return write_whole(path, existing, needed, [&](FolderWriter& folder) { write_files(report, folder); });
}

}  // namespace txpath
