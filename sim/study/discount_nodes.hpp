// discount_nodes.hpp -- discounted amounts at every rate of a range, from their values at a few rates.
//
// Owns      RateRange; DiscountNodes, the rates at which amounts are summed; the bound on what is lost
// between
//           them.
// Promises  exact at the ends of a range of one rate and at rate 0; else within `node_tolerance` of each
//           amount, whenever it falls due.
#pragma once

#include <cstddef>
#include <vector>

namespace txpath {

/// Discount rates, effective per year, from the lowest to the highest.
struct RateRange {
    double low = 0.0, high = 0.0;
    friend bool operator==(const RateRange&, const RateRange&) = default;
};

/// Largest error of an amount between nodes, relative to it. Rounding adds some 1e-16 exp(spread / 2).
inline constexpr double node_tolerance = 1e-12;

/// How far interpolation through `count` nodes can be off, relative to the amount.
///   Shape   spread: (largest - smallest force of interest) x horizon
///   Method  exp(-force (t - horizon / 2)) has Chebyshev coefficients 2 I_k(x), x <= spread / 4, and I_k(x)
///   <=
///           (x / 2)^k / k! cosh(x); their sum from k = count on, times 1 + the Lebesgue constant, which is
///           below 4 for up to a hundred nodes
[[nodiscard]] double interpolation_error(double spread, std::size_t count) noexcept;

/// Forces of interest at which amounts are summed.
class DiscountNodes {
public:
    DiscountNodes() = default;
    ///   Requires  range.low > -1, horizon in days
    DiscountNodes(const RateRange& range, double horizon);

    [[nodiscard]] std::size_t count() const noexcept { return forces_.size(); }
    [[nodiscard]] const std::vector<double>& forces() const noexcept { return forces_; }  ///< per day, rising

    /// True of the rates the nodes were made for.
    [[nodiscard]] bool covers(double rate) const noexcept;

    /// What to multiply the undiscounted amount (first) and the amounts at the nodes by, to sum up to the
    /// amount at this rate.
    ///   Requires  covers(rate)
    [[nodiscard]] std::vector<double> weights(double rate) const;

    /// What a day and a moment are worth at each node: out[node] = (1 - exp(-force t)) / force but for a
    /// constant of the node's own, out[count + node] = exp(-force t).
    void read(double t, double* out) const noexcept;

    friend bool operator==(const DiscountNodes&, const DiscountNodes&) = default;

private:
    RateRange range_;
    double horizon_ = 0.0;
    std::size_t gentle_ = 0;  ///< the first nodes, at which discounting stays above exp(-1)
    std::vector<double> forces_, barycentric_;
};

}  // namespace txpath
