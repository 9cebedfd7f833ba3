// sensitivity_command.cpp -- `txpath sensitivity`: which values a decision hangs on.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "app/commands.hpp"
#include "app/delivery.hpp"
#include "app/load_checked.hpp"
#include "app/progress.hpp"
#include "app/run_plan.hpp"
#include "app/sensitivity_json.hpp"
#include "app/signals.hpp"
#include "txpath/model.hpp"
#include "txpath/sensitivity_report.hpp"

namespace txpath::app {

namespace {

constexpr std::uint64_t most_replicates = 1'000'000;

Checked<DecisionStudy> load(const Invocation& invocation)
{
    DecisionOverrides overrides;
    for (const auto& assignment : invocation.texts("set")) {
        const auto equals = assignment.find('=');
        overrides.set.push_back({assignment.substr(0, equals), assignment.substr(equals + 1)});
    }
    if (const auto seed = invocation.text("seed")) overrides.set.push_back({"run.seed", *seed});
    auto loaded = load_decision(invocation.argument(), overrides);
    if (!loaded) return loaded;
    Diagnostics found;
    for (const Strategy& strategy : loaded.value().strategies)
        found.append(check_pathways(strategy.scenario));
    if (found.has_errors()) return found;
    loaded.value().warnings.append(found);
    return loaded;
}

/// People and replicates are those of each setting, so they are not laid over the scenarios.
EvaluateSpec spec_of(const Invocation& invocation, const DecisionStudy& study)
{
    const Scenario& scenario = study.strategies[study.reference].scenario;
    EvaluateSpec spec;
    spec.seed = scenario.run.seed;
    spec.replicates = scenario.run.replicates;
    if (const auto replicates = invocation.number("replicates"))
        spec.replicates = static_cast<std::uint32_t>(std::min(*replicates, most_replicates));
    spec.population = invocation.number("population").value_or(0);
    spec.threads = threads_of(invocation);
    spec.stop = &stop_flag();
    return spec;
}

/// Every run costs about as much as one of an average strategy at its base case.
///   Errors  a strategy that does not compile
Checked<Cost> cost_of(const Invocation& invocation, const DecisionStudy& study, const SensitivityPlan& plan,
                      const EvaluateSpec& spec)
{
    Cost cost;
    const double each = static_cast<double>(plan.runs(study)) / static_cast<double>(study.strategies.size());
    for (const Strategy& strategy : study.strategies) {
        Scenario scenario = strategy.scenario;
        if (spec.population > 0) scenario.people.size = spec.population;
        scenario.run.replicates = spec.replicates;
        const auto model = compile(scenario, base_case(scenario));
        if (!model) return model.why_not();
        const Cost one =
            estimate({scenario, model.value(), threads_of(invocation), destination_of(invocation)});
        cost.people = one.people;
        cost.seconds += one.seconds * each;
        cost.memory_bytes = std::max(cost.memory_bytes, one.memory_bytes);
    }
    cost.replicates = spec.replicates;
    for (const TableEstimate& table : estimate_sensitivity_tables(study, plan)) {
        cost.disk_bytes += table.bytes;
        cost.disk_rows += table.rows;
    }
    return cost;
}

ExitCode say_cost(const Invocation& invocation, const Terminal& terminal, const DecisionStudy& study,
                  const SensitivityPlan& plan)
{
    const auto found = cost_of(invocation, study, plan, spec_of(invocation, study));
    if (!found) return refuse(found.why_not(), terminal);
    if (const auto code = stop_code()) return *code;
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
    ManifestFacts facts = facts_so_far(study.strategies[study.reference].scenario, watch);
    facts.warnings.clear();
    for (const Diagnostic& each : study.warnings.all())
        if (each.severity == Severity::warning) facts.warnings.push_back(each.message);
    facts.fingerprint = sensitivity_fingerprint(study, spec);
    facts.threads = spec.threads;
    facts.planned_replicates = facts.done_replicates = spec.replicates;
    facts.instants = analysis.instants;
    return facts;
}

ExitCode deliver(const Invocation& invocation, const Terminal& terminal, const SensitivityReport& report)
{
    const auto written =
        write_sensitivity_folder(report, destination_of(invocation), existing_of(invocation));
    if (const auto* error = std::get_if<FolderError>(&written)) return say(*error, terminal);
    const auto& folder = std::get<RunFolder>(written);
    if (invocation.has("json")) {
        terminal.data(sensitivity_json(report, folder));
        return ExitCode::ok;
    }
    const TextStyle style{.is_coloured = terminal.has_colour(Stream::output),
                          .is_ascii = !terminal.is_utf8()};
    terminal.data(sensitivity_text(report, style));
    terminal.data(fmt::format("files: {}\n", folder.path));
    return ExitCode::ok;
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
    const auto loaded = load(invocation);
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

    const auto folder = std::filesystem::path{destination_of(invocation)} /
                        sensitivity_folder_name(sensitivity_fingerprint(study, spec));
    if (const auto code = obstacle_to(folder, invocation, terminal)) return *code;
    Progress progress{terminal.is_quiet() ? Manner::none
                                          : manner_of(invocation.text("progress").value_or("auto"))};
    const auto analysis = analyse(study, plan.value(), spec, progress);
    if (!analysis) return refuse(analysis.why_not(), terminal);
    if (const auto code = stop_code(); code || !analysis.value().is_complete) {
        terminal.talk("stopped; nothing was written");
        return code.value_or(ExitCode::interrupted);
    }
    terminal.detail(fmt::format("simulated {} events in {}", analysis.value().instants,
                                spoken_seconds(watch.wall_seconds())));
    const ManifestFacts facts = facts_of(study, spec, analysis.value(), watch);
    return deliver(invocation, terminal,
                   {study, plan.value(), analysis.value(), facts, invocation.has("xlsx")});
}

}  // namespace txpath::app
