// manifest.hpp -- manifest.json and the name of the folder.
//
// Owns      what identifies a run, and the record of how it was made.
// Promises  the run's fingerprint covers the model and the whole effective scenario, hence also seed,
//           people and prices: equal folder names mean equal tables.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "txpath/barriers_report.hpp"
#include "txpath/calibrate.hpp"
#include "txpath/compare_report.hpp"
#include "txpath/report.hpp"
#include "txpath/sensitivity_report.hpp"
#include "txpath/uncertainty_report.hpp"
#include "txpath/validate.hpp"

namespace txpath::report {

struct WrittenFile {
    std::string name;
    std::uint64_t bytes = 0;
    std::string sha256;
};

[[nodiscard]] std::uint64_t run_fingerprint(const Scenario& scenario, std::uint64_t model_fingerprint);

/// The text of manifest.json, which names `files`, the others in the folder.
[[nodiscard]] std::string manifest_text(const RunReport& report, const std::vector<WrittenFile>& files);

[[nodiscard]] std::string manifest_text(const ValidationReport& report,
                                        const std::vector<WrittenFile>& files);

[[nodiscard]] std::string manifest_text(const BarriersReport& report, const std::vector<WrittenFile>& files);

[[nodiscard]] std::string manifest_text(const ComparisonReport& report,
                                        const std::vector<WrittenFile>& files);

[[nodiscard]] std::string manifest_text(const UncertaintyReport& report,
                                        const std::vector<WrittenFile>& files);

[[nodiscard]] std::string manifest_text(const SensitivityReport& report,
                                        const std::vector<WrittenFile>& files);

struct CalibrationFacts {
    const Study& study;
    const Calibration& found;
    const ManifestFacts& facts;
};
[[nodiscard]] std::string manifest_text(const CalibrationFacts& report,
                                        const std::vector<WrittenFile>& files);

}  // namespace txpath::report
