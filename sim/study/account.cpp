#include "study/account.hpp"

#include <cmath>
#include <limits>

namespace txpath {

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

RunTotals::Stratum totals_of(const std::vector<Batch>& batches, const std::vector<Heading>& headings,
                             const Stratum& stratum, const std::vector<bool>& is_paid)
{
    RunTotals::Stratum totals;
    const std::vector<double> people = people_of(batches, stratum);
    const std::vector<double> nothing(batches.size(), 0.0);
    for (const std::size_t kind : {0, 1}) {
        totals.costs[kind].assign(is_paid.size(), BatchSums{nothing, people});
        totals.total_cost[kind] = totals.qalys[kind] = totals.life_years[kind] = {nothing, people};
        for (std::size_t batch = 0; batch < batches.size(); ++batch) {
            for (std::size_t at = 0; at < headings.size(); ++at) {
                const std::size_t category = headings[at].category.index();
                const double cost = cost_of_heading(batches[batch], at, stratum, kind == 1);
                totals.costs[kind][category].amounts[batch] += cost;
                if (is_paid[category]) totals.total_cost[kind].amounts[batch] += cost;
            }
            totals.qalys[kind].amounts[batch] = qalys_of(batches[batch], stratum, kind == 1);
            totals.life_years[kind].amounts[batch] = life_years_of(batches[batch], stratum, kind == 1);
        }
    }
    return totals;
}

/// Means over replicates of what `pick` takes from each.
template <class Pick>
PerPerson over(const RunTotals& run, std::size_t stratum, Pick pick)
{
    std::vector<PerPerson> each;
    each.reserve(run.replicates.size());
    for (const auto& replicate : run.replicates) each.push_back(per_person(pick(replicate[stratum])));
    return over_replicates(each);
}

/// How far each batch is from the difference of the means of two runs of the same people; empty when they are
/// not divided into the same batches.
///   Method  ratio estimates of both means; the residuals of a batch are subtracted before they are
///   multiplied
std::vector<double> residuals_of(const BatchSums& a, const BatchSums& b)
{
    const std::size_t n = a.people.size();
    if (n < 2 || b.people.size() != n) return {};
    const double mean_a = per_person(a).mean, mean_b = per_person(b).mean;
    double people_a = 0.0, people_b = 0.0;
    for (std::size_t batch = 0; batch < n; ++batch) {
        people_a += a.people[batch];
        people_b += b.people[batch];
    }
    std::vector<double> residuals;
    residuals.reserve(n);
    for (std::size_t batch = 0; batch < n; ++batch)
        residuals.push_back((a.amounts[batch] - mean_a * a.people[batch]) / people_a -
                            (b.amounts[batch] - mean_b * b.people[batch]) / people_b);
    return residuals;
}

/// Of the means that the residuals belong to.
double covariance_of(const std::vector<double>& first, const std::vector<double>& second)
{
    double products = 0.0;
    for (std::size_t batch = 0; batch < first.size(); ++batch) products += first[batch] * second[batch];
    const auto count = static_cast<double>(first.size());
    return count / (count - 1.0) * products;
}

PerPerson difference(const BatchSums& a, const BatchSums& b)
{
    PerPerson result{per_person(a).mean - per_person(b).mean, 0.0, false};
    const std::vector<double> residuals = residuals_of(a, b);
    if (residuals.empty()) return result;
    result.standard_error = std::sqrt(covariance_of(residuals, residuals));
    result.has_error = true;
    return result;
}

/// Of the errors of incremental cost and QALYs.
///   Method  over replicates as over_replicates, or over batches when there is one
double incremental_covariance(const RunTotals& run, const RunTotals* reference, std::size_t stratum)
{
    if (reference == nullptr) return missing;
    const std::size_t replicates = run.replicates.size();
    if (replicates == 1) {
        const RunTotals::Stratum& sums = run.replicates.front()[stratum];
        const RunTotals::Stratum& others = reference->replicates.front()[stratum];
        const std::vector<double> cost = residuals_of(sums.total_cost[1], others.total_cost[1]);
        return cost.empty() ? missing : covariance_of(cost, residuals_of(sums.qalys[1], others.qalys[1]));
    }
    std::vector<double> cost, qalys;
    const auto count = static_cast<double>(replicates);
    for (std::size_t r = 0; r < replicates; ++r) {
        const RunTotals::Stratum& sums = run.replicates[r][stratum];
        const RunTotals::Stratum& others = reference->replicates[r][stratum];
        cost.push_back(difference(sums.total_cost[1], others.total_cost[1]).mean / count);
        qalys.push_back(difference(sums.qalys[1], others.qalys[1]).mean / count);
    }
    for (auto* each : {&cost, &qalys}) {
        double mean = 0.0;
        for (const double one : *each) mean += one / count;
        for (double& one : *each) one -= mean;
    }
    return covariance_of(cost, qalys);
}

template <class Pick>
PerPerson increment(const RunTotals& run, const RunTotals* reference, std::size_t stratum, Pick pick)
{
    if (reference == nullptr) return {missing, 0.0, false};
    std::vector<PerPerson> each;
    for (std::size_t r = 0; r < run.replicates.size(); ++r)
        each.push_back(difference(pick(run.replicates[r][stratum]), pick(reference->replicates[r][stratum])));
    return over_replicates(each);
}

/// How far batches are off the mean, or replicates if there are several.
///   Method  a ratio estimate's residuals, scaled as in per_person; means scaled as in over_replicates
template <class Pick>
std::vector<double> parts_of(const RunTotals& run, std::size_t stratum, Pick pick)
{
    std::vector<double> parts;
    if (run.replicates.size() == 1) {
        const BatchSums& sums = pick(run.replicates.front()[stratum]);
        const auto n = static_cast<double>(sums.people.size());
        if (sums.people.size() < 2) return {};
        double people = 0.0;
        for (const double one : sums.people) people += one;
        const double mean = per_person(sums).mean, scale = std::sqrt(n / (n - 1.0)) / people;
        for (std::size_t batch = 0; batch < sums.people.size(); ++batch)
            parts.push_back((sums.amounts[batch] - mean * sums.people[batch]) * scale);
        return parts;
    }
    double mean = 0.0;
    const auto n = static_cast<double>(run.replicates.size());
    for (const auto& replicate : run.replicates) parts.push_back(per_person(pick(replicate[stratum])).mean);
    for (const double part : parts) mean += part / n;
    for (double& part : parts) part = (part - mean) / std::sqrt(n * (n - 1.0));
    return parts;
}

}  // namespace

