// uncertain.hpp -- what the readers of values share: quantities in range, distributions, named values.
//
// Owns      the steps between a node and a Value.
#pragma once

#include <optional>
#include <string>

#include "scenario/load.hpp"
#include "txpath/distribution.hpp"

namespace txpath {

/// A quantity in canonical units and in range, its currency checked; nothing after a reported mistake.
[[nodiscard]] std::optional<Quantity> read_quantity(Loading& loading, const Node& node, const Wanted& wanted,
                                                    const std::string& path);

/// "which is negative": why a number is out of range, or nothing.
[[nodiscard]] std::optional<std::string> range_mistake(const Wanted& wanted, double number);

/// Is money in the scenario's currency? Reports it when it is not.
bool check_currency(Loading& loading, const Quantity& quantity, const Node& node, const std::string& path);

/// A certain value: a probability over time is converted to its hazard.
[[nodiscard]] Value plain_value(const Quantity& quantity) noexcept;

/// A distribution as it was written, on one line: `beta(events 949, of 2876)`.
[[nodiscard]] std::string written_law(const Entry& law);

/// What a $reference means at a place that wants a dimension.
[[nodiscard]] Value value_of_named(Loading& loading, const NamedValue& named, const Node& node,
                                   const Wanted& wanted, const std::string& path);

/// A distribution in canonical parameters from its mapping; nothing after a reported mistake.
///   Method  arguments have the dimension of the value; bare numbers are in its unit,
///           `unit`, as it was written
[[nodiscard]] std::optional<Distribution> read_distribution(Loading& loading, const Entry& entry,
                                                            Dimension dimension, const std::string& unit,
                                                            const std::string& path);

[[nodiscard]] double standard_deviation(const Distribution& distribution) noexcept;

/// The ends of a distribution.
[[nodiscard]] Support support(const Distribution& distribution) noexcept;

/// What draws must keep: of a probability over time, the probability is what is drawn.
[[nodiscard]] Wanted as_drawn(const Wanted& wanted);

/// Why draws of the distribution, times `factor`, could leave the range the value must keep; or nothing.
///   Method  bounded families by their support; a normal by 6 standard deviations, long
///           tails by as far a quantile
[[nodiscard]] std::optional<std::string> escape(const Distribution& distribution, const Wanted& wanted,
                                                double factor);

}  // namespace txpath
