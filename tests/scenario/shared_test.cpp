// shared_test.cpp -- what people share, as it is meant to be written: places, clinicians, system, policies.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>

#include "support/written.hpp"

using namespace txpath;

namespace {

/// A region with a clinic, clinicians, a guideline and policies.
constexpr std::string_view region = R"(txpath: 1
time: {start: 2025-01-01, horizon: 5 years, report_every: 1 month}
population:
  size: 10000
  scale: 28
  attributes:
    region: {categories: {urban: 0.8, rural: 0.2}}
    coverage: {categories: {medicaid: 0.5, private: 0.5}}
    severity: {beta: {alpha: 2, beta: 3}}
parameters: {willing: 0.4}
tracks:
  zeal:
    start: low
    states: {low: {}, high: {}}
    transitions: {rise: {from: low, to: high, rate: 0.1 per year, proportional_to: population.ketamine.induction}}
  ketamine:
    start: none
    states:
      none: {}
      triage: {decide: [{only_if: {coverage: [private]}, chance: 0.4, to: waiting},
                        {chance: $willing, to: waiting}, {to: none}]}
      waiting: {waits_for: sessions, then: induction}
      induction: {utility: 0.9}
      maintenance: {}
      untreated: {}
    transitions:
      start:
        from: none
        to: triage
        rate: 0.2 per year
        hazard_ratios: {clinician.adopter: 4, coverage.medicaid: 0.3, clinician_region.rural: 0.5,
                        guideline: {per: 1, ratio: 1.5}, clinicians.adopter: {per: 10 %, ratio: 2}}
      give_up: {from: waiting, to: untreated, median: 10 weeks,
                only_if: {clinician: [unaware, aware], evidence: {below: 0.9}}}
      hold: {from: induction, to: {maintenance: 0.7, untreated: rest}, after: 4 weeks}
      stop: {from: maintenance, to: none, probability: 33 % within 14 weeks}
resources:
  sessions:
    capacity: {by: region, urban: 380 per week, rural: 20 per week}
    used_by: {ketamine.induction: 2 per week, ketamine.maintenance: 0.5 per week}
    order: {by: severity, highest: true}
clinicians:
  count: 4000
  attributes: {region: {categories: {urban: 0.8, rural: 0.2}}, age: {value: 50 years}}
  network: {small_world: {neighbours: 8, rewire: 0.1}}
  patients: {match: region}
  by: region
  start: {by: region, urban: {unaware: 0.97, adopter: 0.03}, rural: unaware}
  states: {unaware: {}, aware: {}, adopter: {}}
  transitions:
    hear: {from: unaware, to: aware, rate: {value: 0.02 per month, source: assumption, note: a guess},
           hazard_ratios: {region.rural: 0.5}}
    imitate: {from: [unaware, aware], to: adopter, rate: 0.35 per year, proportional_to: neighbours.adopter,
              hazard_ratios: {guideline: {per: 1, ratio: 2.5}, population.ketamine.induction: {per: 1, ratio: 2}}}
system:
  evidence: {start: 0.2, toward: 1, half_life: {rising: 6 years, falling: 1 year}}
  guideline: {start: 0}
policies:
  issued: {when: {evidence: {at_least: 0.6}, clinicians.adopter: {above: 5 %}}, for: 2 years, set: {guideline: 1}}
  covers: {from: 2027-01-01, over: 6 months,
           set: {tracks.ketamine.transitions.start.hazard_ratios.coverage.medicaid: 1}}
  chairs:
    from: 18 months
    until: 3 years
    set:
      resources.sessions.capacity.urban: 800 per week
      tracks.ketamine.states.triage.decide.1.chance: 0.9
      tracks.ketamine.transitions.stop.probability: 50 % within 14 weeks
      tracks.ketamine.transitions.hold.to.maintenance: 90 %
      tracks.ketamine.transitions.give_up.median: 20 weeks
      parameters.willing: 0.8
      clinicians.transitions.hear.rate.value: 0.05 per month
      system.evidence.toward: 0.9
barriers:
  price: {title: What it costs, note: Medicaid, remove: {parameters.willing: 1, population.size: 10}}
)";

/// `region` with one passage written otherwise.
std::string region_with(std::string_view passage, std::string_view instead)
{
    std::string text(region);
    const auto at = text.find(passage);
    REQUIRE(at != std::string::npos);
    return text.replace(at, passage.size(), instead);
}

const Resource& sessions(const Scenario& scenario)
{
    return scenario.shared.resources[ResourceId{0}];
}

