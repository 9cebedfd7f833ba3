// mean_over_luck.hpp -- a mean over replicates with its Monte Carlo error.
//
// Owns      MeanOverLuck.
#pragma once

#include <limits>

namespace txpath {

/// A mean over replicates; all not a number where there is none, the error and interval with fewer than two.
struct MeanOverLuck {
    static constexpr double missing = std::numeric_limits<double>::quiet_NaN();
    double mean = missing, error = missing;
    double low = missing, high = missing;  ///< 95 % interval, Student's t
};

}  // namespace txpath
