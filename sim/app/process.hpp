// process.hpp -- what this process used, and what the machine has.
//
// Owns      clocks, peak memory, free disk space; processors and memory in one number each.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace txpath::app {

/// Wall and processor time since it was made.
class Stopwatch {
public:
    Stopwatch() noexcept;
    [[nodiscard]] double wall_seconds() const noexcept;
    [[nodiscard]] double processor_seconds() const noexcept;

private:
    std::chrono::steady_clock::time_point wall_;
    double processor_;
};

[[nodiscard]] std::uint64_t peak_memory_bytes() noexcept;

/// Processors this process may use (grants.hpp); at least 1.
[[nodiscard]] int processors();

/// Bytes this process may have (grants.hpp).
[[nodiscard]] std::uint64_t memory_allowed();

/// Free bytes where `path` is, or would be.
[[nodiscard]] std::optional<std::uint64_t> free_disk_bytes(const std::string& path);

}  // namespace txpath::app
