// network.hpp -- who knows whom among the clinicians.
//
// Owns      NetworkRows; building it from a Network, and what came out of it.
// Assumes   a Network in range for its number of nodes, as check.cpp sees to.
// Promises  links go both ways, none twice, none to oneself. The rows depend on the network, the number of
//           nodes and the luck, and are bit-identical everywhere.
#pragma once

#include <cstdint>
#include <vector>

#include "base/random.hpp"
#include "txpath/results.hpp"
#include "txpath/shared.hpp"

namespace txpath {

/// Compressed rows: the neighbours of node i are links[first[i] .. first[i + 1]), sorted.
struct NetworkRows {
    std::vector<std::uint64_t> first;  ///< one more than nodes; empty: no rows (complete, none)
    std::vector<std::uint32_t> links;
};

/// The neighbours of every node.
///
///   Requires  small world: neighbours even, below nodes, rewire in [0, 1]; scale-free: 1 <= links < nodes;
///             random: 0 <= mean_links < nodes; edges: between nodes, the smaller first, sorted, once
///   Method    draws of the decision `network`, keyed by node (as the person) and an occurrence.
///             Small world: laps round the ring as in [watts1998]; link d (from 0) of a node goes elsewhere
///             if draw d is below `rewire`, and draws d + a neighbours/2 (a = 1, 2, ...) propose where, among
///             all nodes, until it is none that the node knows; one that knows everybody keeps its link.
///             So there are always nodes x neighbours / 2 links. Slow where hardly anybody is left to know.
///             Scale-free: links + 1 nodes who know one another; then each node in turn links to `links`
///             different earlier ones, a node's chance being in proportion to its links before that
///             [barabasi1999], by choosing an end of an earlier link [batagelj2005]; draws 0, 1, ...
///             Random: every pair with the same chance; gaps between links of a node to earlier ones are
///             geometric [batagelj2005], from draws 0, 1, ...
[[nodiscard]] NetworkRows build_network(const Network& network, std::uint32_t nodes, const Luck& luck);

/// What came out: closed forms for complete and none, which have no rows.
///
///   Method    the spread of degrees divides by the nodes, which are all there are. Clustering is 0 if nobody
///             has two neighbours; triangles are found from their ends with fewest links [latapy2008].
[[nodiscard]] NetworkFacts facts_of(const Network& network, const NetworkRows& rows, std::uint32_t nodes);

}  // namespace txpath
