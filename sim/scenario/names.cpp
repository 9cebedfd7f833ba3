// names.cpp -- look-ups of names, each ending in an id or in one mistake.
#include "scenario/names.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scenario/load.hpp"

namespace txpath {

namespace {

/// A dotted word cut at its first dot; `second` is empty without a dot.
struct Halves {
    std::string_view first, second;
    bool has_dot = false;
};

Halves halves_of(std::string_view text)
{
    const auto dot = text.find('.');
    if (dot == std::string_view::npos) return {text, {}, false};
    return {text.substr(0, dot), text.substr(dot + 1), true};
}

std::vector<Candidate> shared_names(const Loading& loading, std::initializer_list<NameKind> kinds)
{
    std::vector<Candidate> candidates;
    for (const auto& [name, named] : loading.names.shared)
        if (std::find(kinds.begin(), kinds.end(), named.kind) != kinds.end())
            candidates.push_back({name, named.line});
    return candidates;
}

std::vector<Candidate> state_names(const Scenario& scenario, const Track& track)
{
    std::vector<Candidate> candidates;
    for (const StateId id : track.states)
        candidates.push_back({scenario.states[id].name, scenario.states[id].at.line});
    return candidates;
}

std::vector<Candidate> transition_names(const Scenario& scenario, const Track& track)
{
    std::vector<Candidate> candidates;
    for (const TransitionId id : track.transitions)
        candidates.push_back({scenario.transitions[id].name, scenario.transitions[id].at.line});
    return candidates;
}

void report_unknown(Loading& loading, const Word& word, std::string_view name, std::string message,
                    std::initializer_list<NameKind> kinds)
{
    if (!loading.names.is_complete) return;
    auto& mistake = report(loading.found, word.at, std::move(message));
    suggest(mistake, name, "known here", shared_names(loading, kinds));
    if (!name.starts_with("clinician")) return;
    if (loading.is_of_clinicians)
        mistake.advice = "among clinicians, name their own attributes and states without 'clinician'";
    else if (clinicians_of(loading).tracks.empty())
        mistake.advice = "the scenario has no 'clinicians'";
}

Reading state_reading(StateId id)
{
    Reading reading;
    reading.subject = Subject::state;
    reading.state = id;
    return reading;
}

std::optional<Reading> reading_of_part(Loading& loading, const Word& word, const Named& named,
                                       std::string_view part)
{
    if (named.kind == NameKind::track) {
        const auto id = find_state(loading, TrackId{named.index}, {part, word.at});
        if (!id) return std::nullopt;
        return state_reading(*id);
    }
    if (named.kind == NameKind::attribute &&
        loading.scenario.people.attributes[AttributeId{named.index}].is_categorical) {
        Reading reading;
        reading.subject = Subject::category;
        reading.attribute = AttributeId{named.index};
        const auto id = find_category(loading, reading.attribute, {part, word.at});
        if (!id) return std::nullopt;
        reading.category = *id;
        return reading;
    }
    report(loading.found, word.at,
           fmt::format("'{}' is a number and has no part '{}'", halves_of(word.text).first, part))
        .advice = fmt::format("write '{}: {{per: ..., ratio: ...}}'", halves_of(word.text).first);
    return std::nullopt;
}

std::optional<Reading> reading_of_whole(Loading& loading, const Word& word, const Named& named)
{
    Reading reading;
    switch (named.kind) {
        case NameKind::level:
            reading.subject = Subject::level;
            reading.level = LevelId{named.index};
            return reading;
        case NameKind::counter:
            reading.subject = Subject::counter;
            reading.counter = CounterId{named.index};
            return reading;
        case NameKind::track: {
            auto& mistake =
                report(loading.found, word.at, fmt::format("'{}' is a track, not a number", word.text));
            mistake.advice = fmt::format("name one of its states: '{}.STATE'", word.text);
            return std::nullopt;
        }
        case NameKind::system:
            reading.subject = Subject::system;
            reading.system = SystemId{named.index};
            return reading;
        case NameKind::attribute:
            break;
        case NameKind::refused:
            return std::nullopt;
    }
    const Attribute& attribute = loading.scenario.people.attributes[AttributeId{named.index}];
    if (attribute.is_categorical) {
        report(loading.found, word.at,
               fmt::format("attribute '{}' has categories and is not a number", word.text))
            .advice = fmt::format("name one of its categories: '{}.CATEGORY'", word.text);
        return std::nullopt;
    }
    reading.subject = Subject::number;
    reading.attribute = AttributeId{named.index};
    return reading;
}

}  // namespace

const Named* Names::find(std::string_view name) const noexcept
{
    const auto place = shared.find(name);
    return place == shared.end() ? nullptr : &place->second;
}

void suggest(Diagnostic& mistake, std::string_view word, std::string_view kind,
             const std::vector<Candidate>& candidates)
{
    std::vector<std::string_view> names;
    names.reserve(candidates.size());
    for (const Candidate& candidate : candidates) names.push_back(candidate.name);
    if (const auto near = closest(word, names)) {
        const auto found = std::find_if(candidates.begin(), candidates.end(),
                                        [&](const Candidate& candidate) { return candidate.name == *near; });
        mistake.advice = found->line > 0 ? fmt::format("did you mean '{}' (line {})?", *near, found->line)
                                         : fmt::format("did you mean '{}'?", *near);
    }
    constexpr std::size_t most_shown = 12;
    if (names.empty()) return;
    const bool is_cut = names.size() > most_shown;
    if (is_cut) names.resize(most_shown);
    mistake.help = fmt::format("{}: {}{}", kind, fmt::join(names, ", "), is_cut ? ", ..." : "");
}

std::optional<Reading> find_reading(Loading& loading, const Word& word)
{
    if (names_share(word.text)) return find_share(loading, word);
    const Halves halves = halves_of(word.text);
    const Named* named = loading.names.find(halves.first);
    if (named == nullptr) {
        const auto message =
            halves.has_dot
                ? fmt::format("no attribute or track '{}'", halves.first)
                : fmt::format("no attribute, level, counter or system variable '{}'", halves.first);
        if (halves.has_dot)
            report_unknown(loading, word, halves.first, message, {NameKind::attribute, NameKind::track});
        else
            report_unknown(loading, word, halves.first, message,
                           {NameKind::attribute, NameKind::level, NameKind::counter, NameKind::system});
        return std::nullopt;
    }
    if (!named->is_sound) return std::nullopt;
    if (halves.has_dot) return reading_of_part(loading, word, *named, halves.second);
    return reading_of_whole(loading, word, *named);
}

std::optional<Reading> find_quantity(Loading& loading, const Word& word)
{
    const Named* named = loading.names.find(word.text);
    if (named == nullptr) {
        report_unknown(loading, word, word.text, fmt::format("no level or counter '{}'", word.text),
                       {NameKind::level, NameKind::counter});
        return std::nullopt;
    }
    if (!named->is_sound) return std::nullopt;
    if (named->kind != NameKind::level && named->kind != NameKind::counter) {
        auto& mistake =
            report(loading.found, word.at, fmt::format("'{}' is not a level or a counter", word.text));
        suggest(mistake, word.text, "levels and counters",
                shared_names(loading, {NameKind::level, NameKind::counter}));
        return std::nullopt;
    }
    return reading_of_whole(loading, word, *named);
}

std::optional<StateId> find_state(Loading& loading, TrackId track_id, const Word& word)
{
    const Track& track = loading.scenario.tracks[track_id];
    for (const StateId id : track.states)
        if (loading.scenario.states[id].name == word.text) return id;
    const Named* named = loading.names.find(track.name);
    if (named != nullptr && !named->is_sound) return std::nullopt;
    const bool is_of_clinicians = loading.is_of_clinicians || track.is_given;
    auto& mistake =
        report(loading.found, word.at,
               is_of_clinicians ? fmt::format("clinicians have no state '{}'", word.text)
                                : fmt::format("no state '{}' in track '{}'", word.text, track.name));
    suggest(mistake, word.text, fmt::format("states of '{}'", track.name),
            state_names(loading.scenario, track));
    return std::nullopt;
}

std::optional<CategoryId> find_category(Loading& loading, AttributeId id, const Word& word)
{
    const Attribute& attribute = loading.scenario.people.attributes[id];
    const auto found = std::find(attribute.categories.begin(), attribute.categories.end(), word.text);
    if (found != attribute.categories.end())
        return CategoryId{static_cast<std::size_t>(found - attribute.categories.begin())};
    if (!is_sound(loading, id)) return std::nullopt;
    std::vector<Candidate> candidates;
    for (const std::string& category : attribute.categories) candidates.push_back({category, 0});
    auto& mistake = report(loading.found, word.at,
                           fmt::format("no category '{}' in attribute '{}'", word.text, attribute.name));
    suggest(mistake, word.text, fmt::format("categories of '{}'", attribute.name), candidates);
    return std::nullopt;
}

std::optional<AttributeId> find_attribute(Loading& loading, const Word& word)
{
    const Named* named = loading.names.find(word.text);
    if (named != nullptr && named->kind == NameKind::attribute) return AttributeId{named->index};
    if (named != nullptr && named->kind == NameKind::refused) return std::nullopt;
    report_unknown(loading, word, word.text, fmt::format("no attribute '{}'", word.text),
                   {NameKind::attribute});
    return std::nullopt;
}

std::optional<ResourceId> find_resource(Loading& loading, const Word& word)
{
    const auto& resources = loading.names.resources;
    const auto found = resources.find(word.text);
    if (found != resources.end()) return found->second;
    std::vector<Candidate> candidates;
    for (const Resource& one : loading.scenario.shared.resources)
        candidates.push_back({one.name, one.at.line});
    auto& mistake = report(loading.found, word.at, fmt::format("no resource '{}'", word.text));
    suggest(mistake, word.text, "resources", candidates);
    if (resources.empty()) mistake.help = "the scenario has no 'resources'";
    return std::nullopt;
}

std::optional<TrackId> find_track(Loading& loading, const Word& word)
{
    const Named* named = loading.names.find(word.text);
    if (named != nullptr && named->kind == NameKind::track) return TrackId{named->index};
    report_unknown(loading, word, word.text, fmt::format("no track '{}'", word.text), {NameKind::track});
    return std::nullopt;
}

std::optional<StateId> find_any_state(Loading& loading, const Word& word)
{
    const Halves halves = halves_of(word.text);
    if (!halves.has_dot) {
        report(loading.found, word.at, fmt::format("'{}' does not say of which track", word.text)).advice =
            "write TRACK.STATE";
        return std::nullopt;
    }
    const auto track = find_track(loading, {halves.first, word.at});
    if (!track) return std::nullopt;
    return find_state(loading, *track, {halves.second, word.at});
}

std::optional<TransitionId> find_any_transition(Loading& loading, const Word& word)
{
    const Halves halves = halves_of(word.text);
    if (!halves.has_dot) {
        report(loading.found, word.at, fmt::format("'{}' does not say of which track", word.text)).advice =
            "write TRACK.TRANSITION";
        return std::nullopt;
    }
    const auto track_id = find_track(loading, {halves.first, word.at});
    if (!track_id) return std::nullopt;
    const Track& track = loading.scenario.tracks[*track_id];
    for (const TransitionId id : track.transitions)
        if (loading.scenario.transitions[id].name == halves.second) return id;
    const Named* named = loading.names.find(track.name);
    if (named != nullptr && !named->is_sound) return std::nullopt;
    auto& mistake = report(loading.found, word.at,
                           fmt::format("no transition '{}' in track '{}'", halves.second, track.name));
    suggest(mistake, halves.second, fmt::format("transitions of '{}'", track.name),
            transition_names(loading.scenario, track));
    return std::nullopt;
}

bool is_sound(const Loading& loading, AttributeId id)
{
    const Named* named = loading.names.find(loading.scenario.people.attributes[id].name);
    return named == nullptr || named->is_sound;
}

void mark_unsound(Loading& loading, std::string_view name)
{
    const auto place = loading.names.shared.find(name);
    if (place != loading.names.shared.end()) place->second.is_sound = false;
}

namespace {

bool is_of_clinicians(const Scenario& scenario)
{
    return scenario.tracks.size() == 1 && scenario.tracks.front().name == "clinician" &&
           !scenario.tracks.front().is_given;
}

}  // namespace

std::string full_name(const Scenario& scenario, StateId id)
{
    return fmt::format("{}.{}", scenario.tracks[scenario.states[id].track].name, scenario.states[id].name);
}

std::string full_name(const Scenario& scenario, TransitionId id)
{
    const Transition& transition = scenario.transitions[id];
    return fmt::format("{}.{}", scenario.tracks[transition.track].name, transition.name);
}

std::string title_of(const Scenario& scenario, StateId id)
{
    if (is_of_clinicians(scenario))
        return fmt::format("state '{}' of the clinicians", scenario.states[id].name);
    return fmt::format("state '{}' of track '{}'", scenario.states[id].name,
                       scenario.tracks[scenario.states[id].track].name);
}

std::string title_of(const Scenario& scenario, TransitionId id)
{
    const Transition& transition = scenario.transitions[id];
    if (is_of_clinicians(scenario)) return fmt::format("transition '{}' of the clinicians", transition.name);
    return fmt::format("transition '{}' of track '{}'", transition.name,
                       scenario.tracks[transition.track].name);
}

}  // namespace txpath
