// exposures_account.cpp -- prices, utilities and rates put to exposures.
//
// Owns      totals_under.
#include <cassert>

#include "study/exposures.hpp"
#include "txpath/economics.hpp"
#include "txpath/units.hpp"

namespace txpath {

namespace {

/// An amount for each unit of a column.
struct Charge {
    std::size_t column, category;
    double amount;
};

/// What everything costs and is worth under one set of parameters.
struct Worth {
    std::vector<Charge> money, one_off;
    std::vector<double> utilities;                     ///< by profile
    std::vector<double> cost_weights, health_weights;  ///< see DiscountNodes::weights
};

/// Sums of one batch and cell, or of several: undiscounted, discounted.
struct CellTotals {
    double people = 0.0;
    std::array<double, 2> qalys{}, life_years{};
    std::vector<std::array<double, 2>> costs;  ///< by category
};

void add_charges(const std::vector<Payment>& payments, std::size_t column, std::span<const double> parameters,
                 std::vector<Charge>& charges)
{
    for (const Payment& payment : payments)
        charges.push_back({column, payment.category.index(), value_under(payment.amount, parameters)});
}

Worth worth_under(const Exposures& exposures, const Scenario& scenario, std::span<const double> parameters)
{
    const ExposurePlan& plan = exposures.plan;
    Worth worth;
    const auto add_one_off = [&](const Value& qalys, std::size_t column) {
        if (column != ExposurePlan::none)
            worth.one_off.push_back({column, 0, value_under(qalys, parameters)});
    };
    for (std::size_t index = 0; index < scenario.states.size(); ++index) {
        const StateId id{index};
        const State& state = scenario.states[id];
        add_charges(state.costs, plan.time[id], parameters, worth.money);
        add_charges(state.on_entry.costs, plan.entry[id], parameters, worth.money);
        add_one_off(state.on_entry.qalys, plan.entry_health[id]);
    }
    for (std::size_t index = 0; index < scenario.transitions.size(); ++index) {
        const TransitionId id{index};
        const Effects& effects = scenario.transitions[id].effects;
        add_charges(effects.costs, plan.event[id], parameters, worth.money);
        add_one_off(effects.qalys, plan.event_health[id]);
    }
    for (const Profile& profile : exposures.profiles)
        worth.utilities.push_back(plan.shape.utility(scenario, profile, parameters));
    worth.cost_weights = plan.costs.weights(value_under(scenario.economics.discount_costs, parameters));
    worth.health_weights = plan.health.weights(value_under(scenario.economics.discount_health, parameters));
    return worth;
}

double at_rate(const double* amounts, const std::vector<double>& weights) noexcept
{
    double sum = 0.0;
    for (std::size_t node = 0; node < weights.size(); ++node) sum += amounts[node] * weights[node];
    return sum;
}

CellTotals totals_of_cell(const ExposurePlan& plan, const ExposureSums& sums, std::size_t cell,
                          const Worth& worth, std::size_t categories)
{
    CellTotals totals;
    totals.costs.resize(categories);
    totals.people = sums.people[cell];
    if (totals.people == 0.0) return totals;
    const double* money = sums.money.data() + cell * plan.money_columns * plan.money_width();
    const double* health = sums.health.data() + cell * plan.health_columns * plan.health_width();
    for (const Charge& charge : worth.money) {
        const double* amounts = money + charge.column * plan.money_width();
        if (amounts[0] == 0.0) continue;
        totals.costs[charge.category][0] += charge.amount * amounts[0];
        totals.costs[charge.category][1] += charge.amount * at_rate(amounts, worth.cost_weights);
    }
    totals.life_years = {health[0] / days_per_year, at_rate(health, worth.health_weights) / days_per_year};
    for (const Charge& charge : worth.one_off) {
        const double* amounts = health + charge.column * plan.health_width();
        totals.qalys[0] += charge.amount * amounts[0];
        totals.qalys[1] += charge.amount * at_rate(amounts, worth.health_weights);
    }
    return totals;
}

std::vector<CellTotals> totals_of_cells(const Exposures& exposures, const ExposureBatch& batch,
                                        const Worth& worth, std::size_t categories)
{
    std::vector<CellTotals> cells;
    cells.reserve(exposures.plan.cells);
    for (std::size_t cell = 0; cell < exposures.plan.cells; ++cell)
        cells.push_back(totals_of_cell(exposures.plan, batch.sums, cell, worth, categories));
    for (const QualityTime& time : batch.quality) {
        const double utility = worth.utilities[time.profile] / days_per_year;
        cells[time.cell].qalys[0] += utility * time.days[0];
        cells[time.cell].qalys[1] += utility * at_rate(time.days.data(), worth.health_weights);
    }
    return cells;
}

/// Add a batch of people to the sums of a stratum: to the last batch there, or as a new one.
void add_batch(const std::vector<CellTotals>& cells, const Stratum& stratum, const std::vector<bool>& is_paid,
               bool is_new, RunTotals::Stratum& into)
{
    double people = 0.0;
    for (const std::size_t cell : stratum.cells) people += cells[cell].people;
    const auto add = [&](BatchSums& sums, auto amount_of) {
        if (is_new) {
            sums.amounts.push_back(0.0);
            sums.people.push_back(0.0);
        }
        for (const std::size_t cell : stratum.cells) sums.amounts.back() += amount_of(cells[cell]);
        sums.people.back() += people;
    };
    for (const std::size_t kind : {0, 1}) {
        into.costs[kind].resize(is_paid.size());
        for (std::size_t category = 0; category < is_paid.size(); ++category)
            add(into.costs[kind][category],
                [&](const CellTotals& totals) { return totals.costs[category][kind]; });
        add(into.total_cost[kind], [&](const CellTotals& totals) {
            double sum = 0.0;
            for (std::size_t category = 0; category < is_paid.size(); ++category)
                if (is_paid[category]) sum += totals.costs[category][kind];
            return sum;
        });
        add(into.qalys[kind], [&](const CellTotals& totals) { return totals.qalys[kind]; });
        add(into.life_years[kind], [&](const CellTotals& totals) { return totals.life_years[kind]; });
    }
}

}  // namespace

RunTotals totals_under(const Exposures& exposures, const Scenario& scenario, const std::vector<bool>& is_paid,
                       std::span<const double> parameters)
{
    assert(covers(exposures, scenario, parameters));
    const std::vector<Stratum> groups = strata(scenario);
    const Worth worth = worth_under(exposures, scenario, parameters);
    RunTotals totals;
    totals.instants = exposures.instants;
    totals.replicates.assign(exposures.replicates, std::vector<RunTotals::Stratum>(groups.size()));
    for (const ExposureBatch& batch : exposures.batches) {
        const auto cells = totals_of_cells(exposures, batch, worth, is_paid.size());
        auto& by_stratum = totals.replicates[batch.replicate];
        const bool is_new = exposures.replicates == 1 || by_stratum.front().qalys[0].people.empty();
        for (std::size_t group = 0; group < groups.size(); ++group)
            add_batch(cells, groups[group], is_paid, is_new, by_stratum[group]);
    }
    return totals;
}

}  // namespace txpath
