// measures.cpp -- measures as sums over the columns of a Tally.
//
// Assumes   tallies have the shapes that results.hpp gives.
#include "report/measures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <limits>

#include "report/columns.hpp"
#include "txpath/units.hpp"

namespace txpath::report {
namespace {

/// Why the cost of a category cannot be followed in time; empty when it can.
std::string obstacle(const Scenario& scenario, CostId category)
{
    const auto pays = [category](const Payment& payment) { return payment.category == category; };
    for (std::size_t s = 0; s < scenario.states.size(); ++s) {
        const State& state = scenario.states[StateId{s}];
        const std::string name = qualified_name(scenario, StateId{s});
        if (!state.cost_ratios.empty() && std::ranges::any_of(state.costs, pays))
            return fmt::format("state '{}' has cost ratios", name);
        if (std::ranges::any_of(state.on_entry.costs, pays))
            return fmt::format("state '{}' costs on entry", name);
    }
    return {};
}

/// A person can be in two states of different tracks at once, so their counts do not add up to people.
bool spans_tracks(const Scenario& scenario, const Measure& measure)
{
    const auto track = [&](StateId state) { return scenario.states[state].track; };
    return std::ranges::any_of(measure.states,
                               [&](StateId s) { return track(s) != track(measure.states.front()); });
}

Series cost_series(const Scenario& scenario, CostId category)
{
    Series series{"cost." + scenario.economics.categories[category], scenario.economics.currency, Kind::cost};
    for (std::size_t s = 0; s < scenario.states.size(); ++s)
        for (const Payment& payment : scenario.states[StateId{s}].costs)
            if (payment.category == category) series.states.push_back({s, base_number(payment.amount)});
    for (std::size_t t = 0; t < scenario.transitions.size(); ++t)
        for (const Payment& payment : scenario.transitions[TransitionId{t}].effects.costs)
            if (payment.category == category) series.events.push_back({t, base_number(payment.amount)});
    return series;
}

Series asked_for(const Measure& measure)
{
    Series series{measure.name, "people", Kind::states};
    for (const StateId state : measure.states) series.columns.push_back(state.index());
    if (measure.states.empty()) {
        series.unit = "events";
        series.kind = Kind::events;
        for (const TransitionId transition : measure.events) series.columns.push_back(transition.index());
    }
    series.is_asked_for = true;
    return series;
}

/// Sum of some columns over the rows of one time.
double sum(const Counts& counts, const Tally& tally, const Stratum& stratum, std::size_t time,
           std::span<const std::size_t> columns)
{
    double total = 0.0;
    for (const std::size_t cell : stratum.cells)
        for (const std::size_t column : columns)
            total += static_cast<double>(counts.at(time * tally.cells + cell, column));
    return total;
}

constexpr std::size_t only_column[1] = {0};

/// Currency spent in the interval that ends at `time`, for each count of people.
double spent(const Series& series, const Tally& tally, const Stratum& stratum, std::size_t time)
{
    double money = 0.0;
    for (const Price& price : series.states)
        money +=
            price.amount * sum(tally.person_ticks, tally, stratum, time, {&price.column, 1}) / ticks_per_day;
    for (const Price& price : series.events)
        money += price.amount * sum(tally.events, tally, stratum, time, {&price.column, 1});
    return money;
}

double mean_over_present(const Counts& counts, const Tally& tally, const Stratum& stratum, std::size_t time,
                         std::span<const std::size_t> columns)
{
    const double present = sum(tally.present, tally, stratum, time, only_column);
    if (present <= 0.0) return std::numeric_limits<double>::quiet_NaN();
    return sum(counts, tally, stratum, time, columns) * level_unit / present;
}

double value(const Series& series, const Tally& tally, const Stratum& stratum, std::size_t time, double scale)
{
    switch (series.kind) {
        case Kind::entered:
            return scale * sum(tally.entered, tally, stratum, time, only_column);
        case Kind::present:
            return scale * sum(tally.present, tally, stratum, time, only_column);
        case Kind::states:
            return scale * sum(tally.occupancy, tally, stratum, time, series.columns);
        case Kind::events:
            return scale * sum(tally.events, tally, stratum, time, series.columns);
        case Kind::level:
            return mean_over_present(tally.levels, tally, stratum, time, series.columns);
        case Kind::utility:
            return mean_over_present(tally.utility, tally, stratum, time, only_column);
        case Kind::cost:
            return scale * spent(series, tally, stratum, time);
    }
    return 0.0;
}

}  // namespace

std::vector<Series> all_series(const Scenario& scenario)
{
    std::vector<Series> found{{"people.entered", "people", Kind::entered},
                              {"people.present", "people", Kind::present},
                              {"utility.mean", "", Kind::utility}};
    for (std::size_t s = 0; s < scenario.states.size(); ++s)
        found.push_back({"state." + qualified_name(scenario, StateId{s}), "people", Kind::states, {s}});
    for (std::size_t t = 0; t < scenario.transitions.size(); ++t)
        found.push_back({"event." + qualified_name(scenario, TransitionId{t}), "events", Kind::events, {t}});
    for (std::size_t level = 0; level < scenario.levels.size(); ++level)
        found.push_back({"level." + scenario.levels[LevelId{level}].name, "", Kind::level, {level}});
    for (std::size_t c = 0; c < scenario.economics.categories.size(); ++c)
        if (obstacle(scenario, CostId{c}).empty()) found.push_back(cost_series(scenario, CostId{c}));
    for (const Measure& measure : scenario.outputs.measures)
        if (!spans_tracks(scenario, measure)) found.push_back(asked_for(measure));
    std::ranges::sort(found, {}, &Series::name);
    return found;
}

std::vector<std::string> left_out(const Scenario& scenario)
{
    std::vector<std::string> reasons;
    for (std::size_t c = 0; c < scenario.economics.categories.size(); ++c)
        if (const std::string why = obstacle(scenario, CostId{c}); !why.empty())
            reasons.push_back(fmt::format("cost.{} is left out because {}; see costs.csv",
                                          scenario.economics.categories[CostId{c}], why));
    for (const Measure& measure : scenario.outputs.measures)
        if (spans_tracks(scenario, measure))
            reasons.push_back(
                fmt::format("{} is left out because its states belong to several tracks, where one person "
                            "can be in two of them; name one measure for each track",
                            measure.name));
    for (const std::string& path : scenario.data_files)
        if (const std::string name = std::filesystem::path(path).filename().string(); is_table_file(name))
            reasons.push_back(
                fmt::format("the data file {} is not copied because a table has its name; rename it to have "
                            "a folder that runs again",
                            name));
    return reasons;
}

std::vector<double> values(const Scenario& scenario, std::span<const Series> series,
                           const ReplicateResult& replicate, const Stratum& stratum)
{
    const Tally& tally = replicate.tally;
    const double scale = real_scale(scenario, replicate);
    std::vector<double> grid(tally.times * series.size());
    for (std::size_t time = 0; time < tally.times; ++time)
        for (std::size_t place = 0; place < series.size(); ++place)
            grid[time * series.size() + place] = value(series[place], tally, stratum, time, scale);

    for (std::size_t place = 0; place < series.size(); ++place)
        if (series[place].kind == Kind::cost)
            for (std::size_t time = 1; time < tally.times; ++time)
                grid[time * series.size() + place] += grid[(time - 1) * series.size() + place];
    return grid;
}

std::string qualified_name(const Scenario& scenario, StateId state)
{
    return scenario.tracks[scenario.states[state].track].name + '.' + scenario.states[state].name;
}

std::string qualified_name(const Scenario& scenario, TransitionId transition)
{
    return scenario.tracks[scenario.transitions[transition].track].name + '.' +
           scenario.transitions[transition].name;
}

double real_scale(const Scenario& scenario, const ReplicateResult& replicate)
{
    return scenario.people.scale / static_cast<double>(replicate.weight_unit);
}

double base_number(const Value& value)
{
    return converted(value, value.number);
}

}  // namespace txpath::report
