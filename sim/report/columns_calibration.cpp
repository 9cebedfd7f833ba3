// columns_calibration.cpp -- the tables and columns of a calibration.
//
// Assumes   as columns.cpp: columns of one table together, in the order of their file.
#include <array>

#include "report/columns.hpp"

namespace txpath::report {
namespace {

using enum CellType;

constexpr std::array tables{
    TableInfo{Table::evaluations, "evaluations",
              "one number of one evaluation: a value tried, a target, a prior, "
              "or the sum"},
    TableInfo{Table::fit, "fit", "one fitted value"},
    TableInfo{Table::fit_targets, "fit_targets", "one target at the best fit"},
    TableInfo{Table::pulls, "pulls", "what one value does to one target near the best fit"},
    TableInfo{Table::correlations, "correlations", "two values near the best fit"},
    TableInfo{Table::directions, "directions",
              "the share of one value in one direction of the space of values"},
    TableInfo{Table::profile, "profile", "one value at the best fit for which another value was held"},
};

constexpr std::string_view path_is = "path of the fitted value";
constexpr std::string_view target_is = "TRIAL.ENDPOINT, or SCENARIO.MEASURE and the time";
constexpr std::string_view in_unit = "unit of the value";

constexpr std::array columns{
    Column{Table::evaluations, "evaluation", integer, "", true, "1, 2, ...", "number, in order of time"},
    Column{Table::evaluations, "item", text, "", true, "objective prior target value",
           "what the row is about; objective: the log posterior, in log_likelihood"},
    Column{Table::evaluations, "name", text, "", true, "",
           "path of the value or prior, name of the target; empty: the whole"},
    Column{Table::evaluations, "stage", text, "", false, "start global local curvature profile",
           "what it was made for"},
    Column{Table::evaluations, "value", number, "see description", false, "",
           "the value in its unit (fit.csv), or what was simulated for the target; empty: there was none"},
    Column{Table::evaluations, "mcse", number, "as value", false, ">= 0",
           "Monte Carlo standard error of a target"},
    Column{Table::evaluations, "residual", number, "standard deviations", false, "",
           "(published - simulated) / its standard deviation, on the scale of the likelihood"},
    Column{Table::evaluations, "log_likelihood", number, "", false, "",
           "log likelihood of a target, log density of a prior; empty: impossible"},
    Column{Table::evaluations, "refusal", text, "", false, "", "why the model refused the values"},

    Column{Table::fit, "value", text, "", true, "", path_is},
    Column{Table::fit, "unit", text, "", false, "",
           "unit of the numbers, as the scenario writes it; empty: none"},
    Column{Table::fit, "scale", text, "", false, "linear log",
           "on which it was searched and its interval made"},
    Column{Table::fit, "low", number, in_unit, false, "", "lower bound"},
    Column{Table::fit, "high", number, in_unit, false, "", "upper bound"},
    Column{Table::fit, "prior", text, "", false, "none declared", "whether its distribution counted"},
    Column{Table::fit, "start", number, in_unit, false, "", "where the search began"},
    Column{Table::fit, "estimate", number, in_unit, false, "", "at the highest posterior found"},
    Column{Table::fit, "se", number, in_unit, false, "> 0",
           "standard error from the observed information; empty: not identified, or at a bound"},
    Column{Table::fit, "ci_low", number, in_unit, false, "", "lower end of its 95 % interval"},
    Column{Table::fit, "ci_high", number, in_unit, false, "", "upper end"},
    Column{Table::fit, "profile_low", number, in_unit, false, "",
           "lower end of the 95 % interval from the profile; empty: not asked for, or not reached"},
    Column{Table::fit, "profile_high", number, in_unit, false, "", "upper end"},
    Column{Table::fit, "at_bound", flag, "", false, "0 1",
           "1 if the posterior rises towards a bound where it lies"},

    Column{Table::fit_targets, "target", text, "", true, "", target_is},
    Column{Table::fit_targets, "likelihood", text, "", false, "binomial normal lognormal",
           "how the result varies"},
    Column{Table::fit_targets, "published", number, "of the target", false, "", "the result"},
    Column{Table::fit_targets, "events", integer, "people", false, "", "of binomial targets"},
    Column{Table::fit_targets, "of", integer, "people", false, "", "of binomial targets"},
    Column{Table::fit_targets, "simulated", number, "of the target", false, "", "what the model gives"},
    Column{Table::fit_targets, "mcse", number, "of the target", false, ">= 0",
           "its Monte Carlo standard error"},
    Column{Table::fit_targets, "people", number, "people", false, ">= 0", "simulated people behind it"},
    Column{Table::fit_targets, "residual", number, "standard deviations", false, "", "as in evaluations"},
    Column{Table::fit_targets, "log_likelihood", number, "", false, "", "as in evaluations"},
    Column{Table::fit_targets, "source", text, "", false, "", "citation key of the published result"},

    Column{Table::pulls, "value", text, "", true, "", path_is},
    Column{Table::pulls, "target", text, "", true, "", target_is},
    Column{Table::pulls, "derivative", number, "standard deviations per unit of the value", false, "",
           "change of the target's residual; negative: a higher value makes the model's result higher"},
    Column{Table::pulls, "per_error", number, "standard deviations", false, "",
           "the same for one standard error of the value"},

    Column{Table::correlations, "value", text, "", true, "", path_is},
    Column{Table::correlations, "other", text, "", true, "", "path of another one"},
    Column{Table::correlations, "correlation", number, "", false, "-1 to 1",
           "of their estimates; empty: not identified"},

    Column{Table::directions, "direction", integer, "", true, "1, 2, ...", "widest first"},
    Column{Table::directions, "value", text, "", true, "", path_is},
    Column{Table::directions, "weight", number, "", false, "-1 to 1",
           "how far the value moves along it, in shares of the distance between its bounds"},
    Column{Table::directions, "spread", number, "", false, "> 0",
           "standard error along it, in the same shares; empty: without end"},
    Column{Table::directions, "weak", flag, "", false, "0 1",
           "1 if the targets tell no more of it than the bounds"},

    Column{Table::profile, "value", text, "", true, "", "path of the value that was held"},
    Column{Table::profile, "step", integer, "", true, "1, 2, ...", "from its lowest to its highest"},
    Column{Table::profile, "other", text, "", true, "", "path of the value this row is about"},
    Column{Table::profile, "number", number, in_unit, false, "", "that value at the best fit"},
    Column{Table::profile, "log_posterior", number, "", false, "", "highest found with the value held"},
    Column{Table::profile, "fall", number, "", false, "",
           "how far below the best fit; 1.92 bounds a 95 % interval"},
};

}  // namespace

std::span<const TableInfo> tables_of_calibration() noexcept
{
    return tables;
}

std::span<const Column> columns_of_calibration() noexcept
{
    return columns;
}

}  // namespace txpath::report
