// toy_decision.hpp -- a decision whose uncertainty can be worked out by hand, and an evaluator that plays it.
//
// Owns      two or more strategies of an empty scenario; values drawn on a lattice, each at the middles of
// equal
//           shares of its distribution, so that sums over samples are quadratures.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "txpath/uncertainty.hpp"

namespace txpath::test {

/// A study of these strategies, the first the reference; thresholds 20,000 and 50,000; 101 points to 100,000.
[[nodiscard]] DecisionStudy toy_study(const std::vector<std::string>& names);

/// Standard normal values `names`, two at most, each in an order of its own.
/// The parameters of every strategy; two strategies or three.
[[nodiscard]] SampleSource normal_values(const std::vector<std::string>& names, std::uint32_t samples);

/// Cost and QALYs of a strategy in a sample, with Monte Carlo errors of the differences.
struct ToyFigure {
    double cost = 0.0, qalys = 0.0;
    double cost_error = 0.0, qalys_error = 0.0;
};
using ToyModel =
    std::function<ToyFigure(std::size_t strategy, const std::vector<double>& values, std::uint32_t sample)>;

/// Plays the model on `people` people a sample; differences are to strategy `reference`.
[[nodiscard]] Evaluate playing(const ToyModel& model, std::size_t strategies, std::size_t reference,
                               double people);

/// Sampled and analysed.
struct ToyResult {
    UncertaintySample sample;
    UncertaintyAnalysis analysis;
};
[[nodiscard]] ToyResult analysed(const DecisionStudy& study, const SampleSource& source,
                                 const ToyModel& model);

}  // namespace txpath::test
