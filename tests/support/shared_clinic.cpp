// shared_clinic.cpp -- the numbers behind shared_clinic.hpp.
#include "support/shared_clinic.hpp"

#include <limits>
#include <memory>

namespace txpath::test {
namespace {

constexpr double unlimited = std::numeric_limits<double>::infinity();
constexpr std::size_t times = 3, cells = 2, pools = 5;

Attribute categories(const char* name, std::vector<std::string> names)
{
    Attribute attribute;
    attribute.name = name;
    attribute.is_categorical = true;
    attribute.shares.assign(names.size(), certain(1.0 / static_cast<double>(names.size())));
    attribute.categories = std::move(names);
    return attribute;
}

Resource resource(const char* name, std::vector<Value> capacity, StateId used_in, double use)
{
    Resource resource;
    resource.name = name;
    resource.capacity = std::move(capacity);
    resource.used_by = {{used_in, certain(use)}};
    return resource;
}

std::shared_ptr<const Scenario> clinicians()
{
    auto scenario = std::make_shared<Scenario>();
    scenario->name = "clinic";
    scenario->time = two_states().time;
    scenario->people.size = 3;
    scenario->people.scale = 100.0;
    scenario->people.attributes = {categories("clinician_region", {"rural", "urban"})};
    scenario->outputs.by = {AttributeId{0}};
    scenario->tracks.resize(1);
    Track& track = scenario->tracks[TrackId{0}];
    track.name = "clinician";
    track.states = {StateId{0}, StateId{1}};
    track.transitions = {TransitionId{0}};
    scenario->states.resize(2);
    scenario->states[StateId{0}].name = "adopter";
    scenario->states[StateId{1}].name = "unaware";
    for (State& state : scenario->states) state.track = TrackId{0}, state.utility = certain(1.0);
    track.start.shares.resize(1);
    track.start.shares[0].resize(1);
    track.start.shares[0][0].to = StateId{1};
    track.start.shares[0][0].probability = certain(1.0);
    scenario->transitions.resize(1);
    Transition& imitate = scenario->transitions[TransitionId{0}];
    imitate.name = "imitate";
    imitate.track = TrackId{0};
    imitate.from = {StateId{1}};
    imitate.to.resize(1);
    imitate.to[0].to = StateId{0};
    imitate.when.first = certain(0.001);
    imitate.proportional_to = Reading{Subject::neighbours, {}, {}, StateId{0}, {}, {}, {}};
    return scenario;
}

void add_policies(Scenario& scenario)
{
    scenario.shared.system.resize(1);
    SystemVariable& guideline = scenario.shared.system[SystemId{0}];
    guideline.name = "guideline";
    guideline.start = certain(0.25);
    guideline.toward = certain(1.0);
    guideline.rising = guideline.falling = certain(365.25);

    scenario.shared.policies.resize(2);
    Policy& cheaper = scenario.shared.policies[cheaper_care];
    cheaper.name = "cheaper_care";
    cheaper.from = certain(365.25);
    cheaper.set = {{price_of_care, SystemId{}, certain(4.0), {}}};
    Policy& issued = scenario.shared.policies[guideline_issued];
    issued.name = "guideline_issued";
    issued.when.kind = Condition::Kind::compare;
    issued.when.of.subject = Subject::clinicians;
    issued.when.of.state = StateId{0};
    issued.when.at_least = 0.5;
    issued.set = {{ParameterId{}, SystemId{0}, certain(1.0), {}}};
}

ResourceTally at_resources()
{
    ResourceTally tally;
    tally.pools = {{beds, CategoryId{}},
                   {sessions, CategoryId{0}},
                   {sessions, CategoryId{1}},
                   {visits, CategoryId{0}},
                   {visits, CategoryId{1}}};
    for (std::size_t time = 0; time < times; ++time)
        for (const double capacity : {40.0, 2.0, 6.0, 30.0, unlimited})
            tally.capacity.push_back(capacity + static_cast<double>(time));  // it grows by 1 a year
    std::vector<double> queue, joined, granted, gave_up, ended;
    for (std::size_t row = 0; row < times * cells; ++row)
        for (std::size_t pool = 0; pool < pools; ++pool) {
            const auto mark = static_cast<double>(100 * row + 10 * pool);
            tally.used.push_back(mark / 8.0);
            queue.push_back(mark + 1);
            joined.push_back(mark + 2);
            granted.push_back(mark + 3);
            gave_up.push_back(mark + 4);
            ended.push_back(mark + 5);
        }
    tally.queue = counts(pools, queue, 1);
    tally.joined = counts(pools, joined, 1);
    tally.granted = counts(pools, granted, 1);
    tally.gave_up = counts(pools, gave_up, 1);
    tally.ended = counts(pools, ended, 1);
    // The last interval: beds 1, 4 and 2 days without coverage and 9 days private; sessions only urban, half
    // a day.
    tally.waits.resize(times * cells * pools);
    tally.waits[4 * pools + 0] = {1024, 4096, 2048};
    tally.waits[5 * pools + 0] = {9216};
    tally.waits[4 * pools + 2] = {512};
    return tally;
}

Tally of_clinicians()
{
    Tally tally;
    tally.times = times;
    tally.cells = 2;
    tally.entered = counts(1, {1, 2, 1, 2, 1, 2}, 1);
    tally.present = tally.entered;
    tally.occupancy = counts(2, {0, 1, 0, 2, 1, 0, 0, 2, 1, 0, 1, 1}, 1);
    return tally;
}

}  // namespace

Scenario shared_clinic()
{
    Scenario scenario = two_states();
    scenario.people.attributes.push_back(categories("region", {"rural", "urban"}));
    scenario.time.sync_every = 73.05;
    scenario.parameters.resize(1);
    scenario.parameters[0].path = "tracks.health.states.ill.costs.care";
    scenario.parameters[0].base = 10.0;
    scenario.states[ill].costs[0].amount.parameter = price_of_care;

    scenario.shared.resources = {resource("beds", {certain(40.0)}, ill, 1.0),
                                 resource("sessions", {certain(2.0), certain(6.0)}, ill, 0.25),
                                 resource("visits", {certain(30.0), certain(unlimited)}, well, 1.0)};
    scenario.shared.resources[sessions].is_per_day = true;
    scenario.shared.resources[sessions].by = AttributeId{1};
    scenario.shared.resources[visits].by = AttributeId{0};
    scenario.shared.clinicians.emplace();
    scenario.shared.clinicians->scenario = clinicians();
    scenario.shared.clinicians->network.kind = NetworkKind::complete;
    scenario.shared.clinicians->match = AttributeId{1};
    scenario.shared.clinicians->match_of = AttributeId{0};
    add_policies(scenario);
    scenario.shared.shares = {scenario.shared.policies[guideline_issued].when.of};
    scenario.shared.shares = {scenario.shared.policies[guideline_issued].when.of};
    return scenario;
}

Results shared_clinic_results(std::uint32_t replicates)
{
    Results results = two_states_results(replicates);
    for (ReplicateResult& replicate : results.replicates) {
        replicate.resources = at_resources();
        replicate.clinicians = of_clinicians();
        replicate.system = {0.25, 0.625, 1.0};
        replicate.policies = {{cheaper_care, 365.25, std::numeric_limits<double>::infinity()}};
        if (replicate.replicate % 2 == 1) replicate.policies.push_back({guideline_issued, 182.625, 547.875});
        replicate.later = {{365.25, {4.0}, replicate.batches[0]}};
        replicate.later[0].ledger.people.values = {0, 0};  // all of them came before
    }
    results.network = NetworkFacts{3, 3, 2.0, 0.0, 2, 2, 1.0, 1, 3};
    return results;
}

}  // namespace txpath::test
