// oracle_policies_test.cpp -- numbers that change over time, against survival worked out by hand.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <map>
#include <numbers>

#include "support/oracle.hpp"

using namespace txpath;
using namespace txpath::oracle;

namespace {

/// People who fall ill once, with whatever changes their hazard.
struct World {
    std::string sections = {}, when = "rate: 0.001 per day", more = {};
    std::string time = "horizon: 400 days, report_every: 50 days, sync_every: 30 days";
    int size = 100000, histories = 0;
};

Experiment run_world(const World& world)
{
    return run_text(
        fmt::format("txpath: 1\ntitle: a hazard that changes\ntime: {{{}}}\npopulation: {{size: {}}}\n{}\n"
                    "tracks:\n  care:\n    start: well\n    states: {{well: {{}}, ill: {{}}}}\n"
                    "    transitions: {{fall: {{from: well, to: ill, {}{}}}}}\n"
                    "outputs: {{people: {}}}\nrun: {{seed: 23, replicates: 1}}\n",
                    world.time, world.size, world.sections, world.when, world.more, world.histories));
}

/// The share still well within the standard error of so many people and an effect on the accumulated hazard.
void check_well(const Experiment& found, double day, double accumulated, double effect)
{
    const double exact = std::exp(-accumulated), share = found.share("care.well", day);
    const double error = std::sqrt(exact * (1.0 - exact) / found.people(day));
    INFO("day " << day << ": " << share << ", exactly " << exact << ", standard error " << error
                << ", effect " << effect);
    CHECK(std::abs(share - exact) < errors_allowed * error + exact * std::expm1(effect));
}

/// The hazard accumulated along a line from `a` to `b` between two days.
double along_ramp(double a, double b, double from, double over, double t)
{
    const double gone = std::clamp(t - from, 0.0, over);
    return a * std::min(t, from) + a * gone + (b - a) * gone * gone / (2.0 * over) +
           b * std::max(0.0, t - from - over);
}

std::map<std::uint64_t, double> falls(const Experiment& experiment)
{
    std::map<std::uint64_t, double> moments;
    for (const HistoryRow& row : experiment.results.replicates.front().histories)
        if (!row.from.is_absent()) moments[row.person] = row.stop;
    return moments;
}

/// Each person falls when his or her own accumulated hazard is what it was without the change.
void check_each(const World& changed, const std::function<double(double)>& accumulated, double rate)
{
    World told = changed, plain;
    told.size = plain.size = told.histories = plain.histories = 2000;
    plain.time = "horizon: 4000 days, report_every: 1000 days, sync_every: 30 days";
    plain.when = fmt::format("rate: {} per day", rate);
    const auto with = falls(run_world(told)), without = falls(run_world(plain));
    REQUIRE(with.size() > 300);
    double furthest = 0.0;
    for (const auto& [person, moment] : with)
        furthest = std::max(furthest, std::abs(accumulated(moment) - rate * without.at(person)));
    CHECK(furthest < 1e-12);
}

const InForce& only_policy(const Experiment& experiment)
{
    const auto& policies = experiment.results.replicates.front().policies;
    REQUIRE(policies.size() == 1);
    return policies.front();
}

}  // namespace

TEST_CASE("a rate on a ramp has the survival of a hazard that rises in a straight line", "[oracle][policies]")
{
    const World world{
        .sections =
            "policies: {rise: {from: 100 days, over: 200 days, set: {tracks.care.transitions.fall.rate: "
            "0.005 per day}}}"};
    const Experiment found = run_world(world);
    const auto exact = [](double t) { return along_ramp(0.001, 0.005, 100.0, 200.0, t); };
    for (const double day : {50.0, 100.0, 150.0, 300.0, 350.0, 400.0})
        check_well(found, day, exact(day), 0.0);
    // within a stretch the hazard is that of its middle: off by at most rise x stretch^2 / 8
    for (const double day : {200.0, 250.0}) check_well(found, day, exact(day), 2e-5 * 30.0 * 30.0 / 8.0);
}

