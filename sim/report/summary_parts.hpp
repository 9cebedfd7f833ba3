// summary_parts.hpp -- parts of the summary on a terminal.
//
// Owns      Palette, lines with courses, and the lines about what people share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "report/headlines.hpp"
#include "txpath/report.hpp"

namespace txpath::report {

inline constexpr std::size_t course_width = 24;

/// ANSI codes, or nothing.
struct Palette {
    std::string_view strong, faint, warning, off;
};

[[nodiscard]] std::string interval(const Figure& figure);
[[nodiscard]] std::size_t name_width(const std::vector<Headline>& found);

/// Start, mean, end and course of each headline that is no event; nothing when there are none.
[[nodiscard]] std::string course_lines(std::string_view title, const std::vector<Headline>& found,
                                       const TextStyle& style, const Palette& paint);

/// What people shared, and their clinicians' course.
struct SharedFigures {
    SharedSummary summary;
    std::vector<Headline> clinicians;
    std::size_t replicates = 0;
};

/// Resources, clinicians and policies; nothing when the scenario has none.
[[nodiscard]] std::string shared_lines(const SharedFigures& found, const TextStyle& style,
                                       const Palette& paint);

}  // namespace txpath::report
