// delivery.hpp -- what commands that write a folder share.
//
// Owns      where it goes, with how many threads, what the manifest says of the program, how the end is told.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/arguments.hpp"
#include "app/exit_codes.hpp"
#include "app/process.hpp"
#include "app/terminal.hpp"
#include "base/files.hpp"
#include "txpath/decision.hpp"
#include "txpath/report.hpp"

namespace txpath::app {

[[nodiscard]] std::string destination_of(const Invocation& invocation);  ///< `--out`, or output
[[nodiscard]] int threads_of(const Invocation& invocation);
[[nodiscard]] Existing existing_of(const Invocation& invocation);  ///< `--force`

/// Of all tables together.
[[nodiscard]] std::uint64_t bytes_of(const std::vector<TableEstimate>& tables);

/// What a disk must have room for.
struct Need {
    std::uint64_t bytes = 0;  ///< 0: not known
    std::string_view what;
};
/// Say why something was not written, and of a full or failing disk how much is needed.
[[nodiscard]] ExitCode say(const WriteError& error, const Need& need, const Terminal& terminal);

/// Why a folder of this name could not be written, found before the work rather than after it; it has been
/// said.
[[nodiscard]] std::optional<ExitCode> obstacle_to(const std::string& folder_name, std::uint64_t table_bytes,
                                                  const Invocation& invocation, const Terminal& terminal);

/// Why `--xlsx`, if it was said, cannot be had of such tables; it has been said.
[[nodiscard]] std::optional<ExitCode> obstacle_to_workbook(const std::vector<TableEstimate>& tables,
                                                           const Invocation& invocation,
                                                           const Terminal& terminal);

/// How a command ends that was stopped before it wrote anything; it has been said.
[[nodiscard]] ExitCode stopped(const Terminal& terminal);

/// What was done, in one JSON object and in text.
struct Telling {
    std::function<std::string(const RunFolder&)> json;
    std::function<std::string(const TextStyle&)> text;
};

/// Tell what was done and where its files are (`--json`, or text), or say why the folder was not written.
[[nodiscard]] ExitCode deliver(const Written& written, const Telling& telling, const Invocation& invocation,
                               const Terminal& terminal);

/// Why a page could not be written (`--out`), found before the work; it has been said.
[[nodiscard]] std::optional<ExitCode> obstacle_to_page(const Invocation& invocation,
                                                       const Terminal& terminal);

/// A draft that its reader completes: to the file of `--out`, or to standard output. Throws WriteError.
[[nodiscard]] ExitCode deliver_page(const std::string& page, const Invocation& invocation,
                                    const Terminal& terminal);

/// Messages of the warnings, without notes.
[[nodiscard]] std::vector<std::string> warnings_of(const Diagnostics& found);

/// Program, time and memory so far; the rest is the caller's.
[[nodiscard]] ManifestFacts facts_so_far(const Stopwatch& watch);
/// Besides: seed, replicates and warnings of a scenario.
[[nodiscard]] ManifestFacts facts_so_far(const Scenario& scenario, const Stopwatch& watch);
/// Besides: those of the reference, and each warning of the study and the other strategies once.
[[nodiscard]] ManifestFacts facts_so_far(const DecisionStudy& study, const Stopwatch& watch);

}  // namespace txpath::app
