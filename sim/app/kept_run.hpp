// kept_run.hpp -- the replicates of a run, kept as they are done.
//
// Owns      KeptRun, and the folder NAME.unfinished that a run has until its run folder is there.
// Promises  whatever ends the program, replicates that were done are found again by the next run of the same
//           scenario with the same settings; memory does not grow with their number.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/run_plan.hpp"
#include "app/shard_answers.hpp"
#include "base/shard.hpp"
#include "txpath/batch.hpp"

namespace txpath::app {

class KeptRun {
public:
    /// Throws  WriteError; ShardError: busy, when another program does the same run
    explicit KeptRun(const RunPlan& plan);
    ~KeptRun();  ///< leaves nothing behind if nothing was done
    KeptRun(const KeptRun&) = delete;
    KeptRun& operator=(const KeptRun&) = delete;

    /// Replicates that an earlier program left.
    [[nodiscard]] std::uint64_t found() const noexcept { return found_; }
    [[nodiscard]] std::uint64_t done() const noexcept { return writer_->records().size(); }
    [[nodiscard]] const std::string& folder() const noexcept { return folder_; }

    /// Do what is missing of the replicates below `end`; false when it was stopped. progress: share of these
    ///   Throws  WriteError
    bool do_up_to(std::uint64_t end, const UnitSpec& spec);

    /// Those that are done.
    [[nodiscard]] const UnitAnswers& answers() const noexcept { return answers_; }

    /// They are not needed any more.
    void forget() noexcept;

private:
    std::unique_ptr<UnitWork> work_;
    std::string folder_;
    PlacedShard shard_;
    std::unique_ptr<ShardWriter> writer_;
    ShardAnswers answers_;
    std::uint64_t found_ = 0;
};

}  // namespace txpath::app
