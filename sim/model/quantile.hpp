// quantile.hpp -- the value of a numeric attribute at a share of its distribution.
//
// Owns      quantile, and the tables that make it fast for families without a closed form.
// Promises  pure; the same bits everywhere; a table's relative error is below 1e-9.
#pragma once

#include <vector>

#include "model/tables.hpp"

namespace txpath {

inline constexpr std::uint32_t most_correlated = 32;

/// Length of a quantile table.
inline constexpr int quantile_entries = 2178;

/// Requires  0 < u < 1.
[[nodiscard]] double quantile(const ModelTables& model, const AttributeRow& row, double u) noexcept;

/// Entries (log or logit of the value) and slopes at evenly spaced normal scores, for beta, gamma and pert;
/// empty for the others.
[[nodiscard]] std::vector<double> quantile_table(const AttributeRow& row);

/// Share of the distribution below x, before truncation.
[[nodiscard]] double cumulative_share(const AttributeRow& row, double x) noexcept;

}  // namespace txpath
