#include "scenario/schema.hpp"

#include <algorithm>
#include <array>
#include <cassert>
#include <vector>

#include "scenario/schema_tables.hpp"
#include "txpath/language.hpp"

namespace txpath {

namespace {

constexpr std::array<std::string_view, 13> whens{
    "rate",      "probability",  "median", "mean",      "after",    "weibull", "gompertz",
    "lognormal", "log_logistic", "gamma",  "piecewise", "survival", "table"};
constexpr std::array<std::string_view, 10> laws{"categories", "normal", "beta",       "gamma", "lognormal",
                                                "uniform",    "pert",   "triangular", "value", "column"};
constexpr std::array<std::string_view, 8> distributions{"beta",    "gamma", "lognormal",  "normal",
                                                        "uniform", "pert",  "triangular", "dirichlet"};

constexpr Form forms[] = {
    {"references", "The name of a file of citations (key: citation), or such a mapping itself."},
    {"file_list", "A file name or a list of file names."},
    {"branch",
     "A state of the same track, or a mapping from states to probabilities that sum to 1, one of which may "
     "be `rest`; or `{dirichlet: {counts: {a: 12, b: 30}}, source: ...}`."},
    {"start",
     "A state; or shares by state that sum to 1; or `{by: ATTRIBUTE, CATEGORY: state or shares, ...}`."},
    {"states_of_track",
     "A state of the same track, a list of states, or `any`: all but `ends` and `decide` states."},
    {"ratios",
     "A mapping from `attribute.category` or `track.state` to a number, and from a numeric attribute, level, "
     "counter, system variable or share to `{per, ratio, from, at_least, at_most}`: ratio^((x - from) / "
     "per). "
     "Shares are `population.TRACK.STATE`, `clinicians.STATE` and, among clinicians, `neighbours.STATE`; "
     "`clinician.STATE` and `clinician_ATTRIBUTE` are those of a person's clinician."},
    {"odds_ratios", "A mapping from a state of the branch to ratios."},
    {"condition",
     "A mapping from names to what must hold: categories or states (one or a list), or a comparison "
     "`{at_least, at_most, above, below}`; all must hold. `not: {...}` and `any: [{...}, {...}]` nest."},
    {"toward", "A mapping from `track.state` to a target, or one target that always holds."},
    {"half_life", "A duration, or `{rising: ..., falling: ...}`."},
    {"piecewise", "A mapping from durations to rates: each rate holds from its duration on."},
    {"moves", "A mapping from other tracks to the state that each of them enters."},
    {"categories", "A mapping from categories to shares that sum to 1, or a list of categories."},
    {"counters", "A mapping from names to whole numbers."},
    {"given",
     "A mapping from attributes to what they depend on: `{coverage: {age: {65 years: {medicare: 0.9, "
     "...}}}}` "
     "from this age on, or `{coverage: {sex: {female: {...}}}}` by category."},
    {"parameters",
     "A mapping from names to numbers, quantities and uncertain values; `$name` refers to one."},
    {"perspectives", "A mapping from names to lists of cost categories."},
    {"argument", "A number in the unit of the value that the distribution describes."},
    {"interval", "A list of two numbers, the lower one first."},
    {"counts", "A mapping from states to counts."},
    {"state_names", "A list of `track.state`, or one of them."},
    {"event_names", "A list of `track.transition`, or one of them."},
    {"target_value", "A number in the unit of what is read."},
    {"moment", "A duration on the person's clock, or `TRACK.STATE`: the first time he or she enters it."},
    {"fixed_attributes", "A mapping from categorical attributes to the category that everybody has."},
    {"settings", "A mapping from paths of the scenario to values, as `--set PATH=VALUE` takes them."},
    {"control_settings",
     "A mapping from controls to a number in the unit of the slider, or to `true` or `false` of a switch."},
    {"group", "An arm, `randomised` or `enrolled`; or `{of: ARM, only_if: CONDITION, at: MOMENT}`."},
    {"window",
     "`[low, high]`; `replicate`, where a second trial of the same size would fall in 95 % of cases; or "
     "`interval`, the published 95 % interval."},
    {"endpoint_value", "A number in the unit of the endpoint: none, a duration or a rate."},
    {"endpoint_interval", "A list of two such numbers, the lower one first."},
    {"bound", "A number in the unit of the value that it bounds."},
    {"money_list", "A list of sums of money, rising."},
    {"value_groups",
     "A mapping from names to lists of values: their paths, or beginnings of paths before a dot."},
    {"value_ranges",
     "A list of paths of values, of beginnings of paths before a dot, and of `{value, low, high}`."},
    {"value_range_or_path", "The path of a value, or `{value, low, high}`."},
    {"capacity",
     "How much there is, on the real scale: places, an amount over time, or `unlimited`; or `{by: ATTRIBUTE, "
     "CATEGORY: amount, ...}` for all its categories."},
    {"order",
     "`first_come`; `{by: NUMBER, highest: true}`; or `{by: ATTRIBUTE, first: [CATEGORY, ...]}`, the others "
     "alike. Who is alike comes in the order of arrival."},
    {"network",
     "`complete` (everybody knows everybody), `none`, or a mapping that describes one kind of network."},
    {"half_width",
     "With a per cent sign a share of the figure itself (`1 %`); without one an amount in its unit: people "
     "or "
     "events on the real scale, money for `costs`, QALYs for `qalys`."},
    {"policy_set",
     "A mapping from system variables and from paths of numbers, as `--set` takes them, to values."},
};

std::vector<Place> gathered()
{
    std::vector<Place> places;
    for (const auto chapter :
         {top_places(), people_places(), pathway_places(), transition_places(), shared_places(),
          trial_places(), study_places(), decision_places(), explore_places(), value_places()})
        places.insert(places.end(), chapter.begin(), chapter.end());
    return places;
}

}  // namespace

std::span<const Place> all_places()
{
    static const std::vector<Place> places = gathered();
    return places;
}

std::span<const Form> all_forms()
{
    return forms;
}

const Place& place(std::string_view name)
{
    const auto places = all_places();
    const auto found =
        std::find_if(places.begin(), places.end(), [&](const Place& one) { return one.name == name; });
    assert(found != places.end());
    return *found;
}

const Key* find_key(const Place& place, std::string_view name) noexcept
{
    for (const auto& key : place.keys)
        if (key.name == name) return &key;
    return nullptr;
}

std::string_view meaning_of(std::string_view place_name, std::string_view key)
{
    const Place& found = place(place_name);
    return key.empty() ? found.sentence : find_key(found, key)->sentence;
}

std::span<const std::string_view> when_keys() noexcept
{
    return whens;
}

std::span<const std::string_view> attribute_laws() noexcept
{
    return laws;
}

std::span<const std::string_view> distribution_keys() noexcept
{
    return distributions;
}

}  // namespace txpath
