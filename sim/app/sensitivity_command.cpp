// sensitivity_command.cpp -- `txpath sensitivity`: which values a decision hangs on.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "app/commands.hpp"
#include "app/delivery.hpp"
#include "app/load_checked.hpp"
#include "app/progress.hpp"
#include "app/run_plan.hpp"
#include "app/sensitivity_json.hpp"
#include "app/signals.hpp"
#include "txpath/sensitivity_report.hpp"

namespace txpath::app {

namespace {

EvaluateSpec spec_of(const Invocation& invocation, const DecisionStudy& study)
{
    const Scenario& scenario = study.strategies[study.reference].scenario;
    EvaluateSpec spec;
    spec.seed = scenario.run.seed;
    const DrawWishes wishes = draw_wishes_of(invocation);
    spec.replicates = wishes.replicates.value_or(scenario.run.replicates);
    spec.population = wishes.population.value_or(0);
    spec.threads = threads_of(invocation);
    spec.stop = &stop_flag();
    return spec;
}

/// Every run costs about as much as one of an average strategy at its base case.
///   Errors  a strategy that does not compile
Checked<Cost> cost_of(const DecisionStudy& study, const SensitivityPlan& plan, const EvaluateSpec& spec)
{
    auto found = estimate_strategies(study, spec);
    if (!found) return found;
    Cost& cost = found.value();
    cost.replicates = spec.replicates;
    cost.seconds *= static_cast<double>(plan.runs(study)) / static_cast<double>(study.strategies.size());
    add_tables(estimate_sensitivity_tables(study, plan), cost);
    return found;
}

ExitCode say_cost(const Invocation& invocation, const Terminal& terminal, const DecisionStudy& study,
                  const SensitivityPlan& plan)
{
    const auto found = cost_of(study, plan, spec_of(invocation, study));
    if (!found) return refuse(found.why_not(), terminal);
    if (stop_code()) return stopped(terminal);
    const Cost& cost = found.value();
    if (invocation.has("json")) {
        const nlohmann::ordered_json json{{"study", study.name},
                                          {"strategies", study.strategies.size()},
                                          {"values", plan.one_way.size()},
                                          {"pairs", plan.two_way.size()},
                                          {"searches", plan.searches.size()},
                                          {"left_out", plan.left_out.size()},
                                          {"runs", plan.runs(study)},
                                          {"people_per_run", cost.people},
                                          {"replicates", cost.replicates},
                                          {"threads", threads_of(invocation)},
                                          {"seconds", cost.seconds},
                                          {"memory_bytes", cost.memory_bytes},
                                          {"disk_bytes", cost.disk_bytes},
                                          {"rows", cost.disk_rows}};
        terminal.data(json.dump(2) + "\n");
        return ExitCode::ok;
    }
    const auto plural = [](std::size_t n) { return n == 1 ? "" : "s"; };
    terminal.data(
        fmt::format("{}: nothing was run\n"
                    "work    {} value{} one at a time, {} pair{}, {} search{}: {} runs of one strategy{}, of "
                    "{} people and {} "
                    "replicate{} each\n"
                    "time    about {} with {} thread{}, from a pilot of each strategy\n"
                    "memory  about {} of {}\n"
                    "disk    about {} in {} rows\n",
                    study.name, plan.one_way.size(), plural(plan.one_way.size()), plan.two_way.size(),
                    plural(plan.two_way.size()), plan.searches.size(), plan.searches.size() == 1 ? "" : "es",
                    plan.runs(study), plan.searches.empty() ? "" : " and some to close in on thresholds",
                    cost.people, cost.replicates, plural(cost.replicates), spoken_seconds(cost.seconds),
                    threads_of(invocation), plural(static_cast<std::size_t>(threads_of(invocation))),
                    spoken_bytes(static_cast<double>(cost.memory_bytes)),
                    spoken_bytes(static_cast<double>(memory_allowed())),
                    spoken_bytes(static_cast<double>(cost.disk_bytes)), cost.disk_rows));
    for (const LeftOut& one : plan.left_out)
        terminal.data(fmt::format("left out: {} (of {}): {}\n", one.values, one.what, one.reason));
    return ExitCode::ok;
}

ManifestFacts facts_of(const DecisionStudy& study, const EvaluateSpec& spec,
                       const SensitivityAnalysis& analysis, const Stopwatch& watch)
{
    ManifestFacts facts = facts_so_far(study, watch);
    facts.fingerprint = sensitivity_fingerprint(study, spec);
    facts.threads = spec.threads;
    facts.planned_replicates = facts.done_replicates = spec.replicates;
    facts.instants = analysis.instants;
    return facts;
}

ExitCode write_and_deliver(const Invocation& invocation, const Terminal& terminal,
                           const SensitivityReport& report)
{
    const auto written =
        write_sensitivity_folder(report, destination_of(invocation), existing_of(invocation));
    return deliver(written,
                   {.json = [&](const RunFolder& folder) { return sensitivity_json(report, folder); },
                    .text = [&](const TextStyle& style) { return sensitivity_text(report, style); }},
                   invocation, terminal);
}

/// Runs with progress over everything that is planned; what closes in on thresholds is a little more.
Checked<SensitivityAnalysis> analyse(const DecisionStudy& study, const SensitivityPlan& plan,
                                     const EvaluateSpec& spec, Progress& progress)
{
    const auto planned = static_cast<double>(plan.runs(study));
    double done = 0.0;
    return analyse_sensitivity(
        study, plan, spec,
        [&](const EvaluateSpec& how, std::size_t count, const auto& next, const auto& take) {
            const double before = done;
            std::size_t runs = 0;
            return evaluate(study, how, count, next, [&](std::size_t at, const DrawAnswer& answer) {
                for (const StrategyAccount& one : answer.strategies) runs += one.empty() ? 0 : 1;
                done = before + static_cast<double>(runs);
                progress.tell(std::min(0.99, done / planned));
                take(at, answer);
            });
        });
}

}  // namespace

ExitCode sensitivity(const Invocation& invocation, const Terminal& terminal)
{
    const Stopwatch watch;
    const auto loaded = load_checked_decision(invocation.argument(), draw_overrides_of(invocation));
    if (!loaded) return refuse(loaded.why_not(), terminal);
    const DecisionStudy& study = loaded.value();
    if (terminal.is_verbose()) terminal.show(study.warnings);
    const EvaluateSpec spec = spec_of(invocation, study);
    leave_rules_aside(study, spec.replicates, terminal);
    const auto plan = plan_sensitivity(study, spec.seed);
    if (!plan) return refuse(plan.why_not(), terminal);
    if (const auto code =
            obstacle_to_workbook(estimate_sensitivity_tables(study, plan.value()), invocation, terminal))
        return *code;
    if (invocation.has("dry-run")) return say_cost(invocation, terminal, study, plan.value());

    const auto folder_name = sensitivity_folder_name(sensitivity_fingerprint(study, spec));
    if (const auto code = obstacle_to(folder_name, bytes_of(estimate_sensitivity_tables(study, plan.value())),
                                      invocation, terminal))
        return *code;
    Progress progress{manner_of(invocation, terminal)};
    const auto analysis = analyse(study, plan.value(), spec, progress);
    if (!analysis) return refuse(analysis.why_not(), terminal);
    if (stop_code() || !analysis.value().is_complete) return stopped(terminal);
    terminal.detail(fmt::format("simulated {} events in {}", analysis.value().instants,
                                spoken_seconds(watch.wall_seconds())));
    const ManifestFacts facts = facts_of(study, spec, analysis.value(), watch);
    return write_and_deliver(invocation, terminal,
                             {study, plan.value(), analysis.value(), facts, invocation.has("xlsx")});
}

}  // namespace txpath::app
