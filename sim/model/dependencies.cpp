// dependencies.cpp -- which transitions must be looked at again when something changes.
//
// Owns      dependencies: the edges from states, levels, counters and attributes to their readers.
// Promises  no edge is missing and none is superfluous, so a change re-evaluates what it concerns.
#include <algorithm>

#include "model/pathway_graph.hpp"

namespace txpath {

namespace {

/// Edges before they are sorted into rows.
struct Edges {
    std::vector<std::vector<TransitionId>> by_state, by_level, by_counter, by_attribute, by_system, by_share,
        by_neighbours;
};

void add_reading(const Scenario& scenario, const Reading& reading, TransitionId reader, Edges& edges)
{
    switch (reading.subject) {
        case Subject::category:
        case Subject::number:
            edges.by_attribute[reading.attribute.index()].push_back(reader);
            return;
        case Subject::state:
            edges.by_state[reading.state.index()].push_back(reader);
            return;
        case Subject::counter:
            edges.by_counter[reading.counter.index()].push_back(reader);
            return;
        case Subject::system:
            edges.by_system[reading.system.index()].push_back(reader);
            return;
        case Subject::population:
        case Subject::clinicians:
            edges.by_share[place_of_share(scenario.shared, reading)].push_back(reader);
            return;
        case Subject::neighbours:
            edges.by_neighbours[reading.state.index()].push_back(reader);
            return;
        case Subject::level:
            break;
    }
    edges.by_level[reading.level.index()].push_back(reader);
    for (const auto& [state, target] : scenario.levels[reading.level].toward)
        edges.by_state[state.index()].push_back(reader);
}

void add_ratios(const Scenario& scenario, const std::vector<Ratio>& ratios, TransitionId reader, Edges& edges)
{
    for (const Ratio& ratio : ratios) add_reading(scenario, ratio.of, reader, edges);
}

void add_condition(const Scenario& scenario, const Condition& condition, TransitionId reader, Edges& edges)
{
    for (const Condition& part : condition.parts) add_condition(scenario, part, reader, edges);
    for (const Reading& option : condition.options) add_reading(scenario, option, reader, edges);
    if (condition.kind == Condition::Kind::compare) add_reading(scenario, condition.of, reader, edges);
}

void add_age(const Scenario& scenario, TransitionId reader, Edges& edges)
{
    for (std::size_t i = 0; i < scenario.people.attributes.size(); ++i)
        if (scenario.people.attributes[AttributeId{i}].ages) edges.by_attribute[i].push_back(reader);
}

void add_transition(const Scenario& scenario, TransitionId id, Edges& edges)
{
    const Transition& transition = scenario.transitions[id];
    add_ratios(scenario, transition.hazard_ratios, id, edges);
    add_condition(scenario, transition.only_if, id, edges);
    if (transition.proportional_to) add_reading(scenario, *transition.proportional_to, id, edges);
    for (const Option& option : transition.to) add_ratios(scenario, option.odds_ratios, id, edges);
    for (const AttributeId by : transition.when.table.by) edges.by_attribute[by.index()].push_back(id);
    if (transition.when.clock == Clock::age) add_age(scenario, id, edges);
}

DependencyRows rows_of(std::vector<std::vector<TransitionId>>& edges)
{
    DependencyRows rows;
    rows.first.push_back(0);
    for (auto& readers : edges) {
        std::sort(readers.begin(), readers.end());
        readers.erase(std::unique(readers.begin(), readers.end()), readers.end());
        rows.readers.insert(rows.readers.end(), readers.begin(), readers.end());
        rows.first.push_back(static_cast<std::uint32_t>(rows.readers.size()));
    }
    return rows;
}

}  // namespace

Dependencies dependencies(const Scenario& scenario)
{
    Edges edges;
    edges.by_state.resize(scenario.states.size());
    edges.by_level.resize(scenario.levels.size());
    edges.by_counter.resize(scenario.counters.size());
    edges.by_attribute.resize(scenario.people.attributes.size());
    edges.by_system.resize(scenario.shared.system.size());
    edges.by_share.resize(scenario.shared.shares.size());
    edges.by_neighbours.resize(scenario.states.size());
    for (std::size_t i = 0; i < scenario.transitions.size(); ++i)
        add_transition(scenario, TransitionId{i}, edges);
    return {rows_of(edges.by_state),     rows_of(edges.by_level),  rows_of(edges.by_counter),
            rows_of(edges.by_attribute), rows_of(edges.by_system), rows_of(edges.by_share),
            rows_of(edges.by_neighbours)};
}

}  // namespace txpath
