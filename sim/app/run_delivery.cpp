#include "app/run_delivery.hpp"

#include <fmt/format.h>

#include <variant>

#include "app/delivery.hpp"
#include "app/progress.hpp"
#include "app/run_json.hpp"
#include "txpath/report.hpp"

namespace txpath::app {

std::uint64_t fingerprint_of(const RunPlan& plan)
{
    if (plan.origin == nullptr || plan.origin->differences.empty()) return plan.model.fingerprint();
    // flows are between other moments than those of an uninterrupted run with this horizon
    return plan.model.fingerprint() ^ (plan.origin->fingerprint << 1 | plan.origin->fingerprint >> 63);
}

namespace {

ManifestFacts facts_of(const RunPlan& plan, const ReplicateSource& replicates,
                       const std::optional<Precision>& precision, const Stopwatch& watch)
{
    ManifestFacts facts = facts_so_far(plan.scenario, watch);
    facts.fingerprint = fingerprint_of(plan);
    if (plan.origin != nullptr) facts.origin = *plan.origin;
    facts.threads = plan.threads;
    facts.done_replicates = static_cast<std::uint32_t>(replicates.size());
    replicates.visit([&](const ReplicateResult& each) { facts.instants += each.instants; });
    facts.precision = precision;
    if (!facts.precision) return facts;
    facts.planned_replicates = facts.done_replicates;
    if (!facts.precision->is_reached)
        facts.warnings.push_back(precision_text(plan.scenario, *facts.precision));
    return facts;
}

}  // namespace

ExitCode deliver_run(const RunPlan& plan, const ReplicateSource& replicates,
                     const std::optional<Precision>& precision, const Invocation& invocation,
                     const Terminal& terminal, const Stopwatch& watch)
{
    Results results;
    replicates.visit([&](const ReplicateResult& each) { results.replicates.push_back(each); });
    results.checkpoints = replicates.checkpoints();
    results.network = replicates.network();
    const auto economics = price(plan.scenario, base_case(plan.scenario), results);
    const auto facts = facts_of(plan, replicates, precision, watch);
    const RunReport report{plan.scenario, results, economics, facts, invocation.has("xlsx")};
    const Stopwatch writing;
    const auto written = write_run_folder(report, plan.destination, existing_of(invocation));
    if (const auto* folder = std::get_if<RunFolder>(&written))
        terminal.detail(fmt::format("wrote {} in {}", spoken_bytes(static_cast<double>(folder->bytes)),
                                    spoken_seconds(writing.wall_seconds())));
    return deliver(written,
                   {.json = [&](const RunFolder& folder) { return run_json(report, folder); },
                    .text = [&](const TextStyle& style) { return summary_text(report, style); }},
                   invocation, terminal);
}

}  // namespace txpath::app
