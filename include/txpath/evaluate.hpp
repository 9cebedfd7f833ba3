// evaluate.hpp -- strategies run under many draws of their parameters, each summed up in a few numbers.
//
// Owns      StrategyAccount, Evaluator.
// Promises  an answer is a function of (study, seed, sample, replicates, people, parameters): not of threads
// or of
//           what else is asked. All strategies of a sample share their luck. Memory does not grow with the
//           number of draws.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "txpath/decision.hpp"
#include "txpath/economics.hpp"

namespace txpath {

/// What one strategy came to in one stratum under one draw, per person who entered; [0] undiscounted,
/// [1] discounted.
struct StratumAccount {
    double people = 0.0;                          ///< simulated (weight units), over all replicates
    std::array<std::vector<PerPerson>, 2> costs;  ///< by category
    std::array<PerPerson, 2> total_cost;          ///< of the study's perspective
    std::array<PerPerson, 2> qalys;
    std::array<PerPerson, 2> life_years;
    /// Discounted, less the reference's of the same draw; errors are of the difference, people by people on
    /// the same luck. 0 of the reference itself; not a number when the reference was not asked.
    PerPerson incremental_cost, incremental_qalys;
    /// Of the errors of these two, which net benefits need; not a number where there are none.
    double incremental_covariance = 0.0;
    /// Discounted: how far each batch of people (each replicate, if there are several) is off the mean,
    /// scaled so that the error of any sum or difference of figures on the same luck is the root of the sum
    /// of squares of theirs, added part by part. Empty where nothing is known of errors.
    std::vector<double> cost_parts, qaly_parts;
};

/// By stratum (economics.hpp, strata).
using StrategyAccount = std::vector<StratumAccount>;

/// One thing to find out.
struct ParameterDraw {
    std::uint32_t sample = 0;  ///< whose luck it has
    /// By strategy: values of its parameters. Empty: the strategy is not asked, unless it has none.
    std::vector<std::vector<double>> parameters;
    /// Other draws differ from it in prices, utilities and discount rates alone: lives are recorded once and
    /// priced afterwards, where that can be done; the same to 1e-9.
    bool shares_lives = false;
};

/// Its answer.
struct DrawAnswer {
    std::vector<StrategyAccount> strategies;  ///< by strategy; empty where it was not asked
    std::string refusal;                      ///< why the model refuses these values; empty: it does not
    std::uint64_t instants = 0;               ///< events simulated
};

struct EvaluateSpec {
    std::uint64_t seed = 1;
    std::uint32_t replicates = 1;
    std::uint64_t population = 0;             ///< people per draw and strategy; 0: the scenario's
    int threads = 0;                          ///< 0: all the machine has
    std::function<void(double)> progress;     ///< share of the draws done; called from any thread
    const std::atomic<bool>* rest = nullptr;  ///< once true, no further draw is begun
    const std::atomic<bool>* stop = nullptr;  ///< once true, it ends early
};

/// Answer `count` draws; `next(k)` makes the k-th when its turn comes, `take(k, answer)` gets them in order
/// as they are there, both one call at a time, `take` from any thread.
///   Parallel over draws, or within each when there are few
///   Returns  false when it ended early: answers of the first draws were taken, of the others not
[[nodiscard]] bool evaluate(const DecisionStudy& study, const EvaluateSpec& spec, std::size_t count,
                            const std::function<ParameterDraw(std::size_t)>& next,
                            const std::function<void(std::size_t, const DrawAnswer&)>& take);

}  // namespace txpath
