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
};

struct Price {
    std::size_t column;  ///< a state or a transition
    double amount;       ///< currency per day, or each
};

struct Series {
    std::string name, unit;
    Kind kind = Kind::entered;
    std::vector<std::size_t> columns = {};        ///< states, transitions or a level
    std::vector<Price> states = {}, events = {};  ///< cost
    bool is_asked_for = false;                    ///< named by the scenario
};

/// Every measure of the scenario, by name.
[[nodiscard]] std::vector<Series> all_series(const Scenario& scenario);

/// What a run folder cannot hold, each with the reason: measures asked for and costs over time that counts on
/// the report grid do not give, data files whose name is taken.
[[nodiscard]] std::vector<std::string> left_out(const Scenario& scenario);

/// Values of every series in one stratum of one replicate.
///   Shape  [time * series.size() + series]; not a number where nobody is present
[[nodiscard]] std::vector<double> values(const Scenario& scenario, std::span<const Series> series,
                                         const ReplicateResult& replicate, const Stratum& stratum);

[[nodiscard]] std::string qualified_name(const Scenario& scenario, StateId state);
[[nodiscard]] std::string qualified_name(const Scenario& scenario, TransitionId transition);

/// Real people (or events) that one count stands for.
[[nodiscard]] double real_scale(const Scenario& scenario, const ReplicateResult& replicate);

/// The base case of a value.
[[nodiscard]] double base_number(const Value& value);

}  // namespace txpath::report
