// removals_test.cpp -- which sets of barriers are run, and shares of games whose shares are known.
#include "study/removals.hpp"

#include <algorithm>
#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <functional>
#include <numeric>

#include "base/stats.hpp"

using namespace txpath;

namespace {

using Game = std::function<double(BarrierSet)>;

Removals exact(std::size_t barriers)
{
    return Removals({barriers, Sharing::exact, 0, 1});
}

Removals sampled(std::size_t barriers, std::uint32_t permutations)
{
    return Removals({barriers, Sharing::sampled, permutations, 1});
}

std::vector<double> outcomes(const Removals& removals, const Game& game)
{
    std::vector<double> found;
    for (const BarrierSet removed : removals.runs()) found.push_back(game(removed));
    return found;
}

std::vector<double> shares(const Removals& removals, std::size_t barriers, const Game& game)
{
    const auto of = outcomes(removals, game);
    std::vector<double> found;
    for (std::size_t k = 0; k < barriers; ++k) found.push_back(value_of(removals.share(k), of));
    return found;
}

bool has(BarrierSet set, std::size_t barrier)
{
    return (set >> barrier & 1) != 0;
}

/// The mean over all orders, order by order: nothing of the formula with weights.
std::vector<double> over_all_orders(std::size_t barriers, const Game& game)
{
    std::vector<std::size_t> order(barriers);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::vector<double> sums(barriers, 0.0);
    double orders = 0.0;
    do {
        BarrierSet removed = 0;
        for (const std::size_t k : order) {
            const BarrierSet more = removed | BarrierSet{1} << k;
            sums[k] += game(more) - game(removed);
            removed = more;
        }
        orders += 1.0;
    } while (std::ranges::next_permutation(order).found);
    for (double& sum : sums) sum /= orders;
    return sums;
}

/// Any five barriers.
double rugged(BarrierSet removed)
{
    const auto x = static_cast<double>(removed);
    return std::sin(1.7 * x) + 0.3 * x * std::cos(x * x);
}

}  // namespace

TEST_CASE("without shares nothing, each alone, all but each and all are run", "[barriers]")
{
    const Removals of_four({4, Sharing::none, 0, 1});
    CHECK(of_four.runs() == std::vector<BarrierSet>{0b0000, 0b0001, 0b0010, 0b0100, 0b1000, 0b0111, 0b1011,
                                                    0b1101, 0b1110, 0b1111});
    CHECK(Removals({1, Sharing::none, 0, 1}).runs() == std::vector<BarrierSet>{0, 1});
    CHECK(Removals({2, Sharing::none, 0, 1}).runs() == std::vector<BarrierSet>{0, 1, 2, 3});
    CHECK(Removals({63, Sharing::none, 0, 1}).runs().size() == 128);
    CHECK(exact(6).runs().size() == 64);
}

TEST_CASE("shares of three who are worth nothing alone are those of the glove game", "[barriers]")
{
    // 0 and 1 each bring a left glove, 2 the right one; a pair is worth 6. Known: 1, 1, 4.
    const auto pairs = [](BarrierSet set) { return has(set, 2) && (has(set, 0) || has(set, 1)) ? 6.0 : 0.0; };
    const auto found = shares(exact(3), 3, pairs);
    CHECK(found[0] == Approx(1.0).epsilon(1e-14));
    CHECK(found[1] == Approx(1.0).epsilon(1e-14));
    CHECK(found[2] == Approx(4.0).epsilon(1e-14));
}

TEST_CASE("exact shares are the mean over all orders of removal", "[barriers]")
{
    const auto found = shares(exact(5), 5, rugged);
    const auto known = over_all_orders(5, rugged);
    for (std::size_t k = 0; k < 5; ++k) CHECK(found[k] == Approx(known[k]).margin(1e-12));
}

