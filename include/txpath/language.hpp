// language.hpp -- what the registry of keys says about the scenario language.
//
// Owns      questions about single keys; the whole registry as text is in scenario.hpp.
// Promises  answers come from the table that drives the checks, so they cannot contradict the loader.
#pragma once

#include <string_view>

namespace txpath {

/// What a key of a place means, in a sentence; about the place itself when `key` is empty.
///   Requires  there is such a place, and such a key in it
[[nodiscard]] std::string_view meaning_of(std::string_view place, std::string_view key);

}  // namespace txpath
