// compare_plan.cpp -- what strategies are compared by.
//
// Assumes   the study's strategies share people, time, currency and strata, as decision.hpp promises.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "base/fingerprint.hpp"
#include "study/outcomes.hpp"
#include "study/strategy_run.hpp"
#include "txpath/compare.hpp"
#include "txpath/model.hpp"
#include "txpath/units.hpp"

namespace txpath {

namespace {

constexpr double same_moment = 1e-6;  // days

const Scenario& reference_of(const DecisionStudy& study)
{
    return study.strategies[study.reference].scenario;
}

bool has_money(const DecisionStudy& study)
{
    return !reference_of(study).economics.currency.empty();
}

std::string money_unit(const Economics& economics)
{
    return economics.price_year ? fmt::format("{} {}", economics.currency, *economics.price_year)
                                : economics.currency;
}

/// Why strategies cannot be set against each other by a measure; it is told once.
std::string not_in_all(std::string_view measure)
{
    return fmt::format("{} is left out because not every strategy has it", measure);
}

/// Measures of the reference that all others have too, with the same unit.
template <class Measure, class Measures>
std::vector<Measure> shared_measures(const DecisionStudy& study, const Measures& measures_of,
                                     std::vector<std::string>& notes)
{
    std::vector<Measure> found = measures_of(reference_of(study));
    const auto is_lacking = [&](const Measure& measure) {
        return std::ranges::any_of(study.strategies, [&](const Strategy& strategy) {
            const std::vector<Measure> others = measures_of(strategy.scenario);
            return std::ranges::none_of(others, [&](const Measure& other) {
                return other.name == measure.name && other.unit == measure.unit;
            });
        });
    };
    for (const Measure& measure : found)
        if (is_lacking(measure)) notes.push_back(not_in_all(measure.name));
    std::erase_if(found, is_lacking);
    return found;
}

std::vector<HorizonMeasure> horizon_measures(const DecisionStudy& study, std::vector<std::string>& notes)
{
    const auto counted = [](const Scenario& scenario) {
        std::vector<HorizonMeasure> found;
        for (const Outcome& outcome : counted_outcomes(scenario))
            found.push_back({outcome.name, outcome.unit});
        return found;
    };
    std::vector<HorizonMeasure> found = shared_measures<HorizonMeasure>(study, counted, notes);
    const auto add = [&found](std::string_view name, const std::string& unit) {
        found.push_back({fmt::format("{}.per_person", name), unit + " per person"});
        found.push_back({fmt::format("{}.total", name), unit});
    };
    if (has_money(study)) add("costs", money_unit(reference_of(study).economics));
    add("qalys", "QALYs");
    add("life_years", "years");
    std::ranges::sort(found, {}, &HorizonMeasure::name);
    return found;
}

std::vector<std::string> shared_perspectives(const DecisionStudy& study)
{
    std::vector<std::string> found;
    for (const Perspective& perspective : reference_of(study).economics.perspectives)
        if (std::ranges::all_of(study.strategies, [&](const Strategy& strategy) {
                const auto& all = strategy.scenario.economics.perspectives;
                return std::ranges::find(all, perspective.name, &Perspective::name) != all.end();
            }))
            found.push_back(perspective.name);
    return found;
}

/// Costs by what pays them where, by category, by perspective and in all; QALYs and life-years.
std::vector<AccountItem> account_items(const ComparisonPlan& plan)
{
    std::set<AccountItem> items;
    const auto add = [&items](AccountItem item) {
        for (const bool is_discounted : {false, true}) {
            item.is_discounted = is_discounted;
            items.insert(item);
        }
    };
    add({Quantity::qalys, "", "", "", false});
    add({Quantity::life_years, "", "", "", false});
    if (!has_money(*plan.study)) return {items.begin(), items.end()};
    add({Quantity::costs, "", "", "", false});
    for (const std::string& perspective : plan.perspectives)
        add({Quantity::costs, perspective, "", "", false});
    for (const Strategy& strategy : plan.study->strategies) {
        const Scenario& scenario = strategy.scenario;
        const Prices prices = prices_of(scenario, base_case(scenario));
        for (const Heading& heading : prices.headings) {
            const std::string& category = scenario.economics.categories[heading.category];
            add({Quantity::costs, "", category, "", false});
            add({Quantity::costs, "", category, place_of_cost(scenario, heading), false});
        }
    }
    return {items.begin(), items.end()};
}

/// Years from day 0 whose ends are report times.
std::vector<BudgetYear> budget_years(const Scenario& scenario, std::vector<std::string>& notes)
{
    std::vector<BudgetYear> years;
    const double horizon = scenario.time.horizon;
    for (int year = 0; year * days_per_year < horizon - same_moment; ++year) {
        const double until = std::min((year + 1) * days_per_year, horizon);
        if (std::ranges::none_of(scenario.time.reports,
                                 [&](double report) { return std::abs(report - until) <= same_moment; })) {
            notes.push_back(
                fmt::format("the budget by year is left out because no report falls on the end of year {}; "
                            "--set time.report_every='1 month' would give it",
                            year + 1));
            return {};
        }
        years.push_back({year * days_per_year, until});
    }
    return years;
}

std::vector<double> thresholds_of(const DecisionStudy& study)
{
    if (!has_money(study)) return {};
    if (!study.thresholds.empty()) return study.thresholds;
    const WillingnessGrid& grid = study.willingness;
    std::vector<double> found;
    for (std::uint32_t point = 0; point < grid.points; ++point)
        found.push_back(grid.points < 2 ? grid.from
                                        : grid.from + (grid.to - grid.from) * point / (grid.points - 1));
    return found;
}

void add_notes(ComparisonPlan& plan)
{
    const Scenario& reference = reference_of(*plan.study);
    for (const std::string& reason : measures_left_out(reference)) plan.notes.push_back(reason);
    if (has_money(*plan.study))
        for (const Strategy& strategy : plan.study->strategies)
            for (const std::string& reason : costs_without_course(strategy.scenario))
                if (std::ranges::find(plan.notes, reason) == plan.notes.end()) plan.notes.push_back(reason);
    if (reference.run.replicates < 2)
        plan.notes.emplace_back(
            "one replicate gives no intervals of measures, and of costs and QALYs only where people share "
            "nothing; --replicates 20 would");
}

std::uint64_t fingerprint_of(const ComparisonPlan& plan, const std::vector<std::uint64_t>& models)
{
    const DecisionStudy& study = *plan.study;
    Fingerprint fingerprint;
    for (std::size_t s = 0; s < study.strategies.size(); ++s) {
        fingerprint.add(std::string_view(study.strategies[s].name));
        fingerprint.add(std::string_view(study.strategies[s].label));
        fingerprint.add(std::string_view(study.strategies[s].scenario.effective_text));
        fingerprint.add(models[s]);
    }
    fingerprint.add(study.reference);
    fingerprint.add(std::string_view(study.perspective));
    for (const double threshold : plan.thresholds) fingerprint.add(threshold);
    return fingerprint.value();
}

}  // namespace

Checked<ComparisonPlan> plan_comparison(std::shared_ptr<const DecisionStudy> study)
{
    Diagnostics mistakes;
    std::vector<std::uint64_t> models;
    for (const Strategy& strategy : study->strategies) {
        if (const Diagnostics found = check_pathways(strategy.scenario); found.has_errors()) {
            mistakes.append(found);
            continue;
        }
        const auto model = compiled(strategy.scenario);
        if (model)
            models.push_back(model.value().fingerprint());
        else
            mistakes.append(model.why_not());
    }
    if (mistakes.has_errors()) return mistakes;
    ComparisonPlan plan;
    plan.study = std::move(study);
    plan.strata = strata(reference_of(*plan.study));
    plan.horizon = horizon_measures(*plan.study, plan.notes);
    plan.courses = shared_measures<Course>(*plan.study, courses_of, plan.notes);
    plan.perspectives = shared_perspectives(*plan.study);
    plan.items = account_items(plan);
    plan.thresholds = thresholds_of(*plan.study);
    if (has_money(*plan.study)) plan.years = budget_years(reference_of(*plan.study), plan.notes);
    for (const Strategy& strategy : plan.study->strategies)
        plan.inputs.push_back(input_differences(reference_of(*plan.study), strategy.scenario));
    add_notes(plan);
    plan.fingerprint = fingerprint_of(plan, models);
    return plan;
}

std::size_t place_of(const ComparisonPlan& plan, const AccountItem& item)
{
    const auto found = std::ranges::lower_bound(plan.items, item);
    if (found == plan.items.end() || *found != item) return plan.items.size();
    return static_cast<std::size_t>(found - plan.items.begin());
}

AccountItem decisive_costs(const DecisionStudy& study)
{
    return {Quantity::costs, study.perspective, "", "", true};
}

AccountItem decisive_qalys()
{
    return {Quantity::qalys, "", "", "", true};
}

}  // namespace txpath
