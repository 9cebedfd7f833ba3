// report.hpp -- what a run leaves behind: a folder of tables, and a few lines on the terminal.
//
// Owns      RunReport, write_run_folder, summary_text, sum_up_shared, estimate_tables; odd_text, which needs
// no
//           run.
// Promises  a folder under its final name is whole; text and tables are a function of the report
//           alone; no user or host name.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "txpath/decision.hpp"
#include "txpath/economics.hpp"
#include "txpath/precision.hpp"
#include "txpath/results.hpp"
#include "txpath/scenario.hpp"
#include "txpath/validate.hpp"

namespace txpath {

/// The checkpoint that a run went on from.
struct Origin {
    std::string file, sha256;       ///< its name without folder; of all but its last line
    std::string scenario;           ///< it is of
    double moment = 0.0;            ///< days
    std::uint64_t fingerprint = 0;  ///< of its model
    std::vector<InputDifference> differences;
};

/// What was run, with what and at what expense; for manifest.json.
struct ManifestFacts {
    std::string version, commit, compiler, flags;
    std::vector<std::pair<std::string, std::string>> libraries;  ///< name, version
    std::uint64_t fingerprint = 0;                               ///< of the model
    std::uint64_t seed = 0;
    int threads = 0;
    double wall_seconds = 0.0, cpu_seconds = 0.0;
    std::uint64_t peak_memory_bytes = 0;
    std::uint64_t instants = 0;  ///< events simulated
    std::uint32_t planned_replicates = 0, done_replicates = 0;
    std::optional<Precision> precision;  ///< of a scenario with a stopping rule
    std::optional<Origin> origin;        ///< of a run that went on from a checkpoint
    std::vector<std::string> warnings;
};

/// Everything a run folder needs. A view: what it refers to must outlive it.
struct RunReport {
    const Scenario& scenario;
    const Results& results;            ///< of one sample, replicates in order
    const EconomicSummary& economics;  ///< price(scenario, base case, results)
    const ManifestFacts& facts;
    bool with_workbook = false;  ///< add tables.xlsx; requires has_workbooks()
};

/// Everything the folder of a validation needs. A view.
struct ValidationReport {
    const Validation& validation;
    const ManifestFacts& facts;  ///< fingerprint: of the validation
};

/// Was this build made with the library that writes workbooks?
[[nodiscard]] bool has_workbooks() noexcept;
/// Rows of a table that a sheet holds below its header.
inline constexpr std::uint64_t most_workbook_rows = 1048575;

enum class Existing { refuse, replace };

struct FolderError {
    enum class Kind { cannot_create, io } kind = Kind::io;  ///< exit codes 73 and 74
    std::string path;
    std::string reason;              ///< one lower-case sentence
    std::uint64_t needed_bytes = 0;  ///< what the folder takes, about
};

struct RunFolder {
    std::string path;
    std::uint64_t bytes = 0;
};
using Written = std::variant<RunFolder, FolderError>;

/// The folder a run is written to: `<scenario>-<8 hex digits of the fingerprint>`.
[[nodiscard]] std::string run_folder_name(const Scenario& scenario, std::uint64_t fingerprint);

/// Write the tables, manifest, effective scenario, dictionary, README and checksums of a run into a folder of
/// `destination`.
///   Errors  a folder of that name is there and `existing` is refuse, or the disk says no:
///           nothing under the final name
[[nodiscard]] Written write_run_folder(const RunReport& report, const std::string& destination,
                                       Existing existing);

/// What identifies a validation: trials as they were done, seed and number of replicates.
[[nodiscard]] std::uint64_t validation_fingerprint(const Validation& validation, std::uint64_t seed,
                                                   std::uint32_t replicates);

/// `validation-<8 hex digits of the fingerprint>`.
[[nodiscard]] std::string validation_folder_name(std::uint64_t fingerprint);

/// Write validation.csv, its dictionary, the effective scenario of each trial, README, manifest and
/// checksums.
///   Errors  as write_run_folder
[[nodiscard]] Written write_validation_folder(const ValidationReport& report, const std::string& destination,
                                              Existing existing);

struct TextStyle {
    bool is_coloured = false;  ///< ANSI colours
    bool is_ascii = false;     ///< marks in ASCII; the scenario's own words stay as they are
};

/// What happened, in a few lines for a terminal: people, headline measures, money, precision, warnings.
[[nodiscard]] std::string summary_text(const RunReport& report, const TextStyle& style);

/// What the scenario's stopping rule came to, in one line: the figure, how well it is known, what was wanted.
///   Requires  scenario.run.stop
[[nodiscard]] std::string precision_text(const Scenario& scenario, const Precision& precision);

/// A resource over a whole run; means over replicates, real scale.
struct ResourceSummary {
    std::string name;
    bool is_per_day = false;
    double capacity = 0.0;           ///< at the last report; infinite: unlimited
    double used = 0.0, queue = 0.0;  ///< at the last report
    double joined = 0.0, granted = 0.0, gave_up = 0.0, ended = 0.0;  ///< people, over the run
    /// Days, of those who were granted over the run; not a number when nobody was.
    double wait_mean = 0.0, wait_median = 0.0;
};

/// Something that has a value at each report; means over replicates.
struct Development {
    std::string name;
    double start = 0.0, end = 0.0;
};

struct PolicySummary {
    std::string name;
    std::uint32_t replicates = 0;                ///< in which it came into force
    double first_begin = 0.0, last_begin = 0.0;  ///< days, over these
    std::uint32_t ended = 0;                     ///< replicates in which it ended again
    double first_end = 0.0, last_end = 0.0;      ///< days, over these
};

/// What people shared. Each part is empty where the scenario has no such thing.
struct SharedSummary {
    std::vector<ResourceSummary> resources;
    std::vector<Development> clinicians;  ///< shares, by state
    std::vector<Development> system;
    std::vector<PolicySummary> policies;
};

///   Requires  one replicate at least
[[nodiscard]] SharedSummary sum_up_shared(const RunReport& report);

/// Each endpoint with its published and simulated value, range, window and verdict.
[[nodiscard]] std::string validation_text(const Validation& validation, const TextStyle& style);

struct TableEstimate {
    std::string file;
    std::uint64_t rows = 0, bytes = 0;
};

/// Rows and bytes of each table before anything is run.
///   Method  rows are exact but for flows and histories, whose rows depend on chance;
///           bytes from typical widths
[[nodiscard]] std::vector<TableEstimate> estimate_tables(const Scenario& scenario, std::uint32_t replicates);

/// What tells which model and program a description belongs to.
struct OddFacts {
    std::string version;            ///< of the program
    std::uint64_t fingerprint = 0;  ///< of the model
};

/// A draft of the model's description after the ODD protocol, in Markdown: what the scenario says, and marked
/// slots, listed at the end, for what only the author can say.
///   Requires  check_pathways(scenario) has no errors
///   Source    Grimm et al. 2020, JASSS 23(2) 7
[[nodiscard]] std::string odd_text(const Scenario& scenario, const OddFacts& facts);

}  // namespace txpath
