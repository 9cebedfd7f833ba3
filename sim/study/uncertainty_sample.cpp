// uncertainty_sample.cpp -- strategies run under draws of their parameters, and the few numbers kept of each.
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <utility>

#include "base/fingerprint.hpp"
#include "study/price_draws.hpp"
#include "study/sample_keeper.hpp"

namespace txpath {

namespace {

constexpr std::size_t reasons_shown = 3;

Diagnostics mistake(const DecisionStudy& study, std::string message, std::string help)
{
    Diagnostic one;
    one.at.file = study.name;
    one.message = std::move(message);
    one.help = std::move(help);
    Diagnostics found;
    found.add(std::move(one));
    return found;
}

double error_of(const PerPerson& figure)
{
    return figure.has_error ? figure.standard_error : std::numeric_limits<double>::quiet_NaN();
}

SampledFigure figure_of(const StratumAccount& account)
{
    constexpr std::size_t discounted = 1;
    SampledFigure figure;
    figure.cost = account.total_cost[discounted].mean;
    figure.cost_error = error_of(account.total_cost[discounted]);
    figure.qalys = account.qalys[discounted].mean;
    figure.qalys_error = error_of(account.qalys[discounted]);
    figure.incremental_cost = account.incremental_cost.mean;
    figure.incremental_cost_error = error_of(account.incremental_cost);
    figure.incremental_qalys = account.incremental_qalys.mean;
    figure.incremental_qalys_error = error_of(account.incremental_qalys);
    figure.incremental_covariance = account.incremental_covariance;
    return figure;
}

Diagnostics too_few(const DecisionStudy& study, const UncertaintySample& sample)
{
    std::string reasons;
    for (std::size_t k = 0; k < std::min(reasons_shown, sample.refused.size()); ++k)
        reasons += fmt::format("{}sample {}: {}", k == 0 ? "" : "; ", sample.refused[k].sample + 1,
                               sample.refused[k].reason);
    return mistake(study,
                   fmt::format("the model refuses {} of {} draws, so that there is nothing to analyse",
                               sample.refused.size(), sample.planned),
                   reasons);
}

}  // namespace

SampleSource source_of(const DrawPlan& plan)
{
    const auto shared = std::make_shared<const DrawPlan>(plan);
    SampleSource source;
    source.values = shared->values();
    source.samples = shared->samples();
    source.parameters = [shared](std::uint32_t sample) { return shared->parameters(sample); };
    source.shown = [shared](std::uint32_t sample) { return shared->shown(sample); };
    return source;
}

std::uint64_t bytes_per_sample(const DecisionStudy& study, std::size_t values)
{
    const std::size_t groups = strata(study.strategies[study.reference].scenario).size();
    return sizeof(SampledFigure) * study.strategies.size() * groups + sizeof(double) * values +
           sizeof(std::uint32_t);
}

bool has_common_luck(const DecisionStudy& study, const SampleSource& source)
{
    return PriceDraws(study).are_all(source.values);
}

SampleAnswer summed_up(const DecisionStudy& study, const DrawAnswer& answer)
{
    SampleAnswer kept{answer.instants, answer.refusal, {}, {}};
    if (!answer.refusal.empty()) return kept;
    for (const StrategyAccount& account : answer.strategies)
        for (const StratumAccount& stratum : account) kept.figures.push_back(figure_of(stratum));
    for (const StratumAccount& stratum : answer.strategies[study.reference])
        kept.people.push_back(stratum.people);
    return kept;
}

ParameterDraw draw_of(const SampleSource& source, std::uint32_t sample, bool has_common_luck)
{
    return {has_common_luck ? 0 : sample, source.parameters(sample), has_common_luck};
}

SampleKeeper::SampleKeeper(const DecisionStudy& study, const SampleSource& source)
    : study_(study), source_(source)
{
    sample_.planned = source.samples;
    sample_.strategies = study.strategies.size();
    sample_.strata = strata(study.strategies[study.reference].scenario);
    sample_.values = source.values;
    sample_.drawn.resize(source.values.size());
    sample_.people.resize(sample_.strata.size(), 0.0);
    sample_.has_common_luck = has_common_luck(study, source);
}

void SampleKeeper::keep(std::uint32_t number, SampleAnswer answer)
{
    if (sample_.has_common_luck)
        sample_.instants = std::max(sample_.instants, answer.instants);
    else
        sample_.instants += answer.instants;
    if (!answer.refusal.empty()) {
        sample_.refused.push_back({number, std::move(answer.refusal)});
        return;
    }
    sample_.samples.push_back(number);
    sample_.figures.insert(sample_.figures.end(), answer.figures.begin(), answer.figures.end());
    const std::vector<double> shown = source_.shown(number);
    for (std::size_t value = 0; value < shown.size(); ++value) sample_.drawn[value].push_back(shown[value]);
    for (std::size_t stratum = 0; stratum < sample_.strata.size(); ++stratum)
        sample_.people[stratum] += answer.people[stratum];
}

Checked<UncertaintySample> SampleKeeper::finish()
{
    if (sample_.count() < 2) return too_few(study_, sample_);
    for (double& people : sample_.people) people /= static_cast<double>(sample_.count());
    return std::move(sample_);
}

Diagnostics too_few_planned(const DecisionStudy& study)
{
    return mistake(study, "one sample cannot show how far the result may vary",
                   "write `samples: 1000` under `uncertainty`, or --samples 1000");
}

Checked<UncertaintySample> sample_uncertainty(const DecisionStudy& study, const SampleSource& source,
                                              const EvaluateSpec& spec, const Evaluate& run)
{
    if (source.samples < 2) return too_few_planned(study);
    SampleKeeper sampling(study, source);
    const bool has_common_luck = sampling.so_far().has_common_luck;
    const bool is_complete = run(
        spec, source.samples,
        [&](std::size_t at) { return draw_of(source, static_cast<std::uint32_t>(at), has_common_luck); },
        [&](std::size_t at, const DrawAnswer& answer) {
            sampling.keep(static_cast<std::uint32_t>(at), summed_up(study, answer));
        });
    if (is_complete) return sampling.finish();
    UncertaintySample stopped = sampling.so_far();
    stopped.is_complete = false;
    return stopped;
}

void add_what_varies(const UncertaintySettings& settings, Fingerprint& fingerprint)
{
    fingerprint.add(static_cast<int>(settings.sampling));
    for (const std::string& path : settings.vary) fingerprint.add(std::string_view(path));
    for (const ValueCorrelation& each : settings.correlations) {
        fingerprint.add(std::string_view(each.first));
        fingerprint.add(std::string_view(each.second));
        fingerprint.add(each.rho);
    }
    if (!settings.given) return;
    for (const std::string& path : settings.given->paths) fingerprint.add(std::string_view(path));
    for (const auto& row : settings.given->rows)
        for (const double number : row) fingerprint.add(number);
}

namespace {

void add(const UncertaintySettings& settings, Fingerprint& fingerprint)
{
    fingerprint.add(settings.samples);
    fingerprint.add(settings.population.value_or(0));
    fingerprint.add(settings.replicates);
    add_what_varies(settings, fingerprint);
    for (const ValueGroup& group : settings.groups) {
        fingerprint.add(std::string_view(group.name));
        for (const std::string& path : group.paths) fingerprint.add(std::string_view(path));
    }
    if (settings.affected) {
        fingerprint.add(settings.affected->per_year);
        fingerprint.add(settings.affected->years);
        fingerprint.add(settings.affected->discount);
    }
}

}  // namespace

std::uint64_t uncertainty_fingerprint(const DecisionStudy& study, std::uint64_t seed)
{
    Fingerprint fingerprint;
    fingerprint.add(std::string_view("uncertainty"));
    fingerprint.add(seed);
    fingerprint.add(std::string_view(study.text));
    for (const Strategy& strategy : study.strategies) {
        fingerprint.add(std::string_view(strategy.name));
        fingerprint.add(std::string_view(strategy.label));
        fingerprint.add(std::string_view(strategy.scenario.effective_text));
    }
    fingerprint.add(study.reference);
    fingerprint.add(std::string_view(study.perspective));
    for (const double threshold : study.thresholds) fingerprint.add(threshold);
    fingerprint.add(study.willingness.from);
    fingerprint.add(study.willingness.to);
    fingerprint.add(study.willingness.points);
    add(study.uncertainty, fingerprint);
    return fingerprint.value();
}

}  // namespace txpath
