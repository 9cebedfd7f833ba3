// special_incomplete.cpp -- the gamma and beta distributions.
//
// Method    both functions are a factor times a sum. The factor x^a e^-x / Gamma(a + 1) would lose digits
//           to the cancellation of large logarithms, so it is taken from its saddle point, as Loader does.
#include <cassert>
#include <cmath>
#include <limits>

#include "base/elementary.hpp"
#include "base/numeric.hpp"
#include "base/special.hpp"
#include "base/stirling.hpp"

namespace txpath::portable {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double two_pi = 6.28318530717958647693;
constexpr double half_epsilon = 0x1p-53;
constexpr double nearly_zero = 1e-300;  // keeps the continued fractions from dividing by 0
constexpr double lowest_log = -740.0;   // of a number that is not 0
constexpr double tiny_log = -40.0;      // of a number that changes nothing when added to 1

/// log(a / b) for quotients that may leave the range of doubles.
double log_quotient(double a, double b) noexcept
{
    const double quotient = a / b;
    if (quotient > 0.0 && quotient < infinity) return log(quotient);
    return log(a) - log(b);
}

/// a log(a / b) + b - a: how unlikely b is where a is expected. Never negative.
double deviance(double a, double b) noexcept
{
    const double difference = a - b;
    if (std::abs(difference) >= 0.1 * (a + b)) return a * log_quotient(a, b) - difference;
    const double share = difference / (a + b);
    double sum = difference * share;
    double power = 2.0 * a * share;
    for (int odd = 3; odd < 100; odd += 2) {
        power *= share * share;
        const double next = sum + power / odd;
        if (next == sum) break;
        sum = next;
    }
    return sum;
}

/// x^a e^-x / Gamma(a + 1).
double gamma_factor(double a, double x) noexcept
{
    return exp(-stirling_remainder(a) - deviance(a, x)) / sqrt(two_pi * a);
}

/// gamma_p / gamma_factor.
double gamma_series(double a, double x) noexcept
{
    double term = 1.0;
    double sum = 1.0;
    for (double n = a + 1.0; term > half_epsilon * sum; n += 1.0) {
        term *= x / n;
        sum += term;
    }
    return sum;
}

double away_from_zero(double x) noexcept
{
    return std::abs(x) < nearly_zero ? nearly_zero : x;
}

/// A continued fraction b0 + a1 / (b1 + a2 / (b2 + ...)), evaluated from the front (modified Lentz).
class ContinuedFraction {
public:
    explicit ContinuedFraction(double first) noexcept : value_(away_from_zero(first)), above_(value_) {}

    /// Add the term a / (b + ...); false once that changes nothing.
    bool extend(double a, double b) noexcept
    {
        below_ = 1.0 / away_from_zero(b + a * below_);
        above_ = away_from_zero(b + a / above_);
        const double change = above_ * below_;
        value_ *= change;
        return std::abs(change - 1.0) > 2.0 * half_epsilon && ++terms_ < most_terms;
    }
    [[nodiscard]] double value() const noexcept { return value_; }

private:
    static constexpr int most_terms = 100'000;
    double value_;
    double above_;
    double below_ = 0.0;
    int terms_ = 0;
};

/// gamma_q / gamma_factor.
double gamma_fraction(double a, double x) noexcept
{
    ContinuedFraction fraction(x + 1.0 - a);
    double i = 1.0;
    while (fraction.extend(-i * (i - a), x + 1.0 - a + 2.0 * i)) i += 1.0;
    return a / fraction.value();
}

/// A probability and its complement, either of which may be too small to see in the other.
struct Split {
    double part;
    double rest;
};

Split gamma_split(double a, double x) noexcept
{
    if (x <= 0.0) return {0.0, 1.0};
    if (x == infinity) return {1.0, 0.0};
    const double factor = gamma_factor(a, x);
    if (x < a + 1.0) {
        const double part = factor * gamma_series(a, x);
        return {part, 1.0 - part};
    }
    const double rest = factor * gamma_fraction(a, x);
    return {1.0 - rest, rest};
}

/// x^alpha y^beta / B(alpha, beta), where x + y = 1.
double beta_factor(BetaShape shape, Split x) noexcept
{
    const double total = shape.alpha + shape.beta;
    const double remainder =
        stirling_remainder(total) - stirling_remainder(shape.alpha) - stirling_remainder(shape.beta);
    const double away = deviance(shape.alpha, total * x.part) + deviance(shape.beta, total * x.rest);
    return exp(remainder - away) * sqrt(shape.alpha * (shape.beta / total) / two_pi);
}

/// log B(alpha, beta), without the cancellation that three log_gamma would bring when one parameter is large.
double log_beta(BetaShape shape) noexcept
{
    const auto [a, b] = shape;
    const double remainder = stirling_remainder(a) + stirling_remainder(b) - stirling_remainder(a + b);
    return remainder + 0.5 * log(two_pi * (1.0 / a + 1.0 / b)) - a * log1p(b / a) - b * log1p(a / b);
}

/// beta_p / beta_factor, for x up to about the mean.
double beta_fraction(BetaShape shape, double x) noexcept
{
    const auto [a, b] = shape;
    ContinuedFraction fraction(1.0);
    bool goes_on = fraction.extend(-(a + b) * x / (a + 1.0), 1.0);
    for (double m = 1.0; goes_on; m += 1.0) {
        fraction.extend(m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m)), 1.0);
        goes_on = fraction.extend(-(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0)), 1.0);
    }
    return 1.0 / (a * fraction.value());
}

