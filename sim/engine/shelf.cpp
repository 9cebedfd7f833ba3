#include "engine/shelf.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace txpath {

/// Writes or reads values one after another, whatever their alignment.
class Packer {
public:
    explicit Packer(std::byte* at) noexcept : at_(at) {}
    template <class T>
    void put(const T& value) noexcept
    {
        std::memcpy(at_, &value, sizeof value);
        at_ += sizeof value;
    }
    void copy(const void* from, std::size_t size) noexcept
    {
        std::memcpy(at_, from, size);
        at_ += size;
    }
    [[nodiscard]] std::byte* at() const noexcept { return at_; }

private:
    std::byte* at_;
};

class Unpacker {
public:
    explicit Unpacker(const std::byte* at) noexcept : at_(at) {}
    template <class T>
    [[nodiscard]] T get() noexcept
    {
        T value;
        std::memcpy(&value, at_, sizeof value);
        at_ += sizeof value;
        return value;
    }
    void copy(void* to, std::size_t size) noexcept
    {
        std::memcpy(to, at_, size);
        at_ += size;
    }

private:
    const std::byte* at_;
};

namespace {

bool is_as_at_start(const LevelRow& row, const LevelPath& path, const PersonHead& head) noexcept
{
    return path.value == row.start && path.target == path.value && path.since == head.born &&
           head.born == 0.0 && path.report == 0;
}

/// Bit k: draws[k] is not 0. Eight flags become eight bits by one multiplication.
std::uint64_t made_among(const std::uint32_t* draws, std::size_t count) noexcept
{
    std::array<std::uint8_t, 64> flags{};
    for (std::size_t at = 0; at < count; ++at) flags[at] = draws[at] != 0 ? 1 : 0;
    std::uint64_t made = 0;
    for (std::size_t byte = 0; byte < 8; ++byte) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, flags.data() + 8 * byte, sizeof eight);
        made |= (eight * 0x0102040810204080) >> 56 << (8 * byte);
    }
    return made;
}

/// Which draws were made, 64 at a time, then how often; as words where a byte would not hold it.
void put_draws(const std::uint32_t* draws, std::size_t count, Packer& out) noexcept
{
    std::uint32_t all = 0;
    for (std::size_t at = 0; at < count; ++at) all |= draws[at];
    const bool is_wide = all > 0xff;
    out.put(static_cast<std::uint8_t>(is_wide));
    for (std::size_t first = 0; first < count; first += 64) {
        std::uint64_t made = made_among(draws + first, std::min<std::size_t>(count - first, 64));
        out.put(made);
        for (; made != 0; made &= made - 1) {
            const std::uint32_t times = draws[first + static_cast<std::size_t>(std::countr_zero(made))];
            if (is_wide)
                out.put(times);
            else
                out.put(static_cast<std::uint8_t>(times));
        }
    }
}

void take_draws(std::uint32_t* draws, std::size_t count, Unpacker& in) noexcept
{
    const bool is_wide = in.get<std::uint8_t>() != 0;
    for (std::size_t first = 0; first < count; first += 64)
        for (std::uint64_t made = in.get<std::uint64_t>(); made != 0; made &= made - 1)
            draws[first + static_cast<std::size_t>(std::countr_zero(made))] =
                is_wide ? in.get<std::uint32_t>() : in.get<std::uint8_t>();
}

/// work(k) for each bit k of `bits` that is set, from the lowest on.
template <class Work>
void for_each_bit(std::uint64_t bits, Work work) noexcept
{
    for (; bits != 0; bits &= bits - 1) work(static_cast<std::size_t>(std::countr_zero(bits)));
}

}  // namespace

Shelf::Shelf(const ModelTables& model, std::size_t people, std::size_t open_bytes)
    : layout_(model),
      tracks_(model.tracks.size()),
      draws_(model.transitions.size() + model.branch_counters),
      words_((model.slots + 63) / 64),
      most_(layout_.lasting + tracks_ + 1 + draws_ * 4 + (draws_ / 64 + 1) * 8 + 8 +
            model.levels.size() * sizeof(LevelPath) + tracks_ * 16 + words_ * 16 +
            model.slots * (sizeof(Slot) + 1)),
      shards_((people + shard_size - 1) / shard_size),
      states_(people * tracks_, unborn),
      is_all_open_(people <= open_bytes / layout_.bytes)
{
    for (const StateRow& state : model.states) locals_.push_back(static_cast<std::uint8_t>(state.local));
    if (people == 0) return;
    seats_ = is_all_open_ ? std::min(shard_size, people) : open_bytes / layout_.bytes / shards_.size();
    open_ = std::make_unique_for_overwrite<std::byte[]>(shards_.size() * seats_ * layout_.bytes + 64);
    const auto address = std::bit_cast<std::uintptr_t>(open_.get());
    first_seat_ = open_.get() + (64 - address % 64) % 64;
    note_slots(model);
    page_shift_ =
        static_cast<std::uint32_t>(std::countr_zero(std::bit_ceil(std::max(least_page, most_) / unit)));
    for (std::size_t at = 0; at < shards_.size(); ++at) {
        const std::size_t count = std::min(shard_size, people - at * shard_size);
        Shard& shard = shards_[at];
        shard.rows.resize(count);
        if (is_all_open_) {
            for (std::uint32_t row = 0; row < count; ++row) shard.rows[row] = {row, 0};
            continue;
        }
        shard.free.resize(most_ / unit + 2, nowhere);
        for (std::size_t number = seats_; number > 0; --number)
            shard.free_seats.push_back(static_cast<std::uint32_t>(number - 1));
    }
}

