// run_delivery.hpp -- from replicates to a run folder and a summary.
//
// Owns      deliver_run, for `run` and for the merge of a batch.
#pragma once

#include <cstdint>
#include <optional>

#include "app/arguments.hpp"
#include "app/exit_codes.hpp"
#include "app/process.hpp"
#include "app/run_plan.hpp"
#include "app/terminal.hpp"
#include "txpath/precision.hpp"
#include "txpath/replicates.hpp"

namespace txpath::app {

/// Of the model; of one that differs from what its checkpoint was made of, besides of that.
[[nodiscard]] std::uint64_t fingerprint_of(const RunPlan& plan);

/// Price, write and sum up.
///   precision  of a scenario with a stopping rule
[[nodiscard]] ExitCode deliver_run(const RunPlan& plan, const ReplicateSource& replicates,
                                   const std::optional<Precision>& precision, const Invocation& invocation,
                                   const Terminal& terminal, const Stopwatch& watch);

}  // namespace txpath::app
