// oracle_adoption_test.cpp -- clinicians and people who take over from one another, against chains and
// limits.
//
// With everybody known to everybody only the number of adopters matters. Between two sync points all see the
// share that was, so each of the others adopts by the next with chance 1 - exp(-(p + q share) sync_every): a
// chain that is worked out exactly here. Without sync points it is a process of pure birth.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <fstream>
#include <functional>
#include <iostream>
#include <sstream>

#include "support/oracle.hpp"
#include "support/read_csv.hpp"
#include "support/sample.hpp"

using namespace txpath;
using namespace txpath::oracle;

namespace {

const std::string adoption = std::string(TXPATH_SOURCE) + "/tests/data/examples/adoption.yaml";
constexpr double week = 7.0;

/// Imitation among people who all know one another; rates per day.
struct Imitation {
    double innovate = 0.0, imitate = 0.0;
};

/// Bass (1969): the share of adopters, from none.
double bass(const Imitation& of, double t)
{
    const double gone = std::exp(-(of.innovate + of.imitate) * t);
    return (1.0 - gone) / (1.0 + of.imitate / of.innovate * gone);
}

/// Mean and variance of the share among very many who meet at sync points.
struct Moments {
    double mean = 0.0, variance = 0.0;  ///< variance: times the number of them
};

///   Method  the mean by the chain's own step; the variance by linear noise around it
Moments among_many(const Imitation& of, double sync_every, double until)
{
    Moments now;
    double t = 0.0;
    while (t < until) {
        const double step = std::min(sync_every, until - t);
        const double others = 1.0 - now.mean, stay = std::exp(-(of.innovate + of.imitate * now.mean) * step);
        const double slope = stay + others * of.imitate * step * stay;
        now.variance = slope * slope * now.variance + others * stay * (1.0 - stay);
        now.mean = 1.0 - others * stay;
        t += step;
    }
    return now;
}

/// The chance of each number of adopters among `count`, `first` of whom adopted before; share among the
/// others.
///   Method  binomial steps between sync points
std::vector<double> chances_at_syncs(const Imitation& of, std::size_t count, std::size_t first,
                                     double sync_every, int syncs)
{
    std::vector<double> now(count + 1, 0.0);
    now[first] = 1.0;
    for (int sync = 0; sync < syncs; ++sync) {
        std::vector<double> next(count + 1, 0.0);
        for (std::size_t n = first; n <= count; ++n) {
            if (now[n] < 1e-18) continue;
            const double share = static_cast<double>(n) / static_cast<double>(count - 1);
            const double adopt = -std::expm1(-(of.innovate + of.imitate * share) * sync_every);
            double chance = now[n] * std::pow(1.0 - adopt, static_cast<double>(count - n));
            for (std::size_t more = 0; n + more <= count; ++more) {
                next[n + more] += chance;
                if (adopt == 1.0) break;
                chance *= static_cast<double>(count - n - more) / static_cast<double>(more + 1) * adopt /
                          (1.0 - adopt);
            }
        }
        now = std::move(next);
    }
    return now;
}

/// The same without sync points: pure birth.
std::vector<double> chances_without_syncs(const Imitation& of, std::size_t count, std::size_t first, double t)
{
    Matrix generator(count + 1, std::vector<double>(count + 1, 0.0));
    for (std::size_t n = first; n < count; ++n) {
        const double share = static_cast<double>(n) / static_cast<double>(count - 1);
        generator[n][n + 1] = static_cast<double>(count - n) * (of.innovate + of.imitate * share);
        generator[n][n] = -generator[n][n + 1];
    }
    return exponential(generator, t)[first];
}

Moments moments_of(const std::vector<double>& chances)
{
    Moments found;
    for (std::size_t n = 0; n < chances.size(); ++n) found.mean += chances[n] * static_cast<double>(n);
    for (std::size_t n = 0; n < chances.size(); ++n)
        found.variance += chances[n] * std::pow(static_cast<double>(n) - found.mean, 2);
    return found;
}

std::size_t row_of(const Experiment& experiment, double day)
{
    std::size_t row = 0;
    while (std::abs(experiment.scenario.time.reports.at(row) - day) > 1e-6) ++row;
    return row;
}

/// Clinicians in a state, by replicate.
std::vector<double> clinicians_in(const Experiment& experiment, const std::string& state, double day)
{
    const Scenario& clinicians = *experiment.scenario.shared.clinicians->scenario;
    const std::size_t column = state_named(clinicians, "clinician." + state).index();
    std::vector<double> counts;
    for (const ReplicateResult& result : experiment.results.replicates)
        counts.push_back(
            static_cast<double>(result.clinicians.occupancy.at(row_of(experiment, day), column)) /
            static_cast<double>(result.weight_unit));
    return counts;
}

double expected_share(const std::string& time)
{
    std::ostringstream text;
    text << std::ifstream(std::string(TXPATH_SOURCE) + "/tests/data/examples/expected.csv").rdbuf();
    for (const auto& row : test::read_csv(text.str()))
        if (row[0] == "adoption" && row[2] == time) return std::stod(row[3]);
    throw std::logic_error("no answer at " + time);
}

/// The bound of "What sync_every does": imitation is late by a part of the time gone.
double late(const std::function<double(double)>& share, double imitate, double sync_every, double t)
{
    return share(t) - share(t * std::exp(-imitate * sync_every));
}

}  // namespace

