// measured.hpp -- measures of a whole scenario as targets.
//
// Owns      MeasuredModel: a scenario compiled up to the last report time that a target asks for.
#pragma once

#include <atomic>
#include <optional>
#include <span>

#include "txpath/calibrate.hpp"
#include "txpath/simulate.hpp"
#include "txpath/validate.hpp"

namespace txpath {

struct MeasuredModel {
    Model model;
    std::uint32_t replicates = 1;
};

/// Compile a scenario for some parameter values.
///   Shape     `of`: which of `targets` it gives
///   Errors    what compile refuses
[[nodiscard]] Checked<MeasuredModel> compile_measured(const Scenario& scenario, const ParameterValues& values,
                                                      std::span<const Target> targets,
                                                      std::span<const std::size_t> of);

/// Nothing: it was stopped.
[[nodiscard]] std::optional<Results> simulate_measured(const MeasuredModel& model, std::uint64_t seed,
                                                       int threads, const std::atomic<bool>* stop);

/// States: people in any of them, per person. Events: how often any fired until then, per person.
///   Method  the spread between replicates gives the error; of a share of one replicate, the binomial
[[nodiscard]] Simulated measure(const Scenario& scenario, const Target& target, const Results& results);

}  // namespace txpath
