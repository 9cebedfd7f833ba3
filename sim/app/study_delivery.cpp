#include "app/study_delivery.hpp"

#include "app/compare_json.hpp"
#include "app/delivery.hpp"
#include "app/uncertainty_json.hpp"
#include "txpath/compare_report.hpp"
#include "txpath/uncertainty_report.hpp"

namespace txpath::app {

ExitCode deliver_comparison(const Comparison& comparison, const Invocation& invocation,
                            const Terminal& terminal, const Stopwatch& watch)
{
    const ComparisonPlan& plan = comparison.plan;
    ManifestFacts facts = facts_so_far(*plan.study, watch);
    facts.fingerprint = plan.fingerprint;
    facts.threads = threads_of(invocation);
    facts.done_replicates = facts.planned_replicates;
    facts.instants = comparison.instants;
    const ComparisonReport report{comparison, facts, invocation.has("xlsx")};
    const auto written = write_comparison_folder(report, destination_of(invocation), existing_of(invocation));
    return deliver(written,
                   {.json = [&](const RunFolder& folder) { return comparison_json(report, folder); },
                    .text = [&](const TextStyle& style) { return comparison_text(report, style); }},
                   invocation, terminal);
}

ExitCode deliver_uncertainty(const DecisionStudy& study, const UncertaintySample& sample,
                             std::uint64_t fingerprint, const Invocation& invocation,
                             const Terminal& terminal, const Stopwatch& watch)
{
    const UncertaintyAnalysis analysis = analyse_uncertainty(study, sample);
    ManifestFacts facts = facts_so_far(study, watch);
    facts.fingerprint = fingerprint;
    facts.threads = threads_of(invocation);
    const UncertaintyReport report{study, sample, analysis, facts, invocation.has("xlsx")};
    const auto written =
        write_uncertainty_folder(report, destination_of(invocation), existing_of(invocation));
    return deliver(written,
                   {.json = [&](const RunFolder& folder) { return uncertainty_json(report, folder); },
                    .text = [&](const TextStyle& style) { return uncertainty_text(report, style); }},
                   invocation, terminal);
}

EvaluateSpec evaluate_spec_of(const DecisionStudy& study)
{
    EvaluateSpec spec;
    spec.seed = study.strategies[study.reference].scenario.run.seed;
    spec.replicates = study.uncertainty.replicates;
    spec.population = study.uncertainty.population.value_or(0);
    return spec;
}

}  // namespace txpath::app
