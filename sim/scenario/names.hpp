// names.hpp -- who is called what, so that every name a scenario uses is defined in it.
//
// Owns      Names (the one set of names of attributes, tracks, levels, counters and system variables) and the
//           look-ups that turn a word into an id or into one mistake with the nearest right word.
// Assumes   declare_names has run: the Scenario holds a skeleton of all that has a name, numbered by name.
// Promises  a name whose own declaration was refused is known and gives no further mistakes.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.hpp"
#include "scenario/tree.hpp"
#include "txpath/scenario.hpp"

namespace txpath {

struct Loading;

enum class NameKind { attribute, track, level, counter, system, refused };

/// What a name of the shared namespace stands for.
struct Named {
    NameKind kind = NameKind::refused;
    std::size_t index = 0;
    std::size_t line = 0;
    bool is_sound = true;  ///< false: its declaration was refused, so nothing more is said about it
};

struct Names {
    std::map<std::string, Named, std::less<>> shared;
    std::map<std::string, CostId, std::less<>> costs;
    std::map<std::string, ResourceId, std::less<>> resources;
    bool is_complete = true;  ///< false: a whole section could not be read, so an unknown name is no mistake

    [[nodiscard]] const Named* find(std::string_view name) const noexcept;
};

/// A word as it stands somewhere in a file.
struct Word {
    std::string_view text;
    const Mark& at;
};

/// Number everything that has a name by its name, and give each an empty place in the Scenario.
///   Writes  attributes, levels, counters, tracks, states, transitions, cost categories, resources, system
///           variables, those of the clinicians; loading.names
void declare_names(Loading& loading, const Node& root);

/// `track.state` or `attribute.category`, a number, a level, a counter, a system variable or a share; nothing
/// after a reported mistake.
[[nodiscard]] std::optional<Reading> find_reading(Loading& loading, const Word& word);

/// Does the word stand for a share, `population.TRACK.STATE`, `clinicians.STATE` or `neighbours.STATE`?
[[nodiscard]] bool names_share(std::string_view text) noexcept;

/// The share, noted in loading.shares; nothing after a reported mistake.
[[nodiscard]] std::optional<Reading> find_share(Loading& loading, const Word& word);

/// A level or a counter.
[[nodiscard]] std::optional<Reading> find_quantity(Loading& loading, const Word& word);

[[nodiscard]] std::optional<StateId> find_state(Loading& loading, TrackId track, const Word& word);
[[nodiscard]] std::optional<CategoryId> find_category(Loading& loading, AttributeId attribute,
                                                      const Word& word);
[[nodiscard]] std::optional<AttributeId> find_attribute(Loading& loading, const Word& word);
[[nodiscard]] std::optional<TrackId> find_track(Loading& loading, const Word& word);

[[nodiscard]] std::optional<ResourceId> find_resource(Loading& loading, const Word& word);

/// `track.state` of any track.
[[nodiscard]] std::optional<StateId> find_any_state(Loading& loading, const Word& word);

/// `track.transition` of any track.
[[nodiscard]] std::optional<TransitionId> find_any_transition(Loading& loading, const Word& word);

/// True if `id`'s declaration was accepted as far as it was read.
[[nodiscard]] bool is_sound(const Loading& loading, AttributeId id);

/// Mark a name's declaration as refused, so that its uses are not reported.
void mark_unsound(Loading& loading, std::string_view name);

/// A name with the line where it is declared; 0: not known.
struct Candidate {
    std::string_view name;
    std::size_t line = 0;
};

/// Add "did you mean 'x' (line n)?" beside the caret and "kind: a, b, c" as help.
void suggest(Diagnostic& mistake, std::string_view word, std::string_view kind,
             const std::vector<Candidate>& candidates);

/// The name of a thing for messages: `state 'a' of track 'b'`, `transition 'a' of track 'b'`.
[[nodiscard]] std::string title_of(const Scenario& scenario, StateId id);
[[nodiscard]] std::string title_of(const Scenario& scenario, TransitionId id);
[[nodiscard]] std::string full_name(const Scenario& scenario, StateId id);
[[nodiscard]] std::string full_name(const Scenario& scenario, TransitionId id);

}  // namespace txpath
