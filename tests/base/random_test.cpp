// random_test.cpp -- the generator, and what a draw may and may not depend on.
#include "base/random.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstddef>
#include <set>
#include <string>
#include <vector>

using namespace txpath;

namespace {

constexpr Luck luck{.seed = 11, .sample = 0, .replicate = 0};

/// Share of bits in which consecutive draws of a family differ; 1/2 if they share nothing.
template <class Draw>
double share_of_bits_changed(std::uint32_t count, Draw draw)
{
    std::int64_t changed = 0;
    for (std::uint32_t i = 0; i < count; ++i) changed += std::popcount(draw(i) ^ draw(i + 1));
    return static_cast<double>(changed) / (64.0 * count);
}

}  // namespace

TEST_CASE("the generator gives the published vectors", "[random]")
{
    // Salmon et al. 2011, kat_vectors of Random123
    CHECK(philox({0, 0, 0, 0}, {0, 0}) == PhiloxCounter{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
    constexpr std::uint32_t ones = 0xffffffff;
    CHECK(philox({ones, ones, ones, ones}, {ones, ones}) ==
          PhiloxCounter{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
    CHECK(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
          PhiloxCounter{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("a draw is the generator's second word above its first, at the counter the layout says", "[random]")
{
    const Draws draws(luck);
    const std::uint64_t person = 0x12'89abcdef;
    const Decision what{0xfedcba'98765432};
    const PhiloxCounter words =
        philox({7, 0x89abcdef, 0x98765432, 0xfedcba12},
               {static_cast<std::uint32_t>(draws.key()), static_cast<std::uint32_t>(draws.key() >> 32)});
    CHECK(draws.bits(person, what, 7) == (std::uint64_t{words[1]} << 32 | words[0]));
}

TEST_CASE("different questions have different counters", "[random]")
{
    std::set<std::array<std::uint64_t, 2>> counters;
    for (int bit = 0; bit < 40; ++bit) {
        const DrawRequest request = pack(std::uint64_t{1} << bit, Decision{0}, 0);
        counters.insert({request.counter_low, request.counter_high});
    }
    for (int bit = 0; bit < 56; ++bit) {
        const DrawRequest request = pack(0, Decision{std::uint64_t{1} << bit}, 0);
        counters.insert({request.counter_low, request.counter_high});
    }
    for (int bit = 0; bit < 32; ++bit) {
        const DrawRequest request = pack(0, Decision{0}, std::uint32_t{1} << bit);
        counters.insert({request.counter_low, request.counter_high});
    }
    CHECK(counters.size() == 40 + 56 + 32);
}

TEST_CASE("the extreme draws are inside the unit interval and finite", "[random]")
{
    CHECK(uniform_from(0) == 0x1p-53);
    CHECK(uniform_from(~std::uint64_t{0}) == 1.0 - 0x1p-53);
    CHECK(threshold_from(~std::uint64_t{0}) == Approx(0x1p-53).epsilon(1e-15));
    CHECK(threshold_from(0) == Approx(53 * 0.69314718055994530942).epsilon(1e-15));
}

TEST_CASE("complementary bits give complementary uniforms", "[random]")
{
    const Draws draws(luck);
    for (std::uint32_t i = 0; i < 1000; ++i) {
        const std::uint64_t bits = draws.bits(1, Decision{1}, i);
        CHECK(uniform_from(bits) + uniform_from(~bits) == 1.0);
    }
}

TEST_CASE("neighbouring seeds, samples, replicates, persons and occurrences share nothing", "[random]")
{
    constexpr std::uint32_t count = 4000;
    constexpr double five_standard_errors = 5 * 0.5 / 506.0;  // sqrt(64 * 4000) = 506
    const Decision what = decision("ssri.titration -> maintenance");
    const auto close_to_half = Approx(0.5).margin(five_standard_errors);
    CHECK(share_of_bits_changed(count, [&](auto i) {
              return Draws({i, 0, 0}).bits(1, what, 0);
          }) == close_to_half);
    CHECK(share_of_bits_changed(count, [&](auto i) {
              return Draws({1, i, 0}).bits(1, what, 0);
          }) == close_to_half);
    CHECK(share_of_bits_changed(count, [&](auto i) {
              return Draws({1, 0, i}).bits(1, what, 0);
          }) == close_to_half);
    CHECK(share_of_bits_changed(count, [&](auto i) { return Draws(luck).bits(i, what, 0); }) ==
          close_to_half);
    CHECK(share_of_bits_changed(count, [&](auto i) { return Draws(luck).bits(1, what, i); }) ==
          close_to_half);
    CHECK(share_of_bits_changed(count, [&](auto i) { return Draws({i, 0, 0}).key(); }) == close_to_half);
}

TEST_CASE("swapping sample and replicate is other luck", "[random]")
{
    CHECK(Draws({1, 2, 3}).key() != Draws({1, 3, 2}).key());
    CHECK(Draws({1, 2, 3}).key() == Draws({1, 2, 3}).key());
}

TEST_CASE("names of decisions hash apart, in 56 bits", "[random]")
{
    std::set<std::uint64_t> hashes;
    for (int track = 0; track < 100; ++track)
        for (int transition = 0; transition < 1000; ++transition) {
            const auto hash = decision(std::to_string(track) + ".to_" + std::to_string(transition)).hash;
            REQUIRE(hash >> 56 == 0);
            hashes.insert(hash);
        }
    CHECK(hashes.size() == 100 * 1000);  // a collision has a chance of 7e-8
}

TEST_CASE("the hash of a name never changes", "[random]")
{
    // FNV-1a, splitmix64's finaliser and a shift by 8, computed apart in Python's integers
    CHECK(decision("").hash == 0xf52a15e9a9b5e8);
    CHECK(decision("ssri.titration").hash == 0x8a442d87d4c5e3);
}

TEST_CASE("uniforms are uniform: chi-square over 1024 cells", "[random]")
{
    constexpr int cells = 1024;
    constexpr std::uint32_t count = 1 << 20;
    std::vector<int> hits(cells);
    const Draws draws(luck);
    const Decision what = decision("age");
    for (std::uint32_t person = 0; person < count; ++person)
        ++hits[static_cast<std::size_t>(draws.uniform(person, what, 0) * cells)];
    const double expected = static_cast<double>(count) / cells;
    double chi_square = 0.0;
    for (const int hit : hits) chi_square += (hit - expected) * (hit - expected) / expected;
    // mean 1023, standard deviation sqrt(2 * 1023) = 45.2
    CHECK(chi_square == Approx(1023).margin(5 * 45.2));
}

TEST_CASE("uniforms are uniform: Kolmogorov-Smirnov", "[random]")
{
    constexpr std::uint32_t count = 100'000;
    std::vector<double> uniforms;
    const Draws draws(luck);
    for (std::uint32_t i = 0; i < count; ++i) uniforms.push_back(draws.uniform(3, Decision{5}, i));
    std::sort(uniforms.begin(), uniforms.end());
    double distance = 0.0;
    for (std::size_t i = 0; i < count; ++i) {
        distance = std::max(distance, std::abs(uniforms[i] - static_cast<double>(i) / count));
        distance = std::max(distance, std::abs(uniforms[i] - static_cast<double>(i + 1) / count));
    }
    CHECK(distance * std::sqrt(static_cast<double>(count)) <
          2.7);  // 2 exp(-2 * 2.7^2) = 9e-7, as five sigmas
}

TEST_CASE("thresholds are exponential: their first four moments are 1, 2, 6 and 24", "[random]")
{
    constexpr std::uint32_t count = 1 << 20;
    const Draws draws(luck);
    const Decision what = decision("dwell");
    std::array<double, 4> moments{};
    for (std::uint32_t person = 0; person < count; ++person) {
        const double threshold = draws.threshold(person, what, 0);
        double power = 1.0;
        for (double& moment : moments) moment += (power *= threshold) / count;
    }
    // E[T^k] = k!, Var[T^k] = (2k)! - k!^2; the standard error divides its root by sqrt(2^20) = 1024
    CHECK(moments[0] == Approx(1.0).margin(5 * std::sqrt(2.0 - 1.0) / 1024));
    CHECK(moments[1] == Approx(2.0).margin(5 * std::sqrt(24.0 - 4.0) / 1024));
    CHECK(moments[2] == Approx(6.0).margin(5 * std::sqrt(720.0 - 36.0) / 1024));
    CHECK(moments[3] == Approx(24.0).margin(5 * std::sqrt(40320.0 - 576.0) / 1024));
}
