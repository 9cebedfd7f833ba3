// precision.hpp -- replicates until a figure is known well enough.
//
// Owns      Precision, next_look, precision_of, simulate_until_precise.
// Promises  replicate r has the luck it has in any run, and when to stop depends on what was counted alone:
// the
//           outcome is a function of model, rule and seed, and that of a plain run of as many replicates.
#pragma once

#include <cstdint>
#include <span>

#include "txpath/model.hpp"
#include "txpath/scenario.hpp"
#include "txpath/simulate.hpp"

namespace txpath {

/// How well a figure is known.
///   Units  of the measure, on the real scale; costs and QALYs per person, discounted
struct Precision {
    std::uint32_t replicates = 0;
    std::uint32_t looks = 0;  ///< how often the interval was looked at
    double mean = 0.0;
    double half_width = 0.0;  ///< of the interval of the rule's confidence
    double wanted = 0.0;      ///< at most this
    bool is_reached = false;
};

/// The number of replicates at which the interval is looked at next, or first when none is done.
///   Requires  settings.stop; done < settings.stop->at_most
///   Method    settings.replicates, then always a quarter more, rounded down but at least one more
[[nodiscard]] std::uint32_t next_look(const RunSettings& settings, std::uint32_t done) noexcept;

/// What a sample, one number a replicate, says under a rule.
///   Requires  two numbers at least
///   Method    Student's t. A sample that does not vary at all has reached nothing: it may have missed
///             what is rare
[[nodiscard]] Precision precision_of(const StopRule& rule, std::span<const double> sample) noexcept;

struct PreciseRun {
    RunOutcome outcome;
    Precision precision;
};

/// Replicates until the scenario's rule is met or has its most.
///   Requires  scenario.run.stop; spec.first_replicate 0. spec.replicates is not looked at
///   Source    Chow and Robbins [chow1965]; of simulation output [glynn1992]
[[nodiscard]] PreciseRun simulate_until_precise(const Scenario& scenario, const Model& model,
                                                const RunSpec& spec);

}  // namespace txpath
