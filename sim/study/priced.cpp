#include "study/priced.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "txpath/units.hpp"

namespace txpath {

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

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

}  // namespace

std::vector<double> people_of(const std::vector<Batch>& batches, const Stratum& stratum)
{
    std::vector<double> people;
    for (const Batch& batch : batches) {
        double sum = 0.0;
        for (const Account& account : batch) sum += over_cells(account.ledger->people, stratum, 0);
        people.push_back(sum);
    }
    return people;
}

Prices prices_of(const Scenario& scenario, std::span<const double> parameters)
{
    return {headings(scenario, parameters), one_off_qalys(scenario, parameters)};
}

std::vector<Prices> later_prices(const Scenario& scenario, const ReplicateResult& replicate)
{
    std::vector<Prices> later;
    later.reserve(replicate.later.size());
    for (const Epoch& epoch : replicate.later) later.push_back(prices_of(scenario, epoch.parameters));
    return later;
}

std::vector<Batch> batches_of(const ReplicateResult& replicate, const Prices& at_first,
                              const std::vector<Prices>& later)
{
    std::vector<Batch> batches;
    for (const Ledger& ledger : replicate.batches) {
        if (batches.empty() || later.empty()) batches.emplace_back();
        batches.back().push_back({&ledger, &at_first});
    }
    if (!later.empty() && batches.empty()) batches.emplace_back();
    for (std::size_t epoch = 0; epoch < later.size(); ++epoch)
        batches.back().push_back({&replicate.later[epoch].ledger, &later[epoch]});
    return batches;
}

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

PerPerson over_replicates(std::span<const double> means, const PerPerson& first_known)
{
    double n = 0.0, sum = 0.0, squares = 0.0;
    for (const double mean : means)
        if (std::isfinite(mean)) n += 1.0, sum += mean;
    if (n == 0.0) return {missing, 0.0, false};
    if (n == 1.0) return first_known;
    for (const double mean : means)
        if (std::isfinite(mean)) squares += (mean - sum / n) * (mean - sum / n);
    return {sum / n, std::sqrt(squares / (n - 1.0) / n), true};
}

PerPerson over_replicates(const std::vector<PerPerson>& each)
{
    std::vector<double> means;
    means.reserve(each.size());
    for (const PerPerson& one : each) means.push_back(one.mean);
    const auto known =
        std::ranges::find_if(each, [](const PerPerson& one) { return std::isfinite(one.mean); });
    return over_replicates(means, known == each.end() ? PerPerson{} : *known);
}

double cost_of_heading(const Batch& batch, std::size_t heading, const Stratum& stratum, bool is_discounted)
{
    double sum = 0.0;
    for (const Account& account : batch)
        for (const Charge& charge : account.prices->headings[heading].charges)
            sum += cost(*account.ledger, stratum, charge, is_discounted);
    return sum;
}

double qalys_of(const Batch& batch, const Stratum& stratum, bool is_discounted)
{
    double sum = 0.0;
    for (const Account& account : batch)
        sum += qalys(*account.ledger, stratum, account.prices->one_off_qalys, is_discounted);
    return sum;
}

double life_years_of(const Batch& batch, const Stratum& stratum, bool is_discounted)
{
    double sum = 0.0;
    for (const Account& account : batch)
        sum += over_cells(account.ledger->life_ticks[is_discounted ? 1 : 0], stratum, 0);
    return sum / ticks_per_day / days_per_year;
}

}  // namespace txpath
