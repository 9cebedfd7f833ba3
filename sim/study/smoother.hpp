// smoother.hpp -- penalised least squares for several outcomes at once.
//
// Owns      Basis, Fit, fit, independent_outcomes, Evidence, lowest.
// Promises  one smoothness for all outcomes, so a fit is linear in them: the fit of a difference is the
//           difference of the fits, whatever is taken as reference, unit or threshold.
#pragma once

#include <functional>
#include <span>
#include <vector>

#include "base/dense.hpp"

namespace txpath {

/// Functions of the values of a set, and how dear each is.
struct Basis {
    Dense columns;                ///< samples x functions; they span the constant
    std::vector<double> penalty;  ///< by function, of its squared weight; 0: free
};

/// Outcomes as the values of a set explain them.
struct Fit {
    Dense fitted;                   ///< samples x outcomes
    double residual_freedom = 0.0;  ///< what the residual sum of squares is divided by
};

/// Least squares with the basis' penalties.
///   Method  residual freedom is the trace of (I - A)'(I - A), A the matrix from outcomes to fits
[[nodiscard]] Fit fit(const Basis& basis, const Dense& outcomes);

/// The same space of outcomes by columns of mean 0 and variance 1 that are not correlated; those that are
/// combinations of others but for rounding are gone. No column: nothing varies.
[[nodiscard]] Dense independent_outcomes(const Dense& outcomes);

/// How well a smoothness fits: restricted likelihood of outcomes that share it.
///   Method  outcomes are matrix normal: any covariance between them, profiled out. Their determinant makes
///           the choice the same for any combinations of the outcomes.
class Evidence {
public:
    /// Shape  as independent_outcomes gives them
    Evidence(const Dense& columns, const Dense& outcomes);

    /// -2 log restricted likelihood, up to a constant.
    [[nodiscard]] double deviance(std::span<const double> penalty) const;

private:
    double samples_;
    Dense gram_, mixed_, squares_;
};

/// The lowest point of a function on a box, from a grid and then by compass steps down to 0.05.
///   Shape  low, high: by coordinate, two at most
[[nodiscard]] std::vector<double> lowest(const std::function<double(std::span<const double>)>& height,
                                         std::span<const double> low, std::span<const double> high);

}  // namespace txpath
