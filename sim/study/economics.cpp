// economics.cpp -- costs and QALYs from what was counted.
//
// Owns      price, MeanPrices.
// Assumes   results belong to one sample, whose parameter values are given; counts are discounted already;
//           an epoch's ledger holds what was counted while its prices held, and nothing else.
// Promises  the rows of a replicate and stratum other than the total add up to the total; the mean
//           of a stratum that nobody entered is not a number, and such a replicate does not enter
//           the mean over replicates.
#include "txpath/economics.hpp"

#include <cmath>
#include <utility>

#include "base/column_store.hpp"
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

/// What is the same for all replicates.
struct Basics {
    Basics(const Scenario& all, std::span<const double> parameters)
        : scenario(all), groups(strata(all)), at_first(prices_of(all, parameters))
    {
    }
    const Scenario& scenario;
    std::vector<Stratum> groups;
    Prices at_first;
};

/// Append the rows of one replicate.
void add_rows(const Basics& basics, const ReplicateResult& replicate, std::vector<CostRow>& costs,
              std::vector<QalyRow>& qalys)
{
    const std::vector<Prices> later = later_prices(basics.scenario, replicate);
    const Priced priced{replicate.replicate, basics.at_first.headings,
                        batches_of(replicate, basics.at_first, later)};
    for (std::size_t place = 0; place < basics.groups.size(); ++place) {
        if (!basics.scenario.economics.currency.empty())
            add_cost_rows(priced, place, basics.groups[place], costs);
        add_qaly_rows(priced, place, basics.groups[place], qalys);
    }
}

}  // namespace

EconomicSummary price(const Scenario& scenario, std::span<const double> parameters, const Results& results)
{
    const Basics basics(scenario, parameters);
    EconomicSummary summary;
    for (const ReplicateResult& replicate : results.replicates)
        add_rows(basics, replicate, summary.costs, summary.qalys);
    summary.mean_costs = mean_rows(summary.costs, results.replicates.size(), &CostRow::cost);
    summary.mean_qalys = mean_rows(summary.qalys, results.replicates.size(), &QalyRow::qalys);
    return summary;
}

/// Means of all replicates by row, cost rows first; and of each row the first replicate's headings and the
/// first figure that is a number.
class MeanPrices::Sums {
public:
    Sums(const Scenario& scenario, std::span<const double> parameters, std::string scratch)
        : basics_(scenario, parameters), scratch_(std::move(scratch))
    {
    }

    void add(const ReplicateResult& replicate)
    {
        std::vector<CostRow> costs;
        std::vector<QalyRow> qalys;
        add_rows(basics_, replicate, costs, qalys);
        std::vector<double> means;
        means.reserve(costs.size() + qalys.size());
        for (const CostRow& row : costs) means.push_back(row.cost.mean);
        for (const QalyRow& row : qalys) means.push_back(row.qalys.mean);
        if (!means_) {
            first_.mean_costs = std::move(costs);
            first_.mean_qalys = std::move(qalys);
            means_ = std::make_unique<ColumnStore>(means.size(), ColumnStore::usual_budget, scratch_);
        } else {
            keep_first(first_.mean_costs, costs, &CostRow::cost);
            keep_first(first_.mean_qalys, qalys, &QalyRow::qalys);
        }
        means_->add_row(means);
    }

    [[nodiscard]] EconomicSummary summary() const
    {
        EconomicSummary found = first_;
        const std::size_t costs = found.mean_costs.size();
        if (means_)
            means_->visit([&](std::size_t row, std::span<const double> means) {
                PerPerson& figure =
                    row < costs ? found.mean_costs[row].cost : found.mean_qalys[row - costs].qalys;
                figure = over_replicates(means, figure);
            });
        return found;
    }

private:
    template <class Row>
    static void keep_first(std::vector<Row>& kept, const std::vector<Row>& rows, PerPerson Row::*figure)
    {
        for (std::size_t row = 0; row < kept.size(); ++row)
            if (!std::isfinite((kept[row].*figure).mean)) kept[row].*figure = rows[row].*figure;
    }

    Basics basics_;
    std::string scratch_;
    EconomicSummary first_;
    std::unique_ptr<ColumnStore> means_;
};

MeanPrices::MeanPrices(const Scenario& scenario, std::span<const double> parameters, std::string scratch)
    : sums_(std::make_unique<Sums>(scenario, parameters, std::move(scratch)))
{
}

MeanPrices::~MeanPrices() = default;

void MeanPrices::add(const ReplicateResult& replicate)
{
    sums_->add(replicate);
}

EconomicSummary MeanPrices::summary() const
{
    return sums_->summary();
}

EconomicSummary mean_prices(const Scenario& scenario, std::span<const double> parameters,
                            const ReplicateSource& replicates, const std::string& scratch)
{
    MeanPrices prices(scenario, parameters, scratch);
    replicates.visit([&](const ReplicateResult& replicate) { prices.add(replicate); });
    return prices.summary();
}

}  // namespace txpath
