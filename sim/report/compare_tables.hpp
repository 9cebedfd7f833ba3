// compare_tables.hpp -- the rows of each table of a comparison.
//
// Owns      which tables a comparison has, and the one function that fills them.
// Promises  rows sorted by key; the same comparison gives the same bytes.
#pragma once

#include <cstdint>
#include <vector>

#include "report/csv.hpp"
#include "txpath/compare_report.hpp"

namespace txpath::report {

/// In the registry's order: without money there are no costs, ICERs, net benefits and budget.
[[nodiscard]] std::vector<Table> tables_of(const ComparisonPlan& plan);

void write_table(Table table, const Comparison& comparison, CsvWriter& out);

[[nodiscard]] std::uint64_t rows_of(Table table, const ComparisonPlan& plan);

}  // namespace txpath::report
