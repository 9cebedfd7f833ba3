// random.hpp -- chance as a function: the same question gets the same answer, whatever else was asked.
//
// Owns      Decision, Luck, DrawRequest, Draws; how a draw's key and counter are laid out.
// Assumes   persons are numbered below 2^40.
// Promises  no state: a draw depends on (seed, sample, replicate, person, decision, occurrence) and on
//           nothing else, and is bit-identical everywhere. The layout is part of the contract: changing it
//           changes every result.
#pragma once

#include <cassert>
#include <cstdint>
#include <string_view>

#include "base/elementary.hpp"
#include "base/philox.hpp"

namespace txpath {

/// What is being decided: the hash of the qualified name of a transition, attribute or branch. Below 2^56.
struct Decision {
    std::uint64_t hash;
    friend constexpr bool operator==(Decision, Decision) noexcept = default;
};

/// The decision of that name, for example "ssri.titration -> maintenance".
[[nodiscard]] Decision decision(std::string_view qualified_name) noexcept;

/// What a family of draws belongs to.
struct Luck {
    std::uint64_t seed;
    std::uint32_t sample;
    std::uint32_t replicate;
};

/// One question to chance, laid out as the generator's counter.
struct DrawRequest {
    std::uint64_t counter_low;  ///< occurrence, then bits 0..31 of the person
    std::uint64_t
        counter_high;  ///< bits 0..31 of the decision, bits 32..39 of the person, bits 32..55 of the decision
};

/// Requires  person < 2^40, decision.hash < 2^56.
[[nodiscard]] constexpr DrawRequest pack(std::uint64_t person, Decision decision,
                                         std::uint32_t occurrence) noexcept
{
    assert(person >> 40 == 0 && decision.hash >> 56 == 0);
    return {
        .counter_low = person << 32 | occurrence,
        .counter_high = (decision.hash >> 32) << 40 | (person >> 32) << 32 | (decision.hash & 0xffffffff)};
}

/// 64 random bits.
[[nodiscard]] constexpr std::uint64_t bits_for(std::uint64_t key, DrawRequest request) noexcept
{
    const PhiloxCounter words =
        philox({static_cast<std::uint32_t>(request.counter_low),
                static_cast<std::uint32_t>(request.counter_low >> 32),
                static_cast<std::uint32_t>(request.counter_high),
                static_cast<std::uint32_t>(request.counter_high >> 32)},
               {static_cast<std::uint32_t>(key), static_cast<std::uint32_t>(key >> 32)});
    return std::uint64_t{words[1]} << 32 | words[0];
}

/// A number strictly between 0 and 1, from 64 random bits.
///
///   Method    (n + 1/2) / 2^52 of the upper 52 bits n: exact and symmetric about 1/2. A 53rd bit
///             would not be exact, and would round the largest n to 1. Written as (1 + n / 2^52) - (1
///             - 2^-53), both terms exact.
[[nodiscard]] constexpr double uniform_from(std::uint64_t bits) noexcept
{
    constexpr double one_less_half_step = 1.0 - 0x1p-53;
    return std::bit_cast<double>(bits >> 12 | portable::detail::bits_of_one) - one_less_half_step;
}

/// A draw from the exponential distribution of mean 1, from 64 random bits; between 2^-53 and 36.8.
[[nodiscard]] inline double threshold_from(std::uint64_t bits) noexcept
{
    return -portable::log_of_normal(uniform_from(bits));
}

/// The same key gives the same number, whatever else happens.
class Draws {
public:
    explicit Draws(Luck luck) noexcept;

    [[nodiscard]] std::uint64_t key() const noexcept { return key_; }

    [[nodiscard]] std::uint64_t bits(std::uint64_t person, Decision what,
                                     std::uint32_t occurrence) const noexcept
    {
        return bits_for(key_, pack(person, what, occurrence));
    }
    [[nodiscard]] double uniform(std::uint64_t person, Decision what, std::uint32_t occurrence) const noexcept
    {
        return uniform_from(bits(person, what, occurrence));
    }
    [[nodiscard]] double threshold(std::uint64_t person, Decision what,
                                   std::uint32_t occurrence) const noexcept
    {
        return threshold_from(bits(person, what, occurrence));
    }

private:
    std::uint64_t key_;
};

}  // namespace txpath
