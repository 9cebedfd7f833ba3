// columns_compare.cpp -- the tables and columns of a comparison of strategies.
//
// Assumes   as columns.cpp: columns of one table together, in the order of their file.
#include <array>

#include "report/columns.hpp"

namespace txpath::report {
namespace {

using enum CellType;

constexpr std::array tables{
    TableInfo{Table::compare, "compare",
              "one measure of one stratum under one strategy and its difference from the reference, over "
              "replicates"},
    TableInfo{Table::compare_replicates, "compare_replicates",
              "one measure over the whole horizon in one replicate"},
    TableInfo{Table::economics, "economics",
              "costs, QALYs or life-years of one stratum under one strategy by perspective, category and "
              "state, and their difference from the reference"},
    TableInfo{
        Table::icers, "icers",
        "one strategy of one group: what it costs and gives more than the one before it on the frontier "
        "(dampack's spelling)"},
    TableInfo{Table::net_benefit, "net_benefit",
              "net benefit of one strategy in one stratum at one willingness to pay"},
    TableInfo{Table::budget, "budget",
              "undiscounted costs of all people in one year from day 0, in one perspective"},
    TableInfo{Table::equity, "equity", "to whom in the population a difference goes"},
    TableInfo{Table::inputs, "inputs", "one value of a strategy's scenario that is not as in the reference"},
};

constexpr std::string_view strategy_is = "name of the strategy";
constexpr std::string_view stratum_names = "all; ATTRIBUTE=CATEGORY; several joined by ;";
constexpr std::string_view stratum_is = "the people who are counted";
constexpr std::string_view from_one = "1, 2, ...";
constexpr std::string_view not_negative = ">= 0";
constexpr std::string_view in_unit = "see unit";
constexpr std::string_view per_person = "see quantity, per person";
constexpr std::string_view money = "currency";
constexpr std::string_view money_each = "currency per person";
constexpr std::string_view reference_is = "the same in the reference";
constexpr std::string_view difference_is =
    "value less that of the reference, taken within each replicate first; empty of the reference";
constexpr std::string_view mcse_is =
    "Monte Carlo standard error of the difference: over replicates; with one replicate over batches of "
    "people (costs, QALYs, life-years), else empty";
constexpr std::string_view low_is =
    "lower end of the 95 % interval of the difference (Student's t): luck, not parameters";
constexpr std::string_view high_is = "upper end";
constexpr std::string_view independent_is =
    "standard error that the difference would have if every strategy had luck of its own";
constexpr std::string_view wtp_is = "willingness to pay for a QALY";

constexpr std::array columns{
    Column{Table::compare, "strategy", text, "", true, "", strategy_is},
    Column{Table::compare, "stratum", text, "", true, stratum_names, stratum_is},
    Column{Table::compare, "measure", text, "", true, "",
           "of the span horizon: the scenario's measures, costs.* qalys.* (discounted, costs of the study's "
           "perspective) and life_years.* (undiscounted), on the real scale; of the span report: as in "
           "timeseries.csv of a run"},
    Column{
        Table::compare, "span", text, "", true, "horizon report",
        "horizon: over the whole horizon (events; person-years in states; people at the end in states that "
        "end a life in the simulation); report: at the time, of events in the interval that ends at it"},
    Column{Table::compare, "time", number, "years", true, not_negative,
           "time since the start; a year is 365.25 days"},
    Column{Table::compare, "value", number, in_unit, false, "",
           "mean over replicates; empty where nobody is present, and in strata for what belongs to nobody"},
    Column{Table::compare, "reference_value", number, in_unit, false, "", reference_is},
    Column{Table::compare, "difference", number, in_unit, false, "", difference_is},
    Column{Table::compare, "mcse", number, in_unit, false, not_negative, mcse_is},
    Column{Table::compare, "low", number, in_unit, false, "", low_is},
    Column{Table::compare, "high", number, in_unit, false, "", high_is},
    Column{Table::compare, "independent_error", number, in_unit, false, not_negative, independent_is},
    Column{Table::compare, "unit", text, "", false, "", "unit of the numbers"},

    Column{Table::compare_replicates, "strategy", text, "", true, "", strategy_is},
    Column{Table::compare_replicates, "replicate", integer, "", true, from_one,
           "draw of the luck, numbered from 1"},
    Column{Table::compare_replicates, "stratum", text, "", true, stratum_names, stratum_is},
    Column{Table::compare_replicates, "measure", text, "", true, "", "as in compare, of the span horizon"},
    Column{Table::compare_replicates, "value", number, in_unit, false, "",
           "in this replicate; empty where a mean is taken over nobody"},
    Column{Table::compare_replicates, "reference_value", number, in_unit, false, "", reference_is},
    Column{Table::compare_replicates, "difference", number, in_unit, false, "",
           "value less reference_value; empty of the reference"},
    Column{Table::compare_replicates, "unit", text, "", false, "", "unit of the numbers"},

    Column{Table::economics, "strategy", text, "", true, "", strategy_is},
    Column{Table::economics, "stratum", text, "", true, stratum_names, stratum_is},
    Column{Table::economics, "quantity", text, "", true, "costs life_years qalys",
           "life_years: time before an ending state"},
    Column{Table::economics, "perspective", text, "", true, "",
           "whose costs, one of the scenario's perspectives; empty: everybody's"},
    Column{Table::economics, "category", text, "", true, "", "category of cost; empty: all of them"},
    Column{Table::economics, "state", text, "", true, "TRACK.STATE transitions",
           "where the cost accrued; empty: everywhere"},
    Column{Table::economics, "dr", number, "per year", true, not_negative,
           "annual effective discount rate that was applied"},
    Column{Table::economics, "value", number, per_person, false, "",
           "per person who entered; empty of nobody"},
    Column{Table::economics, "reference_value", number, per_person, false, "", reference_is},
    Column{Table::economics, "difference", number, per_person, false, "", difference_is},
    Column{Table::economics, "mcse", number, per_person, false, not_negative, mcse_is},
    Column{Table::economics, "low", number, per_person, false, "", low_is},
    Column{Table::economics, "high", number, per_person, false, "", high_is},
    Column{Table::economics, "independent_error", number, per_person, false, not_negative, independent_is},
    Column{Table::economics, "total", number, "see quantity", false, "", "for all people, on the real scale"},
    Column{Table::economics, "total_difference", number, "see quantity", false, "",
           "total less that of the reference; empty of the reference"},

    Column{Table::icers, "grp", text, "", true, stratum_names, stratum_is},
    Column{
        Table::icers, "Strategy", text, "", true, "",
        "name of the strategy; in each group the frontier by rising cost, then those extendedly dominated, "
        "then the dominated"},
    Column{Table::icers, "Cost", number, money_each, false, "", "discounted, of the study's perspective"},
    Column{Table::icers, "Effect", number, "QALYs per person", false, "", "discounted"},
    Column{Table::icers, "Inc_Cost", number, money_each, false, "",
           "more than the strategy before it on the frontier; empty of the first and off the frontier"},
    Column{Table::icers, "Inc_Effect", number, "QALYs per person", false, "", "likewise"},
    Column{Table::icers, "ICER", number, "currency per QALY", false, "", "Inc_Cost / Inc_Effect"},
    Column{Table::icers, "Status", text, "", false, "ND ED D",
           "ND: not dominated; ED: extendedly dominated (a mix of two others is better); D: dominated"},

    Column{Table::net_benefit, "strategy", text, "", true, "", strategy_is},
    Column{Table::net_benefit, "stratum", text, "", true, stratum_names, stratum_is},
    Column{Table::net_benefit, "wtp", number, "currency per QALY", true, not_negative, wtp_is},
    Column{Table::net_benefit, "nmb", number, money_each, false, "",
           "net monetary benefit: wtp x discounted QALYs less discounted costs"},
    Column{Table::net_benefit, "nmb_difference", number, money_each, false, "", difference_is},
    Column{Table::net_benefit, "mcse", number, money_each, false, not_negative, mcse_is},
    Column{Table::net_benefit, "low", number, money_each, false, "", low_is},
    Column{Table::net_benefit, "high", number, money_each, false, "", high_is},
    Column{Table::net_benefit, "independent_error", number, money_each, false, not_negative, independent_is},
    Column{Table::net_benefit, "nmb_total_difference", number, money, false, "",
           "for all people, on the real scale; empty of the reference"},
    Column{Table::net_benefit, "nhb", number, "QALYs per person", false, "",
           "net health benefit: nmb / wtp; empty at 0"},
    Column{Table::net_benefit, "nhb_difference", number, "QALYs per person", false, "",
           "empty at 0 and of the reference"},

    Column{Table::budget, "strategy", text, "", true, "", strategy_is},
    Column{Table::budget, "perspective", text, "", true, "",
           "who pays, one of the scenario's perspectives; empty: everybody"},
    Column{Table::budget, "year", integer, "", true, from_one, "year from day 0, of 365.25 days"},
    Column{Table::budget, "years", number, "years", false, "0 to 1",
           "its length: less than 1 if the horizon ends it"},
    Column{Table::budget, "cost", number, money, false, "",
           "undiscounted, of all people on the real scale; empty where a category has no course in time (see "
           "the warnings of the manifest)"},
    Column{Table::budget, "reference_cost", number, money, false, "", reference_is},
    Column{Table::budget, "difference", number, money, false, "", "budget impact; empty of the reference"},
    Column{Table::budget, "mcse", number, money, false, not_negative,
           "Monte Carlo standard error of the difference; empty for one replicate"},
    Column{Table::budget, "low", number, money, false, "", low_is},
    Column{Table::budget, "high", number, money, false, "", high_is},
    Column{Table::budget, "independent_error", number, money, false, not_negative, independent_is},

    Column{Table::equity, "strategy", text, "", true, "", "name of the strategy; the reference has no rows"},
    Column{Table::equity, "stratum", text, "", true, stratum_names, stratum_is},
    Column{Table::equity, "measure", text, "", true, "costs life_years net_benefit qalys",
           "discounted, but life_years; costs of the study's perspective"},
    Column{Table::equity, "wtp", number, "currency per QALY", true, not_negative,
           "of net_benefit: the study's thresholds; else empty"},
    Column{Table::equity, "people", number, "people", false, not_negative,
           "who entered, on the real scale, mean over replicates"},
    Column{Table::equity, "share_of_people", number, "", false, "0 to 1", "of those of the stratum all"},
    Column{Table::equity, "difference", number, "see measure, per person", false, "",
           "from the reference, per person"},
    Column{Table::equity, "mcse", number, "see measure, per person", false, not_negative, mcse_is},
    Column{Table::equity, "low", number, "see measure, per person", false, "", low_is},
    Column{Table::equity, "high", number, "see measure, per person", false, "", high_is},
    Column{
        Table::equity, "total_difference", number, "see measure", false, "",
        "for all people of the stratum, on the real scale; over the categories of an attribute they add up "
        "to all"},
    Column{Table::equity, "share_of_difference", number, "", false, "",
           "of the total difference of the stratum all; may be negative or above 1 where some gain and some "
           "lose; empty when that is 0"},

    Column{Table::inputs, "strategy", text, "", true, "", "name of the strategy"},
    Column{Table::inputs, "path", text, "", true, "", "where the value stands in the effective scenario"},
    Column{Table::inputs, "reference_value", text, "", false, "", "as written; empty: not there"},
    Column{Table::inputs, "value", text, "", false, "", "as written; empty: not there"},
};

}  // namespace

std::span<const TableInfo> tables_of_comparison() noexcept
{
    return tables;
}

std::span<const Column> columns_of_comparison() noexcept
{
    return columns;
}

}  // namespace txpath::report
