// batch_folder.hpp -- a batch that was planned, opened again.
//
// Owns      OpenBatch and open_batch; what state each shard is in.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "app/batch_plan.hpp"
#include "app/batch_study.hpp"
#include "app/exit_codes.hpp"
#include "app/terminal.hpp"

namespace txpath::app {

struct OpenBatch {
    std::string folder;
    BatchPlan plan;
};

/// The plan of a folder, or how the command ends; it has been said.
[[nodiscard]] std::variant<OpenBatch, ExitCode> open_batch(const std::string& folder,
                                                           const Terminal& terminal);

/// Its study, from the copies in the folder, or how the command ends; it has been said.
///   Errors  inputs that are not those it was planned with
[[nodiscard]] std::variant<std::unique_ptr<BatchStudy>, ExitCode> study_of(const OpenBatch& batch,
                                                                           const Terminal& terminal);

struct ShardState {
    enum class Is { absent, begun, done, damaged } is = Is::absent;
    std::uint64_t units = 0;  ///< that are answered
    std::string why;          ///< it is damaged: a sentence
};

/// Reads all of it.
[[nodiscard]] ShardState state_of_shard(const OpenBatch& batch, std::size_t shard);

/// Files among the shards that the plan does not know.
[[nodiscard]] std::vector<std::string> strangers_in(const OpenBatch& batch);

}  // namespace txpath::app
