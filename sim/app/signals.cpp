#include "app/signals.hpp"

#include <csignal>

namespace txpath::app {

namespace {

/// What a signal handler leaves behind: it can reach nothing but what lives as long as the program.
struct Heard {
    std::atomic<bool> is_stop_wanted = false;
    std::atomic<int> which = 0;
};
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free);

/// Initialised before the program starts, so that the handler meets no lock.
Heard& heard() noexcept
{
    static constinit Heard what;
    return what;
}

void on_signal(int number)
{
    heard().which = number;
    heard().is_stop_wanted = true;
}

}  // namespace

void listen_for_signals() noexcept
{
    struct sigaction action = {};
    action.sa_handler = on_signal;
    // SA_RESETHAND is an unsigned constant in a signed field.
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
    sigaction(SIGUSR1, &action, nullptr);
}

const std::atomic<bool>& stop_flag() noexcept
{
    return heard().is_stop_wanted;
}

std::optional<ExitCode> stop_code() noexcept
{
    if (!heard().is_stop_wanted) return std::nullopt;
    switch (heard().which) {
        case SIGTERM:
            return ExitCode::terminated;
        case SIGUSR1:
            return ExitCode::resumable;
        default:
            return ExitCode::interrupted;
    }
}

}  // namespace txpath::app
