// reference_shared_test.cpp -- what people share in the plain engine, against lives worked out by hand.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <string>

#include "base/random.hpp"
#include "engine/reference.hpp"
#include "support/tiny_world.hpp"

using namespace txpath;
using namespace txpath::tests;
using Catch::Matchers::WithinAbs;
using Catch::Matchers::WithinRel;

namespace {

constexpr std::uint64_t seed = 7;

Scenario loaded(const std::string& text)
{
    const Checked<Scenario> checked = load_scenario_text("txpath: 1\ntitle: shared\n" + text, {});
    if (!checked) FAIL(render(checked.why_not()));
    return checked.value();
}

plain::Run run(const Scenario& scenario)
{
    RunSpec spec;
    spec.seed = seed;
    return plain::simulate_together(scenario, spec);
}

plain::Run run(const std::string& text)
{
    return run(loaded(text));
}

double uniform_of(std::uint64_t person, const std::string& what, std::uint32_t occurrence)
{
    return Draws(Luck{seed, 0, 0}).uniform(person, decision(what), occurrence);
}

/// Numbers 0 .. count - 1, those with the least draw first.
std::vector<std::uint64_t> by_draw(std::uint64_t count, const std::string& what)
{
    std::vector<std::uint64_t> people;
    for (std::uint64_t person = 0; person < count; ++person) people.push_back(person);
    std::ranges::sort(people, {}, [&](std::uint64_t person) { return uniform_of(person, what, 0); });
    return people;
}

/// When each person first entered the state; infinite if never.
std::vector<double> entered(const Scenario& scenario, const std::vector<HistoryRow>& rows,
                            std::uint64_t people, const std::string& state)
{
    std::vector<double> moments(people, INFINITY);
    for (const HistoryRow& row : rows)
        if (scenario.states[row.to].name == state)
            moments[row.person] = std::min(moments[row.person], row.stop);
    return moments;
}

const plain::SyncRecord& at(const plain::Run& all, double moment)
{
    const auto found = std::ranges::find(all.syncs, moment, &plain::SyncRecord::time);
    if (found == all.syncs.end()) FAIL("no sync point at " << moment);
    return *found;
}

const std::string clinic = R"(
time: {horizon: 100 days, report_every: 50 days, sync_every: 7 days}
population: {size: 3}
resources: {places: {capacity: 1, used_by: {care.treated: 1}}}
tracks:
  care:
    start: waiting
    states: {waiting: {waits_for: places, then: treated}, treated: {}, done: {}}
    transitions: {finish: {from: treated, to: done, after: 10 days}}
)";

}  // namespace

TEST_CASE("of three people before one place the next is let in when the last has gone", "[reference][shared]")
{
    const Scenario scenario = loaded(clinic);
    const plain::Run all = run(scenario);
    const std::vector<std::uint64_t> order = by_draw(3, "places");  // all joined at 0: lots decide
    REQUIRE(all.grants.size() == 3);
    for (std::size_t i = 0; i < 3; ++i) {
        const double let_in =
            14.0 * static_cast<double>(i);  // 10 days after the last, at the next week's end
        CHECK(all.grants[i].person == order[i]);
        CHECK(all.grants[i].time == let_in);
        CHECK(all.grants[i].wait == let_in);
        std::vector<HistoryRow> rows;
        std::ranges::copy_if(all.people, std::back_inserter(rows),
                             [&](const HistoryRow& row) { return row.person == order[i]; });
        REQUIRE(rows.size() == 3);
        const StateId done{0}, treated{1}, waiting{2};
        CHECK(rows[1] == HistoryRow{order[i], TrackId{0}, waiting, treated, TransitionId{}, 0.0, let_in});
        CHECK(rows[2] ==
              HistoryRow{order[i], TrackId{0}, treated, done, TransitionId{0}, let_in, let_in + 10.0});
    }
    CHECK(at(all, 0.0).pools[0].queue == 2.0);
    CHECK(at(all, 7.0).pools[0].used == 1.0);
    CHECK(at(all, 14.0).pools[0].queue == 1.0);
    CHECK(at(all, 35.0).pools[0].used == 1.0);
    CHECK(at(all, 42.0).pools[0].used == 0.0);
}

TEST_CASE("simulate_plainly tells the rows of the first people, while everybody takes places",
          "[reference][shared]")
{
    const Scenario scenario = loaded(clinic);
    RunSpec spec;
    spec.seed = seed;
    auto expected = run(scenario).people;
    std::erase_if(expected, [](const HistoryRow& row) { return row.person > 0; });
    CHECK(simulate_plainly(scenario, spec, 1) == expected);
}

