// barriers_command.cpp -- `txpath barriers`: what each barrier keeps from people.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "app/barriers_json.hpp"
#include "app/commands.hpp"
#include "app/delivery.hpp"
#include "app/load_checked.hpp"
#include "app/progress.hpp"
#include "app/run_plan.hpp"
#include "app/signals.hpp"
#include "txpath/barriers_report.hpp"

namespace txpath::app {

namespace {

constexpr std::size_t most_shared_unasked = 5;  // 32 scenarios instead of 12
constexpr std::uint32_t usual_permutations = 20;

/// The scenario with `overrides`, what the command line sets, then with what removes each barrier, in order
/// of their names.
Checked<Scenario> load_without(const std::string& file, std::vector<Override> overrides,
                               const std::vector<Barrier>& barriers, BarrierSet removed)
{
    for (std::size_t k = 0; k < barriers.size(); ++k)
        if ((removed >> k & 1) != 0)
            for (const auto& [path, value] : barriers[k].removed_by) overrides.push_back({path, value});
    // The loader sees to it that each barrier can be removed; once is enough.
    if (removed != 0) overrides.push_back({"barriers", "null"});
    return load_checked(file, overrides);
}

Diagnostics no_barriers(const std::string& file)
{
    Diagnostic mistake;
    mistake.at.file = file;
    mistake.message = "the scenario declares no barriers";
    mistake.help =
        "write what removes each, for example `barriers: {no_cover: {title: Insurance does not pay, remove: "
        "{tracks.ketamine.transitions.start.rate: 0.5 per year}}}`";
    Diagnostics found;
    found.add(std::move(mistake));
    return found;
}

BarriersSpec spec_of(const Invocation& invocation, std::size_t barriers)
{
    BarriersSpec spec;
    spec.threads = threads_of(invocation);
    spec.stop = &stop_flag();
    spec.permutations = usual_permutations;
    if (const auto permutations = invocation.number("permutations")) {
        spec.permutations = static_cast<std::uint32_t>(std::min<std::uint64_t>(*permutations, 100'000));
        spec.sharing = Sharing::sampled;
    } else if (invocation.has("shapley")) {
        spec.sharing = barriers <= most_barriers_shared_exactly ? Sharing::exact : Sharing::sampled;
    } else if (barriers <= most_shared_unasked) {
        spec.sharing = Sharing::exact;
    }
    return spec;
}

/// Every scenario costs about as much as the one as it is.
Cost cost_of(const BarrierPlan& plan, const RunPlan& run)
{
    Cost cost = estimate(run);
    cost.seconds *= static_cast<double>(plan.runs.size());
    cost.disk_bytes = cost.disk_rows = 0;
    add_tables(estimate_barrier_tables(plan), cost);
    return cost;
}

ExitCode say_cost(const Invocation& invocation, const Terminal& terminal, const BarrierPlan& plan)
{
    const Scenario& scenario = *plan.scenario;
    const auto model = compile(scenario, base_case(scenario));
    if (!model) return refuse(model.why_not(), terminal);
    const RunPlan run{scenario, model.value(), threads_of(invocation), destination_of(invocation)};
    const Cost cost = cost_of(plan, run);
    if (stop_code()) return stopped(terminal);
    if (invocation.has("json")) {
        auto json = nlohmann::ordered_json::parse(cost_json(run, cost));
        json["runs"] = plan.runs.size();
        json["shapley"] = word_for(plan.sharing);
        terminal.data(json.dump(2) + "\n");
        return ExitCode::ok;
    }
    terminal.data(cost_text(run, cost));
    terminal.data(
        fmt::format("runs    {} scenarios, each with some of {} barriers removed; the time is for all\n",
                    plan.runs.size(), scenario.shared.barriers.size()));
    return ExitCode::ok;
}

ExitCode write_and_deliver(const Invocation& invocation, const Terminal& terminal,
                           const BarrierAnalysis& analysis, ManifestFacts facts)
{
    facts.fingerprint = analysis.plan.fingerprint;
    facts.threads = threads_of(invocation);
    facts.done_replicates = facts.planned_replicates;
    facts.instants = analysis.instants;
    const BarriersReport report{analysis, facts, invocation.has("xlsx")};
    const auto written = write_barriers_folder(report, destination_of(invocation), existing_of(invocation));
    return deliver(written,
                   {.json = [&](const RunFolder& folder) { return barriers_json(report, folder); },
                    .text = [&](const TextStyle& style) { return barriers_text(report, style); }},
                   invocation, terminal);
}

}  // namespace

ExitCode barriers(const Invocation& invocation, const Terminal& terminal)
{
    const Stopwatch watch;
    const auto loaded = load_checked(invocation);
    if (!loaded) return refuse(loaded.why_not(), terminal);
    const Scenario& scenario = loaded.value();
    if (terminal.is_verbose()) terminal.show(scenario.warnings);
    if (scenario.shared.barriers.empty()) return refuse(no_barriers(invocation.argument()), terminal);
    leave_rule_aside(scenario, terminal);
    const std::vector<Override> overrides = overrides_for(invocation);
    const auto variants = [&](BarrierSet removed) {
        return load_without(invocation.argument(), overrides, scenario.shared.barriers, removed);
    };
    BarriersSpec spec = spec_of(invocation, scenario.shared.barriers.size());
    const auto plan = plan_barriers(variants, spec);
    if (!plan) return refuse(plan.why_not(), terminal);
    terminal.detail(fmt::format("read and compiled {} scenarios in {}", plan.value().runs.size(),
                                spoken_seconds(watch.wall_seconds())));
    if (const auto code = obstacle_to_workbook(estimate_barrier_tables(plan.value()), invocation, terminal))
        return *code;
    if (spec.sharing == Sharing::none)
        terminal.talk(fmt::format("no Shapley shares of {} barriers unless asked for; --shapley finds them",
                                  scenario.shared.barriers.size()));
    if (invocation.has("dry-run")) return say_cost(invocation, terminal, plan.value());

    const auto folder_name = barriers_folder_name(plan.value().fingerprint);
    if (const auto code =
            obstacle_to(folder_name, bytes_of(estimate_barrier_tables(plan.value())), invocation, terminal))
        return *code;
    Progress progress{manner_of(invocation, terminal)};
    spec.progress = [&progress](double share) { progress.tell(share); };
    const auto analysis = analyse_barriers(plan.value(), variants, spec);
    if (!analysis) return refuse(analysis.why_not(), terminal);
    if (stop_code() || !analysis.value().is_complete) return stopped(terminal);
    return write_and_deliver(invocation, terminal, analysis.value(), facts_so_far(scenario, watch));
}

}  // namespace txpath::app
