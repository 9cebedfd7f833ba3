// compare.cpp -- strategies run one after the other, each set against the reference.
//
// Assumes   the numbers of two strategies fit into memory; results do for one.
#include "txpath/compare.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "study/over_luck.hpp"
#include "study/strategy_run.hpp"

namespace txpath {

namespace {

/// Numbers that luck has each time, in rows of one shape.
struct Table {
    const std::vector<double>& values;  ///< [draw * width + place]
    std::size_t draws, width;

    [[nodiscard]] Drawn at(std::size_t place) const
    {
        Drawn drawn;
        drawn.each.reserve(draws);
        for (std::size_t draw = 0; draw < draws; ++draw) drawn.each.push_back(values[draw * width + place]);
        return drawn;
    }
};

Table table_of(const std::vector<double>& values, std::size_t draws)
{
    return {values, draws, draws == 0 ? 0 : values.size() / draws};
}

ComparedFigure contrast(const Drawn& mine, const Drawn& reference)
{
    ComparedFigure figure;
    figure.value = mean_over_luck(mine);
    const MeanOverLuck other = mean_over_luck(reference);
    figure.reference = other.mean;
    figure.difference = mean_over_luck(difference(mine, reference));
    if (std::isfinite(figure.difference.error))
        figure.independent_error = std::hypot(figure.value.error, other.error);
    return figure;
}

std::vector<ComparedFigure> contrasts(const Table& mine, const Table& reference)
{
    std::vector<ComparedFigure> figures;
    figures.reserve(mine.width);
    for (std::size_t place = 0; place < mine.width; ++place)
        figures.push_back(contrast(mine.at(place), reference.at(place)));
    return figures;
}

/// Items of one strategy, draw by draw.
class Drawns {
public:
    Drawns(const ComparisonPlan& plan, const StrategyRun& run) : plan_(plan), run_(run) {}

    /// Per person.
    [[nodiscard]] Drawn each(std::size_t stratum, std::size_t item) const
    {
        Drawn drawn = table_of(run_.items, run_.draws).at(stratum * plan_.items.size() + item);
        if (!run_.centres.empty()) drawn.centre = run_.centres[stratum * plan_.items.size() + item];
        return drawn;
    }
    /// For all people of the stratum; nobody's is 0.
    [[nodiscard]] Drawn total(std::size_t stratum, Drawn each) const
    {
        const auto of = [](double amount, double people) { return people == 0.0 ? 0.0 : amount * people; };
        for (std::size_t draw = 0; draw < run_.draws; ++draw)
            each.each[draw] = of(each.each[draw], people(draw, stratum));
        // batches of people are all of one replicate
        if (!run_.centres.empty()) each.centre = of(each.centre, people(0, stratum));
        return each;
    }
    [[nodiscard]] Drawn benefit(std::size_t stratum, double threshold) const
    {
        return weighted_sum(threshold, each(stratum, place_of(plan_, decisive_qalys())), -1.0,
                            each(stratum, place_of(plan_, decisive_costs(*plan_.study))));
    }
    [[nodiscard]] double mean_people(std::size_t stratum) const
    {
        double sum = 0.0;
        for (std::size_t draw = 0; draw < run_.draws; ++draw) sum += people(draw, stratum);
        return sum / static_cast<double>(run_.draws);
    }

private:
    [[nodiscard]] double people(std::size_t draw, std::size_t stratum) const
    {
        return run_.people[draw * plan_.strata.size() + stratum];
    }

