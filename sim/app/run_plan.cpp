#include "app/run_plan.hpp"

#include <fmt/format.h>
#include <sys/resource.h>
#include <unistd.h>

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

constexpr std::uint64_t pilot_people = 1000;
constexpr std::uint64_t program_bytes = 20'000'000;  // code and libraries, before any scenario

/// The scenario with a thousand people, who stand for as many as all of its people did.
Scenario pilot_of(const Scenario& scenario)
{
    Scenario pilot = scenario;
    if (pilot.people.table || pilot.people.size <= pilot_people) return pilot;
    pilot.people.scale *= static_cast<double>(pilot.people.size) / static_cast<double>(pilot_people);
    pilot.people.size = pilot_people;
    return pilot;
}

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

std::uint64_t memory_allowed() noexcept
{
    auto allowed = static_cast<std::uint64_t>(sysconf(_SC_PHYS_PAGES)) *
                   static_cast<std::uint64_t>(sysconf(_SC_PAGE_SIZE));
    for (const auto resource : {RLIMIT_AS, RLIMIT_DATA}) {
        rlimit limit = {};
        if (getrlimit(resource, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY)
            allowed = std::min<std::uint64_t>(allowed, limit.rlim_cur);
    }
    return allowed;
}

std::uint64_t disk_needed(const RunPlan& plan)
{
    return estimate_disk(plan.scenario, most_replicates(plan.scenario), plan.files);
}

Cost estimate(const RunPlan& plan)
{
    const Scenario& scenario = plan.scenario;
    Cost cost;
    cost.people = scenario.people.size;
    cost.replicates = most_replicates(scenario);
    cost.memory_bytes = memory_needed(plan);
    for (const TableEstimate& table : estimate_tables(scenario, cost.replicates, plan.files)) {
        cost.disk_rows += table.rows;
        cost.disk_bytes += table.bytes;
    }
    cost.seconds = seconds_a_person(scenario) * static_cast<double>(cost.people) *
                   static_cast<double>(cost.replicates) / static_cast<double>(std::max(plan.threads, 1));
    return cost;
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
