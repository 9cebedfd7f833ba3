// checkpoint_test.cpp -- whoever was written down lives on as if nothing had been.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>

#include "support/generate.hpp"
#include "support/same_counts.hpp"
#include "support/went_on.hpp"

using namespace txpath;
using namespace txpath::oracle;

namespace {

constexpr double year_days = 365.25;

Scenario generated(const tests::Generated& text)
{
    auto scenario = tests::load(text);
    if (!scenario) FAIL(render(scenario.why_not()));
    scenario.value().outputs.people = 40;
    return std::move(scenario.value());
}

/// Written down at each moment and gone on, with other threads, is as never stopped.
void check_goes_on(const Scenario& scenario, const std::vector<double>& moments)
{
    const Experiment whole = run_as(scenario, spec_of(scenario));
    int threads = 1;
    for (const double moment : moments) {
        INFO("at " << moment << " days, " << threads << " threads");
        const auto checkpoint = written_at(scenario, moment, threads);
        threads = threads % 3 + 1;
        CHECK(difference(whole.results, run_on(checkpoint, scenario, threads).results) == "");
    }
}

/// A clinic with what there is: frailty, ages, levels that move hazards and weights, branches, arrivals,
/// ends, and if it is shared queues, clinicians who imitate, a system and policies.
std::string clinic(bool is_shared, const std::string& horizon, const std::string& policies)
{
    return fmt::format(
        R"(txpath: 1
title: a clinic
time: {{horizon: {}, report_every: 3 months, sync_every: 2 weeks}}
population:
  size: 1500
  attributes:
    region: {{categories: {{rural: 0.3, urban: 0.7}}}}
    age: {{normal: {{mean: 45 years, sd: 10 years}}, min: 20 years, max: 80 years, ages: true}}
    frailty: {{gamma: {{shape: 2, scale: 0.5}}}}
  arrivals: {{rate: 200 per year}}
levels: {{effect: {{start: 0, half_life: 60 days}}, dose: {{toward: {{care.treated: 1}}, half_life: 30 days}}}}
counters: {{relapses: 0}}
{}tracks:
  care:
    start: ill
    states:
      ill: {{utility: 0.6, utility_ratios: {{effect: {{per: 1, ratio: 1.1}}}}}}
{}      treated: {{utility: 0.8, costs: {{drug: 300 USD per month}}, cost_ratios: {{dose: {{per: 1, ratio: 1.2}}}}}}
      well: {{utility: 0.95}}
    transitions:
      ask: {{from: ill, to: {}, weibull: {{shape: 0.8, scale: 1 year}}, proportional_to: frailty,
            hazard_ratios: {{region.rural: 0.7, effect: {{per: 1, ratio: 0.8}}{}}}, adds: {{effect: 1}}}}
      respond: {{from: treated, to: {{well: 0.7, ill: rest}}, mean: 40 days, hazard_ratios: {{dose: {{per: 1, ratio: 1.5}}}}}}
      relapse: {{from: well, to: ill, gompertz: {{shape: 0.2 per year, rate: 0.8 per year}}, adds: {{relapses: 1}},
                hazard_ratios: {{relapses: {{per: 1, ratio: 1.1, at_most: 5}}}}}}
  life:
    start: alive
    states: {{alive: {{}}, dead: {{ends: true, utility: 0, costs: {{mourning: 1 USD per day}}}}}}
    transitions:
      die: {{from: alive, to: dead, gompertz: {{shape: 0.08 per year, rate: 0.002 per year}}, clock: age,
            costs: {{burial: 4000 USD}}}}
      check: {{from: alive, to: alive, after: 400 days, only_if: {{care: [ill, well]}}, costs: {{visit: 50 USD}}}}
{}{}economics: {{currency: USD, price_year: 2025, discount: {{costs: 3 % per year, health: 1 % per year}}}}
outputs: {{by: [region], people: 60}}
run: {{seed: 71, replicates: 1}}
)",
        horizon,
        is_shared
            ? "resources: {chairs: {capacity: 60, used_by: {care.treated: 1}, order: {by: frailty, highest: "
              "true}}}\n"
            : "",
        is_shared ? "      waiting: {utility: 0.6, waits_for: chairs, then: treated}\n" : "",
        is_shared ? "waiting" : "treated",
        is_shared ? ", clinician.adopter: 3, evidence: {per: 1, ratio: 1.5}, population.care.well: {per: 10 "
                    "%, ratio: 1.2}"
                  : "",
        is_shared ? R"(clinicians:
  count: 90
  attributes: {region: {categories: {rural: 0.2, urban: 0.8}}}
  network: {small_world: {neighbours: 6, rewire: 0.1}}
  patients: {match: region}
  start: {unaware: 0.95, adopter: 0.05}
  states: {unaware: {}, adopter: {}}
  transitions:
    imitate: {from: unaware, to: adopter, rate: 1.5 per year, proportional_to: neighbours.adopter,
              hazard_ratios: {evidence: {per: 1, ratio: 2}}}
    forget: {from: adopter, to: unaware, rate: 0.1 per year}
system: {evidence: {start: 0.2, toward: 1, half_life: 2 years}}
)"
                  : "",
        policies.empty() ? "" : "policies: " + policies + "\n");
}

