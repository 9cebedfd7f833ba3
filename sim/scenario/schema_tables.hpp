// schema_tables.hpp -- the registry's tables, one a chapter of the language.
//
// Owns      the names of the tables; schema.cpp puts them together and answers for all of them.
#pragma once

#include <span>

#include "scenario/schema.hpp"

namespace txpath {

[[nodiscard]] std::span<const Place> top_places() noexcept;      ///< the file, time, economics, outputs, run
[[nodiscard]] std::span<const Place> people_places() noexcept;   ///< population and its attributes
[[nodiscard]] std::span<const Place> pathway_places() noexcept;  ///< levels, tracks, states
[[nodiscard]] std::span<const Place>
transition_places() noexcept;  ///< transitions, laws, ratios, comparisons
[[nodiscard]] std::span<const Place>
shared_places() noexcept;  ///< resources, clinicians, system, policies, barriers
[[nodiscard]] std::span<const Place>
trial_places() noexcept;  ///< trials: design, endpoints, published results
[[nodiscard]] std::span<const Place> study_places() noexcept;  ///< studies: fitted values, targets
[[nodiscard]] std::span<const Place>
decision_places() noexcept;  ///< studies: strategies, their uncertainty, sensitivity
[[nodiscard]] std::span<const Place> explore_places() noexcept;  ///< the page for a class
[[nodiscard]] std::span<const Place> value_places() noexcept;    ///< uncertain values and distributions

}  // namespace txpath
