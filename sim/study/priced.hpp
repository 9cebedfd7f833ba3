// priced.hpp -- counts, what they cost, and the sums and means that follow.
//
// Owns      Charge, Heading, Prices: what things cost under one set of parameter values; Batch, BatchSums and
//           their estimates.
// Promises  headings are the same, in the same order, under any parameters; every sum is in the order of
// states,
//           transitions and cells.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "txpath/economics.hpp"
#include "txpath/results.hpp"
#include "txpath/scenario.hpp"

namespace txpath {

/// What a count is multiplied by to give money or QALYs.
enum class Basis { time, entry, event };
struct Charge {
    Basis basis;
    std::size_t column;  ///< a state or a transition
    double amount;       ///< per day for time, else each
};

/// The charges that make up one row.
struct Heading {
    CostId category;
    StateId state;
    std::vector<Charge> charges;
};

/// What things cost under one set of parameter values.
struct Prices {
    std::vector<Heading> headings;  ///< the same things, in the same order, under any parameters
    std::vector<Charge> one_off_qalys;
};

/// Counts and the prices that held when they were made.
struct Account {
    const Ledger* ledger;
    const Prices* prices;
};

/// Accounts of the same people. Batches are apart; after prices changed the ledgers are no longer divided
/// into batches, so all of them make one.
using Batch = std::vector<Account>;

/// Sums over a stratum, for each batch of people.
struct BatchSums {
    std::vector<double> amounts, people;
};

[[nodiscard]] Prices prices_of(const Scenario& scenario, std::span<const double> parameters);

/// Of each epoch after the first.
[[nodiscard]] std::vector<Prices> later_prices(const Scenario& scenario, const ReplicateResult& replicate);

/// The ledgers of a replicate with their prices. A view of all three.
[[nodiscard]] std::vector<Batch> batches_of(const ReplicateResult& replicate, const Prices& at_first,
                                            const std::vector<Prices>& later);

/// By batch: people who entered, weight units.
[[nodiscard]] std::vector<double> people_of(const std::vector<Batch>& batches, const Stratum& stratum);

/// Of one batch, in currency times weight units.
[[nodiscard]] double cost_of_heading(const Batch& batch, std::size_t heading, const Stratum& stratum,
                                     bool is_discounted);
/// Of one batch, in years times weight units.
[[nodiscard]] double qalys_of(const Batch& batch, const Stratum& stratum, bool is_discounted);
[[nodiscard]] double life_years_of(const Batch& batch, const Stratum& stratum, bool is_discounted);

/// Ratio estimate of a mean per person; not a number of nobody.
///
///   Method  R = sum y / sum x; its variance is n/(n-1) sum (y - R x)^2 / (sum x)^2 over n batches
///   Source  Cochran, Sampling Techniques, chapter 6
[[nodiscard]] PerPerson per_person(const BatchSums& sums);

/// Mean and standard error over replicates; of a single one, its own.
[[nodiscard]] PerPerson over_replicates(const std::vector<PerPerson>& each);

/// The same from means alone. `first_known`: the first figure whose mean is a number.
[[nodiscard]] PerPerson over_replicates(std::span<const double> means, const PerPerson& first_known);

}  // namespace txpath
