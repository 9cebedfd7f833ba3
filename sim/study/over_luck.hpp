// over_luck.hpp -- means over luck, and differences between what two scenarios came to on the same luck.
//
// Owns      Drawn, its mean with error and interval, difference and weighted sum.
// Promises  what has no value in a draw is left out of the mean; a difference is taken within each draw
//           first, so that two equal samples differ by exactly 0.
#pragma once

#include <span>
#include <vector>

#include "txpath/mean_over_luck.hpp"

namespace txpath {

/// One figure as luck has it each time: by replicate, or by batch of people if there is one replicate.
struct Drawn {
    std::vector<double> each;
    /// Of all batches together; not a number: the mean of `each`.
    double centre = MeanOverLuck::missing;
};

/// further_error: a standard error from elsewhere that the interval is to hold too.
[[nodiscard]] MeanOverLuck mean_over_luck(std::span<const double> sample, double further_error);
[[nodiscard]] MeanOverLuck mean_over_luck(const Drawn& drawn);

///   Shape  both have as many draws, or the difference has no error
[[nodiscard]] Drawn difference(const Drawn& of, const Drawn& from);

/// a x first + b x second, draw by draw.
///   Requires  as many draws of both
[[nodiscard]] Drawn weighted_sum(double a, const Drawn& first, double b, const Drawn& second);

}  // namespace txpath
