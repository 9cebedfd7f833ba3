// shared_conservation_test.cpp -- whatever people share, nobody is lost, let in twice or let into what is
// full.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <map>

#include "support/generate.hpp"
#include "support/oracle.hpp"

using namespace txpath;

namespace {

std::size_t rows_of(const Tally& tally)
{
    return tally.times * tally.cells;
}

/// Whoever joined a queue was granted, gave up, left for good or still waits.
void check_queues(const Scenario& scenario, const ReplicateResult& result)
{
    const ResourceTally& resources = result.resources;
    const std::size_t cells = result.tally.cells;
    for (std::size_t pool = 0; pool < resources.pools.size(); ++pool)
        for (std::size_t row = 0; row < rows_of(result.tally); ++row) {
            const std::int64_t before = row < cells ? 0 : resources.queue.at(row - cells, pool);
            const std::int64_t change = resources.queue.at(row, pool) - before;
            INFO(scenario.shared.resources[resources.pools[pool].resource].name << ", row " << row);
            CHECK(resources.queue.at(row, pool) >= 0);
            CHECK(resources.gave_up.at(row, pool) >= 0);
            CHECK(resources.joined.at(row, pool) == resources.granted.at(row, pool) +
                                                        resources.gave_up.at(row, pool) +
                                                        resources.ended.at(row, pool) + change);
        }
}

/// Those in the queues of a resource are those in its waiting states: each once.
void check_waiting(const Scenario& scenario, const ReplicateResult& result)
{
    for (std::size_t id = 0; id < scenario.shared.resources.size(); ++id)
        for (std::size_t row = 0; row < rows_of(result.tally); ++row) {
            std::int64_t queued = 0, waiting = 0;
            for (std::size_t pool = 0; pool < result.resources.pools.size(); ++pool)
                if (result.resources.pools[pool].resource == ResourceId{id})
                    queued += result.resources.queue.at(row, pool);
            for (std::size_t state = 0; state < scenario.states.size(); ++state)
                if (scenario.states[StateId{state}].waits_for == ResourceId{id})
                    waiting += result.tally.occupancy.at(row, state);
            CHECK(queued == waiting);
        }
}

/// Use is that of the people who are in the states that use it, and each wait is one of a grant.
void check_use(const Scenario& scenario, const ReplicateResult& result)
{
    const double scale = scenario.people.scale / static_cast<double>(result.weight_unit);
    const std::size_t pools = result.resources.pools.size();
    for (std::size_t row = 0; row < rows_of(result.tally); ++row)
        for (std::size_t id = 0; id < scenario.shared.resources.size(); ++id) {
            double used = 0.0, expected = 0.0;
            for (std::size_t pool = 0; pool < pools; ++pool)
                if (result.resources.pools[pool].resource == ResourceId{id})
                    used += result.resources.used[row * pools + pool];
            for (const auto& [state, use] : scenario.shared.resources[ResourceId{id}].used_by)
                expected +=
                    use.number * scale * static_cast<double>(result.tally.occupancy.at(row, state.index()));
            CHECK(used == Approx(expected).margin(1e-9));
        }
}

/// The most that policies held a pool's capacity at between two report times.
double most_held(const Scenario& scenario, const ReplicateResult& result, const Pool& pool, double from,
                 double to)
{
    const std::vector<Value>& capacities = scenario.shared.resources[pool.resource].capacity;
    const Value& own = capacities[pool.category.is_absent() ? 0 : pool.category.index()];
    double most = 0.0;
    for (const InForce& when : result.policies) {
        if (when.from > to || when.until < from) continue;
        for (const PolicySetting& setting : scenario.shared.policies[when.policy].set)
            if (!own.parameter.is_absent() && setting.parameter == own.parameter)
                most = std::max(most, own.number * setting.amount.number /
                                          scenario.parameters[own.parameter.index()].base);
    }
    return most;
}

/// Use is above capacity only as far as it was when capacity was cut.
void check_capacity(const Scenario& scenario, const ReplicateResult& result)
{
    const ResourceTally& resources = result.resources;
    const std::vector<double>& reports = scenario.time.reports;
    const std::size_t pools = resources.pools.size(), cells = result.tally.cells;
    for (std::size_t pool = 0; pool < pools; ++pool)
        for (std::size_t time = 0; time < result.tally.times; ++time) {
            const std::size_t last = time == 0 ? 0 : time - 1;
            double used = 0.0, before = 0.0;
            for (std::size_t cell = 0; cell < cells; ++cell) {
                used += resources.used[(time * cells + cell) * pools + pool];
                before += resources.used[(last * cells + cell) * pools + pool];
            }
            const double most =
                std::max({resources.capacity[time * pools + pool], resources.capacity[last * pools + pool],
                          most_held(scenario, result, resources.pools[pool], reports[last], reports[time]),
                          time == 0 ? 0.0 : before});
            CHECK(used <= most * (1.0 + 1e-6) + 1e-9);
        }
}

/// At each time everybody who entered is in one state of each track, or left by an ending state.
void check_people(const Scenario& scenario, const Tally& tally)
{
    for (std::size_t row = 0; row < rows_of(tally); ++row)
        for (std::size_t track = 0; track < scenario.tracks.size(); ++track) {
            std::int64_t there = 0;
            for (std::size_t id = 0; id < scenario.states.size(); ++id) {
                const State& state = scenario.states[StateId{id}];
                CHECK(tally.occupancy.at(row, id) >= 0);
                if (state.track == TrackId{track} || state.ends) there += tally.occupancy.at(row, id);
            }
            CHECK(there == tally.entered.at(row, 0));
        }
}

/// What histories say: nobody waits in two queues of one resource, each grant leaves a waiting state for its
/// own `then`, each row goes on where the last of its track ended.
std::size_t check_histories(const Scenario& scenario, const ReplicateResult& result)
{
    std::map<std::pair<std::uint64_t, std::size_t>, const HistoryRow*> last;
    std::int64_t grants = 0, counted = 0;
    for (const HistoryRow& row : result.histories) {
        const HistoryRow*& before = last[{row.person, row.track.index()}];
        if (before != nullptr) {
            CHECK(before->to == row.from);
            CHECK(before->stop == row.start);
            CHECK(row.stop >= row.start);
        }
        before = &row;
        if (row.from.is_absent()) continue;
        const State& left = scenario.states[row.from];
        if (!left.waits_for.is_absent() && left.then == row.to && row.transition.is_absent()) ++grants;
    }
    for (const std::int64_t granted : result.resources.granted.values) counted += granted;
    CHECK(grants * result.weight_unit == counted);
    std::size_t waits = 0;
    for (const auto& each : result.resources.waits) waits += each.size();
    CHECK(static_cast<std::int64_t>(waits) == grants);
    return static_cast<std::size_t>(grants);
}

/// Returns how many were granted.
std::size_t check_all(std::uint64_t number)
{
    INFO("scenario " << number);
    const tests::Generated generated = tests::generate_together(number);
    auto loaded = tests::load(generated);
    if (!loaded) FAIL(render(loaded.why_not()) << "\n" << generated.yaml);
    RunSpec spec;
    spec.seed = number;
    spec.histories = 100000;
    const auto experiment = oracle::run_as(std::move(loaded.value()), spec);
    const Scenario& scenario = experiment.scenario;
    const ReplicateResult& result = experiment.results.replicates.front();
    check_people(scenario, result.tally);
    if (result.clinicians.times > 0) {
        const Scenario& clinicians = *scenario.shared.clinicians->scenario;
        check_people(clinicians, result.clinicians);
        CHECK(result.clinicians.entered.at(0, 0) > 0);
    }
    check_queues(scenario, result);
    check_waiting(scenario, result);
    check_use(scenario, result);
    check_capacity(scenario, result);
    return check_histories(scenario, result);
}

void check_first(std::uint64_t count)
{
    std::size_t grants = 0;
    for (std::uint64_t number = 1; number <= count; ++number) grants += check_all(number);
    CHECK(grants > count * 10);  // else there was little to lose
}

}  // namespace

TEST_CASE("in forty generated scenarios of people who share something nobody is lost or let in twice",
          "[conservation][shared][engine]")
{
    check_first(40);
}

TEST_CASE("in scenarios whose stretches end a moment after somebody entered a state nobody is lost",
          "[conservation][shared][engine]")
{
    std::size_t grants = 0;
    for (const std::uint64_t number : {173, 226, 434}) grants += check_all(number);
    CHECK(grants > 0);
}

TEST_CASE("in a thousand generated scenarios of people who share something nobody is lost or let in twice",
          "[conservation][shared][engine][.slow]")
{
    check_first(1000);
}