TEST_CASE("Bass diffusion among a hundred thousand clinicians", "[oracle][adoption][examples]")
{
    const Imitation of{0.03 / year, 0.38 / year};
    const Experiment found = run_file(adoption, {});
    for (const int years : {2, 5, 8, 12}) {
        const double t = years * year, count = 100000.0;
        const double share = clinicians_in(found, "adopter", t)[0] / count;
        const Moments exact = among_many(of, week, t);
        const double error = std::sqrt(exact.variance / count);
        check_near(share, exact.mean, error);
        const double limit = bass(of, t);
        const std::string time = fmt::format("{} years", years);
        CHECK(limit == Approx(expected_share(time)).epsilon(1e-9));
        const double bound = late([&](double at) { return bass(of, at); }, of.imitate, week, t);
        CHECK(exact.mean < limit);
        CHECK(exact.mean > limit - bound);
        CHECK(share < limit + errors_allowed * error);
        CHECK(share > limit - bound - errors_allowed * error);
        std::cout << fmt::format(
            "adoption {}: {:.5f}, at weekly syncs {:.5f} +- {:.5f}, without {:.5f}, late by at most {:.5f}\n",
            time, share, exact.mean, error, limit, bound);
    }
}

TEST_CASE("adoption moves by less than its bound when sync_every is halved, and by half as much each time",
          "[oracle][adoption]")
{
    const Imitation of{0.03 / year, 0.38 / year};
    const double t = 8.0 * year, limit = bass(of, t);
    double before = 0.0;
    for (const double sync_every : {16.0, 8.0, 4.0, 2.0, 1.0}) {
        const double off = limit - among_many(of, sync_every, t).mean;
        CHECK(off > 0.0);
        CHECK(off < late([&](double at) { return bass(of, at); }, of.imitate, sync_every, t));
        if (before > 0.0) CHECK(off == Approx(before / 2.0).epsilon(0.05));
        before = off;
    }
}

TEST_CASE("clinicians who see one another weekly adopt as the exact chain of a small network says",
          "[oracle][adoption]")
{
    const Imitation of{0.0007, 0.05};
    const Experiment found = run_text(R"(txpath: 1
title: forty clinicians who all know one another
time: {horizon: 120 days, report_every: 30 days, sync_every: 7.5 days}
population: {size: 1}
tracks: {care: {start: waiting, states: {waiting: {}}, transitions: {}}}
clinicians:
  count: 40
  network: complete
  start: unaware
  states: {unaware: {}, adopter: {}}
  transitions:
    innovate: {from: unaware, to: adopter, rate: 0.0007 per day}
    imitate: {from: unaware, to: adopter, rate: 0.05 per day, proportional_to: neighbours.adopter}
run: {seed: 5, replicates: 4000}
)");
    for (const int syncs : {4, 8, 12, 16}) {
        const Sample share = sample_of(clinicians_in(found, "adopter", 7.5 * syncs));
        const Moments exact = moments_of(chances_at_syncs(of, 40, 0, 7.5, syncs)),
                      limit = moments_of(chances_without_syncs(of, 40, 0, 7.5 * syncs));
        const double error = std::sqrt(exact.variance / 4000.0);
        INFO("after " << syncs << " syncs");
        check_near(share.mean, exact.mean, error);
        CHECK(share.standard_error == Approx(error).epsilon(0.06));  // its spread, too
        const double bound =
            late([&](double at) { return moments_of(chances_without_syncs(of, 40, 0, at)).mean; }, of.imitate,
                 7.5, 7.5 * syncs);
        CHECK(exact.mean < limit.mean);
        CHECK(exact.mean > limit.mean - bound);
    }
}

