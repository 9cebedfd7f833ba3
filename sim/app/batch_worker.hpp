// batch_worker.hpp -- shards of a batch, done.
//
// Owns      BatchWorker.
// Promises  a shard that is there and sound is left as it is; one that is damaged is done anew; one that
// another
//           process is writing is left to it. An answer is on its way to the disk before the next is asked
//           for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "app/batch_folder.hpp"
#include "app/terminal.hpp"
#include "txpath/batch.hpp"

namespace txpath::app {

struct WorkDone {
    std::uint64_t units = 0;        ///< done now
    std::vector<std::size_t> busy;  ///< shards that others are writing
    bool is_stopped = false;
};

/// How many shards are done together: until each thread has so many units, so that the last to end keeps the
/// others waiting for a small part of the time, but no more files than that.
struct Grouping {
    std::size_t units_each = 16, most_open = 200;
};

class BatchWorker {
public:
    /// Views: all must outlive it. `work`: the study's, or what does it elsewhere.
    BatchWorker(const OpenBatch& batch, const UnitWork& work, const Grouping& grouping,
                const Terminal& terminal)
        : batch_(batch), work_(work), grouping_(grouping), terminal_(terminal)
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
    const UnitWork& work_;
    Grouping grouping_;
    const Terminal& terminal_;
};

}  // namespace txpath::app
