// barriers_report.hpp -- what an analysis of barriers leaves behind: a folder of tables, and some lines.
//
// Owns      BarriersReport, write_barriers_folder, barriers_text, estimate_barrier_tables.
// Promises  as report.hpp: a folder under its final name is whole; text and tables are a function of the
//           analysis alone.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "txpath/barriers.hpp"
#include "txpath/report.hpp"

namespace txpath {

/// Everything the folder needs. A view.
struct BarriersReport {
    const BarrierAnalysis& analysis;
    const ManifestFacts& facts;  ///< fingerprint: of the plan
    bool with_workbook = false;  ///< as in RunReport
};

/// `none`, `exact`, `sampled`; `as_is`, `alone_removed` and so on, as in the tables.
[[nodiscard]] std::string_view word_for(Sharing sharing) noexcept;
[[nodiscard]] std::string_view word_for(BarrierKind kind) noexcept;

/// `barriers-<8 hex digits of the fingerprint>`.
[[nodiscard]] std::string barriers_folder_name(std::uint64_t fingerprint);

/// Write barriers.csv, barriers_replicates.csv, their dictionary, the effective scenario, README, manifest
/// and checksums.
///   Errors  as write_run_folder
[[nodiscard]] Written write_barriers_folder(const BarriersReport& report, const std::string& destination,
                                            Existing existing);

/// For each headline measure: what each barrier holds back, alone and in company, and how they act together.
[[nodiscard]] std::string barriers_text(const BarriersReport& report, const TextStyle& style);

/// How many times smaller common luck makes the standard errors of differences, median over the figures of
/// everybody; not a number when no difference has an error.
[[nodiscard]] double gain_from_common_luck(const BarrierAnalysis& analysis);

/// Rows, which are exact, and bytes, which are not, before anything is run.
[[nodiscard]] std::vector<TableEstimate> estimate_barrier_tables(const BarrierPlan& plan);

}  // namespace txpath