TEST_CASE("shares sum to what removing all changes, exact or sampled", "[barriers]")
{
    for (const Removals& removals : {exact(5), sampled(5, 7)}) {
        const auto found = shares(removals, 5, rugged);
        const double sum = std::accumulate(found.begin(), found.end(), 0.0);
        CHECK(sum == Approx(rugged(31) - rugged(0)).margin(1e-12));
        CHECK(value_of(removals.all_removed(), outcomes(removals, rugged)) == rugged(31) - rugged(0));
    }
}

TEST_CASE("a barrier that changes nothing has a share of exactly 0", "[barriers]")
{
    // 2 is the dummy
    const auto without = [](BarrierSet set) { return rugged(set & ~BarrierSet{0b100}); };
    CHECK(shares(exact(5), 5, without)[2] == 0.0);
    CHECK(shares(sampled(5, 9), 5, without)[2] == 0.0);
}

TEST_CASE("barriers that do the same have the same share", "[barriers]")
{
    // only how many are removed counts
    const auto by_count = [](BarrierSet set) { return std::pow(1.9, std::popcount(set)); };
    for (const double share : shares(exact(4), 4, by_count))
        CHECK(share == Approx((std::pow(1.9, 4) - 1.0) / 4.0).epsilon(1e-13));
}

TEST_CASE("the interaction is what all together do beyond the sum of each alone", "[barriers]")
{
    const auto sum = [](BarrierSet set) { return 2.0 * has(set, 0) + 3.0 * has(set, 1) + 5.0 * has(set, 2); };
    const auto removals = exact(3);
    CHECK(value_of(removals.interaction(), outcomes(removals, sum)) == 0.0);
    const auto synergy = [&](BarrierSet set) { return sum(set) + 7.0 * (has(set, 0) && has(set, 1)); };
    CHECK(value_of(removals.interaction(), outcomes(removals, synergy)) == 7.0);
    CHECK(value_of(removals.removed_first(0), outcomes(removals, synergy)) == 2.0);
    CHECK(value_of(removals.removed_last(0), outcomes(removals, synergy)) == 9.0);
}

TEST_CASE("sampled shares come to the exact ones as orders are added", "[barriers]")
{
    const auto known = over_all_orders(5, rugged);
    double last = 1e9;
    for (const std::uint32_t permutations : {20U, 500U, 12500U}) {
        const Removals removals = sampled(5, permutations);
        const auto of = outcomes(removals, rugged);
        double widest = 0.0;
        for (std::size_t k = 0; k < 5; ++k) {
            RunningStats orders;
            for (const Step& step : removals.in_each_order(k)) orders.add(of[step.more] - of[step.fewer]);
            INFO(permutations << " orders, barrier " << k);
            CHECK(std::abs(value_of(removals.share(k), of) - known[k]) < 4.0 * orders.standard_error());
            widest = std::max(widest, orders.standard_error());
        }
        // 25 times as many orders, a fifth of the error
        if (last < 1e9) CHECK(widest == Approx(last / 5.0).epsilon(0.3));
        last = widest;
    }
}

TEST_CASE("every order of removal is drawn as often as any other", "[barriers]")
{
    // 6 orders of 3 barriers, 6000 draws: 1000 each, standard error 28.9
    const Removals removals = sampled(3, 6000);
    for (std::size_t k = 0; k < 3; ++k) {
        std::vector<int> went_before(8, 0);
        for (const Step& step : removals.in_each_order(k)) ++went_before[removals.runs()[step.fewer]];
        const BarrierSet others = removals.all() ^ removals.alone(k);
        // first and last in two orders of six each, second after either of the others in one
        for (BarrierSet set = 0; set < 8; ++set) {
            const bool is_possible = (set & ~others) == 0;
            const double expected = !is_possible ? 0.0 : std::popcount(set) == 1 ? 1000.0 : 2000.0;
            CHECK(std::abs(went_before[set] - expected) <=
                  4.0 * std::sqrt(expected * (1.0 - expected / 6000.0)));
        }
    }
}
