// cheers_methods.cpp -- items 1 to 15 of CHEERS 2022: who is studied, what is compared, what is counted.
#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "report/cheers.hpp"
#include "report/human.hpp"
#include "report/odd.hpp"
#include "report/odd_words.hpp"

namespace txpath::report {
namespace {

std::string plural(std::uint64_t n, std::string_view noun)
{
    return fmt::format("{} {}{}", with_thousands(n), noun, n == 1 ? "" : "s");
}

bool has_money(const CheersSubject& subject)
{
    return !subject.scenario.economics.currency.empty();
}

std::string label_of(const Strategy& strategy)
{
    return strategy.label.empty() ? strategy.name : strategy.label;
}

/// Text of an author, each of its lines as a quotation.
std::string quotation(std::string_view text)
{
    std::string lines = "> ";
    for (const char letter : trimmed(text))
        lines += letter == '\n' ? std::string("\n> ") : std::string(1, letter);
    return lines + "\n\n";
}

std::string strategy_row(const DecisionStudy& study, const Strategy& strategy)
{
    std::string changes;
    for (const Override& one : strategy.overrides)
        changes += fmt::format("{}`{}` = {}", changes.empty() ? "" : "; ", one.path, one.value);
    const bool is_reference = &strategy == &study.strategies[study.reference];
    return fmt::format("| {}{} | {} | `{}` | {} |\n", in_code(strategy.name),
                       is_reference ? " (reference)" : "", cell(label_of(strategy)), strategy.scenario.name,
                       cell(changes.empty() ? "nothing" : changes));
}

std::string differences(const DecisionStudy& study)
{
    const Strategy& reference = study.strategies[study.reference];
    std::string text;
    for (const Strategy& strategy : study.strategies) {
        if (&strategy == &reference) continue;
        const auto found = input_differences(reference.scenario, strategy.scenario);
        if (found.empty()) {
            text += fmt::format("{} has the same inputs as {}.\n\n", in_code(strategy.name),
                                in_code(reference.name));
            continue;
        }
        text += fmt::format(
            "{} differs from {} in {}, and in nothing else:\n\n| input | {} | {} |\n| --- | --- | --- |\n",
            in_code(strategy.name), in_code(reference.name), plural(found.size(), "input"),
            in_code(reference.name), in_code(strategy.name));
        for (const InputDifference& one : found)
            text += fmt::format("| `{}` | {} | {} |\n", one.path,
                                one.is_in_reference ? cell(one.reference) : "absent",
                                one.is_in_other ? cell(one.other) : "absent");
        text += "\n";
    }
    return text;
}

std::vector<std::string> codes(const std::vector<std::string>& names)
{
    std::vector<std::string> found;
    for (const std::string& name : names) found.push_back(in_code(name));
    return found;
}

/// The categories whose costs are counted, of a perspective or of all.
std::vector<std::string> counted(const CheersSubject& subject)
{
    const Economics& economics = subject.scenario.economics;
    std::vector<std::string> names;
    if (subject.study != nullptr && !subject.study->perspective.empty()) {
        const auto perspective =
            std::ranges::find(economics.perspectives, subject.study->perspective, &Perspective::name);
        if (perspective == economics.perspectives.end()) return names;
        for (const CostId id : perspective->categories) names.push_back(economics.categories[id]);
        return names;
    }
    for (const std::string& category : economics.categories) names.push_back(category);
    return names;
}

bool has_utilities(const Scenario& scenario)
{
    return std::ranges::any_of(scenario.states, &State::has_utility);
}

bool is_said(const Value& value)
{
    return !value.parameter.is_absent() || value.number != 0.0;
}

std::string_view words_for(UtilityRule rule)
{
    switch (rule) {
        case UtilityRule::multiplicative:
            return "the product of the utilities of his or her states";
        case UtilityRule::minimum:
            return "the lowest of the utilities of his or her states";
        case UtilityRule::additive:
            break;
    }
    return "1 minus the sum of what each of his or her states lacks of 1";
}

std::string measures_of(const Scenario& scenario)
{
    std::string text;
    for (const Measure& measure : scenario.outputs.measures) {
        std::vector<std::string> parts;
        for (const StateId id : measure.states) parts.push_back(full_name(scenario, id));
        for (const TransitionId id : measure.events)
            parts.push_back(full_name(scenario, scenario.transitions[id]));
        text += fmt::format(
            "- `{}`: {} {}\n", measure.name,
            measure.states.empty() ? "how often these happen:" : "people in any of:", listed(parts, "and"));
    }
    return text.empty() ? text : text + "\n";
}

}  // namespace

CheersItem cheers_title(const CheersSubject& subject)
{
    CheersItem item{{}, {"a title that says that this is an economic evaluation, and of what"}};
    const std::string& title = subject.study != nullptr ? subject.study->title : subject.scenario.title;
    if (!title.empty())
        item.said = fmt::format("The {} is called: {}\n\n", subject.study != nullptr ? "study" : "scenario",
                                cell(title));
    if (subject.study == nullptr) return item;
    std::vector<std::string> labels;
    for (const Strategy& strategy : subject.study->strategies) labels.push_back(cell(label_of(strategy)));
    item.said += fmt::format("Compared are {}.\n\n", listed(labels, "and"));
    return item;
}

CheersItem cheers_background(const CheersSubject& subject)
{
    CheersItem item{{}, {"the context, the question, and why it matters for decisions"}};
    if (subject.study != nullptr && !subject.study->description.empty())
        item.said = "The study says of itself:\n\n" + quotation(subject.study->description);
    if (!subject.scenario.description.empty())
        item.said += fmt::format("The scenario `{}` says of itself:\n\n", subject.scenario.name) +
                     quotation(subject.scenario.description);
    return item;
}

CheersItem cheers_population(const CheersSubject& subject)
{
    const Scenario& scenario = subject.scenario;
    const People& people = scenario.people;
    std::string text =
        fmt::format("{} {} simulated, each of whom stands for {} real ones. ", with_thousands(people.size),
                    people.size == 1 ? "person is" : "people are", plain_number(people.scale));
    if (people.table)
        text += fmt::format("They are the {} rows of a file. ", with_thousands(people.table->rows));
    text += people.arrivals
                ? fmt::format("Others join them until {}.\n\n", duration_in_words(people.arrivals->until))
                : std::string("Nobody joins them later.\n\n");
    return {text + odd_attributes(scenario) + "How they begin:\n\n" + odd_starts(scenario),
            {"whom these people stand for, and how they were chosen"}};
}

CheersItem cheers_setting(const CheersSubject& subject)
{
    const Scenario& scenario = subject.scenario;
    std::string text;
    if (scenario.time.start) text = fmt::format("Day 0 is {}.\n\n", *scenario.time.start);
    std::vector<std::string> resources;
    for (const Resource& resource : scenario.shared.resources) resources.push_back(in_code(resource.name));
    if (!resources.empty()) text += fmt::format("Of limited capacity are {}.\n\n", listed(resources, "and"));
    if (scenario.shared.clinicians) {
        const People& clinicians = scenario.shared.clinicians->scenario->people;
        text += fmt::format("Care is given by {}, each of whom stands for {} real ones.\n\n",
                            plural(clinicians.size, "simulated clinician"), plain_number(clinicians.scale));
    }
    return {text, {"country, place, health system and year, and what of them may bear on the findings"}};
}

CheersItem cheers_comparators(const CheersSubject& subject)
{
    if (subject.study == nullptr)
        return {fmt::format("One scenario, `{}`, is described; nothing is compared with it.\n\n",
                            subject.scenario.name),
                {"what is compared, and why (a study file with `strategies` says it)"}};
    const DecisionStudy& study = *subject.study;
    std::string text = "| strategy | label | scenario | changed in it |\n| --- | --- | --- | --- |\n";
    for (const Strategy& strategy : study.strategies) text += strategy_row(study, strategy);
    return {text + "\n" + differences(study),
            {"why these strategies, and whether one that is in use is missing"}};
}

CheersItem cheers_perspective(const CheersSubject& subject)
{
    if (!has_money(subject)) return {"Nothing is priced.\n\n", {"the perspective, and why it was chosen"}};
    const std::vector<std::string> names = codes(counted(subject));
    const std::string which = names.empty() ? "none" : listed(names, "and");
    const bool is_chosen = subject.study != nullptr && !subject.study->perspective.empty();
    std::string text =
        is_chosen ? fmt::format("The perspective is `{}`: it counts the cost categories {}.\n\n",
                                subject.study->perspective, which)
                  : fmt::format("No perspective is chosen: all cost categories are counted, {}.\n\n", which);
    for (const Perspective& one : subject.scenario.economics.perspectives) {
        if (is_chosen && one.name == subject.study->perspective) continue;
        std::vector<std::string> categories;
        for (const CostId id : one.categories)
            categories.push_back(in_code(subject.scenario.economics.categories[id]));
        text += fmt::format("The scenario also declares the perspective `{}`: {}.\n\n", one.name,
                            listed(categories, "and"));
    }
    return {text, {"why this perspective was chosen"}};
}

CheersItem cheers_horizon(const CheersSubject& subject)
{
    return {fmt::format("The horizon is {} from time 0. Results are reported every {}.\n\n",
                        duration_in_words(subject.scenario.time.horizon),
                        duration_in_words(subject.scenario.time.report_every)),
            {"why this horizon is long enough, and not too long for what is known"}};
}

CheersItem cheers_discounting(const CheersSubject& subject)
{
    if (!has_money(subject))
        return {"Nothing is discounted.\n\n", {"the discount rates, and why they were chosen"}};
    NumberTable numbers(subject.scenario);
    numbers.add("discount rate", "costs", subject.scenario.economics.discount_costs, Unit::annual_rate);
    numbers.add("discount rate", "QALYs", subject.scenario.economics.discount_health, Unit::annual_rate);
    return {numbers.text() + "What happens t years after time 0 weighs (1 + rate)^(-t).\n\n",
            {"why these rates were chosen"}};
}

CheersItem cheers_outcomes(const CheersSubject& subject)
{
    const Scenario& scenario = subject.scenario;
    std::string text = has_utilities(scenario)
                           ? "Health is counted in QALYs.\n\n"
                           : "No state has a utility, so that a QALY is a year of simulated life.\n\n";
    const std::string measures = measures_of(scenario);
    if (!measures.empty()) text += "Counted besides:\n\n" + measures;
    return {text, {"why these outcomes, and which benefits or harms are left out"}};
}

CheersItem cheers_measurement(const CheersSubject& subject)
{
    const Scenario& scenario = subject.scenario;
    std::string text =
        "In the model every moment of each person is seen: people are counted in their states at each report "
        "time, "
        "events when they happen, and QALYs as utility over time.";
    if (has_utilities(scenario))
        text += fmt::format(" The utility of a person is {}; a state that names none counts as 1.",
                            words_for(scenario.economics.utilities));
    return {text + "\n\n", {"how the sources of the inputs measured these outcomes"}};
}

CheersItem cheers_valuation(const CheersSubject& subject)
{
    const Scenario& scenario = subject.scenario;
    NumberTable numbers(scenario);
    for (std::size_t s = 0; s < scenario.states.size(); ++s) {
        const State& state = scenario.states[StateId{s}];
        const std::string name = full_name(scenario, StateId{s});
        if (state.has_utility) numbers.add("utility", "in " + name, state.utility, Unit::pure);
        numbers.add_ratios("ratio of the utility in " + name, state.utility_ratios);
        if (is_said(state.on_entry.qalys))
            numbers.add("QALYs", "on entering " + name, state.on_entry.qalys, Unit::pure);
    }
    for (const Transition& transition : scenario.transitions)
        if (is_said(transition.effects.qalys))
            numbers.add("QALYs", "at " + full_name(scenario, transition), transition.effects.qalys,
                        Unit::pure);
    return {numbers.text(), {"whose preferences the utilities are, and by which method and instrument"}};
}

CheersItem cheers_costs(const CheersSubject& subject)
{
    if (!has_money(subject))
        return {"Nothing is priced.\n\n", {"how resources and costs were measured and valued"}};
    const Scenario& scenario = subject.scenario;
    NumberTable numbers(scenario);
    const auto add = [&](const std::vector<Payment>& payments, const std::string& when, Unit unit) {
        for (const Payment& payment : payments)
            numbers.add(fmt::format("cost `{}`", scenario.economics.categories[payment.category]), when,
                        payment.amount, unit);
    };
    for (std::size_t s = 0; s < scenario.states.size(); ++s) {
        const State& state = scenario.states[StateId{s}];
        const std::string name = full_name(scenario, StateId{s});
        add(state.costs, "in " + name, Unit::money_rate);
        numbers.add_ratios("ratio of the costs in " + name, state.cost_ratios);
        add(state.on_entry.costs, "on entering " + name, Unit::money);
    }
    for (const Transition& transition : scenario.transitions)
        add(transition.effects.costs, "at " + full_name(scenario, transition), Unit::money);
    return {
        "Resources are used as people live: while they are in a state, on entering it, or at an event.\n\n" +
            numbers.text(),
        {"how resource use and unit costs were estimated"}};
}

CheersItem cheers_currency(const CheersSubject& subject)
{
    if (!has_money(subject)) return {"There is no money.\n\n", {"currency and price date"}};
    const Economics& economics = subject.scenario.economics;
    std::string text = "Money is in " + economics.currency;
    if (economics.price_year) text += fmt::format(" at prices of {}", *economics.price_year);
    return {text + ".\n\n",
            {"the dates of quantities and unit costs, and how prices of other years or currencies were "
             "converted"}};
}

}  // namespace txpath::report
