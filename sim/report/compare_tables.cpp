#include "report/compare_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <span>
#include <tuple>

#include "report/compare_rows.hpp"
#include "report/measures.hpp"
#include "report/tables.hpp"
#include "txpath/units.hpp"

namespace txpath::report {
namespace {

void write_compare(const CompareRows& rows, CsvWriter& out)
{
    const ComparisonPlan& plan = rows.plan();
    const std::vector<double>& reports = rows.scenario().time.reports;
    struct Row {
        std::string_view measure, unit;
        bool is_report;
        std::size_t place;
    };
    std::vector<Row> measures;
    for (std::size_t k = 0; k < plan.horizon.size(); ++k)
        measures.push_back({plan.horizon[k].name, plan.horizon[k].unit, false, k});
    for (std::size_t k = 0; k < plan.courses.size(); ++k)
        measures.push_back({plan.courses[k].name, plan.courses[k].unit, true, k});
    std::ranges::sort(measures, {}, [](const Row& row) { return std::tuple(row.measure, row.is_report); });
    const auto write = [&](std::size_t strategy, const Row& row, double days, const ComparedFigure& figure) {
        out.text("measure", row.measure).text("span", row.is_report ? "report" : "horizon");
        out.number("time", days / days_per_year);
        rows.figure_cells(strategy, figure, "value", out);
        out.text("unit", row.unit);
        out.end_row();
    };
    rows.for_each([&](std::size_t strategy, std::size_t stratum) {
        const StrategyFigures& figures = rows.figures(strategy);
        for (const Row& row : measures) {
            const std::size_t times = row.is_report ? reports.size() : 1;
            for (std::size_t time = 0; time < times; ++time) {
                rows.keys(strategy, stratum, out);
                if (row.is_report)
                    write(
                        strategy, row, reports[time],
                        figures.courses[(stratum * reports.size() + time) * plan.courses.size() + row.place]);
                else
                    write(strategy, row, rows.scenario().time.horizon,
                          figures.horizon[stratum * plan.horizon.size() + row.place]);
            }
        }
    });
}

void write_replicates(const CompareRows& rows, CsvWriter& out)
{
    const ComparisonPlan& plan = rows.plan();
    const std::size_t width = plan.horizon.size(), strategies = plan.study->strategies.size();
    for (const std::size_t strategy : rows.strategies())
        visit_replicates(rows.comparison(), [&](std::size_t replicate, std::span<const double> figures) {
            for (const std::size_t stratum : rows.strata())
                for (std::size_t k = 0; k < width; ++k) {
                    const std::size_t place = (stratum * width + k) * strategies;
                    const double value = figures[place + strategy];
                    const double other = figures[place + plan.study->reference];
                    out.text("strategy", rows.name(strategy)).integer("replicate", replicate + 1);
                    out.text("stratum", plan.strata[stratum].name).text("measure", plan.horizon[k].name);
                    out.number("value", value).number("reference_value", other);
                    rows.number_unless_reference(strategy, "difference", value - other, out);
                    out.text("unit", plan.horizon[k].unit);
                    out.end_row();
                }
        });
}

/// Of all strategies and groups, in the columns of a run's tables.
void write_ce(const CompareRows& rows, CsvWriter& out)
{
    const ComparisonPlan& plan = rows.plan();
    const std::size_t costs = place_of(plan, decisive_costs(*plan.study));
    const std::size_t qalys = place_of(plan, decisive_qalys());
    for (std::size_t strategy = 0; strategy < plan.study->strategies.size(); ++strategy)
        for (std::size_t group = 0; group < plan.strata.size(); ++group) {
            const auto figure = [&](std::size_t item) {
                return item == plan.items.size()
                           ? MeanOverLuck{}
                           : rows.figures(strategy).each[group * plan.items.size() + item].value;
            };
            out.integer("sample", 1).integer("strategy_id", strategy + 1);
            out.text("strategy", plan.study->strategies[strategy].name);
            out.integer("grp_id", group + 1).text("grp", plan.strata[group].name);
            out.number("costs", figure(costs).mean).number("qalys", figure(qalys).mean);
            out.number("costs_mcse", figure(costs).error).number("qalys_mcse", figure(qalys).error);
            out.integer("n_replicates", rows.scenario().run.replicates);
            out.end_row();
        }
}

/// Names of states in the order in which all strategies together number them: by track, then name.
std::vector<std::string> numbered_states(const DecisionStudy& study)
{
    std::set<std::pair<std::string, std::string>> states;
    for (const Strategy& strategy : study.strategies)
        for (const State& state : strategy.scenario.states)
            states.emplace(strategy.scenario.tracks[state.track].name, state.name);
    std::vector<std::string> names;
    for (const auto& [track, state] : states) names.push_back(track + '.' + state);
    return names;
}

void write_amounts(Quantity quantity, const CompareRows& rows, CsvWriter& out)
{
    const ComparisonPlan& plan = rows.plan();
    const std::vector<std::string> states = numbered_states(*plan.study);
    const auto state_id = [&](const AccountItem& item) {
        const auto found = std::ranges::find(states, item.state);
        return found == states.end() ? 0 : static_cast<std::size_t>(found - states.begin()) + 1;
    };
    const auto category = [](const AccountItem& item) {
        return item.category.empty() ? std::string("total") : item.category;
    };
    // all rows but the totals add up to the totals: sums over states or of one perspective are no rows here
    std::vector<const AccountItem*> items;
    for (const AccountItem& item : plan.items)
        if (item.quantity == quantity && item.perspective.empty() &&
            item.category.empty() == item.state.empty())
            items.push_back(&item);
    std::ranges::sort(items, {}, [&](const AccountItem* item) {
        return std::tuple(state_id(*item), category(*item), item->is_discounted);
    });
    for (std::size_t strategy = 0; strategy < plan.study->strategies.size(); ++strategy)
        for (std::size_t group = 0; group < plan.strata.size(); ++group)
            for (const AccountItem* item : items) {
                if (rows.is_repeated(strategy, *item)) continue;
                out.integer("sample", 1).integer("strategy_id", strategy + 1).integer("grp_id", group + 1);
                if (state_id(*item) == 0)
                    out.missing("state_id");
                else
                    out.integer("state_id", state_id(*item));
                out.text("category", category(*item)).number("dr", rows.rate(strategy, *item));
                out.number(word_for(quantity), rows.each(strategy, group, *item).value.mean);
                out.end_row();
            }
}

void write_economics(const CompareRows& rows, CsvWriter& out)
{
    const ComparisonPlan& plan = rows.plan();
    rows.for_each([&](std::size_t strategy, std::size_t stratum) {
        for (std::size_t place = 0; place < plan.items.size(); ++place) {
            const AccountItem& item = plan.items[place];
            if (rows.is_repeated(strategy, item)) continue;
            const std::size_t at = stratum * plan.items.size() + place;
            const ComparedFigure& total = rows.figures(strategy).totals[at];
            rows.keys(strategy, stratum, out);
            out.text("quantity", word_for(item.quantity)).text("perspective", item.perspective);
            out.text("category", item.category).text("state", item.state);
            out.number("dr", rows.rate(strategy, item));
            rows.figure_cells(strategy, rows.figures(strategy).each[at], "value", out);
            out.number("total", total.value.mean);
            rows.number_unless_reference(strategy, "total_difference", total.difference.mean, out);
            out.end_row();
        }
    });
}

void write_icers(const CompareRows& rows, CsvWriter& out)
{
    const auto cell = [&](std::string_view column, const std::optional<double>& value) {
        if (value)
            out.number(column, *value);
        else
            out.missing(column);
    };
    for (const std::size_t stratum : rows.strata())
        for (const IcerRow& row : frontier_of(rows.comparison(), stratum)) {
            out.text("grp", rows.plan().strata[stratum].name).text("Strategy", rows.name(row.strategy));
            out.number("Cost", row.cost).number("Effect", row.effect);
            cell("Inc_Cost", row.incremental_cost);
            cell("Inc_Effect", row.incremental_effect);
            cell("ICER", row.icer);
            out.text("Status", word_for(row.status));
            out.end_row();
        }
}

void write_net_benefit(const CompareRows& rows, CsvWriter& out)
{
    const std::vector<double>& thresholds = rows.plan().thresholds;
    rows.for_each([&](std::size_t strategy, std::size_t stratum) {
        for (std::size_t k = 0; k < thresholds.size(); ++k) {
            const StrategyFigures& figures = rows.figures(strategy);
            const ComparedFigure& each = figures.benefits[stratum * thresholds.size() + k];
            const ComparedFigure& total = figures.benefit_totals[stratum * thresholds.size() + k];
            rows.keys(strategy, stratum, out);
            out.number("wtp", thresholds[k]).number("nmb", each.value.mean);
            rows.difference_cells(strategy, each, "nmb_difference", out);
            rows.number_unless_reference(strategy, "nmb_total_difference", total.difference.mean, out);
            out.number("nhb", each.value.mean / thresholds[k]);  // at 0 an empty cell
            rows.number_unless_reference(strategy, "nhb_difference", each.difference.mean / thresholds[k],
                                         out);
            out.end_row();
        }
    });
}

void write_budget(const CompareRows& rows, CsvWriter& out)
{
    const ComparisonPlan& plan = rows.plan();
    std::vector<std::pair<std::string, std::size_t>> perspectives{{"", 0}};
    for (std::size_t k = 0; k < plan.perspectives.size(); ++k)
        perspectives.emplace_back(plan.perspectives[k], k + 1);
    std::ranges::sort(perspectives);
    for (const std::size_t strategy : rows.strategies())
        for (const auto& [perspective, place] : perspectives)
            for (std::size_t year = 0; year < plan.years.size(); ++year) {
                out.text("strategy", rows.name(strategy)).text("perspective", perspective);
                out.integer("year", year + 1);
                out.number("years", (plan.years[year].until - plan.years[year].from) / days_per_year);
                const ComparedFigure& figure =
                    rows.figures(strategy).budget[place * plan.years.size() + year];
                out.number("cost", figure.value.mean).number("reference_cost", figure.reference);
                rows.difference_cells(strategy, figure, "difference", out);
                out.end_row();
            }
}

/// One line of the view of who gets what.
struct EquityMeasure {
    std::string_view name;
    double threshold;  ///< not a number: none
    const std::vector<ComparedFigure> StrategyFigures::*each;
    const std::vector<ComparedFigure> StrategyFigures::*totals;
    std::size_t place, width;
};

std::vector<EquityMeasure> equity_measures(const ComparisonPlan& plan)
{
    std::vector<EquityMeasure> found;
    const auto add = [&](std::string_view name, const AccountItem& item) {
        if (const std::size_t place = place_of(plan, item); place < plan.items.size())
            found.push_back({name, MeanOverLuck::missing, &StrategyFigures::each, &StrategyFigures::totals,
                             place, plan.items.size()});
    };
    add("costs", decisive_costs(*plan.study));
    add("life_years", {Quantity::life_years, "", "", "", false});
    for (std::size_t k = 0; k < plan.thresholds.size() && !plan.study->thresholds.empty(); ++k)
        found.push_back({"net_benefit", plan.thresholds[k], &StrategyFigures::benefits,
                         &StrategyFigures::benefit_totals, k, plan.thresholds.size()});
    add("qalys", decisive_qalys());
    return found;
}

void write_equity(const CompareRows& rows, CsvWriter& out)
{
    const ComparisonPlan& plan = rows.plan();
    rows.for_each([&](std::size_t strategy, std::size_t stratum) {
        if (strategy == plan.study->reference) return;
        const StrategyFigures& figures = rows.figures(strategy);
        for (const EquityMeasure& measure : equity_measures(plan)) {
            const ComparedFigure& each = (figures.*measure.each)[stratum * measure.width + measure.place];
            const auto total = [&](std::size_t of) {
                return (figures.*measure.totals)[of * measure.width + measure.place].difference.mean;
            };
            rows.keys(strategy, stratum, out);
            out.text("measure", measure.name).number("wtp", measure.threshold);
            out.number("people", figures.people[stratum]);
            out.number("share_of_people", figures.people[stratum] / figures.people[0]);
            out.number("difference", each.difference.mean).number("mcse", each.difference.error);
            out.number("low", each.difference.low).number("high", each.difference.high);
            out.number("total_difference", total(stratum));
            out.number("share_of_difference", total(stratum) / total(0));  // 0 / 0 is an empty cell
            out.end_row();
        }
    });
}

void write_inputs(const CompareRows& rows, CsvWriter& out)
{
    for (const std::size_t strategy : rows.strategies()) {
        std::vector<InputDifference> inputs = rows.plan().inputs[strategy];
        std::ranges::stable_sort(inputs, {}, &InputDifference::path);
        for (const InputDifference& input : inputs) {
            out.text("strategy", rows.name(strategy)).text("path", input.path);
            out.text("reference_value", input.reference).text("value", input.other);
            out.end_row();
        }
    }
}

}  // namespace

std::vector<Table> tables_of(const ComparisonPlan& plan)
{
    const bool has_money = !plan.study->strategies.front().scenario.economics.currency.empty();
    std::vector<Table> found{Table::ce};
    if (has_money) found.push_back(Table::costs);
    found.insert(found.end(), {Table::qalys, Table::data_dictionary, Table::compare,
                               Table::compare_replicates, Table::economics});
    if (has_money) found.insert(found.end(), {Table::icers, Table::net_benefit});
    if (!plan.years.empty()) found.push_back(Table::budget);
    found.insert(found.end(), {Table::equity, Table::inputs});
    return found;
}

void write_table(Table table, const Comparison& comparison, CsvWriter& out)
{
    const CompareRows rows(comparison);
    switch (table) {
        case Table::ce:
            return write_ce(rows, out);
        case Table::costs:
            return write_amounts(Quantity::costs, rows, out);
        case Table::qalys:
            return write_amounts(Quantity::qalys, rows, out);
        case Table::compare:
            return write_compare(rows, out);
        case Table::compare_replicates:
            return write_replicates(rows, out);
        case Table::economics:
            return write_economics(rows, out);
        case Table::icers:
            return write_icers(rows, out);
        case Table::net_benefit:
            return write_net_benefit(rows, out);
        case Table::budget:
            return write_budget(rows, out);
        case Table::equity:
            return write_equity(rows, out);
        case Table::inputs:
            return write_inputs(rows, out);
        default:
            return write_dictionary_of(tables_of(comparison.plan), rows.scenario(), out);
    }
}

std::uint64_t rows_of(Table table, const ComparisonPlan& plan)
{
    const DecisionStudy& study = *plan.study;
    const Scenario& scenario = study.strategies[study.reference].scenario;
    const std::uint64_t pairs = study.strategies.size() * plan.strata.size();
    const auto has_state = [](const AccountItem& item) { return !item.state.empty(); };
    const auto places = static_cast<std::uint64_t>(std::ranges::count_if(plan.items, has_state));
    switch (table) {
        case Table::ce:
        case Table::icers:
            return pairs;
        case Table::costs:
            return pairs * (places + 2);
        case Table::qalys:
            return pairs * 2;
        case Table::compare:
            return pairs * (plan.horizon.size() + plan.courses.size() * scenario.time.reports.size());
        case Table::compare_replicates:
            return pairs * plan.horizon.size() * scenario.run.replicates;
        case Table::economics:
            return pairs * plan.items.size();
        case Table::net_benefit:
            return pairs * plan.thresholds.size();
        case Table::budget:
            return study.strategies.size() * (1 + plan.perspectives.size()) * plan.years.size();
        case Table::equity:
            return (pairs - plan.strata.size()) * equity_measures(plan).size();
        case Table::inputs:
            return std::accumulate(plan.inputs.begin(), plan.inputs.end(), std::uint64_t{0},
                                   [](std::uint64_t sum, const auto& each) { return sum + each.size(); });
        default:
            break;
    }
    std::uint64_t columns = 0;
    for (const Table each : tables_of(plan)) columns += columns_of(each).size();
    return columns;
}

}  // namespace txpath::report
