// random_economics.hpp -- prices, utilities and discount rates for a scenario that has none.
//
// Owns      add_random_economics, draw_prices.
#pragma once

#include <cstdint>
#include <vector>

#include "txpath/scenario.hpp"

namespace txpath::tests {

/// Largest price a day or utility that add_random_economics and draw_prices give.
inline constexpr double largest_price = 100.0, largest_utility = 1.2;

/// Two cost categories, one of them paid by the perspective `payer`; costs, utilities, QALYs at once and
/// ratios on some states and transitions, most of them parameters; strata by the first categorical attribute.
/// Nobody arrives, 200 people are there.
void add_random_economics(Scenario& scenario, std::uint64_t number, UtilityRule rule);

/// Parameters at random values where they are price-only, at the base case otherwise.
[[nodiscard]] std::vector<double> draw_prices(const Scenario& scenario, std::uint64_t number);

}  // namespace txpath::tests
