// page_compare.cpp -- the page of a comparison: what strategies change against the reference, on the same
// luck.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>

#include "report/human.hpp"
#include "report/page_decision.hpp"
#include "report/page_parts.hpp"
#include "report/page_words.hpp"
#include "report/text_parts.hpp"

namespace txpath::report {
namespace {

constexpr std::size_t most_measures = 12, most_courses = 6, most_strata = 40;
constexpr std::string_view paired =
    "Differences are taken within each replicate on the same luck; intervals (95 %) show luck, not "
    "parameters.";

struct Change {
    MeanOverLuck difference;
    double value = 0.0, reference = 0.0;
};

/// One measure over the whole horizon, by strategy.
struct Measure {
    std::string name, unit;
    std::map<std::string, Change> of;  ///< but the reference

    [[nodiscard]] double standing_out() const
    {
        double most = 0.0;
        for (const auto& [name_of_it, change] : of)
            if (change.difference.error > 0.0)
                most = std::max(most, std::abs(change.difference.mean) / change.difference.error);
        return most;
    }
    [[nodiscard]] bool is_moved() const
    {
        return std::ranges::any_of(of, [](const auto& one) { return !is_nothing(one.second.difference); });
    }
};

struct CoursePart {
    double time;
    std::string strategy;
    MeanOverLuck difference;
};

struct Compared {
    std::map<std::string, Measure> measures;
    std::map<std::string, std::vector<CoursePart>> courses;
};

MeanOverLuck luck_of(const TableRow& row, std::size_t mean)
{
    return {row.number(mean), row.number(mean + 1), row.number(mean + 2), row.number(mean + 3)};
}

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

PageFigure bars_of(const PageContext& context, const Measure& measure)
{
    PageFigure figure{"change_" + measure.name, "bars", {}, {}, bars_columns(measure.unit)};
    figure.file = "compare.csv";
    double reference = MeanOverLuck::missing;
    for (const Named& one : context.manifest().strategies) {
        const auto change = measure.of.find(one.name);
        if (change == measure.of.end()) continue;
        const MeanOverLuck& difference = change->second.difference;
        reference = change->second.reference;
        figure.rows.push_back({context.called(one.name), "change", cell_of(difference.mean),
                               cell_of(difference.low), cell_of(difference.high)});
        figure.title += fmt::format("{}{}: {}", figure.title.empty() ? "" : "; ", context.called(one.name),
                                    change_words(difference, measure.unit));
    }
    figure.title = fmt::format("{}. {}.", spoken(measure.name), figure.title);
    figure.caption =
        fmt::format("Change against {}, which has {} {}, over the whole horizon. {}",
                    context.called(context.manifest().reference), rounded(reference), measure.unit, paired);
    return figure;
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
                : fmt::format("{}: the largest clear difference is {} under {}, after {} years.",
                              spoken(measure->name), change_words(widest->difference, measure->unit),
                              context.called(widest->strategy), rounded(widest->time));
        courses.figures.push_back(std::move(figure));
    }
    add_section(page, std::move(courses));
}

const Measure* find_measure(const Compared& found, const std::string& name)
{
    const auto measure = found.measures.find(name);
    return measure == found.measures.end() ? nullptr : &measure->second;
}

/// Paired cost and QALYs per person of each replicate.
std::optional<PageFigure> plane_of(const PageContext& context, const std::string& currency)
{
    std::map<std::pair<std::string, double>, std::pair<double, double>> points;
    context.folder.read("compare_replicates", {"strategy", "replicate", "stratum", "measure", "difference"},
                        [&](const TableRow& row) {
                            if (row.text(2) != "all" || row.is_missing(4)) return;
                            auto& point = points[{std::string(row.text(0)), row.number(1)}];
                            if (row.text(3) == "qalys.per_person") point.first = row.number(4);
                            if (row.text(3) == "costs.per_person") point.second = row.number(4);
                        });
    std::vector<PlanePoint> cloud;
    for (const auto& [key, point] : points) cloud.push_back({key.first, point.first, point.second});
    if (cloud.empty()) return std::nullopt;
    PageFigure figure = plane_figure(context, cloud, currency);
    figure.caption =
        "Difference from the reference in cost and QALYs per person, discounted; a point is a replicate, so "
        "the cloud shows luck, not parameters.";
    figure.file = "compare_replicates.csv";
    return figure;
}

void add_money(const PageContext& context, const Compared& found, PageContent& page)
{
    const std::string currency = currency_of(context);
    PageSection section{"money", "Is it worth it?", "Discounted, per person, of the study's perspective."};
    for (const std::string name : {"costs.per_person", "qalys.per_person", "life_years.per_person"})
        if (const Measure* measure = find_measure(found, name); measure != nullptr && measure->is_moved())
            section.figures.push_back(bars_of(context, *measure));
    if (auto plane = plane_of(context, currency); plane && find_measure(found, "costs.per_person") != nullptr)
        section.figures.push_back(std::move(*plane));
    PageFigure benefit{
        "net_benefit",
        "bars",
        {},
        fmt::format("Net monetary benefit per person less that of {}, by willingness to pay for a QALY. {}",
                    context.called(context.manifest().reference), paired),
        bars_columns(currency)};
    benefit.file = "net_benefit.csv";
    double last = 0.0;
    context.folder.read(
        "net_benefit", {"strategy", "stratum", "wtp", "nmb_difference", "mcse", "low", "high"},
        [&](const TableRow& row) {
            if (row.text(1) != "all" || row.is_missing(3)) return;
            const MeanOverLuck gain = luck_of(row, 3);
            benefit.rows.push_back({context.called(row.text(0)),
                                    fmt::format("at {} {}", rounded(row.number(2)), currency),
                                    cell_of(gain.mean), cell_of(gain.low), cell_of(gain.high)});
            last = row.number(2);
            benefit.title +=
                fmt::format("{}{} at {}: {}", benefit.title.empty() ? "" : "; ", context.called(row.text(0)),
                            rounded(last), change_words(gain, currency));
        });
    benefit.title = "Net benefit per person. " + benefit.title + ".";
    if (!benefit.rows.empty()) section.figures.push_back(std::move(benefit));
    add_icers(context, currency, section);
    add_section(page, std::move(section));
}

void add_budget(const PageContext& context, PageContent& page)
{
    const std::string currency = currency_of(context);
    PageFigure figure{"budget",
                      "bars",
                      {},
                      fmt::format("Undiscounted, of all people, each year against {}. {}",
                                  context.called(context.manifest().reference), paired),
                      bars_columns(currency)};
    figure.file = "budget.csv";
    const std::string& perspective = context.manifest().perspective;
    context.folder.read(
        "budget", {"strategy", "perspective", "year", "difference", "mcse", "low", "high"},
        [&](const TableRow& row) {
            if (row.text(1) != perspective || row.is_missing(3)) return;
            const MeanOverLuck change = luck_of(row, 3);
            figure.rows.push_back({fmt::format("year {}", row.text(2)), context.called(row.text(0)),
                                   cell_of(change.mean), cell_of(change.low), cell_of(change.high)});
            if (row.text(2) == "1")
                figure.title += fmt::format("{}{}: {}", figure.title.empty() ? "" : "; ",
                                            context.called(row.text(0)), change_words(change, currency));
        });
    figure.title = "Budget in the first year. " + figure.title + ".";
    PageSection section{"budget", "What it costs the payer each year", ""};
    if (!figure.rows.empty()) section.figures.push_back(std::move(figure));
    add_section(page, std::move(section));
}

void add_equity(const PageContext& context, PageContent& page)
{
    PageFigure figure{"equity",
                      "bars",
                      {},
                      fmt::format("QALYs per person of each group against {}. {}",
                                  context.called(context.manifest().reference), paired),
                      bars_columns("QALYs")};
    figure.file = "equity.csv";
    const std::string* most = nullptr;
    std::string name_of_most;
    double best = 0.0;
    context.folder.read(
        "equity", {"strategy", "stratum", "measure", "difference", "mcse", "low", "high"},
        [&](const TableRow& row) {
            if (row.text(2) != "qalys" || row.text(1).find(';') != std::string_view::npos ||
                figure.rows.size() >= most_strata)
                return;
            const MeanOverLuck change = luck_of(row, 3);
            const std::string group = row.text(1) == "all" ? "everybody" : spoken(row.text(1));
            figure.rows.push_back({group, context.called(row.text(0)), cell_of(change.mean),
                                   cell_of(change.low), cell_of(change.high)});
            if (group == "everybody" || !is_beyond_luck(change) || std::abs(change.mean) <= best) return;
            best = std::abs(change.mean);
            name_of_most = fmt::format("{} under {}: {}", group, context.called(row.text(0)),
                                       change_words(change, "QALYs a person"));
            most = &name_of_most;
        });
    figure.title = most == nullptr ? "No group's change in QALYs can be told apart from luck."
                                   : "The group with the largest clear change is " + *most + ".";
    PageSection section{"equity", "Who gains", ""};
    if (figure.rows.size() > context.manifest().strategies.size())
        section.figures.push_back(std::move(figure));
    add_section(page, std::move(section));
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
    PageSection section{"differences", "What the strategies are", ""};
    if (!figure.rows.empty()) section.figures.push_back(std::move(figure));
    add_section(page, std::move(section));
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
        if (!order.empty() && order.front()->of.contains(one.name))
            said = fmt::format("{} {}", spoken(order.front()->name),
                               change_words(order.front()->of.at(one.name).difference, order.front()->unit));
        const bool has_money = costs != nullptr && costs->of.contains(one.name) &&
                               std::isfinite(costs->of.at(one.name).difference.mean);
        if (qalys != nullptr && qalys->of.contains(one.name)) {
            const MeanOverLuck& health = qalys->of.at(one.name).difference;
            said += said.empty() ? "" : "; per person it ";
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
            if (page.lead.empty() || figure.id == "net_benefit") page.lead = figure.id;
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
