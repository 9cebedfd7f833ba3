// reference_hazard.cpp -- accumulating a hazard and finding when it reaches its threshold.
#include "engine/reference_hazard.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace txpath::plain {

namespace {

constexpr double never = std::numeric_limits<double>::infinity();

/// The moments at which the comparisons inside a condition change sides.
void add_crossings(const Scenario& scenario, const Person& person, const Condition& condition,
                   std::vector<double>& moments)
{
    for (const Condition& part : condition.parts) add_crossings(scenario, person, part, moments);
    if (condition.kind != Condition::Kind::compare) return;
    for (const auto& bound : {condition.at_least, condition.at_most, condition.above, condition.below})
        if (bound) moments.push_back(crossing(scenario, person, condition.of, *bound));
}

/// The moments at which a level reaches its own bounds.
void add_bounds(const Scenario& scenario, const Person& person, const Reading& reading,
                std::vector<double>& moments)
{
    if (reading.subject != Subject::level) return;
    const LevelPath& path = person.levels[reading.level];
    moments.push_back(crossing(scenario, person, reading, path.least));
    moments.push_back(crossing(scenario, person, reading, path.most));
}

bool reads_moving(const Scenario& scenario, const Person& person, const Condition& condition)
{
    const auto part_moves = [&](const Condition& part) { return reads_moving(scenario, person, part); };
    return (condition.kind == Condition::Kind::compare && is_moving(scenario, person, condition.of)) ||
           std::ranges::any_of(condition.parts, part_moves);
}

bool reads_moving(const Scenario& scenario, const Person& person, const Transition& transition)
{
    const auto ratio_moves = [&](const Ratio& ratio) {
        return ratio.is_graded && is_moving(scenario, person, ratio.of);
    };
    return std::ranges::any_of(transition.hazard_ratios, ratio_moves) ||
           (transition.proportional_to && is_moving(scenario, person, *transition.proportional_to)) ||
           reads_moving(scenario, person, transition.only_if);
}

/// The least x in (low, high] with is_reached(x), to the last bit, when is_reached changes once.
template <class Reached>
double bisected(double low, double high, const Reached& is_reached)
{
    for (;;) {
        const double middle = low + 0.5 * (high - low);
        if (middle <= low || middle >= high) return high;
        (is_reached(middle) ? high : low) = middle;
    }
}

/// A stretch of clock time on an axis where the hazard's power law at clock 0 is flat: clock = place^power.
struct Axis {
    double power;
    [[nodiscard]] double place(double clock) const
    {
        return power == 1.0 ? clock : std::pow(std::max(clock, 0.0), 1.0 / power);
    }
    [[nodiscard]] double clock(double place) const { return power == 1.0 ? place : std::pow(place, power); }
    [[nodiscard]] double slope(double place) const
    {
        return power == 1.0 ? 1.0 : power * std::pow(place, power - 1.0);
    }
};

Axis axis_of(const BaseHazard& base)
{
    return {std::max(1.0, 3.0 / base.power_at_zero())};
}

}  // namespace

Hazard::Hazard(const Scenario& scenario, const Person& person, const Transition& transition, double now)
    : scenario_(&scenario),
      person_(&person),
      transition_(&transition),
      base_(scenario, person, transition),
      is_moving_(reads_moving(scenario, person, transition))
{
    factor_ = is_open_at(now) ? factor_at(now) : 0.0;
    if (is_moving_) note_inputs(now);
}

bool Hazard::is_same_as(const Hazard& other) const
{
    if (is_moving_ != other.is_moving_ || base_ != other.base_) return false;
    return is_moving_ ? inputs_ == other.inputs_ : factor_ == other.factor_;
}

void Hazard::note_inputs(double now)
{
    for (const Ratio& ratio : transition_->hazard_ratios) {
        inputs_.push_back(number_of(ratio.ratio));
        note(ratio.of, now);
    }
    if (transition_->proportional_to) note(*transition_->proportional_to, now);
    note(transition_->only_if, now);
}

/// What stands still, by its value; what moves, by its path. An age moves for itself alone.
void Hazard::note(const Reading& reading, double now)
{
    if (!plain::is_moving(*scenario_, *person_, reading)) {
        inputs_.push_back(value_at(*scenario_, *person_, reading, now));
        return;
    }
    if (reading.subject != Subject::level) return;
    const LevelPath& path = person_->levels[reading.level];
    inputs_.insert(inputs_.end(), {path.value, path.since, path.target, path.half_life});
}

void Hazard::note(const Condition& condition, double now)
{
    for (const Condition& part : condition.parts) note(part, now);
    for (const Reading& option : condition.options) note(option, now);
    if (condition.kind == Condition::Kind::compare) note(condition.of, now);
}

bool Hazard::is_open_at(double moment) const
{
    return holds_at(*scenario_, *person_, transition_->only_if, moment);
}

