// cea_test.cpp -- cost-effectiveness by hand, and what must not change it.
#include "txpath/cea.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdint>
#include <numeric>
#include <vector>

using namespace txpath;

namespace {

const std::vector<double> thresholds{0.0, 20000.0, 50000.0, 100000.0};

/// Six strategies in 40 samples, one after another dearer and mostly better.
CostsAndEffects region()
{
    CostsAndEffects sample{40, 6, {}, {}};
    std::uint64_t state = 7;
    const auto share = [&state] {
        state = state * 6364136223846793005u + 1442695040888963407u;
        return static_cast<double>(state >> 40) * 0x1p-24;
    };
    for (std::size_t row = 0; row < sample.samples; ++row)
        for (std::size_t strategy = 0; strategy < sample.strategies; ++strategy) {
            const auto rank = static_cast<double>(strategy);
            sample.costs.push_back(1000.0 * rank * rank + 3000.0 * share());
            sample.effects.push_back(2.0 + 0.1 * rank + 0.3 * share());
        }
    return sample;
}

/// Strategy `order[k]` in place k.
CostsAndEffects reordered(const CostsAndEffects& sample, const std::vector<std::size_t>& order)
{
    CostsAndEffects other{sample.samples, order.size(), {}, {}};
    for (std::size_t row = 0; row < sample.samples; ++row)
        for (const std::size_t strategy : order) {
            other.costs.push_back(sample.costs[row * sample.strategies + strategy]);
            other.effects.push_back(sample.effects[row * sample.strategies + strategy]);
        }
    return other;
}

CostsAndEffects transformed(CostsAndEffects sample, double scale, double shift, double gain)
{
    for (double& cost : sample.costs) cost = scale * cost + shift;
    for (double& effect : sample.effects) effect += gain;
    return sample;
}

std::vector<IcerRow> first_sample(const CostsAndEffects& sample)
{
    return icers({sample.costs.data(), sample.strategies}, {sample.effects.data(), sample.strategies});
}

}  // namespace

TEST_CASE("a frontier of three with one strategy of each fate is as worked by hand", "[cea]")
{
    // No treatment, a tablet, an extendedly dominated one, a clinic, and one worse and dearer than the
    // clinic.
    const std::vector<double> costs{9000.0, 0.0, 2000.0, 8000.0, 7000.0};
    const std::vector<double> effects{1.5, 1.0, 1.25, 1.75, 1.375};
    const auto rows = icers(costs, effects);

    const std::vector<std::size_t> order{1, 2, 3, 4, 0};
    for (std::size_t place = 0; place < order.size(); ++place) CHECK(rows[place].strategy == order[place]);
    CHECK_FALSE(rows[0].icer.has_value());
    CHECK(rows[1].icer == 8000.0);   // 2000 / 0.25
    CHECK(rows[2].icer == 12000.0);  // (8000 - 2000) / 0.5; by way of the fourth 40,000, then 2,667
    CHECK(rows[3].status == Dominance::extended);
    CHECK(rows[4].status == Dominance::dominated);
    CHECK_FALSE(rows[4].icer.has_value());
}

TEST_CASE("savings that lose health stand on the frontier with what is saved per QALY lost", "[cea]")
{
    const auto rows = icers(std::vector{500.0, -1500.0}, std::vector{2.0, 1.5});
    CHECK(rows[0].strategy == 1);
    CHECK(rows[1].strategy == 0);
    CHECK(rows[1].icer == 4000.0);
}

TEST_CASE("net benefits of a strategy of 10,000 and 2 QALYs at 20,000 are 30,000 and 1.5", "[cea]")
{
    CHECK(net_monetary_benefit(10000.0, 2.0, 20000.0) == 30000.0);
    CHECK(net_health_benefit(10000.0, 2.0, 20000.0) == 1.5);
}

TEST_CASE("the value of perfect information is as worked by hand", "[cea]")
{
    // At 10,000: benefits 0 and 5,000 in one sample, 0 and -3,000 in the other.
    const CostsAndEffects sample{2, 2, {0.0, 5000.0, 0.0, 3000.0}, {0.0, 1.0, 0.0, 0.0}};
    const auto at = acceptability(sample, std::vector{10000.0}).front();
    CHECK(at.proportion == std::vector{0.5, 0.5});
    CHECK(at.mean_benefit == std::vector{0.0, 1000.0});
    CHECK(at.best == 1);
    CHECK_FALSE(at.is_tied);
    CHECK(at.expected_loss == std::vector{2500.0, 1500.0});
    CHECK(at.evpi == 1500.0);  // (5000 + 0) / 2 - 1000
}

TEST_CASE("with one sample nothing is left to learn", "[cea]")
{
    for (const Acceptability& at : acceptability({1, 3, {0.0, 10.0, 99.0}, {1.0, 2.0, 2.5}}, thresholds))
        CHECK(at.evpi == 0.0);
}

