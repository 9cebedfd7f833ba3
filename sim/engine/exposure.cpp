#include "engine/exposure.hpp"

#include <cmath>

namespace txpath {

namespace {

// Ages drift slowly: a bound while the hazard changes by a fifth is tight; the slot is looked at again after
// that.
constexpr double age_drift = 0.2;
constexpr int newton_steps = 60;
// After a step this small, as a share of the time, Newton's error is about its square.
constexpr double last_step = 1e-7;

// Hazards that fade may never add up to the threshold: nobody waits 27,000 years.
constexpr double farthest = 1e7;

/// What a mover makes of a level or an age.
double value_at(const Mover& mover, double x) noexcept
{
    if (mover.is_amount) return x;
    return portable::exp(mover.slope * (std::clamp(x, mover.low, mover.high) - mover.from));
}

}  // namespace

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
        result *= value_at(mover, x);
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
    return value_at(mover, x);
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
        bool grows = mover.is_amount || mover.slope > 0.0;
        if (mover.kind == Mover::Kind::level) {
            const LevelPath& path = view_->person.levels()[mover.source];
            if (path.target < path.value) grows = !grows;
            if (grows && until == never) {  // a level without a turning point: its limit
                const LevelRow& row = view_->model.levels[mover.source];
                const double limit =
                    std::clamp(path.rate == 0.0 ? path.value : path.target, row.min, row.max);
                result *= value_at(mover, limit);
                continue;
            }
        }
        result *= mover_value(mover, grows ? until : view_->now);
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
    const Course smooth = stretch(now, turn).course;
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
