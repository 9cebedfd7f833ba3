#include "app/process.hpp"

#include <sys/resource.h>

#include <filesystem>
#include <system_error>

#include "app/grants.hpp"

namespace txpath::app {

namespace {

double processor_clock() noexcept
{
    rusage used = {};
    getrusage(RUSAGE_SELF, &used);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
    };
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

}  // namespace

Stopwatch::Stopwatch() noexcept : wall_(std::chrono::steady_clock::now()), processor_(processor_clock())
{
}

double Stopwatch::wall_seconds() const noexcept
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - wall_).count();
}

double Stopwatch::processor_seconds() const noexcept
{
    return processor_clock() - processor_;
}

std::uint64_t peak_memory_bytes() noexcept
{
    rusage used = {};
    getrusage(RUSAGE_SELF, &used);
    return static_cast<std::uint64_t>(used.ru_maxrss) * 1024;
}

int processors()
{
    return static_cast<int>(
        least(grants(surroundings()).processors).amount);  // affinity is one of them: an int
}

std::uint64_t memory_allowed()
{
    return least(grants(surroundings()).memory).amount;
}

std::optional<std::uint64_t> free_disk_bytes(const std::string& path)
{
    std::error_code error;
    auto place = std::filesystem::absolute(path, error);
    while (!error && !std::filesystem::exists(place, error) && place.has_relative_path())
        place = place.parent_path();
    const auto space = std::filesystem::space(place, error);
    if (error) return std::nullopt;
    return space.available;
}

}  // namespace txpath::app
