// draw_batch_test.cpp -- draws in vectors are the draws made one by one.
#include "base/draw_batch.hpp"

#include <bit>
#include <catch2/catch.hpp>
#include <chrono>
#include <cstdio>
#include <functional>
#include <limits>
#include <vector>

#include "support/each_target.hpp"

using namespace txpath;

namespace {

std::vector<DrawRequest> requests_of(std::uint64_t key, std::size_t count)
{
    std::vector<DrawRequest> requests;
    for (std::size_t i = 0; i < count; ++i)
        requests.push_back({bits_for(key, {i, 1}), bits_for(key, {i, 2})});
    return requests;
}

std::int64_t differences(std::uint64_t key, const std::vector<DrawRequest>& requests)
{
    std::vector<double> uniforms(requests.size());
    std::vector<double> thresholds(requests.size());
    fill_uniforms(key, requests, uniforms);
    fill_thresholds(key, requests, thresholds);
    std::int64_t different = 0;
    for (std::size_t i = 0; i < requests.size(); ++i) {
        const std::uint64_t bits = bits_for(key, requests[i]);
        different +=
            std::bit_cast<std::uint64_t>(uniforms[i]) != std::bit_cast<std::uint64_t>(uniform_from(bits));
        different +=
            std::bit_cast<std::uint64_t>(thresholds[i]) != std::bit_cast<std::uint64_t>(threshold_from(bits));
    }
    return different;
}

}  // namespace

TEST_CASE("a batch gives the bits that single draws give, with every instruction set", "[random]")
{
    with_each_target([] {
        for (std::uint64_t key = 1; key <= 100'000; key += 1000)
            CHECK(differences(key * 0x9e3779b97f4a7c15, requests_of(key, 1000)) == 0);
    });
}

TEST_CASE("a batch may have any length, and writes no further", "[random]")
{
    with_each_target([] {
        for (std::size_t count = 0; count <= 70; ++count) {
            const auto requests = requests_of(count, count);
            CHECK(differences(count, requests) == 0);
            std::vector<double> out(count + 8, -1.0);
            fill_thresholds(count, requests, std::span(out).first(count));
            for (std::size_t beyond = count; beyond < out.size(); ++beyond) CHECK(out[beyond] == -1.0);
        }
    });
}

TEST_CASE("the cost of a threshold", "[.][yardstick]")
{
    with_each_target([] {
        for (const std::size_t count : {8UL, 16UL, 64UL, 256UL, 400UL}) {
            const auto requests = requests_of(1, count);
            std::vector<double> out(count);
            double best = std::numeric_limits<double>::infinity();
            for (int trial = 0; trial < 9; ++trial) {
                const auto start = std::chrono::steady_clock::now();
                const std::size_t repeats = 400'000 / count;
                for (std::uint64_t repeat = 0; repeat < repeats; ++repeat)
                    fill_thresholds(repeat, requests, out);
                const std::chrono::duration<double, std::nano> spent =
                    std::chrono::steady_clock::now() - start;
                best = std::min(best, spent.count() / static_cast<double>(repeats * count));
            }
#ifdef TXPATH_HAS_HIGHWAY
            std::printf("%8s ", hwy::TargetName(hwy::SupportedTargets() & -hwy::SupportedTargets()));
#endif
            std::printf("n = %3zu: %.2f ns per threshold\n", count, best);
        }
    });
}
