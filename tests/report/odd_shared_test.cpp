// odd_shared_test.cpp -- the ODD protocol says what people share, with every number and its source.
#include <catch2/catch.hpp>
#include <memory>
#include <string>

#include "report/odd.hpp"
#include "report/odd_words.hpp"
#include "support/shared_clinic.hpp"
#include "txpath/report.hpp"

using namespace txpath;
using namespace txpath::test;

namespace {

std::string page_of(const Scenario& scenario)
{
    return odd_text(scenario, {.version = "1.2.3", .fingerprint = 7});
}

bool holds(const std::string& page, const std::string& text)
{
    return page.find(text) != std::string::npos;
}

/// The clinicians of a scenario, to be changed.
Scenario& clinicians_of(Scenario& scenario)
{
    const auto copy = std::make_shared<Scenario>(*scenario.shared.clinicians->scenario);
    scenario.shared.clinicians->scenario = copy;
    return *copy;
}

}  // namespace

TEST_CASE("entities name clinicians, resources, system variables and policies", "[odd][shared]")
{
    const std::string page = page_of(shared_clinic());
    CHECK(holds(page, "Entities are people and what they share. A person has"));
    CHECK(holds(
        page,
        "### Clinicians\n\n3 clinicians are simulated, each of whom stands for 100 real ones. Every person "
        "has one clinician and keeps him or her; panels are as equal as they can be among those whose "
        "`clinician_region` is the person's `region`; where no clinician matches, all do. All of them know "
        "one another."));
    CHECK(holds(page, "\n| `clinician` | `adopter` (final), `unaware` |\n"));
    CHECK(holds(page, "\n| `beds` | 40 (no source) | first come, first served |\n"));
    CHECK(holds(page,
                "\n| `sessions` | 14 per week (no source) for `region.rural` and 42 per week (no source) for "
                "`region.urban` | first come, first served |\n"));
    CHECK(holds(page, "unlimited (no source) for `coverage.private`"));
    CHECK(holds(page, "System variables, one value each for everybody: `guideline`.\n"));
    CHECK(holds(page, "Policies, each in force or not: `cheaper_care` and `guideline_issued`.\n"));
    CHECK(holds(page, "Start states that are certain:\n\n- `clinician`: `unaware` for everybody\n"));
}

TEST_CASE("the schedule of sync points is that of the contract", "[odd][shared]")
{
    const std::string page = page_of(shared_clinic());
    CHECK(holds(page, "Each person lives alone between two sync points (below), from event to event"));
    CHECK(holds(page,
                "at time 0, every 73.05 days, and at every moment known beforehand at which a policy begins, "
                "ends or finishes its ramp; 10 in all before the horizon."));
    std::size_t at = page.find("At *sync points* people meet");
    for (const std::string step :
         {"1. **Policies.**", "2. **Clinicians.**", "3. **Queues.**", "4. **Lives.**"}) {
        INFO(step);
        const std::size_t next = page.find(step, at);
        REQUIRE(next != std::string::npos);
        at = next;
    }
}

TEST_CASE("interaction says by what people act on one another, and nothing else", "[odd][shared]")
{
    CHECK(report::odd_interaction(shared_clinic()) ==
          "People act on one another through what they share, and only at sync points: they compete for "
          "resources, and wait in queues for those that are taken; each has a clinician, but no transition "
          "reads "
          "what he or she has become; clinicians imitate those whom they know; something reads the share of "
          "clinicians who are in a state; policies change numbers for everybody.");

    Scenario queues = two_states();
    queues.shared.resources = shared_clinic().shared.resources;
    CHECK(report::odd_interaction(queues) ==
          "People act on one another through what they share, and only at sync points: they compete for "
          "resources, and wait in queues for those that are taken.");
    CHECK(holds(page_of(two_states()), "### Interaction\n\nNone. Nobody reads another person"));
    CHECK_FALSE(holds(page_of(two_states()), "sync point"));
    CHECK(holds(page_of(two_states()), "### Collectives\n\nNone. Groups of people occur only in reports.\n"));
}

