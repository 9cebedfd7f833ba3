// uncertainty_text.cpp -- what is best, how sure that is and what is worth learning, in some lines for a
// terminal.
//
// Promises  a probability is one over samples, and an error says of what it is.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "report/human.hpp"
#include "report/text_parts.hpp"
#include "txpath/uncertainty_report.hpp"

namespace txpath {
namespace report {
namespace {

constexpr std::size_t curve_width = 40;
constexpr std::size_t learnt_first = 5;

std::string plus_minus(double error, const TextStyle& style)
{
    return std::isfinite(error) ? fmt::format(" {} {}", style.is_ascii ? "+-" : "±", rounded(error)) : "";
}

std::string currency_of(const DecisionStudy& study)
{
    const Economics& economics = study.strategies[study.reference].scenario.economics;
    return economics.currency;
}

std::string per_qaly(const DecisionStudy& study, double threshold)
{
    const std::string currency = currency_of(study);
    return fmt::format("{}{}{} per QALY", rounded(threshold), currency.empty() ? "" : " ", currency);
}

std::string percent(double share)
{
    return fmt::format("{} %", rounded(std::round(1000.0 * share) / 10.0));
}

std::string plural(std::uint64_t n, std::string_view noun)
{
    return fmt::format("{} {}{}", with_thousands(n), noun, n == 1 ? "" : "s");
}

std::string_view spoken(Sampling sampling)
{
    if (sampling == Sampling::latin_hypercube) return "Latin hypercube";
    return sampling == Sampling::sobol ? "scrambled Sobol points" : "random";
}

std::string opening(const UncertaintyReport& report)
{
    const DecisionStudy& study = report.study;
    const Scenario& scenario = study.strategies[study.reference].scenario;
    const std::uint32_t replicates = study.uncertainty.replicates;
    std::string text = fmt::format(
        "{}; {} of {} ({}), {} in each{} on the same luck, over {}; seed {}.\n",
        fmt::format("{} strategies", study.strategies.size()), plural(report.sample.count(), "sample"),
        plural(report.sample.values.size(), "value"), spoken(study.uncertainty.sampling),
        fmt::format("{} simulated people", rounded(report.sample.people.front())),
        replicates > 1 ? fmt::format(" ({} replicates)", replicates) : "",
        span_of_days(scenario.time.horizon), report.facts.seed);
    for (const Strategy& strategy : study.strategies)
        if (!strategy.label.empty() && strategy.label != strategy.name)
            text += fmt::format("  {}: {}\n", strategy.name, strategy.label);
    return text;
}

std::string qalys(double value)
{
    return std::isfinite(value) ? fmt::format("{:.4f}", value) : "-";
}

/// A difference, where what is left by rounding in numbers of a size is 0.
std::string difference(double value, double size)
{
    return std::abs(value) < 1e-9 * std::abs(size) ? "0" : rounded(value);
}

std::string interval(const OverSamples& numbers, double size)
{
    return fmt::format("{} to {}", difference(numbers.low, size), difference(numbers.high, size));
}

std::string money_lines(const UncertaintyReport& report, const Paint& paint)
{
    const DecisionStudy& study = report.study;
    const std::string currency = currency_of(study);
    std::vector<TextRow> rows{{"per person", currency.empty() ? "cost" : "cost, " + currency, "QALYs",
                               fmt::format("cost beyond {}", study.strategies[study.reference].name),
                               "95 % between", "QALYs beyond", "95 % between"}};
    for (std::size_t at = 0; at < study.strategies.size(); ++at) {
        const StrategyOverSamples& one = report.analysis.strata.front().strategies[at];
        TextRow row{study.strategies[at].name, rounded(one.cost.mean), qalys(one.qalys.mean), "", "", "", ""};
        if (at != study.reference) {
            row[3] = difference(one.incremental_cost.mean, one.cost.mean);
            row[4] = interval(one.incremental_cost, one.cost.mean);
            row[5] = difference(one.incremental_qalys.mean, one.qalys.mean);
            row[6] = interval(one.incremental_qalys, one.qalys.mean);
        }
        rows.push_back(std::move(row));
    }
    return aligned(rows, paint);
}

/// All that tie for the highest mean net benefit, in words.
std::string best_of(const DecisionStudy& study, const Acceptability& at)
{
    std::vector<std::string_view> names;
    for (std::size_t strategy = 0; strategy < study.strategies.size(); ++strategy)
        if (at.mean_benefit[strategy] == at.mean_benefit[at.best])
            names.push_back(study.strategies[strategy].name);
    return joined(names, " = ");
}

std::string decision_lines(const UncertaintyReport& report, const TextStyle& style, const Paint& paint)
{
    const StratumUncertainty& all = report.analysis.strata.front();
    const std::string currency = currency_of(report.study);
    std::string text = "\nBest on average";
    text +=
        report.study.perspective.empty() ? ":\n" : fmt::format(", as {} pays:\n", report.study.perspective);
    for (std::size_t k = 0; k < all.spoken.size(); ++k) {
        const Acceptability& at = all.spoken[k];
        const PerfectInformation& information = all.spoken_information[k];
        text += fmt::format("  at {}: {}{}{}, which is best in {} of the samples; choosing it forgoes {}{}",
                            per_qaly(report.study, at.threshold), paint.strong, best_of(report.study, at),
                            paint.off, percent(at.proportion[at.best]), rounded(information.value),
                            plus_minus(information.error, style));
        text += fmt::format("{}{} per person", currency.empty() ? "" : " ", currency);
        if (information.population)
            text += fmt::format(", {} for the {} people concerned", rounded(*information.population),
                                rounded(*report.analysis.affected_people));
        text += '\n';
    }
    return text;
}

std::string curve_lines(const UncertaintyReport& report, const TextStyle& style)
{
    const UncertaintyAnalysis& analysis = report.analysis;
    const auto& grid = analysis.strata.front().grid;
    if (grid.size() < 2) return {};
    std::size_t width = 0;
    for (const Strategy& strategy : report.study.strategies) width = std::max(width, strategy.name.size());
    std::string text =
        fmt::format("\nHow often each is best, from {} to {}:\n", rounded(analysis.grid.front()),
                    per_qaly(report.study, analysis.grid.back()));
    for (std::size_t strategy = 0; strategy < report.study.strategies.size(); ++strategy) {
        std::vector<double> shares;
        for (const Acceptability& at : grid) shares.push_back(at.proportion[strategy]);
        text += fmt::format("  {:<{}}  |{}|  {} to {}\n", report.study.strategies[strategy].name, width,
                            share_line(shares, curve_width, style.is_ascii ? Marks::ascii : Marks::blocks),
                            percent(shares.front()), percent(shares.back()));
    }
    return text;
}

TextRow learning_row(const Learning& one, const TextStyle& style)
{
    TextRow row{one.is_group ? fmt::format("{} (group)", one.name) : one.name};
    for (const PartialInformation& at : one.spoken) {
        // no sample's choice would change, of which an error says nothing
        const bool is_unseen = at.value == 0.0 && at.error == 0.0;
        row.push_back(is_unseen ? "none seen" : rounded(at.value) + plus_minus(at.error, style));
    }
    return row;
}

std::string learning_lines(const UncertaintyReport& report, const TextStyle& style, const Paint& paint)
{
    const UncertaintyAnalysis& analysis = report.analysis;
    const auto first = worth_learning_first(analysis, learnt_first);
    if (first.empty())
        return "\nKnowing any one value exactly would not change what is best: none is worth learning "
               "alone.\n";
    std::vector<TextRow> rows{{"worth knowing exactly, per person"}};
    for (const double threshold : report.study.thresholds)
        rows[0].push_back(fmt::format("at {}", rounded(threshold)));
    for (const std::size_t at : first) rows.push_back(learning_row(analysis.learning[at], style));
    bool is_told_from_nothing = false;
    for (const std::size_t at : first)
        for (const PartialInformation& one : analysis.learning[at].spoken)
            is_told_from_nothing |= one.value > 2.0 * one.error;
    for (const Learning& one : analysis.learning)
        if (one.is_group) rows.push_back(learning_row(one, style));
    std::string text = '\n' + aligned(rows, paint);
    if (!is_told_from_nothing)
        text += fmt::format("  With {} none of these can be told from nothing.\n",
                            plural(report.sample.count(), "sample"));
    return text;
}

std::string common_luck_sentence(const UncertaintyReport& report)
{
    const Advice& advice = report.analysis.advice;
    std::string text = fmt::format(
        "One simulation serves all samples, so none of their variance is luck. The luck that they share has "
        "a "
        "Monte Carlo standard error of {} in {}'s net benefit (at {}), which has a standard deviation of {} "
        "over "
        "samples; ",
        rounded(advice.shared_error), report.study.strategies[advice.strategy].name,
        per_qaly(report.study, report.study.thresholds[advice.threshold]), rounded(advice.spread));
    if (advice.spend == Spend::people)
        text += fmt::format(
            "the next hour is better spent on people: about {} instead of {} would bring it below a quarter "
            "of "
            "that",
            rounded(std::round(advice.better_people)), rounded(advice.people));
    else
        text += "more samples take little time";
    return text + '.';
}

}  // namespace
}  // namespace report

std::string advice_sentence(const UncertaintyReport& report)
{
    using txpath::report::common_luck_sentence, txpath::report::percent, txpath::report::per_qaly,
        txpath::report::rounded;
    const Advice& advice = report.analysis.advice;
    if (advice.spend == Spend::nothing)
        return "No difference between strategies varies over samples: there is nothing to make more exact.";
    if (advice.spend == Spend::unknown)
        return "One replicate gives no Monte Carlo errors here; --replicates 2 would tell luck from "
               "parameters.";
    if (report.sample.has_common_luck) return common_luck_sentence(report);
    std::string text = fmt::format(
        "Of the variance of {}'s net benefit over samples (at {}), {} is luck of the simulation, the rest "
        "what is "
        "not known; ",
        report.study.strategies[advice.strategy].name,
        per_qaly(report.study, report.study.thresholds[advice.threshold]), percent(advice.luck_share));
    if (advice.spend == Spend::people) {
        text +=
            "EVPI and probabilities hold that luck, so the next hour is better spent on people per sample";
        if (advice.better_people > 0.0)
            text += fmt::format(": about {} instead of {} would bring it down to 5 %",
                                rounded(std::round(advice.better_people)), rounded(advice.people));
    } else if (advice.spend == Spend::samples) {
        text += fmt::format("the next hour is better spent on samples, of about {} people instead of {}",
                            rounded(std::round(advice.better_people)), rounded(advice.people));
    } else {
        text += "the next hour is better spent on samples, of as many people as now";
    }
    return text + '.';
}

std::string uncertainty_text(const UncertaintyReport& report, const TextStyle& style)
{
    using namespace txpath::report;
    const Paint paint = paint_of(style);
    const DecisionStudy& study = report.study;
    std::string text;
    for (const std::string& note : report.analysis.notes)
        text += fmt::format("{}warning:{} {}\n", paint.warning, paint.off, note);
    text += fmt::format("{}{}{}\n", paint.strong, study.title.empty() ? study.name : study.title, paint.off);
    text += opening(report);
    if (report.analysis.strata.front().strategies.empty()) return text;
    text += '\n' + money_lines(report, paint) + decision_lines(report, style, paint);
    text += curve_lines(report, style) + learning_lines(report, style, paint);
    text += '\n' + advice_sentence(report) + '\n';
    text += fmt::format(
        "{}Means over samples, discounted; {} is a standard error. What choosing it forgoes is EVPI, what "
        "all "
        "that is not\nknown would be worth knowing.{}\n",
        paint.faint, style.is_ascii ? "+-" : "±", paint.off);
    if (report.sample.strata.size() > 1)
        text +=
            fmt::format("{} strata are in ceac.csv, evpi.csv and icers.csv.\n", report.sample.strata.size());
    for (const std::string& warning : report.facts.warnings)
        text += fmt::format("{}warning:{} {}\n", paint.warning, paint.off, warning);
    return text;
}

}  // namespace txpath
