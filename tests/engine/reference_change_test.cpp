// reference_change_test.cpp -- hazards that change, in mid-sojourn or all the time, against closed forms.
#include <boost/math/special_functions/expint.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "support/tiny_world.hpp"

using namespace txpath;
using namespace txpath::tests;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

constexpr std::uint64_t few = 300;

/// Integral over t from 0 to `days` of exp(k (target + (x - target) 2^(-t / half_life))).
double integral_of_exp(double k, double x, double target, double half_life, double days)
{
    const double a = k * (x - target);
    const double scale = std::exp(k * target) * half_life / std::numbers::ln2;
    return scale * (boost::math::expint(a) - boost::math::expint(a * std::exp2(-days / half_life)));
}

double relaxed(double x, double target, double half_life, double days)
{
    return target + (x - target) * std::exp2(-days / half_life);
}

}  // namespace

TEST_CASE("a hazard that triples in mid-sojourn keeps what was spent", "[reference]")
{
    TinyWorld world;
    const TrackId a = world.track("a", {"off", "on"});
    const TrackId b = world.track("b", {"in", "out"});
    world.transition(a, "switch", "off", "on", after_days(50.0));
    world.transition(b, "leave", "in", "out", at_rate(0.01)).hazard_ratios = {
        ratio_if(reading(world.state(a, "on")), 3.0)};
    for (const HistoryRow& row : caused_by(world.live(few), TransitionId{1})) {
        const double threshold = threshold_of(row.person, "b.leave", 0);
        const double expected = threshold < 0.5 ? threshold / 0.01 : 50.0 + (threshold - 0.5) / 0.03;
        CHECK_THAT(row.stop, WithinRel(expected, 1e-13));
    }
}

TEST_CASE("a weibull stay whose hazard is halved goes on along its own clock", "[reference]")
{
    TinyWorld world;
    const TrackId a = world.track("a", {"off", "on"});
    const TrackId b = world.track("b", {"in", "out"});
    world.transition(a, "switch", "off", "on", after_days(20.0));
    world.transition(b, "leave", "in", "out", law_of(Law::weibull, 2.0, 40.0)).hazard_ratios = {
        ratio_if(reading(world.state(a, "on")), 0.5)};
    for (const HistoryRow& row : caused_by(world.live(few), TransitionId{1})) {
        const double threshold = threshold_of(row.person, "b.leave", 0);  // (20 / 40)^2 = 0.25 by the switch
        const double expected = threshold < 0.25 ? 40.0 * std::sqrt(threshold)
                                                 : 40.0 * std::sqrt(0.25 + (threshold - 0.25) / 0.5);
        CHECK_THAT(row.stop, WithinRel(expected, 1e-12));
    }
}

TEST_CASE("while a gate is closed nothing accumulates", "[reference]")
{
    TinyWorld world;
    const TrackId a = world.track("a", {"first", "second", "third"});
    const TrackId b = world.track("b", {"in", "out"});
    world.transition(a, "one", "first", "second", after_days(10.0));
    world.transition(a, "two", "second", "third", after_days(25.0));
    world.transition(b, "leave", "in", "out", at_rate(0.02)).only_if = while_in(world.state(a, "second"));
    std::size_t count = 0;
    for (const HistoryRow& row : caused_by(world.live(few), TransitionId{2})) {
        CHECK_THAT(row.stop, WithinRel(10.0 + threshold_of(row.person, "b.leave", 0) / 0.02, 1e-13));
        ++count;
    }
    std::size_t expected = 0;
    for (std::uint64_t person = 0; person < few; ++person)
        expected += threshold_of(person, "b.leave", 0) < 0.5;
    CHECK(count == expected);
}

TEST_CASE("a fixed moment that finds its gate closed is overdue until the gate opens", "[reference]")
{
    TinyWorld world;
    const TrackId a = world.track("a", {"closed", "open"});
    const TrackId b = world.track("b", {"in", "out"});
    world.transition(a, "unlock", "closed", "open", after_days(30.0));
    world.transition(b, "leave", "in", "out", after_days(12.0)).only_if = while_in(world.state(a, "open"));
    const auto rows = caused_by(world.live(1), TransitionId{1});
    REQUIRE(rows.size() == 1);
    CHECK(rows[0].stop == 30.0);
}

