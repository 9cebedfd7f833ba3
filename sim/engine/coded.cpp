// coded.cpp -- the part of Live that writes people down between two events and reads them back.
//
// Assumes   tables with the same numbers on both sides; states whose thresholds all stayed open.
// Promises  who was read back lives on as if never written down, to the bit. The horizon may be another one.
//
// Most of a record follows from the rest: attributes from their draws, a threshold from its draw, a time from
// the threshold. Each number is therefore compared with what follows, and is only written where it differs.
#include <algorithm>
#include <cstring>

#include "engine/live.hpp"
#include "engine/person_code.hpp"

namespace txpath {

namespace {

/// A track's state as its place in the track; the number of its states when the person has left it.
std::uint32_t local_of(const ModelTables& model, std::uint32_t track, std::uint32_t state) noexcept
{
    return state == absent ? model.tracks[track].states : model.states[state].local;
}

template <class Code>
void code_state(const ModelTables& model, std::uint32_t track, std::uint32_t& state, std::uint32_t expected,
                Code& code)
{
    std::uint32_t local = Code::is_reading ? 0 : local_of(model, track, state);
    code.whole(local, expected);
    const TrackRow& row = model.tracks[track];
    if (local > row.states) code.damage();
    state = local >= row.states ? absent : row.first_state + local;
}

}  // namespace

/// What a person's time weighs if nothing moves.
double Live::expected_utility(const Person& person) const noexcept
{
    if (!person.head().has_left) return model_.utility_moves ? 0.0 : utility_at(person, now_.time);
    double utility = 0.0;
    for (std::uint32_t track = 0; track < model_.tracks.size(); ++track)
        if (person.states()[track] != absent) utility = model_.states[person.states()[track]].utility;
    return utility;
}

template <class Code>
void Live::code_states(const Person& person, Code& code)
{
    PersonHead& head = person.head();
    std::uint32_t has_left = head.has_left ? 1 : 0;
    code.whole(has_left, 0);
    head.has_left = has_left != 0;
    for (std::uint32_t track = 0; track < model_.tracks.size(); ++track) {
        std::uint32_t& state = person.states()[track];
        code_state(model_, track, state, head.has_left ? model_.tracks[track].states : 0, code);
        code_state(model_, track, person.snapshot()[track], local_of(model_, track, state), code);
        if (state == absent && !head.has_left) {
            code.damage();
            state = model_.tracks[track].first_state;
        }
        code.number(person.entered()[track], head.born);
    }
}

template <class Code>
void Live::code_past(const Person& person, Code& code)
{
    PersonHead& head = person.head();
    for (std::size_t counter = 0; counter < model_.counters.size(); ++counter) {
        std::int64_t value = person.counters()[counter];
        code.signed_whole(value, model_.counters[counter]);
        person.counters()[counter] = static_cast<std::int32_t>(value);
    }
    for (std::uint32_t place = 0; place < model_.nearby; ++place)
        code.number(person.numbers()[model_.first_nearby + place], 0.0);
    if (head.has_left) return;
    for (std::size_t transition = 0; transition < model_.transitions.size(); ++transition)
        code.whole(person.occurrences()[transition], 0);
    for (std::uint32_t branch = 0; branch < model_.branch_counters; ++branch)
        code.whole(person.branches()[branch], 0);
    for (std::uint32_t level = 0; level < model_.levels.size(); ++level) {
        const LevelRow& row = model_.levels[level];
        LevelPath& path = person.levels()[level];
        code.number(path.value, row.start);
        code.number(path.since, head.born);
        code.number(path.target, target_of(person, level));
        code.number(path.rate, path.value < path.target ? row.rising : row.falling);
        code.whole(path.report, static_cast<std::uint32_t>(tally_.moment(path.since).report));
    }
}

template <class Code>
void Live::code_weights(const Person& person, Code& code)
{
    PersonHead& head = person.head();
    double latest = head.born;
    for (std::uint32_t track = 0; track < model_.tracks.size(); ++track)
        latest = std::max(latest, person.entered()[track]);
    code.number(head.quality_since, latest);
    const Moment accrued = tally_.moment(head.quality_since);
    code.signed_whole(head.quality_tick, accrued.tick);
    code.signed_whole(head.quality_dtick, accrued.health_tick);
    code.number(head.utility, expected_utility(person));
    code.signed_whole(head.utility_counted, rounded(head.utility / level_unit));
    code.whole(head.utility_report, static_cast<std::uint32_t>(tally_.moment(head.born).report));
    code.whole(head.next_checkpoint, checkpoints_before_[tally_.moment(latest).report]);
    if (model_.weighted_states == 0) return;
    for (std::uint32_t track = 0; track < model_.tracks.size(); ++track) {
        CostWeight& cost = person.cost_weights()[track];
        code.number(cost.weight, 1.0);
        code.number(cost.since, person.entered()[track]);
        const Moment since = tally_.moment(cost.since);
        code.signed_whole(cost.tick, since.tick);
        code.signed_whole(cost.dtick, since.cost_tick);
    }
}

template <class Code>
void Live::code_slot(const Person& person, std::uint32_t track, std::uint32_t place, Code& code)
{
    const Arc& arc = model_.arcs[model_.states[person.states()[track]].arcs.first + place];
    Slot& slot = person.slots()[model_.tracks[track].first_slot + place];
    SlotStatus& status = person.status()[model_.tracks[track].first_slot + place];
    const double entered = person.entered()[track];
    Slot expected{never, 0.0, 0.0, entered, 0.0, 1.0, -1.0};
    SlotStatus usual = SlotStatus::fires;
    const auto code_status = [&] {
        auto how = static_cast<std::uint32_t>(status);
        code.whole(how, static_cast<std::uint32_t>(usual));
        if (how > static_cast<std::uint32_t>(SlotStatus::out_of_reach)) code.damage();
        status = static_cast<SlotStatus>(how);
    };
    if (arc.kind == ArcKind::timed) {
        arm_timed(View{model_, person, entered}, track, arc, expected, usual);
        if (Code::is_reading) slot = expected;
        code_status();
        code.number(slot.time, expected.time);
        code.number(slot.since, expected.since);
        return;
    }
    const View view{model_, person, now_.time};
    const std::uint32_t drawn = person.occurrences()[arc.transition];
    const std::uint64_t id = person.head().id;
    const DrawRequest request{id << 32 | (drawn - 1), arc.counter | id >> 32 << 32};
    code.number(slot.remaining, threshold_from(bits_for(draws_.key(), request)));
    code.number(slot.fixed, fixed_part(view, arc));
    code.number(slot.hazard, multiplier(view, arc, slot.fixed));
    if (slot.hazard == 0.0) {
        code.number(slot.time, never);
        if (slot.time == never) {  // only the threshold matters
            if (Code::is_reading) slot = {never, slot.remaining, slot.hazard, entered, slot.fixed, 1.0, -1.0};
            return code_status();
        }
    }
    code.number(slot.since, entered);
    expected = {never, slot.remaining, slot.hazard, slot.since, slot.fixed, 1.0, -1.0};
    set_time(View{model_, person, slot.since}, track, arc, expected, usual);
    code.number(slot.time, expected.time);
    code.number(slot.rest, expected.rest);
    code.number(slot.spent, expected.spent);
    code_status();
}

template <class Code>
void Live::code_person(const Person& person, Code& code)
{
    code_states(person, code);
    code_past(person, code);
    code_weights(person, code);
    if (person.head().has_left) return;
    for (std::uint32_t track = 0; track < model_.tracks.size(); ++track)
        for (std::uint32_t place = 0; place < model_.states[person.states()[track]].arcs.count; ++place)
            code_slot(person, track, place, code);
}

void Live::write_down(std::byte* record, double now, PersonWriter& out)
{
    now_ = tally_.moment(now);
    code_person(Person{record, layout_}, out);
}

/// What draws tell of a person, and nothing counted.
void Live::recall(std::byte* record, std::uint64_t id, double born)
{
    std::memset(record, 0, layout_.bytes);
    const Person person{record, layout_};
    PersonHead& head = person.head();
    head.id = id;
    head.weight = weight_of(id);
    head.born = born;
    draw_first(id, 1);
    uniforms_ = first_uniforms_.data();
    draw_attributes(person);
    head.cell = cell_of(person);
}

void Live::read_back(std::byte* record, std::uint64_t id, double born, double now, PersonReader& in)
{
    recall(record, id, born);
    now_ = tally_.moment(now);
    const Person person{record, layout_};
    code_person(person, in);
    if (person.head().has_left) return;
    for (std::uint32_t track = 0; track < model_.tracks.size(); ++track) {
        const StateRow& state = model_.states[person.states()[track]];
        for (std::uint32_t place = 0; place < state.arcs.count && !state.arms_plainly; ++place)
            close_if_out_of_reach(person, track, place);
        find_best(person, track);
    }
}

/// Thresholds were left open, as nobody knew how far the run would go; now the horizon is known.
void Live::close_if_out_of_reach(const Person& person, std::uint32_t track, std::uint32_t place) noexcept
{
    const Arc& arc = model_.arcs[model_.states[person.states()[track]].arcs.first + place];
    Slot& slot = person.slots()[model_.tracks[track].first_slot + place];
    if (arc.kind == ArcKind::timed || arc.most == never) return;
    const View then{model_, person, slot.since};
    if (!(slot.remaining > slot.fixed * arc.most * reach(then, track, arc))) return;
    slot.time = never;
    person.status()[model_.tracks[track].first_slot + place] = SlotStatus::out_of_reach;
}

void Live::run_until(std::uint64_t first, std::size_t count, std::span<const double> born, double until,
                     PersonWriter& out)
{
    std::vector<std::byte*> block;
    for (std::size_t done = 0; done < count; done += block.size()) {
        block.clear();
        for (std::size_t at = done; at < count && block.size() < lanes_; ++at) {
            block.push_back(lane(block.size()));
            begin_held(block.back(), first + at, born.empty() ? 0.0 : born[at]);
        }
        live_until(block, until);
        for (std::byte* record : block) write_down(record, until, out);
    }
}

void Live::run_on(std::uint64_t first, std::span<const double> born, std::size_t written, double now,
                  PersonReader& in)
{
    std::vector<std::byte*> block;
    for (std::size_t done = 0; done < born.size(); done += block.size()) {
        block.clear();
        for (std::size_t at = done; at < born.size() && block.size() < lanes_; ++at) {
            block.push_back(lane(block.size()));
            if (at < written)
                read_back(block.back(), first + at, born[at], now, in);
            else
                begin_held(block.back(), first + at, born[at]);
        }
        live_until(block, model_.horizon);
    }
}

}  // namespace txpath
