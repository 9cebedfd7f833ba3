// simulate.hpp -- run a model.
//
// Owns      RunSpec, simulate and its plain twin simulate_plainly.
// Promises  results are a function of model and seed alone: not of threads, order
//           of work or what is recorded.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <vector>

#include "txpath/model.hpp"
#include "txpath/results.hpp"

namespace txpath {

struct Resumption;  // checkpoint.hpp

struct RunSpec {
    std::uint64_t seed = 1;
    std::uint32_t sample = 0;
    std::uint32_t first_replicate = 0;  ///< the luck of a replicate is that of its number, in any run
    std::uint32_t replicates = 1;
    bool is_part = false;                  ///< of more replicates than these: no batches of people
    int threads = 0;                       ///< 0: all the machine has; 1: the caller alone
    std::uint64_t histories = 0;           ///< whole histories of this many first people
    std::uint64_t shard_order = 0;         ///< for tests: not 0 shuffles the order in which shards are taken
    std::function<void(double)> progress;  ///< share of the work done, 0 to 1; called from any thread
    const Resumption* from =
        nullptr;  ///< go on from this checkpoint, of as many replicates; null: from day 0
    const std::atomic<bool>* stop = nullptr;  ///< once true, the run ends early: is_complete false
};

struct RunOutcome {
    Results results;
    bool is_complete = true;
};

/// How many people are simulated in one go: those of the only replicate there is in batches that tell its
/// error, those of one among several in stretches that hide what starting one costs.
[[nodiscard]] std::uint64_t batch_size(std::uint64_t people, const RunSpec& spec) noexcept;

/// Memory a run needs beyond the model, for its workers and results.
[[nodiscard]] std::size_t bytes_needed(const Model& model, const RunSpec& spec);

/// Every replicate of a model.
///   Parallel  over shards of people and replicates
[[nodiscard]] RunOutcome simulate(const Model& model, const RunSpec& spec);

/// The plain engine: slow, obvious, written apart from the fast one; person by person, everything recomputed
/// at every instant. Only histories are filled in. For tests.
[[nodiscard]] std::vector<HistoryRow> simulate_plainly(const Scenario& scenario, const RunSpec& spec,
                                                       std::uint64_t people);

}  // namespace txpath
