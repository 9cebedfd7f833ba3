#include "app/exit_codes.hpp"

#include <algorithm>

namespace txpath::app {

ExitCode code_of(const Diagnostics& found)
{
    const auto is_another_mistake = [](const Diagnostic& mistake) {
        return mistake.severity == Severity::error && mistake.fault != Fault::missing_input;
    };
    return std::ranges::any_of(found.all(), is_another_mistake) ? ExitCode::bad_scenario
                                                                : ExitCode::missing_input;
}

}  // namespace txpath::app
