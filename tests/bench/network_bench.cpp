// network_bench.cpp -- how long networks of a size take to build and to describe.
//
// Usage     network_bench [NODES [LINKS_PER_NODE]]; prints JSON, a line a kind: processor seconds, and the
// most memory
//           that the process has held so far.
#include <sys/resource.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>

#include "base/fingerprint.hpp"
#include "model/network.hpp"

namespace {

/// Of the processor, so that other work on the machine does not count.
double seconds()
{
    return static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
}

double peak_megabytes()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

void measure(const char* name, const txpath::Network& network, std::uint32_t nodes)
{
    const double start = seconds();
    const txpath::NetworkRows rows = txpath::build_network(network, nodes, {1, 0, 0});
    const double build_seconds = seconds() - start;
    const double build_megabytes = peak_megabytes();
    const double described = seconds();
    const txpath::NetworkFacts facts = txpath::facts_of(network, rows, nodes);
    const double facts_seconds = seconds() - described;
    txpath::Fingerprint print;
    for (const std::uint64_t first : rows.first) print.add(first);
    for (const std::uint32_t link : rows.links) print.add(link);
    std::printf(
        "{\"kind\": \"%s\", \"nodes\": %u, \"links\": %llu, \"build_seconds\": %.3f, \"facts_seconds\": "
        "%.3f, \"build_peak_mb\": %.0f, \"peak_mb\": %.0f, \"most_degree\": %u, \"clustering\": %.17g, "
        "\"components\": %llu, \"fingerprint\": \"%s\"}\n",
        name, nodes, static_cast<unsigned long long>(facts.links), build_seconds, facts_seconds,
        build_megabytes, peak_megabytes(), facts.most_degree, facts.clustering,
        static_cast<unsigned long long>(facts.components), print.hex16().c_str());
}

}  // namespace

int main(int argc, char** argv)
{
    const auto nodes = static_cast<std::uint32_t>(argc > 1 ? std::atol(argv[1]) : 1'000'000);
    const auto each = static_cast<std::uint32_t>(argc > 2 ? std::atol(argv[2]) : 10);
    txpath::Network network;
    network.neighbours = 2 * each;
    network.rewire = 0.1;
    network.links = each;
    network.mean_links = 2.0 * each;
    network.kind = txpath::NetworkKind::small_world;
    measure("small_world", network, nodes);
    network.kind = txpath::NetworkKind::scale_free;
    measure("scale_free", network, nodes);
    network.kind = txpath::NetworkKind::random;
    measure("random", network, nodes);
    return 0;
}
