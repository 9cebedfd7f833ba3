// unit_jobs.hpp -- units of work over threads.
//
// Owns      do_units.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>

#include "txpath/batch.hpp"

namespace txpath {

/// Does one unit with so many threads; nothing when it was stopped. `progress`: share of the unit done.
using DoUnit = std::function<std::optional<std::string>(std::uint64_t unit, int threads,
                                                        const std::function<void(double)>& progress)>;

/// As many units as make full rounds are each done by one thread, the others one after the other by all.
///   memory  bytes that a unit takes while it is done; rounds are of as many as fit into what is usual (4
///   GiB) Returns false when it was stopped before all were done
[[nodiscard]] bool do_units(std::span<const std::uint64_t> units, const UnitSpec& spec, std::size_t memory,
                            const DoUnit& unit, const TakeAnswer& take);

}  // namespace txpath
