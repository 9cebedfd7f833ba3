// calibration_folder.cpp -- the folder of a calibration, which fills while it runs.
#include <fmt/format.h>

#include <filesystem>

#include "base/fingerprint.hpp"
#include "report/calibration_tables.hpp"
#include "report/folder_writer.hpp"
#include "report/tables.hpp"
#include "txpath/calibration_report.hpp"

namespace txpath {
namespace report {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view how_to_use = R"(
Use the fit

  Copy fit.yaml beside the scenario it belongs to, see that its line 'extends' names that scenario, and run it,
  or let other scenarios and trials extend it.

How to open a table

  R        d <- read.csv("fit.csv")
  Python   import pandas as pd; d = pd.read_csv("fit.csv")
  Excel    Data > From Text/CSV > fit.csv; file origin 65001 (UTF-8), comma.

Numbers of a value are in the unit that fit.csv names. evaluations.csv is long: one row a number.
)";

std::string readme_of(const Study& study, const Calibration& found)
{
    const auto line = [](std::string_view file, std::string_view says) {
        return fmt::format("  {:<24}{}\n", file, says);
    };
    std::string text = study.title.empty() ? study.name : study.title;
    text +=
        "\n\nValues fitted to published results by txpath. What each file is, and of a table what a row "
        "is:\n\n";
    for (const Table table : calibration_tables)
        text += line(fmt::format("{}.csv", info(table).name), info(table).description);
    if (found.is_complete) text += line("fit.yaml", "the fitted values, as a file that extends a scenario");
    text += line("study.yaml", "the study as it was done");
    text += line("NAME.effective.yaml", "each of its scenarios, in one file");
    text += line("manifest.json", "program, settings, seed, fingerprint, time and memory taken, warnings");
    text += line("SHA256SUMS", "checksums of all files");
    if (!found.is_complete)
        text +=
            "\nThe calibration was stopped: the tables hold what was evaluated until then, and there is no "
            "fit.\n";
    return text + std::string(how_to_use);
}

}  // namespace
}  // namespace report

std::uint64_t calibration_fingerprint(const Study& study)
{
    Fingerprint fingerprint;
    fingerprint.add(std::string_view(study.text));
    for (const auto& scenario : study.scenarios) fingerprint.add(std::string_view(scenario->effective_text));
    fingerprint.add(study.seed);
    fingerprint.add(std::uint64_t{study.replicates});
    return fingerprint.value();
}

std::string calibration_folder_name(const Study& study)
{
    return fmt::format("{}-{:08x}", study.name, calibration_fingerprint(study) >> 32);
}

struct CalibrationFolder::Parts {
    const Study& study;
    std::string path;
    PendingFolder pending;
    report::FolderWriter writer;
    AtomicFile evaluations;
    Sha256 hash;
    std::uint64_t bytes = 0;
    report::CsvWriter rows;

    Parts(const Study& of, std::string where, IfPresent if_present)
        : study(of),
          path(std::move(where)),
          pending(path, if_present),
          writer(pending.temporary()),
          evaluations(pending.temporary() + "/evaluations.csv"),
          rows(report::Table::evaluations, [this](std::string_view text) {
              evaluations.write(text);
              hash.add(text);
              bytes += text.size();
          })
    {
    }
};

CalibrationFolder::CalibrationFolder(const Study& study, const std::string& destination, Existing existing)
{
    const auto path = report::fs::path(destination) / calibration_folder_name(study);
    parts_ = std::make_unique<Parts>(study, path.string(),
                                     existing == Existing::refuse ? IfPresent::refuse : IfPresent::replace);
}

CalibrationFolder::~CalibrationFolder() = default;

void CalibrationFolder::keep(const Evaluation& evaluation)
{
    report::write_evaluation(parts_->study, evaluation, parts_->rows);
    parts_->rows.flush();
    parts_->evaluations.flush();
}

RunFolder CalibrationFolder::finish(const Calibration& found, const ManifestFacts& facts)
{
    using namespace report;
    Parts& parts = *parts_;
    FolderWriter& folder = parts.writer;
    parts.rows.flush();
    parts.evaluations.commit();
    folder.list({"evaluations.csv", parts.bytes, parts.hash.hex()});
    for (const Table table : calibration_tables) {
        if (table == Table::evaluations) continue;
        folder.add(fmt::format("{}.csv", info(table).name), [&](const TextSink& sink) {
            CsvWriter out(table, sink);
            if (table == Table::data_dictionary)
                write_dictionary_of(calibration_tables, Scenario{}, out);
            else
                write_calibration_table(table, parts.study, found, out);
            out.flush();
        });
    }
    if (found.is_complete) folder.add_text("fit.yaml", fitted_overlay(parts.study, found));
    folder.add_text("study.yaml", parts.study.text);
    for (const auto& scenario : parts.study.scenarios)
        folder.add_text(scenario->name + ".effective.yaml", scenario->effective_text);
    std::vector<const Scenario*> scenarios;
    for (const auto& scenario : parts.study.scenarios) scenarios.push_back(scenario.get());
    add_data_files(scenarios, folder);
    folder.add_text("README.txt", readme_of(parts.study, found));
    folder.add_text("manifest.json",
                    manifest_text(CalibrationFacts{parts.study, found, facts}, folder.files()));
    folder.add_text("SHA256SUMS", checksums(folder.files()));
    parts.pending.commit();
    RunFolder written{parts.path, 0};
    for (const WrittenFile& file : folder.files()) written.bytes += file.bytes;
    return written;
}

}  // namespace txpath
