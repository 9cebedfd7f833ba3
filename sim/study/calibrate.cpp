// calibrate.cpp -- the model behind a study: trials and scenarios, compiled and simulated for each set of
// values.
//
// Owns      calibrate.
// Assumes   load_study's promises.
#include "txpath/calibrate.hpp"

#include <algorithm>

#include "study/fitting.hpp"
#include "study/measured.hpp"
#include "txpath/validate.hpp"

namespace txpath {

namespace {

/// Something of the study that is compiled and simulated as a whole.
struct Source {
    std::shared_ptr<const Scenario> scenario;
    std::vector<std::size_t> values;   ///< of the study, that it has
    std::vector<std::size_t> targets;  ///< of the study, that it gives
};

std::vector<Source> sources_of(const Study& study)
{
    std::vector<Source> sources;
    for (std::size_t s = 0; s < study.scenarios.size(); ++s) {
        Source source{study.scenarios[s], {}, {}};
        for (std::size_t k = 0; k < study.values.size(); ++k)
            if (std::ranges::binary_search(source.scenario->parameters, study.values[k].path, {},
                                           &Parameter::path))
                source.values.push_back(k);
        for (std::size_t t = 0; t < study.targets.size(); ++t)
            if (study.targets[t].scenario == s) source.targets.push_back(t);
        sources.push_back(std::move(source));
    }
    return sources;
}

class Simulation {
public:
    Simulation(const Study& study, const CalibrateSpec& spec)
        : study_(study), spec_(spec), sources_(sources_of(study))
    {
    }

    /// What the model says of these values before anything is simulated.
    [[nodiscard]] Diagnostics refusal_of(std::span<const double> values) const
    {
        std::vector<TrialModel> trials;
        std::vector<MeasuredModel> measured;
        return compile_all(values, trials, measured);
    }

    /// Nothing: stopped. A refusal of values is an answer; one of the trials themselves is kept as the
    /// reason.
    [[nodiscard]] std::optional<Answer> simulate(std::span<const double> values)
    {
        std::vector<TrialModel> trials;
        std::vector<MeasuredModel> measured;
        Answer answer;
        if (const auto why = compile_all(values, trials, measured); why.has_errors()) {
            answer.refusal = why.all().front().message;
            return answer;
        }
        answer.simulated.resize(study_.targets.size());
        if (!trials.empty() && !do_trials(trials, answer)) return std::nullopt;
        std::size_t next = 0;
        for (const Source& source : sources_) {
            if (source.scenario->trial != nullptr) continue;
            const auto results = simulate_measured(measured[next++], study_.seed, spec_.threads, spec_.stop);
            if (!results) return std::nullopt;
            for (const std::size_t t : source.targets)
                answer.simulated[t] = measure(*source.scenario, study_.targets[t], *results);
        }
        return answer;
    }

    /// Why a trial cannot be done at the values that were asked for first.
    [[nodiscard]] const Diagnostics& failure() const noexcept { return failure_; }

private:
    [[nodiscard]] ParameterValues values_for(const Source& source, std::span<const double> values) const
    {
        ParameterValues chosen;
        for (const std::size_t k : source.values) chosen.emplace_back(study_.values[k].path, values[k]);
        return chosen;
    }

    [[nodiscard]] Diagnostics compile_all(std::span<const double> values, std::vector<TrialModel>& trials,
                                          std::vector<MeasuredModel>& measured) const
    {
        Diagnostics mistakes;
        const auto keep = [&](auto made, auto& into) {
            if (made)
                into.push_back(std::move(made.value()));
            else
                mistakes.append(made.why_not());
        };
        for (const Source& source : sources_) {
            const auto chosen = values_for(source, values);
            if (source.scenario->trial != nullptr)
                keep(compile_trial(source.scenario, chosen), trials);
            else
                keep(compile_measured(*source.scenario, chosen, study_.targets, source.targets), measured);
        }
        return mistakes;
    }

    [[nodiscard]] bool do_trials(const std::vector<TrialModel>& trials, Answer& answer)
    {
        const auto done = validate(trials, {.seed = study_.seed,
                                            .replicates = study_.replicates,
                                            .threads = spec_.threads,
                                            .progress = {},
                                            .stop = spec_.stop});
        if (!done) {
            answer.refusal = done.why_not().all().front().message;
            if (!has_simulated_) {
                failure_ = done.why_not();
                return false;
            }
            return true;
        }
        if (!done.value().is_complete) return false;
        has_simulated_ = true;
        std::size_t next = 0;
        for (const Source& source : sources_) {
            if (source.scenario->trial == nullptr) continue;
            const TrialResult& result = done.value().trials[next++];
            for (const std::size_t t : source.targets) {
                const Target& target = study_.targets[t];
                const EndpointResult& found = result.endpoints[target.item];
                // a share, whatever the endpoint counts: of the people who were in its denominator
                const double unit =
                    target.is_number && target.likelihood == Likelihood::binomial ? found.people : 1.0;
                answer.simulated[t] = {found.simulated / unit, found.error / unit,
                                       found.people * static_cast<double>(found.values.size())};
            }
        }
        return true;
    }

    const Study& study_;
    const CalibrateSpec& spec_;
    std::vector<Source> sources_;
    bool has_simulated_ = false;
    Diagnostics failure_;
};

/// Bounds that the model refuses make no study: found before anything is simulated.
Diagnostics check_bounds(const Study& study, const Simulation& simulation)
{
    std::vector<double> start;
    for (const FittedValue& value : study.values) start.push_back(value.start);
    Diagnostics found = simulation.refusal_of(start);
    if (found.has_errors()) return found;
    for (std::size_t k = 0; k < study.values.size(); ++k) {
        const FittedValue& value = study.values[k];
        for (const double bound : {value.low, value.high}) {
            auto values = start;
            values[k] = bound;
            const auto why = simulation.refusal_of(values);
            if (!why.has_errors()) continue;
            Diagnostic mistake;
            mistake.at = value.at;
            mistake.message =
                "the model refuses '" + value.path + "' at a bound: " + why.all().front().message;
            mistake.help = "bounds must be values that the scenario could have";
            found.add(std::move(mistake));
        }
    }
    return found;
}

}  // namespace

Checked<Calibration> calibrate(const Study& study, const CalibrateSpec& spec)
{
    Simulation simulation(study, spec);
    if (auto found = check_bounds(study, simulation); found.has_errors()) return found;
    const Problem problem{study.values, study.targets, study.search, study.seed,
                          [&](std::span<const double> values) { return simulation.simulate(values); }};
    auto result = fit(problem, spec);
    if (simulation.failure().has_errors()) return simulation.failure();
    return result;
}

}  // namespace txpath
