#include "base/dense.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "base/elementary.hpp"

namespace txpath {

namespace {

constexpr double rounding = 1e-11;  // share of a diagonal element that is left when a column is determined

/// to += factor * from. Loops of this form are what compilers make vectors of without reordering sums.
void add_multiple(double factor, std::span<const double> from, std::span<double> to) noexcept
{
    for (std::size_t k = 0; k < to.size(); ++k) to[k] += factor * from[k];
}

}  // namespace

Dense gram(const Dense& a)
{
    Dense sum(a.columns, a.columns);
    const std::size_t in_fours = a.rows / 4 * 4;
    for (std::size_t r = 0; r < in_fours;
         r += 4) {  // four rows at a time: the sum passes memory a quarter as often
        const auto w = a.row(r), x = a.row(r + 1), y = a.row(r + 2), z = a.row(r + 3);
        for (std::size_t i = 0; i < a.columns; ++i) {
            double* const to = sum.row(i).data();
            for (std::size_t j = i; j < a.columns; ++j)
                to[j] += (w[i] * w[j] + x[i] * x[j]) + (y[i] * y[j] + z[i] * z[j]);
        }
    }
    for (std::size_t r = in_fours; r < a.rows; ++r)
        for (std::size_t i = 0; i < a.columns; ++i)
            add_multiple(a.at(r, i), a.row(r).subspan(i), sum.row(i).subspan(i));
    for (std::size_t i = 0; i < a.columns; ++i)
        for (std::size_t j = 0; j < i; ++j) sum.at(i, j) = sum.at(j, i);
    return sum;
}

Dense transposed_product(const Dense& a, const Dense& b)
{
    assert(a.rows == b.rows);
    Dense sum(a.columns, b.columns);
    for (std::size_t r = 0; r < a.rows; ++r)
        for (std::size_t i = 0; i < a.columns; ++i) add_multiple(a.at(r, i), b.row(r), sum.row(i));
    return sum;
}

Dense product(const Dense& a, const Dense& b)
{
    assert(a.columns == b.rows);
    Dense sum(a.rows, b.columns);
    for (std::size_t r = 0; r < a.rows; ++r)
        for (std::size_t k = 0; k < a.columns; ++k) add_multiple(a.at(r, k), b.row(k), sum.row(r));
    return sum;
}

Cholesky::Cholesky(Dense symmetric) : upper_(std::move(symmetric)), is_kept_(upper_.rows, false)
{
    assert(upper_.rows == upper_.columns);
    const std::size_t n = upper_.rows;
    std::vector<double> diagonal(n);
    for (std::size_t i = 0; i < n; ++i) diagonal[i] = upper_.at(i, i);
    for (std::size_t i = 0; i < n; ++i) {
        const auto row = upper_.row(i).subspan(i);
        is_kept_[i] = row[0] > rounding * diagonal[i];
        if (!is_kept_[i]) {
            std::ranges::fill(row, 0.0);
            continue;
        }
        ++rank_;
        const double root = std::sqrt(row[0]);
        for (double& number : row) number /= root;
        for (std::size_t j = i + 1; j < n; ++j)
            add_multiple(-row[j - i], row.subspan(j - i), upper_.row(j).subspan(j));
    }
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < i; ++j) upper_.at(i, j) = 0.0;
}

double Cholesky::log_determinant() const noexcept
{
    double sum = 0.0;
    for (std::size_t i = 0; i < upper_.rows; ++i)
        if (is_kept_[i]) sum += 2.0 * portable::log(upper_.at(i, i));
    return sum;
}

Dense Cholesky::solve_lower(Dense right) const
{
    assert(right.rows == upper_.rows);
    for (std::size_t i = 0; i < right.rows; ++i) {
        const auto solved = right.row(i);
        const double by = is_kept_[i] ? 1.0 / upper_.at(i, i) : 0.0;
        for (double& number : solved) number *= by;
        for (std::size_t j = i + 1; j < right.rows; ++j)
            if (upper_.at(i, j) != 0.0) add_multiple(-upper_.at(i, j), solved, right.row(j));
    }
    return right;
}

Dense Cholesky::solve(Dense right) const
{
    Dense x = solve_lower(std::move(right));
    for (std::size_t i = x.rows; i-- > 0;) {
        const auto solved = x.row(i);
        for (std::size_t j = i + 1; j < x.rows; ++j) add_multiple(-upper_.at(i, j), x.row(j), solved);
        const double by = is_kept_[i] ? 1.0 / upper_.at(i, i) : 0.0;
        for (double& number : solved) number *= by;
    }
    return x;
}

Dense Cholesky::inverse() const
{
    Dense one(upper_.rows, upper_.rows);
    for (std::size_t i = 0; i < one.rows; ++i) one.at(i, i) = is_kept_[i] ? 1.0 : 0.0;
    return solve(std::move(one));
}

}  // namespace txpath
