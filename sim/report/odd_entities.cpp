// odd_entities.cpp -- sections 1, 2 and 5 of the ODD protocol: purpose, entities, initialization.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/text.hpp"
#include "report/human.hpp"
#include "report/odd.hpp"
#include "report/odd_words.hpp"

namespace txpath::report {
namespace {

struct FamilyWords {
    Family family;
    std::string_view name;
    std::string_view first, second, third;
    bool has_pure_first = false, is_pure = false;  ///< arguments without the unit of the attribute
};
constexpr FamilyWords families[] = {
    {Family::fixed, "the same for everybody", "value", "", ""},
    {Family::normal, "normal", "mean", "standard deviation", ""},
    {Family::beta, "beta", "alpha", "beta", "", true, true},
    {Family::gamma, "gamma", "shape", "scale", "", true},
    {Family::lognormal, "lognormal", "mean of the logarithm", "standard deviation of the logarithm", "", true,
     true},
    {Family::uniform, "uniform", "smallest", "largest", ""},
    {Family::pert, "PERT", "smallest", "most likely", "largest"},
    {Family::triangular, "triangular", "smallest", "most likely", "largest"},
};

const FamilyWords& words_for(Family family)
{
    return *std::ranges::find(families, family, &FamilyWords::family);
}

bool is_from_file(const Scenario& scenario, AttributeId id)
{
    const auto& table = scenario.people.table;
    return table && id.index() < table->columns.size() && !table->columns[id].empty();
}

std::string limits(const Attribute& attribute)
{
    const Unit unit = attribute.is_duration ? Unit::duration : Unit::pure;
    if (attribute.min && attribute.max)
        return fmt::format(", cut to lie between {} and {}", number_in_words(*attribute.min, unit),
                           number_in_words(*attribute.max, unit));
    if (attribute.min) return ", cut to lie above " + number_in_words(*attribute.min, unit);
    return attribute.max ? ", cut to lie below " + number_in_words(*attribute.max, unit) : "";
}

/// One line of the table of attributes.
std::string attribute_row(const Scenario& scenario, AttributeId id)
{
    const Attribute& attribute = scenario.people.attributes[id];
    std::string values, law;
    if (attribute.is_categorical) {
        std::vector<std::string> names;
        for (const std::string& category : attribute.categories) names.push_back(in_code(category));
        values = listed(names, "or");
        law = attribute.given
                  ? fmt::format("shares, by `{}`", scenario.people.attributes[attribute.given->on].name)
                  : "shares";
    } else {
        values = attribute.is_duration ? "a time" : "a number";
        if (attribute.ages) values += ", grows with time";
        law = std::string(words_for(attribute.family).name) + limits(attribute);
    }
    if (!attribute.of_clinician.is_absent()) law = "that of the person's clinician";
    if (is_from_file(scenario, id))
        law = fmt::format("read from `{}`",
                          std::filesystem::path(scenario.people.table->file).filename().string());
    return fmt::format("| `{}` | {} | {} |\n", attribute.name, values, law);
}

void add_shares(const Attribute& attribute, const std::vector<Value>& shares, const std::string& applies,
                NumberTable& numbers)
{
    for (std::size_t i = 0; i < shares.size(); ++i)
        if (shares[i].number != 0.0 || !shares[i].parameter.is_absent())
            numbers.add(fmt::format("share of `{}.{}`", attribute.name, attribute.categories[i]), applies,
                        shares[i], Unit::share);
}

void add_given(const Scenario& scenario, const Attribute& attribute, NumberTable& numbers)
{
    const Given& given = *attribute.given;
    const Attribute& on = scenario.people.attributes[given.on];
    for (std::size_t i = 0; i < given.shares.size(); ++i) {
        const std::string applies =
            on.is_categorical
                ? fmt::format("if `{}` is `{}`", on.name, on.categories[i])
                : fmt::format("if `{}` is at least {}", on.name,
                              number_in_words(given.from[i], on.is_duration ? Unit::duration : Unit::pure));
        add_shares(attribute, given.shares[i], applies, numbers);
    }
}

void add_attribute(const Scenario& scenario, AttributeId id, NumberTable& numbers)
{
    const Attribute& attribute = scenario.people.attributes[id];
    if (is_from_file(scenario, id) && !scenario.people.arrivals) return;
    if (!attribute.of_clinician.is_absent()) return;
    if (attribute.is_categorical) {
        add_shares(attribute, attribute.shares, attribute.given ? "otherwise" : "always", numbers);
        if (attribute.given) add_given(scenario, attribute, numbers);
        return;
    }
    const FamilyWords& words = words_for(attribute.family);
    const Unit own = attribute.is_duration && !words.is_pure ? Unit::duration : Unit::pure;
    const auto add = [&](std::string_view what, const Value& value, Unit unit) {
        if (!what.empty())
            numbers.add(fmt::format("{} of `{}`", what, attribute.name), "always", value, unit);
    };
    add(words.first, attribute.first, words.has_pure_first ? Unit::pure : own);
    add(words.second, attribute.second, own);
    add(words.third, attribute.third, own);
}

/// States that nothing in their own track leaves.
bool is_final(const Scenario& scenario, StateId id)
{
    const State& state = scenario.states[id];
    return state.decide.empty() && state.waits_for.is_absent() &&
           std::ranges::none_of(scenario.transitions, [&](const Transition& transition) {
               return std::ranges::find(transition.from, id) != transition.from.end();
           });
}

std::string bounds_of(const Level& level)
{
    if (!level.min && !level.max) return "none";
    const std::string low = level.min ? plain_number(*level.min) : "no lower";
    return fmt::format("{} to {}", low, level.max ? plain_number(*level.max) : "no upper");
}

std::string target_of(const Scenario& scenario, const Level& level)
{
    std::vector<std::string> targets;
    if (level.toward_always.number != 0.0 || !level.toward_always.parameter.is_absent())
        targets.push_back(marked(scenario, level.toward_always, Unit::pure) + " always");
    for (const auto& [state, target] : level.toward)
        targets.push_back(
            fmt::format("{} in {}", marked(scenario, target, Unit::pure), full_name(scenario, state)));
    return targets.empty() ? "0" : listed(targets, "and");
}

std::string levels(const Scenario& scenario)
{
    if (scenario.levels.empty()) return {};
    std::string text =
        "Levels are continuous quantities of a person; section 7.2 says how they move and where the numbers "
        "come from.\n\n| level | half-life | target | bounds |\n| --- | --- | --- | --- |\n";
    for (const Level& level : scenario.levels) {
        std::string half_life = marked(scenario, level.rising, Unit::duration);
        const std::string falling = marked(scenario, level.falling, Unit::duration);
        if (falling != half_life) half_life = fmt::format("rising {}, falling {}", half_life, falling);
        text += fmt::format("| `{}` | {} | {} | {} |\n", level.name, cell(half_life),
                            cell(target_of(scenario, level)), bounds_of(level));
    }
    return text + "\n";
}

std::string counters(const Scenario& scenario)
{
    std::vector<std::string> names;
    for (const Counter& counter : scenario.counters)
        names.push_back(fmt::format("`{}` (from {})", counter.name, counter.start));
    if (names.empty()) return {};
    return fmt::format("Counters are whole numbers of a person: {}.\n\n", listed(names, "and"));
}

std::string time_frame(const Scenario& scenario)
{
    const TimeFrame& time = scenario.time;
    std::string text = fmt::format(
        "Time is continuous: events happen at exact moments and there is no time step. The horizon is {}{}. "
        "Results are reported at {} moments, every {}; this grid changes nothing that happens.",
        duration_in_words(time.horizon), time.start ? fmt::format(", from {}", *time.start) : "",
        time.reports.size(), duration_in_words(time.report_every));
    if (has_sync_points(scenario.shared))
        text += " People act on one another, and on what they share, only at sync points (section 3).";
    return text + " Space is not represented; a place can only be an attribute.\n\n";
}

std::string population(const Scenario& scenario)
{
    const People& people = scenario.people;
    std::string text = fmt::format("{} people are simulated", with_thousands(people.size));
    text += people.scale == 1.0 ? ", each of whom stands for one."
                                : fmt::format(", each of whom stands for {} real people, together {}.",
                                              plain_number(people.scale),
                                              rounded(people.scale * static_cast<double>(people.size)));
    if (!people.arrivals) return text + " The cohort is closed: nobody joins it.\n\n";
    const Value& rate = people.arrivals->per_day;
    const std::string source =
        rate.parameter.is_absent() ? "no source" : scenario.parameters[rate.parameter.index()].source;
    return fmt::format(
        "{} The population is open: until {} real people join it, as a Poisson process of {} per day "
        "({}).\n\n",
        text, duration_in_words(people.arrivals->until), plain_number(rate.number), source);
}

/// Adds the shares of one track, and says in a word what needs no number.
std::string start_of(const Scenario& scenario, const Track& track, NumberTable& numbers)
{
    std::string certain;
    const Start& start = track.start;
    for (std::size_t i = 0; i < start.shares.size(); ++i) {
        const auto& row = start.shares[i];
        std::string whom = "everybody";
        if (!start.by.is_absent()) {
            const Attribute& by = scenario.people.attributes[start.by];
            whom = fmt::format("`{}.{}`", by.name, by.categories[i]);
        }
        if (row.size() == 1)
            certain += fmt::format("{}`{}` for {}", certain.empty() ? "" : ", ",
                                   scenario.states[row.front().to].name, whom);
        for (const Option& option : row) {
            const std::string what = "share of " + full_name(scenario, option.to);
            if (option.is_rest)
                numbers.add_definition(
                    what, whom, "the rest: " + number_in_words(option.probability.number, Unit::share));
            else if (row.size() > 1)
                numbers.add(what, whom, option.probability, Unit::share);
        }
    }
    return certain.empty() ? "" : fmt::format("- `{}`: {}\n", track.name, certain);
}

}  // namespace

std::string odd_attributes(const Scenario& scenario)
{
    const auto& all = scenario.people.attributes;
    if (all.empty()) return "People have no attributes: they differ by their histories only.\n\n";
    std::string text =
        "Attributes are drawn once, at the start of a person's simulated life, and do not change, except "
        "that an age grows.\n\n| attribute | values | law |\n| --- | --- | --- |\n";
    NumberTable numbers(scenario);
    for (std::size_t i = 0; i < all.size(); ++i) text += attribute_row(scenario, AttributeId{i});
    for (std::size_t i = 0; i < all.size(); ++i) add_attribute(scenario, AttributeId{i}, numbers);
    for (const Correlation& one : scenario.people.correlations) {
        numbers.add("rank correlation (Spearman), through a Gaussian copula",
                    fmt::format("between `{}` and `{}`", all[one.first].name, all[one.second].name), one.rho,
                    Unit::pure);
    }
    return fmt::format("{}\n{}", text, numbers.text());
}

std::string odd_states(const Scenario& scenario)
{
    std::string text =
        "Every person is in exactly one state of each track at every moment. A state marked *ends* takes the "
        "person out of every track; one marked *decides* is left at once; nothing in its track leaves one "
        "marked *final*.\n\n| track | states |\n| --- | --- |\n";
    for (const Track& track : scenario.tracks) {
        std::string states;
        for (const StateId id : track.states) {
            const State& state = scenario.states[id];
            states += fmt::format("{}`{}`", states.empty() ? "" : ", ", state.name);
            if (state.ends)
                states += " (ends)";
            else if (!state.decide.empty())
                states += " (decides)";
            else if (!state.waits_for.is_absent())
                states += fmt::format(" (waits for `{}`)", scenario.shared.resources[state.waits_for].name);
            else if (!track.is_given && is_final(scenario, id))
                states += " (final)";
        }
        text += fmt::format("| `{}`{} | {} |\n", track.name,
                            track.is_given ? " (of the person's clinician)" : "", states);
    }
    return text + "\n";
}

std::string odd_purpose(const Scenario& scenario)
{
    std::string text = "## 1 Purpose and patterns\n\n";
    text += scenario.title.empty() ? slot("title") + "\n\n" : fmt::format("**{}**\n\n", cell(scenario.title));
    text += scenario.description.empty() ? slot("what the model is about") + "\n\n"
                                         : fmt::format("{}\n\n", trimmed(cell(scenario.description)));
    return text + slot("the question the model is to answer, for whom, and what it is not meant for") +
           "\n\n" +
           slot(
               "the patterns observed in the real system by which the model is judged fit for that purpose, "
               "with their sources and how well it meets them") +
           "\n\n";
}

std::string odd_entities(const Scenario& scenario)
{
    const bool has_more = has_sync_points(scenario.shared);
    return fmt::format(
               "## 2 Entities, state variables, and scales\n\n{} A person has attributes, one state in "
               "each track, levels, counters, and the times at which his or her open transitions will "
               "fire.\n\n",
               has_more ? "Entities are people and what they share." : "The only entities are people.") +
           slot(
               "what each attribute, track, state, level and counter below stands for, why they are enough "
               "for the purpose, and what was left out") +
           "\n\n### People\n\n" + odd_attributes(scenario) + "### Tracks and states\n\n" +
           odd_states(scenario) +
           (scenario.levels.empty() && scenario.counters.empty() ? "" : "### Levels and counters\n\n") +
           levels(scenario) + counters(scenario) + odd_shared_entities(scenario) +
           "### Time, space, and population\n\n" + time_frame(scenario) + population(scenario);
}

std::string odd_starts(const Scenario& scenario)
{
    NumberTable numbers(scenario);
    std::string certain;
    for (const Track& track : scenario.tracks)
        if (!track.is_given) certain += start_of(scenario, track, numbers);
    if (!certain.empty()) certain = fmt::format("Start states that are certain:\n\n{}\n", certain);
    return certain + numbers.text();
}

std::string odd_initialization(const Scenario& scenario)
{
    std::string text = "## 5 Initialization\n\nAt time 0 each person's attributes are drawn";
    if (scenario.people.table)
        text += fmt::format(" or read ({} rows of {}{})", with_thousands(scenario.people.table->rows),
                            in_code(std::filesystem::path(scenario.people.table->file).filename().string()),
                            scenario.people.table->weight.empty() ? "" : ", weighted");
    text +=
        ", then the start state of each track. Starting in a state is not entering it: what happens on "
        "entering does not happen. Levels and counters have their start values, and every clock that runs "
        "since entering a state starts at 0. The same seed gives the same people; replicates draw them "
        "anew.\n\n";
    return text + odd_starts(scenario) + odd_shared_start(scenario) +
           slot("whom this start represents, and how much the results depend on it") + "\n\n";
}

}  // namespace txpath::report
