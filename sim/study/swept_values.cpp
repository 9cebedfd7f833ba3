#include "study/swept_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "study/value_columns.hpp"
#include "study/varied_branches.hpp"
#include "txpath/distribution.hpp"

namespace txpath {

namespace {

constexpr auto absent = VariedValue::absent;

std::size_t place_of(const Scenario& scenario, const std::string& path)
{
    const auto& parameters = scenario.parameters;
    const auto found = std::ranges::lower_bound(parameters, path, {}, &Parameter::path);
    return found == parameters.end() || found->path != path
               ? absent
               : static_cast<std::size_t>(found - parameters.begin());
}

const Parameter& parameter_of(const DecisionStudy& study, const SweptValue& value, std::size_t strategy)
{
    return study.strategies[strategy].scenario.parameters[value.places[strategy]];
}

/// Fill in who changes it; false: nobody has it.
bool find_followers(const DecisionStudy& study, SweptValue& value)
{
    bool is_uncertain = false;
    for (const Strategy& strategy : study.strategies) {
        const auto& place = value.places.emplace_back(place_of(strategy.scenario, value.path));
        if (place != absent)
            is_uncertain |= strategy.scenario.parameters[place].distribution.family != Family::fixed;
    }
    for (std::size_t k = 0; is_uncertain && k < value.places.size(); ++k)
        if (value.places[k] != absent && parameter_of(study, value, k).distribution.family == Family::fixed)
            value.places[k] = absent;
    const auto first = std::ranges::find_if(value.places, [](std::size_t place) { return place != absent; });
    value.shown = static_cast<std::size_t>(first - value.places.begin());
    return first != value.places.end();
}

/// Strategies that say different things of the value, which one number for both would erase.
std::string why_not_alike(const DecisionStudy& study, const SweptValue& value)
{
    const Parameter& shown = parameter_of(study, value, value.shown);
    for (std::size_t k = value.shown + 1; k < value.places.size(); ++k) {
        if (value.places[k] == absent) continue;
        const Parameter& other = parameter_of(study, value, k);
        if (other.base != shown.base)
            return fmt::format(
                "it is {:g}{}{} in '{}' and {:g} in '{}', a difference that one number for both would erase",
                shown.base / value.unit_size, value.unit.empty() ? "" : " ", value.unit,
                study.strategies[value.shown].name, other.base / value.unit_size, study.strategies[k].name);
    }
    return {};
}

std::string why_not_in_branches(const DecisionStudy& study, const SweptValue& value)
{
    for (std::size_t k = 0; k < value.places.size(); ++k) {
        if (value.places[k] == absent) continue;
        const Scenario& scenario = study.strategies[k].scenario;
        std::vector<Varying> how(scenario.parameters.size(), Varying::no);
        const Parameter& own = scenario.parameters[value.places[k]];
        how[value.places[k]] = Varying::alone;
        if (own.distribution.family == Family::dirichlet)
            for (std::size_t at = 0; at < how.size(); ++at)
                if (scenario.parameters[at].group == own.group) how[at] = Varying::together;
        const auto mistakes = mistakes_of_branches(scenario, how, {});
        if (!mistakes.empty()) return mistakes.front().message;
    }
    return {};
}

void set_ends(const DecisionStudy& study, const ValueRange& range, double coverage, SweptValue& value)
{
    for (std::size_t k = 0; k < value.places.size(); ++k) {
        Support ends;
        if (value.places[k] != absent) {
            Distribution own = parameter_of(study, value, k).distribution;
            if (own.family == Family::dirichlet) own.family = Family::beta;  // its marginal
            if (own.family != Family::fixed) ends = central_range(own, (1.0 - coverage) / 2.0);
        }
        value.lows.push_back(range.low.value_or(ends.low));
        value.highs.push_back(range.high.value_or(ends.high));
    }
    value.low = value.lows[value.shown];
    value.high = value.highs[value.shown];
}

/// Scale the shares of a branch that were not set so that all sum to what they did; false: they cannot.
bool scale_others(const Scenario& scenario, const std::string& group, const std::vector<bool>& is_set,
                  std::vector<double>& parameters)
{
    double whole = 0.0, set_before = 0.0, set_now = 0.0;
    for (std::size_t at = 0; at < parameters.size(); ++at) {
        const Parameter& parameter = scenario.parameters[at];
        if (parameter.group != group) continue;
        whole += parameter.base;
        if (!is_set[at]) continue;
        set_before += parameter.base;
        set_now += parameters[at];
    }
    const double left = whole - set_now, before = whole - set_before;
    if (left < 0.0 || !(before > 0.0)) return false;
    for (std::size_t at = 0; at < parameters.size(); ++at)
        if (scenario.parameters[at].group == group && !is_set[at]) parameters[at] *= left / before;
    return true;
}

}  // namespace

FoundValue find_swept(const DecisionStudy& study, const ValueRange& range, const SweepUse& use)
{
    SweptValue value;
    value.path = range.path;
    if (!find_followers(study, value)) return {{}, "no strategy has it"};
    const Parameter& shown = parameter_of(study, value, value.shown);
    VariedValue spoken;
    show_in_unit(spoken, shown);
    value.unit = spoken.unit;
    value.unit_size = spoken.unit_size;
    value.base = shown.base;
    if (use.needs_numbers || range.low || range.high)
        if (std::string reason = why_not_alike(study, value); !reason.empty()) return {{}, std::move(reason)};
    if (shown.distribution.family == Family::fixed && (!range.low || !range.high))
        return {{}, "it has no distribution to take the ends of its range from"};
    if (std::string reason = why_not_in_branches(study, value); !reason.empty())
        return {{}, std::move(reason)};
    set_ends(study, range, use.coverage, value);
    return {std::move(value), {}};
}

ValueSetting setting_of(const SweptValue& value, RangeEnd end)
{
    return {&value, end == RangeEnd::low ? value.lows : value.highs};
}

ValueSetting setting_of(const SweptValue& value, double number)
{
    return {&value, std::vector<double>(value.places.size(), number)};
}

std::vector<std::vector<double>> base_parameters(const DecisionStudy& study)
{
    std::vector<std::vector<double>> all;
    for (const Strategy& strategy : study.strategies) {
        auto& own = all.emplace_back();
        for (const Parameter& parameter : strategy.scenario.parameters) own.push_back(parameter.base);
    }
    return all;
}

SetParameters parameters_at(const DecisionStudy& study, std::span<const ValueSetting> settings)
{
    SetParameters set;
    set.by_strategy.resize(study.strategies.size());
    for (std::size_t k = 0; k < study.strategies.size(); ++k) {
        const Scenario& scenario = study.strategies[k].scenario;
        std::vector<bool> is_set(scenario.parameters.size(), false);
        std::map<std::string, std::string> branches;  // by group, a value that is set in it
        std::vector<double>& parameters = set.by_strategy[k];
        for (const ValueSetting& setting : settings) {
            const std::size_t place = setting.value->places[k];
            if (place == absent) continue;
            if (parameters.empty())
                for (const Parameter& parameter : scenario.parameters) parameters.push_back(parameter.base);
            parameters[place] = setting.numbers[k];
            is_set[place] = true;
            if (scenario.parameters[place].distribution.family == Family::dirichlet)
                branches.emplace(scenario.parameters[place].group, setting.value->path);
        }
        for (const auto& [group, path] : branches)
            if (!scale_others(scenario, group, is_set, parameters))
                set.refusal = fmt::format("nothing is left for the other shares of '{}'", group);
    }
    return set;
}

}  // namespace txpath
