// varied_branches.hpp -- whether the shares of every branch still sum to 1 when some of them vary.
#pragma once

#include <string>
#include <vector>

#include "txpath/scenario.hpp"

namespace txpath {

/// How a parameter varies.
enum class Varying { no, alone, together, given };

struct BranchMistake {
    Span at;
    std::string message, advice;
};

/// Of branches and starts; the shares of an attribute's categories are divided by their sum when compiled.
///   Shape  `how` by parameter; `given` by sample, then parameter
[[nodiscard]] std::vector<BranchMistake> mistakes_of_branches(const Scenario& scenario,
                                                              const std::vector<Varying>& how,
                                                              const std::vector<std::vector<double>>& given);

}  // namespace txpath
