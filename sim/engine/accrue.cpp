// accrue.cpp -- the part of Live that weighs time and looks at people on the report grid.
#include <algorithm>
#include <cmath>

#include "engine/live.hpp"

namespace txpath {

void Live::accrue_cost(const Person& person, std::uint32_t track, const Moment& to) noexcept
{
    CostWeight& cost = person.cost_weights()[track];
    const std::uint32_t weighted = model_.states[person.states()[track]].weighted;
    if (weighted != absent) {
        const PersonHead& head = person.head();
        if (model_.states[person.states()[track]].cost_moves && !head.has_left)
            accrue_moving_cost(person, track, to);
        else
            tally_.add_weighted(
                head.cell, weighted,
                head.weight * rounded(cost.weight * static_cast<double>(to.tick - cost.tick)),
                head.weight * rounded(cost.weight * static_cast<double>(to.cost_tick - cost.dtick)));
    }
    cost.since = to.time;
    cost.tick = to.tick;
    cost.dtick = to.cost_tick;
}

/// What ratios make of a state's cost; those on states of tracks that were left do not hold.
double Live::cost_weight(const Person& person, const StateRow& state) const noexcept
{
    if (state.weighted == absent) return 1.0;
    const View view{model_, person, now_.time};
    if (!person.head().has_left) return product(view, state.cost_factors, 1.0);
    double weight = 1.0;
    for (std::uint32_t at = state.cost_factors.first; at < state.cost_factors.end(); ++at) {
        const Factor& factor = model_.factors[at];
        if (factor.kind != Factor::Kind::state || person.states()[factor.source] != absent)
            weight = product(view, {at, 1}, weight);
    }
    return weight;
}

void Live::weigh_costs(const Person& person, std::uint32_t track) noexcept
{
    const StateRow& state = model_.states[person.states()[track]];
    CostWeight& cost = person.cost_weights()[track];
    const double weight = cost_weight(person, state);
    if (weight == cost.weight) return;
    accrue_cost(person, track, now_);
    cost.weight = weight;
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
    // a path may have begun under another half-life than the level's present one
    const double step = path.rate == row.rising    ? row.rising_step
                        : path.rate == row.falling ? row.falling_step
                                                   : portable::exp(-path.rate * model_.report_every);
    std::int64_t* changes = tally_.level_changes(head.cell, level);
    const auto amount = [&](double x) {
        return head.weight * rounded(std::clamp(x, row.min, row.max) / level_unit);
    };
    std::int64_t counted = 0;  // at the report before; goes on until it is taken back
    for (; report < end && std::abs(gap) > least_gap; ++report) {
        // the last interval may be shorter than the others
        if (report + 1 == model_.reports.size() && report > path.report)
            gap = (path.value - path.target) *
                  portable::exp(-path.rate * (model_.reports[report] - path.since));
        const std::int64_t now = amount(target + gap);
        changes[report] += now - counted;
        counted = now;
        gap *= step;
    }
    if (report < end) {
        const std::int64_t rest = amount(target);
        changes[report] += rest - counted;
        counted = rest;
    }
    if (end < model_.reports.size()) changes[end] -= counted;
}

/// Count who is where at the checkpoints [first, end), and was where at the one before each.
void Live::note_flows(const Person& person, std::size_t first, std::size_t end) noexcept
{
    const std::uint32_t* states = person.states();
    std::uint32_t* snapshot = person.snapshot();
    const std::int64_t weight = person.head().weight;
    for (std::uint32_t track = 0; track < model_.tracks.size(); ++track) {
        if (states[track] != absent) {
            if (snapshot[track] != absent) tally_.flow(first, snapshot[track], states[track], weight);
            if (end - first > 1) tally_.stay(first + 1, end, states[track], weight);
        }
        snapshot[track] = states[track];
    }
}

/// Note flows at the checkpoints that have passed, `passed` of them in all.
void Live::observe(const Person& person, std::uint32_t passed) noexcept
{
    PersonHead& head = person.head();
    if (passed == head.next_checkpoint) return;
    note_flows(person, head.next_checkpoint, passed);
    head.next_checkpoint = passed;
}

/// Nothing more happens to this person before the horizon.
void Live::finish(const Person& person) noexcept
{
    const PersonHead& head = person.head();
    observe(person, static_cast<std::uint32_t>(model_.checkpoints.size()));
    for (std::uint32_t level = 0; level < model_.levels.size() && !head.has_left; ++level)
        note_level(person, level, static_cast<std::uint32_t>(model_.reports.size()));
    if (!head.has_left) tally_.end_life(head.cell, head.weight, end_);
    accrue_quality(person, end_);
    for (std::uint32_t track = 0; track < model_.tracks.size(); ++track) {
        const std::uint32_t state = person.states()[track];
        if (state == absent) continue;
        tally_.close(head.cell, state, head.weight, end_);
        if (model_.weighted_states > 0) accrue_cost(person, track, end_);
    }
}

}  // namespace txpath
