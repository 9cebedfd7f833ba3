// elementary.hpp -- logarithm, exponential and power that give the same bits on every machine.
//
// Owns      log, log1p, exp, exp2, expm1, pow and sqrt for double.
// Assumes   IEEE 754 doubles, rounding to nearest, multiply-add contraction off, no fast-math.
// Promises  only + - * / sqrt and bit operations, so one result per argument whatever compiler,
//           flags or processor; within 1 ulp (exp, exp2, log, pow) or 2 ulp (expm1, log1p) over
//           the whole range, subnormals included. Special values are those of C's Annex F; nothing
//           is reported through errno.
#pragma once

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace txpath::portable {

namespace detail {

// Bit patterns of doubles: the exponent field of 1, and the mantissa.
inline constexpr std::uint64_t bits_of_one = 0x3ff0000000000000;
inline constexpr std::uint64_t mantissa_mask = 0x000fffffffffffff;
inline constexpr std::uint64_t bits_of_half_sqrt2 = 0x3fe6a09e00000000;  // rounded down to 21 bits

// ln 2 in two parts; the first has 21 trailing zeros, so that k * ln2_high is exact for every exponent k.
inline constexpr double ln2_high = 6.93147180369123816490e-01;
inline constexpr double ln2_low = 1.90821492927058770002e-10;
inline constexpr double ln2 = 6.93147180559945309417e-01;
inline constexpr double inverse_ln2 = 1.44269504088896338700e+00;

// Minimax coefficients of log((1 + s) / (1 - s)) / s - 2 in s^2, for |s| <= 0.1716; error below 2^-58.
inline constexpr double log_1 = 6.666666666666735130e-01, log_2 = 3.999999999940941908e-01,
                        log_3 = 2.857142874366239149e-01, log_4 = 2.222219843214978396e-01,
                        log_5 = 1.818357216161805012e-01, log_6 = 1.531383769920937332e-01,
                        log_7 = 1.479819860511658591e-01;

// Minimax coefficients of r (exp(r) + 1) / (exp(r) - 1) - 2 in r^2, for |r| <= ln2 / 2; error below 2^-59.
inline constexpr double exp_1 = 1.66666666666666019037e-01, exp_2 = -2.77777777770155933842e-03,
                        exp_3 = 6.61375632143793436117e-05, exp_4 = -1.65339022054652515390e-06,
                        exp_5 = 4.13813679705723846039e-08;

/// A positive number as 2^exponent * (1 + fraction), with 1 + fraction between sqrt(1/2) and sqrt(2).
struct Scaled {
    double exponent;
    double fraction;
};

/// Requires  0 < x < infinity, x not subnormal.
[[nodiscard]] inline Scaled split(double x) noexcept
{
    const std::uint64_t shifted = std::bit_cast<std::uint64_t>(x) + (bits_of_one - bits_of_half_sqrt2);
    const double near_one = std::bit_cast<double>((shifted & mantissa_mask) + bits_of_half_sqrt2);
    return {static_cast<double>(static_cast<std::int32_t>(shifted >> 52) - 1023), near_one - 1.0};
}

/// log(2^exponent * (1 + fraction)) + small, for a `small` that is at most an ulp or so.
///
///   Method    s = f / (2 + f); log(1 + f) = f - (f^2/2 - s (f^2/2 + R(s^2))), as in fdlibm
inline double log_of_scaled(Scaled x, double small) noexcept
{
    const double f = x.fraction;
    const double s = f / (2.0 + f);
    const double z = s * s;
    const double w = z * z;
    const double even = w * (log_2 + w * (log_4 + w * log_6));
    const double odd = z * (log_1 + w * (log_3 + w * (log_5 + w * log_7)));
    const double half_square = 0.5 * f * f;
    const double tail = s * (half_square + (odd + even)) + (x.exponent * ln2_low + small);
    return x.exponent * ln2_high - ((half_square - tail) - f);
}

/// exp(x) as 2^exponent * (1 + excess).
struct Reduced {
    int exponent;
    double excess;
};

/// exp(high - low) - 1 for |high - low| <= ln2 / 2, low tiny.
[[nodiscard]] inline double small_expm1(double high, double low) noexcept
{
    const double r = high - low;
    const double t = r * r;
    const double c = r - t * (exp_1 + t * (exp_2 + t * (exp_3 + t * (exp_4 + t * exp_5))));
    return high - (low - r * c / (2.0 - c));
}

/// The integer nearest to x.
///
///   Requires  |x| < 2^51
///   Method    adding 1.5 * 2^52 leaves no room for a fraction
[[nodiscard]] inline double nearest(double x) noexcept
{
    constexpr double shift = 6755399441055744.0;
    return (x + shift) - shift;
}

/// Requires  |x| < 800.
[[nodiscard]] inline Reduced reduce(double x) noexcept
{
    const double k = nearest(x * inverse_ln2);
    return {static_cast<int>(k), small_expm1(x - k * ln2_high, k * ln2_low)};
}

/// 2^exponent.
///
///   Requires  -1022 <= exponent <= 1023
[[nodiscard]] inline double power_of_two(int exponent) noexcept
{
    return std::bit_cast<double>(static_cast<std::uint64_t>(exponent + 1023) << 52);
}

/// y * 2^exponent, correctly rounded once for y in [1/2, 2] and |exponent| < 1100, however large or small the
/// result.
[[nodiscard]] inline double scale(double y, int exponent) noexcept
{
    if (exponent >= -1021 && exponent <= 1023) return y * power_of_two(exponent);
    if (exponent > 1023) return y * power_of_two(1023) * power_of_two(exponent - 1023);
    return y * power_of_two(exponent + 200) * power_of_two(-200);
}

[[nodiscard]] double log_of_the_rest(double x) noexcept;  // what is not positive, normal and finite

inline constexpr double infinity = std::numeric_limits<double>::infinity();

}  // namespace detail

/// Natural logarithm of a number known to be ordinary: no branch at all.
///
///   Requires  x is positive, finite and not subnormal
[[nodiscard]] inline double log_of_normal(double x) noexcept
{
    return detail::log_of_scaled(detail::split(x), 0.0);
}

/// Natural logarithm.
[[nodiscard]] inline double log(double x) noexcept
{
    if (x >= std::numeric_limits<double>::min() && x < detail::infinity) return log_of_normal(x);
    return detail::log_of_the_rest(x);
}

/// e to the power x.
[[nodiscard]] inline double exp(double x) noexcept
{
    if (!(x > -746.0)) return x != x ? x : 0.0;
    if (x > 710.0) return detail::infinity;
    const detail::Reduced parts = detail::reduce(x);
    return detail::scale(1.0 + parts.excess, parts.exponent);
}

/// 2 to the power x; exact for whole x.
[[nodiscard]] inline double exp2(double x) noexcept
{
    if (!(x > -1076.0)) return x != x ? x : 0.0;
    if (x >= 1024.0) return detail::infinity;
    const double k = detail::nearest(x);
    const double r = x - k;
    // 21 bits times 32 bits, so that the product with ln2_high is exact
    const double coarse = std::bit_cast<double>(std::bit_cast<std::uint64_t>(r) & 0xffffffff00000000);
    const double low = -((r - coarse) * detail::ln2 + coarse * detail::ln2_low);
    return detail::scale(1.0 + detail::small_expm1(coarse * detail::ln2_high, low), static_cast<int>(k));
}

/// exp(x) - 1, with all its digits for small x.
[[nodiscard]] double expm1(double x) noexcept;

/// log(1 + x), with all its digits for small x.
[[nodiscard]] double log1p(double x) noexcept;

/// x to the power y.
///
///   Method    logarithm to 65 bits from a table of 128 reciprocals, product in twice the working precision
[[nodiscard]] double pow(double x, double y) noexcept;

/// Square root; IEEE 754 demands its every bit.
[[nodiscard]] inline double sqrt(double x) noexcept
{
    return std::sqrt(x);
}

}  // namespace txpath::portable
