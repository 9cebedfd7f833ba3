// study_parts.hpp -- what the readers of a study's values and of its targets share.
#pragma once

#include <optional>
#include <string>

#include "scenario/sections.hpp"
#include "txpath/study.hpp"

namespace txpath {

/// The value at a parameter's path as its scenario writes it; nothing if it cannot be written back.
///   Requires  `tree` is the scenario's effective text
[[nodiscard]] std::optional<WrittenValue> find_written(const Node& tree, const Parameter& parameter);

/// A number in the unit of a written value; nothing after a reported mistake.
[[nodiscard]] std::optional<double> read_in_unit_of(Loading& loading, const Node& node,
                                                    const WrittenValue& written, const std::string& key);

/// An entry of `values`, of which the scenarios are known.
void load_fitted(Loading& loading, const Node& node, Study& study);

/// An entry of `targets`; loads the scenario it names unless the study has it.
///   Shape   folder: of the study file
void load_target(Loading& loading, const Node& node, const std::string& folder, Study& study);

}  // namespace txpath
