// help.hpp -- the tables of commands and flags as text for people.
//
// Owns      the overview, the help of one command, the list of flags that other pages share.
// Promises  nothing is said here that is not in the tables.
#pragma once

#include <string>
#include <string_view>

#include "app/command_table.hpp"

namespace txpath::app {

/// How a flag is written: `--seed N`, `-v, --verbose`, `--color auto|always|never`.
[[nodiscard]] std::string spelling(const Flag& flag);

/// `txpath run SCENARIO [flags]`.
[[nodiscard]] std::string usage_line(const Command& command);

[[nodiscard]] std::string overview();
[[nodiscard]] std::string help_on(const Command& command);
/// The page of a group of commands.
[[nodiscard]] std::string help_on_group(std::string_view group);

}  // namespace txpath::app
