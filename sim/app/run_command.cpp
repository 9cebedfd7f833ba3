// run_command.cpp -- `txpath run`: from a scenario to a run folder and a summary.
#include <fmt/format.h>

#include <optional>
#include <string>
#include <variant>

#include "app/checkpoint.hpp"
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

/// Of the model; of one that differs from what its checkpoint was made of, besides of that.
std::uint64_t fingerprint_of(const RunPlan& plan)
{
    if (plan.origin == nullptr || plan.origin->differences.empty()) return plan.model.fingerprint();
    // flows are between other moments than those of an uninterrupted run with this horizon
    return plan.model.fingerprint() ^ (plan.origin->fingerprint << 1 | plan.origin->fingerprint >> 63);
}

/// Why the run need not be begun, as far as the machine is concerned.
std::optional<ExitCode> obstacle(const Invocation& invocation, const Terminal& terminal, const RunPlan& plan)
{
    const auto folder_name = run_folder_name(plan.scenario, fingerprint_of(plan));
    if (const auto code = obstacle_to(folder_name, invocation, terminal)) return code;
    return obstacle_of_memory(plan, terminal);
}

/// The people of a scenario, and how well its stopping rule's figure is known if it has one.
struct Simulated {
    RunOutcome outcome;
    std::optional<Precision> precision;
};

Simulated simulate_with_progress(const Invocation& invocation, const Terminal& terminal, const RunPlan& plan)
{
    Progress progress{manner_of(invocation, terminal)};
    RunSpec spec;
    spec.seed = plan.scenario.run.seed;
    spec.replicates = plan.scenario.run.replicates;
    spec.threads = plan.threads;
    spec.histories = plan.scenario.outputs.people;
    spec.progress = [&progress](double share) { progress.tell(share); };
    spec.from = plan.from;
    spec.stop = &stop_flag();
    if (!plan.scenario.run.stop) return {simulate(plan.model, spec), std::nullopt};
    PreciseRun run = simulate_until_precise(plan.scenario, plan.model, spec);
    return {std::move(run.outcome), run.precision};
}

ManifestFacts facts_of(const RunPlan& plan, const Simulated& simulated, const Stopwatch& watch)
{
    const RunOutcome& outcome = simulated.outcome;
    ManifestFacts facts = facts_so_far(plan.scenario, watch);
    facts.fingerprint = fingerprint_of(plan);
    if (plan.origin != nullptr) facts.origin = *plan.origin;
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

/// Price, write and sum up.
ExitCode price_and_deliver(const Invocation& invocation, const Terminal& terminal, const RunPlan& plan,
                           const Simulated& simulated, const Stopwatch& watch)
{
    const Results& results = simulated.outcome.results;
    const auto economics = price(plan.scenario, base_case(plan.scenario), results);
    const auto facts = facts_of(plan, simulated, watch);
    const RunReport report{plan.scenario, results, economics, facts, invocation.has("xlsx")};
    const Stopwatch writing;
    const auto written = write_run_folder(report, plan.destination, existing_of(invocation));
    if (const auto* folder = std::get_if<RunFolder>(&written))
        terminal.detail(fmt::format("wrote {} in {}", spoken_bytes(static_cast<double>(folder->bytes)),
                                    spoken_seconds(writing.wall_seconds())));
    return deliver(written,
                   {.json = [&](const RunFolder& folder) { return run_json(report, folder); },
                    .text = [&](const TextStyle& style) { return summary_text(report, style); }},
                   invocation, terminal);
}

ExitCode simulate_and_deliver(const Invocation& invocation, const Terminal& terminal, const RunPlan& plan,
                              const Stopwatch& watch)
{
    if (const auto code = obstacle(invocation, terminal, plan)) return *code;
    const Stopwatch simulating;
    const auto simulated = simulate_with_progress(invocation, terminal, plan);
    terminal.detail(fmt::format("simulated in {}", spoken_seconds(simulating.wall_seconds())));
    if (stop_code() || !simulated.outcome.is_complete) return stopped(terminal);
    return price_and_deliver(invocation, terminal, plan, simulated, watch);
}

/// From day 0, or from a checkpoint.
ExitCode run_from(const Continuation& how, const Invocation& invocation, const Terminal& terminal,
                  const Stopwatch& watch)
{
    const Scenario& scenario = how.scenario;
    // The summary lists warnings; where each stands is a matter for `check`.
    if (terminal.is_verbose()) terminal.show(scenario.warnings);
    if (scenario.trial) terminal.talk("the section 'trial' is left aside; 'txpath validate' does the trial");
    const auto model = compile(scenario, base_case(scenario));
    if (!model) return refuse(model.why_not(), terminal);
    terminal.detail(fmt::format("read and compiled in {}", spoken_seconds(watch.wall_seconds())));

    const bool goes_on = how.from.checkpoint != nullptr;
    const RunPlan plan{.scenario = scenario,
                       .model = model.value(),
                       .threads = threads_of(invocation),
                       .destination = destination_of(invocation),
                       .from = goes_on ? &how.from : nullptr,
                       .origin = goes_on ? &how.origin : nullptr};
    if (invocation.has("checkpoint-at")) return write_checkpoint_of(plan, invocation, terminal);
    const auto tables = estimate_tables(scenario, scenario.run.replicates);
    if (const auto code = obstacle_to_workbook(tables, invocation, terminal)) return *code;
    if (!invocation.has("dry-run")) return simulate_and_deliver(invocation, terminal, plan, watch);
    const auto cost = estimate(plan);
    if (stop_code()) return stopped(terminal);
    terminal.data(invocation.has("json") ? cost_json(plan, cost) : cost_text(plan, cost));
    return ExitCode::ok;
}

}  // namespace

ExitCode run(const Invocation& invocation, const Terminal& terminal)
{
    const Stopwatch watch;
    if (invocation.has("from") && invocation.has("checkpoint-at")) {
        terminal.error("--from and --checkpoint-at cannot go together: a checkpoint begins at day 0");
        return ExitCode::usage;
    }
    const auto loaded = load_checked(invocation);
    if (!loaded) return refuse(loaded.why_not(), terminal);
    if (!invocation.has("from")) return run_from({loaded.value(), {}, {}}, invocation, terminal, watch);
    const auto continuation = continuation_of(loaded.value(), invocation, terminal);
    if (const auto* code = std::get_if<ExitCode>(&continuation)) return *code;
    return run_from(std::get<Continuation>(continuation), invocation, terminal, watch);
}

}  // namespace txpath::app