TEST_CASE("a system variable on a ramp moves a hazard in proportion", "[oracle][policies]")
{
    const World world{.sections =
                          "system: {pressure: {start: 1}}\n"
                          "policies: {rise: {from: 100 days, over: 200 days, set: {system.pressure: 5}}}",
                      .more = ", proportional_to: pressure"};
    const Experiment found = run_world(world);
    for (const double day : {50.0, 100.0, 150.0, 300.0, 350.0, 400.0})
        check_well(found, day, along_ramp(0.001, 0.005, 100.0, 200.0, day), 0.0);
    CHECK(found.results.replicates[0].system.at(4) == 3.0);  // on day 200, half-way
}

TEST_CASE("a median on a ramp goes along a straight line of days", "[oracle][policies]")
{
    const World world{.sections =
                          "policies: {rise: {from: 0 days, over: 400 days, set: "
                          "{tracks.care.transitions.fall.median: 100 days}}}",
                      .when = "median: 500 days"};
    const Experiment found = run_world(world);
    // hazard log 2 / (500 - t); its second derivative is 2 log 2 / (500 - t)^3
    for (const double day : {50.0, 150.0, 300.0}) {
        const double exact = std::numbers::ln2 * std::log(500.0 / (500.0 - day));
        const double last =
            std::numbers::ln2 / std::pow(500.0 - day - 30.0, 2);  // slope, if day is within a stretch
        const double effect = day * 30.0 * 30.0 / 24.0 * 2.0 * std::numbers::ln2 / std::pow(470.0 - day, 3) +
                              last * 30.0 * 30.0 / 8.0;
        check_well(found, day, exact, effect);
    }
}

TEST_CASE("a system variable that relaxes moves a hazard ratio as its integral says", "[oracle][policies]")
{
    const auto hazard = [](double t) { return 0.001 * std::pow(4.0, 1.0 - 0.8 * std::exp2(-t / 100.0)); };
    World world{.sections = "system: {evidence: {start: 0.2, toward: 1, half_life: 100 days}}",
                .more = ", hazard_ratios: {evidence: {per: 1, ratio: 4}}"};
    const double k = std::numbers::ln2 / 100.0, a = std::log(4.0);
    for (const double sync_every : {50.0, 25.0}) {
        world.time = fmt::format("horizon: 400 days, report_every: 50 days, sync_every: {} days", sync_every);
        const Experiment found = run_world(world);
        // h = 0.001 e^(a x), x' = k (1 - x): |h''| <= h (a k^2 y + a^2 k^2 y^2) with y = 1 - x, at most 0.8
        const double curve = hazard(400.0) * k * k * (a * 0.8 + a * a * 0.64);
        for (const double day : {50.0, 100.0, 200.0, 400.0})
            check_well(found, day, integral(hazard, {0.0, day}),
                       day * sync_every * sync_every / 24.0 * curve);
    }
}

TEST_CASE("a policy with until is in force up to that very moment", "[oracle][policies]")
{
    const World world{.sections =
                          "policies: {campaign: {from: 75 days, until: 211 days, set: "
                          "{tracks.care.transitions.fall.rate: 0.006 per day}}}"};
    const auto accumulated = [](double t) { return 0.001 * t + 0.005 * (std::clamp(t, 75.0, 211.0) - 75.0); };
    const Experiment found = run_world(world);
    CHECK(only_policy(found).from == 75.0);
    CHECK(only_policy(found).until == 211.0);
    for (const double day : {50.0, 100.0, 200.0, 250.0, 400.0}) check_well(found, day, accumulated(day), 0.0);
    check_each(world, accumulated, 0.001);
}

TEST_CASE("a policy with for lasts exactly so long when its beginning is known", "[oracle][policies]")
{
    const World world{.sections =
                          "policies: {campaign: {from: 75 days, for: 136 days, set: "
                          "{tracks.care.transitions.fall.rate: 0.0001 per day}}}"};
    const auto accumulated = [](double t) {
        return 0.001 * t - 0.0009 * (std::clamp(t, 75.0, 211.0) - 75.0);
    };
    const Experiment found = run_world(world);
    CHECK(only_policy(found).until == 211.0);
    for (const double day : {50.0, 200.0, 400.0}) check_well(found, day, accumulated(day), 0.0);
    check_each(world, accumulated, 0.001);
}

