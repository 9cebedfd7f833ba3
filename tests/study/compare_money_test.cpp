// compare_money_test.cpp -- what strategies cost and give, in worlds where that is known.
#include <catch2/catch.hpp>
#include <cmath>

#include "support/compared_clinic.hpp"
#include "support/oracle.hpp"
#include "txpath/compare_report.hpp"

using namespace txpath;
using namespace txpath::compared_clinic;

namespace {

/// Integral of exp(-hazard t) discounted, over the horizon.
double discounted_life(double hazard)
{
    const double whole = hazard + std::log1p(rate);
    return -std::expm1(-whole * horizon_years) / whole;
}

}  // namespace

TEST_CASE("a dearer drug changes costs as its price, and nothing else", "[compare]")
{
    const auto comparison = compared(study_of({usual, dear}, {}));
    for (std::size_t stratum = 0; stratum < comparison.plan.strata.size(); ++stratum) {
        const auto& drugs = item_of(comparison, 1, stratum, {Quantity::costs, "", "drug", "", true});
        CHECK(drugs.value.mean == Approx(3.0 * drugs.reference).epsilon(1e-12));
        const auto& all = item_of(comparison, 1, stratum, decisive_costs(*comparison.plan.study));
        CHECK(all.difference.mean == Approx(2.0 * drugs.reference).epsilon(1e-12));
        CHECK(horizon_of(comparison, 1, stratum, "qalys.per_person").difference.mean == 0.0);
        CHECK(horizon_of(comparison, 1, stratum, "begun").difference.mean == 0.0);
        CHECK(horizon_of(comparison, 1, stratum, "life_years.total").difference.mean == 0.0);
    }
}

TEST_CASE("strata of an attribute add up to all, and parts of costs to the whole", "[compare]")
{
    const auto comparison = compared(study_of({usual, doubled}, {}));
    const ComparisonPlan& plan = comparison.plan;
    const auto total = [&](std::size_t strategy, std::size_t stratum, std::size_t place) {
        return comparison.strategies[strategy].totals[stratum * plan.items.size() + place].value.mean;
    };
    for (std::size_t strategy = 0; strategy < 2; ++strategy)
        for (std::size_t place = 0; place < plan.items.size(); ++place)
            for (const std::size_t first : {1U, 3U})  // female and male, rural and urban
                CHECK(total(strategy, first, place) + total(strategy, first + 1, place) ==
                      Approx(total(strategy, 0, place)).epsilon(1e-12));
    const auto each = [&](const AccountItem& of) { return item_of(comparison, 1, 0, of).value.mean; };
    const double drugs = each({Quantity::costs, "", "drug", "", true});
    const double visits = each({Quantity::costs, "", "visits", "", true});
    const double scans = each({Quantity::costs, "", "scans", "", true});
    CHECK(drugs > 0.0);
    CHECK(drugs + visits + scans == Approx(each(item(Quantity::costs, true))).epsilon(1e-12));
    CHECK(drugs + visits == Approx(each({Quantity::costs, "payer", "", "", true})).epsilon(1e-12));
    CHECK(each({Quantity::costs, "", "drug", "care.treated", true}) == drugs);
    CHECK(each({Quantity::costs, "", "visits", "transitions", true}) == visits);
}

TEST_CASE("without prices nothing costs, and with full health QALYs are life-years to the last bit",
          "[compare]")
{
    const std::vector<Override> plain{{"parameters.drug", "0 USD per year"},
                                      {"parameters.visit", "0 USD"},
                                      {"parameters.scan", "0 USD"},
                                      {"tracks.care.states.untreated.utility", "1"},
                                      {"tracks.care.states.treated.utility", "1"}};
    for (const char* replicates : {"3", "1"}) {
        auto common = plain;
        common.push_back({"run.replicates", replicates});
        const auto comparison = compared(study_of({usual, doubled}, common));
        const auto& items = comparison.plan.items;
        for (const StrategyFigures& strategy : comparison.strategies)
            for (std::size_t at = 0; at < strategy.each.size(); ++at) {
                const AccountItem& of = items[at % items.size()];
                if (of.quantity == Quantity::costs) CHECK(strategy.each[at].value.mean == 0.0);
                if (of.quantity != Quantity::qalys) continue;
                AccountItem life = of;
                life.quantity = Quantity::life_years;
                const auto& there = strategy.each[at - at % items.size() + place_of(comparison.plan, life)];
                CHECK(std::isfinite(there.value.mean));
                CHECK(is_same(strategy.each[at], there));
            }
    }
}

TEST_CASE("life-years are what survival gives, discounted and not", "[compare]")
{
    const auto comparison = compared(study_of({usual, doubled}, {}));
    const auto& plain = item_of(comparison, 0, 0, item(Quantity::life_years, false)).value;
    const auto& discounted = item_of(comparison, 0, 0, item(Quantity::life_years, true)).value;
    CHECK(std::abs(plain.mean + std::expm1(-dies * horizon_years) / dies) <
          oracle::errors_allowed * plain.error);
    CHECK(std::abs(discounted.mean - discounted_life(dies)) < oracle::errors_allowed * discounted.error);
    const auto& lost = item_of(comparison, 1, 0, item(Quantity::life_years, true)).difference;
    CHECK(lost.mean == 0.0);  // nobody lives longer by being treated here
}

