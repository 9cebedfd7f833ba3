#include "report/page_survival.hpp"

#include <algorithm>
#include <cmath>

namespace txpath::report {
namespace {

constexpr double normal_quantile = 1.959963984540054;  // of 0.975

/// One time at which somebody leaves.
struct Moment {
    double time, at_risk, leave, staying_before;
    std::vector<double> leave_by;
};

std::vector<Moment> moments_of(std::vector<Stay>& stays, std::size_t exits)
{
    std::ranges::sort(stays, {}, &Stay::time);
    std::vector<Moment> moments;
    double staying = 1.0;
    for (std::size_t first = 0, end = 0; first < stays.size(); first = end) {
        Moment moment{stays[first].time, static_cast<double>(stays.size() - first), 0.0, staying,
                      std::vector<double>(exits, 0.0)};
        for (end = first; end < stays.size() && stays[end].time == moment.time; ++end) {
            if (stays[end].exit == Stay::censored) continue;
            moment.leave += 1.0;
            moment.leave_by[stays[end].exit] += 1.0;
        }
        if (moment.leave == 0.0) continue;
        staying *= 1.0 - moment.leave / moment.at_risk;
        moments.push_back(std::move(moment));
    }
    return moments;
}

CurvePoint point_of(const Moment& moment, double estimate, double variance)
{
    const double half = normal_quantile * std::sqrt(std::max(0.0, variance));
    return {moment.time, estimate, std::max(0.0, estimate - half), std::min(1.0, estimate + half),
            moment.at_risk};
}

/// Of staying: sum of d / (n (n - d)); nobody left gives no more variance, as the estimate is 0.
std::vector<CurvePoint> staying_of(const std::vector<Moment>& moments)
{
    std::vector<CurvePoint> curve;
    double sum = 0.0;
    for (const Moment& moment : moments) {
        const double left = moment.at_risk - moment.leave;
        const double estimate = moment.staying_before * left / moment.at_risk;
        if (left > 0.0) sum += moment.leave / (moment.at_risk * left);
        curve.push_back(point_of(moment, estimate, estimate * estimate * sum));
    }
    return curve;
}

/// Of one way out: the variance in its delta form, a sum over the times so far for each time.
///   Method    with I(t) the incidence, S the share staying just before, d and n at each time u <= t:
///             sum (I(t) - I(u))^2 d / (n (n - d)) + sum S^2 d_k (n - d_k) / n^3
///             - 2 sum (I(t) - I(u)) S d_k / n^2
///   The sums are kept as coefficients of a polynomial in I(t), so that each time costs the same.
std::vector<CurvePoint> leaving_of(const std::vector<Moment>& moments, std::size_t exit)
{
    std::vector<CurvePoint> curve;
    double incidence = 0.0, square = 0.0, linear = 0.0, plain = 0.0;
    for (const Moment& moment : moments) {
        const double n = moment.at_risk, d = moment.leave, own = moment.leave_by[exit];
        const double staying = moment.staying_before;
        incidence += staying * own / n;
        if (n > d) {
            const double weight = d / (n * (n - d));
            square += weight;
            linear -= 2.0 * weight * incidence;
            plain += weight * incidence * incidence;
        }
        plain += staying * staying * own * (n - own) / (n * n * n);
        linear -= 2.0 * staying * own / (n * n);
        plain += 2.0 * incidence * staying * own / (n * n);
        curve.push_back(point_of(moment, incidence, (square * incidence + linear) * incidence + plain));
    }
    return curve;
}

}  // namespace

StayCurves stay_curves(std::vector<Stay> stays, std::size_t exits)
{
    const auto all = static_cast<double>(stays.size());
    const std::vector<Moment> moments = moments_of(stays, exits);
    const bool leaves_at_once = !moments.empty() && moments.front().time == 0.0;
    const auto with_start = [&](std::vector<CurvePoint> curve, double start) {
        if (!leaves_at_once) curve.insert(curve.begin(), {0.0, start, start, start, all});
        return curve;
    };
    StayCurves curves{with_start(staying_of(moments), 1.0), {}};
    for (std::size_t exit = 0; exit < exits; ++exit)
        curves.leaving.push_back(with_start(leaving_of(moments, exit), 0.0));
    return curves;
}

double at_risk(std::span<const Stay> stays, double time)
{
    return static_cast<double>(
        std::ranges::count_if(stays, [&](const Stay& stay) { return stay.time >= time; }));
}

}  // namespace txpath::report
