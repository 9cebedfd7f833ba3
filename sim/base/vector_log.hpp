// vector_log.hpp -- logarithms in vectors, for the doors to Highway.
//
// Owns      log_parts, and multiply_then_add as elementary.hpp rounds it.
// Assumes   <hwy/highway.h> stands above it. It is read anew for each instruction set, so it has no guard.
//           Contraction off: every product and sum below is rounded by itself, in the order of
//           elementary.hpp.
// Promises  the bits of portable::log_of_normal, for vectors of any width.
#include <cstdint>

#include "base/elementary.hpp"

HWY_BEFORE_NAMESPACE();
namespace txpath::HWY_NAMESPACE {

template <class Vector>
HWY_INLINE Vector multiply_then_add(Vector a, Vector b, Vector c)
{
    return hwy::HWY_NAMESPACE::Add(c, hwy::HWY_NAMESPACE::Mul(a, b));  // rounded twice
}

/// A logarithm is of_exponent - rest, its negative rest - of_exponent.
template <class Vector>
struct LogParts {
    Vector of_exponent, rest;
};

/// portable::log_of_normal, lane by lane, each operation as there.
template <class Reals, class Vector = hwy::HWY_NAMESPACE::Vec<Reals>>
HWY_INLINE LogParts<Vector> log_parts(Reals reals, Vector x)
{
    namespace hn = hwy::HWY_NAMESPACE;
    using namespace portable::detail;
    const hn::Rebind<std::uint64_t, Reals> words;
    const auto all = [reals](double value) HWY_ATTR { return hn::Set(reals, value); };
    const auto shifted = hn::Add(hn::BitCast(words, x), hn::Set(words, bits_of_one - bits_of_half_sqrt2));
    const auto near_one =
        hn::Add(hn::And(shifted, hn::Set(words, mantissa_mask)), hn::Set(words, bits_of_half_sqrt2));
    // (shifted >> 52) - 1023 as a real: it goes into the mantissa of 2^52, since AVX2 cannot convert it
    constexpr std::uint64_t bits_of_two_to_52 = 0x4330000000000000;
    const auto biased = hn::Or(hn::ShiftRight<52>(shifted), hn::Set(words, bits_of_two_to_52));
    const Vector exponent = hn::Sub(hn::BitCast(reals, biased), all(0x1p52 + 1023.0));
    const Vector f = hn::Sub(hn::BitCast(reals, near_one), all(1.0));
    const Vector s = hn::Div(f, hn::Add(all(2.0), f));
    const Vector z = hn::Mul(s, s);
    const Vector w = hn::Mul(z, z);
    const Vector even_3 = multiply_then_add(w, all(log_6), all(log_4));
    const Vector even = hn::Mul(w, multiply_then_add(w, even_3, all(log_2)));
    const Vector odd_5 = multiply_then_add(w, all(log_7), all(log_5));
    const Vector odd_3 = multiply_then_add(w, odd_5, all(log_3));
    const Vector odd = hn::Mul(z, multiply_then_add(w, odd_3, all(log_1)));
    const Vector half_square = hn::Mul(hn::Mul(all(0.5), f), f);
    const Vector tail =
        hn::Add(hn::Mul(s, hn::Add(half_square, hn::Add(odd, even))), hn::Mul(exponent, all(ln2_low)));
    return {hn::Mul(exponent, all(ln2_high)), hn::Sub(hn::Sub(half_square, tail), f)};
}

}  // namespace txpath::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();
