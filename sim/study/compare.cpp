// compare.cpp -- strategies run unit by unit, each set against the reference when all units are there.
#include "txpath/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <utility>

#include "study/comparison_work.hpp"
#include "study/luck_table.hpp"
#include "study/over_luck.hpp"

namespace txpath {

namespace {

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

/// A total over so many people; nobody's is 0.
double total(double each, double people)
{
    return people == 0.0 ? 0.0 : each * people;
}

/// What is compared of costs, QALYs and life-years, draw by draw. Of each stratum: people, items per person,
/// their totals, net benefits per person, their totals.
class Money {
public:
    explicit Money(const ComparisonPlan& plan)
        : plan_(plan),
          costs_(place_of(plan, decisive_costs(*plan.study))),
          qalys_(place_of(plan, decisive_qalys()))
    {
    }

    [[nodiscard]] std::size_t width() const
    {
        return plan_.strata.size() * (1 + 2 * (plan_.items.size() + plan_.thresholds.size()));
    }

    /// Shape  items: [stratum * items + item]; people: [stratum]
    [[nodiscard]] std::vector<double> row(std::span<const double> items, std::span<const double> people) const
    {
        std::vector<double> row;
        row.reserve(width());
        for (std::size_t stratum = 0; stratum < plan_.strata.size(); ++stratum) {
            const auto each = items.subspan(stratum * plan_.items.size(), plan_.items.size());
            row.push_back(people[stratum]);
            row.insert(row.end(), each.begin(), each.end());
            for (const double one : each) row.push_back(total(one, people[stratum]));
            for (const double threshold : plan_.thresholds) row.push_back(benefit(each, threshold));
            for (const double threshold : plan_.thresholds)
                row.push_back(total(benefit(each, threshold), people[stratum]));
        }
        return row;
    }

    /// Where the figure of a place belongs; null of people.
    [[nodiscard]] std::vector<ComparedFigure>* figures_at(std::size_t place, StrategyFigures& figures) const
    {
        const std::size_t items = plan_.items.size(), thresholds = plan_.thresholds.size();
        const std::size_t at = place % (width() / plan_.strata.size());
        if (at == 0) return nullptr;
        if (at <= items) return &figures.each;
        if (at <= 2 * items) return &figures.totals;
        return at <= 2 * items + thresholds ? &figures.benefits : &figures.benefit_totals;
    }

private:
    [[nodiscard]] double benefit(std::span<const double> each, double threshold) const
    {
        return threshold * each[qalys_] - each[costs_];
    }

