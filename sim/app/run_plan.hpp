// run_plan.hpp -- how much a run will take, before it is run.
//
// Owns      memory needed, the pilot behind the time estimate, and the text of `--dry-run`.
#pragma once

#include <cstdint>
#include <string>

#include "txpath/model.hpp"
#include "txpath/report.hpp"
#include "txpath/scenario.hpp"

namespace txpath::app {

/// What is asked of the machine.
struct RunPlan {
    const Scenario& scenario;
    const Model& model;
    int threads;
    std::string destination;  ///< where the run folder goes
    RunFiles files = {};
};

/// Replicates that the run may take.
[[nodiscard]] std::uint32_t most_replicates(const Scenario& scenario) noexcept;

/// Bytes for workers and for the counts of all replicates, about.
[[nodiscard]] std::uint64_t memory_needed(const RunPlan& plan);

/// Bytes this process may have: the machine's memory or a limit set below it.
[[nodiscard]] std::uint64_t memory_allowed() noexcept;

/// Bytes of the disk that writing the run folder takes, about.
[[nodiscard]] std::uint64_t disk_needed(const RunPlan& plan);

struct Cost {
    std::uint64_t people = 0;
    std::uint32_t replicates = 0;
    std::uint64_t memory_bytes = 0, disk_bytes = 0, disk_rows = 0;
    double seconds = 0.0;
};

/// Work, memory, time and disk space of a run.
///   Method  time is measured on a pilot of a thousand people and scaled; the rest is counted
[[nodiscard]] Cost estimate(const RunPlan& plan);

[[nodiscard]] std::string cost_text(const RunPlan& plan, const Cost& cost);
[[nodiscard]] std::string cost_json(const RunPlan& plan, const Cost& cost);

}  // namespace txpath::app
