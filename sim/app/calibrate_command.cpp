// calibrate_command.cpp -- `txpath calibrate`: values fitted to published results.
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "app/commands.hpp"
#include "app/delivery.hpp"
#include "app/json_number.hpp"
#include "app/load_checked.hpp"
#include "app/process.hpp"
#include "app/progress.hpp"
#include "app/signals.hpp"
#include "txpath/calibration_report.hpp"
#include "txpath/model.hpp"

namespace txpath::app {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint64_t most_replicates = 1000000;

/// The study with what the command line says instead, every scenario of it sound.
Checked<Study> load(const Invocation& invocation)
{
    auto loaded = load_study(invocation.argument());
    if (!loaded) return loaded;
    Study& study = loaded.value();
    if (const auto seed = invocation.number("seed")) study.seed = *seed;
    if (const auto replicates = invocation.number("replicates"))
        study.replicates = static_cast<std::uint32_t>(std::min(*replicates, most_replicates));
    Diagnostics found;
    for (const auto& scenario : study.scenarios) {
        found.append(check_pathways(*scenario));
        if (scenario->trial == nullptr) continue;
        for (const Arm& arm : scenario->trial->arms)
            if (!found.has_errors()) found.append(check_pathways(*arm.scenario));
    }
    if (found.has_errors()) return found;
    return loaded;
}

ManifestFacts facts_of(const Study& study, const Calibration& found, int threads, const Stopwatch& watch)
{
    ManifestFacts facts = facts_so_far(watch);
    facts.fingerprint = calibration_fingerprint(study);
    facts.seed = study.seed;
    facts.threads = threads;
    facts.warnings = warnings_of(study.warnings);
    for (const std::string& doubt : doubts_about(study, found)) facts.warnings.push_back(doubt);
    return facts;
}

std::string json_of(const Study& study, const Calibration& found, const std::string& folder)
{
    Json values = Json::object(), targets = Json::object();
    for (std::size_t k = 0; k < study.values.size(); ++k) {
        const ValueFit& fit = found.values[k];
        const auto shown = [&](double x) { return number_or_null(x / study.values[k].written.unit_size); };
        values[study.values[k].path] = {{"estimate", shown(fit.estimate)},
                                        {"se", shown(fit.standard_error)},
                                        {"ci95", Json::array({shown(fit.low), shown(fit.high)})},
                                        {"at_bound", fit.is_at_bound},
                                        {"unit", study.values[k].written.unit}};
    }
    for (std::size_t k = 0; k < found.best.targets.size(); ++k) {
        const TargetFit& fit = found.best.targets[k];
        targets[study.targets[k].name] = {{"simulated", number_or_null(fit.simulated.value)},
                                          {"mcse", number_or_null(fit.simulated.error)},
                                          {"residual", number_or_null(fit.residual)}};
    }
    return Json{{"folder", folder},
                {"evaluations", found.evaluations},
                {"log_posterior", number_or_null(found.best.log_posterior)},
                {"values", values},
                {"targets", targets},
                {"notes", doubts_about(study, found)}}
               .dump(2) +
           "\n";
}

ExitCode deliver_fit(const Invocation& invocation, const Terminal& terminal, const Study& study,
                     const Calibration& found, const RunFolder& written)
{
    if (!found.is_complete) {
        terminal.talk(fmt::format("stopped; {} evaluations are kept in {}, and no fit", found.evaluations,
                                  written.path));
        return stop_code().value_or(ExitCode::interrupted);
    }
    return deliver(written,
                   {.json = [&](const RunFolder& folder) { return json_of(study, found, folder.path); },
                    .text = [&](const TextStyle& style) { return calibration_text(study, found, style); }},
                   invocation, terminal);
}

}  // namespace

ExitCode calibrate(const Invocation& invocation, const Terminal& terminal)
{
    const Stopwatch watch;
    const auto loaded = load(invocation);
    if (!loaded) return refuse(loaded.why_not(), terminal);
    const Study& study = loaded.value();
    terminal.show(study.warnings);
    if (const auto code = obstacle_to(calibration_folder_name(study), 0, invocation, terminal)) return *code;
    CalibrationFolder folder(study, destination_of(invocation), existing_of(invocation));
    Progress progress{manner_of(invocation, terminal)};
    CalibrateSpec spec;
    spec.threads = threads_of(invocation);
    spec.with_profile = invocation.has("profile");
    spec.each = [&](const Evaluation& evaluation) { folder.keep(evaluation); };
    spec.progress = [&](double share) { progress.tell(share); };
    spec.stop = &stop_flag();
    const auto found = txpath::calibrate(study, spec);
    if (!found) return refuse(found.why_not(), terminal);
    if (found.value().evaluations == 0) {
        terminal.talk("stopped; nothing was evaluated");
        return stop_code().value_or(ExitCode::interrupted);
    }
    const auto written = folder.finish(found.value(), facts_of(study, found.value(), spec.threads, watch));
    return deliver_fit(invocation, terminal, study, found.value(), written);
}

}  // namespace txpath::app
