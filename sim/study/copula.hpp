// copula.hpp -- numbers whose ranks are correlated as asked, each spread as if it were alone.
//
// Owns      RankCorrelation, Copula.
// Promises  every member stays uniform between 0 and 1; the first member keeps its number.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace txpath {

/// Spearman's correlation of two members.
struct RankCorrelation {
    std::size_t first, second;
    double rho;
};

/// Why correlations cannot hold together.
struct Contradiction {
    double eigenvalue;         ///< the smallest of the matrix of normal scores: not above 0
    std::vector<double> axis;  ///< its axis, by member
    double factor;             ///< times which all correlations could hold, to a hundredth
};

/// A Gaussian copula. Pairs of which nothing is said are independent given nothing.
class Copula {
public:
    Copula() = default;
    /// Requires  is_possible
    Copula(std::size_t members, const std::vector<RankCorrelation>& pairs);

    /// In place: from independent shares to correlated ones, by member, strictly between 0 and 1.
    void apply(std::span<double> shares) const;

private:
    std::vector<double> factor_;  // lower triangle, by rows
};

/// Nothing if there are numbers with all these correlations.
[[nodiscard]] std::optional<Contradiction> contradiction_of(std::size_t members,
                                                            const std::vector<RankCorrelation>& pairs);

}  // namespace txpath
