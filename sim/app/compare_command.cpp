// compare_command.cpp -- `txpath compare`: strategies on the same luck.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>
#include <utility>

#include "app/commands.hpp"
#include "app/compare_json.hpp"
#include "app/delivery.hpp"
#include "app/load_checked.hpp"
#include "app/progress.hpp"
#include "app/run_plan.hpp"
#include "app/signals.hpp"
#include "txpath/compare_report.hpp"

namespace txpath::app {

namespace {

/// One file is a study, several are scenarios.
Checked<DecisionStudy> load_study_of(const Invocation& invocation)
{
    const DecisionOverrides overrides{overrides_of(invocation), invocation.text("reference")};
    if (invocation.arguments().size() == 1) return load_decision(invocation.argument(), overrides);
    return decision_of(invocation.arguments(), overrides);
}

const Scenario& reference_of(const ComparisonPlan& plan)
{
    return plan.study->strategies[plan.study->reference].scenario;
}

ExitCode say_cost(const Invocation& invocation, const Terminal& terminal, const ComparisonPlan& plan)
{
    Cost sum;
    const Scenario& scenario = reference_of(plan);
    const auto model = compile(scenario, base_case(scenario));
    if (!model) return refuse(model.why_not(), terminal);
    const RunPlan run{scenario, model.value(), threads_of(invocation), destination_of(invocation)};
    for (const Strategy& strategy : plan.study->strategies) {
        const auto other = compile(strategy.scenario, base_case(strategy.scenario));
        if (!other) return refuse(other.why_not(), terminal);
        const Cost cost = estimate({strategy.scenario, other.value(), run.threads, run.destination});
        sum.people = cost.people;
        sum.replicates = cost.replicates;
        sum.seconds += cost.seconds;
        sum.memory_bytes = std::max(sum.memory_bytes, cost.memory_bytes);  // one runs at a time
    }
    for (const TableEstimate& table : estimate_comparison_tables(plan)) {
        sum.disk_bytes += table.bytes;
        sum.disk_rows += table.rows;
    }
    if (const auto code = stop_code()) return *code;
    const std::size_t strategies = plan.study->strategies.size();
    if (invocation.has("json")) {
        auto json = nlohmann::ordered_json::parse(cost_json(run, sum));
        json["strategies"] = strategies;
        terminal.data(json.dump(2) + "\n");
        return ExitCode::ok;
    }
    terminal.data(cost_text(run, sum));
    terminal.data(fmt::format(
        "runs    {} strategies, each as many people and replicates; the time is for all\n", strategies));
    return ExitCode::ok;
}

/// Of the program and of every strategy.
ManifestFacts facts_of(const Invocation& invocation, const Comparison& comparison, const Stopwatch& watch)
{
    const ComparisonPlan& plan = comparison.plan;
    ManifestFacts facts = facts_so_far(reference_of(plan), watch);
    const auto add = [&facts](const Diagnostics& found) {
        for (const Diagnostic& each : found.all())
            if (each.severity == Severity::warning &&
                std::ranges::find(facts.warnings, each.message) == facts.warnings.end())
                facts.warnings.push_back(each.message);
    };
    add(plan.study->warnings);
    for (const Strategy& strategy : plan.study->strategies) add(strategy.scenario.warnings);
    facts.fingerprint = plan.fingerprint;
    facts.threads = threads_of(invocation);
    facts.done_replicates = facts.planned_replicates;
    facts.instants = comparison.instants;
    return facts;
}

ExitCode deliver(const Invocation& invocation, const Terminal& terminal, const ComparisonReport& report)
{
    const auto written = write_comparison_folder(report, destination_of(invocation), existing_of(invocation));
    if (const auto* error = std::get_if<FolderError>(&written)) return say(*error, terminal);
    const auto& folder = std::get<RunFolder>(written);
    if (invocation.has("json")) {
        terminal.data(comparison_json(report, folder));
        return ExitCode::ok;
    }
    const TextStyle style{.is_coloured = terminal.has_colour(Stream::output),
                          .is_ascii = !terminal.is_utf8()};
    terminal.data(comparison_text(report, style));
    terminal.data(fmt::format("files: {}\n", folder.path));
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

    const auto folder =
        std::filesystem::path{destination_of(invocation)} / comparison_folder_name(plan.value().fingerprint);
    if (const auto code = obstacle_to(folder, invocation, terminal)) return *code;
    Progress progress{terminal.is_quiet() ? Manner::none
                                          : manner_of(invocation.text("progress").value_or("auto"))};
    CompareSpec spec;
    spec.threads = threads_of(invocation);
    spec.stop = &stop_flag();
    spec.progress = [&progress](double share) { progress.tell(share); };
    const Comparison comparison = compare_strategies(plan.value(), spec);
    if (const auto code = stop_code(); code || !comparison.is_complete) {
        terminal.talk("stopped; nothing was written");
        return code.value_or(ExitCode::interrupted);
    }
    const ManifestFacts facts = facts_of(invocation, comparison, watch);
    return deliver(invocation, terminal, {comparison, facts, invocation.has("xlsx")});
}

}  // namespace txpath::app
