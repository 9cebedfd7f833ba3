// uncertainty.cpp -- what the samples of an analysis of uncertainty say.
//
// Assumes   samples are equally likely, however they were drawn. Standard errors over samples take them as
//           independent, which is on the safe side for Latin hypercubes and Sobol points.
#include "txpath/uncertainty.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/stats.hpp"
#include "base/text.hpp"
#include "study/uncertainty_parts.hpp"

namespace txpath {

namespace {

constexpr std::size_t most_on_grid = 5;  // values whose EVPPI is drawn over willingness to pay
constexpr std::size_t convergence_steps = 40;

std::vector<double> grid_of(const WillingnessGrid& willingness)
{
    std::vector<double> grid;
    const double steps = std::max(1.0, willingness.points - 1.0);
    for (std::uint32_t k = 0; k < willingness.points; ++k)
        grid.push_back(willingness.from + (willingness.to - willingness.from) * (k / steps));
    return grid;
}

/// The first `count` samples of a stratum.
CostsAndEffects costs_and_effects(const UncertaintySample& sample, std::size_t stratum, std::size_t count)
{
    CostsAndEffects all{count, sample.strategies, {}, {}};
    for (std::size_t place = 0; place < count; ++place)
        for (std::size_t strategy = 0; strategy < sample.strategies; ++strategy) {
            const SampledFigure& figure = sample.figure(place, strategy, stratum);
            all.costs.push_back(figure.cost);
            all.effects.push_back(figure.qalys);
        }
    return all;
}

bool is_known_throughout(const UncertaintySample& sample, std::size_t stratum)
{
    for (std::size_t place = 0; place < sample.count(); ++place)
        for (std::size_t strategy = 0; strategy < sample.strategies; ++strategy) {
            const SampledFigure& figure = sample.figure(place, strategy, stratum);
            if (!std::isfinite(figure.cost) || !std::isfinite(figure.qalys)) return false;
        }
    return true;
}

OverSamples over_samples(std::vector<double> numbers)
{
    RunningStats stats;
    for (const double number : numbers) stats.add(number);
    std::ranges::sort(numbers);
    return {stats.mean(), stats.standard_error(), quantile_of_sorted(numbers, 0.025),
            quantile_of_sorted(numbers, 0.975)};
}

template <class Pick>
OverSamples over_samples(const UncertaintySample& sample, std::size_t strategy, std::size_t stratum,
                         Pick pick)
{
    std::vector<double> numbers;
    numbers.reserve(sample.count());
    for (std::size_t place = 0; place < sample.count(); ++place)
        numbers.push_back(pick(sample.figure(place, strategy, stratum)));
    return over_samples(std::move(numbers));
}

/// Standard error of EVPI: of what is forgone, sample by sample, by choosing the strategy that is best on
/// average.
double evpi_error(const CostsAndEffects& sample, const Acceptability& at)
{
    RunningStats losses;
    for (std::size_t place = 0; place < sample.samples; ++place) {
        const auto benefit = [&](std::size_t strategy) {
            const std::size_t cell = place * sample.strategies + strategy;
            return at.threshold * sample.effects[cell] - sample.costs[cell];
        };
        double highest = benefit(0);
        for (std::size_t strategy = 1; strategy < sample.strategies; ++strategy)
            highest = std::max(highest, benefit(strategy));
        losses.add(highest - benefit(at.best));
    }
    return losses.standard_error();
}

std::vector<PerfectInformation> perfect_information(const CostsAndEffects& sample,
                                                    const std::vector<Acceptability>& at,
                                                    std::optional<double> people)
{
    std::vector<PerfectInformation> all;
    for (const Acceptability& one : at) {
        PerfectInformation information{one.evpi, evpi_error(sample, one), {}};
        if (people) information.population = one.evpi * *people;
        all.push_back(information);
    }
    return all;
}

StratumUncertainty analyse_stratum(const DecisionStudy& study, const UncertaintySample& sample,
                                   const UncertaintyAnalysis& analysis, std::size_t stratum)
{
    StratumUncertainty found;
    if (!is_known_throughout(sample, stratum)) return found;
    std::vector<double> costs, effects;
    for (std::size_t strategy = 0; strategy < sample.strategies; ++strategy) {
        StrategyOverSamples one;
        one.cost = over_samples(sample, strategy, stratum, [](const auto& f) { return f.cost; });
        one.qalys = over_samples(sample, strategy, stratum, [](const auto& f) { return f.qalys; });
        one.incremental_cost =
            over_samples(sample, strategy, stratum, [](const auto& f) { return f.incremental_cost; });
        one.incremental_qalys =
            over_samples(sample, strategy, stratum, [](const auto& f) { return f.incremental_qalys; });
        costs.push_back(one.cost.mean);
        effects.push_back(one.qalys.mean);
        found.strategies.push_back(one);
    }
    const CostsAndEffects all = costs_and_effects(sample, stratum, sample.count());
    std::optional<double> people;
    if (stratum == 0) people = analysis.affected_people;
    found.icers = icers(costs, effects);
    found.spoken = acceptability(all, study.thresholds);
    found.grid = acceptability(all, analysis.grid);
    found.spoken_information = perfect_information(all, found.spoken, people);
    found.grid_information = perfect_information(all, found.grid, people);
    return found;
}

/// Does a path of the study, which may be the beginning of several, mean this value?
bool means(const std::string& path, const std::string& value)
{
    return value == path ||
           (value.starts_with(path) && value.size() > path.size() && value[path.size()] == '.');
}

/// A set for every value, then one for every group.
void list_learning(const DecisionStudy& study, const UncertaintySample& sample, UncertaintyAnalysis& analysis)
{
    for (std::size_t value = 0; value < sample.values.size(); ++value)
        analysis.learning.push_back({sample.values[value].path, false, {value}, {}, {}});
    for (const ValueGroup& group : study.uncertainty.groups) {
        Learning learning{group.name, true, {}, {}, {}};
        for (const std::string& path : group.paths) {
            const std::size_t before = learning.values.size();
            for (std::size_t value = 0; value < sample.values.size(); ++value)
                if (means(path, sample.values[value].path)) learning.values.push_back(value);
            if (learning.values.size() == before)
                analysis.notes.push_back(fmt::format(
                    "'{}' of group '{}' does not vary, so the group is without it", path, group.name));
        }
        std::ranges::sort(learning.values);
        const auto repeated = std::ranges::unique(learning.values);
        learning.values.erase(repeated.begin(), repeated.end());
        analysis.learning.push_back(std::move(learning));
    }
}

void find_learning(const DecisionStudy& study, const UncertaintySample& sample, UncertaintyAnalysis& analysis)
{
    list_learning(study, sample, analysis);
    const CostsAndEffects all = costs_and_effects(sample, 0, sample.count());
    std::vector<ValueSet> sets;
    for (const Learning& one : analysis.learning) sets.push_back(one.values);
    const auto spoken = evppi(all, sample.drawn, sets, study.thresholds);
    for (std::size_t k = 0; k < sets.size(); ++k) analysis.learning[k].spoken = spoken[k];

    const std::vector<std::size_t> first = worth_learning_first(analysis, most_on_grid);
    if (first.empty()) return;
    sets.clear();
    for (const std::size_t at : first) sets.push_back(analysis.learning[at].values);
    const auto grid = evppi(all, sample.drawn, sets, analysis.grid);
    for (std::size_t k = 0; k < first.size(); ++k) analysis.learning[first[k]].grid = grid[k];
}

void find_shares(const DecisionStudy& study, const UncertaintySample& sample, UncertaintyAnalysis& analysis)
{
    for (const DifferenceOf& difference : all_differences(study)) {
        const auto outcomes = differences_of(study, sample, difference, 0);
        analysis.explained.push_back({difference, explained_shares(outcomes, sample.drawn)});
    }
}

/// Numbers of samples at which to look, from two to all.
std::vector<std::size_t> looks(std::size_t samples)
{
    std::vector<std::size_t> at;
    for (std::size_t step = 1; step <= convergence_steps; ++step) {
        const std::size_t count = std::max<std::size_t>(2, samples * step / convergence_steps);
        if (at.empty() || at.back() != count) at.push_back(count);
    }
    return at;
}

void find_convergence(const DecisionStudy& study, const UncertaintySample& sample,
                      UncertaintyAnalysis& analysis)
{
    for (const std::size_t count : looks(sample.count())) {
        const CostsAndEffects first = costs_and_effects(sample, 0, count);
        const auto at = acceptability(first, study.thresholds);
        for (std::size_t k = 0; k < study.thresholds.size(); ++k) {
            analysis.convergence.push_back({count, k, {}, at[k].evpi, evpi_error(first, at[k])});
            for (std::size_t strategy = 0; strategy < sample.strategies; ++strategy) {
                if (strategy == study.reference) continue;
                const auto numbers = differences_of(study, sample, {Difference::net_benefit, strategy, k}, 0);
                RunningStats stats;
                for (std::size_t place = 0; place < count; ++place) stats.add(numbers[place]);
                analysis.convergence.push_back({count, k, strategy, stats.mean(), stats.standard_error()});
            }
        }
    }
}

void note_refusals(const UncertaintySample& sample, UncertaintyAnalysis& analysis)
{
    if (sample.refused.empty()) return;
    const double share = static_cast<double>(sample.refused.size()) / sample.planned;
    std::string text = fmt::format("the model refused {} of {} draws, which are left out (refused.csv)",
                                   sample.refused.size(), sample.planned);
    if (share > many_refused)
        text += fmt::format(
            "; that is {:.3g} %, so the others are no fair sample of the distributions as written, and every "
            "figure here is biased: see to it that the distributions hold only what the model accepts",
            100.0 * share);
    for (std::size_t k = 0; k < std::min<std::size_t>(3, sample.refused.size()); ++k)
        text += fmt::format("; sample {}: {}", sample.refused[k].sample + 1, sample.refused[k].reason);
    analysis.notes.push_back(std::move(text));
}

void note_empty_strata(const UncertaintySample& sample, UncertaintyAnalysis& analysis)
{
    std::vector<std::string> names;
    for (std::size_t stratum = 0; stratum < analysis.strata.size(); ++stratum)
        if (analysis.strata[stratum].strategies.empty())
            names.push_back(fmt::format("'{}'", sample.strata[stratum].name));
    if (names.empty()) return;
    const std::vector<std::string_view> views(names.begin(), names.end());
    analysis.notes.push_back(
        fmt::format("nothing is said of strata that were empty in some sample: {}", joined(views, ", ")));
}

}  // namespace

std::vector<std::size_t> worth_learning_first(const UncertaintyAnalysis& analysis, std::size_t most)
{
    const auto highest = [&](std::size_t at) {
        double value = 0.0;
        for (const PartialInformation& one : analysis.learning[at].spoken) value = std::max(value, one.value);
        return value;
    };
    std::vector<std::size_t> places;
    for (std::size_t at = 0; at < analysis.learning.size(); ++at)
        if (!analysis.learning[at].is_group && highest(at) > 0.0) places.push_back(at);
    std::ranges::stable_sort(places, [&](std::size_t a, std::size_t b) { return highest(a) > highest(b); });
    places.resize(std::min(most, places.size()));
    return places;
}

UncertaintyAnalysis analyse_uncertainty(const DecisionStudy& study, const UncertaintySample& sample)
{
    UncertaintyAnalysis analysis;
    analysis.grid = grid_of(study.willingness);
    if (const auto& affected = study.uncertainty.affected)
        analysis.affected_people = affected_people(affected->per_year, affected->years, affected->discount);
    if (sample.has_common_luck)
        analysis.notes.emplace_back(
            "only prices, utilities and discount rates vary: one simulation serves all samples, so the "
            "spread "
            "over samples holds no luck; luck is in the Monte Carlo standard errors");
    note_refusals(sample, analysis);
    for (std::size_t stratum = 0; stratum < sample.strata.size(); ++stratum) {
        analysis.strata.push_back(analyse_stratum(study, sample, analysis, stratum));
        if (analysis.strata.back().strategies.empty()) continue;
        for (const DifferenceOf& difference : all_differences(study))
            analysis.variance.push_back(split_of(study, sample, difference, stratum));
    }
    note_empty_strata(sample, analysis);
    if (analysis.strata.front().strategies.empty()) return analysis;
    analysis.advice = advise(sample, analysis);
    find_learning(study, sample, analysis);
    find_shares(study, sample, analysis);
    find_convergence(study, sample, analysis);
    return analysis;
}

}  // namespace txpath
