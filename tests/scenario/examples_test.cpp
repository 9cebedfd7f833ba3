// examples_test.cpp -- the small examples load to the numbers worked out by hand.
#include <catch2/catch.hpp>
#include <cmath>

#include "support/written.hpp"
#include "txpath/model.hpp"

using namespace txpath;

namespace {

Scenario example(const std::string& name)
{
    auto result = load_scenario(std::string(TXPATH_SOURCE) + "/tests/data/examples/" + name + ".yaml", {});
    if (!result) FAIL(render(result.why_not()));
    CHECK_FALSE(check_pathways(result.value()).has_errors());
    return std::move(result.value());
}

}  // namespace

TEST_CASE("two exits have hazards of 0.9 and 0.6 a year", "[scenario][examples]")
{
    const Scenario scenario = example("two_exits");

    CHECK(scenario.name == "two_exits");
    CHECK(scenario.title == "Competing risks, one state and two exits");
    CHECK(scenario.people.size == 200000);
    CHECK(scenario.people.scale == 1.0);
    CHECK(scenario.time.horizon == 730.5);  // 2 x 365.25
    CHECK(scenario.time.report_every == 91.3125);
    CHECK(scenario.time.reports ==
          std::vector<double>{0, 91.3125, 182.625, 273.9375, 365.25, 456.5625, 547.875, 639.1875, 730.5});
    const Transition& drop = transition_of(scenario, "care", "drop");
    const Transition& remit = transition_of(scenario, "care", "remit");
    CHECK(drop.when.law == Law::constant);
    CHECK(drop.when.first.number * 365.25 == Approx(0.6).epsilon(1e-15));
    CHECK(remit.when.first.number * 365.25 == Approx(0.9).epsilon(1e-15));
    CHECK(drop.from == std::vector{state_of(scenario, "care", "ssri")});
    CHECK(drop.to.size() == 1);
    CHECK(drop.to.front().to == state_of(scenario, "care", "dropout"));
    CHECK(drop.to.front().probability.number == 1.0);
    CHECK(scenario.states[state_of(scenario, "care", "remission")].ends);
    CHECK(scenario.run.seed == 1);
    CHECK(scenario.run.replicates == 1);
}

TEST_CASE("states and transitions are numbered by name, not by their place in the file",
          "[scenario][examples]")
{
    const Scenario scenario = example("two_exits");

    REQUIRE(scenario.states.size() == 3);
    CHECK(scenario.states[StateId{0}].name == "dropout");
    CHECK(scenario.states[StateId{1}].name == "remission");
    CHECK(scenario.states[StateId{2}].name == "ssri");
    CHECK(scenario.transitions[TransitionId{0}].name == "drop");
    CHECK(scenario.transitions[TransitionId{1}].name == "remit");
}

TEST_CASE("an annual probability of 15 % is a hazard of -log 0.85 a year", "[scenario][examples]")
{
    const Scenario scenario = example("sick_sicker");

    const Value& value = transition_of(scenario, "illness", "fall_sick").when.first;
    CHECK(value.number == 0.15);
    CHECK(value.conversion == Conversion::probability_within);
    CHECK(value.factor == 365.25);
    CHECK(converted(value, value.number) * 365.25 == Approx(0.16251892949777494).epsilon(1e-14));  // -ln 0.85
    const Transition& die = transition_of(scenario, "illness", "die");
    REQUIRE(die.from.size() == 3);
    REQUIRE(die.hazard_ratios.size() == 2);
    CHECK(die.hazard_ratios[0].of.subject == Subject::state);
    CHECK(die.hazard_ratios[0].of.state == state_of(scenario, "illness", "sick"));
    CHECK(die.hazard_ratios[0].ratio.number == 3.0);
    CHECK(die.hazard_ratios[1].ratio.number == 10.0);
}

