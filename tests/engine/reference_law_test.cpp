// reference_law_test.cpp -- the plain engine's laws, clocks and numerical integrals against closed forms.
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/special_functions/expint.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <numbers>

#include "engine/reference_hazard.hpp"
#include "support/tiny_world.hpp"

using namespace txpath;
using namespace txpath::tests;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

/// The survival function of a law and its inverse, from printed formulas or Boost.Math.
struct Survival {
    std::string name;
    When when;
    std::function<double(double)> cumulated;  ///< -log S(t)
    std::function<double(double)> inverse;    ///< t with -log S(t) = H
    double median;
};

double lognormal_upper(double t)
{
    return boost::math::cdf(boost::math::complement(boost::math::normal(), std::log(t / 40.0) / 0.8));
}

std::vector<Survival> laws()
{
    const double ln2 = std::numbers::ln2;
    const boost::math::gamma_distribution<double> gamma(2.5, 12.0);
    return {
        {"constant", at_rate(0.02), [](double t) { return 0.02 * t; }, [](double h) { return h / 0.02; },
         ln2 / 0.02},
        {"weibull", law_of(Law::weibull, 0.6, 50.0), [](double t) { return std::pow(t / 50.0, 0.6); },
         [](double h) { return 50.0 * std::pow(h, 1.0 / 0.6); }, 50.0 * std::pow(ln2, 1.0 / 0.6)},
        {"gompertz", law_of(Law::gompertz, 0.03, 0.004),
         [](double t) { return 0.004 / 0.03 * std::expm1(0.03 * t); },
         [](double h) { return std::log1p(0.03 * h / 0.004) / 0.03; }, std::log1p(0.03 * ln2 / 0.004) / 0.03},
        {"lognormal", law_of(Law::lognormal, 40.0, 0.8),
         [](double t) { return -std::log(lognormal_upper(t)); },
         [](double h) {
             return 40.0 * std::exp(0.8 * boost::math::quantile(
                                              boost::math::complement(boost::math::normal(), std::exp(-h))));
         },
         40.0},
        {"log-logistic", law_of(Law::log_logistic, 1.7, 30.0),
         [](double t) { return std::log(1.0 + std::pow(t / 30.0, 1.7)); },
         [](double h) { return 30.0 * std::pow(std::expm1(h), 1.0 / 1.7); }, 30.0},
        {"gamma", law_of(Law::gamma, 2.5, 12.0),
         [gamma](double t) { return -std::log(boost::math::cdf(boost::math::complement(gamma, t))); },
         [gamma](double h) { return boost::math::quantile(boost::math::complement(gamma, std::exp(-h))); },
         boost::math::median(gamma)},
    };
}

/// One stay under a law, entered after `wait` days: rows caused by leaving it.
std::vector<HistoryRow> stays(const Survival& law, Clock clock, double wait, double age, std::uint64_t people)
{
    TinyWorld world;
    const AttributeId age_id = world.number("age", Family::fixed, age, 0.0);
    world.scenario.people.attributes[age_id].ages = true;
    const TrackId track = world.track("t", {"before", "during", "over"});
    world.transition(track, "begin", "before", "during", after_days(wait));
    world.transition(track, "leave", "during", "over", law.when).when.clock = clock;
    return caused_by(world.live(people), TransitionId{1});
}

constexpr std::uint64_t few = 300;

}  // namespace

TEST_CASE("every law under the clock that starts on entry ends a stay where its inverse says", "[reference]")
{
    for (const Survival& law : laws()) {
        INFO(law.name);
        for (const HistoryRow& row : stays(law, Clock::reset, 13.0, 0.0, few)) {
            const double expected = 13.0 + law.inverse(threshold_of(row.person, "t.leave", 0));
            CHECK_THAT(row.stop, WithinRel(expected, 1e-12));
        }
    }
}

TEST_CASE("every law under the clock of the simulation goes on from its hazard at entry", "[reference]")
{
    for (const Survival& law : laws()) {
        INFO(law.name);
        for (const HistoryRow& row : stays(law, Clock::forward, 13.0, 0.0, few)) {
            const double expected = law.inverse(law.cumulated(13.0) + threshold_of(row.person, "t.leave", 0));
            CHECK_THAT(row.stop, WithinRel(expected, 1e-11));
        }
    }
}

TEST_CASE("every law under the clock of age goes on from its hazard at that age", "[reference]")
{
    for (const Survival& law : laws()) {
        INFO(law.name);
        for (const HistoryRow& row : stays(law, Clock::age, 5.0, 20.0, few)) {
            const double age = law.inverse(law.cumulated(25.0) + threshold_of(row.person, "t.leave", 0));
            CHECK_THAT(row.stop, WithinRel(age - 20.0, 1e-11));
        }
    }
}

