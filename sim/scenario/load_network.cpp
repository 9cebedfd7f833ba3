// load_network.cpp -- `clinicians.network`: who knows whom.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "scenario/sections.hpp"
#include "scenario/sheet.hpp"

namespace txpath {

namespace {

class NetworkReader {
public:
    NetworkReader(Loading& loading, double count)
        : loading_(loading), nodes_(loading.scenario.people.size), count_(count)
    {
    }

    [[nodiscard]] Network read(const Node& node)
    {
        network_.at = span_of(node.at);
        if (node.kind == Node::Kind::scalar) {
            word(node);
        } else if (expect(loading_, node, Node::Kind::mapping, "'network'") &&
                   check_keys(loading_, node, "network", "'network'")) {
            if (node.entries.size() != 1)
                report(loading_.found, node.at, "'network' must be of exactly one kind").help = kinds;
            else
                kind(node.entries.front());
        }
        return std::move(network_);
    }

private:
    static constexpr std::string_view kinds =
        "write 'complete', 'none', '{small_world: {neighbours: 8, rewire: 0.1}}', '{scale_free: {links: "
        "4}}', "
        "'{random: {mean_links: 8}}' or '{edges: FILE.csv}'";

    void word(const Node& node)
    {
        if (node.text == "complete")
            network_.kind = NetworkKind::complete;
        else if (node.text != "none")
            report(loading_.found, node.at,
                   fmt::format("'network' is {}, which is not known", described(node)))
                .help = kinds;
    }

    void kind(const Entry& entry)
    {
        if (entry.key == "edges") return edges(entry.value);
        const bool is_known = find_key(place("network"), entry.key) != nullptr;
        if (!is_known || entry.value.kind != Node::Kind::mapping) return;  // reported
        const std::string place = "network_" + entry.key;
        const std::string title = fmt::format("'{}' of the network", entry.key);
        if (!check_keys(loading_, entry.value, place, title)) return;
        const Fields fields{loading_, entry.value, place, "clinicians.network." + entry.key};
        if (entry.key == "small_world") small_world(fields);
        if (entry.key == "scale_free") scale_free(fields);
        if (entry.key == "random") random(fields);
    }

    void small_world(const Fields& fields)
    {
        network_.kind = NetworkKind::small_world;
        const auto neighbours = fields.whole("neighbours");
        network_.rewire = fields.number("rewire").value_or(0.0);
        if (!neighbours) return;
        network_.neighbours = static_cast<std::uint32_t>(*neighbours);
        if (*neighbours % 2 != 0)
            report(loading_.found, fields.part("neighbours")->at,
                   fmt::format("'neighbours' is {}, but half of them stand on either side", *neighbours))
                .advice = fmt::format("write {} or {}", *neighbours - 1, *neighbours + 1);
        else
            check_enough(*fields.part("neighbours"), "neighbours", network_.neighbours);
    }

    void scale_free(const Fields& fields)
    {
        network_.kind = NetworkKind::scale_free;
        const auto links = fields.whole("links");
        if (!links) return;
        network_.links = static_cast<std::uint32_t>(*links);
        check_enough(*fields.part("links"), "links", network_.links);
    }

    void random(const Fields& fields)
    {
        network_.kind = NetworkKind::random;
        const auto mean = fields.number("mean_links");
        if (!mean) return;
        network_.mean_links = *mean;
        check_enough(*fields.part("mean_links"), "mean_links", *mean);
    }

    /// Nobody can know more than all the others.
    void check_enough(const Node& node, std::string_view key, double wanted)
    {
        if (nodes_ == 0 || wanted <= static_cast<double>(nodes_) - 1.0) return;
        report(loading_.found, node.at,
               fmt::format("'{}' is {}, but only {} clinicians are simulated", key, node.text, nodes_))
            .advice = nodes_ > 1 ? fmt::format("write {} or less, or simulate more of them", nodes_ - 1)
                                 : "simulate more of them, or write 'network: none'";
    }

    /// A clinician's number from 0, or nothing after a reported mistake.
    [[nodiscard]] std::optional<std::uint32_t> clinician(const Node& cell, std::string_view title)
    {
        const auto number = read_cell(loading_, cell, title, any_pure);
        if (!number) return std::nullopt;
        if (*number == std::floor(*number) && *number >= 1.0 && *number <= static_cast<double>(nodes_))
            return static_cast<std::uint32_t>(*number) - 1;
        report(loading_.found, cell.at, fmt::format("there is no clinician {}", cell.text)).advice =
            fmt::format("clinicians are numbered from 1 to {}", nodes_);
        return std::nullopt;
    }

    void edges(const Node& name)
    {
        network_.kind = NetworkKind::edges;
        network_.file = name.text;
        if (name.kind != Node::Kind::scalar || name.is_null()) return;  // reported
        if (count_ > 0.0 && count_ != static_cast<double>(nodes_)) {
            report(
                loading_.found, name.at,
                fmt::format("the file names {} clinicians, but {} are simulated", shortest(count_), nodes_))
                .advice = "edges need every clinician simulated: 'population: {scale: 1}'";
            return;
        }
        const auto sheet = open_sheet(loading_, name);
        if (!sheet) return;
        const auto from = sheet->column("from"), to = sheet->column("to");
        if (!from || !to || sheet->header.size() != 2) {
            report(loading_.found, sheet->titles.front().at,
                   fmt::format("'{}' needs the columns 'from' and 'to' and no others", sheet->name));
            return;
        }
        for (const auto& row : sheet->rows) edge(row[*from], row[*to]);
        std::sort(network_.edges.begin(), network_.edges.end());
        network_.edges.erase(std::unique(network_.edges.begin(), network_.edges.end()), network_.edges.end());
    }

    void edge(const Node& from, const Node& to)
    {
        const auto one = clinician(from, "from"), other = clinician(to, "to");
        if (!one || !other) return;
        if (*one == *other)
            report(loading_.found, to.at, fmt::format("clinician {} is linked with itself", to.text)).advice =
                "leave the line out";
        else
            network_.edges.emplace_back(std::min(*one, *other), std::max(*one, *other));
    }

    Loading& loading_;
    std::uint64_t nodes_;
    double count_;
    Network network_;
};

}  // namespace

Network load_network(Loading& loading, const Node& node, double count)
{
    return NetworkReader(loading, count).read(node);
}

}  // namespace txpath
