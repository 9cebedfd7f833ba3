// unit_shares_test.cpp -- shuffles, strata and nets, by their defining properties.
#include "study/unit_shares.hpp"

#include <boost/random/sobol.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <set>

#include "support/decisions.hpp"

using namespace txpath;

namespace {

const Draws luck(Luck{11, 0, 0});

Decision key(std::size_t k)
{
    return decision("key " + std::to_string(k));
}

/// How many of the points `first` .. `first` + 2^m - 1 lie in each box of width 2^-a and height 2^-(m - a).
std::vector<int> counts_in_boxes(const std::vector<std::array<std::uint64_t, 2>>& points, int m, int a)
{
    std::vector<int> counts(std::size_t{1} << m, 0);
    for (const auto& [x, y] : points) {
        const std::uint64_t column = a == 0 ? 0 : x >> (64 - a);
        const std::uint64_t row = m == a ? 0 : y >> (64 - (m - a));
        ++counts[column << (m - a) | row];
    }
    return counts;
}

/// Joe and Kuo's table: degree, coefficients and first numbers of dimensions 2 to 10.
struct Published {
    unsigned degree, coefficients;
    std::vector<std::uint32_t> first;
};
const std::vector<Published> joe_kuo = {{1, 0, {1}},
                                        {2, 1, {1, 3}},
                                        {3, 1, {1, 3, 1}},
                                        {3, 2, {1, 1, 1}},
                                        {4, 1, {1, 1, 3, 3}},
                                        {4, 4, {1, 3, 5, 13}},
                                        {5, 2, {1, 1, 5, 5, 17}},
                                        {5, 4, {1, 1, 5, 5, 5}},
                                        {5, 7, {1, 1, 7, 11, 19}}};

/// A point by the recurrence of Bratley and Fox, from the published numbers.
std::uint32_t point_by_recurrence(std::size_t dimension, std::uint32_t number)
{
    std::vector<std::uint32_t> m(33, 1);
    if (dimension > 0) {
        const auto& [degree, coefficients, first] = joe_kuo[dimension - 1];
        for (unsigned k = 1; k <= 32; ++k) {
            if (k <= degree) {
                m[k] = first[k - 1];
                continue;
            }
            m[k] = m[k - degree] ^ (m[k - degree] << degree);
            for (unsigned j = 1; j < degree; ++j)
                m[k] ^= ((coefficients >> (degree - 1 - j) & 1) * m[k - j]) << j;
        }
    }
    std::uint32_t point = 0;
    const std::uint32_t gray = number ^ number >> 1;
    for (unsigned k = 1; k <= 32; ++k)
        if ((gray >> (k - 1) & 1) != 0) point ^= m[k] << (32 - k);
    return point;
}

}  // namespace

TEST_CASE("a shuffle puts every place somewhere, and only there", "[draws]")
{
    std::vector<std::uint32_t> sizes;
    for (std::uint32_t size = 1; size <= 200; ++size) sizes.push_back(size);
    sizes.push_back(1000000);
    for (const std::uint32_t size : sizes) {
        std::vector<bool> is_taken(size, false);
        std::uint32_t taken = 0;
        for (std::uint32_t place = 0; place < size; ++place) {
            const std::uint32_t to = shuffled(place, size, luck, key(size));
            REQUIRE(to < size);
            taken += is_taken[to] ? 0 : 1;
            is_taken[to] = true;
        }
        CHECK(taken == size);
    }
    CHECK(shuffled(0xfffffffe, 0xffffffff, luck, key(1)) < 0xffffffff);
}

TEST_CASE("all orders of a few places are equally likely", "[draws]")
{
    for (const std::uint32_t size : {2U, 3U, 4U}) {
        const std::size_t keys = 24000;
        std::map<std::vector<std::uint32_t>, double> counts;
        for (std::size_t k = 0; k < keys; ++k) {
            std::vector<std::uint32_t> order;
            for (std::uint32_t place = 0; place < size; ++place)
                order.push_back(shuffled(place, size, luck, key(k)));
            ++counts[order];
        }
        const std::size_t orders = size == 2 ? 2 : size == 3 ? 6 : 24;
        CHECK(counts.size() == orders);
        const double share = 1.0 / static_cast<double>(orders), n = static_cast<double>(keys);
        for (const auto& [order, count] : counts)
            CHECK(std::abs(count - n * share) < 4.0 * std::sqrt(n * share * (1.0 - share)));
    }
}