TEST_CASE("an overdue moment comes as soon as a rising level opens its gate", "[reference]")
{
    TinyWorld world;
    const LevelId level = world.level("dose", 0.0, 20.0);
    world.scenario.levels[level].toward_always = certain(1.0);
    const TrackId b = world.track("b", {"in", "out"});
    world.transition(b, "leave", "in", "out", after_days(5.0)).only_if = while_at_least(reading(level), 0.75);
    const auto rows = caused_by(world.live(1), TransitionId{0});
    REQUIRE(rows.size() == 1);
    CHECK_THAT(rows[0].stop, WithinRel(40.0, 1e-14));  // 1 - 2^(-2) = 0.75
}

TEST_CASE("a level that opens a gate starts an ordinary hazard from that moment", "[reference]")
{
    TinyWorld world;
    const LevelId level = world.level("dose", 0.0, 20.0);
    world.scenario.levels[level].toward_always = certain(1.0);
    const TrackId b = world.track("b", {"in", "out"});
    world.transition(b, "leave", "in", "out", at_rate(0.1)).only_if = while_at_least(reading(level), 0.75);
    for (const HistoryRow& row : caused_by(world.live(few), TransitionId{0}))
        CHECK_THAT(row.stop, WithinRel(40.0 + threshold_of(row.person, "b.leave", 0) / 0.1, 1e-12));
}

TEST_CASE("a hazard that depends on a level accumulates its exponential integral, jumps included",
          "[reference]")
{
    TinyWorld world;
    const LevelId level = world.level("dose", 0.0, 60.0);
    world.scenario.levels[level].toward_always = certain(1.0);
    world.scenario.levels[level].falling = certain(20.0);
    const TrackId a = world.track("a", {"before", "jumped"});
    const TrackId b = world.track("b", {"in", "out"});
    Addition jump;
    jump.to = reading(level);
    jump.amount = certain(1.5);
    world.transition(a, "jump", "before", "jumped", after_days(30.0)).effects.adds = {jump};
    world.transition(b, "leave", "in", "out", at_rate(0.01)).hazard_ratios = {
        ratio_per(reading(level), 1.0, 6.0)};
    const double k = std::log(6.0), after_jump = relaxed(0.0, 1.0, 60.0, 30.0) + 1.5;
    const double spent_by_jump = 0.01 * integral_of_exp(k, 0.0, 1.0, 60.0, 30.0);
    for (const HistoryRow& row : caused_by(world.live(few), TransitionId{1})) {
        const double accumulated =
            row.stop <= 30.0
                ? 0.01 * integral_of_exp(k, 0.0, 1.0, 60.0, row.stop)
                : spent_by_jump + 0.01 * integral_of_exp(k, after_jump, 1.0, 20.0, row.stop - 30.0);
        CHECK_THAT(accumulated, WithinAbs(threshold_of(row.person, "b.leave", 0), 1e-12));
    }
}

TEST_CASE("a hazard proportional to a bounded level stops growing at the bound", "[reference]")
{
    TinyWorld world;
    const LevelId level = world.level("dose", 0.0, 20.0);
    world.scenario.levels[level].toward_always = certain(2.0);
    world.scenario.levels[level].max = 1.0;  // reached after one half-life
    const TrackId b = world.track("b", {"in", "out"});
    world.transition(b, "leave", "in", "out", at_rate(0.03)).proportional_to = reading(level);
    const auto below = [](double t) {
        return 0.03 * (2.0 * t - 2.0 * 20.0 / std::numbers::ln2 * (1.0 - std::exp2(-t / 20.0)));
    };
    for (const HistoryRow& row : caused_by(world.live(few), TransitionId{0})) {
        const double accumulated =
            row.stop <= 20.0 ? below(row.stop) : below(20.0) + 0.03 * (row.stop - 20.0);
        CHECK_THAT(accumulated, WithinRel(threshold_of(row.person, "b.leave", 0), 1e-11));
    }
}

