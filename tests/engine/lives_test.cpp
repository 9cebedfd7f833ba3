// lives_test.cpp -- what is remembered of a life is what was true at every moment of it.
#include "txpath/lives.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "support/generate.hpp"
#include "support/written.hpp"
#include "txpath/jobs.hpp"

using namespace txpath;
using namespace txpath::tests;

namespace {

Lives lives_of(const Scenario& scenario, std::uint64_t seed, const std::vector<std::uint64_t>& persons)
{
    const Checked<Model> model = compile(scenario, base_case(scenario));
    if (!model) FAIL(render(model.why_not()));
    return Observer(model.value(), seed, 0, 0).observe(persons);
}

bool is_near(double a, double b)
{
    return std::abs(a - b) <= 1e-6 * (1.0 + std::abs(b));
}

/// Everything one can ask about a person at a moment, asked of both engines.
bool agree(const Life& life, const Sighting& seen)
{
    if (life.person() != seen.person || (life.ended() <= seen.moment) != seen.has_ended) return false;
    for (std::size_t k = 0; k < seen.attributes.size(); ++k)
        if (!is_near(life.attribute(AttributeId{k}), seen.attributes[k])) return false;
    if (seen.has_ended) return true;
    for (std::size_t k = 0; k < seen.states.size(); ++k)
        if (life.state(TrackId{k}, seen.moment) != seen.states[k]) return false;
    for (std::size_t k = 0; k < seen.levels.size(); ++k)
        if (!is_near(life.level(LevelId{k}, seen.moment), seen.levels[k])) return false;
    for (std::size_t k = 0; k < seen.counters.size(); ++k)
        if (life.counter(CounterId{k}, seen.moment) != seen.counters[k]) return false;
    return true;
}

std::vector<std::uint64_t> first_people(std::size_t count)
{
    std::vector<std::uint64_t> persons(count);
    std::iota(persons.begin(), persons.end(), std::uint64_t{0});
    return persons;
}

constexpr std::string_view two_levels = R"(
txpath: 1
time: {horizon: 100 days, report_every: 50 days}
population: {size: 1000, attributes: {sex: {categories: {female: 0.5, male: 0.5}}}}
levels: {drug: {start: 1, half_life: 10 days}}
counters: {doses: 0}
tracks:
  care:
    start: off
    states: {on: {}, off: {}}
    transitions:
      begin: {from: off, to: on, after: 20 days, adds: {drug: 2, doses: 1}}
      stop: {from: on, to: off, after: 30 days, sets: {doses: 5}}
  vital:
    start: alive
    states: {alive: {}, dead: {ends: true}}
    transitions: {die: {from: alive, to: dead, after: 90 days}}
)";

}  // namespace

TEST_CASE("both engines see the same people at the same moments", "[lives][agreement]")
{
    std::size_t compared = 0, differing = 0;
    for (std::uint64_t number = 1; number <= 100; ++number) {
        const Checked<Scenario> loaded = load(generate(number));
        if (!loaded) FAIL(render(loaded.why_not()));
        Scenario scenario = loaded.value();
        scenario.people.arrivals.reset();
        const std::size_t people = std::min<std::uint64_t>(25, scenario.people.size);
        const double horizon = scenario.time.horizon;
        const std::vector<double> moments{0.0, 0.111 * horizon, 0.377 * horizon, 0.793 * horizon};
        RunSpec spec;
        spec.seed = number;
        const Lives lives = lives_of(scenario, number, first_people(people));
        REQUIRE(lives.persons.size() == people);
        for (const Sighting& seen : observe_plainly(scenario, spec, people, moments)) {
            ++compared;
            if (agree(Life(lives, seen.person), seen)) continue;
            if (++differing <= 3)
                UNSCOPED_INFO("scenario " << number << ", person " << seen.person << " at " << seen.moment);
        }
    }
    INFO(differing << " of " << compared << " sightings differ");
    CHECK(differing == 0);
    CHECK(compared >= 100u * 25u * 3u);
}

TEST_CASE("a life answers for every moment, and an event has happened at its own moment", "[lives]")
{
    const Scenario scenario = loaded(two_levels);
    const Lives lives = lives_of(scenario, 1, {3, 17});
    const Life life(lives, 1);
    const StateId on = state_of(scenario, "care", "on"), off = state_of(scenario, "care", "off");
    const TrackId care = scenario.states[on].track;

    CHECK(life.person() == 17);
    CHECK(life.state(care, 0.0) == off);
    CHECK(life.state(care, 19.999) == off);
    CHECK(life.state(care, 20.0) == on);
    CHECK(life.state(care, 50.0) == off);
    CHECK(life.level(LevelId{0}, 0.0) == 1.0);
    CHECK(life.level(LevelId{0}, 10.0) == Approx(0.5).epsilon(1e-14));
    CHECK(life.level(LevelId{0}, 20.0) == Approx(2.25).epsilon(1e-14));  // a quarter left, and 2 more
    CHECK(life.level(LevelId{0}, 30.0) == Approx(1.125).epsilon(1e-14));
    CHECK(life.counter(CounterId{0}, 19.0) == 0);
    CHECK(life.counter(CounterId{0}, 20.0) == 1);
    CHECK(life.counter(CounterId{0}, 50.0) == 5);
    CHECK(life.ended() == 90.0);
    CHECK(life.state(care, 90.0).is_absent());
    CHECK(life.state(scenario.states[state_of(scenario, "vital", "dead")].track, 95.0) ==
          state_of(scenario, "vital", "dead"));
}

TEST_CASE("a life depends neither on who else is observed nor on the horizon", "[lives]")
{
    for (std::uint64_t number = 1; number <= 40; ++number) {
        INFO("scenario " << number);
        const Checked<Scenario> loaded = load(generate(number));
        if (!loaded) FAIL(render(loaded.why_not()));
        Scenario scenario = loaded.value();
        const std::uint64_t people = std::min<std::uint64_t>(40, scenario.people.size);
        const Lives all = lives_of(scenario, 5, first_people(people));
        const Lives one = lives_of(scenario, 5, {people - 1});
        CHECK(std::ranges::equal(Life(one, 0).moves(), Life(all, people - 1).moves()));

        const double until = 0.4 * scenario.time.horizon;
        scenario.time.horizon = scenario.time.report_every = until;
        scenario.time.reports = {0.0, until};
        const Lives shorter = lives_of(scenario, 5, first_people(people));
        for (std::size_t person = 0; person < people; ++person) {
            const auto whole = Life(all, person).moves();
            const auto part =
                std::ranges::find_if(whole, [&](const HistoryRow& row) { return row.stop > until; });
            CHECK(std::ranges::equal(Life(shorter, person).moves(), std::span(whole.begin(), part)));
        }
    }
}

TEST_CASE("every job is done once, on any number of threads", "[lives]")
{
    for (const int threads : {1, 2, 3}) {
        std::vector<int> times(1000, 0);
        do_jobs(threads, times.size(), [&](std::size_t job) { ++times[job]; });
        CHECK(std::ranges::all_of(times, [](int count) { return count == 1; }));
    }
}
