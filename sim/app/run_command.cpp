// run_command.cpp -- `txpath run`: from a scenario to a run folder and a summary.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "app/checkpoint.hpp"
#include "app/commands.hpp"
#include "app/delivery.hpp"
#include "app/kept_run.hpp"
#include "app/load_checked.hpp"
#include "app/process.hpp"
#include "app/progress.hpp"
#include "app/run_delivery.hpp"
#include "app/run_plan.hpp"
#include "app/signals.hpp"
#include "txpath/precision.hpp"
#include "txpath/replicate_work.hpp"
#include "txpath/report.hpp"
#include "txpath/simulate.hpp"

namespace txpath::app {

namespace {

/// Why the run need not be begun, as far as the machine is concerned.
std::optional<ExitCode> obstacle(const Invocation& invocation, const Terminal& terminal, const RunPlan& plan,
                                 std::uint64_t table_bytes)
{
    const auto folder_name = run_folder_name(plan.scenario, fingerprint_of(plan));
    if (const auto code = obstacle_to(folder_name, table_bytes, invocation, terminal)) return code;
    if (memory_needed(plan) <= memory_allowed()) return std::nullopt;
    terminal.error(
        fmt::format("the run needs about {} of memory and may have {}; fewer --threads or --replicates, or "
                    "fewer strata in outputs.by, need less",
                    spoken_bytes(static_cast<double>(memory_needed(plan))),
                    spoken_bytes(static_cast<double>(memory_allowed()))));
    return ExitCode::bug;
}

/// What was simulated: one replicate, or those that were kept as they were done.
struct Simulated {
    Results results;
    std::optional<Precision> precision;
    std::unique_ptr<KeptRun> kept;
    bool is_complete = true;
};

/// One replicate is done or it is not: nothing need be kept of it before. Nor is anything kept of a run that
/// goes on from a checkpoint, which is itself what was kept.
Simulated simulate_at_once(const RunPlan& plan, Progress& progress)
{
    RunSpec spec;
    spec.seed = plan.scenario.run.seed;
    spec.replicates = plan.scenario.run.replicates;
    spec.threads = plan.threads;
    spec.histories = plan.scenario.outputs.people;
    spec.progress = [&progress](double share) { progress.tell(share); };
    spec.from = plan.from;
    spec.stop = &stop_flag();
    RunOutcome outcome = simulate(plan.model, spec);
    return {std::move(outcome.results), std::nullopt, nullptr, outcome.is_complete};
}

/// Replicates until the scenario's rule is met.
std::optional<Precision> keep_until_precise(const RunPlan& plan, const UnitSpec& spec, KeptRun& kept,
                                            Progress& progress)
{
    return until_precise(plan.scenario.run, [&](std::uint32_t first, std::uint32_t end, double expected) {
        UnitSpec part = spec;
        part.progress = [&](double share) {
            progress.tell(std::min(1.0, (first + share * (end - first)) / expected));
        };
        std::optional<std::vector<double>> figures;
        if (!kept.do_up_to(end, part)) return figures;
        figures.emplace();
        kept.answers().visit([&](std::uint64_t unit, std::string_view answer) {
            if (unit >= first && unit < end)
                figures->push_back(figure_of(plan.scenario, replicate_of(unit, answer)));
        });
        return figures;
    });
}

Simulated simulate_several(const Terminal& terminal, const RunPlan& plan, Progress& progress)
{
    Simulated simulated;
    simulated.kept = std::make_unique<KeptRun>(plan);
    KeptRun& kept = *simulated.kept;
    if (kept.found() > 0)
        terminal.talk(fmt::format("going on from {} replicate{} that an earlier run left in {}", kept.found(),
                                  kept.found() == 1 ? "" : "s", kept.folder()));
    UnitSpec spec;
    spec.threads = plan.threads;
    spec.progress = [&progress](double share) { progress.tell(share); };
    spec.stop = &stop_flag();
    if (!plan.scenario.run.stop) {
        simulated.is_complete = kept.do_up_to(plan.scenario.run.replicates, spec);
    } else {
        simulated.precision = keep_until_precise(plan, spec, kept, progress);
        simulated.is_complete = simulated.precision.has_value();
    }
    return simulated;
}

Simulated simulate_with_progress(const Invocation& invocation, const Terminal& terminal, const RunPlan& plan)
{
    Progress progress{manner_of(invocation, terminal)};
    return most_replicates(plan.scenario) == 1 || plan.from != nullptr
               ? simulate_at_once(plan, progress)
               : simulate_several(terminal, plan, progress);
}

ExitCode stopped_with(const KeptRun& kept, const Terminal& terminal)
{
    if (kept.done() == 0) return stopped(terminal);
    terminal.talk(fmt::format("stopped; {} replicate{} kept in {}: the same command goes on from there",
                              kept.done(), kept.done() == 1 ? " is" : "s are", kept.folder()));
    return stop_code().value_or(ExitCode::interrupted);
}

ExitCode simulate_and_deliver(const Invocation& invocation, const Terminal& terminal, const RunPlan& plan,
                              const Stopwatch& watch)
{
    const Stopwatch simulating;
    const auto simulated = simulate_with_progress(invocation, terminal, plan);
    terminal.detail(fmt::format("simulated in {}", spoken_seconds(simulating.wall_seconds())));
    if (stop_code() || !simulated.is_complete)
        return simulated.kept ? stopped_with(*simulated.kept, terminal) : stopped(terminal);
    if (!simulated.kept)
        return deliver_run(plan, HeldReplicates(simulated.results), std::nullopt, invocation, terminal,
                           watch);
    const std::uint64_t count =
        simulated.precision ? simulated.precision->replicates : plan.scenario.run.replicates;
    const StoredReplicates stored(simulated.kept->answers(), count);
    const ExitCode code = deliver_run(plan, stored, simulated.precision, invocation, terminal, watch);
    if (code == ExitCode::ok) simulated.kept->forget();
    return code;
}

/// The run itself, unless something stands in its way.
ExitCode carry_out(const Invocation& invocation, const Terminal& terminal, const RunPlan& plan,
                   std::uint64_t table_bytes, const Stopwatch& watch)
{
    if (const auto code = obstacle(invocation, terminal, plan, table_bytes)) return *code;
    try {
        return simulate_and_deliver(invocation, terminal, plan, watch);
    } catch (const WriteError& error) {
        return say(error, {table_bytes, "tables"}, terminal);
    }
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
    if (!invocation.has("dry-run")) return carry_out(invocation, terminal, plan, bytes_of(tables), watch);
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
