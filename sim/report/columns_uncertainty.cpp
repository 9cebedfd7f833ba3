// columns_uncertainty.cpp -- the tables and columns of an analysis of uncertainty.
//
// Assumes   as columns.cpp: columns of one table together, in the order of their file. Tables that dampack
// has
//           too are spelled as dampack spells them.
#include <array>

#include "report/columns.hpp"

namespace txpath::report {
namespace {

using enum CellType;

constexpr std::array tables{
    TableInfo{Table::params, "params", "the values drawn for one sample, a column each"},
    TableInfo{Table::ceac, "ceac", "how often one strategy is best at one willingness to pay, in one group"},
    TableInfo{Table::evpi, "evpi", "value of perfect information at one willingness to pay, in one group"},
    TableInfo{Table::evppi, "evppi", "value of learning one value, or one group of values, perfectly"},
    TableInfo{Table::expected_loss, "expected_loss",
              "expected net benefit forgone by choosing one strategy, in one group"},
    TableInfo{Table::ce_plane, "ce_plane",
              "what one strategy costs and gives beyond the reference in one sample and group"},
    TableInfo{Table::variance, "variance",
              "the variance over samples of one difference to the reference: parameters and luck"},
    TableInfo{Table::convergence, "convergence", "a mean over the first so many samples"},
    TableInfo{Table::global, "global", "what one value explains of one difference to the reference"},
    TableInfo{Table::refused, "refused", "one draw that the model does not accept"},
};

constexpr std::string_view from_one = "1, 2, ...";
constexpr std::string_view sample_is = "draw of the parameters, numbered from 1; refused ones are absent";
constexpr std::string_view group_names = "all; ATTRIBUTE=CATEGORY; several joined by ;";
constexpr std::string_view group_is = "the people who are counted";
constexpr std::string_view per_person = "currency per person";
constexpr std::string_view per_qaly = "currency per QALY";
constexpr std::string_view willingness_is = "willingness to pay for a QALY";
constexpr std::string_view strategy_is = "name of the strategy";
constexpr std::string_view not_negative = ">= 0";
constexpr std::string_view outcomes = "cost net_benefit qalys";
constexpr std::string_view outcome_is =
    "the strategy's discounted cost, QALYs or net monetary benefit per person less the reference's";
constexpr std::string_view squared = "the same squared";
constexpr std::string_view threshold_is = "willingness to pay of net_benefit; empty: of the others";

constexpr std::array columns{
    Column{Table::params, "sample", integer, "", true, from_one, sample_is},

    Column{Table::ceac, "grp", text, "", true, group_names, group_is},
    Column{Table::ceac, "WTP", number, per_qaly, true, not_negative, willingness_is},
    Column{Table::ceac, "Strategy", text, "", true, "", strategy_is},
    Column{Table::ceac, "Proportion", number, "", false, "0 to 1",
           "share of the samples in which its net benefit is highest; samples with a tie are divided"},
    Column{Table::ceac, "On_Frontier", flag, "", false, "0 1",
           "1 if its mean net benefit is highest: the acceptability frontier"},

    Column{Table::evpi, "grp", text, "", true, group_names, group_is},
    Column{Table::evpi, "WTP", number, per_qaly, true, not_negative, willingness_is},
    Column{Table::evpi, "EVPI", number, per_person, false, not_negative,
           "expected value of perfect information"},
    Column{Table::evpi, "error", number, per_person, false, not_negative,
           "its standard error over samples, with the strategy held that is best on average"},
    Column{
        Table::evpi, "population_evpi", number, "currency", false, not_negative,
        "for all whom the decision concerns; empty: of a part of them, or the study does not say how many"},

    Column{Table::evppi, "grp", text, "", true, "all", group_is},
    Column{Table::evppi, "WTP", number, per_qaly, true, not_negative,
           "thresholds of the study; of the five values that matter most, the whole range"},
    Column{Table::evppi, "kind", text, "", true, "group value", "whether it is one value or several"},
    Column{Table::evppi, "name", text, "", true, "", "path of the value, or name of the group"},
    Column{Table::evppi, "EVPPI", number, per_person, false, not_negative,
           "expected value of partial perfect information, by regression"},
    Column{Table::evppi, "error", number, per_person, false, not_negative,
           "its standard error from the regression and the number of samples"},
    Column{Table::evppi, "population_evppi", number, "currency", false, not_negative,
           "for all whom the decision concerns; empty: the study does not say how many"},
    Column{Table::evppi, "smoother", text, "", false,
           "constant gaussian_process round_gaussian_process spline too_few",
           "the regression; round: of many values, all with one length scale; constant: the values do not "
           "vary; too_few: fewer than 10 samples"},

    Column{Table::expected_loss, "grp", text, "", true, group_names, group_is},
    Column{Table::expected_loss, "WTP", number, per_qaly, true, not_negative, willingness_is},
    Column{Table::expected_loss, "Strategy", text, "", true, "", strategy_is},
    Column{Table::expected_loss, "Expected_Loss", number, per_person, false, not_negative,
           "mean over samples of the highest net benefit less this strategy's"},
    Column{Table::expected_loss, "On_Frontier", flag, "", false, "0 1", "1 if it is least: then it is EVPI"},

    Column{Table::ce_plane, "sample", integer, "", true, from_one, sample_is},
    Column{Table::ce_plane, "strategy_id", integer, "", true, from_one, "number of the strategy"},
    Column{Table::ce_plane, "strategy", text, "", true, "", "name of the strategy; not the reference"},
    Column{Table::ce_plane, "grp_id", integer, "", true, from_one, "number of the group"},
    Column{Table::ce_plane, "grp", text, "", true, group_names, group_is},
    Column{Table::ce_plane, "incremental_costs", number, per_person, false, "",
           "discounted costs less the reference's in the same sample, on the same luck"},
    Column{Table::ce_plane, "incremental_qalys", number, "QALYs per person", false, "",
           "discounted QALYs less the reference's"},
    Column{Table::ce_plane, "incremental_costs_mcse", number, per_person, false, not_negative,
           "Monte Carlo standard error of the difference, people by people"},
    Column{Table::ce_plane, "incremental_qalys_mcse", number, "QALYs per person", false, not_negative,
           "as incremental_costs_mcse"},

    Column{Table::variance, "grp", text, "", true, group_names, group_is},
    Column{Table::variance, "strategy", text, "", true, "", "name of the strategy; not the reference"},
    Column{Table::variance, "outcome", text, "", true, outcomes, outcome_is},
    Column{Table::variance, "threshold", number, per_qaly, true, not_negative, threshold_is},
    Column{Table::variance, "total", number, squared, false, not_negative,
           "variance over samples of what was simulated"},
    Column{Table::variance, "luck", number, squared, false, not_negative,
           "of it, Monte Carlo: mean squared standard error of the samples"},
    Column{Table::variance, "parameters", number, squared, false, not_negative,
           "the rest: what is not known; 0 if luck explains all"},
    Column{Table::variance, "luck_share", number, "", false, not_negative,
           "luck / total; above 1 by chance only; empty: nothing varies"},
    Column{Table::variance, "people", number, "people", false, not_negative,
           "simulated in each sample and strategy of the group"},
    Column{Table::variance, "best_people", number, "people", false, not_negative,
           "per sample, which make the mean most exact for the work; empty: none would"},

    Column{Table::convergence, "samples", integer, "samples", true, from_one, "the first so many"},
    Column{Table::convergence, "quantity", text, "", true, "evpi incremental_net_benefit",
           "what is averaged"},
    Column{Table::convergence, "threshold", number, per_qaly, true, not_negative, willingness_is},
    Column{Table::convergence, "strategy", text, "", true, "",
           "whose net benefit less the reference's; empty: EVPI"},
    Column{Table::convergence, "value", number, per_person, false, "", "mean over these samples"},
    Column{Table::convergence, "error", number, per_person, false, not_negative,
           "its standard error, as if samples were independent"},

    Column{Table::global, "outcome", text, "", true, outcomes, outcome_is},
    Column{Table::global, "strategy", text, "", true, "", "name of the strategy; not the reference"},
    Column{Table::global, "threshold", number, per_qaly, true, not_negative, threshold_is},
    Column{Table::global, "value", text, "", true, "", "path of the value"},
    Column{Table::global, "first_order", number, "", false, "0 to 1",
           "share of the variance that the value explains alone (first-order Sobol index)"},
    Column{Table::global, "error", number, "", false, not_negative, "its standard error"},
    Column{Table::global, "rank_correlation", number, "", false, "-1 to 1",
           "partial rank correlation, all other values held (PRCC)"},

    Column{Table::refused, "sample", integer, "", true, from_one, "draw of the parameters"},
    Column{Table::refused, "reason", text, "", false, "", "why the model refuses it"},
};

}  // namespace

std::span<const TableInfo> tables_of_uncertainty() noexcept
{
    return tables;
}

std::span<const Column> columns_of_uncertainty() noexcept
{
    return columns;
}

}  // namespace txpath::report
