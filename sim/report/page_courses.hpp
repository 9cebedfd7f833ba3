// page_courses.hpp -- the measures of a run over time, read from its tables.
//
// Owns      Course: one measure of everybody at each report time; its figure in each replicate.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "report/page_folder.hpp"
#include "report/page_parts.hpp"
#include "report/page_words.hpp"

namespace txpath::report {

struct CoursePoint {
    double time = 0.0, n = 0.0, mean = 0.0, mcse = 0.0;
    double q05 = 0.0, q25 = 0.0, q75 = 0.0, q95 = 0.0;
};

struct Course {
    std::string measure, unit;
    bool is_event = false;
    std::vector<CoursePoint> points;  ///< by time
    std::vector<double> replicates;   ///< the figure in each; empty: the table is not there

    [[nodiscard]] double peak() const;
    /// People at the end, or events over the whole horizon.
    [[nodiscard]] MeanOverLuck figure() const;
    /// How far the end is from the start, in standard errors; of events, the last interval from the first.
    [[nodiscard]] double standing_out() const;
};

/// Courses of everybody by measure: all but those of single transitions and levels.
[[nodiscard]] std::map<std::string, Course> read_courses(const FinishedFolder& folder);

/// Units, and figures in each replicate, from timeseries.csv if it is there; else what can be told without.
void add_replicates(const FinishedFolder& folder, std::map<std::string, Course>& courses);

/// The measures that the scenario asked for, else its largest states: first those with a word of the title
/// in their name, then those that stand out.
[[nodiscard]] std::vector<const Course*> leading(const std::map<std::string, Course>& courses,
                                                 std::string_view title);

/// Queues, clinicians, the system and its policies.
void add_shared(const PageContext& context, const std::map<std::string, Course>& courses, PageContent& page);

/// How these measures differ between groups of people, if the scenario asked for groups.
void add_groups(const PageContext& context, const std::vector<const Course*>& found, PageContent& page);

/// At most so many points, the first and the last among them.
[[nodiscard]] std::vector<CoursePoint> thinned(const std::vector<CoursePoint>& points);

/// What happens to the measure, with its interval.
[[nodiscard]] std::string course_sentence(const Course& course);

}  // namespace txpath::report
