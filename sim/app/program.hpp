// program.hpp -- what the programs of txpath share: how they begin and how they end.
//
// Owns      what is said before a command, and how a wrong command line and an exception are told.
// Promises  whatever happens ends in one of the codes of exit_codes.hpp, with a sentence that says why.
#pragma once

#include <exception>
#include <functional>
#include <string>

#include "app/arguments.hpp"
#include "app/exit_codes.hpp"
#include "app/terminal.hpp"

namespace txpath::app {

/// How the program ends, and its last words: whole lines.
struct Ending {
    ExitCode code = ExitCode::bug;
    std::string text;
};
[[nodiscard]] Ending ending_of(const std::exception_ptr& failure);

/// Do it; what it throws is told, and so is output that cannot be written.
[[nodiscard]] ExitCode guarded(const std::function<ExitCode()>& work);

[[nodiscard]] ExitCode say_usage(const UsageError& mistake);
[[nodiscard]] ExitCode say_version();

/// Before a command that would have liked threads; `--threads` shows that somebody knows.
void say_if_pinned(const Invocation& invocation, const Terminal& terminal);

}  // namespace txpath::app
