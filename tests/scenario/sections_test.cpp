// sections_test.cpp -- each section of a scenario, as it is meant to be written.
#include <catch2/catch.hpp>
#include <cmath>

#include "support/written.hpp"

using namespace txpath;

namespace {

constexpr std::string_view people =
    "population:\n"
    "  size: 1000\n"
    "  represents: 28000\n"
    "  attributes:\n"
    "    sex: {categories: {male: 0.37, female: 0.63}}\n"
    "    age: {normal: {mean: 44 years, sd: 14 years}, min: 18 years, max: 90 years, ages: true}\n"
    "    coverage: {categories: {private: 0.5, medicaid: 0.5}}\n"
    "    severity: {beta: {mean: 0.4, sd: 0.2}}\n"
    "    frailty: {gamma: {mean: 1, sd: 0.5}}\n"
    "  correlations: [{between: [severity, age], rho: 0.25}]\n"
    "  given: {coverage: {age: {65 years: {private: 0.96, medicaid: 0.04}}}}\n"
    "  arrivals: {rate: 70 per week, until: 1 year}\n";

constexpr std::string_view fall = "      fall: {from: well, to: ill, rate: 1 per year}";
constexpr std::string_view few = "population: {size: 10}";

}  // namespace

TEST_CASE("a population keeps its laws in canonical parameters", "[scenario][people]")
{
    const Scenario scenario = loaded(care_scenario(people, fall));
    const auto& attributes = scenario.people.attributes;

    CHECK(scenario.people.size == 1000);
    CHECK(scenario.people.scale == 28.0);
    const Attribute& sex = attributes[attribute_of(scenario, "sex")];
    CHECK(sex.categories == std::vector<std::string>{"female", "male"});
    CHECK(sex.shares[0].number == 0.63);
    const Attribute& age = attributes[attribute_of(scenario, "age")];
    CHECK(age.family == Family::normal);
    CHECK(age.is_duration);
    CHECK(age.ages);
    CHECK(age.first.number == 16071.0);  // 44 x 365.25
    CHECK(age.second.number == 5113.5);  // 14 x 365.25
    CHECK(age.min == 6574.5);            // 18 x 365.25
    const Attribute& severity = attributes[attribute_of(scenario, "severity")];
    CHECK(severity.first.number == Approx(2.0));  // mean 0.4, variance 0.04 = 0.24 / (a + b + 1): a + b = 5
    CHECK(severity.second.number == Approx(3.0));
    const Attribute& frailty = attributes[attribute_of(scenario, "frailty")];
    CHECK(frailty.first.number == Approx(4.0));    // (1 / 0.5)^2
    CHECK(frailty.second.number == Approx(0.25));  // 0.5^2 / 1
    REQUIRE(scenario.people.arrivals);
    CHECK(scenario.people.arrivals->per_day.number == Approx(10.0));
    CHECK(scenario.people.arrivals->until == 365.25);
}

TEST_CASE("a correlation names its attributes in the order of their names", "[scenario][people]")
{
    const Scenario scenario = loaded(care_scenario(people, fall));

    REQUIRE(scenario.people.correlations.size() == 1);
    CHECK(scenario.people.correlations[0].first == attribute_of(scenario, "age"));
    CHECK(scenario.people.correlations[0].second == attribute_of(scenario, "severity"));
    CHECK(scenario.people.correlations[0].rho.number == 0.25);
}

TEST_CASE("coverage given age changes at 65 years", "[scenario][people]")
{
    const Scenario scenario = loaded(care_scenario(people, fall));
    const Attribute& coverage = scenario.people.attributes[attribute_of(scenario, "coverage")];

    REQUIRE(coverage.given);
    CHECK(coverage.given->on == attribute_of(scenario, "age"));
    CHECK(coverage.given->from == std::vector<double>{23741.25});  // 65 x 365.25
    REQUIRE(coverage.given->shares.size() == 1);
    CHECK(coverage.given->shares[0][0].number == 0.04);  // medicaid
    CHECK(coverage.given->shares[0][1].number == 0.96);  // private
}