TEST_CASE("places far apart in a shuffle are where chance puts them", "[draws]")
{
    const std::uint32_t size = 1000;
    std::vector<double> firsts, steps;
    for (std::size_t k = 0; k < 4000; ++k) {
        const auto at = [&](std::uint32_t place) { return shuffled(place, size, luck, key(k)); };
        firsts.push_back((at(0) + 0.5) / size);
        steps.push_back(((at(1) + size - at(0)) % size - 0.5) / (size - 1));  // 1 .. 999
    }
    // 2.23 / sqrt(n) is exceeded once in 10^4; the grid adds up to half a step
    CHECK(ks_distance(firsts) < 2.23 / std::sqrt(4000.0) + 0.0005);
    CHECK(ks_distance(steps) < 2.23 / std::sqrt(4000.0) + 0.0005);
}

TEST_CASE("a latin hypercube has one share in each stratum of every value", "[draws]")
{
    const std::vector<std::string> paths = {"a", "b.c", "parameters.d"};
    for (const std::uint32_t samples : {1U, 2U, 3U, 7U, 64U, 100U, 1000U, 4097U}) {
        const UnitShares shares({Sampling::latin_hypercube, 5, samples}, paths);
        for (std::size_t value = 0; value < paths.size(); ++value) {
            std::set<double> strata;
            std::vector<double> inside;
            for (std::uint32_t sample = 0; sample < samples; ++sample) {
                const double share = shares.share(value, sample);
                REQUIRE((share > 0.0 && share < 1.0));
                strata.insert(std::floor(share * samples));
                inside.push_back(share * samples - std::floor(share * samples));
            }
            CHECK(strata.size() == samples);
            if (samples >= 1000) CHECK(ks_distance(inside) < 2.23 / std::sqrt(samples));
        }
    }
}

TEST_CASE("values of a latin hypercube are not correlated", "[draws]")
{
    const std::uint32_t samples = 1000;
    const UnitShares shares({Sampling::latin_hypercube, 5, samples}, {"a", "b", "c", "d"});
    for (std::size_t one = 0; one < 4; ++one)
        for (std::size_t other = 0; other < one; ++other) {
            double sum = 0.0;
            for (std::uint32_t sample = 0; sample < samples; ++sample)
                sum += 12.0 * (shares.share(one, sample) - 0.5) * (shares.share(other, sample) - 0.5);
            CHECK(std::abs(sum / samples) < 4.0 / std::sqrt(samples));
        }
}

TEST_CASE("Sobol's points are those of the published table and of Boost", "[draws]")
{
    const SobolDirections sobol(most_sobol_dimensions);
    for (std::size_t dimension = 0; dimension < 10; ++dimension)
        for (const std::uint32_t number : {0U, 1U, 2U, 3U, 5U, 8U, 100U, 65535U, 1U << 31, 0xfffffffeU})
            CHECK(sobol.point(dimension, number) == point_by_recurrence(dimension, number));

    boost::random::sobol engine(60);  // of 64 digits, one point after another
    for (std::uint32_t number = 1; number < 500; ++number)
        for (std::size_t dimension = 0; dimension < 60; ++dimension)
            REQUIRE(sobol.point(dimension, number) == static_cast<std::uint32_t>(engine() >> 32));
    CHECK(SobolDirections(3).point(2, 77) == sobol.point(2, 77));
}

