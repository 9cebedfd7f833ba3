// uncertainty.hpp -- how sure one can be of a decision when numbers of the model are not known exactly.
//
// Owns      SampleSource, UncertaintySample, sample_uncertainty and the same in units; UncertaintyAnalysis,
//           analyse_uncertainty.
// Promises  of a sample, the few numbers of each strategy and stratum are kept and nothing else; an analysis
// is
//           a function of study and sample alone; a draw that the model refuses is counted and named, never
//           replaced; samples (draws of parameters) and luck (of the simulation) are never mixed.
// Units     currency and QALYs per person who entered, both discounted, costs in the study's perspective.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "txpath/batch.hpp"
#include "txpath/cea.hpp"
#include "txpath/decision.hpp"
#include "txpath/draws.hpp"
#include "txpath/economics.hpp"
#include "txpath/evaluate.hpp"
#include "txpath/regression.hpp"

namespace txpath {

/// Where the values of the samples come from: a DrawPlan, or something simpler in a test.
struct SampleSource {
    std::vector<VariedValue> values;
    std::uint32_t samples = 0;
    std::function<std::vector<std::vector<double>>(std::uint32_t sample)> parameters;  ///< by strategy
    std::function<std::vector<double>(std::uint32_t sample)> shown;                    ///< by value
};

/// The source shares the plan.
[[nodiscard]] SampleSource source_of(const DrawPlan& plan);

/// What runs strategies: `evaluate` with the study in it.
using Evaluate = std::function<bool(const EvaluateSpec&, std::size_t count,
                                    const std::function<ParameterDraw(std::size_t)>& next,
                                    const std::function<void(std::size_t, const DrawAnswer&)>& take)>;

/// One strategy in one stratum under one draw. Errors are Monte Carlo standard errors, not numbers where the
/// simulation has none to give (one replicate whose people make one batch).
struct SampledFigure {
    double cost = 0.0, qalys = 0.0;
    double cost_error = 0.0, qalys_error = 0.0;
    /// Less the reference's in the same sample; 0 of the reference itself.
    double incremental_cost = 0.0, incremental_qalys = 0.0;
    double incremental_cost_error = 0.0, incremental_qalys_error = 0.0;  ///< on the same luck
    double incremental_covariance = 0.0;                                 ///< of these two errors
};

/// A draw that the model does not accept.
struct RefusedSample {
    std::uint32_t sample = 0;
    std::string reason;
};

/// What every sample came to.
struct UncertaintySample {
    std::uint32_t planned = 0;
    std::vector<std::uint32_t> samples;  ///< numbers of those that were answered, rising; others were refused
    std::size_t strategies = 0;
    std::vector<Stratum> strata;
    std::vector<SampledFigure> figures;  ///< [place in samples][strategy][stratum]
    std::vector<VariedValue> values;
    DrawnColumns drawn;          ///< [value][place in samples]
    std::vector<double> people;  ///< by stratum: simulated in a sample and strategy, on average
    std::vector<RefusedSample> refused;
    std::uint64_t instants = 0;
    bool has_common_luck = false;  ///< one simulation served all samples: all have the luck of the first
    bool is_complete = true;       ///< false: stopped early

