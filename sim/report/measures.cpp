// measures.cpp -- measures as sums over the columns of a Tally.
//
// Assumes   tallies have the shapes that results.hpp gives.
#include "report/measures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <iterator>
#include <limits>
#include <numeric>

#include "report/shared_counts.hpp"
#include "report/tables.hpp"
#include "txpath/units.hpp"

namespace txpath::report {
namespace {

constexpr double same_moment = 1e-9;  // days

/// Does it hold a number that the category's prices are made of?
bool changes_price(const Scenario& scenario, const Policy& policy, CostId category)
{
    const auto is_held = [&](const Payment& payment) {
        return payment.category == category && !payment.amount.parameter.is_absent() &&
               std::ranges::any_of(policy.set, [&](const PolicySetting& setting) {
                   return setting.parameter == payment.amount.parameter;
               });
    };
    return std::ranges::any_of(scenario.states,
                               [&](const State& s) { return std::ranges::any_of(s.costs, is_held); }) ||
           std::ranges::any_of(scenario.transitions, [&](const Transition& t) {
               return std::ranges::any_of(t.effects.costs, is_held);
           });
}

/// Is it known beforehand that what it holds jumps at report times and nowhere between?
bool changes_at_reports_only(const Scenario& scenario, const Policy& policy)
{
    const auto is_report = [&](double moment) {
        return moment >= scenario.time.horizon ||
               std::ranges::any_of(scenario.time.reports, [moment](double report) {
                   return std::abs(report - moment) <= same_moment;
               });
    };
    if (!policy.when.is_always() || base_number(policy.over) != 0.0) return false;
    const double from = policy.from ? base_number(*policy.from) : 0.0;
    if (policy.until && !is_report(base_number(*policy.until))) return false;
    if (policy.lasts && !is_report(from + base_number(*policy.lasts))) return false;
    return is_report(from);
}

/// Why the cost of a category cannot be followed in time; empty when it can.
std::string obstacle(const Scenario& scenario, CostId category)
{
    const auto pays = [category](const Payment& payment) { return payment.category == category; };
    for (std::size_t s = 0; s < scenario.states.size(); ++s) {
        const State& state = scenario.states[StateId{s}];
        const std::string name = qualified_name(scenario, StateId{s});
        if (!state.cost_ratios.empty() && std::ranges::any_of(state.costs, pays))
            return fmt::format("state '{}' has cost ratios", name);
    }
    for (const Policy& policy : scenario.shared.policies)
        if (changes_price(scenario, policy, category) && !changes_at_reports_only(scenario, policy))
            return fmt::format("policy '{}' changes its prices between report times", policy.name);
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
    for (std::size_t s = 0; s < scenario.states.size(); ++s) {
        const State& state = scenario.states[StateId{s}];
        for (const Payment& payment : state.costs)
            if (payment.category == category) series.states.push_back({s, payment.amount});
        for (const Payment& payment : state.on_entry.costs)
            if (payment.category == category) series.entries.push_back({s, payment.amount});
    }
    for (std::size_t t = 0; t < scenario.transitions.size(); ++t)
        for (const Payment& payment : scenario.transitions[TransitionId{t}].effects.costs)
            if (payment.category == category) series.events.push_back({t, payment.amount});
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
constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// A price as it was at the beginning of the interval that ends at a report time.
double price_then(const Value& amount, const Scenario& scenario, const ReplicateResult& replicate,
                  std::size_t time)
{
    const double begin = time == 0 ? 0.0 : scenario.time.reports[time - 1];
    const auto next = std::ranges::upper_bound(replicate.later, begin + same_moment, {}, &Epoch::from);
    if (next == replicate.later.begin() || amount.parameter.is_absent()) return base_number(amount);
    return converted(amount, std::prev(next)->parameters[amount.parameter.index()]);
}

/// One replicate, and what is asked about it.
struct Place {
    const Scenario& scenario;
    const ReplicateResult& replicate;
    const Stratum& stratum;
    std::size_t time;

    [[nodiscard]] double total(const Counts& counts, std::span<const std::size_t> columns) const
    {
        return sum(counts, replicate.tally, stratum, time, columns);
    }
};

/// Currency spent in the interval that ends at the time, for each count of people.
double spent(const Series& series, const Place& place)
{
    const auto now = [&](const Price& price) {
        return price_then(price.amount, place.scenario, place.replicate, place.time);
    };
    const Tally& tally = place.replicate.tally;
    double money = 0.0;
    for (const Price& price : series.states)
        money += now(price) * place.total(tally.person_ticks, {&price.column, 1}) / ticks_per_day;
    for (const Price& price : series.entries)
        money += now(price) * place.total(tally.entries, {&price.column, 1});
    for (const Price& price : series.events)
        money += now(price) * place.total(tally.events, {&price.column, 1});
    return money;
}

double mean_over_present(const Counts& counts, const Place& place, std::span<const std::size_t> columns)
{
    const double present = place.total(place.replicate.tally.present, only_column);
    return present <= 0.0 ? missing : place.total(counts, columns) * level_unit / present;
}

double value(const Series& series, const Place& place)
{
    const Tally& tally = place.replicate.tally;
    const double scale = real_scale(place.scenario, place.replicate);
    switch (series.kind) {
        case Kind::entered:
            return scale * place.total(tally.entered, only_column);
        case Kind::present:
            return scale * place.total(tally.present, only_column);
        case Kind::states:
            return scale * place.total(tally.occupancy, series.columns);
        case Kind::events:
            return scale * place.total(tally.events, series.columns);
        case Kind::level:
            return mean_over_present(tally.levels, place, series.columns);
        case Kind::utility:
            return mean_over_present(tally.utility, place, only_column);
        case Kind::cost:
            return scale * spent(series, place);
        case Kind::system:
            return place.replicate
                .system[place.time * place.scenario.shared.system.size() + series.columns.front()];
        default:
            return missing;  // of clinicians and resources: see course
    }
}

double value_at_resource(Kind kind, const AtResource& here, std::size_t time)
{
    switch (kind) {
        case Kind::capacity:
            return here.capacity(time);
        case Kind::used:
            return here.used(time);
        case Kind::queue:
            return here.people(here.tally().queue, time);
        case Kind::granted:
            return here.people(here.tally().granted, time);
        default:
            return here.mean_wait(time);
    }
}

/// The values of a measure at every report time.
std::vector<double> course(const Series& series, const Scenario& scenario, const ReplicateResult& replicate,
                           const Stratum& stratum)
{
    std::vector<double> found(replicate.tally.times);
    const std::size_t column = series.columns.empty() ? 0 : series.columns.front();
    if (series.kind >= Kind::capacity) {
        const ResourceStratum people{stratum, CategoryId{}};
        const AtResource here(scenario, replicate, ResourceId{column}, people);
        for (std::size_t time = 0; time < found.size(); ++time)
            found[time] = value_at_resource(series.kind, here, time);
    } else if (series.kind == Kind::clinicians) {
        const Scenario& clinicians = *scenario.shared.clinicians->scenario;
        const Stratum all = strata(clinicians).front();
        for (std::size_t time = 0; time < found.size(); ++time)
            found[time] = share_of(clinicians, column, clinicians_in(replicate, all, column, time));
    } else {
        for (std::size_t time = 0; time < found.size(); ++time)
            found[time] = value(series, {scenario, replicate, stratum, time});
    }
    if (series.kind == Kind::cost) std::partial_sum(found.begin(), found.end(), found.begin());
    return found;
}

/// Measures of what people share.
void add_shared(const Scenario& scenario, std::vector<Series>& found)
{
    const Shared& shared = scenario.shared;
    for (std::size_t variable = 0; variable < shared.system.size(); ++variable)
        found.push_back({"system." + shared.system[SystemId{variable}].name, "", Kind::system, {variable}});
    if (shared.clinicians)
        for (std::size_t state = 0; state < shared.clinicians->scenario->states.size(); ++state)
            found.push_back({"clinicians." + shared.clinicians->scenario->states[StateId{state}].name,
                             "",
                             Kind::clinicians,
                             {state}});
    for (std::size_t r = 0; r < shared.resources.size(); ++r) {
        const Resource& resource = shared.resources[ResourceId{r}];
        const std::string name = "resource." + resource.name, unit(unit_of(resource));
        found.push_back({name + ".capacity", unit, Kind::capacity, {r}});
        found.push_back({name + ".used", unit, Kind::used, {r}});
        found.push_back({name + ".queue", "people", Kind::queue, {r}});
        found.push_back({name + ".granted", "people", Kind::granted, {r}});
        found.push_back({name + ".wait_mean", "days", Kind::wait_mean, {r}});
    }
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
    add_shared(scenario, found);
    std::ranges::sort(found, {}, &Series::name);
    return found;
}

std::vector<Series> series_of(const Scenario& scenario, const Stratum& stratum)
{
    std::vector<Series> found = all_series(scenario);
    if (stratum.name != strata(scenario).front().name)
        std::erase_if(found, [](const Series& series) {
            return series.kind == Kind::system || series.kind == Kind::clinicians;
        });
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
        if (const std::string name = std::filesystem::path(path).filename().string();
            is_table_file(scenario, name))
            reasons.push_back(
                fmt::format("the data file {} is not copied because a table has its name; rename it to have "
                            "a folder that runs again",
                            name));
    return reasons;
}

std::vector<double> values(const Scenario& scenario, std::span<const Series> series,
                           const ReplicateResult& replicate, const Stratum& stratum)
{
    const std::size_t times = replicate.tally.times;
    std::vector<double> grid(times * series.size());
    for (std::size_t place = 0; place < series.size(); ++place) {
        const std::vector<double> found = course(series[place], scenario, replicate, stratum);
        for (std::size_t time = 0; time < times; ++time) grid[time * series.size() + place] = found[time];
    }
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
