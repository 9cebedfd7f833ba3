// gaussian_process.hpp -- functions of three values and more.
//
// Owns      GaussianProcess, gaussian_process.
// Requires  every value varies
#pragma once

#include <span>
#include <vector>

#include "study/smoother.hpp"

namespace txpath {

enum class LengthScales { one_each, one_for_all };

/// A plane plus a smooth surface, both only as large as the outcomes ask for.
///   Shape   values by sample; outcomes as independent_outcomes gives them
///   Method  Gaussian process of linear and squared-exponential covariance. Variances and length scales have
///           the highest restricted likelihood, with a wide log-normal prior on lengths, in 300 samples
///           picked by hash, found by Rprop. These samples carry the functions (all of them if there are no
///           more), to which all samples are fitted: work grows with samples, not their cube.
///   Source  Rasmussen and Williams (2006), Gaussian Processes for Machine Learning, sections 5.4.1 and 8.3.1
[[nodiscard]] Basis gaussian_process(const std::vector<std::span<const double>>& values, LengthScales lengths,
                                     const Dense& outcomes);

}  // namespace txpath
