// trial_parts.hpp -- what the readers of a trial's design and of its endpoints share.
//
// Owns      moments, filters, groups and citations of a trial.
// Assumes   the rest of the scenario was read.
#pragma once

#include <optional>
#include <string>

#include "scenario/sections.hpp"
#include "txpath/trial.hpp"

namespace txpath {

/// A duration or `track.state`; nothing after a reported mistake.
[[nodiscard]] std::optional<TrialMoment> read_moment(Loading& loading, const Node& node,
                                                     const std::string& path);

/// `at` and `only_if` of a mapping; nothing after a reported mistake.
[[nodiscard]] std::optional<Filter> read_filter(Loading& loading, const Node& node, const Where& where);

/// A key of the references or `assumption`; its text, or nothing after a reported mistake.
[[nodiscard]] std::string read_citation(Loading& loading, const Node& node, const std::string& what);

/// One endpoint of a trial whose arms are known.
[[nodiscard]] std::optional<Endpoint> load_endpoint(Loading& loading, const Entry& entry, const Trial& trial);

/// A node as it would be written on one line.
[[nodiscard]] std::string flow_text(const Node& node);

}  // namespace txpath
