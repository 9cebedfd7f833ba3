// calibrate.hpp -- values fitted to published results.
//
// Owns      Evaluation, Calibration and calibrate.
// Promises  the result is a function of the study alone: not of threads. The same replicate has the same luck
// at
//           every point, so the likelihood is as smooth as the model. Every evaluation is told as it happens.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "txpath/study.hpp"

namespace txpath {

inline constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

/// What the model gives for a target: as published for it (a share for binomial targets).
struct Simulated {
    double value = no_number;  ///< not a number: it gives none
    double error = 0.0;        ///< Monte Carlo standard error
    double people = 0.0;       ///< simulated people behind it, over all replicates
};

struct TargetFit {
    Simulated simulated;
    /// (published - simulated) / standard deviation of the difference, on the likelihood's scale.
    double residual = no_number;
    double log_likelihood = no_number;
};

enum class Stage { start, global, local, curvature, profile };

/// The model at one set of values.
struct Evaluation {
    std::uint64_t number = 0;  ///< from 1
    Stage stage = Stage::start;
    std::vector<double> values;        ///< of Study::values
    std::vector<double> log_priors;    ///< by value; 0 without a prior
    std::vector<TargetFit> targets;    ///< of Study::targets; empty if the model refused the values
    double log_posterior = no_number;  ///< sum of both; minus infinity: impossible
    std::string refusal;               ///< why the model refused the values
};

/// What became of one value.
struct ValueFit {
    double estimate = no_number;
    double standard_error = no_number;  ///< on its own scale; not a number: not identified, or at a bound
    double low = no_number, high = no_number;                  ///< 95 % interval from the curvature
    double profile_low = no_number, profile_high = no_number;  ///< 95 % interval from the profile
    bool is_at_bound = false;
};

/// A direction of the space of values, and how far the targets leave it open.
struct Direction {
    std::vector<double> weights;  ///< by value, in shares of the distance between its bounds; length 1
    double spread = no_number;    ///< standard error along it, in the same shares; not a number: unbounded
    bool is_weak = false;         ///< not known better than from the bounds alone
};

struct ProfilePoint {
    std::size_t value = 0;     ///< the one that was held
    double log_posterior = 0;  ///< highest with it held
    std::vector<double> values;
};

struct Calibration {
    Evaluation best;
    std::uint64_t evaluations = 0;
    std::vector<ValueFit> values;
    std::vector<std::vector<double>> correlations;  ///< by value and value; not a number: not identified
    std::vector<Direction> directions;              ///< widest first; empty without curvature
    /// By value and target: derivative of the standardised residual, per unit of the value.
    std::vector<std::vector<double>> pulls;
    std::vector<ProfilePoint> profile;  ///< by value, rising
    bool is_complete = true;
};

struct CalibrateSpec {
    int threads = 0;  ///< 0: all the machine has
    bool with_profile = false;
    std::function<void(const Evaluation&)> each;  ///< told of every evaluation, from the calling thread
    std::function<void(double)> progress;         ///< share of the planned evaluations, 0 to 1
    const std::atomic<bool>* stop = nullptr;      ///< once true, it ends early: is_complete false
};

/// Fit the values of a study to its targets.
///   Method  a global and then a local search for the highest posterior; standard errors from the observed
///           information, by differences of the log posterior over about one standard error
///   Errors  values at the bounds that the model refuses; trials that cannot be done
[[nodiscard]] Checked<Calibration> calibrate(const Study& study, const CalibrateSpec& spec);

}  // namespace txpath
