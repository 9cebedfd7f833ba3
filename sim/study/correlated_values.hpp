// correlated_values.hpp -- which values are correlated, and every reason why they cannot be.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "study/copula.hpp"
#include "txpath/draws.hpp"

namespace txpath {

struct CorrelatedValues {
    std::vector<std::size_t> values;     ///< rising
    std::vector<RankCorrelation> pairs;  ///< of `values`
};

/// The study's correlations, of values by path.
///   Shape  why_not by value: how the sentence ends that refuses to correlate it; empty: nothing does
[[nodiscard]] CorrelatedValues correlated_values(const DecisionStudy& study,
                                                 const std::vector<VariedValue>& values,
                                                 const std::vector<std::string>& why_not, Diagnostics& found);

}  // namespace txpath
