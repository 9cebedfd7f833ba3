// run_json.hpp -- a run as one JSON object, for scripts.
#pragma once

#include <string>

#include "txpath/report.hpp"

namespace txpath::app {

/// What was run, at what expense, its measures and states at the start and the end, money and QALYs, its
/// folder.
///   Units  counts on the real scale, means over replicates; costs and QALYs per person, discounted
[[nodiscard]] std::string run_json(const RunReport& report, const RunFolder& folder);

}  // namespace txpath::app
