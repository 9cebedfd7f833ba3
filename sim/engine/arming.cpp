// arming.cpp -- the part of Live that arms transitions, and the short way through the commonest instants.
#include <cmath>

#include "engine/live.hpp"

namespace txpath {

/// Ask for the thresholds of the state a track is in; arm_all does the rest.
void Live::arm_track(const Person& person, std::byte* record, std::uint32_t track) noexcept
{
    const StateRow& state = model_.states[person.states()[track]];
    const std::uint64_t id_low = person.head().id << 32, id_high = person.head().id >> 32 << 32;
    const Arc* arc = model_.arcs.data() + state.arcs.first;
    std::uint32_t* occurrences = person.occurrences();
    DrawRequest* request = requests_.data() + asked_;
    for (const Arc* end = arc + state.arcs.count; arc != end; ++arc) {
        if (arc->kind == ArcKind::timed) continue;  // draws nothing
        *request++ = {id_low | occurrences[arc->transition]++, arc->counter | id_high};
    }
    asked_ = static_cast<std::size_t>(request - requests_.data());
    pending_[waiting_++] = {record,
                            person.best() + track,
                            now_.time,
                            state.arcs.first,
                            state.arcs.count,
                            model_.tracks[track].first_slot,
                            static_cast<std::uint16_t>(track),
                            state.arms_plainly};
}

/// Draw all thresholds that were asked for, and set the times of what waits for them.
void Live::arm_all() noexcept
{
    fill_thresholds(draws_.key(), {requests_.data(), asked_}, {thresholds_.data(), asked_});
    const double* threshold = thresholds_.data();
    const Pending* pending = pending_.data();
    for (const Pending* end = pending + waiting_; pending != end; ++pending) {
        if (!pending->is_plain) {
            threshold = arm_slots(*pending, threshold);
            continue;
        }
        // hazards that nothing changes: only the earliest is kept
        const Arc* arcs = model_.arcs.data() + pending->first_arc;
        Best best{never, pending->first_slot, pending->first_arc};
        for (std::uint32_t place = 0; place < pending->count; ++place) {
            const double time = pending->now + *threshold++ / arcs[place].rate;  // no hazard: never
            if (time < best.time) {
                best.time = time;
                best.arc = pending->first_arc + place;
            }
        }
        *pending->best = best;
    }
    waiting_ = asked_ = 0;
}

/// The same for a state with hazards that read something. Returns the threshold after those used.
const double* Live::arm_slots(const Pending& pending, const double* threshold) noexcept
{
    const Person person{pending.record, layout_};
    const View view{model_, person, pending.now};
    const Arc* arcs = model_.arcs.data() + pending.first_arc;
    Slot* slots = person.slots() + pending.first_slot;
    SlotStatus* statuses = person.status() + pending.first_slot;
    Best best{never, pending.first_slot, pending.first_arc};
    for (std::uint32_t place = 0; place < pending.count; ++place) {
        const Arc& arc = arcs[place];
        Slot& slot = slots[place];
        if (arc.kind == ArcKind::timed) {
            arm_timed(view, pending.track, arc, slot, statuses[place]);
        } else {
            const double needed = *threshold++;
            const double fixed = fixed_part(view, arc);
            if (needed > fixed * arc.most * reach(view, pending.track, arc)) {
                slot.time = never;
                statuses[place] = SlotStatus::out_of_reach;
                continue;
            }
            slot = {never, needed, multiplier(view, arc, fixed), pending.now, fixed, 1.0, -1.0};
            set_time(view, pending.track, arc, slot, statuses[place]);
        }
        if (slot.time < best.time) best = {slot.time, pending.first_slot + place, pending.first_arc + place};
    }
    *pending.best = best;
    return threshold;
}

void Live::arm_timed(const View& view, std::uint32_t track, const Arc& arc, Slot& slot,
                     SlotStatus& status) const noexcept
{
    const LawRow& law = model_.laws[arc.law];
    const double due = law.clock == Clock::reset ? view.now + law.a : law.a - clock_shift(view, law, track);
    slot = {due, 0.0, 0.0, due, 0.0, 1.0, 0.0};
    // a moment on another clock that is past when the state is entered never comes, or entering it anew would
    // go on for ever
    if (law.clock != Clock::reset && due <= view.now) slot.time = slot.since = never;
    status = arc.gate == absent ? SlotStatus::fires : SlotStatus::wakes;
}

/// Utility of the states a person is in, with their ratios.
double Live::utility_at(const Person& person, double t) const noexcept
{
    double result = 1.0;
    if (!model_.has_utility_ratios && model_.utility_rule == UtilityRule::multiplicative) {
        for (const std::uint32_t track : model_.utility_tracks)
            result *= model_.utilities[person.states()[track]];
        return result;
    }
    for (const std::uint32_t track : model_.utility_tracks) {
        const StateRow& state = model_.states[person.states()[track]];
        const double utility = state.utility_factors.count == 0
                                   ? state.utility
                                   : product(View{model_, person, t}, state.utility_factors, state.utility);
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
    if (model_.utility_moves && !head.has_left)
        accrue_moving_quality(person, to);
    else
        tally_.add_quality(
            head.cell, head.weight * rounded(head.utility * static_cast<double>(to.tick - head.quality_tick)),
            head.weight * rounded(head.utility * static_cast<double>(to.health_tick - head.quality_dtick)));
    head.quality_since = to.time;
    head.quality_tick = to.tick;
    head.quality_dtick = to.health_tick;
}

/// The weights of a person's time are looked at anew; time already past keeps the old ones.
void Live::weigh(const Person& person) noexcept
{
    const PersonHead& head = person.head();
    if (model_.weighted_states > 0)
        for (std::uint32_t track = 0; track < model_.tracks.size(); ++track) weigh_costs(person, track);
    if (model_.utility_moves) return;  // accrued before each change
    const double utility = utility_at(person, now_.time);
    if (utility != head.utility) set_utility(person, utility);
}

void Live::set_utility(const Person& person, double utility) noexcept
{
    PersonHead& head = person.head();
    accrue_quality(person, now_);
    const std::int64_t amount = rounded(utility / level_unit);
    tally_.add_utility(now_.report, head.cell, head.weight * (amount - head.utility_counted));
    head.utility_counted = amount;
    head.utility = utility;
}

/// An instant that moves one track and touches nothing else: no effects, no prices, nobody who reads the
/// track. What fire and settle_instant would do, without the questions they would ask.
void Live::fire_plainly(const Person& person, std::byte* record, const Arc& arc, double now) noexcept
{
    PersonHead& head = person.head();
    now_ = tally_.moment(now);
    observe(person, checkpoints_before_[now_.report]);
    std::uint32_t& state = person.states()[arc.track];
    double& entered = person.entered()[arc.track];
    tally_.move(now_, head.cell, head.weight, arc.transition, now - entered, state, arc.to);
    state = arc.to;
    entered = now;
    if (model_.in_weights[arc.track] != 0) {
        const double utility = utility_at(person, now);
        if (utility != head.utility) set_utility(person, utility);
    }
    arm_track(person, record, arc.track);
}

}  // namespace txpath
