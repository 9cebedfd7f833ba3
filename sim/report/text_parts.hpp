// text_parts.hpp -- parts of the lines that analyses print on a terminal.
//
// Owns      Paint, aligned columns, differences with their intervals.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "txpath/mean_over_luck.hpp"
#include "txpath/report.hpp"

namespace txpath::report {

/// ANSI codes, or nothing.
struct Paint {
    std::string_view strong, faint, warning, off;
};
[[nodiscard]] Paint paint_of(const TextStyle& style);

/// Of one line, cell by cell; the first line is a head.
using TextRow = std::vector<std::string>;

/// Columns wide enough for their cells; the first to the left, the others to the right.
[[nodiscard]] std::string aligned(const std::vector<TextRow>& rows, const Paint& paint);

[[nodiscard]] std::string with_sign(double value);

/// ` ± half the interval`; nothing when there is none.
[[nodiscard]] std::string spread(const MeanOverLuck& mean, bool is_ascii);

/// Does its interval leave out 0?
[[nodiscard]] bool is_beyond_luck(const MeanOverLuck& mean);

}  // namespace txpath::report
