// delivery.hpp -- what commands that write a folder share: where it goes, with how many threads, and what
// the manifest says of the program.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "app/arguments.hpp"
#include "app/exit_codes.hpp"
#include "app/process.hpp"
#include "app/terminal.hpp"
#include "txpath/report.hpp"

namespace txpath::app {

[[nodiscard]] std::string destination_of(const Invocation& invocation);  ///< `--out`, or output
[[nodiscard]] int threads_of(const Invocation& invocation);
[[nodiscard]] Existing existing_of(const Invocation& invocation);  ///< `--force`

/// Why a folder could not be written, found before the work rather than after it; it has been said.
[[nodiscard]] std::optional<ExitCode> obstacle_to(const std::filesystem::path& folder,
                                                  const Invocation& invocation, const Terminal& terminal);

/// Why that many bytes have no room where a folder goes, found before the work; it has been said.
[[nodiscard]] std::optional<ExitCode> obstacle_to_room(const std::filesystem::path& folder,
                                                       std::uint64_t needed_bytes, const Terminal& terminal);

/// Why `--xlsx`, if it was said, cannot be had of such tables; it has been said.
[[nodiscard]] std::optional<ExitCode> obstacle_to_workbook(const std::vector<TableEstimate>& tables,
                                                           const Invocation& invocation,
                                                           const Terminal& terminal);

/// Say why a folder was not written.
[[nodiscard]] ExitCode say(const FolderError& error, const Terminal& terminal);

/// Program, warnings of the scenario, time and memory so far; the rest is the caller's.
[[nodiscard]] ManifestFacts facts_so_far(const Scenario& scenario, const Stopwatch& watch);

}  // namespace txpath::app
