// decision.hpp -- a decision study as its file describes it: strategies, what is asked of them, how sure one
// is.
//
// Owns      Strategy, DecisionStudy and its parts, load_decision, decision_of.
// Promises  what Scenario promises of every strategy; besides, strategies share start, horizon, report times,
//           number of people, arrivals, scale, currency, price year, discount rates, rule for utilities,
//           strata, seed and replicates, so that they differ in what is decided alone; names are unique;
//           every path names a value of some strategy, an uncertain one unless both ends of its range are
//           given or its draws are.
// Not here  running (compare.hpp, uncertainty.hpp, sensitivity.hpp).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "txpath/scenario.hpp"

namespace txpath {

/// One of the things that could be done.
struct Strategy {
    std::string name;                 ///< `[a-z][a-z0-9_]*`, unique
    std::string label;                ///< for people; the scenario's title unless said
    std::string file;                 ///< of its scenario, as opened
    std::vector<Override> overrides;  ///< laid over the file
    Scenario scenario;
    Span at;
};

/// Willingness to pay for a QALY: from, to and the number of points, both ends among them.
struct WillingnessGrid {
    double from = 0.0, to = 200000.0;
    std::uint32_t points = 101;
};

struct BudgetSettings {
    std::string perspective;  ///< empty: every cost
};

// Uncertainty.

enum class Sampling {
    latin_hypercube,  ///< one draw in each of `samples` equal shares of every value
    sobol,            ///< Owen-scrambled
    random,
};

/// Rank correlation of two values through a Gaussian copula.
struct ValueCorrelation {
    std::string first, second;  ///< paths
    double rho = 0.0;           ///< Spearman's
    Span at;
};

/// Draws made elsewhere, for example by a calibration: each sample takes a row, in order.
struct GivenDraws {
    std::string file;
    std::vector<std::string> paths;         ///< by column; of values with or without a distribution
    std::vector<std::vector<double>> rows;  ///< in units of Parameter::base
};

struct ValueGroup {
    std::string name;
    std::vector<std::string> paths;  ///< whole ones, each varied or given
};

/// Those whom the decision concerns, for the value of information in a population.
struct Affected {
    double per_year = 0.0;  ///< people, on the real scale
    double years = 10.0;
    double discount = 0.03;  ///< per year, effective
};

struct UncertaintySettings {
    std::uint32_t samples = 1000;
    std::optional<std::uint64_t> population;  ///< people per sample and strategy; absent: the scenario's
    std::uint32_t replicates = 1;             ///< per sample
    Sampling sampling = Sampling::latin_hypercube;
    std::vector<std::string>
        vary;  ///< paths, or beginnings of paths before a dot; empty: every uncertain value
    std::vector<ValueCorrelation> correlations;
    std::optional<GivenDraws> given;
    std::vector<ValueGroup> groups;  ///< whose value of information is asked, beside that of single values
    std::optional<Affected> affected;
};

// Sensitivity.

/// A range of a value; absent ends: the quantiles of its distribution.
struct ValueRange {
    std::string path;
    std::optional<double> low, high;  ///< in units of Parameter::base
    Span at;
};

struct TwoWay {
    ValueRange first, second;
    std::uint32_t steps = 9;  ///< on each side
};

struct ThresholdSearch {
    ValueRange over;
    std::string first, second;  ///< strategies; empty: the reference and each other
};

/// Sobol indices of all uncertain values, by a Saltelli design.
struct GlobalSensitivity {
    std::uint32_t samples = 512;  ///< rows; each takes as many evaluations as there are values, and two more
};

struct SensitivitySettings {
    std::vector<ValueRange> one_way;  ///< empty: every uncertain value
    double coverage = 0.95;           ///< of the quantiles that are the usual ends
    std::vector<TwoWay> two_way;
    std::vector<ThresholdSearch> thresholds;
    std::optional<GlobalSensitivity> global;  ///< absent: not asked
};

// The whole.

struct DecisionStudy {
    std::string name;  ///< the file's name without folder and extension
    std::string title, description;
    std::string text;                  ///< of the file, as read; empty: made from a list of scenarios
    std::vector<Strategy> strategies;  ///< in the order in which they are written; two at least
    std::size_t reference = 0;         ///< of strategies
    std::string perspective;           ///< whose costs; empty: all
    std::vector<double> thresholds;    ///< willingness to pay that is spoken of, currency per QALY, rising
    WillingnessGrid willingness;
    UncertaintySettings uncertainty;
    SensitivitySettings sensitivity;
    /// Paths of all files it was read from: its own, its draws, its strategies'; canonical, each once; no
    /// part of any fingerprint.
    std::vector<std::string> files_read;
    Diagnostics warnings;
};

/// What the command line lays over every strategy.
struct DecisionOverrides {
    std::vector<Override> set;
    std::optional<std::string> reference;  ///< a strategy's name
};

/// Read a study file with `strategies`, and every scenario it names.
///   Errors  all mistakes of the study, or those of its scenarios; strategies that cannot be compared
[[nodiscard]] Checked<DecisionStudy> load_decision(const std::string& path,
                                                   const DecisionOverrides& overrides);

/// The study of scenarios that are only listed: each a strategy by its file's name, the first the reference.
///   Errors  as load_decision
[[nodiscard]] Checked<DecisionStudy> decision_of(const std::vector<std::string>& scenarios,
                                                 const DecisionOverrides& overrides);

/// A value that differs between two scenarios, or stands in one alone.
struct InputDifference {
    std::string path;
    std::string reference, other;  ///< as written, on one line; empty: absent
    bool is_in_reference = true, is_in_other = true;
};

/// "The same, except ...": where the effective scenarios differ, in the order of the other's text. Titles,
/// descriptions, notes and sources are not compared.
[[nodiscard]] std::vector<InputDifference> input_differences(const Scenario& reference,
                                                             const Scenario& other);

}  // namespace txpath
