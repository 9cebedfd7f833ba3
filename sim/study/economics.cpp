// economics.cpp -- costs and QALYs from what was counted.
//
// Owns      price.
// Assumes   results belong to one sample, whose parameter values are given; counts are discounted already;
//           an epoch's ledger holds what was counted while its prices held, and nothing else.
// Promises  the rows of a replicate and stratum other than the total add up to the total; the mean
//           of a stratum that nobody entered is not a number, and such a replicate does not enter
//           the mean over replicates.
#include "txpath/economics.hpp"

#include "study/priced.hpp"

namespace txpath {
namespace {

/// What one replicate's rows are made of.
struct Priced {
    std::uint32_t replicate = 0;
    const std::vector<Heading>& headings;
    std::vector<Batch> batches;
};

void add_cost_rows(const Priced& priced, std::size_t place, const Stratum& stratum,
                   std::vector<CostRow>& found)
{
    BatchSums totals[2];
    for (BatchSums& total : totals) {
        total.people = people_of(priced.batches, stratum);
        total.amounts.assign(priced.batches.size(), 0.0);
    }
    for (std::size_t row = 0; row < priced.headings.size(); ++row)
        for (const bool is_discounted : {false, true}) {
            BatchSums& total = totals[is_discounted ? 1 : 0];
            BatchSums sums{{}, total.people};
            for (std::size_t batch = 0; batch < priced.batches.size(); ++batch) {
                sums.amounts.push_back(cost_of_heading(priced.batches[batch], row, stratum, is_discounted));
                total.amounts[batch] += sums.amounts[batch];
            }
            const Heading& heading = priced.headings[row];
            found.push_back(
                {priced.replicate, place, heading.category, heading.state, is_discounted, per_person(sums)});
        }
    for (const bool is_discounted : {false, true})
        found.push_back({priced.replicate, place, CostId{}, StateId{}, is_discounted,
                         per_person(totals[is_discounted ? 1 : 0])});
}

void add_qaly_rows(const Priced& priced, std::size_t place, const Stratum& stratum,
                   std::vector<QalyRow>& found)
{
    for (const bool is_discounted : {false, true}) {
        BatchSums sums{{}, people_of(priced.batches, stratum)};
        for (const Batch& batch : priced.batches)
            sums.amounts.push_back(qalys_of(batch, stratum, is_discounted));
        found.push_back({priced.replicate, place, is_discounted, per_person(sums)});
    }
}

/// Rows of all replicates have one shape, so row k of each describes the same thing.
template <class Row>
std::vector<Row> mean_rows(const std::vector<Row>& rows, std::size_t replicates, PerPerson Row::*figure)
{
    std::vector<Row> means;
    if (replicates == 0) return means;
    const std::size_t height = rows.size() / replicates;
    for (std::size_t k = 0; k < height; ++k) {
        std::vector<PerPerson> each;
        for (std::size_t r = 0; r < replicates; ++r) each.push_back(rows[r * height + k].*figure);
        means.push_back(rows[k]);
        means.back().*figure = over_replicates(each);
    }
    return means;
}

}  // namespace

EconomicSummary price(const Scenario& scenario, std::span<const double> parameters, const Results& results)
{
    const std::vector<Stratum> groups = strata(scenario);
    const Prices at_first = prices_of(scenario, parameters);
    EconomicSummary summary;
    for (const ReplicateResult& replicate : results.replicates) {
        const std::vector<Prices> later = later_prices(scenario, replicate);
        const Priced priced{replicate.replicate, at_first.headings, batches_of(replicate, at_first, later)};
        for (std::size_t place = 0; place < groups.size(); ++place) {
            if (!scenario.economics.currency.empty())
                add_cost_rows(priced, place, groups[place], summary.costs);
            add_qaly_rows(priced, place, groups[place], summary.qalys);
        }
    }
    summary.mean_costs = mean_rows(summary.costs, results.replicates.size(), &CostRow::cost);
    summary.mean_qalys = mean_rows(summary.qalys, results.replicates.size(), &QalyRow::qalys);
    return summary;
}

}  // namespace txpath
