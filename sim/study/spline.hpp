// spline.hpp -- bases of functions of one value or two, as smooth as the outcomes ask for.
//
// Owns      spline_basis.
// Requires  every value varies
#pragma once

#include <span>
#include <vector>

#include "study/smoother.hpp"

namespace txpath {

/// Natural cubic regression spline of one value; tensor product for two.
///   Shape   values: one or two, by sample; outcomes as independent_outcomes gives them
///   Method  knots at quantiles of the distinct values: 20 at most for one value, 10 each for two. The
///   penalty
///           is the integral of the squared second derivative, for two values along each with a smoothness of
///           its own; smoothness by restricted maximum likelihood.
///   Source  Wood (2017), Generalized Additive Models, 2nd ed., sections 5.3.1, 5.6 and 6.2
[[nodiscard]] Basis spline_basis(const std::vector<std::span<const double>>& values, const Dense& outcomes);

}  // namespace txpath
