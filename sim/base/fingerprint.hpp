// fingerprint.hpp -- 64 bits that tell two models, tables or files apart.
//
// Owns      Fingerprint.
// Promises  the same values added in the same order give the same fingerprint on every machine and in
//           every version. Not a defence against forgery: for that there is sha256.hpp.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace txpath {

/// A hash of everything added so far, in order.
class Fingerprint {
public:
    /// All integers of equal value are equal, whatever their type.
    template <std::integral Integer>
    void add(Integer value) noexcept
    {
        add_word(static_cast<std::uint64_t>(value));
    }
    /// 0 and -0 are equal, and so are all values that are not numbers.
    void add(double value) noexcept;
    /// Preceded by its length, so that "ab", "c" is not "a", "bc".
    void add(std::string_view text) noexcept;
    void add(std::span<const std::byte> bytes) noexcept;

    [[nodiscard]] std::uint64_t value() const noexcept { return state_; }
    [[nodiscard]] std::string hex8() const;   ///< the upper half, for names of folders
    [[nodiscard]] std::string hex16() const;  ///< all of it

private:
    void add_word(std::uint64_t word) noexcept;

    std::uint64_t state_ = 0x7478706174680001;  // "txpath", version 1
};

}  // namespace txpath
