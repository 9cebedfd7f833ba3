// random.cpp -- names to decisions, and luck to keys.
#include "base/random.hpp"

namespace txpath {

// FNV-1a spreads badly in its upper bits for short names, hence the finaliser (of splitmix64) behind it.
Decision decision(std::string_view qualified_name) noexcept
{
    std::uint64_t hash = 0xcbf29ce484222325;
    for (const char letter : qualified_name) {
        hash ^= static_cast<unsigned char>(letter);
        hash *= 0x00000100000001b3;
    }
    hash = (hash ^ hash >> 30) * 0xbf58476d1ce4e5b9;
    hash = (hash ^ hash >> 27) * 0x94d049bb133111eb;
    return {(hash ^ hash >> 31) >> 8};
}

// The key is itself a draw, so that neighbouring seeds, samples and replicates share nothing.
Draws::Draws(Luck luck) noexcept
{
    constexpr PhiloxKey name = {0x61707874, 0x00006874};  // "txpath"
    const PhiloxCounter words =
        philox({static_cast<std::uint32_t>(luck.seed), static_cast<std::uint32_t>(luck.seed >> 32),
                luck.sample, luck.replicate},
               name);
    key_ = std::uint64_t{words[1]} << 32 | words[0];
}

}  // namespace txpath
