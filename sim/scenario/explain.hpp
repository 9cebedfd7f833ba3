// explain.hpp -- a merged scenario as text again.
//
// Owns      the effective text (stands alone), the explained text (with origins), the list of data files.
// Promises  the effective text reads back as the same scenario: all stands in it as it was written.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "scenario/tree.hpp"
#include "txpath/scenario.hpp"

namespace txpath {

/// Paths of the CSV files that the scenario reads, each once, in the order of their names. The effective text
/// names them by name alone, so two of the same name in different folders are reported.
[[nodiscard]] std::vector<std::string> data_files_of(const Node& root, const std::string& root_folder,
                                                     Diagnostics& found);

/// The value of `references` as a mapping of the citations themselves, where it was written; a file of them
/// needs no reading any more.
[[nodiscard]] Node written_out(const Node& references, const Scenario& scenario);

/// A value as `--set PATH=VALUE` would take it.
[[nodiscard]] std::string on_one_line(const Node& node);

/// One YAML file: no `extends` or `include`, citations written out, data files by their name alone.
[[nodiscard]] std::string effective_text(const Node& root, const Scenario& scenario);

/// The same with the origin of every value as a comment, hazards per year, and the numbers that have no
/// source.
[[nodiscard]] std::string explained_text(const Node& root, const Scenario& scenario,
                                         const Scenario& clinicians, const std::vector<Unsourced>& unsourced);

}  // namespace txpath
