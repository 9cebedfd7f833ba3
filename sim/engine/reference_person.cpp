// reference_person.cpp -- what is true of one person at one moment.
#include "engine/reference_person.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace txpath::plain {

namespace {

constexpr double never = std::numeric_limits<double>::infinity();

bool compares(const Condition& condition, double x)
{
    return (!condition.at_least || x >= *condition.at_least) &&
           (!condition.at_most || x <= *condition.at_most) && (!condition.above || x > *condition.above) &&
           (!condition.below || x < *condition.below);
}

double crossing_of_level(const LevelPath& path, double value)
{
    const double share_left = (value - path.target) / (path.value - path.target);
    if (!(share_left > 0.0 && share_left < 1.0)) return never;
    return path.since - path.half_life * std::log2(share_left);
}

/// Probabilities as they stand, with the rest filled in.
std::vector<double> probabilities(const std::vector<Option>& branch)
{
    double said = 0.0;
    for (const Option& option : branch)
        if (!option.is_rest) said += number_of(option.probability);
    std::vector<double> all;
    all.reserve(branch.size());
    for (const Option& option : branch)
        all.push_back(option.is_rest ? 1.0 - said : number_of(option.probability));
    return all;
}

}  // namespace

double Chances::uniform(const std::string& decision_name)
{
    return draws_.uniform(person_, decision(decision_name), asked_[decision_name]++);
}

double Chances::threshold(const std::string& decision_name)
{
    return draws_.threshold(person_, decision(decision_name), asked_[decision_name]++);
}

double Chances::lot(const std::string& decision_name, std::uint32_t occurrence) const
{
    return draws_.uniform(person_, decision(decision_name), occurrence);
}

AttributeId age_attribute(const Scenario& scenario)
{
    const auto& attributes = scenario.people.attributes;
    for (std::size_t i = 0; i < attributes.size(); ++i)
        if (attributes[AttributeId{i}].ages && attributes[AttributeId{i}].name == "age")
            return AttributeId{i};
    for (std::size_t i = 0; i < attributes.size(); ++i)
        if (attributes[AttributeId{i}].ages) return AttributeId{i};
    return {};
}

double level_at(const LevelPath& path, double moment)
{
    if (moment == path.since || path.value == path.target)
        return std::clamp(path.value, path.least, path.most);
    const double share_left = std::exp2(-(moment - path.since) / path.half_life);
    return std::clamp(path.target + (path.value - path.target) * share_left, path.least, path.most);
}

bool is_moving(const Scenario& scenario, const Person& person, const Reading& reading)
{
    if (reading.subject == Subject::number) return scenario.people.attributes[reading.attribute].ages;
    if (reading.subject != Subject::level) return false;
    const LevelPath& path = person.levels[reading.level];
    return path.value != path.target;
}

double value_at(const Scenario& scenario, const Person& person, const Reading& reading, double moment)
{
    switch (reading.subject) {
        case Subject::category:
            return person.attributes[reading.attribute] == static_cast<double>(reading.category.index())
                       ? 1.0
                       : 0.0;
        case Subject::number: {
            const double at_entry = person.attributes[reading.attribute];
            const bool ages = scenario.people.attributes[reading.attribute].ages;
            return ages ? at_entry + (moment - person.entry) : at_entry;
        }
        case Subject::state:
            return person.states[scenario.states[reading.state].track] == reading.state ? 1.0 : 0.0;
        case Subject::level:
            return level_at(person.levels[reading.level], moment);
        case Subject::counter:
            return static_cast<double>(person.counters[reading.counter]);
        case Subject::system:
            return person.around->system[reading.system];
        case Subject::population:
            return person.around->population[reading.state];
        case Subject::clinicians:
            return person.around->clinicians[reading.state];
        case Subject::neighbours:
            break;
    }
    return person.neighbours[reading.state];
}

bool holds_at(const Scenario& scenario, const Person& person, const Condition& condition, double moment)
{
    const auto part_holds = [&](const Condition& part) { return holds_at(scenario, person, part, moment); };
    const auto reads_true = [&](const Reading& option) {
        return value_at(scenario, person, option, moment) == 1.0;
    };
    switch (condition.kind) {
        case Condition::Kind::all:
            return std::ranges::all_of(condition.parts, part_holds);
        case Condition::Kind::any:
            return std::ranges::any_of(condition.parts, part_holds);
        case Condition::Kind::none_of:
            return std::ranges::none_of(condition.parts, part_holds);
        case Condition::Kind::one_of:
            return std::ranges::any_of(condition.options, reads_true);
        case Condition::Kind::compare:
            break;
    }
    return compares(condition, value_at(scenario, person, condition.of, moment));
}

double ratio_at(const Scenario& scenario, const Person& person, const Ratio& ratio, double moment)
{
    double x = value_at(scenario, person, ratio.of, moment);
    if (!ratio.is_graded) return x == 1.0 ? number_of(ratio.ratio) : 1.0;
    if (ratio.at_least) x = std::max(x, *ratio.at_least);
    if (ratio.at_most) x = std::min(x, *ratio.at_most);
    return std::pow(number_of(ratio.ratio), (x - ratio.from) / ratio.per);
}

double crossing(const Scenario& scenario, const Person& person, const Reading& reading, double value)
{
    if (!is_moving(scenario, person, reading)) return never;
    if (reading.subject == Subject::level) return crossing_of_level(person.levels[reading.level], value);
    return person.entry + (value - person.attributes[reading.attribute]);
}

std::vector<Option> by_state(std::vector<Option> options)
{
    std::ranges::stable_sort(options, {}, &Option::to);
    return options;
}

StateId choose(const Scenario& scenario, const Person& person, const std::vector<Option>& branch,
               const std::string& decision_name, double moment, Chances& chances)
{
    if (branch.size() == 1) return branch.front().to;
    const std::vector<Option> options = by_state(branch);
    std::vector<double> weights = probabilities(options);
    double sum = 0.0;
    for (std::size_t i = 0; i < options.size(); ++i) {
        for (const Ratio& odds : options[i].odds_ratios)
            weights[i] *= ratio_at(scenario, person, odds, moment);
        sum += weights[i];
    }
    const double u = chances.uniform(decision_name) * sum;
    double cumulated = 0.0;
    for (std::size_t i = 0; i + 1 < options.size(); ++i) {
        cumulated += weights[i];
        if (u < cumulated) return options[i].to;
    }
    return options.back().to;
}

}  // namespace txpath::plain
