// uncertainty_parts.hpp -- differences to the reference, and how much of their variance is luck.
#pragma once

#include <vector>

#include "txpath/uncertainty.hpp"

namespace txpath {

/// Costs, QALYs, and net benefit at each threshold, of every strategy but the reference.
[[nodiscard]] std::vector<DifferenceOf> all_differences(const DecisionStudy& study);

[[nodiscard]] SplitDifference split_of(const DecisionStudy& study, const UncertaintySample& sample,
                                       const DifferenceOf& difference, std::size_t stratum);

/// The net benefit of everybody that holds most luck says what to do.
///   Reads  analysis.variance
[[nodiscard]] Advice advise(const UncertaintySample& sample, const UncertaintyAnalysis& analysis);

}  // namespace txpath
