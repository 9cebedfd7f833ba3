#include "support/toy_decision.hpp"

#include <array>

#include "base/special.hpp"

namespace txpath::test {

namespace {

constexpr double people = 1000.0;
constexpr std::size_t most_strategies = 3;

/// Steps of the lattice: primes, so that they share no factor with usual numbers of samples; chosen so that
/// two values have a correlation below 0.05 with 100 samples or more, below 0.008 with 4000.
constexpr std::array<std::uint64_t, 2> steps{5167, 6761};

}  // namespace

DecisionStudy toy_study(const std::vector<std::string>& names)
{
    DecisionStudy study;
    study.name = "toy";
    study.title = "A toy";
    for (const std::string& name : names) {
        Strategy strategy;
        strategy.name = strategy.label = name;
        strategy.scenario.name = name;
        strategy.scenario.effective_text = "title: " + name + "\n";
        strategy.scenario.economics.currency = "USD";
        strategy.scenario.time.horizon = 365.25;
        study.strategies.push_back(strategy);
    }
    study.thresholds = {20000.0, 50000.0};
    study.willingness = {0.0, 100000.0, 101};
    return study;
}

SampleSource normal_values(const std::vector<std::string>& names, std::uint32_t samples)
{
    SampleSource source;
    source.samples = samples;
    for (const std::string& name : names) {
        VariedValue value;
        value.path = "parameters." + name;
        value.column = name;
        source.values.push_back(value);
    }
    source.shown = [samples, count = names.size()](std::uint32_t sample) {
        std::vector<double> drawn;
        for (std::size_t value = 0; value < count; ++value) {
            const auto place = static_cast<double>((sample + 1) * steps.at(value) % samples);
            drawn.push_back(portable::normal_quantile((place + 0.5) / samples));
        }
        return drawn;
    };
    source.parameters = [shown = source.shown](std::uint32_t sample) {
        return std::vector<std::vector<double>>(most_strategies, shown(sample));
    };
    return source;
}

Evaluate playing(const ToyModel& model, std::size_t strategies, std::size_t reference, double people_each)
{
    return [=](const EvaluateSpec&, std::size_t count, const auto& next, const auto& take) {
        for (std::size_t k = 0; k < count; ++k) {
            const ParameterDraw draw = next(k);
            const ToyFigure base = model(reference, draw.parameters[reference], draw.sample);
            DrawAnswer answer;
            for (std::size_t strategy = 0; strategy < strategies; ++strategy) {
                const ToyFigure figure = model(strategy, draw.parameters[strategy], draw.sample);
                StratumAccount account;
                account.people = people_each;
                account.total_cost[1] = {figure.cost, figure.cost_error, true};
                account.qalys[1] = {figure.qalys, figure.qalys_error, true};
                account.incremental_cost = {figure.cost - base.cost, figure.cost_error, true};
                account.incremental_qalys = {figure.qalys - base.qalys, figure.qalys_error, true};
                answer.strategies.push_back({account});
            }
            answer.instants = 1;
            take(k, answer);
        }
        return true;
    };
}

ToyResult analysed(const DecisionStudy& study, const SampleSource& source, const ToyModel& model)
{
    const auto sample = sample_uncertainty(study, source, {},
                                           playing(model, study.strategies.size(), study.reference, people));
    return {sample.value(), analyse_uncertainty(study, sample.value())};
}

}  // namespace txpath::test
