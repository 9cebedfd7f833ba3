// validate.cpp -- trials again and again, and whether the published results lie where they put them.
#include "txpath/validate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <mutex>
#include <optional>

#include "base/stats.hpp"
#include "study/endpoints.hpp"
#include "study/survival.hpp"
#include "txpath/jobs.hpp"

namespace txpath {

namespace {

constexpr double normal_975 = 1.959963984540054;

/// The arm's scenario, with nothing in it that only reports need, up to a day.
Scenario bare(const Scenario& scenario, double last_day)
{
    constexpr double least =
        0x1p-20;  // a run must last; nobody moves in a tenth of a second but at its start
    Scenario copy = scenario;
    copy.outputs = {};
    copy.time.horizon = std::max(last_day, least);
    copy.time.report_every = copy.time.horizon;
    copy.time.reports = {0.0, copy.time.horizon};
    return copy;
}

/// Base values with those given in their places; marks the ones that were found.
std::vector<double> values_for(const Scenario& scenario, const ParameterValues& values,
                               std::vector<bool>& found)
{
    std::vector<double> all = base_case(scenario);
    for (std::size_t at = 0; at < values.size(); ++at) {
        const auto parameter =
            std::ranges::lower_bound(scenario.parameters, values[at].first, {}, &Parameter::path);
        if (parameter == scenario.parameters.end() || parameter->path != values[at].first) continue;
        all[static_cast<std::size_t>(parameter - scenario.parameters.begin())] = values[at].second;
        found[at] = true;
    }
    return all;
}

struct Replicate {
    std::vector<Estimate> estimates;
    Enrolment enrolment;
    std::optional<Diagnostics> why_not;
    bool is_done = false;
};

Replicate replicate_of(const TrialModel& trial, std::uint64_t seed, std::uint32_t number)
{
    Replicate replicate;
    auto cohort = draw_cohort(trial, seed_of(*trial.scenario, seed), number);
    if (!cohort) {
        replicate.why_not = cohort.why_not();
        return replicate;
    }
    replicate.estimates = estimate(*trial.scenario->trial, cohort.value());
    replicate.enrolment = cohort.value().count;
    replicate.is_done = true;
    return replicate;
}

/// The middle of values some of which are infinite, and how far off it may be by chance.
void sum_up_by_median(const std::vector<double>& sorted, EndpointResult& result)
{
    const auto n = static_cast<double>(sorted.size());
    const auto at = [&](double rank) {
        return sorted[static_cast<std::size_t>(std::clamp(rank, 0.0, n - 1.0))];
    };
    result.simulated = at(std::floor((n - 1.0) / 2.0));
    const double spread =
        at(std::ceil((n + std::sqrt(n)) / 2.0)) - at(std::floor((n - std::sqrt(n)) / 2.0) - 1.0);
    if (std::isfinite(spread)) result.error = 0.5 * spread;
}

void sum_up_by_mean(const std::vector<double>& sorted, bool is_ratio, EndpointResult& result)
{
    RunningStats stats;
    for (const double x : sorted) stats.add(is_ratio ? std::log(x) : x);
    result.simulated = is_ratio ? std::exp(stats.mean()) : stats.mean();
    result.error = stats.standard_error() * (is_ratio ? result.simulated : 1.0);
}

double quantile(const std::vector<double>& sorted, double p)
{
    const double x = quantile_of_sorted(sorted, p);
    if (x == x) return x;  // between two infinities lies no number
    return sorted[static_cast<std::size_t>(std::lround(p * static_cast<double>(sorted.size() - 1)))];
}

EndpointResult sum_up(const Endpoint& endpoint, std::size_t at, const std::vector<Replicate>& replicates)
{
    EndpointResult result;
    std::vector<double> sorted;
    RunningStats people, lower, upper;
    for (const Replicate& replicate : replicates) {
        if (!replicate.is_done) continue;
        const Estimate& one = replicate.estimates[at];
        result.values.push_back(one.value);
        people.add(one.people);
        lower.add(one.lower_quartile);
        upper.add(one.upper_quartile);
        if (one.value == one.value) sorted.push_back(one.value);
    }
    std::ranges::sort(sorted);
    result.defined = static_cast<std::uint32_t>(sorted.size());
    result.people = people.mean();
    if (endpoint.kind == EndpointKind::quantile_time && !endpoint.versus) {
        if (std::isfinite(lower.mean())) result.lower_quartile = lower.mean();
        if (std::isfinite(upper.mean())) result.upper_quartile = upper.mean();
    }
    const auto is_usable = [&](double x) { return std::isfinite(endpoint.is_ratio() ? std::log(x) : x); };
    if (!sorted.empty()) {
        if (std::ranges::all_of(sorted, is_usable))
            sum_up_by_mean(sorted, endpoint.is_ratio(), result);
        else
            sum_up_by_median(sorted, result);
        result.low = quantile(sorted, 0.025);
        result.high = quantile(sorted, 0.975);
    }
    std::tie(result.window_low, result.window_high) = pass_window(endpoint);
    const bool is_in = result.simulated >= result.window_low && result.simulated <= result.window_high &&
                       std::size_t{2} * result.defined > result.values.size();
    if (endpoint.use != EndpointUse::report) result.verdict = is_in ? Verdict::pass : Verdict::fail;
    return result;
}

TrialResult sum_up(const TrialModel& trial, const std::vector<Replicate>& replicates)
{
    TrialResult result;
    result.scenario = trial.scenario;
    RunningStats candidates, enrolled, randomised, too_late;
    for (const Replicate& replicate : replicates) {
        if (!replicate.is_done) continue;
        candidates.add(replicate.enrolment.candidates);
        enrolled.add(replicate.enrolment.enrolled);
        randomised.add(replicate.enrolment.randomised);
        too_late.add(replicate.enrolment.too_late);
    }
    result.enrolment = {candidates.mean(), enrolled.mean(), randomised.mean(), too_late.mean()};
    const auto& endpoints = trial.scenario->trial->endpoints;
    for (std::size_t at = 0; at < endpoints.size(); ++at)
        result.endpoints.push_back(sum_up(endpoints[at], at, replicates));
    return result;
}

}  // namespace

Checked<TrialModel> compile_trial(std::shared_ptr<const Scenario> scenario, const ParameterValues& values)
{
    const Trial& trial = *scenario->trial;
    TrialModel model;
    Diagnostics mistakes;
    std::vector<bool> found(values.size(), false);
    const auto compiled = [&](const Scenario& arm, const std::vector<double>& parameters, double last_day,
                              std::vector<Model>& into) {
        auto one = compile(bare(arm, last_day), parameters);
        if (one)
            into.push_back(one.value());
        else
            mistakes.append(one.why_not());
    };
    for (const Arm& arm : trial.arms) {
        const auto parameters = values_for(*arm.scenario, values, found);
        compiled(*arm.scenario, parameters, trial.last_day.value_or(scenario->time.horizon), model.arms);
        if (!trial.enrol.at.is_state())
            compiled(*arm.scenario, parameters, trial.enrol.at.after, model.entrance);
    }
    for (std::size_t at = 0; at < values.size(); ++at) {
        if (found[at]) continue;
        Diagnostic mistake;
        mistake.message = fmt::format("'{}' is no parameter of '{}'", values[at].first, scenario->name);
        mistake.help =
            "parameters are the entries of 'parameters' and values with a distribution or a source";
        mistakes.add(std::move(mistake));
    }
    if (mistakes.has_errors()) return mistakes;
    model.scenario = std::move(scenario);
    return model;
}

std::pair<double, double> pass_window(const Endpoint& endpoint)
{
    constexpr std::pair none{EndpointResult::missing, EndpointResult::missing};
    if (endpoint.window == WindowRule::none) return none;
    if (endpoint.window == WindowRule::given) return {endpoint.low, endpoint.high};
    const Published& published = *endpoint.published;
    if (endpoint.window == WindowRule::interval) return {*published.low, *published.high};
    if (published.events) {
        const auto [low, high] = predicted_counts(*published.events, *published.of, *published.of);
        const double of = endpoint.is_number ? 1.0 : static_cast<double>(*published.of);
        return {static_cast<double>(low) / of, static_cast<double>(high) / of};
    }
    const bool is_log = endpoint.is_ratio();
    const auto scaled = [&](double x) { return is_log ? std::log(x) : x; };
    const double error = published.low
                             ? (scaled(*published.high) - scaled(*published.low)) / (2.0 * normal_975)
                             : *published.se;
    const double reach = normal_975 * std::sqrt(2.0) * error, middle = scaled(published.value);
    if (is_log) return {std::exp(middle - reach), std::exp(middle + reach)};
    return {middle - reach, middle + reach};
}

Checked<Validation> validate(std::span<const TrialModel> trials, const ValidateSpec& spec)
{
    std::vector<std::vector<Replicate>> replicates(trials.size(), std::vector<Replicate>(spec.replicates));
    std::vector<Diagnostics> found(trials.size());
    std::mutex mutex;
    std::size_t done = 0;
    std::atomic<bool> is_stopped = false;
    const auto work = [&](std::size_t trial, std::uint32_t number) {
        if (spec.stop != nullptr && spec.stop->load(std::memory_order_relaxed)) {
            is_stopped = true;
            return;
        }
        Replicate replicate = replicate_of(trials[trial], spec.seed, number);
        const std::lock_guard lock(mutex);
        replicates[trial][number] = std::move(replicate);
        ++done;
        if (spec.progress)
            spec.progress(static_cast<double>(done) / static_cast<double>(trials.size() * spec.replicates));
    };
    // the first replicate of each alone: a trial that cannot be done is refused before the long part begins
    do_jobs(spec.threads, trials.size(), [&](std::size_t trial) {
        found[trial] = compare_run_ins(trials[trial], seed_of(*trials[trial].scenario, spec.seed));
        if (!found[trial].has_errors()) work(trial, 0);
    });
    Diagnostics mistakes;
    const auto gather = [&] {
        for (std::size_t trial = 0; trial < trials.size(); ++trial) {
            mistakes.append(found[trial]);
            const auto first = std::ranges::find_if(
                replicates[trial], [](const Replicate& one) { return one.why_not.has_value(); });
            if (first != replicates[trial].end()) mistakes.append(*first->why_not);
        }
    };
    gather();
    if (mistakes.has_errors()) return mistakes;
    const std::size_t rest = spec.replicates - 1;
    do_jobs(spec.threads, trials.size() * rest,
            [&](std::size_t job) { work(job / rest, static_cast<std::uint32_t>(1 + job % rest)); });
    gather();
    if (mistakes.has_errors()) return mistakes;
    Validation validation;
    validation.is_complete = !is_stopped;
    for (std::size_t trial = 0; trial < trials.size(); ++trial)
        validation.trials.push_back(sum_up(trials[trial], replicates[trial]));
    return validation;
}

std::size_t failures(const Validation& validation) noexcept
{
    std::size_t count = 0;
    for (const TrialResult& trial : validation.trials)
        count += static_cast<std::size_t>(
            std::ranges::count(trial.endpoints, Verdict::fail, &EndpointResult::verdict));
    return count;
}

}  // namespace txpath
