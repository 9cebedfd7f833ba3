// dense.hpp -- linear algebra on dense matrices of some hundred columns.
//
// Owns      Dense, gram, transposed_product, product, Cholesky.
// Promises  IEEE operations in an order that the shapes alone decide, so the same bits everywhere: libraries
//           that cut their blocks to the size of the cache cannot promise that.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace txpath {

/// A matrix, row by row.
struct Dense {
    Dense() = default;
    Dense(std::size_t row_count, std::size_t column_count)
        : rows(row_count), columns(column_count), numbers(row_count * column_count, 0.0)
    {
    }

    std::size_t rows = 0, columns = 0;
    std::vector<double> numbers;

    [[nodiscard]] std::span<double> row(std::size_t r) noexcept
    {
        return std::span(numbers).subspan(r * columns, columns);
    }
    [[nodiscard]] std::span<const double> row(std::size_t r) const noexcept
    {
        return std::span(numbers).subspan(r * columns, columns);
    }
    [[nodiscard]] double& at(std::size_t r, std::size_t c) noexcept { return numbers[r * columns + c]; }
    [[nodiscard]] double at(std::size_t r, std::size_t c) const noexcept { return numbers[r * columns + c]; }
};

/// a' a.
[[nodiscard]] Dense gram(const Dense& a);
/// a' b.
///   Requires  as many rows
[[nodiscard]] Dense transposed_product(const Dense& a, const Dense& b);
/// a b.
///   Requires  as many columns of a as rows of b
[[nodiscard]] Dense product(const Dense& a, const Dense& b);

/// A symmetric matrix, positive semidefinite but for rounding, as upper' upper.
///   Method  a column that those before it determine is left out, as if it were not there: its unknown is 0
class Cholesky {
public:
    explicit Cholesky(Dense symmetric);

    [[nodiscard]] std::size_t rank() const noexcept { return rank_; }
    [[nodiscard]] bool is_kept(std::size_t column) const noexcept { return is_kept_[column]; }
    /// Of the columns that are kept.
    [[nodiscard]] double log_determinant() const noexcept;
    /// x of matrix x = right, for each column of `right`.
    [[nodiscard]] Dense solve(Dense right) const;
    /// x of upper' x = right, for each column of `right`.
    [[nodiscard]] Dense solve_lower(Dense right) const;
    [[nodiscard]] Dense inverse() const;
    /// Row i: column i of the factor below its diagonal.
    [[nodiscard]] const Dense& upper() const noexcept { return upper_; }

private:
    Dense upper_;
    std::vector<bool> is_kept_;
    std::size_t rank_ = 0;
};

}  // namespace txpath
