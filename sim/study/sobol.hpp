// sobol.hpp -- points that fill the unit cube evenly, and the scrambling that makes them random.
//
// Owns      SobolDirections, scrambled.
// Promises  the first 2^m points of a dimension hold one number in each of 2^m equal intervals, scrambled or
//           not, whatever number of points follows; the same bits everywhere.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/random.hpp"

namespace txpath {

inline constexpr std::size_t most_sobol_dimensions = 3667;

/// Direction numbers of the first dimensions.
///
///   Source    [joe2008], as shipped with Boost.Random
class SobolDirections {
public:
    /// Requires  dimensions <= most_sobol_dimensions
    explicit SobolDirections(std::size_t dimensions);

    [[nodiscard]] std::size_t dimensions() const noexcept { return directions_.size(); }

    /// The point of that number, in units of 2^-32; number 0 is the origin.
    ///
    ///   Method    in Gray code's order, any number in 32 steps at most
    [[nodiscard]] std::uint32_t point(std::size_t dimension, std::uint32_t number) const noexcept;

private:
    std::vector<std::array<std::uint32_t, 32>> directions_;
};

/// A point of one dimension after a nested uniform scrambling of its 32 digits, and 32 random ones behind.
/// Points that share their leading digits share the scrambled ones, and nothing else.
///
///   Method    every node of the tree of digits has its own fair coin, which says whether its two branches
///             change places: Owen's scrambling itself, not a hash that resembles it
///   Source    [owen1995]
[[nodiscard]] std::uint64_t scrambled(std::uint32_t point, const Draws& draws, Decision scrambling) noexcept;

}  // namespace txpath