std::vector<bool> paid_by(const Scenario& scenario, const std::string& perspective)
{
    const std::size_t categories = scenario.economics.categories.size();
    for (const Perspective& one : scenario.economics.perspectives) {
        if (one.name != perspective) continue;
        std::vector<bool> is_paid(categories, false);
        for (const CostId category : one.categories) is_paid[category.index()] = true;
        return is_paid;
    }
    return std::vector<bool>(categories, true);
}

RunTotals totals_of(const Scenario& scenario, const std::vector<bool>& is_paid,
                    std::span<const double> parameters, const Results& results)
{
    const std::vector<Stratum> groups = strata(scenario);
    const Prices at_first = prices_of(scenario, parameters);
    RunTotals totals;
    for (const ReplicateResult& replicate : results.replicates) {
        const std::vector<Prices> later = later_prices(scenario, replicate);
        const std::vector<Batch> batches = batches_of(replicate, at_first, later);
        auto& by_stratum = totals.replicates.emplace_back();
        for (const Stratum& group : groups)
            by_stratum.push_back(totals_of(batches, at_first.headings, group, is_paid));
        totals.instants += replicate.instants;
    }
    return totals;
}

StrategyAccount account_of(const RunTotals& run, const RunTotals* reference)
{
    using Sums = RunTotals::Stratum;
    StrategyAccount account;
    for (std::size_t at = 0; at < run.replicates.front().size(); ++at) {
        StratumAccount& one = account.emplace_back();
        for (const auto& replicate : run.replicates)
            for (const double people : replicate[at].qalys[0].people) one.people += people;
        for (const std::size_t kind : {0, 1}) {
            for (std::size_t category = 0; category < run.replicates.front()[at].costs[kind].size();
                 ++category)
                one.costs[kind].push_back(
                    over(run, at, [&](const Sums& sums) { return sums.costs[kind][category]; }));
            one.total_cost[kind] = over(run, at, [&](const Sums& sums) { return sums.total_cost[kind]; });
            one.qalys[kind] = over(run, at, [&](const Sums& sums) { return sums.qalys[kind]; });
            one.life_years[kind] = over(run, at, [&](const Sums& sums) { return sums.life_years[kind]; });
        }
        one.incremental_cost =
            increment(run, reference, at, [](const Sums& sums) { return sums.total_cost[1]; });
        one.incremental_qalys = increment(run, reference, at, [](const Sums& sums) { return sums.qalys[1]; });
        one.incremental_covariance = incremental_covariance(run, reference, at);
        one.cost_parts = parts_of(run, at, [](const Sums& sums) { return sums.total_cost[1]; });
        one.qaly_parts = parts_of(run, at, [](const Sums& sums) { return sums.qalys[1]; });
    }
    return account;
}

}  // namespace txpath
