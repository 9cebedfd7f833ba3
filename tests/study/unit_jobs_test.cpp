// unit_jobs_test.cpp -- claims about doing units of work over threads.
#include "study/unit_jobs.hpp"

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <map>
#include <mutex>
#include <numeric>
#include <stdexcept>
#include <vector>

using namespace txpath;

namespace {

/// What became of some units.
struct Log {
    std::vector<std::uint64_t> begun;
    std::map<std::uint64_t, std::string> answers;
    std::map<std::uint64_t, int> threads;
    bool is_complete = false;
};

std::vector<std::uint64_t> units_up_to(std::uint64_t count)
{
    std::vector<std::uint64_t> units(count);
    std::iota(units.begin(), units.end(), std::uint64_t{100});
    return units;
}

Log done(const std::vector<std::uint64_t>& units, std::size_t bytes_each, const UnitSpec& spec)
{
    Log log;
    std::mutex mutex;
    log.is_complete = do_units(
        units, spec, bytes_each,
        [&](std::uint64_t unit, int threads, const auto& progress) -> std::optional<std::string> {
            {
                const std::lock_guard lock(mutex);
                log.begun.push_back(unit);
                log.threads[unit] = threads;
            }
            if (progress) progress(0.5);
            return std::to_string(unit);
        },
        [&](std::uint64_t unit, std::string_view answer) {
            CHECK(log.answers.emplace(unit, answer).second);
        });
    return log;
}

}  // namespace

TEST_CASE("each unit is done once and its answer handed over, with any number of threads", "[units]")
{
    for (const int threads : {1, 2, 3, 8})
        for (const std::uint64_t count : {0, 1, 2, 7, 64}) {
            UnitSpec spec;
            spec.threads = threads;
            const Log log = done(units_up_to(count), 1, spec);
            CHECK(log.is_complete);
            CHECK(log.begun.size() == count);
            CHECK(log.answers.size() == count);
            for (const auto& [unit, answer] : log.answers) CHECK(answer == std::to_string(unit));
        }
}

TEST_CASE("a multiple of the threads is done apart and the rest with all of them", "[units]")
{
    UnitSpec spec;
    spec.threads = 3;
    const Log log = done(units_up_to(8), 1, spec);
    for (const auto& [unit, threads] : log.threads) CHECK(threads == (unit < 106 ? 1 : 3));
    CHECK(log.begun.back() == 107);
}

TEST_CASE("units that would take too much memory together are done one after the other", "[units]")
{
    UnitSpec spec;
    spec.threads = 2;
    const Log log = done(units_up_to(4), (std::size_t{2} << 30) + 1, spec);
    CHECK(log.begun == units_up_to(4));
    for (const auto& [unit, threads] : log.threads) CHECK(threads == 2);
}

TEST_CASE("work that is to rest ends what it began and begins nothing more", "[units]")
{
    for (const int threads : {1, 2}) {
        std::atomic<bool> rest = false;
        UnitSpec spec;
        spec.threads = threads;
        spec.rest = &rest;
        spec.progress = [&](double share) {
            if (share >= 0.25) rest = true;
        };
        const Log log = done(units_up_to(8), 1, spec);
        CHECK_FALSE(log.is_complete);
        CHECK(log.answers.size() >= 1);
        CHECK(log.answers.size() == log.begun.size());
        CHECK(log.answers.size() <= 2 + static_cast<std::size_t>(threads));
    }
    std::atomic<bool> stop = true;
    UnitSpec spec;
    spec.threads = 2;
    spec.stop = &stop;
    CHECK(done(units_up_to(4), 1, spec).begun.empty());
}

TEST_CASE("a unit that is given up has no answer, and none is begun after it", "[units]")
{
    UnitSpec spec;
    spec.threads = 1;
    std::vector<std::uint64_t> taken;
    const bool is_complete = do_units(
        units_up_to(5), spec, 1,
        [](std::uint64_t unit, int, const auto&) -> std::optional<std::string> {
            if (unit == 102) return std::nullopt;
            return "done";
        },
        [&](std::uint64_t unit, std::string_view) { taken.push_back(unit); });
    CHECK_FALSE(is_complete);
    CHECK(taken == std::vector<std::uint64_t>{100, 101});
}

TEST_CASE("progress rises to 1", "[units]")
{
    for (const int threads : {1, 2, 3}) {
        std::vector<double> told;
        UnitSpec spec;
        spec.threads = threads;
        spec.progress = [&](double share) { told.push_back(share); };  // one call at a time
        (void)done(units_up_to(7), 1, spec);
        CHECK(std::ranges::is_sorted(told));
        REQUIRE_FALSE(told.empty());
        CHECK(told.back() == 1.0);
    }
}

TEST_CASE("an answer that cannot be kept ends the work with its reason", "[units]")
{
    for (const int threads : {1, 2}) {
        UnitSpec spec;
        spec.threads = threads;
        CHECK_THROWS_AS((void)do_units(
                            units_up_to(8), spec, 1,
                            [](std::uint64_t, int, const auto&) -> std::optional<std::string> { return ""; },
                            [](std::uint64_t, std::string_view) { throw std::runtime_error("full"); }),
                        std::runtime_error);
    }
}
