// build_facts.hpp -- what this program was built from and with.
//
// Owns      version, commit, compiler, flags and library versions, as text for the manifest and the doctor.
// Assumes   the build passes them in; without git the commit is "unknown".
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace txpath::app {

[[nodiscard]] std::string_view version() noexcept;
[[nodiscard]] std::string_view commit() noexcept;
[[nodiscard]] std::string compiler();
[[nodiscard]] std::string_view compiler_flags() noexcept;

/// Names and versions of the libraries, by name.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> libraries();

}  // namespace txpath::app
