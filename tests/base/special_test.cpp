// special_test.cpp -- special functions against Boost.Math in long double, an independent implementation.
#include "base/special.hpp"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <vector>

using namespace txpath;
namespace truth = boost::math;

namespace {

using Exact = long double;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double smallest_normal = std::numeric_limits<double>::min();

const std::vector<double> shapes = {0.01, 0.1,  0.3,  0.5,  0.9,  1.0,   1.5, 2.0,
                                    3.7,  10.0, 11.9, 12.1, 33.0, 150.0, 1e3, 2.5e4};
const std::vector<double> chances = {1e-250, 1e-100, 1e-30,  1e-12, 1e-6, 1e-3, 0.02,  0.1,      0.25,
                                     0.4999, 0.5,    0.5001, 0.75,  0.9,  0.98, 0.999, 0.9999999};

double relative_error(double found, Exact expected)
{
    return static_cast<double>(std::abs((static_cast<Exact>(found) - expected) / expected));
}

/// Judged only where the truth is an ordinary double.
void check_relative(double found, Exact expected, double tolerance)
{
    if (expected < static_cast<Exact>(smallest_normal)) {
        CHECK(found <= 2.0 * smallest_normal);
        return;
    }
    CAPTURE(found, expected, relative_error(found, expected));
    CHECK(relative_error(found, expected) < tolerance);
}

}  // namespace

TEST_CASE("normal_cdf and erfc agree with Boost to 1e-14 relative, far into the tail", "[special]")
{
    for (double z = -37.5; z <= 37.5; z += 0.0173) {
        CAPTURE(z);
        check_relative(portable::normal_cdf(z), truth::erfc(-static_cast<Exact>(z) / std::sqrt(2.0L)) / 2.0L,
                       1e-14);
        // erfc magnifies the rounding of its argument by about 2 x^2
        const double x = 0.7 * z;
        check_relative(portable::erfc(x), truth::erfc(static_cast<Exact>(x)), 1e-15 * (5.0 + 2.0 * x * x));
    }
    CHECK(portable::normal_cdf(0.0) == 0.5);
    CHECK(portable::normal_cdf(-infinity) == 0.0);
    CHECK(portable::normal_cdf(infinity) == 1.0);
}

TEST_CASE("normal_quantile agrees with Boost to 1e-15 relative", "[special]")
{
    const truth::normal_distribution<Exact> normal;
    for (const double p : chances) {
        CAPTURE(p);
        if (p == 0.5) continue;
        CHECK(relative_error(portable::normal_quantile(p), truth::quantile(normal, static_cast<Exact>(p))) <
              2e-15);
    }
    for (double p = 0.0005; p < 1.0; p += 0.00101) {
        CAPTURE(p);
        CHECK(relative_error(portable::normal_quantile(p), truth::quantile(normal, static_cast<Exact>(p))) <
              2e-15);
    }
    CHECK(portable::normal_quantile(0.5) == 0.0);
    CHECK(portable::normal_quantile(0.0) == -infinity);
    CHECK(portable::normal_quantile(1.0) == infinity);
}

TEST_CASE("log_gamma agrees with Boost, relative even beside its zeros at 1 and 2", "[special]")
{
    for (double x = 0.003; x < 30.0; x += 0.0071) {
        CAPTURE(x);
        CHECK(relative_error(portable::log_gamma(x), truth::lgamma(static_cast<Exact>(x))) < 2e-14);
    }
    for (const double x :
         {1e-300, 1e-10, 1.0 - 1e-9, 1.0 + 1e-9, 2.0 - 1e-9, 2.0 + 1e-9, 170.0, 1e4, 1e9, 1e100}) {
        CAPTURE(x);
        CHECK(relative_error(portable::log_gamma(x), truth::lgamma(static_cast<Exact>(x))) < 1e-14);
    }
    CHECK(portable::log_gamma(1.0) == 0.0);
    CHECK(portable::log_gamma(2.0) == 0.0);
}

TEST_CASE("gamma_p and gamma_q agree with Boost to 1e-12 relative", "[special]")
{
    for (const double a : shapes)
        for (const double share : {1e-8, 1e-3, 0.1, 0.5, 0.9, 0.99, 1.0, 1.01, 1.1, 1.5, 2.0, 5.0, 30.0}) {
            const double x = a * share;
            CAPTURE(a, x);
            check_relative(portable::gamma_p(a, x), truth::gamma_p(Exact{a}, Exact{x}), 1e-12);
            check_relative(portable::gamma_q(a, x), truth::gamma_q(Exact{a}, Exact{x}), 1e-12);
        }
}

TEST_CASE("gamma_p of shape 1 is 1 - exp(-x), and of shape 2 is 1 - (1 + x) exp(-x)", "[special]")
{
    for (const double x : {0.01, 0.3, 1.0, 2.5, 8.0, 30.0}) {
        CHECK(portable::gamma_p(1.0, x) == Approx(-std::expm1(-x)).epsilon(1e-14));
        CHECK(portable::gamma_q(2.0, x) == Approx((1.0 + x) * std::exp(-x)).epsilon(1e-14));
    }
    CHECK(portable::gamma_p(3.0, 0.0) == 0.0);
    CHECK(portable::gamma_q(3.0, infinity) == 0.0);
}

