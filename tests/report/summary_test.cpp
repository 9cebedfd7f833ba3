// summary_test.cpp -- the lines a person reads after a run.
#include <algorithm>
#include <catch2/catch.hpp>

#include "report/headlines.hpp"
#include "support/says.hpp"
#include "support/two_states.hpp"
#include "txpath/report.hpp"

using namespace txpath;
using namespace txpath::report;
using namespace txpath::test;

namespace {

std::string summary(const Scenario& scenario, std::uint32_t replicates, const TextStyle& style)
{
    const Results results = two_states_results(replicates);
    const EconomicSummary economics = price(scenario, {}, results);
    ManifestFacts facts;
    facts.seed = 11;
    facts.instants = 14000;
    facts.planned_replicates = facts.done_replicates = replicates;
    return summary_text({scenario, results, economics, facts}, style);
}

}  // namespace

TEST_CASE("the summary says what was run, what happened, what it cost and how sure that is", "[summary]")
{
    // 10, 20, 10 and 20 people at the end: 15 +- 3.1824 (t of 3 degrees) x sqrt(100/3) / 2 = 15 +- 9.19
    // costs 3868.08 and 5922.64 twice each: standard error 1186.18 / 2
    CHECK(summary(two_states(), 4, {.is_coloured = false, .is_ascii = false}) ==
          R"(Two states, "ill" and well
4 simulated people, who stand for 40 over 2 years; 4 replicates, seed 11; 14,000 events simulated.

People                 start         mean          end  95 % interval of end      course
in_good_health             0           15           15  5.81 to 24.2              ▁█▅

Events                                           total  95 % interval of total    course
relapses                                            20  20 to 20                  ▁█

Per person
costs, USD 2025  4,895 (standard error 593), discounted at 3 % a year; undiscounted 5,578
QALYs            1.1104 (standard error 0), discounted at 1.5 % a year; undiscounted 1.1562

Precision: 4 replicates pin the figures above down to within 61.2 % (95 %); more people would do more than more replicates.
Intervals show the luck of the draw only; parameters stand at their base case.
)");
}

TEST_CASE("there are no colours and nothing beyond ASCII unless asked for", "[summary]")
{
    const std::string plain = summary(two_states(), 2, {.is_coloured = false, .is_ascii = true});
    CHECK(std::ranges::all_of(plain, [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); }));

    const std::string coloured = summary(two_states(), 2, {.is_coloured = true, .is_ascii = true});
    CHECK(says(coloured, "\x1b[1mPeople"));
    std::string stripped = coloured;
    for (std::size_t at = 0; (at = stripped.find('\x1b')) != std::string::npos;)
        stripped.erase(at, stripped.find('m', at) - at + 1);
    CHECK(stripped == plain);
}

TEST_CASE("one replicate has no intervals, and the summary says so", "[summary]")
{
    const std::string text = summary(two_states(), 1, {});
    CHECK(says(text, "1 replicate, seed"));
    CHECK(
        says(text, "Precision: one replicate gives no intervals for the measures; --replicates 20 would.\n"));
    CHECK_FALSE(says(text, "Intervals show"));
    CHECK_FALSE(says(text, "standard error"));
}

TEST_CASE("without measures of its own a scenario is summed up by its largest states", "[summary]")
{
    Scenario scenario = two_states();
    scenario.outputs.measures.clear();

    const std::string text = summary(scenario, 2, {});
    CHECK(text.find("health.ill ") < text.find("health.well"));
    CHECK_FALSE(says(text, "Events"));
}

TEST_CASE("a scenario without money or utilities has no lines about them", "[summary]")
{
    Scenario scenario = two_states();
    scenario.economics.currency.clear();
    CHECK_FALSE(says(summary(scenario, 2, {}), "costs, "));
    CHECK(says(summary(scenario, 2, {}), "QALYs"));

    for (State& state : scenario.states) state.has_utility = false, state.on_entry.qalys = certain(0.0);
    for (Transition& transition : scenario.transitions) transition.effects.qalys = certain(0.0);
    CHECK_FALSE(says(summary(scenario, 2, {}), "Per person"));
}

TEST_CASE("unsourced numbers and an early stop are warned of", "[summary]")
{
    Scenario scenario = two_states();
    scenario.unsourced = 3;
    CHECK(says(summary(scenario, 2, {}), "warning: 3 numbers of the scenario without a source\n"));
}

TEST_CASE("the interval of a mean is Student's", "[summary]")
{
    const Figure figure = figure_of({1.0, 2.0, 3.0, 4.0, 5.0});  // sd sqrt 2.5, t of 4 degrees 2.776445

    CHECK(figure.mean == 3.0);
    REQUIRE(figure.half_width);
    CHECK(*figure.half_width == Approx(2.776445105 * 0.7071067812).epsilon(1e-8));
    CHECK_FALSE(figure_of({7.0}).half_width);
}
