// fingerprint.cpp -- one multiply-and-mix step for every eight bytes.
#include "base/fingerprint.hpp"

#include <algorithm>
#include <bit>
#include <limits>

namespace txpath {

namespace {

std::string hex(std::uint64_t value, std::size_t digits)
{
    constexpr std::string_view symbols = "0123456789abcdef";
    std::string text(digits, '0');
    for (std::size_t i = digits; i-- > 0; value >>= 4) text[i] = symbols[value & 15];
    return text;
}

}  // namespace

// The finaliser of splitmix64: for a given word it is one-to-one in the state, so nothing added is ever
// forgotten.
void Fingerprint::add_word(std::uint64_t word) noexcept
{
    std::uint64_t mixed = state_ * 0x9e3779b97f4a7c15 + word;
    mixed = (mixed ^ mixed >> 30) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ mixed >> 27) * 0x94d049bb133111eb;
    state_ = mixed ^ mixed >> 31;
}

void Fingerprint::add(double value) noexcept
{
    if (value != value) value = std::numeric_limits<double>::quiet_NaN();
    if (value == 0.0) value = 0.0;
    add_word(std::bit_cast<std::uint64_t>(value));
}

void Fingerprint::add(std::string_view text) noexcept
{
    add(std::as_bytes(std::span(text.data(), text.size())));
}

void Fingerprint::add(std::span<const std::byte> bytes) noexcept
{
    add_word(bytes.size());
    for (std::size_t start = 0; start < bytes.size(); start += 8) {
        const auto chunk = bytes.subspan(start, std::min<std::size_t>(8, bytes.size() - start));
        std::uint64_t word = 0;
        for (std::size_t i = 0; i < chunk.size(); ++i)
            word |= std::to_integer<std::uint64_t>(chunk[i]) << (8 * i);
        add_word(word);
    }
}

std::string Fingerprint::hex8() const
{
    return hex(state_ >> 32, 8);
}

std::string Fingerprint::hex16() const
{
    return hex(state_, 16);
}

}  // namespace txpath
