// simulate_worlds.hpp -- replicates of people who share something.
//
// Owns      simulate_worlds, world_bytes.
#pragma once

#include "model/tables.hpp"
#include "txpath/simulate.hpp"

namespace txpath {

/// Every replicate of a model with commons.
///   Parallel  over replicates while there are as many as threads, then over the people of each
[[nodiscard]] RunOutcome simulate_worlds(const ModelTables& model, const RunSpec& spec);

/// Memory it needs. tally: of one worker, bytes.
[[nodiscard]] std::size_t world_bytes(const ModelTables& model, const RunSpec& spec, std::size_t threads,
                                      std::size_t tally);

}  // namespace txpath
