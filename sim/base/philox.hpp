// philox.hpp -- the generator: a keyed scrambling of 128-bit counters.
//
// Owns      philox(), Philox4x32 with ten rounds.
// Promises  constexpr, no state; the published test vectors hold.
#pragma once

#include <array>
#include <cstdint>

namespace txpath {

inline constexpr std::uint32_t philox_multiplier_0 = 0xD2511F53;
inline constexpr std::uint32_t philox_multiplier_1 = 0xCD9E8D57;
inline constexpr std::uint32_t philox_weyl_0 = 0x9E3779B9;
inline constexpr std::uint32_t philox_weyl_1 = 0xBB67AE85;
inline constexpr int philox_rounds = 10;

using PhiloxCounter = std::array<std::uint32_t, 4>;
using PhiloxKey = std::array<std::uint32_t, 2>;

/// Four random words for each counter and key.
///
///   Source    [salmon2011]
[[nodiscard]] constexpr PhiloxCounter philox(PhiloxCounter counter, PhiloxKey key) noexcept
{
    for (int round = 0; round < philox_rounds; ++round) {
        const std::uint64_t first = std::uint64_t{philox_multiplier_0} * counter[0];
        const std::uint64_t second = std::uint64_t{philox_multiplier_1} * counter[2];
        counter = {static_cast<std::uint32_t>(second >> 32) ^ counter[1] ^ key[0],
                   static_cast<std::uint32_t>(second),
                   static_cast<std::uint32_t>(first >> 32) ^ counter[3] ^ key[1],
                   static_cast<std::uint32_t>(first)};
        key = {key[0] + philox_weyl_0, key[1] + philox_weyl_1};
    }
    return counter;
}

}  // namespace txpath
