// oracle_moving_weights_test.cpp -- utilities and costs that follow levels and ages, against their integrals.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <cmath>

#include "support/oracle.hpp"

using namespace txpath;
using namespace txpath::oracle;

namespace {

double mean_qalys(const Experiment& experiment, bool is_discounted)
{
    for (const QalyRow& row : experiment.money().mean_qalys)
        if (row.stratum == 0 && row.is_discounted == is_discounted) return row.qalys.mean;
    throw std::logic_error("no QALYs");
}

double mean_cost(const Experiment& experiment, bool is_discounted)
{
    for (const CostRow& row : experiment.money().mean_costs)
        if (row.stratum == 0 && row.is_discounted == is_discounted && row.category.is_absent() &&
            row.state.is_absent())
            return row.cost.mean;
    throw std::logic_error("no costs");
}

double utility_at(const Experiment& experiment, std::size_t report)
{
    const auto& result = experiment.results.replicates.at(0);
    return static_cast<double>(result.tally.utility.at(report, 0)) * level_unit /
           static_cast<double>(result.tally.present.at(report, 0));
}

/// A relief that fades, is renewed at day 100 when care changes, and reaches 1.3 at most; nothing is left to
/// chance.
std::string fading(const std::string& rule, const std::string& other_track)
{
    return fmt::format(R"(
txpath: 1
title: Relief that fades
time: {{horizon: 1 year, report_every: 73.05 days}}
population: {{size: 100}}
levels: {{relief: {{start: 1, half_life: 40 days, max: 1.3}}}}
tracks:
  care:
    start: first
    states:
      first: {{utility: 0.9, utility_ratios: {{relief: {{per: 1, ratio: 0.6, from: 1}}}}, costs: {{drug: 10 USD per day}},
               cost_ratios: {{relief: {{per: 0.5, ratio: 1.7, at_least: 0.4}}}}}}
      then:  {{utility: 0.8, utility_ratios: {{relief: {{per: 1, ratio: 1.2, at_most: 0.9}}}}}}
    transitions: {{change: {{from: first, to: then, after: 100 days, adds: {{relief: 0.7}}}}}}
{}economics: {{currency: USD, price_year: 2025, utilities: {}, discount: {{costs: 3 % per year, health: 5 % per year}}}}
run: {{seed: 5, replicates: 1}}
)",
                       other_track, rule);
}

double relief(double day)
{
    return day < 100.0 ? std::exp2(-day / 40.0) : (std::exp2(-2.5) + 0.7) * std::exp2(-(day - 100.0) / 40.0);
}

double own_utility(double day)
{
    return day < 100.0 ? 0.9 * std::pow(0.6, relief(day) - 1.0)
                       : 0.8 * std::pow(1.2, std::min(relief(day), 0.9));
}

double qaly_integral(const std::function<double(double)>& utility, double rate, std::vector<double> breaks)
{
    return integral([&](double day) { return utility(day) * std::pow(1.0 + rate, -day / year); }, breaks) /
           year;
}

}  // namespace

TEST_CASE("QALYs follow a level between events", "[oracle][economics]")
{
    const Experiment experiment = run_text(fading("multiplicative", ""));
    CHECK(mean_qalys(experiment, false) ==
          Approx(qaly_integral(own_utility, 0.0, {0, 100, year})).epsilon(1e-8));
    CHECK(mean_qalys(experiment, true) ==
          Approx(qaly_integral(own_utility, 0.05, {0, 100, year})).epsilon(1e-8));
    for (std::size_t report = 0; report <= 5; ++report) {
        const double day = 73.05 * static_cast<double>(report);
        CHECK(utility_at(experiment, report) == Approx(own_utility(day)).margin(2 * level_unit));
    }
}

TEST_CASE("costs follow a level between events", "[oracle][economics]")
{
    const Experiment experiment = run_text(fading("multiplicative", ""));
    const double bend = -40.0 * std::log2(0.4);
    for (const double rate : {0.0, 0.03}) {
        const double exact = integral(
            [&](double day) {
                return 10.0 * std::pow(1.7, std::max(relief(day), 0.4) / 0.5) *
                       std::pow(1.0 + rate, -day / year);
            },
            {0, bend, 100});
        CHECK(mean_cost(experiment, rate > 0.0) == Approx(exact).epsilon(1e-8));
    }
}

TEST_CASE("a utility that moves combines with those of other tracks", "[oracle][economics]")
{
    const std::string other =
        "  pain:\n    start: some\n    states: {some: {utility: 0.85}, strong: {utility: 0.7}}\n"
        "    transitions: {worsen: {from: some, to: strong, after: 200 days}}\n";
    const auto pain = [](double day) { return day < 200.0 ? 0.85 : 0.7; };
    const std::vector<double> breaks = {0, 100, 200, year};
    CHECK(mean_qalys(run_text(fading("multiplicative", other)), true) ==
          Approx(qaly_integral([&](double t) { return own_utility(t) * pain(t); }, 0.05, breaks))
              .epsilon(1e-8));
    CHECK(mean_qalys(run_text(fading("additive", other)), true) ==
          Approx(qaly_integral([&](double t) { return own_utility(t) + pain(t) - 1.0; }, 0.05, breaks))
              .epsilon(1e-8));
    // 0.9 * 0.6^(x - 1) = 0.85 within the first stay; 0.8 * 1.2^x = 0.85 within the second
    const double first = -40.0 * std::log2(1.0 + std::log(0.85 / 0.9) / std::log(0.6));
    const double second = 100.0 - 40.0 * std::log2(std::log(0.85 / 0.8) / std::log(1.2) / relief(100.0));
    CHECK(mean_qalys(run_text(fading("minimum", other)), true) ==
          Approx(qaly_integral([&](double t) { return std::min(own_utility(t), pain(t)); }, 0.05,
                               {0, first, 100, second, 200, year}))
              .epsilon(1e-8));
}

TEST_CASE("a utility that falls with age falls between events, and stops when the person leaves",
          "[oracle][economics]")
{
    const Experiment experiment = run_text(R"(
txpath: 1
title: Growing old
time: {horizon: 10 years, report_every: 1 year}
population: {size: 100, attributes: {age: {uniform: {min: 60 years, max: 60.000001 years}, ages: true}}}
tracks:
  life:
    start: alive
    states: {alive: {utility: 0.9, utility_ratios: {age: {per: 10 years, ratio: 0.8, from: 50 years, at_most: 66 years}}}, dead: {ends: true}}
    transitions: {die: {from: alive, to: dead, after: 8 years}}
economics: {currency: USD, price_year: 2025, discount: {costs: 0 % per year, health: 2 % per year}}
run: {seed: 6, replicates: 1}
)");
    const auto utility = [](double day) {
        return 0.9 * std::pow(0.8, (std::min(60 + day / year, 66.0) - 50) / 10);
    };
    CHECK(mean_qalys(experiment, true) ==
          Approx(qaly_integral(utility, 0.02, {0, 6 * year, 8 * year})).epsilon(1e-7));
    CHECK(utility_at(experiment, 7) == Approx(0.9 * std::pow(0.8, 1.6)).margin(3 * level_unit));
    CHECK(experiment.results.replicates[0].tally.utility.at(9, 0) == 0);
}
