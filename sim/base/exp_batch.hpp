// exp_batch.hpp -- exponentials of curves at many points at once.
//
// Owns      Course, fill_course, fill_powers.
// Promises  bit for bit what course_at and power_at give for each point alone, with every instruction set and
//           every length up to most_points. exp_batch_scalar.cpp does the same without Highway.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "base/elementary.hpp"

namespace txpath {

inline constexpr std::size_t most_points = 16;

/// exp(exponent + slope * t + sum of size * exp(-rate * t)) for t from 0.
struct Course {
    struct Swing {
        double size, rate;
    };
    double exponent = 0.0, slope = 0.0;
    std::array<Swing, 6> swings{};
    std::uint32_t count = 0;  ///< of swings
};

[[nodiscard]] inline double course_at(const Course& course, double t) noexcept
{
    double x = course.exponent + course.slope * t;
    for (std::uint32_t one = 0; one < course.count; ++one)
        x += course.swings[one].size * portable::exp(-course.swings[one].rate * t);
    return portable::exp(x);
}

/// x to the power y, to a few ulp where the result is near 1: portable::pow is slower and exact.
///
///   Requires  x is positive and normal
[[nodiscard]] inline double power_at(double x, double y) noexcept
{
    return portable::exp(y * portable::log_of_normal(x));
}

/// Requires  out.size() == t.size() <= most_points; the two do not overlap
void fill_course(const Course& course, std::span<const double> t, std::span<double> out) noexcept;

/// Each of x to the power y.
///
///   Requires  as power_at; out.size() == x.size() <= most_points; the two do not overlap
void fill_powers(double y, std::span<const double> x, std::span<double> out) noexcept;

}  // namespace txpath
