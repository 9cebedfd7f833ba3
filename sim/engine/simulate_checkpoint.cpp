// simulate_checkpoint.cpp -- replicates up to a moment, and what they come to as bytes.
#include <algorithm>

#include "engine/simulate_worlds.hpp"
#include "model/commons.hpp"
#include "txpath/jobs.hpp"

namespace txpath {

std::vector<double> nearest_to_checkpoint(const Model& model, double moment)
{
    if (model.tables().commons == nullptr) return {};
    const std::vector<double>& syncs = model.tables().commons->syncs;
    const auto next = std::lower_bound(syncs.begin(), syncs.end(), moment);
    if (next != syncs.end() && *next == moment) return {};
    std::vector<double> nearest;
    if (next - syncs.begin() > 1) nearest.push_back(*(next - 1));  // the first is day 0
    if (next != syncs.end()) nearest.push_back(*next);
    return nearest;
}

CheckpointOutcome simulate_to_checkpoint(const Model& model, const RunSpec& spec, double moment,
                                         const TakeReplicate& take)
{
    ModelTables tables = model.tables();
    if (tables.commons == nullptr) {
        leave_all_open(tables);
        tables.is_plain = false;
    }
    CheckpointOutcome outcome;
    // as many replicates at a time as there are threads, so that memory holds few of them
    const auto threads = static_cast<std::uint32_t>(spec.threads > 0 ? spec.threads : threads_of_machine());
    for (std::uint32_t first = 0; first < spec.replicates; first += threads) {
        RunSpec part = spec;
        part.first_replicate = spec.first_replicate + first;
        part.replicates = std::min(threads, spec.replicates - first);
        part.is_part = spec.is_part || spec.replicates > 1;
        if (spec.progress)
            part.progress = [&](double share) {
                spec.progress((first + share * part.replicates) / spec.replicates);
            };
        WrittenDown written{moment, {}, {}};
        const RunOutcome done = tables.commons != nullptr ? simulate_worlds(tables, part, &written)
                                                          : simulate_apart(tables, part, &written);
        outcome.is_complete = done.is_complete;
        if (!done.is_complete) return outcome;
        for (const std::string& replicate : written.replicates) take(replicate);
        outcome.begun.insert(outcome.begun.end(), written.begun.begin(), written.begun.end());
    }
    std::ranges::sort(outcome.begun);
    const auto again = std::ranges::unique(outcome.begun);
    outcome.begun.erase(again.begin(), again.end());
    return outcome;
}

}  // namespace txpath