TEST_CASE("permuting strategies permutes the answer", "[cea]")
{
    const CostsAndEffects sample = region();
    const auto curve = acceptability(sample, thresholds);
    const auto table = first_sample(sample);
    std::vector<std::size_t> order{0, 1, 2, 3, 4, 5};
    while (std::ranges::next_permutation(order).found) {
        const CostsAndEffects other = reordered(sample, order);
        const auto permuted = first_sample(other);
        for (std::size_t row = 0; row < table.size(); ++row) {
            REQUIRE(order[permuted[row].strategy] == table[row].strategy);
            REQUIRE(permuted[row].status == table[row].status);
            REQUIRE(permuted[row].icer == table[row].icer);
        }
        if (order[0] > 1) continue;  // a third of them says it all
        const auto again = acceptability(other, thresholds);
        for (std::size_t at = 0; at < curve.size(); ++at) {
            REQUIRE(order[again[at].best] == curve[at].best);
            REQUIRE(again[at].evpi == curve[at].evpi);
            for (std::size_t place = 0; place < order.size(); ++place) {
                REQUIRE(again[at].proportion[place] == curve[at].proportion[order[place]]);
                REQUIRE(again[at].expected_loss[place] == curve[at].expected_loss[order[place]]);
            }
        }
    }
}

TEST_CASE("a copy of a strategy shares its acceptability and changes nothing else", "[cea]")
{
    const CostsAndEffects sample = region();
    const auto curve = acceptability(sample, thresholds);
    const auto table = first_sample(sample);
    for (std::size_t copied = 0; copied < sample.strategies; ++copied) {
        const CostsAndEffects other = reordered(sample, {0, 1, 2, 3, 4, 5, copied});
        auto with_copy = first_sample(other);
        const auto copy = std::ranges::find(with_copy, std::size_t{6}, &IcerRow::strategy);
        CHECK(copy->status == Dominance::dominated);
        CHECK(copy->same_as == copied);
        with_copy.erase(copy);
        for (std::size_t row = 0; row < table.size(); ++row) {
            CHECK(with_copy[row].strategy == table[row].strategy);
            CHECK(with_copy[row].icer == table[row].icer);
            CHECK_FALSE(with_copy[row].same_as.has_value());
        }
        const auto again = acceptability(other, thresholds);
        for (std::size_t at = 0; at < curve.size(); ++at) {
            CHECK(again[at].best == curve[at].best);
            CHECK(again[at].is_tied == (curve[at].best == copied));
            CHECK(again[at].evpi == curve[at].evpi);
            CHECK(again[at].proportion[6] == again[at].proportion[copied]);
            for (std::size_t strategy = 0; strategy < sample.strategies; ++strategy)
                CHECK(
                    again[at].proportion[strategy] ==
                    Approx(curve[at].proportion[strategy] / (strategy == copied ? 2.0 : 1.0)).epsilon(1e-14));
        }
    }
}

TEST_CASE("another currency scales money and leaves choices alone", "[cea]")
{
    const CostsAndEffects sample = region();
    const CostsAndEffects other = transformed(sample, 0.92, 0.0, 0.0);
    auto converted = thresholds;
    for (double& threshold : converted) threshold *= 0.92;
    const auto table = first_sample(sample), again = first_sample(other);
    for (std::size_t row = 0; row < table.size(); ++row) {
        CHECK(again[row].strategy == table[row].strategy);
        CHECK(again[row].status == table[row].status);
        if (table[row].icer) CHECK(*again[row].icer == Approx(0.92 * *table[row].icer).epsilon(1e-12));
    }
    const auto curve = acceptability(sample, thresholds), scaled = acceptability(other, converted);
    for (std::size_t at = 0; at < curve.size(); ++at) {
        CHECK(scaled[at].proportion == curve[at].proportion);
        CHECK(scaled[at].best == curve[at].best);
        CHECK(scaled[at].evpi == Approx(0.92 * curve[at].evpi).epsilon(1e-12));
    }
}

TEST_CASE("what all strategies have in common changes no choice and no loss", "[cea]")
{
    const CostsAndEffects sample = region();
    const CostsAndEffects other = transformed(sample, 1.0, 123456.0, -7.5);
    const auto table = first_sample(sample), again = first_sample(other);
    for (std::size_t row = 0; row < table.size(); ++row) {
        CHECK(again[row].strategy == table[row].strategy);
        CHECK(again[row].status == table[row].status);
        if (table[row].icer) CHECK(*again[row].icer == Approx(*table[row].icer).epsilon(1e-9));
    }
    const auto curve = acceptability(sample, thresholds), shifted = acceptability(other, thresholds);
    for (std::size_t at = 0; at < curve.size(); ++at) {
        CHECK(shifted[at].proportion == curve[at].proportion);
        CHECK(shifted[at].best == curve[at].best);
        CHECK(shifted[at].evpi == Approx(curve[at].evpi).epsilon(1e-9));
    }
}

TEST_CASE("shares of acceptability add up to one and no loss is below EVPI", "[cea]")
{
    for (const Acceptability& at : acceptability(region(), thresholds)) {
        CHECK(std::accumulate(at.proportion.begin(), at.proportion.end(), 0.0) == Approx(1.0).epsilon(1e-14));
        CHECK(at.evpi >= 0.0);
        for (const double loss : at.expected_loss) CHECK(loss >= at.evpi);
    }
}
