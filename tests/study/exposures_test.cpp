// exposures_test.cpp -- one simulation priced again and again, against simulations under each of the prices.
#include "study/exposures.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <cmath>

#include "support/generate.hpp"
#include "support/random_economics.hpp"
#include "support/written.hpp"
#include "txpath/economics.hpp"
#include "txpath/model.hpp"
#include "txpath/price_only.hpp"
#include "txpath/units.hpp"

using namespace txpath;
using namespace txpath::tests;

namespace {

using Sums = BatchSums;

/// How far two figures may be apart: 1e-9 of them, and what the ledger rounds.
struct Slack {
    double cost = 0.0, qalys = 0.0;
};

void check_close(const PerPerson& found, const PerPerson& exact, double slack)
{
    if (std::isnan(exact.mean)) {
        CHECK(std::isnan(found.mean));
        return;
    }
    CHECK(std::abs(found.mean - exact.mean) <= 1e-9 * std::abs(exact.mean) + slack);
    CHECK(found.has_error == exact.has_error);
    CHECK(std::abs(found.standard_error - exact.standard_error) <=
          1e-9 * std::abs(exact.standard_error) + 2.0 * slack);
}

std::vector<bool> all_paid(const Scenario& scenario)
{
    return std::vector<bool>(scenario.economics.categories.size(), true);
}

Model compiled(const Scenario& scenario, const std::vector<double>& parameters)
{
    auto model = compile(scenario, parameters);
    REQUIRE(model);
    return model.value();
}

/// A row of `price` for each category and kind: its sum over states and transitions.
double category_cost(const EconomicSummary& summary, std::uint32_t replicate, std::size_t stratum,
                     std::size_t category, bool is_discounted)
{
    double sum = 0.0;
    for (const CostRow& row : summary.costs)
        if (row.replicate == replicate && row.stratum == stratum && row.is_discounted == is_discounted &&
            !row.category.is_absent() && row.category.index() == category)
            sum += row.cost.mean;
    return sum;
}

/// Every figure of `totals` is that of the summary.
void check_same(const Scenario& scenario, const RunTotals& totals, const EconomicSummary& summary,
                const Slack& slack)
{
    for (const CostRow& row : summary.costs) {
        if (!row.category.is_absent()) continue;
        const auto& stratum = totals.replicates[row.replicate][row.stratum];
        const std::size_t kind = row.is_discounted ? 1 : 0;
        CAPTURE(row.replicate, row.stratum, kind);
        check_close(per_person(stratum.total_cost[kind]), row.cost, slack.cost);
        if (std::isnan(row.cost.mean)) continue;
        for (std::size_t category = 0; category < scenario.economics.categories.size(); ++category) {
            const double exact =
                category_cost(summary, row.replicate, row.stratum, category, row.is_discounted);
            CHECK(std::abs(per_person(stratum.costs[kind][category]).mean - exact) <=
                  1e-9 * exact + slack.cost);
        }
    }
    for (const QalyRow& row : summary.qalys) {
        CAPTURE(row.replicate, row.stratum, row.is_discounted);
        check_close(
            per_person(totals.replicates[row.replicate][row.stratum].qalys[row.is_discounted ? 1 : 0]),
            row.qalys, slack.qalys);
    }
}

/// A tick for each stay of each track: clocks are cut to ticks, and weighted ticks rounded.
Slack slack_of(const Scenario& scenario, const RunTotals& totals)
{
    const auto number = static_cast<double>(scenario.people.size * totals.replicates.size());
    const double stays =
        (1.0 + static_cast<double>(totals.instants) / number) * static_cast<double>(scenario.tracks.size());
    return {largest_price * stays / ticks_per_day, largest_utility * stays / ticks_per_day / days_per_year};
}

/// Price one simulation at these draws, and simulate under each of them.
void compare(const Scenario& scenario, const std::vector<std::vector<double>>& draws, const RunSpec& spec)
{
    REQUIRE(why_not_priced_afterwards(scenario).empty());
    const Exposures exposures = expose(scenario, compiled(scenario, draws.front()), draws, spec);
    REQUIRE(exposures.is_complete);
    for (const auto& draw : draws) {
        const Results results = simulate(compiled(scenario, draw), spec).results;
        std::uint64_t instants = 0;
        for (const ReplicateResult& replicate : results.replicates) instants += replicate.instants;
        CHECK(exposures.instants == instants);
        REQUIRE(covers(exposures, scenario, draw));
        const RunTotals totals = totals_under(exposures, scenario, all_paid(scenario), draw);
        check_same(scenario, totals, price(scenario, draw, results), slack_of(scenario, totals));
    }
}

Scenario shipped_baseline()
{
    auto scenario = load_scenario(
        std::string(TXPATH_SOURCE) + "/scenarios/baseline.yaml",
        {{"population.size", "200"}, {"population.represents", "200"}, {"outputs.people", "0"}});
    REQUIRE(scenario);
    return scenario.value();
}

/// Two tracks that change at fixed times, so that nothing is left to chance.
std::string fixed_times(const std::string& rule)
{
    return fmt::format(R"(
txpath: 1
title: Everything at its time
time: {{horizon: 4 years, report_every: 1 year}}
population: {{size: 300}}
tracks:
  mood:
    start: low
    states: {{low: {{utility: 0.6, costs: {{care: 1000 USD per year}}}}, good: {{utility: 0.9, on_entry: {{costs: {{care: 50 USD}}, qalys: 0.01}}}}}}
    transitions: {{improve: {{from: low, to: good, after: 1 year, costs: {{drug: 400 USD}}}}}}
  pain:
    start: none
    states: {{none: {{}}, strong: {{utility: 0.7}}}}
    transitions: {{hurt: {{from: none, to: strong, after: 3 years}}}}
economics: {{currency: USD, price_year: 2025, utilities: {}, discount: {{costs: {{value: 3 % per year, uniform: {{min: 0 % per year, max: 10 % per year}}}},
             health: {{value: 3 % per year, uniform: {{min: 0 % per year, max: 10 % per year}}}}}}}}
run: {{seed: 51, replicates: 1}}
)",
                       rule);
}

