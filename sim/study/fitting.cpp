#include "study/fitting.hpp"

#include <cmath>

#include "study/identify.hpp"

namespace txpath {

namespace {

constexpr double first_step = 0.1, later_step = 0.02;  // of the distance between the bounds
constexpr int most_rounds = 3;
constexpr double worth_a_round = 0.02;  // of log posterior: a fiftieth of what moves an interval

std::uint64_t planned_evaluations(const Problem& problem, bool with_profile)
{
    const std::size_t count = problem.values.size();
    std::uint64_t planned = 1 + curvature_evaluations(count);
    if (problem.search.global != GlobalSearch::none) planned += problem.search.global_evaluations;
    if (problem.search.local != LocalSearch::none) planned += problem.search.local_evaluations;
    return planned + (with_profile ? profile_evaluations(count) : 0);
}

void search(Objective& objective, const Climb& how, Stage stage)
{
    const auto height = [&](std::span<const double> at) -> std::optional<double> {
        const auto made = objective.evaluate(at, stage);
        if (!made) return std::nullopt;
        return made->log_posterior;
    };
    climb(height, objective.best_point(), how);
}

void search_locally(Objective& objective, double step)
{
    const Search& how = objective.problem().search;
    if (how.local == LocalSearch::none || objective.is_stopped()) return;
    search(objective,
           {.by = how.local, .evaluations = how.local_evaluations, .tolerance = how.tolerance, .step = step},
           Stage::local);
}

/// The survey of a peak may find a higher one beside it; then that is climbed and surveyed again.
void survey(Objective& objective, Calibration& result)
{
    for (int round = 0; round < most_rounds && !objective.is_stopped(); ++round) {
        const double top = objective.best().log_posterior;
        if (!std::isfinite(top)) return;
        result.best = objective.best();
        measure_curvature(objective, result);
        if (!(objective.best().log_posterior > top + worth_a_round)) return;
        if (round + 1 < most_rounds) search_locally(objective, later_step);
    }
}

}  // namespace

Calibration fit(const Problem& problem, const CalibrateSpec& spec)
{
    Objective objective(problem, spec, planned_evaluations(problem, spec.with_profile));
    Point start;
    for (const FittedValue& value : problem.values) start.push_back(share_of(value, value.start));
    (void)objective.evaluate(start, Stage::start);
    const Search& how = problem.search;
    if (how.global != GlobalSearch::none && !objective.is_stopped())
        search(objective,
               {.by = how.global,
                .evaluations = how.global_evaluations,
                .tolerance = how.tolerance,
                .step = first_step,
                .seed = problem.seed},
               Stage::global);
    search_locally(objective, first_step);

    Calibration result;
    result.best = objective.best();
    survey(objective, result);
    result.values.resize(problem.values.size());
    if (spec.with_profile && !objective.is_stopped() && !result.correlations.empty())
        measure_profiles(objective, result);
    for (std::size_t k = 0; k < result.best.values.size(); ++k)
        result.values[k].estimate = result.best.values[k];
    result.evaluations = objective.count();
    result.is_complete = !objective.is_stopped();
    return result;
}

}  // namespace txpath
