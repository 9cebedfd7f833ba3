// accrue.cpp -- the part of Live that weighs time and looks at people on the report grid.
#include <algorithm>
#include <cmath>

#include "engine/live.hpp"

namespace txpath {

/// Utility of the states a person is in, with their ratios.
double Live::utility_of(const Person& person) const noexcept
{
    if (model_.has_one_utility) return model_.states[person.states()[model_.utility_tracks.front()]].utility;
    double result = 1.0;
    for (const std::uint32_t track : model_.utility_tracks) {
        const StateRow& state = model_.states[person.states()[track]];
        const double utility =
            state.utility_factors.count == 0
                ? state.utility
                : product(View{model_, person, now_.time}, state.utility_factors, state.utility);
        switch (model_.utility_rule) {
            case UtilityRule::multiplicative:
                result *= utility;
                break;
            case UtilityRule::minimum:
                result = std::min(result, utility);
                break;
            case UtilityRule::additive:
                result -= 1.0 - utility;
                break;
        }
    }
    return result;
}

void Live::accrue_quality(const Person& person, const Moment& to) noexcept
{
    PersonHead& head = person.head();
    tally_.add_quality(
        head.cell, head.weight * rounded(head.utility * static_cast<double>(to.tick - head.quality_tick)),
        head.weight * rounded(head.utility * static_cast<double>(to.health_tick - head.quality_dtick)));
    head.quality_tick = to.tick;
    head.quality_dtick = to.health_tick;
}

void Live::accrue_cost(const Person& person, std::uint32_t track, const Moment& to) noexcept
{
    CostWeight& cost = person.cost_weights()[track];
    const std::uint32_t weighted = model_.states[person.states()[track]].weighted;
    if (weighted != absent) {
        const PersonHead& head = person.head();
        tally_.add_weighted(
            head.cell, weighted,
            head.weight * rounded(cost.weight * static_cast<double>(to.tick - cost.tick)),
            head.weight * rounded(cost.weight * static_cast<double>(to.cost_tick - cost.dtick)));
    }
    cost.tick = to.tick;
    cost.dtick = to.cost_tick;
}

void Live::weigh_costs(const Person& person, std::uint32_t track) noexcept
{
    const StateRow& state = model_.states[person.states()[track]];
    CostWeight& cost = person.cost_weights()[track];
    const double weight =
        state.weighted == absent ? 1.0 : product(View{model_, person, now_.time}, state.cost_factors, 1.0);
    if (weight == cost.weight) return;
    accrue_cost(person, track, now_);
    cost.weight = weight;
}

/// The weights of a person's time are looked at anew; time already past keeps the old ones.
void Live::weigh(const Person& person) noexcept
{
    PersonHead& head = person.head();
    if (model_.weighted_states > 0)
        for (std::uint32_t track = 0; track < model_.tracks.size(); ++track) weigh_costs(person, track);
    const double utility = utility_of(person);
    if (utility == head.utility) return;
    accrue_quality(person, now_);
    tally_.add_utility(now_.report, head.cell,
                       head.weight * (rounded(utility / level_unit) - rounded(head.utility / level_unit)));
    head.utility = utility;
}

/// Count a level at the report times of its path before `end`: from one to the next the gap to the target
/// shrinks by the same share, until it is too small to count.
void Live::note_level(const Person& person, std::uint32_t level, std::uint32_t end) noexcept
{
    constexpr double least_gap = level_unit / 16.0;
    const PersonHead& head = person.head();
    const LevelRow& row = model_.levels[level];
    const LevelPath& path = person.levels()[level];
    std::uint32_t report = path.report;
    double gap = path.rate == 0.0 ? 0.0 : path.value - path.target;
    const double target = path.rate == 0.0 ? path.value : path.target;
    if (report >= end || (gap == 0.0 && target == 0.0)) return;
    if (gap != 0.0) gap *= portable::exp(-path.rate * (model_.reports[report] - path.since));
    const double step = path.value < path.target ? row.rising_step : row.falling_step;
    const auto amount = [&](double x) {
        return head.weight * rounded(std::clamp(x, row.min, row.max) / level_unit);
    };
    for (; report < end && std::abs(gap) > least_gap; ++report) {
        // the last interval may be shorter than the others
        if (report + 1 == model_.reports.size() && report > path.report)
            gap = (path.value - path.target) *
                  portable::exp(-path.rate * (model_.reports[report] - path.since));
        tally_.add_level(report, report + 1, head.cell, level, amount(target + gap));
        gap *= step;
    }
    if (report < end) tally_.add_level(report, end, head.cell, level, amount(target));
}

/// Count who is where at a checkpoint, and was where at the one before.
void Live::note_flows(const Person& person, std::size_t checkpoint) noexcept
{
    const auto tracks = static_cast<std::uint32_t>(model_.tracks.size());
    const std::uint32_t* states = person.states();
    std::uint32_t* snapshot = person.snapshot();
    const std::int64_t weight = person.head().weight;
    if (checkpoint > 0) {
        std::int64_t* flows = tally_.flows(checkpoint - 1);
        const std::size_t width = model_.states.size();
        for (std::uint32_t track = 0; track < tracks; ++track)
            if (snapshot[track] != absent && states[track] != absent)
                flows[snapshot[track] * width + states[track]] += weight;
    }
    for (std::uint32_t track = 0; track < tracks; ++track) snapshot[track] = states[track];
}

/// Note flows at the checkpoints before `until`.
void Live::observe(const Person& person, double until) noexcept
{
    PersonHead& head = person.head();
    while (head.next_checkpoint < model_.checkpoints.size() &&
           model_.checkpoints[head.next_checkpoint] < until)
        note_flows(person, head.next_checkpoint++);
    head.observed_to =
        head.next_checkpoint < model_.checkpoints.size() ? model_.checkpoints[head.next_checkpoint] : never;
}

/// Nothing more happens to this person before the horizon.
void Live::finish(const Person& person) noexcept
{
    const PersonHead& head = person.head();
    observe(person, never);
    for (std::uint32_t level = 0; level < model_.levels.size() && !head.has_left; ++level)
        note_level(person, level, static_cast<std::uint32_t>(model_.reports.size()));
    accrue_quality(person, end_);
    for (std::uint32_t track = 0; track < model_.tracks.size(); ++track) {
        const std::uint32_t state = person.states()[track];
        if (state == absent) continue;
        tally_.close(head.cell, state, head.weight, end_);
        if (model_.weighted_states > 0) accrue_cost(person, track, end_);
    }
}

}  // namespace txpath