TEST_CASE("half of all stays under a law are over by its median", "[reference]")
{
    constexpr std::uint64_t people = 10000;
    const double standard_error = 0.5 / std::sqrt(static_cast<double>(people));
    for (const Survival& law : laws()) {
        INFO(law.name);
        double over = 0.0;
        for (const HistoryRow& row : stays(law, Clock::reset, 0.0, 0.0, people))
            over += row.stop <= law.median;
        CHECK_THAT(over / static_cast<double>(people), WithinAbs(0.5, 5.0 * standard_error));
    }
}

TEST_CASE("a gompertz hazard that falls lets some people stay for ever", "[reference]")
{
    // the hazard sums up to 0.01 / 0.02 = 0.5, so a share of exp(-0.5) never leaves
    const Survival law{"", law_of(Law::gompertz, -0.02, 0.01), {}, {}, 0.0};
    for (const HistoryRow& row : stays(law, Clock::reset, 0.0, 0.0, few)) {
        const double threshold = threshold_of(row.person, "t.leave", 0);
        CHECK(threshold < 0.5);
        CHECK_THAT(row.stop, WithinRel(-std::log1p(-0.02 * threshold / 0.01) / 0.02, 1e-10));
    }
    std::size_t leavers = 0;
    for (std::uint64_t person = 0; person < few; ++person)
        leavers += threshold_of(person, "t.leave", 0) < 0.5;
    CHECK(stays(law, Clock::reset, 0.0, 0.0, few).size() == leavers);
}

TEST_CASE("a piecewise hazard is zero before its first knot and goes on after its last", "[reference]")
{
    When when = law_of(Law::piecewise, 0.0, 0.0);
    when.curve = {{10.0, 30.0, 50.0}, {certain(0.02), certain(0.0), certain(0.1)}};
    const Survival law{"", when, {}, {}, 0.0};
    for (const HistoryRow& row : stays(law, Clock::reset, 0.0, 0.0, few)) {
        const double threshold = threshold_of(row.person, "t.leave", 0);  // 0.4 are spent by day 30
        const double expected = threshold <= 0.4 ? 10.0 + threshold / 0.02 : 50.0 + (threshold - 0.4) / 0.1;
        CHECK_THAT(row.stop, WithinRel(expected, 1e-12));
    }
}

TEST_CASE("a life table is read by age and category", "[reference]")
{
    TinyWorld world;
    const AttributeId age = world.number("age", Family::fixed, 50.0 * 365.25, 0.0);
    world.scenario.people.attributes[age].ages = true;
    const AttributeId sex = world.categories("sex", {"female", "male"}, {0.5, 0.5});
    const TrackId track = world.track("t", {"alive", "dead"});
    Transition& death = world.transition(track, "death", "alive", "dead", law_of(Law::life_table, 0.0, 0.0));
    death.when.table.by = {sex};
    death.when.table.ages = {0.0, 52.0 * 365.25};
    death.when.table.hazards = {{1e-4, 5e-4}, {2e-4, 1e-3}};
    const Draws draws(Luck{7, 0, 0});
    for (const HistoryRow& row : caused_by(world.live(few), TransitionId{0})) {
        const double ratio = draws.uniform(row.person, decision("sex"), 0) < 0.5 ? 1.0 : 2.0;
        const double threshold = threshold_of(row.person, "t.death", 0), two_years = 2.0 * 365.25;
        const double early = threshold / (1e-4 * ratio);
        const double late = two_years + (threshold - two_years * 1e-4 * ratio) / (5e-4 * ratio);
        CHECK_THAT(row.stop, WithinRel(early <= two_years ? early : late, 1e-12));
    }
}

TEST_CASE("adaptive quadrature meets integrals known in closed form", "[reference]")
{
    CHECK_THAT(plain::integral([](double x) { return std::exp(x); }, 0.0, 3.0),
               WithinRel(std::expm1(3.0), 1e-14));
    CHECK_THAT(plain::integral([](double x) { return 1.0 / (1e-4 + x * x); }, -1.0, 1.0),
               WithinRel(200.0 * std::atan(100.0), 1e-13));
    CHECK_THAT(plain::integral([](double x) { return std::pow(x, 20.0); }, 0.0, 1.0),
               WithinRel(1.0 / 21.0, 1e-14));
    CHECK_THAT(plain::integral([](double x) { return std::sqrt(x); }, 0.0, 1.0), WithinRel(2.0 / 3.0, 1e-11));
}
