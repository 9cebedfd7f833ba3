// run_plan.hpp -- how much a run will take, before it is run.
//
// Owns      memory needed, the pilot behind the time estimate, and the text of `--dry-run`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "txpath/checkpoint.hpp"
#include "txpath/decision.hpp"
#include "txpath/evaluate.hpp"
#include "txpath/model.hpp"
#include "txpath/report.hpp"
#include "txpath/scenario.hpp"

namespace txpath::app {

/// What is asked of the machine.
struct RunPlan {
    const Scenario& scenario;
    const Model& model;
    int threads;
    std::string destination;           ///< where the run folder goes
    const Resumption* from = nullptr;  ///< null: from day 0
    const Origin* origin = nullptr;    ///< with `from`
};

/// The scenario with so many people at most, who stand for as many as all of its people did.
[[nodiscard]] Scenario pilot_of(const Scenario& scenario);
inline constexpr std::uint64_t pilot_people = 1000;

/// Replicates that the run may take.
[[nodiscard]] std::uint32_t most_replicates(const Scenario& scenario) noexcept;

/// Bytes for workers and for the counts of all replicates, about.
[[nodiscard]] std::uint64_t memory_needed(const RunPlan& plan);

struct Cost {
    std::uint64_t people = 0;
    std::uint32_t replicates = 0;
    std::uint64_t memory_bytes = 0, disk_bytes = 0, disk_rows = 0;
    double seconds = 0.0;
};

/// Work, memory, time and disk space of a run.
///   Method  time is measured on a pilot of a thousand people and scaled; the rest is counted
[[nodiscard]] Cost estimate(const RunPlan& plan);

/// Of one run of every strategy of a study, one after another and on this machine alone: seconds are of all,
/// people those of each, memory that of the largest; disk space is the caller's to add.
///   Errors  a strategy that does not compile
[[nodiscard]] Checked<Cost> estimate_strategies(const DecisionStudy& study, const EvaluateSpec& each);

/// Bytes of a checkpoint of the run, about.
///   Method  measured on a pilot of a thousand people and scaled
[[nodiscard]] std::uint64_t checkpoint_bytes(const RunPlan& plan, double moment);

/// Add the disk space of tables.
void add_tables(const std::vector<TableEstimate>& tables, Cost& cost);

[[nodiscard]] std::string cost_text(const RunPlan& plan, const Cost& cost);
[[nodiscard]] std::string cost_json(const RunPlan& plan, const Cost& cost);

}  // namespace txpath::app
