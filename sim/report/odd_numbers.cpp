// odd_numbers.cpp -- tables of numbers with their distributions and sources.
#include <fmt/format.h>

#include <algorithm>

#include "report/odd_words.hpp"

namespace txpath::report {
namespace {

std::string row(std::string_view what, std::string_view applies, std::string_view value, std::string_view law,
                std::string_view source, std::string_view number)
{
    return fmt::format("| {} | {} | {} | {} | {} | {} |\n", cell(what), cell(applies), cell(value), cell(law),
                       cell(source), number);
}

/// What a graded ratio is raised to: `(x - 40 years) / 10 years`, with x kept between its bounds.
std::string exponent(const Scenario& scenario, const Ratio& ratio)
{
    const Unit unit = unit_of(scenario, ratio.of);
    std::string text = name_of(scenario, ratio.of);
    if (ratio.at_least || ratio.at_most) {
        std::vector<std::string> bounds;
        if (ratio.at_least) bounds.push_back("at least " + report::number_in_words(*ratio.at_least, unit));
        if (ratio.at_most) bounds.push_back("at most " + report::number_in_words(*ratio.at_most, unit));
        text = fmt::format("{} (taken as {})", text, listed(bounds, "and"));
    }
    if (ratio.from != 0.0) text = fmt::format("({} - {})", text, report::number_in_words(ratio.from, unit));
    if (ratio.per != 1.0 || unit != Unit::pure)
        text = fmt::format("{} / {}", text, report::number_in_words(ratio.per, unit));
    return text;
}

/// The thing whose parts exclude each other: a track or an attribute; its parts can share a row.
std::pair<Subject, std::size_t> group_of(const Scenario& scenario, const Reading& reading)
{
    return {reading.subject, reading.subject == Subject::state ? scenario.states[reading.state].track.index()
                                                               : reading.attribute.index()};
}

bool can_share_row(const Scenario& scenario, const Ratio& one, const Ratio& other)
{
    return !one.is_graded && !other.is_graded && !one.ratio.parameter.is_absent() &&
           one.ratio.parameter == other.ratio.parameter &&
           group_of(scenario, one.of) == group_of(scenario, other.of);
}

std::string holding(const Scenario& scenario, const std::vector<Reading>& readings)
{
    Condition condition;
    condition.kind = Condition::Kind::one_of;
    condition.options = readings;
    const bool is_state = readings.front().subject == Subject::state;
    return fmt::format("{} {}", is_state ? "while" : "for people whose", in_words(scenario, condition));
}

}  // namespace

void NumberTable::add(const std::string& what, const std::string& applies, const Value& value, Unit unit)
{
    const std::string base = amount(*scenario_, value, unit);
    if (value.parameter.is_absent()) {
        rows_ += row(what, applies, base, "none", "no source", "");
        return;
    }
    const Parameter& parameter = scenario_->parameters[value.parameter.index()];
    const std::string law = parameter.written_law.empty() ? "fixed" : parameter.written_law;
    const std::string source = parameter.source.empty() ? "no source" : parameter.source;
    rows_ += row(what, applies, base, law, source, fmt::format("P{}", value.parameter.index() + 1));
}

void NumberTable::add_definition(const std::string& what, const std::string& applies,
                                 const std::string& value)
{
    rows_ += row(what, applies, value, "none", "by definition", "");
}

void NumberTable::add_ratios(const std::string& what, const std::vector<Ratio>& ratios)
{
    std::vector<bool> is_done(ratios.size(), false);
    for (std::size_t i = 0; i < ratios.size(); ++i) {
        if (is_done[i]) continue;
        const Ratio& ratio = ratios[i];
        if (ratio.is_graded) {
            add(what, "to the power of " + exponent(*scenario_, ratio), ratio.ratio, Unit::pure);
            continue;
        }
        std::vector<Reading> readings;
        for (std::size_t k = i; k < ratios.size(); ++k) {
            if (k != i && !can_share_row(*scenario_, ratio, ratios[k])) continue;
            readings.push_back(ratios[k].of);
            is_done[k] = true;
        }
        add(what, holding(*scenario_, readings), ratio.ratio, Unit::pure);
    }
}

void NumberTable::add_branch(const std::string& what, const std::vector<Option>& options)
{
    for (const Option& option : options) {
        const std::string to = fmt::format("{} {}", what, in_code(scenario_->states[option.to].name));
        if (option.is_rest)
            add_definition(to, "always",
                           "the rest: " + report::number_in_words(option.probability.number, Unit::share));
        else if (options.size() > 1)
            add(to, "always", option.probability, Unit::share);
        add_ratios("odds ratio of " + in_code(scenario_->states[option.to].name), option.odds_ratios);
    }
}

void NumberTable::add_effects(const Effects& effects, const std::string& applies)
{
    const auto add_amount = [&](std::string_view verb, const Reading& to, const Value& value) {
        const std::string what = fmt::format("{} {}", verb, name_of(*scenario_, to));
        if (to.subject == Subject::counter)
            add_definition(what, applies, plain_number(value.number));
        else
            add(what, applies, value, Unit::pure);
    };
    for (const Addition& addition : effects.adds) add_amount("added to", addition.to, addition.amount);
    for (const Setting& setting : effects.sets) add_amount("new value of", setting.to, setting.amount);
    for (const Payment& payment : effects.costs)
        add(fmt::format("cost `{}`", scenario_->economics.categories[payment.category]), applies,
            payment.amount, Unit::money);
    const bool has_qalys = !effects.qalys.parameter.is_absent() || effects.qalys.number != 0.0;
    if (has_qalys) add("QALYs", applies, effects.qalys, Unit::pure);
}

std::string NumberTable::text() const
{
    if (rows_.empty()) return {};
    return "| number | applies | value | distribution | source | no. |\n| --- | --- | --- | --- | --- | --- "
           "|\n" +
           rows_ + "\n";
}

}  // namespace txpath::report
