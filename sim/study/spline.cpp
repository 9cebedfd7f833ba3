#include "study/spline.hpp"

#include <algorithm>
#include <cmath>

#include "base/elementary.hpp"
#include "base/stats.hpp"
#include "study/symmetric.hpp"

namespace txpath {

namespace {

/// Functions of one value: the mean of their products is 1 for the same and 0 for two, and so are those of
/// their second derivatives but for their roughness.
struct Marginal {
    Dense columns;                  ///< samples x functions
    std::vector<double> roughness;  ///< falling; 0 of straight lines, which come last
};

std::vector<double> standardised(std::span<const double> value)
{
    RunningStats stats;
    for (const double x : value) stats.add(x);
    std::vector<double> scaled;
    for (const double x : value) scaled.push_back((x - stats.mean()) / stats.standard_deviation());
    return scaled;
}

std::vector<double> knots_of(std::vector<double> distinct, std::size_t most)
{
    std::ranges::sort(distinct);
    distinct.erase(std::ranges::unique(distinct).begin(), distinct.end());
    if (distinct.size() <= most) return distinct;
    std::vector<double> knots;
    for (std::size_t k = 0; k < most; ++k)
        knots.push_back(quantile_of_sorted(distinct, static_cast<double>(k) / static_cast<double>(most - 1)));
    return knots;
}

/// Second derivatives at the inner knots, from the values at all knots; and the roughness of those values.
struct Bending {
    Dense from_values;  ///< knots x knots; first and last row 0
    Dense penalty;      ///< knots x knots
};

Bending bending_of(std::span<const double> knots)
{
    const std::size_t count = knots.size(), inner = count - 2;
    Dense differences(inner, count), mass(inner, inner);
    for (std::size_t k = 0; k < inner; ++k) {
        const double before = knots[k + 1] - knots[k], after = knots[k + 2] - knots[k + 1];
        differences.at(k, k) = 1.0 / before;
        differences.at(k, k + 1) = -1.0 / before - 1.0 / after;
        differences.at(k, k + 2) = 1.0 / after;
        mass.at(k, k) = (before + after) / 3.0;
        if (k + 1 < inner) mass.at(k, k + 1) = mass.at(k + 1, k) = after / 6.0;
    }
    const Dense second = Cholesky(mass).solve(differences);
    Bending bending{Dense(count, count), transposed_product(differences, second)};
    for (std::size_t k = 0; k < inner; ++k)
        std::ranges::copy(second.row(k), bending.from_values.row(k + 1).begin());
    return bending;
}

/// Row by sample: weights of the spline's values at the knots.
Dense values_at_knots(std::span<const double> value, std::span<const double> knots, const Dense& second)
{
    Dense columns(value.size(), knots.size());
    for (std::size_t r = 0; r < value.size(); ++r) {
        const double x = value[r];
        const auto above = std::upper_bound(knots.begin() + 1, knots.end() - 1, x) - knots.begin();
        const auto j = static_cast<std::size_t>(above) - 1;
        const double width = knots[j + 1] - knots[j], left = knots[j + 1] - x, right = x - knots[j];
        const double bend_left = (left * left * left / width - width * left) / 6.0;
        const double bend_right = (right * right * right / width - width * right) / 6.0;
        const auto row = columns.row(r);
        for (std::size_t k = 0; k < knots.size(); ++k)
            row[k] = bend_left * second.at(j, k) + bend_right * second.at(j + 1, k);
        row[j] += left / width;
        row[j + 1] += right / width;
    }
    return columns;
}

/// Turn functions so that both their products and their roughness are diagonal.
Marginal diagonal(const Dense& columns, const Dense& penalty)
{
    const std::size_t count = columns.columns;
    Dense products = gram(columns);
    for (double& number : products.numbers) number /= static_cast<double>(columns.rows);
    const Cholesky root(products);
    // upper'^-1 penalty upper^-1, in two halves: the penalty is its own transpose
    const Dense half = root.solve_lower(penalty);
    Dense turned(count, count);
    for (std::size_t a = 0; a < count; ++a)
        for (std::size_t b = 0; b < count; ++b) turned.at(a, b) = half.at(b, a);
    turned = root.solve_lower(turned);
    Matrix symmetric(count, std::vector<double>(count));
    for (std::size_t a = 0; a < count; ++a)
        for (std::size_t b = 0; b < count; ++b) symmetric[a][b] = 0.5 * (turned.at(a, b) + turned.at(b, a));
    const Axes axes = axes_of(symmetric);
    Marginal marginal;
    Dense turn(count, count);
    for (std::size_t k = 0; k < count; ++k) {
        const std::size_t axis = count - 1 - k;  // straight lines are the two smoothest
        marginal.roughness.push_back(axis < 2 ? 0.0 : axes.lengths[axis]);
        for (std::size_t c = 0; c < count; ++c) turn.at(c, k) = axes.vectors[axis][c];
    }
    // upper^-1 turn
    for (std::size_t i = count; i-- > 0;)
        for (std::size_t k = 0; k < count; ++k) {
            for (std::size_t j = i + 1; j < count; ++j)
                turn.at(i, k) -= root.upper().at(i, j) * turn.at(j, k);
            turn.at(i, k) /= root.upper().at(i, i);
        }
    marginal.columns = product(columns, turn);
    return marginal;
}

Marginal marginal_of(std::span<const double> value, std::size_t most_knots)
{
    const std::vector<double> x = standardised(value), knots = knots_of(x, most_knots);
    Dense nothing(knots.size(), knots.size());
    if (knots.size() < 3) return diagonal(values_at_knots(x, knots, nothing), nothing);
    const Bending bending = bending_of(knots);
    return diagonal(values_at_knots(x, knots, bending.from_values), bending.penalty);
}

/// Logarithms of smoothness between which a penalty goes from nothing to everything.
struct SmoothnessRange {
    double low = 0.0, high = 0.0;
};

SmoothnessRange range_of(const Marginal& marginal)
{
    const double samples = static_cast<double>(marginal.columns.rows), roughest = marginal.roughness.front();
    double smoothest = roughest;
    for (const double roughness : marginal.roughness)
        if (roughness > 0.0) smoothest = roughness;
    constexpr double nothing = 1e-3, everything = 1e4;
    return {portable::log(nothing * samples / roughest), portable::log(everything * samples / smoothest)};
}

/// Straight-line functions before the others: what is free is kept when columns determine one another.
Basis free_first(const Dense& columns, const std::vector<double>& penalty)
{
    std::vector<std::size_t> order;
    for (const bool is_free : {true, false})
        for (std::size_t k = 0; k < penalty.size(); ++k)
            if ((penalty[k] == 0.0) == is_free) order.push_back(k);
    Basis basis{Dense(columns.rows, columns.columns), {}};
    for (const std::size_t k : order) basis.penalty.push_back(penalty[k]);
    for (std::size_t r = 0; r < columns.rows; ++r)
        for (std::size_t k = 0; k < order.size(); ++k) basis.columns.at(r, k) = columns.at(r, order[k]);
    return basis;
}

/// The penalty of a product of functions: what its factors' roughness costs along each value.
struct TensorRoughness {
    std::vector<std::vector<double>> along;  ///< by value, by function