Split beta_split(BetaShape shape, Split x) noexcept
{
    if (x.part <= 0.0) return {0.0, 1.0};
    if (x.rest <= 0.0) return {1.0, 0.0};
    const double factor = beta_factor(shape, x);
    if (x.part * (shape.alpha + shape.beta + 2.0) < shape.alpha + 1.0) {
        const double part = factor * beta_fraction(shape, x.part);
        return {part, 1.0 - part};
    }
    const double rest = factor * beta_fraction({shape.beta, shape.alpha}, x.rest);
    return {1.0 - rest, rest};
}

/// The logarithm of gamma_quantile where its argument is so small that only the first term of the series
/// counts.
double gamma_quantile_log_near_zero(double a, double log_p) noexcept
{
    return (log_p + log_gamma(a + 1.0)) / a;
}

/// Wilson and Hilferty: the cube root of a gamma number is nearly normal.
double gamma_quantile_log_guess(double a, double p) noexcept
{
    const double root = 1.0 - 1.0 / (9.0 * a) + normal_quantile(p) / (3.0 * sqrt(a));
    if (root > 0.2) return log(a) + 3.0 * log(root);
    return gamma_quantile_log_near_zero(a, log(p));
}

double inside(const Bracket& bracket, double x) noexcept
{
    return x > bracket.low && x < bracket.high ? x : 0.5 * (bracket.low + bracket.high);
}

/// log(x / (1 - x)) of beta_quantile, for p of at most 1/2.
double lower_beta_quantile_logit(BetaShape shape, double p) noexcept
{
    const auto [a, b] = shape;
    const double log_p = log(p);
    const double near_zero = (log_p + log(a) + log_beta(shape)) / a;
    if (near_zero < tiny_log) return near_zero;
    Bracket bracket{.low = lowest_log, .high = -lowest_log, .start = 0.0, .tolerance = 1e-13};
    const double normal_guess = log(a / b) + normal_quantile(p) * sqrt(1.0 / a + 1.0 / b);
    bracket.start = inside(bracket, a > 1.0 && b > 1.0 ? normal_guess : near_zero);
    return find_root(bracket, [&](double logit) {
        const Split x{1.0 / (1.0 + exp(-logit)), 1.0 / (1.0 + exp(logit))};
        const double part = beta_split(shape, x).part;
        return Tangent{log(part) - log_p, beta_factor(shape, x) / part};
    });
}

}  // namespace

double gamma_p(double shape, double x) noexcept
{
    assert(shape > 0.0 && x >= 0.0);
    return gamma_split(shape, x).part;
}

double gamma_q(double shape, double x) noexcept
{
    assert(shape > 0.0 && x >= 0.0);
    return gamma_split(shape, x).rest;
}

double gamma_quantile(double shape, double p) noexcept
{
    assert(shape > 0.0 && p >= 0.0 && p <= 1.0);
    if (p == 0.0) return 0.0;
    if (p == 1.0) return infinity;
    const double near_zero = gamma_quantile_log_near_zero(shape, log(p));
    if (near_zero < tiny_log) return exp(near_zero);
    Bracket bracket{.low = lowest_log, .high = 709.0, .start = 0.0, .tolerance = 1e-13};
    bracket.start = inside(bracket, gamma_quantile_log_guess(shape, p));
    const double log_tail = log(p <= 0.5 ? p : 1.0 - p);
    return exp(find_root(bracket, [&](double log_x) {
        const double x = exp(log_x);
        const Split chance = gamma_split(shape, x);
        const double slope = shape * gamma_factor(shape, x);
        if (p <= 0.5) return Tangent{log(chance.part) - log_tail, slope / chance.part};
        return Tangent{log_tail - log(chance.rest), slope / chance.rest};
    }));
}

double beta_p(BetaShape shape, double x) noexcept
{
    assert(shape.alpha > 0.0 && shape.beta > 0.0 && x >= 0.0 && x <= 1.0);
    return beta_split(shape, {x, 1.0 - x}).part;
}

double beta_q(BetaShape shape, double x) noexcept
{
    assert(shape.alpha > 0.0 && shape.beta > 0.0 && x >= 0.0 && x <= 1.0);
    return beta_split(shape, {x, 1.0 - x}).rest;
}

double beta_quantile_logit(BetaShape shape, double p) noexcept
{
    assert(p > 0.0 && p < 1.0);
    if (p <= 0.5) return lower_beta_quantile_logit(shape, p);
    return -lower_beta_quantile_logit({shape.beta, shape.alpha}, 1.0 - p);
}

double beta_quantile(BetaShape shape, double p) noexcept
{
    assert(p >= 0.0 && p <= 1.0);
    if (p == 0.0 || p == 1.0) return p;
    return 1.0 / (1.0 + exp(-beta_quantile_logit(shape, p)));
}

}  // namespace txpath::portable
