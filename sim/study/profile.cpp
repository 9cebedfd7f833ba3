// profile.cpp -- how the posterior falls when one value is held and the others follow.
#include <algorithm>
#include <array>
#include <cmath>

#include "base/elementary.hpp"
#include "study/identify.hpp"

namespace txpath {

namespace {

constexpr std::array steps{0.5, 1.0, 1.5, 2.0, 2.5, 3.0};  // standard errors to each side
constexpr double fall_of_interval = 1.920729410347062;  // half the 95 % quantile of chi squared, one degree
constexpr std::uint32_t evaluations_per_value = 15;

/// What is followed outwards from the best fit, to one side.
class Walk {
public:
    Walk(Objective& objective, const Calibration& found, std::size_t value)
        : objective_(objective), found_(found), value_(value)
    {
        for (std::size_t k = 0; k < found.values.size(); ++k)
            top_.push_back(share_of(objective.problem().values[k], found.best.values[k]));
        const double slope = slope_at(objective.problem().values[value], top_[value]);
        const double error = found.values[value].standard_error / slope;
        unit_ = std::isfinite(error) ? error : 1.0 / (2.0 * steps.back());
    }

    /// Points in the order in which they were reached.
    [[nodiscard]] std::vector<ProfilePoint> go(double sign)
    {
        std::vector<ProfilePoint> points;
        Point at = top_;
        for (const double step : steps) {
            const double share = top_[value_] + sign * step * unit_;
            if (share < 0.0 || share > 1.0) break;
            lead(at, share);
            const auto best = highest_with(
                objective_,
                {at, value_, 0.02, evaluations_per_value * static_cast<std::uint32_t>(at.size() - 1)});
            if (!best) break;
            for (std::size_t k = 0; k < at.size(); ++k)
                if (k != value_) at[k] = share_of(objective_.problem().values[k], best->values[k]);
            points.push_back({value_, best->log_posterior, best->values});
        }
        return points;
    }

private:
    /// Move one value; the others follow as their correlations say.
    void lead(Point& at, double share) const
    {
        const double distance = (share - at[value_]) / unit_;
        at[value_] = share;
        for (std::size_t k = 0; k < at.size(); ++k) {
            if (k == value_ || found_.correlations.empty()) continue;
            const double slope = slope_at(objective_.problem().values[k], top_[k]);
            const double along =
                found_.correlations[value_][k] * found_.values[k].standard_error / slope * distance;
            if (std::isfinite(along)) at[k] = std::clamp(at[k] + along, 0.0, 1.0);
        }
    }

    Objective& objective_;
    const Calibration& found_;
    std::size_t value_;
    Point top_;
    double unit_ = 0.0;
};

/// Where the root of the fall, taken as straight between two points, reaches that of the interval.
double crossing(const FittedValue& value, double top, const ProfilePoint& middle,
                const std::vector<ProfilePoint>& outwards)
{
    const double wanted = std::sqrt(fall_of_interval);
    const ProfilePoint* before = &middle;
    for (const ProfilePoint& point : outwards) {
        const double here = std::sqrt(std::max(0.0, top - point.log_posterior));
        const double there = std::sqrt(std::max(0.0, top - before->log_posterior));
        if (here >= wanted && here > there) {
            const double from = share_of(value, before->values[point.value]);
            const double to = share_of(value, point.values[point.value]);
            return value_at(value, from + (to - from) * (wanted - there) / (here - there));
        }
        before = &point;
    }
    return no_number;
}

}  // namespace

void measure_profiles(Objective& objective, Calibration& into)
{
    for (std::size_t k = 0; k < into.values.size(); ++k) {
        Walk walk(objective, into, k);
        const auto below = walk.go(-1.0), above = walk.go(1.0);
        const ProfilePoint middle{k, into.best.log_posterior, into.best.values};
        into.profile.insert(into.profile.end(), below.rbegin(), below.rend());
        into.profile.push_back(middle);
        into.profile.insert(into.profile.end(), above.begin(), above.end());
        if (objective.is_stopped()) return;
        const FittedValue& value = objective.problem().values[k];
        into.values[k].profile_low = crossing(value, middle.log_posterior, middle, below);
        into.values[k].profile_high = crossing(value, middle.log_posterior, middle, above);
    }
}

std::uint64_t profile_evaluations(std::size_t values) noexcept
{
    const std::uint64_t point = 1 + (values - 1) * evaluations_per_value;
    return values * 2 * steps.size() * point;
}

}  // namespace txpath
