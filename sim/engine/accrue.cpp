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

/// Levels at consecutive report times: from one to the next each gap to the target shrinks by the same share,
/// until it is too small to count.
void Live::observe_levels(const Person& person, std::uint32_t first, std::uint32_t end) noexcept
{
    constexpr double least_gap = level_unit / 16.0;
    const PersonHead& head = person.head();
    for (std::uint32_t level = 0; level < model_.levels.size(); ++level) {
        const LevelRow& row = model_.levels[level];
        const LevelPath& path = person.levels()[level];
        double gap = path.value - path.target;
        if (path.value == 0.0 && (gap == 0.0 || path.rate == 0.0)) continue;
        if (gap != 0.0) gap *= portable::exp(-path.rate * (model_.reports[first] - path.since));
        const double step = path.rate == 0.0           ? 1.0
                            : path.value < path.target ? row.rising_step
                                                       : row.falling_step;
        std::uint32_t report = first;
        for (; report < end && std::abs(gap) > least_gap && step < 1.0; ++report) {
            // the last interval may be shorter than the others
            if (report + 1 == model_.reports.size() && report > first)
                gap = (path.value - path.target) *
                      portable::exp(-path.rate * (model_.reports[report] - path.since));
            const double x = std::clamp(path.target + gap, row.min, row.max);
            tally_.add_level(report, report + 1, head.cell, level, head.weight * rounded(x / level_unit));
            gap *= step;
        }
        const double rest = std::clamp(step < 1.0 ? path.target : path.value, row.min, row.max);
        if (report < end)
            tally_.add_level(report, end, head.cell, level, head.weight * rounded(rest / level_unit));
    }
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

/// Note levels and flows at the report times and checkpoints before `until`.
void Live::observe(const Person& person, double until) noexcept
{
    PersonHead& head = person.head();
    const std::uint32_t first = head.next_report;
    if (!model_.levels.empty()) {
        while (head.next_report < model_.reports.size() && model_.reports[head.next_report] < until)
            ++head.next_report;
        if (head.next_report > first && !head.has_left) observe_levels(person, first, head.next_report);
    }
    while (head.next_checkpoint < model_.checkpoints.size() &&
           model_.checkpoints[head.next_checkpoint] < until) {
        note_flows(person, head.next_checkpoint);
        ++head.next_checkpoint;
    }
    head.observed_to = never;
    if (!model_.levels.empty() && head.next_report < model_.reports.size())
        head.observed_to = model_.reports[head.next_report];
    if (head.next_checkpoint < model_.checkpoints.size())
        head.observed_to = std::min(head.observed_to, model_.checkpoints[head.next_checkpoint]);
}

/// Nothing more happens to this person before the horizon.
void Live::finish(const Person& person) noexcept
{
    const PersonHead& head = person.head();
    observe(person, never);
    accrue_quality(person, end_);
    for (std::uint32_t track = 0; track < model_.tracks.size(); ++track) {
        const std::uint32_t state = person.states()[track];
        if (state == absent) continue;
        tally_.close(head.cell, state, head.weight, end_);
        if (model_.weighted_states > 0) accrue_cost(person, track, end_);
    }
}

}  // namespace txpath
