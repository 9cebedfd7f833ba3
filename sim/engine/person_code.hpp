// person_code.hpp -- people's numbers as bytes, each beside what it is expected to be.
//
// Owns      PersonWriter and PersonReader, of the people of a chunk.
// Promises  both have the same words, so that one function says what is written and how it is read; what is
// as
//           expected takes a bit; what was written reads back to the last bit.
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.hpp"

namespace txpath {

class PersonWriter {
public:
    static constexpr bool is_reading = false;
    void number(double& value, double expected)
    {
        if (surprises(std::bit_cast<std::uint64_t>(value) != std::bit_cast<std::uint64_t>(expected)))
            values_.number(value);
    }
    void whole(std::uint32_t& value, std::uint32_t expected)
    {
        if (surprises(value != expected)) values_.whole(value);
    }
    void signed_whole(std::int64_t& value, std::int64_t expected)
    {
        if (surprises(value != expected)) values_.signed_whole(value - expected);
    }
    void damage() noexcept {}

    void close(ByteWriter& out)
    {
        out.text(surprises_);
        out.text(values_.bytes());
    }

private:
    bool surprises(bool does)
    {
        if (count_ % 8 == 0) surprises_.push_back('\0');
        if (does) surprises_.back() = static_cast<char>(surprises_.back() | 1 << count_ % 8);
        ++count_;
        return does;
    }

    std::string surprises_;  ///< eight a byte, from the lowest bit on
    std::size_t count_ = 0;
    ByteWriter values_;
};

class PersonReader {
public:
    static constexpr bool is_reading = true;
    /// The bytes must outlive it.
    explicit PersonReader(ByteReader& in) noexcept
        : surprises_(in.text_in_place()), values_(in.text_in_place())
    {
    }

    void number(double& value, double expected) { value = surprises() ? values_.number() : expected; }
    void whole(std::uint32_t& value, std::uint32_t expected)
    {
        value = surprises() ? static_cast<std::uint32_t>(values_.whole()) : expected;
    }
    void signed_whole(std::int64_t& value, std::int64_t expected)
    {
        value = surprises() ? expected + values_.signed_whole() : expected;
    }
    void damage() noexcept { values_.damage(); }

    [[nodiscard]] bool is_done() const noexcept { return values_.is_done(); }

private:
    bool surprises() noexcept
    {
        if (count_ / 8 >= surprises_.size()) {
            damage();
            return false;
        }
        const bool does = (surprises_[count_ / 8] >> count_ % 8 & 1) != 0;
        ++count_;
        return does;
    }

    std::string_view surprises_;
    std::size_t count_ = 0;
    ByteReader values_;
};

}  // namespace txpath
