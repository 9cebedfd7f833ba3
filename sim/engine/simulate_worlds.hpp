// simulate_worlds.hpp -- replicates of people who share something, and of people who do not.
//
// Owns      simulate_worlds, simulate_apart, world_bytes; WrittenDown.
#pragma once

#include "engine/written_replicate.hpp"
#include "model/tables.hpp"
#include "txpath/simulate.hpp"

namespace txpath {

/// What a run comes to that is written down at a moment, before the horizon.
struct WrittenDown {
    double moment;
    std::vector<std::string> replicates;
    std::vector<std::uint32_t> begun;  ///< policies, in some replicate
};

/// Every replicate of a model with commons. written: null: to the horizon.
///   Parallel  over replicates while there are as many as threads, then over the people of each
[[nodiscard]] RunOutcome simulate_worlds(const ModelTables& model, const RunSpec& spec, WrittenDown* written);

/// The same of a model without; thresholds of a model that is written down must be open.
///   Parallel  over shards of people and replicates
[[nodiscard]] RunOutcome simulate_apart(const ModelTables& model, const RunSpec& spec, WrittenDown* written);

/// Memory it needs. tally: of one worker, bytes.
[[nodiscard]] std::size_t world_bytes(const ModelTables& model, const RunSpec& spec, std::size_t threads,
                                      std::size_t tally);

}  // namespace txpath
