// signals.hpp -- Ctrl-C, SIGTERM and SIGUSR1 (a scheduler that warns) as a polite wish to stop.
//
// Owns      the flag that a run looks at, and which signal raised it.
// Promises  the first signal only raises the flag; a second one, half a second later or more, ends the
//           program at once, as usual.
#pragma once

#include <atomic>
#include <optional>

#include "app/exit_codes.hpp"

namespace txpath::app {

void listen_for_signals() noexcept;

/// Becomes true when a signal came.
[[nodiscard]] const std::atomic<bool>& stop_flag() noexcept;

/// Which signal raised the flag, if one did.
[[nodiscard]] std::optional<int> signal_heard() noexcept;

/// Raise the flag for a signal that came to another process of the job; one that comes to this one is
/// still its first.
void hear(int signal) noexcept;

/// How the program ends if a signal came.
[[nodiscard]] std::optional<ExitCode> stop_code() noexcept;

}  // namespace txpath::app
