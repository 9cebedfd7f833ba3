// price_draws.hpp -- draws that change what lives are worth, and no life, so that one simulation serves them.
//
// Owns      PriceDraws.
// Not here  the simulation and its prices (exposures.hpp), which draws share lives there (evaluate.hpp).
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "txpath/decision.hpp"
#include "txpath/draws.hpp"

namespace txpath {

class PriceDraws {
public:
    explicit PriceDraws(const DecisionStudy& study);

    /// Values that change prices, utilities and discount rates alone in every strategy that has them, where
    /// lives can be priced afterwards in all strategies.
    [[nodiscard]] bool are_all(std::span<const VariedValue> values) const;

    /// Parameters that are off the base case in prices, utilities and discount rates alone, where lives can
    /// be priced afterwards.
    ///   Shape  by strategy; empty: not asked
    [[nodiscard]] bool is_one(std::span<const std::vector<double>> parameters) const;

    /// A discount rate is off the base case.
    [[nodiscard]] bool moves_rate(std::span<const std::vector<double>> parameters) const;

private:
    struct Part {
        bool can_wait = false;       ///< lives can be priced afterwards
        std::vector<double> base;    ///< by parameter
        std::vector<bool> is_price;  ///< by parameter
        std::vector<std::size_t> rates;
    };
    std::vector<Part> parts_;  ///< by strategy
};

}  // namespace txpath
