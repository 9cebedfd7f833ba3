// reference_clinicians.hpp -- whose clinician is who, and who knows whom.
//
// Owns      match_clinicians, neighbours_of.
#pragma once

#include <deque>
#include <vector>

#include "engine/reference_life.hpp"

namespace txpath::plain {

/// The number of each person's clinician, for people who enter at these moments.
[[nodiscard]] std::vector<std::size_t> match_clinicians(const Scenario& scenario, Luck luck,
                                                        const std::deque<Life>& clinicians,
                                                        const std::vector<double>& entries);

/// Of each clinician.
[[nodiscard]] std::vector<std::vector<std::size_t>> neighbours_of(const Clinicians& clinicians, Luck luck);

}  // namespace txpath::plain
