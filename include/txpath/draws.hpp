// draws.hpp -- values of uncertain parameters, sample by sample.
//
// Owns      VariedValue, DrawPlan, plan_draws.
// Promises  a draw is a function of (seed, sampling, samples, sample, path) alone: not of the other values,
// of
//           strategies, threads or of how a batch is divided. Two exceptions: with sobol, of the value's
//           dimension too; a correlated value, of those it is correlated with. random and sobol do not ask
//           how many samples there are, so that more of them go on where fewer ended. The same path in two
//           strategies has the same draw, or, where their distributions differ, the same share of each.
//           Nothing is clamped: draws keep the range that was checked when the scenario was read (a normal's,
//           6 standard deviations to either side), and what a model refuses surfaces when it is compiled.
// Not here  running (evaluate.hpp).
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
    /// Of the numbers shown, as the scenario writes the base case: `per year`, `% within 14 weeks`. Empty:
    /// none, or only a distribution is written, and numbers are in the unit of Parameter::base.
    std::string unit;
    double unit_size = 1.0;  ///< of one such unit, in the unit of Parameter::base
    /// By strategy: its place in the scenario's parameters; `absent` where the strategy has no such value. A
    /// strategy in which it is certain has a place, and keeps its own number.
    std::vector<std::size_t> places;
    static constexpr std::size_t absent = static_cast<std::size_t>(-1);
    std::size_t shown = 0;  ///< the strategy whose number is shown: the first in which it varies
};

class DrawPlanParts;

/// Which values vary, and how. Immutable; safe to share between threads.
class DrawPlan {
public:
    explicit DrawPlan(std::shared_ptr<const DrawPlanParts> parts);
    [[nodiscard]] const std::vector<VariedValue>& values() const noexcept;  ///< by path
    [[nodiscard]] std::uint32_t samples() const noexcept;
    /// Parameters of every strategy in a sample: one a scenario parameter, in units of their base values.
    ///   Requires  sample < samples()
    [[nodiscard]] std::vector<std::vector<double>> parameters(std::uint32_t sample) const;
    /// Those of one strategy.
    [[nodiscard]] std::vector<double> parameters(std::size_t strategy, std::uint32_t sample) const;
    /// By value: what params.csv shows, in the unit of the value.
    [[nodiscard]] std::vector<double> shown(std::uint32_t sample) const;

private:
    std::shared_ptr<const DrawPlanParts> parts_;
};

/// Who is drawn how, for settings.samples samples.
///   Method   each value has a share, a number between 0 and 1, and its draw is the quantile of that share.
///            random: shares are independent. latin_hypercube: those of a value lie one in each of `samples`
///            equal intervals, in an order of its own. sobol: Owen's scrambling of Sobol's points; dimensions
///            are dealt out in the order of `vary`, under each of its entries by path, so that a value that
///            is added at its end moves no other's draws; 2^m samples are the best use of it. A dirichlet is
///            drawn by gamma numbers, one of each branch's own share, divided by their sum. The shares
///            of an attribute's categories are drawn one by one and divided by their sum when compiled.
///            Correlated values have Spearman's correlations through a Gaussian copula on the normal scores
///            of their shares: each keeps its distribution, but only the first by path of those that depend
///            on one another keeps its even spread (strata, nets). Given values take rows in order.
///   Source   [mckay1979], [owen1995], [joe2008]
///   Errors   nothing varies; no samples; an entry of `vary` at which nothing does; a part of a dirichlet
///            varied or given alone; shares of a branch that vary without `rest`, so that they would not sum
///            to 1; a correlation of values that a file gives, of a dirichlet or of a value that does not
///            vary; correlations that contradict one another; fewer given rows than samples, or given draws
///            of a value that strategies fix at different numbers
[[nodiscard]] Checked<DrawPlan> plan_draws(const DecisionStudy& study, std::uint64_t seed);

}  // namespace txpath
