#include "study/over_luck.hpp"

#include <cmath>

#include "base/stats.hpp"

namespace txpath {

namespace {

constexpr double level = 0.975;  // of Student's t, for 95 % intervals

}  // namespace

MeanOverLuck mean_over_luck(std::span<const double> sample, double further_error)
{
    RunningStats stats;
    for (const double each : sample)
        if (std::isfinite(each)) stats.add(each);
    MeanOverLuck mean;
    if (stats.count() == 0) return mean;
    mean.mean = stats.mean();
    if (stats.count() < 2) return mean;
    mean.error = stats.standard_error();
    const double reach = student_t_quantile(static_cast<double>(stats.count() - 1), level) *
                         std::hypot(mean.error, further_error);
    mean.low = mean.mean - reach;
    mean.high = mean.mean + reach;
    return mean;
}

MeanOverLuck mean_over_luck(const Drawn& drawn)
{
    MeanOverLuck mean = mean_over_luck(drawn.each, 0.0);
    if (!std::isfinite(drawn.centre)) return mean;
    const double reach = mean.high - mean.mean;
    mean.mean = drawn.centre;
    mean.low = mean.mean - reach;
    mean.high = mean.mean + reach;
    return mean;
}

Drawn difference(const Drawn& of, const Drawn& from)
{
    if (of.each.size() == from.each.size()) return weighted_sum(1.0, of, -1.0, from);
    // Draws that cannot be paired tell the difference of the means and nothing about its error.
    return {{}, mean_over_luck(of).mean - mean_over_luck(from).mean};
}

Drawn weighted_sum(double a, const Drawn& first, double b, const Drawn& second)
{
    Drawn sum{{}, a * first.centre + b * second.centre};
    sum.each.reserve(first.each.size());
    for (std::size_t k = 0; k < first.each.size(); ++k)
        sum.each.push_back(a * first.each[k] + b * second.each[k]);
    return sum;
}

}  // namespace txpath
