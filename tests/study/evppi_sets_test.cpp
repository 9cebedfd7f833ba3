// evppi_sets_test.cpp -- EVPPI of sets: groups, parts and wholes, and samples that say little.
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "support/drawn.hpp"
#include "txpath/regression.hpp"

using namespace txpath;
using oracle::made;
using oracle::normals;

namespace {

/// As in evppi_three_ways.py.
CostsAndEffects three_ways(const DrawnColumns& values)
{
    return made(values.front().size(), 3, [&](std::size_t r) {
        const double x = values[0][r], y = values[1][r], z = values[2][r];
        return std::vector<double>{0.0,
                                   6000.0 + 1500.0 * z * z,
                                   9000.0 - 1000.0 * y,
                                   0.0,
                                   0.3 * std::exp(0.4 * x) * (1.0 + 0.5 * y),
                                   0.35 + 0.25 * std::sin(2.0 * x) + 0.2 * y * z};
    });
}

DrawnColumns three_values(std::uint64_t seed, std::size_t samples)
{
    return {normals(seed, "x", samples), normals(seed, "y", samples), normals(seed, "z", samples)};
}

const std::vector<double> thresholds{20000.0, 30000.0, 50000.0};

double evpi(const CostsAndEffects& sample, double threshold)
{
    double with = 0.0;
    std::vector<double> mean(sample.strategies, 0.0);
    for (std::size_t r = 0; r < sample.samples; ++r) {
        double best = -1e300;
        for (std::size_t d = 0; d < sample.strategies; ++d) {
            const std::size_t at = r * sample.strategies + d;
            const double benefit = threshold * sample.effects[at] - sample.costs[at];
            best = std::max(best, benefit);
            mean[d] += benefit / static_cast<double>(sample.samples);
        }
        with += best / static_cast<double>(sample.samples);
    }
    return with - *std::max_element(mean.begin(), mean.end());
}

}  // namespace

TEST_CASE("EVPPI among three curved ways is that of sums over a grid", "[evppi]")
{
    const std::vector<ValueSet> sets{{0}, {1}, {2}, {0, 1}, {1, 2}, {0, 1, 2}};
    // by set, by threshold: printed by evppi_three_ways.py
    const std::vector<std::vector<double>> exact{{1217.8, 1974.0, 3355.4}, {858.1, 1230.0, 2720.2},
                                                 {149.1, 527.0, 652.3},    {1632.1, 2838.7, 4497.7},
                                                 {1513.3, 2652.8, 4178.0}, {2233.9, 3725.9, 5857.1}};
    const auto values = three_values(7, 4000);
    const auto found = evppi(three_ways(values), values, sets, thresholds);
    for (std::size_t s = 0; s < sets.size(); ++s)
        for (std::size_t t = 0; t < thresholds.size(); ++t) {
            INFO("set " << s << " threshold " << thresholds[t] << ": " << found[s][t].value << " error "
                        << found[s][t].error << " exact " << exact[s][t]);
            CHECK(std::abs(found[s][t].value - exact[s][t]) < 4.0 * found[s][t].error + 0.05);
        }
}

TEST_CASE("learning every value of a model without luck is perfect information", "[evppi]")
{
    const auto values = three_values(8, 1000);
    const auto sample = three_ways(values);
    const auto found = evppi(sample, values, std::vector<ValueSet>{{0, 1, 2}}, thresholds);
    for (std::size_t t = 0; t < thresholds.size(); ++t) {
        const double perfect = evpi(sample, thresholds[t]);
        INFO(found[0][t].value << " error " << found[0][t].error << " EVPI " << perfect);
        CHECK(found[0][t].value <= perfect * (1.0 + 1e-12));
        CHECK(found[0][t].value > perfect - found[0][t].error);
    }
}

TEST_CASE("knowing more is never worth less, and never more than knowing all", "[evppi]")
{
    const std::vector<ValueSet> sets{{0, 1, 2}, {0}, {}, {1, 0}, {2}, {1}, {2, 0, 2}};
    for (std::uint64_t seed = 0; seed < 5; ++seed) {
        const auto values = three_values(seed, 60);
        const auto sample = three_ways(values);
        const auto found = evppi(sample, values, sets, thresholds);
        for (std::size_t t = 0; t < thresholds.size(); ++t) {
            CHECK(found[2][t].value == 0.0);
            CHECK(found[2][t].smoother == Smoother::constant);
            for (const std::size_t part : {1u, 3u, 4u, 5u, 6u})
                CHECK(found[0][t].value >= found[part][t].value);
            CHECK(found[3][t].value >= std::max(found[1][t].value, found[5][t].value));
            CHECK(found[6][t].value >= std::max(found[1][t].value, found[4][t].value));
            for (const auto& row : found) CHECK(row[t].value <= evpi(sample, thresholds[t]) * (1.0 + 1e-12));
        }
    }
}

