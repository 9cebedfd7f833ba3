#include "engine/exposure.hpp"

#include <cmath>

#include "base/numeric.hpp"

namespace txpath {

namespace {

// Ages drift slowly: a bound while the hazard changes by a fifth is tight; the slot is looked at again after
// that.
constexpr double age_drift = 0.2;
// Sixteen Gauss points integrate exp(a 2^(-t/h)) over a panel of this many 1/rates to the last digits for |a|
// <= 10.
constexpr double panel_rates = 1.0;
constexpr int newton_steps = 60;
// After a step this small, as a share of the time, Newton's error is about its square.
constexpr double last_step = 1e-7;

/// Whether a level stays where it is from `now` on, to the last digit: e^-45 of a gap is below rounding.
bool is_at_rest(const LevelPath& path, double now) noexcept
{
    return path.value == path.target || path.rate == 0.0 || path.rate * (now - path.since) > 45.0;
}

// Hazards that fade may never add up to the threshold: nobody waits 27,000 years.
constexpr double farthest = 1e7;
// A first panel this small, as a share of the span, holds the singularity some laws have at the clock's zero.
constexpr double first_panel = 1e-9;

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

double resting_hazard(const View& view, const Arc& arc) noexcept
{
    double result = 1.0;
    for (std::uint32_t at = arc.movers.first; at < arc.movers.end(); ++at) {
        const Mover& mover = view.model.movers[at];
        const LevelRow& row = view.model.levels[mover.source];
        const LevelPath& path = view.person.levels()[mover.source];
        if (path.value == row.start && path.target == row.start) {  // most levels of most people
            result *= mover.at_start;
            continue;
        }
        if (!is_at_rest(path, view.now)) return 0.0;
        const double x = level_at(row, path, view.now);
        result *= mover.is_amount
                      ? x
                      : portable::exp(mover.slope * (std::clamp(x, mover.low, mover.high) - mover.from));
    }
    return result;
}

Moving::Moving(const View& view, const Arc& arc, std::uint32_t track) noexcept
    : view_(&view),
      arc_(&arc),
      law_(&view.model.laws[arc.law]),
      curve_(curve_of(view, *law_)),
      shift_(law_->law == Law::constant ? 0.0 : clock_shift(view, *law_, track)),
      is_growing_(law_->law == Law::constant),
      is_still_(true)
{
    for (std::uint32_t at = arc.movers.first; at < arc.movers.end(); ++at) {
        const Mover& mover = view.model.movers[at];
        is_growing_ = is_growing_ && mover.kind == Mover::Kind::age && !mover.is_amount;
        is_still_ = is_still_ && mover.kind == Mover::Kind::level &&
                    is_at_rest(view.person.levels()[mover.source], view.now);
    }
}

double Moving::mover_value(const Mover& mover, double t) const noexcept
{
    double x = 0.0;
    if (mover.kind == Mover::Kind::level) {
        x = level_at(view_->model.levels[mover.source], view_->person.levels()[mover.source], t);
    } else {
        const AttributeRow& row = view_->model.attributes[mover.source];
        x = view_->person.numbers()[row.slot] + (t - view_->person.head().born);
    }
    if (mover.is_amount) return x;
    return portable::exp(mover.slope * (std::clamp(x, mover.low, mover.high) - mover.from));
}

double Moving::relative_hazard(double t) const noexcept
{
    double result = 1.0;
    for (std::uint32_t at = arc_->movers.first; at < arc_->movers.end(); ++at)
        result *= mover_value(view_->model.movers[at], t);
    return result;
}

/// The highest the movers can be between view.now and `until`: each is monotone, so at one of its ends.
double Moving::highest(double until) const noexcept
{
    double result = 1.0;
    for (std::uint32_t at = arc_->movers.first; at < arc_->movers.end(); ++at) {
        const Mover& mover = view_->model.movers[at];
        double end = mover_value(mover, until);
        if (until == never) {  // a level without a turning point: its limit
            const LevelRow& row = view_->model.levels[mover.source];
            const LevelPath& path = view_->person.levels()[mover.source];
            const double limit = std::clamp(path.rate == 0.0 ? path.value : path.target, row.min, row.max);
            end = mover.is_amount
                      ? limit
                      : portable::exp(mover.slope * (std::clamp(limit, mover.low, mover.high) - mover.from));
        }
        result *= std::max(mover_value(mover, view_->now), end);
    }
    return result;
}

/// The next moment after `now` at which a mover bends (a bound, a clamp), the gate turns, or an age's window
/// ends.
double Moving::turns_at(double now) const noexcept
{
    const View then{view_->model, view_->person, now};
    double next = std::min(arc_->gate_moves ? gate_changes(then, arc_->gate) : never, next_knot(now));
    for (std::uint32_t at = arc_->movers.first; at < arc_->movers.end(); ++at) {
        const Mover& mover = view_->model.movers[at];
        if (mover.kind == Mover::Kind::level) {
            const LevelRow& row = view_->model.levels[mover.source];
            const LevelPath& path = view_->person.levels()[mover.source];
            for (const double bend : {row.min, row.max, mover.low, mover.high})
                if (bend != never && bend != -never) next = std::min(next, crossing(path, bend, now));
        } else {
            const double pace =
                mover.is_amount ? 1.0 / std::abs(then.number(mover.source)) : std::abs(mover.slope);
            if (!is_growing_ && pace > 0.0) next = std::min(next, now + age_drift / pace);
            for (const double bend : {mover.low, mover.high}) {
                const double moment = now + (bend - then.number(mover.source));
                if (moment > now * (1.0 + 1e-11) + 1e-11) next = std::min(next, moment);
            }
        }
    }
    return next;
}

double Moving::next_knot(double now) const noexcept
{
    if (curve_ == nullptr) return never;
    const double age = now + shift_;
    const double slack = 1e-11 * (1.0 + now);
    const auto next = std::upper_bound(curve_->knots.begin(), curve_->knots.end(), age + slack);
    return next == curve_->knots.end() ? never : *next - shift_;
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
        length = std::min(length, std::max(from + shift_, first_panel * (to - from)));  // panels that double
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

double Moving::hazard(double t) const noexcept
{
    if (law_->law == Law::constant) return relative_hazard(t);
    return base_hazard(*law_, curve_, t + shift_) * relative_hazard(t);
}

/// When a hazard whose levels are at rest adds up to the threshold.
double Moving::still_time(const Slot& slot) const noexcept
{
    const double now = view_->now;
    const double needed = slot.remaining / (slot.hazard * relative_hazard(now));
    if (law_->law == Law::constant) return now + needed;
    const double before = cumulative_hazard(*law_, curve_, now + shift_);
    return std::max(time_of_hazard(*law_, curve_, before + needed) - shift_, now);
}

/// When a hazard that grows or falls with age alone adds up to the threshold, if before `turn`.
double Moving::growing_time(const Slot& slot, double turn) const noexcept
{
    const double now = view_->now;
    const Course smooth = course(now, turn);
    const double needed = slot.remaining / (slot.hazard * portable::exp(smooth.exponent));
    if (smooth.slope == 0.0) return now + needed;
    const double grown = smooth.slope * needed;
    return grown <= -1.0 ? never : now + portable::log1p(grown) / smooth.slope;
}

void Moving::schedule(Slot& slot, SlotStatus& status) const noexcept
{
    const double now = view_->now;
    const double turn = turns_at(now);
    status = SlotStatus::wakes;
    slot.time = turn;
    if (slot.hazard == 0.0) return;
    if (is_still_ || is_growing_) {
        const double fires = is_still_ ? still_time(slot) : growing_time(slot, turn);
        if (fires < turn) {
            slot.time = fires;
            status = SlotStatus::fires;
        }
        return;
    }
    const double most = slot.hazard * highest(turn);
    if (most == 0.0) return;
    const double needed = slot.remaining / most;
    const double bound =
        law_->law == Law::constant
            ? now + needed
            : time_of_hazard(*law_, curve_, cumulative_hazard(*law_, curve_, now + shift_) + needed) - shift_;
    if (bound < turn) {
        slot.time = std::max(bound, now);
        status = SlotStatus::bounded;
    }
}

void Moving::resolve(Slot& slot, SlotStatus& status) const noexcept
{
    const double turn = turns_at(slot.since);
    const double needed = slot.remaining / slot.hazard;
    double low = slot.since, spent = 0.0;  // hazard accumulated up to `low`
    double high = turn;
    double t = slot.time;
    for (int step = 0; step < newton_steps; ++step) {
        const double at_t = t >= low ? spent + exposure(low, t) : spent - exposure(t, low);
        const double gap = needed - at_t;
        const double pace = hazard(t);
        if (gap >= 0.0) {
            low = t;
            spent = at_t;
        } else {
            high = t;
        }
        double next = pace > 0.0 ? t + gap / pace : never;
        if (std::abs(next - t) <= last_step * (1.0 + t)) {
            t = next;
            break;
        }
        if (next >= high) {
            if (high == turn && turn != never) {
                if (spent + exposure(low, turn) < needed) {
                    status = SlotStatus::wakes;
                    slot.time = turn;
                    return;
                }
            }
            next = high == never ? low + 2.0 * (low - slot.since) + 1.0 : 0.5 * (low + high);
        } else if (next <= low && gap < 0.0) {
            next = 0.5 * (low + high);
        }
        t = next;
        if (t > farthest) break;
    }
    slot.time = t > farthest ? never : std::max(t, slot.since);
    status = SlotStatus::fires;
}

}  // namespace txpath
