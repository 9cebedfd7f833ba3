// discount_nodes_test.cpp -- discounted amounts between nodes, against their closed forms.
#include "study/discount_nodes.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "txpath/units.hpp"

using namespace txpath;

namespace {

/// exp(-force t) and the integral of it from t on for `days`, from the nodes.
struct Seen {
    double moment, stay;
};

Seen seen(const DiscountNodes& nodes, double rate, double t, double days)
{
    const std::size_t count = nodes.count();
    std::vector<double> from(2 * count), to(2 * count);
    nodes.read(t, from.data());
    nodes.read(t + days, to.data());
    const std::vector<double> weights = nodes.weights(rate);
    Seen found{weights[0], weights[0] * days};
    for (std::size_t node = 0; node < count; ++node) {
        found.moment += weights[1 + node] * from[count + node];
        found.stay += weights[1 + node] * (to[node] - from[node]);
    }
    return found;
}

double force_of(double rate)
{
    return std::log1p(rate) / days_per_year;
}

}  // namespace

TEST_CASE("amounts at any moment and rate are those of their closed forms", "[exposures]")
{
    for (const double years : {1.0, 5.0, 20.0, 60.0})
        for (const RateRange range : {RateRange{0.0, 0.05}, RateRange{0.0, 0.25}, RateRange{0.02, 0.06}}) {
            const double horizon = years * days_per_year;
            const DiscountNodes nodes(range, horizon);
            const double spread = (force_of(range.high) - force_of(range.low)) * horizon;
            CAPTURE(years, range.low, range.high, nodes.count());
            // node_tolerance and rounding, which the worth at the middle of the horizon spreads
            const double allowed = 1e-12 + 1e-14 * std::exp(spread / 2.0);
            for (int step = 0; step <= 12; ++step)
                for (const double share : {0.0, 0.01, 0.3, 0.97}) {
                    const double rate =
                        std::min(range.high, range.low + (range.high - range.low) * step / 12.0);
                    const double force = force_of(rate), t = share * horizon, days = 0.03 * horizon;
                    const Seen found = seen(nodes, rate, t, days);
                    CHECK(std::abs(found.moment / std::exp(-force * t) - 1.0) < allowed);
                    const double stay =
                        force == 0.0 ? days : std::exp(-force * t) * -std::expm1(-force * days) / force;
                    CHECK(std::abs(found.stay / stay - 1.0) < allowed);
                }
        }
}

TEST_CASE("one rate needs one node, and no rate none", "[exposures]")
{
    CHECK(DiscountNodes({0.03, 0.03}, 1000.0).count() == 1);
    CHECK(DiscountNodes({0.03, 0.03}, 1000.0).weights(0.03) == std::vector<double>{0.0, 1.0});
    CHECK(DiscountNodes({0.0, 0.05}, 1000.0).weights(0.0).front() == 1.0);
    CHECK(DiscountNodes({0.01, 0.05}, 1000.0).covers(0.05));
    CHECK_FALSE(DiscountNodes({0.01, 0.05}, 1000.0).covers(0.0));
    CHECK_FALSE(DiscountNodes({0.01, 0.05}, 1000.0).covers(0.06));
}

TEST_CASE("the bound on the error falls faster than any power, and holds where it can be seen", "[exposures]")
{
    // 5 years to 25 % a year; the worst that interpolation does, by closed form, through ever more nodes
    CHECK(interpolation_error(1.2, 4) < 1e-3);
    CHECK(interpolation_error(1.2, 8) < 1e-9);
    CHECK(interpolation_error(1.2, 12) < 1e-15);
    CHECK(interpolation_error(100.0, 4) == HUGE_VAL);
    CHECK(DiscountNodes({0.0, 0.25}, 5 * days_per_year).count() <= 12);
    CHECK(DiscountNodes({0.0, 0.25}, 50 * days_per_year).count() <= 30);
}
