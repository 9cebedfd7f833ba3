// compare_test.cpp -- strategies on the same luck: what a difference is and how sure it is.
#include "txpath/compare.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "support/compared_clinic.hpp"
#include "support/sample.hpp"
#include "support/written.hpp"
#include "txpath/model.hpp"
#include "txpath/simulate.hpp"

using namespace txpath;
using namespace txpath::compared_clinic;

TEST_CASE("two identical strategies differ by exactly nothing, anywhere", "[compare]")
{
    for (const char* replicates : {"12", "1"}) {
        const auto comparison = compared(study_of({usual, {"copy", {}}}, {{"run.replicates", replicates}}));
        REQUIRE(comparison.strategies.size() == 2);
        for (const StrategyFigures& strategy : comparison.strategies)
            for (const auto* list : lists_of(strategy)) {
                CHECK_FALSE(list->empty());
                for (const ComparedFigure& figure : *list) {
                    if (std::isfinite(figure.value.mean)) CHECK(figure.difference.mean == 0.0);
                    if (std::isfinite(figure.difference.error)) CHECK(figure.difference.error == 0.0);
                }
            }
        CHECK(comparison.plan.inputs[1].empty());
    }
}

TEST_CASE("the order and labels of strategies change the order of the answer alone", "[compare]")
{
    const auto one = compared(study_of({usual, doubled, dear}, {}));
    auto other_study = *study_of({dear, usual, doubled}, {});
    other_study.reference = 1;
    other_study.strategies[0].label = "Another word for it";
    const auto other = compared(std::make_shared<const DecisionStudy>(other_study));
    const std::size_t places[3] = {1, 2, 0};
    for (std::size_t s = 0; s < 3; ++s) {
        const auto here = lists_of(one.strategies[s]), there = lists_of(other.strategies[places[s]]);
        for (std::size_t k = 0; k < here.size(); ++k) {
            REQUIRE(here[k]->size() == there[k]->size());
            for (std::size_t at = 0; at < here[k]->size(); ++at)
                if (!is_same((*here[k])[at], (*there[k])[at])) FAIL_CHECK("list " << k << ", place " << at);
        }
    }
}

TEST_CASE("a difference is the difference of two runs, replicate by replicate", "[compare]")
{
    const auto study = study_of({usual, doubled}, {});
    const auto comparison = compared(study);
    std::vector<double> begun[2];
    for (std::size_t s = 0; s < 2; ++s) {
        const Scenario& scenario = study->strategies[s].scenario;
        const auto model = compile(scenario, base_case(scenario));
        REQUIRE(model);
        RunSpec spec;
        spec.seed = 5;
        spec.replicates = 12;
        const auto run = simulate(model.value(), spec);
        const std::size_t column = static_cast<std::size_t>(&transition_of(scenario, "care", "begin") -
                                                            &scenario.transitions[TransitionId{0}]);
        for (const ReplicateResult& replicate : run.results.replicates) {
            double sum = 0.0;
            for (std::size_t row = 0; row < replicate.tally.events.rows; ++row)
                sum += static_cast<double>(replicate.tally.events.at(row, column));
            begun[s].push_back(scale * sum);
        }
        const auto priced = price(scenario, base_case(scenario), run.results);
        for (const CostRow& row : priced.mean_costs)
            if (row.category.is_absent() && row.state.is_absent() && row.stratum == 0)
                CHECK(item_of(comparison, s, 0, item(Quantity::costs, row.is_discounted)).value.mean ==
                      Approx(row.cost.mean).epsilon(1e-13));
        for (const QalyRow& row : priced.mean_qalys)
            if (row.stratum == 0)
                CHECK(item_of(comparison, s, 0, item(Quantity::qalys, row.is_discounted)).value.error ==
                      Approx(row.qalys.standard_error).epsilon(1e-9));
    }
    std::vector<double> more;
    for (std::size_t k = 0; k < 12; ++k) more.push_back(begun[1][k] - begun[0][k]);
    const auto expected = oracle::sample_of(more);
    const auto& figure = horizon_of(comparison, 1, 0, "begun");
    CHECK(figure.difference.mean == Approx(expected.mean).epsilon(1e-12));
    CHECK(figure.difference.error == Approx(expected.standard_error).epsilon(1e-9));
    // t with 11 degrees of freedom, from a table
    CHECK(figure.difference.high - figure.difference.mean ==
          Approx(2.200985 * expected.standard_error).epsilon(1e-6));
    CHECK(figure.independent_error == Approx(std::hypot(oracle::sample_of(begun[0]).standard_error,
                                                        oracle::sample_of(begun[1]).standard_error)));
    CHECK(figure.difference.mean > 0.0);
    CHECK(gain_from_common_luck(comparison) > 1.0);
}

