// panels.cpp -- the part of Moving that integrates: panel by panel, each with as many nodes as it needs.
#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "base/numeric.hpp"
#include "engine/exposure.hpp"

namespace txpath {

namespace {

// Sixteen Gauss points integrate exp(a 2^(-t/h)) over a panel of this many 1/rates to the last digits for |a|
// <= 10.
constexpr double panel_rates = 1.0;
using Points = std::span<const double>;
using Values = std::span<double>;

// A first panel this small, as a share of the span, holds the singularity some laws have at the clock's zero.
constexpr double first_panel = 1e-9;
// A panel is this much longer than nothing, as a share of the moment: else none ends after it begins.
constexpr double least_panel = 1e-15;

}  // namespace

double smooth_span(const LevelPath& path, double slope, double from) noexcept
{
    if (is_at_rest(path, from)) return never;
    // what is left of the movement makes a panel longer: e^-x of it after x rates
    const double left =
        std::abs((path.value - path.target) * slope) * portable::exp(-path.rate * (from - path.since));
    if (left < 1e-13) return never;
    return (left > 0.5 ? panel_rates : left > 1e-3 ? 2.0 : 6.0) / path.rate;
}

/// Whether its integral has a series: beyond these sizes digits are lost by cancellation.
bool Moving::is_closed(const Stretch& smooth) noexcept
{
    const Course& course = smooth.course;
    return smooth.is_whole && (course.count == 0 || (course.count == 1 && course.swings[0].size >= -4.0 &&
                                                     course.swings[0].size <= 8.0));
}

Moving::Stretch Moving::stretch(double from, double to) const noexcept
{
    Stretch result;
    Course& course = result.course;
    const View start{view_->model, view_->person, from};
    for (std::uint32_t at = arc_->movers.first; at < arc_->movers.end(); ++at) {
        const Mover& mover = view_->model.movers[at];
        if (mover.is_amount) {
            result.is_whole = false;
            return result;
        }
        if (mover.kind == Mover::Kind::age) {
            const double x = start.number(mover.source);
            // never clamped and free between two turning points: a little after the first tells
            const double soon = to == never ? x + 1.0 : x + 0.5 * (to - from);
            if (soon > mover.low && soon < mover.high) course.slope += mover.slope;
            course.exponent += mover.slope * (std::clamp(x, mover.low, mover.high) - mover.from);
            continue;
        }
        const LevelRow& row = view_->model.levels[mover.source];
        const LevelPath& path = view_->person.levels()[mover.source];
        // any moment between two turning points tells, but one long after is that of a level at rest
        const double soon = path.rate > 0.0 ? from + 1.0 / path.rate : to;
        const double middle = level_at(row, path, std::min(0.5 * (from + to), soon));
        const bool moves = path.rate > 0.0 && path.value != path.target &&
                           middle > std::max(row.min, mover.low) && middle < std::min(row.max, mover.high);
        if (!moves) {
            course.exponent += mover.slope * (std::clamp(middle, mover.low, mover.high) - mover.from);
        } else if (course.count == course.swings.size()) {
            result.is_whole = false;
            return result;
        } else {
            const double gap = (path.value - path.target) * portable::exp(-path.rate * (from - path.since));
            course.swings[course.count++] = {mover.slope * gap, path.rate};
            course.exponent += mover.slope * (path.target - mover.from);
        }
    }
    return result;
}

namespace {

/// Integral of exp(slope t + swing exp(-rate t)) over [0, length]: the exponential's series, term by term.
/// Differences 1 - exp(-n rate length) are summed up, so short spans keep their digits.
double integral(double slope, double swing, double rate, double length) noexcept
{
    const double drift = slope == 0.0 ? 0.0 : portable::expm1(slope * length);
    double sum = slope == 0.0 ? length : drift / slope;
    if (swing == 0.0) return sum;
    const double first = -portable::expm1(-rate * length);
    const double decay = 1.0 - first;
    double gone = 0.0, left = 1.0, coefficient = 1.0;  // 1 - decay^n, decay^n, swing^n / n!
    for (int n = 1; n < 80; ++n) {
        gone += left * first;
        left *= decay;
        coefficient *= swing / n;
        const double term = coefficient * (gone - left * drift) / (n * rate - slope);
        sum += term;
        if (std::abs(term) <= 1e-17 * sum) break;
    }
    return sum;
}

}  // namespace

double Moving::panel_end(double from, double to) const noexcept
{
    double length = to - from;
    for (std::uint32_t at = arc_->movers.first; at < arc_->movers.end(); ++at) {
        const Mover& mover = view_->model.movers[at];
        if (mover.kind != Mover::Kind::level) continue;
        const LevelPath& path = view_->person.levels()[mover.source];
        length = std::min(length, smooth_span(path, mover.is_amount ? 1.0 : mover.slope, from));
    }
    if (law_->law == Law::lognormal || law_->law == Law::log_logistic || law_->law == Law::gamma)
        length = std::min(length, std::max({from + shift_, first_panel * (to - from),
                                            least_panel * (1.0 + from)}));  // panels that double
    return std::min(from + length, to);
}

/// Nodes enough for twelve digits: few where little moves in a panel.
int Moving::nodes_of(const Stretch& smooth, double start, double from, double to) const noexcept
{
    if (!smooth.is_whole) return 16;
    const Course& course = smooth.course;
    const double length = to - from;
    double swing = 0.0, turns = std::abs(course.slope) * length;
    for (std::uint32_t at = 0; at < course.count; ++at) {
        const auto& [size, rate] = course.swings[at];
        swing += std::abs(size) * portable::exp(-rate * (from - start));
        turns = std::max(turns, rate * length);
    }
    // a law of time, seen from its own age
    if (law_->law != Law::constant && curve_ == nullptr)
        turns = std::max(turns, length / (from + shift_) * 0.5);
    if (turns <= 0.05 && swing <= 4.0) return 4;
    if (turns <= (swing <= 2.0 ? 1.0 : 0.5) && swing <= 4.0) return 8;
    return 16;
}

/// With age = scale * w^(n / shape) both the time and the cumulative hazard w^n are smooth in w, also at 0.
template <class Relative>
double Moving::weibull_panel(const Relative& relative, double from, double to) const noexcept
{
    const int n = static_cast<int>(std::ceil(4.0 * law_->a));
    const double power = law_->a / n;
    const double low = portable::pow(std::max(from + shift_, 0.0) / law_->b, power);
    const double high = portable::pow((to + shift_) / law_->b, power);
    return integrate_at_once<GaussLegendre16>(low, high, [&](Points w, Values out) {
        std::array<double, most_points> t;
        fill_powers(1.0 / power, w, t);
        for (double& each : t) each = std::clamp(law_->b * each - shift_, from, to);
        relative(t, out);
        for (std::size_t i = 0; i < w.size(); ++i) {
            double density = n;
            for (int factor = 1; factor < n; ++factor) density *= w[i];
            out[i] *= density;
        }
    });
}

template <class Relative>
double Moving::panel_of(const Relative& relative, int nodes, double from, double to) const noexcept
{
    const auto sum = [&](const auto& fill) {
        return nodes == 4   ? integrate_at_once<GaussLegendre4>(from, to, fill)
               : nodes == 8 ? integrate_at_once<GaussLegendre8>(from, to, fill)
                            : integrate_at_once<GaussLegendre16>(from, to, fill);
    };
    if (law_->law == Law::constant) return sum(relative);
    const double age = from + shift_;
    const bool is_young = age < to - from;
    if (law_->law == Law::weibull && law_->a <= 10.0) {
        if (is_young) return weibull_panel(relative, from, to);
        return law_->a / law_->b * sum([&](Points t, Values out) {
                   std::array<double, most_points> ages, densities;
                   for (std::size_t i = 0; i < t.size(); ++i) ages[i] = (t[i] + shift_) / law_->b;
                   fill_powers(law_->a - 1.0, {ages.data(), t.size()}, {densities.data(), t.size()});
                   relative(t, out);
                   for (std::size_t i = 0; i < t.size(); ++i) out[i] *= densities[i];
               });
    }
    if (curve_ == nullptr && law_->law != Law::gompertz &&
        age < 0.5 * (to - from)) {  // the first panel: nothing moves in it
        double at_start = 0.0;
        relative(Points{&from, 1}, Values{&at_start, 1});
        return at_start *
               (cumulative_hazard(*law_, curve_, to + shift_) - cumulative_hazard(*law_, curve_, age));
    }
    return sum([&](Points t, Values out) {
        relative(t, out);
        for (std::size_t i = 0; i < t.size(); ++i) out[i] *= base_hazard(*law_, curve_, t[i] + shift_);
    });
}

double Moving::panel(const Stretch& smooth, double start, double from, double to) const noexcept
{
    if (!smooth.is_whole) {
        const auto one_by_one = [this](Points t, Values out) {
            for (std::size_t i = 0; i < t.size(); ++i) out[i] = relative_hazard(t[i]);
        };
        return panel_of(one_by_one, 16, from, to);
    }
    const auto all_at_once = [&](Points t, Values out) {
        std::array<double, most_points> since;
        for (std::size_t i = 0; i < t.size(); ++i) since[i] = t[i] - start;
        fill_course(smooth.course, {since.data(), t.size()}, out);
    };
    return panel_of(all_at_once, nodes_of(smooth, start, from, to), from, to);
}

/// Hazard that the law alone accumulates.
double Moving::gained(double from, double to) const noexcept
{
    if (law_->law == Law::constant) return to - from;
    return cumulative_hazard(*law_, curve_, to + shift_) - cumulative_hazard(*law_, curve_, from + shift_);
}

double Moving::exposure(double from, double to) const noexcept
{
    if (is_still_) return relative_hazard(from) * gained(from, to);
    double total = 0.0;
    for (double at = from; at < to;) {
        const double turn = std::min(turns_at(at), to);
        const Stretch smooth = stretch(at, turn);
        const Course& course = smooth.course;
        if (smooth.is_whole && course.count == 0 && course.slope == 0.0) {
            total += portable::exp(course.exponent) * gained(at, turn);
            at = turn;
            continue;
        }
        if (law_->law == Law::constant && is_closed(smooth)) {
            const auto& [size, rate] = course.swings[0];
            total += portable::exp(course.exponent) * integral(course.slope, size, rate, turn - at);
            at = turn;
            continue;
        }
        for (const double start = at; at < turn;) {
            const double end = panel_end(at, turn);
            total += panel(smooth, start, at, end);
            at = end;
        }
    }
    return total;
}

}  // namespace txpath
