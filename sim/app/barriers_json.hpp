// barriers_json.hpp -- an analysis of barriers as one JSON object.
#pragma once

#include <string>

#include "txpath/barriers_report.hpp"

namespace txpath::app {

[[nodiscard]] std::string barriers_json(const BarriersReport& report, const RunFolder& folder);

}  // namespace txpath::app