    [[nodiscard]] std::size_t count() const noexcept { return samples.size(); }
    [[nodiscard]] const SampledFigure& figure(std::size_t place, std::size_t strategy,
                                              std::size_t stratum) const
    {
        return figures[(place * strategies + strategy) * strata.size() + stratum];
    }
};

/// Bytes that a sample takes while all are kept.
[[nodiscard]] std::uint64_t bytes_per_sample(const DecisionStudy& study, std::size_t values);

/// Whether one simulation of each strategy serves all samples: prices, utilities and discount rates vary
/// alone, and lives can be priced afterwards.
[[nodiscard]] bool has_common_luck(const DecisionStudy& study, const SampleSource& source);

/// Run every strategy under every draw of `source`, or once for all where has_common_luck.
///   Errors  fewer than two samples are asked for, or left when the model has refused the others
[[nodiscard]] Checked<UncertaintySample> sample_uncertainty(const DecisionStudy& study,
                                                            const SampleSource& source,
                                                            const EvaluateSpec& spec, const Evaluate& run);

/// The same in units: one sample each, of all strategies.
///   Reads     of spec: seed, replicates, population
///   Requires  source is of a plan for the study with that seed
[[nodiscard]] std::unique_ptr<UnitWork> work_of(std::shared_ptr<const DecisionStudy> study,
                                                const SampleSource& source, const EvaluateSpec& spec);

/// Samples can be added unless the draws of each depend on how many there are.
[[nodiscard]] Growth can_grow(const UncertaintySettings& settings);

/// What sample_uncertainty gives, to the last bit, from the answers of work_of.
///   Errors  as sample_uncertainty
///   Throws  AnswerError if one is missing or no such answer; what the answers throw
[[nodiscard]] Checked<UncertaintySample> sample_from(const DecisionStudy& study, const SampleSource& source,
                                                     const UnitAnswers& answers);

/// A number over samples.
struct OverSamples {
    double mean = 0.0, error = 0.0;  ///< standard error of the mean, of parameters and luck together
    double low = 0.0, high = 0.0;    ///< 95 % of the samples lie between
};

/// A strategy over samples.
struct StrategyOverSamples {
    OverSamples cost, qalys, incremental_cost, incremental_qalys;
};

/// Value of perfect information at one threshold.
struct PerfectInformation {
    double value = 0.0, error = 0.0;   ///< per person; standard error over samples, the best strategy held
    std::optional<double> population;  ///< for all whom the decision concerns; of everybody only
};

/// One stratum, over samples. Everything is empty where the stratum was without people in some sample.
struct StratumUncertainty {
    std::vector<StrategyOverSamples> strategies;
    std::vector<IcerRow> icers;                                            ///< of mean costs and effects
    std::vector<Acceptability> spoken;                                     ///< by the study's thresholds
    std::vector<Acceptability> grid;                                       ///< by willingness to pay
    std::vector<PerfectInformation> spoken_information, grid_information;  ///< alike
};

/// What it is worth to learn some values perfectly, per person, everybody.
struct Learning {
    std::string name;  ///< of the group, or the path of the value
    bool is_group = false;
    ValueSet values;
    std::vector<PartialInformation> spoken;  ///< by the study's thresholds
    std::vector<PartialInformation> grid;  ///< by willingness to pay; empty: not among those that matter most
};

/// A difference to the reference, one number a sample.
enum class Difference { cost, qalys, net_benefit };

struct DifferenceOf {
    Difference what = Difference::net_benefit;
    std::size_t strategy = 0;   ///< not the reference
    std::size_t threshold = 0;  ///< of net benefit: of study.thresholds
};

struct SplitDifference {
    std::size_t stratum = 0;
    DifferenceOf difference;
    /// But for `total` not numbers where luck is not known. Luck that all samples share is no part of the
    /// variance: it is 0, best_people not a number.
    VarianceSplit split;
};

/// What each value explains of a difference, everybody.
struct ExplainedDifference {
    DifferenceOf difference;
    std::vector<ExplainedShare> shares;  ///< by value
};

/// How a mean settles as samples are added, everybody.
struct Settling {
    std::size_t samples = 0;              ///< the first so many
    std::size_t threshold = 0;            ///< of study.thresholds
    std::optional<std::size_t> strategy;  ///< whose incremental net benefit; absent: EVPI
    double value = 0.0, error = 0.0;      ///< standard error over samples
};

/// Where the next hour of computing is better spent.
enum class Spend {
    samples,   ///< the most exact mean for the work comes from more samples, of fewer people each
    people,    ///< luck is so large a part that more people per sample help more
    as_it_is,  ///< the split of work is about right: more samples of the same size
    nothing,   ///< no difference varies
    unknown,   ///< luck is not known
};

struct Advice {
    Spend spend = Spend::as_it_is;
    std::size_t strategy = 0, threshold = 0;  ///< the net benefit with the largest share of luck
    double luck_share = 0.0;                  ///< of its variance over samples
    double people = 0.0;                      ///< per sample, as it was
    double better_people = 0.0;               ///< per sample, that would be about right; 0: nothing
    /// With common luck, of that net benefit: Monte Carlo standard error, and standard deviation over
    /// samples.
    double shared_error = 0.0, spread = 0.0;
};

struct UncertaintyAnalysis {
    std::vector<StratumUncertainty> strata;
    std::vector<Learning> learning;  ///< values by path, then groups as the study has them
    std::vector<SplitDifference> variance;
    std::vector<ExplainedDifference> explained;
    std::vector<Settling> convergence;
    Advice advice;
    std::vector<double> grid;  ///< willingness to pay, from study.willingness
    std::optional<double> affected_people;
    std::vector<std::string> notes;  ///< what a reader must know, in sentences
};

/// Work of compiling a sample's model, in simulated people: the overhead of split_variance. A constant, so
/// that an analysis says the same on every machine.
///   Method  measured on scenarios/baseline.yaml: 8 ms a model, 16 microseconds a person over its five years
inline constexpr double compilation_in_people = 500.0;

/// Share of luck in the variance of a net benefit above which EVPI and probabilities are said to hold it.
inline constexpr double much_luck = 0.1;

/// Share of refused draws above which the others are said to be no fair sample any more.
inline constexpr double many_refused = 0.05;

/// Requires  sample.is_complete, two samples at least
[[nodiscard]] UncertaintyAnalysis analyse_uncertainty(const DecisionStudy& study,
                                                      const UncertaintySample& sample);

/// The places of learning whose value is highest at any spoken threshold, highest first; values only, and
/// none that is worth nothing.
[[nodiscard]] std::vector<std::size_t> worth_learning_first(const UncertaintyAnalysis& analysis,
                                                            std::size_t most);

/// One number a sample.
[[nodiscard]] std::vector<double> differences_of(const DecisionStudy& study, const UncertaintySample& sample,
                                                 const DifferenceOf& difference, std::size_t stratum);

/// What identifies an analysis: the study with every strategy, its settings and the seed.
[[nodiscard]] std::uint64_t uncertainty_fingerprint(const DecisionStudy& study, std::uint64_t seed);

}  // namespace txpath
