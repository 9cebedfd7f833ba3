// distribution.cpp -- what is known about a distribution in closed form, and what a value's number becomes.
//
// Owns      mean, standard deviation and support of the canonical distributions; converted.
#include <cmath>
#include <limits>

#include "base/special.hpp"
#include "scenario/uncertain.hpp"

namespace txpath {

double converted(const Value& value, double raw) noexcept
{
    switch (value.conversion) {
        case Conversion::none:
            return raw * value.factor;
        case Conversion::probability_within:
            return -std::log1p(-raw) / value.factor;
        case Conversion::median:
            return std::log(2.0) / raw;
        case Conversion::mean:
            return 1.0 / raw;
    }
    return raw;
}

double mean(const Distribution& distribution) noexcept
{
    const auto& [family, a, b, c] = distribution;
    switch (family) {
        case Family::fixed:
        case Family::normal:
            return a;
        case Family::beta:
        case Family::dirichlet:
            return a / (a + b);
        case Family::gamma:
            return a * b;
        case Family::lognormal:
            return std::exp(a + b * b / 2.0);
        case Family::uniform:
            return (a + b) / 2.0;
        case Family::pert:
            return (a + 4.0 * b + c) / 6.0;
        case Family::triangular:
            return (a + b + c) / 3.0;
    }
    return a;
}

double standard_deviation(const Distribution& distribution) noexcept
{
    const auto& [family, a, b, c] = distribution;
    switch (family) {
        case Family::fixed:
            return 0.0;
        case Family::normal:
            return b;
        case Family::beta:
        case Family::dirichlet:
            return std::sqrt(a * b / (a + b + 1.0)) / (a + b);
        case Family::gamma:
            return std::sqrt(a) * b;
        case Family::lognormal:
            return mean(distribution) * std::sqrt(std::expm1(b * b));
        case Family::uniform:
            return (b - a) / std::sqrt(12.0);
        case Family::pert: {
            // A beta of shapes 1 + 4 (b - a) / (c - a) and 1 + 4 (c - b) / (c - a), stretched: their sum
            // is 6.
            const double centre = mean(distribution);
            return std::sqrt((centre - a) * (c - centre) / 7.0);
        }
        case Family::triangular:
            return std::sqrt((a * a + b * b + c * c - a * b - a * c - b * c) / 18.0);
    }
    return 0.0;
}

Support support(const Distribution& distribution) noexcept
{
    constexpr double infinity = std::numeric_limits<double>::infinity();
    const auto& [family, a, b, c] = distribution;
    switch (family) {
        case Family::fixed:
            return {a, a};
        case Family::normal:
            return {-infinity, infinity};
        case Family::beta:
        case Family::dirichlet:
            return {0.0, 1.0};
        case Family::gamma:
        case Family::lognormal:
            return {0.0, infinity};
        case Family::uniform:
            return {a, b};
        case Family::pert:
        case Family::triangular:
            return {a, c};
    }
    return {a, a};
}

Support central_range(const Distribution& distribution, double tail) noexcept
{
    const auto& [family, a, b, c] = distribution;
    const double score = portable::normal_quantile(tail);
    const auto beta = [tail](portable::BetaShape shape) {
        return Support{portable::beta_quantile(shape, tail), portable::beta_quantile(shape, 1.0 - tail)};
    };
    switch (family) {
        case Family::normal:
            return {a + score * b, a - score * b};
        case Family::lognormal:
            return {std::exp(a + score * b), std::exp(a - score * b)};
        case Family::beta:
            return beta({a, b});
        case Family::gamma:
            return {b * portable::gamma_quantile(a, tail), b * portable::gamma_quantile(a, 1.0 - tail)};
        case Family::uniform:
            return {a + tail * (b - a), b - tail * (b - a)};
        case Family::triangular:
            // each tail by the side of the mode on which it lies
            return {tail <= (b - a) / (c - a) ? a + std::sqrt(tail * (c - a) * (b - a))
                                              : c - std::sqrt((1.0 - tail) * (c - a) * (c - b)),
                    tail <= (c - b) / (c - a) ? c - std::sqrt(tail * (c - a) * (c - b))
                                              : a + std::sqrt((1.0 - tail) * (c - a) * (b - a))};
        case Family::pert: {
            const double width = c - a;
            const Support share = beta({1.0 + 4.0 * (b - a) / width, 1.0 + 4.0 * (c - b) / width});
            return {a + share.low * width, a + share.high * width};
        }
        case Family::fixed:
        case Family::dirichlet:
            break;
    }
    return support(distribution);
}

}  // namespace txpath
