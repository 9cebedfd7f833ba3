// precision.cpp -- look, and go on if it is not enough.
#include "txpath/precision.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/stats.hpp"
#include "txpath/economics.hpp"
#include "txpath/model.hpp"

namespace txpath {

namespace {

double over_cells(const Tally& tally, const Counts& counts, std::size_t time, std::size_t column)
{
    std::int64_t sum = 0;
    for (std::size_t cell = 0; cell < tally.cells; ++cell)
        sum += counts.at(time * tally.cells + cell, column);
    return static_cast<double>(sum);
}

/// People in the measure's states at a report, or its events up to then; on the real scale.
double count_of(const Scenario& scenario, const Measure& measure, std::size_t report,
                const ReplicateResult& replicate)
{
    const Tally& tally = replicate.tally;
    double count = 0.0;
    for (const StateId state : measure.states)
        count += over_cells(tally, tally.occupancy, report, state.index());
    for (const TransitionId event : measure.events)
        for (std::size_t time = 0; time <= report; ++time)
            count += over_cells(tally, tally.events, time, event.index());
    return count * scenario.people.scale / static_cast<double>(replicate.weight_unit);
}

double discounted_costs(const EconomicSummary& economics)
{
    for (const CostRow& row : economics.costs)
        if (row.stratum == 0 && row.is_discounted && row.category.is_absent() && row.state.is_absent())
            return row.cost.mean;
    return std::numeric_limits<double>::quiet_NaN();
}

double discounted_qalys(const EconomicSummary& economics)
{
    for (const QalyRow& row : economics.qalys)
        if (row.stratum == 0 && row.is_discounted) return row.qalys.mean;
    return std::numeric_limits<double>::quiet_NaN();
}

/// How many replicates it will take, judged by the spread seen so far; for the progress line alone.
double expected_in_all(const RunSettings& settings, const Precision& precision)
{
    const double next = next_look(settings, precision.replicates);
    const double share = precision.half_width / precision.wanted;
    const double needed = static_cast<double>(precision.replicates) * share * share;
    if (!(needed > next)) return next;
    return std::min<double>(needed, settings.stop->at_most);
}

}  // namespace

std::uint32_t next_look(const RunSettings& settings, std::uint32_t done) noexcept
{
    const std::uint32_t next = done == 0 ? settings.replicates : done + std::max<std::uint32_t>(1, done / 4);
    return std::min(next, settings.stop->at_most);
}

Precision precision_of(const StopRule& rule, std::span<const double> sample) noexcept
{
    RunningStats stats;
    for (const double value : sample) stats.add(value);
    const double quantile =
        student_t_quantile(static_cast<double>(sample.size() - 1), 0.5 + rule.confidence / 2.0);
    Precision found;
    found.replicates = static_cast<std::uint32_t>(sample.size());
    found.mean = stats.mean();
    found.half_width = quantile * stats.standard_error();
    found.wanted = rule.is_relative ? rule.half_width * std::abs(found.mean) : rule.half_width;
    found.is_reached = found.half_width > 0.0 && found.half_width <= found.wanted;
    return found;
}

double figure_of(const Scenario& scenario, const ReplicateResult& replicate)
{
    const StopRule& rule = *scenario.run.stop;
    const auto& measures = scenario.outputs.measures;
    const auto measure = std::ranges::find(measures, rule.measure, &Measure::name);
    if (measure != measures.end()) return count_of(scenario, *measure, rule.report, replicate);
    Results one;
    one.replicates.push_back(replicate);
    const EconomicSummary economics = price(scenario, base_case(scenario), one);
    return rule.measure == "costs" ? discounted_costs(economics) : discounted_qalys(economics);
}

std::optional<Precision> until_precise(const RunSettings& settings, const MoreFigures& more)
{
    Precision precision;
    std::vector<double> sample;
    double expected = settings.replicates;
    while (!precision.is_reached && precision.replicates < settings.stop->at_most) {
        const std::uint32_t done = precision.replicates, looks = precision.looks + 1;
        const auto figures = more(done, next_look(settings, done), expected);
        if (!figures) return std::nullopt;
        sample.insert(sample.end(), figures->begin(), figures->end());
        precision = precision_of(*settings.stop, sample);
        precision.looks = looks;
        if (precision.replicates < settings.stop->at_most) expected = expected_in_all(settings, precision);
    }
    return precision;
}

}  // namespace txpath
