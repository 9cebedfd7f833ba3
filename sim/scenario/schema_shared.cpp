// schema_shared.cpp -- the registry: resources, clinicians, system variables, policies, barriers.
//
// Owns      the keys of what people share.

#include "scenario/schema_tables.hpp"

namespace txpath {

namespace {

constexpr Key resource_keys[] = {
    {.name = "capacity",
     .shape = Shape::special,
     .sentence = "How much there is, for the real population.",
     .example = "{by: region, urban: 380 per week, rural: 20 per week}",
     .inner = "capacity",
     .is_required = true},
    {.name = "used_by",
     .shape = Shape::values,
     .sentence =
         "What one real person uses while in a state: `track.state` and places, or an amount over time as "
         "the capacity is.",
     .example = "{ketamine.induction: 2 per week, ketamine.maintenance: 0.5 per week}",
     .dimension = Dimension::amount_rate},
    {.name = "order",
     .shape = Shape::special,
     .sentence = "Who comes first.",
     .example = "{by: severity, highest: true}",
     .inner = "order",
     .fallback = "first_come"},
};

constexpr Key order_keys[] = {
    {.name = "by",
     .shape = Shape::name,
     .sentence = "An attribute that does not age.",
     .example = "severity",
     .is_required = true},
    {.name = "highest",
     .shape = Shape::boolean,
     .sentence = "Of a number: does the highest come first, or the lowest?",
     .example = "true"},
    {.name = "first",
     .shape = Shape::names,
     .sentence = "Of an attribute with categories: those that come first, in this order.",
     .example = "[suicidal]"},
};

constexpr Key clinicians_keys[] = {
    {.name = "count",
     .shape = Shape::number,
     .sentence = "How many there are really; as many are simulated as the scale of the people says.",
     .example = "4000",
     .above = 0.0,
     .is_required = true},
    {.name = "attributes",
     .shape = Shape::named_places,
     .sentence = "What is fixed about a clinician; patients see it as `clinician_NAME`.",
     .example = "{region: {categories: {urban: 0.8, rural: 0.2}}}",
     .inner = "clinician_attribute"},
    {.name = "network",
     .shape = Shape::special,
     .sentence = "Who knows whom; links go both ways.",
     .example = "{small_world: {neighbours: 8, rewire: 0.1}}",
     .inner = "network",
     .fallback = "none"},
    {.name = "patients",
     .shape = Shape::place,
     .sentence = "Who treats whom: everybody has one clinician, panels are as equal as the match allows.",
     .example = "{match: region}",
     .inner = "patients",
     .fallback = "{match: all}"},
    {.name = "start",
     .shape = Shape::special,
     .sentence = "Where clinicians start.",
     .example = "{unaware: 0.97, adopter: 0.03}",
     .inner = "start",
     .is_required = true},
    {.name = "states",
     .shape = Shape::named_places,
     .sentence = "The states of a clinician.",
     .example = "{unaware: {}, aware: {}, adopter: {}}",
     .inner = "clinician_state",
     .is_required = true},
    {.name = "transitions",
     .shape = Shape::named_places,
     .sentence = "What takes clinicians from state to state.",
     .example =
         "{imitate: {from: unaware, to: adopter, rate: 0.35 per year, proportional_to: neighbours.adopter}}",
     .inner = "clinician_transition"},
    {.name = "by",
     .shape = Shape::names,
     .sentence = "Their categorical attributes whose categories split the table of adoption.",
     .example = "[region]"},
};

constexpr Key clinician_state_keys[] = {
    {.name = "decide",
     .shape = Shape::place_list,
     .sentence = "The state is left at once: the first case that holds is taken; the last one holds always.",
     .example = "[{chance: 0.4, to: adopter}, {to: aware}]",
     .inner = "case"},
};

constexpr Key patients_keys[] = {
    {.name = "match",
     .shape = Shape::name,
     .sentence =
         "An attribute that people and clinicians both have, with the same categories; or `all`: anybody may "
         "treat anybody.",
     .example = "region",
     .fallback = "all"},
};

constexpr Key network_keys[] = {
    {.name = "small_world",
     .shape = Shape::place,
     .sentence = "A ring in which some links were moved elsewhere.",
     .example = "{neighbours: 8, rewire: 0.1}",
     .inner = "network_small_world"},
    {.name = "scale_free",
     .shape = Shape::place,
     .sentence = "Each who joins links to some who are there, rather to those with many links.",
     .example = "{links: 4}",
     .inner = "network_scale_free"},
    {.name = "random",
     .shape = Shape::place,
     .sentence = "Every pair is linked with the same probability.",
     .example = "{mean_links: 8}",
     .inner = "network_random"},
    {.name = "edges",
     .shape = Shape::text,
     .sentence =
         "A CSV file with the columns `from` and `to`: clinicians, numbered from 1. All must be simulated.",
     .example = "referrals.csv"},
};

constexpr Key small_world_keys[] = {
    {.name = "neighbours",
     .shape = Shape::integer,
     .sentence = "Of each in the ring, half on either side.",
     .example = "8",
     .at_least = 2.0,
     .at_most = 1000000.0,
     .is_required = true},
    {.name = "rewire",
     .shape = Shape::number,
     .sentence = "The share of links that are moved.",
     .example = "0.1",
     .dimension = Dimension::probability,
     .is_required = true},
};

constexpr Key scale_free_keys[] = {
    {.name = "links",
     .shape = Shape::integer,
     .sentence = "Of each who joins.",
     .example = "4",
     .at_least = 1.0,
     .at_most = 1000000.0,
     .is_required = true},
};

constexpr Key random_keys[] = {
    {.name = "mean_links",
     .shape = Shape::number,
     .sentence = "How many links each has on average.",
     .example = "8",
     .at_least = 0.0,
     .is_required = true},
};

constexpr Key system_variable_keys[] = {
    {.name = "start",
     .shape = Shape::value,
     .sentence = "Where it starts.",
     .example = "0.2",
     .fallback = "0"},
    {.name = "toward",
     .shape = Shape::value,
     .sentence = "The target that it relaxes to; without one it stays where it is.",
     .example = "1"},
    {.name = "half_life",
     .shape = Shape::special,
     .sentence = "How long it takes to halve the distance to the target.",
     .example = "6 years",
     .inner = "half_life"},
    {.name = "min", .shape = Shape::number, .sentence = "It never falls below this.", .example = "0"},
    {.name = "max", .shape = Shape::number, .sentence = "It never rises above this.", .example = "1"},
};

constexpr Key policy_keys[] = {
    {.name = "from",
     .shape = Shape::value,
     .sentence = "When it begins; with `when`, it does not begin before.",
     .example = "18 months",
     .dimension = Dimension::date_or_duration,
     .at_least = 0.0},
    {.name = "when",
     .shape = Shape::special,
     .sentence =
         "A condition on system variables and shares: it begins when that first holds at a sync point.",
     .example = "{evidence: {at_least: 0.6}}",
     .inner = "condition"},
    {.name = "over",
     .shape = Shape::value,
     .sentence = "How long the way to the new numbers takes, in a straight line.",
     .example = "6 months",
     .dimension = Dimension::duration,
     .at_least = 0.0,
     .fallback = "0 days"},
    {.name = "until",
     .shape = Shape::value,
     .sentence = "When it ends; then the numbers are again what they were without it.",
     .example = "3 years",
     .dimension = Dimension::date_or_duration,
     .at_least = 0.0},
    {.name = "for",
     .shape = Shape::value,
     .sentence = "How long it lasts, instead of `until`.",
     .example = "1 year",
     .dimension = Dimension::duration,
     .above = 0.0},
    {.name = "set",
     .shape = Shape::special,
     .sentence = "The numbers it changes: system variables and paths, with their new values.",
     .example = "{guideline: 1, resources.places.capacity: 40}",
     .inner = "policy_set",
     .is_required = true},
};

constexpr Key barrier_keys[] = {
    {.name = "title",
     .shape = Shape::text,
     .sentence = "What reports call it.",
     .example = "What patients pay"},
    {.name = "note",
     .shape = Shape::text,
     .sentence = "Anything a reader should know.",
     .example = "Medicaid only"},
    {.name = "remove",
     .shape = Shape::special,
     .sentence = "The values that remove it.",
     .example = "{parameters.copayment: 0}",
     .inner = "settings",
     .is_required = true},
};

constexpr Place places[] = {
    {"resource", "a resource", "Something of which there is only so much, with a queue before it.",
     resource_keys},
    {"order", "the order of a queue", "Who comes first, by an attribute.", order_keys},
    {"clinicians", "the clinicians", "Clinicians have states of their own, which their patients see.",
     clinicians_keys},
    {"clinician_state", "a state of clinicians", "One way a clinician can be.", clinician_state_keys},
    {"patients", "the patients", "Who treats whom.", patients_keys},
    {"network", "the network", "Who knows whom. Exactly one key says what kind it is.", network_keys},
    {"network_small_world", "a small world", "Watts and Strogatz's ring with moved links.", small_world_keys},
    {"network_scale_free", "a scale-free network", "Barabasi and Albert's preferential attachment.",
     scale_free_keys},
    {"network_random", "a random network", "Erdos and Renyi's graph.", random_keys},
    {"system_variable", "a system variable", "A level of the whole system that relaxes towards a target.",
     system_variable_keys},
    {"policy", "a policy", "Numbers held at other values for some time. It needs `from` or `when`.",
     policy_keys},
    {"barrier", "a barrier", "What keeps a treatment from people, and the values that remove it.",
     barrier_keys},
};

}  // namespace

std::span<const Place> shared_places() noexcept
{
    return places;
}

}  // namespace txpath
