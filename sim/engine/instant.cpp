// instant.cpp -- the part of Live that makes one moment happen: a transition, its effects, and all that
// follows.
#include <algorithm>

#include "engine/live.hpp"

namespace txpath {

void Live::touch(std::uint32_t variable) noexcept
{
    if (std::find(touched_.begin(), touched_.end(), variable) == touched_.end()) touched_.push_back(variable);
}

void Live::open_instant(const Person& person, double now)
{
    now_ = tally_.moment(now);
    observe(person, checkpoints_before_[now_.report]);
    tally_.open(now_, person.head().cell, person.head().weight);
    entered_tracks_ = 0;
    is_over_ = false;
    touched_.clear();
    queue_.clear();
}

void Live::fire(const Person& person, const Arc& arc, double now)
{
    const std::uint32_t transition = arc.transition;
    open_instant(person, now);
    ++tally_.instants;
    const PersonHead& head = person.head();
    const TransitionRow& row = model_.transitions[transition];
    tally_.fire(transition, now - person.entered()[arc.track]);
    if (row.is_priced) tally_.pay_event(head.cell, transition, head.weight, now_);
    const std::uint32_t to =
        row.to.options.count == 1 ? model_.options[row.to.options.first].state : choose(person, row.to);
    place(person, to, transition);
    if (row.effects != absent) apply(person, model_.effects[row.effects], transition);
    if (!model_.states[to].is_quiet) follow(person, to, transition);
    if (!queue_.empty()) make_entries(person);
}

void Live::make_entries(const Person& person)
{
    for (std::size_t at = 0; at < queue_.size() && !is_over_; ++at) {
        const Entry entry = queue_[at];
        if (entry.is_choice) {
            decide(person, entry);
        } else {
            place(person, entry.state, entry.cause);
            follow(person, entry.state, entry.cause);
        }
    }
}

/// The track of `to` takes that state.
void Live::place(const Person& person, std::uint32_t to, std::uint32_t cause)
{
    const StateRow& row = model_.states[to];
    const PersonHead& head = person.head();
    std::uint32_t& state = person.states()[row.track];
    before_change(person, row.track);
    tally_.leave(state);
    tally_.enter(to);
    if (head.id < histories_below_) note(person, state, to, cause);
    if (model_.weighted_states > 0) accrue_cost(person, row.track, now_);
    if (log_ != nullptr) count_move(person, state, to);
    const std::uint64_t bit = std::uint64_t{1} << row.track;
    if ((entered_tracks_ & bit) == 0) left_states_[row.track] = model_.states[state].local;
    entered_tracks_ |= bit;
    state = to;
    person.entered()[row.track] = now_.time;
    const Range levels = model_.track_levels[row.track];
    for (std::uint32_t at = levels.first; at < levels.end(); ++at) {
        const std::uint32_t level = model_.track_level_list[at];
        const LevelPath& path = person.levels()[level];
        const double target = target_of(person, level);
        if (target != path.target)
            retarget(person, level, level_at(model_.levels[level], path, now_.time), target);
    }
}

void Live::note(const Person& person, std::uint32_t from, std::uint32_t to, std::uint32_t cause)
{
    const std::uint32_t track = model_.states[to].track;
    histories_.push_back({person.head().id, TrackId{track}, StateId{from}, StateId{to},
                          cause == absent ? TransitionId{} : TransitionId{cause}, person.entered()[track],
                          now_.time});
}

/// What entering a state brings: its effects, its end, its choice.
void Live::follow(const Person& person, std::uint32_t state, std::uint32_t cause)
{
    const StateRow& row = model_.states[state];
    const PersonHead& head = person.head();
    if (row.entry_is_priced) tally_.pay_entry(head.cell, state, head.weight, now_);
    if (row.on_entry != absent) apply(person, model_.effects[row.on_entry], cause);
    if (row.cases.count > 0) queue_.push_back({state, cause, true});
    if (row.ends) leave(person, row.track, state);
}

void Live::apply(const Person& person, const EffectRow& effects, std::uint32_t cause)
{
    for (std::uint32_t at = effects.changes.first; at < effects.changes.end(); ++at) {
        const Change& change = model_.changes[at];
        if (change.kind == Change::Kind::add_level || change.kind == Change::Kind::set_level) {
            const LevelRow& row = model_.levels[change.target];
            const LevelPath& path = person.levels()[change.target];
            const double before = level_at(row, path, now_.time);
            const double after =
                change.kind == Change::Kind::add_level ? before + change.amount : change.amount;
            const double bounded = std::clamp(after, row.min, row.max);
            if (bounded != before) retarget(person, change.target, bounded, path.target);
        } else {
            const std::uint32_t variable = model_.variable_of_counter(change.target);
            before_change(person, variable);
            std::int32_t& counter = person.counters()[change.target];
            const std::int32_t before = counter;
            const auto amount = static_cast<std::int32_t>(change.amount);
            counter = change.kind == Change::Kind::add_counter ? before + amount : amount;
            if (counter != before) touch(variable);
            if (counter != before && lives_ != nullptr) note_counter(person, change.target);
        }
    }
    for (std::uint32_t at = effects.moves.first; at < effects.moves.end(); ++at)
        queue_.push_back({model_.moves[at], cause, false});
}

void Live::decide(const Person& person, const Entry& entry)
{
    const StateRow& state = model_.states[entry.state];
    if (person.states()[state.track] != entry.state) return;  // moved on before its turn came
    const View view{model_, person, now_.time};
    for (std::uint32_t at = state.cases.first; at < state.cases.end(); ++at) {
        const CaseRow& row = model_.cases[at];
        if (row.gate != absent && !gate_holds(view, row.gate)) continue;
        if (row.has_chance) {
            const std::uint32_t occurrence = person.branches()[row.occurrence]++;
            if (draws_.uniform(person.head().id, {row.decision}, occurrence) >= row.chance) continue;
        }
        const std::uint32_t to = choose(person, row.to);
        place(person, to, entry.cause);
        follow(person, to, entry.cause);
        return;
    }
}

std::uint32_t Live::choose(const Person& person, const Destination& to) noexcept
{
    const OptionRow* options = model_.options.data() + to.options.first;
    if (to.options.count == 1) return options[0].state;
    const View view{model_, person, now_.time};
    double total = 0.0;
    for (std::uint32_t at = 0; at < to.options.count; ++at)
        total += product(view, options[at].odds, options[at].probability);
    const std::uint32_t occurrence = person.branches()[to.occurrence]++;
    double left = draws_.uniform(person.head().id, {to.decision}, occurrence) * total;
    std::uint32_t last = 0;
    for (std::uint32_t at = 0; at < to.options.count; ++at) {
        const double weight = product(view, options[at].odds, options[at].probability);
        if (weight == 0.0) continue;
        last = at;
        if (left < weight) break;
        left -= weight;
    }
    return options[last].state;
}

double Live::target_of(const Person& person, std::uint32_t level) const noexcept
{
    const LevelRow& row = model_.levels[level];
    double target = row.base;
    for (std::uint32_t at = row.targets.first; at < row.targets.end(); ++at) {
        const LevelTarget& part = model_.level_targets[at];
        target += model_.values[part.values_at + model_.states[person.states()[part.track]].local];
    }
    return target;
}

/// Start a new path of a level; what it moved is settled under the old one first.
void Live::retarget(const Person& person, std::uint32_t level, double value, double target) noexcept
{
    const std::uint32_t variable = model_.variable_of_level(level);
    const Range tracks = model_.reading_tracks[variable];
    const View view{model_, person, now_.time};
    for (std::uint32_t at = tracks.first; at < tracks.end(); ++at) {
        const std::uint32_t track = model_.reading_track_list[at];
        if (entered_tracks_ >> track & 1) continue;
        const std::uint32_t first_arc = model_.states[person.states()[track]].arcs.first;
        const Range readers = model_.readers_of(variable, person.states()[track]).list;
        for (std::uint32_t reader = readers.first; reader < readers.end(); ++reader) {
            const std::uint32_t place = model_.reader_list[reader].place;
            const std::uint32_t slot_at = model_.tracks[track].first_slot + place;
            Slot& slot = person.slots()[slot_at];
            const Arc& arc = model_.arcs[first_arc + place];
            if (arc.kind == ArcKind::moving && slot.since != now_.time &&
                person.status()[slot_at] != SlotStatus::out_of_reach)
                settle(view, track, arc, slot);
        }
    }
    const LevelRow& row = model_.levels[level];
    const auto report = static_cast<std::uint32_t>(now_.report);
    note_level(person, level, report);
    before_change(person, variable);
    person.levels()[level] = {value, now_.time, target, value < target ? row.rising : row.falling, report};
    if (lives_ != nullptr) note_stretch(person, level);
    touch(variable);
}

/// The person leaves every track: only the ending state goes on.
void Live::leave(const Person& person, std::uint32_t track, std::uint32_t state)
{
    PersonHead& head = person.head();
    accrue_quality(person, now_);
    tally_.add_utility(now_.report, head.cell, -head.utility_counted * head.weight);
    head.utility = model_.states[state].utility;
    for (std::uint32_t other = 0; other < model_.tracks.size(); ++other) {
        if (other == track) continue;
        if (model_.weighted_states > 0) accrue_cost(person, other, now_);
        tally_.leave(person.states()[other]);
        if (log_ != nullptr) {
            count(person, person.states()[other], -head.weight);
            if (model_.states[person.states()[other]].queue != absent)
                count_flow(person, person.states()[other], QueueFlow::ended);
        }
        person.states()[other] = absent;
    }
    for (std::uint32_t level = 0; level < model_.levels.size(); ++level)
        note_level(person, level, static_cast<std::uint32_t>(now_.report));
    tally_.remove_person(head.cell, head.weight, now_);
    head.has_left = true;
    is_over_ = true;
    if (log_ != nullptr)
        log_->counts[(now_.report * model_.cells + head.cell) * model_.counts] -= head.weight;
    if (model_.weighted_states > 0) weigh_costs(person, track);
    if (!leaves_ends_open_) finish(person);
}

void Live::settle_instant(const Person& person, std::byte* record)
{
    if (is_over_ || (entered_tracks_ == 0 && touched_.empty())) return;
    if ((entered_tracks_ & (entered_tracks_ - 1)) == 0 &&
        touched_.empty()) {  // one track moved: the usual case
        const auto track = static_cast<std::uint32_t>(std::countr_zero(entered_tracks_));
        if (model_.in_weights[track] != 0) weigh(person);
        arm_track(person, record, track);
        if (model_.reading_tracks[track].count > 0) tell_readers(person, track);
        return;
    }
    bool is_weighed = false;
    for (std::uint64_t left = entered_tracks_; left != 0; left &= left - 1) {
        const auto track = static_cast<std::uint32_t>(std::countr_zero(left));
        is_weighed |= model_.in_weights[track] != 0;
    }
    for (const std::uint32_t variable : touched_) is_weighed |= model_.in_weights[variable] != 0;
    if (is_weighed) weigh(person);
    for (std::uint64_t left = entered_tracks_; left != 0; left &= left - 1)
        arm_track(person, record, static_cast<std::uint32_t>(std::countr_zero(left)));
    if (is_beginning_) return;  // everything was just armed
    for (std::uint64_t left = entered_tracks_; left != 0; left &= left - 1)
        tell_readers(person, static_cast<std::uint32_t>(std::countr_zero(left)));
    for (const std::uint32_t variable : touched_) tell_readers(person, variable);
}

void Live::tell_readers(const Person& person, std::uint32_t variable) noexcept
{
    const Range tracks = model_.reading_tracks[variable];
    const bool is_track = variable < model_.tracks.size();
    const std::uint32_t before = is_track ? left_states_[variable] : 0;
    const std::uint32_t after = is_track ? model_.states[person.states()[variable]].local : 0;
    const auto same_class = [&](std::uint32_t classes_at) {
        const std::uint8_t* classes = model_.reader_classes.data() + classes_at;
        return classes[before] == classes[after];
    };
    for (std::uint32_t at = tracks.first; at < tracks.end(); ++at) {
        const std::uint32_t track = model_.reading_track_list[at];
        if (entered_tracks_ >> track & 1) continue;  // its slots are armed anew
        const Readers& readers = model_.readers_of(variable, person.states()[track]);
        if (readers.list.count == 0 || (is_track && same_class(readers.classes_at))) continue;
        const Reader* reader = model_.reader_list.data() + readers.list.first;
        const SlotStatus* status = person.status() + model_.tracks[track].first_slot;
        for (const Reader* end = reader + readers.list.count; reader != end; ++reader)
            if (status[reader->place] != SlotStatus::out_of_reach &&
                (!is_track || !same_class(reader->classes_at)))
                rescale(person, track, reader->place);
    }
}

}  // namespace txpath
