#include "study/outcomes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "txpath/economics.hpp"
#include "txpath/model.hpp"
#include "txpath/units.hpp"

namespace txpath {

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// In states of several tracks one person can be twice at a time.
bool spans_tracks(const Scenario& scenario, const Measure& measure)
{
    return std::ranges::any_of(measure.states, [&](StateId state) {
        return scenario.states[state].track != scenario.states[measure.states.front()].track;
    });
}

Outcome asked_for(const Scenario& scenario, const Measure& measure)
{
    Outcome outcome{measure.name, "events", OutcomeKind::events, {}};
    for (const TransitionId transition : measure.events) outcome.columns.push_back(transition.index());
    if (measure.states.empty()) return outcome;
    const bool is_over =
        std::ranges::all_of(measure.states, [&](StateId s) { return scenario.states[s].ends; });
    outcome.unit = is_over ? "people" : "person-years";
    outcome.kind = is_over ? OutcomeKind::people_at_end : OutcomeKind::person_years;
    for (const StateId state : measure.states) outcome.columns.push_back(state.index());
    return outcome;
}

std::string money_unit(const Economics& economics)
{
    return economics.price_year ? fmt::format("{} {}", economics.currency, *economics.price_year)
                                : economics.currency;
}

/// Sum of some columns over the cells of a stratum and all report intervals.
double over_time(const Tally& tally, const Counts& counts, const Stratum& stratum,
                 std::span<const std::size_t> columns)
{
    std::int64_t sum = 0;
    for (std::size_t time = 0; time < tally.times; ++time)
        for (const std::size_t cell : stratum.cells)
            for (const std::size_t column : columns) sum += counts.at(time * tally.cells + cell, column);
    return static_cast<double>(sum);
}

/// Sum of some columns over the cells of a stratum at the horizon.
double at_end(const Tally& tally, const Counts& counts, const Stratum& stratum,
              std::span<const std::size_t> columns)
{
    std::int64_t sum = 0;
    for (const std::size_t cell : stratum.cells)
        for (const std::size_t column : columns)
            sum += counts.at((tally.times - 1) * tally.cells + cell, column);
    return static_cast<double>(sum);
}

constexpr std::size_t only_column[1] = {0};

/// Discounted totals per person.
struct EachPerson {
    double cost = missing, qalys = missing;
};

/// Shape  [replicate * strata + stratum]
std::vector<EachPerson> each_person(const Scenario& scenario, const Results& results, std::size_t strata)
{
    std::vector<EachPerson> found(results.replicates.size() * strata);
    const EconomicSummary priced = price(scenario, base_case(scenario), results);
    const auto at = [&](std::uint32_t replicate, std::size_t stratum) -> EachPerson& {
        const auto is_it = [&](const ReplicateResult& each) { return each.replicate == replicate; };
        const auto place = std::ranges::find_if(results.replicates, is_it) - results.replicates.begin();
        return found[static_cast<std::size_t>(place) * strata + stratum];
    };
    for (const CostRow& row : priced.costs)
        if (row.is_discounted && row.category.is_absent() && row.state.is_absent())
            at(row.replicate, row.stratum).cost = row.cost.mean;
    for (const QalyRow& row : priced.qalys)
        if (row.is_discounted) at(row.replicate, row.stratum).qalys = row.qalys.mean;
    return found;
}

bool needs_prices(const Outcome& outcome)
{
    return outcome.kind >= OutcomeKind::costs_each;
}

/// A total over so many people; nobody's is 0.
double total(double each, double people)
{
    return people == 0.0 ? 0.0 : each * people;
}

}  // namespace

std::vector<Outcome> outcomes_of(const Scenario& scenario)
{
    std::vector<Outcome> outcomes;
    for (const Measure& measure : scenario.outputs.measures)
        if (!spans_tracks(scenario, measure)) outcomes.push_back(asked_for(scenario, measure));
    if (const std::string unit = money_unit(scenario.economics); !unit.empty()) {
        outcomes.push_back({"costs.per_person", unit + " per person", OutcomeKind::costs_each, {}});
        outcomes.push_back({"costs.total", unit, OutcomeKind::costs, {}});
    }
    outcomes.push_back({"qalys.per_person", "QALYs per person", OutcomeKind::qalys_each, {}});
    outcomes.push_back({"qalys.total", "QALYs", OutcomeKind::qalys, {}});
    std::ranges::sort(outcomes, {}, &Outcome::name);
    return outcomes;
}

std::vector<std::string> measures_left_out(const Scenario& scenario)
{
    std::vector<std::string> reasons;
    for (const Measure& measure : scenario.outputs.measures)
        if (spans_tracks(scenario, measure))
            reasons.push_back(
                fmt::format("{} is left out because its states belong to several tracks, where one person "
                            "can be in two of them; name one measure for each track",
                            measure.name));
    return reasons;
}

std::vector<double> outcome_values(const Scenario& scenario, std::span<const Outcome> outcomes,
                                   const Results& results)
{
    const std::vector<Stratum> groups = strata(scenario);
    const bool has_money = std::ranges::any_of(outcomes, needs_prices);
    const std::vector<EachPerson> priced =
        has_money ? each_person(scenario, results, groups.size())
                  : std::vector<EachPerson>(results.replicates.size() * groups.size());
    std::vector<double> values;
    values.reserve(priced.size() * outcomes.size());
    for (const EachPerson& each : priced) {
        const std::size_t place = static_cast<std::size_t>(&each - priced.data());
        const ReplicateResult& replicate = results.replicates[place / groups.size()];
        const Stratum& stratum = groups[place % groups.size()];
        const Tally& tally = replicate.tally;
        const double scale = scenario.people.scale / static_cast<double>(replicate.weight_unit);
        const double people = scale * at_end(tally, tally.entered, stratum, only_column);
        const auto value = [&](const Outcome& outcome) {
            switch (outcome.kind) {
                case OutcomeKind::events:
                    return scale * over_time(tally, tally.events, stratum, outcome.columns);
                case OutcomeKind::person_years:
                    return scale * over_time(tally, tally.person_ticks, stratum, outcome.columns) /
                           ticks_per_day / days_per_year;
                case OutcomeKind::people_at_end:
                    return scale * at_end(tally, tally.occupancy, stratum, outcome.columns);
                case OutcomeKind::costs_each:
                    return each.cost;
                case OutcomeKind::costs:
                    return total(each.cost, people);
                case OutcomeKind::qalys_each:
                    return each.qalys;
                case OutcomeKind::qalys:
                    return total(each.qalys, people);
            }
            return missing;
        };
        for (const Outcome& outcome : outcomes) values.push_back(value(outcome));
    }
    return values;
}

}  // namespace txpath
