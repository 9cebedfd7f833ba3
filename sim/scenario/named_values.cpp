// named_values.cpp -- citations, the currency, and the entries of `parameters`.
//
// Owns      load_named_values and what a $reference means where it stands.
// Promises  a named value is one parameter wherever it is used; a use with another dimension is refused.
#include <fmt/format.h>

#include <algorithm>

#include "base/files.hpp"
#include "scenario/overlay.hpp"
#include "scenario/uncertain.hpp"
#include "txpath/units.hpp"

namespace txpath {

namespace {

/// A citation in one line: a text, or the texts of a mapping joined.
std::string citation_of(const Node& node)
{
    if (node.kind == Node::Kind::scalar) return node.text;
    std::string line;
    const auto add = [&](const std::string& part) { line += (line.empty() ? "" : ", ") + part; };
    for (const auto& item : node.items) add(citation_of(item));
    for (const auto& entry : node.entries) {
        const auto part = citation_of(entry.value);
        const bool is_label = entry.key == "doi" || entry.key == "pmid";
        if (!part.empty()) add(is_label ? entry.key + " " + part : part);
    }
    std::replace(line.begin(), line.end(), '\n', ' ');
    return line;
}

void add_references(Loading& loading, const Node& mapping)
{
    if (mapping.kind != Node::Kind::mapping) {
        loading.are_references_broken = true;
        report(
            loading.found, mapping.at,
            fmt::format("the references are {}, not a mapping from keys to citations", described(mapping)));
        return;
    }
    for (const auto& entry : mapping.entries)
        loading.scenario.references.emplace_back(entry.key, citation_of(entry.value));
    std::sort(loading.scenario.references.begin(), loading.scenario.references.end());
}

void load_references(Loading& loading, const Node& root)
{
    const Entry* entry = root.find("references");
    if (entry == nullptr) return;
    if (entry->value.kind == Node::Kind::mapping) return add_references(loading, entry->value);
    if (entry->value.kind != Node::Kind::scalar || entry->value.is_null()) {
        loading.are_references_broken = true;
        report(loading.found, entry->key_at,
               fmt::format("'references' is {}, not a file name", described(entry->value)));
        return;
    }
    const auto before = loading.found.error_count();
    const auto file = open_named(loading.sources, loading.root_folder, entry->value, loading.found);
    if (!file) {
        loading.are_references_broken = true;
        return;
    }
    const Node tree = parse_yaml(*file->source, file->text, loading.found);
    loading.are_references_broken = loading.found.error_count() > before;
    if (!loading.are_references_broken) add_references(loading, tree);
}

/// The currency is needed before `economics` is read in its turn; its own mistakes are reported there.
void peek_currency(Loading& loading, const Node& root)
{
    const Entry* economics = root.find("economics");
    loading.money = economics == nullptr ? Money::absent : Money::unknown;
    if (economics == nullptr) return;
    const Entry* currency = economics->value.find("currency");
    if (currency == nullptr || currency->value.kind != Node::Kind::scalar || currency->value.is_null())
        return;
    loading.scenario.economics.currency = currency->value.text;
    loading.money = Money::known;
}

/// The text that shows the dimension of an entry: its number, its `value`, or the first argument of its
/// distribution.
const Node* telling_text(const Node& node)
{
    if (node.kind == Node::Kind::scalar) return &node;
    if (node.kind == Node::Kind::list) return node.items.empty() ? nullptr : telling_text(node.items[0]);
    if (const Entry* value = node.find("value")) return &value->value;
    for (const auto& entry : node.entries) {
        const auto keys = distribution_keys();
        if (std::find(keys.begin(), keys.end(), entry.key) == keys.end()) continue;
        for (const auto& argument : entry.value.entries) return telling_text(argument.value);
    }
    return nullptr;
}

std::optional<Dimension> dimension_of(const Node& node)
{
    if (node.kind == Node::Kind::mapping && node.find("within") != nullptr)
        return Dimension::chance_over_time;
    const Node* text = telling_text(node);
    if (text == nullptr || text->kind != Node::Kind::scalar) return std::nullopt;
    return guess_dimension(text->text);
}

void load_parameter(Loading& loading, const Entry& entry)
{
    const std::string path = "parameters." + entry.key;
    const auto before = loading.found.error_count();
    if (!is_name(entry.key))
        report(loading.found, entry.key_at, fmt::format("'{}' is not a name", entry.key));
    if (entry.value.kind == Node::Kind::scalar && entry.value.text.substr(0, 1) == "$")
        report(loading.found, entry.value.at, fmt::format("parameter '{}' refers to another one", entry.key));
    NamedValue named;
    named.name = entry.key;
    named.dimension = dimension_of(entry.value).value_or(Dimension::pure);
    if (loading.found.error_count() == before) {
        const Wanted any{named.dimension, std::nullopt, std::nullopt, std::nullopt};
        named.value = read_value(loading, entry.value, any, path);
    }
    if (loading.found.error_count() > before) {
        loading.broken_names.push_back(entry.key);
        return;
    }
    const Node* text = telling_text(entry.value);
    if (text != nullptr && text->kind == Node::Kind::scalar) {
        const auto quantity = parse_quantity(text->text, named.dimension).quantity;
        if (quantity) named.currency = quantity->currency;
        named.is_per_plain_year = parse_quantity(text->text, Dimension::rate_per_year).quantity.has_value();
        if (named.value.parameter.is_absent()) {
            named.value.parameter = ParameterId{loading.scenario.parameters.size()};
            const Distribution fixed{Family::fixed, named.value.number, 0.0, 0.0};
            loading.scenario.parameters.push_back({path,
                                                   named.value.number,
                                                   fixed,
                                                   quantity ? quantity->unit : "",
                                                   {},
                                                   {},
                                                   {},
                                                   span_of(text->at),
                                                   text->text,
                                                   {}});
        }
    }
    loading.named.push_back(std::move(named));
}

bool is_same_kind(Dimension named, Dimension wanted) noexcept
{
    if (named == wanted) return true;
    if (named == Dimension::pure) return wanted == Dimension::probability;
    if (named == Dimension::duration) return wanted == Dimension::date_or_duration;
    return named == Dimension::rate && wanted == Dimension::amount_rate;
}

}  // namespace

Value value_of_named(Loading& loading, const NamedValue& named, const Node& node, const Wanted& wanted,
                     const std::string& path)
{
    Value value = named.value;
    const bool is_annual = wanted.dimension == Dimension::rate_per_year &&
                           named.dimension == Dimension::rate && named.is_per_plain_year;
    if (is_annual) {
        value.factor = days_per_year;
    } else if (!is_same_kind(named.dimension, wanted.dimension)) {
        report(loading.found, node.at,
               sentence(
                   path, node,
                   fmt::format("which is {}, not {}", name_of(named.dimension), name_of(wanted.dimension))));
        return {};
    }
    const double number =
        wanted.dimension == Dimension::chance_over_time ? value.number : converted(value, value.number);
    if (const auto mistake = range_mistake(wanted, number)) {
        report(loading.found, node.at, sentence(path, node, *mistake));
        return {};
    }
    const Wanted drawn = as_drawn(wanted);
    const auto& distribution = loading.scenario.parameters[value.parameter.index()].distribution;
    if (const auto mistake =
            escape(distribution, drawn, drawn.dimension == Dimension::rate_per_year ? value.factor : 1.0)) {
        report(loading.found, node.at, sentence(path, node, *mistake)).advice =
            "choose a distribution that stays in range";
        return {};
    }
    return value;
}

void load_named_values(Loading& loading, const Node& root)
{
    load_references(loading, root);
    peek_currency(loading, root);
    const Entry* entry = root.find("parameters");
    if (entry == nullptr) return;
    if (entry->value.kind != Node::Kind::mapping) {
        report(loading.found, entry->key_at,
               fmt::format("'parameters' is {}, not a mapping", described(entry->value)));
        return;
    }
    for (const auto& parameter : entry->value.entries) load_parameter(loading, parameter);
}

}  // namespace txpath
