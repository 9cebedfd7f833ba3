// networks.cpp -- networks for tests.
#include "support/networks.hpp"

#include <algorithm>
#include <cstddef>
#include <functional>
#include <iterator>

#include "base/fingerprint.hpp"

namespace txpath {

Network of_kind(NetworkKind kind)
{
    Network network;
    network.kind = kind;
    return network;
}

Network small_world(std::uint32_t neighbours, double rewire)
{
    Network network = of_kind(NetworkKind::small_world);
    network.neighbours = neighbours;
    network.rewire = rewire;
    return network;
}

Network scale_free(std::uint32_t links)
{
    Network network = of_kind(NetworkKind::scale_free);
    network.links = links;
    return network;
}

Network random_network(double mean_links)
{
    Network network = of_kind(NetworkKind::random);
    network.mean_links = mean_links;
    return network;
}

Network listed(Edges edges)
{
    Network network = of_kind(NetworkKind::edges);
    network.edges = std::move(edges);
    return network;
}

Luck replicate(std::uint32_t number)
{
    return {.seed = 5, .sample = 0, .replicate = number};
}

NetworkRows built(const Network& network, std::uint32_t nodes)
{
    return build_network(network, nodes, replicate(0));
}

NetworkFacts facts(const Network& network, std::uint32_t nodes)
{
    return facts_of(network, built(network, nodes), nodes);
}

std::vector<std::uint32_t> neighbours_of(const NetworkRows& rows, std::uint32_t node)
{
    const auto begin = rows.links.begin();
    return {begin + static_cast<std::ptrdiff_t>(rows.first[node]),
            begin + static_cast<std::ptrdiff_t>(rows.first[node + 1])};
}

Edges edges_of(const NetworkRows& rows)
{
    Edges edges;
    for (std::uint32_t node = 0; node + 1 < rows.first.size(); ++node)
        for (const std::uint32_t other : neighbours_of(rows, node))
            if (node < other) edges.emplace_back(node, other);
    return edges;
}

std::size_t shared_links(const NetworkRows& a, const NetworkRows& b)
{
    const Edges of_a = edges_of(a);
    const Edges of_b = edges_of(b);
    Edges both;
    std::set_intersection(of_a.begin(), of_a.end(), of_b.begin(), of_b.end(), std::back_inserter(both));
    return both.size();
}

bool is_well_formed(const NetworkRows& rows, std::uint32_t nodes)
{
    if (rows.first.size() != std::size_t{nodes} + 1 || rows.first[0] != 0) return false;
    if (rows.first[nodes] != rows.links.size()) return false;
    for (std::uint32_t node = 0; node < nodes; ++node) {
        const auto row = neighbours_of(rows, node);
        if (std::adjacent_find(row.begin(), row.end(), std::greater_equal<>()) != row.end()) return false;
        for (const std::uint32_t other : row) {
            if (other == node || other >= nodes) return false;
            const auto back = neighbours_of(rows, other);
            if (!std::binary_search(back.begin(), back.end(), node)) return false;
        }
    }
    return true;
}

std::vector<double> as_numbers(const NetworkFacts& of)
{
    return {static_cast<double>(of.nodes),
            static_cast<double>(of.links),
            of.mean_degree,
            of.sd_degree,
            static_cast<double>(of.least_degree),
            static_cast<double>(of.most_degree),
            of.clustering,
            static_cast<double>(of.components),
            static_cast<double>(of.largest_component)};
}

std::string fingerprint_of(const NetworkRows& rows)
{
    Fingerprint print;
    for (const std::uint64_t first : rows.first) print.add(first);
    for (const std::uint32_t link : rows.links) print.add(link);
    return print.hex16();
}

}  // namespace txpath
