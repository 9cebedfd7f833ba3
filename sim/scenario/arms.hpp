// arms.hpp -- a trial's arms as overlays.
#pragma once

#include <string>

#include "scenario/tree.hpp"
#include "txpath/scenario.hpp"

namespace txpath {

/// Lay what an arm fixes and sets upon the effective scenario.
///   Requires  the scenario was read from `root` without mistakes
void lay_arm(const Scenario& scenario, const std::string& arm, Node& root, Diagnostics& found);

/// True if both have the same tracks, states, levels, counters and attributes, by name.
[[nodiscard]] bool are_alike(const Scenario& one, const Scenario& other);

}  // namespace txpath
