// number.cpp -- plain decimal numbers and dates.
//
// Owns      parse_number, parse_date, days_in and the advice for numbers that other languages would accept.
// Promises  no octal, hexadecimal, infinity, NaN or digit separators: what is read is what a person reads.
#include "scenario/number.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/text.hpp"
#include "scenario/quantity.hpp"
#include "txpath/units.hpp"

namespace txpath {

namespace {

constexpr std::size_t longest_number = 60;

bool is_digit(char c) noexcept
{
    return c >= '0' && c <= '9';
}

std::size_t skip_digits(std::string_view text, std::size_t at) noexcept
{
    while (at < text.size() && is_digit(text[at])) ++at;
    return at;
}

/// Length of the decimal number the text starts with, sign and exponent included, or 0.
std::size_t decimal_length(std::string_view text) noexcept
{
    std::size_t at = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    const std::size_t whole = skip_digits(text, at);
    std::size_t digits = whole - at;
    at = whole;
    if (at < text.size() && text[at] == '.') {
        const std::size_t end = skip_digits(text, at + 1);
        digits += end - at - 1;
        at = end;
    }
    if (digits == 0) return 0;
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        const std::size_t sign = at + 1 < text.size() && (text[at + 1] == '-' || text[at + 1] == '+') ? 1 : 0;
        const std::size_t end = skip_digits(text, at + 1 + sign);
        if (end > at + 1 + sign) at = end;
    }
    return at;
}

std::string_view without_sign(std::string_view text) noexcept
{
    if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
    return text;
}

bool has_leading_zero(std::string_view text) noexcept
{
    const auto digits = without_sign(text);
    return digits.size() > 1 && digits[0] == '0' && is_digit(digits[1]);
}

std::string without(std::string_view text, char dropped)
{
    std::string kept(text);
    kept.erase(std::remove(kept.begin(), kept.end(), dropped), kept.end());
    return kept;
}

/// 1,000 and 12,345,678: commas where thousands are written in groups.
bool is_grouped(std::string_view text) noexcept
{
    const auto groups = split(without_sign(text), ',');
    if (groups.size() < 2 || groups[0].empty() || groups[0].size() > 3) return false;
    return std::all_of(groups.begin() + 1, groups.end(), [](std::string_view group) {
        return group.size() == 3 && std::all_of(group.begin(), group.end(), is_digit);
    });
}

std::string lower(std::string_view text)
{
    std::string low(text);
    for (auto& c : low)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return low;
}

}  // namespace

std::optional<double> parse_number(std::string_view text)
{
    if (text.size() > longest_number || decimal_length(text) != text.size() || text.empty())
        return std::nullopt;
    if (has_leading_zero(text)) return std::nullopt;
    if (text[0] == '+') text.remove_prefix(1);
    double number = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(number))
        return std::nullopt;
    return number == 0.0 ? 0.0 : number;  // -0 is 0
}

std::optional<QuantityError> number_mistake(std::string_view text)
{
    if (parse_number(text)) return std::nullopt;
    const std::string low = lower(without_sign(text));
    if (low == "nan" || low == ".nan" || low == "inf" || low == ".inf" || low == "infinity")
        return QuantityError{"which is not a finite number", "write a decimal number"};
    if (low.substr(0, 2) == "0x" || low.substr(0, 2) == "0o" || low.substr(0, 2) == "0b")
        return QuantityError{"which is not a decimal number", "write it with the digits 0 to 9"};
    if (!text.empty() && decimal_length(text) == text.size()) {
        if (text.size() > longest_number) return QuantityError{"which has too many digits", "round it"};
        if (has_leading_zero(text))
            return QuantityError{"which has a leading zero", "numbers are decimal: write it without"};
        return QuantityError{"which is too large or too small for a number", {}};
    }
    if (const auto plain = without(text, '_'); plain.size() < text.size() && parse_number(plain))
        return QuantityError{"which has '_' between its digits", fmt::format("write {}", plain)};
    if (is_grouped(text))
        return QuantityError{"which has commas between its digits",
                             fmt::format("write {}", without(text, ','))};
    std::string point(text);
    std::replace(point.begin(), point.end(), ',', '.');
    if (point != text && parse_number(point))
        return QuantityError{"which has a decimal comma", fmt::format("write {}", point)};
    return QuantityError{"which is not a number", {}};
}

std::size_t number_length(std::string_view text) noexcept
{
    return decimal_length(text);
}

std::optional<double> days_in(std::string_view unit) noexcept
{
    struct Unit {
        std::string_view one;
        double days;
    };
    constexpr std::array units{Unit{"second", 1.0 / 86400.0},     Unit{"minute", 1.0 / 1440.0},
                               Unit{"hour", 1.0 / hours_per_day}, Unit{"day", 1.0},
                               Unit{"week", days_per_week},       Unit{"month", days_per_month},
                               Unit{"year", days_per_year}};
    for (const auto& known : units) {
        const bool is_plural = unit.size() == known.one.size() + 1 && unit.back() == 's';
        if (unit.substr(0, is_plural ? known.one.size() : unit.size()) == known.one) return known.days;
    }
    return std::nullopt;
}

std::optional<std::int64_t> parse_date(std::string_view text)
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto number_at = [&](std::size_t at, std::size_t digits) -> int {
        int value = 0;
        for (const char c : text.substr(at, digits)) value = is_digit(c) ? value * 10 + (c - '0') : -100000;
        return value;
    };
    const int year = number_at(0, 4);
    const int month = number_at(5, 2);
    const int day = number_at(8, 2);
    constexpr std::array days_of_month{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (year < 1 || month < 1 || month > 12 || day < 1) return std::nullopt;
    const bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (day > days_of_month[static_cast<std::size_t>(month - 1)] + (month == 2 && is_leap ? 1 : 0))
        return std::nullopt;
    const std::int64_t before = year - 1;
    std::int64_t days = before * 365 + before / 4 - before / 100 + before / 400 + day - 1;
    for (int m = 1; m < month; ++m) days += days_of_month[static_cast<std::size_t>(m - 1)];
    if (month > 2 && is_leap) ++days;
    constexpr std::int64_t days_before_1970 = 719162;
    return days - days_before_1970;
}

}  // namespace txpath
