// load_resources.cpp -- the section `resources`: what there is only so much of, and who comes first.
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "scenario/sections.hpp"

namespace txpath {

namespace {

constexpr std::string_view unlimited = "unlimited";

/// The dimension that the number at a node is written in: an amount over time, or a plain one; nothing for
/// `unlimited` and for what is no number at all.
std::optional<Dimension> dimension_at(const Loading& loading, const Node& node)
{
    if (node.kind == Node::Kind::list || (node.kind == Node::Kind::scalar && node.text == unlimited))
        return std::nullopt;
    if (node.kind == Node::Kind::mapping) {
        if (const Node* value = child(node, "value")) return dimension_at(loading, *value);
        for (const Entry& entry : node.entries)
            if (const auto found = dimension_at(loading, entry.value)) return found;
        return std::nullopt;
    }
    const bool is_reference = node.text.starts_with('$');
    const auto named = std::find_if(loading.named.begin(), loading.named.end(), [&](const NamedValue& one) {
        return is_reference && one.name == std::string_view(node.text).substr(1);
    });
    const auto written =
        named != loading.named.end() ? std::optional(named->dimension) : guess_dimension(node.text);
    if (!written) return std::nullopt;
    return *written == Dimension::rate ? Dimension::amount_rate : Dimension::pure;
}

Wanted amount(bool is_per_day)
{
    return {is_per_day ? Dimension::amount_rate : Dimension::pure, 0.0, std::nullopt, std::nullopt};
}

Value load_amount(Loading& loading, const Node& node, bool is_per_day, const std::string& path)
{
    if (node.kind != Node::Kind::scalar || node.text != unlimited)
        return read_free(loading, node, amount(is_per_day), path).value_or(Value{});
    Value value = certain(std::numeric_limits<double>::infinity());
    keep_held(loading, node, amount(is_per_day), path, value);
    return value;
}

/// A categorical attribute that splits the resource or orders its queue.
std::optional<AttributeId> load_categorical(Loading& loading, const Node& word, const std::string& what)
{
    const auto id = find_attribute(loading, {word.text, word.at});
    if (!id || !is_sound(loading, *id)) return std::nullopt;
    if (loading.scenario.people.attributes[*id].is_categorical) return id;
    report(loading.found, word.at, fmt::format("{} needs categories, and '{}' is a number", what, word.text));
    return std::nullopt;
}

void load_capacity_by(Loading& loading, const Node& node, Resource& resource, const Where& where)
{
    const Node& by = *child(node, "by");
    if (!expect(loading, by, Node::Kind::scalar, fmt::format("'by' of {}", where.title))) return;
    const auto id = load_categorical(loading, by, "'by'");
    if (!id) return;
    resource.by = *id;
    const Attribute& groups = loading.scenario.people.attributes[*id];
    resource.capacity.assign(groups.categories.size(), {});
    for (const Entry& entry : node.entries) {
        if (entry.key == "by") continue;
        if (const auto category = find_category(loading, *id, {entry.key, entry.key_at}))
            resource.capacity[category->index()] =
                load_amount(loading, entry.value, resource.is_per_day, where.path + "." + entry.key);
    }
    for (const std::string& category : groups.categories)
        if (child(node, category) == nullptr)
            report(
                loading.found, node.at,
                fmt::format("{} says nothing for category '{}' of '{}'", where.title, category, groups.name))
                .advice = fmt::format("add '{}: 0' if there is nothing", category);
}

void load_use(Loading& loading, const Node& node, Resource& resource, const Where& where)
{
    for (const Entry& entry : node.entries) {
        const auto state = find_any_state(loading, {entry.key, entry.key_at});
        const auto value = read_free(loading, entry.value, amount(resource.is_per_day),
                                     fmt::format("{}.{}", where.path, entry.key));
        if (state && loading.scenario.states[*state].ends)
            report(loading.found, entry.key_at,
                   fmt::format("'{}' ends, so nobody in it uses anything", entry.key));
        else if (state && loading.scenario.tracks[loading.scenario.states[*state].track].is_given)
            report(loading.found, entry.key_at,
                   fmt::format("'{}' is the state of a clinician, and people use resources", entry.key));
        else if (state && value)
            resource.used_by.emplace_back(*state, *value);
    }
    std::sort(resource.used_by.begin(), resource.used_by.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
}

void load_first(Loading& loading, const Node& node, Resource& resource, const Where& where)
{
    for (const Node* word : read_words(loading, node, fmt::format("'first' of {}", where.title))) {
        const auto category = find_category(loading, resource.order_by, {word->text, word->at});
        if (!category) continue;
        if (std::find(resource.first.begin(), resource.first.end(), *category) != resource.first.end())
            report(loading.found, word->at,
                   fmt::format("'{}' stands twice in 'first' of {}", word->text, where.title));
        else
            resource.first.push_back(*category);
    }
}

/// Who comes first by an attribute: the highest number, or some categories.
void load_order_by(Loading& loading, const Node& node, Resource& resource, const Where& where)
{
    if (!check_keys(loading, node, "order", where.title)) return;
    const Fields fields{loading, node, "order", where.path};
    const Node* by = fields.word("by");
    if (by == nullptr) return;
    const auto id = find_attribute(loading, {by->text, by->at});
    if (!id || !is_sound(loading, *id)) return;
    const Attribute& attribute = loading.scenario.people.attributes[*id];
    const Entry* highest = node.find("highest");
    const Entry* first = node.find("first");
    if (attribute.ages) {
        report(loading.found, by->at,
               fmt::format("'{}' grows while people wait, so it cannot order them", by->text))
            .advice = "order by an attribute that stays what it is";
    } else if (attribute.is_categorical && (first == nullptr || highest != nullptr)) {
        report(loading.found, by->at,
               fmt::format("'{}' has categories, so {} needs 'first'", by->text, where.title))
            .advice = fmt::format("write '{{by: {}, first: [{}]}}'", by->text, attribute.categories.front());
    } else if (!attribute.is_categorical && (highest == nullptr || first != nullptr)) {
        report(loading.found, by->at,
               fmt::format("'{}' is a number, so {} needs 'highest'", by->text, where.title))
            .advice = fmt::format("write '{{by: {}, highest: true}}'", by->text);
    } else {
        resource.order_by = *id;
        if (highest != nullptr) resource.is_highest_first = highest->value.text == "true";
        if (first != nullptr) load_first(loading, first->value, resource, where);
    }
}

void load_order(Loading& loading, const Node& node, Resource& resource, const Where& where)
{
    if (node.kind == Node::Kind::mapping) return load_order_by(loading, node, resource, where);
    if (node.kind == Node::Kind::scalar && node.text == "first_come") return;
    report(loading.found, node.at, fmt::format("{} is {}, which is not known", where.title, described(node)))
        .advice = "write 'first_come', '{by: NUMBER, highest: true}' or '{by: CATEGORIES, first: [...]}'";
}

/// Capacity and use are counted alike: per time, or as places.
bool check_kind(Loading& loading, const Node& capacity, const Node* used_by, const std::string& title)
{
    const auto of_capacity = dimension_at(loading, capacity);
    if (used_by == nullptr || used_by->kind != Node::Kind::mapping || !of_capacity) return true;
    for (const Entry& entry : used_by->entries) {
        const auto of_use = dimension_at(loading, entry.value);
        if (!of_use || *of_use == *of_capacity) continue;
        const bool is_per_day = *of_capacity == Dimension::amount_rate;
        report(loading.found, entry.value.at,
               fmt::format("{} has a capacity {}, but '{}' uses an amount {}", title,
                           is_per_day ? "per time" : "of places", entry.key,
                           is_per_day ? "without a time" : "per time"))
            .advice =
            is_per_day ? "write '2 per week', for example" : "write a number, or a capacity per time";
        return false;
    }
    return true;
}

void load_resource(Loading& loading, const Node& node, Resource& resource)
{
    const std::string title = fmt::format("resource '{}'", resource.name);
    const std::string path = "resources." + resource.name;
    if (!check_keys(loading, node, "resource", title)) return;
    const Node* capacity = child(node, "capacity");
    const Node* used_by = child(node, "used_by");
    if (capacity == nullptr || !check_kind(loading, *capacity, used_by, title)) return;
    const bool has_use = used_by != nullptr && used_by->kind == Node::Kind::mapping;
    const auto dimension = dimension_at(loading, *capacity);
    const auto of_use = has_use ? dimension_at(loading, *used_by) : std::nullopt;
    resource.is_per_day = dimension.value_or(of_use.value_or(Dimension::pure)) == Dimension::amount_rate;
    const Where where{path + ".capacity", fmt::format("'capacity' of {}", title)};
    if (child(*capacity, "by") != nullptr)
        load_capacity_by(loading, *capacity, resource, where);
    else
        resource.capacity = {load_amount(loading, *capacity, resource.is_per_day, where.path)};
    if (has_use)
        load_use(loading, *used_by, resource, {path + ".used_by", fmt::format("'used_by' of {}", title)});
    if (const Node* order = child(node, "order"))
        load_order(loading, *order, resource, {path + ".order", fmt::format("'order' of {}", title)});
}

}  // namespace

void load_resources(Loading& loading, const Node& node)
{
    const ByName entries(node);
    for (Resource& resource : loading.scenario.shared.resources)
        load_resource(loading, entries[resource.name].value, resource);
}

}  // namespace txpath
