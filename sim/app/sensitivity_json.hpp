// sensitivity_json.hpp -- an analysis of sensitivity as one JSON object.
#pragma once

#include <string>

#include "txpath/sensitivity_report.hpp"

namespace txpath::app {

[[nodiscard]] std::string sensitivity_json(const SensitivityReport& report, const RunFolder& folder);

}  // namespace txpath::app
