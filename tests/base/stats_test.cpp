// stats_test.cpp -- samples whose statistics are known by hand, and Student's t at its closed forms.
#include "base/stats.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <vector>

using namespace txpath;

namespace {

RunningStats of(const std::vector<double>& values)
{
    RunningStats stats;
    for (const double value : values) stats.add(value);
    return stats;
}

}  // namespace

TEST_CASE("mean and spread of a small sample are those worked by hand", "[stats]")
{
    const auto stats = of({2, 4, 4, 4, 5, 5, 7, 9});
    CHECK(stats.count() == 8);
    CHECK(stats.mean() == 5.0);
    CHECK(stats.variance() == Approx(32.0 / 7.0).epsilon(1e-15));
    CHECK(stats.standard_error() == Approx(std::sqrt(32.0 / 7.0 / 8.0)).epsilon(1e-15));
    CHECK(stats.smallest() == 2.0);
    CHECK(stats.largest() == 9.0);
}

TEST_CASE("the correlation of normal scores is the sine that belongs to that of the ranks", "[stats]")
{
    for (double rho = -1.0; rho <= 1.0; rho += 0.125)
        CHECK(normal_correlation(rho) == Approx(2.0 * std::sin(std::acos(-1.0) * rho / 6.0)).epsilon(1e-15));
    CHECK(normal_correlation(1.0) == Approx(1.0).epsilon(1e-15));
}

TEST_CASE("a sample far from zero has the spread it would have near zero", "[stats]")
{
    for (const double shift : {1e9, 1e12, 1e15, -1e15}) {
        const auto stats = of({shift + 1, shift + 2, shift + 3});
        CHECK(stats.mean() == shift + 2);
        CHECK(stats.standard_deviation() == 1.0);
    }
}

TEST_CASE("NumAcc4 of the statistical reference datasets: mean 10000000.2, standard deviation 0.1", "[stats]")
{
    RunningStats stats;
    stats.add(10000000.2);
    for (int pair = 0; pair < 500; ++pair) {
        stats.add(10000000.1);
        stats.add(10000000.3);
    }
    CHECK(stats.mean() == Approx(10000000.2).epsilon(1e-15));
    CHECK(stats.standard_deviation() == Approx(0.1).epsilon(2e-8));  // what the rounding of the data leaves
}

TEST_CASE("merging two samples is pooling them", "[stats]")
{
    auto left = of({1e9 + 4, 1e9 + 7});
    const auto right = of({1e9 + 13, 1e9 + 16});
    left.add(right);
    left.add(RunningStats{});
    CHECK(left.count() == 4);
    CHECK(left.mean() == 1e9 + 10);
    CHECK(left.variance() == 30.0);
    RunningStats nothing;
    nothing.add(right);
    CHECK(nothing.mean() == right.mean());
    CHECK(nothing.variance() == right.variance());
}

TEST_CASE("nothing and a single number have no spread", "[stats]")
{
    CHECK(RunningStats{}.variance() == 0.0);
    CHECK(RunningStats{}.standard_error() == 0.0);
    CHECK(of({3.0}).variance() == 0.0);
}

TEST_CASE("quantiles lie between neighbours in proportion", "[stats]")
{
    const std::vector<double> sample = {10, 20, 30, 50};
    CHECK(quantile_of_sorted(sample, 0.0) == 10.0);
    CHECK(quantile_of_sorted(sample, 0.25) == 17.5);
    CHECK(quantile_of_sorted(sample, 0.5) == 25.0);
    CHECK(quantile_of_sorted(sample, 0.75) == 35.0);
    CHECK(quantile_of_sorted(sample, 1.0) == 50.0);
    CHECK(quantile_of_sorted(std::vector<double>{4.0}, 0.3) == 4.0);
}

TEST_CASE("Student's t with one degree of freedom is Cauchy's", "[stats]")
{
    const double pi = std::acos(-1.0);
    for (const double t : {-1e6, -30.0, -1.0, -0.2, 0.0, 1e-3, 0.7, 5.0}) {
        const double cauchy = t < -1.0 ? std::atan(-1.0 / t) / pi : 0.5 + std::atan(t) / pi;
        CHECK(student_t_cdf(1.0, t) == Approx(cauchy).epsilon(1e-13));
    }
    for (const double p : {1e-9, 0.025, 0.3, 0.6, 0.975})
        CHECK(student_t_quantile(1.0, p) == Approx(-1.0 / std::tan(pi * p)).epsilon(1e-12));
}

TEST_CASE("Student's t with two degrees of freedom has a closed quantile", "[stats]")
{
    for (const double p : {1e-9, 0.025, 0.3, 0.6, 0.975, 0.999})
        CHECK(student_t_quantile(2.0, p) == Approx((2 * p - 1) / std::sqrt(2 * p * (1 - p))).epsilon(1e-12));
    CHECK(student_t_quantile(2.0, 0.5) == 0.0);
}

TEST_CASE("Student's t has the tabulated critical values", "[stats]")
{
    CHECK(student_t_quantile(5.0, 0.975) == Approx(2.5705818).epsilon(1e-7));
    CHECK(student_t_quantile(10.0, 0.95) == Approx(1.8124611).epsilon(1e-7));
    CHECK(student_t_quantile(30.0, 0.995) == Approx(2.7499957).epsilon(1e-7));
    CHECK(student_t_quantile(1e7, 0.975) == Approx(1.959964).epsilon(1e-6));
}
