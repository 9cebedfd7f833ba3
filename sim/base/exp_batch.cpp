// exp_batch.cpp -- exponentials of curves in vectors of whatever width the processor has.
//
// Owns      the other door to Highway.
// Assumes   contraction off: every product and sum below is rounded by itself, in the order of
// elementary.hpp. Promises  the bits of elementary.hpp: points whose exponentials could leave the normal
// numbers are left to it.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "base/exp_batch.cpp"
#include <hwy/foreach_target.h>
// foreach_target must come first
#include <hwy/highway.h>

#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>

#include "base/exp_batch.hpp"
#include "base/vector_log.hpp"

HWY_BEFORE_NAMESPACE();
namespace txpath::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

using Words = hn::CappedTag<std::uint64_t, most_points>;
using Reals = hn::CappedTag<double, most_points>;
using RealVector = hn::Vec<Reals>;

HWY_INLINE RealVector all(double value)
{
    return hn::Set(Reals(), value);
}

/// portable::exp, lane by lane, each operation as there.
///   Requires  |x| <= 700
HWY_INLINE RealVector exp_of(RealVector x)
{
    using namespace portable::detail;
    constexpr double shift = 6755399441055744.0;
    const RealVector shifted = hn::Add(hn::Mul(x, all(inverse_ln2)), all(shift));
    const RealVector k = hn::Sub(shifted, all(shift));
    const RealVector high = hn::Sub(x, hn::Mul(k, all(ln2_high)));
    const RealVector low = hn::Mul(k, all(ln2_low));
    const RealVector r = hn::Sub(high, low);
    const RealVector t = hn::Mul(r, r);
    const RealVector four = multiply_then_add(t, all(exp_5), all(exp_4));
    const RealVector three = multiply_then_add(t, four, all(exp_3));
    const RealVector two = multiply_then_add(t, three, all(exp_2));
    const RealVector one = multiply_then_add(t, two, all(exp_1));
    const RealVector c = hn::Sub(r, hn::Mul(t, one));
    const RealVector ratio = hn::Div(hn::Mul(r, c), hn::Sub(all(2.0), c));
    const RealVector excess = hn::Sub(high, hn::Sub(low, ratio));
    // the integer k stands in the lowest bits of `shifted`
    const auto exponent = hn::ShiftLeft<52>(hn::Add(hn::BitCast(Words(), shifted), hn::Set(Words(), 1023)));
    return hn::Mul(hn::Add(all(1.0), excess), hn::BitCast(Reals(), exponent));
}

/// portable::log_of_normal, lane by lane.
HWY_INLINE RealVector log_of(RealVector x)
{
    const auto log = log_parts(Reals(), x);
    return hn::Sub(log.of_exponent, log.rest);
}

HWY_INLINE bool is_ordinary(RealVector x)
{
    return hn::AllTrue(Reals(), hn::Le(hn::Abs(x), all(700.0)));
}

/// One vector of points; false: some exponential is not ordinary.
HWY_INLINE bool course_of(const Course& course, RealVector t, RealVector& out)
{
    RealVector x = multiply_then_add(all(course.slope), t, all(course.exponent));
    for (std::uint32_t one = 0; one < course.count; ++one) {
        const RealVector fading = hn::Mul(all(-course.swings[one].rate), t);
        if (!is_ordinary(fading)) return false;
        x = multiply_then_add(all(course.swings[one].size), exp_of(fading), x);
    }
    if (!is_ordinary(x)) return false;
    out = exp_of(x);
    return true;
}

/// Requires  both arrays have most_points entries, those past `count` filled with ordinary numbers
void course(const Course& course, const double* t, std::size_t count, double* out)
{
    const std::size_t lanes = hn::Lanes(Reals());
    for (std::size_t at = 0; at < count; at += lanes) {
        RealVector values = hn::Undefined(Reals());
        if (course_of(course, hn::LoadU(Reals(), t + at), values))
            hn::StoreU(values, Reals(), out + at);
        else
            for (std::size_t i = at; i < at + lanes; ++i) out[i] = course_at(course, t[i]);
    }
}

void powers(double y, const double* x, std::size_t count, double* out)
{
    const std::size_t lanes = hn::Lanes(Reals());
    for (std::size_t at = 0; at < count; at += lanes) {
        const RealVector exponent = hn::Mul(all(y), log_of(hn::LoadU(Reals(), x + at)));
        if (is_ordinary(exponent))
            hn::StoreU(exp_of(exponent), Reals(), out + at);
        else
            for (std::size_t i = at; i < at + lanes; ++i) out[i] = power_at(x[i], y);
    }
}

}  // namespace
}  // namespace txpath::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace txpath {

HWY_EXPORT(course);
HWY_EXPORT(powers);

namespace {

/// Vectors are filled up with copies of the last point.
template <class Fill>
void fill_up(std::span<const double> in, std::span<double> out, const Fill& fill)
{
    assert(out.size() == in.size() && in.size() <= most_points);
    if (in.size() == most_points) return fill(in.data(), out.data());
    std::array<double, most_points> padded, filled;
    for (std::size_t i = 0; i < most_points; ++i) padded[i] = in[std::min(i, in.size() - 1)];
    fill(padded.data(), filled.data());
    for (std::size_t i = 0; i < out.size(); ++i) out[i] = filled[i];
}

}  // namespace

void fill_course(const Course& course, std::span<const double> t, std::span<double> out) noexcept
{
    if (t.empty()) return;
    fill_up(t, out, [&](const double* points, double* values) {
        HWY_DYNAMIC_DISPATCH(course)(course, points, t.size(), values);
    });
}

void fill_powers(double y, std::span<const double> x, std::span<double> out) noexcept
{
    if (x.empty()) return;
    fill_up(x, out, [&](const double* points, double* values) {
        HWY_DYNAMIC_DISPATCH(powers)(y, points, x.size(), values);
    });
}

}  // namespace txpath
#endif
