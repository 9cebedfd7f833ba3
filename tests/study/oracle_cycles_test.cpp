// oracle_cycles_test.cpp -- Sick-Sicker in yearly cycles, as published, against the same numbers in
// continuous time.
//
// The cycle model is a cohort trace, written for this test from Krijkamp et al. (2018), Med Decis Making
// 38:400-422: everybody starts healthy; one move a cycle at most; the state after the move is paid for, at
// cycles 0 to the last; 1.03^-t. The annual probability of a move is 1 - exp(-rate), so in cycles of h years
// it is 1 - exp(-rate h). docs/cycles.md says what the comparison shows.
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdio>

#include "support/oracle.hpp"
#include "txpath/economics.hpp"
#include "txpath/model.hpp"
#include "txpath/scenario.hpp"
#include "txpath/simulate.hpp"

using namespace txpath;

namespace {

using Cohort = std::array<double, 4>;  // healthy, sick, sicker, dead

struct Sums {
    double cost = 0.0, qalys = 0.0, alive = 0.0;
};

double within(double annual_probability, double ratio, double years)
{
    return 1.0 - std::pow(1.0 - annual_probability, ratio * years);
}

Cohort moved(const Cohort& from, double h)
{
    const double falls = within(0.15, 1.0, h), recovers = within(0.5, 1.0, h),
                 worsens = within(0.105, 1.0, h);
    const std::array dies{within(0.005, 1.0, h), within(0.005, 3.0, h), within(0.005, 10.0, h)};
    return {from[0] * (1.0 - falls - dies[0]) + from[1] * recovers,
            from[0] * falls + from[1] * (1.0 - recovers - worsens - dies[1]),
            from[1] * worsens + from[2] * (1.0 - dies[2]),
            from[0] * dies[0] + from[1] * dies[1] + from[2] * dies[2] + from[3]};
}

/// Thirty years in cycles of 1/n year. A payment is for a cycle.
Sums in_cycles(int n)
{
    const double h = 1.0 / n;
    Cohort cohort{1.0, 0.0, 0.0, 0.0};
    Sums sums;
    for (int cycle = 0; cycle <= 30 * n; ++cycle) {
        if (cycle > 0) cohort = moved(cohort, h);
        const double worth = std::pow(1.03, -h * cycle);
        sums.cost += worth * h * (2000.0 * cohort[0] + 4000.0 * cohort[1] + 15000.0 * cohort[2]);
        sums.qalys += worth * h * (cohort[0] + 0.75 * cohort[1] + 0.5 * cohort[2]);
    }
    sums.alive = 1.0 - cohort[3];
    return sums;
}

struct Measured {
    Sums mean, error;
};

Measured simulated()
{
    auto loaded = load_scenario("tests/data/examples/sick_sicker.yaml", {{"population.size", "400000"}});
    REQUIRE(loaded);
    const Scenario& scenario = loaded.value();
    const auto model = compile(scenario, base_case(scenario));
    REQUIRE(model);
    RunSpec spec;
    spec.seed = 20250101;
    const auto results = simulate(model.value(), spec).results;
    const auto priced = price(scenario, base_case(scenario), results);
    Measured found;
    for (const CostRow& row : priced.mean_costs)
        if (row.category.is_absent() && row.is_discounted && row.stratum == 0) {
            found.mean.cost = row.cost.mean;
            found.error.cost = row.cost.standard_error;
        }
    for (const QalyRow& row : priced.mean_qalys)
        if (row.is_discounted && row.stratum == 0) {
            found.mean.qalys = row.qalys.mean;
            found.error.qalys = row.qalys.standard_error;
        }
    const Tally& tally = results.replicates[0].tally;
    const double n = 400000.0;
    found.mean.alive = static_cast<double>(tally.present.at(tally.times - 1, 0)) / n;
    found.error.alive = std::sqrt(found.mean.alive * (1.0 - found.mean.alive) / n);
    return found;
}

}  // namespace

TEST_CASE("Sick-Sicker in yearly cycles is the published model", "[cycles]")
{
    // by backward recursion, to all digits; the paper's own run of 10^5 people gave 75,996 +- 183 and 15.823
    // +- 0.016
    const Sums yearly = in_cycles(1);
    CHECK(yearly.cost == Approx(75976.149140).epsilon(1e-10));
    CHECK(yearly.qalys == Approx(15.838847815).epsilon(1e-10));
    CHECK(yearly.alive == Approx(1.0 - 0.356391354).epsilon(1e-8));
}

TEST_CASE("as its cycles shrink, Sick-Sicker becomes ours", "[cycles]")
{
    const Measured ours = simulated();
    std::printf("Sick-Sicker      cost       QALYs      alive\n");
    Sums before = in_cycles(1);
    double gap_before = 0.0;
    for (const int n : {1, 2, 4, 8, 16, 32, 64, 128}) {
        const Sums now = in_cycles(n);
        std::printf("1/%-3d year  %10.2f %10.5f %10.5f\n", n, now.cost, now.qalys, now.alive);
        // an error in proportion to the cycle halves with it
        const double gap = now.cost - before.cost;
        if (n > 4) CHECK(gap / gap_before == Approx(0.5).margin(0.05));
        gap_before = gap;
        before = now;
    }
    std::printf("continuous  %10.2f %10.5f %10.5f  simulated\n", ours.mean.cost, ours.mean.qalys,
                ours.mean.alive);
    const Sums fine = in_cycles(64), finest = in_cycles(128);
    // what is left after the error in proportion is taken off is in proportion to its square
    const auto limit = [](double coarse, double fine_one) { return 2.0 * fine_one - coarse; };
    CHECK(std::abs(ours.mean.cost - limit(fine.cost, finest.cost)) < 4.0 * ours.error.cost);
    CHECK(std::abs(ours.mean.qalys - limit(fine.qalys, finest.qalys)) < 4.0 * ours.error.qalys);
    CHECK(std::abs(ours.mean.alive - limit(fine.alive, finest.alive)) < 4.0 * ours.error.alive);
    // and yearly cycles are another model
    const Sums yearly = in_cycles(1);
    CHECK(std::abs(ours.mean.cost - yearly.cost) > 20.0 * ours.error.cost);
    CHECK(std::abs(ours.mean.qalys - yearly.qalys) > 20.0 * ours.error.qalys);
}
