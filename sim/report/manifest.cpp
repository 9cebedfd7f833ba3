// manifest.cpp -- how a run was made, as JSON.
//
// Assumes   facts.warnings and the scenario's texts are UTF-8; a byte that is not is replaced.
#include "report/manifest.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/fingerprint.hpp"
#include "report/measures.hpp"
#include "report/shared_counts.hpp"

namespace txpath::report {
namespace {

using Json = nlohmann::ordered_json;

std::string hex(std::uint64_t number)
{
    return fmt::format("{:016x}", number);
}

Json program(const ManifestFacts& facts)
{
    Json libraries = Json::object();
    for (const auto& [name, version] : facts.libraries) libraries[name] = version;
    return {{"name", "txpath"},           {"version", facts.version}, {"commit", facts.commit},
            {"compiler", facts.compiler}, {"flags", facts.flags},     {"libraries", libraries}};
}

Json settings(const RunReport& report)
{
    const Scenario& scenario = report.scenario;
    return {{"seed", report.facts.seed},
            {"replicates", report.facts.planned_replicates},
            {"threads", report.facts.threads},
            {"people", scenario.people.size},
            {"real_people_per_person", scenario.people.scale},
            {"horizon_days", scenario.time.horizon},
            {"report_every_days", scenario.time.report_every},
            {"histories", scenario.outputs.people}};
}

Json work(const ManifestFacts& facts)
{
    return {{"replicates_planned", facts.planned_replicates},
            {"replicates_done", facts.done_replicates},
            {"events_simulated", facts.instants},
            {"wall_seconds", facts.wall_seconds},
            {"cpu_seconds", facts.cpu_seconds},
            {"peak_memory_bytes", facts.peak_memory_bytes}};
}

Json stopping_rule(const Scenario& scenario, const Precision& precision)
{
    const StopRule& rule = *scenario.run.stop;
    return {{"measure", rule.measure},
            {"at_days", scenario.time.reports[rule.report]},
            {"half_width_wanted", rule.half_width},
            {"is_relative", rule.is_relative},
            {"confidence", rule.confidence},
            {"at_most", rule.at_most},
            {"replicates", precision.replicates},
            {"looks", precision.looks},
            {"mean", precision.mean},
            {"half_width", precision.half_width},
            {"is_reached", precision.is_reached}};
}

std::string_view name_of(NetworkKind kind)
{
    switch (kind) {
        case NetworkKind::none:
            return "none";
        case NetworkKind::complete:
            return "complete";
        case NetworkKind::small_world:
            return "small_world";
        case NetworkKind::scale_free:
            return "scale_free";
        case NetworkKind::random:
            return "random";
        case NetworkKind::edges:
            break;
    }
    return "edges";
}

Json network(const Clinicians& clinicians, const Results& results)
{
    Json json{{"kind", name_of(clinicians.network.kind)}};
    if (!results.network) return json;
    const NetworkFacts& facts = *results.network;
    json["of_replicate"] = 1;
    json["nodes"] = facts.nodes;
    json["links"] = facts.links;
    json["mean_degree"] = facts.mean_degree;
    json["sd_degree"] = facts.sd_degree;
    json["least_degree"] = facts.least_degree;
    json["most_degree"] = facts.most_degree;
    json["clustering"] = facts.clustering;
    json["components"] = facts.components;
    json["largest_component"] = facts.largest_component;
    return json;
}

Json what_is_shared(const RunReport& report)
{
    const Shared& shared = report.scenario.shared;
    Json json{{"sync_every_days", report.scenario.time.sync_every},
              {"sync_points", sync_points(report.scenario).size()},
              {"resources", shared.resources.size()},
              {"system_variables", shared.system.size()},
              {"policies", shared.policies.size()}};
    if (!shared.clinicians) return json;
    const People& clinicians = shared.clinicians->scenario->people;
    json["clinicians"] = {{"simulated", clinicians.size},
                          {"real_clinicians_per_clinician", clinicians.scale},
                          {"network", network(*shared.clinicians, report.results)}};
    return json;
}

Json origin(const Origin& from)
{
    Json differences = Json::array();
    for (const InputDifference& each : from.differences)
        differences.push_back({{"path", each.path},
                               {"before", each.is_in_reference ? Json(each.reference) : Json()},
                               {"now", each.is_in_other ? Json(each.other) : Json()}});
    return {{"file", from.file},          {"sha256_before_last_line", from.sha256},
            {"scenario", from.scenario},  {"model", hex(from.fingerprint)},
            {"moment_days", from.moment}, {"differences", differences}};
}

Json warnings(const RunReport& report)
{
    Json list = Json::array();
    for (const std::string& warning : report.facts.warnings) list.push_back(warning);
    for (const std::string& reason : left_out(report.scenario)) list.push_back(reason);
    return list;
}

}  // namespace

std::uint64_t run_fingerprint(const Scenario& scenario, std::uint64_t model_fingerprint)
{
    Fingerprint fingerprint;
    fingerprint.add(model_fingerprint);
    fingerprint.add(std::string_view(scenario.effective_text));
    return fingerprint.value();
}

std::string manifest_text(const RunReport& report, const std::vector<WrittenFile>& files)
{
    const Scenario& scenario = report.scenario;
    Json listed = Json::object();
    for (const WrittenFile& file : files)
        listed[file.name] = {{"bytes", file.bytes}, {"sha256", file.sha256}};

    Json manifest;
    manifest["program"] = program(report.facts);
    manifest["scenario"] = {
        {"name", scenario.name}, {"title", scenario.title}, {"unsourced_numbers", scenario.unsourced}};
    manifest["fingerprints"] = {{"model", hex(report.facts.fingerprint)},
                                {"run", hex(run_fingerprint(scenario, report.facts.fingerprint))}};
    manifest["settings"] = settings(report);
    if (report.facts.origin) manifest["from_checkpoint"] = origin(*report.facts.origin);
    if (report.facts.precision) manifest["stop"] = stopping_rule(scenario, *report.facts.precision);
    if (has_sync_points(scenario.shared)) manifest["shared"] = what_is_shared(report);
    manifest["work"] = work(report.facts);
    manifest["warnings"] = warnings(report);
    manifest["files"] = listed;
    return manifest.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

std::string manifest_text(const ValidationReport& report, const std::vector<WrittenFile>& files)
{
    Json listed = Json::object(), trials = Json::object();
    for (const WrittenFile& file : files)
        listed[file.name] = {{"bytes", file.bytes}, {"sha256", file.sha256}};
    for (const TrialResult& trial : report.validation.trials)
        trials[trial.scenario->name] = {{"title", trial.scenario->trial->title},
                                        {"candidates", trial.enrolment.candidates},
                                        {"enrolled", trial.enrolment.enrolled},
                                        {"randomised", trial.enrolment.randomised}};
    Json manifest;
    manifest["program"] = program(report.facts);
    manifest["trials"] = trials;
    manifest["fingerprints"] = {{"validation", hex(report.facts.fingerprint)}};
    manifest["settings"] = {{"seed", report.facts.seed},
                            {"replicates", report.facts.planned_replicates},
                            {"threads", report.facts.threads}};
    manifest["work"] = {{"replicates_done", report.facts.done_replicates},
                        {"wall_seconds", report.facts.wall_seconds},
                        {"cpu_seconds", report.facts.cpu_seconds},
                        {"peak_memory_bytes", report.facts.peak_memory_bytes}};
    manifest["warnings"] = report.facts.warnings;
    manifest["files"] = listed;
    return manifest.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

std::string manifest_text(const BarriersReport& report, const std::vector<WrittenFile>& files)
{
    const BarrierPlan& plan = report.analysis.plan;
    const Scenario& scenario = *plan.scenario;
    Json listed = Json::object(), barriers = Json::object();
    for (const WrittenFile& file : files)
        listed[file.name] = {{"bytes", file.bytes}, {"sha256", file.sha256}};
    for (const Barrier& barrier : scenario.shared.barriers) {
        Json removed_by = Json::object();
        for (const auto& [path, value] : barrier.removed_by) removed_by[path] = value;
        barriers[barrier.name] = {
            {"title", barrier.title}, {"note", barrier.note}, {"removed_by", removed_by}};
    }
    Json manifest;
    manifest["program"] = program(report.facts);
    manifest["scenario"] = {
        {"name", scenario.name}, {"title", scenario.title}, {"unsourced_numbers", scenario.unsourced}};
    manifest["barriers"] = barriers;
    manifest["fingerprints"] = {{"analysis", hex(report.facts.fingerprint)}};
    manifest["settings"] = {{"seed", report.facts.seed},
                            {"replicates", report.facts.planned_replicates},
                            {"threads", report.facts.threads},
                            {"people", scenario.people.size},
                            {"real_people_per_person", scenario.people.scale},
                            {"horizon_days", scenario.time.horizon},
                            {"shapley", word_for(plan.sharing)},
                            {"permutations", plan.permutations}};
    manifest["work"] = work(report.facts);
    manifest["work"]["runs"] = plan.runs.size();
    manifest["warnings"] = report.facts.warnings;
    manifest["files"] = listed;
    return manifest.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

std::string manifest_text(const ComparisonReport& report, const std::vector<WrittenFile>& files)
{
    const ComparisonPlan& plan = report.comparison.plan;
    const DecisionStudy& study = *plan.study;
    const Scenario& reference = study.strategies[study.reference].scenario;
    Json listed = Json::object(), strategies = Json::object();
    for (const WrittenFile& file : files)
        listed[file.name] = {{"bytes", file.bytes}, {"sha256", file.sha256}};
    for (std::size_t s = 0; s < study.strategies.size(); ++s) {
        const Strategy& strategy = study.strategies[s];
        Json set = Json::object();
        for (const Override& override_ : strategy.overrides) set[override_.path] = override_.value;
        strategies[strategy.name] = {{"id", s + 1},
                                     {"label", strategy.label},
                                     {"set", set},
                                     {"unsourced_numbers", strategy.scenario.unsourced},
                                     {"inputs_that_differ", plan.inputs[s].size()},
                                     {"events_simulated", report.comparison.strategies[s].instants}};
    }
    Json manifest;
    manifest["program"] = program(report.facts);
    manifest["study"] = {{"name", study.name}, {"title", study.title}};
    manifest["strategies"] = strategies;
    manifest["reference"] = study.strategies[study.reference].name;
    manifest["fingerprints"] = {{"comparison", hex(report.facts.fingerprint)}};
    manifest["settings"] = {{"seed", report.facts.seed},
                            {"replicates", report.facts.planned_replicates},
                            {"threads", report.facts.threads},
                            {"people", reference.people.size},
                            {"real_people_per_person", reference.people.scale},
                            {"horizon_days", reference.time.horizon},
                            {"perspective", study.perspective}};
    manifest["work"] = work(report.facts);
    manifest["warnings"] = report.facts.warnings;
    for (const std::string& note : plan.notes) manifest["warnings"].push_back(note);
    manifest["files"] = listed;
    return manifest.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

std::string manifest_text(const UncertaintyReport& report, const std::vector<WrittenFile>& files)
{
    const DecisionStudy& study = report.study;
    const UncertaintySettings& asked = study.uncertainty;
    Json listed = Json::object(), strategies = Json::object(), values = Json::array();
    for (const WrittenFile& file : files)
        listed[file.name] = {{"bytes", file.bytes}, {"sha256", file.sha256}};
    for (const Strategy& strategy : study.strategies)
        strategies[strategy.name] = {{"label", strategy.label},
                                     {"scenario", strategy.scenario.name},
                                     {"unsourced_numbers", strategy.scenario.unsourced}};
    for (const VariedValue& value : report.sample.values) values.push_back(value.path);
    Json manifest;
    manifest["program"] = program(report.facts);
    manifest["study"] = {{"name", study.name},
                         {"title", study.title},
                         {"strategies", strategies},
                         {"reference", study.strategies[study.reference].name},
                         {"perspective", study.perspective},
                         {"thresholds", study.thresholds}};
    manifest["values"] = values;
    manifest["fingerprints"] = {{"analysis", hex(report.facts.fingerprint)}};
    manifest["settings"] = {{"seed", report.facts.seed},
                            {"samples", asked.samples},
                            {"sampling", word_for(asked.sampling)},
                            {"people_per_sample", report.sample.people.front()},
                            {"common_luck", report.sample.has_common_luck},
                            {"replicates", asked.replicates},
                            {"threads", report.facts.threads}};
    manifest["work"] = {
        {"samples_planned", report.sample.planned},           {"samples_done", report.sample.count()},
        {"samples_refused", report.sample.refused.size()},    {"events_simulated", report.sample.instants},
        {"wall_seconds", report.facts.wall_seconds},          {"cpu_seconds", report.facts.cpu_seconds},
        {"peak_memory_bytes", report.facts.peak_memory_bytes}};
    manifest["warnings"] = report.facts.warnings;
    for (const std::string& note : report.analysis.notes) manifest["warnings"].push_back(note);
    manifest["files"] = listed;
    return manifest.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

std::string manifest_text(const SensitivityReport& report, const std::vector<WrittenFile>& files)
{
    const DecisionStudy& study = report.study;
    Json listed = Json::object(), strategies = Json::object(), values = Json::array();
    for (const WrittenFile& file : files)
        listed[file.name] = {{"bytes", file.bytes}, {"sha256", file.sha256}};
    for (const Strategy& strategy : study.strategies)
        strategies[strategy.name] = {{"label", strategy.label},
                                     {"scenario", strategy.scenario.name},
                                     {"unsourced_numbers", strategy.scenario.unsourced}};
    for (const SweptValue& value : report.plan.one_way) values.push_back(value.path);
    Json manifest;
    manifest["program"] = program(report.facts);
    manifest["study"] = {{"name", study.name},
                         {"title", study.title},
                         {"strategies", strategies},
                         {"reference", study.strategies[study.reference].name},
                         {"perspective", study.perspective},
                         {"thresholds", study.thresholds}};
    manifest["values"] = values;
    manifest["fingerprints"] = {{"analysis", hex(report.facts.fingerprint)}};
    manifest["settings"] = {{"seed", report.facts.seed},
                            {"people", report.analysis.people},
                            {"replicates", report.facts.planned_replicates},
                            {"coverage", study.sensitivity.coverage},
                            {"threads", report.facts.threads}};
    manifest["work"] = work(report.facts);
    manifest["work"]["runs"] = report.analysis.runs;
    manifest["work"]["left_out"] = report.analysis.left_out.size();
    manifest["warnings"] = report.facts.warnings;
    for (const LeftOut& one : report.analysis.left_out)
        manifest["warnings"].push_back(
            fmt::format("{} (of {}) is left out: {}", one.values, one.what, one.reason));
    manifest["files"] = listed;
    return manifest.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

std::string manifest_text(const CalibrationFacts& report, const std::vector<WrittenFile>& files)
{
    const Study& study = report.study;
    Json listed = Json::object(), scenarios = Json::array();
    for (const WrittenFile& file : files)
        listed[file.name] = {{"bytes", file.bytes}, {"sha256", file.sha256}};
    for (const auto& scenario : study.scenarios) scenarios.push_back(scenario->name);
    Json manifest;
    manifest["program"] = program(report.facts);
    manifest["study"] = {{"name", study.name}, {"title", study.title}, {"scenarios", scenarios}};
    manifest["fingerprints"] = {{"calibration", hex(report.facts.fingerprint)}};
    manifest["settings"] = {{"seed", study.seed},
                            {"replicates", study.replicates},
                            {"threads", report.facts.threads},
                            {"global_evaluations", study.search.global_evaluations},
                            {"local_evaluations", study.search.local_evaluations},
                            {"tolerance", study.search.tolerance}};
    manifest["work"] = {{"is_complete", report.found.is_complete},
                        {"evaluations", report.found.evaluations},
                        {"wall_seconds", report.facts.wall_seconds},
                        {"cpu_seconds", report.facts.cpu_seconds},
                        {"peak_memory_bytes", report.facts.peak_memory_bytes}};
    manifest["warnings"] = report.facts.warnings;
    manifest["files"] = listed;
    return manifest.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace txpath::report

namespace txpath {

std::string run_folder_name(const Scenario& scenario, std::uint64_t fingerprint)
{
    return fmt::format("{}-{:08x}", scenario.name, report::run_fingerprint(scenario, fingerprint) >> 32);
}

}  // namespace txpath
