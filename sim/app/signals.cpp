#include "app/signals.hpp"

#include <csignal>

namespace txpath::app {

namespace {

// A signal handler can reach nothing but globals.
std::atomic<bool> is_stop_wanted = false;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)
std::atomic<int> which = 0;                // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)
static_assert(std::atomic<bool>::is_always_lock_free && std::atomic<int>::is_always_lock_free);

void on_signal(int number)
{
    which = number;
    is_stop_wanted = true;
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
}

const std::atomic<bool>& stop_flag() noexcept
{
    return is_stop_wanted;
}

std::optional<ExitCode> stop_code() noexcept
{
    if (!is_stop_wanted) return std::nullopt;
    return which == SIGTERM ? ExitCode::terminated : ExitCode::interrupted;
}

}  // namespace txpath::app
