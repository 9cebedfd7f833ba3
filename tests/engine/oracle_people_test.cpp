// oracle_people_test.cpp -- who the people are: correlated, truncated, conditional, weighted and arriving.
#include <fmt/format.h>

#include <boost/math/constants/constants.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/poisson.hpp>
#include <catch2/catch.hpp>
#include <cmath>

#include "support/oracle.hpp"

using namespace txpath;
using namespace txpath::oracle;

namespace {

constexpr double pi = boost::math::constants::pi<double>();

/// A scenario whose people are sorted into states at the start: `cases` of a deciding state, `states` they
/// lead to.
Experiment sorted(const std::string& population, const std::string& cases, const std::string& states)
{
    return run_text(fmt::format(
        "txpath: 1\ntitle: sorting\ntime: {{horizon: 2 days, report_every: 1 day}}\npopulation: {}\n"
        "tracks:\n  sort:\n    start: all\n    states:\n      all: {{decide: [{}]}}\n{}"
        "    transitions: {{}}\nrun: {{seed: 61, replicates: 1}}\n",
        population, cases, states));
}

double normal_share(double z)
{
    return boost::math::cdf(boost::math::normal_distribution<>(), z);
}

}  // namespace

TEST_CASE("correlated attributes have the quadrant shares of their rank correlation", "[oracle][people]")
{
    for (const double rho : {-0.7, 0.25, 0.6}) {
        const Experiment experiment = sorted(
            fmt::format(
                "{{size: 200000, attributes: {{dose: {{uniform: {{min: 0, max: 2}}}}, age: {{normal: {{mean: "
                "44 "
                "years, sd: 14 years}}, ages: true}}}}, correlations: [{{between: [age, dose], rho: {}}}]}}",
                rho),
            "{only_if: {dose: {above: 1}, age: {above: 44 years}}, to: both}, {only_if: {dose: {above: 1}}, "
            "to: one}, "
            "{only_if: {age: {above: 44 years}}, to: other}, {to: neither}",
            "      both: {}\n      one: {}\n      other: {}\n      neither: {}\n");
        // Spearman's rho of a Gaussian copula of correlation r is 6/pi asin(r/2); a quadrant has 1/4 +
        // asin(r)/(2 pi)
        const double r = 2.0 * std::sin(pi * rho / 6.0);
        const double quadrant = 0.25 + std::asin(r) / (2.0 * pi);
        check_share(experiment, "sort.both", 1, quadrant);
        check_share(experiment, "sort.neither", 1, quadrant);
        check_share(experiment, "sort.one", 1, 0.5 - quadrant);
        check_share(experiment, "sort.other", 1, 0.5 - quadrant);
    }
}

TEST_CASE("a truncated normal keeps its shape between its limits", "[oracle][people]")
{
    const Experiment experiment = sorted(
        "{size: 200000, attributes: {age: {normal: {mean: 44 years, sd: 14 years}, min: 18 years, max: 60 "
        "years, ages: true}}}",
        "{only_if: {age: {below: 30 years}}, to: young}, {only_if: {age: {below: 50 years}}, to: middle}, "
        "{only_if: {age: {at_least: 60.01 years}}, to: beyond}, {to: old}",
        "      young: {}\n      middle: {}\n      old: {}\n      beyond: {}\n");
    const auto below = [](double age) { return normal_share((age - 44.0) / 14.0); };
    const double all = below(60) - below(18);
    check_share(experiment, "sort.young", 1, (below(30) - below(18)) / all);
    check_share(experiment, "sort.middle", 1, (below(50) - below(30)) / all);
    check_share(experiment, "sort.old", 1, (below(60) - below(50)) / all);
    CHECK(experiment.share("sort.beyond", 1) == 0.0);
}

