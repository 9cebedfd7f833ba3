// elementary_test.cpp -- how far our functions are from the truth, taken from long double (11 more bits).
#include "base/elementary.hpp"

#include <algorithm>
#include <bit>
#include <catch2/catch.hpp>
#include <cfloat>
#include <cmath>
#include <cstdint>
#include <limits>

#include "base/fingerprint.hpp"
#include "base/random.hpp"

using namespace txpath;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
constexpr double smallest = std::numeric_limits<double>::denorm_min();
constexpr double largest = std::numeric_limits<double>::max();
constexpr std::uint32_t points = 1'000'000;

/// Distance of `found` from `truth`, in units of the last place of a double of truth's size.
double error_in_ulp(double found, long double truth)
{
    if (truth == 0.0L) return found == 0.0 ? 0.0 : infinity;
    const int exponent = std::max(std::ilogb(truth), -1022);
    return static_cast<double>(std::abs(static_cast<long double>(found) - truth) /
                               std::ldexp(1.0L, exponent - 52));
}

double uniform_between(double low, double high, std::uint32_t i)
{
    return low + (high - low) * Draws({1, 0, 0}).uniform(0, Decision{1}, i);
}

/// Every positive finite double is as likely as every other, so all exponents occur.
double any_positive(std::uint32_t i)
{
    const std::uint64_t bits = Draws({2, 0, 0}).bits(0, Decision{2}, i) >> 1;
    return std::bit_cast<double>(bits % 0x7ff0000000000000);
}

template <class Function, class Truth>
double worst_between(double low, double high, Function function, Truth truth)
{
    double worst = 0.0;
    for (std::uint32_t i = 0; i < points; ++i) {
        const double x = uniform_between(low, high, i);
        worst = std::max(worst, error_in_ulp(function(x), truth(static_cast<long double>(x))));
    }
    return worst;
}

constexpr auto our_log = [](double x) { return portable::log(x); };
constexpr auto our_log1p = [](double x) { return portable::log1p(x); };
constexpr auto our_exp = [](double x) { return portable::exp(x); };
constexpr auto our_exp2 = [](double x) { return portable::exp2(x); };
constexpr auto our_expm1 = [](double x) { return portable::expm1(x); };
constexpr auto true_log = [](long double x) { return std::log(x); };
constexpr auto true_log1p = [](long double x) { return std::log1p(x); };
constexpr auto true_exp = [](long double x) { return std::exp(x); };
constexpr auto true_exp2 = [](long double x) { return std::exp2(x); };
constexpr auto true_expm1 = [](long double x) { return std::expm1(x); };

}  // namespace

TEST_CASE("the reference is more precise than what it judges", "[elementary]")
{
    STATIC_REQUIRE(LDBL_MANT_DIG >= 64);
}

TEST_CASE("log is within 1 ulp", "[elementary]")
{
    CHECK(worst_between(0.0, 1.0, our_log, true_log) < 1.0);
    CHECK(worst_between(0.7, 1.42, our_log, true_log) < 1.0);
    CHECK(worst_between(0.999, 1.001, our_log, true_log) < 1.0);
    CHECK(worst_between(0.0, 1e-307, our_log, true_log) < 1.0);
    double worst = 0.0;
    for (std::uint32_t i = 0; i < points; ++i)
        worst = std::max(worst, error_in_ulp(portable::log(any_positive(i)),
                                             std::log(static_cast<long double>(any_positive(i)))));
    CHECK(worst < 1.0);
}

TEST_CASE("exp is within 1 ulp, also where its results are subnormal", "[elementary]")
{
    CHECK(worst_between(-745.2, 709.78, our_exp, true_exp) < 1.0);
    CHECK(worst_between(-745.2, -708.0, our_exp, true_exp) < 1.0);
    CHECK(worst_between(-1.0, 1.0, our_exp, true_exp) < 1.0);
    CHECK(worst_between(-1e-9, 1e-9, our_exp, true_exp) < 1.0);
}

TEST_CASE("exp2 is within 1 ulp, and exact for whole numbers", "[elementary]")
{
    CHECK(worst_between(-1075.0, 1024.0, our_exp2, true_exp2) < 1.0);
    CHECK(worst_between(-1.0, 1.0, our_exp2, true_exp2) < 1.0);
    for (int k = -1074; k <= 1023; ++k) CHECK(portable::exp2(k) == std::ldexp(1.0, k));
}

TEST_CASE("expm1 and log1p are within 2 ulp", "[elementary]")
{
    CHECK(worst_between(-745.0, 709.0, our_expm1, true_expm1) < 2.0);
    CHECK(worst_between(-2.0, 2.0, our_expm1, true_expm1) < 2.0);
    CHECK(worst_between(-1e-5, 1e-5, our_expm1, true_expm1) < 2.0);
    CHECK(worst_between(-1.0, 3.0, our_log1p, true_log1p) < 2.0);
    CHECK(worst_between(-1e-5, 1e-5, our_log1p, true_log1p) < 2.0);
    CHECK(worst_between(0.0, 1e18, our_log1p, true_log1p) < 2.0);
}