TEST_CASE("gamma_quantile agrees with Boost to 1e-12 relative", "[special]")
{
    for (const double a : shapes)
        for (const double p : chances) {
            CAPTURE(a, p);
            // below the range of doubles Boost is not asked: its own search may not end
            if ((std::log(p) + std::lgamma(a + 1.0)) / a < -700.0) {
                CHECK(portable::gamma_quantile(a, p) < 1e-300);
                continue;
            }
            check_relative(portable::gamma_quantile(a, p), truth::gamma_p_inv(Exact{a}, Exact{p}), 1e-12);
        }
    CHECK(portable::gamma_quantile(2.0, 0.0) == 0.0);
    CHECK(portable::gamma_quantile(2.0, 1.0) == infinity);
}

TEST_CASE("beta_p and beta_q agree with Boost to 1e-12 relative, to 5e-12 for very unequal parameters",
          "[special]")
{
    for (const double a : shapes)
        for (const double b : shapes)
            for (const double x : {1e-12, 1e-4, 0.01, 0.125, 0.4, 0.5, 0.7, 0.95, 0.99609375, 0.9999}) {
                CAPTURE(a, b, x);
                const double tolerance = std::max(a / b, b / a) > 1e5 ? 5e-12 : 1e-12;
                check_relative(portable::beta_p({a, b}, x), truth::ibeta(Exact{a}, Exact{b}, Exact{x}),
                               tolerance);
                check_relative(portable::beta_q({a, b}, x), truth::ibetac(Exact{a}, Exact{b}, Exact{x}),
                               tolerance);
            }
}

TEST_CASE("beta_p has closed forms when a parameter is 1 or both are 1/2", "[special]")
{
    for (const double x : {0.001, 0.2, 0.5, 0.8, 0.999}) {
        CHECK(portable::beta_p({1.0, 1.0}, x) == Approx(x).epsilon(1e-14));
        CHECK(portable::beta_p({3.5, 1.0}, x) == Approx(std::pow(x, 3.5)).epsilon(1e-14));
        CHECK(portable::beta_q({1.0, 0.2}, x) == Approx(std::pow(1.0 - x, 0.2)).epsilon(1e-14));
        CHECK(portable::beta_p({0.5, 0.5}, x) ==
              Approx(2.0 / std::acos(-1.0) * std::asin(std::sqrt(x))).epsilon(1e-14));
    }
    CHECK(portable::beta_p({2.0, 3.0}, 0.0) == 0.0);
    CHECK(portable::beta_p({2.0, 3.0}, 1.0) == 1.0);
}

TEST_CASE("beta_quantile is where Boost's beta_p is p, to 1e-12 relative", "[special]")
{
    // Boost's own ibeta_inv is good to 9 digits only, so its function is asked instead, and Newton's step
    // measured.
    const std::vector<double> parameters = {0.05, 0.3, 0.5, 1.0, 1.5, 4.0, 20.0, 300.0, 5e3};
    for (const double a : parameters)
        for (const double b : parameters)
            for (const double p :
                 {1e-12, 1e-6, 1e-3, 0.02, 0.1, 0.25, 0.4999, 0.5, 0.5001, 0.75, 0.9, 0.98, 0.999}) {
                const double x = portable::beta_quantile({a, b}, p);
                CAPTURE(a, b, p, x);
                if (x == 1.0) {
                    CHECK(truth::ibeta(Exact{a}, Exact{b}, 1.0L - 0x1p-53L) <= Exact{p});
                    continue;
                }
                const Exact miss = p <= 0.5 ? truth::ibeta(Exact{a}, Exact{b}, Exact{x}) - Exact{p}
                                            : 1.0L - Exact{p} - truth::ibetac(Exact{a}, Exact{b}, Exact{x});
                const Exact error = miss / truth::ibeta_derivative(Exact{a}, Exact{b}, Exact{x}) / Exact{x};
                CHECK(std::abs(static_cast<double>(error)) < 1e-12);
            }
    CHECK(portable::beta_quantile({2.0, 3.0}, 0.0) == 0.0);
    CHECK(portable::beta_quantile({2.0, 3.0}, 1.0) == 1.0);
    CHECK(portable::beta_quantile({0.3, 0.3}, 0.5) == Approx(0.5).epsilon(1e-15));
}

TEST_CASE("the logit of a beta quantile keeps what the quantile cannot show", "[special]")
{
    // 1 - x of shape (1, 0.01) is (1 - p)^100
    CHECK(portable::beta_quantile_logit({1.0, 0.01}, 0.5) == Approx(100.0 * std::log(2.0)).epsilon(1e-14));
    CHECK(portable::beta_quantile_logit({0.01, 1.0}, 0.5) == Approx(-100.0 * std::log(2.0)).epsilon(1e-14));
}
