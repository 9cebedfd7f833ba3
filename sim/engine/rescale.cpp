// rescale.cpp -- the part of Live that keeps armed transitions true when what they read has changed.
#include "engine/live.hpp"

namespace txpath {

void Live::set_time(const View& view, std::uint32_t track, const Arc& arc, Slot& slot,
                    SlotStatus& status) const noexcept
{
    status = SlotStatus::fires;
    if (arc.kind == ArcKind::steady) {
        slot.time = slot.hazard > 0.0 ? slot.since + slot.remaining / slot.hazard : never;
    } else if (arc.kind == ArcKind::shaped) {
        if (slot.hazard == 0.0) {
            slot.time = never;
            return;
        }
        const LawRow& law = model_.laws[arc.law];
        const CurveRow* curve = curve_of(view, law);
        const double shift = clock_shift(view, law, track);
        const double before = cumulative_hazard(law, curve, slot.since + shift);
        const double age = time_of_hazard(law, curve, before + slot.remaining / slot.hazard);
        slot.time = std::max(age - shift, slot.since);
    } else if (arc.kind == ArcKind::moving) {
        Moving{view, arc, track}.schedule(slot, status);
    } else {  // timed: `since` is the moment it is due
        slot.time = slot.since;
        if (arc.gate != absent) status = SlotStatus::wakes;
    }
}

/// Spend the hazard accumulated since the slot was last looked at, under the multiplier that held.
void Live::settle(const View& view, std::uint32_t track, const Arc& arc, Slot& slot) const noexcept
{
    if (slot.hazard > 0.0) {
        double spent = view.now - slot.since;
        if (arc.kind == ArcKind::shaped) {
            const LawRow& law = model_.laws[arc.law];
            const CurveRow* curve = curve_of(view, law);
            const double shift = clock_shift(view, law, track);
            spent = cumulative_hazard(law, curve, view.now + shift) -
                    cumulative_hazard(law, curve, slot.since + shift);
        } else if (arc.kind == ArcKind::moving) {
            spent = Moving{View{model_, view.person, slot.since}, arc, track}.exposure(slot.since, view.now);
        }
        // a rounding error below zero would put the event before now
        slot.remaining = std::max(slot.remaining - slot.hazard * spent, 0.0);
    }
    slot.since = view.now;
}

void Live::rescale(const Person& person, std::uint32_t track, std::uint32_t place) noexcept
{
    const StateRow& state = model_.states[person.states()[track]];
    const std::uint32_t at = model_.tracks[track].first_slot + place;
    const Arc& arc = model_.arcs[state.arcs.first + place];
    Slot& slot = person.slots()[at];
    SlotStatus& status = person.status()[at];
    const View view{model_, person, now_.time};
    if (arc.kind == ArcKind::timed) {
        if (status != SlotStatus::overdue) return;
        const bool is_open = gate_holds(view, arc.gate);
        status = is_open ? SlotStatus::fires : SlotStatus::overdue;
        slot.time = is_open ? now_.time : arc.gate_moves ? gate_changes(view, arc.gate) : never;
    } else {
        const double hazard = multiplier(view, arc);
        const bool was_moved = arc.kind == ArcKind::moving && slot.since == now_.time;
        if (hazard == slot.hazard && !was_moved) return;
        if (slot.since != now_.time) settle(view, track, arc, slot);
        slot.hazard = hazard;
        set_time(view, track, arc, slot, status);
    }
    find_best(person, track);
}

/// A slot's time has come that is not simply an event.
void Live::look_again(const Person& person, std::uint32_t track, std::uint32_t at, double now) noexcept
{
    const StateRow& state = model_.states[person.states()[track]];
    const Arc& arc = model_.arcs[state.arcs.first + (at - model_.tracks[track].first_slot)];
    Slot& slot = person.slots()[at];
    SlotStatus& status = person.status()[at];
    const View view{model_, person, now};
    if (arc.kind == ArcKind::timed) {
        const bool is_open = gate_holds(view, arc.gate);
        status = is_open ? SlotStatus::fires : SlotStatus::overdue;
        slot.time = is_open ? now : arc.gate_moves ? gate_changes(view, arc.gate) : never;
    } else if (status == SlotStatus::bounded) {
        const View then{model_, person, slot.since};
        Moving{then, arc, track}.resolve(slot, status);
    } else {
        settle(view, track, arc, slot);
        slot.hazard = multiplier(view, arc);
        Moving{view, arc, track}.schedule(slot, status);
    }
    find_best(person, track);
}

void Live::find_best(const Person& person, std::uint32_t track) const noexcept
{
    const TrackRow& row = model_.tracks[track];
    const std::uint32_t count = model_.states[person.states()[track]].arcs.count;
    Best best{never, row.first_slot, 0};
    for (std::uint32_t at = row.first_slot; at < row.first_slot + count; ++at)
        if (person.slots()[at].time < best.time) best = {person.slots()[at].time, at, 0};
    person.best()[track] = best;
}

}  // namespace txpath
