#include "app/signals.hpp"

#include <csignal>
#include <cstdint>
#include <ctime>

namespace txpath::app {

namespace {

/// What a signal handler leaves behind: it can reach nothing but what lives as long as the program.
struct Heard {
    std::atomic<bool> is_stop_wanted = false;
    std::atomic<int> which = 0;
    std::atomic<std::int64_t> when = 0;  ///< a signal came to this process first, in milliseconds; 0: none
};
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free &&
              std::atomic<std::int64_t>::is_always_lock_free);

// Whoever signals a process may signal its group as well: that is one wish, not two.
constexpr std::int64_t one_wish = 500;

/// Initialised before the program starts, so that the handler meets no lock.
Heard& heard() noexcept
{
    static constinit Heard what;
    return what;
}

std::int64_t milliseconds() noexcept
{
    timespec now = {};
    clock_gettime(CLOCK_MONOTONIC, &now);  // may be called from a handler
    return static_cast<std::int64_t>(now.tv_sec) * 1000 + now.tv_nsec / 1'000'000;
}

void on_signal(int number)
{
    if (heard().when != 0 && milliseconds() - heard().when > one_wish) {
        struct sigaction usual = {};
        usual.sa_handler = SIG_DFL;
        sigaction(number, &usual, nullptr);
        raise(number);
        return;
    }
    if (heard().when == 0) heard().when = milliseconds();
    hear(number);
}

}  // namespace

void listen_for_signals() noexcept
{
    struct sigaction action = {};
    action.sa_handler = on_signal;
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
    sigaction(SIGUSR1, &action, nullptr);
}

const std::atomic<bool>& stop_flag() noexcept
{
    return heard().is_stop_wanted;
}

std::optional<int> signal_heard() noexcept
{
    if (!heard().is_stop_wanted) return std::nullopt;
    return heard().which;
}

void hear(int signal) noexcept
{
    if (heard().is_stop_wanted) return;
    heard().which = signal;
    heard().is_stop_wanted = true;
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
