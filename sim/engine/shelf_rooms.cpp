#include <algorithm>
#include <utility>

#include "engine/shelf.hpp"

namespace txpath {

namespace {

constexpr std::size_t most_waste = 16;  ///< a shard is compacted when more than this part of it is free

}  // namespace

/// Is there a seat for somebody who rests so long? What counts as soon is such that seats are just about
/// taken.
bool Shelf::keeps_seat(Shard& shard, bool is_seated, double rest) const noexcept
{
    constexpr double less = 0.97, more = 1.003;
    constexpr std::size_t reserve = 8;  // this part of the seats may be free
    if (rest > shard.soon) {
        if (shard.free_seats.size() * reserve > seats_) shard.soon *= more;
        return false;
    }
    if (is_seated || !shard.free_seats.empty()) return true;
    shard.soon *= less;
    return false;
}

void Shelf::place(std::uint64_t id, const std::byte* packed, std::size_t size)
{
    Shard& shard = shards_[id / shard_size];
    if (const Row room = shard.rows[id % shard_size]; size > room.units * unit) {
        release(shard, room);
        shard.rows[id % shard_size] = {};
        if (shard.free_units * most_waste > shard.pages.size() << page_shift_) compact(shard);
        // rows grow while people get to know treatments, and are not to move at each event
        const std::size_t spacious = std::min(size + size / 64, most_);
        shard.rows[id % shard_size] = room_in(shard, static_cast<std::uint32_t>(spacious / unit + 1));
    }
    std::memcpy(address(shard.pages, shard.rows[id % shard_size].first), packed, size);
}

Shelf::Row Shelf::room_in(Shard& shard, std::uint32_t units)
{
    constexpr std::uint32_t most_spare = 3;  // units of a free room beyond those asked for
    const auto rooms = static_cast<std::uint32_t>(shard.free.size());
    for (std::uint32_t size = units; size < rooms && size <= units + most_spare; ++size) {
        const std::uint32_t first = shard.free[size];
        if (first == nowhere) continue;
        std::memcpy(&shard.free[size], address(shard.pages, first), sizeof first);
        shard.free_units -= size;
        return {first, size};
    }
    if (shard.stop - shard.end < units) {
        release(shard, {shard.end, std::min(shard.stop - shard.end, rooms - 1)});
        shard.pages.push_back(std::make_unique_for_overwrite<std::byte[]>(unit << page_shift_));
        shard.stop = static_cast<std::uint32_t>(shard.pages.size() << page_shift_);
        shard.end = shard.stop - (1U << page_shift_);
    }
    shard.end += units;
    return {shard.end - units, units};
}

void Shelf::release(Shard& shard, Row room) const noexcept
{
    if (room.units == 0) return;
    std::memcpy(address(shard.pages, room.first), &shard.free[room.units], sizeof room.first);
    shard.free[room.units] = room.first;
    shard.free_units += room.units;
}

void Shelf::compact(Shard& shard)
{
    const auto pages = std::exchange(shard.pages, {});
    std::fill(shard.free.begin(), shard.free.end(), nowhere);
    shard.free_units = 0;
    shard.end = shard.stop = 0;
    for (Row& row : shard.rows) {
        if (row.units == 0) continue;
        const Row old = row;
        row = room_in(shard, old.units);  // may be a little larger
        std::memcpy(address(shard.pages, row.first), address(pages, old.first), old.units * unit);
    }
}

}  // namespace txpath
