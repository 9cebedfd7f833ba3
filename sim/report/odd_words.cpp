#include "report/odd_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "txpath/units.hpp"

namespace txpath::report {
namespace {

struct TimeUnit {
    std::string_view one, many;
    double days;
};
constexpr std::array time_units{TimeUnit{"year", "years", days_per_year},
                                TimeUnit{"month", "months", days_per_month},
                                TimeUnit{"week", "weeks", days_per_week}, TimeUnit{"day", "days", 1.0},
                                TimeUnit{"hour", "hours", 1.0 / hours_per_day}};

/// Does the number have at most this many places behind the point?
bool is_short(double number, double places)
{
    const double scaled = number * places;
    return std::abs(scaled - std::round(scaled)) <= 1e-9 * std::max(1.0, std::abs(scaled));
}

/// `600 USD per month`; `what` is the currency, or nothing.
std::string flow_in_words(double per_day, const std::string& what, const std::array<std::size_t, 5>& order)
{
    const auto text = [&](const TimeUnit& unit) {
        return fmt::format("{}{}{} per {}", plain_number(per_day * unit.days), what.empty() ? "" : " ", what,
                           unit.one);
    };
    for (const std::size_t which : order)
        if (is_short(per_day * time_units[which].days, 100.0)) return text(time_units[which]);
    return text(time_units[0]);
}

std::string money_rate_in_words(double per_day, const std::string& currency)
{
    return flow_in_words(per_day, currency, {1, 0, 2, 3, 4});  // prices are mostly told by the month
}

std::string number_in_words(const Scenario& scenario, double number, Unit unit)
{
    const std::string& currency = scenario.economics.currency;
    if (unit == Unit::money) return fmt::format("{} {}", plain_number(number), currency);
    if (unit == Unit::money_rate) return money_rate_in_words(number, currency);
    return report::number_in_words(number, unit);
}

std::string converted_in_words(const Value& value)
{
    switch (value.conversion) {
        case Conversion::probability_within:
            return fmt::format("{} within {}", report::number_in_words(value.number, Unit::share),
                               duration_in_words(value.factor));
        case Conversion::median:
        case Conversion::mean:
            return duration_in_words(value.number);
        case Conversion::none:
            break;
    }
    return {};
}

std::string comparison(const Scenario& scenario, const Condition& condition)
{
    std::vector<std::string> bounds;
    const auto add = [&](std::string_view words, const std::optional<double>& bound) {
        if (bound)
            bounds.push_back(fmt::format("{} {}", words,
                                         report::number_in_words(*bound, unit_of(scenario, condition.of))));
    };
    add("at least", condition.at_least);
    add("above", condition.above);
    add("at most", condition.at_most);
    add("below", condition.below);
    return fmt::format("{} is {}", name_of(scenario, condition.of), listed(bounds, "and"));
}

/// The track or attribute that a reading is about, and its state or category.
std::pair<std::string, std::string> whole_and_part(const Scenario& scenario, const Reading& reading)
{
    if (reading.subject == Subject::state) {
        const State& state = scenario.states[reading.state];
        return {scenario.tracks[state.track].name, state.name};
    }
    const Attribute& attribute = scenario.people.attributes[reading.attribute];
    return {attribute.name, attribute.categories[reading.category.index()]};
}

std::string one_of(const Scenario& scenario, const std::vector<Reading>& options)
{
    std::vector<std::string> parts;
    parts.reserve(options.size());
    for (const Reading& option : options) parts.push_back(in_code(whole_and_part(scenario, option).second));
    return fmt::format("{} is {}", in_code(whole_and_part(scenario, options.front()).first),
                       listed(parts, "or"));
}

/// The people's scenario holds that of the clinicians; the clinicians' own is it.
const std::string& clinician_state(const Scenario& scenario, StateId id)
{
    const auto& clinicians = scenario.shared.clinicians;
    return (clinicians ? *clinicians->scenario : scenario).states[id].name;
}

std::string joined_parts(const Scenario& scenario, const Condition& condition, std::string_view word)
{
    std::vector<std::string> parts;
    for (const Condition& part : condition.parts) {
        const std::string text = in_words(scenario, part);
        parts.push_back(part.parts.size() > 1 ? fmt::format("({})", text) : text);
    }
    return fmt::format("{}", fmt::join(parts, fmt::format(" {} ", word)));
}

}  // namespace

std::string plain_number(double number)
{
    const double size = std::abs(number);
    if (size != 0.0 && (size < 1e-6 || size >= 1e15)) return fmt::format("{:.10g}", number);
    std::string text = fmt::format("{:.{}f}", number, size >= 1.0 ? 8 : 12);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text;
}

std::string duration_in_words(double days)
{
    for (const TimeUnit& unit : time_units) {
        const double count = days / unit.days;
        if (std::abs(count) >= 0.5 && is_short(count, 1.0))
            return fmt::format("{} {}", plain_number(std::round(count)),
                               std::round(count) == 1.0 ? unit.one : unit.many);
    }
    return fmt::format("{} days", plain_number(days));
}

std::string rate_in_words(double per_day)
{
    for (const TimeUnit& unit : time_units) {
        const double rate = per_day * unit.days;
        if (rate < 10.0 && is_short(rate, 1e4)) return fmt::format("{} per {}", plain_number(rate), unit.one);
    }
    return per_year(per_day);
}

std::string per_year(double per_day)
{
    return fmt::format("{:.6g} per year", per_day * days_per_year);
}

std::string listed(const std::vector<std::string>& parts, std::string_view last)
{
    std::string text;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) text += i + 1 == parts.size() ? fmt::format(" {} ", last) : ", ";
        text += parts[i];
    }
    return text;
}

