// input_differences.cpp -- where two scenarios differ, leaf by leaf.
//
// Owns      input_differences.
// Method    both effective texts as trees; mappings are walked by key, lists of things that have a name (or
// say
//           `between` what) by that, other lists by place; a value with its distribution is one leaf.
#include <algorithm>
#include <cmath>
#include <string_view>

#include "scenario/explain.hpp"
#include "scenario/schema.hpp"
#include "scenario/sections.hpp"
#include "txpath/decision.hpp"

namespace txpath {

namespace {

using Kind = Node::Kind;

/// What the language says about a mapping.
struct Here {
    const Place* place = nullptr;  ///< null: its keys are free names, or a form of its own
    const Place* each = nullptr;   ///< the place of what stands under free names
};

Here step(const Here& here, std::string_view key)
{
    if (here.each != nullptr) return {here.each, nullptr};
    const Key* known = here.place != nullptr ? find_key(*here.place, key) : nullptr;
    if (known == nullptr) return {};
    if (known->shape == Shape::place) return {&place(known->inner), nullptr};
    if (known->shape == Shape::place_list || known->shape == Shape::named_places)
        return {nullptr, &place(known->inner)};
    return {};
}

bool describes(std::string_view key) noexcept
{
    return key == "title" || key == "description" || key == "note" || key == "source" || key == "references";
}

/// Is a mapping a value: a number with what is known of it?
bool is_value(const Node& node)
{
    if (node.kind != Kind::mapping) return false;
    const auto keys = distribution_keys();
    return std::ranges::any_of(node.entries, [&](const Entry& entry) {
        return entry.key == "value" || entry.key == "ratio" ||
               std::ranges::find(keys, entry.key) != keys.end();
    });
}

/// The same without what is only told to people; a value of which only its number is left is that number.
Node bare(Node node, const Here& here)
{
    const bool is_number = here.place == nullptr && is_value(node);
    if (here.place != nullptr || is_number)
        std::erase_if(node.entries, [&](const Entry& entry) {
            return describes(entry.key) && (is_number || find_key(*here.place, entry.key) != nullptr);
        });
    for (Entry& entry : node.entries) entry.value = bare(std::move(entry.value), step(here, entry.key));
    for (Node& item : node.items) item = bare(std::move(item), {here.each, nullptr});
    if (is_number && node.entries.size() == 1 && node.entries.front().key == "value")
        return Node(std::move(node.entries.front().value));
    return node;
}

/// Do two texts say the same quantity in other words, as `12 months` and `1 year` do?
bool is_same_quantity(const std::string& one, const std::string& other)
{
    const auto dimension = guess_dimension(one);
    if (!dimension || guess_dimension(other) != dimension) return false;
    const auto first = parse_quantity(one, *dimension).quantity;
    const auto second = parse_quantity(other, *dimension).quantity;
    return first && second && first->currency == second->currency && first->number == second->number &&
           first->span == second->span;
}

bool is_same(const Node& one, const Node& other)
{
    if (one.kind != other.kind || one.items.size() != other.items.size() ||
        one.entries.size() != other.entries.size())
        return false;
    if (one.kind == Kind::scalar) return one.text == other.text || is_same_quantity(one.text, other.text);
    for (std::size_t k = 0; k < one.items.size(); ++k)
        if (!is_same(one.items[k], other.items[k])) return false;
    return std::ranges::all_of(one.entries, [&](const Entry& entry) {
        const Entry* same = other.find(entry.key);
        return same != nullptr && is_same(entry.value, same->value);
    });
}

/// By what an item of a list is known; empty: by its place.
std::string name_in_list(const Node& item)
{
    for (const std::string_view key : {"name", "between"})
        if (const Node* said = child(item, key)) return on_one_line(*said);
    return {};
}

class Comparison {
public:
    [[nodiscard]] std::vector<InputDifference> of(const Node& reference, const Node& other)
    {
        compare("", &reference, &other);
        return std::move(found_);
    }

private:
    static std::string below(const std::string& path, const std::string& key)
    {
        return path.empty() ? key : path + "." + key;
    }

    /// One of the two may be null.
    void compare(const std::string& path, const Node* reference, const Node* other)
    {
        if (reference != nullptr && other != nullptr && is_same(*reference, *other)) return;
        const auto is_walked = [](const Node* node, Kind kind) {
            return node == nullptr || (node->kind == kind && !is_value(*node) && !is_leaf_list(*node));
        };
        if (is_walked(reference, Kind::mapping) && is_walked(other, Kind::mapping) &&
            has_parts(reference, other))
            return compare_mappings(path, reference, other);
        if (is_walked(reference, Kind::list) && is_walked(other, Kind::list) && has_parts(reference, other))
            return compare_lists(path, reference, other);
        InputDifference difference;
        difference.path = path;
        difference.is_in_reference = reference != nullptr;
        difference.is_in_other = other != nullptr;
        if (reference != nullptr) difference.reference = on_one_line(*reference);
        if (other != nullptr) difference.other = on_one_line(*other);
        found_.push_back(std::move(difference));
    }

    /// A list of words is compared as a whole.
    static bool is_leaf_list(const Node& node)
    {
        return node.kind == Kind::list &&
               std::ranges::all_of(node.items, [](const Node& item) { return item.kind != Kind::mapping; });
    }

    static bool has_parts(const Node* one, const Node* other)
    {
        const auto has_any = [](const Node* node) {
            return node != nullptr && (!node->entries.empty() || !node->items.empty());
        };
        return has_any(one) || has_any(other);
    }

    void compare_mappings(const std::string& path, const Node* reference, const Node* other)
    {
        if (other != nullptr)
            for (const Entry& entry : other->entries)
                compare(below(path, entry.key), reference != nullptr ? child(*reference, entry.key) : nullptr,
                        &entry.value);
        if (reference == nullptr) return;
        for (const Entry& entry : reference->entries)
            if (other == nullptr || other->find(entry.key) == nullptr)
                compare(below(path, entry.key), &entry.value, nullptr);
    }

    /// The item of the other list that means the same thing.
    static const Node* counterpart(const Node* list, const Node& item, std::size_t at)
    {
        if (list == nullptr) return nullptr;
        const std::string name = name_in_list(item);
        if (name.empty()) return at < list->items.size() ? &list->items[at] : nullptr;
        const auto same = std::ranges::find(list->items, name, name_in_list);
        return same != list->items.end() ? &*same : nullptr;
    }

    void compare_lists(const std::string& path, const Node* reference, const Node* other)
    {
        if (other != nullptr)
            for (std::size_t k = 0; k < other->items.size(); ++k)
                compare(below(path, std::to_string(k + 1)), counterpart(reference, other->items[k], k),
                        &other->items[k]);
        if (reference == nullptr) return;
        for (std::size_t k = 0; k < reference->items.size(); ++k)
            if (counterpart(other, reference->items[k], k) == nullptr)
                compare(below(path, std::to_string(k + 1)), &reference->items[k], nullptr);
    }

    std::vector<InputDifference> found_;
};

Node tree_of(const Scenario& scenario, Sources& sources)
{
    Diagnostics silent;  // it was read before
    const auto& source = sources.add(source_of("effective", "", scenario.effective_text));
    return bare(parse_yaml(source, scenario.effective_text, silent), {&place("scenario"), nullptr});
}

}  // namespace

std::vector<InputDifference> input_differences(const Scenario& reference, const Scenario& other)
{
    Sources sources;
    const Node one = tree_of(reference, sources);
    const Node two = tree_of(other, sources);
    return Comparison().of(one, two);
}

}  // namespace txpath
