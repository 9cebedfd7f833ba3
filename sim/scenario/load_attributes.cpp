// load_attributes.cpp -- the law of each attribute of a person.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "scenario/sections.hpp"

namespace txpath {

namespace {

constexpr double share_slack = 1e-9;

/// Does any number below `node` carry a unit of time? Then the attribute is counted in days.
bool mentions_duration(const Node& node)
{
    if (node.kind == Node::Kind::scalar)
        return !parse_number(node.text) && parse_quantity(node.text, Dimension::duration).quantity.has_value();
    const auto in_item = [](const Node& item) { return mentions_duration(item); };
    const auto in_entry = [](const Entry& entry) {
        return entry.key != "source" && entry.key != "note" && mentions_duration(entry.value);
    };
    return std::any_of(node.items.begin(), node.items.end(), in_item) ||
           std::any_of(node.entries.begin(), node.entries.end(), in_entry);
}

/// One law under construction: where it stands and the dimension of its numbers.
struct LawReader {
    Loading& loading;
    const Node& law;
    Attribute& attribute;
    std::string path;
    std::string title;

    [[nodiscard]] Dimension unit() const
    {
        return attribute.is_duration ? Dimension::duration : Dimension::pure;
    }
    [[nodiscard]] bool has(std::string_view key) const { return child(law, key) != nullptr; }

