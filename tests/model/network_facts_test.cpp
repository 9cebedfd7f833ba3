// network_facts_test.cpp -- degrees, clustering and components against closed forms and Boost.Graph.
#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/clustering_coefficient.hpp>
#include <boost/graph/connected_components.hpp>
#include <catch2/catch.hpp>
#include <map>

#include "base/stats.hpp"
#include "support/networks.hpp"

using namespace txpath;

TEST_CASE("complete and empty networks have no rows and known facts", "[network]")
{
    const Network complete = of_kind(NetworkKind::complete);
    const Network none = of_kind(NetworkKind::none);
    CHECK(built(complete, 5).first.empty());
    CHECK(built(complete, 5).links.empty());
    CHECK(built(none, 5).first.empty());

    using Numbers = std::vector<double>;
    CHECK(as_numbers(facts(complete, 5)) == Numbers{5, 10, 4, 0, 4, 4, 1, 1, 5});
    CHECK(as_numbers(facts(complete, 2)) == Numbers{2, 1, 1, 0, 1, 1, 0, 1, 2});
    CHECK(as_numbers(facts(complete, 1)) == Numbers{1, 0, 0, 0, 0, 0, 0, 1, 1});
    CHECK(as_numbers(facts(complete, 100'000))[1] == 4'999'950'000.0);
    CHECK(as_numbers(facts(none, 5)) == Numbers{5, 0, 0, 0, 0, 0, 0, 5, 1});
    CHECK(as_numbers(facts(none, 0)) == Numbers{0, 0, 0, 0, 0, 0, 0, 0, 0});
}

TEST_CASE("every kind at its densest is the complete network", "[network]")
{
    const auto complete = as_numbers(facts(of_kind(NetworkKind::complete), 7));
    CHECK(as_numbers(facts(small_world(6, 0.0), 7)) == complete);
    CHECK(as_numbers(facts(small_world(6, 0.7), 7)) == complete);
    CHECK(as_numbers(facts(scale_free(6), 7)) == complete);
    CHECK(as_numbers(facts(random_network(6.0), 7)) == complete);
}

TEST_CASE("every kind at its sparsest is the empty network", "[network]")
{
    const auto none = as_numbers(facts(of_kind(NetworkKind::none), 7));
    CHECK(as_numbers(facts(small_world(0, 0.5), 7)) == none);
    CHECK(as_numbers(facts(random_network(0.0), 7)) == none);
    CHECK(as_numbers(facts(listed({}), 7)) == none);
    CHECK(as_numbers(facts(random_network(0.0), 1)) == as_numbers(facts(of_kind(NetworkKind::none), 1)));
}

TEST_CASE("a list of links becomes just those links", "[network]")
{
    const Network network = listed({{0, 3}, {1, 2}, {1, 3}, {4, 5}});
    const NetworkRows rows = built(network, 7);
    CHECK(rows.first == std::vector<std::uint64_t>{0, 1, 3, 4, 6, 7, 8, 8});
    CHECK(rows.links == std::vector<std::uint32_t>{3, 2, 3, 1, 0, 1, 5, 4});
}

TEST_CASE("components are counted with those who know nobody", "[network]")
{
    const NetworkFacts out = facts(listed({{0, 3}, {1, 2}, {1, 3}, {4, 5}}), 7);
    CHECK(out.components == 3);  // 0 1 2 3; 4 5; 6
    CHECK(out.largest_component == 4);
    CHECK(out.least_degree == 0);
    CHECK(out.most_degree == 2);
}

TEST_CASE("clustering of a triangle, a star and a square with a diagonal", "[network]")
{
    CHECK(facts(listed({{0, 1}, {0, 2}, {1, 2}}), 3).clustering == 1.0);
    CHECK(facts(listed({{0, 1}, {0, 2}, {0, 3}}), 4).clustering == 0.0);
    // the ends of the diagonal have 2 of 3 pairs, the other two 1 of 1
    const NetworkFacts square = facts(listed({{0, 1}, {0, 2}, {0, 3}, {1, 2}, {2, 3}}), 4);
    CHECK(square.clustering == Approx(5.0 / 6.0).epsilon(1e-15));
    CHECK(square.mean_degree == 2.5);
    CHECK(square.sd_degree == 0.5);
    // a triangle with a tail: 1, 1 and 1 of 3; the tail's end has one neighbour and does not count
    CHECK(facts(listed({{0, 1}, {0, 2}, {1, 2}, {2, 3}}), 4).clustering == Approx(7.0 / 9.0).epsilon(1e-15));
}

TEST_CASE("clustering and components are those that Boost.Graph finds", "[network]")
{
    using Graph = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS>;
    const std::uint32_t nodes = 300;
    for (std::uint32_t r = 0; r < 5; ++r) {
        for (const Network& network :
             {small_world(6, 0.1), scale_free(3), random_network(1.2), random_network(20.0)}) {
            const NetworkRows rows = build_network(network, nodes, replicate(r));
            const NetworkFacts out = facts_of(network, rows, nodes);
            const Edges edges = edges_of(rows);
            const Graph graph(edges.begin(), edges.end(), nodes);

            RunningStats clustering;
            for (std::uint32_t node = 0; node < nodes; ++node)
                if (out_degree(node, graph) >= 2)
                    clustering.add(boost::clustering_coefficient<double>(graph, node));
            CHECK(out.clustering == Approx(clustering.mean()).epsilon(1e-12));

            std::vector<int> component(nodes);
            CHECK(out.components ==
                  static_cast<std::uint64_t>(boost::connected_components(graph, component.data())));
            std::map<int, std::uint64_t> sizes;
            for (const int one : component) ++sizes[one];
            std::uint64_t largest = 0;
            for (const auto& [one, size] : sizes) largest = std::max(largest, size);
            CHECK(out.largest_component == largest);
        }
    }
}
