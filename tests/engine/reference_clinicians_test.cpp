// reference_clinicians_test.cpp -- clinicians of the plain engine and those they know, against lives worked
// out by hand.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "base/random.hpp"
#include "support/together.hpp"

using namespace txpath;
using namespace txpath::tests;
using Catch::Matchers::WithinRel;

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
    const Scenario scenario = shared_world(three_clinicians("complete"));
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
    CHECK(events(run_together(three_clinicians("none")).clinicians).empty());
}

TEST_CASE("patients are dealt to clinicians in the order of a draw and see them change at sync points",
          "[reference][shared]")
{
    const Scenario scenario = shared_world(R"(
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
    const plain::Run all = run_together(scenario);
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
    const Scenario scenario = shared_world(R"(
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
    const auto rows = events(run_together(scenario).people);
    CHECK(rows.size() == 60);
    for (const HistoryRow& row : rows)
        CHECK(scenario.states[row.to].name ==
              (uniform_of(row.person, "region", 0) < 0.5 ? "rural" : "urban"));
}
