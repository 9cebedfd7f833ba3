// load_when.cpp -- when a transition fires: exactly one law, and its clock.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "scenario/sections.hpp"

namespace txpath {

namespace {

/// A law with two arguments; its place in the registry is named `law_` and its key.
struct TwoArguments {
    std::string_view key;
    Law law;
    std::string_view first, second;
};

constexpr std::array laws = {
    TwoArguments{"weibull", Law::weibull, "shape", "scale"},
    TwoArguments{"gompertz", Law::gompertz, "shape", "rate"},
    TwoArguments{"lognormal", Law::lognormal, "median", "sigma"},
    TwoArguments{"log_logistic", Law::log_logistic, "shape", "scale"},
    TwoArguments{"gamma", Law::gamma, "shape", "scale"},
};

const Entry* only_when(Loading& loading, const Node& node, const Where& where)
{
    const auto keys = when_keys();
    const Entry* chosen = nullptr;
    bool is_single = true;
    for (const Entry& entry : node.entries) {
        if (std::find(keys.begin(), keys.end(), entry.key) == keys.end()) continue;
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
            fmt::format("give exactly one of: {}", fmt::join(keys, ", "));
    return is_single ? chosen : nullptr;
}

std::optional<When> load_two_arguments(const Fields& parent, const TwoArguments& law, const Where& where)
{
    const Node& node = *parent.part(law.key);
    const std::string place = "law_" + std::string(law.key);
    if (node.kind != Node::Kind::mapping || !check_keys(parent.loading, node, place, where.title))
        return std::nullopt;
    const Fields fields{parent.loading, node, place, where.path};
    const auto first = fields.value(law.first);
    const auto second = fields.value(law.second);
    if (!first || !second) return std::nullopt;
    When when;
    when.law = law.law;
    when.first = *first;
    when.second = *second;
    return when;
}

/// A law with one argument: a hazard, or something that stands for one.
std::optional<When> load_one_argument(const Fields& fields, std::string_view key, Conversion conversion)
{
    const auto value = fields.value(key);
    if (!value) return std::nullopt;
    When when;
    when.law = Law::constant;
    when.first = *value;
    if (conversion != Conversion::none) when.first.conversion = conversion;
    return when;
}

std::optional<When> load_probability(const Fields& fields)
{
    auto when = load_one_argument(fields, "probability", Conversion::none);
    if (!when || when->first.number < 1.0) return when;
    report(fields.loading.found, fields.part("probability")->at,
           "a probability of 1 within a time would need an infinite hazard")
        .advice = "write 'after: ...' for something certain, or a probability below 100 %";
    return std::nullopt;
}

std::optional<When> load_after(const Fields& fields)
{
    auto when = load_one_argument(fields, "after", Conversion::none);
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
        const auto day = read_certain(loading, key, wanted_by(Dimension::duration), where.path + ".knot");
        const auto hazard = read_free(loading, entry.value, wanted_by(Dimension::rate),
                                      fmt::format("{}.{}", where.path, entry.key));
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

std::optional<When> load_law(const Fields& fields, const Entry& entry, const Where& where)
{
    Loading& loading = fields.loading;
    const Where inner{fmt::format("{}.{}", where.path, entry.key),
                      fmt::format("'{}' of {}", entry.key, where.title)};
    for (const TwoArguments& law : laws)
        if (entry.key == law.key) return load_two_arguments(fields, law, inner);
    if (entry.key == "rate") return load_one_argument(fields, "rate", Conversion::none);
    if (entry.key == "probability") return load_probability(fields);
    if (entry.key == "median") return load_one_argument(fields, "median", Conversion::median);
    if (entry.key == "mean") return load_one_argument(fields, "mean", Conversion::mean);
    if (entry.key == "after") return load_after(fields);
    if (entry.key == "piecewise") return load_piecewise(loading, entry.value, inner);
    if (fields.word(entry.key) == nullptr) return std::nullopt;
    When when;
    if (entry.key == "survival") {
        auto curve = load_survival(loading, entry.value);
        if (!curve) return std::nullopt;
        when.law = Law::piecewise;
        when.curve = std::move(*curve);
        return when;
    }
    auto table = load_life_table(loading, entry.value);
    if (!table) return std::nullopt;
    when.law = Law::life_table;
    when.clock = Clock::age;
    when.table = std::move(*table);
    return when;
}

void load_clock(Loading& loading, const Node& node, When& when)
{
    if (node.text == "forward") when.clock = Clock::forward;
    if (node.text == "age") when.clock = Clock::age;
    if (when.law == Law::life_table && node.text != "age") {
        report(loading.found, node.at, "a life table runs by age, so its clock is 'age'").advice =
            "write 'clock: age'";
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
    const Fields fields{loading, node, "transition", where.path};
    auto when = load_law(fields, *entry, where);
    if (!when) return std::nullopt;
    if (const Node* clock = fields.word("clock")) load_clock(loading, *clock, *when);
    return when;
}

}  // namespace txpath
