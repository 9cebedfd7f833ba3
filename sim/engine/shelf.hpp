// shelf.hpp -- records of people who are not being worked on, packed if there are many.
//
// Owns      Shelf.
// Assumes   a shard's people are taken and put by one thread at a time; tables of one shape.
// Promises  what is taken is what was put, in every part that anybody reads, to the bit.
//
// A record has room for all that a person may need; at rest most of it is empty. Packed are the fixed part
// (who the person is, and since when in which state), draws that were made, levels that left their start and
// transitions that can still fire. Packing quarters memory and costs a third of an event, so those who will
// soon be taken again keep an open record, which is worked on where it lies: everybody, if there is room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <vector>

#include "engine/record.hpp"

namespace txpath {

class Packer;
class Unpacker;

class Shelf {
public:
    static constexpr std::size_t shard_size = 4096;

    static constexpr std::size_t most_open = std::size_t{384} << 20;
    /// Open records take up to `open_bytes` together.
    Shelf(const ModelTables& model, std::size_t people, std::size_t open_bytes = most_open);

    /// Where a person who is not packed lies; null for all others.
    [[nodiscard]] std::byte* open_record(std::uint64_t person) noexcept
    {
        const Row row = row_of(person);
        return row.is_seat() ? seat(person / shard_size, row.first) : nullptr;
    }
    /// A room for one packed record, of the thread that puts it.
    using Buffer = std::vector<std::byte>;

    /// Nothing needs to be done for an open record but to note the states it shows.
    void take(std::uint64_t person, std::byte* record, const ModelTables& model) const noexcept;
    /// `record` is the person's open record, if there is one; `rest`: days until the person will be taken.
    void put(std::uint64_t person, std::byte* record, double rest, const ModelTables& model, Buffer& buffer);
    void prefetch(std::uint64_t person) const noexcept
    {
        const Row row = row_of(person);
        if (row.first == nowhere) return;
        const std::byte* start = start_of(person);
        if (!row.is_seat()) return fetch(start, 0, row.units * unit);
        fetch(start, 0, layout_.lasting);
        fetch(start, layout_.best, layout_.slots);
        fetch(start, layout_.levels, layout_.bytes);
    }

    /// Local state of a track; `left` when the person has left it, `unborn` before.
    static constexpr std::uint8_t left = 255, unborn = 254;
    [[nodiscard]] std::uint8_t state(std::uint64_t person, std::uint32_t track) const noexcept
    {
        return states_[person * tracks_ + track];
    }
    [[nodiscard]] const std::uint8_t* states(std::uint64_t person) const noexcept
    {
        return states_.data() + person * tracks_;
    }

    // Of people who have begun.
    [[nodiscard]] PersonHead head(std::uint64_t person) const noexcept { return read<PersonHead>(person, 0); }
    [[nodiscard]] double entered(std::uint64_t person, std::uint32_t track) const noexcept
    {
        return read<double>(person, layout_.entered + track * sizeof(double));
    }
    [[nodiscard]] double number(std::uint64_t person, std::uint32_t slot) const noexcept
    {
        return read<double>(person, layout_.numbers + slot * sizeof(double));
    }
    [[nodiscard]] std::uint8_t category(std::uint64_t person, std::uint32_t slot) const noexcept
    {
        return read<std::uint8_t>(person, layout_.categories + slot);
    }

private:
    static constexpr std::size_t unit = 16;  ///< rooms are multiples of it, bytes
    static constexpr std::size_t least_page = std::size_t{64} << 10;
    static constexpr std::uint32_t nowhere = 0xffffffff;
    /// Of an active slot these lead: time, remaining, hazard, since.
    static constexpr std::size_t active_bytes = 4 * sizeof(double);
    static constexpr Slot empty_slot{never, 0.0, 0.0, 0.0, 0.0, 1.0, -1.0};

