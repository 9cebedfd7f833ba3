// batch_run.hpp -- a batch made ready, and done by whatever does its units.
//
// Owns      what `batch run` is, alone and in a job of many processes.
#pragma once

#include <cstddef>
#include <memory>
#include <variant>
#include <vector>

#include "app/arguments.hpp"
#include "app/batch_folder.hpp"
#include "app/batch_study.hpp"
#include "app/batch_worker.hpp"
#include "app/exit_codes.hpp"
#include "app/terminal.hpp"
#include "txpath/batch.hpp"

namespace txpath::app {

struct ReadyBatch {
    OpenBatch batch;
    std::unique_ptr<BatchStudy> study;
    int threads = 1;                  ///< of this process
    std::vector<std::size_t> shards;  ///< to be done
};

/// What the command line asks for, or how the command ends; it has been said.
///   processes_here   of this job, that share the machine's memory
[[nodiscard]] std::variant<ReadyBatch, ExitCode> ready_batch(const Invocation& invocation, int processes_here,
                                                             const Terminal& terminal);

/// Do it and tell how it went.
///   work      the study's, or what does it elsewhere
///   threads   that do it in all
[[nodiscard]] ExitCode do_batch(const ReadyBatch& ready, const UnitWork& work, int threads,
                                const Grouping& grouping, const Invocation& invocation,
                                const Terminal& terminal);

}  // namespace txpath::app
