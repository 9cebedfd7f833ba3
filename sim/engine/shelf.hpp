// shelf.hpp -- records of people who are not being worked on.
//
// Owns      Shelf.
// Promises  what is taken is what was put, to the bit. Different persons may be taken and put by different
//           threads.
#pragma once

#include <cstdint>
#include <cstring>
#include <vector>

#include "engine/record.hpp"

namespace txpath {

class Shelf {
public:
    Shelf(const ModelTables& model, std::size_t people);

    void take(std::uint64_t person, std::byte* record) const noexcept
    {
        std::memcpy(record, bytes_.data() + person * layout_.bytes, layout_.bytes);
    }
    void put(std::uint64_t person, const std::byte* record) noexcept;
    void prefetch(std::uint64_t person) const noexcept
    {
        __builtin_prefetch(bytes_.data() + person * layout_.bytes);
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
    [[nodiscard]] bool has_left(std::uint64_t person) const noexcept { return look(person).head().has_left; }
    [[nodiscard]] Person look(std::uint64_t person) const noexcept
    {
        return Person{const_cast<std::byte*>(bytes_.data()) + person * layout_.bytes, layout_};
    }

private:
    RecordLayout layout_;
    std::vector<std::uint8_t> locals_;  ///< by state
    std::size_t tracks_;
    std::vector<std::byte> bytes_;
    std::vector<std::uint8_t> states_;
};

}  // namespace txpath
