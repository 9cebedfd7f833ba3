// oracle.hpp -- scenarios that were run, and the numbers that theory says they should show.
//
// Owns      Experiment, a scenario with its counts; checks against exact numbers; numbers worked out apart
// from the
//           engine: the matrix exponential and integrals.
// Promises  a check fails when a count is further than `errors_allowed` standard errors from the exact
// number; the
//           standard error is that of the exact number, not of what was counted.
// Not here  anything of sim/: nothing here may share code with what it checks.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "support/written.hpp"
#include "txpath/economics.hpp"
#include "txpath/model.hpp"
#include "txpath/simulate.hpp"

namespace txpath::oracle {

inline constexpr double errors_allowed = 4.0;
inline constexpr double year = 365.25;

/// A scenario that was run, one replicate unless it says otherwise.
struct Experiment {
    Scenario scenario;
    Results results;

    /// Share of all who entered that is in the state `track.state` at a report time, over all replicates.
    [[nodiscard]] double share(std::string_view state, double day) const;
    /// Simulated people of weight 1 who entered by then, over all replicates.
    [[nodiscard]] double people(double day) const;
    /// How often a transition `track.name` fired, over the whole run.
    [[nodiscard]] double events(std::string_view transition) const;
    [[nodiscard]] EconomicSummary money() const;
};

/// A scenario in a file, or one written in the test; its own seed, replicates and population.
[[nodiscard]] Experiment run_file(const std::string& path, const std::vector<Override>& overrides);
[[nodiscard]] Experiment run_text(std::string_view text);
[[nodiscard]] Experiment run(Scenario scenario);
/// The same with a say in how it is run: threads, order, histories.
[[nodiscard]] Experiment run_as(Scenario scenario, const RunSpec& spec);
[[nodiscard]] RunSpec spec_of(const Scenario& scenario);

/// Standard errors between the share counted and the exact one.
[[nodiscard]] double errors_of_share(const Experiment& experiment, std::string_view state, double day,
                                     double exact);
/// Fails the test when the share is too far off.
void check_share(const Experiment& experiment, std::string_view state, double day, double exact);
/// Fails the test when `found` is more than errors_allowed of `standard_error` off.
void check_near(double found, double exact, double standard_error);

[[nodiscard]] StateId state_named(const Scenario& scenario, std::string_view track_and_state);

using Matrix = std::vector<std::vector<double>>;

/// exp(generator * t).
///   Method  Taylor series of the matrix halved until it is small, then squared back
[[nodiscard]] Matrix exponential(const Matrix& generator, double t);

/// Integral of a function that is smooth between breaks.
///   Method  Gauss-Kronrod of 31 points, adaptive, between each two of `breaks`
[[nodiscard]] double integral(const std::function<double(double)>& of, const std::vector<double>& breaks);

}  // namespace txpath::oracle
