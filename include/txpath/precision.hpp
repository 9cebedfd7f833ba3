// precision.hpp -- replicates until a figure is known well enough.
//
// Owns      Precision, next_look, precision_of, figure_of, until_precise.
// Promises  replicate r has the luck it has in any run, and when to stop depends on what was counted alone:
// the
//           outcome is a function of model, rule and seed, and that of a plain run of as many replicates.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "txpath/results.hpp"
#include "txpath/scenario.hpp"

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

/// The figure of a rule in one replicate.
///   Requires  scenario.run.stop
[[nodiscard]] double figure_of(const Scenario& scenario, const ReplicateResult& replicate);

/// Do replicates first .. end - 1 and give the figure of each, in order; nothing when it was stopped.
///   expected  replicates that it will take in all, judged by what was seen; for those who wait
using MoreFigures = std::function<std::optional<std::vector<double>>(std::uint32_t first, std::uint32_t end,
                                                                     double expected)>;

/// Replicates until the rule is met or has its most; nothing when `more` was stopped.
///   Requires  settings.stop
///   Source    Chow and Robbins [chow1965]; of simulation output [glynn1992]
[[nodiscard]] std::optional<Precision> until_precise(const RunSettings& settings, const MoreFigures& more);

}  // namespace txpath
