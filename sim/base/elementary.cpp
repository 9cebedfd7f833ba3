// elementary.cpp -- logarithm at the edges, expm1, log1p and pow.
#include "base/elementary.hpp"

#include <array>
#include <cstddef>

namespace txpath::portable {

namespace {

using detail::infinity;
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// A number in two parts, the second at most half an ulp of the first.
struct Pair {
    double high;
    double low;
};

/// Requires  |a| >= |b|, or a == 0.
constexpr Pair quick_sum(double a, double b) noexcept
{
    const double sum = a + b;
    return {sum, b - (sum - a)};
}

constexpr Pair exact_sum(double a, double b) noexcept
{
    const double sum = a + b;
    const double from_b = sum - a;
    return {sum, (a - (sum - from_b)) + (b - from_b)};
}

/// The product of a and b without error (Dekker), for arguments below 2^990.
constexpr Pair exact_product(double a, double b) noexcept
{
    constexpr double splitter = 134217729.0;  // 2^27 + 1
    const double big_a = splitter * a;
    const double a_high = big_a - (big_a - a);
    const double a_low = a - a_high;
    const double big_b = splitter * b;
    const double b_high = big_b - (big_b - b);
    const double b_low = b - b_high;
    const double product = a * b;
    return {product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low};
}

constexpr Pair sum(Pair a, Pair b) noexcept
{
    const Pair high = exact_sum(a.high, b.high);
    return quick_sum(high.high, high.low + (a.low + b.low));
}

constexpr Pair product(Pair a, Pair b) noexcept
{
    const Pair high = exact_product(a.high, b.high);
    return quick_sum(high.high, high.low + (a.high * b.low + a.low * b.high));
}

constexpr Pair product(Pair a, double b) noexcept
{
    const Pair high = exact_product(a.high, b);
    return quick_sum(high.high, high.low + a.low * b);
}

/// a / b for |a| below |b|.
constexpr Pair quotient(double a, Pair b) noexcept
{
    const double first = a / b.high;
    const Pair back = exact_product(first, b.high);
    return quick_sum(first, ((a - back.high) - back.low - first * b.low) / b.high);
}

/// A positive, finite number, split; subnormals are lifted to where they have a leading 1.
detail::Scaled split_any(double x) noexcept
{
    if (x >= std::numeric_limits<double>::min()) return detail::split(x);
    const detail::Scaled lifted = detail::split(x * 0x1p54);
    return {lifted.exponent - 54.0, lifted.fraction};
}

/// The logarithm of 1 + fraction to about 65 bits, slowly: for the table below.
///
///   Method    2 s + s (2/3 s^2) in pairs, s (2/5 s^4 + ... + 2/25 s^24) in plain doubles: at most 2^-12
///             of the whole, so that its rounding is at most 2^-65 of it
constexpr Pair table_log(double fraction) noexcept
{
    constexpr Pair two_thirds = {2.0 / 3.0, 3.700743415417188e-17};
    const Pair s = quotient(fraction, exact_sum(2.0, fraction));
    const Pair square = product(s, s);
    const double t = square.high;
    const double w = t * t;
    const double even =
        2.0 / 5 + w * (2.0 / 9 + w * (2.0 / 13 + w * (2.0 / 17 + w * (2.0 / 21 + w * (2.0 / 25)))));
    const double odd = 2.0 / 7 + w * (2.0 / 11 + w * (2.0 / 15 + w * (2.0 / 19 + w * (2.0 / 23))));
    const Pair beyond_two = sum(product(square, two_thirds), Pair{w * (even + t * odd), 0.0});
    return sum(Pair{2.0 * s.high, 2.0 * s.low}, product(s, beyond_two));
}

/// One of 128 slices of [sqrt(1/2), sqrt(2)): a 10-bit number near the reciprocal of its members, and minus
/// its log.
struct Slice {
    double reciprocal = 1.0;
    Pair logarithm = {0.0, 0.0};
};

constexpr int slice_shift = 45;  // leaves 7 of the mantissa's 52 bits

constexpr std::size_t slice_of(double near_one) noexcept
{
    return static_cast<std::size_t>((std::bit_cast<std::uint64_t>(near_one) - detail::bits_of_half_sqrt2) >>
                                    slice_shift);
}

/// The two slices about 1 keep the reciprocal 1, so that small logarithms are not differences of large ones.
constexpr std::array<Slice, 128> make_slices() noexcept
{
    constexpr std::size_t slice_of_one = slice_of(1.0);
    std::array<Slice, 128> slices{};
    for (std::size_t i = 0; i < slices.size(); ++i) {
        if (i == slice_of_one || i == slice_of_one + 1) continue;
        const std::uint64_t bits =
            detail::bits_of_half_sqrt2 + ((2 * std::uint64_t{i} + 1) << (slice_shift - 1));
        const auto twice = static_cast<int>(1024.0 / std::bit_cast<double>(bits));
        const double reciprocal = static_cast<double>((twice + 1) / 2) / 512.0;  // to the nearest 512th
        const Pair log = table_log(reciprocal - 1.0);
        slices[i] = {reciprocal, {-log.high, -log.low}};
    }
    return slices;
}

constexpr std::array<Slice, 128> slices = make_slices();

/// The logarithm of a split number to about 65 bits, relative to itself even near 1.
///
///   Method    log(1 + f) = log(1 + r) - log c with c the slice's reciprocal and 1 + r = c (1 + f) without
///             error, in two parts: 23 bits, whose square is exact, and the rest
Pair long_log(detail::Scaled x) noexcept
{
    const double near_one = 1.0 + x.fraction;
    const Slice& slice = slices[slice_of(near_one)];
    const double coarse = std::bit_cast<double>(std::bit_cast<std::uint64_t>(near_one) & 0xffffffff00000000);
    const double high = coarse * slice.reciprocal - 1.0;
    const double low = (near_one - coarse) * slice.reciprocal;
    const double r = high + low;
    const double w = r * r;
    const double even = 1.0 / 3 + w * (1.0 / 5 + w * (1.0 / 7 + w * (1.0 / 9)));
    const double odd = 1.0 / 4 + w * (1.0 / 6 + w * (1.0 / 8 + w * (1.0 / 10)));
    const double cubic = w * r * (even - r * odd);
    const Pair first = exact_sum(x.exponent * detail::ln2_high, slice.logarithm.high);
    const Pair second = exact_sum(first.high, high);
    const Pair third = exact_sum(second.high, -0.5 * high * high);
    const Pair fourth = exact_sum(third.high, low);
    const double carried = ((first.low + second.low) + (third.low + fourth.low)) +
                           (x.exponent * detail::ln2_low + slice.logarithm.low);
    return quick_sum(fourth.high, carried + (cubic - low * (high + 0.5 * low)));
}

/// a^y for a > 0, a != 1, a and y finite.
double power_of_positive(double a, double y) noexcept
{
    const Pair logarithm = long_log(split_any(a));
    const double rough = y * logarithm.high;
    if (rough > 710.0) return infinity;
    if (rough < -746.0) return 0.0;
    const Pair whole = product(logarithm, y);
    const double k = detail::nearest(whole.high * detail::inverse_ln2);
    const double excess =
        detail::small_expm1(whole.high - k * detail::ln2_high, k * detail::ln2_low - whole.low);
    return detail::scale(1.0 + excess, static_cast<int>(k));
}

/// a^y for a >= 0, neither of the two a NaN, y not 0.
double power_of_magnitude(double a, double y) noexcept
{
    if (a == 1.0) return 1.0;
    const bool grows = (a > 1.0) == (y > 0.0);
    if (a == 0.0 || a == infinity || y == infinity || y == -infinity) return grows ? infinity : 0.0;
    return power_of_positive(a, y);
}

bool is_whole(double y) noexcept
{
    return std::floor(y) == y;
}

bool is_odd(double y) noexcept
{
    return is_whole(y) && !is_whole(0.5 * y);
}

}  // namespace

double detail::log_of_the_rest(double x) noexcept
{
    if (x == 0.0) return -infinity;
    if (!(x > 0.0)) return x != x ? x : not_a_number;
    return x == infinity ? x : log_of_scaled(split_any(x), 0.0);
}

double expm1(double x) noexcept
{
    if (!(x >= -40.0 && x <= 40.0)) return exp(x) - 1.0;
    const detail::Reduced parts = detail::reduce(x);
    if (parts.exponent == 0) return parts.excess;
    const double power = detail::power_of_two(parts.exponent);
    return power * parts.excess + (power - 1.0);
}

double log1p(double x) noexcept
{
    if (x == infinity || (x > -0x1p-54 && x < 0x1p-54)) return x;
    if (!(x > -1.0)) return log(1.0 + x);
    if (x > -0.2928 && x < 0.4142) return detail::log_of_scaled({0.0, x}, 0.0);
    const double rounded = 1.0 + x;
    const double lost = x > 1.0 ? 1.0 - (rounded - x) : x - (rounded - 1.0);
    return detail::log_of_scaled(detail::split(rounded), lost / rounded);
}

double pow(double x, double y) noexcept
{
    if (x == 1.0 || y == 0.0) return 1.0;
    if (x != x || y != y) return x + y;
    if (!std::signbit(x)) return power_of_magnitude(x, y);
    if (x != 0.0 && x != -infinity && !is_whole(y) && y != infinity && y != -infinity) return not_a_number;
    const double magnitude = power_of_magnitude(-x, y);
    return is_odd(y) ? -magnitude : magnitude;
}

}  // namespace txpath::portable
