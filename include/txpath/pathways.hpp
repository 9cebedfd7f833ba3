// pathways.hpp -- the pathways of a scenario as a list of ways between states.
//
// Owns      PathwayArrow and pathway_arrows; drawings as text are in scenario.hpp.
#pragma once

#include <string>
#include <vector>

namespace txpath {

struct Scenario;

/// One way between two states, in the words of the drawings.
struct PathwayArrow {
    std::string track, from, to;  ///< `to` of another track: `track.state`
    std::string name, law;        ///< of the transition; of a branch of a decision only what it depends on
};

/// In the order of the drawings: those of people, then those of clinicians.
[[nodiscard]] std::vector<PathwayArrow> pathway_arrows(const Scenario& scenario);

}  // namespace txpath
