// shelf.hpp -- records of people who are not being worked on, packed if there are many.
//
// Owns      Shelf.
// Assumes   a shard's people are taken and put by one thread at a time; tables of one shape.
// Promises  what is taken is what was put, in every part that anybody reads, to the bit.
//
// A record has room for all that a person may need; at rest most of it is empty. Packed are the fixed part
// (who the person is, and since when in which state), draws that were made, levels that left their start and
// transitions that can still fire. Packing quarters memory and costs about as much as an event, so few people
// stay in open records, which are worked on where they lie.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "engine/record.hpp"

namespace txpath {

class Shelf {
public:
    static constexpr std::size_t shard_size = 4096;

    Shelf(const ModelTables& model, std::size_t people);

    /// Records up to this size together lie open.
    static constexpr std::size_t most_open = std::size_t{384} << 20;
    [[nodiscard]] bool is_open() const noexcept { return !open_.empty(); }
    [[nodiscard]] std::byte* open_record(std::uint64_t person) noexcept
    {
        return open_start_ + person * layout_.bytes;
    }
    /// A room for one packed record, of the thread that puts it.
    using Buffer = std::vector<std::byte>;

    /// Nothing needs to be done for an open record but to note the states it shows.
    void take(std::uint64_t person, std::byte* record, const ModelTables& model) const noexcept;
    void put(std::uint64_t person, std::byte* record, const ModelTables& model, Buffer& buffer);
    void prefetch(std::uint64_t person) const noexcept
    {
        const std::byte* row = is_open() ? open_start_ + person * layout_.bytes : row_of(person);
        const std::size_t size =
            is_open() ? layout_.bytes : shards_[person / shard_size].room[person % shard_size];
        for (std::size_t at = 0; at < size; at += 64) __builtin_prefetch(row + at);
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
    [[nodiscard]] PersonHead head(std::uint64_t person) const noexcept
    {
        return is_open() ? look(person).head() : read<PersonHead>(person, 0);
    }
    [[nodiscard]] double entered(std::uint64_t person, std::uint32_t track) const noexcept
    {
        if (is_open()) return look(person).entered()[track];
        return read<double>(person, layout_.entered + track * sizeof(double));
    }
    [[nodiscard]] double number(std::uint64_t person, std::uint32_t slot) const noexcept
    {
        if (is_open()) return look(person).numbers()[slot];
        return read<double>(person, layout_.numbers + slot * sizeof(double));
    }
    [[nodiscard]] std::uint8_t category(std::uint64_t person, std::uint32_t slot) const noexcept
    {
        if (is_open()) return look(person).categories()[slot];
        return read<std::uint8_t>(person, layout_.categories + slot);
    }

private:
    /// Rows of a shard's people, one after another; a row that outgrows its room moves to the end.
    struct Shard {
        std::vector<std::byte> bytes;
        std::vector<std::uint32_t> first, room;  ///< by person of the shard
        std::size_t wasted = 0;
    };
    [[nodiscard]] Person look(std::uint64_t person) const noexcept
    {
        return Person{open_start_ + person * layout_.bytes, layout_};
    }
    [[nodiscard]] const std::byte* row_of(std::uint64_t person) const noexcept
    {
        const Shard& shard = shards_[person / shard_size];
        return shard.bytes.data() + shard.first[person % shard_size];
    }
    template <class T>
    [[nodiscard]] T read(std::uint64_t person, std::size_t offset) const noexcept
    {
        T value;
        std::memcpy(&value, row_of(person) + offset, sizeof value);
        return value;
    }
    void note_states(std::uint64_t person, const std::uint32_t* states) noexcept;
    void place(std::uint64_t person, const std::byte* packed, std::size_t size);
    static void compact(Shard& shard);

    RecordLayout layout_;
    std::size_t tracks_, draws_;
    std::size_t most_;                  ///< bytes a packed record can take
    std::vector<std::uint8_t> locals_;  ///< by state
    std::vector<Shard> shards_;
    std::vector<std::byte> open_;
    std::byte* open_start_ = nullptr;
    std::vector<std::uint8_t> states_;
};

}  // namespace txpath
