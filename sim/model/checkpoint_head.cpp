// checkpoint_head.cpp -- what a checkpoint is of, and its counterparts in the scenario that goes on.
//
// Owns      checkpoint_head, resumption.
#include <algorithm>
#include <filesystem>

#include "base/sha256.hpp"
#include "model/tables.hpp"
#include "txpath/checkpoint.hpp"

namespace txpath {

namespace {

std::uint32_t place_in(const std::vector<std::string>& names, const std::string& name)
{
    const auto found = std::ranges::find(names, name);
    return found == names.end() ? absent : static_cast<std::uint32_t>(found - names.begin());
}

}  // namespace

CheckpointHead checkpoint_head(const Scenario& scenario, const Model& model, double moment)
{
    CheckpointHead head;
    head.scenario = scenario.name;
    head.effective_text = scenario.effective_text;
    for (const std::string& path : scenario.data_files)
        head.data_files.emplace_back(std::filesystem::path(path).filename().string(),
                                     sha256_of_file(path).value_or(""));
    head.fingerprint = model.fingerprint();
    head.seed = scenario.run.seed;
    head.replicates = scenario.run.replicates;
    head.people = scenario.people.size;
    head.histories = scenario.outputs.people;
    head.moment = moment;
    head.horizon = scenario.time.horizon;
    for (const double report : scenario.time.reports)
        if (report < moment) head.before = report;
    head.has_sync_points = has_sync_points(scenario.shared);
    head.flow_checkpoints = model.tables().checkpoints;
    for (const Parameter& parameter : scenario.parameters) head.parameters.push_back(parameter.path);
    for (const Policy& policy : scenario.shared.policies)
        head.policies.push_back({policy.name, targets_of(scenario, policy)});
    return head;
}

Resumption resumption(std::shared_ptr<const Checkpoint> checkpoint, const Scenario& scenario)
{
    Resumption found;
    for (const Parameter& parameter : scenario.parameters)
        found.parameter_of.push_back(place_in(checkpoint->head.parameters, parameter.path));
    std::vector<std::string> policies;
    for (const Policy& policy : scenario.shared.policies) policies.push_back(policy.name);
    for (const CheckpointHead::Policy& policy : checkpoint->head.policies)
        found.policy_of.push_back(place_in(policies, policy.name));
    found.checkpoint = std::move(checkpoint);
    return found;
}

}  // namespace txpath
