// checkpoint.hpp -- a run written down at a moment, and what may go on from it.
//
// Owns      CheckpointHead, Checkpoint and its file; simulate_to_checkpoint; GoingOn, what keeps a scenario
// from
//           going on; Resumption, which RunSpec takes.
// Promises  a run that goes on from a checkpoint gives the results of one that never stopped, to the bit, for
// any
//           number of threads; what may be different from the checkpoint on is told in sim/README.md, and
//           anything else is refused.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "txpath/decision.hpp"
#include "txpath/model.hpp"
#include "txpath/simulate.hpp"

namespace txpath {

/// What a checkpoint is of.
struct CheckpointHead {
    struct Policy {
        std::string name;
        std::vector<std::string> targets;  ///< targets_of
    };
    std::string version, commit;  ///< of the program
    std::string scenario;         ///< its name
    std::string effective_text;
    std::vector<std::pair<std::string, std::string>> data_files;  ///< name, SHA-256
    std::uint64_t fingerprint = 0;                                ///< of the model
    std::uint64_t seed = 0;
    std::uint32_t sample = 0, replicates = 0;
    std::uint64_t people = 0, histories = 0;
    double moment = 0.0, horizon = 0.0;    ///< days
    double before = 0.0;                   ///< the last report before the moment
    bool has_sync_points = false;          ///< people shared something
    std::vector<double> flow_checkpoints;  ///< of Results
    std::vector<std::string> parameters;   ///< paths, in their order
    std::vector<Policy> policies;          ///< in their order
    std::vector<std::uint32_t> begun;      ///< those that had begun in some replicate
    friend bool operator==(const CheckpointHead&, const CheckpointHead&) = default;
};

/// Days in `5 years`, `26 weeks` or `5y`, or why it is no time: the end of a sentence about the text.
[[nodiscard]] std::variant<double, std::string> moment_in(std::string_view text);

/// What a policy sets, in its order: paths, `system.NAME`.
[[nodiscard]] std::vector<std::string> targets_of(const Scenario& scenario, const Policy& policy);

/// The head of a checkpoint of this scenario; the program's version and commit are left to the caller.
///   Requires  data files can be read
[[nodiscard]] CheckpointHead checkpoint_head(const Scenario& scenario, const Model& model, double moment);

/// The sync points next to a moment at which no checkpoint can be; nothing if it can.
[[nodiscard]] std::vector<double> nearest_to_checkpoint(const Model& model, double moment);

/// Gets what is known of each replicate, in order.
using TakeReplicate = std::function<void(std::string_view replicate)>;

struct CheckpointOutcome {
    bool is_complete = true;
    std::vector<std::uint32_t> begun;  ///< policies that had begun in some replicate
};

/// Every replicate up to the moment.
///   Requires  0 < moment < horizon; nearest_to_checkpoint is empty; spec.from null, spec.first_replicate 0
///   Parallel  over people and replicates
[[nodiscard]] CheckpointOutcome simulate_to_checkpoint(const Model& model, const RunSpec& spec, double moment,
                                                       const TakeReplicate& take);

// The file.

struct CheckpointError {
    enum class Kind { missing, damaged, foreign, cannot_create, io } kind = Kind::damaged;
    std::string path;
    std::string reason;  ///< the end of a sentence about the file
};

struct WrittenCheckpoint {
    bool is_complete = true;  ///< false: it was stopped, and there is no file
    std::uint64_t bytes = 0;
};

/// A file of the head and of what is simulated; it is there as a whole or not at all.
///   simulate  is given what takes the replicates
[[nodiscard]] std::variant<WrittenCheckpoint, CheckpointError> write_checkpoint(
    const std::string& path, CheckpointHead head,
    const std::function<CheckpointOutcome(const TakeReplicate&)>& simulate);

/// A checkpoint in memory.
struct Checkpoint {
    CheckpointHead head;
    std::string bytes;                         ///< of the file
    std::vector<std::string_view> replicates;  ///< in `bytes`
    std::string sha256;                        ///< of the file but for its last line
};

///   Errors  the file is absent, is no checkpoint, is damaged or has another format
[[nodiscard]] std::variant<std::shared_ptr<const Checkpoint>, CheckpointError> read_checkpoint(
    const std::string& path);

// Going on.

/// How a scenario can go on from a checkpoint.
struct GoingOn {
    /// What keeps it from going on, a sentence each.
    std::vector<std::string> obstacles;
    /// To be laid over the scenario, if any: numbers that differ as they were, and a policy that sets them
    /// from the checkpoint on.
    std::vector<Override> overrides;
    std::vector<InputDifference> differences;  ///< from the checkpoint's scenario, all of them
};
[[nodiscard]] GoingOn going_on(const CheckpointHead& head, const Scenario& scenario);

/// A checkpoint whose parameters and policies are known by their places in another scenario; absent is the
/// largest number.
struct Resumption {
    std::shared_ptr<const Checkpoint> checkpoint;
    std::vector<std::uint32_t>
        parameter_of;                      ///< by parameter now: that of the checkpoint; absent: it was none
    std::vector<std::uint32_t> policy_of;  ///< by policy of the checkpoint: now; absent: it is gone
};

///   Requires  going_on finds no obstacles and nothing to lay over the scenario
[[nodiscard]] Resumption resumption(std::shared_ptr<const Checkpoint> checkpoint, const Scenario& scenario);

}  // namespace txpath
