// uncertainty_tables.hpp -- the rows of each table of an analysis of uncertainty.
#pragma once

#include <vector>

#include "report/csv.hpp"
#include "txpath/uncertainty_report.hpp"

namespace txpath::report {

/// A table of `uncertainty_tables` but params and the dictionary.
void write_uncertainty_table(Table table, const UncertaintyReport& report, CsvWriter& out);

/// Columns of params.csv: the sample, then every value. A view of the sample.
[[nodiscard]] std::vector<Column> columns_of_params(const UncertaintySample& sample);

void write_params(const UncertaintySample& sample, CsvWriter& out);

}  // namespace txpath::report
