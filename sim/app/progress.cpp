#include "app/progress.hpp"

#include <fmt/format.h>

#include <cmath>
#include <cstdio>

namespace txpath::app {

namespace {

constexpr std::chrono::milliseconds before_first{400};  // short runs show nothing
constexpr std::chrono::milliseconds between{200};
constexpr int bar_width = 30;

std::string bar(double share)
{
    const int full = static_cast<int>(std::lround(share * bar_width));
    return fmt::format("[{:#<{}}{:.<{}}]", "", full, "", bar_width - full);
}

}  // namespace

Progress::Progress(Manner manner) noexcept : manner_(manner)
{
    const auto first = manner == Manner::line_a_minute ? std::chrono::milliseconds{60'000} : before_first;
    next_ = std::chrono::duration_cast<Clock::duration>(first).count();
}

Progress::~Progress()
{
    if (is_shown_ && manner_ == Manner::rewritten_line) std::fputs("\r\x1b[K", stderr);
}

void Progress::tell(double share) noexcept
{
    if (manner_ == Manner::none) return;
    const auto since = Clock::now() - start_;
    auto due = next_.load(std::memory_order_relaxed);
    if (since.count() < due) return;
    const auto pause = manner_ == Manner::line_a_minute ? std::chrono::milliseconds{60'000} : between;
    const auto later = (since + std::chrono::duration_cast<Clock::duration>(pause)).count();
    // Whoever moves the due time shows the line; the others go on.
    if (!next_.compare_exchange_strong(due, later)) return;
    const double seconds = std::chrono::duration<double>(since).count();
    try {
        const auto text = progress_text(share, seconds);
        const auto line = manner_ == Manner::rewritten_line ? fmt::format("\r{} {}\x1b[K", bar(share), text)
                                                            : fmt::format("{}\n", text);
        std::fputs(line.c_str(), stderr);
        is_shown_ = true;
    } catch (...) {
        return;  // a run is not ended for want of a line
    }
}

Manner manner_of(const Invocation& invocation, const Terminal& terminal)
{
    if (terminal.is_quiet()) return Manner::none;
    return manner_of(invocation.text("progress").value_or("auto"));
}

Manner manner_of(std::string_view wish)
{
    if (wish == "never") return Manner::none;
    return wish == "always" || can_rewrite_lines(Stream::talk) ? Manner::rewritten_line
                                                               : Manner::line_a_minute;
}

std::string progress_text(double share, double seconds)
{
    auto done = fmt::format("{:.0f} %", std::floor(share * 100.0));
    if (share <= 0.0) return done;
    return fmt::format("{}, {} left", done, spoken_seconds(seconds * (1.0 - share) / share));
}

std::string spoken_seconds(double seconds)
{
    if (seconds < 0.9995) return fmt::format("{:.3g} s", seconds);
    if (seconds < 9.95) return fmt::format("{:.1f} s", seconds);
    const auto whole = static_cast<long long>(std::llround(seconds));
    if (whole < 60) return fmt::format("{} s", whole);
    if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
    return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
}

std::string spoken_bytes(double bytes)
{
    if (bytes < 1e3) return fmt::format("{:.0f} bytes", bytes);
    if (bytes < 1e6) return fmt::format("{:.3g} kB", bytes / 1e3);
    if (bytes < 1e9) return fmt::format("{:.3g} MB", bytes / 1e6);
    return fmt::format("{:.3g} GB", bytes / 1e9);
}

}  // namespace txpath::app
