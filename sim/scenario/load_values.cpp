// load_values.cpp -- typed reads of numbers: certain ones, uncertain ones and references.
//
// Owns      read_number, read_value and the ranges numbers must keep.
// Assumes   check_keys refused nodes of the wrong kind before, where a key says the kind.
// Promises  one mistake is reported once; after it the number is 0 and reading goes on.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "scenario/load.hpp"
#include "scenario/uncertain.hpp"

namespace txpath {

namespace {

/// The part of a path that names the value to a reader: what follows the last dot, or a ratio's whole name.
std::string_view short_name(std::string_view path) noexcept
{
    constexpr std::string_view ratios = "_ratios.";
    if (const auto at = path.rfind(ratios); at != std::string_view::npos)
        return path.substr(at + ratios.size());
    const auto dot = path.rfind('.');
    return dot == std::string_view::npos ? path : path.substr(dot + 1);
}

/// Days between 1970-01-01 and day 0 of the scenario, or nothing when it has no start.
std::optional<double> start_of(const Scenario& scenario)
{
    if (!scenario.time.start) return std::nullopt;
    const auto date = parse_date(*scenario.time.start);
    if (!date) return std::nullopt;
    return static_cast<double>(*date);
}

std::optional<double> moment_of(Loading& loading, const Quantity& quantity, const Node& node,
                                const std::string& path)
{
    if (!quantity.is_date) return quantity.number;
    if (const auto start = start_of(loading.scenario)) return quantity.number - *start;
    report(loading.found, node.at, sentence(path, node, "which is a date, but 'time' has no 'start'"))
        .advice = "write a duration, or give 'time' a 'start'";
    return std::nullopt;
}

Value reference_to(Loading& loading, const Node& node, const Wanted& wanted, const std::string& path)
{
    const auto name = trimmed(std::string_view(node.text).substr(1));
    auto& named = loading.named;
    const auto found =
        std::find_if(named.begin(), named.end(), [&](const NamedValue& one) { return one.name == name; });
    if (found != named.end()) {
        found->uses.emplace_back(path, wanted);
        return value_of_named(loading, *found, node, wanted, path);
    }
    const auto& broken = loading.broken_names;
    if (std::find(broken.begin(), broken.end(), name) != broken.end()) return {};
    auto& mistake = report(loading.found, node.at, fmt::format("no parameter '{}'", name));
    std::vector<std::string_view> names;
    names.reserve(named.size());
    for (const auto& one : named) names.push_back(one.name);
    if (const auto near = closest(name, names)) mistake.advice = fmt::format("did you mean '${}'?", *near);
    mistake.help = names.empty() ? "the scenario has no 'parameters'" : "parameters: " + joined(names, ", ");
    return {};
}

}  // namespace

std::string sentence(const std::string& path, const Node& node, std::string_view mistake)
{
    return fmt::format("'{}' is {}, {}", short_name(path), described(node), mistake);
}

Wanted wanted_by(Dimension dimension) noexcept
{
    switch (dimension) {
        case Dimension::probability:
            return {dimension, 0.0, 1.0, std::nullopt};
        case Dimension::duration:
        case Dimension::rate:
        case Dimension::amount_rate:
        case Dimension::rate_per_year:
            return {dimension, 0.0, std::nullopt, std::nullopt};
        default:
            return {dimension, std::nullopt, std::nullopt, std::nullopt};
    }
}

Wanted wanted_by(const Key& key) noexcept
{
    if (!key.at_least && !key.at_most && !key.above) return wanted_by(key.dimension);
    return {key.dimension, key.at_least, key.at_most, key.above};
}

std::optional<std::string> range_mistake(const Wanted& wanted, double number)
{
    if (wanted.at_least && !(number >= *wanted.at_least)) {
        if (*wanted.at_least == 0.0) return "which is negative";
        return fmt::format("which is below {}", shortest(*wanted.at_least));
    }
    if (wanted.at_most && !(number <= *wanted.at_most))
        return fmt::format("which is above {}", shortest(*wanted.at_most));
    if (wanted.above && !(number > *wanted.above))
        return fmt::format("which is not above {}", shortest(*wanted.above));
    return std::nullopt;
}

std::optional<Quantity> read_quantity(Loading& loading, const Node& node, const Wanted& wanted,
                                      const std::string& path)
{
    if (node.kind != Node::Kind::scalar || node.is_null()) {
        report(
            loading.found, node.at,
            fmt::format("'{}' is {}, not {}", short_name(path), described(node), name_of(wanted.dimension)))
            .advice = fmt::format("write '{}', for example", example_of(wanted.dimension));
        return std::nullopt;
    }
    auto result = parse_quantity(node.text, wanted.dimension);
    if (!result.quantity) {
        report(loading.found, node.at, sentence(path, node, result.error.message)).advice =
            result.error.advice;
        return std::nullopt;
    }
    if (const auto moment = moment_of(loading, *result.quantity, node, path)) {
        result.quantity->number = *moment;
    } else {
        return std::nullopt;
    }
    if (const auto mistake = range_mistake(wanted, result.quantity->number)) {
        report(loading.found, node.at, sentence(path, node, *mistake));
        return std::nullopt;
    }
    if (!check_currency(loading, *result.quantity, node, path)) return std::nullopt;
    return result.quantity;
}

bool check_currency(Loading& loading, const Quantity& quantity, const Node& node, const std::string& path)
{
    if (quantity.currency.empty() || loading.money == Money::unknown) return true;
    if (loading.money == Money::absent) {
        report(loading.found, node.at, sentence(path, node, "but the scenario has no 'economics'")).help =
            "money needs 'economics: {currency: USD, price_year: 2025, discount: {costs: 3 % per year, "
            "health: 3 % per year}}'";
        return false;
    }
    const auto& currency = loading.scenario.economics.currency;
    if (quantity.currency == currency) return true;
    report(loading.found, node.at,
           sentence(path, node, fmt::format("but the scenario's currency is {}", currency)));
    return false;
}

double read_number(Loading& loading, const Node& node, const Key& key, const std::string& path)
{
    // A wrong kind was reported by check_keys; so was an integer that is none.
    if (node.kind != Node::Kind::scalar || node.is_null()) return 0.0;
    if (key.shape == Shape::integer) return parse_number(node.text).value_or(0.0);
    const auto quantity = read_quantity(loading, node, wanted_by(key), path);
    return quantity ? quantity->number : 0.0;
}

double read_number(Loading& loading, const Node& node, Dimension wanted, const std::string& path)
{
    const auto quantity =
        read_quantity(loading, node, {wanted, std::nullopt, std::nullopt, std::nullopt}, path);
    return quantity ? quantity->number : 0.0;
}

Value plain_value(const Quantity& quantity) noexcept
{
    Value value;
    value.number = quantity.number;
    if (quantity.span > 0.0) {
        value.conversion = Conversion::probability_within;
        value.factor = quantity.span;
    }
    return value;
}

Value read_value(Loading& loading, const Node& node, const Wanted& wanted, const std::string& path)
{
    if (node.kind == Node::Kind::mapping) {
        const bool is_whole =
            check_keys(loading, node, "uncertain", fmt::format("the value '{}'", short_name(path)));
        return is_whole ? read_uncertain(loading, node, "value", wanted, path) : Value{};
    }
    if (node.kind == Node::Kind::scalar && !node.text.empty() && node.text[0] == '$') {
        Value named = reference_to(loading, node, wanted, path);
        keep_held(loading, node, wanted, path, named);
        return named;
    }
    const auto quantity = read_quantity(loading, node, wanted, path);
    if (!quantity) return {};
    loading.unsourced.push_back({path, span_of(node.at), node.text});
    Value value = plain_value(*quantity);
    keep_held(loading, node, wanted, path, value);
    return value;
}

Value read_value(Loading& loading, const Node& node, Dimension wanted, const std::string& path)
{
    return read_value(loading, node, wanted_by(wanted), path);
}

Value read_value(Loading& loading, const Node& node, const Key& key, const std::string& path)
{
    if (node.is_null() || node.kind == Node::Kind::list) return {};  // check_keys reported it
    return read_value(loading, node, wanted_by(key), path);
}

}  // namespace txpath
