// tables.hpp -- the rows of each table.
//
// Owns      TableMaker, one a table, and the function that picks it.
// Assumes   replicates belong to one sample and come in order; every tally has a row for each report time.
// Promises  rows sorted by key; the same report gives the same bytes; no maker holds more than one replicate,
// so all
//           tables together cost one visit of the replicates.
#pragma once

#include <memory>

#include "report/csv.hpp"
#include "txpath/report.hpp"

namespace txpath::report {

/// One table, made from replicates that pass by once.
class TableMaker {
public:
    TableMaker() = default;
    virtual ~TableMaker() = default;
    TableMaker(const TableMaker&) = delete;
    TableMaker& operator=(const TableMaker&) = delete;

    /// The next replicate, in order.
    virtual void add(const ReplicateResult& replicate) = 0;
    /// After the last: what could not be written before.
    virtual void finish() {}
};
using Maker = std::unique_ptr<TableMaker>;

/// What a table is made of. A view.
struct TableTask {
    const RunReport& report;
    CsvWriter& out;
    const std::string& scratch;  ///< folder for what memory should not hold
};

[[nodiscard]] Maker make_timeseries(const TableTask& task);
[[nodiscard]] Maker make_timeseries_summary(const TableTask& task);
[[nodiscard]] Maker make_stateprobs(const TableTask& task);
[[nodiscard]] Maker make_transitions(const TableTask& task);
[[nodiscard]] Maker make_flows(const TableTask& task);
[[nodiscard]] Maker make_resources(const TableTask& task);
[[nodiscard]] Maker make_adoption(const TableTask& task);
[[nodiscard]] Maker make_policies(const TableTask& task);
[[nodiscard]] Maker make_histories(const TableTask& task);
[[nodiscard]] Maker make_ce(const TableTask& task);
[[nodiscard]] Maker make_costs(const TableTask& task);
[[nodiscard]] Maker make_qalys(const TableTask& task);

/// The table of a run; what the task refers to must outlive it.
[[nodiscard]] Maker make_table(Table table, const TableTask& task);

/// One table alone, in a visit of its own.
void write_table(Table table, const TableTask& task);

/// The columns of some tables; the scenario has the currency.
void write_dictionary_of(std::span<const Table> tables, const Scenario& scenario, CsvWriter& out);
/// The same with columns that the registry cannot know.
void write_dictionary_of(std::span<const Table> tables, std::span<const Column> more,
                         const Scenario& scenario, CsvWriter& out);

/// The tables of a scenario's run folder, in the registry's order: those of things it does not have are not
/// there.
[[nodiscard]] std::vector<Table> tables_of(const Scenario& scenario);
/// Those of them that a run folder is to have.
[[nodiscard]] std::vector<Table> tables_of(const Scenario& scenario, TableSet wanted);

/// The dictionary is never compressed: it says how to read the others.
[[nodiscard]] Compression compression_of(Table table, const RunFiles& files) noexcept;

/// Has it a row (or several) for each replicate?
[[nodiscard]] bool has_each_replicate(Table table) noexcept;

/// Is it the name of one of their files, `timeseries.csv`, `timeseries.csv.gz` and so on?
[[nodiscard]] bool is_table_file(const Scenario& scenario, std::string_view name);

/// The strata in order of their names, as text keys are sorted.
[[nodiscard]] std::vector<Stratum> strata_by_name(const Scenario& scenario);

/// The time by which half of the stays had ended, in years; not a number when there were none.
///
///   Shape   bins: SojournBins::count, summed over the cells of interest
///   Method  within a bin the logarithm of the stay is taken as uniform; in the first bin, which also
///           holds shorter stays, the stay itself
[[nodiscard]] double median_stay(std::span<const std::int64_t> bins);

}  // namespace txpath::report
