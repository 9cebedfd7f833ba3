// human.hpp -- numbers as people read them.
//
// Owns      rounding for a terminal, spans of time in words, sparklines.
// Promises  independent of the locale; never an exponent between a thousandth and a million million.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace txpath::report {

/// About three significant digits, all digits left of the point, thousands apart: 1,234  56.7  0.0123. A dash
/// if not finite.
[[nodiscard]] std::string rounded(double value);

[[nodiscard]] std::string with_thousands(std::uint64_t value);

/// `5 years`, `18 months`, `12 weeks`, `10 days`: the largest unit that gives a whole number.
[[nodiscard]] std::string span_of_days(double days);

enum class Marks { blocks, ascii };

/// How a course runs between its lowest and its highest point, in at most `width` characters.
[[nodiscard]] std::string sparkline(std::span<const double> course, std::size_t width, Marks marks);

/// The same on a scale from 0 to 1: an empty place is less than 1 in 16.
[[nodiscard]] std::string share_line(std::span<const double> shares, std::size_t width, Marks marks);

}  // namespace txpath::report
