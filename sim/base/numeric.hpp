// numeric.hpp -- sums, integrals and roots.
//
// Owns      NeumaierSum, integrate and integrate_at_once (Gauss-Legendre, 16, 8 or 4 points), find_root.
// Promises  no state, no allocation; IEEE operations in a fixed order, so the same bits everywhere as long
//           as the functions handed in give them.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <span>

namespace txpath {

/// A sum whose error does not grow with the number of terms.
///
///   Source    [neumaier1974]
class NeumaierSum {
public:
    void add(double term) noexcept
    {
        const double next = sum_ + term;
        const bool is_larger = std::abs(sum_) >= std::abs(term);
        lost_ += is_larger ? (sum_ - next) + term : (term - next) + sum_;
        sum_ = next;
    }
    /// Add what another sum holds, its lost digits included.
    void add(const NeumaierSum& other) noexcept
    {
        add(other.sum_);
        lost_ += other.lost_;
    }
    [[nodiscard]] double value() const noexcept { return sum_ + lost_; }

private:
    double sum_ = 0.0;
    double lost_ = 0.0;
};

/// Positive half of the 16 nodes on [-1, 1] and their weights; the other half mirrors it.
///
///   Source    [dlmf2024], table 3.5.4
struct GaussLegendre16 {
    static constexpr std::size_t pairs = 8;
    static constexpr std::array<double, pairs> node = {
        0.095012509837637440185, 0.28160355077925891323, 0.45801677765722738634, 0.61787624440264374845,
        0.7554044083550030339,   0.86563120238783174388, 0.94457502307323257608, 0.9894009349916499326};
    static constexpr std::array<double, pairs> weight = {
        0.18945061045506849629, 0.18260341504492358887, 0.16915651939500253819,  0.14959598881657673208,
        0.12462897125553387205, 0.09515851168249278481, 0.062253523938647892863, 0.027152459411754094852};
};

/// The same with 8 and with 4 nodes.
///
///   Source    Abramowitz and Stegun (1964), table 25.4
struct GaussLegendre8 {
    static constexpr std::size_t pairs = 4;
    static constexpr std::array<double, pairs> node = {0.18343464249564980494, 0.52553240991632898582,
                                                       0.79666647741362673959, 0.96028985649753623168};
    static constexpr std::array<double, pairs> weight = {0.36268378337836198297, 0.31370664587788728734,
                                                         0.22238103445337447054, 0.10122853629037625915};
};
struct GaussLegendre4 {
    static constexpr std::size_t pairs = 2;
    static constexpr std::array<double, pairs> node = {0.33998104358485626480, 0.86113631159405257522};
    static constexpr std::array<double, pairs> weight = {0.65214515486254614263, 0.34785484513745385737};
};

/// Integral of `integrand` from `low` to `high`; exact for polynomials of degree 31 (15, 7 with fewer nodes).
template <class Rule = GaussLegendre16, class Integrand>
[[nodiscard]] double integrate(double low, double high, Integrand integrand)
{
    const double middle = 0.5 * (low + high);
    const double half = 0.5 * (high - low);
    double sum = 0.0;
    for (std::size_t i = 0; i < Rule::pairs; ++i) {
        const double step = half * Rule::node[i];
        sum += Rule::weight[i] * (integrand(middle - step) + integrand(middle + step));
    }
    return half * sum;
}

/// The same, to the bit, of an integrand that takes all nodes at once: fill(nodes, values).
template <class Rule, class Fill>
[[nodiscard]] double integrate_at_once(double low, double high, Fill fill)
{
    const double middle = 0.5 * (low + high);
    const double half = 0.5 * (high - low);
    std::array<double, 2 * Rule::pairs> nodes, values;
    for (std::size_t i = 0; i < Rule::pairs; ++i) {
        const double step = half * Rule::node[i];
        nodes[2 * i] = middle - step;
        nodes[2 * i + 1] = middle + step;
    }
    fill(std::span<const double>(nodes), std::span<double>(values));
    double sum = 0.0;
    for (std::size_t i = 0; i < Rule::pairs; ++i)
        sum += Rule::weight[i] * (values[2 * i] + values[2 * i + 1]);
    return half * sum;
}

/// A function's value and slope at one point.
struct Tangent {
    double value;
    double slope;
};

/// Where a root is known to lie, where to look first, and the step that is too small to matter.
struct Bracket {
    double low;
    double high;
    double start;
    double tolerance;
};

/// Where an increasing function crosses zero.
///
///   Requires  function(low).value <= 0 <= function(high).value, low <= start <= high
///   Method    Newton, halving the bracket whenever a step leaves it or is more than half of the last;
///             ends with the first step within tolerance, after which Newton's error is its square
template <class Function>
[[nodiscard]] double find_root(Bracket bracket, Function function)
{
    double x = bracket.start;
    double last_step = bracket.high - bracket.low;
    while (last_step > bracket.tolerance) {
        const Tangent at = function(x);
        if (at.value == 0.0) return x;
        (at.value < 0.0 ? bracket.low : bracket.high) = x;
        double next = x - at.value / at.slope;
        const bool stays_inside = next > bracket.low && next < bracket.high;
        if (!stays_inside || std::abs(next - x) > 0.5 * last_step) next = 0.5 * (bracket.low + bracket.high);
        last_step = std::abs(next - x);
        x = next;
    }
    return x;
}

}  // namespace txpath
