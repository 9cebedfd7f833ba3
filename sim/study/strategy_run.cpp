#include "study/strategy_run.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <span>

#include "study/outcomes.hpp"
#include "txpath/simulate.hpp"

namespace txpath {

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
constexpr double same_moment = 1e-6;  // days

/// Which headings make up an item of costs.
std::vector<std::size_t> headings_of(const Scenario& scenario, const std::vector<Heading>& headings,
                                     const AccountItem& item)
{
    const Economics& economics = scenario.economics;
    const auto perspective = std::ranges::find(economics.perspectives, item.perspective, &Perspective::name);
    std::vector<std::size_t> found;
    for (std::size_t k = 0; k < headings.size(); ++k) {
        const Heading& heading = headings[k];
        const bool is_paid_there =
            item.perspective.empty() ||
            std::ranges::find(perspective->categories, heading.category) != perspective->categories.end();
        const bool is_of_category =
            item.category.empty() || item.category == economics.categories[heading.category];
        const bool is_of_state = item.state.empty() || item.state == place_of_cost(scenario, heading);
        if (is_paid_there && is_of_category && is_of_state) found.push_back(k);
    }
    return found;
}

/// Amounts of every item in one batch of a stratum, for all its people.
class Itemiser {
public:
    Itemiser(const ComparisonPlan& plan, const Scenario& scenario, const std::vector<Heading>& headings)
        : plan_(plan), headings_(headings.size())
    {
        for (const AccountItem& item : plan.items)
            parts_.push_back(item.quantity == Quantity::costs ? headings_of(scenario, headings, item)
                                                              : std::vector<std::size_t>{});
    }

