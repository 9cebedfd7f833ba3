// networks.hpp -- networks for tests.
//
// Owns      short ways to describe a network, to build one (replicate 0 unless said) and to look at its
// links.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "model/network.hpp"

namespace txpath {

using Edges = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

[[nodiscard]] Network of_kind(NetworkKind kind);
[[nodiscard]] Network small_world(std::uint32_t neighbours, double rewire);
[[nodiscard]] Network scale_free(std::uint32_t links);
[[nodiscard]] Network random_network(double mean_links);
[[nodiscard]] Network listed(Edges edges);
[[nodiscard]] Luck replicate(std::uint32_t number);
[[nodiscard]] NetworkRows built(const Network& network, std::uint32_t nodes);
[[nodiscard]] NetworkFacts facts(const Network& network, std::uint32_t nodes);
[[nodiscard]] std::vector<std::uint32_t> neighbours_of(const NetworkRows& rows, std::uint32_t node);
/// The links, the smaller end first, sorted.
[[nodiscard]] Edges edges_of(const NetworkRows& rows);
/// How many links two networks have in common.
[[nodiscard]] std::size_t shared_links(const NetworkRows& a, const NetworkRows& b);
/// Rows are sorted, without repeats and without their own node, and every link is there from both ends.
[[nodiscard]] bool is_well_formed(const NetworkRows& rows, std::uint32_t nodes);
[[nodiscard]] std::vector<double> as_numbers(const NetworkFacts& of);
[[nodiscard]] std::string fingerprint_of(const NetworkRows& rows);

}  // namespace txpath
