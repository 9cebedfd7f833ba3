// load_economics.cpp -- the sections `economics` and `outputs`.
#include <fmt/format.h>

#include <algorithm>

#include "scenario/sections.hpp"

namespace txpath {

void load_strata(Loading& loading, const Node& node, const std::string& what)
{
    auto& by = loading.scenario.outputs.by;
    for (const Node* word : read_words(loading, node, what)) {
        const auto attribute = find_attribute(loading, {word->text, word->at});
        if (!attribute || !is_sound(loading, *attribute)) continue;
        if (!loading.scenario.people.attributes[*attribute].is_categorical)
            report(loading.found, word->at,
                   fmt::format("'by' needs categories, and '{}' is a number", word->text));
        else if (std::find(by.begin(), by.end(), *attribute) != by.end())
            report(loading.found, word->at, fmt::format("'{}' stands twice in 'by'", word->text));
        else
            by.push_back(*attribute);
    }
}

namespace {

UtilityRule rule_of(std::string_view word)
{
    if (word == "minimum") return UtilityRule::minimum;
    if (word == "additive") return UtilityRule::additive;
    return UtilityRule::multiplicative;
}

void load_discount(Loading& loading, const Node& node)
{
    if (node.kind != Node::Kind::mapping ||
        !check_keys(loading, node, "discount", "'discount' of 'economics'"))
        return;
    const Fields fields{loading, node, "discount", "economics.discount"};
    loading.scenario.economics.discount_costs = fields.value("costs").value_or(Value{});
    loading.scenario.economics.discount_health = fields.value("health").value_or(Value{});
}

void load_perspectives(Loading& loading, const Node& node)
{
    if (!expect(loading, node, Node::Kind::mapping, "'perspectives'")) return;
    for (const Entry& entry : node.entries) {
        if (!is_name(entry.key)) {
            report(loading.found, entry.key_at,
                   fmt::format("'{}' is not a name for a perspective", entry.key));
            continue;
        }
        Perspective perspective;
        perspective.name = entry.key;
        for (const Node* word :
             read_words(loading, entry.value, fmt::format("perspective '{}'", entry.key))) {
            const auto found = loading.names.costs.find(word->text);
            if (found != loading.names.costs.end()) {
                perspective.categories.push_back(found->second);
                continue;
            }
            if (!loading.names.is_complete) continue;
            std::vector<Candidate> candidates;
            for (const auto& [name, id] : loading.names.costs) candidates.push_back({name, 0});
            suggest(report(loading.found, word->at,
                           fmt::format("no costs of category '{}' anywhere", word->text)),
                    word->text, "categories of costs", candidates);
        }
        std::sort(perspective.categories.begin(), perspective.categories.end());
        loading.scenario.economics.perspectives.push_back(std::move(perspective));
    }
    std::sort(loading.scenario.economics.perspectives.begin(), loading.scenario.economics.perspectives.end(),
              [](const Perspective& a, const Perspective& b) { return a.name < b.name; });
}

void load_measure(Loading& loading, const Entry& entry)
{
    const std::string title = fmt::format("measure '{}'", entry.key);
    if (!is_name(entry.key)) {
        report(loading.found, entry.key_at, fmt::format("'{}' is not a name for a measure", entry.key));
        return;
    }
    if (!check_keys(loading, entry.value, "measure", title)) return;
    Measure measure;
    measure.name = entry.key;
    const Node* states = child(entry.value, "states");
    const Node* events = child(entry.value, "events");
    if ((states == nullptr) == (events == nullptr)) {
        report(loading.found, entry.key_at, fmt::format("{} needs either 'states' or 'events'", title));
        return;
    }
    if (states != nullptr)
        for (const Node* word : read_words(loading, *states, fmt::format("'states' of {}", title)))
            if (const auto id = find_any_state(loading, {word->text, word->at}))
                measure.states.push_back(*id);
    if (events != nullptr)
        for (const Node* word : read_words(loading, *events, fmt::format("'events' of {}", title)))
            if (const auto id = find_any_transition(loading, {word->text, word->at}))
                measure.events.push_back(*id);
    loading.scenario.outputs.measures.push_back(std::move(measure));
}

}  // namespace

void load_economics(Loading& loading, const Node& node)
{
    if (!check_keys(loading, node, "economics", "'economics'")) return;
    Economics& economics = loading.scenario.economics;
    const Fields fields{loading, node, "economics", "economics"};
    if (const auto year = fields.whole("price_year")) economics.price_year = static_cast<int>(*year);
    if (const Node* discount = child(node, "discount")) load_discount(loading, *discount);
    if (const Node* rule = child(node, "utilities")) economics.utilities = rule_of(rule->text);
    if (const Node* perspectives = child(node, "perspectives")) load_perspectives(loading, *perspectives);
}

void load_outputs(Loading& loading, const Node& node)
{
    if (!check_keys(loading, node, "outputs", "'outputs'")) return;
    const Node* by = child(node, "by");
    const bool is_empty = by != nullptr && by->kind == Node::Kind::list && by->items.empty();
    if (by != nullptr && !is_empty) load_strata(loading, *by, "'by' of 'outputs'");
    if (const Node* measures = child(node, "measures"))
        if (measures->kind == Node::Kind::mapping)
            for (const Entry& entry : measures->entries) load_measure(loading, entry);
    auto& measures = loading.scenario.outputs.measures;
    std::sort(measures.begin(), measures.end(),
              [](const Measure& a, const Measure& b) { return a.name < b.name; });
    const Fields fields{loading, node, "outputs", "outputs"};
    if (const auto people = fields.whole("people"))
        loading.scenario.outputs.people = static_cast<std::uint64_t>(*people);
}

}  // namespace txpath
