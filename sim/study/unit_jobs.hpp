// unit_jobs.hpp -- units of work over threads.
//
// Owns      do_units, which every UnitWork does its units with.
// Promises  units begin in the order in which they are given, so that answers come nearly in that order; none
//           is begun once the work is to rest or to stop, or after one was given up.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>

#include "txpath/batch.hpp"

namespace txpath {

/// Does one unit with so many threads; nothing when it was stopped. `progress`: share of the unit done; empty
/// when nobody asks.
using DoUnit = std::function<std::optional<std::string>(std::uint64_t unit, int threads,
                                                        const std::function<void(double)>& progress)>;

/// As many units as make full rounds are each done by one thread, the others one after the other by all.
///   memory   bytes that a unit takes while it is done; there are no rounds if those of one do not fit into
///            what is usual (4 GiB)
///   Returns  false when it was stopped before all were done
[[nodiscard]] bool do_units(std::span<const std::uint64_t> units, const UnitSpec& spec, std::size_t memory,
                            const DoUnit& unit, const TakeAnswer& take);

}  // namespace txpath
