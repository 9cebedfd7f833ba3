// batch_worker.hpp -- shards of a batch, done.
//
// Owns      BatchWorker.
// Promises  a shard that is there and sound is left as it is; one that is damaged is done anew; one that
// another
//           process is writing is left to it. An answer is on its way to the disk before the next is asked
//           for.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "app/batch_folder.hpp"
#include "app/batch_study.hpp"
#include "app/terminal.hpp"
#include "txpath/batch.hpp"

namespace txpath::app {

struct WorkDone {
    std::uint64_t units = 0;        ///< done now
    std::vector<std::size_t> busy;  ///< shards that others are writing
    bool is_stopped = false;
};

class BatchWorker {
public:
    /// Views: all must outlive it.
    BatchWorker(const OpenBatch& batch, const BatchStudy& study, const Terminal& terminal)
        : batch_(batch), study_(study), terminal_(terminal)
    {
    }

    /// Do what is left of these shards.
    ///   Throws  WriteError, ShardError
    WorkDone work(std::span<const std::size_t> shards, const UnitSpec& spec);

private:
    struct Open;

    /// Nothing if there is nothing to do, or it is another's.
    [[nodiscard]] std::unique_ptr<Open> open(std::size_t shard, WorkDone& done) const;
    void do_group(std::vector<std::unique_ptr<Open>>& group, const UnitSpec& spec, WorkDone& done) const;

    const OpenBatch& batch_;
    const BatchStudy& study_;
    const Terminal& terminal_;
};

}  // namespace txpath::app
