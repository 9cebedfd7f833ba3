// stats.cpp -- means, spreads and quantiles of samples.
#include "base/stats.hpp"

#include <algorithm>
#include <cassert>
#include <cstddef>

#include "base/elementary.hpp"
#include "base/special.hpp"

namespace txpath {

void RunningStats::add(double value) noexcept
{
    ++count_;
    const double off_old_mean = value - mean_;
    mean_ += off_old_mean / static_cast<double>(count_);
    squares_ += off_old_mean * (value - mean_);
    smallest_ = std::min(smallest_, value);
    largest_ = std::max(largest_, value);
}

void RunningStats::add(const RunningStats& other) noexcept
{
    if (other.count_ == 0) return;
    const auto ours = static_cast<double>(count_);
    const auto theirs = static_cast<double>(other.count_);
    const double apart = other.mean_ - mean_;
    squares_ += other.squares_ + apart * apart * (ours * theirs / (ours + theirs));
    mean_ += apart * (theirs / (ours + theirs));
    count_ += other.count_;
    smallest_ = std::min(smallest_, other.smallest_);
    largest_ = std::max(largest_, other.largest_);
}

double RunningStats::variance() const noexcept
{
    return count_ < 2 ? 0.0 : squares_ / static_cast<double>(count_ - 1);
}

double RunningStats::standard_deviation() const noexcept
{
    return portable::sqrt(variance());
}

double RunningStats::standard_error() const noexcept
{
    return count_ < 2 ? 0.0 : portable::sqrt(variance() / static_cast<double>(count_));
}

double quantile_of_sorted(std::span<const double> sorted, double p) noexcept
{
    assert(!sorted.empty() && p >= 0.0 && p <= 1.0);
    const double place = p * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    if (below + 1 >= sorted.size()) return sorted.back();
    const double share = place - static_cast<double>(below);
    return sorted[below] + share * (sorted[below + 1] - sorted[below]);
}

double normal_correlation(double spearman) noexcept
{
    const double x = 3.14159265358979323846 * spearman / 6.0;
    const double y = x * x;
    // |x| is below 0.53: the term left out is below 1e-16
    double factor = 1.0;
    for (const double divisor : {156.0, 110.0, 72.0, 42.0, 20.0, 6.0}) factor = 1.0 - y / divisor * factor;
    return 2.0 * x * factor;
}

// With n degrees of freedom, n / (n + t^2) has the beta distribution of n / 2 and 1 / 2.
double student_t_cdf(double degrees_of_freedom, double t) noexcept
{
    assert(degrees_of_freedom > 0.0);
    const portable::BetaShape shape{0.5, 0.5 * degrees_of_freedom};
    const double square = t * t;
    // the smaller of the two shares keeps its digits
    const double both_tails =
        square < degrees_of_freedom
            ? portable::beta_q(shape, square / (degrees_of_freedom + square))
            : portable::beta_p({shape.beta, shape.alpha}, degrees_of_freedom / (degrees_of_freedom + square));
    return t < 0.0 ? 0.5 * both_tails : 1.0 - 0.5 * both_tails;
}

double student_t_quantile(double degrees_of_freedom, double p) noexcept
{
    assert(degrees_of_freedom > 0.0 && p > 0.0 && p < 1.0);
    if (p == 0.5) return 0.0;
    const double both_tails = 2.0 * std::min(p, 1.0 - p);
    const double logit = portable::beta_quantile_logit({0.5 * degrees_of_freedom, 0.5}, both_tails);
    const double size = portable::sqrt(degrees_of_freedom) * portable::exp(-0.5 * logit);
    return p < 0.5 ? -size : size;
}

}  // namespace txpath
