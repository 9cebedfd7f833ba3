// uncertain.cpp -- a number with its distribution and its source becomes a parameter.
//
// Owns      read_uncertain and read_source.
// Assumes   the keys of the mapping were checked.
// Promises  a parameter's base case is in range and not far outside its distribution;
//           no draw can leave the range.
#include "scenario/uncertain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/elementary.hpp"

namespace txpath {

namespace {

/// The base case as it is written, with what its text says about unit and time span.
struct Base {
    std::optional<Quantity> quantity;
    bool is_given = false, is_broken = false;
    Mark at;
};

Base read_base(Loading& loading, const Node& mapping, std::string_view value_key, const Wanted& wanted,
               const std::string& path)
{
    Base base;
    const Entry* entry = mapping.find(value_key);
    base.at = entry != nullptr ? entry->value.at : mapping.at;
    if (entry == nullptr) return base;
    base.is_given = true;
    Wanted as_written = wanted;
    // `{value: 33 %, within: 14 weeks}` says the span beside the value.
    if (wanted.dimension == Dimension::chance_over_time && mapping.find("within") != nullptr)
        as_written = wanted_by(Dimension::probability);
    base.quantity =
        read_quantity(loading, entry->value, as_written, value_key == "value" ? path : path + ".ratio");
    base.is_broken = !base.quantity;
    return base;
}

/// The span of a probability over time: said by the value, or beside it. 0 after a reported mistake.
double read_span(Loading& loading, const Node& mapping, const Base& base, const std::string& path)
{
    const Entry* within = mapping.find("within");
    if (within != nullptr)
        return read_number(loading, within->value, *find_key(place("uncertain"), "within"), path + ".within");
    if (base.is_given) return base.quantity ? base.quantity->span : 0.0;
    report(loading.found, mapping.at, sentence(path, mapping, "which does not say by when")).advice =
        "add 'within: 14 weeks', for example";
    return 0.0;
}

/// `33 % within 14 weeks`, whether one text says it or `within` stands beside the value.
std::string written_base(const Node& mapping, std::string_view value_key)
{
    const Entry* base = mapping.find(value_key);
    if (base == nullptr || base->value.kind != Node::Kind::scalar) return {};
    const Entry* within = mapping.find("within");
    return within == nullptr ? base->value.text
                             : fmt::format("{} within {}", base->value.text, within->value.text);
}

/// The arguments of a distribution on one line: `events 949, of 2876`.
std::string written_arguments(const Node& node)
{
    if (node.kind == Node::Kind::scalar) return node.text;
    std::string text;
    const auto add = [&](const std::string& part, std::string_view between) {
        text += (text.empty() ? "" : std::string(between)) + part;
    };
    for (const auto& item : node.items) add(written_arguments(item), " to ");
    for (const auto& argument : node.entries)
        add(fmt::format("{} {}", argument.key, written_arguments(argument.value)), ", ");
    return text;
}

const Entry* find_distribution(Loading& loading, const Node& mapping, bool& is_broken)
{
    const Entry* first = nullptr;
    for (const auto& entry : mapping.entries) {
        const auto keys = distribution_keys();
        if (std::find(keys.begin(), keys.end(), entry.key) == keys.end()) continue;
        if (entry.key == "dirichlet") {
            report(loading.found, entry.key_at, "'dirichlet' describes a branch, not one number").advice =
                "use 'beta'";
            is_broken = true;
        } else if (first != nullptr) {
            report(loading.found, entry.key_at,
                   fmt::format("'{}' and '{}' are given for one value", first->key, entry.key))
                .advice = "keep one distribution";
            is_broken = true;
        } else {
            first = &entry;
        }
    }
    return first;
}

bool check_distribution(Loading& loading, const Entry& entry, const Distribution& distribution,
                        const Wanted& wanted)
{
    if (const auto mistake = escape(distribution, wanted, 1.0)) {
        auto& said = report(loading.found, entry.key_at,
                            fmt::format("the value has a '{}' distribution, {}", entry.key, *mistake));
        const bool is_share = wanted.at_least == 0.0 && wanted.at_most == 1.0;
        said.advice = is_share         ? "use 'beta'"
                      : wanted.at_most ? "use one with an upper end"
                                       : "use 'gamma' or 'lognormal'";
        return false;
    }
    return true;
}

void check_base(Loading& loading, const Base& base, const Entry& entry, const Distribution& distribution)
{
    const double number = base.quantity->number;
    const Support bounds = support(distribution);
    const bool is_open = distribution.family == Family::gamma || distribution.family == Family::lognormal;
    if (number < bounds.low || number > bounds.high || (is_open && number == 0.0)) {
        report(loading.found, base.at,
               fmt::format("the base case lies outside its '{}' distribution", entry.key));
        return;
    }
    const double distance = std::abs(number - mean(distribution)) / standard_deviation(distribution);
    if (!(distance > 4.0)) return;
    auto& doubt = loading.found.add(
        {.severity = Severity::warning,
         .fault = Fault::scenario,
         .at = span_of(base.at),
         .message = fmt::format(
             "the base case lies {:.0f} standard deviations from the mean of its '{}' distribution", distance,
             entry.key),
         .excerpt = excerpt_of(base.at),
         .advice = {},
         .help = {}});
    doubt.advice = "check both";
}

}  // namespace

std::string written_law(const Entry& law)
{
    return fmt::format("{}({})", law.key, written_arguments(law.value));
}

std::optional<std::string> escape(const Distribution& distribution, const Wanted& wanted, double factor)
{
    const Support bounds = support(distribution);
    const double centre = mean(distribution);
    const double sd = standard_deviation(distribution);
    const bool is_normal = distribution.family == Family::normal;
    const double low = is_normal ? centre - 6.0 * sd : bounds.low;
    const double far = distribution.family == Family::lognormal
                           ? portable::exp(distribution.a + 6.0 * distribution.b)
                           : centre + (is_normal ? 6.0 : 8.0) * sd;
    const double high = std::isfinite(bounds.high) ? bounds.high : far;
    const auto lowest = wanted.at_least ? wanted.at_least : wanted.above;
    if (lowest && low * factor < *lowest) return fmt::format("which can fall below {}", shortest(*lowest));
    if (wanted.at_most && high * factor > *wanted.at_most)
        return fmt::format("which can rise above {}", shortest(*wanted.at_most));
    return std::nullopt;
}

Wanted as_drawn(const Wanted& wanted)
{
    return wanted.dimension == Dimension::chance_over_time ? wanted_by(Dimension::probability) : wanted;
}

bool is_uncertain(const Node& mapping) noexcept
{
    if (mapping.kind != Node::Kind::mapping) return false;
    const auto keys = distribution_keys();
    return std::any_of(mapping.entries.begin(), mapping.entries.end(), [&](const Entry& entry) {
        return entry.key == "source" || entry.key == "note" ||
               std::find(keys.begin(), keys.end(), entry.key) != keys.end();
    });
}

void read_source(Loading& loading, const Node& mapping, Parameter& parameter)
{
    const auto text_of = [&](std::string_view key) {
        const Entry* entry = mapping.find(key);
        return entry != nullptr && entry->value.kind == Node::Kind::scalar ? entry->value.text
                                                                           : std::string();
    };
    parameter.source = text_of("source");
    parameter.note = text_of("note");
    if (parameter.source.empty()) {
        loading.unsourced.push_back({parameter.path, parameter.at, parameter.written});
        return;
    }
    const Entry& source = *mapping.find("source");
    if (parameter.source == "assumption" || parameter.source == "calibrated") {
        const bool is_guess = parameter.source == "assumption";
        if (parameter.note.empty())
            report(loading.found, source.value.at,
                   is_guess ? "an assumption has no 'note'" : "a calibrated value has no 'note'")
                .advice = is_guess ? "add 'note: why it is plausible'" : "add 'note: which study fitted it'";
        return;
    }
    const auto& known = loading.scenario.references;
    std::vector<std::string_view> keys{"assumption", "calibrated"};
    for (const auto& reference : known) keys.push_back(reference.first);
    if (loading.are_references_broken || std::find(keys.begin(), keys.end(), parameter.source) != keys.end())
        return;
    auto& mistake =
        report(loading.found, source.value.at, fmt::format("no reference '{}'", parameter.source));
    if (const auto near = closest(parameter.source, keys))
        mistake.advice = fmt::format("did you mean '{}'?", *near);
    if (known.empty())
        mistake.help =
            "the scenario has no 'references'; write 'assumption' and a 'note', or name the file of "
            "citations";
}

Value read_uncertain(Loading& loading, const Node& mapping, std::string_view value_key, const Wanted& wanted,
                     const std::string& path)
{
    const Base base = read_base(loading, mapping, value_key, wanted, path);
    bool is_broken = base.is_broken;
    const Entry* entry = find_distribution(loading, mapping, is_broken);
    Parameter parameter;
    parameter.path = path;
    parameter.at = span_of(base.at);
    parameter.written = written_base(mapping, value_key);
    if (entry != nullptr) parameter.written_law = written_law(*entry);
    read_source(loading, mapping, parameter);
    if (!base.is_given && entry == nullptr) {
        if (!is_broken)
            report(loading.found, mapping.at,
                   sentence(path, mapping, fmt::format("with neither '{}' nor a distribution", value_key)));
        return {};
    }
    Value value;
    if (wanted.dimension == Dimension::chance_over_time) {
        value.conversion = Conversion::probability_within;
        value.factor = is_broken ? 1.0 : read_span(loading, mapping, base, path);
        if (!(value.factor > 0.0)) return {};
    } else if (const Entry* within = mapping.find("within")) {
        report(loading.found, within->key_at, "'within' belongs to a probability over time");
        return {};
    }
    if (base.quantity) {
        parameter.base = base.quantity->number;
        parameter.unit = base.quantity->unit;
    }
    parameter.distribution = {Family::fixed, parameter.base, 0.0, 0.0};
    if (entry != nullptr && !base.is_broken) {
        const auto distribution = read_distribution(loading, *entry, wanted.dimension, parameter.unit, path);
        if (!distribution || !check_distribution(loading, *entry, *distribution, as_drawn(wanted))) return {};
        if (base.quantity) check_base(loading, base, *entry, *distribution);
        if (!base.is_given) parameter.base = mean(*distribution);
        parameter.distribution = *distribution;
    }
    if (is_broken) return {};
    value.number = parameter.base;
    value.parameter = ParameterId{loading.scenario.parameters.size()};
    loading.scenario.parameters.push_back(std::move(parameter));
    keep_held(loading, mapping, wanted, path, value);
    return value;
}

}  // namespace txpath