constexpr const char* drug = "tracks.care.states.treated.costs.drug";

std::string early()
{
    return fmt::format(
        "start_up: {{from: 100 days, over: 200 days, set: {{tracks.care.transitions.relapse.gompertz.rate: "
        "0.6 per year, {}: 250 USD per month}}}}",
        drug);
}

std::string late(double from)
{
    return fmt::format(
        "later: {{from: {0} days, over: 100 days, for: 1 year, set: "
        "{{tracks.care.transitions.ask.hazard_ratios.region.rural: 1.4, {1}: 100 USD per month}}}}, "
        "watches: {{from: {0} days, when: {{population.care.well: {{at_least: 10 %}}}}, set: "
        "{{tracks.life.states.dead.costs.mourning: 2 USD per day, "
        "tracks.care.states.well.utility: 0.9}}}}",
        from, drug);
}

Scenario scenario_of(const std::string& text)
{
    auto scenario = load_scenario_text(text, {});
    if (!scenario) FAIL(render(scenario.why_not()));
    return std::move(scenario.value());
}

std::vector<std::string> obstacles_to(const CheckpointHead& head, const std::string& text)
{
    return going_on(head, scenario_of(text)).obstacles;
}

std::string replaced(std::string text, const std::string& what, const std::string& by)
{
    const std::size_t at = text.find(what);
    REQUIRE(at != std::string::npos);
    return text.replace(at, what.size(), by);
}

/// Flows are between quarters of the horizon.
Results without_flows(Results results)
{
    for (ReplicateResult& replicate : results.replicates)
        replicate.tally.flows = replicate.clinicians.flows = {};
    return results;
}

void check_generated(std::uint64_t first, std::uint64_t last, std::size_t moments)
{
    for (std::uint64_t number = first; number <= last; ++number)
        for (const bool is_shared : {false, true}) {
            INFO("scenario " << number << (is_shared ? ", shared" : ""));
            Scenario scenario =
                generated(is_shared ? tests::generate_together(number) : tests::generate(number));
            scenario.run.replicates = number % 3 == 0 ? 4 : 1;
            check_goes_on(scenario, some_moments(scenario, number, moments));
        }
}

}  // namespace

TEST_CASE("generated people who are written down at random moments go on as if never stopped",
          "[checkpoint][engine]")
{
    check_generated(1, 5, 1);
}

TEST_CASE("many generated people who are written down at random moments go on as if never stopped",
          "[checkpoint][engine][slow]")
{
    check_generated(6, 30, 2);
}

TEST_CASE("a clinic goes on as if never stopped, histories and tables", "[checkpoint][engine]")
{
    for (const bool is_shared : {false, true}) {
        INFO((is_shared ? "shared" : "apart"));
        const Scenario scenario = scenario_of(
            clinic(is_shared, "3 years", is_shared ? "{" + early() + ", " + late(500) + "}" : ""));
        const Experiment whole = run_as(scenario, spec_of(scenario));
        const auto files = csv_files(whole);
        int threads = 1;
        for (const double moment : {14.0, 154.0, 602.0, 1008.0}) {
            INFO("at " << moment << " days");
            const auto checkpoint = written_at(scenario, moment, threads);
            threads = threads % 3 + 1;
            const Experiment on = run_on(checkpoint, scenario, threads);
            CHECK(difference(whole.results, on.results) == "");
            CHECK(csv_files(on) == files);
        }
    }
}

TEST_CASE("replicates go on each with its own luck", "[checkpoint][engine]")
{
    for (const bool is_shared : {false, true}) {
        Scenario scenario = scenario_of(clinic(is_shared, "2 years", ""));
        scenario.run.replicates = 5;
        check_goes_on(scenario, {280.0, 434.0});
    }
}

