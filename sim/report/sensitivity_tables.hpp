// sensitivity_tables.hpp -- the rows of each table of an analysis of sensitivity.
#pragma once

#include <vector>

#include "report/csv.hpp"
#include "txpath/sensitivity_report.hpp"

namespace txpath::report {

/// Those that the analysis has something for.
[[nodiscard]] std::vector<Table> tables_of(const SensitivityReport& report);

/// One of them but the dictionary.
void write_sensitivity_table(Table table, const SensitivityReport& report, CsvWriter& out);

}  // namespace txpath::report
