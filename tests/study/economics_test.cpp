// economics_test.cpp -- money and QALYs, against sums worked by hand.
#include "txpath/economics.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "support/two_states.hpp"

using namespace txpath;
using namespace txpath::test;

namespace {

constexpr std::size_t all = 0, none = 1, insured = 2;

const PerPerson& cost(const EconomicSummary& summary, std::size_t stratum, CostId category, StateId state,
                      bool is_discounted)
{
    for (const CostRow& row : summary.costs)
        if (row.stratum == stratum && row.category == category && row.state == state &&
            row.is_discounted == is_discounted)
            return row.cost;
    throw std::logic_error("no such row");
}

const PerPerson& qalys(const EconomicSummary& summary, std::size_t stratum, bool is_discounted)
{
    for (const QalyRow& row : summary.qalys)
        if (row.stratum == stratum && row.is_discounted == is_discounted) return row.qalys;
    throw std::logic_error("no such row");
}

/// One person per batch and count, who spends `days` in the ill state.
Ledger days_ill(double people, double days)
{
    Ledger ledger = two_states_replicate(0).batches[0];
    for (Counts* of : {&ledger.people, &ledger.cost_ticks[0], &ledger.cost_ticks[1], &ledger.entries[0],
                       &ledger.entries[1], &ledger.entries_health, &ledger.events[0], &ledger.events[1],
                       &ledger.events_health, &ledger.quality_ticks[0], &ledger.quality_ticks[1]})
        std::fill(of->values.begin(), of->values.end(), 0);
    ledger.people.values[0] = static_cast<std::int64_t>(people);
    ledger.cost_ticks[0].values[0] = static_cast<std::int64_t>(std::llround(days * ticks_per_day));
    return ledger;
}

Results batches(const std::vector<Ledger>& ledgers)
{
    Results results = two_states_results(1);
    results.replicates[0].batches = ledgers;
    return results;
}

}  // namespace

TEST_CASE("a state costs its price for each day, a person's share of it", "[economics]")
{
    const auto summary = price(two_states(), {}, two_states_results(1));

    // 10 USD x 365.25 days x 5 years by 4 counts of people; the same of 3 years, and both
    CHECK(cost(summary, none, care, ill, false).mean == Approx(4565.625).epsilon(1e-14));
    CHECK(cost(summary, insured, care, ill, false).mean == Approx(2739.375).epsilon(1e-14));
    CHECK(cost(summary, all, care, ill, false).mean == Approx(3652.5).epsilon(1e-14));
    CHECK(cost(summary, none, care, ill, true).mean ==
          Approx(4109.0625).epsilon(1e-14));  // 4.5 discounted years
}

TEST_CASE("entering a state costs once, with the state's own time", "[economics]")
{
    const auto summary = price(two_states(), {}, two_states_results(1));

    // 2 USD x 365.25 x 3 years + 5 USD x 2 entries, by 4; discounted 2.75 years and 1.75 entries
    CHECK(cost(summary, none, drug, well, false).mean == Approx(550.375).epsilon(1e-14));
    CHECK(cost(summary, none, drug, well, true).mean == Approx(504.40625).epsilon(1e-14));
}

TEST_CASE("a transition costs each time it fires, in a row without a state", "[economics]")
{
    const auto summary = price(two_states(), {}, two_states_results(1));

    CHECK(cost(summary, none, care, StateId{}, false).mean == Approx(50.0).epsilon(1e-14));  // 100 x 2 / 4
    CHECK(cost(summary, none, care, StateId{}, true).mean == Approx(31.25).epsilon(1e-14));  // 100 x 1.25 / 4
    CHECK(cost(summary, insured, care, StateId{}, true).mean ==
          Approx(28.125).epsilon(1e-14));  // 100 x 1.125 / 4
    CHECK(cost(summary, all, care, StateId{}, true).mean == Approx(29.6875).epsilon(1e-14));
}

