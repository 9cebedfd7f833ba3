// account.hpp -- what a run came to, batch by batch of people, so that two runs on the same luck can be told
// apart people by people.
//
// Owns      RunTotals and what follows from one or two of them.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "study/priced.hpp"
#include "txpath/evaluate.hpp"

namespace txpath {

/// Sums of one run, [0] undiscounted, [1] discounted.
struct RunTotals {
    struct Stratum {
        BatchSums total_cost[2], qalys[2], life_years[2];
        std::vector<BatchSums> costs[2];  ///< by category
    };
    std::vector<std::vector<Stratum>> replicates;  ///< by replicate and stratum
    std::uint64_t instants = 0;
};

/// Which categories a perspective pays for; all when it is empty.
///   Requires  the scenario has it
[[nodiscard]] std::vector<bool> paid_by(const Scenario& scenario, const std::string& perspective);

[[nodiscard]] RunTotals totals_of(const Scenario& scenario, const std::vector<bool>& is_paid,
                                  std::span<const double> parameters, const Results& results);

/// `reference`: null when it was not asked.
[[nodiscard]] StrategyAccount account_of(const RunTotals& run, const RunTotals* reference);

}  // namespace txpath
