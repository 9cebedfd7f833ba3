// reference_instant_test.cpp -- what the plain engine does within one instant, and whom it lets in.
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "base/random.hpp"
#include "support/tiny_world.hpp"

using namespace txpath;
using namespace txpath::tests;
using Catch::Matchers::WithinRel;

TEST_CASE("moves and choices of an instant are made first in, first out, and each gives a row", "[reference]")
{
    TinyWorld world;
    const TrackId a = world.track("a", {"start", "triage", "ward"});
    const TrackId b = world.track("b", {"idle", "alert"});
    world.transition(a, "arrive", "start", "triage", after_days(3.0)).effects.moves = {
        world.state(b, "alert")};
    Case only;
    only.to = {option(world.state(a, "ward"), 1.0)};
    world.scenario.states[world.state(a, "triage")].decide = {only};
    const auto rows = world.live(1);
    REQUIRE(rows.size() == 5);  // two starts, then three entries
    CHECK(rows[2] ==
          HistoryRow{0, a, world.state(a, "start"), world.state(a, "triage"), TransitionId{0}, 0.0, 3.0});
    CHECK(rows[3] ==
          HistoryRow{0, b, world.state(b, "idle"), world.state(b, "alert"), TransitionId{0}, 0.0, 3.0});
    CHECK(rows[4] ==
          HistoryRow{0, a, world.state(a, "triage"), world.state(a, "ward"), TransitionId{0}, 3.0, 3.0});
}

TEST_CASE("after an ending state nothing happens in any track", "[reference]")
{
    TinyWorld world;
    const TrackId a = world.track("a", {"alive", "dead"});
    const TrackId b = world.track("b", {"in", "out"});
    world.scenario.states[world.state(a, "dead")].ends = true;
    world.transition(a, "die", "alive", "dead", after_days(2.0));
    world.transition(b, "leave", "in", "out", after_days(5.0));
    CHECK(events(world.live(1)).size() == 1);
}

TEST_CASE("of two things at one moment the first by name comes first", "[reference]")
{
    TinyWorld world;
    const TrackId a = world.track("a", {"in", "out"});
    const TrackId b = world.track("b", {"in", "out"});
    world.transition(a, "leave", "in", "out", after_days(4.0));
    world.transition(b, "leave", "in", "out", after_days(4.0));
    const auto rows = events(world.live(1));
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].track == a);
    CHECK(rows[1].track == b);
    CHECK(rows[1].stop == 4.0);
}

TEST_CASE("odds ratios multiply a probability before the branch is divided by its sum", "[reference]")
{
    TinyWorld world;
    const AttributeId sex = world.categories("sex", {"female", "male"}, {1.0, 0.0});
    const TrackId track = world.track("t", {"in", "left", "right"});
    Transition& leave = world.transition(track, "leave", "in", "left", after_days(1.0));
    leave.to = {option(world.state(track, "left"), 0.4), option(world.state(track, "right"), 0.6)};
    leave.to[0].odds_ratios = {ratio_if(reading(sex, CategoryId{0}), 3.0)};
    const Draws draws(Luck{7, 0, 0});
    for (const HistoryRow& row : caused_by(world.live(500), TransitionId{0})) {
        const double u = draws.uniform(row.person, decision("t.leave>"), 0);
        CHECK(row.to == world.state(track, u < 1.2 / 1.8 ? "left" : "right"));
    }
}

TEST_CASE("people arrive by exponential gaps on the simulated scale, until the door closes", "[reference]")
{
    TinyWorld world;
    world.scenario.people.size = 3;
    world.scenario.people.scale = 10.0;
    world.scenario.people.arrivals = Arrivals{certain(5.0), 40.0};  // half a simulated person a day
    world.track("t", {"in"});
    const auto rows = world.live(1000);
    const Draws draws(Luck{7, 0, 0});
    double entry = 0.0;
    for (std::size_t person = 3; person < rows.size(); ++person) {
        entry += draws.threshold(person, decision("arrivals"), 0) / 0.5;
        CHECK_THAT(rows[person].stop, WithinRel(entry, 1e-14));
    }
    CHECK(entry <= 40.0);
    CHECK(entry + draws.threshold(rows.size(), decision("arrivals"), 0) / 0.5 > 40.0);
}

TEST_CASE("a normal copula gives the rank correlation that was asked for", "[reference]")
{
    TinyWorld world;
    const AttributeId x = world.number("x", Family::uniform, 0.0, 1.0);
    const AttributeId y = world.number("y", Family::uniform, 0.0, 1.0);
    world.scenario.people.correlations = {{x, y, certain(0.4)}};
    const TrackId track = world.track("t", {"in", "out"});
    world.transition(track, "x", "in", "in", at_rate(1e-9));
    world.transition(track, "leave", "in", "out", after_days(1.0)).only_if = while_at_least(reading(x), 0.5);
    world.scenario.transitions[TransitionId{1}].only_if.kind = Condition::Kind::all;
    world.scenario.transitions[TransitionId{1}].only_if.parts = {while_at_least(reading(x), 0.5),
                                                                 while_at_least(reading(y), 0.5)};
    constexpr double people = 10000.0;
    const double both = static_cast<double>(caused_by(world.live(10000), TransitionId{1}).size()) / people;
    // share above both medians of a binormal: 1/4 + asin(r) / (2 pi), with r = 2 sin(0.4 pi / 6)
    const double expected =
        0.25 + std::asin(2.0 * std::sin(0.4 * std::numbers::pi / 6.0)) / (2.0 * std::numbers::pi);
    CHECK(std::abs(both - expected) < 5.0 * std::sqrt(expected * (1.0 - expected) / people));
}
