// rescale.cpp -- the part of Live that keeps armed transitions true when what they read has changed.
#include "engine/live.hpp"

namespace txpath {

/// What an arc's law adds up to from view.now to the horizon, a little rounded up.
double Live::reach(const View& view, std::uint32_t track, const Arc& arc) const noexcept
{
    constexpr double margin = 1.0 + 1e-9;
    if (arc.law == 0) return (model_.horizon - view.now) * margin;
    if (arc.most == never) return never;
    const LawRow& law = model_.laws[arc.law];
    const double shift = clock_shift(view, law, track);
    const CurveRow* curve = curve_of(view, law);
    const double before = cumulative_hazard(law, curve, view.now + shift);
    return (cumulative_hazard(law, curve, model_.horizon + shift) - before) * margin;
}

/// A slot's time from view.now on, under its multiplier and form.
void Live::set_time(const View& view, std::uint32_t track, const Arc& arc, Slot& slot,
                    SlotStatus& status) const noexcept
{
    status = SlotStatus::fires;
    if (slot.hazard == 0.0 && !arc.gate_moves) {
        slot.time = never;
        return;
    }
    if (arc.kind == ArcKind::moving) slot.rest = arc.may_rest ? resting_hazard(view, arc) : 0.0;
    if (slot.rest == 0.0) return Moving{view, arc, track}.schedule(slot, status);
    const double hazard = slot.hazard * slot.rest;
    if (hazard == 0.0) {
        slot.time = never;
    } else if (arc.law == 0) {
        slot.time = slot.since + slot.remaining / hazard;
    } else {
        const LawRow& law = model_.laws[arc.law];
        if (slot.spent < 0.0)
            slot.spent =
                cumulative_hazard(law, curve_of(view, law), slot.since + clock_shift(view, law, track));
        const double age = time_of_hazard(law, curve_of(view, law), slot.spent + slot.remaining / hazard);
        slot.time = std::max(age - clock_shift(view, law, track), slot.since);
    }
}

/// Spend the hazard accumulated since the slot was last looked at, under the multiplier that held. Its form
/// is taken anew.
void Live::settle(const View& view, std::uint32_t track, const Arc& arc, Slot& slot) const noexcept
{
    if (slot.hazard == 0.0) {
        slot.spent = -1.0;
    } else {
        double spent = view.now - slot.since;
        if (slot.rest == 0.0) {
            spent = Moving{View{model_, view.person, slot.since}, arc, track}.exposure(slot.since, view.now);
            slot.spent = -1.0;
        } else if (arc.law != 0) {
            const LawRow& law = model_.laws[arc.law];
            const double before = slot.spent;
            slot.spent =
                cumulative_hazard(law, curve_of(view, law), view.now + clock_shift(view, law, track));
            spent = slot.rest * (slot.spent - before);
        } else {
            spent *= slot.rest;
        }
        // a rounding error below zero would put the event before now
        slot.remaining = std::max(slot.remaining - slot.hazard * spent, 0.0);
    }
    slot.since = view.now;
}

void Live::rescale(const Person& person, std::uint32_t track, std::uint32_t place) noexcept
{
    const std::uint32_t at = model_.tracks[track].first_slot + place;
    SlotStatus& status = person.status()[at];
    const Arc& arc = model_.arcs[model_.states[person.states()[track]].arcs.first + place];
    Slot& slot = person.slots()[at];
    const View view{model_, person, now_.time};
    if (arc.kind == ArcKind::timed) {
        if (status != SlotStatus::overdue) return;
        const bool is_open = gate_holds(view, arc.gate);
        status = is_open ? SlotStatus::fires : SlotStatus::overdue;
        slot.time = is_open ? now_.time : arc.gate_moves ? gate_changes(view, arc.gate) : never;
    } else {
        const double hazard = multiplier(view, arc, slot.fixed);
        const bool was_moved = arc.kind == ArcKind::moving && slot.since == now_.time;
        if (hazard == slot.hazard && !was_moved) return;
        if (slot.since != now_.time) settle(view, track, arc, slot);
        slot.hazard = hazard;
        set_time(view, track, arc, slot, status);
    }
    keep_best(person, track, at);
}

/// A slot's time was set anew: is it the track's earliest now?
void Live::keep_best(const Person& person, std::uint32_t track, std::uint32_t at) const noexcept
{
    Best& best = person.best()[track];
    const double time = person.slots()[at].time;
    if (at == best.slot) {
        if (time <= best.time)
            best.time = time;
        else
            find_best(person, track);
    } else if (time < best.time || (time == best.time && at < best.slot)) {
        const Range arcs = model_.states[person.states()[track]].arcs;
        best = {time, at, arcs.first + (at - model_.tracks[track].first_slot)};
    }
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
        slot.hazard = multiplier(view, arc, slot.fixed);
        set_time(view, track, arc, slot, status);
    }
    find_best(person, track);
}

void Live::find_best(const Person& person, std::uint32_t track) const noexcept
{
    const Range arcs = model_.states[person.states()[track]].arcs;
    const std::uint32_t first = model_.tracks[track].first_slot;
    Best best{never, first, arcs.first};
    for (std::uint32_t place = 0; place < arcs.count; ++place) {
        const double time = person.slots()[first + place].time;
        if (time < best.time) best = {time, first + place, arcs.first + place};
    }
    person.best()[track] = best;
}

}  // namespace txpath
