// network.cpp -- networks of each kind on compressed rows.
//
// Not here  Boost.Graph's generators, because rows are part of the fingerprint. sorted_erdos_renyi_iterator
//           takes its gaps through libm's log and plod_iterator its degrees through pow, whose last bits
//           differ between machines; plod also repeats links and knows no number of links of each who joins,
//           which is what `scale_free: {links}` says, hence preferential attachment. small_world_iterator
//           is exact, but never rewires its first link, makes some links twice, and does not end when
//           neighbours = nodes - 1. All three read one stream, so that one number more would change the
//           luck of everyone after it; here each node has its own.
#include "model/network.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstddef>

#include "base/elementary.hpp"

namespace txpath {

namespace {

/// The chance of one network.
struct NetworkDraws {
    Draws draws;
    Decision what = decision("network");

    [[nodiscard]] double uniform(std::uint32_t node, std::uint32_t occurrence) const noexcept
    {
        return draws.uniform(node, what, occurrence);
    }
    [[nodiscard]] double threshold(std::uint32_t node, std::uint32_t occurrence) const noexcept
    {
        return draws.threshold(node, what, occurrence);
    }
    /// One of 0 .. below - 1. Below 2^34, so that each is as likely as the next but for one part in 2^18; the
    /// largest uniform is 1 - 2^-53, whose product never rounds up to `below`.
    [[nodiscard]] std::uint64_t index(std::uint32_t node, std::uint32_t occurrence,
                                      std::uint64_t below) const noexcept
    {
        return static_cast<std::uint64_t>(uniform(node, occurrence) * static_cast<double>(below));
    }
};

/// Both ends of links that are so far written once, in the row of either end.
NetworkRows both_ways(const NetworkRows& owned, std::uint32_t nodes)
{
    NetworkRows rows;
    rows.first.assign(std::size_t{nodes} + 1, 0);
    for (std::uint32_t node = 0; node < nodes; ++node) {
        rows.first[node] += owned.first[node + 1] - owned.first[node];
        for (std::uint64_t i = owned.first[node]; i < owned.first[node + 1]; ++i)
            ++rows.first[owned.links[i]];
    }
    // first[i] is the end of row i, and its beginning once the row is filled from behind
    for (std::uint32_t node = 1; node <= nodes; ++node) rows.first[node] += rows.first[node - 1];
    rows.links.resize(2 * owned.links.size());
    for (std::uint32_t node = nodes; node-- > 0;) {
        for (std::uint64_t i = owned.first[node + 1]; i-- > owned.first[node];) {
            const std::uint32_t other = owned.links[i];
            rows.links[--rows.first[node]] = other;
            rows.links[--rows.first[other]] = node;
        }
    }
    const auto begin = rows.links.begin();
    for (std::uint32_t node = 0; node < nodes; ++node)
        std::sort(begin + static_cast<std::ptrdiff_t>(rows.first[node]),
                  begin + static_cast<std::ptrdiff_t>(rows.first[node + 1]));
    return rows;
}

/// A ring whose links are rewired one by one. Between any two nodes there is at most one link, and a link
/// stays with the node that owned it in the ring, so that two short rows tell whether two nodes are linked.
class SmallWorld {
public:
    SmallWorld(std::uint32_t nodes, std::uint32_t neighbours)
        : nodes_(nodes), half_(neighbours / 2), degree_(nodes, neighbours)
    {
        owned_.first.resize(std::size_t{nodes} + 1);
        owned_.links.reserve(std::size_t{nodes} * half_);
        for (std::uint32_t node = 0; node < nodes; ++node) {
            for (std::uint64_t step = 1; step <= half_; ++step)
                owned_.links.push_back(static_cast<std::uint32_t>((node + step) % nodes));
            owned_.first[node + 1] = owned_.links.size();
        }
    }

    void rewire(double share, const NetworkDraws& draws)
    {
        for (std::uint32_t lap = 0; lap < half_; ++lap)
            for (std::uint32_t node = 0; node < nodes_; ++node)
                if (draws.uniform(node, lap) < share) move_link(node, lap, draws);
    }

    [[nodiscard]] const NetworkRows& owned() const noexcept { return owned_; }

private:
    [[nodiscard]] bool owns(std::uint32_t node, std::uint32_t other) const noexcept
    {
        const std::uint32_t* row = owned_.links.data() + (std::size_t{node} * half_);
        return std::find(row, row + half_, other) != row + half_;
    }

    void move_link(std::uint32_t node, std::uint32_t lap, const NetworkDraws& draws) noexcept
    {
        if (degree_[node] == nodes_ - 1) return;
        for (std::uint32_t occurrence = lap + half_;; occurrence += half_) {
            const auto other = static_cast<std::uint32_t>(draws.index(node, occurrence, nodes_));
            if (other == node || owns(node, other) || owns(other, node)) continue;
            std::uint32_t& end = owned_.links[(std::size_t{node} * half_) + lap];
            --degree_[end];
            ++degree_[other];
            end = other;
            return;
        }
    }

