// load_when.cpp -- when a transition fires: exactly one law, and its clock.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "scenario/sections.hpp"

namespace txpath {

namespace {

/// One argument of a law as a scenario writes it.
struct Argument {
    std::string_view key;
    Dimension dimension;
    Bounds bounds;
};

struct TwoArguments {
    std::string_view key;
    Law law;
    Argument first, second;
};

constexpr std::array laws = {
    TwoArguments{"weibull", Law::weibull, {"shape", Dimension::pure, positive},
                 {"scale", Dimension::duration, positive}},
    TwoArguments{"gompertz", Law::gompertz, {"shape", Dimension::rate, any_number},
                 {"rate", Dimension::rate, positive}},
    TwoArguments{"lognormal", Law::lognormal, {"median", Dimension::duration, positive},
                 {"sigma", Dimension::pure, positive}},
    TwoArguments{"log_logistic", Law::log_logistic, {"shape", Dimension::pure, positive},
                 {"scale", Dimension::duration, positive}},
    TwoArguments{"gamma", Law::gamma, {"shape", Dimension::pure, positive},
                 {"scale", Dimension::duration, positive}},
};

constexpr std::array when_keys = {"rate",      "probability", "median",       "mean",  "after",     "weibull", "gompertz",
                                  "lognormal", "log_logistic", "gamma", "piecewise", "survival", "table"};

const Entry* only_when(Loading& loading, const Node& node, const Where& where)
{
    const Entry* chosen = nullptr;
    bool is_single = true;
    for (const Entry& entry : node.entries) {
        if (std::find(when_keys.begin(), when_keys.end(), entry.key) == when_keys.end()) continue;
        if (chosen == nullptr) {
            chosen = &entry;
            continue;
        }
        report(loading.found, entry.key_at,
               fmt::format("{} says twice when it fires: '{}' (line {}) and '{}'", where.title, chosen->key,
                           chosen->key_at.line, entry.key))
            .advice = "keep one of them";
        is_single = false;
    }
    if (chosen == nullptr)
        report(loading.found, node.at, fmt::format("{} does not say when it fires", where.title)).help =
            fmt::format("give exactly one of: {}", fmt::join(when_keys, ", "));
    return is_single ? chosen : nullptr;
}

std::optional<Value> read_argument(Loading& loading, const Node& node, const Argument& argument, const Where& where)
{
    const Node* part = child(node, argument.key);
    if (part == nullptr) return std::nullopt;  // check_keys reported that it is missing
    return read_bounded(loading, *part, argument.dimension, fmt::format("{}.{}", where.path, argument.key),
                        argument.bounds);
}

std::optional<When> load_two_arguments(Loading& loading, const Node& node, const TwoArguments& law, const Where& where)
{
    if (!check_keys(loading, node, std::string(law.key) + "_law", where.title)) return std::nullopt;
    const auto first = read_argument(loading, node, law.first, where);
    const auto second = read_argument(loading, node, law.second, where);
    if (!first || !second) return std::nullopt;
    When when;
    when.law = law.law;
    when.first = *first;
    when.second = *second;
    return when;
}

std::optional<When> constant(std::optional<Value> value)
{
    if (!value) return std::nullopt;
    When when;
    when.law = Law::constant;
    when.first = *value;
    return when;
}

std::optional<When> load_average(Loading& loading, const Entry& entry, Conversion conversion, const Where& where)
{
    auto value = read_bounded(loading, entry.value, Dimension::duration, where.path, positive);
    if (value) value->conversion = conversion;
    return constant(value);
}

std::optional<When> load_probability(Loading& loading, const Entry& entry, const Where& where)
{
    const auto value = read_bounded(loading, entry.value, Dimension::chance_over_time, where.path, share);
    if (value && value->number >= 1.0) {
        report(loading.found, entry.value.at, "a probability of 1 within a time would need an infinite hazard").advice =
            "write 'after: ...' for something certain, or a probability below 100 %";
        return std::nullopt;
    }
    return constant(value);
}

std::optional<When> load_after(Loading& loading, const Entry& entry, const Where& where)
{
    auto when = constant(read_bounded(loading, entry.value, Dimension::duration, where.path, not_negative));
    if (when) when->law = Law::after;
    return when;
}

struct Knot {
    double day = 0.0;
    Value hazard;
    const Entry* entry = nullptr;
};

std::optional<When> load_piecewise(Loading& loading, const Node& node, const Where& where)
{
    if (!expect(loading, node, Node::Kind::mapping, where.title)) return std::nullopt;
    const auto before = loading.found.error_count();
    std::vector<Knot> knots;
    for (const Entry& entry : node.entries) {
        Node key;
        key.text = entry.key;
        key.at = entry.key_at;
        const auto day = read_certain(loading, key, Dimension::duration, where.path + ".knot", not_negative);
        const auto hazard = read_bounded(loading, entry.value, Dimension::rate,
                                         fmt::format("{}.{}", where.path, entry.key), not_negative);
        if (day && hazard) knots.push_back({*day, *hazard, &entry});
    }
    if (loading.found.error_count() > before) return std::nullopt;
    if (knots.empty()) {
        report(loading.found, node.at, fmt::format("{} has no knots", where.title));
        return std::nullopt;
    }
    std::sort(knots.begin(), knots.end(), [](const Knot& a, const Knot& b) { return a.day < b.day; });
    When when;
    when.law = Law::piecewise;
    for (const Knot& knot : knots) {
        if (!when.curve.knots.empty() && !(knot.day > when.curve.knots.back())) {
            report(loading.found, knot.entry->key_at,
                   fmt::format("the knot '{}' stands twice in {}", knot.entry->key, where.title));
            return std::nullopt;
        }
        when.curve.knots.push_back(knot.day);
        when.curve.hazards.push_back(knot.hazard);
    }
    return when;
}

std::optional<When> load_law(Loading& loading, const Entry& entry, const Where& where)
{
    const Where inner{fmt::format("{}.{}", where.path, entry.key), fmt::format("'{}' of {}", entry.key, where.title)};
    for (const TwoArguments& law : laws)
        if (entry.key == law.key) return load_two_arguments(loading, entry.value, law, inner);
    if (entry.key == "rate")
        return constant(read_bounded(loading, entry.value, Dimension::rate, inner.path, not_negative));
    if (entry.key == "probability") return load_probability(loading, entry, inner);
    if (entry.key == "median") return load_average(loading, entry, Conversion::median, inner);
    if (entry.key == "mean") return load_average(loading, entry, Conversion::mean, inner);
    if (entry.key == "after") return load_after(loading, entry, inner);
    if (entry.key == "piecewise") return load_piecewise(loading, entry.value, inner);
    When when;
    if (entry.key == "survival") {
        auto curve = load_survival(loading, entry.value, inner);
        if (!curve) return std::nullopt;
        when.law = Law::piecewise;
        when.curve = std::move(*curve);
        return when;
    }
    auto table = load_life_table(loading, entry.value, inner);
    if (!table) return std::nullopt;
    when.law = Law::life_table;
    when.clock = Clock::age;
    when.table = std::move(*table);
    return when;
}

bool has_age(const Scenario& scenario)
{
    return std::any_of(scenario.people.attributes.begin(), scenario.people.attributes.end(),
                       [](const Attribute& attribute) { return attribute.ages; });
}

void load_clock(Loading& loading, const Node& node, When& when)
{
    if (node.text == "forward") when.clock = Clock::forward;
    if (node.text == "age") when.clock = Clock::age;
    if (when.law == Law::life_table && node.text != "age") {
        report(loading.found, node.at, "a life table runs by age, so its clock is 'age'").advice = "write 'clock: age'";
        return;
    }
    if (when.clock == Clock::age && !has_age(loading.scenario) && loading.names.is_complete)
        report(loading.found, node.at, "'clock: age' needs an attribute that ages").advice =
            "add an attribute with 'ages: true'";
}

}  // namespace

std::optional<When> load_when(Loading& loading, const Node& node, const Where& where)
{
    const Entry* entry = only_when(loading, node, where);
    if (entry == nullptr) return std::nullopt;
    auto when = load_law(loading, *entry, where);
    if (!when) return std::nullopt;
    if (const Node* clock = child(node, "clock")) load_clock(loading, *clock, *when);
    return when;
}

}  // namespace txpath
