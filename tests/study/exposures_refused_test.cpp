// exposures_refused_test.cpp -- what cannot be priced after one simulation, and why.
#include <catch2/catch.hpp>

#include "study/exposures.hpp"
#include "support/written.hpp"

using namespace txpath;

TEST_CASE("what cannot be priced afterwards says why", "[exposures]")
{
    const auto why = [](const Scenario& scenario) { return why_not_priced_afterwards(scenario); };
    const Scenario plain = loaded(care_scenario("title: Well and ill\npopulation: {size: 10}",
                                                "      fall: {from: well, to: ill, rate: 1 per year}"));
    CHECK(why(plain).empty());

    Scenario arriving = plain;
    arriving.people.arrivals = Arrivals{};
    CHECK(why(arriving) == "people arrive during the run, and lives are recorded from time 0 on");
    Scenario sharing = plain;
    sharing.shared.system.push_back({});
    CHECK(why(sharing) == "people share something, so that none can be lived alone");
    sharing.shared.policies.push_back({});
    CHECK(why(sharing) == "policies change numbers during the run");

    Scenario weighed = plain;
    Level level;
    level.name = "tolerance";
    weighed.levels.push_back(level);
    Attribute age;
    age.name = "age";
    age.ages = true;
    weighed.people.attributes.push_back(age);
    const auto with = [&](Subject subject, bool is_utility, bool ages) {
        Scenario other = weighed;
        other.people.attributes[AttributeId{0}].ages = ages;
        Ratio ratio;
        ratio.of.subject = subject;
        ratio.of.level = LevelId{0};
        ratio.of.attribute = AttributeId{0};
        State& state = other.states[StateId{0}];
        (is_utility ? state.utility_ratios : state.cost_ratios).push_back(ratio);
        return why(other);
    };
    CHECK(with(Subject::level, true, false) ==
          "the utility of state 'ill' in track 'care' follows the level 'tolerance'");
    CHECK(with(Subject::level, false, false) ==
          "the cost of state 'ill' in track 'care' follows the level 'tolerance'");
    CHECK(with(Subject::number, false, true) ==
          "the cost of state 'ill' in track 'care' follows the age 'age'");
    CHECK(with(Subject::number, true, false) ==
          "the utility of state 'ill' in track 'care' follows the number 'age'");
    CHECK(with(Subject::number, false, false).empty());
    CHECK(with(Subject::category, true, false).empty());
}
