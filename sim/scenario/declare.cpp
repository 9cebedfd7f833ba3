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

constexpr std::array reserved = {"age", "clinician", "neighbours", "population", "time"};

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
        case NameKind::unavailable:
            break;
    }
    return "a system variable";
}

/// False if the name is taken or reserved, which is reported.
bool claim(Loading& loading, const Entry& entry, NameKind kind, std::size_t index)
{
    const bool is_age = entry.key == "age" && kind == NameKind::attribute;
    if (!is_age && std::find(reserved.begin(), reserved.end(), entry.key) != reserved.end()) {
        report(loading.found, entry.key_at,
               fmt::format("'{}' is reserved and cannot name {}", entry.key, word_for(kind)))
            .advice = "choose another name";
        loading.names.shared.try_emplace(entry.key,
                                         Named{NameKind::unavailable, 0, entry.key_at.line, false});
        return false;
    }
    const auto [place, is_new] =
        loading.names.shared.try_emplace(entry.key, Named{kind, index, entry.key_at.line, true});
    if (is_new) return true;
    report(loading.found, entry.key_at,
           fmt::format("'{}' already names {} (line {})", entry.key, word_for(place->second.kind),
                       place->second.line))
        .help = "attributes, tracks, levels and counters share one set of names";
    return false;
}

void declare_attributes(Loading& loading, const Node* node)
{
    auto& attributes = loading.scenario.people.attributes;
    for (const Entry* entry : named_entries(loading, node, "attribute")) {
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

void declare_tracks(Loading& loading, const Node* node)
{
    auto& tracks = loading.scenario.tracks;
    for (const Entry* entry : named_entries(loading, node, "track")) {
        if (!claim(loading, *entry, NameKind::track, tracks.size())) continue;
        const TrackId id = tracks.next_id();
        Track track;
        track.name = entry->key;
        track.at = span_of(entry->key_at);
        tracks.push_back(std::move(track));
        const Node* states = child(&entry->value, "states");
        const Node* transitions = child(&entry->value, "transitions");
        declare_states(loading, states, id);
        declare_transitions(loading, transitions, id);
        const auto is_readable = [](const Node* part) {
            return part == nullptr || part->kind == Node::Kind::mapping;
        };
        if (entry->value.kind != Node::Kind::mapping || states == nullptr || !is_readable(states) ||
            !is_readable(transitions))
            mark_unsound(loading, entry->key);
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

/// Names of what a later version will know: its section is refused once, its names give no further mistakes.
void declare_unavailable(Loading& loading, const Node* node)
{
    if (node == nullptr) return;
    for (const Entry& entry : node->entries)
        loading.names.shared.try_emplace(entry.key,
                                         Named{NameKind::unavailable, 0, entry.key_at.line, false});
}

}  // namespace

void declare_names(Loading& loading, const Node& root)
{
    const Node* attributes = child(child(&root, "population"), "attributes");
    const Node* tracks = child(&root, "tracks");
    for (const Node* section :
         {child(&root, "population"), attributes, child(&root, "levels"), child(&root, "counters"), tracks})
        if (section != nullptr && section->kind != Node::Kind::mapping) loading.names.is_complete = false;
    declare_attributes(loading, attributes);
    declare_levels(loading, child(&root, "levels"));
    declare_counters(loading, child(&root, "counters"));
    declare_tracks(loading, tracks);
    declare_costs(loading, tracks);
    declare_unavailable(loading, child(&root, "system"));
}

}  // namespace txpath
