// courses.hpp -- the measures that lead, followed from report to report.
//
// Owns      Course, courses_of and course_values.
// Promises  names are unique and sorted; counts are on the real scale; the same numbers as in timeseries.csv.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "txpath/economics.hpp"
#include "txpath/results.hpp"
#include "txpath/scenario.hpp"

namespace txpath {

struct Course {
    std::string name, unit;
    bool is_of_everybody = false;  ///< belongs to nobody in particular, so it has no strata
};

/// The scenario's own measures (else people in each state of their own tracks), people, utility, levels,
/// costs and what people share: timeseries.csv without single states and events.
[[nodiscard]] std::vector<Course> courses_of(const Scenario& scenario);

/// Costs by category whose course the counts do not give, each with the reason.
[[nodiscard]] std::vector<std::string> costs_without_course(const Scenario& scenario);

/// Values at every report.
///   Shape     [time * courses.size() + course]; not a number where nobody is present
///   Requires  courses are some of courses_of(scenario)
[[nodiscard]] std::vector<double> course_values(const Scenario& scenario, std::span<const Course> courses,
                                                const ReplicateResult& replicate, const Stratum& stratum);

}  // namespace txpath
