// commands.hpp -- what each command does.
//
// Owns      one function a command: it talks through the terminal and returns how the program ends.
// Promises  nothing is left half-written, whatever happens.
#pragma once

#include "app/arguments.hpp"
#include "app/exit_codes.hpp"
#include "app/terminal.hpp"

namespace txpath::app {

[[nodiscard]] ExitCode run(const Invocation& invocation, const Terminal& terminal);
[[nodiscard]] ExitCode validate(const Invocation& invocation, const Terminal& terminal);
[[nodiscard]] ExitCode check(const Invocation& invocation, const Terminal& terminal);
[[nodiscard]] ExitCode calibrate(const Invocation& invocation, const Terminal& terminal);
[[nodiscard]] ExitCode barriers(const Invocation& invocation, const Terminal& terminal);
[[nodiscard]] ExitCode compare(const Invocation& invocation, const Terminal& terminal);
[[nodiscard]] ExitCode uncertainty(const Invocation& invocation, const Terminal& terminal);
[[nodiscard]] ExitCode sensitivity(const Invocation& invocation, const Terminal& terminal);
[[nodiscard]] ExitCode batch_plan(const Invocation& invocation, const Terminal& terminal);
[[nodiscard]] ExitCode batch_run(const Invocation& invocation, const Terminal& terminal);
[[nodiscard]] ExitCode batch_status(const Invocation& invocation, const Terminal& terminal);
[[nodiscard]] ExitCode batch_merge(const Invocation& invocation, const Terminal& terminal);
[[nodiscard]] ExitCode batch_expand(const Invocation& invocation, const Terminal& terminal);
[[nodiscard]] ExitCode report(const Invocation& invocation, const Terminal& terminal);
[[nodiscard]] ExitCode open(const Invocation& invocation, const Terminal& terminal);
[[nodiscard]] ExitCode explore(const Invocation& invocation, const Terminal& terminal);
[[nodiscard]] ExitCode graph(const Invocation& invocation, const Terminal& terminal);
[[nodiscard]] ExitCode odd(const Invocation& invocation, const Terminal& terminal);
[[nodiscard]] ExitCode cheers(const Invocation& invocation, const Terminal& terminal);
[[nodiscard]] ExitCode init(const Invocation& invocation, const Terminal& terminal);
[[nodiscard]] ExitCode schema(const Invocation& invocation, const Terminal& terminal);
[[nodiscard]] ExitCode doctor(const Invocation& invocation, const Terminal& terminal);
[[nodiscard]] ExitCode completion(const Invocation& invocation, const Terminal& terminal);
[[nodiscard]] ExitCode man(const Invocation& invocation, const Terminal& terminal);
[[nodiscard]] ExitCode help(const Invocation& invocation, const Terminal& terminal);

}  // namespace txpath::app