const Parameter& parameter_at(const Scenario& scenario, std::string_view path)
{
    const auto found = std::find_if(scenario.parameters.begin(), scenario.parameters.end(),
                                    [&](const Parameter& one) { return one.path == path; });
    REQUIRE(found != scenario.parameters.end());
    return *found;
}

/// What a policy sets at the path of a parameter.
const PolicySetting& set_by(const Scenario& scenario, const Policy& policy, std::string_view path)
{
    const auto found = std::find_if(policy.set.begin(), policy.set.end(), [&](const PolicySetting& one) {
        return !one.parameter.is_absent() && scenario.parameters[one.parameter.index()].path == path;
    });
    REQUIRE(found != policy.set.end());
    return *found;
}

}  // namespace

TEST_CASE("a resource keeps its capacity by category and the use of one person, per day",
          "[scenario][shared]")
{
    const Scenario scenario = loaded(region);
    const Resource& clinic = sessions(scenario);

    CHECK(clinic.is_per_day);
    CHECK(clinic.by == attribute_of(scenario, "region"));
    REQUIRE(clinic.capacity.size() == 2);
    CHECK(clinic.capacity[0].number == Approx(20.0 / 7).epsilon(1e-15));  // rural
    CHECK(clinic.capacity[1].number == Approx(380.0 / 7).epsilon(1e-15));
    REQUIRE(clinic.used_by.size() == 2);
    CHECK(clinic.used_by[0].first == state_of(scenario, "ketamine", "induction"));
    CHECK(clinic.used_by[0].second.number == Approx(2.0 / 7).epsilon(1e-15));
    CHECK(clinic.order_by == attribute_of(scenario, "severity"));
    CHECK(clinic.is_highest_first);
    const State& waiting = scenario.states[state_of(scenario, "ketamine", "waiting")];
    CHECK(waiting.waits_for == ResourceId{0});
    CHECK(waiting.then == state_of(scenario, "ketamine", "induction"));
}

TEST_CASE("clinicians are a scenario of their own on the scale of the simulation", "[scenario][shared]")
{
    const Scenario scenario = loaded(region);
    const Clinicians& clinicians = *scenario.shared.clinicians;
    const Scenario& own = *clinicians.scenario;

    CHECK(own.people.size == 143);  // 4000 / 28 = 142.86
    CHECK(own.people.scale == 4000.0 / 143.0);
    REQUIRE(own.tracks.size() == 1);
    CHECK(own.tracks[TrackId{0}].name == "clinician");
    CHECK_FALSE(own.tracks[TrackId{0}].is_given);
    REQUIRE(own.people.attributes.size() == 2);
    CHECK(own.people.attributes[AttributeId{0}].name == "clinician_age");
    CHECK(own.people.attributes[AttributeId{1}].name == "clinician_region");
    CHECK(own.outputs.by == std::vector{AttributeId{1}});
    CHECK(own.time.horizon == scenario.time.horizon);
    CHECK(clinicians.network.kind == NetworkKind::small_world);
    CHECK(clinicians.network.neighbours == 8);
    CHECK(clinicians.match == attribute_of(scenario, "region"));
    CHECK(clinicians.match_of == AttributeId{1});
    const Transition& imitate = transition_of(own, "clinician", "imitate");
    CHECK(imitate.proportional_to->subject == Subject::neighbours);
    CHECK(own.states[imitate.proportional_to->state].name == "adopter");
    CHECK(imitate.hazard_ratios[0].of.subject == Subject::system);
    CHECK(imitate.hazard_ratios[1].of.state == state_of(scenario, "ketamine", "induction"));
    CHECK(own.shared.system.size() == 2);
    CHECK(own.shared.shares == scenario.shared.shares);
}

TEST_CASE("people see the state and the attributes of their clinician", "[scenario][shared]")
{
    const Scenario scenario = loaded(region);
    const Track& track = scenario.tracks[scenario.shared.clinicians->track];

    CHECK(track.name == "clinician");
    CHECK(track.is_given);
    CHECK(track.transitions.empty());
    CHECK(track.states.size() == 3);
    CHECK(std::is_sorted(scenario.tracks.begin(), scenario.tracks.end(),
                         [](const Track& a, const Track& b) { return a.name < b.name; }));
    const Attribute& seen = scenario.people.attributes[attribute_of(scenario, "clinician_region")];
    CHECK(seen.of_clinician == AttributeId{1});
    CHECK(seen.categories == std::vector<std::string>{"rural", "urban"});
    CHECK(scenario.people.attributes[attribute_of(scenario, "clinician_age")].is_duration);
    const auto& ratios = transition_of(scenario, "ketamine", "start").hazard_ratios;
    CHECK(ratios[0].of.subject == Subject::state);
    CHECK(ratios[0].of.state == state_of(scenario, "clinician", "adopter"));
    CHECK(ratios[2].of.subject == Subject::category);
    CHECK(ratios[3].of.subject == Subject::system);
    CHECK(ratios[4].of.subject == Subject::clinicians);
    CHECK(ratios[4].per == 0.1);
}

