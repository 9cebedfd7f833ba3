// precision.cpp -- look, and go on if it is not enough.
#include "txpath/precision.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <vector>

#include "base/stats.hpp"
#include "txpath/economics.hpp"

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

std::vector<double> costs_of(const EconomicSummary& economics)
{
    std::vector<double> figures;
    for (const CostRow& row : economics.costs)
        if (row.stratum == 0 && row.is_discounted && row.category.is_absent() && row.state.is_absent())
            figures.push_back(row.cost.mean);
    return figures;
}

std::vector<double> qalys_of(const EconomicSummary& economics)
{
    std::vector<double> figures;
    for (const QalyRow& row : economics.qalys)
        if (row.stratum == 0 && row.is_discounted) figures.push_back(row.qalys.mean);
    return figures;
}

/// The figure of each replicate.
std::vector<double> figures_of(const Scenario& scenario, const Results& results)
{
    const StopRule& rule = *scenario.run.stop;
    const auto& measures = scenario.outputs.measures;
    const auto measure = std::ranges::find(measures, rule.measure, &Measure::name);
    if (measure != measures.end()) {
        std::vector<double> figures;
        for (const ReplicateResult& replicate : results.replicates)
            figures.push_back(count_of(scenario, *measure, rule.report, replicate));
        return figures;
    }
    const EconomicSummary economics = price(scenario, base_case(scenario), results);
    return rule.measure == "costs" ? costs_of(economics) : qalys_of(economics);
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

void append(Results more, Results& all)
{
    if (all.replicates.empty()) {
        all = std::move(more);
        return;
    }
    std::ranges::move(more.replicates, std::back_inserter(all.replicates));
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

PreciseRun simulate_until_precise(const Scenario& scenario, const Model& model, const RunSpec& spec)
{
    const RunSettings& settings = scenario.run;
    PreciseRun run;
    std::vector<double> sample;
    double expected = settings.replicates;
    while (!run.precision.is_reached && run.precision.replicates < settings.stop->at_most) {
        const std::uint32_t done = run.precision.replicates;
        RunSpec part = spec;
        part.first_replicate = done;
        part.is_part = true;
        part.replicates = next_look(settings, done) - done;
        if (spec.progress)
            part.progress = [&](double share) {
                spec.progress(std::min(1.0, (done + share * part.replicates) / expected));
            };
        RunOutcome outcome = simulate(model, part);
        run.outcome.is_complete = outcome.is_complete;
        if (!outcome.is_complete) return run;
        const std::vector<double> figures = figures_of(scenario, outcome.results);
        sample.insert(sample.end(), figures.begin(), figures.end());
        append(std::move(outcome.results), run.outcome.results);
        const std::uint32_t looks = run.precision.looks + 1;
        run.precision = precision_of(*settings.stop, sample);
        run.precision.looks = looks;
        if (run.precision.replicates < settings.stop->at_most)
            expected = expected_in_all(settings, run.precision);
    }
    return run;
}

}  // namespace txpath
