// validate.hpp -- published trials done on simulated people.
//
// Owns      TrialModel (a trial ready to be done again and again with other parameter values), validate and
// what
//           comes out of it.
// Promises  results are a function of trials, parameter values, seed and number of replicates: not of
// threads.
//           The same replicate has the same luck at every parameter value.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "txpath/diagnostic.hpp"
#include "txpath/model.hpp"
#include "txpath/trial.hpp"

namespace txpath {

/// Values of parameters by path, in the units of their base values (Parameter::base).
using ParameterValues = std::vector<std::pair<std::string, double>>;

/// A trial compiled for one set of parameter values. Cheap to copy.
struct TrialModel {
    std::shared_ptr<const Scenario> scenario;
    std::vector<Model> arms;      ///< by arm, up to the last moment anybody is looked at
    std::vector<Model> entrance;  ///< by arm, up to enrolment only; empty: that is no fixed moment
};

/// Compile the arms of a trial. Reads no file, so calibration can do it for every parameter value.
///   Requires  scenario->trial is not null
///   Errors    a path that is no parameter of the trial's scenario; what compile refuses; arms of
///             different shape
[[nodiscard]] Checked<TrialModel> compile_trial(std::shared_ptr<const Scenario> scenario,
                                                const ParameterValues& values);

struct ValidateSpec {
    std::uint64_t seed = 1;
    std::uint32_t replicates = 200;
    int threads = 0;                          ///< 0: all the machine has
    std::function<void(double)> progress;     ///< share of the work done, 0 to 1; called from any thread
    const std::atomic<bool>* stop = nullptr;  ///< once true, it ends early: is_complete false
};

enum class Verdict { pass, fail, report };

struct EndpointResult {
    static constexpr double missing = std::numeric_limits<double>::quiet_NaN();

    /// By replicate: the trial's own estimate. Not a number: it has none; infinite: not reached.
    std::vector<double> values;
    std::uint32_t defined = 0;  ///< replicates with a value
    double people = 0.0;        ///< mean size of the denominator
    /// Mean over replicates (geometric for ratios); the median if a value is infinite. With its Monte Carlo
    /// error.
    double simulated = missing, error = missing;
    double low = missing, high = missing;                       ///< of 95 % of the simulated trials
    double window_low = missing, window_high = missing;         ///< where `simulated` must lie
    double lower_quartile = missing, upper_quartile = missing;  ///< of a median time, mean over replicates
    Verdict verdict = Verdict::report;
};

/// How people came into the trial, mean over replicates.
struct Enrolment {
    double candidates = 0.0, enrolled = 0.0, randomised = 0.0;
    double too_late = 0.0;  ///< could not be followed until the end within the horizon
};

struct TrialResult {
    std::shared_ptr<const Scenario> scenario;
    Enrolment enrolment;
    std::vector<EndpointResult> endpoints;  ///< as in the trial
};

struct Validation {
    std::vector<TrialResult> trials;
    bool is_complete = true;
};

/// Do every trial spec.replicates times.
///   Parallel  over trials and replicates
///   Errors    a filter that nobody passes; arms that differ before randomisation
[[nodiscard]] Checked<Validation> validate(std::span<const TrialModel> trials, const ValidateSpec& spec);

/// Where a target's simulated mean must lie; both not a number when the endpoint has no window.
[[nodiscard]] std::pair<double, double> pass_window(const Endpoint& endpoint);

/// A target passes if it has a value that lies in its window.
[[nodiscard]] std::size_t failures(const Validation& validation) noexcept;

}  // namespace txpath
