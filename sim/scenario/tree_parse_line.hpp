// tree_parse_line.hpp -- parse_yaml without yaml-cpp, for WebAssembly: the values of settings, one line each.
//
// Owns      the part of YAML that a value in one line needs: plain and quoted texts, [lists] and {mappings}.
// Promises  what it accepts means what parse_yaml takes it for; all else is refused with its place. A whole
//           file is never parsed here: the package holds its tree.
#pragma once

#include <string>

#include "scenario/tree.hpp"

namespace txpath {

/// As parse_yaml, of a text of one line.
[[nodiscard]] Node parse_yaml_line(const SourceFile& file, const std::string& text, Diagnostics& found);

}  // namespace txpath
