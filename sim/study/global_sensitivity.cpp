// global_sensitivity.cpp -- what each uncertain value explains of the results, by a Saltelli design.
//
// Assumes   all evaluations have the same luck, so that what differs between two of them is their values.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>

#include "base/fingerprint.hpp"
#include "study/sensitivity_parts.hpp"
#include "study/study_mistake.hpp"

namespace txpath {

namespace {

constexpr auto absent = VariedValue::absent;

/// The branch whose shares are drawn together with this value; else the value's path.
std::string set_of(const DecisionStudy& study, const VariedValue& value)
{
    for (std::size_t k = 0; k < value.places.size(); ++k) {
        if (value.places[k] == absent) continue;
        const Parameter& parameter = study.strategies[k].scenario.parameters[value.places[k]];
        if (parameter.distribution.family == Family::dirichlet) return parameter.group;
    }
    return value.path;
}

/// Costs and QALYs of every strategy.
struct Outcome {
    std::vector<double> costs, qalys;
};

/// The evaluations of a design: of each row both samples, then the first with each set from the second.
class Design {
public:
    Design(const SensitivityWork& work, const GlobalPlan& plan)
        : work_(work),
          plan_(plan),
          width_(plan.sets.size() + 2),
          shares_lives_(work.runner.prices().are_all(plan.first.values()))
    {
    }

    bool run(const EvaluateSpec& spec, const Evaluate& run)
    {
        return run(
            spec, width_ * plan_.samples, [&](std::size_t k) { return draw(k / width_, k % width_); },
            [&](std::size_t k, const DrawAnswer& answer) { take(k / width_, k % width_, answer); });
    }

    void conclude(std::uint64_t seed)
    {
        work_.analysis.global_rows = static_cast<std::uint32_t>(rows_.size());
        if (rows_.size() < 2) return;
        const DecisionStudy& study = work_.study;
        for (std::size_t strategy = 0; strategy < study.strategies.size(); ++strategy) {
            if (strategy == study.reference) continue;
            conclude({SweptOutcome::costs, strategy, 0, {}}, seed);
            conclude({SweptOutcome::qalys, strategy, 0, {}}, seed);
            for (std::size_t k = 0; k < study.thresholds.size(); ++k)
                conclude({SweptOutcome::net_benefit, strategy, k, {}}, seed);
        }
    }

private:
    [[nodiscard]] ParameterDraw draw(std::size_t row, std::size_t column) const
    {
        const auto sample = static_cast<std::uint32_t>(row);
        if (column < 2)
            return {0, (column == 0 ? plan_.first : plan_.second).parameters(sample), shares_lives_};
        auto mixed = plan_.first.parameters(sample);
        const auto other = plan_.second.parameters(sample);
        for (std::size_t k = 0; k < mixed.size(); ++k) {
            bool is_touched = false;
            for (const std::size_t value : plan_.sets[column - 2].values) {
                const std::size_t place = plan_.first.values()[value].places[k];
                if (place == absent) continue;
                mixed[k][place] = other[k][place];
                is_touched = true;
            }
            if (!is_touched) mixed[k].clear();  // as in the first sample
        }
        return {0, mixed, shares_lives_};
    }

    void take(std::size_t row, std::size_t column, const DrawAnswer& answer)
    {
        const bool is_first = row == 0 && column == 0;
        work_.runner.count(answer, shares_lives_ && !is_first ? Lives::counted : Lives::own);
        if (column == 0) {
            current_.clear();
            refusal_.clear();
        }
        if (refusal_.empty()) refusal_ = answer.refusal;
        if (refusal_.empty()) current_.push_back(outcome_of(answer, column));
        if (column + 1 < width_) return;
        if (refusal_.empty())
            rows_.push_back(current_);
        else
            work_.analysis.left_out.push_back({"global", fmt::format("row {}", row + 1), refusal_});
    }

