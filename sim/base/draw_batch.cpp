// draw_batch.cpp -- many draws at once, in vectors of whatever width the processor has.
//
// Owns      one of the two doors to Highway.
// Assumes   contraction off: every product and sum below is rounded by itself, in
//           the order of elementary.hpp.
// Promises  the bits of random.hpp. A vector of 64-bit lanes holds one of the four words of as many
//           counters; only the lower half of a lane counts, which is all that MulEven reads.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "base/draw_batch.cpp"
#include <hwy/foreach_target.h>
// foreach_target must come first
#include <hwy/highway.h>

#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>

#include "base/draw_batch.hpp"
#include "base/vector_log.hpp"

HWY_BEFORE_NAMESPACE();
namespace txpath::HWY_NAMESPACE {
namespace {

#if HWY_TARGET == HWY_SCALAR  // has no MulEven

void uniforms(std::uint64_t key, const DrawRequest* requests, std::size_t count, double* out)
{
    for (std::size_t i = 0; i < count; ++i) out[i] = uniform_from(bits_for(key, requests[i]));
}

void thresholds(std::uint64_t key, const DrawRequest* requests, std::size_t count, double* out)
{
    for (std::size_t i = 0; i < count; ++i) out[i] = threshold_from(bits_for(key, requests[i]));
}

#else

namespace hn = hwy::HWY_NAMESPACE;

using Words = hn::ScalableTag<std::uint64_t>;
using Reals = hn::ScalableTag<double>;
using WordVector = hn::Vec<Words>;
using RealVector = hn::Vec<Reals>;

constexpr std::size_t most_lanes = HWY_MAX_BYTES / sizeof(double);

/// The scalar `value` in every lane.
HWY_INLINE RealVector all(double value)
{
    return hn::Set(Reals(), value);
}

/// Counters of as many requests as there are lanes.
struct Counters {
    WordVector word_0, word_1, word_2, word_3;
};

HWY_INLINE WordVector times(WordVector a, std::uint32_t multiplier)
{
    const hn::Repartition<std::uint32_t, Words> halves;
    return hn::MulEven(hn::BitCast(halves, a), hn::BitCast(halves, hn::Set(Words(), multiplier)));
}

HWY_INLINE void one_round(Counters& c, std::uint32_t key_0, std::uint32_t key_1)
{
    const WordVector first = times(c.word_0, philox_multiplier_0);
    const WordVector second = times(c.word_2, philox_multiplier_1);
    c.word_0 = hn::Xor3(hn::ShiftRight<32>(second), c.word_1, hn::Set(Words(), key_0));
    c.word_1 = second;
    c.word_2 = hn::Xor3(hn::ShiftRight<32>(first), c.word_3, hn::Set(Words(), key_1));
    c.word_3 = first;
}

HWY_INLINE Counters load(const DrawRequest* requests)
{
    WordVector low;
    WordVector high;
    hn::LoadInterleaved2(Words(), &requests->counter_low, low, high);
    return {low, hn::ShiftRight<32>(low), high, hn::ShiftRight<32>(high)};
}

/// The 64-bit draw: word 1 above word 0.
HWY_INLINE WordVector draw(const Counters& c)
{
    return hn::Or(hn::ShiftLeft<32>(c.word_1), hn::And(c.word_0, hn::Set(Words(), 0xffffffff)));
}

/// uniform_from, lane by lane.
HWY_INLINE RealVector uniform_of(WordVector bits)
{
    const WordVector one_to_two =
        hn::Or(hn::ShiftRight<12>(bits), hn::Set(Words(), portable::detail::bits_of_one));
    return hn::Sub(hn::BitCast(Reals(), one_to_two), all(1.0 - 0x1p-53));
}

/// -log_of_normal, lane by lane.
HWY_INLINE RealVector negative_log(RealVector x)
{
    const auto log = log_parts(Reals(), x);
    // -(a - b) is b - a to the bit, unless both are equal: then log is 0, which no uniform reaches
    return hn::Sub(log.rest, log.of_exponent);
}

struct AsUniform {
    HWY_INLINE RealVector operator()(WordVector bits) const { return uniform_of(bits); }
};

struct AsThreshold {
    HWY_INLINE RealVector operator()(WordVector bits) const { return negative_log(uniform_of(bits)); }
};

/// `group` vectors of draws side by side. Round keys kept in memory, and shuffles in place of shifts, were
/// slower.
template <std::size_t group, class Law>
HWY_INLINE void fill_block(std::uint64_t key, const DrawRequest* requests, Law law, double* out)
{
    const std::size_t lanes = hn::Lanes(Words());
    Counters counters[group];
    for (std::size_t i = 0; i < group; ++i) counters[i] = load(requests + i * lanes);
    auto key_0 = static_cast<std::uint32_t>(key);
    auto key_1 = static_cast<std::uint32_t>(key >> 32);
    for (int round = 0; round < philox_rounds; ++round) {
        for (std::size_t i = 0; i < group; ++i) one_round(counters[i], key_0, key_1);
        key_0 += philox_weyl_0;
        key_1 += philox_weyl_1;
    }
    for (std::size_t i = 0; i < group; ++i) hn::StoreU(law(draw(counters[i])), Reals(), out + i * lanes);
}

/// What does not fill a vector: through a copy, when there is nothing before it to overlap with.
template <class Law>
HWY_INLINE void fill_short(std::uint64_t key, const DrawRequest* requests, std::size_t count, Law law,
                           double* out)
{
    std::array<DrawRequest, most_lanes> padded{};
    std::array<double, most_lanes> drawn;
    for (std::size_t i = 0; i < count; ++i) padded[i] = requests[i];
    fill_block<1>(key, padded.data(), law, drawn.data());
    for (std::size_t i = 0; i < count; ++i) out[i] = drawn[i];
}

// The last vector may overlap the one before: a draw made twice is the same draw.
template <class Law>
HWY_INLINE void fill(std::uint64_t key, const DrawRequest* requests, std::size_t count, Law law, double* out)
{
    constexpr std::size_t group = 2;
    const std::size_t lanes = hn::Lanes(Words());
    if (count < lanes) return fill_short(key, requests, count, law, out);
    std::size_t done = 0;
    for (; done + group * lanes <= count; done += group * lanes)
        fill_block<group>(key, requests + done, law, out + done);
    for (; done + lanes <= count; done += lanes) fill_block<1>(key, requests + done, law, out + done);
    if (done < count) fill_block<1>(key, requests + (count - lanes), law, out + (count - lanes));
}

void uniforms(std::uint64_t key, const DrawRequest* requests, std::size_t count, double* out)
{
    fill(key, requests, count, AsUniform{}, out);
}

void thresholds(std::uint64_t key, const DrawRequest* requests, std::size_t count, double* out)
{
    fill(key, requests, count, AsThreshold{}, out);
}

#endif

const char* target_name()
{
    return hwy::TargetName(HWY_TARGET);
}

}  // namespace
}  // namespace txpath::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace txpath {

HWY_EXPORT(uniforms);
HWY_EXPORT(thresholds);
HWY_EXPORT(target_name);

void fill_uniforms(std::uint64_t key, std::span<const DrawRequest> requests, std::span<double> out) noexcept
{
    assert(out.size() == requests.size());
    HWY_DYNAMIC_DISPATCH(uniforms)(key, requests.data(), requests.size(), out.data());
}

void fill_thresholds(std::uint64_t key, std::span<const DrawRequest> requests, std::span<double> out) noexcept
{
    assert(out.size() == requests.size());
    HWY_DYNAMIC_DISPATCH(thresholds)(key, requests.data(), requests.size(), out.data());
}

std::string_view vector_target()
{
    return HWY_DYNAMIC_DISPATCH(target_name)();
}

}  // namespace txpath
#endif