TEST_CASE("categories given an age have the shares of that age", "[oracle][people]")
{
    const Experiment experiment = sorted(
        "{size: 200000, attributes: {coverage: {categories: {private: 0.6, medicare: 0.1, none: 0.3}}, "
        "age: {uniform: {min: 25 years, max: 75 years}, ages: true}}, "
        "given: {coverage: {age: {45 years: {private: 0.5, medicare: 0.3, none: 0.2}, 65 years: {medicare: "
        "0.93, private: 0.04, none: 0.03}}}}}",
        "{only_if: {coverage: [medicare], age: {at_least: 65 years}}, to: old_medicare}, {only_if: "
        "{coverage: [medicare]}, "
        "to: medicare}, {only_if: {coverage: [private]}, to: private}, {to: none}",
        "      old_medicare: {}\n      medicare: {}\n      private: {}\n      none: {}\n");
    // 40 % below 45, 40 % from 45 to 65, 20 % from 65 on
    check_share(experiment, "sort.old_medicare", 1, 0.2 * 0.93);
    check_share(experiment, "sort.medicare", 1, 0.4 * 0.1 + 0.4 * 0.3);
    check_share(experiment, "sort.private", 1, 0.4 * 0.6 + 0.4 * 0.5 + 0.2 * 0.04);
    check_share(experiment, "sort.none", 1, 0.4 * 0.3 + 0.4 * 0.2 + 0.2 * 0.03);
}

TEST_CASE("people from a file count with their weights exactly", "[oracle][people]")
{
    const WrittenFolder folder;
    folder.write("people.csv",
                 "weight,sex,dose\n2,male,1\n0.5,female,3\n1.25,female,1\n4,male,3\n0.25,female,2\n");
    const Experiment experiment = run_file(folder.write("test.yaml", R"(
txpath: 1
title: Five people who stand for eight
time: {horizon: 20 days, report_every: 10 days}
population: {from: people.csv, attributes: {sex: {categories: [female, male]}, dose: {column: number}}}
tracks:
  kind:
    start: {by: sex, female: woman, male: man}
    states: {woman: {}, man: {}}
    transitions: {}
  care:
    start: all
    states: {all: {decide: [{only_if: {dose: {at_least: 2}}, to: high}, {to: low}]}, high: {}, low: {}, done: {}}
    transitions: {finish: {from: high, to: done, after: 5 days}}
)"),
                                           {});
    CHECK(experiment.people(0) == 8.0);
    CHECK(experiment.share("care.low", 10) == 3.25 / 8.0);
    CHECK(experiment.share("care.done", 10) == 4.75 / 8.0);
    CHECK(experiment.events("care.finish") == 4.75);
    CHECK(experiment.share("kind.woman", 10) == 2.0 / 8.0);
}

TEST_CASE("arrivals are a Poisson process, and what they fill is M/M/infinity", "[oracle][people]")
{
    const Experiment experiment = run_text(R"(
txpath: 1
title: Arrivals who leave again
time: {horizon: 100 days, report_every: 10 days}
population: {size: 1, scale: 2, arrivals: {rate: 80 per day, until: 60 days}}
tracks:
  care:
    start: in
    states: {in: {}, gone: {ends: true}}
    transitions: {leave: {from: in, to: gone, rate: 0.05 per day}}
run: {seed: 62, replicates: 200}
)");
    const double replicates = 200.0;
    const auto come = [](double t) {
        return 40.0 * std::min(t, 60.0);
    };  // 80 real people a day are 40 simulated
    const auto present = [](double t) {
        const double last = std::min(t, 60.0);
        return 40.0 / 0.05 * (std::exp(-0.05 * (t - last)) - std::exp(-0.05 * t)) + std::exp(-0.05 * t);
    };
    double dispersion = 0.0;
    for (const ReplicateResult& result : experiment.results.replicates) {
        const double arrived =
            static_cast<double>(result.tally.entered.at(6, 0)) / static_cast<double>(result.weight_unit) - 1;
        dispersion += (arrived - come(60)) * (arrived - come(60)) / come(60) / replicates;
    }
    for (const double t : {10.0, 30.0, 60.0, 100.0}) {
        check_near(experiment.people(t) / replicates, 1.0 + come(t), std::sqrt(come(t) / replicates));
        check_near(experiment.share("care.in", t) * experiment.people(t) / replicates, present(t),
                   std::sqrt(present(t) / replicates));
    }
    check_near(dispersion, 1.0, std::sqrt(2.0 / replicates));  // a Poisson count's variance is its mean
}
