// check_keys.cpp -- does a mapping have the keys of its place, and each key a value of the right kind?
//
// Owns      check_keys: unknown, reserved and missing keys, kinds, words, booleans, names, whole numbers.
// Not here  quantities (load_values.cpp) and the special forms (the sections).
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "scenario/load.hpp"

namespace txpath {

namespace {

using Kind = Node::Kind;

std::vector<std::string_view> names_of(const Place& place)
{
    std::vector<std::string_view> names;
    for (const auto& key : place.keys) names.push_back(key.name);
    return names;
}

void report_unknown(Loading& loading, const Entry& entry, const Place& place, const std::string& what)
{
    auto& mistake =
        report(loading.found, entry.key_at, fmt::format("unknown key '{}' in {}", entry.key, what));
    const auto names = names_of(place);
    if (const auto near = closest(entry.key, names))
        mistake.advice = fmt::format("did you mean '{}'?", *near);
    mistake.help = "allowed here: " + joined(names, ", ");
}

bool is_scalar_shape(Shape shape) noexcept
{
    switch (shape) {
        case Shape::text:
        case Shape::name:
        case Shape::boolean:
        case Shape::integer:
        case Shape::number:
        case Shape::one_of:
            return true;
        default:
            return false;
    }
}

bool is_mapping_shape(Shape shape) noexcept
{
    return shape == Shape::values || shape == Shape::place || shape == Shape::named_places;
}

bool has_right_kind(const Key& key, const Node& value) noexcept
{
    if (key.shape == Shape::special) return true;
    if (value.is_null()) return false;
    if (is_scalar_shape(key.shape)) return value.kind == Kind::scalar;
    if (is_mapping_shape(key.shape)) return value.kind == Kind::mapping;
    if (key.shape == Shape::place_list) return value.kind == Kind::list;
    if (key.shape == Shape::value) return value.kind != Kind::list;
    const bool is_list_of_words =
        value.kind == Kind::list && std::all_of(value.items.begin(), value.items.end(), [](const Node& item) {
            return item.kind == Kind::scalar && !item.is_null();
        });
    return value.kind == Kind::scalar || is_list_of_words;
}

std::string_view wanted_kind(const Key& key) noexcept
{
    switch (key.shape) {
        case Shape::text:
            return "text";
        case Shape::name:
            return "a name";
        case Shape::boolean:
            return "true or false";
        case Shape::integer:
            return "a whole number";
        case Shape::number:
        case Shape::value:
            return name_of(key.dimension);
        case Shape::one_of:
            return "a word";
        case Shape::place_list:
            return "a list";
        case Shape::names:
            return "a name or a list of names";
        default:
            return "a mapping";
    }
}

void report_kind(Loading& loading, const Entry& entry, const Key& key)
{
    const Mark& at = entry.value.is_null() ? entry.key_at : entry.value.at;
    auto& mistake =
        report(loading.found, at,
               fmt::format("'{}' is {}, not {}", entry.key, described(entry.value), wanted_kind(key)));
    mistake.advice = fmt::format("write '{}: {}', for example", key.name, key.example);
}

void check_integer(Loading& loading, const Node& value, const Key& key)
{
    const auto number = value.is_quoted ? std::nullopt : parse_number(value.text);
    const auto say = [&](const std::string& rule) -> Diagnostic& {
        return report(loading.found, value.at,
                      fmt::format("'{}' is '{}', which is {}", key.name, value.text, rule));
    };
    if (!number || *number != std::floor(*number)) {
        say("not a whole number").advice = fmt::format("write '{}: {}', for example", key.name, key.example);
    } else if (key.at_least && *number < *key.at_least) {
        say(fmt::format("below {}", shortest(*key.at_least)));
    } else if (key.at_most && *number > *key.at_most) {
        say(fmt::format("above {}", shortest(*key.at_most)));
    } else if (std::abs(*number) > 9007199254740992.0) {
        say("too large").help = "whole numbers up to 9007199254740992 are exact";
    }
}

void check_word(Loading& loading, const Node& value, const Key& key)
{
    const auto words = words_of(key.words);
    if (std::find(words.begin(), words.end(), value.text) != words.end()) return;
    auto& mistake = report(loading.found, value.at,
                           fmt::format("'{}' is '{}', which is not known", key.name, value.text));
    if (const auto near = closest(value.text, words))
        mistake.advice = fmt::format("did you mean '{}'?", *near);
    mistake.help = "allowed here: " + joined(words, ", ");
}

void check_scalar(Loading& loading, const Node& value, const Key& key)
{
    if (key.shape == Shape::boolean) (void)read_boolean(loading, value, std::string(key.name));
    if (key.shape == Shape::integer) check_integer(loading, value, key);
    if (key.shape == Shape::one_of) check_word(loading, value, key);
    if (key.shape == Shape::name && !is_name(value.text))
        report(loading.found, value.at,
               fmt::format("'{}' is '{}', which is not a name", key.name, value.text))
            .help = "a name starts with a small letter and has small letters, digits and '_'";
}

void check_entry(Loading& loading, const Entry& entry, const Place& place, const std::string& what)
{
    const Key* key = find_key(place, entry.key);
    if (key == nullptr) return report_unknown(loading, entry, place, what);
    if (!has_right_kind(*key, entry.value)) {
        report_kind(loading, entry, *key);
    } else {
        check_scalar(loading, entry.value, *key);
    }
}

}  // namespace

bool read_boolean(Loading& loading, const Node& node, const std::string& path)
{
    if (node.kind == Kind::scalar && !node.is_quoted && node.text == "true") return true;
    if (node.kind != Kind::scalar || node.is_null() || (!node.is_quoted && node.text == "false"))
        return false;
    auto& mistake = report(loading.found, node.at, sentence(path, node, "which is neither true nor false"));
    if (node.text == "yes" || node.text == "on" || node.text == "True" || node.text == "TRUE")
        mistake.advice = "write 'true'";
    if (node.text == "no" || node.text == "off" || node.text == "False" || node.text == "FALSE")
        mistake.advice = "write 'false'";
    return false;
}

bool check_keys(Loading& loading, const Node& node, std::string_view place_name, const std::string& what)
{
    if (node.kind != Kind::mapping) {
        auto& mistake =
            report(loading.found, node.at, fmt::format("{} is {}, not a mapping", what, described(node)));
        if (node.is_null()) mistake.advice = "write '{}' for an empty one";
        return false;
    }
    const Place& here = place(place_name);
    for (const auto& entry : node.entries) check_entry(loading, entry, here, what);
    for (const auto& key : here.keys) {
        if (!key.is_required || node.find(key.name) != nullptr) continue;
        report(loading.found, node.at, fmt::format("{} has no '{}'", what, key.name)).advice =
            fmt::format("write '{}: {}', for example", key.name, key.example);
    }
    return true;
}

}  // namespace txpath
