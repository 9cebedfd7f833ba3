// network_test.cpp -- each kind of network against what is known of it, and what its luck may depend on.
#include "model/network.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <iterator>

#include "base/stats.hpp"
#include "support/networks.hpp"

using namespace txpath;

namespace {

/// Triples of nodes who all know one another.
double triangles(const NetworkRows& rows)
{
    double count = 0.0;
    for (const auto& [from, to] : edges_of(rows)) {
        const auto a = neighbours_of(rows, from);
        const auto b = neighbours_of(rows, to);
        std::vector<std::uint32_t> both;
        std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(both));
        count += static_cast<double>(both.size());
    }
    return count / 3.0;
}

/// Share of links between nodes at most `reach` apart on the ring.
double share_in_ring(const NetworkRows& rows, std::uint32_t nodes, std::uint32_t reach)
{
    const Edges edges = edges_of(rows);
    const auto in_ring = std::count_if(edges.begin(), edges.end(), [&](const auto& edge) {
        const std::uint32_t apart = edge.second - edge.first;
        return std::min(apart, nodes - apart) <= reach;
    });
    return static_cast<double>(in_ring) / static_cast<double>(edges.size());
}

}  // namespace

TEST_CASE("every kind of network has both ends of each link once, sorted, and none to oneself", "[network]")
{
    for (std::uint32_t r = 0; r < 20; ++r) {
        for (const Network& network :
             {small_world(6, 0.3), small_world(6, 1.0), scale_free(1), scale_free(4), random_network(5.0)}) {
            CHECK(is_well_formed(build_network(network, 60, replicate(r)), 60));
            CHECK(is_well_formed(build_network(network, 7, replicate(r)), 7));
        }
    }
}

TEST_CASE("a small world without rewiring is a ring of known clustering", "[network]")
{
    for (const std::uint32_t k : {2U, 4U, 6U, 10U}) {
        const NetworkFacts ring = facts(small_world(k, 0.0), 100);
        CHECK(ring.links == 50 * k);
        CHECK(ring.mean_degree == k);
        CHECK(ring.sd_degree == 0.0);
        CHECK(ring.least_degree == k);
        CHECK(ring.most_degree == k);
        CHECK(ring.clustering == Approx(3.0 * (k - 2) / (4.0 * (k - 1))).epsilon(1e-12));
        CHECK(ring.components == 1);
        CHECK(ring.largest_component == 100);
    }
    CHECK(neighbours_of(built(small_world(4, 0.0), 9), 0) == std::vector<std::uint32_t>{1, 2, 7, 8});
}

TEST_CASE("rewiring keeps the number of links, and each node's own half", "[network]")
{
    for (const double rewire : {0.05, 0.5, 1.0}) {
        const NetworkFacts world = facts(small_world(8, rewire), 1000);
        CHECK(world.links == 4000);
        CHECK(world.least_degree >= 4);
    }
}

TEST_CASE("the share of links that leave the ring is the share rewired", "[network]")
{
    const std::uint32_t nodes = 20'000, k = 10;
    for (const double rewire : {0.02, 0.2, 1.0}) {
        const double links = nodes * (k / 2);
        // a rewired link lands on a free place of the ring in at most k of nodes - 1 cases
        const double back = rewire * k / (nodes - 1.0);
        const double error = std::sqrt((rewire * (1.0 - rewire) + back) / links);
        const double stays = share_in_ring(built(small_world(k, rewire), nodes), nodes, k / 2);
        CHECK(stays > 1.0 - rewire - 4.0 * error);
        CHECK(stays < 1.0 - rewire + back + 4.0 * error);
    }
}

