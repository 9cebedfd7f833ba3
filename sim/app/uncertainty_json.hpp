// uncertainty_json.hpp -- an analysis of uncertainty as one JSON object, for scripts.
#pragma once

#include <string>

#include "txpath/uncertainty_report.hpp"

namespace txpath::app {

[[nodiscard]] std::string uncertainty_json(const UncertaintyReport& report, const RunFolder& folder);

}  // namespace txpath::app
