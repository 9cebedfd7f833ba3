// checkpoint.hpp -- `--checkpoint-at` and `--from` of `txpath run`.
//
// Owns      what they refuse, the checkpoint's name, and what is said of it.
#pragma once

#include <variant>

#include "app/arguments.hpp"
#include "app/exit_codes.hpp"
#include "app/run_plan.hpp"
#include "app/terminal.hpp"
#include "txpath/report.hpp"

namespace txpath::app {

/// Simulate up to `--checkpoint-at` and write the checkpoint.
[[nodiscard]] ExitCode write_checkpoint_of(const RunPlan& plan, const Invocation& invocation,
                                           const Terminal& terminal);

/// A scenario that goes on from a checkpoint.
struct Continuation {
    Scenario scenario;
    Resumption from;
    Origin origin;
};

/// The scenario as it goes on from `--from`, or how the command ends; it has been said.
///   scenario  as it was loaded from the command line
[[nodiscard]] std::variant<Continuation, ExitCode> continuation_of(const Scenario& scenario,
                                                                   const Invocation& invocation,
                                                                   const Terminal& terminal);

}  // namespace txpath::app
