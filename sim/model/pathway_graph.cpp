// pathway_graph.cpp -- graphs of states: what can be reached, what cannot be left, what takes no time.
#include "model/pathway_graph.hpp"

#include <algorithm>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/compressed_sparse_row_graph.hpp>
#include <boost/graph/strong_components.hpp>
#include <map>
#include <tuple>

namespace txpath {

namespace {

using Graph = boost::compressed_sparse_row_graph<boost::directedS>;
using Edge = std::pair<std::size_t, std::size_t>;

Graph graph_of(const std::vector<Edge>& edges, std::size_t vertices)
{
    return Graph(boost::edges_are_unsorted, edges.begin(), edges.end(), vertices);
}

/// True if the transition fires at the instant its state is entered.
bool is_instant(const Transition& transition)
{
    return transition.when.law == Law::after && transition.when.clock == Clock::reset &&
           transition.when.first.number == 0.0;
}

void add_transition(const Scenario& scenario, TransitionId id, PathwayGraph& graph)
{
    const Transition& transition = scenario.transitions[id];
    const bool takes_no_time = is_instant(transition);
    for (const StateId from : transition.from) {
        for (const Option& option : transition.to)
            graph.passages.push_back({from, option.to, Passage::Kind::transition, id, takes_no_time});
        for (const StateId to : transition.effects.moves)
            graph.passages.push_back({from, to, Passage::Kind::moved, id, takes_no_time});
    }
}

void add_state(const Scenario& scenario, StateId id, PathwayGraph& graph)
{
    const State& state = scenario.states[id];
    for (const Case& one : state.decide)
        for (const Option& option : one.to)
            graph.passages.push_back({id, option.to, Passage::Kind::decision, {}, true});
    if (!state.waits_for.is_absent())
        graph.passages.push_back({id, state.then, Passage::Kind::grant, {}, false});
    if (state.ends) return;  // its moves are dropped: the person leaves every track
    for (const StateId to : state.on_entry.moves)
        graph.passages.push_back({id, to, Passage::Kind::on_entry, {}, true});
}

/// The strong component of every state, when only the chosen passages count.
template <class Chosen>
std::vector<int> components(const PathwayGraph& graph, const Chosen& is_chosen)
{
    std::vector<Edge> edges;
    for (const Passage& passage : graph.passages)
        if (is_chosen(passage)) edges.emplace_back(passage.from.index(), passage.to.index());
    std::vector<int> component(graph.states, 0);
    const Graph links = graph_of(edges, graph.states);
    if (graph.states > 0)
        boost::strong_components(
            links, boost::make_iterator_property_map(component.begin(), get(boost::vertex_index, links)));
    return component;
}

/// The shortest way round from `start` through passages that take no time within its component.
std::vector<StateId> way_round(const PathwayGraph& graph, const std::vector<int>& component, StateId start)
{
    std::vector<StateId> before(graph.states);
    std::vector<StateId> queue{start};
    for (std::size_t next = 0; next < queue.size(); ++next) {
        const StateId at = queue[next];
        for (const Passage& passage : graph.passages) {
            if (passage.from != at || !passage.takes_no_time) continue;
            if (component[passage.to.index()] != component[start.index()]) continue;
            if (passage.to == start) {
                std::vector<StateId> way{start};
                for (StateId step = at; step != start; step = before[step.index()]) way.push_back(step);
                way.push_back(start);
                std::reverse(way.begin(), way.end());
                return way;
            }
            if (!before[passage.to.index()].is_absent()) continue;
            before[passage.to.index()] = at;
            queue.push_back(passage.to);
        }
    }
    return {};
}

}  // namespace

PathwayGraph pathway_graph(const Scenario& scenario)
{
    PathwayGraph graph;
    graph.states = scenario.states.size();
    for (std::size_t i = 0; i < scenario.transitions.size(); ++i)
        add_transition(scenario, TransitionId{i}, graph);
    for (std::size_t i = 0; i < scenario.states.size(); ++i) add_state(scenario, StateId{i}, graph);
    const auto key = [](const Passage& passage) {
        return std::tuple(passage.from, passage.to, passage.kind, passage.transition);
    };
    std::sort(graph.passages.begin(), graph.passages.end(),
              [&](const Passage& a, const Passage& b) { return key(a) < key(b); });
    return graph;
}

std::vector<StateId> unreachable_states(const Scenario& scenario, const PathwayGraph& graph)
{
    // one more vertex, before all starts, so that one search suffices
    const std::size_t birth = graph.states;
    std::vector<Edge> edges;
    for (const Passage& passage : graph.passages)
        edges.emplace_back(passage.from.index(), passage.to.index());
    for (const Track& track : scenario.tracks) {
        if (track.is_given)  // its states are reached or not among the clinicians
            for (const StateId state : track.states) edges.emplace_back(birth, state.index());
        for (const auto& row : track.start.shares)
            for (const Option& option : row)
                if (option.probability.number > 0.0 || !option.probability.parameter.is_absent())
                    edges.emplace_back(birth, option.to.index());
    }
    const Graph links = graph_of(edges, graph.states + 1);
    std::vector<boost::default_color_type> colors(graph.states + 1, boost::white_color);
    boost::breadth_first_search(
        links, birth,
        boost::color_map(boost::make_iterator_property_map(colors.begin(), get(boost::vertex_index, links))));
    std::vector<StateId> unreachable;
    for (std::size_t i = 0; i < graph.states; ++i)
        if (colors[i] == boost::white_color) unreachable.emplace_back(i);
    return unreachable;
}

std::vector<StateId> absorbing_states(const Scenario& scenario, const PathwayGraph& graph)
{
    std::vector<bool> is_left(graph.states, false);
    for (const Passage& passage : graph.passages) {
        const bool stays_in_track = scenario.states[passage.from].track == scenario.states[passage.to].track;
        if (stays_in_track && passage.from != passage.to) is_left[passage.from.index()] = true;
    }
    std::vector<StateId> absorbing;
    for (std::size_t i = 0; i < graph.states; ++i)
        if (!is_left[i]) absorbing.emplace_back(i);
    return absorbing;
}

std::vector<std::vector<StateId>> instant_cycles(const PathwayGraph& graph)
{
    const auto component = components(graph, [](const Passage& passage) { return passage.takes_no_time; });
    std::vector<int> told;
    std::vector<std::vector<StateId>> cycles;
    for (std::size_t i = 0; i < graph.states; ++i) {
        if (std::find(told.begin(), told.end(), component[i]) != told.end()) continue;
        auto way = way_round(graph, component, StateId{i});
        if (way.empty()) continue;
        told.push_back(component[i]);
        cycles.push_back(std::move(way));
    }
    return cycles;
}

std::vector<std::vector<StateId>> relapse_loops(const Scenario& scenario, const PathwayGraph& graph)
{
    const auto component = components(graph, [&](const Passage& passage) {
        return scenario.states[passage.from].track == scenario.states[passage.to].track;
    });
    std::map<int, std::vector<StateId>> sets;
    for (std::size_t i = 0; i < graph.states; ++i) sets[component[i]].emplace_back(i);
    std::vector<std::vector<StateId>> loops;
    for (auto& [number, states] : sets)
        if (states.size() > 1) loops.push_back(std::move(states));
    std::sort(loops.begin(), loops.end());
    return loops;
}

}  // namespace txpath