TEST_CASE("the total is the sum of all other rows", "[economics]")
{
    const auto summary = price(two_states(), {}, two_states_results(1));

    CHECK(cost(summary, none, CostId{}, StateId{}, false).mean ==
          Approx(4565.625 + 550.375 + 50.0).epsilon(1e-14));
    CHECK(cost(summary, none, CostId{}, StateId{}, true).mean ==
          Approx(4109.0625 + 504.40625 + 31.25).epsilon(1e-14));
    CHECK(summary.costs.size() ==
          3 * 4 * 2);  // strata; care in ill, care at relapse, drug in well, total; both discountings
}

TEST_CASE("QALYs are quality-weighted years and what is gained or lost at once", "[economics]")
{
    const auto summary = price(two_states(), {}, two_states_results(1));

    // 4.75 years + 0.125 x 2 recoveries - 0.25 x 2 entries, by 4 counts of people
    CHECK(qalys(summary, none, false).mean == Approx(1.125).epsilon(1e-14));
    // discounted as health: 4.5 + 0.125 x 1.6875 - 0.25 x 1.5
    CHECK(qalys(summary, none, true).mean == Approx(4.3359375 / 4).epsilon(1e-14));
    // 4.875 + 0.125 x 3.875 - 0.25 x 3.25
    CHECK(qalys(summary, insured, true).mean == Approx(4.546875 / 4).epsilon(1e-14));
    CHECK(qalys(summary, all, true).mean == Approx((4.3359375 + 4.546875) / 8).epsilon(1e-14));
}

TEST_CASE("a constant stream of costs discounted over ten years is worth the annuity of the closed form",
          "[economics]")
{
    // (1 - 1.03^-10) / log 1.03 = 8.657525532059722 years of 10 USD a day
    Ledger ledger = days_ill(1.0, 0.0);
    ledger.cost_ticks[1].values[0] =
        static_cast<std::int64_t>(std::llround(8.657525532059722 * ticks_per_year));

    const auto summary = price(two_states(), {}, batches({ledger}));
    CHECK(cost(summary, none, care, ill, true).mean == Approx(31621.612005848).epsilon(1e-9));
    CHECK(cost(summary, none, care, ill, false).mean == 0.0);
}

TEST_CASE("an uncertain price is taken from the parameters and not from its base case", "[economics]")
{
    Scenario scenario = two_states();
    Value& per_day = scenario.states[ill].costs[0].amount;
    per_day.parameter = ParameterId{1};
    per_day.factor = 0.5;
    const std::vector<double> parameters{1000.0, 8.0};

    const auto summary = price(scenario, parameters, two_states_results(1));
    CHECK(cost(summary, none, care, ill, false).mean == Approx(4.0 * 365.25 * 5.0 / 4.0).epsilon(1e-14));
}

TEST_CASE("with one batch there is no standard error", "[economics]")
{
    const auto summary = price(two_states(), {}, two_states_results(1));

    for (const CostRow& row : summary.mean_costs) CHECK_FALSE(row.cost.has_error);
    for (const QalyRow& row : summary.mean_qalys) CHECK_FALSE(row.qalys.has_error);
}

TEST_CASE("over batches of unequal size the standard error is that of a ratio", "[economics]")
{
    // 10 USD a day; 1, 2 and 3 people for 1, 3 and 2 days: mean 60 / 6, residuals 0, 10, -10
    const auto summary = price(two_states(), {}, batches({days_ill(1, 1), days_ill(2, 3), days_ill(3, 2)}));

    const PerPerson& found = cost(summary, all, CostId{}, StateId{}, false);
    CHECK(found.mean == Approx(10.0).epsilon(1e-14));
    CHECK(found.has_error);
    CHECK(found.standard_error == Approx(2.88675134594813).epsilon(1e-12));  // sqrt(3/2 x 200) / 6
    CHECK(summary.mean_costs.front().cost.standard_error == summary.costs.front().cost.standard_error);
}

