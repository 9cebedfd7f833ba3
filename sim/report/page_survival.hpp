// page_survival.hpp -- how long people stay in a state, and where they go from it.
//
// Owns      Stay, the product-limit estimate of staying (Kaplan-Meier) and the cumulative incidence of each
//           way out (Aalen-Johansen), with their 95 % intervals and the numbers at risk.
// Promises  right censoring is taken as independent of the ways out; ties go out before they are censored.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace txpath::report {

struct Stay {
    static constexpr std::size_t censored = static_cast<std::size_t>(-1);

    double time = 0.0;            ///< how long it lasted or was seen to last
    std::size_t exit = censored;  ///< which way out
};

struct CurvePoint {
    double time = 0.0;
    double estimate = 0.0, low = 0.0, high = 0.0;  ///< 95 %, from 0 to 1
    double at_risk = 0.0;                          ///< just before the time
};

struct StayCurves {
    std::vector<CurvePoint> staying;  ///< begins with time 0; a point at each time somebody leaves
    std::vector<std::vector<CurvePoint>> leaving;  ///< by way out, at the same times
};

///   Requires  exits of stays are below `exits`, or censored; times are not negative
///   Method    Variance of staying after [greenwood1926]; of each way out after Aalen and Johansen
///   [aalen1978]
///             in the delta form of [marubini1995]; intervals on the plain scale, cut at 0 and 1
[[nodiscard]] StayCurves stay_curves(std::vector<Stay> stays, std::size_t exits);

/// How many had not left and were seen at the time or after it.
[[nodiscard]] double at_risk(std::span<const Stay> stays, double time);

}  // namespace txpath::report
