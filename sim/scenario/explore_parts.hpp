// explore_parts.hpp -- what the readers of the page for a class share.
//
// Owns      the hand-over from the loaded scenario to its page, and from controls and outcomes to lessons.
#pragma once

#include <optional>

#include "scenario/overlay.hpp"
#include "scenario/sections.hpp"
#include "scenario/tree.hpp"
#include "txpath/explore.hpp"

namespace txpath {

/// The section `explore` of a tree that was loaded to `scenario`; nothing if there is none, or after a
/// reported mistake.
[[nodiscard]] std::optional<Explore> read_explore(Sources& sources, const Overlaid& whole,
                                                  const Scenario& scenario, Diagnostics& found);

/// The lessons, once the controls and outcomes are known.
///   Requires  `node` is a mapping
void load_lessons(Loading& loading, const Node& node, Explore& explore);

/// Where all controls stand at once.
enum class ControlEnd { lowest, highest };

/// Lay every control at one end upon the tree; switches are off at the lowest and on at the highest.
///   Requires  the section `explore` of `root` was read without a mistake
void lay_controls(const Explore& explore, ControlEnd end, Node& root, Diagnostics& found);

/// A slider's number as the scenario would say it: `5240 per week`.
[[nodiscard]] std::string written(const ControlledNumber& number, double setting, ControlKind kind);

}  // namespace txpath