TEST_CASE("an uncertain value becomes a parameter named by its path", "[scenario][tracks]")
{
    const Scenario scenario = loaded(care_scenario(
        few,
        "      fall: {from: well, to: ill, rate: {value: 0.2 per year, gamma: {mean: 0.2, sd: 0.1}, "
        "source: assumption, note: made up}}"));

    REQUIRE(scenario.parameters.size() == 1);
    CHECK(scenario.parameters[0].path == "tracks.care.transitions.fall.rate");
    CHECK(scenario.parameters[0].distribution.family == Family::gamma);
    CHECK(scenario.parameters[0].distribution.a == Approx(4.0));  // (0.2 / 0.1)^2
    CHECK(transition_of(scenario, "care", "fall").when.first.parameter == ParameterId{0});
}

TEST_CASE("a branch fills in its rest and keeps its odds ratios", "[scenario][tracks]")
{
    const Scenario scenario =
        loaded(care_scenario(people,
                             "      fall: {from: well, to: {well: rest, ill: 0.6}, rate: 1 per year, "
                             "odds_ratios: {ill: {sex.female: 1.2}}}"));
    const Transition& transition = transition_of(scenario, "care", "fall");

    REQUIRE(transition.to.size() == 2);
    CHECK(transition.to[0].to == state_of(scenario, "care", "ill"));
    CHECK(transition.to[0].probability.number == 0.6);
    REQUIRE(transition.to[0].odds_ratios.size() == 1);
    CHECK(transition.to[0].odds_ratios[0].ratio.number == 1.2);
    CHECK(transition.to[1].is_rest);
    CHECK(transition.to[1].probability.number == Approx(0.4));
}

TEST_CASE("a dirichlet branch has the shares of its counts and their marginals", "[scenario][tracks]")
{
    const Scenario scenario = loaded(care_scenario(few,
                                                   "      fall: {from: well, to: {dirichlet: {counts: {ill: "
                                                   "12, well: 36}}, source: assumption, note: x}, "
                                                   "rate: 1 per year}"));
    const Transition& transition = transition_of(scenario, "care", "fall");

    REQUIRE(transition.to.size() == 2);
    CHECK(transition.to[0].probability.number == 0.25);
    CHECK(transition.to[1].probability.number == 0.75);
    REQUIRE(scenario.parameters.size() == 2);
    CHECK(scenario.parameters[0].distribution.family == Family::dirichlet);
    CHECK(scenario.parameters[0].distribution.a == Approx(12.0));
    CHECK(scenario.parameters[0].distribution.b == Approx(36.0));
    CHECK(scenario.parameters[0].group == scenario.parameters[1].group);
}

TEST_CASE("`any` leaves all states but those that end or decide", "[scenario][tracks]")
{
    const Scenario scenario = loaded(
        "txpath: 1\ntime: {horizon: 1 year, report_every: 1 month}\npopulation: {size: 10}\n"
        "tracks:\n  care:\n    start: b\n"
        "    states: {a: {decide: [{chance: 0.5, to: c}, {to: b}]}, b: {}, c: {}, dead: {ends: true}}\n"
        "    transitions:\n      die: {from: any, to: dead, rate: 1 per year}\n"
        "      ask: {from: [c, b], to: a, median: 2 weeks}\n");

    CHECK(transition_of(scenario, "care", "die").from ==
          std::vector{state_of(scenario, "care", "b"), state_of(scenario, "care", "c")});
    CHECK(transition_of(scenario, "care", "ask").from ==
          std::vector{state_of(scenario, "care", "b"), state_of(scenario, "care", "c")});
    const State& decides = scenario.states[state_of(scenario, "care", "a")];
    REQUIRE(decides.decide.size() == 2);
    CHECK(decides.decide[0].chance->number == 0.5);
    CHECK_FALSE(decides.decide[1].chance);
    const Value& median = transition_of(scenario, "care", "ask").when.first;
    CHECK(converted(median, median.number) == Approx(0.04951051289713895).epsilon(1e-14));  // ln 2 / 14
}

