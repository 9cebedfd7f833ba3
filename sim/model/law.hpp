// law.hpp -- how hazard accumulates with time, family by family.
//
// Owns      LawRow, CurveRow and the two questions the engine asks of them: cumulative
//           hazard and its inverse.
// Assumes   parameters were checked when the scenario was loaded.
// Promises  pure functions; no allocation, no state, no randomness; the same bits on every machine.
#pragma once

#include <cstdint>
#include <vector>

#include "txpath/scenario.hpp"

namespace txpath {

/// A base hazard on a clock of its own.
///   weibull: shape a, scale b (days); gompertz: shape a (per day), rate b (per day);
///   lognormal: log median a, sigma b; log_logistic: shape a, scale b; gamma: shape a, scale b;
///   piecewise, life_table: `curve` (first of a table)
struct LawRow {
    Law law = Law::constant;
    Clock clock = Clock::reset;
    double a = 1.0, b = 1.0;
    std::uint32_t curve = 0;
    std::uint32_t by_first = 0,
                  by_count = 0;  ///< life table: (attribute, stride) pairs in ModelTables::members
};

/// A hazard constant between knots.
struct CurveRow {
    std::vector<double> knots;       ///< days, increasing
    std::vector<double> hazards;     ///< per day, from each knot on
    std::vector<double> cumulative;  ///< hazard accumulated up to each knot
};

/// Hazard accumulated on the law's clock from 0 to `age` (negative ages count as 0).
///   Source  families as in Jackson 2016, flexsurv
[[nodiscard]] double cumulative_hazard(const LawRow& law, const CurveRow* curve, double age) noexcept;

/// The hazard per day on the law's clock; 0 before it starts. Infinite at 0 for laws that start so.
[[nodiscard]] double base_hazard(const LawRow& law, const CurveRow* curve, double age) noexcept;

/// The clock time by which `hazard` has accumulated; infinity when it never does.
[[nodiscard]] double time_of_hazard(const LawRow& law, const CurveRow* curve, double hazard) noexcept;

}  // namespace txpath
