// check.cpp -- what can only be seen when all sections were read.
//
// Owns      check_whole: levels that hazards are proportional to must not fall below 0, and similar ties.
// Not here  the shape of the pathways (model/pathway_graph).
#include <fmt/format.h>

#include <algorithm>

#include "scenario/check_shared.hpp"

namespace txpath {

namespace {

bool can_lower(const Effects& effects, LevelId level)
{
    const auto is_below = [&](const Reading& to, const Value& amount) {
        return to.subject == Subject::level && to.level == level && amount.number < 0.0;
    };
    return std::any_of(effects.adds.begin(), effects.adds.end(),
                       [&](const Addition& one) { return is_below(one.to, one.amount); }) ||
           std::any_of(effects.sets.begin(), effects.sets.end(),
                       [&](const Setting& one) { return is_below(one.to, one.amount); });
}

/// True if nothing can bring the level below 0.
bool is_never_negative(const Scenario& scenario, LevelId id)
{
    const Level& level = scenario.levels[id];
    if (level.min && *level.min >= 0.0) return true;
    if (level.start.number < 0.0 || level.toward_always.number < 0.0) return false;
    const auto is_low = [](const auto& target) { return target.second.number < 0.0; };
    if (std::any_of(level.toward.begin(), level.toward.end(), is_low)) return false;
    return std::none_of(scenario.transitions.begin(), scenario.transitions.end(),
                        [&](const Transition& one) { return can_lower(one.effects, id); }) &&
           std::none_of(scenario.states.begin(), scenario.states.end(),
                        [&](const State& one) { return can_lower(one.on_entry, id); });
}

bool can_lower(const Effects& effects, CounterId counter)
{
    const auto is_below = [&](const Reading& to, const Value& amount) {
        return to.subject == Subject::counter && to.counter == counter && amount.number < 0.0;
    };
    return std::any_of(effects.adds.begin(), effects.adds.end(),
                       [&](const Addition& one) { return is_below(one.to, one.amount); }) ||
           std::any_of(effects.sets.begin(), effects.sets.end(),
                       [&](const Setting& one) { return is_below(one.to, one.amount); });
}

bool is_never_negative(const Scenario& scenario, CounterId id)
{
    if (scenario.counters[id].start < 0) return false;
    return std::none_of(scenario.transitions.begin(), scenario.transitions.end(),
                        [&](const Transition& one) { return can_lower(one.effects, id); }) &&
           std::none_of(scenario.states.begin(), scenario.states.end(),
                        [&](const State& one) { return can_lower(one.on_entry, id); });
}

/// A number of a person that its law keeps at 0 or more.
bool is_never_negative(const Scenario& scenario, AttributeId id)
{
    const Attribute& attribute = scenario.people.attributes[id];
    if (attribute.min && *attribute.min >= 0.0) return true;
    const auto& table = scenario.people.table;
    if (table && !table->columns[id].empty())
        return std::all_of(table->columns[id].begin(), table->columns[id].end(),
                           [](double x) { return x >= 0.0; });
    switch (attribute.family) {
        case Family::beta:
        case Family::gamma:
        case Family::lognormal:
            return true;
        case Family::normal:
            return false;
        default:
            return attribute.first.number >= 0.0;
    }
}

/// A system variable that neither its target nor a policy brings below 0.
bool is_never_negative(const Scenario& scenario, SystemId id)
{
    const SystemVariable& variable = scenario.shared.system[id];
    const auto is_low = [](const Value& value) { return value.number < 0.0; };
    if (variable.min && *variable.min >= 0.0) return true;
    if (is_low(variable.start) || (variable.toward && is_low(*variable.toward))) return false;
    for (const Policy& policy : scenario.shared.policies)
        for (const PolicySetting& setting : policy.set) {
            const bool is_toward = variable.toward && !setting.parameter.is_absent() &&
                                   variable.toward->parameter == setting.parameter;
            if ((setting.system == id || is_toward) && is_low(setting.amount)) return false;
        }
    return true;
}

/// The name of what a hazard is proportional to, if that could fall below 0; else nothing.
std::optional<std::string> negative_factor(const Scenario& scenario, const Reading& of)
{
    switch (of.subject) {
        case Subject::level:
            if (!is_never_negative(scenario, of.level)) return scenario.levels[of.level].name;
            break;
        case Subject::counter:
            if (!is_never_negative(scenario, of.counter)) return scenario.counters[of.counter].name;
            break;
        case Subject::number:
            if (!is_never_negative(scenario, of.attribute))
                return scenario.people.attributes[of.attribute].name;
            break;
        case Subject::system:
            if (!is_never_negative(scenario, of.system)) return scenario.shared.system[of.system].name;
            break;
        default:
            break;
    }
    return std::nullopt;
}

/// The transitions of one track of people or clinicians; `node` holds them.
void check_factors(Loading& loading, const Scenario& scenario, const Track& track, const Node& node)
{
    for (const TransitionId id : track.transitions) {
        const Transition& transition = scenario.transitions[id];
        if (!transition.proportional_to) continue;
        const bool is_shared = transition.proportional_to->subject == Subject::system;
        const auto name =
            negative_factor(is_shared ? loading.scenario : scenario, *transition.proportional_to);
        if (!name) continue;
        const Node& written = *child(*child(node, "transitions"), transition.name);
        report(loading.found, child(written, "proportional_to")->at,
               fmt::format("'{}' can fall below 0, and a hazard cannot", *name))
            .advice = fmt::format("give '{}' a 'min' of 0 or more", *name);
    }
}

}  // namespace

void check_whole(Loading& loading, const Node& root)
{
    const Node& tracks = *child(root, "tracks");
    for (const Track& track : loading.scenario.tracks)
        if (!track.is_given) check_factors(loading, loading.scenario, track, *child(tracks, track.name));
    if (loading.scenario.shared.clinicians) {
        const Scenario& clinicians = clinicians_of(loading);
        check_factors(loading, clinicians, clinicians.tracks.front(), *child(root, "clinicians"));
    }
    check_queues(loading, root);
    check_policies(loading, root);
}

}  // namespace txpath