TEST_CASE("conditions nest and take one name for a list of one", "[scenario][tracks]")
{
    const Scenario scenario = loaded(care_scenario(
        people,
        "      fall: {from: well, to: ill, rate: 1 per year, only_if: {coverage: private, "
        "age: {at_least: 65 years}, not: {care: ill}, any: [{sex: female}, {severity: {above: 0.5}}]}}"));
    const Condition& gate = transition_of(scenario, "care", "fall").only_if;

    CHECK(gate.kind == Condition::Kind::all);
    REQUIRE(gate.parts.size() == 4);
    CHECK(gate.parts[0].kind == Condition::Kind::one_of);
    REQUIRE(gate.parts[0].options.size() == 1);
    CHECK(gate.parts[0].options[0].subject == Subject::category);
    CHECK(gate.parts[0].options[0].category == CategoryId{1});
    CHECK(gate.parts[1].kind == Condition::Kind::compare);
    CHECK(gate.parts[1].at_least == 23741.25);
    CHECK(gate.parts[2].kind == Condition::Kind::none_of);
    CHECK(gate.parts[3].kind == Condition::Kind::any);
    CHECK(gate.parts[3].parts.size() == 2);
}

TEST_CASE("effects know levels from counters", "[scenario][tracks]")
{
    const Scenario scenario = loaded(care_scenario(
        "population: {size: 10}\nlevels: {tolerance: {half_life: 20 days}}\ncounters: {relapses: 2, line: "
        "1}\n"
        "economics: {currency: USD, price_year: 2025, discount: {costs: 3 % per year, health: 3 % per year}}",
        "      fall: {from: well, to: ill, rate: 1 per year, adds: {relapses: 1, tolerance: 0.2}, sets: "
        "{line: 0}, "
        "costs: {session: 590 USD}, qalys: -0.0002}"));
    const Effects& effects = transition_of(scenario, "care", "fall").effects;

    REQUIRE(effects.adds.size() == 2);
    CHECK(effects.adds[0].to.subject == Subject::level);
    CHECK(effects.adds[0].amount.number == 0.2);
    CHECK(effects.adds[1].to.subject == Subject::counter);
    CHECK(effects.adds[1].amount.number == 1.0);
    REQUIRE(effects.sets.size() == 1);
    CHECK(effects.costs.at(0).amount.number == 590.0);
    CHECK(effects.qalys.number == -0.0002);
    CHECK(scenario.counters[CounterId{1}].name == "relapses");
    CHECK(scenario.counters[CounterId{1}].start == 2);
}

TEST_CASE("a graded ratio on an age counts in days", "[scenario][tracks]")
{
    const Scenario scenario =
        loaded(care_scenario(people,
                             "      fall: {from: well, to: ill, rate: 1 per year, hazard_ratios: "
                             "{age: {per: 10 years, ratio: 1.08, from: 40 years, at_most: 80 years}}}"));
    const Ratio& ratio = transition_of(scenario, "care", "fall").hazard_ratios.at(0);

    CHECK(ratio.of.subject == Subject::number);
    CHECK(ratio.per == 3652.5);
    CHECK(ratio.from == 14610.0);
    CHECK(ratio.at_most == 29220.0);
    CHECK(ratio.ratio.number == 1.08);
}

