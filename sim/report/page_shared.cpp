// page_shared.cpp -- what people share: queues, waits, clinicians, system variables and policies of one run.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "report/human.hpp"
#include "report/page_courses.hpp"
#include "report/page_words.hpp"

namespace txpath::report {
namespace {

/// What a drawing of several courses is about: where the highest of them is, or the one that changes most.
enum class Finding { peak, change };

std::string peak_words(const std::vector<std::pair<std::string, const Course*>>& shown, std::string_view unit)
{
    double most = 0.0;
    std::string text;
    for (const auto& [series, course] : shown)
        for (const CoursePoint& point : course->points) {
            if (!(point.mean > most)) continue;
            most = point.mean;
            text = fmt::format("{} {} {} after {}", series, rounded(most), unit, time_words(point.time));
        }
    return text.empty() ? "always 0" : text;
}

std::string change_of_most(const std::vector<std::pair<std::string, const Course*>>& shown,
                           std::string_view unit)
{
    const auto most =
        std::ranges::max_element(shown, {}, [](const auto& one) { return one.second->standing_out(); });
    Course named = *most->second;
    named.measure = most->first;
    if (unit != "share") return course_sentence(named);
    constexpr double hundred = 100.0;
    for (CoursePoint& point : named.points) point.mean *= hundred, point.mcse *= hundred;
    named.unit = "%";
    return course_sentence(named);
}

/// Mean and interval over replicates of courses whose names begin and end so.
void add_lines(const std::map<std::string, Course>& courses, std::string_view begin, std::string_view end,
               Finding finding, PageFigure figure, PageSection& section)
{
    std::vector<std::pair<std::string, const Course*>> shown;
    for (const auto& [name, course] : courses) {
        if (!name.starts_with(begin) || !name.ends_with(end) || name.size() < begin.size() + end.size())
            continue;
        shown.emplace_back(spoken(name.substr(begin.size(), name.size() - begin.size() - end.size())),
                           &course);
        for (const CoursePoint& point : thinned(course.points)) {
            const MeanOverLuck mean = over_replicates(point.mean, point.mcse, point.n);
            figure.rows.push_back(
                {point.time, shown.back().first, cell_of(mean.mean), cell_of(mean.low), cell_of(mean.high)});
        }
    }
    if (shown.empty()) return;
    figure.title +=
        ": " + (finding == Finding::peak ? peak_words : change_of_most)(shown, figure.columns[2].unit) + ".";
    section.figures.push_back(std::move(figure));
}

PageFigure lines_figure(std::string id, std::string title, std::string caption, std::string_view unit)
{
    PageFigure figure{std::move(id), "lines", std::move(title), std::move(caption),
                      lines_columns("Time", "years", unit)};
    figure.file = "timeseries_summary.csv";
    figure.x = "years";
    return figure;
}

}  // namespace

void add_shared(const PageContext& context, const std::map<std::string, Course>& courses, PageContent& page)
{
    constexpr std::string_view interval = " Mean over replicates, with its 95 % interval (luck).";
    PageSection section{"shared", "What people share", "Places, clinicians and the system."};
    const auto caption = [&](std::string_view what) { return std::string(what) + std::string(interval); };
    add_lines(courses, "resource.", ".queue", Finding::peak,
              lines_figure("queues", "The longest queue", caption("People who wait at the time."), "people"),
              section);
    add_lines(courses, "resource.", ".wait_mean", Finding::peak,
              lines_figure(
                  "waits", "The longest wait",
                  caption("Mean wait of those who were granted a place in the interval; gaps: nobody was."),
                  "days"),
              section);
    add_lines(courses, "resource.", ".granted", Finding::peak,
              lines_figure("granted", "Most served",
                           caption("People who were granted a place in the interval."), "people"),
              section);
    add_lines(courses, "clinicians.", "", Finding::change,
              lines_figure("adoption", "Clinicians, as shares of all",
                           caption("Share of the clinicians in each state."), "share"),
              section);
    add_lines(courses, "system.", "", Finding::change,
              lines_figure("system", "The system", caption("Variables that all people share."), ""), section);
    PageFigure policies{
        "policies",
        "table",
        {},
        "When policies were in force, over replicates.",
        {text_column("policy", "Policy"), number_column("replicates", "Replicates in which it began", ""),
         number_column("begin", "Mean beginning", "years"), number_column("end", "Mean end", "years")}};
    struct Force {
        std::vector<double> begin, end;
        double all = 0.0;
    };
    std::map<std::string, Force> forces;
    context.folder.read("policies", {"policy", "begin", "end"}, [&](const TableRow& row) {
        Force& force = forces[context.called(row.text(0))];
        force.all += 1.0;
        if (!row.is_missing(1)) force.begin.push_back(row.number(1));
        if (!row.is_missing(2)) force.end.push_back(row.number(2));
    });
    for (const auto& [name, force] : forces) {
        const auto begun = static_cast<double>(force.begin.size());
        policies.rows.push_back({name, begun, cell_of(over_replicates(force.begin).mean),
                                 cell_of(over_replicates(force.end).mean)});
        policies.title +=
            fmt::format("{}{} {} in {}{}", policies.title.empty() ? "" : "; ", name,
                        begun > 0.0 ? "came into force" : "never came into force",
                        begun > 0.0 ? rounded(begun) + " of " : "", count_words(force.all, "replicate"));
    }
    policies.title += ".";
    policies.file = "policies.csv";
    if (!policies.rows.empty()) section.figures.push_back(std::move(policies));
    add_section(page, std::move(section));
}

}  // namespace txpath::report