TEST_CASE("submodels have every number of what is shared, numbered before economics", "[odd][shared]")
{
    const std::string page = page_of(shared_clinic());
    for (const std::string heading :
         {"### 7.3 Track `health`", "### 7.4 Resources and queues", "### 7.5 Clinicians",
          "### 7.6 System variables", "### 7.7 Policies", "### 7.8 Economics"})
        CHECK(holds(page, "\n" + heading + "\n"));
    CHECK(holds(page, "\n| capacity of `beds` | everybody | 40 | none | no source |  |\n"));
    CHECK(holds(page,
                "\n| capacity of `sessions` | people whose `region` is `urban` | 42 per week | none | no "
                "source |  |\n"));
    CHECK(holds(page,
                "\n| use of `sessions` | of one person in `health.ill` | 1.75 per week | none | no source |  "
                "|\n"));
    CHECK(holds(page,
                "\n#### Transition `clinician.imitate`\n\nFrom `unaware` to `adopter`. Hazard: rate (0.36525 "
                "per year in the base case); times `neighbours.adopter`.\n"));
    CHECK(holds(page, "\n| half-life of `guideline` | always | 1 year | none | no source |  |\n"));
    CHECK(holds(page, "\n#### Policy `cheaper_care`\n\nIn force from 1 year (no source) on.\n"));
    CHECK(holds(page, "\n| `tracks.health.states.ill.costs.care` | 4 | 10 (P1) |\n"));
    CHECK(holds(page,
                "\nIn force from the first sync point on at which `clinicians.adopter` is at least 0.5.\n"));
    CHECK(holds(page, "\n| `guideline` | 1 | its own course |\n"));
}

TEST_CASE("a held number is told in the words of the number itself", "[odd][shared]")
{
    Scenario scenario = shared_clinic();
    const auto told = [&](const std::string& written, double base, double held) {
        scenario.parameters[0].written = written;
        scenario.parameters[0].base = base;
        return report::held_amount(scenario, {price_of_care, SystemId{}, certain(held), {}});
    };
    CHECK(told("10 USD per day", 10.0, 4.0) == "4 USD per day");
    CHECK(told("33 % within 14 weeks", 0.33, 0.5) == "50 % within 14 weeks");
    CHECK(told("400 per week", 400.0 / 7.0, 800.0 / 7.0) == "800 per week");
    CHECK(told("0", 0.0, 1.0) == "1");
    CHECK(told("", 10.0, 4.0) == "4");
}

TEST_CASE("what a queue and its order are made of is said", "[odd][shared]")
{
    Scenario scenario = shared_clinic();
    scenario.states[well].waits_for = beds;
    scenario.states[well].then = ill;
    Resource& of_beds = scenario.shared.resources[beds];
    of_beds.order_by = AttributeId{0};
    of_beds.first = {CategoryId{1}, CategoryId{0}};
    const std::string page = page_of(scenario);
    CHECK(holds(page, "\n| `health` | `ill`, `well` (waits for `beds`) |\n"));
    CHECK(holds(page, "\n`well` waits for `beds`: whoever is granted enters `ill`.\n"));
    CHECK(holds(page, "| by `coverage`: `private` then `none` first, then the others alike |"));

    scenario.people.attributes[AttributeId{1}].is_categorical = false;
    of_beds.order_by = AttributeId{1};
    of_beds.is_highest_first = false;
    CHECK(holds(report::odd_shared_entities(scenario), "| lowest `region` first |"));
}

TEST_CASE("clinicians' transitions can read the people's shares, and say so by name", "[odd][shared]")
{
    Scenario scenario = shared_clinic();
    Scenario& theirs = clinicians_of(scenario);
    Transition& imitate = theirs.transitions[TransitionId{0}];
    imitate.proportional_to = Reading{Subject::population, {}, {}, well, {}, {}, {}};
    imitate.only_if.kind = Condition::Kind::compare;
    imitate.only_if.of = Reading{Subject::population, {}, {}, ill, {}, {}, {}};
    imitate.only_if.at_least = 0.25;
    const std::string page = page_of(scenario);
    CHECK(holds(page,
                "times `population.health.well`; and 0 unless `population.health.ill` is at least 0.25."));
    CHECK(holds(page,
                "*Clinicians.* Of what is shared they read, as it stood at the last sync point: "
                "`population.health.ill` and `population.health.well`."));
}

TEST_CASE("the clinician's state is a track that comes from outside", "[odd][shared]")
{
    Scenario scenario = shared_clinic();
    Track track;
    track.name = "clinician";
    track.is_given = true;
    for (const char* name : {"adopter", "unaware"}) {
        track.states.push_back(scenario.states.next_id());
        State& state = scenario.states.emplace_back();
        state.name = name;
        state.track = TrackId{1};
        state.utility = certain(1.0);
    }
    scenario.tracks.push_back(track);
    scenario.shared.clinicians->track = TrackId{1};
    Ratio ratio;
    ratio.of.subject = Subject::state;
    ratio.of.state = scenario.tracks[TrackId{1}].states[0];
    ratio.ratio = certain(4.0);
    scenario.transitions[recover].hazard_ratios = {ratio};

    const std::string page = page_of(scenario);
    CHECK(holds(page, "\n| `clinician` (of the person's clinician) | `adopter`, `unaware` |\n"));
    CHECK(holds(page,
                "### 7.4 Track `clinician`\n\nThe state of a person's clinician, as it was at the last sync "
                "point.\n"));
    CHECK(holds(page, "what the clinician of a person has become or is changes the person's transitions"));
    CHECK(holds(page, "\n| hazard ratio | while `clinician` is `adopter` | 4 | none | no source |  |\n"));
}