/// Which slots each state arms, and what is to be kept of them.
void Shelf::note_slots(const ModelTables& model)
{
    track_of_.resize(model.slots);
    for (std::size_t track = 0; track < tracks_; ++track)
        for (std::uint32_t slot = 0; slot < model.tracks[track].slots; ++slot)
            track_of_[model.tracks[track].first_slot + slot] = static_cast<std::uint8_t>(track);
    kept_.resize(model.states.size() * words_);
    for (std::size_t at = 0; at < model.states.size(); ++at) {
        const StateRow& state = model.states[at];
        if (state.arms_plainly) continue;
        for (std::uint32_t place = 0; place < state.arcs.count; ++place) {
            const Arc& arc = model.arcs[state.arcs.first + place];
            const std::uint32_t slot = model.tracks[state.track].first_slot + place;
            Kept& kept = kept_[at * words_ + slot / 64];
            const std::uint64_t bit = std::uint64_t{1} << slot % 64;
            kept.armed |= bit;
            if (arc.kind == ArcKind::timed) {
                kept.timed |= bit;
                continue;
            }
            if (arc.fixed.count > 0) kept.fixed |= bit;
            if (arc.kind == ArcKind::moving) kept.rest |= bit;
            if (arc.law != 0) kept.spent |= bit;
        }
    }
}

void Shelf::note_states(std::uint64_t id, const std::uint32_t* states) noexcept
{
    for (std::size_t track = 0; track < tracks_; ++track)
        states_[id * tracks_ + track] = states[track] == absent ? left : locals_[states[track]];
}

/// What is kept of the slots of one word, whatever states the person is in.
Shelf::Kept Shelf::kept(const std::uint32_t* states, std::size_t word) const noexcept
{
    Kept all;
    for (std::size_t track = 0; track < tracks_; ++track) {
        const Kept& own = kept_[states[track] * words_ + word];
        all.armed |= own.armed;
        all.timed |= own.timed;
        all.fixed |= own.fixed;
        all.rest |= own.rest;
        all.spent |= own.spent;
    }
    return all;
}

void Shelf::put(std::uint64_t id, std::byte* record, double rest, const ModelTables& model, Buffer& buffer)
{
    note_states(id, Person{record, layout_}.states());
    if (is_all_open_) return;
    Shard& shard = shards_[id / shard_size];
    Row& row = shard.rows[id % shard_size];
    const bool is_seated = row.is_seat();
    if (!keeps_seat(shard, is_seated, rest)) {
        if (is_seated) {
            shard.free_seats.push_back(row.first);
            row = {};
        }
        return pack(id, record, model, buffer);
    }
    if (is_seated) return;
    release(shard, row);
    row = {shard.free_seats.back(), 0};
    shard.free_seats.pop_back();
    std::memcpy(seat(id / shard_size, row.first), record, layout_.bytes);
}

void Shelf::pack(std::uint64_t id, std::byte* record, const ModelTables& model, Buffer& buffer)
{
    const Person person{record, layout_};
    if (buffer.size() < most_) buffer.resize(most_);
    Packer out(buffer.data());
    out.copy(record, layout_.lasting);
    for (std::size_t track = 0; track < tracks_; ++track) {
        const std::uint32_t seen = person.snapshot()[track];
        out.put(seen == absent ? left : locals_[seen]);
    }
    if (!person.head().has_left) {
        put_draws(person.occurrences(), draws_, out);
        put_levels(person, model, out);
        for (std::size_t track = 0; track < tracks_; ++track) {
            if (!model.states[person.states()[track]].arms_plainly) continue;
            out.put(person.best()[track].time);
            out.put(person.best()[track].arc);
        }
        for (std::size_t word = 0; word < words_; ++word) put_slots(person, word, out);
    }
    place(id, buffer.data(), static_cast<std::size_t>(out.at() - buffer.data()));
}

/// Those that left their start.
void Shelf::put_levels(const Person& person, const ModelTables& model, Packer& out) const noexcept
{
    const PersonHead& head = person.head();
    for (std::size_t first = 0; first < model.levels.size(); first += 64) {
        const std::size_t count = std::min<std::size_t>(model.levels.size() - first, 64);
        std::uint64_t moved = 0;
        for (std::size_t at = 0; at < count; ++at) {
            const bool is_moved =
                !is_as_at_start(model.levels[first + at], person.levels()[first + at], head);
            moved |= std::uint64_t{is_moved} << at;
        }
        out.put(moved);
        for_each_bit(moved, [&](std::size_t at) { out.put(person.levels()[first + at]); });
    }
}

