// tables.hpp -- the dense tables a scenario compiles to: what the engine reads and nothing else.
//
// Owns      ModelTables and its rows.
// Assumes   compile.cpp filled them; ids are those of the Scenario, numbered by name.
// Promises  immutable after compile; no strings; every index in range; rows are plain data.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include "model/law.hpp"
#include "txpath/scenario.hpp"

namespace txpath {

inline constexpr double never = std::numeric_limits<double>::infinity();
inline constexpr std::uint32_t absent = std::numeric_limits<std::uint32_t>::max();

struct Commons;  // commons.hpp

/// A stretch of rows in one of the model's tables.
struct Range {
    std::uint32_t first = 0, count = 0;
    [[nodiscard]] std::uint32_t end() const noexcept { return first + count; }
};

/// A part of a hazard, weight or odds that stays the same between instants.
///   category, state: values[values_at + index]
///   number, counter, level (as it is at an instant): exp(slope * (clamped x - from))
///   amount: x itself (proportional_to), of a number, a counter or something shared
///   shared: of ModelTables::shared; nearby: of a clinician's own numbers, the shares of its neighbours
struct Factor {
    enum class Kind : std::uint8_t {
        category,
        number,
        state,
        counter,
        level,
        shared,
        nearby,
        number_amount,
        counter_amount,
        shared_amount,
        nearby_amount
    };
    Kind kind;
    std::uint32_t source;     ///< attribute, the slot of a categorical one, track, level, counter or shared
    std::uint32_t values_at;  ///< in ModelTables::values
    double slope, from, low, high;
};

/// A part of a hazard that moves between instants: exp(slope * (clamped x(t) - from)), or x(t) itself.
struct Mover {
    enum class Kind : std::uint8_t { level, age };
    Kind kind;
    bool is_amount;        ///< proportional_to
    std::uint32_t source;  ///< level, or number attribute that ages
    double slope, from, low, high;
    double at_start;  ///< of a level: what it is while the level is where it started
};

/// One node of a condition; children are consecutive.
struct GateNode {
    enum class Kind : std::uint8_t {
        all,
        any,
        none_of,
        category_in,
        state_in,
        number,
        age,
        level,
        counter,
        shared,
        nearby
    };
    Kind kind;
    std::uint32_t source;      ///< attribute, the slot of a categorical one, track, level, counter or shared
    std::uint64_t mask;        ///< of members below 64 (in)
    Range parts;               ///< nodes (all, any, none_of) or `members` (in)
    double at_least, at_most;  ///< -inf, +inf when not asked
    double above, below;       ///< -inf, +inf when not asked
};

/// How an arc's time is found.
enum class ArcKind : std::uint8_t {
    steady,  ///< a constant hazard between instants
    shaped,  ///< a law of time, times a constant between instants
    moving,  ///< a level or an age acts between instants
    timed,   ///< `after`
};

/// One transition seen from one of the states it leaves.
struct Arc {
    std::uint64_t counter;  ///< of the threshold's draws: the upper half, for person 0
    double rate;  ///< base hazard per day (constant law) or 1, times the ratios on its own track's state
    std::uint32_t transition, track;
    std::uint32_t law;   ///< in laws; 0 is the constant law
    std::uint32_t gate;  ///< in gates; absent: always open
    Range fixed;         ///< factors that stay the same for a person; they come first
    Range factors;       ///< those that may change from instant to instant
    Range movers;
    double most;  ///< what factors and movers together never exceed; never: no such bound
    ArcKind kind;
    bool gate_moves;     ///< the gate reads a level or an age
    bool may_rest;       ///< moved by levels alone, not by an age or a gate: nothing moves while they rest
    bool is_plain;       ///< steady, no factors, no gate: the hazard is `rate`
    bool only_moves;     ///< firing moves its track to one state, which may end it, and brings nothing else
    bool fires_plainly;  ///< and nothing depends on it
    std::uint32_t to;    ///< that state, then
};

struct OptionRow {
    std::uint32_t state;
    double probability;
    Range odds;  ///< factors
};
/// Where something leads: one state for certain, or a draw between options.
struct Destination {
    std::uint64_t decision = 0;
    std::uint32_t occurrence = 0;  ///< which of a person's branch counters
    Range options;
};

struct Change {
    enum class Kind : std::uint8_t { add_level, add_counter, set_level, set_counter };
    Kind kind;
    std::uint32_t target;
    double amount;
};
struct EffectRow {
    Range changes;
    Range moves;  ///< in moves: states
};

struct CaseRow {
    std::uint32_t gate;
    bool has_chance;
    double chance;
    std::uint64_t decision;
    std::uint32_t occurrence;
    Destination to;
};

struct StateRow {
    std::uint32_t track;
    std::uint32_t local;  ///< index within its track
    Range arcs;
    Range cases;
    std::uint32_t on_entry;  ///< in effects; absent: nothing
    double utility;
    Range utility_factors;
    Range cost_factors;
    std::uint32_t weighted;  ///< row among the states with cost ratios; absent: none
    bool cost_moves;         ///< by a level or an age
    bool ends;
    bool entry_is_priced;
    bool arms_plainly;             ///< all its arcs are plain
    bool is_quiet;                 ///< entering it brings nothing else: no effects, choice, end or price
    std::uint32_t queue = absent;  ///< resource it waits for
    std::uint32_t then = absent;   ///< with a queue: the state a grant leads to
    Range counts;                  ///< in count_rows: where the people in it are counted
};

/// Where people in a state are counted between sync points: by category of an attribute, or all together.
struct CountRow {
    std::uint32_t slot;   ///< of the attribute; absent: all together
    std::uint32_t first;  ///< place among the counts of a cell
};

struct TransitionRow {
    std::uint32_t track;
    Destination to;
    std::uint32_t effects;
    bool is_priced;
};

struct StartRow {
    double up_to;  ///< cumulated share
    std::uint32_t state;
};
struct TrackRow {
    std::uint32_t draw;  ///< of the start state, in first_draws; absent: everybody starts alike
    std::uint32_t first_state, states;
    std::uint32_t first_slot, slots;
    std::uint32_t by;          ///< attribute of the start shares; absent: none
    Range start;               ///< rows of one category after another
    std::uint32_t start_rows;  ///< per category
    bool bears_utility;
    bool is_given;  ///< its state comes from outside
};

struct LevelTarget {
    std::uint32_t track;
    std::uint32_t values_at;  ///< target by local state of the track
};
struct LevelRow {
    double start, rising, falling;     ///< rates per day: log 2 / half-life; 0: stays
    double rising_step, falling_step;  ///< share of a gap left after report_every
    double base;                       ///< target that always holds
    double min, max;
    Range targets;
};

struct AttributeRow {
    std::uint32_t draw;  ///< in first_draws
    bool is_categorical, ages;
    Family family;
    double a, b, c;
    double low_share, high_share;  ///< F(min), F(max); 0 and 1 when not truncated
    std::uint32_t categories;
    std::uint32_t shares_at;     ///< in values: cumulated, row 0 the attribute's own
    std::uint32_t on;            ///< attribute of `given`; absent: none
    Range given_from;            ///< in values: thresholds of a number
    std::uint32_t quantiles_at;  ///< in values: table of value and slope by normal score; absent: closed form
    std::uint32_t slot;          ///< place among the person's categories or numbers
    std::uint32_t score;         ///< row of the correlation factor; absent: uncorrelated
    std::uint32_t of_clinician;  ///< attribute of the person's clinician; absent: drawn
};

/// An arc that reads a variable. Of a track's states those of one class mean the same to it.
struct Reader {
    std::uint32_t place;       ///< among the arcs of its state
    std::uint32_t classes_at;  ///< in reader_classes, by local state; absent: levels and counters
};

/// Arcs of one state that read a variable; the classes are those of all of them together.
struct Readers {
    Range list;
    std::uint32_t classes_at;  ///< as in Reader
};

/// Everything the engine reads.
struct ModelTables {
    // shape
    std::vector<TrackRow> tracks;
    std::vector<StateRow> states;
    std::vector<TransitionRow> transitions;
    std::vector<LevelRow> levels;
    std::vector<LevelTarget> level_targets;
    std::vector<std::int32_t> counters;  ///< start values
    std::vector<AttributeRow> attributes;
    std::vector<std::uint32_t> attribute_order;  ///< those others are given on come first
    std::vector<Arc> arcs;
    std::vector<LawRow> laws;
    std::vector<CurveRow> curves;
    std::vector<Factor> factors;
    std::vector<Mover> movers;
    std::vector<GateNode> gates;
    std::vector<std::uint32_t> members;  ///< of gates: category or local state
    std::vector<OptionRow> options;
    std::vector<Change> changes;
    std::vector<std::uint32_t> moves;
    std::vector<EffectRow> effects;
    std::vector<CaseRow> cases;
    std::vector<StartRow> starts;
    std::vector<double> values;
    std::vector<std::uint64_t>
        first_draws;                  ///< what is drawn when a person begins: upper half of the counters
    std::vector<double> correlation;  ///< Cholesky factor, rows of `correlated` columns
    std::uint32_t correlated = 0;

