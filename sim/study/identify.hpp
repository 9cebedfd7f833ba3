// identify.hpp -- how well the targets tell the values, near the best fit.
//
// Owns      curvature, pulls and profiles of the posterior.
#pragma once

#include "study/objective.hpp"

namespace txpath {

/// Fill in standard errors, correlations, directions and pulls at the best point found.
///   Method  first differences of the standardised residuals over 2 % of the bounds give a first guess of
///   each
///           standard error; second differences of the log posterior over one such error the observed
///           information. Long steps, because at short ones only a few simulated people change sides.
///   Promises nothing is filled in once it was stopped
void measure_curvature(Objective& objective, Calibration& into);

/// Fill in the profile of every value, and intervals where it falls by 1.92.
///   Requires  measure_curvature was done
void measure_profiles(Objective& objective, Calibration& into);

/// Evaluations they take, at most.
[[nodiscard]] std::uint64_t curvature_evaluations(std::size_t values) noexcept;
[[nodiscard]] std::uint64_t profile_evaluations(std::size_t values) noexcept;

}  // namespace txpath
