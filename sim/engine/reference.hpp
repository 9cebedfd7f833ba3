// reference.hpp -- everything the plain engine can tell about people who share something.
//
// Owns      Run and its parts; simulate_together.
// Assumes   the scenario was checked.
// Promises  does what sim/README.md says under "What people share, exactly", in that order. For tests.
#pragma once

#include <cstdint>
#include <vector>

#include "txpath/results.hpp"
#include "txpath/scenario.hpp"
#include "txpath/simulate.hpp"

namespace txpath::plain {

struct Grant {
    double time = 0.0;
    std::uint64_t person = 0;
    Pool pool;
    double wait = 0.0;  ///< days
};

/// A pool after the grants of a sync point. Amounts are on the scale of the simulation, people in weight.
struct PoolRecord {
    double capacity = 0.0, used = 0.0, queue = 0.0;
};

/// What was shared from one sync point to the next.
struct SyncRecord {
    double time = 0.0;
    IdVector<SystemId, double> system;  ///< just then, once policies had ended and begun
    IdVector<SystemId, double> seen;    ///< as it stands still until the next sync point
    std::vector<double> shares;         ///< of Shared::shares
    std::vector<PoolRecord> pools;      ///< by resource, then category
};

struct Run {
    std::vector<HistoryRow> people, clinicians;  ///< by person, then as it happened
    std::vector<Grant> grants;                   ///< in the order in which they were made
    std::vector<SyncRecord> syncs;
    std::vector<InForce> policies;  ///< in the order in which they began; still in force: until infinity
};

/// All people and clinicians of replicate 0, from one sync point to the next.
///   Requires  has_sync_points(scenario.shared)
[[nodiscard]] Run simulate_together(const Scenario& scenario, const RunSpec& spec);

}  // namespace txpath::plain
