// economics.cpp -- costs and QALYs from what was counted.
//
// Owns      price.
// Assumes   results belong to one sample, whose parameter values are given; counts are discounted already.
// Promises  the rows of a replicate and stratum other than the total add up to the total; the mean
//           of a stratum that nobody entered is not a number, and such a replicate does not enter
//           the mean over replicates.
#include "txpath/economics.hpp"

#include <cmath>
#include <limits>

#include "txpath/units.hpp"

namespace txpath {
namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

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

/// Sums over a stratum, for each batch of people.
struct BatchSums {
    std::vector<double> amounts, people;
};

double number_of(const Value& value, std::span<const double> parameters)
{
    return converted(value, value.parameter.is_absent() ? value.number : parameters[value.parameter.index()]);
}

double over_cells(const Counts& counts, const Stratum& stratum, std::size_t column)
{
    double sum = 0.0;
    for (const std::size_t cell : stratum.cells) sum += static_cast<double>(counts.at(cell, column));
    return sum;
}

void add_payments(const std::vector<Payment>& payments, CostId category, Basis basis, std::size_t column,
                  std::span<const double> parameters, std::vector<Charge>& charges)
{
    for (const Payment& payment : payments)
        if (payment.category == category)
            charges.push_back({basis, column, number_of(payment.amount, parameters)});
}

/// One heading for every category and state that pays into it, one for the category's transitions; no total.
std::vector<Heading> headings(const Scenario& scenario, std::span<const double> parameters)
{
    std::vector<Heading> found;
    const auto keep = [&found](Heading heading) {
        if (!heading.charges.empty()) found.push_back(std::move(heading));
    };
    for (std::size_t c = 0; c < scenario.economics.categories.size(); ++c) {
        const CostId category{c};
        for (std::size_t s = 0; s < scenario.states.size(); ++s) {
            const State& state = scenario.states[StateId{s}];
            Heading heading{category, StateId{s}, {}};
            add_payments(state.costs, category, Basis::time, s, parameters, heading.charges);
            add_payments(state.on_entry.costs, category, Basis::entry, s, parameters, heading.charges);
            keep(std::move(heading));
        }
        Heading heading{category, StateId{}, {}};
        for (std::size_t t = 0; t < scenario.transitions.size(); ++t)
            add_payments(scenario.transitions[TransitionId{t}].effects.costs, category, Basis::event, t,
                         parameters, heading.charges);
        keep(std::move(heading));
    }
    return found;
}

/// QALYs that are gained or lost at once; all headings in one.
std::vector<Charge> one_off_qalys(const Scenario& scenario, std::span<const double> parameters)
{
    std::vector<Charge> charges;
    for (std::size_t s = 0; s < scenario.states.size(); ++s)
        if (const double q = number_of(scenario.states[StateId{s}].on_entry.qalys, parameters); q != 0.0)
            charges.push_back({Basis::entry, s, q});
    for (std::size_t t = 0; t < scenario.transitions.size(); ++t)
        if (const double q = number_of(scenario.transitions[TransitionId{t}].effects.qalys, parameters);
            q != 0.0)
            charges.push_back({Basis::event, t, q});
    return charges;
}

double cost(const Ledger& ledger, const Stratum& stratum, const Charge& charge, bool is_discounted)
{
    const std::size_t kind = is_discounted ? 1 : 0;
    const double each = is_discounted ? discount_unit : 1.0;
    switch (charge.basis) {
        case Basis::time:
            return charge.amount * over_cells(ledger.cost_ticks[kind], stratum, charge.column) /
                   ticks_per_day;
        case Basis::entry:
            return charge.amount * over_cells(ledger.entries[kind], stratum, charge.column) * each;
        case Basis::event:
            return charge.amount * over_cells(ledger.events[kind], stratum, charge.column) * each;
    }
    return missing;
}

double qalys(const Ledger& ledger, const Stratum& stratum, const std::vector<Charge>& one_off,
             bool is_discounted)
{
    const double each = is_discounted ? discount_unit : 1.0;
    const Counts& entries = is_discounted ? ledger.entries_health : ledger.entries[0];
    const Counts& events = is_discounted ? ledger.events_health : ledger.events[0];
    double sum =
        over_cells(ledger.quality_ticks[is_discounted ? 1 : 0], stratum, 0) / ticks_per_day / days_per_year;
    for (const Charge& charge : one_off) {
        const Counts& counts = charge.basis == Basis::entry ? entries : events;
        sum += charge.amount * over_cells(counts, stratum, charge.column) * each;
    }
    return sum;
}

std::vector<double> people_of(const ReplicateResult& replicate, const Stratum& stratum)
{
    std::vector<double> people;
    for (const Ledger& ledger : replicate.batches) people.push_back(over_cells(ledger.people, stratum, 0));
    return people;
}

/// Ratio estimate of a mean per person.
///
///   Method  R = sum y / sum x; its variance is n/(n-1) sum (y - R x)^2 / (sum x)^2 over n batches
///   Source  Cochran, Sampling Techniques, chapter 6
PerPerson per_person(const BatchSums& sums)
{
    double amount = 0.0, people = 0.0;
    for (const double y : sums.amounts) amount += y;
    for (const double x : sums.people) people += x;
    if (people <= 0.0) return {missing, 0.0, false};

    PerPerson result{amount / people, 0.0, false};
    if (sums.people.size() < 2) return result;
    double squares = 0.0;
    for (std::size_t batch = 0; batch < sums.people.size(); ++batch) {
        const double residual = sums.amounts[batch] - result.mean * sums.people[batch];
        squares += residual * residual;
    }
    const auto n = static_cast<double>(sums.people.size());
    result.standard_error = std::sqrt(n / (n - 1.0) * squares) / people;
    result.has_error = true;
    return result;
}

/// Mean and standard error over replicates; of a single one, its own.
PerPerson over_replicates(const std::vector<PerPerson>& each)
{
    std::vector<PerPerson> known;
    for (const PerPerson& one : each)
        if (std::isfinite(one.mean)) known.push_back(one);
    if (known.empty()) return {missing, 0.0, false};
    if (known.size() == 1) return known[0];

    const auto n = static_cast<double>(known.size());
    double sum = 0.0, squares = 0.0;
    for (const PerPerson& one : known) sum += one.mean;
    for (const PerPerson& one : known) squares += (one.mean - sum / n) * (one.mean - sum / n);
    return {sum / n, std::sqrt(squares / (n - 1.0) / n), true};
}

void add_cost_rows(const ReplicateResult& replicate, std::size_t place, const Stratum& stratum,
                   const std::vector<Heading>& rows, std::vector<CostRow>& found)
{
    BatchSums totals[2];
    for (BatchSums& total : totals) {
        total.people = people_of(replicate, stratum);
        total.amounts.assign(replicate.batches.size(), 0.0);
    }
    for (const Heading& row : rows)
        for (const bool is_discounted : {false, true}) {
            BatchSums& total = totals[is_discounted ? 1 : 0];
            BatchSums sums{std::vector<double>(total.people.size(), 0.0), total.people};
            for (std::size_t batch = 0; batch < total.people.size(); ++batch) {
                for (const Charge& charge : row.charges)
                    sums.amounts[batch] += cost(replicate.batches[batch], stratum, charge, is_discounted);
                total.amounts[batch] += sums.amounts[batch];
            }
            found.push_back(
                {replicate.replicate, place, row.category, row.state, is_discounted, per_person(sums)});
        }
    for (const bool is_discounted : {false, true})
        found.push_back({replicate.replicate, place, CostId{}, StateId{}, is_discounted,
                         per_person(totals[is_discounted ? 1 : 0])});
}

void add_qaly_rows(const ReplicateResult& replicate, std::size_t place, const Stratum& stratum,
                   const std::vector<Charge>& one_off, std::vector<QalyRow>& found)
{
    for (const bool is_discounted : {false, true}) {
        BatchSums sums{{}, people_of(replicate, stratum)};
        for (const Ledger& ledger : replicate.batches)
            sums.amounts.push_back(qalys(ledger, stratum, one_off, is_discounted));
        found.push_back({replicate.replicate, place, is_discounted, per_person(sums)});
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
    const std::vector<Heading> rows = headings(scenario, parameters);
    const std::vector<Charge> one_off = one_off_qalys(scenario, parameters);
    EconomicSummary summary;
    for (const ReplicateResult& replicate : results.replicates)
        for (std::size_t place = 0; place < groups.size(); ++place) {
            if (!scenario.economics.currency.empty())
                add_cost_rows(replicate, place, groups[place], rows, summary.costs);
            add_qaly_rows(replicate, place, groups[place], one_off, summary.qalys);
        }
    summary.mean_costs = mean_rows(summary.costs, results.replicates.size(), &CostRow::cost);
    summary.mean_qalys = mean_rows(summary.qalys, results.replicates.size(), &QalyRow::qalys);
    return summary;
}

}  // namespace txpath
