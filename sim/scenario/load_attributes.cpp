// load_attributes.cpp -- the law of each attribute of a person.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "scenario/sections.hpp"
#include "scenario/uncertain.hpp"

namespace txpath {

namespace {

constexpr double share_slack = 1e-9;

/// Does any number below `node` carry a unit of time? Then the attribute is counted in days.
bool mentions_duration(const Node& node)
{
    if (node.kind == Node::Kind::scalar)
        return !parse_number(node.text) &&
               parse_quantity(node.text, Dimension::duration).quantity.has_value();
    const auto in_item = [](const Node& item) { return mentions_duration(item); };
    const auto in_entry = [](const Entry& entry) {
        return entry.key != "source" && entry.key != "note" && mentions_duration(entry.value);
    };
    return std::any_of(node.items.begin(), node.items.end(), in_item) ||
           std::any_of(node.entries.begin(), node.entries.end(), in_entry);
}

/// Is every argument a plain number? Then the distribution may be written in any of its forms.
bool is_certain(const Node& law)
{
    return std::all_of(law.entries.begin(), law.entries.end(), [](const Entry& entry) {
        return entry.value.kind != Node::Kind::mapping && !entry.value.text.starts_with('$');
    });
}

/// A law of a number and its canonical arguments, each with or without the unit of the attribute.
struct NumberLaw {
    std::string_view key;
    Family family;
    std::array<std::string_view, 3> arguments;
    bool is_first_pure = false;
};

constexpr std::array number_laws = {
    NumberLaw{"normal", Family::normal, {"mean", "sd", ""}},
    NumberLaw{"beta", Family::beta, {"alpha", "beta", ""}},
    NumberLaw{"gamma", Family::gamma, {"shape", "scale", ""}, true},
    NumberLaw{"lognormal", Family::lognormal, {"", "", ""}},
    NumberLaw{"uniform", Family::uniform, {"min", "max", ""}},
    NumberLaw{"pert", Family::pert, {"min", "mode", "max"}},
    NumberLaw{"triangular", Family::triangular, {"min", "mode", "max"}},
};

bool is_law(std::string_view key)
{
    const auto laws = attribute_laws();
    return std::find(laws.begin(), laws.end(), key) != laws.end();
}

bool load_certain_law(Loading& loading, const Entry& law, const std::string& path, Attribute& attribute)
{
    const auto unit = attribute.is_duration ? Dimension::duration : Dimension::pure;
    const auto distribution = read_distribution(loading, law, unit, "", path);
    if (!distribution) return false;
    attribute.first.number = distribution->a;
    attribute.second.number = distribution->b;
    attribute.third.number = distribution->c;
    return true;
}

/// Arguments that are themselves uncertain must be the canonical ones: a draw of one is then a draw of the
/// law.
bool load_uncertain_law(Loading& loading, const Entry& law, const NumberLaw& form, const std::string& path,
                        Attribute& attribute)
{
    const auto wanted = static_cast<std::size_t>(std::count_if(
        form.arguments.begin(), form.arguments.end(), [](std::string_view name) { return !name.empty(); }));
    std::array<Value*, 3> places = {&attribute.first, &attribute.second, &attribute.third};
    const auto has_all =
        std::all_of(form.arguments.begin(), form.arguments.end(),
                    [&](std::string_view name) { return name.empty() || child(law.value, name) != nullptr; });
    if (wanted == 0 || !has_all || law.value.entries.size() != wanted) {
        auto& mistake = report(loading.found, law.value.at,
                               fmt::format("'{}' of '{}' cannot have an uncertain argument in this form",
                                           law.key, attribute.name));
        if (wanted > 0)
            mistake.advice = fmt::format("give '{}' and '{}'", form.arguments[0], form.arguments[1]);
        return false;
    }
    for (std::size_t i = 0; i < wanted; ++i) {
        const std::string_view name = form.arguments[i];
        const bool is_pure =
            form.family == Family::beta || (form.is_first_pure && i == 0) || !attribute.is_duration;
        const bool is_positive = form.family == Family::beta || form.family == Family::gamma || name == "sd";
        const Wanted rule{is_pure ? Dimension::pure : Dimension::duration, std::nullopt, std::nullopt,
                          is_positive ? std::optional(0.0) : std::nullopt};
        const auto value =
            read_free(loading, *child(law.value, name), rule, fmt::format("{}.{}", path, name));
        if (!value) return false;
        *places[i] = *value;
    }
    const double low = attribute.first.number, next = attribute.second.number;
    const bool is_ordered = form.family == Family::uniform ? low < next
                            : wanted == 3                  ? low <= next && next <= attribute.third.number
                                                           : true;
    if (!is_ordered)
        report(loading.found, law.value.at, fmt::format("the arguments of '{}' do not rise", law.key));
    return is_ordered;
}

bool load_categories(Loading& loading, const Node& node, Attribute& attribute)
{
    const std::string path = fmt::format("{}.{}.categories", path_of_attributes(loading), attribute.name);
    if (node.kind == Node::Kind::list && loading.is_of_clinicians) {
        report(loading.found, node.at, fmt::format("'categories' of '{}' have no shares", attribute.name))
            .advice = "write '{urban: 0.8, rural: 0.2}', for example";
        return false;
    }
    if (node.kind == Node::Kind::list && !node.items.empty()) {  // shares come from the file of people
        attribute.shares.assign(attribute.categories.size(),
                                certain(1.0 / static_cast<double>(attribute.categories.size())));
        return true;
    }
    if (!expect(loading, node, Node::Kind::mapping, fmt::format("'categories' of '{}'", attribute.name)))
        return false;
    double sum = 0.0;
    for (const std::string& category : attribute.categories) {
        const auto value = read_free(loading, *child(node, category), wanted_by(Dimension::probability),
                                     fmt::format("{}.{}", path, category));
        if (!value) return false;
        sum += value->number;
        attribute.shares.push_back(*value);
    }
    if (attribute.categories.size() == node.entries.size() && std::abs(sum - 1.0) <= share_slack) return true;
    if (attribute.categories.size() == node.entries.size())
        report(loading.found, node.at,
               fmt::format("the shares of '{}' sum to {:.10g}, not to 1", attribute.name, sum));
    return false;
}

bool load_law(Loading& loading, const Node& node, const Entry& law, Attribute& attribute)
{
    if (law.key == "categories") return load_categories(loading, law.value, attribute);
    if (law.key == "column") {  // the unit of a column of people.csv
        attribute.is_duration = law.value.text != "number";
        return true;
    }
    attribute.is_duration = mentions_duration(law.value);
    const std::string path = fmt::format("{}.{}", path_of_attributes(loading), attribute.name);
    if (law.key == "value") {
        attribute.is_duration = mentions_duration(node);
        const auto unit = attribute.is_duration ? Dimension::duration : Dimension::pure;
        const auto value =
            read_free(loading, law.value, {unit, std::nullopt, std::nullopt, std::nullopt}, path + ".value");
        if (value) attribute.first = *value;
        return value.has_value();
    }
    const auto form = std::find_if(number_laws.begin(), number_laws.end(),
                                   [&](const NumberLaw& one) { return one.key == law.key; });
    if (law.value.kind != Node::Kind::mapping) return false;
    attribute.family = form->family;
    return is_certain(law.value)
               ? load_certain_law(loading, law, path, attribute)
               : load_uncertain_law(loading, law, *form, fmt::format("{}.{}", path, law.key), attribute);
}

/// Where the law itself can lie; anywhere for what is not drawn.
Support support_of(const Attribute& attribute)
{
    constexpr double infinity = std::numeric_limits<double>::infinity();
    if (attribute.family == Family::fixed) return {-infinity, infinity};
    return support(
        {attribute.family, attribute.first.number, attribute.second.number, attribute.third.number});
}

bool load_limits(Loading& loading, const Node& node, Attribute& attribute)
{
    const auto before = loading.found.error_count();
    for (const std::string_view key : {"min", "max"}) {
        const Node* part = child(node, key);
        if (part == nullptr) continue;
        if (attribute.is_categorical) {
            report(loading.found, part->at,
                   fmt::format("'{}' is for numbers, and '{}' has categories", key, attribute.name));
            continue;
        }
        const auto unit = attribute.is_duration ? Dimension::duration : Dimension::pure;
        const auto path = fmt::format("{}.{}.{}", path_of_attributes(loading), attribute.name, key);
        (key == "min" ? attribute.min : attribute.max) =
            read_certain(loading, *part, {unit, std::nullopt, std::nullopt, std::nullopt}, path);
    }
    if (loading.found.error_count() > before) return false;
    const auto [low, high] = support_of(attribute);
    const double from = std::max(low, attribute.min.value_or(low));
    const double to = std::min(high, attribute.max.value_or(high));
    if (from < to) return true;
    report(loading.found, child(node, attribute.min ? "min" : "max")->at,
           fmt::format("no value of '{}' lies between its 'min' and 'max'", attribute.name));
    return false;
}

bool load_ages(Loading& loading, const Node& node, Attribute& attribute)
{
    attribute.ages = node.text == "true";
    if (!attribute.ages) return true;
    if (!attribute.is_duration) {
        report(loading.found, node.at, fmt::format("'{}' ages, so it must be a time", attribute.name))
            .advice = "give its numbers a unit, as in '44 years'";
        return false;
    }
    for (const Attribute& other : loading.scenario.people.attributes)
        if (other.ages && other.name != attribute.name) {
            report(
                loading.found, node.at,
                fmt::format("'{}' and '{}' both age, but a person has one age", other.name, attribute.name));
            return false;
        }
    return true;
}

}  // namespace

void load_attribute(Loading& loading, const Node& node, AttributeId id)
{
    Attribute& attribute = loading.scenario.people.attributes[id];
    const std::string title = fmt::format("attribute '{}'", attribute.name);
    const auto before = loading.found.error_count();
    const std::string_view place = loading.is_of_clinicians ? "clinician_attribute" : "attribute";
    bool is_good = check_keys(loading, node, place, title);
    if (is_good) {
        std::vector<const Entry*> given;
        for (const Entry& entry : node.entries)
            if (is_law(entry.key)) given.push_back(&entry);
        if (given.size() == 1) {
            is_good = load_law(loading, node, *given.front(), attribute);
        } else {
            is_good = false;
            if (loading.found.error_count() == before)
                report(loading.found, node.at,
                       given.empty() ? fmt::format("{} has no law", title)
                                     : fmt::format("{} has several laws: '{}' and '{}'", title, given[0]->key,
                                                   given[1]->key))
                    .help = fmt::format("give exactly one of: {}", fmt::join(attribute_laws(), ", "));
        }
    }
    const Node* ages = child(node, "ages");
    if (is_good) is_good = load_limits(loading, node, attribute);
    if (is_good && ages != nullptr) is_good = load_ages(loading, *ages, attribute);
    if (!is_good || loading.found.error_count() > before) mark_unsound(loading, attribute.name);
}

}  // namespace txpath
