// barriers.cpp -- scenarios without some of their barriers, run and set against each other.
//
// Assumes   a model is small beside its results, and loading is short beside running: everything is loaded
//           twice, so that a mistake shows before the first run and no two scenarios are held at a time.
#include "txpath/barriers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "base/fingerprint.hpp"
#include "study/outcomes.hpp"
#include "study/removals.hpp"
#include "study/variants.hpp"
#include "txpath/model.hpp"
#include "txpath/simulate.hpp"

namespace txpath {

namespace {

/// What is wrong with a barrier, as it stands in its file.
Diagnostics mistake(const Scenario& as_is, std::size_t barrier, std::string message, std::string help)
{
    Diagnostic one;
    one.message = std::move(message);
    one.help = std::move(help);
    one.at = as_is.shared.barriers[barrier].at;
    const auto file = as_is.lines.find(one.at.file);
    if (file != as_is.lines.end() && one.at.line > 0 && one.at.line <= file->second.size())
        one.excerpt = file->second[one.at.line - 1];
    Diagnostics found;
    found.add(std::move(one));
    return found;
}

/// What is wrong with the whole.
Diagnostics mistake(const Scenario& as_is, std::string message)
{
    Diagnostic one;
    one.at.file = as_is.name;
    one.message = std::move(message);
    Diagnostics found;
    found.add(std::move(one));
    return found;
}

/// Requires  some are removed
std::size_t first_of(BarrierSet removed)
{
    return static_cast<std::size_t>(std::countr_zero(removed));
}

/// `'cost' and 'stigma'`
std::string spoken(const std::vector<Barrier>& barriers, BarrierSet set)
{
    std::string text;
    for (std::size_t k = 0; k < barriers.size(); ++k) {
        if ((set >> k & 1) == 0) continue;
        set ^= BarrierSet{1} << k;
        if (!text.empty()) text += set == 0 ? " and " : ", ";
        text += fmt::format("'{}'", barriers[k].name);
    }
    return text;
}

/// Why a variant is refused, and which one it is.
Diagnostics with_variant(Diagnostics why, const Scenario& as_is, BarrierSet removed)
{
    if (removed == 0) return why;
    const auto& barriers = as_is.shared.barriers;
    Diagnostic note;
    note.severity = Severity::note;
    note.at = barriers[first_of(removed)].at;
    note.message = fmt::format("this is the scenario with {} removed", spoken(barriers, removed));
    why.add(std::move(note));
    return why;
}

/// What would make differences between two scenarios mean something else than the barrier; empty: nothing.
std::string unlike(const Scenario& as_is, const Scenario& variant)
{
    if (variant.people.size != as_is.people.size || variant.people.scale != as_is.people.scale)
        return "how many people are simulated";
    if (variant.run.seed != as_is.run.seed) return "the seed";
    if (variant.run.replicates != as_is.run.replicates) return "the number of replicates";
    if (variant.time.horizon != as_is.time.horizon) return "the horizon";
    const auto is_same_outcome = [](const Outcome& a, const Outcome& b) {
        return a.name == b.name && a.unit == b.unit && a.kind == b.kind;
    };
    if (!std::ranges::equal(outcomes_of(as_is), outcomes_of(variant), is_same_outcome))
        return "what is measured";
    const auto is_same_stratum = [](const Stratum& a, const Stratum& b) { return a.name == b.name; };
    if (!std::ranges::equal(strata(as_is), strata(variant), is_same_stratum)) return "the strata";
    return {};
}

struct Variant {
    Scenario scenario;
    Model model;
};

Checked<Variant> compiled(const BarrierVariants& variants, const Scenario& as_is, BarrierSet removed)
{
    auto loaded = variants(removed);
    if (!loaded) return with_variant(loaded.why_not(), as_is, removed);
    Scenario& scenario = loaded.value();
    if (const std::string what = unlike(as_is, scenario); !what.empty() && removed != 0)
        return mistake(
            as_is, first_of(removed),
            fmt::format("removing {} changes {}", spoken(as_is.shared.barriers, removed), what),
            "the removal of a barrier may change what happens to people, not whom or what is counted");
    scenario.outputs.people = 0;  // nobody reads their histories
    auto model = compile(scenario, base_case(scenario));
    if (!model) return with_variant(model.why_not(), as_is, removed);
    return Variant{std::move(scenario), model.value()};
}

/// Barriers that remove themselves by the same number must agree on it, or the later would undo the earlier.
std::optional<Diagnostics> disagreement(const Scenario& as_is)
{
    const auto& barriers = as_is.shared.barriers;
    struct Said {
        std::size_t barrier;
        std::string_view value;
    };
    std::map<std::string_view, Said> said;
    for (std::size_t k = 0; k < barriers.size(); ++k)
        for (const auto& [path, value] : barriers[k].removed_by) {
            const Said& first = said.try_emplace(path, Said{k, value}).first->second;
            if (first.value == value) continue;
            return mistake(
                as_is, k,
                fmt::format("'{}' and '{}' set {} to different values, '{}' and '{}'",
                            barriers[first.barrier].name, barriers[k].name, path, first.value, value),
                "give each barrier a parameter of its own, and let the model multiply them");
        }
    return std::nullopt;
}

std::optional<Diagnostics> refusal(const Scenario& as_is, Sharing sharing)
{
    const std::size_t count = as_is.shared.barriers.size();
    if (count == 0) return mistake(as_is, "the scenario declares no barriers");
    if (count > most_barriers)
        return mistake(
            as_is, most_barriers,
            fmt::format("there are {} barriers, and at most {} can be told apart", count, most_barriers),
            "join those that are removed together");
    if (sharing == Sharing::exact && count > most_barriers_shared_exactly)
        return mistake(as_is, most_barriers_shared_exactly,
                       fmt::format("exact shares of {} barriers would take 2^{} runs", count, count),
                       fmt::format("at most {} barriers are shared exactly; draw orders of removal with "
                                   "--permutations",
                                   most_barriers_shared_exactly));
    return disagreement(as_is);
}

std::uint64_t fingerprint_of(const BarrierPlan& plan)
{
    const Scenario& as_is = *plan.scenario;
    Fingerprint fingerprint;
    fingerprint.add(std::string_view(as_is.effective_text));
    fingerprint.add(as_is.run.seed);
    fingerprint.add(as_is.run.replicates);
    for (const Barrier& barrier : as_is.shared.barriers) {
        fingerprint.add(std::string_view(barrier.name));
        for (const auto& [path, value] : barrier.removed_by) {
            fingerprint.add(std::string_view(path));
            fingerprint.add(std::string_view(value));
        }
    }
    fingerprint.add(static_cast<std::uint64_t>(plan.sharing));
    fingerprint.add(plan.permutations);
    for (const std::uint64_t model : plan.models) fingerprint.add(model);
    return fingerprint.value();
}

VariantRun run_of(const Variant& variant, const BarriersSpec& spec, std::function<void(double)> progress)
{
    RunSpec how;
    how.seed = variant.scenario.run.seed;
    how.replicates = variant.scenario.run.replicates;
    how.threads = spec.threads;
    how.progress = std::move(progress);
    how.stop = spec.stop;
    const RunOutcome outcome = simulate(variant.model, how);
    VariantRun run;
    run.is_complete = outcome.is_complete;
    if (!run.is_complete) return run;
    for (const ReplicateResult& each : outcome.results.replicates) run.instants += each.instants;
    run.values = outcome_values(variant.scenario, outcomes_of(variant.scenario), outcome.results);
    return run;
}

}  // namespace

Checked<BarrierPlan> plan_barriers(const BarrierVariants& variants, const BarriersSpec& spec)
{
    auto loaded = variants(0);
    if (!loaded) return loaded.why_not();
    BarrierPlan plan;
    plan.scenario = std::make_shared<const Scenario>(std::move(loaded.value()));
    const Scenario& as_is = *plan.scenario;
    if (auto why = refusal(as_is, spec.sharing)) return *why;
    plan.sharing = spec.sharing;
    plan.permutations = spec.sharing == Sharing::sampled ? spec.permutations : 0;
    plan.runs = removals_of(plan).runs();
    plan.outcomes = outcomes_of(as_is);
    plan.strata = strata(as_is);
    plan.notes = measures_left_out(as_is);
    for (const BarrierSet removed : plan.runs) {
        const auto variant = compiled(variants, as_is, removed);
        if (!variant) return variant.why_not();
        plan.models.push_back(variant.value().model.fingerprint());
    }
    if (as_is.run.replicates < 2)
        plan.notes.emplace_back("one replicate gives no intervals; --replicates 20 would");
    plan.fingerprint = fingerprint_of(plan);
    return plan;
}

Checked<BarrierAnalysis> analyse_barriers(const BarrierPlan& plan, const BarrierVariants& variants,
                                          const BarriersSpec& spec)
{
    BarrierAnalysis analysis;
    analysis.plan = plan;
    std::vector<VariantRun> runs;
    const auto count = static_cast<double>(plan.runs.size());
    for (std::size_t place = 0; place < plan.runs.size(); ++place) {
        const auto variant = compiled(variants, *plan.scenario, plan.runs[place]);
        if (!variant) return variant.why_not();
        if (variant.value().model.fingerprint() != plan.models[place])
            return mistake(*plan.scenario,
                           "the scenario was changed while it was analysed; analyse it again");
        runs.push_back(run_of(variant.value(), spec, [&](double share) {
            if (spec.progress) spec.progress((static_cast<double>(place) + share) / count);
        }));
        analysis.is_complete = runs.back().is_complete;
        if (!analysis.is_complete) return analysis;
        analysis.instants += runs.back().instants;
    }
    analysis.figures = compare(plan, runs);
    return analysis;
}

}  // namespace txpath