void Shelf::put_slots(const Person& person, std::size_t word, Packer& out) const noexcept
{
    const Kept keep = kept(person.states(), word);
    const Slot* slots = person.slots() + word * 64;
    const SlotStatus* status = person.status() + word * 64;
    std::uint64_t closed = 0, idle = 0;
    for_each_bit(keep.armed, [&](std::size_t at) {
        closed |= std::uint64_t{status[at] == SlotStatus::out_of_reach} << at;
        idle |= std::uint64_t{slots[at].hazard == 0.0 && slots[at].time == never} << at;
    });
    idle &= ~(closed | keep.timed);
    const std::uint64_t active = keep.armed & ~(closed | idle);
    out.put(active);
    out.put(idle);
    for_each_bit(active | idle, [&](std::size_t at) { out.put(status[at]); });
    for_each_bit(active, [&](std::size_t at) { out.copy(&slots[at], active_bytes); });
    for_each_bit(idle, [&](std::size_t at) { out.put(slots[at].remaining); });
    for_each_bit((active | idle) & keep.fixed, [&](std::size_t at) { out.put(slots[at].fixed); });
    for_each_bit(active & keep.rest, [&](std::size_t at) { out.put(slots[at].rest); });
    for_each_bit(active & keep.spent, [&](std::size_t at) { out.put(slots[at].spent); });
}

void Shelf::take(std::uint64_t id, std::byte* record, const ModelTables& model) const noexcept
{
    const Row row = row_of(id);
    if (row.is_seat()) return;
    const Person person{record, layout_};
    Unpacker in(address(shards_[id / shard_size].pages, row.first));
    in.copy(record, layout_.lasting);
    std::memset(record + layout_.lasting, 0, layout_.zeroed - layout_.lasting);
    for (std::size_t track = 0; track < tracks_; ++track) {
        const auto seen = in.get<std::uint8_t>();
        const std::uint8_t state = states_[id * tracks_ + track];
        const std::uint32_t first = model.tracks[track].first_state;
        person.snapshot()[track] = seen == left ? absent : first + seen;
        person.states()[track] = state == left ? absent : first + state;
    }
    if (person.head().has_left) return;
    take_draws(person.occurrences(), draws_, in);
    take_levels(person, model, in);
    for (std::size_t track = 0; track < tracks_; ++track) {
        const StateRow& state = model.states[person.states()[track]];
        Best& best = person.best()[track];
        best = {never, model.tracks[track].first_slot, state.arcs.first};
        if (!state.arms_plainly) continue;
        best.time = in.get<double>();
        best.arc = in.get<std::uint32_t>();
    }
    for (std::size_t word = 0; word < words_; ++word) take_slots(person, model, word, in);
}

void Shelf::take_levels(const Person& person, const ModelTables& model, Unpacker& in) const noexcept
{
    for (std::size_t first = 0; first < model.levels.size(); first += 64) {
        const std::size_t count = std::min<std::size_t>(model.levels.size() - first, 64);
        for (std::size_t at = first; at < first + count; ++at) {
            const LevelRow& row = model.levels[at];
            person.levels()[at] = {row.start, 0.0, row.start, row.falling, 0};
        }
        for_each_bit(in.get<std::uint64_t>(),
                     [&](std::size_t at) { person.levels()[first + at] = in.get<LevelPath>(); });
    }
}

void Shelf::take_slots(const Person& person, const ModelTables& model, std::size_t word,
                       Unpacker& in) const noexcept
{
    const Kept keep = kept(person.states(), word);
    const std::size_t first = word * 64;
    Slot* slots = person.slots() + first;
    SlotStatus* status = person.status() + first;
    const auto active = in.get<std::uint64_t>(), idle = in.get<std::uint64_t>();
    for_each_bit(keep.armed & ~(active | idle), [&](std::size_t at) {
        status[at] = SlotStatus::out_of_reach;
        slots[at] = empty_slot;
    });
    for_each_bit(active | idle, [&](std::size_t at) {
        status[at] = in.get<SlotStatus>();
        const std::size_t track = track_of_[first + at];
        const StateRow& state = model.states[person.states()[track]];
        slots[at] = empty_slot;
        slots[at].fixed = model.arcs[state.arcs.first + first + at - model.tracks[track].first_slot].rate;
    });
    for_each_bit(active, [&](std::size_t at) {
        in.copy(&slots[at], active_bytes);
        Best& best = person.best()[track_of_[first + at]];
        const auto slot = static_cast<std::uint32_t>(first + at);
        if (slots[at].time < best.time) best = {slots[at].time, slot, best.arc + slot - best.slot};
    });
    for_each_bit(idle, [&](std::size_t at) { slots[at].remaining = in.get<double>(); });
    for_each_bit((active | idle) & keep.fixed, [&](std::size_t at) { slots[at].fixed = in.get<double>(); });
    for_each_bit(active & keep.rest, [&](std::size_t at) { slots[at].rest = in.get<double>(); });
    for_each_bit(active & keep.spent, [&](std::size_t at) { slots[at].spent = in.get<double>(); });
}

}  // namespace txpath
