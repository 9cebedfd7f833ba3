// outcomes.hpp -- what a run came to over its whole horizon.
//
// Owns      the outcomes of a scenario, and their values in one run.
// Promises  counts and totals are on the real scale; money and QALYs are discounted.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "txpath/barriers.hpp"
#include "txpath/results.hpp"

namespace txpath {

/// Measures of the scenario, costs if it has a currency, and QALYs; by name.
[[nodiscard]] std::vector<Outcome> outcomes_of(const Scenario& scenario);

/// Measures that are no outcomes, each with the reason.
[[nodiscard]] std::vector<std::string> measures_left_out(const Scenario& scenario);

/// The value of every outcome.
///   Shape   [(replicate * strata + stratum) * outcomes + outcome]
///   Errors  not a number where a mean is taken over nobody
[[nodiscard]] std::vector<double> outcome_values(const Scenario& scenario, std::span<const Outcome> outcomes,
                                                 const Results& results);

}  // namespace txpath
