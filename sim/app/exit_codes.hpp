// exit_codes.hpp -- how the program ends.
//
// Owns      ExitCode and what each means in words, and which mistakes of a scenario lead to which.
// Promises  scripts may rely on these numbers (sysexits.h where it has one).
#pragma once

#include <span>
#include <string_view>

#include "txpath/diagnostic.hpp"

namespace txpath::app {

enum class ExitCode : int {
    ok = 0,
    target_missed = 3,   ///< a comparison with data failed
    usage = 64,          ///< the command line
    bad_scenario = 65,   ///< the scenario or its data
    missing_input = 66,  ///< a file that is not there
    bug = 70,            ///< our own code, or no memory
    cannot_create = 73,  ///< an output that cannot be created
    io = 74,             ///< disk full, or a failing device
    resumable = 75,      ///< stopped in good order, can be resumed
    interrupted = 130,   ///< Ctrl-C, after a clean stop
    terminated = 143,    ///< SIGTERM, after a clean stop
};

/// `missing_input` if absent files are all that is wrong, `bad_scenario` if there is any other error.
///   Requires  found.has_errors()
[[nodiscard]] ExitCode code_of(const Diagnostics& found);

struct ExitMeaning {
    int code;
    std::string_view meaning;
};
[[nodiscard]] std::span<const ExitMeaning> exit_meanings();

}  // namespace txpath::app
