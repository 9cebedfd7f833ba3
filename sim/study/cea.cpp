// cea.cpp -- dominance along the frontier, and what is best at each willingness to pay.
//
// Assumes   two increments of one frontier have one ICER when their quotients are the same double.
#include "txpath/cea.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <iterator>
#include <tuple>

#include "base/numeric.hpp"

namespace txpath {
namespace {

struct Point {
    std::size_t strategy;
    double cost, effect;
};

double icer_between(const Point& from, const Point& to)
{
    return (to.cost - from.cost) / (to.effect - from.effect);
}

/// By cost, then falling effect, then place: whatever dominates a point comes before it.
std::vector<Point> in_order(std::span<const double> costs, std::span<const double> effects)
{
    std::vector<Point> points;
    for (std::size_t strategy = 0; strategy < costs.size(); ++strategy)
        points.push_back({strategy, costs[strategy], effects[strategy]});
    std::ranges::sort(
        points, {}, [](const Point& point) { return std::tuple(point.cost, -point.effect, point.strategy); });
    return points;
}

IcerRow off_frontier(const Point& point, Dominance status)
{
    IcerRow row;
    row.strategy = point.strategy;
    row.cost = point.cost;
    row.effect = point.effect;
    row.status = status;
    return row;
}

/// Each point against the most effective of those before it; they are as cheap or cheaper.
struct Sifted {
    std::vector<Point> kept;  ///< costs and effects both rise
    std::vector<IcerRow> dominated;
};

Sifted sift_dominated(const std::vector<Point>& points)
{
    Sifted sifted;
    for (std::size_t place = 0; place < points.size(); ++place) {
        const Point& point = points[place];
        if (sifted.kept.empty() || point.effect > sifted.kept.back().effect) {
            sifted.kept.push_back(point);
            continue;
        }
        IcerRow row = off_frontier(point, Dominance::dominated);
        // Identical ones stand side by side, and the first of a row of them is not one of its own copies.
        const Point& before = points[place - 1];
        if (before.cost == point.cost && before.effect == point.effect) {
            const bool is_copy_of_copy =
                !sifted.dominated.empty() && sifted.dominated.back().strategy == before.strategy;
            row.same_as = is_copy_of_copy && sifted.dominated.back().same_as ? sifted.dominated.back().same_as
                                                                             : before.strategy;
        }
        sifted.dominated.push_back(row);
    }
    return sifted;
}

struct Frontier {
    std::vector<Point> points;
    std::vector<IcerRow> extended;  ///< by cost
};

/// Points are taken one by one; whenever the newest ICER is lower than the one before, the point between
/// them leaves, which may show the same of the point before it.
Frontier frontier_of(const std::vector<Point>& kept)
{
    Frontier frontier;
    for (const Point& point : kept) {
        while (frontier.points.size() >= 2) {
            const Point& last = frontier.points.back();
            const Point& before = *std::prev(frontier.points.end(), 2);
            if (icer_between(before, last) <= icer_between(last, point)) break;
            frontier.extended.push_back(off_frontier(last, Dominance::extended));
            frontier.points.pop_back();
        }
        frontier.points.push_back(point);
    }
    std::ranges::sort(frontier.extended, {}, &IcerRow::cost);
    return frontier;
}

/// What the strategies come to at one threshold.
class Weighing {
public:
    explicit Weighing(std::size_t strategies)
        : benefits_(strategies), wins_(strategies), sums_(strategies), losses_(strategies)
    {
    }

    void add_sample(const double* costs, const double* effects, double threshold)
    {
        const std::size_t strategies = benefits_.size();
        for (std::size_t strategy = 0; strategy < strategies; ++strategy)
            benefits_[strategy] = net_monetary_benefit(costs[strategy], effects[strategy], threshold);
        const double best = *std::ranges::max_element(benefits_);
        const auto ties = static_cast<double>(std::ranges::count(benefits_, best));
        for (std::size_t strategy = 0; strategy < strategies; ++strategy) {
            if (benefits_[strategy] == best) wins_[strategy].add(1.0 / ties);
            sums_[strategy].add(benefits_[strategy]);
            losses_[strategy].add(best - benefits_[strategy]);
        }
    }

    [[nodiscard]] Acceptability over(std::size_t samples, double threshold) const
    {
        const auto mean = [samples](const NeumaierSum& sum) {
            return sum.value() / static_cast<double>(samples);
        };
        Acceptability at;
        at.threshold = threshold;
        std::ranges::transform(wins_, std::back_inserter(at.proportion), mean);
        std::ranges::transform(sums_, std::back_inserter(at.mean_benefit), mean);
        std::ranges::transform(losses_, std::back_inserter(at.expected_loss), mean);
        const auto best = std::ranges::max_element(at.mean_benefit);
        at.best = static_cast<std::size_t>(best - at.mean_benefit.begin());
        at.is_tied = std::ranges::count(at.mean_benefit, *best) > 1;
        at.evpi = at.expected_loss[at.best];
        return at;
    }

private:
    std::vector<double> benefits_;
    std::vector<NeumaierSum> wins_, sums_, losses_;
};

}  // namespace

std::vector<IcerRow> icers(std::span<const double> costs, std::span<const double> effects)
{
    assert(!costs.empty() && costs.size() == effects.size());
    const Sifted sifted = sift_dominated(in_order(costs, effects));
    const Frontier frontier = frontier_of(sifted.kept);

    std::vector<IcerRow> rows;
    for (const Point& point : frontier.points) {
        IcerRow row = off_frontier(point, Dominance::not_dominated);
        if (!rows.empty()) {
            row.incremental_cost = point.cost - rows.back().cost;
            row.incremental_effect = point.effect - rows.back().effect;
            row.icer = *row.incremental_cost / *row.incremental_effect;
        }
        rows.push_back(row);
    }
    rows.insert(rows.end(), frontier.extended.begin(), frontier.extended.end());
    rows.insert(rows.end(), sifted.dominated.begin(), sifted.dominated.end());
    return rows;
}

double net_monetary_benefit(double cost, double effect, double threshold) noexcept
{
    return effect * threshold - cost;
}

double net_health_benefit(double cost, double effect, double threshold) noexcept
{
    assert(threshold > 0.0);
    return effect - cost / threshold;
}

std::vector<Acceptability> acceptability(const CostsAndEffects& sample, std::span<const double> thresholds)
{
    assert(sample.samples > 0 && sample.strategies > 0);
    assert(sample.costs.size() == sample.samples * sample.strategies);
    assert(sample.effects.size() == sample.costs.size());
    std::vector<Acceptability> curve;
    for (const double threshold : thresholds) {
        Weighing weighing(sample.strategies);
        for (std::size_t first = 0; first < sample.costs.size(); first += sample.strategies)
            weighing.add_sample(&sample.costs[first], &sample.effects[first], threshold);
        curve.push_back(weighing.over(sample.samples, threshold));
    }
    return curve;
}

double affected_people(double per_year, double years, double discount) noexcept
{
    assert(years >= 0.0 && discount > -1.0);
    const double whole = std::floor(years);
    const double rest = years - whole;
    NeumaierSum present;
    for (double year = 0.0; year < whole; ++year) present.add(std::pow(1.0 + discount, -(year + 0.5)));
    if (rest > 0.0) present.add(rest * std::pow(1.0 + discount, -(whole + 0.5 * rest)));
    return per_year * present.value();
}

}  // namespace txpath
