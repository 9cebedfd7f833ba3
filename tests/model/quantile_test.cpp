// quantile_test.cpp -- tables of quantiles against exact quantiles computed elsewhere.
#include "model/quantile.hpp"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <catch2/catch.hpp>
#include <cmath>

#include "base/special.hpp"

using namespace txpath;

namespace {

/// A model of one tabled attribute.
struct Tabled {
    ModelTables model;
    AttributeRow row{};

    Tabled(Family family, double a, double b, double c)
    {
        row.family = family;
        row.a = a;
        row.b = b;
        row.c = c;
        row.high_share = 1.0;
        row.quantiles_at = 0;
        model.values = quantile_table(row);
    }
    [[nodiscard]] double at(double u) const { return quantile(model, row, u); }
};

constexpr double shares[] = {1e-12, 1e-6, 0.0003, 0.01, 0.2, 0.3337, 0.5, 0.71, 0.93, 0.999, 0.9999999};

}  // namespace

TEST_CASE("tabled gamma quantiles err by less than a billionth, also at small shapes", "[quantile]")
{
    for (const double shape : {0.3, 0.9, 1.0, 2.5, 4.0, 40.0}) {
        const Tabled gamma(Family::gamma, shape, 2.0, 0.0);
        const boost::math::gamma_distribution<long double> exact(shape, 2.0L);
        for (const double u : shares) {
            INFO("shape " << shape << ", share " << u);
            const auto expected =
                static_cast<double>(boost::math::quantile(exact, static_cast<long double>(u)));
            CHECK(gamma.at(u) == Approx(expected).epsilon(1e-9));
        }
    }
}

TEST_CASE("tabled beta quantiles give back the share they belong to", "[quantile]")
{
    for (const auto& [alpha, beta] :
         {std::pair{0.4, 0.7}, std::pair{2.0, 3.0}, std::pair{1.0, 1.0}, std::pair{60.0, 5.0}}) {
        const Tabled tabled(Family::beta, alpha, beta, 0.0);
        const boost::math::beta_distribution<long double> exact(alpha, beta);
        for (const double u : shares) {
            INFO("alpha " << alpha << ", beta " << beta << ", share " << u);
            const auto x = static_cast<long double>(tabled.at(u));
            if (x == 0.0L || x == 1.0L) continue;
            CHECK(static_cast<double>(boost::math::cdf(exact, x)) == Approx(u).epsilon(1e-8));
        }
    }
}

TEST_CASE("a gamma quantile of a tiny shape is small but never negative", "[quantile]")
{
    const Tabled gamma(Family::gamma, 0.0155, 63.0, 0.0);
    double before = 0.0;
    for (int step = 1; step < 2000; ++step) {
        const double x = gamma.at(step / 2000.0);
        CHECK(x >= before);
        before = x;
    }
}
