// validate_command.cpp -- `txpath validate`: published trials done on simulated people.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <system_error>
#include <vector>

#include "app/commands.hpp"
#include "app/delivery.hpp"
#include "app/json_number.hpp"
#include "app/load_checked.hpp"
#include "app/process.hpp"
#include "app/progress.hpp"
#include "app/signals.hpp"
#include "txpath/report.hpp"
#include "txpath/validate.hpp"

namespace txpath::app {

namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::uint32_t usual_replicates = 200;
constexpr const char* usual_folder = "scenarios/trials";

/// Files as they are, folders as the trials in them.
std::vector<std::string> files_of(const Invocation& invocation)
{
    std::vector<std::string> named = invocation.arguments();
    if (named.empty()) named.emplace_back(usual_folder);
    std::vector<std::string> files;
    for (const std::string& name : named) {
        std::error_code error;
        if (!fs::is_directory(name, error)) {
            files.push_back(name);
            continue;
        }
        std::vector<std::string> inside;
        for (const auto& entry : fs::directory_iterator(name, error))
            if (entry.path().extension() == ".yaml") inside.push_back(entry.path().string());
        std::ranges::sort(inside);
        files.insert(files.end(), inside.begin(), inside.end());
    }
    return files;
}

Checked<Scenario> load_one(const std::string& file, const std::vector<Override>& settings)
{
    auto loaded = load_scenario(file, settings);
    if (!loaded) return loaded;
    Diagnostics found = check_pathways(loaded.value());
    if (loaded.value().trial == nullptr) {
        Diagnostic mistake;
        mistake.at.file = file;
        mistake.message = "the scenario has no section 'trial'";
        mistake.help = "txpath run runs a scenario; scenarios/trials/README.md says how a trial is written";
        found.add(std::move(mistake));
    } else {
        for (const Arm& arm : loaded.value().trial->arms)
            if (!found.has_errors()) found.append(check_pathways(*arm.scenario));
    }
    if (found.has_errors()) return found;
    return loaded;
}

Checked<std::vector<TrialModel>> load_trials(const Invocation& invocation)
{
    const auto settings = settings_of(invocation);
    Diagnostics found;
    std::vector<TrialModel> trials;
    for (const std::string& file : files_of(invocation)) {
        auto loaded = load_one(file, settings);
        if (!loaded) {
            found.append(loaded.why_not());
            continue;
        }
        auto model = compile_trial(std::make_shared<const Scenario>(std::move(loaded.value())), {});
        if (model)
            trials.push_back(std::move(model.value()));
        else
            found.append(model.why_not());
    }
    if (found.has_errors()) return found;
    return trials;
}

Json endpoint_json(const Endpoint& endpoint, const EndpointResult& result)
{
    const auto verdict = result.verdict == Verdict::pass   ? Json("pass")
                         : result.verdict == Verdict::fail ? Json("fail")
                                                           : Json(nullptr);
    return {{"published", endpoint.published ? Json(endpoint.published->value) : Json(nullptr)},
            {"simulated", number_or_null(result.simulated)},
            {"mcse", number_or_null(result.error)},
            {"predicted", Json::array({number_or_null(result.low), number_or_null(result.high)})},
            {"window", Json::array({number_or_null(result.window_low), number_or_null(result.window_high)})},
            {"people", result.people},
            {"replicates", result.defined},
            {"unit", endpoint.unit},
            {"verdict", verdict}};
}

std::string json_of(const Validation& validation, const std::string& folder)
{
    Json trials = Json::object();
    for (const TrialResult& trial : validation.trials) {
        Json endpoints = Json::object();
        for (std::size_t at = 0; at < trial.endpoints.size(); ++at) {
            const Endpoint& endpoint = trial.scenario->trial->endpoints[at];
            endpoints[endpoint.name] = endpoint_json(endpoint, trial.endpoints[at]);
        }
        trials[trial.scenario->name] = {
            {"title", trial.scenario->trial->title}, {"candidates", trial.enrolment.candidates},
            {"enrolled", trial.enrolment.enrolled},  {"randomised", trial.enrolment.randomised},
            {"too_late", trial.enrolment.too_late},  {"endpoints", endpoints}};
    }
    return Json{{"folder", folder}, {"failed", failures(validation)}, {"trials", trials}}.dump(2) + "\n";
}

ManifestFacts facts_of(const Validation& validation, const ValidateSpec& spec, const Stopwatch& watch)
{
    ManifestFacts facts = facts_so_far(watch);
    facts.fingerprint = validation_fingerprint(validation, spec.seed, spec.replicates);
    facts.seed = spec.seed;
    facts.threads = spec.threads;
    facts.planned_replicates = facts.done_replicates = spec.replicates;
    return facts;
}

ExitCode write_and_deliver(const Invocation& invocation, const Terminal& terminal,
                           const Validation& validation, const ManifestFacts& facts)
{
    const auto written =
        write_validation_folder({validation, facts}, destination_of(invocation), existing_of(invocation));
    const ExitCode code =
        deliver(written,
                {.json = [&](const RunFolder& folder) { return json_of(validation, folder.path); },
                 .text = [&](const TextStyle& style) { return validation_text(validation, style); }},
                invocation, terminal);
    return code == ExitCode::ok && failures(validation) > 0 ? ExitCode::target_missed : code;
}

}  // namespace

ExitCode validate(const Invocation& invocation, const Terminal& terminal)
{
    const Stopwatch watch;
    const auto trials = load_trials(invocation);
    if (!trials) return refuse(trials.why_not(), terminal);
    if (trials.value().empty()) {
        terminal.error(fmt::format("there are no trials in {}", usual_folder));
        return ExitCode::missing_input;
    }
    terminal.detail(fmt::format("read and compiled {} trials in {}", trials.value().size(),
                                spoken_seconds(watch.wall_seconds())));
    ValidateSpec spec;
    spec.seed = invocation.number("seed").value_or(trials.value().front().scenario->run.seed);
    spec.replicates = static_cast<std::uint32_t>(
        std::min<std::uint64_t>(invocation.number("replicates").value_or(usual_replicates), 1000000));
    spec.threads = threads_of(invocation);
    Progress progress{manner_of(invocation, terminal)};
    spec.progress = [&progress](double share) { progress.tell(share); };
    spec.stop = &stop_flag();
    const auto validation = txpath::validate(trials.value(), spec);
    if (!validation) return refuse(validation.why_not(), terminal);
    if (stop_code() || !validation.value().is_complete) return stopped(terminal);
    return write_and_deliver(invocation, terminal, validation.value(),
                             facts_of(validation.value(), spec, watch));
}

}  // namespace txpath::app