TEST_CASE("over replicates the standard error is their spread by the square root of their number",
          "[economics]")
{
    Results results = batches({days_ill(1, 1.0)});
    for (const double days : {1.4, 1.8}) {
        ReplicateResult next = results.replicates[0];
        next.replicate = static_cast<std::uint32_t>(results.replicates.size());
        next.batches = {days_ill(1, days)};
        results.replicates.push_back(next);
    }

    const auto summary = price(two_states(), {}, results);
    const CostRow& total = summary.mean_costs[6];  // everybody, all categories, undiscounted
    REQUIRE(total.category.is_absent());
    REQUIRE_FALSE(total.is_discounted);
    CHECK(total.cost.mean == Approx(14.0).epsilon(1e-6));  // 10, 14, 18: sd 4
    CHECK(total.cost.has_error);
    CHECK(total.cost.standard_error == Approx(2.3094010767585).epsilon(1e-6));
}

TEST_CASE("a stratum that nobody entered has no mean, and does not disturb the mean over replicates",
          "[economics]")
{
    Results results = batches({days_ill(0, 0.0)});
    results.replicates.push_back(results.replicates[0]);
    results.replicates[1].replicate = 1;
    results.replicates[1].batches = {days_ill(2, 6.0)};

    const auto summary = price(two_states(), {}, results);
    CHECK(std::isnan(summary.costs.front().cost.mean));
    CHECK(summary.mean_costs.front().cost.mean == Approx(30.0).epsilon(1e-6));
    CHECK_FALSE(summary.mean_costs.front().cost.has_error);
}

TEST_CASE("a scenario without money has QALYs and no cost rows", "[economics]")
{
    Scenario scenario = two_states();
    scenario.economics.currency.clear();

    const auto summary = price(scenario, {}, two_states_results(2));
    CHECK(summary.costs.empty());
    CHECK(summary.mean_costs.empty());
    CHECK(summary.mean_qalys.size() == 6);
}

namespace {

/// Care at `tracks.health.states.ill.costs.care`, 10 USD a day, as a parameter; a recovery's 0.125 QALYs as
/// another.
Scenario with_parameters()
{
    Scenario scenario = two_states();
    scenario.states[ill].costs[0].amount.parameter = ParameterId{0};
    scenario.transitions[recover].effects.qalys.parameter = ParameterId{1};
    return scenario;
}

Ledger without_people(Ledger ledger)
{
    std::fill(ledger.people.values.begin(), ledger.people.values.end(), 0);
    return ledger;
}

}  // namespace

TEST_CASE("what was counted after prices changed has the new prices; people and quality add up",
          "[economics]")
{
    Results results = two_states_results(1);
    ReplicateResult& replicate = results.replicates[0];
    replicate.later = {{100.0, {4.0, 0.5}, without_people(replicate.batches[0])},
                       {200.0, {1.0, 0.0}, without_people(replicate.batches[0])}};
    const std::vector<double> parameters{10.0, 0.125};

    const auto summary = price(with_parameters(), parameters, results);
    // 5 years of illness at 10, at 4 and at 1 USD a day; 4.5 of them discounted; by 4 counts of people
    CHECK(cost(summary, none, care, ill, false).mean == Approx(15.0 * 365.25 * 5.0 / 4.0).epsilon(1e-14));
    CHECK(cost(summary, none, care, ill, true).mean == Approx(15.0 * 365.25 * 4.5 / 4.0).epsilon(1e-14));
    // what has no parameter costs the same three times: 100 USD x 2 relapses
    CHECK(cost(summary, none, care, StateId{}, false).mean == Approx(3.0 * 200.0 / 4.0).epsilon(1e-14));
    CHECK(cost(summary, none, CostId{}, StateId{}, false).mean ==
          Approx(15.0 * 365.25 * 5.0 / 4.0 + 150.0 + 3.0 * 550.375).epsilon(1e-14));
    // three times 4.75 years - 0.25 x 2 entries; recoveries 2 x (0.125 + 0.5 + 0)
    CHECK(qalys(summary, none, false).mean == Approx((3.0 * 4.25 + 2.0 * 0.625) / 4.0).epsilon(1e-14));
    // discounted as health: 4.5 years, 1.5 entries, 1.6875 recoveries
    CHECK(qalys(summary, none, true).mean ==
          Approx((3.0 * (4.5 - 0.375) + 1.6875 * 0.625) / 4.0).epsilon(1e-14));
    CHECK(summary.costs.size() == 3 * 4 * 2);
}

