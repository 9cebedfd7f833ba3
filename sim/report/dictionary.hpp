// dictionary.hpp -- the pages of a run folder that explain the others.
//
// Owns      the text of README.txt.
// Not here  data_dictionary.csv is a table like any other (tables.hpp).
#pragma once

#include <string>

#include "txpath/report.hpp"

namespace txpath::report {

[[nodiscard]] std::string readme_text(const Scenario& scenario, const RunFiles& files);

}  // namespace txpath::report