TEST_CASE("pow is within 1 ulp", "[elementary]")
{
    double worst = 0.0;
    for (std::uint32_t i = 0; i < points; ++i) {
        const double x = any_positive(i);
        const double y = uniform_between(-745.0, 709.0, i) / portable::log(x);
        const long double truth = std::pow(static_cast<long double>(x), static_cast<long double>(y));
        worst = std::max(worst, error_in_ulp(portable::pow(x, y), truth));
    }
    CHECK(worst < 1.0);
}

TEST_CASE("pow is within 1 ulp where people use it, and for bases close to 1", "[elementary]")
{
    double worst = 0.0;
    double worst_near_one = 0.0;
    for (std::uint32_t i = 0; i < points; ++i) {
        const double x = uniform_between(0.0, 40.0, i);
        const double y = uniform_between(0.0, 5.0, i + points);
        worst = std::max(worst, error_in_ulp(portable::pow(x, y), std::pow(static_cast<long double>(x),
                                                                           static_cast<long double>(y))));
        const double near = 1.0 + (x - 20.0) * 1e-10;
        const double far = (y - 2.5) * 1e11;
        worst_near_one = std::max(
            worst_near_one, error_in_ulp(portable::pow(near, far), std::pow(static_cast<long double>(near),
                                                                            static_cast<long double>(far))));
    }
    CHECK(worst < 1.0);
    CHECK(worst_near_one < 1.0);
}

TEST_CASE("logarithms of special values", "[elementary]")
{
    CHECK(portable::log(1.0) == 0.0);
    CHECK(portable::log(0.0) == -infinity);
    CHECK(portable::log(-0.0) == -infinity);
    CHECK(portable::log(infinity) == infinity);
    CHECK(std::isnan(portable::log(-1.0)));
    CHECK(std::isnan(portable::log(not_a_number)));
    CHECK(portable::log1p(-1.0) == -infinity);
    CHECK(std::isnan(portable::log1p(-1.1)));
    CHECK(portable::log1p(infinity) == infinity);
    CHECK(std::isnan(portable::log1p(not_a_number)));
    CHECK(portable::log1p(smallest) == smallest);
    CHECK(std::signbit(portable::log1p(-0.0)));
}

TEST_CASE("exponentials of special values", "[elementary]")
{
    for (const double zero : {0.0, -0.0}) {
        CHECK(portable::exp(zero) == 1.0);
        CHECK(portable::exp2(zero) == 1.0);
        CHECK(std::signbit(portable::expm1(zero)) == std::signbit(zero));
    }
    CHECK(portable::exp(infinity) == infinity);
    CHECK(portable::exp(709.79) == infinity);
    CHECK(portable::exp(-746.0) == 0.0);
    CHECK(portable::exp(-infinity) == 0.0);
    CHECK(std::isnan(portable::exp(not_a_number)));
    CHECK(portable::exp2(1024.0) == infinity);
    CHECK(portable::exp2(-1074.0) == smallest);
    CHECK(portable::exp2(-infinity) == 0.0);
    CHECK(std::isnan(portable::exp2(not_a_number)));
    CHECK(portable::expm1(infinity) == infinity);
    CHECK(portable::expm1(-infinity) == -1.0);
    CHECK(portable::expm1(smallest) == smallest);
    CHECK(std::isnan(portable::expm1(not_a_number)));
}

TEST_CASE("pow of special values is what the C standard says", "[elementary]")
{
    const double values[] = {0.0,     -0.0,     0.5,    -0.5,         1.0,      -1.0,      2.0,
                             -2.0,    3.0,      -3.0,   2.5,          -2.5,     smallest,  -smallest,
                             largest, -largest, 0x1p53, 0x1p53 - 1.0, infinity, -infinity, not_a_number};
    for (const double x : values)
        for (const double y : values) {
            const double found = portable::pow(x, y);
            const double standard = std::pow(x, y);
            CAPTURE(x, y, found, standard);
            if (std::isnan(standard)) {
                CHECK(std::isnan(found));
            } else {
                CHECK(std::signbit(found) == std::signbit(standard));
                CHECK((found == standard || std::abs(found / standard - 1.0) < 3e-16));
            }
        }
}

TEST_CASE("powers of whole numbers that fit are exact", "[elementary]")
{
    for (int base = 2; base <= 20; ++base) {
        double product = 1.0;
        for (int exponent = 0; product < 0x1p53; ++exponent, product *= base)
            CHECK(portable::pow(base, exponent) == product);
    }
}

TEST_CASE("every compiler, optimisation and processor gives the same bits", "[elementary]")
{
    // Not a claim of correctness, which the tests above make: this fingerprint was the same from GCC and
    // Clang, unoptimised and optimised, with and without the instructions of newer processors.
    Fingerprint bits;
    for (std::uint32_t i = 0; i < 100'000; ++i) {
        const double x = any_positive(i);
        const double y = uniform_between(-40.0, 40.0, i);
        for (const double value : {portable::log(x), portable::log1p(x), portable::exp(y), portable::exp2(y),
                                   portable::expm1(y), portable::pow(x, 0.1 * y)})
            bits.add(value);
    }
    CHECK(bits.hex16() == "4701dfcd304ebbfb");
}
