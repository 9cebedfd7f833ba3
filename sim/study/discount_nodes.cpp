#include "study/discount_nodes.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

#include "base/elementary.hpp"
#include "txpath/units.hpp"

namespace txpath {

namespace {

double force_of(double rate) noexcept
{
    return portable::log1p(rate) / days_per_year;
}

/// Chebyshev points, rising, to 2^-20: there the last bits of a machine's cosine no longer show, and
/// barycentric weights are worked out for the points as they are.
std::vector<double> points(std::size_t count)
{
    constexpr double grid = 0x1p20;
    std::vector<double> found;
    for (std::size_t at = count; at-- > 0;) {
        const double angle = std::numbers::pi * (static_cast<double>(at) + 0.5) / static_cast<double>(count);
        found.push_back(std::nearbyint(std::cos(angle) * grid) / grid);
    }
    return found;
}

}  // namespace

double interpolation_error(double spread, std::size_t count) noexcept
{
    constexpr double two_and_lebesgue = 2.0 * (1.0 + 4.0);
    const double half = spread / 8.0, n = static_cast<double>(count);
    if (half >= n + 1.0) return HUGE_VAL;  // the series has not begun to fall
    double term = portable::exp(spread / 2.0);
    for (std::size_t k = 1; k <= count; ++k) term *= half / static_cast<double>(k);
    return two_and_lebesgue * term / (1.0 - half / (n + 1.0));
}

DiscountNodes::DiscountNodes(const RateRange& range, double horizon) : range_(range), horizon_(horizon)
{
    assert(range.low > -1.0 && range.low <= range.high);
    const double low = force_of(range.low), high = force_of(range.high);
    if (low == high) {
        forces_ = {low};
        barycentric_ = {1.0};
    } else {
        std::size_t count = 2;
        while (interpolation_error((high - low) * horizon, count) > node_tolerance) ++count;
        const std::vector<double> x = points(count);
        for (std::size_t at = 0; at < count; ++at) {
            double product = 1.0;
            for (std::size_t other = 0; other < count; ++other)
                if (other != at)
                    product *= 2.0 * (x[at] - x[other]);  // capacity 1/2: neither over- nor underflows
            barycentric_.push_back(1.0 / product);
            forces_.push_back(low + (high - low) * 0.5 * (1.0 + x[at]));
        }
    }
    gentle_ = static_cast<std::size_t>(
        std::count_if(forces_.begin(), forces_.end(), [&](double force) { return force * horizon <= 1.0; }));
}

bool DiscountNodes::covers(double rate) const noexcept
{
    return rate >= range_.low && rate <= range_.high;
}

std::vector<double> DiscountNodes::weights(double rate) const
{
    assert(covers(rate));
    std::vector<double> found(1 + count(), 0.0);
    const double force = force_of(rate);
    if (force == 0.0) {
        found[0] = 1.0;
        return found;
    }
    if (const auto node = std::find(forces_.begin(), forces_.end(), force); node != forces_.end()) {
        found[1 + static_cast<std::size_t>(node - forces_.begin())] = 1.0;
        return found;
    }
    // what is interpolated is the worth at the middle of the horizon, which varies least
    double sum = 0.0;
    for (std::size_t node = 0; node < count(); ++node) {
        found[1 + node] = barycentric_[node] / (force - forces_[node]);
        sum += found[1 + node];
    }
    for (std::size_t node = 0; node < count(); ++node)
        found[1 + node] *= portable::exp((forces_[node] - force) * 0.5 * horizon_) / sum;
    return found;
}

void DiscountNodes::read(double t, double* out) const noexcept
{
    const std::size_t nodes = count();
    for (std::size_t node = 0; node < gentle_; ++node) {
        const double force = forces_[node];
        const double worth = force == 0.0 ? t : -portable::expm1(-force * t) / force;
        out[node] = worth;
        out[nodes + node] = 1.0 - force * worth;
    }
    // where little is left at the end, 1 - force x worth would lose its digits
    for (std::size_t node = gentle_; node < nodes; ++node) {
        const double left = portable::exp(-forces_[node] * t);
        out[node] = -left / forces_[node];
        out[nodes + node] = left;
    }
}

}  // namespace txpath
