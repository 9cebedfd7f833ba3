// evppi_test.cpp -- value of partial information where it has a closed form.
#include <catch2/catch.hpp>
#include <cmath>
#include <ctime>
#include <numbers>
#include <numeric>

#include "base/stats.hpp"
#include "support/drawn.hpp"
#include "txpath/regression.hpp"

using namespace txpath;
using oracle::made;
using oracle::normals;

namespace {

/// Two strategies; the second's incremental effect and cost are sums of normal values and of luck.
struct LinearChoice {
    double effect = 0.02, cost = 900.0;
    std::vector<double> effect_slopes{0.03, 0.02, 0.0, 0.01}, cost_slopes{0.0, 300.0, 400.0, -200.0};
    double effect_luck = 0.03, cost_luck = 300.0;

    [[nodiscard]] CostsAndEffects sample(std::uint64_t seed, const DrawnColumns& values) const
    {
        const std::size_t samples = values.front().size();
        const auto shared = normals(seed, "shared", samples), a = normals(seed, "a", samples),
                   b = normals(seed, "b", samples);
        return made(samples, 2, [&](std::size_t r) {
            double more_effect = effect + effect_luck * a[r], more_cost = cost + cost_luck * b[r];
            for (std::size_t v = 0; v < values.size(); ++v) {
                more_effect += effect_slopes[v] * values[v][r];
                more_cost += cost_slopes[v] * values[v][r];
            }
            const double base_cost = 20000.0 + 4000.0 * shared[r], base_effect = 5.0 + shared[r];
            return std::vector<double>{base_cost, base_cost + more_cost, base_effect,
                                       base_effect + more_effect};
        });
    }

    [[nodiscard]] DrawnColumns values(std::uint64_t seed, std::size_t samples) const
    {
        DrawnColumns columns;
        for (std::size_t v = 0; v < effect_slopes.size(); ++v)
            columns.push_back(normals(seed, "value " + std::to_string(v), samples));
        return columns;
    }

    /// Unit normal loss.
    [[nodiscard]] double exact(const ValueSet& set, double threshold) const
    {
        double variance = 0.0;
        for (const std::size_t v : set) {
            const double slope = threshold * effect_slopes[v] - cost_slopes[v];
            variance += slope * slope;
        }
        if (variance == 0.0) return 0.0;
        const double s = std::sqrt(variance), u = std::abs(threshold * effect - cost) / s;
        return s * (std::exp(-0.5 * u * u) / std::sqrt(2.0 * std::numbers::pi) -
                    u * 0.5 * std::erfc(u / std::numbers::sqrt2));
    }
};

const std::vector<double> three_thresholds{20000.0, 40000.0, 80000.0};

}  // namespace

TEST_CASE("EVPPI of a linear choice of normal values is the unit normal loss", "[evppi]")
{
    const LinearChoice choice;
    const auto values = choice.values(1, 2000);
    const std::vector<ValueSet> sets{{0}, {1}, {2}, {3}, {0, 1}, {2, 3}, {0, 1, 3}, {0, 1, 2, 3}};
    const auto found = evppi(choice.sample(1, values), values, sets, three_thresholds);

    for (std::size_t s = 0; s < sets.size(); ++s)
        for (std::size_t t = 0; t < three_thresholds.size(); ++t) {
            const double exact = choice.exact(sets[s], three_thresholds[t]);
            INFO("set " << s << " threshold " << three_thresholds[t] << ": " << found[s][t].value << " error "
                        << found[s][t].error << " exact " << exact);
            CHECK(std::abs(found[s][t].value - exact) < 4.0 * found[s][t].error + 0.01);  // of currency
            CHECK(found[s][t].smoother ==
                  (sets[s].size() < 3 ? Smoother::spline : Smoother::gaussian_process));
        }
}

TEST_CASE("standard errors of EVPPI are as large as its errors", "[evppi]")
{
    const LinearChoice choice;
    const std::vector<ValueSet> sets{{0}, {1}, {0, 1}};
    const std::vector<double> thresholds{50000.0, 80000.0};
    constexpr std::size_t repeats = 200;
    std::vector<std::vector<RunningStats>> scores(sets.size(), std::vector<RunningStats>(thresholds.size()));
    for (std::size_t repeat = 0; repeat < repeats; ++repeat) {
        const auto values = choice.values(100 + repeat, 300);
        const auto found = evppi(choice.sample(100 + repeat, values), values, sets, thresholds);
        for (std::size_t s = 0; s < sets.size(); ++s)
            for (std::size_t t = 0; t < thresholds.size(); ++t)
                scores[s][t].add((found[s][t].value - choice.exact(sets[s], thresholds[t])) /
                                 found[s][t].error);
    }
    for (std::size_t s = 0; s < sets.size(); ++s)
        for (std::size_t t = 0; t < thresholds.size(); ++t) {
            INFO("set " << s << " threshold " << thresholds[t] << ": scores of mean " << scores[s][t].mean());
            CHECK(scores[s][t].standard_deviation() > 0.7);
            CHECK(scores[s][t].standard_deviation() < 1.4);
            CHECK(std::abs(scores[s][t].mean()) < 0.5);
        }
}