    [[nodiscard]] Outcome outcome_of(const DrawAnswer& answer, std::size_t column) const
    {
        Outcome outcome;
        for (std::size_t k = 0; k < answer.strategies.size(); ++k) {
            if (!answer.strategies[k].empty()) {
                outcome.costs.push_back(answer.strategies[k].front().total_cost[1].mean);
                outcome.qalys.push_back(answer.strategies[k].front().qalys[1].mean);
            } else if (column < 2) {
                outcome.costs.push_back(work_.runner.base().figure(k, 0).cost);
                outcome.qalys.push_back(work_.runner.base().figure(k, 0).qalys);
            } else {
                outcome.costs.push_back(current_.front().costs[k]);
                outcome.qalys.push_back(current_.front().qalys[k]);
            }
        }
        return outcome;
    }

    [[nodiscard]] double number(const Outcome& outcome, const GlobalResult& what) const
    {
        const std::size_t reference = work_.study.reference;
        const double cost = outcome.costs[what.strategy] - outcome.costs[reference];
        const double qalys = outcome.qalys[what.strategy] - outcome.qalys[reference];
        if (what.outcome == SweptOutcome::costs) return cost;
        if (what.outcome == SweptOutcome::qalys) return qalys;
        return work_.study.thresholds[what.threshold] * qalys - cost;
    }

    void conclude(GlobalResult what, std::uint64_t seed)
    {
        SaltelliOutcomes outcomes;
        outcomes.mixed.resize(plan_.sets.size());
        for (const auto& row : rows_) {
            outcomes.first.push_back(number(row[0], what));
            outcomes.second.push_back(number(row[1], what));
            for (std::size_t set = 0; set < plan_.sets.size(); ++set)
                outcomes.mixed[set].push_back(number(row[set + 2], what));
        }
        what.indices = sobol_indices(outcomes, seed);
        work_.analysis.global.push_back(std::move(what));
    }

    const SensitivityWork& work_;
    const GlobalPlan& plan_;
    std::size_t width_;
    bool shares_lives_;                       ///< prices, utilities and discount rates vary alone
    std::vector<std::vector<Outcome>> rows_;  ///< those answered whole
    std::vector<Outcome> current_;
    std::string refusal_;
};

}  // namespace

Checked<GlobalPlan> plan_globally(const DecisionStudy& study, std::uint64_t seed)
{
    Diagnostics found;
    if (!study.uncertainty.correlations.empty())
        refuse(found, study, study.uncertainty.correlations.front().at,
               "'global' asks for Sobol indices, which are defined for independent values, but the study "
               "correlates some")
            .advice = "leave out 'global' or 'correlations'";
    if (study.uncertainty.given)
        refuse(found, study, {},
               "'global' asks for Sobol indices of values drawn from their distributions, but the study has "
               "'given' draws")
            .advice = "leave out 'global' or 'given'; global.csv of txpath uncertainty serves given draws";
    if (found.has_errors()) return found;

    DecisionStudy drawn = study;
    drawn.uncertainty.samples = study.sensitivity.global->samples;
    // Two scrambles of the same Sobol points would depend on each other; two hypercubes do not.
    drawn.uncertainty.sampling = Sampling::latin_hypercube;
    Fingerprint other;
    other.add(std::string_view("second sample"));
    other.add(seed);
    const auto first = plan_draws(drawn, seed), second = plan_draws(drawn, other.value());
    if (!first) return first.why_not();
    if (!second) return second.why_not();
    GlobalPlan plan{drawn.uncertainty.samples, first.value(), second.value(), {}};
    for (std::size_t value = 0; value < plan.first.values().size(); ++value) {
        const std::string name = set_of(study, plan.first.values()[value]);
        const auto same = std::ranges::find(plan.sets, name, &GlobalSet::name);
        if (same == plan.sets.end())
            plan.sets.push_back({name, {value}});
        else
            same->values.push_back(value);
    }
    return plan;
}

bool analyse_globally(const SensitivityWork& work, const EvaluateSpec& spec, const Evaluate& run)
{
    Design design(work, *work.plan.global);
    if (!design.run(spec, run)) return false;
    design.conclude(spec.seed);
    return true;
}

}  // namespace txpath
