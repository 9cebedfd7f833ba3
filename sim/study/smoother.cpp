#include "study/smoother.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/elementary.hpp"
#include "base/stats.hpp"
#include "study/symmetric.hpp"

namespace txpath {

namespace {

/// Below it nothing is told from rounding: a share of an outcome's variance.
constexpr double least_variance = 1e-10;

Dense with_penalty(Dense gram, std::span<const double> penalty)
{
    for (std::size_t k = 0; k < penalty.size(); ++k) gram.at(k, k) += penalty[k];
    return gram;
}

/// Trace of (I - A)'(I - A) for A = B (B'B + S)^-1 B', from inverse = (B'B + S)^-1 and S diagonal.
double residual_freedom(std::size_t samples, const Cholesky& system, std::span<const double> penalty)
{
    const Dense inverse = system.inverse();
    double fitted = static_cast<double>(system.rank()), shrunk = 0.0;
    for (std::size_t a = 0; a < penalty.size(); ++a)
        for (std::size_t b = 0; b < penalty.size(); ++b)
            shrunk += inverse.at(a, b) * inverse.at(a, b) * penalty[a] * penalty[b];
    return static_cast<double>(samples) - fitted + shrunk;
}

/// Means 0 and, for what varies, variance 1.
Dense standardised(const Dense& outcomes, std::vector<bool>& varies)
{
    Dense scaled = outcomes;
    varies.assign(outcomes.columns, false);
    for (std::size_t c = 0; c < outcomes.columns; ++c) {
        RunningStats stats;
        for (std::size_t r = 0; r < outcomes.rows; ++r) stats.add(outcomes.at(r, c));
        const double spread = std::max(std::abs(stats.smallest()), std::abs(stats.largest()));
        varies[c] = stats.standard_deviation() > 1e-13 * spread;
        const double by = varies[c] ? 1.0 / stats.standard_deviation() : 0.0;
        for (std::size_t r = 0; r < outcomes.rows; ++r)
            scaled.at(r, c) = (outcomes.at(r, c) - stats.mean()) * by;
    }
    return scaled;
}

}  // namespace

Fit fit(const Basis& basis, const Dense& outcomes)
{
    const Cholesky system(with_penalty(gram(basis.columns), basis.penalty));
    const Dense weights = system.solve(transposed_product(basis.columns, outcomes));
    return {product(basis.columns, weights), residual_freedom(outcomes.rows, system, basis.penalty)};
}

Dense independent_outcomes(const Dense& outcomes)
{
    std::vector<bool> varies;
    const Dense scaled = standardised(outcomes, varies);
    const Dense products = gram(scaled);
    const double divisor = static_cast<double>(outcomes.rows) - 1.0;
    Matrix correlations(outcomes.columns, std::vector<double>(outcomes.columns, 0.0));
    for (std::size_t a = 0; a < outcomes.columns; ++a)
        for (std::size_t b = 0; b < outcomes.columns; ++b) correlations[a][b] = products.at(a, b) / divisor;
    const Axes axes = axes_of(correlations);
    std::vector<std::size_t> kept;
    for (std::size_t k = 0; k < axes.lengths.size(); ++k)
        if (axes.lengths[k] > least_variance) kept.push_back(k);
    Dense turn(outcomes.columns, kept.size());
    for (std::size_t c = 0; c < outcomes.columns; ++c)
        for (std::size_t k = 0; k < kept.size(); ++k)
            turn.at(c, k) = axes.vectors[kept[k]][c] / std::sqrt(axes.lengths[kept[k]]);
    return product(scaled, turn);
}

Evidence::Evidence(const Dense& columns, const Dense& outcomes)
    : samples_(static_cast<double>(outcomes.rows)),
      gram_(txpath::gram(columns)),
      mixed_(transposed_product(columns, outcomes)),
      squares_(txpath::gram(outcomes))
{
}

double Evidence::deviance(std::span<const double> penalty) const
{
    const Cholesky system(with_penalty(gram_, penalty));
    double free = static_cast<double>(system.rank()), log_penalty = 0.0;
    for (const double weight : penalty) {
        if (weight == 0.0) continue;
        free -= 1.0;
        log_penalty += portable::log(weight);
    }
    Dense residual = squares_;
    const Dense explained = gram(system.solve_lower(mixed_));
    for (std::size_t k = 0; k < residual.numbers.size(); ++k) residual.numbers[k] -= explained.numbers[k];
    for (std::size_t k = 0; k < residual.rows; ++k) residual.at(k, k) += least_variance * samples_;
    return static_cast<double>(residual.rows) * (system.log_determinant() - log_penalty) +
           (samples_ - free) * Cholesky(residual).log_determinant();
}

std::vector<double> lowest(const std::function<double(std::span<const double>)>& height,
                           std::span<const double> low, std::span<const double> high)
{
    const std::size_t sides = low.size(), points = sides == 1 ? 16 : 7;
    std::size_t count = 1;
    for (std::size_t k = 0; k < sides; ++k) count *= points;
    std::vector<double> best, point(sides);
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t place = 0; place < count; ++place) {
        for (std::size_t k = 0, rest = place; k < sides; ++k, rest /= points)
            point[k] = low[k] + (high[k] - low[k]) * static_cast<double>(rest % points) /
                                    static_cast<double>(points - 1);
        const double here = height(point);
        if (here < least || best.empty()) {
            least = here;
            best = point;
        }
    }
    for (double step = 0.5 * (high[0] - low[0]) / static_cast<double>(points - 1); step > 0.05;) {
        bool has_moved = false;
        for (std::size_t move = 0; move < 2 * sides; ++move) {
            const std::size_t k = move / 2;
            point = best;
            point[k] = std::clamp(best[k] + (move % 2 == 0 ? step : -step), low[k], high[k]);
            const double here = height(point);
            if (!(here < least)) continue;
            least = here;
            best = point;
            has_moved = true;
        }
        if (!has_moved) step *= 0.5;
    }
    return best;
}

}  // namespace txpath
