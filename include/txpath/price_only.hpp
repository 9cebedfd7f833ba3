// price_only.hpp -- which parameters change what lives are worth, and no life.
//
// Owns      price_only_parameters.
#pragma once

#include <vector>

#include "txpath/scenario.hpp"

namespace txpath {

/// By parameter: it changes no life, nor how time is weighed, but prices, utilities, QALYs gained or lost at
/// once and discount rates alone. A parameter that nothing uses is one of them; one that a policy sets is
/// not.
[[nodiscard]] std::vector<bool> price_only_parameters(const Scenario& scenario);

}  // namespace txpath
