// conservation_test.cpp -- nobody is lost: counts that must add up in any scenario.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "support/generate.hpp"
#include "support/oracle.hpp"

using namespace txpath;

namespace {

struct Counted {
    const Scenario& scenario;
    const Tally& tally;
    std::size_t cell;
    [[nodiscard]] std::size_t row(std::size_t time) const { return time * tally.cells + cell; }
};

/// At each time everyone who entered is in one state of the track, or ended on another track.
void check_track(const Counted& of, TrackId track)
{
    for (std::size_t time = 0; time < of.tally.times; ++time) {
        std::int64_t inside = 0, ended_elsewhere = 0;
        for (std::size_t id = 0; id < of.scenario.states.size(); ++id) {
            const State& state = of.scenario.states[StateId{id}];
            const std::int64_t there = of.tally.occupancy.at(of.row(time), id);
            CHECK(there >= 0);
            if (state.track == track) inside += there;
            if (state.track != track && state.ends) ended_elsewhere += there;
        }
        CHECK(inside + ended_elsewhere == of.tally.entered.at(of.row(time), 0));
    }
}

void check_present(const Counted& of)
{
    for (std::size_t time = 0; time < of.tally.times; ++time) {
        std::int64_t ended = 0;
        for (std::size_t id = 0; id < of.scenario.states.size(); ++id)
            if (of.scenario.states[StateId{id}].ends) ended += of.tally.occupancy.at(of.row(time), id);
        CHECK(of.tally.present.at(of.row(time), 0) + ended == of.tally.entered.at(of.row(time), 0));
    }
}

/// The time that all spend in a track's states, and in ending states of others, is the time since they
/// entered: between that of those who were there at the beginning of an interval and at its end.
void check_time(const Counted& of, TrackId track)
{
    const auto& reports = of.scenario.time.reports;
    for (std::size_t time = 1; time < of.tally.times; ++time) {
        const double ticks = (reports[time] - reports[time - 1]) * ticks_per_day;
        double spent = 0.0;
        for (std::size_t id = 0; id < of.scenario.states.size(); ++id) {
            const State& state = of.scenario.states[StateId{id}];
            const double there = static_cast<double>(of.tally.person_ticks.at(of.row(time), id));
            CHECK(there >= 0.0);
            if (state.track == track || state.ends) spent += there;
        }
        const auto before = static_cast<double>(of.tally.entered.at(of.row(time - 1), 0));
        const auto after = static_cast<double>(of.tally.entered.at(of.row(time), 0));
        const double rounding = 2.0 * after;  // a tick for each end of an interval
        CHECK(spent >= before * ticks - rounding);
        CHECK(spent <= after * ticks + rounding);
    }
}

std::int64_t over_cells(const Tally& tally, const Counts& counts, std::size_t time, std::size_t column)
{
    std::int64_t sum = 0;
    for (std::size_t cell = 0; cell < tally.cells; ++cell)
        sum += counts.at(time * tally.cells + cell, column);
    return sum;
}

/// Flows out of a state are the people who were in it at the checkpoint; flows into it those there at the
/// next, less the ones who came meanwhile.
void check_flows(const Scenario& scenario, const Results& results)
{
    const Tally& tally = results.replicates.front().tally;
    const std::size_t states = scenario.states.size();
    const auto& reports = scenario.time.reports;
    for (std::size_t from = 0; from + 1 < results.checkpoints.size(); ++from) {
        const auto at = std::ranges::find(reports, results.checkpoints[from]);
        REQUIRE(at != reports.end());
        const auto time = static_cast<std::size_t>(at - reports.begin());
        for (std::size_t state = 0; state < states; ++state) {
            std::int64_t out = 0;
            for (std::size_t to = 0; to < states; ++to) out += tally.flows.at(from, state * states + to);
            INFO(scenario.states[StateId{state}].name << " from day " << *at);
            // those whose other track ended lie in no state of this one any more, so that fewer may flow
            const std::int64_t were = over_cells(tally, tally.occupancy, time, state);
            CHECK(out <= were);
            if (scenario.tracks.size() == 1) CHECK(out == were);
        }
    }
}

struct Exchange {
    std::vector<std::int64_t> in, out;
};

/// What the histories of everyone say happened to each state up to a time.
Exchange exchange_until(const Scenario& scenario, const std::vector<HistoryRow>& rows, double time)
{
    Exchange sum{std::vector<std::int64_t>(scenario.states.size()),
                 std::vector<std::int64_t>(scenario.states.size())};
    for (const HistoryRow& row : rows) {
        if (row.stop > time) continue;
        ++sum.in[row.to.index()];
        if (!row.from.is_absent()) ++sum.out[row.from.index()];
    }
    return sum;
}

/// Entered less left, as told by the histories, is the occupancy of tracks that no other track can end.
void check_histories(const Scenario& scenario, const ReplicateResult& result)
{
    for (std::size_t time = 0; time < result.tally.times; ++time) {
        const Exchange sum = exchange_until(scenario, result.histories, scenario.time.reports[time]);
        for (std::size_t id = 0; id < scenario.states.size(); ++id) {
            const bool may_end_elsewhere = std::ranges::any_of(scenario.states, [&](const State& other) {
                return other.ends && other.track != scenario.states[StateId{id}].track;
            });
            const std::int64_t there =
                over_cells(result.tally, result.tally.occupancy, time, id) / result.weight_unit;
            INFO(scenario.states[StateId{id}].name << " on day " << scenario.time.reports[time]);
            if (may_end_elsewhere)
                CHECK(sum.in[id] - sum.out[id] >= there);
            else
                CHECK(sum.in[id] - sum.out[id] == there);
        }
    }
}

/// Every firing is told once in the histories, by its own track.
void check_events(const Scenario& scenario, const ReplicateResult& result)
{
    for (std::size_t id = 0; id < scenario.transitions.size(); ++id) {
        std::int64_t counted = 0, told = 0;
        for (std::size_t time = 0; time < result.tally.times; ++time)
            counted += over_cells(result.tally, result.tally.events, time, id);
        for (const HistoryRow& row : result.histories)
            if (row.transition == TransitionId{id} &&
                row.track == scenario.transitions[TransitionId{id}].track && !row.from.is_absent())
                ++told;
        INFO(scenario.transitions[TransitionId{id}].name);
        CHECK(counted <= told * result.weight_unit);  // a move back into its own track is told with it
        CHECK((counted > 0) == (told > 0));
    }
}

void check_all(std::uint64_t number)
{
    INFO("scenario " << number);
    auto loaded = tests::load(tests::generate(number));
    if (!loaded) FAIL(render(loaded.why_not()));
    RunSpec spec;
    spec.seed = number;
    spec.histories = 100000;
    const auto experiment = oracle::run_as(std::move(loaded.value()), spec);
    const ReplicateResult& result = experiment.results.replicates.front();
    for (std::size_t cell = 0; cell < result.tally.cells; ++cell) {
        const Counted of{experiment.scenario, result.tally, cell};
        check_present(of);
        for (std::size_t track = 0; track < experiment.scenario.tracks.size(); ++track) {
            check_track(of, TrackId{track});
            check_time(of, TrackId{track});
        }
    }
    check_flows(experiment.scenario, experiment.results);
    check_histories(experiment.scenario, result);
    check_events(experiment.scenario, result);
}

}  // namespace

TEST_CASE("in forty generated scenarios nobody is lost or counted twice", "[conservation][engine]")
{
    for (std::uint64_t number = 1; number <= 40; ++number) check_all(number);
}

TEST_CASE("in two hundred generated scenarios nobody is lost or counted twice",
          "[conservation][engine][.slow]")
{
    for (std::uint64_t number = 1; number <= 200; ++number) check_all(number);
}
