// uncertainty_command.cpp -- `txpath uncertainty`: how sure a decision is, and what is worth learning.
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "app/commands.hpp"
#include "app/delivery.hpp"
#include "app/load_checked.hpp"
#include "app/progress.hpp"
#include "app/run_plan.hpp"
#include "app/signals.hpp"
#include "app/uncertainty_json.hpp"
#include "txpath/model.hpp"
#include "txpath/uncertainty_report.hpp"

namespace txpath::app {

namespace {

constexpr std::uint64_t most_samples = 10'000'000, most_replicates = 1'000'000;

/// What the command line says instead of the study. People and replicates are those of a sample, so they are
/// not laid over the scenarios.
void settle(const Invocation& invocation, UncertaintySettings& settings)
{
    if (const auto samples = invocation.number("samples"))
        settings.samples = static_cast<std::uint32_t>(std::min(*samples, most_samples));
    if (const auto replicates = invocation.number("replicates"))
        settings.replicates = static_cast<std::uint32_t>(std::min(*replicates, most_replicates));
    if (const auto population = invocation.number("population")) settings.population = *population;
    if (const auto sampling = invocation.text("sampling"))
        for (const Sampling one : {Sampling::latin_hypercube, Sampling::sobol, Sampling::random})
            if (word_for(one) == *sampling) settings.sampling = one;
}

Checked<DecisionStudy> load(const Invocation& invocation)
{
    DecisionOverrides overrides;
    overrides.reference = invocation.text("reference");
    for (const auto& assignment : invocation.texts("set")) {
        const auto equals = assignment.find('=');
        overrides.set.push_back({assignment.substr(0, equals), assignment.substr(equals + 1)});
    }
    if (const auto seed = invocation.text("seed")) overrides.set.push_back({"run.seed", *seed});
    auto loaded = load_decision(invocation.argument(), overrides);
    if (!loaded) return loaded;
    Diagnostics found;
    for (const Strategy& strategy : loaded.value().strategies)
        found.append(check_pathways(strategy.scenario));
    if (found.has_errors()) return found;
    loaded.value().warnings.append(found);
    loaded.value().warnings.sort();  // strategies share most of what there is to note
    settle(invocation, loaded.value().uncertainty);
    return loaded;
}

std::uint64_t people_of(const DecisionStudy& study, const Strategy& strategy)
{
    return study.uncertainty.population.value_or(strategy.scenario.people.size);
}

/// What all samples take: each strategy costs about as much as it does at its base case.
///   Errors  a strategy that does not compile
Checked<Cost> cost_of(const Invocation& invocation, const DecisionStudy& study, const SampleSource& source)
{
    Cost cost;
    const std::size_t values = source.values.size();
    const double simulations = has_common_luck(study, source) ? 1.0 : study.uncertainty.samples;
    for (const Strategy& strategy : study.strategies) {
        Scenario scenario = strategy.scenario;
        scenario.people.size = people_of(study, strategy);
        scenario.run.replicates = study.uncertainty.replicates;
        const auto model = compile(scenario, base_case(scenario));
        if (!model) return model.why_not();
        const Cost one =
            estimate({scenario, model.value(), threads_of(invocation), destination_of(invocation)});
        cost.people += one.people;
        cost.seconds += one.seconds * simulations;
        cost.memory_bytes = std::max(cost.memory_bytes, one.memory_bytes);
    }
    cost.memory_bytes += study.uncertainty.samples * bytes_per_sample(study, values);
    for (const TableEstimate& table : estimate_uncertainty_tables(study, values)) {
        cost.disk_bytes += table.bytes;
        cost.disk_rows += table.rows;
    }
    return cost;
}

ExitCode say_cost(const Invocation& invocation, const Terminal& terminal, const DecisionStudy& study,
                  const SampleSource& source)
{
    const std::size_t values = source.values.size();
    const auto cost = cost_of(invocation, study, source);
    if (!cost) return refuse(cost.why_not(), terminal);
    if (const auto code = stop_code()) return *code;
    const auto& [people, unused, memory, disk, rows, seconds] = cost.value();
    const std::uint64_t kept = bytes_per_sample(study, values);
    if (invocation.has("json")) {
        const nlohmann::ordered_json json{{"study", study.name},
                                          {"samples", study.uncertainty.samples},
                                          {"strategies", study.strategies.size()},
                                          {"values", values},
                                          {"people_per_sample", people},
                                          {"replicates", study.uncertainty.replicates},
                                          {"threads", threads_of(invocation)},
                                          {"seconds", seconds},
                                          {"memory_bytes", memory},
                                          {"kept_bytes_per_sample", kept},
                                          {"disk_bytes", disk},
                                          {"rows", rows}};
        terminal.data(json.dump(2) + "\n");
        return ExitCode::ok;
    }
    terminal.data(fmt::format(
        "{}: nothing was run\n"
        "work    {} samples of {} values; in each {} strategies, {} people in all, {} replicate{}\n"
        "time    about {} with {} thread{}, from a pilot of each strategy\n"
        "memory  about {} of {}; {} are kept of each sample\n"
        "disk    about {} in {} rows\n",
        study.name, study.uncertainty.samples, values, study.strategies.size(), people,
        study.uncertainty.replicates, study.uncertainty.replicates == 1 ? "" : "s", spoken_seconds(seconds),
        threads_of(invocation), threads_of(invocation) == 1 ? "" : "s",
        spoken_bytes(static_cast<double>(memory)), spoken_bytes(static_cast<double>(memory_allowed())),
        spoken_bytes(static_cast<double>(kept)), spoken_bytes(static_cast<double>(disk)), rows));
    return ExitCode::ok;
}

ManifestFacts facts_of(const Invocation& invocation, const DecisionStudy& study, std::uint64_t fingerprint,
                       const Stopwatch& watch)
{
    const Scenario& scenario = study.strategies[study.reference].scenario;
    ManifestFacts facts = facts_so_far(scenario, watch);
    const auto add = [&facts](const Diagnostics& found) {
        for (const Diagnostic& each : found.all())
            if (each.severity == Severity::warning &&
                std::ranges::find(facts.warnings, each.message) == facts.warnings.end())
                facts.warnings.push_back(each.message);
    };
    add(study.warnings);
    for (const Strategy& strategy : study.strategies) add(strategy.scenario.warnings);
    facts.fingerprint = fingerprint;
    facts.threads = threads_of(invocation);
    return facts;
}

ExitCode deliver(const Invocation& invocation, const Terminal& terminal, const UncertaintyReport& report)
{
    const auto written =
        write_uncertainty_folder(report, destination_of(invocation), existing_of(invocation));
    if (const auto* error = std::get_if<FolderError>(&written)) return say(*error, terminal);
    const auto& folder = std::get<RunFolder>(written);
    if (invocation.has("json")) {
        terminal.data(uncertainty_json(report, folder));
        return ExitCode::ok;
    }
    const TextStyle style{.is_coloured = terminal.has_colour(Stream::output),
                          .is_ascii = !terminal.is_utf8()};
    terminal.data(uncertainty_text(report, style));
    terminal.data(fmt::format("files: {}\n", folder.path));
    return ExitCode::ok;
}

EvaluateSpec spec_of(const Invocation& invocation, const DecisionStudy& study, std::uint64_t seed)
{
    EvaluateSpec spec;
    spec.seed = seed;
    spec.replicates = study.uncertainty.replicates;
    spec.population = study.uncertainty.population.value_or(0);
    spec.threads = threads_of(invocation);
    spec.stop = &stop_flag();
    return spec;
}

}  // namespace

ExitCode uncertainty(const Invocation& invocation, const Terminal& terminal)
{
    const Stopwatch watch;
    const auto loaded = load(invocation);
    if (!loaded) return refuse(loaded.why_not(), terminal);
    const DecisionStudy& study = loaded.value();
    if (terminal.is_verbose()) terminal.show(study.warnings);
    leave_rules_aside(study, study.uncertainty.replicates, terminal);
    const std::uint64_t seed = study.strategies[study.reference].scenario.run.seed;
    const auto plan = plan_draws(study, seed);
    if (!plan) return refuse(plan.why_not(), terminal);
    const SampleSource source = source_of(plan.value());
    if (const auto code = obstacle_to_workbook(estimate_uncertainty_tables(study, source.values.size()),
                                               invocation, terminal))
        return *code;
    if (invocation.has("dry-run")) return say_cost(invocation, terminal, study, source);

    const std::uint64_t fingerprint = uncertainty_fingerprint(study, seed);
    const auto folder =
        std::filesystem::path{destination_of(invocation)} / uncertainty_folder_name(fingerprint);
    if (const auto code = obstacle_to(folder, invocation, terminal)) return *code;
    Progress progress{terminal.is_quiet() ? Manner::none
                                          : manner_of(invocation.text("progress").value_or("auto"))};
    EvaluateSpec spec = spec_of(invocation, study, seed);
    spec.progress = [&progress](double share) { progress.tell(share); };
    const auto sample =
        sample_uncertainty(study, source, spec,
                           [&study](const auto& how, std::size_t count, const auto& next, const auto& take) {
                               return evaluate(study, how, count, next, take);
                           });
    if (!sample) return refuse(sample.why_not(), terminal);
    if (const auto code = stop_code(); code || !sample.value().is_complete) {
        terminal.talk("stopped; nothing was written");
        return code.value_or(ExitCode::interrupted);
    }
    terminal.detail(fmt::format("simulated {} events in {}", sample.value().instants,
                                spoken_seconds(watch.wall_seconds())));
    const UncertaintyAnalysis analysis = analyse_uncertainty(study, sample.value());
    const ManifestFacts facts = facts_of(invocation, study, fingerprint, watch);
    return deliver(invocation, terminal, {study, sample.value(), analysis, facts, invocation.has("xlsx")});
}

}  // namespace txpath::app
