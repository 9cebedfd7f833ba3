// tables.hpp -- the rows of each table.
//
// Owns      one function a table, and the one that picks it.
// Assumes   results belong to one sample; replicates come in order; every tally has
//           a row for each report time.
// Promises  rows sorted by key; the same report gives the same bytes.
#pragma once

#include "report/csv.hpp"
#include "txpath/report.hpp"

namespace txpath::report {

void write_timeseries(const RunReport& report, CsvWriter& out);
void write_timeseries_summary(const RunReport& report, CsvWriter& out);
void write_stateprobs(const RunReport& report, CsvWriter& out);
void write_transitions(const RunReport& report, CsvWriter& out);
void write_flows(const RunReport& report, CsvWriter& out);
void write_resources(const RunReport& report, CsvWriter& out);
void write_adoption(const RunReport& report, CsvWriter& out);
void write_policies(const RunReport& report, CsvWriter& out);
void write_histories(const RunReport& report, CsvWriter& out);
void write_ce(const RunReport& report, CsvWriter& out);
void write_costs(const RunReport& report, CsvWriter& out);
void write_qalys(const RunReport& report, CsvWriter& out);
void write_data_dictionary(const Scenario& scenario, CsvWriter& out);
/// The columns of some tables; the scenario has the currency.
void write_dictionary_of(std::span<const Table> tables, const Scenario& scenario, CsvWriter& out);
/// The same with columns that the registry cannot know.
void write_dictionary_of(std::span<const Table> tables, std::span<const Column> more,
                         const Scenario& scenario, CsvWriter& out);

void write_table(Table table, const RunReport& report, CsvWriter& out);

/// The tables of a scenario's run folder, in the registry's order: those of things it does not have are not
/// there.
[[nodiscard]] std::vector<Table> tables_of(const Scenario& scenario);

/// Is it the name of one of their files, `timeseries.csv` and so on?
[[nodiscard]] bool is_table_file(const Scenario& scenario, std::string_view name);

/// The strata in order of their names, as text keys are sorted.
[[nodiscard]] std::vector<Stratum> strata_by_name(const Scenario& scenario);

/// The sample all replicates belong to.
[[nodiscard]] std::uint32_t sample_of(const Results& results) noexcept;

/// The time by which half of the stays had ended, in years; not a number when there were none.
///
///   Shape   bins: SojournBins::count, summed over the cells of interest
///   Method  within a bin the logarithm of the stay is taken as uniform; in the first bin, which also
///           holds shorter stays, the stay itself
[[nodiscard]] double median_stay(std::span<const std::int64_t> bins);

}  // namespace txpath::report
