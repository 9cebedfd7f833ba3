// exposures.hpp -- one simulation under many prices, utilities and discount rates.
//
// Owns      Exposures, what people were exposed to; expose, which records it; totals_under, which puts
// numbers
//           to it.
// Promises  what totals_of gives for a simulation under the same numbers, on the same luck and in the same
//           batches, up to the ledger's rounding (a tick a stay, 2^-30 a discounted event) and
//           node_tolerance; a function of scenario, parameters, seed and replicates: not of threads.
// Not here  scenarios of which why_not_priced_afterwards says something: they are simulated again.
//
// Money adds up over states, so time, entries and transitions suffice for it, each by cell. Utilities
// multiply, or take a minimum, over tracks, so time is kept by joint profile. Discounted amounts are entire
// functions of the rate: they are kept at a few rates and interpolated.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "study/account.hpp"
#include "study/exposed_life.hpp"
#include "txpath/simulate.hpp"

namespace txpath {

/// Time of one profile in one cell.
struct QualityTime {
    std::size_t cell = 0, profile = 0;
    std::vector<double> days;  ///< undiscounted, then at each node of health
};

/// Sums over one batch of people; batches of a replicate follow one another.
struct ExposureBatch {
    std::uint32_t replicate = 0;
    ExposureSums sums;                 ///< without `quality`, which is here:
    std::vector<QualityTime> quality;  ///< by cell and profile
};

struct Exposures {
    ExposurePlan plan;
    std::uint32_t replicates = 1;
    std::vector<Profile> profiles;
    std::vector<ExposureBatch> batches;
    std::uint64_t instants = 0;  ///< events simulated
    bool is_complete = true;     ///< false: it was stopped early
};

/// Why lives under this scenario cannot be priced afterwards, or recorded; empty: they can.
[[nodiscard]] std::string why_not_priced_afterwards(const Scenario& scenario);

/// Live everybody's life once, for all these draws.
///   Shape     draws: one value a scenario parameter each; at least one
///   Requires  they differ in price_only_parameters alone; `model` is compiled from one of them;
///             why_not_priced_afterwards is silent
///   Parallel  over batches of people; memory does not grow with the number of people
///   Reads     of spec: seed, sample, replicates, threads, progress, stop
[[nodiscard]] Exposures expose(const Scenario& scenario, const Model& model,
                               std::span<const std::vector<double>> draws, const RunSpec& spec);

/// Whether the discount rates are among those that expose was told of.
[[nodiscard]] bool covers(const Exposures& exposures, const Scenario& scenario,
                          std::span<const double> parameters);

/// What people come to under these prices, utilities and rates.
///   Shape     is_paid: by cost category, whether total_cost holds it
///   Requires  parameters differ from those of expose in price_only_parameters alone; covers(...)
[[nodiscard]] RunTotals totals_under(const Exposures& exposures, const Scenario& scenario,
                                     const std::vector<bool>& is_paid, std::span<const double> parameters);

}  // namespace txpath
