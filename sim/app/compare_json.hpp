// compare_json.hpp -- `txpath compare --json`.
#pragma once

#include <string>

#include "txpath/compare_report.hpp"

namespace txpath::app {

[[nodiscard]] std::string comparison_json(const ComparisonReport& report, const RunFolder& folder);

}  // namespace txpath::app
