#include "study/objective.hpp"

#include <algorithm>
#include <cmath>

#include "base/elementary.hpp"
#include "study/likelihood.hpp"

namespace txpath {

double value_at(const FittedValue& value, double share) noexcept
{
    if (share == 0.0) return value.low;
    if (share == 1.0) return value.high;
    if (!value.is_log) return value.low + share * (value.high - value.low);
    const double low = portable::log(value.low), high = portable::log(value.high);
    return portable::exp(low + share * (high - low));
}

double share_of(const FittedValue& value, double x) noexcept
{
    if (!value.is_log) return (x - value.low) / (value.high - value.low);
    const double low = portable::log(value.low), high = portable::log(value.high);
    return (portable::log(x) - low) / (high - low);
}

double slope_at(const FittedValue& value, double share) noexcept
{
    if (!value.is_log) return value.high - value.low;
    return value_at(value, share) * (portable::log(value.high) - portable::log(value.low));
}

Objective::Objective(const Problem& problem, const CalibrateSpec& spec, std::uint64_t planned)
    : problem_(problem), spec_(spec), planned_(planned)
{
}

std::optional<Evaluation> Objective::evaluate(std::span<const double> point, Stage stage)
{
    if (is_stopped_) return std::nullopt;
    Evaluation made;
    made.number = count_ + 1;
    made.stage = stage;
    for (std::size_t k = 0; k < point.size(); ++k)
        made.values.push_back(value_at(problem_.values[k], point[k]));
    auto answer = problem_.simulate(made.values);
    if (!answer) {
        is_stopped_ = true;
        return std::nullopt;
    }
    ++count_;
    made.refusal = std::move(answer->refusal);
    made.log_posterior = 0.0;
    for (std::size_t k = 0; k < point.size(); ++k) {
        const auto& prior = problem_.values[k].prior;
        made.log_priors.push_back(prior ? log_density(*prior, made.values[k]) : 0.0);
        made.log_posterior += made.log_priors.back();
    }
    if (made.refusal.empty()) {
        for (std::size_t k = 0; k < problem_.targets.size(); ++k) {
            made.targets.push_back(fit_of(problem_.targets[k], answer->simulated[k]));
            made.log_posterior += made.targets.back().log_likelihood;
        }
    } else {
        made.log_posterior = -std::numeric_limits<double>::infinity();
    }
    if (count_ == 1 || made.log_posterior > best_.log_posterior) {
        best_ = made;
        best_point_.assign(point.begin(), point.end());
    }
    if (spec_.each) spec_.each(made);
    if (spec_.progress)
        spec_.progress(std::min(1.0, static_cast<double>(count_) / static_cast<double>(planned_)));
    return made;
}

std::optional<Evaluation> highest_with(Objective& objective, const Held& held)
{
    std::optional<Evaluation> best = objective.evaluate(held.start, Stage::profile);
    const Search& search = objective.problem().search;
    if (!best || held.start.size() < 2 || search.local == LocalSearch::none) return best;
    Point free;
    for (std::size_t k = 0; k < held.start.size(); ++k)
        if (k != held.value) free.push_back(held.start[k]);
    const auto height = [&](std::span<const double> at) -> std::optional<double> {
        Point whole(at.begin(), at.end());
        whole.insert(whole.begin() + static_cast<std::ptrdiff_t>(held.value), held.start[held.value]);
        auto made = objective.evaluate(whole, Stage::profile);
        if (!made) return std::nullopt;
        const double found = made->log_posterior;
        if (found > best->log_posterior) best = std::move(made);
        return found;
    };
    climb(height, free,
          {.by = search.local,
           .evaluations = held.evaluations,
           .tolerance = search.tolerance,
           .step = held.step});
    if (objective.is_stopped()) return std::nullopt;
    return best;
}

}  // namespace txpath
