// comparison_work.hpp -- what every strategy came to in one unit of a comparison, as bytes.
//
// Owns      bytes_of and runs_from.
// Promises  runs come back to the last bit; what is no answer of the plan is refused.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "study/strategy_run.hpp"

namespace txpath {

/// Units that a comparison has.
[[nodiscard]] std::uint64_t units_of(const ComparisonPlan& plan);

[[nodiscard]] std::string bytes_of(std::span<const StrategyRun> runs);

/// By strategy.
///   Throws  AnswerError
[[nodiscard]] std::vector<StrategyRun> runs_from(const ComparisonPlan& plan, std::uint64_t unit,
                                                 std::string_view answer);

}  // namespace txpath