TEST_CASE("people who arrive after prices changed are counted where they arrive", "[economics]")
{
    Results results = batches({days_ill(2, 6.0)});
    results.replicates[0].later = {{100.0, {4.0, 0.0}, days_ill(3, 5.0)}};

    // 6 days at 10 USD and 5 at 4, by 5 people
    const auto summary = price(with_parameters(), std::vector<double>{10.0, 0.0}, results);
    CHECK(cost(summary, all, care, ill, false).mean == Approx(80.0 / 5.0).epsilon(1e-12));
}

TEST_CASE("after prices changed the batches of a replicate make one, and there is no standard error",
          "[economics]")
{
    Results results = batches({days_ill(1, 1), days_ill(2, 3), days_ill(3, 2)});
    results.replicates[0].later = {{100.0, {4.0, 0.0}, days_ill(0, 9.0)}};

    // 6 days at 10 USD and 9 at 4, by 6 people
    const auto summary = price(with_parameters(), std::vector<double>{10.0, 0.0}, results);
    CHECK(cost(summary, all, care, ill, false).mean == Approx(16.0).epsilon(1e-12));
    for (const CostRow& row : summary.costs) CHECK_FALSE(row.cost.has_error);
    for (const QalyRow& row : summary.qalys) CHECK_FALSE(row.qalys.has_error);
}

TEST_CASE("prices that change at time 0 leave nothing to the base case", "[economics]")
{
    Results results = batches({});
    results.replicates[0].later = {{0.0, {4.0, 0.0}, days_ill(2, 6.0)}};

    const auto summary = price(with_parameters(), std::vector<double>{10.0, 0.0}, results);
    CHECK(cost(summary, all, care, ill, false).mean == Approx(12.0).epsilon(1e-12));
}

TEST_CASE("means of replicates that pass by are those of replicates that are kept, to the last bit",
          "[economics]")
{
    for (const std::uint32_t replicates : {0U, 1U, 2U, 5U}) {
        Results results = two_states_results(replicates);
        // Nobody enters one stratum of the first replicate: others have its figures.
        if (replicates > 1)
            for (Ledger& batch : results.replicates[0].batches) batch.people.values[0] = 0;
        const Scenario scenario = two_states();
        const auto kept = price(scenario, {}, results);
        const auto passed = mean_prices(scenario, {}, HeldReplicates(results), "/tmp");

        REQUIRE(passed.mean_costs.size() == kept.mean_costs.size());
        REQUIRE(passed.mean_qalys.size() == kept.mean_qalys.size());
        const auto same = [](const PerPerson& a, const PerPerson& b) {
            const bool is_same_mean = a.mean == b.mean || (std::isnan(a.mean) && std::isnan(b.mean));
            return is_same_mean && a.standard_error == b.standard_error && a.has_error == b.has_error;
        };
        for (std::size_t row = 0; row < kept.mean_costs.size(); ++row) {
            CHECK(same(passed.mean_costs[row].cost, kept.mean_costs[row].cost));
            CHECK(passed.mean_costs[row].state == kept.mean_costs[row].state);
            CHECK(passed.mean_costs[row].category == kept.mean_costs[row].category);
        }
        for (std::size_t row = 0; row < kept.mean_qalys.size(); ++row)
            CHECK(same(passed.mean_qalys[row].qalys, kept.mean_qalys[row].qalys));
        CHECK(passed.costs.empty());
    }
}
