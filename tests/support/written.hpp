// written.hpp -- scenarios and tables written for one test.
//
// Owns      WrittenFolder, a temporary folder that goes with its test, and short ways to load what is in it.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "txpath/scenario.hpp"

namespace txpath {

class WrittenFolder {
public:
    WrittenFolder();
    ~WrittenFolder();
    WrittenFolder(const WrittenFolder&) = delete;
    WrittenFolder& operator=(const WrittenFolder&) = delete;

    /// Write a file and return its path.
    std::string write(std::string_view name, std::string_view text) const;

    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
};

/// The messages of a load and of the check of its pathways, without `folder` before the names of files; empty when
/// there are no errors.
[[nodiscard]] std::string mistakes_in(const std::string& path, const std::string& folder);

/// The same for a text.
[[nodiscard]] std::string mistakes_of(std::string_view text);

/// A text that must load.
[[nodiscard]] Scenario loaded(std::string_view text);

/// The ids of things by name; the test fails when there is none.
[[nodiscard]] StateId state_of(const Scenario& scenario, std::string_view track, std::string_view name);
[[nodiscard]] const Transition& transition_of(const Scenario& scenario, std::string_view track, std::string_view name);
[[nodiscard]] AttributeId attribute_of(const Scenario& scenario, std::string_view name);

/// A scenario with one track `care` of states `well` and `ill`: `sections` before it, `transitions` in it.
[[nodiscard]] std::string care_scenario(std::string_view sections, std::string_view transitions);

}  // namespace txpath
