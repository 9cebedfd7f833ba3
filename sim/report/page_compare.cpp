// page_compare.cpp -- the page of a comparison: what strategies change against the reference, on the same
// luck.
#include "report/page_compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>

#include "report/human.hpp"
#include "report/odd_words.hpp"
#include "report/page_decision.hpp"
#include "report/page_words.hpp"
#include "report/text_parts.hpp"

namespace txpath::report {
namespace {

constexpr std::size_t most_measures = 12, most_courses = 6;

/// Everybody's rows; courses of the scenario's own measures only.
Compared read_compared(const PageContext& context)
{
    Compared found;
    const std::string& reference = context.manifest().reference;
    context.folder.read("compare",
                        {"strategy", "stratum", "measure", "span", "time", "value", "reference_value",
                         "difference", "mcse", "low", "high", "unit"},
                        [&](const TableRow& row) {
                            if (row.text(1) != "all" || row.text(0) == reference) return;
                            const std::string strategy(row.text(0)), name(row.text(2));
                            if (row.text(3) == "report") {
                                found.courses[name].push_back({row.number(4), strategy, luck_of(row, 7)});
                                return;
                            }
                            Measure& measure = found.measures[name];
                            measure.name = name;
                            measure.unit = row.text(11);
                            measure.of[strategy] = {luck_of(row, 7), row.number(5), row.number(6)};
                        });
    return found;
}

/// Those that stand out first; totals and figures per person have sections of their own.
std::vector<const Measure*> ordered(const Compared& found)
{
    std::vector<const Measure*> order;
    for (const auto& [name, measure] : found.measures)
        if (!name.ends_with(".total") && !name.ends_with(".per_person") && measure.is_moved())
            order.push_back(&measure);
    std::ranges::stable_sort(order, std::greater{}, &Measure::standing_out);
    return order;
}

void add_changes(const PageContext& context, const Compared& found, PageContent& page)
{
    PageSection section{"changes", "What the strategies change", std::string(paired)};
    std::string same;
    for (const auto& [name, measure] : found.measures)
        if (!measure.is_moved()) same += (same.empty() ? "" : ", ") + spoken(name);
    if (!same.empty()) section.text += " The same under every strategy: " + same + ".";
    const std::vector<const Measure*> order = ordered(found);
    for (std::size_t k = 0; k < std::min(order.size(), most_measures); ++k)
        section.figures.push_back(bars_of(context, *order[k]));
    if (order.size() > most_measures)
        section.text +=
            fmt::format(" The {} measures that stand out most; all are in compare.csv.", most_measures);
    add_section(page, std::move(section));
    PageSection courses{"courses", "When they change it", std::string(paired)};
    for (const Measure* measure : order) {
        const auto parts = found.courses.find(measure->name);
        if (parts == found.courses.end() || courses.figures.size() == most_courses) continue;
        PageFigure figure{"course_" + measure->name,
                          "lines",
                          {},
                          "Difference from the reference at each report time (events: in the interval that "
                          "ends at it), with its 95 % interval.",
                          lines_columns("Time", "years", measure->unit)};
        figure.file = "compare.csv";
        figure.x = "years";
        const CoursePart* widest = nullptr;
        for (const CoursePart& part : parts->second) {
            figure.rows.push_back({part.time, context.called(part.strategy), cell_of(part.difference.mean),
                                   cell_of(part.difference.low), cell_of(part.difference.high)});
            if (is_beyond_luck(part.difference) &&
                (widest == nullptr || std::abs(part.difference.mean) > std::abs(widest->difference.mean)))
                widest = &part;
        }
        figure.title =
            widest == nullptr
                ? fmt::format("{}: at no single time can a difference be told apart from luck.",
                              spoken(measure->name))
                : fmt::format("{}: the largest clear difference is {} under {}, after {}.",
                              spoken(measure->name), change_words(widest->difference, measure->unit),
                              context.called(widest->strategy), time_words(widest->time));
        courses.figures.push_back(std::move(figure));
    }
    add_section(page, std::move(courses));
}

void add_differences(const PageContext& context, PageContent& page)
{
    PageFigure figure{
        "differences",
        "table",
        {},
        "Values of the strategies' scenarios that are not as in the reference; all others are the same.",
        {text_column("strategy", "Strategy"), text_column("path", "Value"),
         text_column("reference", "Reference"), text_column("value", "Strategy has")}};
    figure.file = "inputs.csv";
    context.folder.read("inputs", {"strategy", "path", "reference_value", "value"}, [&](const TableRow& row) {
        figure.rows.push_back({context.called(row.text(0)), std::string(row.text(1)),
                               std::string(row.text(2)), std::string(row.text(3))});
    });
    figure.title =
        fmt::format("The strategies differ from {} in {}.", context.called(context.manifest().reference),
                    count_words(static_cast<double>(figure.rows.size()), "value"));
    add_section(page, {"differences", "What the strategies are", ""}, std::move(figure));
}

std::string answer_of(const PageContext& context, const Compared& found)
{
    const Measure *costs = find_measure(found, "costs.per_person"),
                  *qalys = find_measure(found, "qalys.per_person");
    const std::vector<const Measure*> order = ordered(found);
    std::string text;
    for (const Named& one : context.manifest().strategies) {
        if (one.name == context.manifest().reference) continue;
        std::string said;
        if (!order.empty() && order.front()->of.contains(one.name) &&
            is_beyond_luck(order.front()->of.at(one.name).difference))
            said = fmt::format("{} {}", spoken(order.front()->name),
                               change_words(order.front()->of.at(one.name).difference, order.front()->unit));
        const bool has_money = costs != nullptr && costs->of.contains(one.name) &&
                               std::isfinite(costs->of.at(one.name).difference.mean);
        if (qalys != nullptr && qalys->of.contains(one.name)) {
            const MeanOverLuck& health = qalys->of.at(one.name).difference;
            said += said.empty() ? "per person it " : "; per person it ";
            if (has_money) {
                const MeanOverLuck& cost = costs->of.at(one.name).difference;
                const std::string currency = currency_of(context);
                said += cost_phrase(cost, currency, false) + ", " + qaly_phrase(health, false) +
                        worth_phrase(cost, health, currency);
            } else {
                said += qaly_phrase(health, false);
            }
        }
        text += fmt::format("{}{} against {}: {}.", text.empty() ? "" : " ", context.called(one.name),
                            context.called(context.manifest().reference), said.empty() ? "no figure" : said);
    }
    return text + " Luck only; parameters stand at their base case.";
}

/// Net benefit at the few thresholds that a study asks for, not along a grid of them.
bool is_decision(const PageFigure& figure)
{
    constexpr std::size_t most_thresholds = 4;
    std::set<double> thresholds;
    if (figure.id != "net_benefit") return false;
    for (const auto& row : figure.rows) thresholds.insert(std::get<double>(row.front()));
    return thresholds.size() <= most_thresholds;
}

}  // namespace

void add_comparison(const PageContext& context, PageContent& page)
{
    const Compared found = read_compared(context);
    page.question =
        fmt::format("What do the strategies change against {}, what do they cost, and what do they give?",
                    context.called(context.manifest().reference));
    page.answer = answer_of(context, found);
    add_changes(context, found, page);
    add_money(context, found, page);
    add_budget(context, page);
    add_equity(context, page);
    add_differences(context, page);
    for (const PageSection& section : page.sections)
        for (const PageFigure& figure : section.figures)
            if (page.lead.empty() || is_decision(figure)) page.lead = figure.id;
    std::size_t clear = 0, all = 0;
    for (const auto& [name, measure] : found.measures)
        for (const auto& [strategy, change] : measure.of)
            if (!is_nothing(change.difference)) ++all, clear += is_beyond_luck(change.difference) ? 1 : 0;
    page.verdict.push_back(
        {"Monte Carlo error", 2 * clear < all ? Status::caution : Status::good,
         fmt::format("{} of {} differences over the whole horizon can be told apart from luck (95 %){}",
                     clear, all, 2 * clear < all ? "; more replicates or people would show more" : "")});
    page.limits.emplace_back(luck_only);
}

}  // namespace txpath::report
