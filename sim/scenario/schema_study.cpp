// schema_study.cpp -- the registry: studies, which fit values to published results.
//
// Owns      the keys of study files.

#include "scenario/schema_tables.hpp"

namespace txpath {

namespace {

constexpr Key study_keys[] = {
    {.name = "txpath",
     .shape = Shape::integer,
     .sentence = "The version of the language.",
     .example = "1",
     .at_least = 1.0,
     .at_most = 1.0,
     .is_required = true},
    {.name = "title",
     .shape = Shape::text,
     .sentence = "What the study is called.",
     .example = "Relapse after stopping"},
    {.name = "description",
     .shape = Shape::text,
     .sentence = "What is fitted to what, and why.",
     .example = "Two rates, fitted to two trials"},
    {.name = "calibrate",
     .shape = Shape::place,
     .sentence = "Values and the published results they are fitted to, by `txpath calibrate`.",
     .example = "{}",
     .inner = "calibrate",
     .is_required = true},
};

constexpr Key calibrate_keys[] = {
    {.name = "values",
     .shape = Shape::place_list,
     .sentence = "What is fitted.",
     .example = "[{path: parameters.relapse, low: 0.1 per year, high: 2 per year}]",
     .inner = "fitted",
     .is_required = true},
    {.name = "targets",
     .shape = Shape::place_list,
     .sentence = "What it is fitted to; taken as independent of each other.",
     .example = "[{trial: ../trials/antler.yaml}]",
     .inner = "target",
     .is_required = true},
    {.name = "extends",
     .shape = Shape::text,
     .sentence = "The scenario that the fit is laid upon, as `fit.yaml` will name it.",
     .example = "baseline.yaml"},
    {.name = "search",
     .shape = Shape::place,
     .sentence = "How the best fit is looked for.",
     .example = "{global: none}",
     .inner = "search"},
    {.name = "replicates",
     .shape = Shape::integer,
     .sentence = "How often each trial is done for one set of values.",
     .example = "50",
     .at_least = 1.0,
     .at_most = 1000000.0,
     .fallback = "50"},
    {.name = "seed",
     .shape = Shape::integer,
     .sentence = "Of the luck, which is the same for every set of values, and of the global search.",
     .example = "1",
     .at_least = 0.0,
     .fallback = "1"},
};

constexpr Key fitted_keys[] = {
    {.name = "path",
     .shape = Shape::text,
     .sentence =
         "A parameter by its path: an entry of `parameters`, or a value with a source or a distribution.",
     .example = "tracks.depression.transitions.relapse.rate",
     .is_required = true},
    {.name = "low",
     .shape = Shape::special,
     .sentence = "The lowest value to try; left out: the 0.1 % quantile of the prior.",
     .example = "0.1 per year",
     .inner = "bound"},
    {.name = "high",
     .shape = Shape::special,
     .sentence = "The highest value to try; left out: the 99.9 % quantile of the prior.",
     .example = "2 per year",
     .inner = "bound"},
    {.name = "start",
     .shape = Shape::special,
     .sentence = "Where the search begins; left out: the base case.",
     .example = "0.6 per year",
     .inner = "bound"},
    {.name = "scale",
     .shape = Shape::one_of,
     .sentence = "On which scale it is searched and its interval made; `log` needs a `low` above 0.",
     .example = "log",
     .words = "linear log",
     .fallback = "linear"},
    {.name = "prior",
     .shape = Shape::one_of,
     .sentence =
         "`declared`: its distribution in the scenario counts as evidence; `none`: all values between "
         "the bounds are alike.",
     .example = "declared",
     .words = "none declared",
     .fallback = "none"},
};

constexpr Key target_keys[] = {
    {.name = "trial",
     .shape = Shape::text,
     .sentence = "A trial file, relative to the study's.",
     .example = "../trials/antler.yaml"},
    {.name = "endpoints",
     .shape = Shape::names,
     .sentence = "Which of its endpoints; left out: all with `use: calibration`.",
     .example = "[relapse_continue, relapse_stop]"},
    {.name = "scenario",
     .shape = Shape::text,
     .sentence = "A scenario file, relative to the study's, run with its own population and replicates.",
     .example = "../baseline.yaml"},
    {.name = "measure",
     .shape = Shape::name,
     .sentence = "Of a scenario: one of its `outputs.measures`. Events are counted from the start.",
     .example = "in_remission"},
    {.name = "at",
     .shape = Shape::number,
     .sentence = "Of a measure: the report time.",
     .example = "1 year",
     .dimension = Dimension::duration,
     .at_least = 0.0},
    {.name = "per",
     .shape = Shape::one_of,
     .sentence = "Of a measure, its denominator: people who entered so far, or those present then.",
     .example = "entered",
     .words = "entered present"},
    {.name = "published",
     .shape = Shape::place,
     .sentence = "Of a measure: the result it is fitted to.",
     .example = "{events: 24, of: 90, source: lewis2021}",
     .inner = "published"},
    {.name = "likelihood",
     .shape = Shape::one_of,
     .sentence =
         "How the result varies; left out: binomial for events of so many, lognormal for ratios, else "
         "normal.",
     .example = "normal",
     .words = "binomial normal lognormal"},
};

constexpr Key search_keys[] = {
    {.name = "global",
     .shape = Shape::one_of,
     .sentence = "First, over all values between the bounds.",
     .example = "isres",
     .words = "crs2_lm isres none",
     .fallback = "crs2_lm"},
    {.name = "global_evaluations",
     .shape = Shape::integer,
     .sentence = "How many sets of values it tries.",
     .example = "300",
     .at_least = 1.0,
     .at_most = 1000000.0,
     .fallback = "300"},
    {.name = "local",
     .shape = Shape::one_of,
     .sentence = "Then, from the best of these.",
     .example = "sbplx",
     .words = "bobyqa sbplx nelder_mead none",
     .fallback = "bobyqa"},
    {.name = "local_evaluations",
     .shape = Shape::integer,
     .sentence = "How many sets of values it tries at most.",
     .example = "200",
     .at_least = 1.0,
     .at_most = 1000000.0,
     .fallback = "200"},
    {.name = "tolerance",
     .shape = Shape::number,
     .sentence = "It ends when no value moves by more than this share of the distance between its bounds.",
     .example = "0.0005",
     .dimension = Dimension::probability,
     .above = 0.0,
     .fallback = "0.0005"},
};

constexpr Place places[] = {
    {"study", "the study", "A study file: fits values of scenarios to published results.", study_keys},
    {"calibrate", "the calibration", "Which values are fitted to which results.", calibrate_keys},
    {"fitted", "a fitted value", "A value that is sought between two bounds.", fitted_keys},
    {"target", "a target",
     "`trial`, perhaps with `endpoints`; or `scenario`, `measure`, `at`, `per` and `published`.",
     target_keys},
    {"search", "the search", "A global search, then a local one; neither needs derivatives.", search_keys},
};

}  // namespace

std::span<const Place> study_places() noexcept
{
    return places;
}

}  // namespace txpath
