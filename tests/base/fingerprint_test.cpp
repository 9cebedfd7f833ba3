// fingerprint_test.cpp -- what a fingerprint must see, must not see, and must never change.
#include "base/fingerprint.hpp"

#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <set>

using namespace txpath;

namespace {

template <class... Values>
Fingerprint of(const Values&... values)
{
    Fingerprint fingerprint;
    (fingerprint.add(values), ...);
    return fingerprint;
}

}  // namespace

TEST_CASE("a fingerprint sees order, grouping and length", "[fingerprint]")
{
    CHECK(of(1, 2).value() != of(2, 1).value());
    CHECK(of("ab", "c").value() != of("a", "bc").value());
    CHECK(of("abc", "").value() != of("abc").value());
    CHECK(of("12345678").value() != of("1234567").value());
    CHECK(of(std::string_view("a\0", 2)).value() != of("a").value());
    CHECK(of(0).value() != of().value());
    CHECK(of(0, 0).value() != of(0).value());
}

TEST_CASE("a fingerprint does not see the type of an integer or the sign of zero", "[fingerprint]")
{
    CHECK(of(7).value() == of(std::uint64_t{7}).value());
    CHECK(of(-1).value() == of(std::int64_t{-1}).value());
    CHECK(of(0.0).value() == of(-0.0).value());
    CHECK(of(std::nan("1")).value() == of(std::nan("2")).value());
}

TEST_CASE("a fingerprint sees the last bit of a double", "[fingerprint]")
{
    CHECK(of(1.0).value() != of(1.0 + std::numeric_limits<double>::epsilon()).value());
}

TEST_CASE("flipping any bit of a word flips about half of the fingerprint", "[fingerprint]")
{
    int flipped = 0;
    for (int bit = 0; bit < 64; ++bit)
        flipped += std::popcount(of(0).value() ^ of(std::uint64_t{1} << bit).value());
    CHECK(flipped / 4096.0 == Approx(0.5).margin(5 * 0.5 / 64));  // standard error 0.5 / sqrt(4096)
}

TEST_CASE("a hundred thousand small pairs have as many fingerprints", "[fingerprint]")
{
    std::set<std::uint64_t> seen;
    for (int i = 0; i < 1000; ++i)
        for (int j = 0; j < 100; ++j) seen.insert(of(i, j).value());
    CHECK(seen.size() == 100'000);
}

TEST_CASE("fingerprints never change from version to version", "[fingerprint]")
{
    // splitmix64's finaliser after each word, computed apart in Python's integers
    CHECK(of().hex16() == "7478706174680001");
    CHECK(of(1, 2.5, "maintenance").hex16() == "b8f98598773f710b");
    CHECK(of(1, 2.5, "maintenance").hex8() == "b8f98598");
}
