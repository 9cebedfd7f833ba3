// regression.hpp -- what some values explain of an outcome, from samples in which all of them varied.
//
// Owns      evppi, explained_variance, partial_rank_correlations.
// Promises  pure, and the same for any order of values and strategies but for the order of the answer; no
// luck
//           but that of a given seed; monotone in the set by construction: the EVPPI of a set is never below
//           that of a part of it that was asked in the same call, nor above EVPI.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "txpath/cea.hpp"

namespace txpath {

/// Values as they were drawn: columns[value][sample].
using DrawnColumns = std::vector<std::vector<double>>;

/// Places of DrawnColumns.
using ValueSet = std::vector<std::size_t>;

enum class Smoother {
    constant,          ///< the set explains nothing: no value of it varies
    spline,            ///< penalised cubic regression spline, tensor product for two
    gaussian_process,  ///< three values and more
};

/// The expected value of learning a set of values perfectly, per person.
struct PartialInformation {
    double value = 0.0;
    double error = 0.0;  ///< standard error from the regression and the finite number of samples
    Smoother smoother = Smoother::constant;
};

/// Expected value of partial perfect information.
///   Shape   [set][threshold]
///   Method  regress each strategy's net benefit (its difference from the first) on the values of the set,
///   take
///           the mean of the maximum of fits less the maximum of means
///   Source  Strong, Oakley and Brennan (2014), Med Decis Making 34:311-326
[[nodiscard]] std::vector<std::vector<PartialInformation>> evppi(const CostsAndEffects& sample,
                                                                 const DrawnColumns& values,
                                                                 std::span<const ValueSet> sets,
                                                                 std::span<const double> thresholds);

/// Share of the variance of an outcome that one value explains: the first-order Sobol index, from any
/// samples.
struct ExplainedShare {
    double first_order = 0.0, error = 0.0;
    double rank_correlation = 0.0;  ///< partial, all other values held
};
///   Shape   outcome: by sample; answer: by value
///   Source  Saltelli et al. (2008), Global Sensitivity Analysis; Marino et al. (2008), J Theor Biol
///   254:178-196
[[nodiscard]] std::vector<ExplainedShare> explained_shares(std::span<const double> outcome,
                                                           const DrawnColumns& values);

/// What makes an outcome vary from sample to sample.
struct VarianceSplit {
    double total = 0.0;       ///< variance of the sample means that were seen
    double luck = 0.0;        ///< of it, Monte Carlo: mean over samples of the squared standard error
    double parameters = 0.0;  ///< the rest, what is not known; 0 if luck explains all
    double luck_each = 0.0;   ///< variance of one simulated person's contribution
    double best_people =
        0.0;  ///< people per sample that make the mean most exact for the work, with `overhead`
};
///   Shape     outcomes, standard_errors: by sample; people: simulated per sample
///   Requires  overhead: work of one more sample in people's worth (compilation), 1 at least
///   Source    O'Hagan, Stevenson and Madan (2007), Health Econ 16:1009-1023
[[nodiscard]] VarianceSplit split_variance(std::span<const double> outcomes,
                                           std::span<const double> standard_errors, double people,
                                           double overhead);

}  // namespace txpath
