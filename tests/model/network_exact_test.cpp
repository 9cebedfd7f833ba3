// network_exact_test.cpp -- tiny networks against their exact distributions, by following every path of each
// rule.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>

#include "support/networks.hpp"

using namespace txpath;

namespace {

/// The sorted links of a network, and how likely it is.
using Outcomes = std::map<Edges, double>;

Edges::value_type ordered(std::uint32_t a, std::uint32_t b)
{
    return {std::min(a, b), std::max(a, b)};
}

bool has(const Edges& edges, std::uint32_t a, std::uint32_t b)
{
    return std::find(edges.begin(), edges.end(), ordered(a, b)) != edges.end();
}

void add_outcome(Edges edges, double chance, Outcomes& outcomes)
{
    std::sort(edges.begin(), edges.end());
    outcomes[edges] += chance;
}

/// The rest of the walk round the ring from `turn`, of a small world; link t is that of node t % nodes.
void follow_ring(std::uint32_t nodes, double rewire, const Edges& edges, std::size_t turn, double chance,
                 Outcomes& outcomes)
{
    if (turn == edges.size()) return add_outcome(edges, chance, outcomes);
    const auto node = static_cast<std::uint32_t>(turn % nodes);
    std::vector<std::uint32_t> strangers;
    for (std::uint32_t other = 0; other < nodes; ++other)
        if (other != node && !has(edges, node, other)) strangers.push_back(other);
    const double stay = strangers.empty() ? 1.0 : 1.0 - rewire;
    follow_ring(nodes, rewire, edges, turn + 1, chance * stay, outcomes);
    for (const std::uint32_t other : strangers) {
        Edges moved = edges;
        moved[turn] = ordered(node, other);
        follow_ring(nodes, rewire, moved, turn + 1, chance * rewire / static_cast<double>(strangers.size()),
                    outcomes);
    }
}

Outcomes small_worlds(std::uint32_t nodes, std::uint32_t neighbours, double rewire)
{
    Edges ring;
    for (std::uint32_t apart = 1; apart <= neighbours / 2; ++apart)
        for (std::uint32_t node = 0; node < nodes; ++node)
            ring.push_back(ordered(node, (node + apart) % nodes));
    Outcomes outcomes;
    follow_ring(nodes, rewire, ring, 0, 1.0, outcomes);
    return outcomes;
}

/// What `node`, who still makes `left` links, and those after it may do.
void follow_joining(std::uint32_t nodes, std::uint32_t links, std::uint32_t node, std::uint32_t left,
                    const Edges& before, const Edges& edges, double chance, Outcomes& outcomes)
{
    if (node == nodes) return add_outcome(edges, chance, outcomes);
    if (left == 0) return follow_joining(nodes, links, node + 1, links, edges, edges, chance, outcomes);
    std::vector<double> weight(node, 0.0);
    for (const auto& [from, to] : before) {
        if (!has(edges, node, from)) weight[from] += 1.0;
        if (!has(edges, node, to)) weight[to] += 1.0;
    }
    double total = 0.0;
    for (const double one : weight) total += one;
    for (std::uint32_t other = 0; other < node; ++other) {
        if (weight[other] == 0.0) continue;
        Edges more = edges;
        more.push_back(ordered(node, other));
        follow_joining(nodes, links, node, left - 1, before, more, chance * weight[other] / total, outcomes);
    }
}

Outcomes scale_frees(std::uint32_t nodes, std::uint32_t links)
{
    Edges core;
    for (std::uint32_t a = 0; a <= links; ++a)
        for (std::uint32_t b = a + 1; b <= links; ++b) core.emplace_back(a, b);
    Outcomes outcomes;
    follow_joining(nodes, links, links + 1, links, core, core, 1.0, outcomes);
    return outcomes;
}

Outcomes randoms(std::uint32_t nodes, double share)
{
    Edges pairs;
    for (std::uint32_t a = 0; a < nodes; ++a)
        for (std::uint32_t b = a + 1; b < nodes; ++b) pairs.emplace_back(a, b);
    Outcomes outcomes;
    for (std::size_t set = 0; set < std::size_t{1} << pairs.size(); ++set) {
        Edges edges;
        double chance = 1.0;
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            const bool is_there = (set >> i & 1) == 1;
            chance *= is_there ? share : 1.0 - share;
            if (is_there) edges.push_back(pairs[i]);
        }
        outcomes[edges] = chance;
    }
    return outcomes;
}

/// How many standard errors Pearson's X^2 of so many replicates lies from its mean.
///   Source  mean k - 1 and variance 2 (k - 1) + (sum of 1/p - k^2 - 2 k + 2) / n: Haldane 1937
double surprise(const Network& network, std::uint32_t nodes, const Outcomes& outcomes)
{
    constexpr std::uint32_t replicates = 30'000;
    std::map<Edges, double> counted;
    for (std::uint32_t r = 0; r < replicates; ++r)
        counted[edges_of(build_network(network, nodes, replicate(r)))] += 1.0;
    for (const auto& [edges, times] : counted) REQUIRE(outcomes.count(edges) == 1);
    const auto kinds = static_cast<double>(outcomes.size());
    double squares = 0.0, inverse = 0.0, total = 0.0;
    for (const auto& [edges, chance] : outcomes) {
        const double expected = chance * replicates;
        const auto found = counted.find(edges);
        const double times = found == counted.end() ? 0.0 : found->second;
        squares += (times - expected) * (times - expected) / expected;
        inverse += 1.0 / chance;
        total += chance;
    }
    REQUIRE(total == Approx(1.0));
    const double variance = 2.0 * (kinds - 1.0) + (inverse - kinds * kinds - 2.0 * kinds + 2.0) / replicates;
    return std::abs(squares - (kinds - 1.0)) / std::sqrt(variance);
}

}  // namespace

TEST_CASE("tiny small worlds come out as often as the rule in words says", "[network]")
{
    CHECK(surprise(small_world(2, 0.4), 5, small_worlds(5, 2, 0.4)) < 4.0);
    CHECK(surprise(small_world(4, 0.3), 6, small_worlds(6, 4, 0.3)) < 4.0);
}

TEST_CASE("tiny scale-free networks come out as often as the rule in words says", "[network]")
{
    CHECK(surprise(scale_free(1), 5, scale_frees(5, 1)) < 4.0);
    CHECK(surprise(scale_free(2), 6, scale_frees(6, 2)) < 4.0);
}

TEST_CASE("tiny random networks come out as often as independent pairs", "[network]")
{
    CHECK(surprise(random_network(1.2), 4, randoms(4, 0.4)) < 4.0);
}