TEST_CASE("a slightly rewired ring keeps (1 - rewire)^3 of its triangles", "[network]")
{
    // Barrat and Weigt 2000. A ring has h (h - 1) / 2 triangles a node, h = k / 2. New ones by chance: below
    // the k^3 / 6 of a random network, plus k^2 / n for each of the n h rewire new links.
    const std::uint32_t nodes = 20'000, h = 5, k = 10;
    const double rewire = 0.1, kept = 0.9;
    const double expected = nodes * (h * (h - 1) / 2.0) * kept * kept * kept;
    const double by_chance = k * k * k / 6.0 + h * rewire * k * k;
    // each of the n h links that may go takes with it 3 (h - 1) / 2 triangles, kept^2 of which are still
    // there
    const double each = 3.0 * (h - 1) / 2.0 * kept * kept;
    const double error = std::sqrt(nodes * h * rewire * kept) * each + std::sqrt(by_chance);
    const double found = triangles(built(small_world(k, rewire), nodes));
    CHECK(found > expected - 4.0 * error);
    CHECK(found < expected + by_chance + 4.0 * error);
}

TEST_CASE("a ring that is rewired altogether clusters like a random network", "[network]")
{
    // Two neighbours of a node are linked with chance k / (n - 1) if it chose both, (k - 1) / (n - 1) if
    // one, (k - 2) / (n - 1) if none, because who chose it has one choice fewer for the other.
    const std::uint32_t nodes = 3000, k = 10;
    RunningStats clustering;
    for (std::uint32_t r = 0; r < 40; ++r) {
        const Network network = small_world(k, 1.0);
        clustering.add(facts_of(network, build_network(network, nodes, replicate(r)), nodes).clustering);
    }
    CHECK(clustering.mean() > (k - 2.0) / (nodes - 1.0) - 4.0 * clustering.standard_error());
    CHECK(clustering.mean() < k / (nodes - 1.0) + 4.0 * clustering.standard_error());
}

TEST_CASE("more rewiring moves further links, and moves those of less rewiring to the same places",
          "[network]")
{
    // In common are the links that neither moves and those that both move, 0.8 + 0.1 of all; luck of their
    // own would leave 0.8 x 0.9. Of those that both move, one in n / (2 k) finds its place taken in one only.
    const std::uint32_t nodes = 5000, k = 6;
    const double links = nodes * (k / 2);
    const auto shared = static_cast<double>(
        shared_links(built(small_world(k, 0.1), nodes), built(small_world(k, 0.2), nodes)));
    const double taken = 0.1 * links * 2 * k / nodes;
    CHECK(std::abs(shared - 0.9 * links) < 4.0 * std::sqrt(links * 0.9 * 0.1) + 4.0 * taken);
}

TEST_CASE("degrees of a random network have the mean and the variance of counts of rare pairs", "[network]")
{
    const std::uint32_t nodes = 100'000;
    for (const double mean : {0.5, 6.0}) {
        const NetworkFacts out = facts(random_network(mean), nodes);
        const double p = mean / (nodes - 1);
        const double variance = (nodes - 1) * p * (1.0 - p);
        CHECK(std::abs(out.mean_degree - mean) < 4.0 * std::sqrt(2.0 * mean / nodes));
        CHECK(std::abs(out.sd_degree * out.sd_degree - variance) <
              4.0 * std::sqrt((mean + 2.0 * mean * mean) / nodes));
    }
}

TEST_CASE("as many nodes of a random network as Poisson's law says know nobody", "[network]")
{
    const std::uint32_t nodes = 100'000;
    const NetworkRows rows = built(random_network(2.0), nodes);
    double alone = 0.0;
    for (std::uint32_t node = 0; node < nodes; ++node)
        if (rows.first[node] == rows.first[node + 1]) alone += 1.0;
    const double share = std::exp(-2.0);
    CHECK(std::abs(alone / nodes - share) < 4.0 * std::sqrt(share * (1.0 - share) / nodes));
}

TEST_CASE("a random network has one large component just as its equation says", "[network]")
{
    // share s of nodes in it: s = 1 - exp(-mean s), Erdos and Renyi 1960; 0.7968 at mean 2. The variance of
    // its size is n s (1 - s) / (1 - mean (1 - s))^2: Stepanov 1970.
    const std::uint32_t nodes = 100'000;
    const double s = 0.79681213002002;
    const double error = std::sqrt(nodes * s * (1.0 - s)) / (1.0 - 2.0 * (1.0 - s));
    CHECK(std::abs(static_cast<double>(facts(random_network(2.0), nodes).largest_component) - nodes * s) <
          4.0 * error);
}