    /// Where a person lies: a room of so many units for the packed record, or, with 0 units, a seat.
    struct Row {
        std::uint32_t first =
            nowhere;  ///< room: counted in units through the shard's pages; seat: its number
        std::uint32_t units = 0;
        [[nodiscard]] bool is_seat() const noexcept { return units == 0 && first != nowhere; }
    };
    using Pages = std::vector<std::unique_ptr<std::byte[]>>;
    /// The people of a shard; a packed record that outgrows its room gets another one.
    struct Shard {
        Pages pages;
        std::vector<Row> rows;            ///< by person of the shard
        std::vector<std::uint32_t> free;  ///< by units: a room that is free; its first word names the next
        std::size_t free_units = 0;       ///< in all of them
        std::uint32_t end = 0, stop = 0;  ///< what was never used of the last page
        std::vector<std::uint32_t> free_seats;
        double soon = 60.0;  ///< days: who rests no longer gets a seat; follows the demand for seats
    };
    /// Bit k of a word: slot 64 * word + k; of one state, or of all the states a person is in.
    struct Kept {
        std::uint64_t armed = 0;                       ///< there is something to keep
        std::uint64_t timed = 0;                       ///< time and since, even at hazard 0
        std::uint64_t fixed = 0, rest = 0, spent = 0;  ///< that part of the slot, too
    };
    [[nodiscard]] Row row_of(std::uint64_t person) const noexcept
    {
        return shards_[person / shard_size].rows[person % shard_size];
    }
    /// Both kinds of record begin with the fixed part.
    [[nodiscard]] const std::byte* start_of(std::uint64_t person) const noexcept
    {
        const Row row = row_of(person);
        return row.is_seat() ? seat(person / shard_size, row.first)
                             : address(shards_[person / shard_size].pages, row.first);
    }
    [[nodiscard]] std::byte* seat(std::size_t shard, std::uint32_t number) const noexcept
    {
        return first_seat_ + (shard * seats_ + number) * layout_.bytes;
    }
    [[nodiscard]] std::byte* address(const Pages& pages, std::uint32_t first) const noexcept
    {
        return pages[first >> page_shift_].get() + (first & ((1U << page_shift_) - 1)) * unit;
    }
    template <class T>
    [[nodiscard]] T read(std::uint64_t person, std::size_t offset) const noexcept
    {
        T value;
        std::memcpy(&value, start_of(person) + offset, sizeof value);
        return value;
    }
    static void fetch(const std::byte* start, std::size_t from, std::size_t to) noexcept
    {
        for (std::size_t at = from / 64 * 64; at < to; at += 64) __builtin_prefetch(start + at);
    }
    void note_states(std::uint64_t person, const std::uint32_t* states) noexcept;
    void note_slots(const ModelTables& model);
    [[nodiscard]] Kept kept(const std::uint32_t* states, std::size_t word) const noexcept;
    void put_levels(const Person& person, const ModelTables& model, Packer& out) const noexcept;
    void put_slots(const Person& person, std::size_t word, Packer& out) const noexcept;
    void take_levels(const Person& person, const ModelTables& model, Unpacker& in) const noexcept;
    void take_slots(const Person& person, const ModelTables& model, std::size_t word,
                    Unpacker& in) const noexcept;
    [[nodiscard]] bool keeps_seat(Shard& shard, bool is_seated, double rest) const noexcept;
    void pack(std::uint64_t person, std::byte* record, const ModelTables& model, Buffer& buffer);
    void place(std::uint64_t person, const std::byte* packed, std::size_t size);
    [[nodiscard]] Row room_in(Shard& shard, std::uint32_t units);
    void release(Shard& shard, Row room) const noexcept;
    void compact(Shard& shard);

    RecordLayout layout_;
    std::size_t tracks_, draws_;
    std::size_t words_;                   ///< of 64 slots each
    std::size_t most_;                    ///< bytes a packed record can take
    std::uint32_t page_shift_ = 0;        ///< a page has 2^page_shift units
    std::vector<std::uint8_t> track_of_;  ///< by slot
    std::vector<Kept> kept_;              ///< by state, then word
    std::vector<std::uint8_t> locals_;    ///< by state
    std::vector<Shard> shards_;
    std::vector<std::uint8_t> states_;  ///< local, [person * tracks + track]
    bool is_all_open_;
    std::size_t seats_ = 0;  ///< of each shard
    std::unique_ptr<std::byte[]> open_;
    std::byte* first_seat_ = nullptr;
};

}  // namespace txpath
