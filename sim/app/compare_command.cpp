// compare_command.cpp -- `txpath compare`: strategies on the same luck.
#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/commands.hpp"
#include "app/delivery.hpp"
#include "app/load_checked.hpp"
#include "app/progress.hpp"
#include "app/run_plan.hpp"
#include "app/signals.hpp"
#include "app/study_delivery.hpp"
#include "txpath/compare_report.hpp"

namespace txpath::app {

namespace {

/// One file is a study, several are scenarios.
Checked<DecisionStudy> load_study_of(const Invocation& invocation)
{
    const DecisionOverrides overrides = decision_overrides_of(invocation);
    if (invocation.arguments().size() == 1) return load_decision(invocation.argument(), overrides);
    return decision_of(invocation.arguments(), overrides);
}

const Scenario& reference_of(const ComparisonPlan& plan)
{
    return plan.study->strategies[plan.study->reference].scenario;
}

ExitCode say_cost(const Invocation& invocation, const Terminal& terminal, const ComparisonPlan& plan)
{
    Scenario scenario = reference_of(plan);
    scenario.run.stop.reset();  // left aside
    const auto model = compile(scenario, base_case(scenario));
    if (!model) return refuse(model.why_not(), terminal);
    const RunPlan run{scenario, model.value(), threads_of(invocation), destination_of(invocation)};
    EvaluateSpec each;
    each.replicates = scenario.run.replicates;
    each.threads = run.threads;
    auto cost = estimate_strategies(*plan.study, each);
    if (!cost) return refuse(cost.why_not(), terminal);
    add_tables(estimate_comparison_tables(plan), cost.value());
    if (stop_code()) return stopped(terminal);
    const std::size_t strategies = plan.study->strategies.size();
    if (invocation.has("json")) {
        auto json = nlohmann::ordered_json::parse(cost_json(run, cost.value()));
        json["strategies"] = strategies;
        terminal.data(json.dump(2) + "\n");
        return ExitCode::ok;
    }
    terminal.data(cost_text(run, cost.value()));
    terminal.data(fmt::format(
        "runs    {} strategies, each as many people and replicates; the time is for all\n", strategies));
    return ExitCode::ok;
}

}  // namespace

ExitCode compare(const Invocation& invocation, const Terminal& terminal)
{
    const Stopwatch watch;
    auto loaded = load_study_of(invocation);
    if (!loaded) return refuse(loaded.why_not(), terminal);
    const auto study = std::make_shared<const DecisionStudy>(std::move(loaded.value()));
    if (terminal.is_verbose()) {
        terminal.show(study->warnings);
        for (const Strategy& strategy : study->strategies) terminal.show(strategy.scenario.warnings);
    }
    leave_rules_aside(*study, study->strategies[study->reference].scenario.run.replicates, terminal);
    const auto plan = plan_comparison(study);
    if (!plan) return refuse(plan.why_not(), terminal);
    terminal.detail(fmt::format("read and compiled {} strategies in {}", study->strategies.size(),
                                spoken_seconds(watch.wall_seconds())));
    if (const auto code =
            obstacle_to_workbook(estimate_comparison_tables(plan.value()), invocation, terminal))
        return *code;
    if (invocation.has("dry-run")) return say_cost(invocation, terminal, plan.value());

    const auto folder_name = comparison_folder_name(plan.value().fingerprint);
    if (const auto code = obstacle_to(folder_name, bytes_of(estimate_comparison_tables(plan.value())),
                                      invocation, terminal))
        return *code;
    Progress progress{manner_of(invocation, terminal)};
    CompareSpec spec;
    spec.threads = threads_of(invocation);
    spec.stop = &stop_flag();
    spec.progress = [&progress](double share) { progress.tell(share); };
    const Comparison comparison = compare_strategies(plan.value(), spec);
    if (stop_code() || !comparison.is_complete) return stopped(terminal);
    return deliver_comparison(comparison, invocation, terminal, watch);
}

}  // namespace txpath::app
