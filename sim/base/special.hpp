// special.hpp -- functions of statistics that the standard library lacks, or has differently elsewhere.
//
// Owns      erfc, the normal, gamma and beta distributions: their functions and quantiles.
// Assumes   arguments are in the ranges named; they are asserted, never clamped.
// Promises  built on elementary.hpp only, so one result per argument everywhere; about 1e-13 relative,
//           except where the function itself magnifies the last bit of its argument.
#pragma once

namespace txpath::portable {

/// Chance that a standard normal number is at most z; small tails keep their digits.
///
///   Source    [cody1969]
[[nodiscard]] double normal_cdf(double z) noexcept;

/// Complementary error function.
[[nodiscard]] double erfc(double x) noexcept;

/// The z of which normal_cdf is p. For a small upper tail q ask for -normal_quantile(q).
///
///   Requires  0 <= p <= 1; the ends give infinities
///   Source    [wichura1988], algorithm AS 241
[[nodiscard]] double normal_quantile(double p) noexcept;

/// Logarithm of the gamma function.
///
///   Requires  x > 0
[[nodiscard]] double log_gamma(double x) noexcept;

/// Chance that a gamma number of that shape and scale 1 is at most x.
///
///   Requires  shape > 0, x >= 0
///   Method    power series below shape + 1, continued fraction above; their factor by Loader's saddle point
///   Source    [loader2000]
[[nodiscard]] double gamma_p(double shape, double x) noexcept;

/// 1 - gamma_p, without cancellation where it is small.
[[nodiscard]] double gamma_q(double shape, double x) noexcept;

/// The x of which gamma_p is p; 0 if that is below the smallest double.
///
///   Requires  shape > 0, 0 <= p <= 1
///   Method    Newton for log gamma_p (or log gamma_q) in log x, inside a bracket
[[nodiscard]] double gamma_quantile(double shape, double p) noexcept;

/// The two parameters of a beta distribution, both above 0.
struct BetaShape {
    double alpha;
    double beta;
};

/// Chance that a beta number is at most x.
///
///   Requires  0 <= x <= 1
///   Method    continued fraction on the side where it converges; its factor by Loader's saddle point
[[nodiscard]] double beta_p(BetaShape shape, double x) noexcept;

/// 1 - beta_p, without cancellation where it is small.
[[nodiscard]] double beta_q(BetaShape shape, double x) noexcept;

/// The x of which beta_p is p.
///
///   Requires  0 <= p <= 1
[[nodiscard]] double beta_quantile(BetaShape shape, double p) noexcept;

/// log(x / (1 - x)) of the x of which beta_p is p: keeps the digits of 1 - x.
///
///   Requires  0 < p < 1
[[nodiscard]] double beta_quantile_logit(BetaShape shape, double p) noexcept;

}  // namespace txpath::portable
