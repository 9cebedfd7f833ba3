// calibration_tables.hpp -- the rows of a calibration's tables.
//
// Promises  rows sorted by key; numbers of a value in the unit in which its scenario writes it.
#pragma once

#include "report/csv.hpp"
#include "txpath/calibrate.hpp"

namespace txpath::report {

/// A number of a value in its written unit.
[[nodiscard]] double in_written_unit(const FittedValue& value, double number) noexcept;

void write_evaluation(const Study& study, const Evaluation& evaluation, CsvWriter& out);

/// One of calibration_tables, but for the evaluations and the dictionary.
void write_calibration_table(Table table, const Study& study, const Calibration& found, CsvWriter& out);

}  // namespace txpath::report
