// columns_sensitivity.cpp -- the tables and columns of an analysis of sensitivity.
//
// Assumes   as columns.cpp: columns of one table together, in the order of their file. Columns that dampack's
//           objects have too are spelled as dampack spells them.
#include <array>

#include "report/columns.hpp"

namespace txpath::report {
namespace {

using enum CellType;

constexpr std::array tables{
    TableInfo{Table::dsa, "dsa",
              "one outcome of one strategy and group, with one value at its base or at one end of its range"},
    TableInfo{Table::tornado, "tornado",
              "how far one value moves the net benefit of one strategy beyond the reference, in one group"},
    TableInfo{Table::two_way, "two_way", "one strategy with two values at one place of their grid"},
    TableInfo{Table::thresholds, "thresholds",
              "where two strategies are equally good, or that they nowhere are"},
    TableInfo{Table::sobol_indices, "sobol_indices",
              "what one value explains of one difference to the reference, alone and with all others"},
    TableInfo{Table::left_out, "left_out", "something that was asked and could not be answered"},
};

constexpr std::string_view group_names = "all; ATTRIBUTE=CATEGORY; several joined by ;";
constexpr std::string_view group_is = "the people who are counted";
constexpr std::string_view parameter_is = "path of the value that is changed, all others at their base";
constexpr std::string_view strategy_is = "name of the strategy";
constexpr std::string_view other_is = "name of the strategy; not the reference";
constexpr std::string_view per_person = "currency per person";
constexpr std::string_view per_qaly = "currency per QALY";
constexpr std::string_view threshold_is = "willingness to pay for a QALY";
constexpr std::string_view sometimes = "willingness to pay of net benefits; empty: of the others";
constexpr std::string_view not_negative = ">= 0";
constexpr std::string_view from_one = "1, 2, ...";
constexpr std::string_view in_unit = "see unit";
constexpr std::string_view unit_is = "of the value's numbers; empty: a plain number";
constexpr std::string_view certainties = "beyond_luck luck none unknown";
constexpr std::string_view mcse_is = "its Monte Carlo standard error; empty: one replicate gives none here";

constexpr std::array columns{
    Column{Table::dsa, "grp", text, "", true, group_names, group_is},
    Column{Table::dsa, "parameter", text, "", true, "", parameter_is},
    Column{Table::dsa, "strategy", text, "", true, "", strategy_is},
    Column{Table::dsa, "param_val", number, in_unit, true, "",
           "the value; at an end that is a quantile, that of the first strategy which has the value"},
    Column{Table::dsa, "outcome", text, "", true,
           "costs incremental_costs incremental_net_benefit incremental_qalys net_benefit qalys",
           "per person, discounted; incremental: less the reference's with the same value"},
    Column{Table::dsa, "threshold", number, per_qaly, true, not_negative, sometimes},
    Column{Table::dsa, "setting", text, "", true, "base high low", "where in its range the value is"},
    Column{Table::dsa, "outcome_val", number, "currency or QALYs per person", false, "",
           "the outcome; rows that the model refused are in left_out"},
    Column{Table::dsa, "outcome_mcse", number, "as outcome_val", false, not_negative,
           "its Monte Carlo standard error, of increments people by people on the same luck"},
    Column{Table::dsa, "unit", text, "", false, "", unit_is},

    Column{Table::tornado, "grp", text, "", true, group_names, group_is},
    Column{Table::tornado, "strategy", text, "", true, "", other_is},
    Column{Table::tornado, "threshold", number, per_qaly, true, not_negative, threshold_is},
    Column{Table::tornado, "rank", integer, "", true, from_one, "1 is the widest bar"},
    Column{Table::tornado, "parameter", text, "", false, "", parameter_is},
    Column{Table::tornado, "param_low", number, in_unit, false, "", "lower end of the value's range"},
    Column{Table::tornado, "param_high", number, in_unit, false, "", "upper end"},
    Column{Table::tornado, "unit", text, "", false, "", unit_is},
    Column{Table::tornado, "base", number, per_person, false, "",
           "net benefit less the reference's, all values at their base"},
    Column{Table::tornado, "at_low", number, per_person, false, "",
           "the same with the value at its lower end"},
    Column{Table::tornado, "at_high", number, per_person, false, "", "and at its upper end"},
    Column{Table::tornado, "change_low_mcse", number, per_person, false, not_negative,
           "Monte Carlo standard error of at_low - base, on the same luck"},
    Column{Table::tornado, "change_high_mcse", number, per_person, false, not_negative, "of at_high - base"},
    Column{Table::tornado, "range", number, per_person, false, not_negative,
           "from the lowest to the highest of base, at_low and at_high"},
    Column{Table::tornado, "range_mcse", number, per_person, false, not_negative, mcse_is},
    Column{
        Table::tornado, "certainty", text, "", false, certainties,
        "beyond_luck: some difference between the three exceeds 1.96 standard errors; luck: none does; none: "
        "nothing changes; unknown: there are no errors"},
    Column{Table::tornado, "best_low", text, "", false, "", "the best strategy at the lower end"},
    Column{Table::tornado, "best_base", text, "", false, "", "at the base"},
    Column{Table::tornado, "best_high", text, "", false, "", "at the upper end"},

    Column{Table::two_way, "parameter_1", text, "", true, "", "path of the first value"},
    Column{Table::two_way, "parameter_2", text, "", true, "", "path of the second value"},
    Column{Table::two_way, "threshold", number, per_qaly, true, not_negative, threshold_is},
    Column{Table::two_way, "param_val_1", number, "see unit_1", true, "", "the first value"},
    Column{Table::two_way, "param_val_2", number, "see unit_2", true, "", "the second value"},
    Column{Table::two_way, "strategy", text, "", true, "", strategy_is},
    Column{Table::two_way, "incremental_net_benefit", number, per_person, false, "",
           "net benefit less the reference's; everybody"},
    Column{Table::two_way, "mcse", number, per_person, false, not_negative, mcse_is},
    Column{Table::two_way, "best", flag, "", false, "0 1", "1 if its net benefit is highest"},
    Column{Table::two_way, "unit_1", text, "", false, "", "of the first value"},
    Column{Table::two_way, "unit_2", text, "", false, "", "of the second value"},

    Column{Table::thresholds, "parameter", text, "", true, "", parameter_is},
    Column{Table::thresholds, "first", text, "", true, "", "one strategy"},
    Column{Table::thresholds, "second", text, "", true, "", "the other"},
    Column{Table::thresholds, "threshold", number, per_qaly, true, not_negative, threshold_is},
    Column{Table::thresholds, "crossing", integer, "", true, "0, 1, ...",
           "number of the crossing, rising; 0: there is none"},
    Column{Table::thresholds, "result", text, "", false, "crossing equal none",
           "equal: the same net benefit wherever it was tried; none: the same one is better wherever it was"},
    Column{Table::thresholds, "param_val", number, in_unit, false, "",
           "where both are equally good; none: where they are nearest to it"},
    Column{Table::thresholds, "param_val_mcse", number, in_unit, false, not_negative,
           "Monte Carlo standard error of the crossing: that of the difference over its slope"},
    Column{Table::thresholds, "tolerance", number, in_unit, false, not_negative,
           "of the search: the crossing on this luck is no farther away"},
    Column{Table::thresholds, "better_below", text, "", false, "", "the better strategy below it"},
    Column{Table::thresholds, "better_above", text, "", false, "", "and above"},
    Column{Table::thresholds, "certainty", text, "", false, certainties,
           "whether the difference changes around the crossing by more than luck; none, of a result without "
           "crossing: whether the smallest difference is more than luck"},
    Column{Table::thresholds, "difference", number, per_person, false, "",
           "result none: the smallest net benefit of the first less the second"},
    Column{Table::thresholds, "difference_mcse", number, per_person, false, not_negative, mcse_is},
    Column{Table::thresholds, "searched_low", number, in_unit, false, "", "lower end of the search"},
    Column{Table::thresholds, "searched_high", number, in_unit, false, "", "upper end"},
    Column{Table::thresholds, "unit", text, "", false, "", unit_is},

    Column{Table::sobol_indices, "outcome", text, "", true, "costs net_benefit qalys",
           "the strategy's discounted outcome per person less the reference's"},
    Column{Table::sobol_indices, "strategy", text, "", true, "", other_is},
    Column{Table::sobol_indices, "threshold", number, per_qaly, true, not_negative, sometimes},
    Column{Table::sobol_indices, "parameter", text, "", true, "",
           "path of the value; of the shares of a branch, which vary together, the branch"},
    Column{Table::sobol_indices, "first_order", number, "", false, "0 to 1",
           "share of the variance that the value explains alone; empty: nothing varies"},
    Column{Table::sobol_indices, "first_order_error", number, "", false, not_negative,
           "its standard error over rows of the design"},
    Column{Table::sobol_indices, "total", number, "", false, "0 to 1", "with all its interactions"},
    Column{Table::sobol_indices, "total_error", number, "", false, not_negative, "its standard error"},
    Column{Table::sobol_indices, "rows", integer, "", false, from_one, "of the design that were answered"},

    Column{Table::left_out, "part", text, "", true, "global one_way thresholds two_way",
           "what it was asked for"},
    Column{Table::left_out, "setting", text, "", true, "", "the value, or values at numbers"},
    Column{Table::left_out, "reason", text, "", false, "", "why there is no answer"},
};

}  // namespace

std::span<const TableInfo> tables_of_sensitivity() noexcept
{
    return tables;
}

std::span<const Column> columns_of_sensitivity() noexcept
{
    return columns;
}

}  // namespace txpath::report