TEST_CASE("shares that are read anywhere are listed once, those of people first", "[scenario][shared]")
{
    const Scenario scenario = loaded(region);
    const auto& shares = scenario.shared.shares;

    REQUIRE(shares.size() == 2);
    CHECK(shares[0].subject == Subject::population);
    CHECK(shares[0].state == state_of(scenario, "ketamine", "induction"));
    CHECK(shares[1].subject == Subject::clinicians);
    CHECK(scenario.shared.clinicians->scenario->states[shares[1].state].name == "adopter");
}

TEST_CASE("people and clinicians have one list of parameters", "[scenario][shared]")
{
    const Scenario scenario = loaded(region);
    const Scenario& own = *scenario.shared.clinicians->scenario;

    CHECK(own.parameters.size() == scenario.parameters.size());
    const Value& rate = transition_of(own, "clinician", "hear").when.first;
    REQUIRE_FALSE(rate.parameter.is_absent());
    CHECK(own.parameters[rate.parameter.index()].path == "clinicians.transitions.hear.rate");
    CHECK(scenario.parameters[rate.parameter.index()].note == "a guess");
}

TEST_CASE("a system variable relaxes to its target or stays where it is", "[scenario][shared]")
{
    const auto system = loaded(region).shared.system;

    CHECK(system[SystemId{0}].name == "evidence");
    CHECK(system[SystemId{0}].start.number == 0.2);
    CHECK(system[SystemId{0}].toward->number == 1.0);
    CHECK(system[SystemId{0}].rising.number == 6 * 365.25);
    CHECK(system[SystemId{0}].falling.number == 365.25);
    CHECK_FALSE(system[SystemId{1}].toward);
}

TEST_CASE("a policy sets system variables and parameters in their own units", "[scenario][shared]")
{
    const Scenario scenario = loaded(region);
    const auto& policies = scenario.shared.policies;
    REQUIRE(policies.size() == 3);
    const Policy& chairs = policies[PolicyId{0}];
    const Policy& covers = policies[PolicyId{1}];
    const Policy& issued = policies[PolicyId{2}];

    CHECK(chairs.from->number == 1.5 * 365.25);
    CHECK(chairs.until->number == 3 * 365.25);
    CHECK(set_by(scenario, chairs, "resources.sessions.capacity.urban").amount.number == Approx(800.0 / 7));
    CHECK(set_by(scenario, chairs, "tracks.ketamine.states.triage.decide.1.chance").amount.number == 0.9);
    CHECK(set_by(scenario, chairs, "tracks.ketamine.transitions.stop.probability").amount.number == 0.5);
    CHECK(set_by(scenario, chairs, "tracks.ketamine.transitions.hold.to.maintenance").amount.number == 0.9);
    CHECK(set_by(scenario, chairs, "tracks.ketamine.transitions.give_up.median").amount.number == 140.0);
    CHECK(set_by(scenario, chairs, "parameters.willing").amount.number == 0.8);
    CHECK(set_by(scenario, chairs, "clinicians.transitions.hear.rate").amount.number ==
          Approx(0.05 * 12 / 365.25));
    CHECK(set_by(scenario, chairs, "system.evidence.toward").amount.number == 0.9);
    CHECK(covers.from->number == 730.0);  // days from 2025-01-01
    CHECK(covers.over.number == 365.25 / 2);
    CHECK(issued.set.front().system == SystemId{1});
    CHECK(issued.set.front().amount.number == 1.0);
    CHECK(issued.lasts->number == 2 * 365.25);
    CHECK(issued.when.parts[0].of.subject == Subject::system);
    CHECK(issued.when.parts[1].above == 0.05);
}

