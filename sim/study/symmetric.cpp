#include "study/symmetric.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace txpath {

namespace {

/// One rotation of rows and columns p and q that makes their common element 0.
void rotate(Matrix& a, Matrix& axes, std::size_t p, std::size_t q)
{
    const double slope = (a[q][q] - a[p][p]) / (2.0 * a[p][q]);
    const double t = (slope >= 0.0 ? 1.0 : -1.0) / (std::abs(slope) + std::sqrt(slope * slope + 1.0));
    const double c = 1.0 / std::sqrt(t * t + 1.0), s = t * c;
    const auto turn = [c, s](double& x, double& y) {
        const double old = x;
        x = c * old - s * y;
        y = s * old + c * y;
    };
    for (auto& row : a) turn(row[p], row[q]);
    for (std::size_t k = 0; k < a.size(); ++k) turn(a[p][k], a[q][k]);
    for (std::size_t k = 0; k < a.size(); ++k) turn(axes[p][k], axes[q][k]);
}

double off_diagonal(const Matrix& a)
{
    double sum = 0.0;
    for (std::size_t p = 0; p < a.size(); ++p)
        for (std::size_t q = 0; q < p; ++q) sum += a[p][q] * a[p][q];
    return sum;
}

}  // namespace

Axes axes_of(Matrix a)
{
    const std::size_t n = a.size();
    Matrix vectors(n, std::vector<double>(n, 0.0));
    double size = 0.0;
    for (std::size_t p = 0; p < n; ++p) {
        vectors[p][p] = 1.0;
        size += a[p][p] * a[p][p];
    }
    constexpr int most_sweeps = 60;  // it converges quadratically: ten are many
    for (int sweep = 0; sweep < most_sweeps && off_diagonal(a) > 1e-30 * size; ++sweep)
        for (std::size_t p = 0; p < n; ++p)
            for (std::size_t q = p + 1; q < n; ++q)
                if (a[p][q] != 0.0) rotate(a, vectors, p, q);

    std::vector<std::size_t> order(n);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t k) { return a[k][k]; });
    Axes axes;
    for (const std::size_t k : order) {
        const auto largest =
            std::ranges::max_element(vectors[k], {}, [](double weight) { return std::abs(weight); });
        if (*largest < 0.0)
            for (double& weight : vectors[k]) weight = -weight;
        axes.lengths.push_back(a[k][k]);
        axes.vectors.push_back(vectors[k]);
    }
    return axes;
}

}  // namespace txpath
