// likelihood.hpp -- how likely a published result is, given what the model simulates.
//
// Owns      likelihoods of targets, densities of priors.
// Promises  the model's own Monte Carlo error is counted, so that no share is impossible for want of
// replicates.
#pragma once

#include <cstdint>

#include "txpath/calibrate.hpp"

namespace txpath {

/// Log probability of `events` of `of` when the share is known from `share` of `people` simulated ones.
///   Method  beta-binomial: binomial, averaged over what the simulated people leave open about the share
///           (Jeffreys' prior); binomial as `people` grows
[[nodiscard]] double log_binomial(std::uint64_t events, std::uint64_t of, double share,
                                  double people) noexcept;

/// Log density of a normal number.
[[nodiscard]] double log_normal(double x, double mean, double sd) noexcept;

/// Standard error of a published result, on the log scale if asked for.
///   Requires  it has a standard error or an interval; an interval above 0 for the log scale
[[nodiscard]] double published_error(const Published& published, Likelihood likelihood) noexcept;

/// A target met by a simulation. Without a usable value: log likelihood minus infinity, no residual.
[[nodiscard]] TargetFit fit_of(const Target& target, const Simulated& simulated) noexcept;

/// Log density of a prior, per unit of the value; minus infinity outside its support.
///   Requires  the distribution is neither fixed nor a dirichlet
[[nodiscard]] double log_density(const Distribution& distribution, double x) noexcept;

}  // namespace txpath
