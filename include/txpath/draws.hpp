// draws.hpp -- values of uncertain parameters, sample by sample.
//
// Owns      VariedValue, DrawPlan, plan_draws, draw.
// Promises  a draw is a function of (seed, samples, sample, path) alone: not of the other values, of
// strategies,
//           threads or of how a batch is divided; adding a value moves no other's draws. The same path in two
//           strategies has the same draw, or, where their distributions differ, the same share of each. Draws
//           keep what the scenario says: probabilities stay within 0 and 1, a branch's sum to 1.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "txpath/decision.hpp"

namespace txpath {

/// One value that varies.
struct VariedValue {
    std::string path;
    std::string column;  ///< its column of params.csv: `[a-z][a-z0-9_]*`, unique
    std::string unit;
    /// By strategy: its place in the scenario's parameters; `absent` where the strategy has no such value.
    std::vector<std::size_t> places;
    static constexpr std::size_t absent = static_cast<std::size_t>(-1);
    std::size_t shown = 0;  ///< the strategy whose number is shown: the first that has it
};

class DrawPlanParts;

/// Which values vary, and how. Immutable; safe to share between threads.
class DrawPlan {
public:
    explicit DrawPlan(std::shared_ptr<const DrawPlanParts> parts);
    [[nodiscard]] const std::vector<VariedValue>& values() const noexcept;  ///< by path
    [[nodiscard]] std::uint32_t samples() const noexcept;
    /// Parameters of a strategy in a sample: one a scenario parameter, in units of their base values.
    [[nodiscard]] std::vector<double> parameters(std::size_t strategy, std::uint32_t sample) const;
    /// By value: what params.csv shows.
    [[nodiscard]] std::vector<double> shown(std::uint32_t sample) const;

private:
    std::shared_ptr<const DrawPlanParts> parts_;
};

/// Who is drawn how, for settings.samples samples.
///   Errors  nothing varies; a correlation of values that a file gives, of a dirichlet or of a fixed value; a
///           correlation matrix that is not positive definite; fewer given rows than samples
[[nodiscard]] Checked<DrawPlan> plan_draws(const DecisionStudy& study, std::uint64_t seed);

}  // namespace txpath
