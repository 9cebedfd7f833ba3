// arming.cpp -- the part of Live that arms transitions, and the short way through the commonest instants.
#include <cmath>

#include "engine/live.hpp"

namespace txpath {

/// Ask for the thresholds of the state a track is in; arm_all does the rest.
void Live::arm_track(const Person& person, std::byte* record, std::uint32_t track) noexcept
{
    const StateRow& state = model_.states[person.states()[track]];
    const std::uint64_t id_low = person.head().id << 32, id_high = person.head().id >> 32 << 32;
    const Arc* arcs = model_.arcs.data() + state.arcs.first;
    std::uint32_t* occurrences = person.occurrences();
    const std::uint32_t first = model_.tracks[track].first_slot;
    DrawRequest* request = requests_.data() + asked_;
    for (std::uint32_t place = 0; place < state.arcs.count; ++place) {
        if (arcs[place].kind == ArcKind::timed) continue;  // draws nothing
        *request++ = {id_low | occurrences[arcs[place].transition]++, arcs[place].counter | id_high};
    }
    asked_ = static_cast<std::size_t>(request - requests_.data());
    pending_[waiting_++] = {record,
                            person.slots() + first,
                            person.status() + first,
                            person.best() + track,
                            arcs,
                            now_.time,
                            first,
                            state.arcs.count,
                            track,
                            state.arms_plainly};
}

/// Draw all thresholds that were asked for, and set the slots' times.
void Live::arm_all() noexcept
{
    fill_thresholds(draws_.key(), {requests_.data(), asked_}, {thresholds_.data(), asked_});
    const double* threshold = thresholds_.data();
    for (std::size_t at = 0; at < waiting_; ++at) {
        const Pending& pending = pending_[at];
        if (!pending.is_plain) {
            threshold = arm_slots(pending, threshold);
            continue;
        }
        Best best{never, pending.first, 0};
        for (std::uint32_t place = 0; place < pending.count; ++place) {
            const double hazard = pending.arcs[place].rate;
            const double time = pending.now + threshold[place] / hazard;  // no hazard: never
            pending.slots[place] = {time, threshold[place], hazard, pending.now};
            pending.status[place] = SlotStatus::fires;
            if (time < best.time) best = {time, pending.first + place, 0};
        }
        threshold += pending.count;
        *pending.best = best;
    }
    waiting_ = asked_ = 0;
}

/// The same for a state with hazards that read something. Returns the threshold after those used.
const double* Live::arm_slots(const Pending& pending, const double* threshold) noexcept
{
    const Person person{pending.record, layout_};
    const View view{model_, person, pending.now};
    Best best{never, pending.first, 0};
    for (std::uint32_t place = 0; place < pending.count; ++place) {
        const Arc& arc = pending.arcs[place];
        Slot& slot = pending.slots[place];
        SlotStatus& status = pending.status[place];
        if (arc.kind == ArcKind::timed) {
            arm_timed(view, pending.track, arc, slot, status);
        } else {
            slot = {never, *threshold++, arc.is_plain ? arc.rate : multiplier(view, arc), pending.now};
            set_time(view, pending.track, arc, slot, status);
        }
        if (slot.time < best.time) best = {slot.time, pending.first + place, 0};
    }
    *pending.best = best;
    return threshold;
}

void Live::arm_timed(const View& view, std::uint32_t track, const Arc& arc, Slot& slot,
                     SlotStatus& status) const noexcept
{
    const LawRow& law = model_.laws[arc.law];
    const double due = law.clock == Clock::reset ? view.now + law.a : law.a - clock_shift(view, law, track);
    slot = {due, 0.0, 0.0, due};
    if (due < view.now) slot.time = slot.since = never;  // a moment before the state was entered never comes
    status = arc.gate == absent ? SlotStatus::fires : SlotStatus::wakes;
}

/// An instant that moves one track and touches nothing else: no effects, no prices, nobody who reads the
/// track. What fire and settle_instant would do, without the questions they would ask.
void Live::fire_plainly(const Person& person, std::byte* record, std::uint32_t track,
                        std::uint32_t transition, double now) noexcept
{
    PersonHead& head = person.head();
    if (now > head.observed_to) observe(person, now);
    now_ = tally_.moment(now);
    tally_.open(now_, head.cell, head.weight);
    ++tally_.instants;
    tally_.fire(transition, now - person.entered()[track]);
    std::uint32_t& state = person.states()[track];
    tally_.leave(state);
    state = model_.options[model_.transitions[transition].to.options.first].state;
    tally_.enter(state);
    person.entered()[track] = now;
    if (model_.in_weights[track] != 0) weigh(person);
    arm_track(person, record, track);
}

}  // namespace txpath