TEST_CASE("who comes first by a number is let in first", "[reference][shared]")
{
    const plain::Run all = run(R"(
time: {horizon: 100 days, report_every: 50 days, sync_every: 7 days}
population: {size: 5, attributes: {severity: {uniform: {min: 0, max: 1}}}}
resources: {places: {capacity: 1, used_by: {care.treated: 1}, order: {by: severity, highest: true}}}
tracks:
  care:
    start: waiting
    states: {waiting: {waits_for: places, then: treated}, treated: {}, done: {}}
    transitions: {finish: {from: treated, to: done, after: 5 days}}
)");
    std::vector<std::uint64_t> order = by_draw(5, "severity");  // the number is the draw itself
    std::ranges::reverse(order);
    REQUIRE(all.grants.size() == 5);
    for (std::size_t i = 0; i < 5; ++i) CHECK(all.grants[i].person == order[i]);
    CHECK(all.grants[4].wait == 28.0);
}

TEST_CASE("capacities by category are queues of their own, on the real scale", "[reference][shared]")
{
    const Scenario scenario = loaded(R"(
time: {horizon: 100 days, report_every: 50 days, sync_every: 7 days}
population: {size: 200, scale: 10, attributes: {region: {categories: {rural: 0.3, urban: 0.7}}}}
resources:
  sessions: {capacity: {by: region, urban: 200 per week, rural: 60 per week}, used_by: {care.treated: 2 per week}}
tracks:
  care:
    start: waiting
    states: {waiting: {waits_for: sessions, then: treated}, treated: {}, done: {}}
    transitions: {finish: {from: treated, to: done, after: 200 days}}
)");
    const plain::Run all = run(scenario);
    std::size_t rural = 0, urban = 0;
    for (const plain::Grant& grant : all.grants) (grant.pool.category == CategoryId{0} ? rural : urban)++;
    CHECK(rural == 3);  // 60 a week / 2 a week / 10 real people each
    CHECK(urban == 10);
    const plain::SyncRecord& start = all.syncs.front();
    CHECK_THAT(start.pools[0].capacity, WithinRel(6.0 / 7.0, 1e-15));
    CHECK(start.pools[0].queue + start.pools[1].queue == 187.0);
}

TEST_CASE("a cut in capacity runs off", "[reference][shared]")
{
    const plain::Run all = run(R"(
time: {horizon: 100 days, report_every: 50 days, sync_every: 7 days}
population: {size: 4}
resources: {places: {capacity: 2, used_by: {care.treated: 1}}}
policies: {cut: {from: 5 days, set: {resources.places.capacity: 1}}}
tracks:
  care:
    start: waiting
    states: {waiting: {waits_for: places, then: treated}, treated: {}, done: {}}
    transitions: {finish: {from: treated, to: done, after: 10 days}}
)");
    std::vector<double> moments;
    for (const plain::Grant& grant : all.grants) moments.push_back(grant.time);
    CHECK(moments == std::vector<double>{0.0, 0.0, 14.0, 28.0});
    CHECK(at(all, 5.0).pools[0].used == 2.0);
    CHECK(at(all, 5.0).pools[0].capacity == 1.0);
}

TEST_CASE("who joins again stands at the end, with a new lot", "[reference][shared]")
{
    const plain::Run all = run(R"(
time: {horizon: 60 days, report_every: 30 days, sync_every: 7 days}
population: {size: 2}
resources: {places: {capacity: 1, used_by: {care.treated: 1}}}
tracks:
  care:
    start: waiting
    states: {waiting: {waits_for: places, then: treated}, treated: {}}
    transitions: {again: {from: treated, to: waiting, after: 5 days}}
)");
    const std::vector<std::uint64_t> order = by_draw(2, "places");
    REQUIRE(all.grants.size() == 9);
    for (std::size_t i = 0; i < 9; ++i) {
        CHECK(all.grants[i].person == order[i % 2]);
        CHECK(all.grants[i].wait == (i == 0 ? 0.0 : i == 1 ? 7.0 : 9.0));
    }
}

TEST_CASE("a policy's new rate goes on with what is left of the threshold", "[reference][shared]")
{
    const Scenario scenario = loaded(R"(
time: {horizon: 1000 days, report_every: 500 days, sync_every: 7 days}
population: {size: 200}
policies: {faster: {from: 50 days, set: {tracks.b.transitions.leave.rate: 3 per 100 person-days}}}
tracks:
  b: {start: in, states: {in: {}, out: {}}, transitions: {leave: {from: in, to: out, rate: 1 per 100 person-days}}}
)");
    const auto moments = entered(scenario, run(scenario).people, 200, "out");
    for (std::uint64_t person = 0; person < 200; ++person) {
        const double threshold = threshold_of(person, "b.leave", 0);
        const double expected = threshold < 0.5 ? threshold / 0.01 : 50.0 + (threshold - 0.5) / 0.03;
        if (expected < 1000.0) CHECK_THAT(moments[person], WithinRel(expected, 1e-13));
    }
}

