// schema_pathways.cpp -- the registry: levels, tracks, states and what happens on entering them.
//
// Owns      the keys of what people are in.

#include "scenario/schema_tables.hpp"

namespace txpath {

namespace {

constexpr Key level_keys[] = {
    {.name = "start", .shape = Shape::value, .sentence = "Where it starts.", .example = "0", .fallback = "0"},
    {.name = "toward",
     .shape = Shape::special,
     .sentence = "The target that states give it; targets of several states add up; 0 elsewhere.",
     .example = "{opioid.low_dose: 0.4, opioid.high_dose: 1.0}",
     .inner = "toward"},
    {.name = "half_life",
     .shape = Shape::special,
     .sentence = "How long it takes to halve the distance to the target.",
     .example = "{rising: 60 days, falling: 20 days}",
     .inner = "half_life"},
    {.name = "min", .shape = Shape::number, .sentence = "It never falls below this.", .example = "0"},
    {.name = "max", .shape = Shape::number, .sentence = "It never rises above this.", .example = "1.5"},
};

constexpr Key half_life_keys[] = {
    {.name = "rising",
     .shape = Shape::value,
     .sentence = "While below the target.",
     .example = "60 days",
     .dimension = Dimension::duration,
     .above = 0.0,
     .is_required = true},
    {.name = "falling",
     .shape = Shape::value,
     .sentence = "While above the target.",
     .example = "20 days",
     .dimension = Dimension::duration,
     .above = 0.0,
     .is_required = true},
};

constexpr Key track_keys[] = {
    {.name = "start",
     .shape = Shape::special,
     .sentence = "Where people start.",
     .example = "{depressed: 0.85, remission: 0.15}",
     .inner = "start",
     .is_required = true},
    {.name = "states",
     .shape = Shape::named_places,
     .sentence = "The states.",
     .example = "{well: {}, ill: {utility: 0.6}}",
     .inner = "state",
     .is_required = true},
    {.name = "transitions",
     .shape = Shape::named_places,
     .sentence = "What takes people from state to state.",
     .example = "{relapse: {from: well, to: ill, rate: 0.2 per year}}",
     .inner = "transition"},
};

constexpr Key state_keys[] = {
    {.name = "utility",
     .shape = Shape::value,
     .sentence =
         "Quality of life while in it, 1 is full health; for additive utilities 1 minus the decrement.",
     .example = "0.58",
     .at_least = -1.0,
     .at_most = 1.0,
     .fallback = "1"},
    {.name = "utility_ratios",
     .shape = Shape::special,
     .sentence = "Ratios that multiply the utility.",
     .example = "{sex.female: 0.98}",
     .inner = "ratios"},
    {.name = "costs",
     .shape = Shape::values,
     .sentence = "Costs of being in it, by category.",
     .example = "{care: 310 USD per month}",
     .dimension = Dimension::money_rate},
    {.name = "cost_ratios",
     .shape = Shape::special,
     .sentence = "Ratios that multiply the costs.",
     .example = "{sex.female: 1.1}",
     .inner = "ratios"},
    {.name = "ends",
     .shape = Shape::boolean,
     .sentence = "Does the person leave every track on entering it?",
     .example = "true",
     .fallback = "false"},
    {.name = "on_entry",
     .shape = Shape::place,
     .sentence = "What happens on entering it.",
     .example = "{adds: {relapses: 1}}",
     .inner = "on_entry"},
    {.name = "decide",
     .shape = Shape::place_list,
     .sentence = "The state is left at once: the first case that holds is taken; the last one holds always.",
     .example = "[{chance: 0.4, to: ssri}, {to: depressed}]",
     .inner = "case"},
    {.name = "waits_for",
     .shape = Shape::name,
     .sentence = "The resource that people in it wait for.",
     .example = "infusion_sessions"},
    {.name = "then",
     .shape = Shape::name,
     .sentence = "The state they enter when it is granted.",
     .example = "induction"},
};

constexpr Key on_entry_keys[] = {
    {.name = "adds",
     .shape = Shape::values,
     .sentence = "Amounts added to levels and counters.",
     .example = "{relapses: 1, tolerance: 0.2}"},
    {.name = "sets",
     .shape = Shape::values,
     .sentence = "Numbers that levels and counters are set to.",
     .example = "{line: 0}"},
    {.name = "moves",
     .shape = Shape::special,
     .sentence = "Other tracks that enter a state at the same instant.",
     .example = "{ketamine: assessment}",
     .inner = "moves"},
    {.name = "costs",
     .shape = Shape::values,
     .sentence = "Costs paid once, by category.",
     .example = "{assessment: 590 USD}",
     .dimension = Dimension::money},
    {.name = "qalys",
     .shape = Shape::value,
     .sentence = "QALYs gained or lost at once.",
     .example = "-0.0002"},
};

constexpr Key case_keys[] = {
    {.name = "only_if",
     .shape = Shape::special,
     .sentence = "The case is passed over while this does not hold.",
     .example = "{coverage: [none]}",
     .inner = "condition"},
    {.name = "chance",
     .shape = Shape::value,
     .sentence = "The case is taken with this probability.",
     .example = "0.4",
     .dimension = Dimension::probability},
    {.name = "to",
     .shape = Shape::special,
     .sentence = "The state entered.",
     .example = "ssri_start",
     .inner = "branch",
     .is_required = true},
};

constexpr Place places[] = {
    {"level", "a level",
     "A continuous quantity of one person that relaxes towards a target and jumps at events.", level_keys},
    {"half_life", "the half-lives", "Different half-lives while below and above the target.", half_life_keys},
    {"track", "a track", "A state machine: everybody is in exactly one of its states.", track_keys},
    {"state", "a state", "One way to be in a track.", state_keys},
    {"on_entry", "the effects of entering", "What happens to the person on entering a state.", on_entry_keys},
    {"case", "a case", "One way out of a `decide` state.", case_keys},
};

}  // namespace

std::span<const Place> pathway_places() noexcept
{
    return places;
}

}  // namespace txpath