TEST_CASE("the order of strategies and values changes no value of information", "[evppi]")
{
    const auto values = three_values(9, 400);
    const auto sample = three_ways(values);
    const DrawnColumns turned_values{values[2], values[0], values[1]};
    CostsAndEffects turned = sample;
    for (std::size_t r = 0; r < sample.samples; ++r)
        for (std::size_t d = 0; d < 3; ++d) {
            turned.costs[r * 3 + d] = sample.costs[r * 3 + (d + 1) % 3];
            turned.effects[r * 3 + d] = sample.effects[r * 3 + (d + 1) % 3];
        }
    const auto one = evppi(sample, values, std::vector<ValueSet>{{0}, {0, 1}, {0, 1, 2}}, thresholds);
    const auto other =
        evppi(turned, turned_values, std::vector<ValueSet>{{1}, {2, 1}, {2, 1, 0}}, thresholds);
    for (std::size_t s = 0; s < one.size(); ++s)
        for (std::size_t t = 0; t < thresholds.size(); ++t) {
            CHECK(other[s][t].value == Approx(one[s][t].value).epsilon(1e-6));
            CHECK(other[s][t].error == Approx(one[s][t].error).epsilon(1e-6));
        }
}

TEST_CASE("values and strategies that do not vary are worth exactly nothing", "[evppi]")
{
    const std::size_t samples = 50;
    const auto x = normals(10, "x", samples);
    const DrawnColumns values{x, std::vector<double>(samples, 0.3)};
    const std::vector<ValueSet> sets{{0}, {1}, {0, 1}};
    const auto same = made(samples, 3, [&](std::size_t r) {
        return std::vector<double>{0.1 * x[r], 0.1 * x[r], 0.1 * x[r], x[r] / 3.0, x[r] / 3.0, x[r] / 3.0};
    });
    for (const auto& row : evppi(same, values, sets, thresholds))
        for (const PartialInformation& at : row) {
            CHECK(at.value == 0.0);
            CHECK(at.error == 0.0);
        }
    const auto differ = made(samples, 2, [&](std::size_t r) { return std::vector<double>{0, 0, 0, x[r]}; });
    const auto found = evppi(differ, values, sets, thresholds);
    CHECK(found[1][0].value == 0.0);
    CHECK(found[1][0].smoother == Smoother::constant);
    CHECK(found[2][0].value == found[0][0].value);
    CHECK(found[2][0].smoother == Smoother::spline);
}

TEST_CASE("a value of few distinct numbers is learned as what it is", "[evppi]")
{
    // Benefit +1 or -2 by a coin: knowing it saves max(0, 1) / 2 - max(0, -1/2) = 1/2
    const std::size_t samples = 400;
    DrawnColumns values{{}, {}};
    for (std::size_t r = 0; r < samples; ++r) values[0].push_back(r % 2 == 0 ? 0.0 : 1.0);
    values[1] = values[0];
    const auto sample = made(samples, 2, [&](std::size_t r) {
        return std::vector<double>{0, 0, 0, values[0][r] == 0.0 ? 1.0 : -2.0};
    });
    const auto found = evppi(sample, values, std::vector<ValueSet>{{0}, {0, 1}}, std::vector<double>{1.0});
    CHECK(found[0][0].value == Approx(0.5).epsilon(1e-9));
    CHECK(found[1][0].value == Approx(0.5).epsilon(1e-9));
}

TEST_CASE("too few samples for a regression say nothing", "[evppi]")
{
    for (const std::size_t samples : {2u, 9u}) {
        const auto values = three_values(11, samples);
        const auto found =
            evppi(three_ways(values), values, std::vector<ValueSet>{{0}, {0, 1, 2}, {}}, thresholds);
        for (const std::size_t set : {0u, 1u}) {
            CHECK(std::isnan(found[set][0].value));
            CHECK(std::isnan(found[set][0].error));
            CHECK(found[set][0].smoother == Smoother::too_few);
        }
        CHECK(found[2][0].value == 0.0);
    }
    const auto one = three_values(11, 1);
    CHECK(evppi(three_ways(one), one, std::vector<ValueSet>{{0, 1, 2}}, thresholds)[0][0].value == 0.0);
}

TEST_CASE("twenty values are told from luck, with a thousand samples and with fifty", "[evppi]")
{
    // Incremental effect: 0.1 + sum over values of x / sqrt(40), and as much luck again; unit normal loss
    for (const std::size_t samples : {1000u, 50u}) {
        DrawnColumns values;
        ValueSet all;
        for (std::size_t v = 0; v < 20; ++v) {
            values.push_back(normals(12, "value " + std::to_string(v), samples));
            all.push_back(v);
        }
        const auto luck = normals(12, "luck", samples);
        const auto sample = made(samples, 2, [&](std::size_t r) {
            double effect = 0.1 + luck[r] * std::sqrt(0.5);
            for (const auto& value : values) effect += value[r] / std::sqrt(40.0);
            return std::vector<double>{0, 0, 0, effect};
        });
        const auto found = evppi(sample, values, std::vector<ValueSet>{all}, std::vector<double>{1.0});
        const double s = std::sqrt(0.5), u = 0.1 / s;
        const double exact = s * (std::exp(-0.5 * u * u) / std::sqrt(2.0 * 3.14159265358979) -
                                  u * 0.5 * std::erfc(u / std::sqrt(2.0)));
        INFO(found[0][0].value << " error " << found[0][0].error << " exact " << exact);
        CHECK(std::abs(found[0][0].value - exact) < 4.0 * found[0][0].error);
        CHECK(found[0][0].smoother ==
              (samples == 50 ? Smoother::round_gaussian_process : Smoother::gaussian_process));
    }
}