TEST_CASE("a graded ratio carries its distribution inside `ratio` or beside it", "[scenario][tracks]")
{
    for (const std::string_view form :
         {"{per: 1, ratio: {value: 1.9, lognormal: {ci95: [1.4, 2.6]}, source: assumption, note: x}}",
          "{per: 1, ratio: 1.9, lognormal: {ci95: [1.4, 2.6]}, source: assumption, note: x}"}) {
        const Scenario scenario = loaded(care_scenario(
            people, "      fall: {from: well, to: ill, rate: 1 per year, hazard_ratios: {severity: " +
                        std::string(form) + "}}"));
        CHECK(transition_of(scenario, "care", "fall").hazard_ratios.at(0).ratio.number == 1.9);
        REQUIRE(scenario.parameters.size() == 1);
        CHECK(scenario.parameters[0].distribution.family == Family::lognormal);
        // (ln 2.6 - ln 1.4) / (2 x 1.959964)
        CHECK(scenario.parameters[0].distribution.b == Approx(0.157921067).epsilon(1e-8));
    }
}

TEST_CASE("start shares may depend on a category", "[scenario][tracks]")
{
    const Scenario scenario =
        loaded("txpath: 1\ntime: {horizon: 1 year, report_every: 1 month}\n" + std::string(people) +
               "tracks:\n  care:\n    start: {by: sex, male: well, female: {well: 0.7, ill: rest}}\n"
               "    states: {well: {}, ill: {}}\n");
    const Start& start = scenario.tracks[TrackId{0}].start;

    CHECK(start.by == attribute_of(scenario, "sex"));
    REQUIRE(start.shares.size() == 2);
    REQUIRE(start.shares[0].size() == 2);
    CHECK(start.shares[0][0].probability.number == Approx(0.3));  // ill, for women
    REQUIRE(start.shares[1].size() == 1);
    CHECK(start.shares[1][0].to == state_of(scenario, "care", "well"));
}

TEST_CASE("outputs name strata, measures and histories", "[scenario][outputs]")
{
    const Scenario scenario = loaded(care_scenario(
        std::string(people) + "outputs:\n  by: coverage\n  people: 25\n  measures:\n"
                              "    sick: {states: [care.ill]}\n    falls: {events: care.fall}\n",
        fall));

    CHECK(scenario.outputs.by == std::vector{attribute_of(scenario, "coverage")});
    CHECK(scenario.outputs.people == 25);
    REQUIRE(scenario.outputs.measures.size() == 2);
    CHECK(scenario.outputs.measures[0].name == "falls");
    CHECK(scenario.outputs.measures[0].events == std::vector{TransitionId{0}});
    CHECK(scenario.outputs.measures[1].states == std::vector{state_of(scenario, "care", "ill")});
}

TEST_CASE("perspectives group categories of costs", "[scenario][economics]")
{
    const Scenario scenario = loaded(care_scenario(
        "population: {size: 10}\n"
        "economics: {currency: USD, price_year: 2025, discount: {costs: 3 % per year, health: 1.5 % per "
        "year}, "
        "utilities: minimum, perspectives: {payer: [visit], societal: [visit, travel]}}",
        "      fall: {from: well, to: ill, rate: 1 per year, costs: {visit: 20 USD, travel: 5 USD}}"));

    CHECK(scenario.economics.utilities == UtilityRule::minimum);
    CHECK(scenario.economics.discount_health.number == Approx(0.015));
    REQUIRE(scenario.economics.perspectives.size() == 2);
    CHECK(scenario.economics.perspectives[0].name == "payer");
    CHECK(scenario.economics.perspectives[0].categories == std::vector{CostId{1}});
    CHECK(scenario.economics.perspectives[1].categories == std::vector{CostId{0}, CostId{1}});
}

TEST_CASE("a horizon of 12 months has 13 reports", "[scenario][time]")
{
    const Scenario scenario = loaded(
        "txpath: 1\ntime: {horizon: 12 months, report_every: 1 month}\npopulation: {size: 10}\n"
        "tracks: {care: {start: well, states: {well: {}}}}\n");

    CHECK(scenario.time.reports.size() == 13);
    CHECK(scenario.time.reports.back() == 365.25);
    CHECK(scenario.time.sync_every == 7.0);
}
