// sections.hpp -- the sections of a scenario, and the few reads that all of them share.
//
// Owns      one load_* function for each section and each form that occurs in several sections.
// Assumes   declare_names has run, and the economics were read before anything that has a price.
// Promises  each function writes its part of loading.scenario; a part with a mistake is left empty.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "scenario/load.hpp"
#include "scenario/names.hpp"

namespace txpath {

// Shared reads.

/// The value under `key`, or null.
[[nodiscard]] const Node* child(const Node& node, std::string_view key);

/// The entries of a mapping by key, for many look-ups.
class ByName {
public:
    explicit ByName(const Node& mapping);
    [[nodiscard]] const Entry& operator[](std::string_view key) const;  ///< Requires: there is one

private:
    std::vector<const Entry*> entries_;
};

/// True if `node` is of the kind; otherwise `what` must be one, which is reported.
bool expect(Loading& loading, const Node& node, Node::Kind kind, const std::string& what);

inline constexpr Wanted any_pure{Dimension::pure, std::nullopt, std::nullopt, std::nullopt};
inline constexpr Wanted positive_pure{Dimension::pure, std::nullopt, std::nullopt, 0.0};

/// A value that stands under a free name, or nothing after a reported mistake.
[[nodiscard]] std::optional<Value> read_free(Loading& loading, const Node& node, const Wanted& wanted,
                                             const std::string& path);

/// The same for a number that has to be certain, and for a whole number.
[[nodiscard]] std::optional<double> read_certain(Loading& loading, const Node& node, const Wanted& wanted,
                                                 const std::string& path);
[[nodiscard]] std::optional<std::int64_t> read_whole(Loading& loading, const Node& node, const Wanted& wanted,
                                                     const std::string& path);

/// The keys of one mapping whose place is in the registry: unit and range of each come from there.
struct Fields {
    Loading& loading;
    const Node& node;
    std::string_view place;
    std::string path;

    [[nodiscard]] const Node* part(std::string_view key) const;  ///< null when absent
    [[nodiscard]] const Node* word(std::string_view key) const;  ///< null when absent or not a scalar

    /// Nothing when the key is absent or its value was refused.
    [[nodiscard]] std::optional<Value> value(std::string_view key) const;
    [[nodiscard]] std::optional<double> number(std::string_view key) const;
    [[nodiscard]] std::optional<std::int64_t> whole(std::string_view key) const;
};

/// A value that is known for certain.
[[nodiscard]] Value certain(double number);

/// The scalars of a name or a list of names; anything else is reported.
[[nodiscard]] std::vector<const Node*> read_words(Loading& loading, const Node& node,
                                                  const std::string& what);

/// The dimension in which a reading is counted: days for ages and other durations.
[[nodiscard]] Dimension dimension_of(const Scenario& scenario, const Reading& reading);

/// True if a person has an age: an attribute that grows with time.
[[nodiscard]] bool has_age(const Scenario& scenario);

// Forms.

/// A place within the scenario: its dotted path and its name in messages.
struct Where {
    std::string path;   ///< `tracks.depression.transitions.relapse`
    std::string title;  ///< `transition 'relapse' of track 'depression'`
};

[[nodiscard]] std::vector<Ratio> load_ratios(Loading& loading, const Node& node, const Where& where);
[[nodiscard]] Condition load_condition(Loading& loading, const Node& node, const Where& where);
[[nodiscard]] std::vector<Option> load_destination(Loading& loading, const Node& node, TrackId track,
                                                   const Where& where);
[[nodiscard]] Effects load_effects(Loading& loading, const Node& node, const Where& where);

/// The payments of a `costs` mapping: money at once or money over time.
[[nodiscard]] std::vector<Payment> load_costs(Loading& loading, const Node& node, Dimension wanted,
                                              const Where& where);

/// When a transition fires; nothing after a reported mistake.
[[nodiscard]] std::optional<When> load_when(Loading& loading, const Node& node, const Where& where);
[[nodiscard]] std::optional<HazardCurve> load_survival(Loading& loading, const Node& node);
[[nodiscard]] std::optional<LifeTable> load_life_table(Loading& loading, const Node& node);

/// One track, whose parts stand in `node`, of people or of clinicians.
void load_track(Loading& loading, const Node& node, TrackId id);
[[nodiscard]] Network load_network(Loading& loading, const Node& node, double count);

/// A half-life, or `{rising, falling}`.
struct HalfLives {
    Value rising, falling;
};
[[nodiscard]] HalfLives load_half_life(Loading& loading, const Node& node, const Where& where);

/// Categorical attributes by which tables are divided, to outputs.by; `what` names the key in messages.
void load_strata(Loading& loading, const Node& node, const std::string& what);

/// The law of an attribute.
void load_attribute(Loading& loading, const Node& node, AttributeId id);
void load_given(Loading& loading, const Node& node);
void load_people_table(Loading& loading, const Node& population);

// Sections.

void load_time(Loading& loading, const Node& node);
void load_people(Loading& loading, const Node& node);
void load_levels(Loading& loading, const Node& node);
void load_counters(Loading& loading, const Node& node);
void load_tracks(Loading& loading, const Node& node);
void load_clinicians(Loading& loading, const Node& node);  ///< after the people's attributes, before tracks
void load_system(Loading& loading, const Node& node);
void load_resources(Loading& loading, const Node& node);
void load_economics(Loading& loading, const Node& node);
void load_outputs(Loading& loading, const Node& node);
void load_run(Loading& loading, const Node& node);                           ///< after time and outputs
void load_stop(Loading& loading, const Node& node, const Node* replicates);  ///< replicates: null when absent
void load_policies(Loading& loading, const Node& root);                      ///< when every number was read
void load_barriers(Loading& loading, const Node& node);
void load_trial(Loading& loading, const Node& node);  ///< after all others

/// What can only be seen when all sections were read.
void check_whole(Loading& loading, const Node& root);

}  // namespace txpath
