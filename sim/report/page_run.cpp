// page_run.cpp -- the page of one run: what happened, to whom, at what cost.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <set>

#include "base/text.hpp"
#include "report/human.hpp"
#include "report/page_courses.hpp"
#include "report/page_parts.hpp"
#include "report/page_words.hpp"
#include "report/text_parts.hpp"

namespace txpath::report {
namespace {

constexpr std::size_t most_lines = 4;  // of one drawing
constexpr double widest_ratio = 12.0;  // of peaks that one axis can show
constexpr std::size_t most_converging = 4;

using Courses = std::map<std::string, Course>;

std::string name_of(const Course& course)
{
    std::string_view name = course.measure;
    for (const std::string_view prefix : {"state.", "clinicians.", "system.", "resource."})
        if (name.starts_with(prefix)) name.remove_prefix(prefix.size());
    return spoken(name);
}

void add_rows(const Course& course, PageFigure& figure)
{
    for (const CoursePoint& point : thinned(course.points)) {
        if (course.is_event && point.time == 0.0) continue;  // it ends no interval
        const bool has_spread = point.n >= 2.0;
        const auto quantile = [&](double value) { return has_spread ? cell_of(value) : Cell{}; };
        figure.rows.push_back({point.time, name_of(course), cell_of(point.mean), quantile(point.q05),
                               quantile(point.q25), quantile(point.q75), quantile(point.q95)});
    }
}

/// Courses of one unit whose sizes fit on one axis, a drawing each.
std::vector<std::vector<const Course*>> grouped(std::vector<const Course*> courses)
{
    std::ranges::stable_sort(courses, std::greater{}, &Course::peak);
    std::vector<std::vector<const Course*>> groups;
    for (const Course* course : courses) {
        const bool fits = !groups.empty() && groups.back().size() < most_lines &&
                          groups.back().front()->peak() <= widest_ratio * course->peak();
        if (!fits) groups.emplace_back();
        groups.back().push_back(course);
    }
    return groups;
}

/// The first of `order` in the group names the drawing.
PageFigure bands_of(const std::vector<const Course*>& group, const std::vector<const Course*>& order,
                    std::string id)
{
    const Course& first = **std::ranges::find_first_of(order, group);
    PageFigure figure{
        std::move(id), "bands", course_sentence(first) + ".",
        fmt::format("{}, mean over replicates; bands hold half and 90 % of the replicates (luck, not "
                    "parameters).",
                    first.is_event ? "Events in the interval that ends at the time" : "People at the time"),
        bands_columns(first.unit)};
    figure.file = "timeseries_summary.csv";
    for (const Course* course : group) add_rows(*course, figure);
    return figure;
}

/// Nobody ever in it, no event: said in words, as an empty chart says nothing.
bool is_empty(const Course& course)
{
    return course.peak() == 0.0;
}

/// The drawing that the first measure names which is not always 0.
std::string lead_of(const std::vector<const Course*>& found, const PageSection& section)
{
    for (const Course* course : found)
        for (const PageFigure& figure : section.figures)
            if (!is_empty(*course) && figure.title.starts_with(course_sentence(*course))) return figure.id;
    return {};
}

void add_measures(const PageContext& context, const std::vector<const Course*>& found, PageContent& page)
{
    PageSection section{"course", "What happens", {}};
    if (context.scenario() != nullptr && !context.scenario()->description.empty())
        section.text = std::string(trimmed(context.scenario()->description)) + " ";
    section.text += luck_only;
    std::vector<const Course*> people, events;
    std::string nobody;
    for (const Course* course : found)
        if (is_empty(*course))
            nobody += (nobody.empty() ? "" : ", ") + name_of(*course);
        else
            (course->is_event ? events : people).push_back(course);
    std::size_t number = 0;
    for (const auto& group : grouped(people))
        section.figures.push_back(bands_of(group, found, fmt::format("people{}", ++number)));
    for (const auto& group : grouped(events))
        section.figures.push_back(bands_of(group, found, fmt::format("events{}", ++number)));
    if (!nobody.empty()) section.text += " Always 0: " + nobody + ".";
    page.lead = lead_of(found, section);
    add_section(page, std::move(section));
}

struct PerPerson {
    MeanOverLuck costs, qalys;
};

/// The group of everybody, with intervals from the tables' own standard errors.
PerPerson read_money(const PageContext& context, PageSection& section)
{
    PerPerson everybody;
    const std::string currency = context.currency().empty() ? "currency" : context.currency();
    PageFigure costs{"costs_by_group",
                     "bars",
                     {},
                     "Discounted, per person who entered, with its 95 % interval (luck).",
                     bars_columns(currency)};
    PageFigure qalys{"qalys_by_group",
                     "bars",
                     {},
                     "Discounted, per person who entered, with its 95 % interval (luck).",
                     bars_columns("QALYs")};
    costs.file = qalys.file = "ce.csv";
    context.folder.read(
        "ce", {"grp", "costs", "costs_mcse", "qalys", "qalys_mcse", "n_replicates"},
        [&](const TableRow& row) {
            // one replicate: errors come from batches of people, of which there are many
            const double n = row.number(5) >= 2.0 ? row.number(5) : 200.0;
            const auto cost = over_replicates(row.number(1), row.number(2), n);
            const auto qaly = over_replicates(row.number(3), row.number(4), n);
            const std::string name = group_words(row.text(0));
            if (row.text(0) == "all") everybody = {cost, qaly};
            if (row.text(0).find(';') != std::string_view::npos) return;
            if (std::isfinite(cost.mean))
                costs.rows.push_back({name, "costs", cost.mean, cell_of(cost.low), cell_of(cost.high)});
            qalys.rows.push_back({name, "QALYs", cell_of(qaly.mean), cell_of(qaly.low), cell_of(qaly.high)});
        });
    costs.title = fmt::format("Care costs {} a person.", with_interval(everybody.costs, currency));
    qalys.title = fmt::format("A person has {}.", with_interval(everybody.qalys, "QALYs"));
    if (!costs.rows.empty()) section.figures.push_back(std::move(costs));
    if (!qalys.rows.empty()) section.figures.push_back(std::move(qalys));
    return everybody;
}

/// Discounted costs by category: the higher of the two rates in the table, as one of them is 0.
void add_categories(const PageContext& context, PageSection& section)
{
    std::map<double, std::map<std::string, double>> by_rate;
    context.folder.read("costs", {"grp_id", "category", "dr", "costs"}, [&](const TableRow& row) {
        if (row.number(0) != 1.0 || row.text(1) == "total" || !std::isfinite(row.number(3))) return;
        by_rate[row.number(2)][spoken(row.text(1))] += row.number(3);
    });
    if (by_rate.empty()) return;
    const std::string currency = context.currency().empty() ? "currency" : context.currency();
    std::vector<std::pair<double, std::string>> order;
    double sum = 0.0;
    for (const auto& [name, cost] : by_rate.rbegin()->second) {
        order.emplace_back(cost, name);
        sum += cost;
    }
    std::ranges::sort(order, std::greater{});
    PageFigure figure{"cost_categories", "bars",
                      fmt::format("{} make up {} of the costs.", order.front().second,
                                  sum > 0.0 ? percent_words(order.front().first / sum) : "none"),
                      fmt::format("Mean costs per person by category, discounted at {} a year.",
                                  percent_words(by_rate.rbegin()->first)),
                      bars_columns(currency)};
    for (const auto& [cost, name] : order) figure.rows.push_back({name, "costs", cost, Cell{}, Cell{}});
    figure.file = "costs.csv";
    section.figures.push_back(std::move(figure));
}

/// How figures settle as replicates are added.
void add_convergence(const std::vector<const Course*>& found, PageContent& page)
{
    PageFigure figure{"convergence",
                      "lines",
                      {},
                      "Mean of the first so many replicates as a share of the mean of all, with its 95 % "
                      "interval (Student's t).",
                      lines_columns("Replicates", "", "% of the final mean")};
    figure.x = "replicates";
    figure.file = "timeseries.csv";
    std::size_t shown = 0;
    double widest = 0.0;
    std::string which;
    for (const Course* course : found) {
        const MeanOverLuck all = course->figure();
        if (course->replicates.size() < 3 || all.mean == 0.0 || shown == most_converging) continue;
        ++shown;
        const std::size_t step = 1 + course->replicates.size() / 60;
        for (std::size_t n = 2; n <= course->replicates.size(); n += step) {
            const auto part = over_replicates(
                {course->replicates.begin(), course->replicates.begin() + static_cast<std::ptrdiff_t>(n)});
            const auto percent = [&](double value) { return cell_of(100.0 * value / all.mean); };
            figure.rows.push_back({static_cast<double>(n), name_of(*course), percent(part.mean),
                                   percent(part.low), percent(part.high)});
        }
        const double width = (all.high - all.mean) / std::abs(all.mean);
        if (width <= widest) continue;
        widest = width;
        which = name_of(*course);
    }
    if (figure.rows.empty()) return;
    figure.title =
        which.empty()
            ? "All replicates agree."
            : fmt::format("{} replicates pin {} down to within {}, and the others shown more closely.",
                          found.front()->replicates.size(), which, percent_words(widest));
    add_section(page, {"convergence",
                       "Are there enough replicates?",
                       "Intervals shrink with the square root of their number.",
                       {std::move(figure)}});
}

void add_precision(const std::vector<const Course*>& found, PageContent& page)
{
    constexpr double well_known = 0.01, fairly_known = 0.1;
    std::size_t well = 0, fairly = 0, poorly = 0;
    double widest = 0.0;
    std::string which;
    for (const Course* course : found) {
        const MeanOverLuck figure = course->figure();
        if (!std::isfinite(figure.low) || figure.mean == 0.0) continue;
        const double width = (figure.high - figure.mean) / std::abs(figure.mean);
        ++(width <= well_known ? well : width <= fairly_known ? fairly : poorly);
        if (width > widest) widest = width, which = name_of(*course);
    }
    const std::size_t all = well + fairly + poorly;
    if (all == 0) {
        page.verdict.push_back({"Monte Carlo error", Status::caution,
                                "one replicate gives no intervals; --replicates 20 would"});
        return;
    }
    page.verdict.push_back(
        {"Monte Carlo error", poorly > 0 ? Status::caution : Status::good,
         fmt::format("of {} leading figures {} are known to within 1 %, {} to within 10 %, {} less well{}",
                     all, well, fairly, poorly,
                     which.empty() ? "" : fmt::format("; widest: {}, {}", which, percent_words(widest)))});
}

/// What the scenario's own measures are, also where the table that says so was left out.
void add_units(const Scenario& scenario, Courses& courses)
{
    for (const Measure& measure : scenario.outputs.measures) {
        const auto course = courses.find(measure.name);
        if (course == courses.end()) continue;
        course->second.is_event = !measure.events.empty();
        course->second.unit = course->second.is_event ? "events" : "people";
    }
}

}  // namespace

void add_run(const PageContext& context, PageContent& page)
{
    Courses courses = read_courses(context.folder);
    add_replicates(context.folder, courses);
    if (context.scenario() != nullptr) add_units(*context.scenario(), courses);
    const std::vector<const Course*> found = leading(courses, context.title());
    const std::string horizon =
        context.manifest().horizon_days > 0.0 ? " over " + span_of_days(context.manifest().horizon_days) : "";
    page.question = fmt::format("What happens to these people{}?", horizon);
    for (std::size_t k = 0; k < std::min<std::size_t>(2, found.size()); ++k)
        page.answer += fmt::format("{}{}", k == 0 ? "" : "; ", course_sentence(*found[k]));
    add_measures(context, found, page);
    add_groups(context, found, page);
    PageSection money{"money", "Costs and health", "Per person, discounted as the scenario says."};
    const PerPerson each = read_money(context, money);
    if (std::isfinite(each.costs.mean))
        page.answer += fmt::format("; care costs {} a person", with_interval(each.costs, context.currency()));
    if (std::isfinite(each.qalys.mean))
        page.answer += fmt::format("; a person has {}", with_interval(each.qalys, "QALYs"));
    page.answer += ". Luck only; parameters stand at their base case.";
    add_categories(context, money);
    add_states(context, page);
    add_times(context, page);
    add_shared(context, courses, page);
    add_section(page, std::move(money));
    add_convergence(found, page);
    if (auto drawn = pathways(context)) add_section(page, std::move(*drawn));
    add_precision(found, page);
    page.limits.emplace_back(luck_only);
    if (!context.folder.has("timeseries"))
        page.limits.emplace_back(
            "The run was written with --tables aggregates: what needs a row for each replicate (intervals of "
            "totals, convergence) is missing.");
}

}  // namespace txpath::report