TEST_CASE("standard errors of the EVPPI of a group are as large as its errors", "[evppi][slow]")
{
    const LinearChoice choice;
    RunningStats scores;
    for (std::size_t repeat = 0; repeat < 40; ++repeat) {
        const auto values = choice.values(500 + repeat, 200);
        const auto found = evppi(choice.sample(500 + repeat, values), values,
                                 std::vector<ValueSet>{{0, 1, 3}}, std::vector<double>{50000.0});
        scores.add((found[0][0].value - choice.exact({0, 1, 3}, 50000.0)) / found[0][0].error);
    }
    INFO("scores of mean " << scores.mean());
    CHECK(scores.standard_deviation() > 0.7);
    CHECK(scores.standard_deviation() < 1.4);
    CHECK(std::abs(scores.mean()) < 0.5);
}

TEST_CASE("EVPPI of a square", "[evppi]")
{
    // Incremental benefit k (x^2 - 1), hence k E max(0, x^2 - 1) = 2 k phi(1)
    const std::size_t samples = 3000;
    const auto x = normals(3, "x", samples), luck = normals(3, "luck", samples);
    const auto sample = made(samples, 2, [&](std::size_t r) {
        return std::vector<double>{0.0, 0.0, 0.0, x[r] * x[r] - 1.0 + luck[r]};
    });
    const auto found = evppi(sample, {x}, std::vector<ValueSet>{{0}}, std::vector<double>{1.0, 1000.0});
    const double exact = 2.0 * std::exp(-0.5) / std::sqrt(2.0 * std::numbers::pi);
    INFO(found[0][0].value << " error " << found[0][0].error << " exact " << exact);
    CHECK(std::abs(found[0][0].value - exact) < 4.0 * found[0][0].error);
    CHECK(found[0][0].error < 0.05 * exact);
    CHECK(found[0][1].value == Approx(1000.0 * found[0][0].value).epsilon(1e-9));
    CHECK(found[0][1].error == Approx(1000.0 * found[0][0].error).epsilon(1e-9));
}

TEST_CASE("EVPPI of a product lies in the pair alone", "[evppi]")
{
    // E max(0, x y) = E|x| E|y| / 2 = 1 / pi
    const std::size_t samples = 3000;
    const DrawnColumns values{normals(4, "x", samples), normals(4, "y", samples)};
    const auto luck = normals(4, "luck", samples);
    const auto sample = made(samples, 2, [&](std::size_t r) {
        return std::vector<double>{0.0, 0.0, 0.0, values[0][r] * values[1][r] + 0.5 * luck[r]};
    });
    const auto found =
        evppi(sample, values, std::vector<ValueSet>{{0}, {1}, {0, 1}}, std::vector<double>{1.0});
    INFO(found[0][0].value << ' ' << found[1][0].value << ' ' << found[2][0].value);
    CHECK(found[0][0].value < 4.0 * found[0][0].error + 1e-12);
    CHECK(found[1][0].value < 4.0 * found[1][0].error + 1e-12);
    CHECK(std::abs(found[2][0].value - std::numbers::inv_pi) < 4.0 * found[2][0].error);
}

TEST_CASE("a value that nothing depends on is worth nothing", "[evppi]")
{
    const LinearChoice choice;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const auto values = choice.values(seed, 500);
        const DrawnColumns useless{normals(seed, "p", 500), normals(seed, "q", 500), normals(seed, "r", 500)};
        const auto found =
            evppi(choice.sample(seed, values), useless, std::vector<ValueSet>{{0}, {0, 1}}, three_thresholds);
        for (const auto& row : found)
            for (const PartialInformation& at : row) {
                INFO(at.value << " error " << at.error);
                CHECK(at.value <= 4.0 * at.error);
                CHECK(at.value < 0.02 * choice.exact({0, 1, 2, 3}, 40000.0) + 4.0 * at.error);
            }
    }
}

TEST_CASE("EVPPI of one value takes seconds for 100,000 samples and many thresholds", "[evppi]")
{
    const LinearChoice choice;
    const auto values = choice.values(5, 100000);
    const auto sample = choice.sample(5, values);
    std::vector<double> thresholds;
    for (int k = 1; k <= 101; ++k) thresholds.push_back(1000.0 * k);
    const std::clock_t begin = std::clock();  // of this process: others may keep the machine busy
    const auto found = evppi(sample, values, std::vector<ValueSet>{{0}}, thresholds);
    CHECK(static_cast<double>(std::clock() - begin) < 5.0 * CLOCKS_PER_SEC);
    const double exact = choice.exact({0}, 40000.0);
    CHECK(std::abs(found[0][39].value - exact) < 4.0 * found[0][39].error);
    CHECK(found[0][39].error < 0.02 * exact);
}
