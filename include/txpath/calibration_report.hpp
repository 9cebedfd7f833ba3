// calibration_report.hpp -- what a calibration leaves behind: a folder that fills while it runs, and a few
// lines.
//
// Owns      CalibrationFolder, fitted_overlay, calibration_text.
// Promises  every evaluation is with the operating system before the next begins; a calibration that was
// stopped
//           leaves what was evaluated.
#pragma once

#include <memory>
#include <string>

#include "txpath/calibrate.hpp"
#include "txpath/report.hpp"

namespace txpath {

/// What identifies a calibration: study, scenarios, seed and replicates.
[[nodiscard]] std::uint64_t calibration_fingerprint(const Study& study);

/// STUDY-FINGERPRINT.
[[nodiscard]] std::string calibration_folder_name(const Study& study);

/// The folder of one calibration. Until `finish` it has a temporary name beside it.
class CalibrationFolder {
public:
    /// Throws WriteError, also if there is one and `existing` is refuse. The study must outlive it.
    CalibrationFolder(const Study& study, const std::string& destination, Existing existing);
    ~CalibrationFolder();
    CalibrationFolder(const CalibrationFolder&) = delete;
    CalibrationFolder& operator=(const CalibrationFolder&) = delete;

    /// Add to evaluations.csv. Throws WriteError.
    void keep(const Evaluation& evaluation);

    /// Write the rest and give the folder its name; the fit only if it is complete. Throws WriteError.
    [[nodiscard]] RunFolder finish(const Calibration& found, const ManifestFacts& facts);

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

/// The fit as a file that extends a scenario: values with `source: calibrated` and a note on where they come
/// from.
[[nodiscard]] std::string fitted_overlay(const Study& study, const Calibration& found);

/// What was found, in a few lines for a terminal.
[[nodiscard]] std::string calibration_text(const Study& study, const Calibration& found,
                                           const TextStyle& style);

/// What a reader of the fit should know: values at bounds, what the targets leave open, values they cannot
/// tell apart.
[[nodiscard]] std::vector<std::string> doubts_about(const Study& study, const Calibration& found);

}  // namespace txpath