/// Years of weight (1 + r)^-t between two times in years.
double discounted_years(double rate, double from, double to)
{
    const double force = std::log1p(rate);
    return force == 0.0 ? to - from : (std::exp(-force * from) - std::exp(-force * to)) / force;
}

}  // namespace

TEST_CASE("thirty generated scenarios priced afterwards agree with simulations under each of the prices",
          "[exposures]")
{
    constexpr UtilityRule rules[] = {UtilityRule::multiplicative, UtilityRule::minimum,
                                     UtilityRule::additive};
    for (std::uint64_t number = 1; number <= 30; ++number) {
        auto loaded = load(generate(number));
        REQUIRE(loaded);
        Scenario scenario = loaded.value();
        add_random_economics(scenario, number, rules[number % 3]);
        CAPTURE(number);
        RunSpec spec;
        spec.seed = number;
        spec.threads = 1;
        compare(scenario,
                {base_case(scenario), draw_prices(scenario, number), draw_prices(scenario, number + 99)},
                spec);
    }
}

TEST_CASE("the shipped baseline priced afterwards agrees with its simulation, also at other prices",
          "[exposures]")
{
    const Scenario scenario = shipped_baseline();
    const std::vector<double> base = base_case(scenario);
    std::vector<std::vector<double>> draws = {base, base, base};
    const std::vector<bool> is_free = price_only_parameters(scenario);
    std::size_t varied = 0;
    for (std::size_t at = 0; at < base.size(); ++at) {
        if (!is_free[at]) continue;
        ++varied;
        draws[1][at] = base[at] * 0.8;
        draws[2][at] = base[at] * (at % 2 == 0 ? 0.5 : 1.3);
    }
    CHECK(varied > 0);
    compare(scenario, draws, {});
}

TEST_CASE("batches and replicates are those of the simulation, so standard errors are the same",
          "[exposures]")
{
    auto loaded = load(generate(4));
    REQUIRE(loaded);
    Scenario scenario = loaded.value();
    add_random_economics(scenario, 4, UtilityRule::multiplicative);
    scenario.people.size = 1000;
    RunSpec spec;
    compare(scenario, {base_case(scenario)}, spec);
    scenario.people.size = 5000;
    spec.replicates = 3;
    compare(scenario, {base_case(scenario)}, spec);
}

TEST_CASE("people from a table count by their weights", "[exposures]")
{
    Scenario scenario = loaded(fixed_times("additive"));
    PeopleTable table;
    table.rows = scenario.people.size;
    for (std::size_t person = 0; person < table.rows; ++person)
        table.weight.push_back(0.3 + 0.01 * static_cast<double>(person % 50));
    scenario.people.table = table;
    compare(scenario, {base_case(scenario), {0.0, 0.1}, {0.1, 0.05}}, {});
}

TEST_CASE("threads do not change what people were exposed to", "[exposures]")
{
    auto loaded = load(generate(7));
    REQUIRE(loaded);
    Scenario scenario = loaded.value();
    add_random_economics(scenario, 7, UtilityRule::minimum);
    scenario.people.size = 3000;
    const std::vector<std::vector<double>> draws = {base_case(scenario), draw_prices(scenario, 3)};
    const Model model = compiled(scenario, draws.front());
    RunSpec spec;
    std::vector<RunTotals> totals;
    for (const int threads : {1, 2, 5}) {
        spec.threads = threads;
        totals.push_back(
            totals_under(expose(scenario, model, draws, spec), scenario, all_paid(scenario), draws.back()));
    }
    for (const RunTotals& other : {totals[1], totals[2]}) {
        CHECK(other.replicates[0][0].total_cost[1].amounts ==
              totals[0].replicates[0][0].total_cost[1].amounts);
        CHECK(other.replicates[0][0].qalys[1].amounts == totals[0].replicates[0][0].qalys[1].amounts);
    }
}

