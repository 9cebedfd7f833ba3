// uncertainty_command.cpp -- `txpath uncertainty`: how sure a decision is, and what is worth learning.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/commands.hpp"
#include "app/delivery.hpp"
#include "app/load_checked.hpp"
#include "app/progress.hpp"
#include "app/run_plan.hpp"
#include "app/signals.hpp"
#include "app/study_delivery.hpp"
#include "txpath/uncertainty_report.hpp"

namespace txpath::app {

namespace {

Checked<DecisionStudy> load(const Invocation& invocation)
{
    auto loaded = load_checked_decision(invocation.argument(), draw_overrides_of(invocation));
    if (!loaded) return loaded;
    loaded.value().warnings.sort();  // strategies share most of what there is to note
    settle(draw_wishes_of(invocation), loaded.value().uncertainty);
    return loaded;
}

EvaluateSpec spec_of(const Invocation& invocation, const DecisionStudy& study)
{
    EvaluateSpec spec = evaluate_spec_of(study);
    spec.threads = threads_of(invocation);
    spec.stop = &stop_flag();
    return spec;
}

/// What all samples take: each strategy costs about as much as it does at its base case.
///   Errors  a strategy that does not compile
Checked<Cost> cost_of(const DecisionStudy& study, const SampleSource& source, const EvaluateSpec& spec)
{
    auto found = estimate_strategies(study, spec);
    if (!found) return found;
    Cost& cost = found.value();
    const std::size_t values = source.values.size();
    cost.people *= study.strategies.size();
    if (!has_common_luck(study, source)) cost.seconds *= study.uncertainty.samples;
    cost.memory_bytes += study.uncertainty.samples * bytes_per_sample(study, values);
    add_tables(estimate_uncertainty_tables(study, values), cost);
    return found;
}

ExitCode say_cost(const Invocation& invocation, const Terminal& terminal, const DecisionStudy& study,
                  const SampleSource& source)
{
    const std::size_t values = source.values.size();
    const auto cost = cost_of(study, source, spec_of(invocation, study));
    if (!cost) return refuse(cost.why_not(), terminal);
    if (stop_code()) return stopped(terminal);
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

}  // namespace

ExitCode uncertainty(const Invocation& invocation, const Terminal& terminal)
{
    const Stopwatch watch;
    const auto loaded = load(invocation);
    if (!loaded) return refuse(loaded.why_not(), terminal);
    const DecisionStudy& study = loaded.value();
    if (terminal.is_verbose()) terminal.show(study.warnings);
    leave_rules_aside(study, study.uncertainty.replicates, terminal);
    EvaluateSpec spec = spec_of(invocation, study);
    const auto plan = plan_draws(study, spec.seed);
    if (!plan) return refuse(plan.why_not(), terminal);
    const SampleSource source = source_of(plan.value());
    const auto tables = estimate_uncertainty_tables(study, source.values.size());
    if (const auto code = obstacle_to_workbook(tables, invocation, terminal)) return *code;
    if (invocation.has("dry-run")) return say_cost(invocation, terminal, study, source);

    const std::uint64_t fingerprint = uncertainty_fingerprint(study, spec.seed);
    const auto folder_name = uncertainty_folder_name(fingerprint);
    if (const auto code = obstacle_to(folder_name, bytes_of(tables), invocation, terminal)) return *code;
    Progress progress{manner_of(invocation, terminal)};
    spec.progress = [&progress](double share) { progress.tell(share); };
    const auto sample =
        sample_uncertainty(study, source, spec,
                           [&study](const auto& how, std::size_t count, const auto& next, const auto& take) {
                               return evaluate(study, how, count, next, take);
                           });
    if (!sample) return refuse(sample.why_not(), terminal);
    if (stop_code() || !sample.value().is_complete) return stopped(terminal);
    terminal.detail(fmt::format("simulated {} events in {}", sample.value().instants,
                                spoken_seconds(watch.wall_seconds())));
    return deliver_uncertainty(study, sample.value(), fingerprint, invocation, terminal, watch);
}

}  // namespace txpath::app