    const ComparisonPlan& plan_;
    const StrategyRun& run_;
};

void add_money(const ComparisonPlan& plan, const StrategyRun& run, const StrategyRun& reference,
               StrategyFigures& figures)
{
    const Drawns mine(plan, run), other(plan, reference);
    for (std::size_t stratum = 0; stratum < plan.strata.size(); ++stratum) {
        figures.people.push_back(mine.mean_people(stratum));
        const auto add = [&](const Drawn& here, const Drawn& there, std::vector<ComparedFigure>& each,
                             std::vector<ComparedFigure>& totals) {
            each.push_back(contrast(here, there));
            totals.push_back(contrast(mine.total(stratum, here), other.total(stratum, there)));
        };
        for (std::size_t item = 0; item < plan.items.size(); ++item)
            add(mine.each(stratum, item), other.each(stratum, item), figures.each, figures.totals);
        for (const double threshold : plan.thresholds)
            add(mine.benefit(stratum, threshold), other.benefit(stratum, threshold), figures.benefits,
                figures.benefit_totals);
    }
}

/// Of costs, QALYs and life-years batches of people tell the error even with one replicate.
void set_from_items(const ComparisonPlan& plan, StrategyFigures& figures)
{
    const auto set = [&](const std::string& name, const AccountItem& item) {
        const std::size_t place = place_of(plan, item);
        for (std::size_t stratum = 0; stratum < plan.strata.size(); ++stratum)
            for (std::size_t k = 0; k < plan.horizon.size(); ++k) {
                ComparedFigure& figure = figures.horizon[stratum * plan.horizon.size() + k];
                const std::size_t at = stratum * plan.items.size() + place;
                if (plan.horizon[k].name == name + ".per_person") figure = figures.each[at];
                if (plan.horizon[k].name == name + ".total") figure = figures.totals[at];
            }
    };
    set("costs", decisive_costs(*plan.study));
    set("qalys", decisive_qalys());
    set("life_years", {Quantity::life_years, "", "", "", false});
}

StrategyFigures figures_of(const ComparisonPlan& plan, const StrategyRun& run, const StrategyRun& reference)
{
    StrategyFigures figures;
    const auto compared = [&](std::vector<double> StrategyRun::*numbers) {
        return contrasts(table_of(run.*numbers, run.replicates),
                         table_of(reference.*numbers, reference.replicates));
    };
    figures.horizon = compared(&StrategyRun::horizon);
    figures.courses = compared(&StrategyRun::courses);
    figures.budget = compared(&StrategyRun::budget);
    add_money(plan, run, reference, figures);
    set_from_items(plan, figures);
    figures.by_replicate = run.horizon;
    figures.instants = run.instants;
    return figures;
}

}  // namespace

Comparison compare_strategies(const ComparisonPlan& plan, const CompareSpec& spec)
{
    Comparison comparison;
    comparison.plan = plan;
    const std::size_t count = plan.study->strategies.size();
    std::size_t done = 0;
    const auto run = [&](std::size_t strategy) {
        CompareSpec one = spec;
        one.progress = [&](double share) {
            if (spec.progress)
                spec.progress((static_cast<double>(done) + share) / static_cast<double>(count));
        };
        StrategyRun found = run_strategy(plan, strategy, one);
        ++done;
        comparison.is_complete = comparison.is_complete && found.is_complete;
        comparison.instants += found.instants;
        return found;
    };
    const StrategyRun reference = run(plan.study->reference);
    for (std::size_t strategy = 0; strategy < count && comparison.is_complete; ++strategy) {
        if (strategy == plan.study->reference) {
            comparison.strategies.push_back(figures_of(plan, reference, reference));
            continue;
        }
        const StrategyRun other = run(strategy);
        if (other.is_complete) comparison.strategies.push_back(figures_of(plan, other, reference));
    }
    return comparison;
}

double gain_from_common_luck(const Comparison& comparison)
{
    std::vector<double> gains;
    for (const StrategyFigures& strategy : comparison.strategies)
        for (std::size_t k = 0; k < comparison.plan.horizon.size(); ++k)
            if (const ComparedFigure& figure = strategy.horizon[k]; figure.difference.error > 0.0)
                gains.push_back(figure.independent_error / figure.difference.error);
    if (gains.empty()) return MeanOverLuck::missing;
    const auto middle = gains.begin() + static_cast<std::ptrdiff_t>(gains.size() / 2);
    std::ranges::nth_element(gains, middle);
    return *middle;
}

}  // namespace txpath
