// pathway_graph.hpp -- the tracks of a scenario as directed graphs.
//
// Owns      PathwayGraph, what its checks ask of it, and Dependencies.
// Assumes   the Scenario was loaded without mistakes.
// Promises  after check_pathways without errors every state can be reached and there is no zero-time cycle.
// Not here  the graphs as text (txpath/scenario.hpp), check_pathways (txpath/model.hpp).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "txpath/scenario.hpp"

namespace txpath {

/// One way from state to state.
struct Passage {
    enum class Kind {
        transition,  ///< within a track, by a transition or its branch
        decision,    ///< within a track, at once, by `decide`
        moved,       ///< to another track, when a transition fires
        on_entry,    ///< to another track, at once, on entering a state
        grant,       ///< within a track, when what the state waits for is free
    };
    StateId from, to;
    Kind kind = Kind::transition;
    TransitionId transition;     ///< transition, moved
    bool takes_no_time = false;  ///< entering `from` leads to `to` at the same instant
};

/// Who can follow whom, over all tracks.
struct PathwayGraph {
    std::size_t states = 0;
    std::vector<Passage> passages;  ///< by from, to, kind, transition
};
[[nodiscard]] PathwayGraph pathway_graph(const Scenario& scenario);

/// States in which nobody ever is, in order.
[[nodiscard]] std::vector<StateId> unreachable_states(const Scenario& scenario, const PathwayGraph& graph);

/// States that nothing in their own track leaves, in order.
[[nodiscard]] std::vector<StateId> absorbing_states(const Scenario& scenario, const PathwayGraph& graph);

/// Cycles that take no time, each as the states it runs through; the first one repeated at the end.
[[nodiscard]] std::vector<std::vector<StateId>> instant_cycles(const PathwayGraph& graph);

/// Sets of states of one track that people can go round in, each in order.
[[nodiscard]] std::vector<std::vector<StateId>> relapse_loops(const Scenario& scenario,
                                                              const PathwayGraph& graph);

/// For each thing of one kind the transitions that read it, as compressed rows.
struct DependencyRows {
    std::vector<std::uint32_t> first;   ///< row of thing i: readers[first[i]] .. readers[first[i + 1]]
    std::vector<TransitionId> readers;  ///< each row in order, without repeats
};

/// An edge from X to transition T exactly if T's hazard, gate, branch or a level it reads depends on X.
struct Dependencies {
    DependencyRows by_state, by_level, by_counter, by_attribute;
};
[[nodiscard]] Dependencies dependencies(const Scenario& scenario);

}  // namespace txpath