TEST_CASE("a checkpoint does not depend on threads", "[checkpoint][engine]")
{
    Scenario scenario = scenario_of(clinic(true, "2 years", ""));
    scenario.run.replicates = 3;
    const std::string one = written_at(scenario, 280.0, 1)->bytes;
    CHECK(written_at(scenario, 280.0, 2)->bytes == one);
    CHECK(written_at(scenario, 280.0, 3)->bytes == one);
}

TEST_CASE("a future with later policies is that of a run that had them from the start",
          "[checkpoint][engine]")
{
    for (const bool is_shared : {false, true})
        for (const double from : {504.0, 700.0}) {
            INFO((is_shared ? "shared" : "apart") << ", from " << from << " days");
            const std::string before = is_shared ? "{" + early() + "}" : "";
            const std::string after = "{" + (is_shared ? early() + ", " : "") + late(from) + "}";
            const auto checkpoint = written_at(scenario_of(clinic(is_shared, "3 years", before)), 504.0, 2);
            const Scenario future = scenario_of(clinic(is_shared, "3 years", after));
            const Experiment whole = run_as(future, spec_of(future));
            CHECK(difference(whole.results, run_on(checkpoint, future, 2).results) == "");
        }
}

TEST_CASE("a later policy that sets what holds already changes nothing", "[checkpoint][engine]")
{
    const std::string plain = clinic(true, "3 years", "{" + early() + "}");
    const auto checkpoint = written_at(scenario_of(plain), 504.0, 2);
    const Scenario same = scenario_of(clinic(
        true, "3 years",
        "{" + early() +
            ", same: {from: 504 days, set: {tracks.care.transitions.ask.hazard_ratios.region.rural: 0.7}}}"));
    const Experiment without = run_on(checkpoint, scenario_of(plain), 1), with = run_on(checkpoint, same, 1);
    CHECK(same_histories(without.results, with.results));
    CHECK(without.results.replicates[0].tally.person_ticks.values ==
          with.results.replicates[0].tally.person_ticks.values);
    CHECK(without.money().costs.front().cost.mean == with.money().costs.front().cost.mean);
}

TEST_CASE("numbers that differ hold from the checkpoint on, as if a policy had set them then",
          "[checkpoint][engine]")
{
    for (const bool is_shared : {false, true}) {
        INFO((is_shared ? "shared" : "apart"));
        const std::string text = clinic(is_shared, "3 years", "");
        const auto checkpoint = written_at(scenario_of(text), 504.0, 2);
        const std::string changed =
            replaced(replaced(text, "drug: 300 USD", "drug: 120 USD"), "mean: 40 days", "mean: 20 days");
        const GoingOn going = going_on(checkpoint->head, scenario_of(changed));
        CHECK(going.obstacles.empty());
        auto laid_over = load_scenario_text(changed, going.overrides);
        if (!laid_over) FAIL(render(laid_over.why_not()));
        const Scenario by_hand =
            scenario_of(clinic(is_shared, "3 years",
                               fmt::format("{{by_hand: {{from: 504 days, set: {{{}: 120 USD per month, "
                                           "tracks.care.transitions.respond.mean: "
                                           "20 days}}}}}}",
                                           drug)));
        const Experiment whole = run_as(by_hand, spec_of(by_hand));
        CHECK(difference(whole.results, run_on(checkpoint, laid_over.value(), 3).results) == "");
    }
}

TEST_CASE(
    "another horizon gives what a run to that horizon gives, but for the times between which flows are "
    "counted",
    "[checkpoint][engine]")
{
    for (const bool is_shared : {false, true}) {
        INFO((is_shared ? "shared" : "apart"));
        Scenario scenario = scenario_of(clinic(is_shared, "2 years", ""));
        scenario.run.replicates = 2;
        const auto checkpoint = written_at(scenario, 504.0, 1);
        for (const std::string horizon : {"600 days", "4 years"}) {
            INFO("to " << horizon);
            Scenario future = scenario_of(clinic(is_shared, horizon, ""));
            future.run.replicates = 2;
            const Experiment whole = run_as(future, spec_of(future)), on = run_on(checkpoint, future, 2);
            CHECK(difference(without_flows(whole.results), without_flows(on.results)) == "");
            CHECK(on.results.checkpoints.front() == 0.0);
            CHECK(on.results.checkpoints.back() == future.time.horizon);
        }
    }
}

