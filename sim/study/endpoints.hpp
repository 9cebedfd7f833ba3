// endpoints.hpp -- what one simulated trial finds: its own estimate of every endpoint.
#pragma once

#include <vector>

#include "study/enrolling.hpp"

namespace txpath {

struct Estimate {
    double value = 0.0;   ///< not a number: there is none; infinite: not reached
    double people = 0.0;  ///< in the denominator `among`
    double lower_quartile = EndpointResult::missing, upper_quartile = EndpointResult::missing;
};

/// Of every endpoint, in the order of the trial.
[[nodiscard]] std::vector<Estimate> estimate(const Trial& trial, const Cohort& cohort);

}  // namespace txpath
