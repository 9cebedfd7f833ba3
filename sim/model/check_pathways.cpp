// check_pathways.cpp -- what the graph of a scenario shows to be wrong, idle or worth knowing.
#include <fmt/format.h>

#include <algorithm>

#include "model/pathway_graph.hpp"
#include "txpath/model.hpp"

namespace txpath {

namespace {

std::string full_name(const Scenario& scenario, StateId id)
{
    return fmt::format("{}.{}", scenario.tracks[scenario.states[id].track].name, scenario.states[id].name);
}

std::string names_of(const Scenario& scenario, const std::vector<StateId>& states, std::string_view between)
{
    std::string text;
    for (const StateId id : states)
        text += (text.empty() ? "" : std::string(between)) + scenario.states[id].name;
    return text;
}

std::string excerpt_of(const Scenario& scenario, const Span& place)
{
    const auto file = scenario.lines.find(place.file);
    const bool is_there =
        file != scenario.lines.end() && place.line >= 1 && place.line <= file->second.size();
    return is_there ? file->second[place.line - 1] : std::string{};
}

Diagnostic at(const Scenario& scenario, const Span& place, Severity severity, std::string message)
{
    Diagnostic found;
    found.excerpt = excerpt_of(scenario, place);
    found.severity = severity;
    found.at = place;
    found.message = std::move(message);
    return found;
}

void check_reach(const Scenario& scenario, const PathwayGraph& graph, Diagnostics& found)
{
    for (const StateId id : unreachable_states(scenario, graph)) {
        const State& state = scenario.states[id];
        auto& mistake = found.add(at(scenario, state.at, Severity::error,
                                     fmt::format("nothing can reach state '{}' of track '{}'", state.name,
                                                 scenario.tracks[state.track].name)));
        mistake.help =
            "let it be a start, or name it in 'to', 'then', 'decide' or 'moves' of something that is reached";
    }
}

void check_cycles(const Scenario& scenario, const PathwayGraph& graph, Diagnostics& found)
{
    for (const auto& cycle : instant_cycles(graph)) {
        std::string text;
        for (const StateId id : cycle) text += (text.empty() ? "" : " -> ") + full_name(scenario, id);
        auto& mistake = found.add(at(scenario, scenario.states[cycle.front()].at, Severity::error,
                                     fmt::format("people would go round for ever in no time: {}", text)));
        mistake.help = "let one of these steps take time: a rate, or 'after' a positive time";
    }
}

bool reads_only(const Condition& condition, const std::vector<StateId>& states)
{
    return std::none_of(condition.options.begin(), condition.options.end(), [&](const Reading& option) {
        return std::find(states.begin(), states.end(), option.state) != states.end();
    });
}

/// True if the gate asks that the transition's own track be in a state the transition does not start from.
bool is_shut_for_ever(const Scenario& scenario, const Transition& transition)
{
    const auto contradicts = [&](const Condition& part) {
        const bool is_own_track = part.kind == Condition::Kind::one_of && !part.options.empty() &&
                                  part.options.front().subject == Subject::state &&
                                  scenario.states[part.options.front().state].track == transition.track;
        return is_own_track && reads_only(part, transition.from);
    };
    const Condition& gate = transition.only_if;
    return gate.kind == Condition::Kind::all &&
           std::any_of(gate.parts.begin(), gate.parts.end(), contradicts);
}

bool changes(const Effects& effects, LevelId level, CounterId counter)
{
    const auto is_it = [&](const Reading& to) {
        return level.is_absent() ? to.subject == Subject::counter && to.counter == counter
                                 : to.subject == Subject::level && to.level == level;
    };
    return std::any_of(effects.adds.begin(), effects.adds.end(),
                       [&](const Addition& one) { return is_it(one.to); }) ||
           std::any_of(effects.sets.begin(), effects.sets.end(),
                       [&](const Setting& one) { return is_it(one.to); });
}

/// True if a level or counter is 0 at the start and nothing ever changes it.
bool is_always_zero(const Scenario& scenario, const Reading& of)
{
    if (of.subject == Subject::level) {
        const Level& level = scenario.levels[of.level];
        if (level.start.number != 0.0 || !level.toward.empty() || level.toward_always.number != 0.0)
            return false;
    } else if (of.subject == Subject::counter) {
        if (scenario.counters[of.counter].start != 0) return false;
    } else {
        return false;
    }
    return std::none_of(scenario.transitions.begin(), scenario.transitions.end(),
                        [&](const Transition& one) { return changes(one.effects, of.level, of.counter); }) &&
           std::none_of(scenario.states.begin(), scenario.states.end(),
                        [&](const State& one) { return changes(one.on_entry, of.level, of.counter); });
}

/// Why a transition can never fire; empty if it can.
std::string why_never(const Scenario& scenario, const Transition& transition)
{
    const When& when = transition.when;
    if (transition.from.empty()) return "it starts from no state";
    if (when.law == Law::constant && when.first.number == 0.0 && when.first.parameter.is_absent())
        return "its hazard is 0";
    if (when.law == Law::after && when.clock != Clock::age && when.first.parameter.is_absent() &&
        when.first.number > scenario.time.horizon)
        return "its time lies after the horizon";
    if (is_shut_for_ever(scenario, transition)) return "its 'only_if' excludes the states it starts from";
    if (transition.proportional_to && is_always_zero(scenario, *transition.proportional_to))
        return "what it is proportional to stays 0";
    return {};
}

void check_idle(const Scenario& scenario, Diagnostics& found)
{
    for (const Transition& transition : scenario.transitions)
        if (const auto why = why_never(scenario, transition); !why.empty())
            found.add(at(scenario, transition.at, Severity::warning,
                         fmt::format("transition '{}' of track '{}' can never fire: {}", transition.name,
                                     scenario.tracks[transition.track].name, why)));
}

void note_shape(const Scenario& scenario, const PathwayGraph& graph, Diagnostics& found)
{
    const auto absorbing = absorbing_states(scenario, graph);
    for (const Track& track : scenario.tracks) {
        if (track.is_given) continue;
        std::vector<StateId> own;
        for (const StateId id : absorbing)
            if (std::find(track.states.begin(), track.states.end(), id) != track.states.end())
                own.push_back(id);
        if (!own.empty())
            found.add(at(scenario, track.at, Severity::note,
                         fmt::format("no transition of track '{}' leaves: {}", track.name,
                                     names_of(scenario, own, ", "))));
    }
    for (const auto& loop : relapse_loops(scenario, graph)) {
        const Track& track = scenario.tracks[scenario.states[loop.front()].track];
        found.add(at(scenario, track.at, Severity::note,
                     fmt::format("people can go round in track '{}': {}", track.name,
                                 names_of(scenario, loop, ", "))));
    }
}

}  // namespace

Diagnostics check_pathways(const Scenario& scenario)
{
    Diagnostics found;
    const PathwayGraph graph = pathway_graph(scenario);
    check_reach(scenario, graph, found);
    check_cycles(scenario, graph, found);
    check_idle(scenario, found);
    if (scenario.shared.clinicians) found.append(check_pathways(*scenario.shared.clinicians->scenario));
    if (!found.has_errors()) note_shape(scenario, graph, found);
    found.sort();
    return found;
}

}  // namespace txpath
