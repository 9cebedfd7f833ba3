// values.hpp -- numbers of a scenario, and what hazards, gates and branches read.
//
// Owns      Value, Distribution, Parameter; Reading, Ratio, Condition.
// Promises  canonical units: days, per day, the scenario's currency, 1.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "txpath/diagnostic.hpp"
#include "txpath/ids.hpp"

namespace txpath {

// Numbers.

/// How a number as written becomes the number the model uses.
enum class Conversion {
    none,                ///< x * factor
    probability_within,  ///< a probability over `factor` days -> hazard per day: -log(1 - x) / factor
    median,              ///< a median in days -> hazard per day: log 2 / x
    mean,                ///< a mean in days -> hazard per day: 1 / x
};

/// A number of the model, certain or tied to a parameter.
struct Value {
    double number = 0.0;  ///< as written, in canonical units; the base case of `parameter` when there is one
    Conversion conversion = Conversion::none;
    double factor = 1.0;
    ParameterId parameter;  ///< absent: certain
};

/// The number a Value stands for, when its parameter has the value `raw` (or its own number).
[[nodiscard]] double converted(const Value& value, double raw) noexcept;

enum class Family { fixed, beta, gamma, lognormal, normal, uniform, pert, triangular, dirichlet };

/// A distribution in its canonical parameters, in the unit of the value it describes.
///   fixed(a)  beta(alpha a, beta b)  gamma(shape a, scale b)  lognormal(mu a, sigma b)  normal(mean a, sd b)
///   uniform(min a, max b)  pert, triangular(min a, mode b, max c)
///   dirichlet: a is this branch's count, b the sum of the others (its marginal); drawn jointly by `group`
struct Distribution {
    Family family = Family::fixed;
    double a = 0.0, b = 0.0, c = 0.0;
};
[[nodiscard]] double mean(const Distribution& distribution) noexcept;

/// An uncertain (or named) value: where it stands is its name.
struct Parameter {
    std::string path;  ///< `parameters.NAME`, or the path of the value in the scenario
    double base = 0.0;
    Distribution distribution;
    std::string unit;    ///< as written, for people
    std::string source;  ///< a key of the references, `assumption`, or empty: unsourced
    std::string note;
    std::string group;  ///< of a dirichlet: the branch it belongs to
    Span at;
    std::string written;      ///< the base case as written, `33 % within 14 weeks`; empty: the law's mean
    std::string written_law;  ///< the distribution as written, `beta(events 949, of 2876)`; empty: fixed
};

/// A number with neither a source nor the word `assumption`.
struct Unsourced {
    std::string path;
    Span at;
    std::string written = {};
};

// What hazards, gates and branches read.

/// The last four are shared: they stand still between two sync points (see shared.hpp).
enum class Subject {
    category,
    number,
    state,
    level,
    counter,
    system,      ///< a variable of the system
    population,  ///< share of the living people who are in `state`
    clinicians,  ///< share of the clinicians who are in `state`, one of the clinicians' own scenario
    neighbours,  ///< of clinicians only: share of the neighbours who are in `state`
};

/// One thing that can be read about a person or about what all share.
struct Reading {
    Subject subject = Subject::number;
    AttributeId attribute;  ///< category, number
    CategoryId category;    ///< category
    StateId state;          ///< state: of any track; population; clinicians, neighbours
    LevelId level;
    CounterId counter;
    SystemId system;
    friend bool operator==(const Reading&, const Reading&) = default;
};

/// A factor: `ratio` where a category or state holds, or ratio^((x - from) / per) with x clamped.
struct Ratio {
    Reading of;
    Value ratio;
    bool is_graded = false;  ///< true for the second form
    double per = 1.0, from = 0.0;
    std::optional<double> at_least, at_most;
    Span at;
};

/// A tree of conditions.
struct Condition {
    enum class Kind { all, any, none_of, one_of, compare } kind = Kind::all;
    std::vector<Condition> parts;                           ///< all, any, none_of; an empty `all` holds
    std::vector<Reading> options;                           ///< one_of: categories or states
    Reading of;                                             ///< compare
    std::optional<double> at_least, at_most, above, below;  ///< compare: all given ones must hold
    [[nodiscard]] bool is_always() const noexcept { return kind == Kind::all && parts.empty(); }
};

}  // namespace txpath