TEST_CASE("along a ramp a hazard is that of the middle of each stretch", "[reference][shared]")
{
    const Scenario scenario = loaded(R"(
time: {horizon: 1000 days, report_every: 500 days, sync_every: 20 days}
population: {size: 200}
policies: {faster: {from: 10 days, over: 100 days, set: {tracks.b.transitions.leave.rate: 3 per 100 person-days}}}
tracks:
  b: {start: in, states: {in: {}, out: {}}, transitions: {leave: {from: in, to: out, rate: 1 per 100 person-days}}}
)");
    const plain::Run all = run(scenario);
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
        const Scenario scenario = loaded(R"(
time: {horizon: 100 days, report_every: 50 days, sync_every: 7 days}
population: {size: 1}
policies: {shorter: {from: 20 days, set: {tracks.b.transitions.leave.after: )" +
                                         length + R"(}}}
tracks:
  b: {start: in, states: {in: {}, out: {}}, transitions: {leave: {from: in, to: out, after: 28 days}}}
)");
        return entered(scenario, run(scenario).people, 1, "out").front();
    };
    CHECK(left_at("25 days") == 25.0);
    CHECK(left_at("14 days") == 20.0);
    CHECK(left_at("60 days") == 60.0);
}

TEST_CASE("policies are in force from their beginning until, or for, their time", "[reference][shared]")
{
    const Scenario scenario = loaded(R"(
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
    const plain::Run all = run(scenario);
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
    const plain::Run all = run(R"(
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
    const Scenario scenario = loaded(R"(
time: {horizon: 1000 days, report_every: 500 days, sync_every: 7 days}
population: {size: 100}
tracks:
  a: {start: {none: 0.4, off: 0.6}, states: {none: {}, off: {}, on: {}},
      transitions: {switch: {from: off, to: on, after: 10 days}}}
  b: {start: in, states: {in: {}, out: {}},
      transitions: {leave: {from: in, to: out, rate: 5 per 100 person-days, proportional_to: population.a.on}}}
)");
    const plain::Run all = run(scenario);
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

namespace {

std::string three_clinicians(const std::string& network)
{
    return R"(
time: {horizon: 1000 days, report_every: 500 days, sync_every: 7 days}
population: {size: 7}
tracks: {b: {start: in, states: {in: {}, out: {}}, transitions: {leave: {from: in, to: out, after: 3 years}}}}
clinicians:
  count: 3
  network: )" +
           network + R"(
  start: {unaware: 0.5, adopter: 0.5}
  states: {unaware: {}, adopter: {}}
  transitions:
    imitate: {from: unaware, to: adopter, rate: 10 per 100 person-days, proportional_to: neighbours.adopter}
)";
}

}  // namespace

TEST_CASE("on a complete network of three, adoption spreads by the thresholds", "[reference][shared]")
{
    const Scenario scenario = loaded(three_clinicians("complete"));
    int tried = 0;
    for (std::uint64_t luck = 1; luck <= 40; ++luck) {
        RunSpec spec;
        spec.seed = luck;
        const plain::Run all = plain::simulate_together(scenario, spec);
        const Draws draws(Luck{luck, 0, 0});
        std::vector<double> thresholds;  // of those who did not adopt at the start; adopter is first by name
        for (std::uint64_t number = 0; number < 3; ++number)
            if (draws.uniform(number, decision("clinician"), 0) >= 0.5)
                thresholds.push_back(draws.threshold(number, decision("clinician.imitate"), 0));
        if (thresholds.size() != 2) continue;
        ++tried;
        std::ranges::sort(thresholds);
        const double first = thresholds[0] / 0.05;  // one of two neighbours has adopted
        const double seen = 7.0 * std::ceil(first / 7.0);
        const double alone = thresholds[1] / 0.05;
        const double second = alone <= seen ? alone : seen + (thresholds[1] - 0.05 * seen) / 0.1;
        std::vector<double> moments;
        for (const HistoryRow& row : events(all.clinicians)) moments.push_back(row.stop);
        std::ranges::sort(moments);
        REQUIRE(moments.size() == 2);
        CHECK_THAT(moments[0], WithinRel(first, 1e-13));
        CHECK_THAT(moments[1], WithinRel(second, 1e-12));
    }
    CHECK(tried >= 5);
}

TEST_CASE("without neighbours nobody imitates", "[reference][shared]")
{
    CHECK(events(run(three_clinicians("none")).clinicians).empty());
}

TEST_CASE("patients are dealt to clinicians in the order of a draw and see them change at sync points",
          "[reference][shared]")
{
    const Scenario scenario = loaded(R"(
time: {horizon: 100 days, report_every: 50 days, sync_every: 7 days}
population: {size: 5, arrivals: {rate: 1 per day, until: 30 days}}
tracks:
  b: {start: in, states: {in: {}, out: {}},
      transitions: {leave: {from: in, to: out, after: 1 days, only_if: {clinician: [adopter]}}}}
clinicians:
  count: 2
  network: none
  start: unaware
  states: {unaware: {}, adopter: {}}
  transitions: {hear: {from: unaware, to: adopter, rate: 5 per 100 person-days}}
)");
    const plain::Run all = run(scenario);
    const TrackId track = scenario.shared.clinicians->track;
    std::vector<double> seen;  // by clinician: the first sync point after he or she adopted
    for (std::uint64_t number = 0; number < 2; ++number)
        seen.push_back(7.0 * std::ceil(threshold_of(number, "clinician.hear", 0) / 0.05 / 7.0));
    const std::vector<std::uint64_t> dealt = by_draw(2, "clinicians");
    std::size_t changes = 0, starts = 0;
    for (const HistoryRow& row : all.people) {
        const double expected = seen[dealt[row.person % 2]];
        const bool is_adopter = scenario.states[row.to].name == "adopter";
        if (row.track == track && row.from.is_absent()) {
            CHECK(is_adopter == (row.stop > expected));
            ++starts;
        } else if (row.track == track) {
            CHECK(is_adopter);
            CHECK(row.stop == expected);
            CHECK(row.transition.is_absent());
            ++changes;
        } else if (!row.from.is_absent()) {
            CHECK(row.stop == std::max(row.start + 1.0, expected));  // overdue until the gate opens
        }
    }
    CHECK(starts > 20);
    CHECK(changes > 5);
}

TEST_CASE("a person's clinician is one of the same category", "[reference][shared]")
{
    const Scenario scenario = loaded(R"(
time: {horizon: 10 days, report_every: 10 days, sync_every: 7 days}
population: {size: 60, attributes: {region: {categories: {rural: 0.5, urban: 0.5}}}}
tracks:
  b: {start: in, states: {in: {}, rural: {}, urban: {}},
      transitions: {to_rural: {from: in, to: rural, after: 1 days, only_if: {clinician_region: [rural]}},
                    to_urban: {from: in, to: urban, after: 1 days, only_if: {clinician_region: [urban]}}}}
clinicians:
  count: 9
  attributes: {region: {categories: {rural: 0.5, urban: 0.5}}}
  patients: {match: region}
  network: none
  start: unaware
  states: {unaware: {}, adopter: {}}
  transitions: {hear: {from: unaware, to: adopter, rate: 1 per year}}
)");
    const auto rows = events(run(scenario).people);
    CHECK(rows.size() == 60);
    for (const HistoryRow& row : rows)
        CHECK(scenario.states[row.to].name ==
              (uniform_of(row.person, "region", 0) < 0.5 ? "rural" : "urban"));
}

TEST_CASE("a level whose target a policy moves goes there from where it is", "[reference][shared]")
{
    const auto leaves_at = [](const std::string& gate) {
        const Scenario scenario = loaded(R"(
time: {horizon: 1000 days, report_every: 500 days, sync_every: 7 days}
population: {size: 1}
levels: {dose: {start: 0, toward: {b.in: 1}, half_life: 40 days}}
policies: {less: {from: 40 days, set: {levels.dose.toward.b.in: 0}}}
tracks:
  b: {start: in, states: {in: {}, out: {}}, transitions: {leave: {from: in, to: out, after: )" +
                                         gate + "}}}\n");
        return entered(scenario, run(scenario).people, 1, "out").front();
    };
    CHECK_THAT(leaves_at("20 days, only_if: {dose: {above: 0.499}}"),
               WithinAbs(-40.0 * std::log2(1.0 - 0.499), 1e-9));
    CHECK(leaves_at("20 days, only_if: {dose: {above: 0.501}}") == INFINITY);  // at 0.5 it turns
    CHECK_THAT(leaves_at("50 days, only_if: {dose: {below: 0.2}}"),
               WithinAbs(40.0 - 40.0 * std::log2(0.2 / 0.5), 1e-9));
}
