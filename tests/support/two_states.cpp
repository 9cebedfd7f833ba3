// two_states.cpp -- the numbers behind two_states.hpp.
#include "support/two_states.hpp"

#include <cmath>

namespace txpath::test {
namespace {

constexpr double tick_of_level = 1048576.0;        // 2^20 in 1
constexpr double tick_of_discount = 1073741824.0;  // 2^30 in 1

Tally tally()
{
    Tally tally;
    tally.times = 3;
    tally.cells = 2;
    tally.entered = counts(1, {4, 4, 4, 4, 4, 4}, 1);
    tally.present = counts(1, {4, 4, 4, 4, 4, 4}, 1);
    tally.occupancy = counts(2, {4, 0, 4, 0, 2, 2, 0, 4, 4, 0, 2, 2}, 1);
    tally.person_ticks = counts(2, {0, 0, 0, 0, 3, 1, 1, 3, 2, 2, 2, 2}, ticks_per_year);
    tally.events = counts(2, {0, 0, 0, 0, 2, 0, 4, 0, 0, 2, 0, 2}, 1);
    tally.entries = counts(2, {0, 0, 0, 0, 0, 2, 0, 4, 2, 0, 2, 0}, 1);
    tally.levels = counts(1, {0, 0, 2, 4, 1, 0}, tick_of_level);
    tally.utility = counts(1, {2, 2, 2.5, 3, 2, 2.5}, tick_of_level);
    tally.sojourns = counts(SojournBins::count, std::vector<double>(4 * SojournBins::count), 1);
    constexpr std::size_t from_32_days = 17 * 16, from_362_days = 328;  // bins of 2^5 and 2^8.5 days
    tally.sojourns.values[0 * SojournBins::count + from_32_days] = 2;   // none, recover
    tally.sojourns.values[1 * SojournBins::count + from_362_days] = 2;  // none, relapse
    tally.sojourns.values[2 * SojournBins::count + from_32_days] = 4;   // private, recover
    tally.sojourns.values[3 * SojournBins::count + from_362_days] = 2;  // private, relapse
    tally.flows = counts(4, {6, 2, 0, 0}, 1);
    return tally;
}

Ledger ledger()
{
    Ledger ledger;
    ledger.cells = 2;
    ledger.people = counts(1, {4, 4}, 1);
    ledger.state_ticks = counts(2, {50, 30, 30, 50}, ticks_per_year);  // not used: prices go by cost_ticks
    ledger.cost_ticks[0] = counts(2, {5, 3, 3, 5}, ticks_per_year);
    ledger.cost_ticks[1] = counts(2, {4.5, 2.75, 2.5, 4.25}, ticks_per_year);
    ledger.entries[0] = counts(2, {2, 2, 2, 4}, 1);
    ledger.entries[1] = counts(2, {1.875, 1.75, 1.875, 3.5}, tick_of_discount);
    ledger.entries_health = counts(2, {1.9375, 1.5, 1.9375, 3.25}, tick_of_discount);
    ledger.events[0] = counts(2, {2, 2, 4, 2}, 1);
    ledger.events[1] = counts(2, {1.625, 1.25, 3.625, 1.125}, tick_of_discount);
    ledger.events_health = counts(2, {1.6875, 1.375, 3.875, 1.0625}, tick_of_discount);
    ledger.quality_ticks[0] = counts(1, {4.75, 5.25}, ticks_per_year);
    ledger.quality_ticks[1] = counts(1, {4.5, 4.875}, ticks_per_year);
    ledger.life_ticks[0] = counts(1, {8, 8}, ticks_per_year);
    ledger.life_ticks[1] = counts(1, {7.25, 6.75}, ticks_per_year);
    return ledger;
}

State state(const char* name, double utility, CostId category, double per_day)
{
    State state;
    state.name = name;
    state.track = TrackId{0};
    state.utility = certain(utility);
    state.has_utility = true;
    state.costs = {{category, certain(per_day), {}}};
    return state;
}

Transition transition(const char* name, StateId from, StateId to)
{
    Transition transition;
    transition.name = name;
    transition.track = TrackId{0};
    transition.from = {from};
    transition.to.resize(1);
    transition.to[0].to = to;
    return transition;
}

void add_pathway(Scenario& scenario)
{
    scenario.tracks.resize(1);
    Track& track = scenario.tracks[TrackId{0}];
    track.name = "health";
    track.states = {ill, well};
    track.transitions = {recover, relapse};
    scenario.states = {state("ill", 0.5, care, 10.0), state("well", 0.75, drug, 2.0)};
    scenario.states[well].on_entry.costs = {{drug, certain(5.0), {}}};
    scenario.states[well].on_entry.qalys = certain(-0.25);
    scenario.transitions = {transition("recover", ill, well), transition("relapse", well, ill)};
    scenario.transitions[relapse].effects.costs = {{care, certain(100.0), {}}};
    scenario.transitions[recover].effects.qalys = certain(0.125);
    scenario.levels.resize(1);
    scenario.levels[LevelId{0}].name = "tolerance";
}

void add_people(Scenario& scenario)
{
    scenario.people.size = 4;
    scenario.people.scale = 10.0;
    scenario.people.attributes.resize(1);
    Attribute& coverage = scenario.people.attributes[AttributeId{0}];
    coverage.name = "coverage";
    coverage.is_categorical = true;
    coverage.categories = {"none", "private"};
}

}  // namespace

Value certain(double number)
{
    Value value;
    value.number = number;
    return value;
}

Counts counts(std::size_t columns, const std::vector<double>& numbers, double unit)
{
    Counts counts;
    counts.columns = columns;
    counts.rows = numbers.size() / columns;
    for (const double number : numbers)
        counts.values.push_back(static_cast<std::int64_t>(std::llround(number * unit)));
    return counts;
}

Scenario two_states()
{
    Scenario scenario;
    scenario.name = "clinic";
    scenario.title = "Two states, \"ill\" and well";
    scenario.time.horizon = 730.5;
    scenario.time.reports = {0.0, 365.25, 730.5};
    scenario.time.report_every = 365.25;
    add_people(scenario);
    add_pathway(scenario);
    scenario.economics.currency = "USD";
    scenario.economics.price_year = 2025;
    scenario.economics.discount_costs = certain(0.03);
    scenario.economics.discount_health = certain(0.015);
    scenario.economics.categories = {"care", "drug"};
    scenario.outputs.by = {AttributeId{0}};
    scenario.outputs.measures = {{"in_good_health", {well}, {}}, {"relapses", {}, {relapse}}};
    scenario.effective_text = "txpath: 1\n";
    return scenario;
}

/// The second replicate ends with one more well person without coverage, and costs twice as much time of
/// care.
ReplicateResult two_states_replicate(std::uint32_t replicate)
{
    ReplicateResult result;
    result.replicate = replicate;
    result.weight_unit = 2;
    result.tally = tally();
    result.batches = {ledger()};
    result.instants = 7;
    if (replicate % 2 == 0) {
        result.histories = {{0, TrackId{0}, StateId{}, ill, TransitionId{}, 0.0, 0.0},
                            {0, TrackId{0}, ill, well, recover, 0.0, 91.3125},
                            {0, TrackId{0}, well, ill, relapse, 91.3125, 365.25}};
        return result;
    }
    result.tally.occupancy.values[8] = result.tally.occupancy.values[9] = 2;
    for (Counts& ticks : result.batches[0].cost_ticks) ticks.values[0] *= 2;
    return result;
}

Results two_states_results(std::uint32_t replicates)
{
    Results results;
    for (std::uint32_t replicate = 0; replicate < replicates; ++replicate)
        results.replicates.push_back(two_states_replicate(replicate));
    results.checkpoints = {0.0, 730.5};
    return results;
}

}  // namespace txpath::test