    const ComparisonPlan& plan_;
    std::size_t costs_, qalys_;
};

double mean_of(const std::vector<double>& people)
{
    double sum = 0.0;
    for (const double each : people) sum += each;
    return sum / static_cast<double>(people.size());
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

/// Takes units in order, and compares when all are there.
class Comparing {
public:
    Comparing(const ComparisonPlan& plan, const Scratch& scratch)
        : plan_(plan),
          money_(plan),
          strategies_(plan.study->strategies.size()),
          reports_(plan.study->strategies[plan.study->reference].scenario.time.reports.size()),
          horizon_(strategies_, plan.strata.size() * plan.horizon.size(), scratch),
          courses_(strategies_,
                   plan.strata.size() * reports_ * plan.courses.size() +
                       (1 + plan.perspectives.size()) * plan.years.size(),
                   scratch),
          draws_(strategies_, money_.width(), scratch),
          instants_(strategies_, 0)
    {
    }

    ///   Throws  AnswerError
    void add(std::uint64_t unit, std::string_view answer)
    {
        std::vector<StrategyRun> runs = runs_from(plan_, unit, answer);
        std::vector<std::vector<double>> horizon, courses;
        std::size_t draws = 0;
        for (std::size_t strategy = 0; strategy < strategies_; ++strategy) {
            StrategyRun& run = runs[strategy];
            horizon.push_back(std::move(run.horizon));
            courses.push_back(std::move(run.courses));
            courses.back().insert(courses.back().end(), run.budget.begin(), run.budget.end());
            // batches of people are all of one replicate, so each has the people of all
            if (!run.centres.empty())
                draws_.set_centres(strategy, money_.row(run.centres, people_of(run, 0)));
            draws = std::max(draws, run.draws);
            instants_[strategy] += run.instants;
        }
        horizon_.add(horizon);
        courses_.add(courses);
        for (std::size_t draw = 0; draw < draws; ++draw) add_draw(runs, draw);
    }

    [[nodiscard]] Comparison compared() const
    {
        Comparison comparison;
        comparison.plan = plan_;
        comparison.strategies.resize(strategies_);
        auto& all = comparison.strategies;
        horizon_.visit([&](std::size_t, const auto& drawn) { add(drawn, &StrategyFigures::horizon, all); });
        const std::size_t budget_from = plan_.strata.size() * reports_ * plan_.courses.size();
        courses_.visit([&](std::size_t place, const auto& drawn) {
            add(drawn, place < budget_from ? &StrategyFigures::courses : &StrategyFigures::budget, all);
        });
        draws_.visit([&](std::size_t place, const auto& drawn) {
            for (std::size_t strategy = 0; strategy < strategies_; ++strategy)
                if (auto* figures = money_.figures_at(place, all[strategy]); figures != nullptr)
                    figures->push_back(contrast(drawn[strategy], drawn[plan_.study->reference]));
                else
                    all[strategy].people.push_back(mean_of(drawn[strategy].each));
        });
        for (std::size_t strategy = 0; strategy < strategies_; ++strategy) {
            set_from_items(plan_, all[strategy]);
            all[strategy].instants = instants_[strategy];
            comparison.instants += instants_[strategy];
        }
        comparison.by_replicate = horizon_.rows();
        return comparison;
    }

private:
    [[nodiscard]] std::span<const double> people_of(const StrategyRun& run, std::size_t draw) const
    {
        return std::span(run.people).subspan(draw * plan_.strata.size(), plan_.strata.size());
    }

    void add_draw(const std::vector<StrategyRun>& runs, std::size_t draw)
    {
        const std::size_t width = plan_.strata.size() * plan_.items.size();
        std::vector<std::vector<double>> rows(strategies_);
        for (std::size_t strategy = 0; strategy < strategies_; ++strategy)
            if (const StrategyRun& run = runs[strategy]; draw < run.draws)
                rows[strategy] =
                    money_.row(std::span(run.items).subspan(draw * width, width), people_of(run, draw));
        draws_.add(rows);
    }

    void add(const std::vector<Drawn>& drawn, std::vector<ComparedFigure> StrategyFigures::*figures,
             std::vector<StrategyFigures>& all) const
    {
        for (std::size_t strategy = 0; strategy < strategies_; ++strategy)
            (all[strategy].*figures).push_back(contrast(drawn[strategy], drawn[plan_.study->reference]));
    }

    const ComparisonPlan& plan_;
    Money money_;
    std::size_t strategies_, reports_;
    LuckTable horizon_, courses_, draws_;
    std::vector<std::uint64_t> instants_;  // by strategy
};

}  // namespace

Comparison compare_strategies(const ComparisonPlan& plan, const CompareSpec& spec)
{
    const auto work = work_of(plan);
    std::vector<std::uint64_t> units(work->units());
    std::iota(units.begin(), units.end(), std::uint64_t{0});
    UnitSpec how;
    how.threads = spec.threads;
    how.progress = spec.progress;
    how.stop = spec.stop;
    Comparing comparing(plan, spec.scratch);
    std::map<std::uint64_t, std::string> early;  // answers that wait for the ones before them
    std::uint64_t next = 0;
    const bool is_complete = work->work(units, how, [&](std::uint64_t unit, std::string_view answer) {
        early.emplace(unit, answer);
        for (auto first = early.begin(); first != early.end() && first->first == next; ++next) {
            comparing.add(next, first->second);
            first = early.erase(first);
        }
    });
    if (is_complete) return comparing.compared();
    Comparison stopped;
    stopped.plan = plan;
    stopped.is_complete = false;
    return stopped;
}

Comparison comparison_from(const ComparisonPlan& plan, const UnitAnswers& answers, const Scratch& scratch)
{
    Comparing comparing(plan, scratch);
    std::uint64_t next = 0;
    answers.visit([&](std::uint64_t unit, std::string_view answer) {
        if (unit >= units_of(plan)) return;
        if (unit != next) throw AnswerError(fmt::format("unit {} has no answer", next));
        comparing.add(next++, answer);
    });
    if (next != units_of(plan)) throw AnswerError(fmt::format("unit {} has no answer", next));
    return comparing.compared();
}

void visit_replicates(const Comparison& comparison,
                      const std::function<void(std::size_t replicate, std::span<const double> figures)>& take)
{
    comparison.by_replicate->visit_rows(take);
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
