// fitting.hpp -- a problem searched and surveyed, whatever it is that simulates.
#pragma once

#include "study/objective.hpp"

namespace txpath {

/// Search globally, then locally, then measure how well the values are known.
///   Requires  at least one value and one target
[[nodiscard]] Calibration fit(const Problem& problem, const CalibrateSpec& spec);

}  // namespace txpath
