// odd_tracks.cpp -- submodels of the ODD protocol: states of the tracks, levels, economics.
#include <fmt/format.h>

#include <algorithm>

#include "report/odd.hpp"
#include "report/odd_words.hpp"

namespace txpath::report {
namespace {

std::string destination(const Scenario& scenario, const std::vector<Option>& options)
{
    std::vector<std::string> to;
    for (const Option& option : options) {
        std::string way = in_code(scenario.states[option.to].name);
        if (options.size() > 1 && option.is_rest) way += " with the rest";
        if (options.size() > 1 && !option.is_rest)
            way += fmt::format(" with probability {}", marked(scenario, option.probability, Unit::share));
        to.push_back(std::move(way));
    }
    return listed(to, "or");
}

std::string decision(const Scenario& scenario, const State& state)
{
    std::string text = fmt::format("`{}` is left at once, by the first of these that holds:\n\n", state.name);
    std::size_t number = 0;
    for (const Case& one : state.decide) {
        text += fmt::format("{}. ", ++number);
        if (!one.only_if.is_always()) text += fmt::format("if {}, ", in_words(scenario, one.only_if));
        if (one.chance)
            text += fmt::format("with probability {}, ", marked(scenario, *one.chance, Unit::share));
        text += fmt::format("to {}\n", destination(scenario, one.to));
    }
    return text + "\n";
}

/// Everything about a state but the transitions that leave it.
std::string state_in_words(const Scenario& scenario, const State& state, NumberTable& numbers)
{
    std::string text;
    if (!state.decide.empty()) text += decision(scenario, state);
    if (!state.waits_for.is_absent())
        text +=
            fmt::format("`{}` waits for `{}`: whoever is granted enters `{}`.\n\n", state.name,
                        scenario.shared.resources[state.waits_for].name, scenario.states[state.then].name);
    if (!state.on_entry.moves.empty())
        text +=
            fmt::format("On entering `{}`, {}.\n\n", state.name, moves_in_words(scenario, state.on_entry));
    const std::string here = fmt::format("in `{}`", state.name);
    if (state.has_utility) numbers.add("utility", here, state.utility, Unit::pure);
    numbers.add_ratios("ratio of the utility in " + in_code(state.name), state.utility_ratios);
    for (const Payment& payment : state.costs)
        numbers.add(fmt::format("cost `{}`", scenario.economics.categories[payment.category]), here,
                    payment.amount, Unit::money_rate);
    numbers.add_ratios("ratio of the costs in " + in_code(state.name), state.cost_ratios);
    numbers.add_effects(state.on_entry, fmt::format("on entering `{}`", state.name));
    return text;
}

bool has_queue(const Scenario& scenario, const Track& track)
{
    return std::ranges::any_of(track.states,
                               [&](StateId state) { return !scenario.states[state].waits_for.is_absent(); });
}

bool is_same(const Value& one, const Value& other)
{
    return one.parameter == other.parameter && one.number == other.number;
}

/// What makes a level jump.
std::vector<std::string> jumps_of(const Scenario& scenario, LevelId id)
{
    const auto touches = [&](const Effects& effects) {
        const auto is_it = [&](const auto& change) {
            return change.to.subject == Subject::level && change.to.level == id;
        };
        return std::ranges::any_of(effects.adds, is_it) || std::ranges::any_of(effects.sets, is_it);
    };
    std::vector<std::string> jumps;
    for (const Transition& transition : scenario.transitions)
        if (touches(transition.effects)) jumps.push_back(full_name(scenario, transition));
    for (std::size_t i = 0; i < scenario.states.size(); ++i)
        if (touches(scenario.states[StateId{i}].on_entry))
            jumps.push_back("entering " + full_name(scenario, StateId{i}));
    return jumps;
}

void add_level(const Level& level, const Scenario& scenario, NumberTable& numbers)
{
    const std::string name = in_code(level.name);
    if (level.start.number == 0.0 && level.start.parameter.is_absent())
        numbers.add_definition("start of " + name, "at time 0", "0");
    else
        numbers.add("start of " + name, "at time 0", level.start, Unit::pure);
    if (is_same(level.rising, level.falling)) {
        numbers.add("half-life of " + name, "always", level.rising, Unit::duration);
    } else {
        numbers.add("half-life of " + name, "below the target", level.rising, Unit::duration);
        numbers.add("half-life of " + name, "above the target", level.falling, Unit::duration);
    }
    if (level.toward_always.number != 0.0 || !level.toward_always.parameter.is_absent())
        numbers.add("target of " + name, "always", level.toward_always, Unit::pure);
    for (const auto& [state, target] : level.toward)
        numbers.add("target of " + name, "in " + full_name(scenario, state), target, Unit::pure);
    if (level.min) numbers.add_definition("smallest " + name, "always", plain_number(*level.min));
    if (level.max) numbers.add_definition("largest " + name, "always", plain_number(*level.max));
}

std::string_view utility_rule(UtilityRule rule)
{
    if (rule == UtilityRule::minimum) return "the smallest of the utilities of his or her current states";
    return rule == UtilityRule::additive ? "1 less the sum of (1 - utility) over his or her current states"
                                         : "the product of the utilities of his or her current states";
}

std::string perspectives_of(const Scenario& scenario)
{
    std::string text;
    for (const Perspective& perspective : scenario.economics.perspectives) {
        std::vector<std::string> categories;
        for (const CostId id : perspective.categories)
            categories.push_back(in_code(scenario.economics.categories[id]));
        text += fmt::format("Perspective `{}` sums {}.\n", perspective.name, listed(categories, "and"));
    }
    return text.empty() ? text : text + "\n";
}

}  // namespace

std::string odd_levels(const Scenario& scenario)
{
    if (scenario.levels.empty()) return "### 7.2 Levels\n\nThere are none.\n\n";
    std::string text =
        "### 7.2 Levels\n\nBetween events a level x relaxes towards its target: x(t) = target + (x0 - "
        "target) 2^(-t / half-life), t being the time since the last event that touched it. The target is "
        "the sum of the targets of the states that hold, 0 if there are none. Hazards that read a level are "
        "integrated along this path; there is no time step.\n\n";
    for (std::size_t i = 0; i < scenario.levels.size(); ++i) {
        const LevelId id{i};
        NumberTable numbers(scenario);
        add_level(scenario.levels[id], scenario, numbers);
        text += fmt::format("#### Level `{}`\n\n", scenario.levels[id].name);
        if (const auto jumps = jumps_of(scenario, id); !jumps.empty())
            text += fmt::format("It jumps with {}; the amounts stand there.\n\n", listed(jumps, "and"));
        text += numbers.text();
    }
    return text;
}

std::string odd_track(const Scenario& scenario, TrackId id)
{
    return fmt::format("### 7.{} Track `{}`\n\n", id.index() + 3, scenario.tracks[id].name) +
           odd_track_body(scenario, id);
}

std::string odd_track_body(const Scenario& scenario, TrackId id)
{
    const Track& track = scenario.tracks[id];
    NumberTable numbers(scenario);
    std::string text;
    for (const StateId state : track.states)
        text += state_in_words(scenario, scenario.states[state], numbers);
    text += numbers.text();
    if (track.is_given)
        text += "The state of a person's clinician, as it was at the last sync point.\n\n";
    else if (track.transitions.empty() && !has_queue(scenario, track))
        text += "Nobody ever changes state in this track.\n\n";
    for (const TransitionId transition : track.transitions)
        text += odd_transition(scenario, scenario.transitions[transition]);
    return text;
}

std::string odd_economics(const Scenario& scenario)
{
    std::string text = fmt::format("### 7.{} Economics\n\n",
                                   scenario.tracks.size() + odd_shared_submodel_count(scenario) + 3);
    const Economics& economics = scenario.economics;
    const bool has_utilities = std::ranges::any_of(scenario.states, &State::has_utility);
    if (economics.currency.empty() && !has_utilities) return text + "Nothing is priced or valued.\n\n";
    if (economics.currency.empty()) {
        text += "There is no money. ";
    } else {
        text += fmt::format("Money is in {}", economics.currency);
        if (economics.price_year) text += fmt::format(" of {}", *economics.price_year);
        std::vector<std::string> categories;
        for (const std::string& category : economics.categories) categories.push_back(in_code(category));
        if (!categories.empty()) text += fmt::format(", in the categories {}", listed(categories, "and"));
        text += ". ";
    }
    text += fmt::format(
        "The amounts stand with their states and transitions above. A person's utility at a moment is {}; a "
        "state that says none counts as 1, and after the end of a life only the ending state counts. Costs "
        "and QALYs accrue continuously, single ones at the moment of their event, and weigh (1 + discount "
        "rate)^(-t), t being the years since time 0; there is no cycle and no half-cycle correction.\n\n",
        utility_rule(economics.utilities));
    text += perspectives_of(scenario);
    NumberTable numbers(scenario);
    if (economics.currency.empty()) return text + "Nothing is discounted.\n\n";
    numbers.add("discount rate", "costs", economics.discount_costs, Unit::annual_rate);
    numbers.add("discount rate", "QALYs", economics.discount_health, Unit::annual_rate);
    return text + numbers.text();
}

}  // namespace txpath::report
