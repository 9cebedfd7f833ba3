// two_states.hpp -- a small scenario and hand-made results, for tests of what is done with counts.
//
// Owns      two_states: 4 people (2 without coverage, 2 private) of weight 1, who are ill, recover and
//           relapse; followed for two years, reported yearly. One count is half a simulated person, a
//           simulated person stands for 10 real ones.
// Promises  every array of the results has values of its own, so that taking the wrong one shows.
#pragma once

#include <cstdint>
#include <vector>

#include "txpath/results.hpp"
#include "txpath/scenario.hpp"

namespace txpath::test {

inline constexpr StateId ill{0}, well{1};
inline constexpr TransitionId recover{0}, relapse{1};
inline constexpr CostId care{0}, drug{1};

/// Ticks of a year spent by one count.
inline constexpr double ticks_per_year = 365.25 * ticks_per_day;

[[nodiscard]] Value certain(double number);
[[nodiscard]] Counts counts(std::size_t columns, const std::vector<double>& numbers, double unit);

[[nodiscard]] Scenario two_states();
[[nodiscard]] ReplicateResult two_states_replicate(std::uint32_t replicate);
[[nodiscard]] Results two_states_results(std::uint32_t replicates);

}  // namespace txpath::test
