// held.cpp -- the part of Live for people who share something: they are held between sync points, moved from
// outside, and told when what they share is different.
//
// Assumes   between sync points nothing shared changes.
// Promises  a person whom a change does not concern keeps every event, to the bit.
#include <algorithm>

#include "engine/live.hpp"

namespace txpath {

void Live::watch(CrowdLog* log, const Practice* practice) noexcept
{
    log_ = log;
    practice_ = practice;
}

std::uint8_t Live::peek_category(std::uint64_t id, std::uint32_t slot) noexcept
{
    const Person person{records_, layout_};
    person.head().id = id;
    draw_first(id, 1);
    uniforms_ = first_uniforms_.data();
    draw_attributes(person);
    return person.categories()[slot];
}

void Live::begin_held(std::byte* record, std::uint64_t id, double born)
{
    is_plain_ = false;
    draw_first(id, 1);
    uniforms_ = first_uniforms_.data();
    begin(record, id, born);
}

bool Live::has_left(std::byte* record) const noexcept
{
    return Person{record, layout_}.head().has_left;
}

// Counting.

void Live::count(const Person& person, std::uint32_t state, std::int64_t weight) noexcept
{
    const Range rows = model_.states[state].counts;
    if (rows.count == 0) return;
    std::int64_t* counts =
        log_->counts.data() + (now_.report * model_.cells + person.head().cell) * model_.counts;
    for (std::uint32_t at = rows.first; at < rows.end(); ++at) {
        const CountRow& row = model_.count_rows[at];
        counts[row.first + (row.slot == absent ? 0 : person.categories()[row.slot])] += weight;
    }
}

void Live::count_flow(const Person& person, std::uint32_t state, QueueFlow flow) noexcept
{
    const ResourceRow& resource = model_.commons->resources[model_.states[state].queue];
    const std::uint32_t pool =
        resource.pools.first + (resource.by == absent ? 0 : person.categories()[resource.by]);
    const PersonHead& head = person.head();
    log_->counts[(now_.report * model_.cells + head.cell) * model_.counts +
                 model_.commons->pools[pool].flows + static_cast<std::uint32_t>(flow)] += head.weight;
}

void Live::join_queue(const Person& person, std::uint32_t state)
{
    const ResourceRow& resource = model_.commons->resources[model_.states[state].queue];
    const std::uint32_t occurrence = person.branches()[resource.occurrence]++;
    log_->joined.push_back({now_.time, person.head().id, state, occurrence});
    count_flow(person, state, QueueFlow::joined);
}

void Live::count_move(const Person& person, std::uint32_t from, std::uint32_t to)
{
    const std::int64_t weight = person.head().weight;
    count(person, from, -weight);
    count(person, to, weight);
    if (model_.commons == nullptr) {
        log_->moved.push_back(static_cast<std::uint32_t>(person.head().id));
        return;
    }
    if (model_.states[from].queue != absent && !is_granting_) count_flow(person, from, QueueFlow::gave_up);
    if (model_.states[to].queue != absent) join_queue(person, to);
}

// From outside.

void Live::move_to(std::byte* record, double now, std::uint32_t state, bool is_grant)
{
    const Person person{record, layout_};
    open_instant(person, now);
    ++tally_.instants;
    is_granting_ = is_grant;
    place(person, state, absent);
    is_granting_ = false;
    if (!model_.states[state].is_quiet) follow(person, state, absent);
    if (!queue_.empty()) make_entries(person);
    settle_instant(person, record);
}

void Live::renew(std::byte* record, double now, const Renewal& renewal, Live& before)
{
    const Person person{record, layout_};
    now_ = tally_.moment(now);
    before.now_ = now_;
    entered_tracks_ = 0;
    touched_.clear();
    if (renewal.weights && model_.weights_move) {  // time past was lived under the weights that held
        if (model_.utility_moves) before.accrue_quality(person, now_);
        for (std::uint32_t track = 0; track < model_.tracks.size() && model_.weighted_states > 0; ++track)
            before.accrue_cost(person, track, now_);
    }
    for (std::uint32_t track = 0; track < model_.tracks.size(); ++track) {
        const StateRow& state = model_.states[person.states()[track]];
        if (state.arms_plainly) continue;  // nothing changes these
        for (std::uint32_t place = 0; place < state.arcs.count; ++place) {
            const std::uint8_t change = renewal.arcs[state.arcs.first + place];
            if (change == ArcChange::none) continue;
            if (model_.arcs[state.arcs.first + place].kind == ArcKind::timed)
                renew_timed(person, track, place);
            else
                renew_slot(person, track, place, change, before);
        }
    }
    if (renewal.levels) renew_levels(person, before);
    for (const std::uint32_t variable : touched_) tell_readers(person, variable);
    if (renewal.weights) weigh(person);
}

void Live::renew_slot(const Person& person, std::uint32_t track, std::uint32_t place, std::uint8_t change,
                      Live& before) noexcept
{
    const std::uint32_t at = model_.tracks[track].first_slot + place;
    SlotStatus& status = person.status()[at];
    if (status == SlotStatus::out_of_reach) return;
    const std::uint32_t arc_at = model_.states[person.states()[track]].arcs.first + place;
    const Arc& arc = model_.arcs[arc_at];
    Slot& slot = person.slots()[at];
    const View view{model_, person, now_.time};
    slot.fixed = fixed_part(view, arc);
    const double hazard = multiplier(view, arc, slot.fixed);
    if (hazard == slot.hazard && (change & ArcChange::form) == 0) return;
    if (slot.since != now_.time)
        before.settle(View{before.model_, person, now_.time}, track, before.model_.arcs[arc_at], slot);
    slot.hazard = hazard;
    slot.spent = -1.0;
    set_time(view, track, arc, slot, status);
    keep_best(person, track, at);
}

/// The length or the gate of an `after` is another one: due at its new moment, or now if that is past.
void Live::renew_timed(const Person& person, std::uint32_t track, std::uint32_t place) noexcept
{
    const std::uint32_t at = model_.tracks[track].first_slot + place;
    const Arc& arc = model_.arcs[model_.states[person.states()[track]].arcs.first + place];
    Slot& slot = person.slots()[at];
    SlotStatus& status = person.status()[at];
    const LawRow& law = model_.laws[arc.law];
    const View view{model_, person, now_.time};
    const double entered = person.entered()[track];
    double due = law.clock == Clock::reset ? entered + law.a : law.a - clock_shift(view, law, track);
    if (law.clock != Clock::reset && due <= entered) due = never;
    if (due > now_.time) {
        slot.time = slot.since = due;
        status = arc.gate == absent ? SlotStatus::fires : SlotStatus::wakes;
    } else {
        const bool is_open = arc.gate == absent || gate_holds(view, arc.gate);
        status = is_open ? SlotStatus::fires : SlotStatus::overdue;
        slot.time = is_open ? now_.time : arc.gate_moves ? gate_changes(view, arc.gate) : never;
    }
    find_best(person, track);
}

void Live::renew_levels(const Person& person, Live& before)
{
    for (std::uint32_t level = 0; level < model_.levels.size(); ++level) {
        const LevelRow& row = model_.levels[level];
        const LevelPath& path = person.levels()[level];
        const double target = target_of(person, level);
        const double rate = path.value < target ? row.rising : row.falling;
        if (target == path.target && rate == path.rate) continue;
        retarget(person, level, level_at(before.model_.levels[level], path, now_.time), target);
    }
}

void Live::take_nearby(std::byte* record, const double* shares) noexcept
{
    std::copy(shares, shares + model_.nearby, Person{record, layout_}.numbers() + model_.first_nearby);
}

void Live::tell_nearby(std::byte* record, double now) noexcept
{
    now_ = tally_.moment(now);
    entered_tracks_ = 0;
    for (std::uint32_t place = 0; place < model_.nearby; ++place)
        tell_readers(Person{record, layout_}, model_.variable_of_nearby(place));
}

void Live::accrue_costs_until(std::byte* record, double now) noexcept
{
    const Person person{record, layout_};
    now_ = tally_.moment(now);
    for (std::uint32_t track = 0; track < model_.tracks.size(); ++track)
        if (person.states()[track] != absent) accrue_cost(person, track, now_);
}

// Onward.

void Live::live_until(std::span<std::byte* const> records, double until)
{
    until_ = until;
    for (std::byte* record : records)
        if (!Person{record, layout_}.head().has_left) active_.push_back(record);
    run_rounds();
    if (!leaves_ends_open_ || until < model_.horizon) return;
    for (std::byte* record : records)
        if (const Person person{record, layout_}; person.head().has_left) finish(person);
}

double Live::next_event(std::byte* record) const noexcept
{
    const Person person{record, layout_};
    if (person.head().has_left) return never;
    double next = never;
    for (std::uint32_t track = 0; track < model_.tracks.size(); ++track)
        next = std::min(next, person.best()[track].time);
    return next;
}

}  // namespace txpath
