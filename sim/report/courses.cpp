// courses.cpp -- the measures that lead, among those of timeseries.csv.
#include "txpath/courses.hpp"

#include <algorithm>

#include "report/measures.hpp"

namespace txpath {

namespace {

using report::Kind;
using report::Series;

/// One state of people's own tracks, not of their clinicians.
bool is_own_state(const Scenario& scenario, const Series& series)
{
    return series.kind == Kind::states &&
           !scenario.tracks[scenario.states[StateId{series.columns.front()}].track].is_given;
}

std::vector<Series> leading(const Scenario& scenario)
{
    std::vector<Series> found = report::all_series(scenario);
    const bool has_own = std::ranges::any_of(found, &Series::is_asked_for);
    std::erase_if(found, [&](const Series& series) {
        if (series.is_asked_for) return false;
        if (series.kind == Kind::events) return true;
        return series.kind == Kind::states && (has_own || !is_own_state(scenario, series));
    });
    return found;
}

}  // namespace

std::vector<Course> courses_of(const Scenario& scenario)
{
    std::vector<Course> found;
    for (const Series& series : leading(scenario))
        found.push_back(
            {series.name, series.unit, series.kind == Kind::system || series.kind == Kind::clinicians});
    return found;
}

std::vector<std::string> costs_without_course(const Scenario& scenario)
{
    std::vector<std::string> reasons = report::left_out(scenario);
    std::erase_if(reasons, [](const std::string& reason) { return !reason.starts_with("cost."); });
    return reasons;
}

std::vector<double> course_values(const Scenario& scenario, std::span<const Course> courses,
                                  const ReplicateResult& replicate, const Stratum& stratum)
{
    std::vector<Series> series;
    for (Series& each : leading(scenario))
        if (std::ranges::find(courses, each.name, &Course::name) != courses.end())
            series.push_back(std::move(each));
    return report::values(scenario, series, replicate, stratum);
}

}  // namespace txpath