    // what all share: system variables, then shares; only the tables of one replicate's world change it
    std::vector<double> shared;
    std::uint32_t nearby = 0;        ///< of clinicians: numbers of a record that hold shares of neighbours
    std::uint32_t first_nearby = 0;  ///< their first place among the numbers
    std::vector<CountRow> count_rows;
    std::uint32_t counts = 0;  ///< of a cell: people present, then states, then flows of the pools
    std::shared_ptr<const Commons> commons;  ///< null: people share nothing

    // dependencies: variable (tracks, then levels, counters, shared, nearby) -> arcs whose hazard or gate
    // reads it, but for a track's own arcs, which are armed anew
    std::vector<Range> reading_tracks;  ///< by variable: tracks with such arcs, in reading_track_list
    std::vector<std::uint32_t> reading_track_list;
    std::vector<Readers> readers;  ///< by variable and state: that state's arcs, in reader_list
    std::vector<Reader> reader_list;
    std::vector<std::uint8_t> reader_classes;
    std::vector<Range> track_levels;  ///< by track: levels whose target it sets, in track_level_list
    std::vector<std::uint32_t> track_level_list;
    std::vector<std::uint8_t> in_weights;       ///< by variable: a utility or a cost ratio reads it
    std::vector<std::uint32_t> utility_tracks;  ///< whose states bear utility
    std::vector<double> utilities;              ///< by state
    bool has_utility_ratios = false;
    bool utility_moves = false;  ///< some ratio on a utility follows a level or an age
    bool weights_move = false;   ///< or one on costs does