    std::uint32_t nodes_, half_;
    std::vector<std::uint32_t> degree_;
    NetworkRows owned_;
};

NetworkRows small_world(const Network& network, std::uint32_t nodes, const NetworkDraws& draws)
{
    assert(network.neighbours % 2 == 0 && network.neighbours < nodes);
    SmallWorld world(nodes, network.neighbours);
    world.rewire(network.rewire, draws);
    return both_ways(world.owned(), nodes);
}

/// The node in whose row link `i` is: a search in the rows of those who began together, then a division,
/// because every later row has `links` links.
std::uint32_t owner_of(const NetworkRows& owned, std::uint32_t links, std::uint64_t i)
{
    const std::uint64_t joined = std::uint64_t{links} * (links + 1) / 2;
    if (i >= joined) return static_cast<std::uint32_t>(links + 1 + ((i - joined) / links));
    const auto begin = owned.first.begin();
    return static_cast<std::uint32_t>(std::upper_bound(begin, begin + links + 1, i) - begin - 1);
}

NetworkRows scale_free(const Network& network, std::uint32_t nodes, const NetworkDraws& draws)
{
    assert(network.links >= 1 && network.links < nodes);
    NetworkRows owned;
    owned.first.resize(std::size_t{nodes} + 1);
    owned.links.reserve(std::size_t{nodes} * network.links);
    for (std::uint32_t node = 0; node < nodes; ++node) {
        const std::uint64_t before = owned.links.size();
        if (node <= network.links) {
            for (std::uint32_t other = 0; other < node; ++other) owned.links.push_back(other);
        } else {
            for (std::uint32_t occurrence = 0; owned.links.size() < before + network.links; ++occurrence) {
                const std::uint64_t end = draws.index(node, occurrence, 2 * before);
                const std::uint32_t other =
                    end % 2 == 0 ? owner_of(owned, network.links, end / 2) : owned.links[end / 2];
                const auto own = owned.links.begin() + static_cast<std::ptrdiff_t>(before);
                if (std::find(own, owned.links.end(), other) == owned.links.end())
                    owned.links.push_back(other);
            }
        }
        owned.first[node + 1] = owned.links.size();
    }
    return both_ways(owned, nodes);
}

NetworkRows random_links(const Network& network, std::uint32_t nodes, const NetworkDraws& draws)
{
    assert(network.mean_links >= 0.0 && network.mean_links < nodes);
    NetworkRows owned;
    owned.first.resize(std::size_t{nodes} + 1);
    if (nodes < 2 || network.mean_links == 0.0) return owned;
    // a share of 1 has an infinite rate, and gaps of 0
    const double rate = -portable::log1p(-network.mean_links / (nodes - 1));
    const double expected = 0.5 * nodes * network.mean_links;
    owned.links.reserve(static_cast<std::size_t>(expected + (6.0 * std::sqrt(expected)) + 1.0));
    for (std::uint32_t node = 0; node < nodes; ++node) {
        double other = -1.0;
        for (std::uint32_t occurrence = 0;; ++occurrence) {
            other += 1.0 + std::floor(draws.threshold(node, occurrence) / rate);
            if (!(other < node)) break;
            owned.links.push_back(static_cast<std::uint32_t>(other));
        }
        owned.first[node + 1] = owned.links.size();
    }
    return both_ways(owned, nodes);
}

NetworkRows listed(const Network& network, std::uint32_t nodes)
{
    NetworkRows owned;
    owned.first.resize(std::size_t{nodes} + 1);
    owned.links.reserve(network.edges.size());
    for (const auto& [from, to] : network.edges) {
        assert(from < to && to < nodes);
        owned.links.push_back(to);
        ++owned.first[from + 1];
    }
    assert(std::is_sorted(network.edges.begin(), network.edges.end()));
    for (std::uint32_t node = 0; node < nodes; ++node) owned.first[node + 1] += owned.first[node];
    return both_ways(owned, nodes);
}

}  // namespace

NetworkRows build_network(const Network& network, std::uint32_t nodes, const Luck& luck)
{
    const NetworkDraws draws{.draws = Draws(luck)};
    switch (network.kind) {
        case NetworkKind::small_world:
            return small_world(network, nodes, draws);
        case NetworkKind::scale_free:
            return scale_free(network, nodes, draws);
        case NetworkKind::random:
            return random_links(network, nodes, draws);
        case NetworkKind::edges:
            return listed(network, nodes);
        case NetworkKind::none:
        case NetworkKind::complete:
            break;
    }
    return {};
}

}  // namespace txpath