TEST_CASE("in a scale-free network everybody has at least `links` links, and all are connected", "[network]")
{
    for (const std::uint32_t m : {1U, 2U, 5U}) {
        const NetworkFacts out = facts(scale_free(m), 5000);
        CHECK(out.links == m * (m + 1) / 2 + (5000 - m - 1) * m);
        CHECK(out.least_degree == m);
        CHECK(out.components == 1);
        if (m == 1) CHECK(out.clustering == 0.0);  // a tree
    }
}

TEST_CASE("degrees of a scale-free network follow the known law", "[network]")
{
    // Share with at least k links: m (m + 1) / (k (k + 1)), Bollobas et al. 2001.
    const std::uint32_t nodes = 200'000, m = 3;
    const NetworkRows rows = built(scale_free(m), nodes);
    for (const double k : {4.0, 6.0, 12.0, 30.0, 60.0}) {
        double count = 0.0;
        for (std::uint32_t node = 0; node < nodes; ++node)
            if (static_cast<double>(rows.first[node + 1] - rows.first[node]) >= k) count += 1.0;
        const double share = m * (m + 1) / (k * (k + 1.0));
        INFO("at least " << k << " links: " << count / nodes << ", expected " << share);
        CHECK(std::abs(count / nodes - share) < 4.0 * std::sqrt(share * (1.0 - share) / nodes));
    }
}

TEST_CASE("the tail of a scale-free network falls with the third power", "[network]")
{
    // The law 2 m (m + 1) / (k (k + 1) (k + 2)) falls with a power between 3 - 3 / k and 3 from k on.
    // Estimator and its standard error: Clauset, Shalizi and Newman 2009, equations 3.7 and 3.2.
    const std::uint32_t nodes = 200'000;
    const double from = 30.0;
    const NetworkRows rows = built(scale_free(3), nodes);
    double count = 0.0, logs = 0.0;
    for (std::uint32_t node = 0; node < nodes; ++node) {
        const auto degree = static_cast<double>(rows.first[node + 1] - rows.first[node]);
        if (degree < from) continue;
        count += 1.0;
        logs += std::log(degree / (from - 0.5));
    }
    const double exponent = 1.0 + count / logs;
    const double error = (exponent - 1.0) / std::sqrt(count);
    INFO("exponent " << exponent << ", standard error " << error);
    CHECK(exponent > 3.0 - 3.0 / from - 4.0 * error);
    CHECK(exponent < 3.0 + 4.0 * error);
}

TEST_CASE("those who join later change nothing among the earlier of a scale-free network", "[network]")
{
    const NetworkRows small = built(scale_free(3), 200);
    const NetworkRows large = built(scale_free(3), 300);
    CHECK(shared_links(small, large) == edges_of(small).size());
}

TEST_CASE("seed, sample and replicate each give another network, and the same ones the same", "[network]")
{
    const std::uint32_t nodes = 2000;
    for (const Network& network : {small_world(6, 1.0), random_network(6.0)}) {
        const NetworkRows first = build_network(network, nodes, {5, 0, 0});
        CHECK(build_network(network, nodes, {5, 0, 0}).links == first.links);
        for (const Luck other : {Luck{6, 0, 0}, Luck{5, 1, 0}, Luck{5, 0, 1}}) {
            // 6000 links, each in the other network with chance 6 / 1999
            const auto shared =
                static_cast<double>(shared_links(build_network(network, nodes, other), first));
            CHECK(shared < 18.0 + 4.0 * std::sqrt(18.0));
        }
    }
}

TEST_CASE("networks have the stored fingerprints, whatever compiler and machine", "[network]")
{
    CHECK(fingerprint_of(built(small_world(8, 0.1), 1000)) == "93fe0b838b2a3cb2");
    CHECK(fingerprint_of(built(scale_free(4), 1000)) == "91f368a309b2d58e");
    CHECK(fingerprint_of(built(random_network(8.0), 1000)) == "09db12357c2d94d4");
}
