// distribution.hpp -- where the draws of a distribution lie.
//
// Owns      quantile, Support, central_range.
// Assumes   the distribution was checked when its scenario was read.
// Promises  the same bits everywhere; numbers within the distribution's ends.
#pragma once

#include "txpath/values.hpp"

namespace txpath {

/// The number below which a share `p` of the draws lie; of a dirichlet, of its marginal.
///   Requires  0 < p < 1
[[nodiscard]] double quantile(const Distribution& distribution, double p) noexcept;

/// Smallest and largest number a distribution can give (infinite when there is none).
struct Support {
    double low = 0.0, high = 0.0;
};

/// The numbers below which `tail` and 1 - `tail` of the draws lie.
///   Requires  0 < tail <= 1/2
[[nodiscard]] Support central_range(const Distribution& distribution, double tail) noexcept;

}  // namespace txpath