TEST_CASE("4000 USD a year are 10.95 USD a day", "[scenario][examples]")
{
    const Scenario scenario = example("sick_sicker");

    const State& sick = scenario.states[state_of(scenario, "illness", "sick")];
    REQUIRE(sick.costs.size() == 1);
    CHECK(sick.costs.front().amount.number == Approx(10.951403148528405).epsilon(1e-14));  // 4000 / 365.25
    CHECK(sick.utility.number == 0.75);
    CHECK(sick.has_utility);
    CHECK(scenario.economics.currency == "USD");
    CHECK(scenario.economics.price_year == 2018);
    CHECK(scenario.economics.discount_costs.number == 0.03);
    CHECK(scenario.economics.categories == IdVector<CostId, std::string>{"care"});
}

TEST_CASE("an overlay adds a cost beside the one of its base", "[scenario][examples]")
{
    const Scenario scenario = example("sick_sicker_treated");

    const State& sicker = scenario.states[state_of(scenario, "illness", "sicker")];
    REQUIRE(sicker.costs.size() == 2);
    CHECK(scenario.economics.categories == IdVector<CostId, std::string>{"care", "treatment"});
    CHECK(sicker.costs[0].amount.number == Approx(41.067761806981523).epsilon(1e-14));  // 15000 / 365.25
    CHECK(sicker.costs[1].amount.number == Approx(32.854209445585216).epsilon(1e-14));  // 12000 / 365.25
    CHECK(sicker.utility.number == 0.5);
    CHECK(scenario.states[state_of(scenario, "illness", "sick")].utility.number == 0.95);
    CHECK(scenario.title == "Sick-Sicker, everybody sick is treated");
}

TEST_CASE("tolerance rises with a half-life of 60 days and falls with one of 20", "[scenario][examples]")
{
    const Scenario scenario = example("tolerance");

    REQUIRE(scenario.levels.size() == 1);
    const Level& level = scenario.levels[LevelId{0}];
    CHECK(level.rising.number == 60.0);
    CHECK(level.falling.number == 20.0);
    REQUIRE(level.toward.size() == 1);
    CHECK(level.toward.front().first == state_of(scenario, "opioid", "high_dose"));
    CHECK(level.toward.front().second.number == 1.0);
    const Transition& disorder = transition_of(scenario, "opioid", "disorder");
    REQUIRE(disorder.hazard_ratios.size() == 1);
    CHECK(disorder.hazard_ratios.front().is_graded);
    CHECK(disorder.hazard_ratios.front().per == 1.0);
    CHECK(disorder.hazard_ratios.front().ratio.number == 6.0);
    const Transition& taper = transition_of(scenario, "opioid", "taper");
    CHECK(taper.when.law == Law::after);
    CHECK(taper.when.first.number == 365.25);
}

TEST_CASE("the three relapse curves keep their laws and units", "[scenario][examples]")
{
    const Scenario scenario = example("relapse_curve");

    const When& weibull = transition_of(scenario, "a", "relapse").when;
    CHECK(weibull.law == Law::weibull);
    CHECK(weibull.first.number == 0.5);
    CHECK(weibull.second.number == 210.0);  // 30 weeks
    const When& piecewise = transition_of(scenario, "b", "relapse_b").when;
    CHECK(piecewise.law == Law::piecewise);
    CHECK(piecewise.curve.knots == std::vector<double>{0, 28, 112});
    REQUIRE(piecewise.curve.hazards.size() == 3);
    CHECK(piecewise.curve.hazards[0].number == Approx(0.27 / 7).epsilon(1e-15));
    CHECK(piecewise.curve.hazards[1].number == Approx(0.05 / 7).epsilon(1e-15));
    CHECK(piecewise.curve.hazards[2].number == Approx(0.01 / 7).epsilon(1e-15));
    const When& log_logistic = transition_of(scenario, "c", "relapse_c").when;
    CHECK(log_logistic.law == Law::log_logistic);
    CHECK(log_logistic.first.number == 1.3);
    CHECK(log_logistic.second.number == 140.0);
}
