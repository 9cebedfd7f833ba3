#include "study/copula.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "base/special.hpp"
#include "base/stats.hpp"
#include "study/symmetric.hpp"

namespace txpath {

namespace {

// A matrix nearer to singular than this has lost its digits.
constexpr double least_pivot = 1e-9;

/// Pearson's correlations of the normal scores, all Spearman's times `factor`.
Matrix scores(std::size_t members, const std::vector<RankCorrelation>& pairs, double factor)
{
    Matrix matrix(members, std::vector<double>(members, 0.0));
    for (std::size_t k = 0; k < members; ++k) matrix[k][k] = 1.0;
    for (const auto& [first, second, rho] : pairs)
        matrix[first][second] = matrix[second][first] = normal_correlation(factor * rho);
    return matrix;
}

/// Cholesky's factor, by rows of its lower triangle; empty if the matrix is not positive definite.
std::vector<double> factor_of(const Matrix& matrix)
{
    const std::size_t n = matrix.size();
    std::vector<double> factor;
    const auto at = [&](std::size_t row, std::size_t column) { return factor[row * (row + 1) / 2 + column]; };
    for (std::size_t row = 0; row < n; ++row) {
        for (std::size_t column = 0; column <= row; ++column) {
            double sum = matrix[row][column];
            for (std::size_t k = 0; k < column; ++k) sum -= at(row, k) * at(column, k);
            if (row == column && !(sum > least_pivot)) return {};
            factor.push_back(row == column ? std::sqrt(sum) : sum / at(column, column));
        }
    }
    return factor;
}

}  // namespace

Copula::Copula(std::size_t members, const std::vector<RankCorrelation>& pairs)
    : factor_(factor_of(scores(members, pairs, 1.0)))
{
    assert(members == 0 || !factor_.empty());
}

void Copula::apply(std::span<double> shares) const
{
    std::vector<double> independent;
    independent.reserve(shares.size());
    for (const double share : shares) independent.push_back(portable::normal_quantile(share));
    auto weight = factor_.begin();
    for (std::size_t row = 0; row < shares.size(); ++row) {
        double score = 0.0;
        bool is_alone = true;
        for (std::size_t column = 0; column < row; ++column, ++weight) {
            score += *weight * independent[column];
            is_alone = is_alone && *weight == 0.0;
        }
        score += *weight++ * independent[row];
        // One that depends on none before it keeps its share to the last bit. Beyond a score of 8.3 the share
        // rounds to 1, of which there is no quantile.
        if (!is_alone) shares[row] = std::min(portable::normal_cdf(score), 1.0 - 0x1p-53);
    }
}

std::optional<Contradiction> contradiction_of(std::size_t members, const std::vector<RankCorrelation>& pairs)
{
    const Matrix asked = scores(members, pairs, 1.0);
    if (!factor_of(asked).empty() || members == 0) return std::nullopt;
    const Axes axes = axes_of(asked);
    Contradiction found{axes.lengths.front(), axes.vectors.front(), 0.0};
    for (int hundredths = 99; hundredths > 0 && found.factor == 0.0; --hundredths)
        if (!factor_of(scores(members, pairs, hundredths / 100.0)).empty()) found.factor = hundredths / 100.0;
    return found;
}

}  // namespace txpath