TEST_CASE("people infect one another as the exact chain of a closed population says", "[oracle][adoption]")
{
    // proportional_to: population.STATE is the share of all, oneself included
    const auto exact_chain = [](std::size_t people, double rate, double sync_every, int syncs) {
        std::vector<double> now(people + 1, 0.0);
        // each starts infected with chance 0.1
        const auto all = static_cast<double>(people);
        for (std::size_t n = 0; n <= people; ++n) {
            const auto ill = static_cast<double>(n);
            now[n] = std::exp(std::lgamma(all + 1.0) - std::lgamma(ill + 1.0) - std::lgamma(all - ill + 1.0) +
                              ill * std::log(0.1) + (all - ill) * std::log(0.9));
        }
        for (int sync = 0; sync < syncs; ++sync) {
            std::vector<double> next(people + 1, 0.0);
            for (std::size_t n = 0; n <= people; ++n) {
                // at time 0 shares are those of the start
                const double share = static_cast<double>(n) / static_cast<double>(people);
                const double escape = std::exp(-rate * share * sync_every);
                for (std::size_t more = 0; n + more <= people; ++more) {
                    const auto left = static_cast<double>(people - n), m = static_cast<double>(more);
                    double log_chance = std::lgamma(left + 1.0) - std::lgamma(m + 1.0) -
                                        std::lgamma(left - m + 1.0) + (left - m) * std::log(escape);
                    if (more > 0 && n == 0) continue;
                    if (more > 0) log_chance += m * std::log(1.0 - escape);
                    next[n + more] += now[n] * std::exp(log_chance);
                }
            }
            now = std::move(next);
        }
        return moments_of(now);
    };
    const Experiment found = run_text(R"(txpath: 1
title: an infection among fifty people
time: {horizon: 20 days, report_every: 5 days, sync_every: 1 day}
population: {size: 50}
tracks:
  illness:
    start: {well: 0.9, infected: 0.1}
    states: {well: {}, infected: {}}
    transitions: {catch: {from: well, to: infected, rate: 0.3 per day, proportional_to: population.illness.infected}}
run: {seed: 8, replicates: 3000}
)");
    for (const int day : {5, 10, 15}) {
        const Moments exact = exact_chain(50, 0.3, 1.0, day);
        const Sample infected = over_replicates(found, [&](const ReplicateResult& result) {
            return static_cast<double>(result.tally.occupancy.at(
                       row_of(found, day), state_named(found.scenario, "illness.infected").index())) /
                   static_cast<double>(result.weight_unit);
        });
        INFO("day " << day);
        check_near(infected.mean, exact.mean, std::sqrt(exact.variance / 3000.0));
    }
}

TEST_CASE("an infection in a large population follows the logistic curve, late by less than its bound",
          "[oracle][adoption]")
{
    const Experiment found = run_text(R"(txpath: 1
title: an infection among very many
time: {horizon: 20 days, report_every: 5 days, sync_every: 6 hours}
population: {size: 200000}
tracks:
  illness:
    start: {well: 0.98, infected: 0.02}
    states: {well: {}, infected: {}}
    transitions: {catch: {from: well, to: infected, rate: 0.3 per day, proportional_to: population.illness.infected}}
run: {seed: 8, replicates: 1}
)");
    const double start = found.share("illness.infected", 0.0);  // the curve starts from who was drawn
    const auto logistic = [&](double t) { return 1.0 / (1.0 + (1.0 / start - 1.0) * std::exp(-0.3 * t)); };
    for (const double day : {5.0, 10.0, 15.0, 20.0}) {
        Moments now{start, 0.0};
        for (int sync = 0; sync < 4 * static_cast<int>(day); ++sync) {
            const double stay = std::exp(-0.3 * now.mean * 0.25), others = 1.0 - now.mean;
            const double slope = stay + others * 0.3 * 0.25 * stay;
            now.variance = slope * slope * now.variance + others * stay * (1.0 - stay);
            now.mean = 1.0 - others * stay;
        }
        const double error = std::sqrt(now.variance / 200000.0), share = found.share("illness.infected", day);
        INFO("day " << day);
        check_near(share, now.mean, error);
        CHECK(share < logistic(day) + errors_allowed * error);
        CHECK(share > logistic(day) - late(logistic, 0.3, 0.25, day) - errors_allowed * error);
    }
}
