// held_numbers.hpp -- what a policy's path names.
//
// Owns      Target, target_of.
#pragma once

#include <optional>
#include <string>

#include "scenario/load.hpp"

namespace txpath {

/// A system variable, or a number that was read at the path.
struct Target {
    SystemId system;
    const HeldNumber* number = nullptr;  ///< null: `system`
};

/// What the key of a policy's `set` names; nothing after a reported mistake.
///   Requires  every other section was read
[[nodiscard]] std::optional<Target> target_of(Loading& loading, const Node& root, const Entry& setting);

/// Does the number say how the run begins, how it is done or how it is reported?
[[nodiscard]] bool is_before_the_run(std::string_view path);

/// What stands at a path, or null.
[[nodiscard]] const Node* node_at(const Node& root, std::string_view path);

/// The number that policies set at a path, or null.
[[nodiscard]] const HeldNumber* find_held(const Loading& loading, const std::string& path);

}  // namespace txpath