TEST_CASE("what cannot begin at the checkpoint is refused, and named", "[checkpoint]")
{
    const std::string text = clinic(true, "3 years", "{" + early() + "}");
    Scenario scenario = scenario_of(text);
    const CheckpointHead head = written_at(scenario, 504.0, 1)->head;
    using Sentences = std::vector<std::string>;
    CHECK(obstacles_to(head, text).empty());
    CHECK(obstacles_to(head, replaced(text, "size: 1500", "size: 1600")) ==
          Sentences{"'population.size' is 1600 and was 1500"});
    CHECK(obstacles_to(head, replaced(text, "shape: 2,", "shape: 3,")) ==
          Sentences{
              "'population.attributes.frailty' is {gamma: {shape: 3, scale: 0.5}} and was {gamma: {shape: 2, "
              "scale: 0.5}}"});
    CHECK(obstacles_to(head, replaced(text, "seed: 71", "seed: 72")) ==
          Sentences{"'run.seed' is 72 and was 71"});
    CHECK(obstacles_to(head, replaced(text, "people: 60", "people: 61")) ==
          Sentences{"'outputs.people' is 61, and the checkpoint has the histories of 60 people"});
    CHECK(obstacles_to(head, replaced(text, "people: 60", "people: 10")).empty());
    CHECK(obstacles_to(head, replaced(text, "horizon: 3 years", "horizon: 1 year")) ==
          Sentences{"'time.horizon' is 1 year, not after the checkpoint"});
    CHECK(obstacles_to(head, replaced(text, "from: 100 days", "from: 90 days")) ==
          Sentences{"policy 'start_up' had begun, so it must stay as it was"});
    CHECK(obstacles_to(head, clinic(true, "3 years", "")) ==
          Sentences{"policy 'start_up' had begun, so it must stay as it was"});
    CHECK(obstacles_to(head, clinic(true, "3 years",
                                    "{" + early() + ", soon: {from: 500 days, set: {evidence: 0.5}}}")) ==
          Sentences{"policy 'soon' is new or another one, so it must have a 'from' at the checkpoint (504 "
                    "days) or after "
                    "it"});
    CHECK(obstacles_to(head, replaced(text, "300 USD", "200 USD")) ==
          Sentences{"'tracks.care.states.treated.costs.drug' is 200 USD per month and was 300 USD per month, "
                    "and policy "
                    "'start_up' sets it; change the policy"});
    CHECK(obstacles_to(head,
                       replaced(text, "respond: {from: treated, to: {well: 0.7, ill: rest}, mean: 40 days",
                                "respond: {from: treated, to: {well: 0.7, ill: rest}, median: 40 days")) ==
          Sentences{"'tracks.care.transitions.respond.median' is 40 days and was not there",
                    "'tracks.care.transitions.respond.mean' was 40 days and is not there any more"});
}

TEST_CASE("a checkpoint of people who share something can only be at a sync point", "[checkpoint]")
{
    const auto nearest = [](const std::string& text, double moment) {
        const Scenario scenario = scenario_of(text);
        const auto model = compile(scenario, base_case(scenario));
        REQUIRE(model);
        return nearest_to_checkpoint(model.value(), moment);
    };
    const std::string shared = clinic(true, "3 years", "");
    CHECK(nearest(clinic(false, "3 years", ""), 500.0).empty());
    CHECK(nearest(shared, 504.0).empty());
    CHECK(nearest(shared, 500.0) == std::vector<double>{490.0, 504.0});
    CHECK(nearest(shared, 3.0) == std::vector<double>{14.0});
    CHECK(nearest(shared, 3 * year_days - 1.0) == std::vector<double>{1092.0});
}

TEST_CASE("costs of a state that ended people are priced as of each day", "[policies][engine]")
{
    const Experiment experiment = run_text(R"(txpath: 1
title: a home
time: {horizon: 200 days, report_every: 50 days, sync_every: 10 days}
population: {size: 10}
economics: {currency: USD, price_year: 2025, discount: {costs: 0 % per year, health: 0 % per year}}
tracks:
  care:
    start: ill
    states: {ill: {}, home: {ends: true, costs: {nursing: 10 USD per day}}}
    transitions: {leave: {from: ill, to: home, after: 1 day}}
policies: {cheaper: {from: 100 days, set: {tracks.care.states.home.costs.nursing: 4 USD per day}}}
run: {seed: 1}
)");
    CHECK(experiment.money().costs.front().cost.mean == Approx(99 * 10 + 100 * 4).epsilon(1e-6));
}
