// moving_weights.cpp -- the part of Live for utilities and cost ratios that follow levels or ages: their
// integrals over time.
//
// Assumes   the states, levels and counters they read are those that held all the time since they were last
// accrued:
//           before_change is called first.
// Promises  integrals to 1e-10 of their size, rounded once each to whole ticks.
#include <cmath>

#include "base/numeric.hpp"
#include "engine/live.hpp"

namespace txpath {

namespace {

// Sixteen Gauss points integrate exp(x) over a panel this long to the last digits.
constexpr double panel_growth = 4.0;
// A minimum of utilities has kinks, which panels close in on by halving.
constexpr int most_halvings = 40;
constexpr double least_share = 1e-12;

template <class Weight>
double closing_in(double from, double to, double whole, const Weight& weight, int halvings)
{
    const double middle = 0.5 * (from + to);
    const double left = integrate(from, middle, weight), right = integrate(middle, to, weight);
    const double sum = left + right;
    if (halvings == 0 || std::abs(sum - whole) <= least_share * (1.0 + std::abs(sum))) return sum;
    return closing_in(from, middle, left, weight, halvings - 1) +
           closing_in(middle, to, right, weight, halvings - 1);
}

std::int64_t ticks(double days)
{
    return static_cast<std::int64_t>(std::llround(days * ticks_per_day));
}

}  // namespace

/// Up to when one panel may reach from `from` for these factors to be smooth in it.
double Live::panel_end(const Person& person, Range factors, double from, double to) const noexcept
{
    const View then{model_, person, from};
    for (std::uint32_t at = factors.first; at < factors.end(); ++at) {
        const Factor& factor = model_.factors[at];
        if (factor.kind == Factor::Kind::level) {
            const LevelRow& row = model_.levels[factor.source];
            const LevelPath& path = person.levels()[factor.source];
            for (const double bend : {row.min, row.max, factor.low, factor.high})
                if (std::abs(bend) != never) to = std::min(to, crossing(path, bend, from));
            to = std::min(to, from + smooth_span(path, factor.slope, from));
        } else if (factor.kind == Factor::Kind::number && model_.attributes[factor.source].ages) {
            for (const double bend : {factor.low, factor.high}) {
                const double moment = from + (bend - then.number(factor.source));
                if (moment > from * (1.0 + 1e-11) + 1e-11) to = std::min(to, moment);
            }
            if (factor.slope != 0.0) to = std::min(to, from + panel_growth / std::abs(factor.slope));
        }
    }
    return to;
}

/// Days of weight, plain and discounted, between two moments.
template <class Weight, class Panel>
Live::WeightedDays Live::weighted_days(double from, double to, double rate, bool has_kinks, Weight weight,
                                       Panel panel) const
{
    WeightedDays sum;
    const auto discounted = [&](double t) { return weight(t) * portable::exp(-rate * t); };
    for (double at = from; at < to;) {
        const double end = panel(at, to);
        const auto add = [&](double& total, const auto& part) {
            const double whole = integrate(at, end, part);
            total += has_kinks ? closing_in(at, end, whole, part, most_halvings) : whole;
        };
        add(sum.plain, weight);
        add(sum.discounted, discounted);
        at = end;
    }
    return sum;
}

/// What was accrued up to now is kept before something that weights read changes.
void Live::before_change(const Person& person, std::uint32_t variable) noexcept
{
    if (!model_.weights_move || model_.in_weights[variable] == 0) return;
    if (model_.utility_moves) accrue_quality(person, now_);
    if (model_.weighted_states == 0) return;
    for (std::uint32_t track = 0; track < model_.tracks.size(); ++track)
        if (person.states()[track] != absent) accrue_cost(person, track, now_);
}

void Live::accrue_moving_quality(const Person& person, const Moment& to) noexcept
{
    PersonHead& head = person.head();
    const auto panel = [&](double from, double end) {
        for (const std::uint32_t track : model_.utility_tracks)
            end = panel_end(person, model_.states[person.states()[track]].utility_factors, from, end);
        return end;
    };
    const auto weight = [&](double t) { return utility_at(person, t); };
    const WeightedDays days = weighted_days(head.quality_since, to.time, model_.discount_health,
                                            model_.utility_rule == UtilityRule::minimum, weight, panel);
    tally_.add_quality(head.cell, head.weight * ticks(days.plain), head.weight * ticks(days.discounted));
    const std::size_t end = &to == &end_ ? model_.reports.size() : to.report;
    for (std::size_t report = head.utility_report; report < end; ++report) {
        const std::int64_t amount = rounded(utility_at(person, model_.reports[report]) / level_unit);
        tally_.add_utility(report, head.cell, head.weight * (amount - head.utility_counted));
        head.utility_counted = amount;
    }
    head.utility_report = static_cast<std::uint32_t>(std::max<std::size_t>(end, head.utility_report));
}

void Live::accrue_moving_cost(const Person& person, std::uint32_t track, const Moment& to) noexcept
{
    const StateRow& state = model_.states[person.states()[track]];
    const auto panel = [&](double from, double end) {
        return panel_end(person, state.cost_factors, from, end);
    };
    const auto weight = [&](double t) { return product(View{model_, person, t}, state.cost_factors, 1.0); };
    const WeightedDays days = weighted_days(person.cost_weights()[track].since, to.time,
                                            model_.discount_costs, false, weight, panel);
    const PersonHead& head = person.head();
    tally_.add_weighted(head.cell, state.weighted, head.weight * ticks(days.plain),
                        head.weight * ticks(days.discounted));
}

}  // namespace txpath