std::string in_code(std::string_view text)
{
    return fmt::format("`{}`", text);
}

std::string cell(std::string_view text)
{
    std::string safe;
    for (const char letter : text) {
        if (letter == '|')
            safe += "\\|";
        else if (letter == '<')
            safe += "&lt;";
        else
            safe += letter == '\n' || letter == '\r' ? ' ' : letter;
    }
    return safe;
}

std::string slot(std::string_view wanted)
{
    return fmt::format("[author: {}]", wanted);
}

std::string full_name(const Scenario& scenario, StateId id)
{
    const State& state = scenario.states[id];
    return fmt::format("`{}.{}`", scenario.tracks[state.track].name, state.name);
}

std::string full_name(const Scenario& scenario, const Transition& transition)
{
    return fmt::format("`{}.{}`", scenario.tracks[transition.track].name, transition.name);
}

std::string name_of(const Scenario& scenario, const Reading& reading)
{
    const auto shared = [](std::string_view kind, const std::string& state) {
        return fmt::format("`{}.{}`", kind, state);
    };
    switch (reading.subject) {
        case Subject::system:
            return in_code(scenario.shared.system[reading.system].name);
        case Subject::population: {
            const State& state = scenario.states[reading.state];
            return shared("population", fmt::format("{}.{}", scenario.tracks[state.track].name, state.name));
        }
        case Subject::clinicians:
            return shared("clinicians", clinician_state(scenario, reading.state));
        case Subject::neighbours:
            return shared("neighbours", clinician_state(scenario, reading.state));
        case Subject::category:
        case Subject::state: {
            const auto [whole, part] = whole_and_part(scenario, reading);
            return fmt::format("`{}.{}`", whole, part);
        }
        case Subject::number:
            return in_code(scenario.people.attributes[reading.attribute].name);
        case Subject::level:
            return in_code(scenario.levels[reading.level].name);
        case Subject::counter:
            break;
    }
    return in_code(scenario.counters[reading.counter].name);
}

Unit unit_of(const Scenario& scenario, const Reading& reading)
{
    const bool is_time =
        reading.subject == Subject::number && scenario.people.attributes[reading.attribute].is_duration;
    return is_time ? Unit::duration : Unit::pure;
}

std::string number_in_words(double number, Unit unit)
{
    switch (unit) {
        case Unit::share:
            return plain_number(number * 100.0) + " %";
        case Unit::duration:
            return duration_in_words(number);
        case Unit::rate:
            return rate_in_words(number);
        case Unit::annual_rate:
            return plain_number(number * 100.0) + " % per year";
        case Unit::amount:
            return std::isinf(number) ? "unlimited" : plain_number(number);
        case Unit::amount_rate:  // services are mostly told by the week
            return std::isinf(number) ? "unlimited" : flow_in_words(number, "", {2, 3, 1, 0, 4});
        case Unit::pure:
        case Unit::money:
        case Unit::money_rate:
            break;
    }
    return plain_number(number);
}

std::string amount(const Scenario& scenario, const Value& value, Unit unit)
{
    if (!value.parameter.is_absent()) {
        const Parameter& parameter = scenario.parameters[value.parameter.index()];
        if (!parameter.written.empty()) return parameter.written;
    }
    if (value.conversion != Conversion::none) return converted_in_words(value);
    return number_in_words(scenario, value.number * value.factor, unit);
}

std::string marked(const Scenario& scenario, const Value& value, Unit unit)
{
    const std::string text = amount(scenario, value, unit);
    if (value.parameter.is_absent()) return text + " (no source)";
    return fmt::format("{} (P{})", text, value.parameter.index() + 1);
}

std::string held_amount(const Scenario& scenario, const PolicySetting& setting)
{
    const double held = setting.amount.number * setting.amount.factor;
    if (!setting.amount.parameter.is_absent()) return marked(scenario, setting.amount, Unit::pure);
    if (setting.parameter.is_absent()) return plain_number(held);
    const Parameter& parameter = scenario.parameters[setting.parameter.index()];
    if (std::isinf(held)) return "unlimited";
    // All units of the language are proportional: `10 USD per day` held at 4 / 10 of it is `4 USD per day`.
    char* rest = nullptr;
    const double written = std::strtod(parameter.written.c_str(), &rest);
    if (parameter.base == 0.0 || written == 0.0 || !std::isfinite(parameter.base)) return plain_number(held);
    return plain_number(written * held / parameter.base) + rest;
}

std::string in_words(const Scenario& scenario, const Condition& condition)
{
    if (condition.is_always()) return "always";
    switch (condition.kind) {
        case Condition::Kind::all:
            return joined_parts(scenario, condition, "and");
        case Condition::Kind::any:
            return joined_parts(scenario, condition, "or");
        case Condition::Kind::none_of:
            return fmt::format("not ({})", joined_parts(scenario, condition, "or"));
        case Condition::Kind::one_of:
            return one_of(scenario, condition.options);
        case Condition::Kind::compare:
            break;
    }
    return comparison(scenario, condition);
}

std::string moves_in_words(const Scenario& scenario, const Effects& effects)
{
    std::vector<std::string> moves;
    for (const StateId id : effects.moves) {
        const State& state = scenario.states[id];
        moves.push_back(fmt::format("`{}` enters `{}`", scenario.tracks[state.track].name, state.name));
    }
    return listed(moves, "and");
}

}  // namespace txpath::report
