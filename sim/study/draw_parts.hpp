// draw_parts.hpp -- what a plan of draws is made of.
//
// Owns      DrawPlanParts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "study/copula.hpp"
#include "study/unit_shares.hpp"
#include "txpath/draws.hpp"

namespace txpath {

/// Where a value's draws come from.
struct DrawSource {
    static constexpr std::size_t none = std::numeric_limits<std::size_t>::max();
    std::size_t share = none;   ///< of UnitShares; none: given
    std::size_t column = none;  ///< of the given rows
};

/// A parameter of a strategy that follows a value.
struct Followed {
    std::size_t value;  ///< of DrawPlanParts::values
    std::size_t place;  ///< of the strategy's parameters
    Distribution distribution;

    /// Do both have the same quantiles?
    [[nodiscard]] bool is_spread_like(const Followed& other) const noexcept
    {
        const auto& [family, a, b, c] = distribution;
        const Distribution& its = other.distribution;
        return family == its.family && a == its.a && b == its.b && c == its.c;
    }
};

struct StrategyDraws {
    std::vector<double> base;
    std::vector<Followed> alone;
    std::vector<std::vector<Followed>> branches;  ///< the shares of a dirichlet, drawn together
};

class DrawPlanParts {
public:
    DrawPlanParts(const SamplingPlan& plan, const std::vector<std::string>& paths)
        : samples(plan.samples), shares(plan, paths)
    {
    }

    std::uint32_t samples;
    std::vector<VariedValue> values;  ///< by path
    std::vector<DrawSource> sources;  ///< by value
    UnitShares shares;
    std::vector<std::size_t> correlated;  ///< values, by path
    Copula copula;
    std::vector<std::vector<double>> given;  ///< rows
    std::vector<StrategyDraws> strategies;
};

}  // namespace txpath
