// progress.hpp -- how far a run has come, and how long it will still take.
//
// Owns      Progress: one rewritten line on a terminal, one line a minute elsewhere.
// Promises  may be told from any thread; never waits for another one; leaves no half line behind.
#pragma once

#include <atomic>
#include <chrono>
#include <string>
#include <string_view>

#include "app/arguments.hpp"
#include "app/terminal.hpp"

namespace txpath::app {

enum class Manner { none, rewritten_line, line_a_minute };

class Progress {
public:
    explicit Progress(Manner manner) noexcept;
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void tell(double share) noexcept;  ///< share of the work done, 0 to 1

private:
    using Clock = std::chrono::steady_clock;

    Manner manner_;
    Clock::time_point start_ = Clock::now();
    std::atomic<Clock::rep> next_;  ///< since start_: nothing is shown before
    std::atomic<bool> is_shown_ = false;
};

/// How a command shows progress.
[[nodiscard]] Manner manner_of(const Invocation& invocation, const Terminal& terminal);

/// The same when the flag says `wish` (auto, always or never).
[[nodiscard]] Manner manner_of(std::string_view wish);

/// `45 %, 1 min 12 s left`: from the share done and the seconds it took.
[[nodiscard]] std::string progress_text(double share, double seconds);

/// A span of time as a person says it: `0.4 s`, `12 s`, `1 min 12 s`, `2 h 5 min`.
[[nodiscard]] std::string spoken_seconds(double seconds);

/// Bytes as a person says them: `512 bytes`, `1.5 MB`.
[[nodiscard]] std::string spoken_bytes(double bytes);

}  // namespace txpath::app
