// stats.hpp -- means, spreads and quantiles of samples.
//
// Owns      RunningStats, quantile_of_sorted, Student's t distribution, correlation of normal scores.
// Promises  no cancellation: a sample far from 0 has the spread it would have near 0.
#pragma once

#include <cstdint>
#include <limits>
#include <span>

namespace txpath {

/// Mean and spread of the numbers added so far, in one pass.
///
///   Source    [welford1962]; merging after [chan1983]
class RunningStats {
public:
    void add(double value) noexcept;
    void add(const RunningStats& other) noexcept;

    [[nodiscard]] std::int64_t count() const noexcept { return count_; }
    [[nodiscard]] double mean() const noexcept { return mean_; }          ///< 0 of nothing
    [[nodiscard]] double smallest() const noexcept { return smallest_; }  ///< infinity of nothing
    [[nodiscard]] double largest() const noexcept { return largest_; }    ///< -infinity of nothing

    /// With n - 1 below; 0 for fewer than two numbers.
    [[nodiscard]] double variance() const noexcept;
    [[nodiscard]] double standard_deviation() const noexcept;
    /// Of the mean.
    [[nodiscard]] double standard_error() const noexcept;

private:
    std::int64_t count_ = 0;
    double mean_ = 0.0;
    double squares_ = 0.0;  // of the distances from the mean, summed
    double smallest_ = std::numeric_limits<double>::infinity();
    double largest_ = -std::numeric_limits<double>::infinity();
};

/// The number below which a share `p` of the sample lies, between two neighbours by their distances.
///
///   Requires  sorted upwards, not empty, 0 <= p <= 1
///   Source    [hyndman1996], type 7
[[nodiscard]] double quantile_of_sorted(std::span<const double> sorted, double p) noexcept;

/// Pearson's correlation of two normal numbers whose ranks have the correlation `spearman`.
///
///   Requires  -1 <= spearman <= 1
///   Method    2 sin(pi spearman / 6), by the sine's series: the same bits everywhere
[[nodiscard]] double normal_correlation(double spearman) noexcept;

/// Chance that Student's t is at most t.
///
///   Requires  degrees_of_freedom > 0
[[nodiscard]] double student_t_cdf(double degrees_of_freedom, double t) noexcept;

/// The t of which student_t_cdf is p.
///
///   Requires  degrees_of_freedom > 0, 0 < p < 1
[[nodiscard]] double student_t_quantile(double degrees_of_freedom, double p) noexcept;

}  // namespace txpath
