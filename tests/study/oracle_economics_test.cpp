// oracle_economics_test.cpp -- costs and QALYs of whole runs against their integrals.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <cmath>

#include "support/oracle.hpp"

using namespace txpath;
using namespace txpath::oracle;

namespace {

PerPerson cost_of(const Experiment& experiment, std::string_view category, bool is_discounted)
{
    double found = -1.0;
    PerPerson sum;
    for (const CostRow& row : experiment.money().mean_costs) {
        const bool is_total = category.empty() && row.category.is_absent() && row.state.is_absent();
        const bool is_part = !category.empty() && !row.category.is_absent() &&
                             experiment.scenario.economics.categories[row.category] == category;
        if (row.stratum != 0 || row.is_discounted != is_discounted || !(is_total || is_part)) continue;
        sum.mean += row.cost.mean;
        sum.standard_error = std::hypot(sum.standard_error, row.cost.standard_error);
        found = 1.0;
    }
    REQUIRE(found > 0.0);
    return sum;
}

PerPerson qalys_of(const Experiment& experiment, bool is_discounted)
{
    for (const QalyRow& row : experiment.money().mean_qalys)
        if (row.stratum == 0 && row.is_discounted == is_discounted) return row.qalys;
    throw std::logic_error("no QALYs");
}

/// Years of weight (1 + r)^-t between two times in years.
double discounted_years(double rate, double from, double to)
{
    const double force = std::log1p(rate);
    return force == 0.0 ? to - from : (std::exp(-force * from) - std::exp(-force * to)) / force;
}

/// Two tracks that change at fixed times, so that nothing is left to chance.
std::string fixed_times(const std::string& rule)
{
    return fmt::format(R"(
txpath: 1
title: Everything at its time
time: {{horizon: 4 years, report_every: 1 year}}
population: {{size: 500}}
tracks:
  mood:
    start: low
    states: {{low: {{utility: 0.6}}, good: {{utility: 0.9}}}}
    transitions: {{improve: {{from: low, to: good, after: 1 year}}}}
  pain:
    start: none
    states: {{none: {{}}, strong: {{utility: 0.7}}}}
    transitions: {{hurt: {{from: none, to: strong, after: 3 years}}}}
economics: {{currency: USD, price_year: 2025, utilities: {}, discount: {{costs: 0 % per year, health: 4 % per year}}}}
run: {{seed: 51, replicates: 1}}
)",
                       rule);
}

double fixed_qalys(double last_utility, double rate)
{
    return 0.6 * discounted_years(rate, 0, 1) + 0.9 * discounted_years(rate, 1, 3) +
           last_utility * discounted_years(rate, 3, 4);
}

}  // namespace

TEST_CASE("utilities of several tracks combine by product, minimum or sum of decrements",
          "[oracle][economics]")
{
    const Experiment product = run_text(fixed_times("multiplicative"));
    CHECK(qalys_of(product, true).mean == Approx(fixed_qalys(0.9 * 0.7, 0.04)).epsilon(1e-7));
    CHECK(qalys_of(product, false).mean == Approx(fixed_qalys(0.9 * 0.7, 0.0)).epsilon(1e-7));
    const Experiment minimum = run_text(fixed_times("minimum"));
    CHECK(qalys_of(minimum, true).mean == Approx(fixed_qalys(0.7, 0.04)).epsilon(1e-7));
    const Experiment additive = run_text(fixed_times("additive"));
    CHECK(qalys_of(additive, true).mean == Approx(fixed_qalys(1.0 - 0.1 - 0.3, 0.04)).epsilon(1e-7));
}

TEST_CASE("costs and QALYs that come at fixed times are discounted at two rates from their own moments",
          "[oracle][economics]")
{
    const Experiment experiment = run_text(R"(
txpath: 1
title: Prices at fixed times
time: {horizon: 4 years, report_every: 1 year}
population: {size: 500}
tracks:
  care:
    start: well
    states: {well: {costs: {visits: 100 USD per month}}, ill: {utility: 0.5, costs: {visits: 9000 USD per year, drugs: 30 USD per week},
             on_entry: {costs: {admission: 700 USD}, qalys: -0.02}}}
    transitions: {fall: {from: well, to: ill, after: 18 months, costs: {ambulance: 400 USD}, qalys: -0.1}}
economics: {currency: USD, price_year: 2025, discount: {costs: 5 % per year, health: 1.5 % per year}}
run: {seed: 52, replicates: 1}
)");
    const double then = std::pow(1.05, -1.5);
    CHECK(
        cost_of(experiment, "visits", true).mean ==
        Approx(1200 * discounted_years(0.05, 0, 1.5) + 9000 * discounted_years(0.05, 1.5, 4)).epsilon(1e-7));
    CHECK(cost_of(experiment, "drugs", true).mean ==
          Approx(30 * 365.25 / 7 * discounted_years(0.05, 1.5, 4)).epsilon(1e-7));
    CHECK(cost_of(experiment, "admission", true).mean == Approx(700 * then).epsilon(1e-7));
    CHECK(cost_of(experiment, "ambulance", true).mean == Approx(400 * then).epsilon(1e-7));
    CHECK(cost_of(experiment, "", false).mean ==
          Approx(1800 + 22500 + 30 * 365.25 / 7 * 2.5 + 1100).epsilon(1e-7));
    CHECK(qalys_of(experiment, true).mean ==
          Approx(discounted_years(0.015, 0, 1.5) + 0.5 * discounted_years(0.015, 1.5, 4) -
                 0.12 * std::pow(1.015, -1.5))
              .epsilon(1e-7));
    CHECK(qalys_of(experiment, false).mean == Approx(1.5 + 1.25 - 0.12).epsilon(1e-7));
}

