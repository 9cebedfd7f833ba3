#include "study/unit_shares.hpp"

#include <bit>
#include <cmath>

namespace txpath {

namespace {

// Values are drawn before there is anybody and for all replicates: they share no key with people.
constexpr std::uint32_t of_no_sample = 0xffffffff, of_no_replicate = 0xffffffff;

constexpr std::uint64_t feistel_rounds = 10;

/// A number in the stratum, so that it stays there after rounding: digits of the stratum and digits within
/// it are 52 together.
double within_stratum(std::uint32_t stratum, std::uint32_t strata, std::uint64_t bits) noexcept
{
    const int inner = 52 - std::bit_width(strata - 1);
    const double offset = (static_cast<double>(bits >> (64 - inner)) + 0.5) * std::ldexp(1.0, -inner);
    return (static_cast<double>(stratum) + offset) / static_cast<double>(strata);
}

}  // namespace

UnitShares::UnitShares(const SamplingPlan& plan, const std::vector<std::string>& paths)
    : plan_(plan),
      draws_(Luck{plan.seed, of_no_sample, of_no_replicate}),
      sobol_(plan.sampling == Sampling::sobol ? paths.size() : 0)
{
    for (const std::string& path : paths)
        decisions_.push_back({decision("draw of " + path), decision("layout of " + path)});
}

double UnitShares::share(std::size_t value, std::uint32_t sample) const noexcept
{
    const auto& [draw, layout] = decisions_[value];
    switch (plan_.sampling) {
        case Sampling::latin_hypercube:
            return within_stratum(shuffled(sample, plan_.samples, draws_, layout), plan_.samples,
                                  draws_.bits(0, draw, sample));
        case Sampling::sobol:
            return uniform_from(scrambled(sobol_.point(value, sample), draws_, layout));
        case Sampling::random:
            break;
    }
    return draws_.uniform(0, draw, sample);
}

std::uint32_t shuffled(std::uint32_t place, std::uint32_t count, const Draws& draws, Decision order) noexcept
{
    // As nearly square as can be: seldom more than one step lies outside.
    auto highs = static_cast<std::uint64_t>(std::sqrt(static_cast<double>(count)));
    while (highs * highs < count) ++highs;
    const std::uint64_t lows = (count + highs - 1) / highs;
    std::uint64_t at = place;
    do {
        std::uint64_t high = at / lows, low = at % lows;
        for (std::uint64_t round = 0; round < feistel_rounds; round += 2) {
            high = (high + draws.bits(round, order, static_cast<std::uint32_t>(low)) % highs) % highs;
            low = (low + draws.bits(round + 1, order, static_cast<std::uint32_t>(high)) % lows) % lows;
        }
        at = high * lows + low;
    } while (at >= count);
    return static_cast<std::uint32_t>(at);
}

}  // namespace txpath
