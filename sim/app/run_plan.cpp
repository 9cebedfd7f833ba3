#include "app/run_plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <tuple>

#include "app/process.hpp"
#include "app/progress.hpp"
#include "app/signals.hpp"
#include "txpath/simulate.hpp"
#include "txpath/units.hpp"

namespace txpath::app {

namespace {

constexpr std::uint64_t program_bytes = 20'000'000;  // code and libraries, before any scenario

/// Seconds one thread takes for one person.
double seconds_a_person(const Scenario& scenario)
{
    const Scenario pilot = pilot_of(scenario);
    const auto model = compile(pilot, base_case(pilot));
    if (!model || pilot.people.size == 0) return 0.0;
    RunSpec spec;
    spec.seed = pilot.run.seed;
    spec.threads = 1;
    spec.stop = &stop_flag();
    std::ignore = simulate(model.value(), spec);  // the first run pays for cold caches
    const Stopwatch watch;
    std::ignore = simulate(model.value(), spec);
    return watch.wall_seconds() / static_cast<double>(pilot.people.size);
}

}  // namespace

Scenario pilot_of(const Scenario& scenario)
{
    Scenario pilot = scenario;
    if (pilot.people.table || pilot.people.size <= pilot_people) return pilot;
    pilot.people.scale *= static_cast<double>(pilot.people.size) / static_cast<double>(pilot_people);
    pilot.people.size = pilot_people;
    return pilot;
}

std::uint32_t most_replicates(const Scenario& scenario) noexcept
{
    return scenario.run.stop ? scenario.run.stop->at_most : scenario.run.replicates;
}

std::uint64_t memory_needed(const RunPlan& plan)
{
    RunSpec spec;
    spec.replicates = most_replicates(plan.scenario);
    spec.threads = plan.threads;
    return program_bytes + bytes_needed(plan.model, spec);
}

Cost estimate(const RunPlan& plan)
{
    const Scenario& scenario = plan.scenario;
    Cost cost;
    cost.people = scenario.people.size;
    cost.replicates = most_replicates(scenario);
    cost.memory_bytes = memory_needed(plan);
    add_tables(estimate_tables(scenario, cost.replicates), cost);
    cost.seconds = seconds_a_person(scenario) * static_cast<double>(cost.people) *
                   static_cast<double>(cost.replicates) / static_cast<double>(std::max(plan.threads, 1));
    return cost;
}

Checked<Cost> estimate_strategies(const DecisionStudy& study, const EvaluateSpec& each)
{
    Cost cost;
    for (const Strategy& strategy : study.strategies) {
        Scenario scenario = strategy.scenario;
        if (each.population > 0) scenario.people.size = each.population;
        scenario.run.replicates = each.replicates;
        scenario.run.stop.reset();  // only `run` keeps to it
        const auto model = compile(scenario, base_case(scenario));
        if (!model) return model.why_not();
        const Cost one = estimate({scenario, model.value(), each.threads, {}});
        cost.people = one.people;
        cost.replicates = one.replicates;
        cost.seconds += one.seconds;
        cost.memory_bytes = std::max(cost.memory_bytes, one.memory_bytes);
    }
    return cost;
}

std::uint64_t checkpoint_bytes(const RunPlan& plan, double moment)
{
    const Scenario pilot = pilot_of(plan.scenario);
    const auto model = compile(pilot, base_case(pilot));
    if (!model || pilot.people.size == 0) return 0;
    RunSpec spec;
    spec.seed = pilot.run.seed;
    spec.threads = 1;
    spec.histories = std::min<std::uint64_t>(pilot.outputs.people, pilot.people.size);
    spec.stop = &stop_flag();
    std::uint64_t bytes = 0;
    std::ignore = simulate_to_checkpoint(model.value(), spec, moment,
                                         [&](std::string_view replicate) { bytes += replicate.size(); });
    const double times =
        static_cast<double>(plan.scenario.people.size) / static_cast<double>(pilot.people.size);
    return static_cast<std::uint64_t>(static_cast<double>(bytes) * times * plan.scenario.run.replicates);
}

void add_tables(const std::vector<TableEstimate>& tables, Cost& cost)
{
    for (const TableEstimate& table : tables) {
        cost.disk_bytes += table.bytes;
        cost.disk_rows += table.rows;
    }
}

std::string cost_text(const RunPlan& plan, const Cost& cost)
{
    const double person_years = static_cast<double>(cost.people) * static_cast<double>(cost.replicates) *
                                in_years(Days{plan.scenario.time.horizon});
    const auto free = free_disk_bytes(plan.destination);
    return fmt::format(
        "{}: nothing was run\n"
        "work    {}{} replicate{} of {} people, {:.4g} person-years\n"
        "time    about {} with {} thread{}, from a pilot of {} people\n"
        "memory  about {} of {}\n"
        "disk    about {} in {} rows{}\n",
        plan.scenario.name, plan.scenario.run.stop ? "at most " : "", cost.replicates,
        cost.replicates == 1 ? "" : "s", cost.people, person_years, spoken_seconds(cost.seconds),
        plan.threads, plan.threads == 1 ? "" : "s", std::min(cost.people, pilot_people),
        spoken_bytes(static_cast<double>(cost.memory_bytes)),
        spoken_bytes(static_cast<double>(memory_allowed())),
        spoken_bytes(static_cast<double>(cost.disk_bytes)), cost.disk_rows,
        free ? fmt::format("; {} are free", spoken_bytes(static_cast<double>(*free))) : "");
}

std::string cost_json(const RunPlan& plan, const Cost& cost)
{
    const nlohmann::ordered_json json{{"scenario", plan.scenario.name}, {"people", cost.people},
                                      {"replicates", cost.replicates},  {"threads", plan.threads},
                                      {"seconds", cost.seconds},        {"memory_bytes", cost.memory_bytes},
                                      {"disk_bytes", cost.disk_bytes},  {"rows", cost.disk_rows}};
    return json.dump(2) + "\n";
}

}  // namespace txpath::app