TEST_CASE("costs and QALYs at fixed times are their closed forms at every rate, for every rule",
          "[exposures]")
{
    const double last[] = {0.9 * 0.7, 0.7, 1.0 - 0.1 - 0.3};
    const char* rules[] = {"multiplicative", "minimum", "additive"};
    for (std::size_t rule = 0; rule < 3; ++rule) {
        const Scenario scenario = loaded(fixed_times(rules[rule]));
        REQUIRE(scenario.parameters.size() == 2);
        std::vector<std::vector<double>> draws;
        for (const double costs : {0.0, 0.02, 0.1})
            for (const double health : {0.0, 0.035, 0.1}) draws.push_back({costs, health});
        const Exposures exposures = expose(scenario, compiled(scenario, draws.front()), draws, {});
        for (const auto& draw : draws) {
            const auto stratum =
                totals_under(exposures, scenario, all_paid(scenario), draw).replicates.front().front();
            const double v = 1.0 / (1.0 + draw[0]), w = 1.0 / (1.0 + draw[1]);
            CHECK(per_person(stratum.costs[1][0]).mean ==
                  Approx(1000 * discounted_years(draw[0], 0, 1) + 50 * v).epsilon(1e-9));
            CHECK(per_person(stratum.costs[1][1]).mean == Approx(400 * v).epsilon(1e-9));
            CHECK(per_person(stratum.costs[0][0]).mean == Approx(1050).epsilon(1e-9));
            CHECK(per_person(stratum.qalys[1]).mean ==
                  Approx(0.6 * discounted_years(draw[1], 0, 1) + 0.9 * discounted_years(draw[1], 1, 3) +
                         last[rule] * discounted_years(draw[1], 3, 4) + 0.01 * w)
                      .epsilon(1e-9));
            CHECK(per_person(stratum.life_years[1]).mean ==
                  Approx(discounted_years(draw[1], 0, 4)).epsilon(1e-9));
        }
    }
}

TEST_CASE("no prices make no costs, utilities of 1 make life-years, no rates no discount", "[exposures]")
{
    // whoever dies at 40 % a year has lived (1 - exp(-0.4 x 5)) / 0.4 years of the five
    Scenario scenario = loaded(R"(
txpath: 1
title: Until death
time: {horizon: 5 years, report_every: 1 year}
population: {size: 4000}
tracks:
  life:
    start: alive
    states: {alive: {utility: {value: 0.8, beta: {alpha: 8, beta: 2}}, costs: {care: {value: 10 USD per day, gamma: {mean: 10, sd: 2}}}}, dead: {ends: true}}
    transitions: {die: {from: alive, to: dead, rate: 0.4 per year}}
economics: {currency: USD, price_year: 2025, discount: {costs: 3 % per year, health: 1 % per year}}
run: {seed: 12, replicates: 1}
)");
    REQUIRE(scenario.parameters.size() == 2);
    std::vector<double> free = base_case(scenario);
    for (std::size_t at = 0; at < free.size(); ++at) {
        const bool is_utility = scenario.parameters[at].path.find("utility") != std::string::npos;
        free[at] = is_utility ? 1.0 : 0.0;
    }
    const std::vector<std::vector<double>> draws = {free};
    const auto stratum = [&] {
        return totals_under(expose(scenario, compiled(scenario, free), draws, {}), scenario,
                            all_paid(scenario), free)
            .replicates.front()
            .front();
    };
    const auto with_rates = stratum();
    for (const std::size_t kind : {0, 1}) {
        CHECK(per_person(with_rates.total_cost[kind]).mean == 0.0);
        CHECK(per_person(with_rates.qalys[kind]).mean ==
              Approx(per_person(with_rates.life_years[kind]).mean).epsilon(1e-13));
    }
    const PerPerson years = per_person(with_rates.life_years[0]);
    CHECK(std::abs(years.mean - -std::expm1(-2.0) / 0.4) < 4.0 * years.standard_error);

    scenario.economics.discount_costs = scenario.economics.discount_health = Value{};
    const auto without = stratum();
    CHECK(without.qalys[0].amounts == without.qalys[1].amounts);
    CHECK(without.total_cost[0].amounts == without.total_cost[1].amounts);
}

TEST_CASE("a perspective pays for its categories alone", "[exposures]")
{
    const Scenario scenario = loaded(fixed_times("minimum"));
    const std::vector<std::vector<double>> draws = {base_case(scenario)};
    const Exposures exposures = expose(scenario, compiled(scenario, draws[0]), draws, {});
    const auto stratum =
        totals_under(exposures, scenario, {false, true}, draws[0]).replicates.front().front();
    CHECK(per_person(stratum.total_cost[0]).mean == Approx(400).epsilon(1e-9));
}

TEST_CASE("a run that is stopped says that it is not complete", "[exposures]")
{
    const Scenario scenario = loaded(fixed_times("minimum"));
    const std::vector<std::vector<double>> draws = {base_case(scenario)};
    const std::atomic<bool> stop = true;
    RunSpec spec;
    spec.stop = &stop;
    CHECK_FALSE(expose(scenario, compiled(scenario, draws[0]), draws, spec).is_complete);
}
