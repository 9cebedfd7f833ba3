// reference_policy_test.cpp -- policies, the system and shares in the plain engine, against closed forms.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "support/together.hpp"

using namespace txpath;
using namespace txpath::tests;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

TEST_CASE("a policy's new rate goes on with what is left of the threshold", "[reference][shared]")
{
    const Scenario scenario = shared_world(R"(
time: {horizon: 1000 days, report_every: 500 days, sync_every: 7 days}
population: {size: 200}
policies: {faster: {from: 50 days, set: {tracks.b.transitions.leave.rate: 3 per 100 person-days}}}
tracks:
  b: {start: in, states: {in: {}, out: {}}, transitions: {leave: {from: in, to: out, rate: 1 per 100 person-days}}}
)");
    const auto moments = entered(scenario, run_together(scenario).people, 200, "out");
    for (std::uint64_t person = 0; person < 200; ++person) {
        const double threshold = threshold_of(person, "b.leave", 0);
        const double expected = threshold < 0.5 ? threshold / 0.01 : 50.0 + (threshold - 0.5) / 0.03;
        if (expected < 1000.0) CHECK_THAT(moments[person], WithinRel(expected, 1e-13));
    }
}

TEST_CASE("along a ramp a hazard is that of the middle of each stretch", "[reference][shared]")
{
    const Scenario scenario = shared_world(R"(
time: {horizon: 1000 days, report_every: 500 days, sync_every: 20 days}
population: {size: 200}
policies: {faster: {from: 10 days, over: 100 days, set: {tracks.b.transitions.leave.rate: 3 per 100 person-days}}}
tracks:
  b: {start: in, states: {in: {}, out: {}}, transitions: {leave: {from: in, to: out, rate: 1 per 100 person-days}}}
)");
    const plain::Run all = run_together(scenario);
    const auto moments = entered(scenario, all.people, 200, "out");
    CHECK(all.syncs[1].time == 10.0);
    CHECK(all.syncs[7].time == 110.0);
    // ends of stretches and the rates, by hand: 0.01 + 0.0002 x days since 10, in the middles
    const std::vector<std::pair<double, double>> stretches = {{10.0, 0.01},   {20.0, 0.011}, {40.0, 0.014},
                                                              {60.0, 0.018},  {80.0, 0.022}, {100.0, 0.026},
                                                              {110.0, 0.029}, {1000.0, 0.03}};
    for (std::uint64_t person = 0; person < 200; ++person) {
        double left = threshold_of(person, "b.leave", 0), since = 0.0, expected = INFINITY;
        for (const auto& [end, rate] : stretches) {
            if (expected == INFINITY && left <= rate * (end - since)) expected = since + left / rate;
            left -= rate * (end - since);
            since = end;
        }
        if (expected < 1000.0) CHECK_THAT(moments[person], WithinRel(expected, 1e-12));
    }
}

