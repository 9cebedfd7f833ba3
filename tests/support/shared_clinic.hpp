// shared_clinic.hpp -- two_states with everything that people can share, and hand-made results of it.
//
// Owns      resources: beds (one capacity for all), sessions (per day, a capacity for each region, by which
// the
//           tables are not split), visits (a capacity for each coverage, by which they are; private ones have
//           no limit). Three clinicians, each for 100 real ones: one rural, two urban. A system variable.
//           Policies `cheaper_care` (known beforehand) and `guideline_issued` (on a condition).
// Promises  every count has a value of its own, so that taking the wrong one shows.
#pragma once

#include "support/two_states.hpp"

namespace txpath::test {

inline constexpr ResourceId beds{0}, sessions{1}, visits{2};
inline constexpr PolicyId cheaper_care{0}, guideline_issued{1};
inline constexpr ParameterId price_of_care{0};

/// The price of care, 10 USD a day, is a parameter, which `cheaper_care` holds at 4 USD in the second year.
[[nodiscard]] Scenario shared_clinic();
[[nodiscard]] Results shared_clinic_results(std::uint32_t replicates);

}  // namespace txpath::test