    [[nodiscard]] std::vector<double> amounts(const Batch& batch, const Stratum& stratum) const
    {
        std::vector<double> paid[2];
        for (std::size_t k = 0; k < headings_; ++k)
            for (const bool is_discounted : {false, true})
                paid[is_discounted ? 1 : 0].push_back(cost_of_heading(batch, k, stratum, is_discounted));
        std::vector<double> found;
        for (std::size_t place = 0; place < plan_.items.size(); ++place) {
            const AccountItem& item = plan_.items[place];
            if (item.quantity == Quantity::qalys) {
                found.push_back(qalys_of(batch, stratum, item.is_discounted));
            } else if (item.quantity == Quantity::life_years) {
                found.push_back(life_years_of(batch, stratum, item.is_discounted));
            } else {
                double sum = 0.0;
                for (const std::size_t k : parts_[place]) sum += paid[item.is_discounted ? 1 : 0][k];
                found.push_back(sum);
            }
        }
        return found;
    }

private:
    const ComparisonPlan& plan_;
    std::size_t headings_;
    std::vector<std::vector<std::size_t>> parts_;  ///< by item
};

/// Amounts and people of one stratum, by batch.
struct ItemisedBatches {
    std::vector<std::vector<double>> amounts;  ///< [batch][item]
    std::vector<double> people;
    [[nodiscard]] double everybody() const
    {
        double sum = 0.0;
        for (const double count : people) sum += count;
        return sum;
    }
    /// Of all batches, per person.
    [[nodiscard]] double ratio(std::size_t item) const
    {
        double sum = 0.0;
        for (const auto& batch : amounts) sum += batch[item];
        return everybody() > 0.0 ? sum / everybody() : missing;
    }
    /// Whose mean over batches is the ratio, and whose spread is the ratio's.
    [[nodiscard]] double pseudo_value(std::size_t batch, std::size_t item, double ratio) const
    {
        const auto count = static_cast<double>(people.size());
        return ratio + count * (amounts[batch][item] - ratio * people[batch]) / everybody();
    }
};

ItemisedBatches itemised(const Itemiser& itemiser, const std::vector<Batch>& batches, const Stratum& stratum)
{
    ItemisedBatches found;
    for (const Batch& batch : batches) found.amounts.push_back(itemiser.amounts(batch, stratum));
    found.people = people_of(batches, stratum);
    return found;
}

/// What costs, QALYs and life-years come to, draw by draw.
void add_items(const ComparisonPlan& plan, const Scenario& scenario, const Results& results, StrategyRun& run)
{
    const Prices at_first = prices_of(scenario, base_case(scenario));
    const Itemiser itemiser(plan, scenario, at_first.headings);
    const std::size_t strata = plan.strata.size(), items = plan.items.size();
    run.draws = 0;
    for (const ReplicateResult& replicate : results.replicates) {
        const std::vector<Prices> later = later_prices(scenario, replicate);
        const std::vector<Batch> batches = batches_of(replicate, at_first, later);
        const bool is_apart = results.replicates.size() == 1 && batches.size() > 1;
        const std::size_t draws = is_apart ? batches.size() : 1;
        const double scale = scenario.people.scale / static_cast<double>(replicate.weight_unit);
        run.items.resize((run.draws + draws) * strata * items);
        run.people.resize((run.draws + draws) * strata);
        if (is_apart) run.centres.resize(strata * items);
        for (std::size_t stratum = 0; stratum < strata; ++stratum) {
            const ItemisedBatches sums = itemised(itemiser, batches, plan.strata[stratum]);
            for (std::size_t draw = 0; draw < draws; ++draw)
                run.people[(run.draws + draw) * strata + stratum] = scale * sums.everybody();
            for (std::size_t item = 0; item < items; ++item) {
                const double ratio = sums.ratio(item);
                if (is_apart) run.centres[stratum * items + item] = ratio;
                for (std::size_t draw = 0; draw < draws; ++draw)
                    run.items[((run.draws + draw) * strata + stratum) * items + item] =
                        is_apart ? sums.pseudo_value(draw, item, ratio) : ratio;
            }
        }
        run.draws += draws;
    }
}

/// The item that a measure over the horizon shows, and whether as a total.
struct Shown {
    std::size_t item;
    bool is_total;
};

std::map<std::string, Shown> shown_items(const ComparisonPlan& plan)
{
    std::map<std::string, Shown> found;
    const auto add = [&](const std::string& name, const AccountItem& item) {
        const std::size_t place = place_of(plan, item);
        found[name + ".per_person"] = {place, false};
        found[name + ".total"] = {place, true};
    };
    add("costs", decisive_costs(*plan.study));
    add("qalys", decisive_qalys());
    add("life_years", {Quantity::life_years, "", "", "", false});
    return found;
}

/// A total over so many people; nobody's is 0.
double total(double each, double people)
{
    return people == 0.0 ? 0.0 : each * people;
}

void add_horizon(const ComparisonPlan& plan, const Scenario& scenario, const Results& results,
                 StrategyRun& run)
{
    const std::vector<Outcome> outcomes = counted_outcomes(scenario);
    const std::vector<double> counted = outcome_values(scenario, outcomes, results);
    const std::map<std::string, Shown> shown = shown_items(plan);
    const std::size_t strata = plan.strata.size(), items = plan.items.size();
    const std::size_t draws_each = run.draws / run.replicates;
    for (std::size_t place = 0; place < run.replicates * strata; ++place) {
        const std::size_t stratum = place % strata, draw = place / strata * draws_each;
        for (const HorizonMeasure& measure : plan.horizon) {
            const auto outcome = std::ranges::find(outcomes, measure.name, &Outcome::name);
            if (outcome != outcomes.end()) {
                run.horizon.push_back(
                    counted[place * outcomes.size() + static_cast<std::size_t>(outcome - outcomes.begin())]);
                continue;
            }
            const auto [item, is_total] = shown.at(measure.name);
            const double each = run.centres.empty() ? run.items[(draw * strata + stratum) * items + item]
                                                    : run.centres[stratum * items + item];
            run.horizon.push_back(is_total ? total(each, run.people[draw * strata + stratum]) : each);
        }
    }
}

void add_courses(const ComparisonPlan& plan, const Scenario& scenario, const Results& results,
                 StrategyRun& run)
{
    for (const ReplicateResult& replicate : results.replicates)
        for (std::size_t stratum = 0; stratum < plan.strata.size(); ++stratum) {
            std::vector<double> grid = course_values(scenario, plan.courses, replicate, plan.strata[stratum]);
            for (std::size_t place = 0; stratum > 0 && place < grid.size(); ++place)
                if (plan.courses[place % plan.courses.size()].is_of_everybody) grid[place] = missing;
            run.courses.insert(run.courses.end(), grid.begin(), grid.end());
        }
}

/// Cumulative costs of everybody in one replicate, from the courses of their categories.
class Spending {
public:
    Spending(const Scenario& scenario, const ReplicateResult& replicate)
        : scenario_(scenario), courses_(courses_of(scenario))
    {
        std::erase_if(courses_, [](const Course& course) { return !course.name.starts_with("cost."); });
        grid_ = course_values(scenario, courses_, replicate, strata(scenario).front());
    }