TEST_CASE("a fixed time that a policy shortens comes at its new moment, or at once if that has passed",
          "[reference][shared]")
{
    const auto left_at = [](const std::string& length) {
        const Scenario scenario = shared_world(R"(
time: {horizon: 100 days, report_every: 50 days, sync_every: 7 days}
population: {size: 1}
policies: {shorter: {from: 20 days, set: {tracks.b.transitions.leave.after: )" +
                                               length + R"(}}}
tracks:
  b: {start: in, states: {in: {}, out: {}}, transitions: {leave: {from: in, to: out, after: 28 days}}}
)");
        return entered(scenario, run_together(scenario).people, 1, "out").front();
    };
    CHECK(left_at("25 days") == 25.0);
    CHECK(left_at("14 days") == 20.0);
    CHECK(left_at("60 days") == 60.0);
}

TEST_CASE("policies are in force from their beginning until, or for, their time", "[reference][shared]")
{
    const Scenario scenario = shared_world(R"(
time: {horizon: 400 days, report_every: 50 days, sync_every: 7 days}
population: {size: 1}
system: {guideline: {start: 0.25}, money: {start: 1}}
policies:
  a_first: {from: 10 days, for: 20 days, set: {guideline: 1}}
  b_later: {from: 20 days, until: 45 days, over: 20 days, set: {guideline: 3}}
  c_never: {when: {guideline: {at_least: 2}}, until: 15 days, set: {money: 5}}
  d_after: {when: {guideline: {at_least: 2.5}}, for: 10 days, set: {money: 2}}
tracks:
  b: {start: in, states: {in: {}, out: {}}, transitions: {leave: {from: in, to: out, after: 28 days}}}
)");
    const plain::Run all = run_together(scenario);
    REQUIRE(all.policies.size() == 3);
    CHECK(all.policies[0].from == 10.0);
    CHECK(all.policies[0].until == 30.0);
    CHECK(all.policies[1].from == 20.0);
    CHECK(all.policies[1].until == 45.0);
    CHECK(all.policies[2].policy == PolicyId{3});
    CHECK(all.policies[2].from == 35.0);   // 1 + 2 x 15/20 = 2.5 at day 35
    CHECK(all.policies[2].until == 45.0);  // ten days later comes the sync point of the other's end
    const SystemId guideline{0};
    CHECK(at(all, 0.0).system[guideline] == 0.25);
    CHECK(at(all, 10.0).system[guideline] == 1.0);
    CHECK(at(all, 20.0).system[guideline] == 1.0);  // its line starts from what held
    CHECK(at(all, 30.0).system[guideline] == 2.0);
    CHECK(at(all, 30.0).seen[guideline] == 2.25);  // until 35
    CHECK(at(all, 40.0).system[guideline] == 3.0);
    CHECK(at(all, 45.0).system[guideline] == 0.25);
}

TEST_CASE("a system variable relaxes, is held, and relaxes on from where it was left", "[reference][shared]")
{
    const plain::Run all = run_together(R"(
time: {horizon: 400 days, report_every: 50 days, sync_every: 7 days}
population: {size: 1}
system: {evidence: {start: 0.2, toward: 1, half_life: 100 days}, guideline: {start: 0}}
policies:
  held:   {from: 100 days, until: 200 days, set: {evidence: 0.5}}
  issued: {when: {evidence: {at_least: 0.59}}, set: {guideline: 1}}
tracks:
  b: {start: in, states: {in: {}, out: {}}, transitions: {leave: {from: in, to: out, after: 28 days}}}
)");
    const SystemId evidence{0};
    CHECK_THAT(at(all, 98.0).system[evidence], WithinRel(1.0 - 0.8 * std::exp2(-0.98), 1e-14));
    CHECK_THAT(at(all, 98.0).seen[evidence], WithinRel(1.0 - 0.8 * std::exp2(-0.99), 1e-14));  // until 100
    CHECK(at(all, 100.0).system[evidence] == 0.5);
    CHECK(at(all, 196.0).seen[evidence] == 0.5);
    CHECK(at(all, 200.0).system[evidence] == 0.5);
    CHECK_THAT(at(all, 301.0).system[evidence], WithinRel(1.0 - 0.5 * std::exp2(-1.01), 1e-14));
    REQUIRE(all.policies.size() == 2);
    CHECK(all.policies[0].policy == PolicyId{1});
    CHECK(all.policies[0].from == 98.0);  // 0.59 is reached at day 96.4
    CHECK(all.policies[0].until == INFINITY);
}

TEST_CASE("a share that is read is that of the last sync point", "[reference][shared]")
{
    const Scenario scenario = shared_world(R"(
time: {horizon: 1000 days, report_every: 500 days, sync_every: 7 days}
population: {size: 100}
tracks:
  a: {start: {none: 0.4, off: 0.6}, states: {none: {}, off: {}, on: {}},
      transitions: {switch: {from: off, to: on, after: 10 days}}}
  b: {start: in, states: {in: {}, out: {}},
      transitions: {leave: {from: in, to: out, rate: 5 per 100 person-days, proportional_to: population.a.on}}}
)");
    const plain::Run all = run_together(scenario);
    double off = 0.0;
    for (std::uint64_t person = 0; person < 100; ++person) off += uniform_of(person, "a", 0) >= 0.4;
    CHECK(at(all, 7.0).shares.front() == 0.0);
    CHECK(at(all, 14.0).shares.front() == off / 100.0);
    const auto moments = entered(scenario, all.people, 100, "out");
    for (std::uint64_t person = 0; person < 100; ++person) {
        const double expected = 14.0 + threshold_of(person, "b.leave", 0) / (0.05 * off / 100.0);
        if (expected < 1000.0) CHECK_THAT(moments[person], WithinRel(expected, 1e-12));
    }
}

TEST_CASE("a level whose target a policy moves goes there from where it is", "[reference][shared]")
{
    const auto leaves_at = [](const std::string& gate) {
        const Scenario scenario = shared_world(R"(
time: {horizon: 1000 days, report_every: 500 days, sync_every: 7 days}
population: {size: 1}
levels: {dose: {start: 0, toward: {b.in: 1}, half_life: 40 days}}
policies: {less: {from: 40 days, set: {levels.dose.toward.b.in: 0}}}
tracks:
  b: {start: in, states: {in: {}, out: {}}, transitions: {leave: {from: in, to: out, after: )" +
                                               gate + "}}}\n");
        return entered(scenario, run_together(scenario).people, 1, "out").front();
    };
    CHECK_THAT(leaves_at("20 days, only_if: {dose: {above: 0.499}}"),
               WithinAbs(-40.0 * std::log2(1.0 - 0.499), 1e-9));
    CHECK(leaves_at("20 days, only_if: {dose: {above: 0.501}}") == INFINITY);  // at 0.5 it turns
    CHECK_THAT(leaves_at("50 days, only_if: {dose: {below: 0.2}}"),
               WithinAbs(40.0 - 40.0 * std::log2(0.2 / 0.5), 1e-9));
}

TEST_CASE("of policies that begin together the last by name counts", "[reference][shared]")
{
    const plain::Run all = run_together(R"(
time: {horizon: 100 days, report_every: 50 days, sync_every: 7 days}
population: {size: 1}
system: {guideline: {start: 0}}
policies:
  a_one: {from: 10 days, set: {guideline: 1}}
  b_two: {from: 10 days, over: 10 days, until: 30 days, set: {guideline: 2}}
tracks:
  b: {start: in, states: {in: {}, out: {}}, transitions: {leave: {from: in, to: out, after: 28 days}}}
)");
    CHECK(at(all, 10.0).system.front() == 1.0);  // its line starts from what the other holds
    CHECK(at(all, 14.0).seen.front() == 1.7);    // until 20
    CHECK(at(all, 28.0).system.front() == 2.0);
    CHECK(at(all, 30.0).system.front() == 1.0);
}
