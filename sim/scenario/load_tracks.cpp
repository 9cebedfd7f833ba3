// load_tracks.cpp -- state machines: their start, states and transitions.
#include <fmt/format.h>

#include <algorithm>

#include "scenario/sections.hpp"

namespace txpath {

namespace {

/// Which of the states people start in, as shares.
std::vector<Option> load_shares(Loading& loading, const Node& node, TrackId track, const Where& where)
{
    return load_destination(loading, node, track, where);
}

void load_start_by(Loading& loading, const Node& node, Track& track, TrackId id, const Where& where)
{
    const Node& by = *child(node, "by");
    const auto attribute = find_attribute(loading, {by.text, by.at});
    if (!attribute) return;
    const Attribute& groups = loading.scenario.people.attributes[*attribute];
    if (!groups.of_clinician.is_absent()) {
        report(loading.found, by.at,
               fmt::format("people start before they have a clinician, so '{}' says nothing yet", by.text))
            .advice = "start by an attribute of their own, and let 'patients' match it";
        return;
    }
    if (!groups.is_categorical) {
        if (is_sound(loading, *attribute))
            report(loading.found, by.at, fmt::format("'by' needs categories, and '{}' is a number", by.text));
        return;
    }
    track.start.by = *attribute;
    track.start.shares.assign(groups.categories.size(), {});
    for (const Entry& entry : node.entries) {
        if (entry.key == "by") continue;
        const auto category = find_category(loading, *attribute, {entry.key, entry.key_at});
        if (!category) continue;
        const Where inner{fmt::format("{}.{}", where.path, entry.key),
                          fmt::format("the start of '{}' for '{}'", track.name, entry.key)};
        track.start.shares[category->index()] = load_shares(loading, entry.value, id, inner);
    }
    if (!is_sound(loading, *attribute)) return;
    for (const std::string& category : groups.categories)
        if (child(node, category) == nullptr)
            report(loading.found, node.at,
                   fmt::format("the start of '{}' says nothing for category '{}' of '{}'", track.name,
                               category, groups.name));
}

void load_start(Loading& loading, const Node& node, TrackId id)
{
    Track& track = loading.scenario.tracks[id];
    const Where where{path_of_track(loading, id) + ".start",
                      loading.is_of_clinicians ? "the start of the clinicians"
                                               : fmt::format("the start of track '{}'", track.name)};
    if (child(node, "by") != nullptr)
        load_start_by(loading, node, track, id, where);
    else
        track.start.shares = {load_shares(loading, node, id, where)};
}

Case load_case(Loading& loading, const Node& node, TrackId track, const Where& where)
{
    Case one;
    if (!check_keys(loading, node, "case", where.title)) return one;
    if (const Node* only_if = child(node, "only_if")) one.only_if = load_condition(loading, *only_if, where);
    one.chance = Fields{loading, node, "case", where.path}.value("chance");
    if (const Node* to = child(node, "to"))
        one.to = load_destination(loading, *to, track,
                                  {where.path + ".to", fmt::format("'to' in {}", where.title)});
    return one;
}

void load_decide(Loading& loading, const Node& node, State& state, const Where& where)
{
    if (node.kind != Node::Kind::list) return;
    for (std::size_t i = 0; i < node.items.size(); ++i) {
        const Where inner{fmt::format("{}.decide.{}", where.path, i + 1),
                          fmt::format("case {} of {}", i + 1, where.title)};
        state.decide.push_back(load_case(loading, node.items[i], state.track, inner));
        const bool is_conditional =
            child(node.items[i], "only_if") != nullptr || child(node.items[i], "chance") != nullptr;
        const bool is_last = i + 1 == node.items.size();
        if (node.items[i].kind != Node::Kind::mapping || is_conditional != is_last) continue;
        if (is_last)
            report(
                loading.found, node.items[i].at,
                fmt::format("the last case of {} has a condition, so nothing may be left to do", where.title))
                .advice = "add a last case with 'to' alone";
        else
            report(loading.found, node.items[i + 1].at,
                   fmt::format("the cases of {} after case {} are never reached", where.title, i + 1));
    }
    if (node.items.empty())
        report(loading.found, node.at, fmt::format("'decide' of {} is an empty list", where.title));
}

/// The queue that people in the state stand in, and where it leads.
void load_waiting(Loading& loading, const Node& node, State& state, const Where& where)
{
    const Fields fields{loading, node, "state", where.path};
    const Entry* waits_for = node.find("waits_for");
    const Entry* then = node.find("then");
    if (waits_for == nullptr && then == nullptr) return;
    if (waits_for == nullptr || then == nullptr) {
        const Entry& alone = waits_for == nullptr ? *then : *waits_for;
        report(loading.found, alone.key_at,
               fmt::format("{} has '{}' without '{}'", where.title, alone.key,
                           waits_for == nullptr ? "waits_for" : "then"))
            .advice = "write 'waits_for: RESOURCE, then: STATE'";
        return;
    }
    for (const std::string_view key : {"ends", "decide"})
        if (const Node* part = child(node, key); part != nullptr && part->text != "false")
            report(loading.found, waits_for->key_at,
                   fmt::format("nobody can wait in {}, because it {}", where.title,
                               key == "ends" ? "ends" : "is left at once"));
    if (const Node* word = fields.word("waits_for"))
        state.waits_for = find_resource(loading, {word->text, word->at}).value_or(ResourceId{});
    if (const Node* word = fields.word("then"))
        state.then = find_state(loading, state.track, {word->text, word->at}).value_or(StateId{});
}

void load_state(Loading& loading, const Entry& entry, StateId id)
{
    State& state = loading.scenario.states[id];
    const Where where{fmt::format("{}.states.{}", path_of_track(loading, state.track), state.name),
                      title_of(loading.scenario, id)};
    const std::string_view place = loading.is_of_clinicians ? "clinician_state" : "state";
    if (!check_keys(loading, entry.value, place, where.title)) return;
    const Node& node = entry.value;
    const Fields fields{loading, node, "state", where.path};
    if (const auto utility = fields.value("utility")) state.utility = *utility;
    state.has_utility = fields.part("utility") != nullptr;
    if (const Node* ratios = child(node, "utility_ratios"))
        state.utility_ratios = load_ratios(
            loading, *ratios, {where.path + ".utility_ratios", fmt::format("utility of {}", where.title)});
    if (const Node* costs = child(node, "costs"); costs != nullptr && costs->kind == Node::Kind::mapping)
        state.costs = load_costs(loading, *costs, Dimension::money_rate, where);
    if (const Node* ratios = child(node, "cost_ratios"))
        state.cost_ratios = load_ratios(
            loading, *ratios, {where.path + ".cost_ratios", fmt::format("costs of {}", where.title)});
    if (const Node* on_entry = child(node, "on_entry");
        on_entry != nullptr && on_entry->kind == Node::Kind::mapping) {
        const Where inner{where.path + ".on_entry", fmt::format("'on_entry' of {}", where.title)};
        if (check_keys(loading, *on_entry, "on_entry", inner.title))
            state.on_entry = load_effects(loading, *on_entry, inner);
    }
    load_waiting(loading, node, state, where);
    const Node* decide = child(node, "decide");
    if (decide == nullptr) return;
    if (state.ends)
        report(loading.found, decide->at, fmt::format("{} both ends and decides", where.title));
    else
        load_decide(loading, *decide, state, where);
}

/// The states a transition leaves; those that cannot be left this way are reported.
std::vector<StateId> load_from(Loading& loading, const Node& node, const Node& states,
                               const Transition& transition, const std::string& title)
{
    const Track& track = loading.scenario.tracks[transition.track];
    const auto decides = [&](StateId id) {
        const Node* state = child(states, loading.scenario.states[id].name);
        return state != nullptr && child(*state, "decide") != nullptr;
    };
    std::vector<StateId> from;
    if (node.kind == Node::Kind::scalar && node.text == "any") {
        for (const StateId id : track.states)
            if (!loading.scenario.states[id].ends && !decides(id)) from.push_back(id);
        return from;
    }
    for (const Node* word : read_words(loading, node, fmt::format("'from' of {}", title))) {
        const auto id = find_state(loading, transition.track, {word->text, word->at});
        if (!id) continue;
        if (loading.scenario.states[*id].ends)
            report(loading.found, word->at, fmt::format("nothing leaves '{}', because it ends", word->text));
        else if (decides(*id))
            report(loading.found, word->at,
                   fmt::format("no transition leaves '{}', because it decides at once", word->text));
        else if (std::find(from.begin(), from.end(), *id) != from.end())
            report(loading.found, word->at,
                   fmt::format("'{}' stands twice in 'from' of {}", word->text, title));
        else
            from.push_back(*id);
    }
    std::sort(from.begin(), from.end());
    return from;
}

void load_odds(Loading& loading, const Node& node, Transition& transition, const Where& where)
{
    if (!expect(loading, node, Node::Kind::mapping, fmt::format("'odds_ratios' of {}", where.title))) return;
    for (const Entry& entry : node.entries) {
        const auto state = find_state(loading, transition.track, {entry.key, entry.key_at});
        if (!state) continue;
        const Where inner{fmt::format("{}.odds_ratios.{}", where.path, entry.key),
                          fmt::format("odds of '{}' in {}", entry.key, where.title)};
        auto ratios = load_ratios(loading, entry.value, inner);
        const auto option = std::find_if(transition.to.begin(), transition.to.end(),
                                         [&](const Option& one) { return one.to == *state; });
        if (option != transition.to.end() && transition.to.size() > 1)
            option->odds_ratios = std::move(ratios);
        else if (!transition.to.empty())
            report(loading.found, entry.key_at,
                   fmt::format("{} has no branch to '{}'", where.title, entry.key));
    }
}

/// What a hazard is proportional to: a level, a number, a counter, a system variable or a share.
std::optional<Reading> load_proportion(Loading& loading, const Node& node)
{
    if (node.kind != Node::Kind::scalar || node.is_null()) return std::nullopt;
    const auto reading = find_reading(loading, {node.text, node.at});
    if (!reading) return std::nullopt;
    const bool is_quantity = reading->subject != Subject::state && reading->subject != Subject::category;
    if (is_quantity) return reading;
    report(loading.found, node.at,
           fmt::format("'{}' is not a number a hazard can be proportional to", node.text))
        .advice = "name a level, a number, a counter, a system variable or a share";
    return std::nullopt;
}

/// `after` fires at its moment whatever the hazard, so nothing can multiply it.
void refuse_ratios(Loading& loading, const Node& node, const std::string& title)
{
    for (const std::string_view key : {"hazard_ratios", "proportional_to"})
        if (const Entry* entry = node.find(key))
            report(loading.found, entry->key_at,
                   fmt::format("{} fires after a fixed time, so '{}' cannot act on it", title, key));
}

void load_transition(Loading& loading, const Entry& entry, TransitionId id, const Node& states)
{
    Transition& transition = loading.scenario.transitions[id];
    const Where where{
        fmt::format("{}.transitions.{}", path_of_track(loading, transition.track), transition.name),
        title_of(loading.scenario, id)};
    const std::string_view place = loading.is_of_clinicians ? "clinician_transition" : "transition";
    if (!check_keys(loading, entry.value, place, where.title)) return;
    const Node& node = entry.value;
    if (const Node* from = child(node, "from"))
        transition.from = load_from(loading, *from, states, transition, where.title);
    if (const Node* to = child(node, "to"))
        transition.to = load_destination(loading, *to, transition.track,
                                         {where.path + ".to", fmt::format("'to' of {}", where.title)});
    if (auto when = load_when(loading, node, where)) transition.when = std::move(*when);
    if (const Node* ratios = child(node, "hazard_ratios"))
        transition.hazard_ratios =
            load_ratios(loading, *ratios, {where.path + ".hazard_ratios", where.title});
    if (const Node* odds = child(node, "odds_ratios")) load_odds(loading, *odds, transition, where);
    if (const Node* name = child(node, "proportional_to"))
        transition.proportional_to = load_proportion(loading, *name);
    if (const Node* only_if = child(node, "only_if"))
        transition.only_if = load_condition(loading, *only_if, where);
    if (!loading.is_of_clinicians) transition.effects = load_effects(loading, node, where);
    if (child(node, "after") != nullptr) refuse_ratios(loading, node, where.title);
}

}  // namespace

void load_track(Loading& loading, const Node& node, TrackId id)
{
    const Node* states = child(node, "states");
    if (states == nullptr || states->kind != Node::Kind::mapping) return;
    if (states->entries.empty())
        report(loading.found, states->at,
               loading.is_of_clinicians
                   ? "clinicians have no states"
                   : fmt::format("track '{}' has no states", loading.scenario.tracks[id].name));
    if (const Node* start = child(node, "start")) load_start(loading, *start, id);
    const ByName state_entries(*states);
    for (const StateId state : loading.scenario.tracks[id].states)
        load_state(loading, state_entries[loading.scenario.states[state].name], state);
    const Node* transitions = child(node, "transitions");
    if (transitions == nullptr || transitions->kind != Node::Kind::mapping) return;
    const ByName transition_entries(*transitions);
    for (const TransitionId transition : loading.scenario.tracks[id].transitions)
        load_transition(loading, transition_entries[loading.scenario.transitions[transition].name],
                        transition, *states);
}

void load_tracks(Loading& loading, const Node& node)
{
    if (node.kind != Node::Kind::mapping) return;
    if (node.entries.empty()) report(loading.found, node.at, "a scenario needs at least one track");
    const ByName entries(node);
    for (std::size_t i = 0; i < loading.scenario.tracks.size(); ++i) {
        const Track& track = loading.scenario.tracks[TrackId{i}];
        if (track.is_given) continue;
        const Node& one = entries[track.name].value;
        if (check_keys(loading, one, "track", fmt::format("track '{}'", track.name)))
            load_track(loading, one, TrackId{i});
    }
}

}  // namespace txpath