TEST_CASE("at a rate of 0 discounted is undiscounted to the last bit", "[compare]")
{
    const auto at_nothing =
        compared(study_of({usual, doubled}, {{"economics.discount.costs", "0 % per year"},
                                             {"economics.discount.health", "0 % per year"}}));
    const auto& items = at_nothing.plan.items;
    for (const StrategyFigures& strategy : at_nothing.strategies)
        for (std::size_t at = 0; at + 1 < strategy.each.size(); ++at)
            if (!items[at % items.size()].is_discounted)
                CHECK(is_same(strategy.each[at], strategy.each[at + 1]));
}

TEST_CASE("the budget of all years is the undiscounted cost of all people", "[compare]")
{
    const auto comparison = compared(study_of({usual, dear}, {}));
    const ComparisonPlan& plan = comparison.plan;
    REQUIRE(plan.years.size() == 3);
    REQUIRE(plan.perspectives == std::vector<std::string>{"payer"});
    for (std::size_t strategy = 0; strategy < 2; ++strategy)
        for (std::size_t perspective = 0; perspective < 2; ++perspective) {
            double sum = 0.0;
            for (std::size_t year = 0; year < 3; ++year)
                sum += comparison.strategies[strategy].budget[perspective * 3 + year].value.mean;
            const std::string name = perspective == 0 ? "" : "payer";
            const std::size_t place = place_of(plan, {Quantity::costs, name, "", "", false});
            CHECK(sum == Approx(comparison.strategies[strategy].totals[place].value.mean).epsilon(1e-9));
        }
    // from 0 on people are treated in shares that solve a two-state chain with death
    const auto treated_time = [](double until) {
        const double flow = begin + 0.2, share = begin / flow;
        const double living = -std::expm1(-dies * until) / dies;
        return share * (living + std::expm1(-(flow + dies) * until) / (flow + dies));
    };
    const std::size_t drugs_only = 0;
    const auto& year = comparison.strategies[1].budget[drugs_only * 3 + 1];
    const double expected = people * scale * 2.0 * drug * (treated_time(2.0) - treated_time(1.0));
    CHECK(std::abs(year.difference.mean - expected) < oracle::errors_allowed * year.difference.error);
}

TEST_CASE("a cost whose course in time is unknown leaves the budget empty, and it is said", "[compare]")
{
    const auto comparison = compared(
        study_of({usual, doubled}, {{"tracks.care.states.treated.cost_ratios", "{care.treated: 2}"}}));
    CHECK(std::isnan(comparison.strategies[1].budget[0].value.mean));
    CHECK(std::ranges::find(comparison.plan.notes,
                            "cost.drug is left out because state 'care.treated' has cost ratios; see "
                            "costs.csv") != comparison.plan.notes.end());
    const auto kits = compared(
        study_of({usual, doubled}, {{"tracks.care.states.treated.on_entry", "{costs: {kits: 5 USD}}"}}));
    CHECK(std::isfinite(kits.strategies[1].budget[0].value.mean));
    const auto monthless = plan_comparison(study_of({usual, doubled}, {{"time.report_every", "5 months"}}));
    REQUIRE(monthless);
    CHECK(monthless.value().years.empty());
    CHECK(monthless.value().notes[0] ==
          "the budget by year is left out because no report falls on the end of year 1; --set "
          "time.report_every='1 month' would give it");
}

TEST_CASE("net benefit is what QALYs are worth less what they cost, and ICERs follow from the means",
          "[compare]")
{
    const auto comparison = compared(study_of({usual, doubled, dear}, {}));
    const ComparisonPlan& plan = comparison.plan;
    REQUIRE(plan.thresholds == std::vector<double>{20000.0, 50000.0});
    const auto& cost = item_of(comparison, 1, 2, decisive_costs(*plan.study));
    const auto& qalys = item_of(comparison, 1, 2, decisive_qalys());
    const auto& benefit = comparison.strategies[1].benefits[2 * 2 + 1];
    CHECK(benefit.value.mean == Approx(50000.0 * qalys.value.mean - cost.value.mean).epsilon(1e-12));
    CHECK(benefit.difference.mean ==
          Approx(50000.0 * qalys.difference.mean - cost.difference.mean).epsilon(1e-9));
    const auto frontier = frontier_of(comparison, 0);
    REQUIRE(frontier.size() == 3);
    CHECK(frontier[0].strategy == 0);
    CHECK(frontier[1].strategy == 1);
    CHECK(frontier[2].status == Dominance::dominated);  // the same health for more money
    const auto& more = item_of(comparison, 1, 0, decisive_costs(*plan.study)).difference;
    const auto& better = item_of(comparison, 1, 0, decisive_qalys()).difference;
    CHECK(frontier[1].icer.value() == Approx(more.mean / better.mean).epsilon(1e-9));
}
