// estimate.cpp -- how large the tables will be, before anything is run.
//
// Assumes   flows: a state flows to a third of the states of its track; histories:
//           40 rows a person and track.
#include <fmt/format.h>

#include <algorithm>

#include "base/column_store.hpp"
#include "report/measures.hpp"
#include "report/shared_counts.hpp"
#include "report/tables.hpp"
#include "txpath/report.hpp"

namespace txpath {
namespace report {
namespace {

constexpr std::uint64_t rows_of_a_history = 40;
constexpr std::uint64_t flow_spans = 4;

/// What the numbers of rows are made of.
struct Sizes {
    /// `series`: rows a time of all strata together.
    std::uint64_t replicates, strata, times, series, states, transitions, cost_rows;
};

std::uint64_t cost_rows(const Scenario& scenario)
{
    std::uint64_t rows = 1;
    for (const State& state : scenario.states) {
        std::vector<CostId> paid;
        for (const auto* payments : {&state.costs, &state.on_entry.costs})
            for (const Payment& payment : *payments) paid.push_back(payment.category);
        std::ranges::sort(paid);
        rows += static_cast<std::uint64_t>(std::unique(paid.begin(), paid.end()) - paid.begin());
    }
    std::vector<CostId> paid;
    for (const Transition& transition : scenario.transitions)
        for (const Payment& payment : transition.effects.costs) paid.push_back(payment.category);
    std::ranges::sort(paid);
    return rows + static_cast<std::uint64_t>(std::unique(paid.begin(), paid.end()) - paid.begin());
}

std::uint64_t likely_flows(const Scenario& scenario)
{
    std::uint64_t pairs = 0;
    for (const Track& track : scenario.tracks) pairs += track.states.size() * (track.states.size() / 3 + 1);
    return pairs * flow_spans;
}

std::uint64_t dictionary_rows(const Scenario& scenario, const RunFiles& files)
{
    std::uint64_t rows = 0;
    for (const Table table : tables_of(scenario, files.tables)) rows += columns_of(table).size();
    return rows;
}

std::uint64_t resource_rows(const Scenario& scenario, const Sizes& n)
{
    std::uint64_t rows = 0;
    for (std::size_t r = 0; r < scenario.shared.resources.size(); ++r)
        rows += n.strata + strata_of_its_own(scenario, ResourceId{r});
    return n.replicates * n.times * rows;
}

std::uint64_t adoption_rows(const Scenario& scenario, const Sizes& n)
{
    const Scenario& clinicians = *scenario.shared.clinicians->scenario;
    return n.replicates * strata(clinicians).size() * n.times * clinicians.states.size();
}

std::uint64_t series_of_all_strata(const Scenario& scenario)
{
    std::uint64_t series = 0;
    for (const Stratum& stratum : strata(scenario)) series += series_of(scenario, stratum).size();
    return series;
}

std::uint64_t rows_of(Table table, const Scenario& scenario, const Sizes& n)
{
    const bool has_money = !scenario.economics.currency.empty();
    const auto rates = [](const Value& rate) { return std::uint64_t{base_number(rate) == 0.0 ? 1U : 2U}; };
    switch (table) {
        case Table::timeseries:
            return n.replicates * n.times * n.series;
        case Table::timeseries_summary:
            return n.times * n.series;
        case Table::stateprobs:
            return n.strata * n.times * n.states;
        case Table::transitions:
            return n.replicates * n.strata * n.transitions;
        case Table::flows:
            return likely_flows(scenario);
        case Table::resources:
            return resource_rows(scenario, n);
        case Table::adoption:
            return adoption_rows(scenario, n);
        case Table::policies:
            return n.replicates * scenario.shared.policies.size();
        case Table::histories:
            return n.replicates * scenario.outputs.people * scenario.tracks.size() * rows_of_a_history;
        case Table::ce:
            return n.strata;
        case Table::costs:
            return has_money ? n.strata * n.cost_rows * rates(scenario.economics.discount_costs) : 0;
        case Table::qalys:
            return n.strata * rates(scenario.economics.discount_health);
        default:
            break;  // the dictionary; not of a run
    }
    return 0;
}

/// Of a table's bytes after compression. Measured with either method on all tables of the baseline and access
/// scenarios: 0.06 with 400 people to 0.12 with 20,000, who make more digits.
double share_left(Compression compression) noexcept
{
    return compression == Compression::none ? 1.0 : 0.12;
}

/// Mean characters of the names that tell rows apart.
template <class Things, class Name>
std::uint64_t mean_width(const Things& things, const Name& name)
{
    std::uint64_t sum = 0, count = 0;
    for (const auto& thing : things) sum += name(thing).size(), ++count;
    return count == 0 ? 0 : sum / count;
}

template <class Things>
std::uint64_t name_width(const Things& things)
{
    return mean_width(things, [](const auto& thing) -> const std::string& { return thing.name; });
}

/// Characters of a row: digits and names as they typically are, commas and the line's end included.
std::uint64_t row_width(Table table, const Scenario& scenario)
{
    constexpr std::uint64_t small = 3, real = 18, count = 7, description = 130;
    const std::uint64_t name = scenario.name.size();
    const std::uint64_t stratum = mean_width(strata(scenario), [](const Stratum& s) { return s.name; });
    const std::uint64_t measure = mean_width(all_series(scenario), [](const Series& s) { return s.name; });
    const std::uint64_t state = mean_width(scenario.states, [](const State& s) { return s.name; });
    const std::uint64_t track = mean_width(scenario.tracks, [](const Track& t) { return t.name; });
    switch (table) {
        case Table::timeseries:
            return name + 2 * small + stratum + real + measure + count + 14;
        case Table::timeseries_summary:
            return name + stratum + real + measure + small + 3 * real + 5 * count + 13;
        case Table::stateprobs:
            return 4 * small + name + stratum + track + state + 2 * real + count + 10;
        case Table::transitions:
            return name + small + stratum + track + state + count + 2 * real + 8;
        case Table::flows:
            return name + 4 * real + 2 * (track + state) + 8;
        case Table::resources:
            return name + small + stratum + name_width(scenario.shared.resources) + real + 7 * count +
                   3 * real + 14;
        case Table::adoption:
            return name + small + stratum + real + name_width(scenario.shared.clinicians->scenario->states) +
                   count + real + 7;
        case Table::policies:
            return name + small + name_width(scenario.shared.policies) + 2 * real + 5;
        case Table::histories:
            return name + 3 * small + 2 * track + 3 * state + 2 * real + 12;
        case Table::ce:
            return 3 * small + name + stratum + 4 * real + 10;
        case Table::costs:
        case Table::qalys:
            return 4 * small + count + real + 10;
        case Table::data_dictionary:
            return description;
        default:
            break;
    }
    return 0;
}

}  // namespace
}  // namespace report

std::vector<TableEstimate> estimate_tables(const Scenario& scenario, std::uint32_t replicates,
                                           const RunFiles& files)
{
    using namespace txpath::report;
    const Sizes sizes{replicates,
                      strata(scenario).size(),
                      scenario.time.reports.size(),
                      series_of_all_strata(scenario),
                      scenario.states.size(),
                      scenario.transitions.size(),
                      cost_rows(scenario)};
    std::vector<TableEstimate> found;
    for (const Table table : tables_of(scenario, files.tables)) {
        const Compression compression = compression_of(table, files);
        const std::uint64_t rows = table == Table::data_dictionary ? dictionary_rows(scenario, files)
                                                                   : rows_of(table, scenario, sizes);
        const auto bytes = static_cast<double>(rows * row_width(table, scenario));
        found.push_back({fmt::format("{}.csv{}", info(table).name, ending_of(compression)), rows,
                         static_cast<std::uint64_t>(bytes * share_left(compression))});
    }
    return found;
}

std::uint64_t estimate_disk(const Scenario& scenario, std::uint32_t replicates, const RunFiles& files)
{
    std::uint64_t bytes = 0;
    for (const TableEstimate& table : estimate_tables(scenario, replicates, files)) bytes += table.bytes;
    // The summary over replicates is made from all their values, eight bytes each.
    const std::uint64_t values =
        std::uint64_t{8} * replicates * scenario.time.reports.size() * report::series_of_all_strata(scenario);
    return bytes + (values > ColumnStore::usual_budget / 2 ? values : 0);
}

}  // namespace txpath
