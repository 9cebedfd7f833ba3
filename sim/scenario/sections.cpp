// sections.cpp -- the reads that all sections share.
#include "scenario/sections.hpp"

#include <fmt/format.h>

#include <cmath>

namespace txpath {

namespace {

std::string_view last_of(std::string_view path)
{
    const auto dot = path.rfind('.');
    return dot == std::string_view::npos ? path : path.substr(dot + 1);
}

/// The scalar that carries the number of a value: itself, or its `value`.
const Node& scalar_of(const Node& node)
{
    const Node* value = child(node, "value");
    return value == nullptr ? node : *value;
}

std::string limit_of(const Bounds& bounds)
{
    if (bounds.above) return fmt::format("above {}", *bounds.above);
    if (bounds.at_least && bounds.at_most) return fmt::format("{} to {}", *bounds.at_least, *bounds.at_most);
    if (bounds.at_least) return fmt::format("{} or more", *bounds.at_least);
    return fmt::format("{} or less", *bounds.at_most);
}

bool is_within(double number, const Bounds& bounds)
{
    if (bounds.above && !(number > *bounds.above)) return false;
    if (bounds.at_least && !(number >= *bounds.at_least)) return false;
    return !bounds.at_most || number <= *bounds.at_most;
}

bool check_bounds(Loading& loading, const Node& node, double number, std::string_view path, const Bounds& bounds)
{
    if (is_within(number, bounds)) return true;
    const Node& scalar = scalar_of(node);
    report(loading.found, scalar.at,
           fmt::format("'{}' is {}, allowed is {}", last_of(path),
                       scalar.text.empty() ? fmt::format("{}", number) : scalar.text, limit_of(bounds)));
    return false;
}

std::string_view word_for(Node::Kind kind)
{
    switch (kind) {
        case Node::Kind::scalar: return "a single value";
        case Node::Kind::list: return "a list";
        case Node::Kind::mapping: break;
    }
    return "a mapping";
}

}  // namespace

const Node* child(const Node& node, std::string_view key)
{
    if (node.kind != Node::Kind::mapping) return nullptr;
    const Entry* entry = node.find(key);
    return entry == nullptr ? nullptr : &entry->value;
}

bool expect(Loading& loading, const Node& node, Node::Kind kind, const std::string& what)
{
    if (node.kind == kind) return true;
    report(loading.found, node.at, fmt::format("{} must be {}, not {}", what, word_for(kind), word_for(node.kind)));
    return false;
}

std::optional<Value> read_bounded(Loading& loading, const Node& node, Dimension wanted, const std::string& path,
                                  const Bounds& bounds)
{
    const auto before = loading.found.error_count();
    Value value = read_value(loading, node, wanted, path);
    if (loading.found.error_count() > before) return std::nullopt;
    if (!check_bounds(loading, node, value.number, path, bounds)) return std::nullopt;
    return value;
}

std::optional<double> read_certain(Loading& loading, const Node& node, Dimension wanted, const std::string& path,
                                   const Bounds& bounds)
{
    const auto before = loading.found.error_count();
    const Key key{.name = last_of(path), .shape = Shape::number, .sentence = {}, .example = {}, .dimension = wanted};
    const double number = read_number(loading, node, key, path);
    if (loading.found.error_count() > before) return std::nullopt;
    if (!check_bounds(loading, node, number, path, bounds)) return std::nullopt;
    return number;
}

std::optional<std::int64_t> read_whole(Loading& loading, const Node& node, const std::string& path,
                                       const Bounds& bounds)
{
    constexpr double largest = 9007199254740992.0;  // whole numbers are exact up to here
    const auto number = read_certain(loading, node, Dimension::pure, path, bounds);
    if (!number) return std::nullopt;
    if (*number == std::floor(*number) && std::abs(*number) <= largest) return static_cast<std::int64_t>(*number);
    report(loading.found, node.at, fmt::format("'{}' is {}, which is not a whole number", last_of(path), node.text));
    return std::nullopt;
}

std::vector<const Node*> read_words(Loading& loading, const Node& node, const std::string& what)
{
    std::vector<const Node*> words;
    if (node.kind == Node::Kind::mapping || node.is_null()) {
        report(loading.found, node.at, fmt::format("{} must be a name or a list of names", what));
        return words;
    }
    if (node.kind == Node::Kind::scalar) return {&node};
    if (node.items.empty()) report(loading.found, node.at, fmt::format("{} is an empty list", what));
    for (const Node& item : node.items)
        if (expect(loading, item, Node::Kind::scalar, fmt::format("each item of {}", what))) words.push_back(&item);
    return words;
}

Dimension dimension_of(const Scenario& scenario, const Reading& reading)
{
    const bool is_duration =
        reading.subject == Subject::number && scenario.people.attributes[reading.attribute].is_duration;
    return is_duration ? Dimension::duration : Dimension::pure;
}

}  // namespace txpath
