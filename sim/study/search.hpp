// search.hpp -- the highest point of a function in the unit cube.
//
// Owns      climb. The .cpp is the only door to NLopt.
// Promises  the same function, search and seed give the same points in the same order.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <variant>
#include <vector>

#include "txpath/study.hpp"

namespace txpath {

using Point = std::vector<double>;

struct Climb {
    std::variant<GlobalSearch, LocalSearch> by;  ///< not `none`
    std::uint32_t evaluations = 100;
    double tolerance = 0.001;  ///< of every coordinate, to stop
    double step = 0.1;         ///< first one, of local searches
    std::uint64_t seed = 1;    ///< of global ones
};

/// Looks for the highest point, beginning at `start`.
///   Shape     height gets a point of the unit cube; minus infinity is allowed, nothing (nullopt) ends the
///   search Requires  start in the unit cube
void climb(const std::function<std::optional<double>(std::span<const double>)>& height, const Point& start,
           const Climb& how);

}  // namespace txpath
