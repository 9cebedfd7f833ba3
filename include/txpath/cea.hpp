// cea.hpp -- cost-effectiveness from costs and effects that are known: no scenario, no simulation.
//
// Owns      Icer table, acceptability and its frontier, value of perfect information, expected loss.
// Assumes   every number is finite; negative costs and effects are as good as any.
// Promises  pure; the order of strategies changes the order of the answer alone, but for which of those that
//           tie is named first; ties are divided among all that tie, or said to be ties; every sum is in the
//           order of samples.
// Units     costs in currency, effects in QALYs, thresholds (willingness to pay) in currency per QALY.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace txpath {

/// Costs and effects of every strategy in every sample.
///   Shape  costs[sample * strategies + strategy], effects alike
struct CostsAndEffects {
    std::size_t samples = 0, strategies = 0;
    std::vector<double> costs, effects;
};

enum class Dominance { not_dominated, extended, dominated };  ///< dampack: ND, ED, D

/// One strategy on the way along the frontier.
struct IcerRow {
    std::size_t strategy = 0;
    double cost = 0.0, effect = 0.0;
    /// Against the strategy before it on the frontier; absent: the first of the frontier, or not on it.
    std::optional<double> incremental_cost, incremental_effect, icer;
    Dominance status = Dominance::not_dominated;
    /// The earlier strategy with the very same cost and effect, which stands for both; this one is dominated.
    std::optional<std::size_t> same_as;
};

/// Incremental cost-effectiveness ratios: the frontier by rising cost, then those extendedly dominated, then
/// the dominated, each by cost, then falling effect, then place.
///   Method    a strategy is dominated by one that costs no more and gives no less (and one of the two
///             differs); of identical ones the first stays. Extended dominance: repeatedly, where the next
///             ICER is lower; with equal ICERs all stay.
///   Shape     one cost and effect a strategy
///   Requires  as many effects as costs, one at least
[[nodiscard]] std::vector<IcerRow> icers(std::span<const double> costs, std::span<const double> effects);

[[nodiscard]] double net_monetary_benefit(double cost, double effect, double threshold) noexcept;
///   Requires  threshold > 0
[[nodiscard]] double net_health_benefit(double cost, double effect, double threshold) noexcept;

/// What is best at one threshold.
struct Acceptability {
    double threshold = 0.0;
    std::vector<double> proportion;  ///< by strategy: share of samples in which it is best; ties are divided
    std::vector<double> mean_benefit;   ///< by strategy: expected net monetary benefit
    std::vector<double> expected_loss;  ///< by strategy: expected benefit forgone by choosing it; least: EVPI
    std::size_t best = 0;               ///< highest mean benefit, the first of those that tie: the frontier
    bool is_tied = false;               ///< another has the same mean benefit to the last bit
    double evpi = 0.0;                  ///< per person: the expected loss of the best
};

/// For each threshold.
///   Requires  one sample and one strategy at least; thresholds from 0
[[nodiscard]] std::vector<Acceptability> acceptability(const CostsAndEffects& sample,
                                                       std::span<const double> thresholds);

/// The number of people that a decision concerns, each discounted to today.
///   Method    per_year people at the middle of each year; of the last year the part that is left, at its
///             middle
///   Requires  years >= 0, discount > -1
[[nodiscard]] double affected_people(double per_year, double years, double discount) noexcept;

}  // namespace txpath
