// evaluate.cpp -- draws in stretches: made in order, begun in order on all threads, handed out in order.
#include "txpath/evaluate.hpp"

#include <algorithm>
#include <compare>
#include <limits>
#include <map>
#include <mutex>
#include <optional>
#include <utility>

#include "study/account.hpp"
#include "study/exposures.hpp"
#include "txpath/jobs.hpp"
#include "txpath/model.hpp"
#include "txpath/price_only.hpp"
#include "txpath/simulate.hpp"

namespace txpath {

namespace {

// Runs of one stretch for each thread: enough that the last to end keeps the others waiting for 2 % at most.
constexpr std::size_t runs_each = 48;

/// A strategy under one draw.
struct Run {
    std::size_t draw = 0, strategy = 0;
    std::size_t group = 0;  ///< of those whose lives are shared
    RunTotals totals;
    std::string refusal;
    bool is_complete = true;
};
constexpr std::size_t alone = std::numeric_limits<std::size_t>::max();

/// What decides on lives: strategy, sample and the parameters that are not of prices alone. Rates of discount
/// are those of the base case, or any up to highest_rate.
struct LifeKey {
    std::size_t strategy = 0;
    std::uint32_t sample = 0;
    bool is_at_base_rates = true;
    std::vector<double> parameters;
    friend auto operator<=>(const LifeKey&, const LifeKey&) = default;
};
constexpr double highest_rate = 0.25;  // per year; lives under higher ones are simulated

/// Runs that differ in prices alone, and their lives.
struct LifeGroup {
    LifeKey key;
    Exposures exposures;
};

bool is_set(const std::atomic<bool>* flag)
{
    return flag != nullptr && flag->load(std::memory_order_relaxed);
}

using TakeDraw = std::function<void(std::size_t, const DrawAnswer&)>;

/// What becomes of the draws of a stretch while several threads are at them.
class Stretch {
public:
    Stretch(std::size_t draws, std::span<const Run> runs, const std::atomic<bool>* rest, const TakeDraw& take)
        : states_(draws, State::open), left_(draws, 0), answers_(draws), rest_(rest), take_(take)
    {
        for (const Run& run : runs) ++left_[run.draw];
    }

    /// Settled for a draw by whoever asks first: what was begun before the work was to rest is ended.
    [[nodiscard]] bool may_go_on(std::size_t draw)
    {
        const std::lock_guard lock(mutex_);
        if (states_[draw] == State::open) states_[draw] = is_set(rest_) ? State::left : State::begun;
        return states_[draw] == State::begun;
    }

    /// A run of the draw has ended: was it the last?
    [[nodiscard]] bool is_last(std::size_t draw)
    {
        const std::lock_guard lock(mutex_);
        return --left_[draw] == 0;
    }

    /// Hand it over as soon as those before are.
    void hand_over(std::size_t draw, DrawAnswer answer)
    {
        const std::lock_guard lock(mutex_);
        answers_[draw] = std::move(answer);
        for (; taken_ < answers_.size() && answers_[taken_]; ++taken_) {
            take_(taken_, *answers_[taken_]);
            answers_[taken_].emplace();  // nothing of it is needed any more
        }
    }

    [[nodiscard]] bool is_complete() const { return taken_ == answers_.size(); }

private:
    enum class State : char { open, begun, left };
    std::vector<State> states_;
    std::vector<std::size_t> left_;  // runs
    std::vector<std::optional<DrawAnswer>> answers_;
    std::size_t taken_ = 0;
    const std::atomic<bool>* rest_;
    const TakeDraw& take_;
    std::mutex mutex_;
};

class Evaluation {
public:
    Evaluation(const DecisionStudy& study, const EvaluateSpec& spec, int threads)
        : spec_(spec), threads_(threads), reference_(study.reference)
    {
        for (const Strategy& strategy : study.strategies) {
            Part& part = parts_.emplace_back();
            part.scenario = strategy.scenario;
            ask_for_totals(part.scenario);
            if (spec.population != 0) resize(part.scenario, spec.population);
            part.is_paid = paid_by(strategy.scenario, study.perspective);
            part.is_price = price_only_parameters(strategy.scenario);
            for (const Value& rate :
                 {part.scenario.economics.discount_costs, part.scenario.economics.discount_health})
                if (!rate.parameter.is_absent() && part.is_price[rate.parameter.index()])
                    part.rates.push_back(rate.parameter.index());
            part.can_wait = why_not_priced_afterwards(part.scenario).empty();
            const auto model = compile(part.scenario, base_case(part.scenario));
            if (model) part.model = model.value();
        }
    }

