// batch_plan.hpp -- what a batch is to do, as its folder says it.
//
// Owns      BatchPlan and plan.json; where things stand in the folder of a batch.
// Promises  a plan that is read is the plan that was written; the folder may be moved, and read on any
// machine.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "base/shard.hpp"
#include "txpath/scenario.hpp"

namespace txpath::app {

/// Which command the batch does the work of.
enum class BatchKind { run, compare, uncertainty };
[[nodiscard]] std::string word_for(BatchKind kind);

/// What was said on the command line about the study.
struct BatchWishes {
    std::vector<Override> set;  ///< laid over the scenario, or over every strategy
    std::optional<std::string> reference;
    /// Of each sample, of `uncertainty` alone; the others have them in `set`.
    std::optional<std::uint32_t> samples, replicates;
    std::optional<std::uint64_t> population;
    std::optional<std::string> sampling;
    std::string tables = "aggregates";  ///< of `run`
};

/// What a unit takes on one thread, from a pilot.
struct UnitCost {
    double seconds = 0.0;
    std::uint64_t answer_bytes = 0;
};

struct BatchPlan {
    std::string version;  ///< of the program: another may give other numbers
    BatchKind kind = BatchKind::run;
    std::string name;   ///< of the study
    std::string study;  ///< its file, below inputs/
    BatchWishes wishes;
    std::uint64_t identity = 0;  ///< batch.hpp
    std::vector<std::uint64_t>
        shard_ends;  ///< shard k has the units from the end of the one before to its own
    UnitCost unit;
    std::uint64_t memory_bytes = 0;  ///< that a task needs for each of its threads
    std::uint64_t people = 0;        ///< simulated in a unit, all strategies
    double years = 0.0;              ///< of each of them

    [[nodiscard]] std::uint64_t units() const noexcept { return shard_ends.empty() ? 0 : shard_ends.back(); }
    [[nodiscard]] std::size_t shards() const noexcept { return shard_ends.size(); }
    [[nodiscard]] ShardHead head_of(std::size_t shard) const;
};

/// Ask for so many units in all: replicates, or samples of `uncertainty`.
void want_units(BatchPlan& plan, std::uint64_t count);

/// Cut `units` more units into `shards` shards of about the same size.
void add_shards(BatchPlan& plan, std::uint64_t units, std::uint64_t shards);

/// Places in the folder of a batch.
[[nodiscard]] std::string plan_file(const std::string& folder);
[[nodiscard]] std::string shard_folder(const std::string& folder);
[[nodiscard]] std::string shard_file(const std::string& folder, std::size_t shard);
[[nodiscard]] std::string study_file(const std::string& folder, const BatchPlan& plan);

[[nodiscard]] std::string text_of(const BatchPlan& plan);
/// Why a folder is no batch of this program: a sentence.
struct PlanMistake {
    std::string sentence;
    bool is_absent = false;  ///< there is no plan at all
};
[[nodiscard]] std::variant<BatchPlan, PlanMistake> read_plan(const std::string& folder);

}  // namespace txpath::app
