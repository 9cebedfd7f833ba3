// unit_jobs.hpp -- units of work over threads.
//
// Owns      do_units, which every UnitWork does its units with.
// Promises  units begin in the order in which they are given, so that answers come nearly in that order; none
//           is begun once the work is to rest or to stop.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>

#include "txpath/batch.hpp"

namespace txpath {

/// How one unit is to be done.
struct UnitShare {
    int threads = 1;                          ///< 1: the calling one alone, as it is one of several
    std::function<void(double)> progress;     ///< share of the unit; empty: nobody asks
    const std::atomic<bool>* stop = nullptr;  ///< once true, the unit is given up
};

/// Does one unit; nothing when it was stopped.
using DoUnit = std::function<std::optional<std::string>(std::uint64_t unit, const UnitShare& share)>;

/// Memory that units under way may take together; above that they are done one after the other.
inline constexpr std::uint64_t memory_for_units = std::uint64_t{2} << 30;

/// Do units and hand over their answers.
///   Requires  bytes_each: what a unit takes on one thread
///   Parallel  as many units as make a multiple of the threads, each on one thread, if their memory is at
///             hand; the others one after the other, each with all threads
///   Returns   false when it was stopped before all were done
bool do_units(std::span<const std::uint64_t> units, std::uint64_t bytes_each, const UnitSpec& spec,
              const DoUnit& unit, const TakeAnswer& take);

}  // namespace txpath
