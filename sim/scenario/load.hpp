// load.hpp -- what the parts of the loader share while one scenario is read.
//
// Owns      Loading, the draft under construction with its names, sources and mistakes; typed reads of a
// mapping. Assumes   overlays were merged before: `root` is the effective scenario, each node marked with its
// origin. Not here  the sections themselves: load_people, load_tracks, load_economics, ...
#pragma once

#include <string>
#include <string_view>

#include "scenario/schema.hpp"
#include "scenario/tree.hpp"
#include "txpath/scenario.hpp"

namespace txpath {

struct Loading {
    Sources& sources;
    std::string root_folder;  ///< no file outside it is read
    Diagnostics found;
    Scenario scenario;
};

/// Check a mapping against its place: unknown and missing keys, shapes of plain values. `what` names it in
/// messages
/// ("transition 'relapse' of track 'depression'"). Returns false when `node` is not a mapping at all.
bool check_keys(Loading& loading, const Node& node, std::string_view place, const std::string& what);

/// A number that must be certain, in canonical units; 0 after a reported mistake.
[[nodiscard]] double read_number(Loading& loading, const Node& node, const Key& key, const std::string& path);

/// A number, uncertain value or $reference of the dimension, in canonical units; registers a parameter under
/// `path` when it is uncertain. Counts it as unsourced when it has neither source nor `assumption`.
[[nodiscard]] Value read_value(Loading& loading, const Node& node, Dimension wanted, const std::string& path);

}  // namespace txpath
