// declare.cpp -- the first pass over a scenario: who is there, numbered by name.
//
// Owns      declare_names: an empty place in the Scenario for everything that has a name.
// Promises  ids follow names, never the order of the file; one name stands for one thing.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "scenario/load.hpp"
#include "scenario/names.hpp"

namespace txpath {

namespace {

constexpr std::string_view clinician_track = "clinician", seen_prefix = "clinician_";
constexpr std::array reserved = {"age", "neighbours", "population", "time"};

/// Reserved: what people see of their clinician is called so.
bool is_reserved_name(std::string_view name)
{
    return name.starts_with("clinician") ||
           std::find(reserved.begin(), reserved.end(), name) != reserved.end();
}

/// The named entries of a mapping in the order of their names; entries with an impossible name are reported
/// once.
std::vector<const Entry*> named_entries(Loading& loading, const Node* node, std::string_view kind)
{
    std::vector<const Entry*> entries;
    if (node == nullptr || node->kind != Node::Kind::mapping) return entries;
    for (const Entry& entry : node->entries) {
        if (is_name(entry.key)) {
            entries.push_back(&entry);
            continue;
        }
        report(loading.found, entry.key_at, fmt::format("'{}' is not a name for a {}", entry.key, kind))
            .help = "a name starts with a small letter and goes on with small letters, digits and '_'";
    }
    std::sort(entries.begin(), entries.end(), [](const Entry* a, const Entry* b) { return a->key < b->key; });
    return entries;
}

const Node* child(const Node* node, std::string_view key)
{
    if (node == nullptr || node->kind != Node::Kind::mapping) return nullptr;
    const Entry* entry = node->find(key);
    return entry == nullptr ? nullptr : &entry->value;
}

std::string_view word_for(NameKind kind)
{
    switch (kind) {
        case NameKind::attribute:
            return "an attribute";
        case NameKind::track:
            return "a track";
        case NameKind::level:
            return "a level";
        case NameKind::counter:
            return "a counter";
        case NameKind::system:
        case NameKind::refused:
            break;
    }
    return "a system variable";
}

/// False if the name is taken or reserved, which is reported.
bool claim(Loading& loading, const Entry& entry, NameKind kind, std::size_t index)
{
    const bool is_age = entry.key == "age" && kind == NameKind::attribute;
    if (!is_age && is_reserved_name(entry.key)) {
        report(loading.found, entry.key_at,
               fmt::format("'{}' is reserved and cannot name {}", entry.key, word_for(kind)))
            .advice = "choose another name";
        loading.names.shared.try_emplace(entry.key, Named{NameKind::refused, 0, entry.key_at.line, false});
        return false;
    }
    const auto [place, is_new] =
        loading.names.shared.try_emplace(entry.key, Named{kind, index, entry.key_at.line, true});
    if (is_new) return true;
    report(loading.found, entry.key_at,
           fmt::format("'{}' already names {} (line {})", entry.key, word_for(place->second.kind),
                       place->second.line))
        .help = "attributes, tracks, levels, counters and system variables share one set of names";
    return false;
}

/// What people see of their clinicians' attributes, under the name that says so.
void declare_seen(Loading& loading)
{
    auto& attributes = loading.scenario.people.attributes;
    const auto& theirs = clinicians_of(loading).people.attributes;
    for (std::size_t i = 0; i < theirs.size(); ++i) {
        Attribute seen = theirs[AttributeId{i}];
        seen.name = std::string(seen_prefix) + seen.name;
        seen.of_clinician = AttributeId{i};
        loading.names.shared[seen.name] = {NameKind::attribute, attributes.size(), seen.at.line, true};
        attributes.push_back(std::move(seen));
    }
}

void declare_attributes(Loading& loading, const Node* node)
{
    auto& attributes = loading.scenario.people.attributes;
    bool has_seen = loading.is_of_clinicians;
    for (const Entry* entry : named_entries(loading, node, "attribute")) {
        if (!has_seen && entry->key > seen_prefix) {
            declare_seen(loading);
            has_seen = true;
        }
        if (!claim(loading, *entry, NameKind::attribute, attributes.size())) continue;
        Attribute attribute;
        attribute.name = entry->key;
        attribute.at = span_of(entry->key_at);
        if (const Node* categories = child(&entry->value, "categories")) {
            attribute.is_categorical = true;
            for (const Entry* category : named_entries(loading, categories, "category"))
                attribute.categories.push_back(category->key);
            for (const Node& item : categories->items) attribute.categories.push_back(item.text);
            std::sort(attribute.categories.begin(), attribute.categories.end());
        }
        attributes.push_back(std::move(attribute));
    }
    if (!has_seen) declare_seen(loading);
}

void declare_levels(Loading& loading, const Node* node)
{
    auto& levels = loading.scenario.levels;
    for (const Entry* entry : named_entries(loading, node, "level")) {
        if (!claim(loading, *entry, NameKind::level, levels.size())) continue;
        Level level;
        level.name = entry->key;
        level.at = span_of(entry->key_at);
        levels.push_back(std::move(level));
    }
}

void declare_counters(Loading& loading, const Node* node)
{
    auto& counters = loading.scenario.counters;
    for (const Entry* entry : named_entries(loading, node, "counter")) {
        if (!claim(loading, *entry, NameKind::counter, counters.size())) continue;
        counters.push_back({entry->key, 0});
    }
}

void declare_states(Loading& loading, const Node* node, TrackId track)
{
    for (const Entry* entry : named_entries(loading, node, "state")) {
        State state;
        state.name = entry->key;
        state.track = track;
        state.at = span_of(entry->key_at);
        state.utility.number = 1.0;
        const Node* ends = child(&entry->value, "ends");
        state.ends = ends != nullptr && ends->text == "true";
        loading.scenario.tracks[track].states.push_back(loading.scenario.states.next_id());
        loading.scenario.states.push_back(std::move(state));
    }
}

void declare_transitions(Loading& loading, const Node* node, TrackId track)
{
    for (const Entry* entry : named_entries(loading, node, "transition")) {
        Transition transition;
        transition.name = entry->key;
        transition.track = track;
        transition.at = span_of(entry->key_at);
        loading.scenario.tracks[track].transitions.push_back(loading.scenario.transitions.next_id());
        loading.scenario.transitions.push_back(std::move(transition));
    }
}

bool is_readable(const Node* part)
{
    return part == nullptr || part->kind == Node::Kind::mapping;
}

/// A track with its states and transitions, whatever its name.
TrackId declare_track(Loading& loading, const std::string& name, const Mark& at, const Node& node)
{
    const TrackId id = loading.scenario.tracks.next_id();
    Track track;
    track.name = name;
    track.at = span_of(at);
    loading.scenario.tracks.push_back(std::move(track));
    const Node* states = child(&node, "states");
    const Node* transitions = child(&node, "transitions");
    declare_states(loading, states, id);
    declare_transitions(loading, transitions, id);
    if (node.kind != Node::Kind::mapping || states == nullptr || !is_readable(states) ||
        !is_readable(transitions))
        mark_unsound(loading, name);
    return id;
}

/// The state of a person's clinician is a track of the person, too, which no transition of its own moves.
void declare_given(Loading& loading, const Entry& clinicians)
{
    const TrackId id = loading.scenario.tracks.next_id();
    loading.names.shared[std::string(clinician_track)] = {NameKind::track, id.index(), clinicians.key_at.line,
                                                          true};
    Track track;
    track.name = clinician_track;
    track.is_given = true;
    track.at = span_of(clinicians.key_at);
    loading.scenario.tracks.push_back(std::move(track));
    const Scenario& theirs = clinicians_of(loading);
    if (theirs.states.empty()) return mark_unsound(loading, clinician_track);
    Option first;
    first.to = loading.scenario.states.next_id();
    for (State state : theirs.states) {
        state.track = id;
        loading.scenario.tracks[id].states.push_back(loading.scenario.states.next_id());
        loading.scenario.states.push_back(std::move(state));
    }
    first.probability.number = 1.0;
    loading.scenario.tracks[id].start.shares = {{first}};
}

void declare_tracks(Loading& loading, const Node* node, const Entry* clinicians)
{
    auto& tracks = loading.scenario.tracks;
    for (const Entry* entry : named_entries(loading, node, "track")) {
        if (clinicians != nullptr && entry->key > clinician_track) {
            declare_given(loading, *clinicians);
            clinicians = nullptr;
        }
        if (claim(loading, *entry, NameKind::track, tracks.size()))
            declare_track(loading, entry->key, entry->key_at, entry->value);
    }
    if (clinicians != nullptr) declare_given(loading, *clinicians);
}

/// The clinicians' own names: their attributes, their one track, and what the system has.
void declare_clinicians(Loading& loading, const Entry& entry)
{
    change_sides(loading);
    if (entry.value.kind != Node::Kind::mapping) loading.names.is_complete = false;
    declare_attributes(loading, child(&entry.value, "attributes"));
    loading.names.shared[std::string(clinician_track)] = {NameKind::track, 0, entry.key_at.line, true};
    declare_track(loading, std::string(clinician_track), entry.key_at, entry.value);
    change_sides(loading);
}

void declare_system(Loading& loading, const Node* node)
{
    auto& system = loading.scenario.shared.system;
    for (const Entry* entry : named_entries(loading, node, "system variable")) {
        if (!claim(loading, *entry, NameKind::system, system.size())) continue;
        SystemVariable variable;
        variable.name = entry->key;
        variable.at = span_of(entry->key_at);
        system.push_back(std::move(variable));
    }
}

void declare_resources(Loading& loading, const Node* node)
{
    auto& resources = loading.scenario.shared.resources;
    for (const Entry* entry : named_entries(loading, node, "resource")) {
        loading.names.resources.emplace(entry->key, resources.next_id());
        Resource resource;
        resource.name = entry->key;
        resource.at = span_of(entry->key_at);
        resources.push_back(std::move(resource));
    }
}

void collect_costs(const Node* node, std::set<std::string>& categories)
{
    if (node == nullptr || node->kind != Node::Kind::mapping) return;
    for (const Entry& entry : node->entries)
        if (is_name(entry.key)) categories.insert(entry.key);
}

/// Every category of cost used anywhere.
void declare_costs(Loading& loading, const Node* tracks)
{
    std::set<std::string> categories;
    if (tracks == nullptr) return;
    for (const Entry& track : tracks->entries) {
        if (const Node* states = child(&track.value, "states"))
            for (const Entry& state : states->entries) {
                collect_costs(child(&state.value, "costs"), categories);
                collect_costs(child(child(&state.value, "on_entry"), "costs"), categories);
            }
        if (const Node* transitions = child(&track.value, "transitions"))
            for (const Entry& transition : transitions->entries)
                collect_costs(child(&transition.value, "costs"), categories);
    }
    for (const std::string& category : categories) {
        loading.names.costs.emplace(category, loading.scenario.economics.categories.next_id());
        loading.scenario.economics.categories.push_back(category);
    }
}

/// Resources, and what people and clinicians both read.
void declare_shared(Loading& loading, const Node& root)
{
    declare_system(loading, child(&root, "system"));
    declare_resources(loading, child(&root, "resources"));
    loading.aside.names.shared = loading.names.shared;
    if (const Entry* clinicians = root.find("clinicians")) declare_clinicians(loading, *clinicians);
}

}  // namespace

void declare_names(Loading& loading, const Node& root)
{
    const Node* attributes = child(child(&root, "population"), "attributes");
    const Node* tracks = child(&root, "tracks");
    for (const Node* section : {child(&root, "population"), attributes, child(&root, "levels"),
                                child(&root, "counters"), child(&root, "system"), tracks})
        if (section != nullptr && section->kind != Node::Kind::mapping) loading.names.is_complete = false;
    loading.aside.names.is_complete = loading.names.is_complete;
    declare_shared(loading, root);
    declare_attributes(loading, attributes);
    declare_levels(loading, child(&root, "levels"));
    declare_counters(loading, child(&root, "counters"));
    declare_tracks(loading, tracks, root.find("clinicians"));
    declare_costs(loading, tracks);
}

}  // namespace txpath
