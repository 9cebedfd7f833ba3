// schema_decision.cpp -- the registry: studies of decisions, which compare strategies.
//
// Owns      the keys below `strategies`, `willingness_to_pay`, `uncertainty` and `sensitivity` of study
// files.

#include "scenario/schema_tables.hpp"

namespace txpath {

namespace {

constexpr Key strategy_keys[] = {
    {.name = "scenario",
     .shape = Shape::text,
     .sentence = "A scenario file, relative to the study's.",
     .example = "../baseline.yaml",
     .is_required = true},
    {.name = "label",
     .shape = Shape::text,
     .sentence = "What it is called in tables and figures; left out: the scenario's title.",
     .example = "Usual care"},
    {.name = "set",
     .shape = Shape::special,
     .sentence = "What is changed in the scenario.",
     .example = "{parameters.price_of_spray: 300 USD}",
     .inner = "settings"},
};

constexpr Key willingness_keys[] = {
    {.name = "from",
     .shape = Shape::number,
     .sentence = "The lowest willingness to pay for a QALY.",
     .example = "0 USD",
     .dimension = Dimension::money,
     .at_least = 0.0,
     .fallback = "0"},
    {.name = "to",
     .shape = Shape::number,
     .sentence = "The highest.",
     .example = "200000 USD",
     .dimension = Dimension::money,
     .above = 0.0,
     .fallback = "200000"},
    {.name = "points",
     .shape = Shape::integer,
     .sentence = "How many there are, both ends among them.",
     .example = "101",
     .at_least = 2.0,
     .at_most = 10001.0,
     .fallback = "101"},
};

constexpr Key uncertainty_keys[] = {
    {.name = "samples",
     .shape = Shape::integer,
     .sentence = "How often the uncertain values are drawn.",
     .example = "1000",
     .at_least = 2.0,
     .at_most = 10000000.0,
     .fallback = "1000"},
    {.name = "population",
     .shape = Shape::integer,
     .sentence = "Simulated people in each sample and strategy; left out: as the scenarios say.",
     .example = "10000",
     .at_least = 1.0},
    {.name = "replicates",
     .shape = Shape::integer,
     .sentence = "How often each sample is run, each time with other luck.",
     .example = "1",
     .at_least = 1.0,
     .at_most = 1000000.0,
     .fallback = "1"},
    {.name = "sampling",
     .shape = Shape::one_of,
     .sentence =
         "`latin_hypercube`: one draw in each of as many equal shares of a value as there are samples; "
         "`sobol`: a scrambled Sobol sequence; `random`: independent draws.",
     .example = "sobol",
     .words = "latin_hypercube sobol random",
     .fallback = "latin_hypercube"},
    {.name = "vary",
     .shape = Shape::names,
     .sentence = "Which values are drawn: paths, or beginnings of paths before a dot; left out: all with a "
                 "distribution.",
     .example = "[parameters, tracks.depression]"},
    {.name = "correlations",
     .shape = Shape::place_list,
     .sentence = "Rank correlations between values, through a Gaussian copula.",
     .example = "[{between: [parameters.relapse, parameters.remit], rho: 0.3}]",
     .inner = "value_correlation"},
    {.name = "given",
     .shape = Shape::text,
     .sentence =
         "A CSV file with draws made elsewhere: each column is headed by the path of a value, each "
         "sample takes a row, in order. A number alone is in the unit of the value, a percentage a share.",
     .example = "posterior.csv"},
    {.name = "groups",
     .shape = Shape::special,
     .sentence =
         "Values that are learnt together, beside each alone, when the value of information is asked.",
     .example = "{prices: [parameters.spray_price, parameters.visit_price]}",
     .inner = "value_groups"},
    {.name = "affected",
     .shape = Shape::place,
     .sentence = "Those whom the decision concerns, for the value of information to all of them.",
     .example = "{per_year: 100000, years: 10 years, discount: 3 % per year}",
     .inner = "affected"},
};

constexpr Key value_correlation_keys[] = {
    {.name = "between",
     .shape = Shape::names,
     .sentence = "The two values, by their paths.",
     .example = "[parameters.relapse, parameters.remit]",
     .is_required = true},
    {.name = "rho",
     .shape = Shape::number,
     .sentence = "Spearman's rank correlation.",
     .example = "0.3",
     .dimension = Dimension::pure,
     .at_least = -1.0,
     .at_most = 1.0,
     .is_required = true},
};

constexpr Key affected_keys[] = {
    {.name = "per_year",
     .shape = Shape::number,
     .sentence = "How many people, on the real scale.",
     .example = "100000",
     .dimension = Dimension::pure,
     .above = 0.0,
     .is_required = true},
    {.name = "years",
     .shape = Shape::number,
     .sentence = "For how long the decision stands.",
     .example = "10 years",
     .dimension = Dimension::duration,
     .above = 0.0,
     .fallback = "10 years"},
    {.name = "discount",
     .shape = Shape::number,
     .sentence = "How people of later years are discounted.",
     .example = "3 % per year",
     .dimension = Dimension::rate_per_year,
     .at_least = 0.0,
     .fallback = "3 % per year"},
};

constexpr Key sensitivity_keys[] = {
    {.name = "coverage",
     .shape = Shape::number,
     .sentence = "How much of a distribution lies between the ends of a range that is not given.",
     .example = "95 %",
     .dimension = Dimension::probability,
     .at_most = 0.999999,
     .above = 0.0,
     .fallback = "95 %"},
    {.name = "one_way",
     .shape = Shape::special,
     .sentence = "Values that are changed one at a time; left out: all with a distribution.",
     .example = "[parameters.relapse, {value: parameters.remit, low: 0.1 per year, high: 2 per year}]",
     .inner = "value_ranges"},
    {.name = "two_way",
     .shape = Shape::place_list,
     .sentence = "Pairs of values that are changed together.",
     .example = "[{first: parameters.relapse, second: parameters.remit}]",
     .inner = "two_way"},
    {.name = "thresholds",
     .shape = Shape::place_list,
     .sentence = "Values of which it is sought where the better of two strategies changes.",
     .example = "[{value: parameters.relapse, between: [usual, places]}]",
     .inner = "threshold_search"},
    {.name = "global",
     .shape = Shape::place,
     .sentence = "All uncertain values at once, over their distributions: what each explains of the results.",
     .example = "{method: sobol, samples: 512}",
     .inner = "global_sensitivity"},
};

constexpr Key global_keys[] = {
    {.name = "method",
     .shape = Shape::one_of,
     .sentence = "`sobol`: first-order and total Sobol indices, by a Saltelli design.",
     .example = "sobol",
     .words = "sobol",
     .fallback = "sobol"},
    {.name = "samples",
     .shape = Shape::integer,
     .sentence = "Rows of the design; each takes as many evaluations as there are values, and two more.",
     .example = "512",
     .at_least = 2.0,
     .at_most = 1000000.0,
     .fallback = "512"},
};

constexpr Key value_range_keys[] = {
    {.name = "value",
     .shape = Shape::text,
     .sentence = "The path of a value.",
     .example = "parameters.relapse",
     .is_required = true},
    {.name = "low",
     .shape = Shape::special,
     .sentence = "Its lower end; left out: the quantile of its distribution by `coverage`.",
     .example = "0.1 per year",
     .inner = "bound"},
    {.name = "high",
     .shape = Shape::special,
     .sentence = "Its upper end; left out: likewise.",
     .example = "2 per year",
     .inner = "bound"},
};

constexpr Key two_way_keys[] = {
    {.name = "first",
     .shape = Shape::special,
     .sentence = "One value.",
     .example = "parameters.relapse",
     .inner = "value_range_or_path",
     .is_required = true},
    {.name = "second",
     .shape = Shape::special,
     .sentence = "The other.",
     .example = "{value: parameters.remit, low: 0.1 per year, high: 2 per year}",
     .inner = "value_range_or_path",
     .is_required = true},
    {.name = "steps",
     .shape = Shape::integer,
     .sentence = "At how many places each is tried, both ends among them.",
     .example = "9",
     .at_least = 2.0,
     .at_most = 1001.0,
     .fallback = "9"},
};

constexpr Key threshold_search_keys[] = {
    {.name = "value",
     .shape = Shape::text,
     .sentence = "The path of a value.",
     .example = "parameters.relapse",
     .is_required = true},
    {.name = "low",
     .shape = Shape::special,
     .sentence = "The lower end of the search; left out: the quantile of its distribution by `coverage`.",
     .example = "0.1 per year",
     .inner = "bound"},
    {.name = "high",
     .shape = Shape::special,
     .sentence = "The upper end; left out: likewise.",
     .example = "2 per year",
     .inner = "bound"},
    {.name = "between",
     .shape = Shape::names,
     .sentence = "Two strategies; left out: the reference and each other one.",
     .example = "[usual, places]"},
};

constexpr Place places[] = {
    {"strategy", "a strategy", "One of the things that could be done: a scenario, perhaps changed.",
     strategy_keys},
    {"willingness_to_pay", "the willingness to pay",
     "The grid over which curves are drawn, money for a QALY.", willingness_keys},
    {"uncertainty", "the uncertainty analysis",
     "How the uncertain values are drawn, for `txpath uncertainty`.", uncertainty_keys},
    {"value_correlation", "a correlation of values", "The rank correlation of two uncertain values.",
     value_correlation_keys},
    {"affected", "those affected", "The people whom a decision concerns.", affected_keys},
    {"sensitivity", "the sensitivity analysis", "Which values are changed how, for `txpath sensitivity`.",
     sensitivity_keys},
    {"value_range", "a range of a value", "A value and the ends between which it is changed.",
     value_range_keys},
    {"two_way", "a pair of values", "Two values that are changed together, on a grid.", two_way_keys},
    {"threshold_search", "a search for a threshold",
     "The place between two ends of a value where two strategies are equally good.", threshold_search_keys},
    {"global_sensitivity", "the global analysis", "All uncertain values changed at once.", global_keys},
};

}  // namespace

std::span<const Place> decision_places() noexcept
{
    return places;
}

}  // namespace txpath
