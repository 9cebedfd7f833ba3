// columns_barriers.cpp -- the tables and columns of an analysis of barriers.
//
// Assumes   as columns.cpp: columns of one table together, in the order of their file.
#include <array>

#include "report/columns.hpp"

namespace txpath::report {
namespace {

using enum CellType;

constexpr std::array tables{
    TableInfo{
        Table::barriers, "barriers",
        "what removing or keeping one barrier (or all) does to one measure of one stratum, over replicates"},
    TableInfo{Table::barriers_replicates, "barriers_replicates", "the same in one replicate"},
};

constexpr std::string_view scenario_is = "name of the scenario";
constexpr std::string_view stratum_names = "all; ATTRIBUTE=CATEGORY; several joined by ;";
constexpr std::string_view stratum_is = "the people who are counted";
constexpr std::string_view measures =
    "the scenario's measures; costs.per_person costs.total qalys.per_person qalys.total";
constexpr std::string_view measure_is =
    "over the whole horizon, on the real scale: events; person-years in states; people at the end in states "
    "that "
    "end a life in the simulation; costs and QALYs discounted";
constexpr std::string_view barrier_is = "name of the barrier; empty: of none in particular";
constexpr std::string_view kinds = "all_removed alone_kept alone_removed as_is interaction shapley";
constexpr std::string_view kind_is =
    "as_is: nothing removed; all_removed: all of them; alone_removed: this one only; alone_kept: all but "
    "this one; "
    "interaction: all_removed less the sum of alone_removed; shapley: mean over the orders of removal";
constexpr std::string_view difference_is =
    "all_removed and alone_removed: value less that of as_is; alone_kept: value of all_removed less this "
    "one, what "
    "the barrier would still hold back; shapley: what its removal changes on average over the orders of "
    "removal; "
    "they sum to all_removed";
constexpr std::string_view in_unit = "see unit";
constexpr std::string_view not_negative = ">= 0";

constexpr std::array columns{
    Column{Table::barriers, "scenario", text, "", true, "", scenario_is},
    Column{Table::barriers, "stratum", text, "", true, stratum_names, stratum_is},
    Column{Table::barriers, "measure", text, "", true, measures, measure_is},
    Column{Table::barriers, "barrier", text, "", true, "", barrier_is},
    Column{Table::barriers, "kind", text, "", true, kinds, kind_is},
    Column{Table::barriers, "value", number, in_unit, false, "",
           "mean over replicates; empty of interaction and shapley, which are differences"},
    Column{Table::barriers, "value_mcse", number, in_unit, false, not_negative,
           "its Monte Carlo standard error; empty for one replicate"},
    Column{Table::barriers, "difference", number, in_unit, false, "", difference_is},
    Column{Table::barriers, "difference_mcse", number, in_unit, false, not_negative,
           "Monte Carlo standard error of the difference, which is taken within each replicate first"},
    Column{Table::barriers, "low", number, in_unit, false, "",
           "lower end of the 95 % interval of the difference (Student's t); of luck, and of sampling_error"},
    Column{Table::barriers, "high", number, in_unit, false, "", "upper end"},
    Column{Table::barriers, "independent_mcse", number, in_unit, false, not_negative,
           "standard error that the difference would have if every scenario had luck of its own"},
    Column{Table::barriers, "sampling_error", number, in_unit, false, not_negative,
           "of sampled shapley: standard error from the draw of the orders; empty: not sampled"},
    Column{Table::barriers, "unit", text, "", false, "", "unit of the numbers"},

    Column{Table::barriers_replicates, "scenario", text, "", true, "", scenario_is},
    Column{Table::barriers_replicates, "replicate", integer, "", true, "1, 2, ...",
           "draw of the luck, numbered from 1"},
    Column{Table::barriers_replicates, "stratum", text, "", true, stratum_names, stratum_is},
    Column{Table::barriers_replicates, "measure", text, "", true, measures, measure_is},
    Column{Table::barriers_replicates, "barrier", text, "", true, "", barrier_is},
    Column{Table::barriers_replicates, "kind", text, "", true, kinds, kind_is},
    Column{Table::barriers_replicates, "value", number, in_unit, false, "",
           "in this replicate; empty as in barriers, or where a mean is taken over nobody"},
    Column{Table::barriers_replicates, "difference", number, in_unit, false, "", difference_is},
    Column{Table::barriers_replicates, "unit", text, "", false, "", "unit of the numbers"},
};

}  // namespace

std::span<const TableInfo> tables_of_barriers() noexcept
{
    return tables;
}

std::span<const Column> columns_of_barriers() noexcept
{
    return columns;
}

}  // namespace txpath::report
