// schema_values.cpp -- the registry: uncertain values and their distributions.
//
// Owns      the keys that may stand where a number may stand.

#include "scenario/schema_tables.hpp"

namespace txpath {

namespace {

constexpr Key uncertain_keys[] = {
    {.name = "value",
     .shape = Shape::special,
     .sentence = "The base case; the mean of the distribution if it is not given.",
     .example = "0.33",
     .inner = "argument"},
    {.name = "beta",
     .shape = Shape::place,
     .sentence = "A beta distribution.",
     .example = "{events: 949, of: 2876}",
     .inner = "distribution_beta"},
    {.name = "gamma",
     .shape = Shape::place,
     .sentence = "A gamma distribution.",
     .example = "{mean: 1, sd: 0.5}",
     .inner = "distribution_gamma"},
    {.name = "lognormal",
     .shape = Shape::place,
     .sentence = "A lognormal distribution.",
     .example = "{ci95: [1.4, 2.6]}",
     .inner = "distribution_lognormal"},
    {.name = "normal",
     .shape = Shape::place,
     .sentence = "A normal distribution.",
     .example = "{mean: 44, sd: 14}",
     .inner = "distribution_normal"},
    {.name = "uniform",
     .shape = Shape::place,
     .sentence = "A uniform distribution.",
     .example = "{min: 1, max: 2}",
     .inner = "distribution_uniform"},
    {.name = "pert",
     .shape = Shape::place,
     .sentence = "A PERT distribution.",
     .example = "{min: 1, mode: 2, max: 4}",
     .inner = "distribution_pert"},
    {.name = "triangular",
     .shape = Shape::place,
     .sentence = "A triangular distribution.",
     .example = "{min: 1, mode: 2, max: 4}",
     .inner = "distribution_triangular"},
    {.name = "dirichlet",
     .shape = Shape::place,
     .sentence = "A Dirichlet distribution of the probabilities of a branch.",
     .example = "{counts: {a: 12, b: 30}}",
     .inner = "distribution_dirichlet"},
    {.name = "within",
     .shape = Shape::number,
     .sentence = "The time by which a probability holds, where the value does not say it.",
     .example = "14 weeks",
     .dimension = Dimension::duration,
     .above = 0.0},
    {.name = "source",
     .shape = Shape::text,
     .sentence = "A key of the references, `assumption`, or `calibrated`.",
     .example = "trivedi2006"},
    {.name = "note",
     .shape = Shape::text,
     .sentence = "Anything a reader should know; required beside `assumption` and `calibrated`.",
     .example = "expert opinion of two psychiatrists"},
};

constexpr Key distribution_beta_keys[] = {
    {.name = "events",
     .shape = Shape::special,
     .sentence = "How many had the event: alpha = events.",
     .example = "949",
     .inner = "argument"},
    {.name = "of",
     .shape = Shape::special,
     .sentence = "Out of how many: beta = of - events.",
     .example = "2876",
     .inner = "argument"},
    {.name = "alpha",
     .shape = Shape::special,
     .sentence = "First shape.",
     .example = "2",
     .inner = "argument"},
    {.name = "beta",
     .shape = Shape::special,
     .sentence = "Second shape.",
     .example = "3",
     .inner = "argument"},
    {.name = "mean", .shape = Shape::special, .sentence = "Mean.", .example = "0.33", .inner = "argument"},
    {.name = "sd",
     .shape = Shape::special,
     .sentence = "Standard deviation.",
     .example = "0.05",
     .inner = "argument"},
};

constexpr Key distribution_gamma_keys[] = {
    {.name = "mean", .shape = Shape::special, .sentence = "Mean.", .example = "1", .inner = "argument"},
    {.name = "sd",
     .shape = Shape::special,
     .sentence = "Standard deviation.",
     .example = "0.5",
     .inner = "argument"},
    {.name = "shape", .shape = Shape::special, .sentence = "Shape.", .example = "4", .inner = "argument"},
    {.name = "scale",
     .shape = Shape::special,
     .sentence = "Scale: mean / shape.",
     .example = "0.25",
     .inner = "argument"},
};

constexpr Key distribution_lognormal_keys[] = {
    {.name = "ci95",
     .shape = Shape::special,
     .sentence = "The 2.5 % and 97.5 % quantiles.",
     .example = "[1.4, 2.6]",
     .inner = "interval"},
    {.name = "mean", .shape = Shape::special, .sentence = "Mean.", .example = "1.9", .inner = "argument"},
    {.name = "sd",
     .shape = Shape::special,
     .sentence = "Standard deviation.",
     .example = "0.3",
     .inner = "argument"},
    {.name = "median", .shape = Shape::special, .sentence = "Median.", .example = "1.9", .inner = "argument"},
    {.name = "sigma",
     .shape = Shape::special,
     .sentence = "Standard deviation of the logarithm.",
     .example = "0.2",
     .inner = "argument"},
};

constexpr Key distribution_normal_keys[] = {
    {.name = "mean", .shape = Shape::special, .sentence = "Mean.", .example = "44", .inner = "argument"},
    {.name = "sd",
     .shape = Shape::special,
     .sentence = "Standard deviation.",
     .example = "14",
     .inner = "argument"},
    {.name = "ci95",
     .shape = Shape::special,
     .sentence = "The 2.5 % and 97.5 % quantiles.",
     .example = "[1.4, 2.6]",
     .inner = "interval"},
};

constexpr Key distribution_uniform_keys[] = {
    {.name = "min", .shape = Shape::special, .sentence = "Smallest.", .example = "1", .inner = "argument"},
    {.name = "max", .shape = Shape::special, .sentence = "Largest.", .example = "2", .inner = "argument"},
};

constexpr Key distribution_pert_keys[] = {
    {.name = "min", .shape = Shape::special, .sentence = "Smallest.", .example = "1", .inner = "argument"},
    {.name = "mode",
     .shape = Shape::special,
     .sentence = "Most likely.",
     .example = "2",
     .inner = "argument"},
    {.name = "max", .shape = Shape::special, .sentence = "Largest.", .example = "4", .inner = "argument"},
};

constexpr Key distribution_triangular_keys[] = {
    {.name = "min", .shape = Shape::special, .sentence = "Smallest.", .example = "1", .inner = "argument"},
    {.name = "mode",
     .shape = Shape::special,
     .sentence = "Most likely.",
     .example = "2",
     .inner = "argument"},
    {.name = "max", .shape = Shape::special, .sentence = "Largest.", .example = "4", .inner = "argument"},
};

constexpr Key distribution_dirichlet_keys[] = {
    {.name = "counts",
     .shape = Shape::special,
     .sentence = "How many went each way.",
     .example = "{a: 12, b: 30}",
     .inner = "counts",
     .is_required = true},
};

constexpr Place places[] = {
    {"uncertain", "an uncertain value",
     "A number with its distribution and its source; it may stand wherever a value may stand.",
     uncertain_keys},
    {"distribution_beta", "a beta distribution", "Give events and of, or alpha and beta, or mean and sd.",
     distribution_beta_keys},
    {"distribution_gamma", "a gamma distribution", "Give mean and sd, or shape and scale.",
     distribution_gamma_keys},
    {"distribution_lognormal", "a lognormal distribution", "Give ci95, or mean and sd, or median and sigma.",
     distribution_lognormal_keys},
    {"distribution_normal", "a normal distribution", "Give mean and sd, or ci95.", distribution_normal_keys},
    {"distribution_uniform", "a uniform distribution", "Every number between min and max is as likely.",
     distribution_uniform_keys},
    {"distribution_pert", "a PERT distribution",
     "A smooth hump between min and max with its top at mode; mean (min + 4 mode + max) / 6.",
     distribution_pert_keys},
    {"distribution_triangular", "a triangular distribution",
     "A triangle between min and max with its top at mode.", distribution_triangular_keys},
    {"distribution_dirichlet", "a Dirichlet distribution",
     "The probabilities of a branch, drawn together from counts.", distribution_dirichlet_keys},
};

}  // namespace

std::span<const Place> value_places() noexcept
{
    return places;
}

}  // namespace txpath
