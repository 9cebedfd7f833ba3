#include "app/exit_codes.hpp"

#include <algorithm>
#include <array>

namespace txpath::app {

namespace {

constexpr std::array exit_table{
    ExitMeaning{0, "done"},
    ExitMeaning{3, "a trial's target was missed"},
    ExitMeaning{64, "the command line is wrong"},
    ExitMeaning{65, "the scenario or its data is wrong"},
    ExitMeaning{66, "a file is missing"},
    ExitMeaning{70, "a bug in txpath, or too little memory"},
    ExitMeaning{73, "an output cannot be created, or is there already"},
    ExitMeaning{74, "disk full, or a failing device"},
    ExitMeaning{75, "stopped in good order; can be resumed"},
    ExitMeaning{130, "interrupted by Ctrl-C, after a clean stop"},
    ExitMeaning{143, "ended by SIGTERM, after a clean stop"},
};

}  // namespace

std::span<const ExitMeaning> exit_meanings()
{
    return exit_table;
}

ExitCode code_of(const Diagnostics& found)
{
    const auto is_another_mistake = [](const Diagnostic& mistake) {
        return mistake.severity == Severity::error && mistake.fault != Fault::missing_input;
    };
    return std::ranges::any_of(found.all(), is_another_mistake) ? ExitCode::bad_scenario
                                                                : ExitCode::missing_input;
}

}  // namespace txpath::app
