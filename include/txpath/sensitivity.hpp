// sensitivity.hpp -- how a decision hangs on values that are changed one at a time, two at a time, and all at
// once.
//
// Owns      SensitivityPlan, plan_sensitivity; SensitivityAnalysis, analyse_sensitivity.
// Promises  everything is on the luck of the base case (sample 0), so that a strategy which a value does not
//           touch stays as it was to the last bit, and errors are those of differences on the same luck; what
//           was asked and could not be answered is listed with its reason, never dropped.
// Units     currency and QALYs per person who entered, both discounted, costs in the study's perspective.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "txpath/decision.hpp"
#include "txpath/draws.hpp"
#include "txpath/economics.hpp"
#include "txpath/evaluate.hpp"
#include "txpath/regression.hpp"

namespace txpath {

/// What runs strategies: `evaluate` with the study in it.
using Evaluate = std::function<bool(const EvaluateSpec&, std::size_t count,
                                    const std::function<ParameterDraw(std::size_t)>& next,
                                    const std::function<void(std::size_t, const DrawAnswer&)>& take)>;

/// A value that is changed in every strategy that has it.
struct SweptValue {
    std::string path;
    std::string unit;        ///< of numbers as they are shown
    double unit_size = 1.0;  ///< of one such unit, in the unit of Parameter::base
    std::size_t shown = 0;   ///< the strategy whose numbers are shown: the first that has it
    double base = 0.0, low = 0.0, high = 0.0;  ///< of that strategy, in units of Parameter::base
    /// By strategy: its place among the parameters; VariedValue::absent where it is not changed, because the
    /// strategy has no such value or says for certain what it is.
    std::vector<std::size_t> places;
    /// By strategy: its own ends. They differ where distributions do, and then only quantiles can be ends.
    std::vector<double> lows, highs;
};

/// What was asked and could not be answered.
struct LeftOut {
    std::string what;    ///< `one_way`, `two_way`, `thresholds`, `global`
    std::string values;  ///< paths, with numbers where one setting is meant
    std::string reason;
};

struct PlannedGrid {
    SweptValue first, second;
    std::uint32_t steps = 0;
};

struct PlannedSearch {
    SweptValue over;
    std::size_t first = 0, second = 0;  ///< strategies
};

/// Independent uncertain values, or the shares of a branch, which are drawn together.
struct GlobalSet {
    std::string name;  ///< a value's path, or the branch's
    ValueSet values;   ///< of the draws
};

struct GlobalPlan {
    std::uint32_t samples = 0;
    DrawPlan first, second;  ///< two independent samples
    std::vector<GlobalSet> sets;
};

struct SensitivityPlan {
    std::vector<SweptValue> one_way;
    std::vector<PlannedGrid> two_way;
    std::vector<PlannedSearch> searches;
    std::optional<GlobalPlan> global;
    std::vector<LeftOut> left_out;

