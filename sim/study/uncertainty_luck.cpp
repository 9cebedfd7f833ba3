// uncertainty_luck.cpp -- what is luck among the differences of samples, and what to do about it.
#include <algorithm>
#include <cmath>
#include <limits>

#include "base/stats.hpp"
#include "study/uncertainty_parts.hpp"

namespace txpath {

namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
constexpr double little_luck = 0.05;  // what more people per sample should bring luck down to

double luck_of(const DecisionStudy& study, const SampledFigure& figure, const DifferenceOf& difference)
{
    if (difference.what == Difference::cost) return figure.incremental_cost_error;
    if (difference.what == Difference::qalys) return figure.incremental_qalys_error;
    const double threshold = study.thresholds[difference.threshold];
    const double effect = threshold * figure.incremental_qalys_error;
    const double square = effect * effect + figure.incremental_cost_error * figure.incremental_cost_error -
                          2.0 * threshold * figure.incremental_covariance;
    // rounding may leave less than nothing where cost and effect are bound to each other
    return square < 0.0 ? 0.0 : std::sqrt(square);
}

/// Per sample, so that luck is `little_luck` of the variance: luck_each / people = parameters x s / (1 - s).
///   Requires  parameters > 0
double people_for_little_luck(const VarianceSplit& split)
{
    return split.luck_each / split.parameters * (1.0 - little_luck) / little_luck;
}

Advice as_it_is(Advice advice)
{
    advice.spend = Spend::as_it_is;
    advice.better_people = 0.0;
    return advice;
}

/// Where all samples share their luck: what that luck may be, beside what varies.
Advice advise_on_common_luck(const UncertaintyAnalysis& analysis, Advice advice)
{
    double largest = 0.0;
    for (const SplitDifference& one : analysis.variance) {
        const bool is_asked = one.stratum == 0 && one.difference.what == Difference::net_benefit;
        if (!is_asked || !(one.split.total > 0.0)) continue;
        if (!std::isfinite(one.split.luck)) {
            advice.spend = Spend::unknown;
            return advice;
        }
        const double square = one.split.luck_each / advice.people;
        if (advice.spend != Spend::nothing && square / one.split.total <= largest) continue;
        largest = square / one.split.total;
        advice.spend = largest > much_luck ? Spend::people : Spend::as_it_is;
        advice.strategy = one.difference.strategy;
        advice.threshold = one.difference.threshold;
        advice.shared_error = std::sqrt(square);
        advice.spread = std::sqrt(one.split.total);
        advice.better_people = largest > much_luck ? people_for_little_luck(one.split) : 0.0;
    }
    return advice;
}

}  // namespace

std::vector<double> differences_of(const DecisionStudy& study, const UncertaintySample& sample,
                                   const DifferenceOf& difference, std::size_t stratum)
{
    std::vector<double> numbers;
    numbers.reserve(sample.count());
    for (std::size_t place = 0; place < sample.count(); ++place) {
        const SampledFigure& figure = sample.figure(place, difference.strategy, stratum);
        if (difference.what == Difference::cost)
            numbers.push_back(figure.incremental_cost);
        else if (difference.what == Difference::qalys)
            numbers.push_back(figure.incremental_qalys);
        else
            numbers.push_back(study.thresholds[difference.threshold] * figure.incremental_qalys -
                              figure.incremental_cost);
    }
    return numbers;
}

std::vector<DifferenceOf> all_differences(const DecisionStudy& study)
{
    std::vector<DifferenceOf> all;
    for (std::size_t strategy = 0; strategy < study.strategies.size(); ++strategy) {
        if (strategy == study.reference) continue;
        all.push_back({Difference::cost, strategy, 0});
        all.push_back({Difference::qalys, strategy, 0});
        for (std::size_t k = 0; k < study.thresholds.size(); ++k)
            all.push_back({Difference::net_benefit, strategy, k});
    }
    return all;
}

SplitDifference split_of(const DecisionStudy& study, const UncertaintySample& sample,
                         const DifferenceOf& difference, std::size_t stratum)
{
    std::vector<double> errors;
    for (std::size_t place = 0; place < sample.count(); ++place)
        errors.push_back(luck_of(study, sample.figure(place, difference.strategy, stratum), difference));
    const auto outcomes = differences_of(study, sample, difference, stratum);
    if (std::ranges::all_of(errors, [](double error) { return std::isfinite(error); })) {
        VarianceSplit split = split_variance(outcomes, errors, sample.people[stratum], compilation_in_people);
        if (sample.has_common_luck) {
            split.parameters = split.total;
            split.luck = 0.0;
            split.best_people = missing;
        }
        return {stratum, difference, split};
    }
    RunningStats stats;
    for (const double outcome : outcomes) stats.add(outcome);
    return {stratum, difference, {stats.variance(), missing, missing, missing, missing}};
}

Advice advise(const UncertaintySample& sample, const UncertaintyAnalysis& analysis)
{
    Advice advice;
    advice.spend = Spend::nothing;
    advice.people = sample.people[0];
    if (sample.has_common_luck) return advise_on_common_luck(analysis, advice);
    const VarianceSplit* most = nullptr;
    for (const SplitDifference& one : analysis.variance) {
        const bool is_asked = one.stratum == 0 && one.difference.what == Difference::net_benefit;
        if (!is_asked || !(one.split.total > 0.0)) continue;
        if (!std::isfinite(one.split.luck)) {
            advice.spend = Spend::unknown;
            return advice;
        }
        const double share = std::min(1.0, one.split.luck / one.split.total);
        if (most != nullptr && share <= advice.luck_share) continue;
        most = &one.split;
        advice.luck_share = share;
        advice.strategy = one.difference.strategy;
        advice.threshold = one.difference.threshold;
    }
    if (most == nullptr) return advice;
    if (advice.luck_share > much_luck) {
        advice.spend = Spend::people;
        if (most->parameters > 0.0) advice.better_people = people_for_little_luck(*most);
    } else if (advice.people > 2.0 * most->best_people) {
        advice.spend = Spend::samples;
        advice.better_people = std::max(most->best_people, people_for_little_luck(*most));
        if (advice.better_people > 0.5 * advice.people) advice = as_it_is(advice);
    } else {
        advice = as_it_is(advice);
    }
    return advice;
}

}  // namespace txpath