TEST_CASE("an ending state's cost ratio on a track that was left does not hold", "[oracle][economics]")
{
    const Experiment experiment = run_text(R"(
txpath: 1
title: Nobody feels pain any more
time: {horizon: 4 years, report_every: 1 year}
population: {size: 300}
tracks:
  life:
    start: alive
    states:
      alive: {costs: {care: 10 USD per year}, cost_ratios: {pain.strong: 3}}
      dead: {ends: true, costs: {grave: 7 USD per year}, cost_ratios: {pain.strong: 5, life.dead: 2}}
    transitions: {die: {from: alive, to: dead, after: 1 year}}
  pain: {start: strong, states: {strong: {}, none: {}}, transitions: {ease: {from: strong, to: none, rate: 0 per year}}}
economics: {currency: USD, price_year: 2025, discount: {costs: 0 % per year, health: 0 % per year}}
run: {seed: 53, replicates: 1}
)");
    // a year at 3 x 10, then three at 2 x 7
    CHECK(cost_of(experiment, "care", false).mean == Approx(30.0).epsilon(1e-7));
    CHECK(cost_of(experiment, "grave", false).mean == Approx(42.0).epsilon(1e-7));
}

TEST_CASE("costs and QALYs until a random end meet their integrals at two rates", "[oracle][economics]")
{
    const Experiment experiment = run_text(R"(
txpath: 1
title: A drug until it is stopped, dearer for women
time: {horizon: 10 years, report_every: 1 year}
population: {size: 200000, attributes: {sex: {categories: {female: 0.6, male: 0.4}}}}
tracks:
  drug:
    start: on
    states: {on: {utility: 0.8, costs: {drug: 1000 USD per year}, cost_ratios: {sex.female: 1.5}}, off: {utility: 0.6}}
    transitions: {stop: {from: on, to: off, rate: 0.3 per year, costs: {visit: 500 USD}, qalys: -0.05}}
economics: {currency: USD, price_year: 2025, discount: {costs: 3 % per year, health: 1 % per year}}
run: {seed: 53, replicates: 1}
)");
    // E of the integral over the stay: integral of exp(-(0.3 + force) t) over 10 years
    const auto stay = [](double rate) {
        const double decay = 0.3 + std::log1p(rate);
        return -std::expm1(-decay * 10.0) / decay;
    };
    const PerPerson drug = cost_of(experiment, "drug", true), visit = cost_of(experiment, "visit", true);
    check_near(drug.mean, 1000 * (0.6 * 1.5 + 0.4) * stay(0.03), drug.standard_error);
    check_near(visit.mean, 500 * 0.3 * stay(0.03), visit.standard_error);
    check_near(cost_of(experiment, "drug", false).mean, 1300 * stay(0.0),
               cost_of(experiment, "drug", false).standard_error);
    const PerPerson health = qalys_of(experiment, true);
    check_near(health.mean, 0.6 * discounted_years(0.01, 0, 10) + (0.2 - 0.05 * 0.3) * stay(0.01),
               health.standard_error);
}

TEST_CASE("the standard error of costs is the spread of a person's costs over the root of their number",
          "[oracle][economics]")
{
    const Experiment experiment = run_text(R"(
txpath: 1
title: One price, paid by some
time: {horizon: 1 year, report_every: 1 year}
population: {size: 100000}
tracks:
  care:
    start: well
    states: {well: {}, ill: {}}
    transitions: {fall: {from: well, to: ill, rate: 0.5 per year, costs: {visit: 1000 USD}}}
economics: {currency: USD, price_year: 2025, discount: {costs: 0 % per year, health: 0 % per year}}
run: {seed: 54, replicates: 1}
)");
    const double p = -std::expm1(-0.5), exact = 1000.0 * std::sqrt(p * (1.0 - p) / 100000.0);
    const PerPerson visit = cost_of(experiment, "visit", false);
    check_near(visit.mean, 1000.0 * p, exact);
    check_near(visit.standard_error, exact, exact / std::sqrt(2.0 * 255.0));  // 256 batches
}
