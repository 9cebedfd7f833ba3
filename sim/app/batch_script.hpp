// batch_script.hpp -- how a cluster is told to do a batch.
//
// Owns      the shape of an array job and its script for Slurm.
#pragma once

#include <cstdint>
#include <string>

#include "app/batch_plan.hpp"

namespace txpath::app {

/// An array of tasks that do a batch: task k does the shards k, k + tasks, k + 2 tasks, ...
struct ArrayJob {
    std::uint64_t tasks = 1;
    int threads = 1;          ///< of each task
    double task_seconds = 0;  ///< about, for the longest
};

/// What the tasks of a plan need.
[[nodiscard]] ArrayJob array_of(const BatchPlan& plan, int threads);

/// Shards so that a task takes about so many minutes with so many threads, at most `most_tasks` of them.
[[nodiscard]] std::uint64_t shards_for(std::uint64_t units, const UnitCost& unit, int threads,
                                       double minutes);
inline constexpr std::uint64_t most_tasks = 1000;

/// Words for Slurm, as `batch plan` writes them.
///   folder, program  absolute paths; the script takes others from TXPATH_BATCH and TXPATH
[[nodiscard]] std::string slurm_script(const BatchPlan& plan, const ArrayJob& job, const std::string& folder,
                                       const std::string& program);

}  // namespace txpath::app