TEST_CASE("one replicate has errors of costs and QALYs from batches of people, as large as many have",
          "[compare]")
{
    constexpr int many = 60;
    const auto one =
        compared(study_of({usual, doubled}, {{"run.replicates", "1"}, {"population.size", "20000"}}));
    const auto each = compared(
        study_of({usual, doubled}, {{"run.replicates", std::to_string(many)}, {"population.size", "20000"}}));
    for (const AccountItem& of : {decisive_costs(*one.plan.study), decisive_qalys()}) {
        const auto& batches = item_of(one, 1, 0, of);
        const auto& replicates = item_of(each, 1, 0, of);
        // the standard deviation of 60 replicates is known to 9 %, that of 256 batches to 4 %
        const double expected = replicates.difference.error * std::sqrt(double{many});
        CHECK(std::abs(batches.difference.error / expected - 1.0) < 4.0 * 0.1);
        CHECK(std::abs(batches.difference.mean - replicates.difference.mean) <
              oracle::errors_allowed * std::hypot(batches.difference.error, replicates.difference.error));
        CHECK(batches.independent_error > batches.difference.error);
    }
    const auto& begun = horizon_of(one, 1, 0, "begun");
    CHECK(std::isfinite(begun.difference.mean));
    CHECK(std::isnan(begun.difference.error));
    CHECK(std::isfinite(horizon_of(one, 1, 0, "costs.per_person").difference.error));
}

TEST_CASE("what is compared over time is what timeseries.csv has, by stratum", "[compare]")
{
    const auto comparison = compared(study_of({usual, doubled}, {}));
    const ComparisonPlan& plan = comparison.plan;
    std::vector<std::string> names;
    for (const Course& course : plan.courses) names.push_back(course.name);
    CHECK(names == std::vector<std::string>{"begun", "cost.drug", "cost.scans", "cost.visits", "died",
                                            "people.entered", "people.present", "treated", "utility.mean"});
    const std::size_t times = 7, width = plan.courses.size();
    REQUIRE(comparison.strategies[1].courses.size() == plan.strata.size() * times * width);
    // what happens in the intervals adds up to what happens over the horizon
    double begun = 0.0;
    for (std::size_t time = 0; time < times; ++time)
        begun += comparison.strategies[1].courses[(1 * times + time) * width].difference.mean;
    CHECK(begun == Approx(horizon_of(comparison, 1, 1, "begun").difference.mean).epsilon(1e-9));
}

TEST_CASE("a measure that one strategy lacks is left out, and it is said", "[compare]")
{
    const auto plan = plan_comparison(study_of(
        {usual,
         {"other", {{"outputs.measures", "{begun: {events: [care.begin]}, again: {events: [care.stop]}}"}}}},
        {}));
    REQUIRE(plan);
    CHECK(std::ranges::find(plan.value().horizon, "again", &HorizonMeasure::name) ==
          plan.value().horizon.end());
    auto reversed = *study_of({usual, {"other", {{"outputs.measures.begun", "null"}}}}, {});
    const auto other = plan_comparison(std::make_shared<const DecisionStudy>(reversed));
    REQUIRE(other);
    CHECK(other.value().notes[0] == "begun is left out because not every strategy has it");
}
