// load_given.cpp -- `population.given`: categories that depend on another attribute.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "scenario/sections.hpp"

namespace txpath {

namespace {

constexpr double share_slack = 1e-9;

/// Shares of all categories of an attribute; those not named are 0. Empty after a reported mistake.
std::vector<Value> load_row(Loading& loading, const Node& node, AttributeId id, const Where& where)
{
    if (!expect(loading, node, Node::Kind::mapping, where.title)) return {};
    const auto before = loading.found.error_count();
    std::vector<Value> shares(loading.scenario.people.attributes[id].categories.size());
    double sum = 0.0;
    for (const Entry& entry : node.entries) {
        const auto category = find_category(loading, id, {entry.key, entry.key_at});
        const auto value = read_free(loading, entry.value, wanted_by(Dimension::probability),
                                     fmt::format("{}.{}", where.path, entry.key));
        if (!category || !value) continue;
        shares[category->index()] = *value;
        sum += value->number;
    }
    if (loading.found.error_count() > before) return {};
    if (std::abs(sum - 1.0) <= share_slack) return shares;
    report(loading.found, node.at, fmt::format("{} sum to {:.10g}, not to 1", where.title, sum));
    return {};
}

struct Row {
    double from = 0.0;
    std::vector<Value> shares;
};

void load_thresholds(Loading& loading, const Node& node, AttributeId id, Given& given, const Where& where)
{
    const Attribute& on = loading.scenario.people.attributes[given.on];
    const auto unit = on.is_duration ? Dimension::duration : Dimension::pure;
    std::vector<Row> rows;
    for (const Entry& entry : node.entries) {
        Node key;
        key.text = entry.key;
        key.at = entry.key_at;
        const auto from = read_certain(loading, key, {unit, std::nullopt, std::nullopt, std::nullopt},
                                       where.path + ".from");
        auto shares = load_row(loading, entry.value, id,
                               {fmt::format("{}.{}", where.path, entry.key),
                                fmt::format("{} from '{}'", where.title, entry.key)});
        if (!from) continue;
        const bool is_again =
            std::any_of(rows.begin(), rows.end(), [&](const Row& row) { return row.from == *from; });
        if (is_again)
            report(loading.found, entry.key_at,
                   fmt::format("{} from '{}' stand twice", where.title, entry.key));
        else
            rows.push_back({*from, std::move(shares)});
    }
    std::sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.from < b.from; });
    for (Row& row : rows) {
        given.from.push_back(row.from);
        given.shares.push_back(std::move(row.shares));
    }
}

/// People are drawn before they have a clinician.
bool check_own(Loading& loading, AttributeId id, const Entry& entry)
{
    if (loading.scenario.people.attributes[id].of_clinician.is_absent()) return true;
    report(loading.found, entry.key_at,
           fmt::format("'{}' belongs to the person's clinician and cannot stand in 'given'", entry.key));
    return false;
}

void load_one(Loading& loading, const Entry& entry)
{
    const auto id = find_attribute(loading, {entry.key, entry.key_at});
    if (!id || !is_sound(loading, *id) || !check_own(loading, *id, entry)) return;
    if (!loading.scenario.people.attributes[*id].is_categorical) {
        report(loading.found, entry.key_at,
               fmt::format("'given' is for categories, and '{}' is a number", entry.key));
        return;
    }
    if (!expect(loading, entry.value, Node::Kind::mapping, fmt::format("'{}' in 'given'", entry.key))) return;
    if (entry.value.entries.size() != 1) {
        report(loading.found, entry.value.at,
               fmt::format("'{}' must depend on exactly one other attribute", entry.key));
        return;
    }
    const Entry& other = entry.value.entries.front();
    const auto on = find_attribute(loading, {other.key, other.key_at});
    if (!on || !is_sound(loading, *on) || !check_own(loading, *on, other)) return;
    if (!expect(loading, other.value, Node::Kind::mapping, fmt::format("'{}' in 'given'", other.key))) return;
    const Where where{fmt::format("population.given.{}.{}", entry.key, other.key),
                      fmt::format("the shares of '{}' given '{}'", entry.key, other.key)};
    Given given;
    given.on = *on;
    const Attribute& condition = loading.scenario.people.attributes[*on];
    if (!condition.is_categorical) {
        load_thresholds(loading, other.value, *id, given, where);
    } else {
        given.shares.assign(condition.categories.size(), {});
        for (const Entry& row : other.value.entries)
            if (const auto category = find_category(loading, *on, {row.key, row.key_at}))
                given.shares[category->index()] = load_row(loading, row.value, *id,
                                                           {fmt::format("{}.{}", where.path, row.key),
                                                            fmt::format("{} = '{}'", where.title, row.key)});
    }
    loading.scenario.people.attributes[*id].given = std::move(given);
}

/// Following `given` from attribute to attribute must end.
void check_circles(Loading& loading, const Node& node)
{
    const auto& attributes = loading.scenario.people.attributes;
    for (std::size_t i = 0; i < attributes.size(); ++i) {
        std::vector<AttributeId> chain{AttributeId{i}};
        while (attributes[chain.back()].given && chain.size() <= attributes.size()) {
            const AttributeId on = attributes[chain.back()].given->on;
            chain.push_back(on);
            if (on != chain.front()) continue;
            if (*std::min_element(chain.begin(), chain.end()) != on) break;  // told from its first attribute
            std::string text = attributes[on].name;
            for (std::size_t step = 1; step < chain.size(); ++step)
                text += " -> " + attributes[chain[step]].name;
            report(loading.found, node.find(attributes[on].name)->key_at,
                   fmt::format("attributes depend on each other in a circle: {}", text));
            break;
        }
    }
}

}  // namespace

void load_given(Loading& loading, const Node& node)
{
    if (!expect(loading, node, Node::Kind::mapping, "'given'")) return;
    for (const Entry& entry : node.entries) load_one(loading, entry);
    check_circles(loading, node);
}

}  // namespace txpath
