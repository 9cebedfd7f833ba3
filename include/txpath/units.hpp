// units.hpp -- quantities that cannot be confused, and the only conversions between them.
//
// Owns      Days, PerDay, Exposure, Probability; the lengths of week, month and year.
// Promises  a rate becomes a probability only through an Exposure, which cannot exist without a span of time.
#pragma once

#include <compare>

namespace txpath {

inline constexpr double days_per_week = 7.0;
inline constexpr double days_per_year = 365.25;
inline constexpr double days_per_month = days_per_year / 12.0;
inline constexpr double hours_per_day = 24.0;

/// A span of time, or a moment counted from the start of the simulation.
struct Days {
    double value = 0.0;
    friend constexpr auto operator<=>(Days, Days) noexcept = default;
    friend constexpr Days operator+(Days a, Days b) noexcept { return {a.value + b.value}; }
    friend constexpr Days operator-(Days a, Days b) noexcept { return {a.value - b.value}; }
    friend constexpr double operator/(Days a, Days b) noexcept { return a.value / b.value; }
    friend constexpr Days operator*(double n, Days a) noexcept { return {n * a.value}; }
};

/// Hazard summed over a span of time: a rate times a duration, so it has no unit. Never negative.
struct Exposure {
    double value = 0.0;
    friend constexpr auto operator<=>(Exposure, Exposure) noexcept = default;
    friend constexpr Exposure operator+(Exposure a, Exposure b) noexcept { return {a.value + b.value}; }
};

/// Events per person and day. Never negative.
struct PerDay {
    double value = 0.0;
    friend constexpr auto operator<=>(PerDay, PerDay) noexcept = default;
    friend constexpr Exposure operator*(PerDay hazard, Days span) noexcept
    {
        return {hazard.value * span.value};
    }
};

/// A share between 0 and 1.
struct Probability {
    double value = 0.0;
    friend constexpr auto operator<=>(Probability, Probability) noexcept = default;
};

[[nodiscard]] constexpr Days weeks(double n) noexcept
{
    return {n * days_per_week};
}
[[nodiscard]] constexpr Days months(double n) noexcept
{
    return {n * days_per_month};
}
[[nodiscard]] constexpr Days years(double n) noexcept
{
    return {n * days_per_year};
}
[[nodiscard]] constexpr double in_years(Days span) noexcept
{
    return span.value / days_per_year;
}

}  // namespace txpath
