// sensitivity_report.hpp -- what an analysis of sensitivity leaves behind: a folder of tables, and some
// lines.
//
// Owns      SensitivityReport, write_sensitivity_folder, sensitivity_text, estimate_sensitivity_tables.
// Promises  as report.hpp: a folder under its final name is whole; text and tables are a function of study,
//           plan and analysis alone.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "txpath/report.hpp"
#include "txpath/sensitivity.hpp"

namespace txpath {

/// Everything the folder needs. A view.
struct SensitivityReport {
    const DecisionStudy& study;
    const SensitivityPlan& plan;
    const SensitivityAnalysis& analysis;
    const ManifestFacts& facts;  ///< fingerprint: sensitivity_fingerprint
    bool with_workbook = false;  ///< the tables once more in tables.xlsx; requires has_workbooks()
};

/// `costs`, `qalys`, `net_benefit`; `low`, `high`; `beyond_luck`, `luck`, `unknown`, `none`, as in files.
[[nodiscard]] std::string_view word_for(SweptOutcome outcome) noexcept;
[[nodiscard]] std::string_view word_for(RangeEnd end) noexcept;
[[nodiscard]] std::string_view word_for(Beyond beyond) noexcept;

/// `sensitivity-<8 hex digits of the fingerprint>`.
[[nodiscard]] std::string sensitivity_folder_name(std::uint64_t fingerprint);

/// Write the tables of an analysis, their dictionary, the study, the effective scenarios, README, manifest
/// and checksums.
///   Errors  as write_run_folder
[[nodiscard]] Written write_sensitivity_folder(const SensitivityReport& report,
                                               const std::string& destination, Existing existing);

/// What moves the decision most, what would change it, and from where on.
[[nodiscard]] std::string sensitivity_text(const SensitivityReport& report, const TextStyle& style);

/// One search in a sentence.
[[nodiscard]] std::string crossing_sentence(const SensitivityReport& report, const SearchResult& result,
                                            const TextStyle& style);

/// Rows and bytes before anything is run; about.
[[nodiscard]] std::vector<TableEstimate> estimate_sensitivity_tables(const DecisionStudy& study,
                                                                     const SensitivityPlan& plan);

}  // namespace txpath
