#include "engine/shelf.hpp"

#include <algorithm>
#include <array>
#include <bit>

namespace txpath {

namespace {

constexpr std::uint32_t least_spare = 12;  ///< room to grow that a row gets, bytes

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

/// Which draws were made, 64 at a time, then how often; as words where a half would not hold it.
void put_draws(const std::uint32_t* draws, std::size_t count, Packer& out) noexcept
{
    std::uint32_t all = 0;
    for (std::size_t at = 0; at < count; ++at) all |= draws[at];
    const bool is_wide = all > 0xffff;
    out.put(static_cast<std::uint8_t>(is_wide));
    for (std::size_t first = 0; first < count; first += 64) {
        std::uint64_t made = made_among(draws + first, std::min<std::size_t>(count - first, 64));
        out.put(made);
        for (; made != 0; made &= made - 1) {
            const std::uint32_t times = draws[first + static_cast<std::size_t>(std::countr_zero(made))];
            if (is_wide)
                out.put(times);
            else
                out.put(static_cast<std::uint16_t>(times));
        }
    }
}

void take_draws(std::uint32_t* draws, std::size_t count, Unpacker& in) noexcept
{
    const bool is_wide = in.get<std::uint8_t>() != 0;
    for (std::size_t first = 0; first < count; first += 64)
        for (std::uint64_t made = in.get<std::uint64_t>(); made != 0; made &= made - 1)
            draws[first + static_cast<std::size_t>(std::countr_zero(made))] =
                is_wide ? in.get<std::uint32_t>() : in.get<std::uint16_t>();
}

/// How a slot is packed: its status and, in the upper bits, what is left out.
constexpr std::uint8_t status_bits = 0x0f;
constexpr std::uint8_t is_idle = 0x10;   ///< no hazard, no time: only the threshold matters
constexpr std::uint8_t is_plain = 0x20;  ///< steady: its time follows from the rest

void put_slot(const Arc& arc, const Slot& slot, SlotStatus status, Packer& out) noexcept
{
    auto how = static_cast<std::uint8_t>(status);
    if (status == SlotStatus::out_of_reach) return out.put(how);
    if (arc.kind == ArcKind::timed) {
        out.put(how);
        out.put(slot.time);
        return out.put(slot.since);
    }
    if (slot.hazard == 0.0 && slot.time == never)
        how |= is_idle;
    else if (arc.kind == ArcKind::steady)
        how |= is_plain;
    out.put(how);
    out.put(slot.remaining);
    if (arc.fixed.count > 0) out.put(slot.fixed);
    if ((how & is_idle) != 0) return;
    out.put(slot.hazard);
    out.put(slot.since);
    if ((how & is_plain) == 0) out.put(slot.time);
    if (arc.kind == ArcKind::moving) out.put(slot.rest);
    if (arc.law != 0) out.put(slot.spent);
}

void take_slot(const Arc& arc, Slot& slot, SlotStatus& status, Unpacker& in) noexcept
{
    const auto how = in.get<std::uint8_t>();
    status = static_cast<SlotStatus>(how & status_bits);
    slot = {never, 0.0, 0.0, 0.0, 0.0, 1.0, -1.0};
    if (status == SlotStatus::out_of_reach) return;
    if (arc.kind == ArcKind::timed) {
        slot.time = in.get<double>();
        slot.since = in.get<double>();
        return;
    }
    slot.remaining = in.get<double>();
    slot.fixed = arc.fixed.count > 0 ? in.get<double>() : arc.rate;
    if ((how & is_idle) != 0) return;
    slot.hazard = in.get<double>();
    slot.since = in.get<double>();
    slot.time = (how & is_plain) != 0 ? slot.since + slot.remaining / slot.hazard : in.get<double>();
    if (arc.kind == ArcKind::moving) slot.rest = in.get<double>();
    if (arc.law != 0) slot.spent = in.get<double>();
}

}  // namespace

Shelf::Shelf(const ModelTables& model, std::size_t people)
    : layout_(model),
      tracks_(model.tracks.size()),
      draws_(model.transitions.size() + model.branch_counters),
      most_(layout_.lasting + tracks_ + 1 + draws_ * 4 + (draws_ / 64 + 1) * 8 + 8 +
            model.levels.size() * sizeof(LevelPath) + tracks_ * 16 + model.slots * (sizeof(Slot) + 1)),
      shards_((people + shard_size - 1) / shard_size),
      states_(people * tracks_, unborn)
{
    for (const StateRow& state : model.states) locals_.push_back(static_cast<std::uint8_t>(state.local));
    if (people * layout_.bytes <= most_open) {
        open_.resize(people * layout_.bytes + 64);
        const auto address = std::bit_cast<std::uintptr_t>(open_.data());
        open_start_ = open_.data() + (64 - address % 64) % 64;
        return;
    }
    for (std::size_t at = 0; at < shards_.size(); ++at) {
        const std::size_t count = std::min(shard_size, people - at * shard_size);
        shards_[at].first.resize(count);
        shards_[at].room.resize(count);
    }
}

void Shelf::note_states(std::uint64_t id, const std::uint32_t* states) noexcept
{
    for (std::size_t track = 0; track < tracks_; ++track)
        states_[id * tracks_ + track] = states[track] == absent ? left : locals_[states[track]];
}

void Shelf::put(std::uint64_t id, std::byte* record, const ModelTables& model, Buffer& buffer)
{
    const Person person{record, layout_};
    note_states(id, person.states());
    if (is_open()) return;
    if (buffer.size() < most_) buffer.resize(most_);
    const PersonHead& head = person.head();
    Packer out(buffer.data());
    out.copy(record, layout_.lasting);
    for (std::size_t track = 0; track < tracks_; ++track) {
        const std::uint32_t seen = person.snapshot()[track];
        out.put(seen == absent ? left : locals_[seen]);
    }
    if (!head.has_left) {
        put_draws(person.occurrences(), draws_, out);
        Packer which(out.at());  // levels that left their start
        out.put(std::uint64_t{0});
        std::uint64_t moved = 0;
        for (std::size_t level = 0; level < model.levels.size(); ++level) {
            const LevelPath& path = person.levels()[level];
            if (level < 64 && is_as_at_start(model.levels[level], path, head)) continue;
            if (level < 64) moved |= std::uint64_t{1} << level;
            out.put(path);
        }
        which.put(moved);
        for (std::size_t track = 0; track < tracks_; ++track) {
            const StateRow& state = model.states[person.states()[track]];
            if (state.arms_plainly) {
                out.put(person.best()[track].time);
                out.put(person.best()[track].arc);
                continue;
            }
            const std::uint32_t first = model.tracks[track].first_slot;
            for (std::uint32_t place = 0; place < state.arcs.count; ++place) {
                put_slot(model.arcs[state.arcs.first + place], person.slots()[first + place],
                         person.status()[first + place], out);
            }
        }
    }
    place(id, buffer.data(), static_cast<std::size_t>(out.at() - buffer.data()));
}

void Shelf::take(std::uint64_t id, std::byte* record, const ModelTables& model) const noexcept
{
    if (is_open()) return;
    const Person person{record, layout_};
    Unpacker in(row_of(id));
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
    const auto moved = in.get<std::uint64_t>();
    for (std::size_t level = 0; level < model.levels.size(); ++level) {
        const LevelRow& row = model.levels[level];
        const bool is_packed = level >= 64 || (moved >> level & 1) != 0;
        person.levels()[level] =
            is_packed ? in.get<LevelPath>() : LevelPath{row.start, 0.0, row.start, row.falling, 0};
    }
    for (std::size_t track = 0; track < tracks_; ++track) {
        const StateRow& state = model.states[person.states()[track]];
        const std::uint32_t first = model.tracks[track].first_slot;
        Best best{never, first, state.arcs.first};
        if (state.arms_plainly) {
            best.time = in.get<double>();
            best.arc = in.get<std::uint32_t>();
        }
        for (std::uint32_t place = 0; place < state.arcs.count && !state.arms_plainly; ++place) {
            Slot& slot = person.slots()[first + place];
            take_slot(model.arcs[state.arcs.first + place], slot, person.status()[first + place], in);
            if (slot.time < best.time) best = {slot.time, first + place, state.arcs.first + place};
        }
        person.best()[track] = best;
    }
}

void Shelf::place(std::uint64_t id, const std::byte* packed, std::size_t size)
{
    Shard& shard = shards_[id / shard_size];
    std::uint32_t& first = shard.first[id % shard_size];
    std::uint32_t& room = shard.room[id % shard_size];
    if (size > room) {
        shard.wasted += room;
        room = 0;
        if (shard.wasted > 65536 && shard.wasted * 20 > shard.bytes.size()) compact(shard);
        const auto wanted = static_cast<std::uint32_t>((size + least_spare) / 16 * 16 + 16);
        const std::size_t end = shard.bytes.size() + wanted;
        // rows grow while people get to know treatments; doubling the shard would waste half of it, and a few
        // per cent would copy it too often
        if (shard.bytes.empty()) shard.bytes.reserve(shard.first.size() * wanted);
        if (end > shard.bytes.capacity()) shard.bytes.reserve(end + end / 24);
        first = static_cast<std::uint32_t>(shard.bytes.size());
        room = wanted;
        shard.bytes.resize(end);
    }
    std::memcpy(shard.bytes.data() + first, packed, size);
}

void Shelf::compact(Shard& shard)
{
    std::vector<std::byte> bytes;
    std::size_t size = 0;
    for (const std::uint32_t room : shard.room) size += room;
    bytes.reserve(size + size / 24);
    for (std::size_t at = 0; at < shard.first.size(); ++at) {
        const auto from = shard.bytes.begin() + shard.first[at];
        shard.first[at] = static_cast<std::uint32_t>(bytes.size());
        bytes.insert(bytes.end(), from, from + shard.room[at]);
    }
    shard.bytes = std::move(bytes);
    shard.wasted = 0;
}

}  // namespace txpath
