// study_delivery.hpp -- from what strategies came to, to a folder and a summary.
//
// Owns      deliver_comparison and deliver_uncertainty, for the plain commands and for the merge of a batch.
#pragma once

#include <cstdint>

#include "app/arguments.hpp"
#include "app/exit_codes.hpp"
#include "app/process.hpp"
#include "app/terminal.hpp"
#include "txpath/compare.hpp"
#include "txpath/uncertainty.hpp"

namespace txpath::app {

[[nodiscard]] ExitCode deliver_comparison(const Comparison& comparison, const Invocation& invocation,
                                          const Terminal& terminal, const Stopwatch& watch);

/// Analyse, write and sum up.
///   fingerprint  uncertainty_fingerprint
[[nodiscard]] ExitCode deliver_uncertainty(const DecisionStudy& study, const UncertaintySample& sample,
                                           std::uint64_t fingerprint, const Invocation& invocation,
                                           const Terminal& terminal, const Stopwatch& watch);

/// How samples are evaluated: seed, replicates and people of the study.
[[nodiscard]] EvaluateSpec evaluate_spec_of(const DecisionStudy& study);

}  // namespace txpath::app
