// same_counts.cpp -- comparing whole runs.
#include "support/same_counts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <sstream>
#include <utility>
#include <vector>

#include "txpath/report.hpp"

namespace txpath::oracle {

namespace {

using Named = std::vector<std::pair<std::string, const Counts*>>;

Named tables_of(const Tally& tally)
{
    return {{"entered", &tally.entered},    {"present", &tally.present}, {"occupancy", &tally.occupancy},
            {"ticks", &tally.person_ticks}, {"events", &tally.events},   {"levels", &tally.levels},
            {"entries", &tally.entries},    {"utility", &tally.utility}, {"sojourns", &tally.sojourns},
            {"flows", &tally.flows}};
}

Named tables_of(const Ledger& ledger)
{
    return {{"people", &ledger.people},
            {"state ticks", &ledger.state_ticks},
            {"cost ticks", &ledger.cost_ticks[0]},
            {"discounted cost ticks", &ledger.cost_ticks[1]},
            {"entries", &ledger.entries[0]},
            {"discounted entries", &ledger.entries[1]},
            {"entries for health", &ledger.entries_health},
            {"events of a batch", &ledger.events[0]},
            {"discounted events", &ledger.events[1]},
            {"events for health", &ledger.events_health},
            {"quality", &ledger.quality_ticks[0]},
            {"discounted quality", &ledger.quality_ticks[1]},
            {"lives", &ledger.life_ticks[0]},
            {"discounted lives", &ledger.life_ticks[1]}};
}

Named tables_of(const ResourceTally& tally)
{
    return {{"queue", &tally.queue},
            {"joined", &tally.joined},
            {"granted", &tally.granted},
            {"gave up", &tally.gave_up},
            {"ended", &tally.ended}};
}

std::string difference(const Named& a, const Named& b)
{
    for (std::size_t table = 0; table < a.size(); ++table) {
        if (a[table].second->values.size() != b[table].second->values.size())
            return a[table].first + ": shape";
        for (std::size_t at = 0; at < a[table].second->values.size(); ++at)
            if (a[table].second->values[at] != b[table].second->values[at])
                return fmt::format("{}[{}]: {} and {}", a[table].first, at, a[table].second->values[at],
                                   b[table].second->values[at]);
    }
    return {};
}

/// What people shared; capacities apart, for there are other words for none.
std::string difference_of_shared(const ReplicateResult& a, const ReplicateResult& b)
{
    if (const auto found = difference(tables_of(a.resources), tables_of(b.resources)); !found.empty())
        return found;
    if (a.resources.used != b.resources.used) return "used";
    if (a.resources.waits != b.resources.waits) return "waits";
    if (const auto found = difference(tables_of(a.clinicians), tables_of(b.clinicians)); !found.empty())
        return "clinicians' " + found;
    if (a.system != b.system) return "system variables";
    const auto alike = [](const InForce& x, const InForce& y) {
        return x.policy == y.policy && x.from == y.from && x.until == y.until;
    };
    if (!std::ranges::equal(a.policies, b.policies, alike)) return "policies";
    if (a.later.size() != b.later.size()) return "number of ledgers";
    for (std::size_t i = 0; i < a.later.size(); ++i) {
        if (a.later[i].from != b.later[i].from || a.later[i].parameters != b.later[i].parameters)
            return "prices";
        if (const auto found = difference(tables_of(a.later[i].ledger), tables_of(b.later[i].ledger));
            !found.empty())
            return "later " + found;
    }
    return {};
}

}  // namespace

std::string difference(const Results& a, const Results& b)
{
    if (a.replicates.size() != b.replicates.size()) return "number of replicates";
    for (std::size_t i = 0; i < a.replicates.size(); ++i) {
        const ReplicateResult &left = a.replicates[i], &right = b.replicates[i];
        if (const auto found = difference(tables_of(left.tally), tables_of(right.tally)); !found.empty())
            return found;
        if (left.batches.size() != right.batches.size()) return "number of batches";
        for (std::size_t batch = 0; batch < left.batches.size(); ++batch)
            if (const auto found =
                    difference(tables_of(left.batches[batch]), tables_of(right.batches[batch]));
                !found.empty())
                return found;
        if (left.instants != right.instants)
            return fmt::format("instants: {} and {}", left.instants, right.instants);
        if (const auto found = difference_of_shared(left, right); !found.empty()) return found;
    }
    return same_histories(a, b) ? std::string() : "histories";
}

bool same_histories(const Results& a, const Results& b)
{
    for (std::size_t i = 0; i < a.replicates.size(); ++i)
        if (a.replicates[i].histories != b.replicates[i].histories) return false;
    return a.replicates.size() == b.replicates.size();
}

std::map<std::string, std::string> csv_files(const Experiment& experiment)
{
    const WrittenFolder folder;
    const EconomicSummary money = experiment.money();
    const ManifestFacts facts;
    const Written written = write_run_folder({experiment.scenario, experiment.results, money, facts},
                                             folder.path().string(), Existing::replace);
    REQUIRE(std::holds_alternative<RunFolder>(written));
    std::map<std::string, std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(std::get<RunFolder>(written).path)) {
        if (entry.path().extension() != ".csv") continue;
        std::ostringstream text;
        text << std::ifstream(entry.path(), std::ios::binary).rdbuf();
        files[entry.path().filename().string()] = text.str();
    }
    return files;
}

}  // namespace txpath::oracle
