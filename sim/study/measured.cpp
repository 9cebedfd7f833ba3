#include "study/measured.hpp"

#include <algorithm>
#include <cmath>

#include "base/stats.hpp"

namespace txpath {

namespace {

/// Sum over the strata of one row of report times.
double over_cells(const Tally& tally, const Counts& counts, std::size_t time, std::size_t column)
{
    std::int64_t sum = 0;
    for (std::size_t cell = 0; cell < tally.cells; ++cell)
        sum += counts.at(time * tally.cells + cell, column);
    return static_cast<double>(sum);
}

}  // namespace

Checked<MeasuredModel> compile_measured(const Scenario& scenario, const ParameterValues& values,
                                        std::span<const Target> targets, std::span<const std::size_t> of)
{
    std::size_t last = 0;
    for (const std::size_t t : of) last = std::max(last, targets[t].report);
    Scenario copy = scenario;
    copy.time.reports.resize(last + 1);
    copy.time.horizon = copy.time.reports.back();
    copy.outputs.people = 0;
    std::vector<double> all = base_case(scenario);
    for (const auto& [path, number] : values) {
        const auto at = std::ranges::lower_bound(scenario.parameters, path, {}, &Parameter::path);
        all[static_cast<std::size_t>(at - scenario.parameters.begin())] = number;
    }
    auto model = compile(copy, all);
    if (!model) return model.why_not();
    return MeasuredModel{model.value(), scenario.run.replicates};
}

std::optional<Results> simulate_measured(const MeasuredModel& model, std::uint64_t seed, int threads,
                                         const std::atomic<bool>* stop)
{
    RunSpec spec;
    spec.seed = seed;
    spec.replicates = model.replicates;
    spec.threads = threads;
    spec.stop = stop;
    auto outcome = simulate(model.model, spec);
    if (!outcome.is_complete) return std::nullopt;
    return std::move(outcome.results);
}

Simulated measure(const Scenario& scenario, const Target& target, const Results& results)
{
    const Measure& what = scenario.outputs.measures[target.item];
    RunningStats stats;
    double people = 0.0;
    for (const ReplicateResult& replicate : results.replicates) {
        const Tally& tally = replicate.tally;
        double count = 0.0;
        for (const StateId state : what.states)
            count += over_cells(tally, tally.occupancy, target.report, state.index());
        for (const TransitionId event : what.events)
            for (std::size_t time = 0; time <= target.report; ++time)
                count += over_cells(tally, tally.events, time, event.index());
        const double among =
            over_cells(tally, target.is_present ? tally.present : tally.entered, target.report, 0);
        stats.add(count / among);
        people += among / static_cast<double>(replicate.weight_unit);
    }
    const double share = stats.mean();
    const double error =
        stats.count() > 1 ? stats.standard_error() : std::sqrt(share * (1.0 - share) / people);
    return {share, error, people};
}

}  // namespace txpath