    bool is_plain = false;  ///< one track, all of whose arcs are plain and only move it

    // sizes
    std::uint32_t slots = 0, number_slots = 0, category_slots = 0, branch_counters = 0, weighted_states = 0;
    std::uint32_t age_number = absent;  ///< the number that `clock: age` reads

    // people, time, strata
    std::uint64_t people = 0;
    std::int64_t weight_unit = 1;
    std::vector<std::int64_t> weights;         ///< from a table; empty: 1 each
    std::vector<std::vector<double>> columns;  ///< by attribute, from a table; empty: sampled
    double arrivals_per_day = 0.0, arrivals_until = 0.0;
    std::uint64_t arrivals_decision = 0;
    double horizon = 0.0, report_every = 0.0;
    std::size_t sojourn_bins = 1;  ///< SojournBins::count, or one for all times
    std::vector<double> reports, checkpoints;
    std::vector<std::uint32_t> strata;  ///< attributes, first outermost
    std::uint32_t cells = 1;
    double discount_costs = 0.0, discount_health = 0.0;  ///< per day, continuous
    UtilityRule utility_rule = UtilityRule::multiplicative;
    std::uint64_t fingerprint = 0;

    [[nodiscard]] const Readers& readers_of(std::uint32_t variable, std::uint32_t state) const noexcept
    {
        return readers[variable * states.size() + state];
    }
    [[nodiscard]] std::uint32_t variable_of_level(std::uint32_t level) const noexcept
    {
        return static_cast<std::uint32_t>(tracks.size()) + level;
    }
    [[nodiscard]] std::uint32_t variable_of_counter(std::uint32_t counter) const noexcept
    {
        return static_cast<std::uint32_t>(tracks.size() + levels.size()) + counter;
    }
    [[nodiscard]] std::uint32_t variable_of_shared(std::uint32_t index) const noexcept
    {
        return variable_of_counter(static_cast<std::uint32_t>(counters.size())) + index;
    }
    [[nodiscard]] std::uint32_t variable_of_nearby(std::uint32_t index) const noexcept
    {
        return variable_of_shared(static_cast<std::uint32_t>(shared.size())) + index;
    }
};

}  // namespace txpath
