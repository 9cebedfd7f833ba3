// schema_people.cpp -- the registry: population, attributes, arrivals.
//
// Owns      the keys that say who the people are.

#include "scenario/schema_tables.hpp"

namespace txpath {

namespace {

constexpr Key population_keys[] = {
    {.name = "size",
     .shape = Shape::number,
     .sentence = "Simulated people at the start; the rows of `from` if that is given.",
     .example = "100000",
     .dimension = Dimension::pure,
     .at_least = 0.0},
    {.name = "represents",
     .shape = Shape::number,
     .sentence = "Real people they stand for; counts and money are reported on this scale.",
     .example = "2.8 million",
     .dimension = Dimension::pure,
     .above = 0.0},
    {.name = "scale",
     .shape = Shape::number,
     .sentence = "Real people per simulated person, instead of `represents`.",
     .example = "28",
     .dimension = Dimension::pure,
     .above = 0.0,
     .fallback = "1"},
    {.name = "attributes",
     .shape = Shape::named_places,
     .sentence = "What is fixed about a person.",
     .example = "{sex: {categories: {female: 0.63, male: 0.37}}}",
     .inner = "attribute"},
    {.name = "correlations",
     .shape = Shape::place_list,
     .sentence = "Rank correlations between numeric attributes, through a Gaussian copula.",
     .example = "[{between: [age, severity], rho: 0.25}]",
     .inner = "correlation"},
    {.name = "given",
     .shape = Shape::special,
     .sentence = "Categories that depend on another attribute.",
     .example = "{coverage: {age: {65 years: {medicare: 0.93, private: 0.07}}}}",
     .inner = "given"},
    {.name = "from",
     .shape = Shape::text,
     .sentence = "A CSV file with one row per person: a column for each attribute that is read instead of "
                 "sampled, optionally `weight`.",
     .example = "people.csv"},
    {.name = "arrivals",
     .shape = Shape::place,
     .sentence = "People who join later.",
     .example = "{rate: 180 per day, until: 3 years}",
     .inner = "arrivals"},
};

constexpr Key attribute_keys[] = {
    {.name = "categories",
     .shape = Shape::special,
     .sentence =
         "Categories with shares that sum to 1; only their names when a file of people has the column.",
     .example = "{female: 0.63, male: 0.37}",
     .inner = "categories"},
    {.name = "normal",
     .shape = Shape::place,
     .sentence = "A normal distribution.",
     .example = "{mean: 44, sd: 14}",
     .inner = "distribution_normal"},
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
    {.name = "value",
     .shape = Shape::special,
     .sentence = "The same number for everybody.",
     .example = "3",
     .inner = "argument"},
    {.name = "min",
     .shape = Shape::special,
     .sentence = "Smallest possible number; the law is cut there.",
     .example = "18 years",
     .inner = "argument"},
    {.name = "max",
     .shape = Shape::special,
     .sentence = "Largest possible number; the law is cut there.",
     .example = "90 years",
     .inner = "argument"},
    {.name = "column",
     .shape = Shape::one_of,
     .sentence =
         "The number is read from the column of this name in `population.from`, written in this unit.",
     .example = "years",
     .words = "number days weeks months years"},
    {.name = "ages",
     .shape = Shape::boolean,
     .sentence = "Does the number grow with time, as an age does?",
     .example = "true",
     .fallback = "false"},
};

constexpr Key correlation_keys[] = {
    {.name = "between",
     .shape = Shape::names,
     .sentence = "The two attributes.",
     .example = "[age, severity]",
     .is_required = true},
    {.name = "rho",
     .shape = Shape::value,
     .sentence = "Spearman's rank correlation.",
     .example = "0.25",
     .dimension = Dimension::pure,
     .at_least = -1.0,
     .at_most = 1.0,
     .is_required = true},
};

constexpr Key arrivals_keys[] = {
    {.name = "rate",
     .shape = Shape::value,
     .sentence = "How many join, as a Poisson process.",
     .example = "180 per day",
     .dimension = Dimension::amount_rate,
     .at_least = 0.0,
     .is_required = true},
    {.name = "until",
     .shape = Shape::number,
     .sentence = "When it ends; the horizon if it is not given.",
     .example = "3 years",
     .dimension = Dimension::date_or_duration,
     .at_least = 0.0},
};

/// What people see of their clinicians stands still and is drawn: no `column` and no `ages`, which stand
/// last.
constexpr std::span<const Key> clinician_attribute_keys =
    std::span(attribute_keys).first(std::size(attribute_keys) - 2);

constexpr Place places[] = {
    {"population", "the population", "The people: how many, who they are, who joins them.", population_keys},
    {"attribute", "an attribute",
     "What is fixed about a person: categories, or a number with its law. Exactly one law.", attribute_keys},
    {"clinician_attribute", "an attribute of clinicians",
     "What is fixed about a clinician: categories, or a number with its law. Exactly one law.",
     clinician_attribute_keys},
    {"correlation", "a correlation", "The rank correlation of two numeric attributes.", correlation_keys},
    {"arrivals", "arrivals", "People who join the population, on the scale of `represents`.", arrivals_keys},
};

}  // namespace

std::span<const Place> people_places() noexcept
{
    return places;
}

}  // namespace txpath
