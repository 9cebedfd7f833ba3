// human.cpp -- numbers as people read them.
#include "report/human.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <string_view>
#include <utility>
#include <vector>

#include "txpath/units.hpp"

namespace txpath::report {
namespace {

/// Means of at most `width` stretches of equal length.
std::vector<double> thinned(std::span<const double> course, std::size_t width)
{
    const std::size_t points = std::min(width, course.size());
    std::vector<double> means;
    for (std::size_t point = 0; point < points; ++point) {
        const std::size_t first = point * course.size() / points;
        const std::size_t last = (point + 1) * course.size() / points;
        double sum = 0.0;
        for (std::size_t place = first; place < last; ++place) sum += course[place];
        means.push_back(sum / static_cast<double>(last - first));
    }
    return means;
}

/// 0 to steps - 1; the middle if the course is flat.
std::size_t height(double value, double lowest, double highest, std::size_t steps)
{
    if (!(highest - lowest > 1e-9 * std::abs(highest))) return steps / 2;
    const double share = (value - lowest) / (highest - lowest);
    return std::min(steps - 1, static_cast<std::size_t>(share * static_cast<double>(steps)));
}

using Steps = std::array<std::string_view, 8>;

const Steps& steps_of(Marks marks)
{
    static constexpr Steps blocks{"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    static constexpr Steps plain{"_", ".", ",", "-", "~", "=", "*", "#"};
    return marks == Marks::ascii ? plain : blocks;
}

/// 1.50 -> 1.5, 2.00 -> 2
std::string without_zeros(std::string number)
{
    number.erase(number.find_last_not_of('0') + 1);
    if (number.ends_with('.')) number.pop_back();
    return number;
}

}  // namespace

std::string with_thousands(std::uint64_t value)
{
    const std::string digits = fmt::format("{}", value);
    std::string text;
    for (std::size_t place = 0; place < digits.size(); ++place) {
        if (place > 0 && (digits.size() - place) % 3 == 0) text += ',';
        text += digits[place];
    }
    return text;
}

std::string rounded(double value)
{
    if (!std::isfinite(value)) return "-";
    const double size = std::abs(value);
    const std::string_view sign = value < 0.0 ? "-" : "";
    if (size >= 1e15) return fmt::format("{:.3g}", value);
    if (size >= 99.95 || (size == std::trunc(size)))
        return fmt::format("{}{}", sign, with_thousands(static_cast<std::uint64_t>(std::llround(size))));
    if (size >= 9.995) return without_zeros(fmt::format("{:.1f}", value));
    if (size >= 0.9995) return without_zeros(fmt::format("{:.2f}", value));
    return fmt::format("{:.3g}", value);
}

std::string span_of_days(double days)
{
    constexpr std::array<std::pair<double, std::string_view>, 3> units{
        {{days_per_year, "year"}, {days_per_month, "month"}, {days_per_week, "week"}}};
    for (const auto& [length, name] : units) {
        const double n = days / length;
        if (n >= 0.5 && std::abs(n - std::round(n)) < 1e-6)
            return fmt::format("{} {}{}", rounded(std::round(n)), name, std::round(n) == 1.0 ? "" : "s");
    }
    return fmt::format("{} day{}", rounded(days), days == 1.0 ? "" : "s");
}

std::string sparkline(std::span<const double> course, std::size_t width, Marks marks)
{
    const auto& steps = steps_of(marks);
    const std::vector<double> points = thinned(course, width);
    double lowest = std::numeric_limits<double>::infinity(), highest = -lowest;
    for (const double point : points)
        if (std::isfinite(point)) lowest = std::min(lowest, point), highest = std::max(highest, point);
    std::string line;
    for (const double point : points)
        line += std::isfinite(point) ? steps[height(point, lowest, highest, steps.size())]
                                     : std::string_view(" ");
    return line;
}

std::string share_line(std::span<const double> shares, std::size_t width, Marks marks)
{
    const auto& steps = steps_of(marks);
    std::string line;
    for (const double share : thinned(shares, width)) {
        const auto height = static_cast<std::size_t>(std::lround(share * static_cast<double>(steps.size())));
        line += height == 0 ? std::string_view(" ") : steps[std::min(height, steps.size()) - 1];
    }
    return line;
}

}  // namespace txpath::report
