// measures.hpp -- what timeseries.csv and the terminal summary can show.
//
// Owns      Measure list of a scenario, and the values of every measure in one replicate and stratum.
// Promises  names are unique and sorted; counts are on the real scale.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "txpath/economics.hpp"
#include "txpath/results.hpp"
#include "txpath/scenario.hpp"

namespace txpath::report {

enum class Kind {
    entered,  ///< people so far
    present,  ///< people at the time
    states,   ///< people at the time
    events,   ///< in the interval that ends at the time
    level,    ///< mean over people present
    utility,  ///< mean over people present
    cost,     ///< undiscounted, from the start to the time
    // of what people share
    system,      ///< at the time
    clinicians,  ///< share of them, at the time
    capacity,    ///< of a resource, at the time; so are all from here on
    used,
    queue,
    granted,    ///< in the interval that ends at the time
    wait_mean,  ///< of those granted in it, days
};

struct Price {
    std::size_t column;  ///< a state or a transition
    Value amount;        ///< currency per day, or each
};

struct Series {
    std::string name, unit;
    Kind kind = Kind::entered;
    /// States, transitions, a level, a system variable, a state of clinicians or a resource.
    std::vector<std::size_t> columns = {};
    std::vector<Price> states = {}, entries = {}, events = {};  ///< cost
    bool is_asked_for = false;                                  ///< named by the scenario
};

/// Every measure of the scenario, by name.
[[nodiscard]] std::vector<Series> all_series(const Scenario& scenario);

/// Those that the tables give for a stratum: what belongs to nobody in particular (system variables, shares
/// of clinicians) stands with everybody only.
[[nodiscard]] std::vector<Series> series_of(const Scenario& scenario, const Stratum& stratum);

/// What a run folder cannot hold, each with the reason: measures asked for and costs over time that counts on
/// the report grid do not give, data files whose name is taken.
[[nodiscard]] std::vector<std::string> left_out(const Scenario& scenario);

/// Values of every series in one stratum of one replicate.
///   Shape   [time * series.size() + series]; not a number where nobody is present
///   Method  a cost has the prices that held when the interval began: those that change do so at report times
///           only (others are left out)
[[nodiscard]] std::vector<double> values(const Scenario& scenario, std::span<const Series> series,
                                         const ReplicateResult& replicate, const Stratum& stratum);

[[nodiscard]] std::string qualified_name(const Scenario& scenario, StateId state);
[[nodiscard]] std::string qualified_name(const Scenario& scenario, TransitionId transition);

/// Real people (or events) that one count stands for.
[[nodiscard]] double real_scale(const Scenario& scenario, const ReplicateResult& replicate);

/// The base case of a value.
[[nodiscard]] double base_number(const Value& value);

}  // namespace txpath::report