    [[nodiscard]] std::vector<double> penalty(std::span<const double> log_smoothness) const
    {
        std::vector<double> sum(along.front().size(), 0.0);
        for (std::size_t v = 0; v < along.size(); ++v) {
            const double smoothness = portable::exp(log_smoothness[v]);
            for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += smoothness * along[v][k];
        }
        return sum;
    }
};

Basis smoothest(const Dense& columns, const TensorRoughness& roughness,
                const std::vector<Marginal>& marginals, const Dense& outcomes)
{
    std::vector<double> low, high;
    TensorRoughness bent;
    for (std::size_t v = 0; v < marginals.size(); ++v) {
        if (marginals[v].roughness.front() == 0.0) continue;  // two distinct values: a straight line at most
        const SmoothnessRange range = range_of(marginals[v]);
        low.push_back(range.low);
        high.push_back(range.high);
        bent.along.push_back(roughness.along[v]);
    }
    if (bent.along.empty()) return {columns, std::vector<double>(columns.columns, 0.0)};
    const std::vector<double> ones(low.size(), 0.0);
    const Evidence evidence(free_first(columns, bent.penalty(ones)).columns, outcomes);
    const auto penalty_at = [&](std::span<const double> log_smoothness) {
        std::vector<double> penalty = bent.penalty(log_smoothness);
        std::ranges::stable_partition(penalty, [](double weight) { return weight == 0.0; });
        return penalty;
    };
    const auto height = [&](std::span<const double> at) { return evidence.deviance(penalty_at(at)); };
    return free_first(columns, bent.penalty(lowest(height, low, high)));
}

}  // namespace

Basis spline_basis(const std::vector<std::span<const double>>& values, const Dense& outcomes)
{
    const std::size_t samples = outcomes.rows;
    std::vector<Marginal> marginals;
    if (values.size() == 1) {
        marginals.push_back(marginal_of(values[0], std::clamp<std::size_t>(samples / 3, 3, 20)));
        return smoothest(marginals[0].columns, {{marginals[0].roughness}}, marginals, outcomes);
    }
    const auto share = static_cast<std::size_t>(std::sqrt(static_cast<double>(samples) / 2.0));
    for (const auto& value : values)
        marginals.push_back(marginal_of(value, std::clamp<std::size_t>(share, 3, 10)));
    const Dense &first = marginals[0].columns, &second = marginals[1].columns;
    Dense columns(samples, first.columns * second.columns);
    for (std::size_t r = 0; r < samples; ++r)
        for (std::size_t a = 0; a < first.columns; ++a)
            for (std::size_t b = 0; b < second.columns; ++b)
                columns.at(r, a * second.columns + b) = first.at(r, a) * second.at(r, b);
    TensorRoughness roughness{{{}, {}}};
    for (const double a : marginals[0].roughness)
        for (const double b : marginals[1].roughness) {
            roughness.along[0].push_back(a);
            roughness.along[1].push_back(b);
        }
    return smoothest(columns, roughness, marginals, outcomes);
}

}  // namespace txpath
