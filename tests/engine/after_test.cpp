// after_test.cpp -- transitions at a fixed moment, where a careless engine would go on for ever.
#include <catch2/catch.hpp>

#include "txpath/model.hpp"
#include "txpath/scenario.hpp"
#include "txpath/simulate.hpp"

using namespace txpath;

TEST_CASE("a date that brings a person back into the state it leaves from comes once", "[after]")
{
    const auto scenario = load_scenario_text(R"(
txpath: 1
title: everybody is recalled on day 10
time: {horizon: 30 days, report_every: 10 days}
population: {size: 100}
tracks:
  care:
    start: waiting
    states: {recalled: {}, waiting: {}}
    transitions: {recall: {from: any, to: recalled, after: 10 days, clock: forward}}
)",
                                             {});
    REQUIRE(scenario);
    const auto model = compile(scenario.value(), base_case(scenario.value()));
    REQUIRE(model);
    RunSpec spec;
    spec.histories = 100;
    const RunOutcome outcome = simulate(model.value(), spec);
    CHECK(outcome.results.replicates.front().instants == 100);
    CHECK(outcome.results.replicates.front().histories == simulate_plainly(scenario.value(), spec, 100));
}
