#include "study/sobol.hpp"

#include <algorithm>
#include <boost/random/sobol.hpp>

namespace txpath {

namespace {

constexpr int digits = 32;
using Engine = boost::random::sobol_engine<std::uint32_t, digits>;
static_assert(boost::random::default_sobol_table::max_dimension >= most_sobol_dimensions);

// A draw of 64 bits has a coin for each node of a tree of six levels.
constexpr int levels = 6;
constexpr std::uint64_t coins_of_nodes = 0, digits_behind = 1;

}  // namespace

SobolDirections::SobolDirections(std::size_t dimensions) : directions_(dimensions)
{
    if (dimensions == 0) return;
    Engine engine(dimensions);
    // Point 2^k in Gray code is the sum of the directions k and k - 1. The engine leaves out the origin.
    for (std::size_t k = 0; k < digits; ++k) {
        engine.seed((std::uint32_t{1} << k) - 1);
        for (auto& direction : directions_) direction[k] = engine() ^ (k > 0 ? direction[k - 1] : 0);
    }
}

std::uint32_t SobolDirections::point(std::size_t dimension, std::uint32_t number) const noexcept
{
    const auto& direction = directions_[dimension];
    std::uint32_t code = number ^ number >> 1, point = 0;
    for (std::size_t k = 0; code != 0; ++k, code >>= 1)
        if ((code & 1) != 0) point ^= direction[k];
    return point;
}

std::uint64_t scrambled(std::uint32_t point, const Draws& draws, Decision scrambling) noexcept
{
    std::uint64_t result = 0;
    for (int depth = 0; depth < digits; depth += levels) {
        const std::uint32_t above = depth == 0 ? 0 : point >> (digits - depth);
        const std::uint64_t coins = draws.bits(coins_of_nodes, scrambling, std::uint32_t{1} << depth | above);
        std::uint32_t node = 1;
        for (int k = depth; k < std::min(depth + levels, digits); ++k) {
            const std::uint32_t digit = point >> (digits - 1 - k) & 1;
            result = result << 1 | (digit ^ (coins >> node & 1));
            node = node << 1 | digit;
        }
    }
    return result << 32 | draws.bits(digits_behind, scrambling, point) >> 32;
}

}  // namespace txpath
