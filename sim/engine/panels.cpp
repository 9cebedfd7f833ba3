// panels.cpp -- the part of Moving that integrates: panel by panel, each with as many nodes as it needs.
#include <algorithm>
#include <cmath>

#include "base/numeric.hpp"
#include "engine/exposure.hpp"

namespace txpath {

namespace {

// Sixteen Gauss points integrate exp(a 2^(-t/h)) over a panel of this many 1/rates to the last digits for |a|
// <= 10.
constexpr double panel_rates = 1.0;
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

double Moving::Course::at(double t) const noexcept
{
    double x = exponent + slope * t;
    for (std::uint32_t one = 0; one < count; ++one)
        x += swings[one].size * portable::exp(-swings[one].rate * t);
    return portable::exp(x);
}

/// Whether its integral has a series: beyond these sizes digits are lost by cancellation.
bool Moving::Course::is_closed() const noexcept
{
    return is_whole && (count == 0 || (count == 1 && swings[0].size >= -4.0 && swings[0].size <= 8.0));
}

Moving::Course Moving::course(double from, double to) const noexcept
{
    Course result;
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
            if (soon > mover.low && soon < mover.high) result.slope += mover.slope;
            result.exponent += mover.slope * (std::clamp(x, mover.low, mover.high) - mover.from);
            continue;
        }
        const LevelRow& row = view_->model.levels[mover.source];
        const LevelPath& path = view_->person.levels()[mover.source];
        const double middle = level_at(row, path, 0.5 * (from + to));
        const bool moves = path.rate > 0.0 && path.value != path.target &&
                           middle > std::max(row.min, mover.low) && middle < std::min(row.max, mover.high);
        if (!moves) {
            result.exponent += mover.slope * (std::clamp(middle, mover.low, mover.high) - mover.from);
        } else if (result.count == result.swings.size()) {
            result.is_whole = false;
            return result;
        } else {
            const double gap = (path.value - path.target) * portable::exp(-path.rate * (from - path.since));
            result.swings[result.count++] = {mover.slope * gap, path.rate};
            result.exponent += mover.slope * (path.target - mover.from);
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
int Moving::nodes_of(const Course& smooth, double start, double from, double to) const noexcept
{
    if (!smooth.is_whole) return 16;
    const double length = to - from;
    double swing = 0.0, turns = std::abs(smooth.slope) * length;
    for (std::uint32_t at = 0; at < smooth.count; ++at) {
        const auto& [size, rate] = smooth.swings[at];
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
    return integrate(low, high, [&](double w) {
        const double t = law_->b * portable::pow(w, 1.0 / power) - shift_;
        double density = n;
        for (int factor = 1; factor < n; ++factor) density *= w;
        return density * relative(std::clamp(t, from, to));
    });
}

template <class Relative>
double Moving::panel_of(const Relative& relative, int nodes, double from, double to) const noexcept
{
    const auto sum = [&](const auto& integrand) {
        return nodes == 4   ? integrate<GaussLegendre4>(from, to, integrand)
               : nodes == 8 ? integrate<GaussLegendre8>(from, to, integrand)
                            : integrate(from, to, integrand);
    };
    if (law_->law == Law::constant) return sum(relative);
    const double age = from + shift_;
    const bool is_young = age < to - from;
    if (law_->law == Law::weibull && law_->a <= 10.0) {
        if (is_young) return weibull_panel(relative, from, to);
        const double power = law_->a - 1.0;
        return law_->a / law_->b * sum([&](double t) {
                   return portable::exp(power * portable::log((t + shift_) / law_->b)) * relative(t);
               });
    }
    if (curve_ == nullptr && law_->law != Law::gompertz &&
        age < 0.5 * (to - from)) {  // the first panel: nothing moves in it
        const double gained =
            cumulative_hazard(*law_, curve_, to + shift_) - cumulative_hazard(*law_, curve_, age);
        return gained * relative(from);
    }
    return sum([&](double t) { return base_hazard(*law_, curve_, t + shift_) * relative(t); });
}

double Moving::panel(const Course& smooth, double start, double from, double to) const noexcept
{
    if (!smooth.is_whole) return panel_of([this](double t) { return relative_hazard(t); }, 16, from, to);
    return panel_of([&](double t) { return smooth.at(t - start); }, nodes_of(smooth, start, from, to), from,
                    to);
}

double Moving::exposure(double from, double to) const noexcept
{
    if (is_still_) {
        const double gained = law_->law == Law::constant
                                  ? to - from
                                  : cumulative_hazard(*law_, curve_, to + shift_) -
                                        cumulative_hazard(*law_, curve_, from + shift_);
        return relative_hazard(from) * gained;
    }
    double total = 0.0;
    for (double at = from; at < to;) {
        const double turn = std::min(turns_at(at), to);
        const Course smooth = course(at, turn);
        if (law_->law == Law::constant && smooth.is_closed()) {
            const auto& [size, rate] = smooth.swings[0];
            total += portable::exp(smooth.exponent) * integral(smooth.slope, size, rate, turn - at);
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
