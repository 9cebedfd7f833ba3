// sections.cpp -- the reads that all sections share.
#include "scenario/sections.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "scenario/uncertain.hpp"

namespace txpath {

namespace {

/// True for `$name` of a parameter that was refused: one mistake is enough.
bool is_broken_reference(const Loading& loading, const Node& node)
{
    if (node.kind != Node::Kind::scalar || !node.text.starts_with('$')) return false;
    const auto& broken = loading.broken_names;
    return std::find(broken.begin(), broken.end(), std::string_view(node.text).substr(1)) != broken.end();
}

std::string_view word_for(Node::Kind kind)
{
    switch (kind) {
        case Node::Kind::scalar:
            return "a single value";
        case Node::Kind::list:
            return "a list";
        case Node::Kind::mapping:
            break;
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

ByName::ByName(const Node& mapping)
{
    for (const Entry& entry : mapping.entries) entries_.push_back(&entry);
    std::sort(entries_.begin(), entries_.end(),
              [](const Entry* a, const Entry* b) { return a->key < b->key; });
}

const Entry& ByName::operator[](std::string_view key) const
{
    return **std::lower_bound(entries_.begin(), entries_.end(), key,
                              [](const Entry* entry, std::string_view name) { return entry->key < name; });
}

bool expect(Loading& loading, const Node& node, Node::Kind kind, const std::string& what)
{
    if (node.kind == kind) return true;
    report(loading.found, node.at,
           fmt::format("{} must be {}, not {}", what, word_for(kind), word_for(node.kind)));
    return false;
}

std::optional<Value> read_free(Loading& loading, const Node& node, const Wanted& wanted,
                               const std::string& path)
{
    const auto before = loading.found.error_count();
    Value value = read_value(loading, node, wanted, path);
    if (loading.found.error_count() > before || is_broken_reference(loading, node)) return std::nullopt;
    return value;
}

std::optional<double> read_certain(Loading& loading, const Node& node, const Wanted& wanted,
                                   const std::string& path)
{
    const auto quantity = read_quantity(loading, node, wanted, path);
    if (!quantity) return std::nullopt;
    return quantity->number;
}

std::optional<std::int64_t> read_whole(Loading& loading, const Node& node, const Wanted& wanted,
                                       const std::string& path)
{
    constexpr double largest = 9007199254740992.0;  // whole numbers are exact up to here
    const auto number = read_certain(loading, node, wanted, path);
    if (!number) return std::nullopt;
    if (*number == std::floor(*number) && std::abs(*number) <= largest)
        return static_cast<std::int64_t>(*number);
    report(loading.found, node.at, sentence(path, node, "which is not a whole number"));
    return std::nullopt;
}

const Node* Fields::part(std::string_view key) const
{
    return child(node, key);
}

const Node* Fields::word(std::string_view key) const
{
    const Node* found = child(node, key);
    return found != nullptr && found->kind == Node::Kind::scalar && !found->is_null() ? found : nullptr;
}

std::optional<Value> Fields::value(std::string_view key) const
{
    const Node* found = child(node, key);
    if (found == nullptr || found->is_null() || found->kind == Node::Kind::list) return std::nullopt;
    return read_free(loading, *found, wanted_by(*find_key(txpath::place(place), key)),
                     fmt::format("{}.{}", path, key));
}

std::optional<double> Fields::number(std::string_view key) const
{
    const Node* found = word(key);
    if (found == nullptr) return std::nullopt;
    return read_certain(loading, *found, wanted_by(*find_key(txpath::place(place), key)),
                        fmt::format("{}.{}", path, key));
}

std::optional<std::int64_t> Fields::whole(std::string_view key) const
{
    const Node* found = word(key);
    if (found == nullptr) return std::nullopt;
    const Key& rule = *find_key(txpath::place(place), key);
    if (rule.shape != Shape::integer)
        return read_whole(loading, *found, wanted_by(rule), fmt::format("{}.{}", path, key));
    const auto number =
        found->is_quoted ? std::nullopt : parse_number(found->text);  // check_keys reports mistakes
    const bool is_good = number && *number == std::floor(*number) && !range_mistake(wanted_by(rule), *number);
    if (!is_good) return std::nullopt;
    return static_cast<std::int64_t>(*number);
}

Value certain(double number)
{
    Value value;
    value.number = number;
    return value;
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
        if (expect(loading, item, Node::Kind::scalar, fmt::format("each item of {}", what)))
            words.push_back(&item);
    return words;
}

bool has_age(const Scenario& scenario)
{
    return std::any_of(scenario.people.attributes.begin(), scenario.people.attributes.end(),
                       [](const Attribute& attribute) { return attribute.ages; });
}

Dimension dimension_of(const Scenario& scenario, const Reading& reading)
{
    const bool is_duration =
        reading.subject == Subject::number && scenario.people.attributes[reading.attribute].is_duration;
    return is_duration ? Dimension::duration : Dimension::pure;
}

}  // namespace txpath