    /// Hands over the answers of some draws in order.
    ///   Returns  false when it ended before all were there
    bool answer(const std::vector<ParameterDraw>& draws, const TakeDraw& take)
    {
        if (is_set(spec_.rest)) return false;
        std::vector<Run> runs;
        std::vector<std::size_t> first;  // runs of each draw
        for (std::size_t draw = 0; draw < draws.size(); ++draw) {
            first.push_back(runs.size());
            for (std::size_t strategy = 0; strategy < draws[draw].parameters.size(); ++strategy)
                if (is_asked(draws[draw], strategy)) runs.push_back({draw, strategy, alone, {}, {}, true});
        }
        first.push_back(runs.size());
        if (!live_groups(draws, runs)) return false;
        Stretch stretch(draws.size(), runs, spec_.rest, take);
        const auto end_draw = [&](std::size_t draw) {
            const std::span mine(runs.data() + first[draw], first[draw + 1] - first[draw]);
            if (auto answer = summed_up(mine)) stretch.hand_over(draw, std::move(*answer));
            for (Run& run : mine) run.totals = {};
        };
        for (std::size_t draw = 0; draw < draws.size(); ++draw)
            if (first[draw] == first[draw + 1]) end_draw(draw);  // nothing is asked
        const bool is_apart = runs.size() >= 2 * static_cast<std::size_t>(threads_);
        do_jobs_in_order(is_apart ? threads_ : 1, runs.size(), [&](std::size_t at) {
            const std::size_t draw = runs[at].draw;
            if (!stretch.may_go_on(draw)) return;
            do_run(draws[draw], is_apart ? 1 : threads_, runs[at]);
            if (stretch.is_last(draw)) end_draw(draw);
        });
        return stretch.is_complete();
    }

private:
    struct Part {
        Scenario scenario;
        std::optional<Model> model;      ///< of the base case, if it compiles
        std::vector<bool> is_paid;       ///< by cost category
        std::vector<bool> is_price;      ///< by parameter
        std::vector<std::size_t> rates;  ///< parameters that are discount rates
        bool can_wait = false;           ///< lives can be priced afterwards
    };

    [[nodiscard]] bool is_asked(const ParameterDraw& draw, std::size_t strategy) const
    {
        return !draw.parameters[strategy].empty() || parts_[strategy].scenario.parameters.empty();
    }

    /// Of what is counted only the ledger is read.
    static void ask_for_totals(Scenario& scenario)
    {
        scenario.outputs.people = 0;
        scenario.outputs.sojourns = false;
        if (has_sync_points(scenario.shared)) return;  // clinicians are counted on the same grid
        scenario.time.reports = {0.0, scenario.time.horizon};
        scenario.time.report_every = scenario.time.horizon;
    }

    /// Fewer people stand for as many.
    static void resize(Scenario& scenario, std::uint64_t people)
    {
        scenario.people.scale *= static_cast<double>(scenario.people.size) / static_cast<double>(people);
        scenario.people.size = people;
    }

    [[nodiscard]] Checked<Model> model_of(std::size_t strategy, std::span<const double> parameters) const
    {
        const Part& part = parts_[strategy];
        return part.model ? compile(part.scenario, parameters, *part.model)
                          : compile(part.scenario, parameters);
    }

    [[nodiscard]] RunSpec run_spec(std::uint32_t sample, int threads) const
    {
        RunSpec how;
        how.seed = spec_.seed;
        how.sample = sample;
        how.replicates = spec_.replicates;
        how.threads = threads;
        how.stop = spec_.stop;
        return how;
    }

    [[nodiscard]] LifeKey key_of(const ParameterDraw& draw, std::size_t strategy) const
    {
        const Part& part = parts_[strategy];
        LifeKey key{strategy, draw.sample, true, {}};
        for (std::size_t at = 0; at < part.is_price.size(); ++at)
            if (!part.is_price[at]) key.parameters.push_back(draw.parameters[strategy][at]);
        for (const std::size_t rate : part.rates)
            if (draw.parameters[strategy][rate] != part.scenario.parameters[rate].base)
                key.is_at_base_rates = false;
        return key;
    }

    /// Numbers between which the rates of all draws of a group lie: a function of the group alone, so that an
    /// answer does not depend on its company.
    [[nodiscard]] std::vector<std::vector<double>> range_of(const LifeKey& key,
                                                            const std::vector<double>& numbers) const
    {
        if (key.is_at_base_rates) return {numbers};
        std::vector<double> low = numbers, high = numbers;
        for (const std::size_t rate : parts_[key.strategy].rates) {
            low[rate] = 0.0;
            high[rate] = highest_rate;
        }
        return {low, high};
    }

