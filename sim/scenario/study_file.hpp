// study_file.hpp -- a study file, opened: what is read of it alike whatever it asks.
//
// Owns      StudyFile, open_study, read_study_head, load_scenario_set.
// Not here  its parts: load_study.cpp (calibrate), load_decision.cpp (strategies).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "scenario/sections.hpp"

namespace txpath {

struct StudyFile {
    std::string name;    ///< of the file, without folder and extension
    std::string text;    ///< as read
    std::string folder;  ///< to which its paths are relative
    const SourceFile* source = nullptr;
    Node root;
};

/// The file as a tree; nothing after a reported mistake.
[[nodiscard]] std::optional<StudyFile> open_study(Loading& loading, const std::string& path);

struct StudyHead {
    std::string title, description;
};

/// Check the keys at its top, and read what names it; nothing when it is no mapping.
///   Errors  reported: unknown keys, and those that nothing would read
[[nodiscard]] std::optional<StudyHead> read_study_head(Loading& loading, const Node& root);

/// The path that a node of a study names, relative to the study; nothing after a reported mistake.
[[nodiscard]] std::optional<std::string> path_beside(Loading& loading, const Node& file,
                                                     const std::string& folder);

/// A scenario file with what a study sets in it, and then what the command line does.
///   Errors  as load_scenario
[[nodiscard]] Checked<Scenario> load_scenario_set(const std::string& path, const std::vector<Entry>& settings,
                                                  const std::vector<Override>& overrides);

}  // namespace txpath