double Hazard::factor_at(double moment) const
{
    double product = 1.0;
    for (const Ratio& ratio : transition_->hazard_ratios)
        product *= ratio_at(*scenario_, *person_, ratio, moment);
    if (transition_->proportional_to)
        product *= value_at(*scenario_, *person_, *transition_->proportional_to, moment);
    return product;
}

std::vector<double> Hazard::kinks() const
{
    std::vector<double> moments = base_.jumps();
    for (const Ratio& ratio : transition_->hazard_ratios) {
        if (!ratio.is_graded) continue;
        for (const auto& bound : {ratio.at_least, ratio.at_most})
            if (bound) moments.push_back(crossing(*scenario_, *person_, ratio.of, *bound));
        add_bounds(*scenario_, *person_, ratio.of, moments);
    }
    if (transition_->proportional_to)
        add_bounds(*scenario_, *person_, *transition_->proportional_to, moments);
    add_crossings(*scenario_, *person_, transition_->only_if, moments);
    return moments;
}

std::vector<Stretch> Hazard::stretches(double from, double to) const
{
    std::vector<double> ends = {from};
    for (const double moment : kinks())
        if (moment > from && moment < to) ends.push_back(moment);
    ends.push_back(to);
    std::ranges::sort(ends);
    std::vector<Stretch> all;
    for (std::size_t i = 0; i + 1 < ends.size(); ++i)
        if (ends[i] < ends[i + 1]) all.push_back({ends[i], ends[i + 1]});
    return all;
}

double Hazard::within(Stretch stretch) const
{
    if (!is_open_at(0.5 * (stretch.from + stretch.to))) return 0.0;
    const Axis axis = axis_of(base_);
    const double zero = base_.clock_zero();
    const auto density = [&](double place) {
        const double clock = axis.clock(place);
        return base_.hazard(clock) * axis.slope(place) * factor_at(zero + clock);
    };
    return integral(density, axis.place(stretch.from - zero), axis.place(stretch.to - zero));
}

double Hazard::between(double from, double to) const
{
    if (transition_->when.law == Law::after) return 0.0;
    const double zero = base_.clock_zero();
    if (!is_moving_)
        return factor_ == 0.0 ? 0.0 : factor_ * (base_.cumulated(to - zero) - base_.cumulated(from - zero));
    double sum = 0.0;
    for (const Stretch& stretch : stretches(from, to)) sum += within(stretch);
    return sum;
}

double Hazard::reaches_unmoved(double threshold, double from, double horizon) const
{
    if (factor_ <= 0.0) return never;
    if (transition_->when.law == Law::constant) return from + threshold / (factor_ * base_.hazard(0.0));
    const double zero = base_.clock_zero();
    const double spent_before = base_.cumulated(from - zero);
    const auto is_reached = [&](double clock) {
        return factor_ * (base_.cumulated(clock) - spent_before) >= threshold;
    };
    if (!is_reached(horizon - zero)) return never;
    return zero + bisected(from - zero, horizon - zero, is_reached);
}

/// Newton's method on the sum so far, kept inside a bracket; each step integrates from the last place only.
double Hazard::reaches_within(double threshold, Stretch stretch) const
{
    const Axis axis = axis_of(base_);
    const double zero = base_.clock_zero();
    const auto density = [&](double place) {
        const double clock = axis.clock(place);
        return base_.hazard(clock) * axis.slope(place) * factor_at(zero + clock);
    };
    double low = axis.place(stretch.from - zero), high = axis.place(stretch.to - zero);
    double place = low, missing = threshold;
    for (int step = 0; step < 200; ++step) {
        (missing > 0.0 ? low : high) = place;
        const double newton = place + missing / density(place);
        const bool is_inside = newton > low && newton < high;
        const double next = is_inside ? newton : low + 0.5 * (high - low);
        if (std::abs(next - place) <= 1e-15 * std::abs(place) || next <= low || next >= high) break;
        missing -= integral(density, place, next);
        place = next;
    }
    return zero + axis.clock(place);
}

double Hazard::reaches(double threshold, double from, double horizon) const
{
    if (!is_moving_) return reaches_unmoved(threshold, from, horizon);
    double missing = threshold;
    for (const Stretch& stretch : stretches(from, horizon)) {
        const double sum = within(stretch);
        if (sum >= missing) return std::clamp(reaches_within(missing, stretch), stretch.from, stretch.to);
        missing -= sum;
    }
    return never;
}

double Hazard::opens(double from, double horizon) const
{
    if (is_open_at(from)) return from;
    if (!is_moving_) return never;
    for (const Stretch& stretch : stretches(from, horizon))
        if (is_open_at(0.5 * (stretch.from + stretch.to))) return stretch.from;
    return never;
}

}  // namespace txpath::plain