    /// Live the lives that several runs share, now or in the stretch before.
    bool live_groups(const std::vector<ParameterDraw>& draws, std::vector<Run>& runs)
    {
        std::map<LifeKey, std::vector<std::size_t>> alike;
        for (std::size_t at = 0; at < runs.size(); ++at)
            if (draws[runs[at].draw].shares_lives && parts_[runs[at].strategy].can_wait)
                alike[key_of(draws[runs[at].draw], runs[at].strategy)].push_back(at);
        std::vector<LifeGroup> before = std::move(groups_);
        groups_.clear();
        for (auto& [key, members] : alike) {
            const auto kept = std::ranges::find(before, key, &LifeGroup::key);
            if (kept != before.end()) {
                groups_.push_back(std::move(*kept));
            } else if (!live_group(key)) {
                return false;
            }
            for (const std::size_t at : members)
                if (is_covered(draws[runs[at].draw].parameters[key.strategy], key))
                    runs[at].group = groups_.size() - 1;
        }
        return true;
    }

    /// The numbers that lives are lived under: prices are the base case's, whoever is in the group.
    [[nodiscard]] std::vector<double> numbers_of(const LifeKey& key) const
    {
        const Part& part = parts_[key.strategy];
        std::vector<double> numbers = base_case(part.scenario);
        auto next = key.parameters.begin();
        for (std::size_t at = 0; at < numbers.size(); ++at)
            if (!part.is_price[at]) numbers[at] = *next++;
        return numbers;
    }

    bool live_group(const LifeKey& key)
    {
        LifeGroup group{key, {}};
        const auto range = range_of(key, numbers_of(key));
        if (const auto model = model_of(key.strategy, range.front()); model) {
            group.exposures =
                expose(parts_[key.strategy].scenario, model.value(), range, run_spec(key.sample, threads_));
            if (!group.exposures.is_complete) return false;
        }
        groups_.push_back(std::move(group));
        return true;
    }

    /// Not so when the model refuses the numbers, which each run says for itself, or a rate is too high.
    [[nodiscard]] bool is_covered(std::span<const double> numbers, const LifeKey& key) const
    {
        const Exposures& exposures = groups_.back().exposures;
        return !exposures.batches.empty() && covers(exposures, parts_[key.strategy].scenario, numbers);
    }

    void do_run(const ParameterDraw& draw, int threads, Run& run) const
    {
        const Part& part = parts_[run.strategy];
        const auto& parameters = draw.parameters[run.strategy];
        // compiled even when it is not simulated: prices and utilities may be refused, too
        const auto model = model_of(run.strategy, parameters);
        if (!model) {
            run.refusal = model.why_not().all().front().message;
            return;
        }
        if (run.group != alone) {
            run.totals = totals_under(groups_[run.group].exposures, part.scenario, part.is_paid, parameters);
            return;
        }
        const RunOutcome outcome = simulate(model.value(), run_spec(draw.sample, threads));
        run.is_complete = outcome.is_complete;
        if (run.is_complete) run.totals = totals_of(part.scenario, part.is_paid, parameters, outcome.results);
    }

    /// Nothing when it was stopped.
    [[nodiscard]] std::optional<DrawAnswer> summed_up(std::span<const Run> runs) const
    {
        DrawAnswer answer;
        answer.strategies.resize(parts_.size());
        const RunTotals* reference = nullptr;
        for (const Run& run : runs) {
            if (!run.is_complete) return std::nullopt;
            if (answer.refusal.empty()) answer.refusal = run.refusal;
            if (run.strategy == reference_) reference = &run.totals;
        }
        if (!answer.refusal.empty()) return answer;
        for (const Run& run : runs) {
            answer.strategies[run.strategy] = account_of(run.totals, reference);
            answer.instants += run.totals.instants;
        }
        return answer;
    }

    const EvaluateSpec& spec_;
    int threads_;
    std::size_t reference_;
    std::vector<Part> parts_;
    std::vector<LifeGroup> groups_;  ///< of the stretch under way
};

}  // namespace

bool evaluate(const DecisionStudy& study, const EvaluateSpec& spec, std::size_t count,
              const std::function<ParameterDraw(std::size_t)>& next,
              const std::function<void(std::size_t, const DrawAnswer&)>& take)
{
    const int threads = spec.threads > 0 ? spec.threads : threads_of_machine();
    const std::size_t at_once =
        std::max<std::size_t>(1, runs_each * static_cast<std::size_t>(threads) / study.strategies.size());
    Evaluation evaluation(study, spec, threads);
    for (std::size_t first = 0; first < count; first += at_once) {
        std::vector<ParameterDraw> draws;
        for (std::size_t at = first; at < std::min(count, first + at_once); ++at) draws.push_back(next(at));
        const auto hand_over = [&](std::size_t at, const DrawAnswer& answer) {
            take(first + at, answer);
            if (spec.progress)
                spec.progress(static_cast<double>(first + at + 1) / static_cast<double>(count));
        };
        if (!evaluation.answer(draws, hand_over)) return false;
        if (is_set(spec.stop) && first + draws.size() < count) return false;
    }
    return true;
}

}  // namespace txpath