TEST_CASE("a number that a policy sets is a certain parameter under its path", "[scenario][shared]")
{
    const Scenario scenario = loaded(region);
    const Parameter& capacity = parameter_at(scenario, "resources.sessions.capacity.urban");
    const Value& probability = transition_of(scenario, "ketamine", "stop").when.first;

    CHECK(capacity.distribution.family == Family::fixed);
    CHECK(capacity.base == Approx(380.0 / 7));
    CHECK(capacity.unit == "per week");
    CHECK(sessions(scenario).capacity[1].parameter ==
          ParameterId{static_cast<std::size_t>(&capacity - scenario.parameters.data())});
    REQUIRE_FALSE(probability.parameter.is_absent());
    CHECK(scenario.parameters[probability.parameter.index()].base == 0.33);
    CHECK(probability.conversion == Conversion::probability_within);
    CHECK(transition_of(scenario, "zeal", "rise").when.first.parameter.is_absent());
    const auto times =
        std::count_if(scenario.unsourced_numbers.begin(), scenario.unsourced_numbers.end(),
                      [](const Unsourced& one) { return one.path == "resources.sessions.capacity.urban"; });
    CHECK(times == 1);
}

TEST_CASE("a probability within another time means the same hazard", "[scenario][shared]")
{
    const Scenario scenario = loaded(region_with("50 % within 14 weeks", "50 % within 28 weeks"));
    const auto& amount = set_by(scenario, scenario.shared.policies[PolicyId{0}],
                                "tracks.ketamine.transitions.stop.probability")
                             .amount;
    CHECK(amount.number == Approx(1.0 - std::sqrt(0.5)).epsilon(1e-14));  // twice 14 weeks
}

TEST_CASE("a barrier keeps what removes it as it was written", "[scenario][shared]")
{
    const auto barriers = loaded(region).shared.barriers;

    REQUIRE(barriers.size() == 1);
    CHECK(barriers[0].title == "What it costs");
    CHECK(barriers[0].removed_by == std::vector<std::pair<std::string, std::string>>{
                                        {"parameters.willing", "1"}, {"population.size", "10"}});
}

TEST_CASE("what a list holds can be set by its number", "[scenario][shared]")
{
    const auto result = load_scenario_text(
        std::string(region), {{"tracks.ketamine.states.triage.decide.1.chance", "0.7"},
                              {"tracks.ketamine.states.triage.decide.1.only_if.coverage", "[medicaid]"}});
    REQUIRE(result);
    const State& triage = result.value().states[state_of(result.value(), "ketamine", "triage")];
    REQUIRE(triage.decide.size() == 3);
    CHECK(triage.decide[0].chance->number == 0.7);
    CHECK(triage.decide[0].only_if.parts[0].options[0].category == CategoryId{0});
}

TEST_CASE("one knot of a curve is set without the others", "[scenario][shared]")
{
    const auto result = load_scenario_text(
        "txpath: 1\ntime: {horizon: 1 year, report_every: 1 month}\npopulation: {size: 10}\ntracks: {care: "
        "{start: "
        "well, states: {well: {}, ill: {}}, transitions: {fall: {from: well, to: ill, piecewise: {0 days: 1 "
        "per "
        "year, 4 weeks: 2 per year}}}}}\n",
        {{"tracks.care.transitions.fall.piecewise.4 weeks", "3 per year"}});
    REQUIRE(result);
    const auto& hazards = transition_of(result.value(), "care", "fall").when.curve.hazards;
    REQUIRE(hazards.size() == 2);
    CHECK(hazards[1].number == Approx(3 / 365.25));
}

TEST_CASE("nobody need be there at the start when people arrive", "[scenario][shared]")
{
    const Scenario scenario = loaded(R"(txpath: 1
time: {horizon: 5 years, report_every: 1 year, sync_every: 2 hours}
population: {size: 0, scale: 1, arrivals: {rate: 18 per week}}
resources:
  places: {capacity: 20, used_by: {care.treated: 1}, order: first_come}
  doors: {capacity: unlimited}
tracks:
  care:
    start: waiting
    states: {waiting: {waits_for: places, then: treated}, treated: {}, done: {ends: true}}
    transitions: {finish: {from: treated, to: done, mean: 1 week}}
)");
    CHECK(scenario.people.size == 0);
    CHECK(scenario.time.sync_every == Approx(1.0 / 12));
    CHECK_FALSE(scenario.shared.resources[ResourceId{1}].is_per_day);
    CHECK(scenario.shared.resources[ResourceId{1}].capacity[0].number == 20.0);
    CHECK(scenario.shared.resources[ResourceId{0}].capacity[0].number ==
          std::numeric_limits<double>::infinity());
    CHECK(has_sync_points(scenario.shared));
}
