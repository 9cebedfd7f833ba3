// run_command.cpp -- `txpath run`: from a scenario to a run folder and a summary.
#include <fmt/format.h>

#include <filesystem>
#include <optional>
#include <string>

#include "app/commands.hpp"
#include "app/delivery.hpp"
#include "app/load_checked.hpp"
#include "app/process.hpp"
#include "app/progress.hpp"
#include "app/run_json.hpp"
#include "app/run_plan.hpp"
#include "app/signals.hpp"
#include "txpath/precision.hpp"
#include "txpath/report.hpp"
#include "txpath/simulate.hpp"

namespace txpath::app {

namespace {

RunFiles files_of(const Invocation& invocation)
{
    RunFiles files;
    if (invocation.text("tables").value_or("all") == "aggregates") files.tables = TableSet::aggregates;
    const std::string how = invocation.text("compress").value_or("none");
    if (how == "gzip") files.compression = Compression::gzip;
    if (how == "zstd") files.compression = Compression::zstd;
    files.with_workbook = invocation.has("xlsx");
    return files;
}

/// Why the run need not be begun, as far as the machine is concerned.
std::optional<ExitCode> obstacle(const Invocation& invocation, const Terminal& terminal, const RunPlan& plan)
{
    const auto folder =
        std::filesystem::path{plan.destination} / run_folder_name(plan.scenario, plan.model.fingerprint());
    if (const auto code = obstacle_to(folder, invocation, terminal)) return code;
    if (const auto code = obstacle_to_room(folder, disk_needed(plan), terminal)) return code;
    if (memory_needed(plan) <= memory_allowed()) return std::nullopt;
    terminal.error(
        fmt::format("the run needs about {} of memory and may have {}; fewer --threads or --replicates, or "
                    "fewer strata in outputs.by, need less",
                    spoken_bytes(static_cast<double>(memory_needed(plan))),
                    spoken_bytes(static_cast<double>(memory_allowed()))));
    return ExitCode::bug;
}

/// The people of a scenario, and how well its stopping rule's figure is known if it has one.
struct Simulated {
    RunOutcome outcome;
    std::optional<Precision> precision;
};

Simulated simulate_with_progress(const Invocation& invocation, const Terminal& terminal, const RunPlan& plan)
{
    Progress progress{terminal.is_quiet() ? Manner::none
                                          : manner_of(invocation.text("progress").value_or("auto"))};
    RunSpec spec;
    spec.seed = plan.scenario.run.seed;
    spec.replicates = plan.scenario.run.replicates;
    spec.threads = plan.threads;
    spec.histories = plan.files.tables == TableSet::all ? plan.scenario.outputs.people : 0;
    spec.progress = [&progress](double share) { progress.tell(share); };
    spec.stop = &stop_flag();
    if (!plan.scenario.run.stop) return {simulate(plan.model, spec), std::nullopt};
    PreciseRun run = simulate_until_precise(plan.scenario, plan.model, spec);
    return {std::move(run.outcome), run.precision};
}

ManifestFacts facts_of(const RunPlan& plan, const Simulated& simulated, const Stopwatch& watch)
{
    const RunOutcome& outcome = simulated.outcome;
    ManifestFacts facts = facts_so_far(plan.scenario, watch);
    facts.fingerprint = plan.model.fingerprint();
    facts.threads = plan.threads;
    facts.done_replicates = static_cast<std::uint32_t>(outcome.results.replicates.size());
    for (const ReplicateResult& each : outcome.results.replicates) facts.instants += each.instants;
    facts.precision = simulated.precision;
    if (!facts.precision) return facts;
    facts.planned_replicates = facts.done_replicates;
    if (!facts.precision->is_reached)
        facts.warnings.push_back(precision_text(plan.scenario, *facts.precision));
    return facts;
}

ExitCode stopped(ExitCode code, const Terminal& terminal)
{
    terminal.talk("stopped; nothing was written");
    return code;
}

/// Price, write and sum up.
ExitCode deliver(const Invocation& invocation, const Terminal& terminal, const RunPlan& plan,
                 const Simulated& simulated, const Stopwatch& watch)
{
    const HeldReplicates replicates(simulated.outcome.results);
    const auto economics = mean_prices(plan.scenario, base_case(plan.scenario), replicates, plan.destination);
    const auto facts = facts_of(plan, simulated, watch);
    const RunReport report{plan.scenario, replicates, economics, facts, plan.files};
    const Stopwatch writing;
    const auto written = write_run_folder(report, plan.destination, existing_of(invocation));
    if (const auto* error = std::get_if<FolderError>(&written)) return say(*error, terminal);
    const auto& folder = std::get<RunFolder>(written);
    terminal.detail(fmt::format("wrote {} in {}", spoken_bytes(static_cast<double>(folder.bytes)),
                                spoken_seconds(writing.wall_seconds())));
    if (invocation.has("json")) {
        terminal.data(run_json(report, folder));
        return ExitCode::ok;
    }
    const TextStyle style{.is_coloured = terminal.has_colour(Stream::output),
                          .is_ascii = !terminal.is_utf8()};
    terminal.data(summary_text(report, style));
    terminal.data(fmt::format("files: {}\n", folder.path));
    return ExitCode::ok;
}

ExitCode simulate_and_deliver(const Invocation& invocation, const Terminal& terminal, const RunPlan& plan,
                              const Stopwatch& watch)
{
    if (const auto code = obstacle(invocation, terminal, plan)) return *code;
    const Stopwatch simulating;
    const auto simulated = simulate_with_progress(invocation, terminal, plan);
    terminal.detail(fmt::format("simulated in {}", spoken_seconds(simulating.wall_seconds())));
    if (const auto code = stop_code(); code || !simulated.outcome.is_complete)
        return stopped(code.value_or(ExitCode::interrupted), terminal);
    return deliver(invocation, terminal, plan, simulated, watch);
}

}  // namespace

ExitCode run(const Invocation& invocation, const Terminal& terminal)
{
    const Stopwatch watch;
    auto loaded = load_checked(invocation);
    if (!loaded) return refuse(loaded.why_not(), terminal);
    const RunFiles files = files_of(invocation);
    // Only transitions.csv tells how long stays were.
    loaded.value().outputs.sojourns = files.tables == TableSet::all;
    const Scenario& scenario = loaded.value();
    // The summary lists warnings; where each stands is a matter for `check`.
    if (terminal.is_verbose()) terminal.show(scenario.warnings);
    if (scenario.trial) terminal.talk("the section 'trial' is left aside; 'txpath validate' does the trial");
    const auto model = compile(scenario, base_case(scenario));
    if (!model) return refuse(model.why_not(), terminal);
    terminal.detail(fmt::format("read and compiled in {}", spoken_seconds(watch.wall_seconds())));

    const RunPlan plan{scenario, model.value(), threads_of(invocation), destination_of(invocation), files};
    const auto tables = estimate_tables(scenario, scenario.run.replicates, files);
    if (const auto code = obstacle_to_workbook(tables, invocation, terminal)) return *code;
    if (!invocation.has("dry-run")) return simulate_and_deliver(invocation, terminal, plan, watch);
    const auto cost = estimate(plan);
    if (const auto code = stop_code()) return stopped(*code, terminal);
    terminal.data(invocation.has("json") ? cost_json(plan, cost) : cost_text(plan, cost));
    return ExitCode::ok;
}

}  // namespace txpath::app
