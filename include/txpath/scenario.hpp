// scenario.hpp -- what a scenario says, after it was read and before it is compiled.
//
// Owns      Scenario and its parts, load_scenario, and the views of a scenario as text.
// Promises  in a Scenario every field is present, in canonical units and in range, and every name it uses is
//           defined in it. Canonical units: days, per day, the scenario's currency, 1.
// Not here  checking and reading (sim/scenario), dense tables (model.hpp).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "txpath/diagnostic.hpp"
#include "txpath/ids.hpp"
#include "txpath/shared.hpp"
#include "txpath/units.hpp"
#include "txpath/values.hpp"

namespace txpath {

// Tracks.

enum class Law { constant, after, weibull, gompertz, lognormal, log_logistic, gamma, piecewise, life_table };
enum class Clock { reset, forward, age };

/// Constant hazards between knots; before the first knot and after a closing knot the hazard is zero.
struct HazardCurve {
    std::vector<double> knots;   ///< days, increasing, first is where the curve starts
    std::vector<Value> hazards;  ///< per day, from each knot on; the last goes on
    std::string file = {};       ///< of a published survival curve
};

/// Constant hazards by age band and the categories of some attributes.
struct LifeTable {
    std::string file;
    std::vector<AttributeId> by;  ///< categorical, in column order
    std::vector<double> ages;     ///< days, increasing lower bounds
    /// Per day: [cell of `by`, first attribute outermost][age band].
    std::vector<std::vector<double>> hazards;
};

/// When a transition fires.
///   constant: first = hazard; after: first = days; weibull: shape, scale;
///   gompertz: shape (per day), rate (per day); lognormal: median, sigma; log_logistic: shape, scale;
///   gamma: shape, scale (mean = shape * scale)
struct When {
    Law law = Law::constant;
    Clock clock = Clock::reset;
    Value first, second;
    HazardCurve curve;  ///< piecewise and published survival curves
    LifeTable table;
};

struct Addition {
    Reading to;  ///< level or counter
    Value amount;
};
struct Setting {
    Reading to;  ///< level or counter
    Value amount;
};
struct Payment {
    CostId category;
    Value amount;  ///< on transitions and entries: currency; on states: currency per day
    Span at;
};

/// What happens to the person at one instant, in this order: adds, sets, moves.
struct Effects {
    std::vector<Addition> adds;
    std::vector<Setting> sets;
    std::vector<StateId> moves;
    std::vector<Payment> costs;
    Value qalys;
};

/// One way a branch can go. Probabilities of a branch sum to 1 with `rest` filled in.
struct Option {
    StateId to;
    Value probability;
    bool is_rest = false;
    std::vector<Ratio> odds_ratios;
};

struct Transition {
    std::string name;  ///< unique within its track
    TrackId track;
    std::vector<StateId> from;
    std::vector<Option> to;  ///< one option: certain
    When when;
    std::vector<Ratio> hazard_ratios;
    std::optional<Reading> proportional_to;  ///< a level, a number, a counter or something shared
    Condition only_if;
    Effects effects;
    Span at;
};

/// One case of a `decide` state: taken with `chance` if `only_if` holds.
struct Case {
    Condition only_if;
    std::optional<Value> chance;
    std::vector<Option> to;
};

struct State {
    std::string name;
    TrackId track;
    Value utility;  ///< 1 if not said (0 for additive decrements)
    bool has_utility = false;
    std::vector<Ratio> utility_ratios;
    std::vector<Payment> costs;
    std::vector<Ratio> cost_ratios;
    bool ends = false;
    Effects on_entry;
    std::vector<Case> decide;  ///< not empty: the state is left at once
    ResourceId waits_for;      ///< absent: nobody queues here
    StateId then;              ///< with `waits_for`: where a granted person goes, a state of the same track
    Span at;
};

/// Shares of people, for all (`by` absent) or by category of one attribute.
struct Start {
    AttributeId by;
    std::vector<std::vector<Option>> shares;  ///< one row, or one a category; no odds ratios
};

struct Track {
    std::string name;
    std::vector<StateId> states;            ///< by name
    std::vector<TransitionId> transitions;  ///< by name
    Start start;
    bool is_given = false;  ///< its state comes from outside: `clinician`, the state of a person's clinician
    Span at;
};

struct Level {
    std::string name;
    Value start;
    std::vector<std::pair<StateId, Value>> toward;  ///< targets of the states that hold add up
    Value toward_always;    ///< the target that holds whatever the states; 0 if not said
    Value rising, falling;  ///< half-lives, days
    std::optional<double> min, max;
    Span at;
};

struct Counter {
    std::string name;
    std::int32_t start = 0;
};

// People.

/// Categories from this value of a number on (or for this category) instead of the attribute's own.
struct Given {
    AttributeId on;
    std::vector<double> from;  ///< a number: increasing thresholds, below the first the attribute's own
    /// Row by threshold or by category of `on`; empty row: the attribute's own.
    std::vector<std::vector<Value>> shares;
};

struct Attribute {
    std::string name;
    bool is_categorical = false;
    std::vector<std::string> categories;  ///< by name
    std::vector<Value> shares;            ///< sum to 1
    std::optional<Given> given;
    /// Of a number: fixed, normal, beta, gamma, lognormal, uniform, pert, triangular.
    Family family = Family::fixed;
    Value first, second, third;      ///< canonical parameters as in Distribution
    std::optional<double> min, max;  ///< truncation: draws lie between, the rest of the law is rescaled
    bool ages = false;               ///< grows with time; unit days
    bool is_duration = false;        ///< its unit is days
    AttributeId of_clinician;        ///< not absent: the person's clinician's, not drawn
    Span at;
};

struct Correlation {
    AttributeId first, second;
    Value rho;  ///< Spearman's
};

/// People read from a file instead of sampled: a column for each attribute.
struct PeopleTable {
    std::string file;
    /// Category index or number; empty: not in the file, sampled.
    IdVector<AttributeId, std::vector<double>> columns;
    std::vector<double> weight;  ///< empty: 1 each
    std::size_t rows = 0;
};

struct Arrivals {
    Value per_day;       ///< on the real scale
    double until = 0.0;  ///< days
};

struct People {
    std::uint64_t size = 0;
    double scale = 1.0;                           ///< real people per simulated person
    IdVector<AttributeId, Attribute> attributes;  ///< by name
    std::vector<Correlation> correlations;
    std::optional<PeopleTable> table;
    std::optional<Arrivals> arrivals;
};

// Time, money, outputs.

struct TimeFrame {
    std::optional<std::string> start;  ///< ISO date of day 0
    double horizon = 0.0;              ///< days
    std::vector<double> reports;       ///< days: 0, every report_every, and the horizon
    double report_every = 0.0;
    double sync_every = 0.0;  ///< between sync points of scenarios whose people share something
};

enum class UtilityRule { multiplicative, minimum, additive };

struct Perspective {
    std::string name;
    std::vector<CostId> categories;
};

struct Economics {
    std::string currency;  ///< empty: the scenario has no money
    std::optional<int> price_year;
    Value discount_costs, discount_health;  ///< per year, effective
    UtilityRule utilities = UtilityRule::multiplicative;
    IdVector<CostId, std::string> categories;  ///< every category used anywhere, by name
    std::vector<Perspective> perspectives;
};

struct Measure {
    std::string name;
    std::vector<StateId> states;       ///< people who are in any of them
    std::vector<TransitionId> events;  ///< how often any of them fired
};

struct Outputs {
    std::vector<AttributeId> by;  ///< categorical
    std::vector<Measure> measures;
    std::uint64_t people = 0;
    bool sojourns = true;  ///< times before transitions are counted
};

/// Replicates are added until a figure is known this well.
struct StopRule {
    std::string measure;        ///< one of Outputs::measures; or `costs`, `qalys` per person, discounted
    std::size_t report = 0;     ///< the time it is read at, of TimeFrame::reports
    double half_width = 0.0;    ///< of its interval, at most
    bool is_relative = false;   ///< half_width is a share of the figure, not in its unit
    double confidence = 0.95;   ///< of the interval
    std::uint32_t at_most = 0;  ///< replicates
};

struct RunSettings {
    std::uint64_t seed = 1;
    std::uint32_t replicates = 1;  ///< with `stop`: before the first look
    std::optional<StopRule> stop = {};
};

struct Trial;  // trial.hpp

// The whole.

/// Every field present, in canonical units, in range; every name it uses is defined in it.
struct Scenario {
    std::string name;  ///< the file's name without folder and extension
    std::string title, description;
    TimeFrame time;
    People people;
    std::vector<Parameter> parameters;               ///< by path
    IdVector<LevelId, Level> levels;                 ///< by name
    IdVector<CounterId, Counter> counters;           ///< by name
    IdVector<TrackId, Track> tracks;                 ///< by name
    IdVector<StateId, State> states;                 ///< by track, then name
    IdVector<TransitionId, Transition> transitions;  ///< by track, then name
    Economics economics;
    Outputs outputs;
    RunSettings run;
    Shared shared;
    std::vector<std::pair<std::string, std::string>> references;  ///< key, citation in one line
    /// Paths of the CSV files it read; the effective text names them by name.
    std::vector<std::string> data_files;
    /// Paths of all files it was read from, its own first: canonical, each once; no part of any fingerprint.
    std::vector<std::string> files_read;
    /// The whole scenario as one YAML file that stands alone: runs to the same tables.
    std::string effective_text;
    /// The same with the origin of every value and converted hazards, for people.
    std::string explained_text;
    /// Of each file as shown, for excerpts of later checks.
    std::map<std::string, std::vector<std::string>> lines;
    std::size_t unsourced = 0;                 ///< numbers with neither source nor `assumption`
    std::vector<Unsourced> unsourced_numbers;  ///< the same, in the order in which they were read
    std::shared_ptr<const Trial> trial;        ///< null: the scenario describes none
    Diagnostics warnings;  ///< and notes: absorbing states, relapse loops, unsourced numbers
};

struct Override {
    std::string path, value;  ///< `--set PATH=VALUE`
};

/// Read, merge, check and resolve a scenario file; all its mistakes at once.
///   Errors  Diagnostics in file order; Fault::missing_input where a file is absent
[[nodiscard]] Checked<Scenario> load_scenario(const std::string& path,
                                              const std::vector<Override>& overrides);

/// The same for a text that stands alone: it may name no other file.
[[nodiscard]] Checked<Scenario> load_scenario_text(const std::string& text,
                                                   const std::vector<Override>& overrides);

/// JSON Schema (draft-07) of the language, and its reference page in Markdown; both from the registry of
/// keys.
[[nodiscard]] std::string json_schema();
[[nodiscard]] std::string language_reference();

/// The pathways as Graphviz DOT or Mermaid: states, transitions with their laws, gates.
[[nodiscard]] std::string graph_as_dot(const Scenario& scenario);
[[nodiscard]] std::string graph_as_mermaid(const Scenario& scenario);

}  // namespace txpath
