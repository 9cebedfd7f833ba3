// numeric_test.cpp -- sums, integrals and roots whose answers are known exactly.
#include "base/numeric.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace txpath;

TEST_CASE("a compensated sum keeps what a plain sum loses", "[numeric]")
{
    NeumaierSum sum;
    for (const double term : {1.0, 1e100, 1.0, -1e100}) sum.add(term);
    CHECK(sum.value() == 2.0);  // Neumaier's own example; a plain sum gives 0
}

TEST_CASE("a compensated sum of ten million tenths is a million", "[numeric]")
{
    NeumaierSum sum;
    for (int i = 0; i < 10'000'000; ++i) sum.add(0.1);
    CHECK(sum.value() ==
          1'000'000.0);  // 0.1 is 5.6e-18 too large as a double: 5.6e-11 in all, half an ulp of the sum
}

TEST_CASE("merged sums lose nothing", "[numeric]")
{
    NeumaierSum left;
    NeumaierSum right;
    left.add(1e100);
    left.add(1.0);
    right.add(1.0);
    right.add(-1e100);
    left.add(right);
    CHECK(left.value() == 2.0);
}

TEST_CASE("sixteen Gauss points integrate degree 31 exactly", "[numeric]")
{
    for (int degree = 0; degree <= 31; ++degree) {
        CAPTURE(degree);
        const double integral = integrate(0.0, 1.0, [=](double x) { return std::pow(x, degree); });
        CHECK(integral == Approx(1.0 / (degree + 1)).epsilon(1e-14));
    }
    CHECK(integrate(0.0, std::acos(-1.0), [](double x) { return std::sin(x); }) ==
          Approx(2.0).epsilon(1e-14));
}

TEST_CASE("eight Gauss points integrate degree 15 exactly, four degree 7", "[numeric]")
{
    for (int degree = 0; degree <= 15; ++degree) {
        CAPTURE(degree);
        const auto power = [=](double x) { return std::pow(x, degree); };
        CHECK(integrate<GaussLegendre8>(0.0, 1.0, power) == Approx(1.0 / (degree + 1)).epsilon(1e-14));
        if (degree > 7) continue;
        CHECK(integrate<GaussLegendre4>(0.0, 1.0, power) == Approx(1.0 / (degree + 1)).epsilon(1e-14));
    }
}

TEST_CASE("a root is found where Newton alone would diverge", "[numeric]")
{
    // atan: Newton from beyond 1.39 runs away
    const double root =
        find_root({.low = -90.0, .high = 100.0, .start = 50.0, .tolerance = 1e-13}, [](double x) {
            return Tangent{std::atan(x - 3.0), 1.0 / (1.0 + (x - 3.0) * (x - 3.0))};
        });
    CHECK(root == Approx(3.0).epsilon(1e-14));
}

TEST_CASE("a root is found where the slope vanishes or is useless", "[numeric]")
{
    const double cube_root =
        find_root({.low = -1.0, .high = 9.0, .start = 0.0, .tolerance = 1e-13}, [](double x) {
            return Tangent{x * x * x - 8.0, 3.0 * x * x};
        });
    CHECK(cube_root == Approx(2.0).epsilon(1e-14));
    const double step = find_root({.low = 0.0, .high = 1.0, .start = 0.9, .tolerance = 1e-12}, [](double x) {
        return Tangent{x < 0.3 ? -1.0 : 1.0, 0.0};
    });
    CHECK(step == Approx(0.3).margin(1e-11));
}

TEST_CASE("a root at the end of its bracket is found", "[numeric]")
{
    const auto line = [](double x) { return Tangent{x - 2.0, 1.0}; };
    CHECK(find_root({.low = 2.0, .high = 5.0, .start = 4.0, .tolerance = 1e-12}, line) ==
          Approx(2.0).epsilon(1e-11));
    CHECK(find_root({.low = 0.0, .high = 2.0, .start = 2.0, .tolerance = 1e-12}, line) == 2.0);
}
