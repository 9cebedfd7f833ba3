// odd_transitions.cpp -- submodels of the ODD protocol: how hazards are put together, and each transition.
//
// Promises  every number of a transition is in its table, with its source or the words that there is none.
#include <fmt/format.h>

#include <array>
#include <filesystem>

#include "report/odd.hpp"
#include "report/odd_words.hpp"
#include "txpath/language.hpp"

namespace txpath::report {
namespace {

/// How a law with two arguments is written in the language, and its hazard.
struct LawWords {
    Law law;
    std::string_view key;
    std::string_view first, second;
    Unit first_unit, second_unit;
    std::string_view hazard;
};
constexpr std::array laws{
    LawWords{Law::weibull, "weibull", "shape", "scale", Unit::pure, Unit::duration,
             "(shape / scale) (t / scale)^(shape - 1)"},
    LawWords{Law::gompertz, "gompertz", "shape", "rate", Unit::rate, Unit::rate, "rate exp(shape t)"},
    LawWords{Law::lognormal, "lognormal", "median", "sigma", Unit::duration, Unit::pure,
             "phi(z) / (sigma t (1 - Phi(z))) with z = ln(t / median) / sigma, and phi and Phi the density "
             "and distribution of the standard normal"},
    LawWords{Law::log_logistic, "log_logistic", "shape", "scale", Unit::pure, Unit::duration,
             "(shape / scale) (t / scale)^(shape - 1) / (1 + (t / scale)^shape)"},
    LawWords{
        Law::gamma, "gamma", "shape", "scale", Unit::pure, Unit::duration,
        "f(t) / (1 - F(t)) with f and F the density and distribution of a gamma law of this shape and scale"},
};

const LawWords* words_for(Law law)
{
    for (const LawWords& words : laws)
        if (words.law == law) return &words;
    return nullptr;
}

std::string_view constant_key(const Value& value)
{
    switch (value.conversion) {
        case Conversion::probability_within:
            return "probability";
        case Conversion::median:
            return "median";
        case Conversion::mean:
            return "mean";
        case Conversion::none:
            break;
    }
    return "rate";
}

std::string constant_hazard(const Value& value)
{
    const std::string in_figures = per_year(converted(value, value.number));
    switch (value.conversion) {
        case Conversion::probability_within:
            return fmt::format("-ln(1 - probability) / ({}) ({} in the base case)",
                               duration_in_words(value.factor), in_figures);
        case Conversion::median:
            return fmt::format("ln 2 / median ({} in the base case)", in_figures);
        case Conversion::mean:
            return fmt::format("1 / mean ({} in the base case)", in_figures);
        case Conversion::none:
            break;
    }
    return fmt::format("rate ({} in the base case)", in_figures);
}

std::string clock_of(const When& when)
{
    if (when.clock == Clock::forward) return "the time since the start of the simulation";
    return when.clock == Clock::age ? "the person's age" : "the time since entering the state";
}

std::string table_cells(const Scenario& scenario, const LifeTable& table)
{
    std::vector<std::string> by{"age"};
    for (const AttributeId id : table.by) by.push_back(in_code(scenario.people.attributes[id].name));
    return fmt::format("the rate that {} gives for the person's {} ({} age bands, {} rates in all)",
                       in_code(std::filesystem::path(table.file).filename().string()), listed(by, "and"),
                       table.ages.size(), table.ages.size() * table.hazards.size());
}

std::string base_hazard(const Scenario& scenario, const When& when)
{
    if (when.law == Law::constant) return constant_hazard(when.first);
    if (when.law == Law::life_table) return table_cells(scenario, when.table);
    if (when.law == Law::piecewise) {
        const std::string end = ", and 0 before the first knot";
        if (when.curve.file.empty())
            return fmt::format("constant from knot to knot (table below), t being {}{}", clock_of(when), end);
        return fmt::format(
            "constant between the points of the survival curve in {} ({} stretches): the fall of "
            "ln(survival) over the time between two points; it goes on after the last point; t is {}",
            in_code(std::filesystem::path(when.curve.file).filename().string()), when.curve.knots.size(),
            clock_of(when));
    }
    return fmt::format("{}, where t is {}", words_for(when.law)->hazard, clock_of(when));
}

std::string exact_time(const Scenario& scenario, const When& when)
{
    const std::string delay = marked(scenario, when.first, Unit::duration);
    if (when.clock == Clock::reset) return fmt::format("exactly {} after entering the state", delay);
    const std::string passed =
        "a moment that has passed when the state is entered does not come in that stay";
    if (when.clock == Clock::age) return fmt::format("exactly at the age of {} ({})", delay, passed);
    return fmt::format("exactly {} after the start of the simulation ({})", delay, passed);
}

std::string when_in_words(const Scenario& scenario, const Transition& transition)
{
    const std::string gate = in_words(scenario, transition.only_if);
    const bool is_gated = !transition.only_if.is_always();
    if (transition.when.law == Law::after) {
        std::string text = fmt::format("It fires {}", exact_time(scenario, transition.when));
        if (is_gated) text += fmt::format(" if then {}, otherwise as soon as that holds", gate);
        return text + ".";
    }
    std::string text = fmt::format("Hazard: {}", base_hazard(scenario, transition.when));
    if (!transition.hazard_ratios.empty()) text += "; times each hazard ratio below that holds";
    if (transition.proportional_to)
        text += fmt::format("; times {}", name_of(scenario, *transition.proportional_to));
    if (is_gated) text += fmt::format("; and 0 unless {}", gate);
    return text + ".";
}

std::string where_in_words(const Scenario& scenario, const Transition& transition)
{
    std::vector<std::string> from, to;
    for (const StateId id : transition.from) from.push_back(in_code(scenario.states[id].name));
    for (const Option& option : transition.to) to.push_back(in_code(scenario.states[option.to].name));
    return fmt::format("From {} to {}.", listed(from, "or"), listed(to, "or"));
}

void add_law(const When& when, NumberTable& table)
{
    if (when.law == Law::constant) {
        table.add(std::string(constant_key(when.first)), "always", when.first,
                  when.first.conversion == Conversion::none ? Unit::rate : Unit::duration);
    } else if (when.law == Law::after) {
        table.add("time", "always", when.first, Unit::duration);
    } else if (const LawWords* words = words_for(when.law)) {
        table.add(std::string(words->first), "always", when.first, words->first_unit);
        table.add(std::string(words->second), "always", when.second, words->second_unit);
    } else if (when.law == Law::piecewise && when.curve.file.empty()) {
        for (std::size_t i = 0; i < when.curve.knots.size(); ++i)
            table.add("rate",
                      fmt::format("from t = {} on", number_in_words(when.curve.knots[i], Unit::duration)),
                      when.curve.hazards[i], Unit::rate);
    }
}

}  // namespace

std::string odd_transition(const Scenario& scenario, const Transition& transition)
{
    std::string text = fmt::format("#### Transition {}\n\n{} {}", full_name(scenario, transition),
                                   where_in_words(scenario, transition), when_in_words(scenario, transition));
    if (!transition.effects.moves.empty())
        text += fmt::format(" At the same instant {}.", moves_in_words(scenario, transition.effects));
    NumberTable table(scenario);
    add_law(transition.when, table);
    table.add_ratios("hazard ratio", transition.hazard_ratios);
    table.add_branch("probability of", transition.to);
    table.add_effects(transition.effects, "when it fires");
    return fmt::format("{}\n\n{}", text, table.text());
}

std::string odd_hazards(const Scenario& scenario)
{
    std::string text =
        "### 7.1 How a hazard is put together\n\n"
        "The hazard of a transition at a moment is its base hazard, times its hazard ratios, times the "
        "quantity it is proportional to. A ratio on a state or category counts while that holds and is 1 "
        "otherwise. A ratio on a number x is raised to the power (x - from) / per, at the x of the moment. "
        "Time is in days; a week is 7 days, a year 365.25 days, a month a twelfth of a year. In a branch the "
        "probability of each way is multiplied by its odds ratios, and the whole is divided by the sum. "
        "Numbers named P1, P2, ... are in the table of parameters below; a number *by definition* counts or "
        "scales and measures nothing; *no source* means that the scenario names none. Horizons, report "
        "times, bounds and thresholds are settings.\n\n";
    std::string used;
    const auto is_used = [&](Law law) {
        for (const Transition& transition : scenario.transitions)
            if (transition.when.law == law) return true;
        return false;
    };
    for (const LawWords& words : laws) {
        if (!is_used(words.law)) continue;
        const std::string place = fmt::format("law_{}", words.key);
        used += fmt::format("- `{}`: {} {} {}: {} {}: {}\n", words.key, meaning_of("transition", words.key),
                            meaning_of(place, ""), words.first, meaning_of(place, words.first), words.second,
                            meaning_of(place, words.second));
    }
    if (!used.empty()) text += fmt::format("Laws of time to event used here:\n\n{}\n", used);
    return text;
}

}  // namespace txpath::report
