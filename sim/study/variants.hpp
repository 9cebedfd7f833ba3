// variants.hpp -- runs of a scenario without some of its barriers, set against each other.
//
// Owns      VariantRun, what one run came to, and compare.
// Promises  figures in the order that BarrierAnalysis has them; a replicate without a value is left out of a
//           mean.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "study/removals.hpp"
#include "txpath/barriers.hpp"

namespace txpath {

struct VariantRun {
    std::vector<double> values;  ///< [(replicate * strata + stratum) * outcomes + outcome]
    std::uint64_t instants = 0;
    bool is_complete = true;
};

/// What the plan removes, by its sharing, permutations and seed.
///   Requires  plan.scenario has barriers
[[nodiscard]] Removals removals_of(const BarrierPlan& plan);

/// Every figure of an analysis.
///   Shape  runs: as plan.runs
[[nodiscard]] std::vector<BarrierFigure> compare(const BarrierPlan& plan, std::span<const VariantRun> runs);

}  // namespace txpath
