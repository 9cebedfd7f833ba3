// removals.hpp -- which barriers are removed together, and how outcomes of such sets are set against each
// other.
//
// Owns      Step, Contrast and Removals: the sets that are run, and differences between them.
// Promises  whatever the outcomes: shares sum to the difference between all removed and none, up to rounding;
//           a barrier that changes no outcome has a share of exactly 0, because only differences of two
//           outcomes are ever weighted.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "txpath/barriers.hpp"

namespace txpath {

/// weight x (outcome of run `more` less outcome of run `fewer`).
struct Step {
    std::size_t more, fewer;
    double weight;
};
using Contrast = std::vector<Step>;

class Removals {
public:
    struct Choice {
        std::size_t barriers;
        Sharing sharing;
        std::uint32_t permutations;
        std::uint64_t seed;  ///< of the orders that are drawn
    };
    /// Requires  1 <= barriers <= most_barriers; of exact shares most_barriers_shared_exactly
    explicit Removals(const Choice& choice);

    /// The sets to run, fewest removed first.
    [[nodiscard]] const std::vector<BarrierSet>& runs() const noexcept { return runs_; }
    [[nodiscard]] std::size_t place(BarrierSet removed) const;  ///< Requires  it is one of runs()
    [[nodiscard]] BarrierSet all() const noexcept { return all_; }
    [[nodiscard]] BarrierSet alone(std::size_t barrier) const noexcept { return BarrierSet{1} << barrier; }

    [[nodiscard]] Contrast all_removed() const;
    [[nodiscard]] Contrast removed_first(std::size_t barrier) const;
    [[nodiscard]] Contrast removed_last(std::size_t barrier) const;
    [[nodiscard]] Contrast interaction() const;
    /// Requires  shares are wanted
    [[nodiscard]] Contrast share(std::size_t barrier) const;
    /// Of sampled shares: what removing the barrier changes in each order that was drawn.
    [[nodiscard]] Contrast in_each_order(std::size_t barrier) const;

private:
    [[nodiscard]] Step step(BarrierSet fewer, std::size_t barrier, double weight) const;

    std::size_t barriers_;
    Sharing sharing_;
    BarrierSet all_;
    std::vector<std::vector<std::size_t>> orders_;
    std::vector<BarrierSet> runs_;
};

/// The value of a contrast.
///   Shape  outcomes: one a run
[[nodiscard]] double value_of(const Contrast& contrast, std::span<const double> outcomes) noexcept;

/// The weight of each run in a contrast.
[[nodiscard]] std::vector<double> weights_of(const Contrast& contrast, std::size_t runs);

}  // namespace txpath