    /// Runs of one strategy that are known beforehand; searches take some more, about.
    [[nodiscard]] std::uint64_t runs(const DecisionStudy& study) const;
};

/// What is changed, and between which ends.
///   Errors  nothing can be changed; a global analysis of values that are correlated or given
[[nodiscard]] Checked<SensitivityPlan> plan_sensitivity(const DecisionStudy& study, std::uint64_t seed);

/// A number with its Monte Carlo standard error, not a number where the simulation has none to give (one
/// replicate whose people make one batch).
struct WithError {
    double value = std::numeric_limits<double>::quiet_NaN();
    double error = std::numeric_limits<double>::quiet_NaN();
};

/// Is a difference more than luck?
enum class Beyond {
    luck,     ///< more than 1.96 standard errors from 0
    nothing,  ///< within them
    unknown,  ///< no errors
    zero,     ///< the very same number: nothing is changed
};
[[nodiscard]] Beyond beyond(const WithError& difference) noexcept;

/// One strategy at one setting. Increments are less the reference's at the same setting.
struct SweptFigure {
    WithError costs, qalys, incremental_costs, incremental_qalys;
    std::vector<WithError> net_benefit, incremental_net_benefit;  ///< by the study's thresholds
};

/// All strategies at one setting; empty: the model refused it.
struct SweptPoint {
    std::vector<std::vector<SweptFigure>> figures;  ///< [stratum][strategy]
    std::vector<std::vector<std::size_t>> best;     ///< [stratum][threshold]; the first of those that tie
};

enum class RangeEnd { low, high };

/// How one value, changed alone, moves the net benefit of one strategy beyond the reference.
struct TornadoBar {
    std::size_t stratum = 0, strategy = 0, threshold = 0;
    std::size_t value = 0;                ///< of SensitivityPlan::one_way
    std::array<WithError, 2> change;      ///< by end: incremental net benefit there, less that of the base
    std::array<double, 2> net_benefit{};  ///< by end: incremental net benefit there
    WithError range;                      ///< from the lowest to the highest of both ends and the base
    Beyond is_beyond = Beyond::unknown;   ///< is any of the three differences more than luck?
    std::array<std::size_t, 2> best{};    ///< by end: the best strategy
    std::array<bool, 2> is_answered{};    ///< by end
};

/// Where a value, changed alone, makes another strategy the best.
struct DecisionChange {
    std::size_t threshold = 0, value = 0;
    RangeEnd end = RangeEnd::low;
    std::size_t from = 0, to = 0;  ///< strategies
    WithError margin;              ///< net benefit of `to` less that of `from`, at that end
};

struct OneWay {
    SweptPoint low, high;
};

struct GridResult {
    std::vector<double> first, second;  ///< numbers that were tried, in units of Parameter::base
    std::vector<SweptPoint> points;     ///< [first][second]; everybody only
};

/// Where two strategies are equally good.
struct Crossing {
    double at = 0.0;         ///< in units of Parameter::base
    double error = 0.0;      ///< Monte Carlo standard error: that of the difference there over its slope
    double tolerance = 0.0;  ///< of the search: the crossing is no farther away
    std::size_t below = 0, above = 0;    ///< the better strategy on either side
    Beyond is_beyond = Beyond::unknown;  ///< does the difference change around it by more than luck?
};

/// A search at one threshold.
struct SearchResult {
    std::size_t search = 0, threshold = 0;  ///< of SensitivityPlan::searches, of study.thresholds
    std::vector<Crossing> crossings;        ///< rising
    bool is_equal_throughout = false;       ///< the same number wherever it was tried
    /// Without a crossing: the better one, and the smallest distance.
    std::optional<std::size_t> better;
    WithError nearest;
    double nearest_at = 0.0;
    std::vector<double> tried;          ///< numbers of the scan that were answered
    std::vector<WithError> difference;  ///< net benefit of the first less that of the second, there
};

enum class SweptOutcome { costs, qalys, net_benefit };

/// Sobol indices of one difference to the reference, everybody.
struct GlobalResult {
    SweptOutcome outcome = SweptOutcome::net_benefit;
    std::size_t strategy = 0, threshold = 0;
    std::vector<SobolIndex> indices;  ///< by GlobalPlan::sets
};

struct SensitivityAnalysis {
    std::vector<Stratum> strata;
    double people = 0.0;  ///< simulated for each figure
    SweptPoint base;
    std::vector<OneWay> one_way;      ///< as in the plan
    std::vector<TornadoBar> tornado;  ///< by stratum, strategy, threshold; then by falling range, then path
    std::vector<DecisionChange> changes;
    std::vector<GridResult> two_way;     ///< as in the plan
    std::vector<SearchResult> searches;  ///< by search, then threshold
    std::vector<GlobalResult> global;
    std::uint32_t global_rows = 0;  ///< answered
    std::vector<LeftOut> left_out;  ///< those of the plan, and what the model refused
    std::uint64_t runs = 0, instants = 0;
    bool is_complete = true;  ///< false: stopped early
};

/// How many numbers a search tries before it looks closer.
inline constexpr std::size_t scan_steps = 9;

/// Run what is planned.
///   Method  a setting asks only the strategies that it touches. A search scans its range at `scan_steps`
///           numbers; between neighbours where the sign of the difference changes, Chandrupatla's root
///           finding goes on to a ten-thousandth of the range. Crossings that lie closer than the scan may be
///           missed in pairs. Settings of prices, utilities and discount rates alone share one simulation
///           (the same to 1e-8).
///   Errors  the model refuses the base case
///   Source  Chandrupatla (1997), Adv Eng Softw 28:145-149; Saltelli et al. (2010), Comput Phys Commun
///           181:259-270
[[nodiscard]] Checked<SensitivityAnalysis> analyse_sensitivity(const DecisionStudy& study,
                                                               const SensitivityPlan& plan,
                                                               const EvaluateSpec& spec, const Evaluate& run);

/// What identifies an analysis: the study with every strategy, its settings, people, replicates and seed.
[[nodiscard]] std::uint64_t sensitivity_fingerprint(const DecisionStudy& study, const EvaluateSpec& spec);

}  // namespace txpath
