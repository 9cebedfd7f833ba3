// evaluate.cpp -- draws in stretches: made in order, run on all threads, handed out in order.
#include "txpath/evaluate.hpp"

#include <algorithm>
#include <utility>

#include "study/account.hpp"
#include "txpath/jobs.hpp"
#include "txpath/model.hpp"
#include "txpath/simulate.hpp"

namespace txpath {

namespace {

// Runs of one stretch for each thread: enough that the last to end keeps the others waiting for 2 % at most.
constexpr std::size_t runs_each = 48;

/// A strategy under one draw.
struct Run {
    std::size_t draw = 0, strategy = 0;
    RunTotals totals;
    std::string refusal;
    bool is_complete = true;
};

class Evaluation {
public:
    Evaluation(const DecisionStudy& study, const EvaluateSpec& spec) : spec_(spec)
    {
        for (const Strategy& strategy : study.strategies) {
            scenarios_.push_back(strategy.scenario);
            scenarios_.back().outputs.people = 0;  // nobody reads their histories
            if (spec.population != 0) resize(scenarios_.back(), spec.population);
            is_paid_.push_back(paid_by(strategy.scenario, study.perspective));
        }
        reference_ = study.reference;
    }

    /// All runs of some draws, by draw and strategy; false: stopped early.
    bool answer(const std::vector<ParameterDraw>& draws, int threads, std::vector<DrawAnswer>& answers) const
    {
        std::vector<Run> runs;
        for (std::size_t draw = 0; draw < draws.size(); ++draw)
            for (std::size_t strategy = 0; strategy < draws[draw].parameters.size(); ++strategy)
                if (!draws[draw].parameters[strategy].empty()) runs.push_back({draw, strategy, {}, {}, true});
        const bool is_apart = runs.size() >= 2 * static_cast<std::size_t>(threads);
        do_jobs(is_apart ? threads : 1, runs.size(),
                [&](std::size_t at) { do_run(draws[runs[at].draw], is_apart ? 1 : threads, runs[at]); });
        answers.assign(draws.size(), {});
        for (DrawAnswer& each : answers) each.strategies.resize(scenarios_.size());
        for (std::size_t first = 0; first < runs.size();) {
            std::size_t end = first;
            while (end < runs.size() && runs[end].draw == runs[first].draw) ++end;
            if (!sum_up({runs.data() + first, end - first}, answers[runs[first].draw])) return false;
            first = end;
        }
        return true;
    }

private:
    /// Fewer people stand for as many.
    static void resize(Scenario& scenario, std::uint64_t people)
    {
        scenario.people.scale *= static_cast<double>(scenario.people.size) / static_cast<double>(people);
        scenario.people.size = people;
    }

    void do_run(const ParameterDraw& draw, int threads, Run& run) const
    {
        const Scenario& scenario = scenarios_[run.strategy];
        const auto& parameters = draw.parameters[run.strategy];
        auto model = compile(scenario, parameters);
        if (!model) {
            run.refusal = model.why_not().all().front().message;
            return;
        }
        RunSpec how;
        how.seed = spec_.seed;
        how.sample = draw.sample;
        how.replicates = spec_.replicates;
        how.threads = threads;
        how.stop = spec_.stop;
        const RunOutcome outcome = simulate(model.value(), how);
        run.is_complete = outcome.is_complete;
        if (run.is_complete)
            run.totals = totals_of(scenario, is_paid_[run.strategy], parameters, outcome.results);
    }

    bool sum_up(std::span<const Run> runs, DrawAnswer& answer) const
    {
        const RunTotals* reference = nullptr;
        for (const Run& run : runs) {
            if (!run.is_complete) return false;
            if (answer.refusal.empty()) answer.refusal = run.refusal;
            if (run.strategy == reference_) reference = &run.totals;
        }
        if (!answer.refusal.empty()) return true;
        for (const Run& run : runs) {
            answer.strategies[run.strategy] = account_of(run.totals, reference);
            answer.instants += run.totals.instants;
        }
        return true;
    }

    const EvaluateSpec& spec_;
    std::vector<Scenario> scenarios_;
    std::vector<std::vector<bool>> is_paid_;
    std::size_t reference_ = 0;
};

}  // namespace

bool evaluate(const DecisionStudy& study, const EvaluateSpec& spec, std::size_t count,
              const std::function<ParameterDraw(std::size_t)>& next,
              const std::function<void(std::size_t, const DrawAnswer&)>& take)
{
    const int threads = spec.threads > 0 ? spec.threads : threads_of_machine();
    const std::size_t at_once =
        std::max<std::size_t>(1, runs_each * static_cast<std::size_t>(threads) / study.strategies.size());
    const Evaluation evaluation(study, spec);
    std::vector<DrawAnswer> answers;
    for (std::size_t first = 0; first < count; first += at_once) {
        std::vector<ParameterDraw> draws;
        for (std::size_t at = first; at < std::min(count, first + at_once); ++at) draws.push_back(next(at));
        if (!evaluation.answer(draws, threads, answers)) return false;
        for (std::size_t at = 0; at < answers.size(); ++at) take(first + at, answers[at]);
        if (spec.progress)
            spec.progress(static_cast<double>(first + answers.size()) / static_cast<double>(count));
        if (spec.stop != nullptr && spec.stop->load(std::memory_order_relaxed) &&
            first + answers.size() < count)
            return false;
    }
    return true;
}

}  // namespace txpath
