// completion.hpp -- scripts that complete commands, flags and their values in a shell, made from the tables.
#pragma once

#include <string>
#include <string_view>

namespace txpath::app {

/// The completion script of `bash`, `zsh` or `fish`.
///   Requires  shell is one of them
[[nodiscard]] std::string completion_script(std::string_view shell);

}  // namespace txpath::app