TEST_CASE(
    "a policy begins at the first sync point after its condition came true, and ends at the one after for",
    "[oracle][policies]")
{
    // evidence 1 - 0.8 x 2^(-t/100) reaches 0.6 on day 100, between the sync points of days 90 and 120; and
    // 45 days after that the next is day 180
    const World world{.sections =
                          "system: {evidence: {start: 0.2, toward: 1, half_life: 100 days}}\n"
                          "policies: {issued: {when: {evidence: {at_least: 0.6}}, for: 45 days, set: "
                          "{tracks.care.transitions.fall.rate: 0.008 per day}}}"};
    const auto accumulated = [](double t) {
        return 0.001 * t + 0.007 * (std::clamp(t, 120.0, 180.0) - 120.0);
    };
    const Experiment found = run_world(world);
    CHECK(only_policy(found).from == 120.0);
    CHECK(only_policy(found).until == 180.0);
    for (const double day : {100.0, 150.0, 200.0, 400.0}) check_well(found, day, accumulated(day), 0.0);
    check_each(world, accumulated, 0.001);
}

TEST_CASE("a share that falls below a bound sets a policy off at the next sync point", "[oracle][policies]")
{
    // the share well is exp(-0.004 t): 0.6 on day 127.7, 0.0015 either way is less than a day
    const World world{.sections =
                          "policies: {alarm: {when: {population.care.well: {below: 0.6}}, set: "
                          "{tracks.care.transitions.fall.rate: 0.0005 per day}}}",
                      .when = "rate: 0.004 per day"};
    const auto accumulated = [](double t) {
        return 0.004 * std::min(t, 150.0) + 0.0005 * std::max(0.0, t - 150.0);
    };
    const Experiment found = run_world(world);
    CHECK(only_policy(found).from == 150.0);
    CHECK(std::isinf(only_policy(found).until));
    for (const double day : {100.0, 150.0, 250.0, 400.0}) check_well(found, day, accumulated(day), 0.0);
}

TEST_CASE("of two policies that hold one number the later counts, and then the earlier again",
          "[oracle][policies]")
{
    const World world{
        .sections =
            "policies:\n"
            "  always: {from: 30 days, set: {tracks.care.transitions.fall.rate: 0.003 per day}}\n"
            "  wave: {from: 100 days, over: 60 days, until: 220 days, set: "
            "{tracks.care.transitions.fall.rate: 0.009 per day}}"};
    const auto exact = [](double t) {
        double sum = 0.001 * std::min(t, 30.0) + 0.003 * std::max(0.0, std::min(t, 100.0) - 30.0);
        if (t > 100.0) sum += along_ramp(0.003, 0.009, 0.0, 60.0, std::min(t, 220.0) - 100.0);
        return sum + 0.003 * std::max(0.0, t - 220.0);
    };
    const Experiment found = run_world(world);
    for (const double day : {50.0, 100.0, 250.0, 300.0, 400.0}) check_well(found, day, exact(day), 0.0);
}

TEST_CASE("a ramp is lived at the middle of each stretch, person by person", "[oracle][policies]")
{
    const World world{.sections =
                          "policies: {rise: {from: 100 days, over: 200 days, set: "
                          "{tracks.care.transitions.fall.rate: 0.005 per day}}}"};
    check_each(
        world,
        [](double t) {
            const std::vector<double> ends = {0.0,   100.0, 120.0, 150.0, 180.0,
                                              210.0, 240.0, 270.0, 300.0, 400.0};
            double sum = 0.0;
            for (std::size_t i = 0; i + 1 < ends.size() && ends[i] < t; ++i) {
                const double middle = std::clamp(0.5 * (ends[i] + ends[i + 1]), 100.0, 300.0);
                const double rate = ends[i] < 100.0    ? 0.001
                                    : ends[i] >= 300.0 ? 0.005
                                                       : 0.001 + 2e-5 * (middle - 100.0);
                sum += rate * (std::min(t, ends[i + 1]) - ends[i]);
            }
            return sum;
        },
        0.001);
}
