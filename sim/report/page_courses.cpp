#include "report/page_courses.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <set>

#include "report/human.hpp"
#include "report/text_parts.hpp"

namespace txpath::report {
namespace {

constexpr std::size_t most_points = 121, most_states = 6;

constexpr std::array<std::string_view, 10> prefixes{"people.",   "state.", "event.",  "level.",
                                                    "utility.",  "cost.",  "system.", "clinicians.",
                                                    "resource.", "stop."};

bool has_prefix(std::string_view measure)
{
    return std::ranges::any_of(prefixes,
                               [&](std::string_view prefix) { return measure.starts_with(prefix); });
}

bool is_kept(std::string_view measure)
{
    return !measure.starts_with("event.") && !measure.starts_with("level.");
}

/// The start and the end, and the error of their difference as if they were independent, which is rather too
/// large than too small: people who are there at the start are mostly there at the end.
MeanOverLuck change_of(const Course& course)
{
    // of events the first point ends no interval
    const std::size_t start = course.is_event && course.points.size() > 2 ? 1 : 0;
    const CoursePoint &first = course.points[start], &last = course.points.back();
    return over_replicates(last.mean - first.mean, std::hypot(first.mcse, last.mcse), last.n);
}

}  // namespace

double Course::peak() const
{
    double most = 0.0;
    for (const CoursePoint& point : points)
        if (std::isfinite(point.mean)) most = std::max(most, point.mean);
    return most;
}

MeanOverLuck Course::figure() const
{
    if (!replicates.empty()) return over_replicates(replicates);
    if (points.empty()) return {};
    if (!is_event) return over_replicates(points.back().mean, points.back().mcse, points.back().n);
    MeanOverLuck total;
    total.mean = 0.0;
    for (const CoursePoint& point : points) total.mean += point.mean;
    return total;
}

double Course::standing_out() const
{
    if (points.empty()) return 0.0;
    const MeanOverLuck change = change_of(*this);
    if (change.error > 0.0) return std::abs(change.mean) / change.error;
    return change.mean == 0.0 || !std::isfinite(change.low) ? 0.0 : INFINITY;
}

std::map<std::string, Course> read_courses(const FinishedFolder& folder)
{
    std::map<std::string, Course> courses;
    folder.read("timeseries_summary",
                {"stratum", "measure", "time", "n", "mean", "mcse", "q05", "q25", "q75", "q95"},
                [&](const TableRow& row) {
                    if (row.text(0) != "all" || !is_kept(row.text(1))) return;
                    Course& course = courses[std::string(row.text(1))];
                    course.points.push_back({row.number(2), row.number(3), row.number(4), row.number(5),
                                             row.number(6), row.number(7), row.number(8), row.number(9)});
                });
    for (auto& [name, course] : courses) {
        course.measure = name;
        std::ranges::stable_sort(course.points, {}, &CoursePoint::time);
    }
    return courses;
}

void add_replicates(const FinishedFolder& folder, std::map<std::string, Course>& courses)
{
    struct Sum {
        double total = 0.0, last = 0.0;
    };
    std::map<std::string, std::map<double, Sum>, std::less<>> sums;
    folder.read("timeseries", {"stratum", "measure", "replicate", "value", "unit"}, [&](const TableRow& row) {
        if (row.text(0) != "all" || has_prefix(row.text(1))) return;
        const auto course = courses.find(std::string(row.text(1)));
        if (course == courses.end()) return;
        if (course->second.unit.empty()) course->second.unit = row.text(4);
        Sum& sum = sums[course->first][row.number(2)];
        if (const double value = row.number(3); std::isfinite(value)) sum.total += value;
        sum.last = row.number(3);
    });
    for (auto& [name, by_replicate] : sums) {
        Course& course = courses[name];
        course.is_event = course.unit == "events";
        for (const auto& [replicate, sum] : by_replicate)
            course.replicates.push_back(course.is_event ? sum.total : sum.last);
    }
    for (auto& [name, course] : courses)
        if (name.starts_with("state.") || name.starts_with("people.")) course.unit = "people";
}

std::vector<const Course*> leading(const std::map<std::string, Course>& courses, std::string_view title)
{
    std::vector<const Course*> asked, states;
    for (const auto& [name, course] : courses) {
        if (course.points.empty()) continue;
        if (!has_prefix(name)) asked.push_back(&course);
        if (name.starts_with("state.") && !name.starts_with("state.clinician.")) states.push_back(&course);
    }
    if (asked.empty()) {
        std::ranges::stable_sort(states, std::greater{}, &Course::peak);
        states.resize(std::min(states.size(), most_states));
        asked = std::move(states);
    }
    std::ranges::stable_sort(asked, std::greater{}, &Course::standing_out);
    std::ranges::stable_partition(
        asked, [&](const Course* course) { return shares_a_word(title, course->measure); });
    return asked;
}

std::vector<CoursePoint> thinned(const std::vector<CoursePoint>& points)
{
    if (points.size() <= most_points) return points;
    std::vector<CoursePoint> some;
    for (std::size_t k = 0; k < most_points; ++k)
        some.push_back(points[k * (points.size() - 1) / (most_points - 1)]);
    return some;
}

std::string course_sentence(const Course& course)
{
    std::string_view name = course.measure;
    if (name.starts_with("state.")) name.remove_prefix(6);
    const std::string what = spoken(name);
    const MeanOverLuck end = course.figure();
    const std::string ends = with_interval(end, course.unit);
    if (course.is_event) return fmt::format("{}: {} over the whole horizon", what, ends);
    const MeanOverLuck change = change_of(course);
    const std::string start = rounded(course.points.front().mean);
    if (is_nothing(change))
        return fmt::format("{}: {} {} at the end as at the start", what, start, course.unit);
    if (!std::isfinite(change.low))
        return fmt::format("{}: from {} to {}; one replicate cannot tell luck apart", what, start, ends);
    if (!is_beyond_luck(change))
        return fmt::format("{}: {} at the end, which cannot be told apart from the start, {}", what, ends,
                           start);
    return fmt::format("{}: {} from {} to {}", what, change.mean > 0.0 ? "up" : "down", start, ends);
}

}  // namespace txpath::report
