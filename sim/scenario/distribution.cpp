// distribution.cpp -- what is known about a distribution in closed form, and what a value's number becomes.
//
// Owns      mean, standard deviation, support and quantiles of the canonical distributions; converted.
#include <cmath>
#include <limits>
#include <numbers>

#include "base/elementary.hpp"
#include "base/special.hpp"
#include "scenario/uncertain.hpp"

namespace txpath {

double converted(const Value& value, double raw) noexcept
{
    switch (value.conversion) {
        case Conversion::none:
            return raw * value.factor;
        case Conversion::probability_within:
            return -portable::log1p(-raw) / value.factor;
        case Conversion::median:
            return std::numbers::ln2 / raw;
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
            return portable::exp(a + b * b / 2.0);
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
            return mean(distribution) * std::sqrt(portable::expm1(b * b));
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

double quantile(const Distribution& distribution, double p) noexcept
{
    const auto& [family, a, b, c] = distribution;
    // measured from the nearer end, so that rounding cannot leave the range
    const auto between = [](double low, double high, double share) {
        return share < 0.5 ? low + share * (high - low) : high - (1.0 - share) * (high - low);
    };
    switch (family) {
        case Family::fixed:
            return a;
        case Family::normal:
            return a + b * portable::normal_quantile(p);
        case Family::lognormal:
            return portable::exp(a + b * portable::normal_quantile(p));
        case Family::beta:
        case Family::dirichlet:
            return portable::beta_quantile({a, b}, p);
        case Family::gamma:
            return b * portable::gamma_quantile(a, p);
        case Family::uniform:
            return between(a, b, p);
        case Family::triangular:
            return p <= (b - a) / (c - a) ? a + std::sqrt(p * (c - a) * (b - a))
                                          : c - std::sqrt((1.0 - p) * (c - a) * (c - b));
        case Family::pert: {
            const double width = c - a;
            const portable::BetaShape shape{1.0 + 4.0 * (b - a) / width, 1.0 + 4.0 * (c - b) / width};
            return between(a, c, portable::beta_quantile(shape, p));
        }
    }
    return a;
}

Support central_range(const Distribution& distribution, double tail) noexcept
{
    return {quantile(distribution, tail), quantile(distribution, 1.0 - tail)};
}

}  // namespace txpath
