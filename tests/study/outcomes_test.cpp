// outcomes_test.cpp -- what a run came to, where nothing is left to chance.
#include "study/outcomes.hpp"

#include <catch2/catch.hpp>

#include "support/oracle.hpp"

using namespace txpath;

namespace {

// 100 people who stand for 1000: treated after a year, dead after three of four.
constexpr const char* clockwork = R"(
txpath: 1
title: Everything at its time
time: {horizon: 4 years, report_every: 1 year}
population: {size: 100, scale: 10}
tracks:
  care:
    start: waiting
    states: {waiting: {}, treated: {costs: {drug: 100 USD per year}}}
    transitions: {begin: {from: waiting, to: treated, after: 1 year}}
  vital:
    start: alive
    states: {alive: {}, dead: {ends: true}}
    transitions: {die: {from: alive, to: dead, after: 3 years}}
economics: {currency: USD, price_year: 2025, discount: {costs: 0 % per year, health: 0 % per year}}
outputs:
  measures:
    begun: {events: [care.begin]}
    deaths: {states: [vital.dead]}
    mixed: {states: [care.treated, vital.dead]}
    treated: {states: [care.treated]}
)";

}  // namespace

TEST_CASE("outcomes are events, time in states, people at the end, money and health", "[barriers]")
{
    const auto run = oracle::run_text(clockwork);
    const auto outcomes = outcomes_of(run.scenario);
    const auto values = outcome_values(run.scenario, outcomes, run.results);
    REQUIRE(values.size() == outcomes.size());
    struct Known {
        std::string name, unit;
        double value;
    };
    const std::vector<Known> known{{"begun", "events", 1000.0},
                                   {"costs.per_person", "USD 2025 per person", 200.0},
                                   {"costs.total", "USD 2025", 200000.0},
                                   {"deaths", "people", 1000.0},
                                   {"qalys.per_person", "QALYs per person", 3.0},
                                   {"qalys.total", "QALYs", 3000.0},
                                   {"treated", "person-years", 2000.0}};
    REQUIRE(outcomes.size() == known.size());
    for (std::size_t k = 0; k < known.size(); ++k) {
        CHECK(outcomes[k].name == known[k].name);
        CHECK(outcomes[k].unit == known[k].unit);
        CHECK(values[k] == Approx(known[k].value).epsilon(1e-9));
    }
}

TEST_CASE("a measure over states of several tracks is left out, and it is said why", "[barriers]")
{
    CHECK(measures_left_out(oracle::run_text(clockwork).scenario) ==
          std::vector<std::string>{
              "mixed is left out because its states belong to several tracks, where one person "
              "can be in two of them; name one measure for each track"});
}
