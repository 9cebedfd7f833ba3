// compare_report.hpp -- what a comparison of strategies leaves behind: a folder of tables, and some lines.
//
// Owns      ComparisonReport, write_comparison_folder, comparison_text, estimate_comparison_tables,
//           frontier_of.
// Promises  as report.hpp: a folder under its final name is whole; text and tables are a function of the
//           comparison alone. In tables with strategies by name their order in the study leaves no trace.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "txpath/cea.hpp"
#include "txpath/compare.hpp"
#include "txpath/report.hpp"

namespace txpath {

/// Everything the folder needs. A view.
struct ComparisonReport {
    const Comparison& comparison;
    const ManifestFacts& facts;  ///< fingerprint: of the plan
    bool with_workbook = false;  ///< the tables once more in tables.xlsx; requires has_workbooks()
};

/// `costs`, `qalys`, `life_years`; `ND`, `ED`, `D`, as in the tables.
[[nodiscard]] std::string_view word_for(Quantity quantity) noexcept;
[[nodiscard]] std::string_view word_for(Dominance dominance) noexcept;

/// `compare-<8 hex digits of the fingerprint>`.
[[nodiscard]] std::string comparison_folder_name(std::uint64_t fingerprint);

/// ICERs of a stratum by mean discounted costs and QALYs; empty: no money, or nobody in the stratum.
[[nodiscard]] std::vector<IcerRow> frontier_of(const Comparison& comparison, std::size_t stratum);

/// Write compare.csv and its companions, their dictionary, the effective scenarios, README, manifest and
/// checksums.
///   Errors  as write_run_folder
[[nodiscard]] Written write_comparison_folder(const ComparisonReport& report, const std::string& destination,
                                              Existing existing);

/// What was asked, what each strategy changes and how sure that is, ICERs, and in what the inputs differ.
[[nodiscard]] std::string comparison_text(const ComparisonReport& report, const TextStyle& style);

/// Rows and bytes, both about, before anything is run.
[[nodiscard]] std::vector<TableEstimate> estimate_comparison_tables(const ComparisonPlan& plan);

}  // namespace txpath
