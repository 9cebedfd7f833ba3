// explained_shares.cpp -- first-order indices by smoothing, partial correlations of ranks.
#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/stats.hpp"
#include "study/smoother.hpp"
#include "study/spline.hpp"
#include "study/symmetric.hpp"
#include "txpath/regression.hpp"

namespace txpath {

namespace {

constexpr std::size_t least_samples = 10;
constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
constexpr double rounding = 1e-10;  // of a correlation matrix' axes

RunningStats stats_of(std::span<const double> numbers)
{
    RunningStats stats;
    for (const double number : numbers) stats.add(number);
    return stats;
}

bool varies(std::span<const double> numbers)
{
    return std::ranges::any_of(numbers, [&](double x) { return x != numbers.front(); });
}

/// Ranks of mean 0 and variance 1; those that tie share theirs.
std::vector<double> scaled_ranks(std::span<const double> numbers)
{
    std::vector<std::size_t> order(numbers.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t k) { return numbers[k]; });
    std::vector<double> ranks(numbers.size());
    for (std::size_t from = 0, to = 0; from < order.size(); from = to) {
        while (to < order.size() && numbers[order[to]] == numbers[order[from]]) ++to;
        for (std::size_t k = from; k < to; ++k) ranks[order[k]] = 0.5 * static_cast<double>(from + to - 1);
    }
    const RunningStats stats = stats_of(ranks);
    for (double& rank : ranks) rank = (rank - stats.mean()) / stats.standard_deviation();
    return ranks;
}

/// Variance explained, with the standard error by the influence function of a ratio of variances. What
/// freedom fits of noise enlarges that function, so it is taken out; and the noise of a sum of squares, which
/// the function does not see, is added.
void explain(std::span<const double> value, const Dense& outcome, const Dense& scaled, ExplainedShare& share)
{
    const auto samples = static_cast<double>(outcome.rows);
    const Fit fitted = fit(spline_basis({value}, scaled), scaled);
    double residual = 0.0;
    for (std::size_t r = 0; r < scaled.rows; ++r)
        residual += (scaled.at(r, 0) - fitted.fitted.at(r, 0)) * (scaled.at(r, 0) - fitted.fitted.at(r, 0));
    share.first_order = 1.0 - residual / fitted.residual_freedom;  // the outcome's variance is 1
    RunningStats influence;
    for (std::size_t r = 0; r < scaled.rows; ++r) {
        const double y = scaled.at(r, 0), g = fitted.fitted.at(r, 0);
        influence.add(2.0 * y * g - g * g - share.first_order * y * y);
    }
    const double spent = samples - 1.0 - fitted.residual_freedom, rest = 1.0 - share.first_order;
    const double seen = influence.standard_error(), of_noise = 4.0 * rest * spent / (samples * samples);
    const double chance = 2.0 * spent * rest * rest / (samples * samples);
    share.error = std::sqrt(std::max(0.0, seen * seen - of_noise) + chance);
}

/// Ranks of the values that vary, and how they correlate.
struct Ranked {
    std::vector<std::size_t> places;  ///< of values
    Matrix correlations;
    std::vector<double> with_outcome;
};

Ranked ranked(std::span<const double> outcome, const DrawnColumns& values)
{
    Ranked result;
    Matrix ranks;
    const std::vector<double> ranks_of_outcome = scaled_ranks(outcome);
    for (std::size_t value = 0; value < values.size(); ++value) {
        if (!varies(values[value])) continue;
        result.places.push_back(value);
        ranks.push_back(scaled_ranks(values[value]));
    }
    const double divisor = static_cast<double>(outcome.size()) - 1.0;
    const auto correlation = [&](const std::vector<double>& a, const std::vector<double>& b) {
        return std::inner_product(a.begin(), a.end(), b.begin(), 0.0) / divisor;
    };
    result.correlations.assign(ranks.size(), std::vector<double>(ranks.size()));
    for (std::size_t a = 0; a < ranks.size(); ++a) {
        for (std::size_t b = 0; b <= a; ++b)
            result.correlations[a][b] = result.correlations[b][a] = correlation(ranks[a], ranks[b]);
        result.with_outcome.push_back(correlation(ranks[a], ranks_of_outcome));
    }
    return result;
}

/// Partial correlations of the outcome with each value, the others held.
///   Method  from the coefficient of the value in the regression on all: b / sqrt(b^2 + rest x its variance),
///   with
///           a generalised inverse, so that values which determine one another leave the others' alone
std::vector<double> partial_correlations(const Ranked& ranked)
{
    const Axes axes = axes_of(ranked.correlations);
    const std::size_t count = ranked.places.size();
    std::vector<double> slope(count, 0.0), variance(count, 0.0), lost(count, 0.0);
    double explained = 0.0;
    for (std::size_t k = 0; k < count; ++k) {
        const auto& axis = axes.vectors[k];
        const double along = std::inner_product(axis.begin(), axis.end(), ranked.with_outcome.begin(), 0.0);
        const bool is_known = axes.lengths[k] > rounding;
        if (is_known) explained += along * along / axes.lengths[k];
        for (std::size_t v = 0; v < count; ++v) {
            if (!is_known) {
                lost[v] += axis[v] * axis[v];
                continue;
            }
            slope[v] += axis[v] * along / axes.lengths[k];
            variance[v] += axis[v] * axis[v] / axes.lengths[k];
        }
    }
    const double rest = std::max(0.0, 1.0 - explained);  // below 0 by rounding alone
    std::vector<double> partial;
    for (std::size_t v = 0; v < count; ++v)
        partial.push_back(
            lost[v] > rounding ? nothing : slope[v] / std::sqrt(slope[v] * slope[v] + rest * variance[v]));
    return partial;
}

}  // namespace

std::vector<ExplainedShare> explained_shares(std::span<const double> outcome, const DrawnColumns& values)
{
    std::vector<ExplainedShare> shares(values.size(), {nothing, nothing, nothing});
    if (outcome.size() < 2 || !varies(outcome)) return shares;
    Dense column(outcome.size(), 1);
    std::ranges::copy(outcome, column.numbers.begin());
    const Dense scaled = independent_outcomes(column);
    if (scaled.columns == 0) return shares;
    for (std::size_t value = 0; value < values.size(); ++value) {
        if (!varies(values[value]))
            shares[value].first_order = shares[value].error = 0.0;
        else if (outcome.size() >= least_samples)
            explain(values[value], column, scaled, shares[value]);
    }
    const Ranked ranks = ranked(outcome, values);
    if (outcome.size() < ranks.places.size() + 3) return shares;
    const std::vector<double> partial = partial_correlations(ranks);
    for (std::size_t k = 0; k < partial.size(); ++k) shares[ranks.places[k]].rank_correlation = partial[k];
    return shares;
}

}  // namespace txpath
