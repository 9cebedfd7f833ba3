// columns.cpp -- the lists behind columns.hpp.
//
// Assumes   columns of one table stand together, in the order of their file; tables in the order of Table.
#include "report/columns.hpp"

#include <algorithm>

namespace txpath::report {
namespace {

using enum CellType;

constexpr std::array tables{
    TableInfo{Table::timeseries, "timeseries",
              "one measure of one stratum at one report time of one replicate"},
    TableInfo{
        Table::timeseries_summary, "timeseries_summary",
        "how one measure of one stratum at one report time varies between replicates (luck, not parameters)"},
    TableInfo{Table::stateprobs, "stateprobs",
              "people in one state of one group at one report time, mean over replicates (for hesim)"},
    TableInfo{Table::transitions, "transitions",
              "how often one transition fired over the whole horizon in one stratum of one replicate"},
    TableInfo{Table::flows, "flows",
              "people of one state at a checkpoint by their state at the next, mean over replicates (Sankey "
              "diagram)"},
    TableInfo{Table::resources, "resources",
              "one resource and those who wait for it, in one stratum at one report time of one replicate"},
    TableInfo{Table::adoption, "adoption",
              "clinicians in one state, of one stratum of them at one report time of one replicate"},
    TableInfo{Table::policies, "policies", "when one policy was in force in one replicate"},
    TableInfo{
        Table::histories, "histories",
        "one stay of one person in one state, ended by a transition; the first row of a track is its start"},
    TableInfo{Table::ce, "ce",
              "discounted costs and QALYs per person of one group, mean over replicates (for hesim::cea)"},
    TableInfo{Table::costs, "costs",
              "costs per person of one group by category and state, mean over replicates"},
    TableInfo{Table::qalys, "qalys", "QALYs per person of one group, mean over replicates"},
    TableInfo{Table::data_dictionary, "data_dictionary", "one column of one table"},
    TableInfo{Table::validation, "validation",
              "one number about one endpoint of one trial: published, simulated, or where it must lie"},
};

constexpr std::string_view validation_statistics =
    "published published_low published_high simulated mcse predicted_low predicted_high window_low "
    "window_high people "
    "replicates lower_quartile upper_quartile candidates enrolled randomised too_late";
constexpr std::string_view measure_names =
    "people.* state.TRACK.STATE event.TRACK.TRANSITION level.LEVEL utility.mean cost.CATEGORY system.NAME "
    "clinicians.STATE resource.NAME.(capacity used queue granted wait_mean), and the scenario's measures";
constexpr std::string_view state_names = "TRACK.STATE";
constexpr std::string_view stratum_names = "all; ATTRIBUTE=CATEGORY; several joined by ;";
constexpr std::string_view from_one = "1, 2, ...";
constexpr std::string_view from_zero = "0, 1, ...";
constexpr std::string_view not_negative = ">= 0";
constexpr std::string_view share = "0 to 1";

constexpr std::string_view scenario_is = "name of the scenario";
constexpr std::string_view sample_is = "draw of the parameters; 1 is the base case";
constexpr std::string_view replicate_is = "draw of the luck, numbered from 1";
constexpr std::string_view stratum_is = "the people who are counted";
constexpr std::string_view time_is = "time since the start; a year is 365.25 days";
constexpr std::string_view strategy_id_is = "number of the strategy in the study; of a run: 1";
constexpr std::string_view group_id_is = "number of the stratum; 1 is everybody";
constexpr std::string_view state_id_is = "number of the state: tracks, then states, by name";
constexpr std::string_view dr_is = "annual effective discount rate that was applied";

constexpr std::array columns{
    Column{Table::timeseries, "scenario", text, "", true, "", scenario_is},
    Column{Table::timeseries, "sample", integer, "", true, from_one, sample_is},
    Column{Table::timeseries, "replicate", integer, "", true, from_one, replicate_is},
    Column{Table::timeseries, "stratum", text, "", true, stratum_names, stratum_is},
    Column{Table::timeseries, "time", number, "years", true, not_negative, time_is},
    Column{
        Table::timeseries, "measure", text, "", true, measure_names,
        "what is counted: people and state at the time; event in the interval that ends at the time; level "
        "and utility as "
        "means over people present; cost undiscounted from the start to the time; system and resource at "
        "the time, but granted and wait_mean in the interval that ends at it; clinicians as a share of all "
        "of them; system and clinicians for the stratum all only; counts on the real scale"},
    Column{Table::timeseries, "value", number, "see unit", false, "",
           "the measure; empty where nobody is present, where nobody was granted (wait_mean), and where a "
           "capacity is unlimited or not the stratum's own"},
    Column{Table::timeseries, "unit", text, "", false, "", "unit of value"},

    Column{Table::timeseries_summary, "scenario", text, "", true, "", scenario_is},
    Column{Table::timeseries_summary, "stratum", text, "", true, stratum_names, stratum_is},
    Column{Table::timeseries_summary, "time", number, "years", true, not_negative, time_is},
    Column{Table::timeseries_summary, "measure", text, "", true, measure_names, "as in timeseries"},
    Column{Table::timeseries_summary, "n", integer, "replicates", false, from_zero,
           "replicates that have a value"},
    Column{Table::timeseries_summary, "mean", number, "as in timeseries", false, "", "mean over replicates"},
    Column{Table::timeseries_summary, "sd", number, "as in timeseries", false, not_negative,
           "standard deviation between replicates; empty for one"},
    Column{Table::timeseries_summary, "mcse", number, "as in timeseries", false, not_negative,
           "Monte Carlo standard error of the mean: sd / sqrt(n)"},
    Column{Table::timeseries_summary, "q05", number, "as in timeseries", false, "",
           "5 % quantile between replicates (type 7 of R)"},
    Column{Table::timeseries_summary, "q25", number, "as in timeseries", false, "", "25 % quantile"},
    Column{Table::timeseries_summary, "q50", number, "as in timeseries", false, "", "median"},
    Column{Table::timeseries_summary, "q75", number, "as in timeseries", false, "", "75 % quantile"},
    Column{Table::timeseries_summary, "q95", number, "as in timeseries", false, "", "95 % quantile"},

    Column{Table::stateprobs, "sample", integer, "", true, from_one, sample_is},
    Column{Table::stateprobs, "strategy_id", integer, "", true, from_one, strategy_id_is},
    Column{Table::stateprobs, "strategy", text, "", true, "", scenario_is},
    Column{Table::stateprobs, "grp_id", integer, "", true, from_one, group_id_is},
    Column{Table::stateprobs, "grp", text, "", true, stratum_names, stratum_is},
    Column{Table::stateprobs, "state_id", integer, "", true, from_one, state_id_is},
    Column{Table::stateprobs, "state", text, "", true, state_names, "name of the state"},
    Column{Table::stateprobs, "t", number, "years", true, not_negative, time_is},
    Column{Table::stateprobs, "count", number, "people", false, not_negative,
           "people in the state, on the real scale"},
    Column{Table::stateprobs, "prob", number, "", false, share,
           "share of the people who entered so far; empty when nobody did"},

    Column{Table::transitions, "scenario", text, "", true, "", scenario_is},
    Column{Table::transitions, "replicate", integer, "", true, from_one, replicate_is},
    Column{Table::transitions, "stratum", text, "", true, stratum_names, stratum_is},
    Column{Table::transitions, "track", text, "", true, "", "name of the track"},
    Column{Table::transitions, "transition", text, "", true, "", "name of the transition within its track"},
    Column{Table::transitions, "count", number, "events", false, not_negative,
           "how often it fired, on the real scale"},
    Column{Table::transitions, "rate", number, "per person-year", false, not_negative,
           "count per person-year spent in the states it leaves from; empty when none was spent"},
    Column{Table::transitions, "median_time", number, "years", false, not_negative,
           "median stay that it ended, interpolated in bins of 4.4 %; empty when it never fired"},

    Column{Table::flows, "scenario", text, "", true, "", scenario_is},
    Column{Table::flows, "t_from", number, "years", true, not_negative, "checkpoint; a year is 365.25 days"},
    Column{Table::flows, "state_from", text, "", true, state_names, "state at t_from"},
    Column{Table::flows, "t_to", number, "years", true, not_negative, "the next checkpoint"},
    Column{Table::flows, "state_to", text, "", true, state_names, "state at t_to, of the same track"},
    Column{Table::flows, "n", number, "people", false, "> 0",
           "people, on the real scale; rows without any are left out"},
    Column{Table::flows, "share", number, "", false, share, "n as a share of those counted from state_from"},

    Column{Table::resources, "scenario", text, "", true, "", scenario_is},
    Column{Table::resources, "replicate", integer, "", true, from_one, replicate_is},
    Column{Table::resources, "resource", text, "", true, "", "name of the resource"},
    Column{Table::resources, "stratum", text, "", true, stratum_names,
           "the people who are counted; of a resource with a capacity for each category, also each category"},
    Column{Table::resources, "time", number, "years", true, not_negative, time_is},
    Column{Table::resources, "capacity", number, "places, or amount per day", false, not_negative,
           "at the time, on the real scale; empty: unlimited, or shared with people outside the stratum. Per "
           "day where the scenario gives it per time, else places"},
    Column{Table::resources, "used", number, "as capacity", false, not_negative,
           "of the capacity, at the time"},
    Column{Table::resources, "queue", number, "people", false, not_negative,
           "who wait at the time, on the real scale"},
    Column{Table::resources, "joined", number, "people", false, not_negative,
           "who began to wait in the interval that ends at the time: granted + gave_up + ended + change of "
           "queue"},
    Column{Table::resources, "granted", number, "people", false, not_negative,
           "who were served in the interval"},
    Column{Table::resources, "gave_up", number, "people", false, not_negative,
           "who left the queue by a transition in the interval"},
    Column{Table::resources, "ended", number, "people", false, not_negative,
           "who left the simulation out of the queue in the interval"},
    Column{Table::resources, "wait_mean", number, "days", false, not_negative,
           "mean wait of those granted in the interval, each simulated person once; empty when none was"},
    Column{Table::resources, "wait_p50", number, "days", false, not_negative,
           "their median wait (quantiles of type 7 of R)"},
    Column{Table::resources, "wait_p90", number, "days", false, not_negative,
           "the wait that 90 % of them did not exceed"},

    Column{Table::adoption, "scenario", text, "", true, "", scenario_is},
    Column{Table::adoption, "replicate", integer, "", true, from_one, replicate_is},
    Column{Table::adoption, "stratum", text, "", true, stratum_names, "the clinicians who are counted"},
    Column{Table::adoption, "time", number, "years", true, not_negative, time_is},
    Column{Table::adoption, "state", text, "", true, "", "state of a clinician"},
    Column{Table::adoption, "clinicians", number, "clinicians", false, not_negative,
           "clinicians in the state, on the real scale"},
    Column{Table::adoption, "share", number, "", false, share,
           "of the stratum's clinicians who are in no state that ends; empty for a state that ends, and when "
           "there "
           "are none"},

    Column{Table::policies, "scenario", text, "", true, "", scenario_is},
    Column{Table::policies, "replicate", integer, "", true, from_one, replicate_is},
    Column{Table::policies, "policy", text, "", true, "", "name of the policy"},
    Column{Table::policies, "begin", number, "years", false, not_negative,
           "when it came into force; empty: never"},
    Column{Table::policies, "end", number, "years", false, not_negative,
           "when it ceased to be in force; empty: not before the horizon"},

    Column{Table::histories, "scenario", text, "", true, "", scenario_is},
    Column{Table::histories, "sample", integer, "", true, from_one, sample_is},
    Column{Table::histories, "replicate", integer, "", true, from_one, replicate_is},
    Column{Table::histories, "patient_id", integer, "", true, from_one, "simulated person"},
    Column{Table::histories, "track", text, "", true, "",
           "name of the track; several rows, in order of time_stop"},
    Column{Table::histories, "from", text, "", false, "", "state that was left; empty at the start"},
    Column{Table::histories, "to", text, "", false, "",
           "state that was entered; empty when the person left the track"},
    Column{Table::histories, "transition", text, "", false, "TRACK.TRANSITION",
           "what caused it, perhaps in another track; empty at the start"},
    Column{Table::histories, "time_start", number, "years", false, not_negative, "when `from` was entered"},
    Column{Table::histories, "time_stop", number, "years", false, not_negative,
           "when `from` was left for `to`"},
    Column{Table::histories, "final", flag, "", false, "0 1",
           "1 for the last row of the person in this track"},

    Column{Table::ce, "sample", integer, "", true, from_one, sample_is},
    Column{Table::ce, "strategy_id", integer, "", true, from_one, strategy_id_is},
    Column{Table::ce, "strategy", text, "", true, "", scenario_is},
    Column{Table::ce, "grp_id", integer, "", true, from_one, group_id_is},
    Column{Table::ce, "grp", text, "", true, stratum_names, stratum_is},
    Column{Table::ce, "costs", number, "currency per person", false, "",
           "discounted costs per person who entered; empty when the scenario has no money"},
    Column{Table::ce, "qalys", number, "QALYs per person", false, "",
           "discounted QALYs per person who entered"},
    Column{
        Table::ce, "costs_mcse", number, "currency per person", false, not_negative,
        "Monte Carlo standard error: over replicates, or over batches of people when there is one replicate"},
    Column{Table::ce, "qalys_mcse", number, "QALYs per person", false, not_negative, "as costs_mcse"},
    Column{Table::ce, "n_replicates", integer, "replicates", false, from_one, "replicates behind the means"},

    Column{Table::costs, "sample", integer, "", true, from_one, sample_is},
    Column{Table::costs, "strategy_id", integer, "", true, from_one, strategy_id_is},
    Column{Table::costs, "grp_id", integer, "", true, from_one, group_id_is},
    Column{Table::costs, "state_id", integer, "", true, from_one,
           "state where the cost accrued; empty for transitions and for the total"},
    Column{Table::costs, "category", text, "", true, "",
           "category of cost; `total` is the sum of all other rows"},
    Column{Table::costs, "dr", number, "per year", true, not_negative, dr_is},
    Column{Table::costs, "costs", number, "currency per person", false, "", "cost per person who entered"},

    Column{Table::qalys, "sample", integer, "", true, from_one, sample_is},
    Column{Table::qalys, "strategy_id", integer, "", true, from_one, strategy_id_is},
    Column{Table::qalys, "grp_id", integer, "", true, from_one, group_id_is},
    Column{Table::qalys, "state_id", integer, "", true, from_one,
           "always empty: QALYs belong to all tracks together"},
    Column{Table::qalys, "category", text, "", true, "total", "always `total`"},
    Column{Table::qalys, "dr", number, "per year", true, not_negative, dr_is},
    Column{Table::qalys, "qalys", number, "QALYs per person", false, "", "QALYs per person who entered"},

    Column{Table::data_dictionary, "table", text, "", true, "", "name of the file without .csv"},
    Column{Table::data_dictionary, "column", text, "", true, "", "name of the column"},
    Column{Table::data_dictionary, "type", text, "", false, "text integer number flag", "flag is 0 or 1"},
    Column{Table::data_dictionary, "unit", text, "", false, "", "unit; empty: none"},
    Column{Table::data_dictionary, "key", flag, "", false, "0 1",
           "1 if rows are told apart and sorted by it"},
    Column{Table::data_dictionary, "allowed", text, "", false, "",
           "values that can occur; empty: any of the type"},
    Column{Table::data_dictionary, "description", text, "", false, "", "what it is"},

    Column{Table::validation, "trial", text, "", true, "", "name of the trial's file"},
    Column{Table::validation, "endpoint", text, "", true, "",
           "name of the endpoint; empty: of the whole trial"},
    Column{Table::validation, "statistic", text, "", true, validation_statistics,
           "published*: the trial's own result and its 95 % interval; simulated: mean over replicates of the "
           "trial-sized estimate (geometric for ratios, the median if some are not reached), mcse its Monte "
           "Carlo "
           "error; predicted_*: 95 % of simulated trials lie between; window_*: simulated must lie between; "
           "people: "
           "mean size of the denominator; replicates: those with a value; *_quartile: of a median time; "
           "candidates, "
           "enrolled, randomised, too_late: people per replicate"},
    Column{Table::validation, "value", number, "see unit", false, "", "the number; empty when there is none"},
    Column{Table::validation, "unit", text, "", false, "", "unit of value; 1: none"},
    Column{Table::validation, "use", text, "", false, "calibration check report",
           "what the endpoint is for; empty: of the whole trial"},
    Column{Table::validation, "verdict", text, "", false, "pass fail",
           "of the endpoint; empty: it is no target"},
    Column{Table::validation, "source", text, "", false, "", "citation key of the published result"},
};

/// The lists a table belongs to.
struct Lists {
    std::span<const TableInfo> tables;
    std::span<const Column> columns;
};

Lists lists_of(Table table) noexcept
{
    if (table >= Table::dsa) return {tables_of_sensitivity(), columns_of_sensitivity()};
    if (table >= Table::params) return {tables_of_uncertainty(), columns_of_uncertainty()};
    if (table >= Table::compare) return {tables_of_comparison(), columns_of_comparison()};
    if (table >= Table::barriers) return {tables_of_barriers(), columns_of_barriers()};
    if (table >= Table::evaluations) return {tables_of_calibration(), columns_of_calibration()};
    return {tables, columns};
}

constexpr bool is_in_order()
{
    for (std::size_t place = 0; place < tables.size(); ++place)
        if (place != static_cast<std::size_t>(tables[place].table)) return false;
    for (std::size_t place = 0; place < all_tables.size(); ++place)
        if (all_tables[place] != tables[place].table) return false;
    return std::ranges::is_sorted(columns, {}, &Column::table);
}
static_assert(is_in_order());

}  // namespace

const TableInfo& info(Table table) noexcept
{
    const std::span all = lists_of(table).tables;
    return all[static_cast<std::size_t>(table) - static_cast<std::size_t>(all.front().table)];
}

std::span<const Column> columns_of(Table table) noexcept
{
    const std::span all = lists_of(table).columns;
    const auto first = std::ranges::lower_bound(all, table, {}, &Column::table);
    const auto last = std::ranges::upper_bound(all, table, {}, &Column::table);
    return {first, last};
}

std::string_view name_of(CellType type) noexcept
{
    constexpr std::array<std::string_view, 4> names{"text", "integer", "number", "flag"};
    return names[static_cast<std::size_t>(type)];
}

}  // namespace txpath::report
