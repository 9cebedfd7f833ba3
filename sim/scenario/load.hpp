// load.hpp -- what the parts of the loader share while one scenario is read.
//
// Owns      Loading, the draft under construction with its names and mistakes; typed reads of a mapping.
// Assumes   overlays were merged before: `root` is the effective scenario, its nodes marked with origins.
// Not here  the sections themselves: load_people, load_tracks, load_economics, ...
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "scenario/names.hpp"
#include "scenario/schema.hpp"
#include "scenario/tree.hpp"
#include "txpath/scenario.hpp"

namespace txpath {

/// What a value may be. Of a Dimension alone: durations, rates and amounts are not negative.
struct Wanted {
    Dimension dimension = Dimension::pure;
    std::optional<double> at_least, at_most, above;
};

/// An entry of `parameters`.
struct NamedValue {
    std::string name;
    Dimension dimension = Dimension::pure;  ///< as its text says
    double span = 0.0;                      ///< days, of a probability over time
    bool is_per_plain_year = false;         ///< could be an annual rate
    std::string currency;
    Value value;
    std::vector<std::pair<std::string, Wanted>> uses;  ///< where it is referred to, and what is wanted there
};

/// A number that some policy sets: what may stand there, seen when it is read.
struct HeldNumber {
    std::string path;  ///< as read_value is told it
    Value value;       ///< with a parameter of its own, once it was read
    Wanted wanted;
    bool is_read = false, is_reference = false;
};

/// The people or the clinicians, whoever is not being read.
struct Draft {
    Scenario scenario;
    Names names;
};

/// Is there a currency? Known: scenario.economics.currency.
enum class Money { unknown, absent, known };

struct Loading {
    Sources& sources;
    std::string root_folder;  ///< no file outside it is read
    Diagnostics found = {};
    Scenario scenario = {};
    std::vector<NamedValue> named = {};
    /// Entries of `parameters` with a mistake: used without one more.
    std::vector<std::string> broken_names = {};
    /// Paths of values with neither source nor `assumption`.
    std::vector<Unsourced> unsourced = {};
    bool are_references_broken = false;  ///< then sources are not looked up
    Money money = Money::unknown;
    Names names = {};
    Draft aside = {};
    bool is_of_clinicians = false;      ///< `scenario` and `names` are theirs, the people's are aside
    bool is_of_policy = false;          ///< only what is shared may be read
    std::vector<HeldNumber> held = {};  ///< by path
    std::vector<Reading> shares = {};   ///< of people and of clinicians, in the order in which they were read
};

/// Turn from the people to the clinicians, or back. Parameters, citations and time go along.
void change_sides(Loading& loading);

/// The people's side and the clinicians', whoever is being read.
[[nodiscard]] const Scenario& people_of(const Loading& loading) noexcept;
[[nodiscard]] const Scenario& clinicians_of(const Loading& loading) noexcept;

/// Where the attributes, a track and its parts stand: `population.attributes`, `tracks.NAME`; `clinicians`.
[[nodiscard]] std::string path_of_attributes(const Loading& loading);
[[nodiscard]] std::string path_of_track(const Loading& loading, TrackId id);

/// Check a mapping against its place: unknown and missing keys, shapes of plain values. `what` names
/// it in messages ("transition 'relapse' of track 'depression'"). Returns false when `node` is not a mapping
/// at all.
///   Method  kinds (scalar, list, mapping), words, booleans, names and whole numbers are checked
///           here; quantities by read_number and read_value, which say nothing about a node
///           whose kind was refused here.
bool check_keys(Loading& loading, const Node& node, std::string_view place, const std::string& what);

/// References, currency and `parameters`, before anything that uses them.
///   Requires  scenario.time.start was read
void load_named_values(Loading& loading, const Node& root);

/// A number that must be certain, in canonical units; 0 after a reported mistake.
[[nodiscard]] double read_number(Loading& loading, const Node& node, const Key& key, const std::string& path);

/// The same for numbers without a key of their own (bounds of a comparison, knots).
[[nodiscard]] double read_number(Loading& loading, const Node& node, Dimension wanted,
                                 const std::string& path);

/// `true`; false after a reported mistake, too.
[[nodiscard]] bool read_boolean(Loading& loading, const Node& node, const std::string& path);

[[nodiscard]] Wanted wanted_by(const Key& key) noexcept;
[[nodiscard]] Wanted wanted_by(Dimension dimension) noexcept;

/// A number, uncertain value or $reference of the dimension, in canonical units; registers a parameter under
/// `path` when it is uncertain. Counts it as unsourced when it has neither source nor `assumption`.
[[nodiscard]] Value read_value(Loading& loading, const Node& node, Dimension wanted, const std::string& path);
[[nodiscard]] Value read_value(Loading& loading, const Node& node, const Key& key, const std::string& path);
[[nodiscard]] Value read_value(Loading& loading, const Node& node, const Wanted& wanted,
                               const std::string& path);

/// An uncertain value whose base case stands under `value_key` of a mapping with other keys of its own
/// (`ratio` beside `per`). Does not check the keys.
[[nodiscard]] Value read_uncertain(Loading& loading, const Node& mapping, std::string_view value_key,
                                   const Wanted& wanted, const std::string& path);

/// Does the mapping say a distribution, a source or a note beside its number?
[[nodiscard]] bool is_uncertain(const Node& mapping) noexcept;

/// Note the path of every number that policies set, so that reading it makes it a parameter.
void note_held(Loading& loading, const Node& root);

/// A number was read at a path: if policies set it, it gets a parameter, and what may stand there is kept.
void keep_held(Loading& loading, const Node& node, const Wanted& wanted, const std::string& path,
               Value& value);

/// Fill in source and note of a parameter from the mapping that describes it, and count it if it has none.
void read_source(Loading& loading, const Node& mapping, Parameter& parameter);

/// Parameters by path, everything that refers to them renumbered. Call it when the scenario is complete.
void order_parameters(Scenario& scenario, Scenario& clinicians);

/// "'rate' is '5 %', which has no time unit": the sentence for a mistake in a value.
[[nodiscard]] std::string sentence(const std::string& path, const Node& node, std::string_view mistake);

}  // namespace txpath