    [[nodiscard]] std::optional<Value> value(std::string_view key, Dimension wanted, const Bounds& bounds) const
    {
        return read_bounded(loading, *child(law, key), wanted, fmt::format("{}.{}", path, key), bounds);
    }
    [[nodiscard]] std::optional<double> number(std::string_view key, Dimension wanted, const Bounds& bounds) const
    {
        return read_certain(loading, *child(law, key), wanted, fmt::format("{}.{}", path, key), bounds);
    }
    bool keep(const std::optional<Value>& first, const std::optional<Value>& second) const
    {
        if (!first || !second) return false;
        attribute.first = *first;
        attribute.second = *second;
        return true;
    }
    bool keep(double first, double second) const
    {
        attribute.first.number = first;
        attribute.second.number = second;
        return true;
    }
    bool refuse(const std::string& why) const
    {
        report(loading.found, law.at, fmt::format("{} {}", title, why));
        return false;
    }
    /// False, with a report, unless the law has exactly these arguments.
    [[nodiscard]] bool needs(std::initializer_list<std::string_view> keys, std::string_view forms) const
    {
        const bool has_all = std::all_of(keys.begin(), keys.end(), [&](std::string_view key) { return has(key); });
        if (has_all && law.entries.size() == keys.size()) return true;
        report(loading.found, law.at, fmt::format("{} has not the arguments it needs", title)).help =
            fmt::format("write {}", forms);
        return false;
    }
};

bool load_normal(const LawReader& law)
{
    if (!law.needs({"mean", "sd"}, "{mean, sd}")) return false;
    return law.keep(law.value("mean", law.unit(), any_number), law.value("sd", law.unit(), positive));
}

bool load_beta(const LawReader& law)
{
    if (law.has("alpha")) {
        if (!law.needs({"alpha", "beta"}, "{alpha, beta} or {mean, sd}")) return false;
        return law.keep(law.value("alpha", Dimension::pure, positive), law.value("beta", Dimension::pure, positive));
    }
    if (!law.needs({"mean", "sd"}, "{alpha, beta} or {mean, sd}")) return false;
    const auto mean = law.number("mean", Dimension::pure, share);
    const auto sd = law.number("sd", Dimension::pure, positive);
    if (!mean || !sd) return false;
    const double total = *mean * (1.0 - *mean) / (*sd * *sd) - 1.0;
    if (!(total > 0.0)) return law.refuse("has an 'sd' too large for a number between 0 and 1 with this mean");
    return law.keep(*mean * total, (1.0 - *mean) * total);
}

bool load_gamma(const LawReader& law)
{
    if (law.has("shape")) {
        if (!law.needs({"shape", "scale"}, "{mean, sd} or {shape, scale}")) return false;
        return law.keep(law.value("shape", Dimension::pure, positive), law.value("scale", law.unit(), positive));
    }
    if (!law.needs({"mean", "sd"}, "{mean, sd} or {shape, scale}")) return false;
    const auto mean = law.number("mean", law.unit(), positive);
    const auto sd = law.number("sd", law.unit(), positive);
    return mean && sd && law.keep(*mean * *mean / (*sd * *sd), *sd * *sd / *mean);
}

bool load_lognormal_interval(const LawReader& law)
{
    constexpr double normal_quantile = 1.959963984540054;  // of 0.975
    const Node& interval = *child(law.law, "ci95");
    const bool is_pair = interval.kind == Node::Kind::list && interval.items.size() == 2;
    if (!is_pair) return law.refuse("needs 'ci95: [low, high]'");
    const auto low = read_certain(law.loading, interval.items[0], law.unit(), law.path + ".ci95", positive);
    const auto high = read_certain(law.loading, interval.items[1], law.unit(), law.path + ".ci95", positive);
    if (!low || !high) return false;
    if (!(*low < *high)) return law.refuse("has a 'ci95' whose ends are in the wrong order");
    return law.keep((std::log(*low) + std::log(*high)) / 2.0,
                    (std::log(*high) - std::log(*low)) / (2.0 * normal_quantile));
}

bool load_lognormal(const LawReader& law)
{
    constexpr std::string_view forms = "{median, sigma}, {mean, sd} or {ci95: [low, high]}";
    if (law.has("ci95")) return law.needs({"ci95"}, forms) && load_lognormal_interval(law);
    if (law.has("median")) {
        if (!law.needs({"median", "sigma"}, forms)) return false;
        const auto median = law.number("median", law.unit(), positive);
        const auto sigma = law.number("sigma", Dimension::pure, positive);
        return median && sigma && law.keep(std::log(*median), *sigma);
    }
    if (!law.needs({"mean", "sd"}, forms)) return false;
    const auto mean = law.number("mean", law.unit(), positive);
    const auto sd = law.number("sd", law.unit(), positive);
    if (!mean || !sd) return false;
    const double variance = std::log1p((*sd / *mean) * (*sd / *mean));
    return law.keep(std::log(*mean) - variance / 2.0, std::sqrt(variance));
}

bool load_uniform(const LawReader& law)
{
    if (!law.needs({"min", "max"}, "{min, max}")) return false;
    if (!law.keep(law.value("min", law.unit(), any_number), law.value("max", law.unit(), any_number))) return false;
    return law.attribute.first.number < law.attribute.second.number ||
           law.refuse("has a 'min' that is not below its 'max'");
}

bool load_three_points(const LawReader& law)
{
    if (!law.needs({"min", "mode", "max"}, "{min, mode, max}")) return false;
    const auto third = law.value("max", law.unit(), any_number);
    if (!law.keep(law.value("min", law.unit(), any_number), law.value("mode", law.unit(), any_number))) return false;
    if (!third) return false;
    law.attribute.third = *third;
    const double low = law.attribute.first.number, mode = law.attribute.second.number;
    const bool is_ordered = low <= mode && mode <= third->number && low < third->number;
    return is_ordered || law.refuse("needs min <= mode <= max, and min below max");
}

struct NumberLaw {
    std::string_view key;
    Family family;
    bool (*load)(const LawReader&);
};

constexpr NumberLaw number_laws[] = {
    {"normal", Family::normal, load_normal},          {"beta", Family::beta, load_beta},
    {"gamma", Family::gamma, load_gamma},             {"lognormal", Family::lognormal, load_lognormal},
    {"uniform", Family::uniform, load_uniform},       {"pert", Family::pert, load_three_points},
    {"triangular", Family::triangular, load_three_points},
};

constexpr std::string_view law_words =
    "categories, normal, beta, gamma, lognormal, uniform, pert, triangular, value, column";

bool is_law(std::string_view key)
{
    if (key == "categories" || key == "value" || key == "column") return true;
    return std::any_of(std::begin(number_laws), std::end(number_laws),
                       [&](const NumberLaw& law) { return law.key == key; });
}

bool load_categories(Loading& loading, const Node& node, Attribute& attribute)
{
    const std::string path = fmt::format("population.attributes.{}.categories", attribute.name);
    if (node.kind == Node::Kind::list && !node.items.empty()) {  // shares come from the file of people
        attribute.shares.assign(attribute.categories.size(),
                                Value{.number = 1.0 / static_cast<double>(attribute.categories.size())});
        return true;
    }
    if (!expect(loading, node, Node::Kind::mapping, fmt::format("'categories' of '{}'", attribute.name))) return false;
    double sum = 0.0;
    for (const std::string& category : attribute.categories) {
        const auto value = read_bounded(loading, *child(node, category), Dimension::probability,
                                        fmt::format("{}.{}", path, category), share);
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

/// The unit of a column of people.csv: `number`, `days`, `weeks`, `months` or `years`.
bool load_column(Loading& loading, const Node& node, Attribute& attribute)
{
    attribute.is_duration = node.text != "number";
    if (!attribute.is_duration || parse_quantity("1 " + node.text, Dimension::duration).quantity) return true;
    report(loading.found, node.at, fmt::format("'column' is '{}', which is not a unit", node.text)).help =
        "allowed here: number, days, weeks, months, years";
    return false;
}

bool load_law(Loading& loading, const Node& node, const Entry& law, Attribute& attribute)
{
    if (law.key == "categories") return load_categories(loading, law.value, attribute);
    if (law.key == "column") return load_column(loading, law.value, attribute);
    attribute.is_duration = mentions_duration(law.value);
    const std::string path = fmt::format("population.attributes.{}", attribute.name);
    if (law.key == "value") {
        attribute.is_duration = mentions_duration(node);
        const auto wanted = attribute.is_duration ? Dimension::duration : Dimension::pure;
        const auto value = read_bounded(loading, law.value, wanted, path + ".value", any_number);
        if (value) attribute.first = *value;
        return value.has_value();
    }
    const auto found = std::find_if(std::begin(number_laws), std::end(number_laws),
                                    [&](const NumberLaw& one) { return one.key == law.key; });
    attribute.family = found->family;
    const std::string title = fmt::format("'{}' of attribute '{}'", law.key, attribute.name);
    if (!expect(loading, law.value, Node::Kind::mapping, title)) return false;
    return found->load({loading, law.value, attribute, fmt::format("{}.{}", path, law.key), title});
}

/// Where the law itself can lie.
std::pair<double, double> support_of(const Attribute& attribute)
{
    constexpr double infinity = std::numeric_limits<double>::infinity();
    switch (attribute.family) {
        case Family::beta: return {0.0, 1.0};
        case Family::gamma:
        case Family::lognormal: return {0.0, infinity};
        case Family::uniform: return {attribute.first.number, attribute.second.number};
        case Family::pert:
        case Family::triangular: return {attribute.first.number, attribute.third.number};
        default: return {-infinity, infinity};
    }
}

bool load_limits(Loading& loading, const Node& node, Attribute& attribute)
{
    const auto before = loading.found.error_count();
    for (const std::string_view key : {"min", "max"}) {
        const Node* part = child(node, key);
        if (part == nullptr) continue;
        if (attribute.is_categorical) {
            report(loading.found, part->at, fmt::format("'{}' is for numbers, and '{}' has categories", key,
                                                        attribute.name));
            continue;
        }
        const auto wanted = attribute.is_duration ? Dimension::duration : Dimension::pure;
        const auto path = fmt::format("population.attributes.{}.{}", attribute.name, key);
        (key == "min" ? attribute.min : attribute.max) = read_certain(loading, *part, wanted, path, any_number);
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
        report(loading.found, node.at, fmt::format("'{}' ages, so it must be a time", attribute.name)).advice =
            "give its numbers a unit, as in '44 years'";
        return false;
    }
    for (const Attribute& other : loading.scenario.people.attributes)
        if (other.ages && other.name != attribute.name) {
            report(loading.found, node.at,
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
    bool is_good = check_keys(loading, node, "attribute", title);
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
                    .help = fmt::format("give exactly one of: {}", law_words);
        }
    }
    const Node* ages = child(node, "ages");
    if (is_good) is_good = load_limits(loading, node, attribute);
    if (is_good && ages != nullptr) is_good = load_ages(loading, *ages, attribute);
    if (!is_good || loading.found.error_count() > before) mark_unsound(loading, attribute.name);
}

}  // namespace txpath
