// survival.hpp -- times to an event: the Kaplan-Meier estimate, and Cox's regression on one group variable.
//
// Owns      Follow, the product limit and its quantiles, hazard_ratio, and the window of a replicated share.
// Promises  pure functions of their arguments.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "txpath/trial.hpp"

namespace txpath {

/// How long somebody was followed, and whether that ended with the event.
struct Follow {
    double time = 0.0;
    bool has_event = false;
};

/// A step of the product limit: the share without an event from `time` on.
struct Step {
    double time = 0.0, share = 1.0;
};

/// The product limit; someone censored at the time of an event was at risk for it.
///
///   Source    [kaplan1958]
[[nodiscard]] std::vector<Step> kaplan_meier(std::vector<Follow> people);

/// The share without an event at a time.
[[nodiscard]] double share_at(std::span<const Step> steps, double time) noexcept;

/// The first time by which at least a share `p` have had the event; infinity when it is not reached.
[[nodiscard]] double quantile_time(std::span<const Step> steps, double p) noexcept;

/// The logarithm of the hazard of `treated` over that of `others`, and its standard error.
///
///   Method    Newton on the partial likelihood, which is concave; infinite when only one side has events,
///             not a number when nobody has
///   Source    [cox1972]; ties [breslow1974], [efron1977]
struct LogHazardRatio {
    double value = 0.0, standard_error = 0.0;
};
[[nodiscard]] LogHazardRatio log_hazard_ratio(std::span<const Follow> treated, std::span<const Follow> others,
                                              Ties ties);

/// Where the count of a second trial of `size` falls in 95 % of cases, after `events` of `of` in the first.
///
///   Method    quantiles of the beta-binomial prediction from Jeffreys' prior
///   Requires  events <= of, of > 0, size > 0
[[nodiscard]] std::pair<std::uint64_t, std::uint64_t> predicted_counts(std::uint64_t events, std::uint64_t of,
                                                                       std::uint64_t size);

}  // namespace txpath
