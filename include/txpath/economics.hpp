// economics.hpp -- costs and QALYs from what was counted.
//
// Owns      Account rows, price and MeanPrices.
// Promises  money is attached after the simulation; nothing is simulated again to vary a price.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "txpath/replicates.hpp"
#include "txpath/results.hpp"
#include "txpath/scenario.hpp"

namespace txpath {

/// Mean per person of one stratum, with its Monte Carlo standard error.
struct PerPerson {
    double mean = 0.0, standard_error = 0.0;
    bool has_error = false;  ///< false when there is one batch only
};

struct CostRow {
    std::uint32_t replicate = 0;
    std::size_t stratum = 0;
    CostId category;  ///< absent: the total
    StateId state;    ///< where it accrued (state costs and entries); absent: transitions, or the total
    bool is_discounted = false;
    PerPerson cost;  ///< currency per person who entered
};

struct QalyRow {
    std::uint32_t replicate = 0;
    std::size_t stratum = 0;
    bool is_discounted = false;
    PerPerson qalys;
};

struct EconomicSummary {
    /// By replicate, stratum, category, state, discounted; costs and qalys are empty of MeanPrices.
    std::vector<CostRow> costs;
    std::vector<QalyRow> qalys;
    /// Over replicates; standard error over replicates, or over batches when one.
    std::vector<CostRow> mean_costs;
    std::vector<QalyRow> mean_qalys;
};

/// A stratum of the tables: a set of cells.
struct Stratum {
    std::string name;  ///< `all`, `coverage=private`, `coverage=private;sex=female`
    std::vector<std::size_t> cells;
};

/// `all`, then the categories of each attribute of outputs.by, then (if there are several) their crossings.
[[nodiscard]] std::vector<Stratum> strata(const Scenario& scenario);

/// Discounted and undiscounted costs by category and QALYs per person.
///   Shape     parameters: one value per scenario.parameters
///   Units     scenario currency of its price year; QALYs; discount rates per year, counted from day 0
///   Method    counts x price, summed in order of states and transitions; discounting
///             is in the counts already. What was counted in a later epoch has that epoch's prices; with
///             one there is no standard error within a replicate
[[nodiscard]] EconomicSummary price(const Scenario& scenario, std::span<const double> parameters,
                                    const Results& results);

/// What price finds over replicates, to the last bit, from replicates that pass by one by one; memory does
/// not grow with them.
class MeanPrices {
public:
    ///   Requires  the scenario outlives it. `scratch`: a folder for what memory should not hold
    MeanPrices(const Scenario& scenario, std::span<const double> parameters, std::string scratch);
    ~MeanPrices();
    MeanPrices(const MeanPrices&) = delete;
    MeanPrices& operator=(const MeanPrices&) = delete;

    /// The next replicate; all belong to one sample.
    ///   Errors  throws WriteError when the scratch file cannot be written
    void add(const ReplicateResult& replicate);
    /// Of all that were added.
    [[nodiscard]] EconomicSummary summary() const;

private:
    class Sums;
    std::unique_ptr<Sums> sums_;
};

/// MeanPrices of all replicates, in one visit.
[[nodiscard]] EconomicSummary mean_prices(const Scenario& scenario, std::span<const double> parameters,
                                          const ReplicateSource& replicates, const std::string& scratch);

}  // namespace txpath
