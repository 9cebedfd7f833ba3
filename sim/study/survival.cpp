#include "study/survival.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/special.hpp"

namespace txpath {

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

/// People with events at one time, and those at risk for them, in both groups.
struct Moment2 {
    double treated_events = 0.0, events = 0.0;
    double treated_at_risk = 0.0, others_at_risk = 0.0;
};

/// Every time with events, of both groups together.
std::vector<Moment2> moments_of(std::span<const Follow> treated, std::span<const Follow> others)
{
    struct Row {
        Follow follow;
        bool is_treated;
    };
    std::vector<Row> rows;
    for (const Follow& one : treated) rows.push_back({one, true});
    for (const Follow& one : others) rows.push_back({one, false});
    std::ranges::sort(rows, {}, [](const Row& row) { return row.follow.time; });
    auto treated_left = static_cast<double>(treated.size()), others_left = static_cast<double>(others.size());
    std::vector<Moment2> moments;
    for (std::size_t first = 0; first < rows.size();) {
        Moment2 moment{0.0, 0.0, treated_left, others_left};
        std::size_t end = first;
        for (; end < rows.size() && rows[end].follow.time == rows[first].follow.time; ++end) {
            const double event = rows[end].follow.has_event ? 1.0 : 0.0;
            moment.events += event;
            moment.treated_events += rows[end].is_treated ? event : 0.0;
            (rows[end].is_treated ? treated_left : others_left) -= 1.0;
        }
        if (moment.events > 0.0) moments.push_back(moment);
        first = end;
    }
    return moments;
}

struct Slope {
    double score = 0.0, information = 0.0;
};

/// Score and information of the partial likelihood at a log hazard ratio.
Slope slope_at(std::span<const Moment2> moments, double log_ratio, Ties ties)
{
    const double ratio = std::exp(log_ratio);
    Slope slope;
    for (const Moment2& moment : moments) {
        slope.score += moment.treated_events;
        for (double tied = 0.0; tied < moment.events; tied += 1.0) {
            const double gone = ties == Ties::efron ? tied / moment.events : 0.0;
            const double treated = ratio * (moment.treated_at_risk - gone * moment.treated_events);
            const double others = moment.others_at_risk - gone * (moment.events - moment.treated_events);
            const double share = treated / (treated + others);
            slope.score -= share;
            slope.information += share * (1.0 - share);
        }
    }
    return slope;
}

}  // namespace

std::vector<Step> kaplan_meier(std::vector<Follow> people)
{
    std::ranges::sort(people, {}, &Follow::time);
    std::vector<Step> steps;
    double share = 1.0;
    for (std::size_t first = 0; first < people.size();) {
        std::size_t end = first, events = 0;
        for (; end < people.size() && people[end].time == people[first].time; ++end)
            events += people[end].has_event ? 1 : 0;
        const auto at_risk = static_cast<double>(people.size() - first);
        if (events > 0) {
            share *= (at_risk - static_cast<double>(events)) / at_risk;
            steps.push_back({people[first].time, share});
        }
        first = end;
    }
    return steps;
}

double share_at(std::span<const Step> steps, double time) noexcept
{
    double share = 1.0;
    for (const Step& step : steps)
        if (step.time <= time) share = step.share;
    return share;
}

double quantile_time(std::span<const Step> steps, double p) noexcept
{
    constexpr double rounding = 1e-12;  // products of shares that should meet 1 - p exactly
    for (const Step& step : steps)
        if (step.share <= 1.0 - p + rounding) return step.time;
    return infinite;
}

LogHazardRatio log_hazard_ratio(std::span<const Follow> treated, std::span<const Follow> others, Ties ties)
{
    const auto moments = moments_of(treated, others);
    // moments at which only one group is at risk say nothing of the ratio
    const double highest = slope_at(moments, -40.0, ties).score, lowest = slope_at(moments, 40.0, ties).score;
    constexpr double nothing = 1e-9;
    if (highest < nothing && lowest > -nothing) return {std::nan(""), infinite};
    if (lowest > -nothing) return {infinite, infinite};
    if (highest < nothing) return {-infinite, infinite};
    double low = -40.0, high = 40.0, at = 0.0;
    for (int round = 0; round < 200; ++round) {
        const Slope slope = slope_at(moments, at, ties);
        (slope.score > 0.0 ? low : high) = at;
        double next = at + slope.score / slope.information;
        if (!(next > low && next < high)) next = 0.5 * (low + high);
        if (std::abs(next - at) < 1e-13) break;
        at = next;
    }
    return {at, 1.0 / std::sqrt(slope_at(moments, at, ties).information)};
}

std::pair<std::uint64_t, std::uint64_t> predicted_counts(std::uint64_t events, std::uint64_t of,
                                                         std::uint64_t size)
{
    const double a = static_cast<double>(events) + 0.5, b = static_cast<double>(of - events) + 0.5;
    const auto n = static_cast<double>(size);
    const auto log_beta = [](double x, double y) {
        return portable::log_gamma(x) + portable::log_gamma(y) - portable::log_gamma(x + y);
    };
    std::uint64_t low = size, high = size;
    bool is_low_found = false;
    double cumulated = 0.0;
    for (std::uint64_t count = 0; count <= size; ++count) {
        const auto k = static_cast<double>(count);
        cumulated += std::exp(portable::log_gamma(n + 1.0) - portable::log_gamma(k + 1.0) -
                              portable::log_gamma(n - k + 1.0) + log_beta(a + k, b + n - k) - log_beta(a, b));
        if (!is_low_found && cumulated > 0.025) {
            low = count;
            is_low_found = true;
        }
        if (cumulated >= 0.975) {
            high = count;
            break;
        }
    }
    return {low, high};
}

}  // namespace txpath