TEST_CASE("scrambled points of one dimension lie one in each interval, block after block", "[draws]")
{
    const SobolDirections sobol(200);
    for (const std::size_t dimension : {0UL, 1UL, 17UL, 199UL})
        for (int m = 0; m <= 10; ++m)
            for (const std::uint32_t block : {0U, 1U, 6U}) {
                std::set<std::uint64_t> intervals;
                for (std::uint32_t k = 0; k < 1U << m; ++k) {
                    const std::uint64_t point =
                        scrambled(sobol.point(dimension, (block << m) + k), luck, key(dimension));
                    intervals.insert(m == 0 ? 0 : point >> (64 - m));
                }
                CHECK(intervals.size() == 1U << m);
            }
}

TEST_CASE("scrambling keeps a net: boxes of two dimensions hold as many points as before", "[draws]")
{
    const SobolDirections sobol(40);
    const std::vector<std::array<std::size_t, 2>> pairs = {{0, 1}, {2, 3}, {5, 39}};
    for (const auto& [first, second] : pairs)
        for (int m = 1; m <= 10; ++m) {
            std::vector<std::array<std::uint64_t, 2>> plain, mixed;
            for (std::uint32_t k = 0; k < 1U << m; ++k) {
                const std::uint32_t x = sobol.point(first, k), y = sobol.point(second, k);
                plain.push_back({std::uint64_t{x} << 32, std::uint64_t{y} << 32});
                mixed.push_back({scrambled(x, luck, key(first)), scrambled(y, luck, key(second))});
            }
            for (int a = 0; a <= m; ++a) {
                auto before = counts_in_boxes(plain, m, a), after = counts_in_boxes(mixed, m, a);
                // the first two dimensions are a (0, 2)-sequence: one point in every box
                if (first == 0) REQUIRE(after == std::vector<int>(after.size(), 1));
                std::ranges::sort(before);
                std::ranges::sort(after);
                REQUIRE(before == after);
            }
        }
}

TEST_CASE("any one scrambled point lies anywhere", "[draws]")
{
    const SobolDirections sobol(3);
    for (const std::uint32_t number : {0U, 5U, 1000U}) {
        std::vector<double> shares;
        for (std::size_t k = 0; k < 4000; ++k)
            shares.push_back(uniform_from(scrambled(sobol.point(2, number), luck, key(k))));
        CHECK(ks_distance(shares) < 2.23 / std::sqrt(4000.0));
    }
}

TEST_CASE("the error of an integral over five values falls faster than 1 / n", "[draws]")
{
    const std::vector<std::string> paths = {"a", "b", "c", "d", "e"};
    const auto error_of = [&](Sampling sampling, std::uint32_t samples) {
        double squares = 0.0;
        constexpr int seeds = 24;
        for (std::uint64_t seed = 0; seed < seeds; ++seed) {
            const UnitShares shares({sampling, seed, samples}, paths);
            double sum = 0.0;
            for (std::uint32_t sample = 0; sample < samples; ++sample) {
                double product = 1.0;  // of (1 + (x - 1/2)): its mean is 1
                for (std::size_t value = 0; value < paths.size(); ++value)
                    product *= 0.5 + shares.share(value, sample);
                sum += product / samples;
            }
            squares += (sum - 1.0) * (sum - 1.0) / seeds;
        }
        return std::sqrt(squares);
    };
    const double few = error_of(Sampling::sobol, 64), many = error_of(Sampling::sobol, 4096);
    INFO("error " << few << " of 64, " << many << " of 4096");
    CHECK(many < few / 64.0);
    // its variance is (1 + 1/12)^5 - 1, of which independent draws keep all and strata only the interactions
    const double spread = std::sqrt(std::pow(13.0 / 12.0, 5.0) - 1.0);
    const double random = error_of(Sampling::random, 1024);
    CHECK(random == Approx(spread / 32.0).epsilon(4.0 / std::sqrt(2.0 * 24.0)));
    const double inner = std::sqrt(std::pow(13.0 / 12.0, 5.0) - 1.0 - 5.0 / 12.0);
    CHECK(error_of(Sampling::latin_hypercube, 1024) ==
          Approx(inner / 32.0).epsilon(4.0 / std::sqrt(2.0 * 24.0)));
}
