// summary_text.cpp -- what happened, in a few lines.
//
// Promises  every figure comes with its interval, or it is said why there is none; no line speaks of luck
//           and parameters at once.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/headlines.hpp"
#include "report/human.hpp"
#include "report/measures.hpp"
#include "report/shared_summary.hpp"
#include "report/summary_parts.hpp"
#include "txpath/report.hpp"

namespace txpath {
namespace report {
namespace {

Palette palette(const TextStyle& style)
{
    if (!style.is_coloured) return {};
    return {"\x1b[1m", "\x1b[2m", "\x1b[33m", "\x1b[0m"};
}

std::string plural(std::uint64_t n, std::string_view noun)
{
    return fmt::format("{} {}{}", with_thousands(n), noun, n == 1 ? "" : "s");
}

std::string opening(const RunReport& report)
{
    const Scenario& scenario = report.scenario;
    std::string people = with_thousands(scenario.people.size);
    people += scenario.people.size == 1 ? " simulated person" : " simulated people";
    if (scenario.people.arrivals)
        people += " at the start and those who arrive";
    else if (scenario.people.scale != 1.0)
        people += fmt::format(", who stand for {}",
                              rounded(scenario.people.scale * static_cast<double>(scenario.people.size)));
    return fmt::format("{} over {}; {}, seed {}; {} simulated.\n", people,
                       span_of_days(scenario.time.horizon), plural(report.replicates.size(), "replicate"),
                       report.facts.seed, plural(report.facts.instants, "event"));
}

std::string event_lines(const std::vector<Headline>& found, const TextStyle& style, const Palette& paint)
{
    const std::size_t width = name_width(found);
    std::string text;
    for (const Headline& headline : found) {
        if (!headline.is_event) continue;
        if (text.empty())
            text = fmt::format("\n{}{:<{}}  {:>12} {:>12} {:>12}  {:<24}  {}{}\n", paint.strong, "Events",
                               width, "", "", "total", "95 % interval of total", "course", paint.off);
        text += fmt::format(
            "{:<{}}  {:>12} {:>12} {:>12}  {:<24}  {}\n", headline.name, width, "", "",
            rounded(headline.figure.mean), interval(headline.figure),
            sparkline(headline.course, course_width, style.is_ascii ? Marks::ascii : Marks::blocks));
    }
    return text;
}

/// Money in whole units; QALYs to four places, since policies differ by hundredths of them.
using Writing = std::string (*)(double);
std::string as_qalys(double value)
{
    return std::isfinite(value) ? fmt::format("{:.4f}", value) : rounded(value);
}

std::string with_error(const PerPerson& figure, Writing written)
{
    if (!figure.has_error) return written(figure.mean);
    return fmt::format("{} (standard error {})", written(figure.mean), rounded(figure.standard_error));
}

std::string percent(double rate)
{
    return rounded(rate * 100.0) + " %";
}

struct Totals {
    PerPerson plain, discounted;
};

std::string money_line(std::string_view name, const Totals& totals, double rate, Writing written)
{
    if (rate == 0.0)
        return fmt::format("{:<16} {}, not discounted\n", name, with_error(totals.plain, written));
    return fmt::format("{:<16} {}, discounted at {} a year; undiscounted {}\n", name,
                       with_error(totals.discounted, written), percent(rate), written(totals.plain.mean));
}

/// The discounted and the undiscounted total of everybody.
template <class Row>
std::vector<const Row*> totals(const std::vector<Row>& rows)
{
    std::vector<const Row*> found(2, nullptr);
    for (const Row& row : rows) {
        bool is_total = row.stratum == 0;
        if constexpr (requires { row.category; }) is_total = is_total && row.category.is_absent();
        if (is_total) found[row.is_discounted ? 1 : 0] = &row;
    }
    if (found[0] == nullptr || found[1] == nullptr) found.clear();
    return found;
}

bool has_health(const Scenario& scenario)
{
    const auto is_said = [](const Effects& effects) { return base_number(effects.qalys) != 0.0; };
    return std::ranges::any_of(scenario.states,
                               [&](const State& s) { return s.has_utility || is_said(s.on_entry); }) ||
           std::ranges::any_of(scenario.transitions, [&](const Transition& t) { return is_said(t.effects); });
}

std::string economics_lines(const RunReport& report, const Palette& paint)
{
    const Economics& money = report.scenario.economics;
    std::string text;
    if (const auto costs = totals(report.economics.mean_costs); !costs.empty()) {
        std::string name = "costs, " + money.currency;
        if (money.price_year) name += fmt::format(" {}", *money.price_year);
        text +=
            money_line(name, {costs[0]->cost, costs[1]->cost}, base_number(money.discount_costs), rounded);
    }
    const auto qalys = totals(report.economics.mean_qalys);
    if (!qalys.empty() && has_health(report.scenario))
        text += money_line("QALYs", {qalys[0]->qalys, qalys[1]->qalys}, base_number(money.discount_health),
                           as_qalys);
    if (text.empty()) return text;
    return fmt::format("\n{}Per person{}\n{}", paint.strong, paint.off, text);
}

/// Half width of the widest 95 % interval as a share of its figure.
double widest(const std::vector<Headline>& found)
{
    double share = 0.0;
    for (const Headline& headline : found)
        if (headline.figure.half_width && headline.figure.mean != 0.0)
            share = std::max(share, *headline.figure.half_width / std::abs(headline.figure.mean));
    return share;
}

/// What the stopping rule came to; what it missed is among the warnings.
std::string rule_line(const RunReport& report)
{
    const auto& precision = report.facts.precision;
    if (!precision || !precision->is_reached) return {};
    return fmt::format("Stopping rule: {}.\n", precision_text(report.scenario, *precision));
}

std::string verdict(const RunReport& report, const std::vector<Headline>& found)
{
    const std::size_t replicates = report.replicates.size();
    if (replicates < 2)
        return "Precision: one replicate gives no intervals for the measures; --replicates 20 would.\n";
    const double share = widest(found);
    std::string text = fmt::format("Precision: {} pin the figures above down to within {} (95 %); ",
                                   plural(replicates, "replicate"), percent(share));
    if (share <= 0.01) return text + "enough to compare policies that differ by more.\n";
    // The width falls with the square root of the number of replicates.
    const double needed = std::ceil(static_cast<double>(replicates) * (share / 0.01) * (share / 0.01));
    if (needed <= 10000.0)
        return text + fmt::format("about {} replicates would make it 1 %.\n", rounded(needed));
    return text + "more people would do more than more replicates.\n";
}

std::string warning_lines(const RunReport& report, const Palette& paint)
{
    std::vector<std::string> all = report.facts.warnings;
    const std::vector<std::string> reasons = left_out(report.scenario);
    all.insert(all.end(), reasons.begin(), reasons.end());
    if (report.scenario.unsourced > 0)
        all.push_back(plural(report.scenario.unsourced, "number") + " of the scenario without a source");
    if (report.facts.done_replicates < report.facts.planned_replicates)
        all.push_back(fmt::format("stopped after {} of {} replicates", report.facts.done_replicates,
                                  report.facts.planned_replicates));
    std::string text;
    for (const std::string& warning : all)
        text += fmt::format("{}warning:{} {}\n", paint.warning, paint.off, warning);
    return text.empty() ? text : '\n' + text;
}

}  // namespace
}  // namespace report

std::string summary_text(const RunReport& report, const TextStyle& style)
{
    using namespace report;
    const Palette paint = palette(style);
    const Scenario& scenario = report.scenario;
    HeadlineSums leading(scenario, report.replicates.size());
    SharedSums shared(scenario);
    report.replicates.visit([&](const ReplicateResult& replicate) {
        leading.add(replicate);
        shared.add(replicate);
    });
    const std::vector<Headline> found = leading.headlines();
    std::string text = fmt::format("{}{}{}\n", paint.strong,
                                   scenario.title.empty() ? scenario.name : scenario.title, paint.off);
    text += opening(report);
    text += course_lines("People", found, style, paint);
    text += event_lines(found, style, paint);
    text += shared_lines({shared.summary(), leading.clinicians(), report.replicates.size()}, style, paint);
    text += economics_lines(report, paint);
    text += '\n' + rule_line(report) + verdict(report, found);
    if (report.replicates.size() > 1)
        text += fmt::format(
            "{}Intervals show the luck of the draw only; parameters stand at their base case.{}\n",
            paint.faint, paint.off);
    text += warning_lines(report, paint);
    return text;
}

}  // namespace txpath
