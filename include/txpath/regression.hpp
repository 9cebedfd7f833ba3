// regression.hpp -- what some values explain of an outcome, from samples in which all of them varied.
//
// Owns      evppi, explained_shares, sobol_indices, split_variance.
// Assumes   numbers are finite; samples are independent draws (Latin hypercubes and Sobol sequences are more
//           even than that: standard errors are then a little too large).
// Promises  pure; the order of values and strategies changes the order of the answer alone (and last digits);
//           no luck but that of a given seed. What cannot be said is not a number, never 0.
#pragma once

#include <cstddef>
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
    constant,                ///< the set explains nothing: no value of it varies
    too_few,                 ///< fewer than 10 samples: nothing can be said
    spline,                  ///< cubic regression spline of one value, tensor product of two
    gaussian_process,        ///< of three values and more, each with its length scale
    round_gaussian_process,  ///< one length scale for all: fewer than 10 samples a value
};

/// The expected value of learning a set of values perfectly, per person.
struct PartialInformation {
    double value = 0.0;
    double error = 0.0;  ///< standard error: from the regression and from the finite number of samples
    Smoother smoother = Smoother::constant;
};

/// Expected value of partial perfect information.
///   Shape   [set][threshold]; a set may be empty or name a value twice
///   Method  regress costs and effects of each strategy on the values of the set that vary; with b the fitted
///           net benefit, take the mean of max b less the maximum of mean b. All outcomes have one
///           smoothness, so the fit of a net benefit is that of its cost and effect at any threshold and
///           against any reference. The standard error is that of the mean of (net benefit chosen after
///           learning, less net benefit chosen now), with residuals enlarged for what the fit took of them:
///           the efficient influence function. Then the EVPPI of a set is raised to that of any part of it
///           that was asked in the same call, and held to EVPI.
///   Bias    the maximum of noisy fits is too high, by about half the variance of the fitted difference times
///           its density where strategies tie: of order 1 / samples. Restricted likelihood keeps that
///           variance small by giving a set no more freedom than the samples ask for; what it smooths away
///           makes fits too flat and EVPPI too low, by as little. Raising a set to its parts takes the larger
///           of noisy numbers. Near 0, where no learning is worth anything, the estimate is never below 0,
///           and an error of 0 says that no sample's choice would have changed.
///   Source  Strong, Oakley and Brennan (2014), Med Decis Making 34:311-326
[[nodiscard]] std::vector<std::vector<PartialInformation>> evppi(const CostsAndEffects& sample,
                                                                 const DrawnColumns& values,
                                                                 std::span<const ValueSet> sets,
                                                                 std::span<const double> thresholds);

/// What one value explains of an outcome, from any samples.
struct ExplainedShare {
    double first_order = 0.0;       ///< Sobol index: share of variance; noise may take it a little below 0
    double error = 0.0;             ///< its standard error
    double rank_correlation = 0.0;  ///< partial, all other values held
};

/// First-order Sobol indices and partial rank correlation coefficients.
///   Shape   outcome: by sample; answer: by value
///   Method  1 - residual variance of a cubic regression spline / variance, both divided by their degrees of
///           freedom. Of a value that does not vary the share is 0. Not a number: both of an outcome that
///           does not vary; shares from fewer than 10 samples; correlations of a value that does not vary or
///           that the ranks of others determine, and all of them when samples are not at least three more
///           than values.
///   Source  Saltelli et al. (2008), Global Sensitivity Analysis; Marino et al. (2008), J Theor Biol
///           254:178-196
[[nodiscard]] std::vector<ExplainedShare> explained_shares(std::span<const double> outcome,
                                                           const DrawnColumns& values);

/// Outcomes of a Saltelli design: two independent samples of all values, and for each value the first sample
/// with that value taken from the second.
struct SaltelliOutcomes {
    std::vector<double> first, second;       ///< by row
    std::vector<std::vector<double>> mixed;  ///< [value][row]
};

/// What one value explains of an outcome, alone and with all its interactions.
struct SobolIndex {
    double first_order = 0.0, first_order_error = 0.0;
    double total = 0.0, total_error = 0.0;
};

/// Sobol indices of a Saltelli design.
///   Shape     answer: by value; not a number if the outcome does not vary
///   Requires  two rows at least
///   Method    first order by Saltelli's estimator around the mean, total by Jansen's; errors by 500
///   bootstraps
///             of the rows, with the luck of `seed`
///   Source    Saltelli et al. (2010), Comput Phys Commun 181:259-270, table 2 (b) and (f)
[[nodiscard]] std::vector<SobolIndex> sobol_indices(const SaltelliOutcomes& outcomes, std::uint64_t seed);

/// What makes an outcome vary from sample to sample.
struct VarianceSplit {
    double total = 0.0;       ///< variance of the sample means that were seen
    double luck = 0.0;        ///< of it, Monte Carlo: mean over samples of the squared standard error
    double parameters = 0.0;  ///< the rest, what is not known; 0 if luck explains all
    double luck_each = 0.0;   ///< variance of one simulated person's contribution
    /// People per sample that make the mean most exact for the work, with `overhead`: the root of overhead x
    /// luck_each / parameters, one at least; infinite if luck explains all.
    double best_people = 0.0;
};

/// Analysis of variance of sample means.
///   Shape     outcomes, standard_errors: by sample; people: simulated per sample
///   Requires  overhead: work of one more sample in people's worth (compilation), 1 at least
///   Errors    fewer than two samples: every field is not a number
///   Source    O'Hagan, Stevenson and Madan (2007), Health Econ 16:1009-1023
[[nodiscard]] VarianceSplit split_variance(std::span<const double> outcomes,
                                           std::span<const double> standard_errors, double people,
                                           double overhead);

}  // namespace txpath
