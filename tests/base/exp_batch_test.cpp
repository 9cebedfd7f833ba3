// exp_batch_test.cpp -- many exponentials at once are the single ones, to the bit.
#include "base/exp_batch.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "base/random.hpp"
#include "support/each_target.hpp"

using namespace txpath;

namespace {

/// Numbers between low and high.
std::vector<double> numbers(std::uint64_t which, std::size_t count, double low, double high)
{
    const Draws draws{{20250101, 0, 0}};
    std::vector<double> found;
    for (std::uint32_t at = 0; at < count; ++at)
        found.push_back(low + (high - low) * draws.uniform(which, {7}, at));
    return found;
}

}  // namespace

TEST_CASE("courses at many points have the bits of each point alone, however large or small", "[exp_batch]")
{
    with_each_target([] {
        for (std::uint64_t k = 0; k < 2000; ++k) {
            const std::size_t count = 1 + k % most_points;
            const auto sizes = numbers(k, 12, -8.0, 8.0);
            Course course;
            course.exponent = sizes[0] * (k % 5 == 0 ? 90.0 : 1.0);
            course.slope = k % 3 == 0 ? 0.01 * sizes[1] : 0.0;
            course.count = static_cast<std::uint32_t>(k % 7);
            for (std::uint32_t one = 0; one < course.count; ++one)
                course.swings[one] = {sizes[2 + one], std::abs(sizes[6 + one])};
            const auto t = numbers(k + 5000, count, 0.0, k % 4 == 0 ? 2000.0 : 20.0);
            std::vector<double> found(count);
            fill_course(course, t, found);
            for (std::size_t i = 0; i < count; ++i) {
                INFO(k << ' ' << i);
                CHECK(found[i] == course_at(course, t[i]));
            }
        }
    });
}

TEST_CASE("powers at many points have the bits of each alone, and are powers", "[exp_batch]")
{
    with_each_target([] {
        for (std::uint64_t k = 0; k < 500; ++k) {
            const std::size_t count = 1 + k % most_points;
            const double y = numbers(k, 1, -30.0, 30.0)[0];
            const auto x = numbers(k + 9000, count, 1e-9, k % 2 == 0 ? 1.0 : 1e6);
            std::vector<double> found(count);
            fill_powers(y, x, found);
            for (std::size_t i = 0; i < count; ++i) {
                CHECK(found[i] == power_at(x[i], y));
                // the logarithm's half ulp is magnified by the exponent
                const double size = std::abs(y * std::log(x[i]));
                if (size < 700.0) CHECK(found[i] == Approx(std::pow(x[i], y)).epsilon(1e-15 * (2.0 + size)));
            }
        }
    });
}

TEST_CASE("a course is what it says", "[exp_batch]")
{
    Course course;
    course.exponent = 0.5;
    course.slope = -0.25;
    course.swings[0] = {2.0, 0.125};
    course.count = 1;
    const std::vector<double> t{0.0, 4.0};
    std::vector<double> found(2);
    fill_course(course, t, found);
    CHECK(found[0] == Approx(std::exp(2.5)).epsilon(1e-15));
    CHECK(found[1] == Approx(std::exp(0.5 - 1.0 + 2.0 * std::exp(-0.5))).epsilon(1e-15));
}
