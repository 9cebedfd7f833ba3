// unit_shares.hpp -- for each value and sample a number between 0 and 1: where in its distribution the draw
// lies.
//
// Owns      UnitShares, shuffled.
// Promises  a share is a function of (seed, sampling, samples, path, sample), for sobol also of the place of
//           the path among the others; it takes a few dozen rounds of the generator, nothing is stored.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "study/sobol.hpp"
#include "txpath/decision.hpp"

namespace txpath {

struct SamplingPlan {
    Sampling sampling = Sampling::latin_hypercube;
    std::uint64_t seed = 1;
    std::uint32_t samples = 1;
};

class UnitShares {
public:
    /// Sobol's dimensions are dealt out in the order of `paths`.
    ///   Requires  for sobol, at most most_sobol_dimensions paths
    UnitShares(const SamplingPlan& plan, const std::vector<std::string>& paths);

    /// Strictly between 0 and 1.
    ///   Requires  value < paths, sample < plan.samples
    [[nodiscard]] double share(std::size_t value, std::uint32_t sample) const noexcept;

private:
    struct Decisions {
        Decision draw;    ///< of all of the share, or of where it lies in its stratum
        Decision layout;  ///< of the order of strata, or of the scrambling
    };

    SamplingPlan plan_;
    Draws draws_;
    std::vector<Decisions> decisions_;
    SobolDirections sobol_;
};

/// Where `place` comes in a random order of 0 .. count - 1.
///
///   Requires  place < count
///   Method    a Feistel network on pairs of digits; steps outside are walked on until one is inside
///   Source    [black2002]
[[nodiscard]] std::uint32_t shuffled(std::uint32_t place, std::uint32_t count, const Draws& draws,
                                     Decision order) noexcept;

}  // namespace txpath