    /// Not a number when one of the categories has no course.
    ///   Requires  the moment is a report time
    [[nodiscard]] double until(const std::string& perspective, double moment) const
    {
        const auto& reports = scenario_.time.reports;
        const auto report = std::ranges::find_if(
            reports, [&](double each) { return std::abs(each - moment) <= same_moment; });
        const auto row = static_cast<std::size_t>(report - reports.begin()) * courses_.size();
        double sum = 0.0;
        for (const CostId category : categories(perspective)) {
            const auto course = std::ranges::find(
                courses_, "cost." + scenario_.economics.categories[category], &Course::name);
            sum += course == courses_.end()
                       ? missing
                       : grid_[row + static_cast<std::size_t>(course - courses_.begin())];
        }
        return sum;
    }

private:
    [[nodiscard]] std::vector<CostId> categories(const std::string& perspective) const
    {
        const Economics& economics = scenario_.economics;
        if (!perspective.empty())
            return std::ranges::find(economics.perspectives, perspective, &Perspective::name)->categories;
        std::vector<CostId> all;
        for (std::size_t c = 0; c < economics.categories.size(); ++c) all.emplace_back(c);
        return all;
    }

    const Scenario& scenario_;
    std::vector<Course> courses_;
    std::vector<double> grid_;
};

void add_budget(const ComparisonPlan& plan, const Scenario& scenario, const Results& results,
                StrategyRun& run)
{
    if (plan.years.empty()) return;
    std::vector<std::string> perspectives{""};
    perspectives.insert(perspectives.end(), plan.perspectives.begin(), plan.perspectives.end());
    for (const ReplicateResult& replicate : results.replicates) {
        const Spending spending(scenario, replicate);
        for (const std::string& perspective : perspectives)
            for (const BudgetYear& year : plan.years)
                run.budget.push_back(spending.until(perspective, year.until) -
                                     spending.until(perspective, year.from));
    }
}

}  // namespace

std::vector<Outcome> counted_outcomes(const Scenario& scenario)
{
    std::vector<Outcome> found = outcomes_of(scenario);
    std::erase_if(found, [](const Outcome& outcome) { return outcome.kind >= OutcomeKind::costs_each; });
    return found;
}

std::string place_of_cost(const Scenario& scenario, const Heading& heading)
{
    if (heading.state.is_absent()) return "transitions";
    const State& state = scenario.states[heading.state];
    return scenario.tracks[state.track].name + '.' + state.name;
}

Checked<Model> compiled(const Scenario& scenario)
{
    Scenario plain = scenario;
    plain.outputs.people = 0;  // nobody reads their histories
    return compile(plain, base_case(plain));
}

std::optional<StrategyRun> run_strategy(const ComparisonPlan& plan, std::size_t strategy, const Model& model,
                                        const RunSpec& spec)
{
    const Scenario& scenario = plan.study->strategies[strategy].scenario;
    const RunOutcome outcome = simulate(model, spec);
    if (!outcome.is_complete) return std::nullopt;
    StrategyRun run;
    run.replicates = outcome.results.replicates.size();
    for (const ReplicateResult& each : outcome.results.replicates) run.instants += each.instants;
    add_items(plan, scenario, outcome.results, run);
    add_horizon(plan, scenario, outcome.results, run);
    add_courses(plan, scenario, outcome.results, run);
    add_budget(plan, scenario, outcome.results, run);
    return run;
}

}  // namespace txpath
