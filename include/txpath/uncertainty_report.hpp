// uncertainty_report.hpp -- what an analysis of uncertainty leaves behind: a folder of tables, and some
// lines.
//
// Owns      UncertaintyReport, write_uncertainty_folder, uncertainty_text, estimate_uncertainty_tables.
// Promises  as report.hpp: a folder under its final name is whole; text and tables are a function of study,
//           sample and analysis alone.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "txpath/report.hpp"
#include "txpath/uncertainty.hpp"

namespace txpath {

/// Everything the folder needs. A view.
struct UncertaintyReport {
    const DecisionStudy& study;
    const UncertaintySample& sample;
    const UncertaintyAnalysis& analysis;
    const ManifestFacts& facts;  ///< fingerprint: uncertainty_fingerprint
    bool with_workbook = false;  ///< the tables once more in tables.xlsx; requires has_workbooks()
};

/// `latin_hypercube` and so on, `cost` and so on, `samples` and so on, as in files.
[[nodiscard]] std::string_view word_for(Sampling sampling) noexcept;
[[nodiscard]] std::string_view word_for(Difference difference) noexcept;
[[nodiscard]] std::string_view word_for(Spend spend) noexcept;

/// `uncertainty-<8 hex digits of the fingerprint>`.
[[nodiscard]] std::string uncertainty_folder_name(std::uint64_t fingerprint);

/// Write the tables of an analysis, their dictionary, the study, the effective scenarios, README, manifest
/// and checksums.
///   Errors  as write_run_folder
[[nodiscard]] Written write_uncertainty_folder(const UncertaintyReport& report,
                                               const std::string& destination, Existing existing);

/// What is best at each threshold and how sure, what is worth learning, and where more work is well spent.
[[nodiscard]] std::string uncertainty_text(const UncertaintyReport& report, const TextStyle& style);

/// Where the next hour is better spent, in a sentence.
[[nodiscard]] std::string advice_sentence(const UncertaintyReport& report);

/// Rows and bytes before anything is run; about.
[[nodiscard]] std::vector<TableEstimate> estimate_uncertainty_tables(const DecisionStudy& study,
                                                                     std::size_t values);

}  // namespace txpath