TEST_CASE("a weibull hazard singular at entry and a falling level are integrated together", "[reference]")
{
    TinyWorld world;
    const LevelId level = world.level("dose", 1.0, 5000.0);
    const TrackId b = world.track("b", {"in", "out"});
    world.transition(b, "leave", "in", "out", law_of(Law::weibull, 0.5, 30.0)).proportional_to =
        reading(level);
    const double c =
        std::numbers::ln2 / 5000.0;  // integral of t^(-1/2) exp(-c t) is sqrt(pi / c) erf(sqrt(c t))
    for (const HistoryRow& row : caused_by(world.live(few), TransitionId{0})) {
        const double accumulated =
            0.5 / std::sqrt(30.0) * std::sqrt(std::numbers::pi / c) * std::erf(std::sqrt(c * row.stop));
        CHECK_THAT(accumulated, WithinRel(threshold_of(row.person, "b.leave", 0), 1e-11));
    }
}

TEST_CASE("a constant hazard with a ratio per year of age is a gompertz hazard", "[reference]")
{
    TinyWorld world;
    const AttributeId age = world.number("age", Family::fixed, 40.0 * 365.25, 0.0);
    world.scenario.people.attributes[age].ages = true;
    const TrackId b = world.track("b", {"in", "out"});
    Ratio ratio = ratio_per(reading(age), 365.25, 1.1);
    ratio.from = 30.0 * 365.25;
    world.transition(b, "leave", "in", "out", at_rate(1e-4)).hazard_ratios = {ratio};
    const double shape = std::log(1.1) / 365.25, rate = 1e-4 * std::pow(1.1, 10.0);
    for (const HistoryRow& row : caused_by(world.live(few), TransitionId{0}))
        CHECK_THAT(
            row.stop,
            WithinRel(std::log1p(shape * threshold_of(row.person, "b.leave", 0) / rate) / shape, 1e-11));
}

TEST_CASE("a counter clamped by its ratio still counts on", "[reference]")
{
    TinyWorld world;
    world.scenario.counters.push_back({"visits", 0});
    const TrackId b = world.track("b", {"in"});
    Transition& visit = world.transition(b, "visit", "in", "in", at_rate(0.01));
    Addition one;
    one.to = reading(CounterId{0});
    one.amount = certain(1.0);
    visit.effects.adds = {one};
    visit.hazard_ratios = {ratio_per(reading(CounterId{0}), 1.0, 2.0)};
    visit.hazard_ratios[0].at_most = 3.0;
    world.scenario.time.horizon = 1000.0;
    double expected = 0.0;
    std::uint32_t visits = 0;
    for (const HistoryRow& row : caused_by(world.live(1), TransitionId{0})) {
        expected += threshold_of(0, "b.visit", visits) / (0.01 * std::exp2(std::min(visits, 3u)));
        CHECK_THAT(row.stop, WithinRel(expected, 1e-12));
        ++visits;
    }
    CHECK(visits > 5);
}

TEST_CASE("two exits share people as their hazards do", "[reference]")
{
    TinyWorld world;
    const TrackId track = world.track("t", {"in", "left", "right"});
    world.transition(track, "to_left", "in", "left", at_rate(0.009));
    world.transition(track, "to_right", "in", "right", at_rate(0.006));
    double left = 0.0;
    constexpr double people = 10000.0, by_day = 60.0;
    for (const HistoryRow& row : caused_by(world.live(10000), TransitionId{0})) left += row.stop <= by_day;
    const double expected = 0.6 * -std::expm1(-0.015 * by_day);
    CHECK_THAT(left / people, WithinAbs(expected, 5.0 * std::sqrt(expected * (1.0 - expected) / people)));
}

TEST_CASE("gamma frailty leaves the survival of its Laplace transform", "[reference]")
{
    TinyWorld world;
    const AttributeId frailty = world.number("frailty", Family::gamma, 4.0, 0.25);  // mean 1, variance 1/4
    const TrackId track = world.track("t", {"in", "out"});
    world.transition(track, "leave", "in", "out", at_rate(0.02)).proportional_to = reading(frailty);
    constexpr double people = 10000.0;
    for (const double day : {10.0, 50.0, 200.0}) {
        double stayed = people;
        for (const HistoryRow& row : caused_by(world.live(10000), TransitionId{0})) stayed -= row.stop <= day;
        const double expected = std::pow(1.0 + 0.25 * 0.02 * day, -4.0);
        CHECK_THAT(stayed / people,
                   WithinAbs(expected, 5.0 * std::sqrt(expected * (1.0 - expected) / people)));
    }
}
