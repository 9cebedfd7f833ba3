// strategy_run.hpp -- one strategy run, and every number of it that is compared.
//
// Owns      StrategyRun and how it is made.
// Promises  nothing of the results is kept but numbers; a strategy that lacks an item has 0 of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "study/priced.hpp"
#include "txpath/compare.hpp"
#include "txpath/model.hpp"
#include "txpath/simulate.hpp"

namespace txpath {

/// A draw of luck is a replicate, or a batch of people when there is one replicate.
struct StrategyRun {
    std::size_t replicates = 0, draws = 0;
    std::vector<double> horizon;  ///< [(replicate * strata + stratum) * horizon + measure]
    std::vector<double> courses;  ///< [((replicate * strata + stratum) * times + time) * courses + course]
    std::vector<double> budget;   ///< [replicate * (1 + perspectives) * years + perspective * years + year]
    std::vector<double> items;    ///< [(draw * strata + stratum) * items + item], per person
    std::vector<double> centres;  ///< [stratum * items + item]: of all batches; empty: draws are replicates
    std::vector<double> people;   ///< [draw * strata + stratum]: who entered in its replicate, real scale
    std::uint64_t instants = 0;
};

/// Outcomes other than costs and QALYs, by name.
[[nodiscard]] std::vector<Outcome> counted_outcomes(const Scenario& scenario);

/// `TRACK.STATE`, or `transitions`.
[[nodiscard]] std::string place_of_cost(const Scenario& scenario, const Heading& heading);

/// The model of a strategy whose histories nobody reads.
[[nodiscard]] Checked<Model> compiled(const Scenario& scenario);

/// Nothing when it was stopped.
///   Requires  the plan was made of the study that has the strategy, and the model compiled of the strategy
[[nodiscard]] std::optional<StrategyRun> run_strategy(const ComparisonPlan& plan, std::size_t strategy,
                                                      const Model& model, const RunSpec& spec);

}  // namespace txpath
