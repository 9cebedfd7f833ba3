// commons.hpp -- what people share, compiled: pools, the system, policies, clinicians.
//
// Owns      Commons and its rows; sync_points; recompile.
// Assumes   compile_commons.cpp filled them; ids are those of the Scenario.
// Promises  immutable. Capacities and uses are on the scale of the simulation, in people of weight 1.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "model/tables.hpp"
#include "txpath/model.hpp"
#include "txpath/shared.hpp"

namespace txpath {

/// One person's use of a resource in a state.
struct UseRow {
    std::uint32_t state;
    double amount;
    std::uint32_t count;  ///< first place of the people in it among the counts
};

/// People who wait, by the category of the resource's pools.
struct WaitRow {
    std::uint32_t state;
    std::uint32_t count;
    double need;  ///< use of the state a grant leads to
};

/// What happens at a queue, as places among the counts: pool by pool.
enum class QueueFlow : std::uint8_t { joined, gave_up, ended };
inline constexpr std::uint32_t queue_flows = 3;

struct ResourceRow {
    enum class Order : std::uint8_t { first_come, number, category };
    std::uint32_t by;  ///< slot of a categorical attribute; absent: one pool
    Range pools;       ///< in pools
    Range uses;        ///< in uses
    Range waits;       ///< in waits
    Order order;
    std::uint32_t order_slot;  ///< of the number or category that gives priority
    bool is_highest_first;
    std::vector<std::uint32_t> ranks;  ///< by category: lower goes first
    std::uint64_t decision;            ///< of the draw between equals
    std::uint32_t occurrence;          ///< which of a person's branch counters
};

struct PoolRow {
    std::uint32_t resource, category;  ///< absent: everybody's
    double capacity;                   ///< infinite: unlimited
    std::uint32_t flows;               ///< first place among the counts
};

struct SystemRow {
    double start, toward;
    double rising, falling;  ///< rates per day; 0: it stays
    double min, max;
};

/// A share that somebody reads.
struct ShareRow {
    bool is_of_clinicians;
    std::uint32_t state;  ///< of the people's or the clinicians' model
    std::uint32_t count;  ///< first place among the counts of that model
};

struct SettingRow {
    std::uint32_t target;  ///< a parameter, or past them a system variable
    double amount;
};

struct PolicyRow {
    double from;
    bool waits;  ///< for `gate`
    std::uint32_t gate;
    double over, until, lasts;  ///< until, lasts: infinite when not said
    Range settings;
};

struct ClinicianRow {
    std::shared_ptr<const ModelTables> model;
    Network network;
    std::uint32_t match, match_of;      ///< slots; absent: everybody matches
    std::uint32_t track;                ///< of the people
    std::vector<std::uint32_t> nearby;  ///< states whose share among neighbours somebody reads
};

struct Commons {
    std::vector<ResourceRow> resources;
    std::vector<PoolRow> pools;
    std::vector<UseRow> uses;
    std::vector<WaitRow> waits;
    std::vector<SystemRow> system;
    std::vector<ShareRow> shares;
    std::vector<PolicyRow> policies;
    std::vector<SettingRow> settings;
    std::vector<double> parameters;  ///< what no policy holds
    std::vector<double> syncs;       ///< days, increasing, the first 0, all before the horizon
    double scale = 1.0;              ///< real people per simulated one
    std::unique_ptr<ClinicianRow> clinicians;
    std::shared_ptr<const Scenario> scenario;  ///< to compile anew from, when a policy changes a number
};

/// The tables for other parameter values, of the same shape; thresholds stay open that `base` left open.
///   Errors  std::domain_error: these values together make an impossible number
[[nodiscard]] std::unique_ptr<ModelTables> recompile(const ModelTables& base,
                                                     const std::vector<double>& parameters);

/// Leave open, in `tables`, the thresholds of every arc that some policy may change.
///   Errors  a value some policy sets that makes a number impossible
[[nodiscard]] Diagnostics open_to_policies(const Scenario& scenario, std::span<const double> parameters,
                                           ModelTables& tables);

/// Leave open, in `tables` alone, every threshold: nobody knows yet what may change, or how far the run will
/// go.
void leave_all_open(ModelTables& tables);

/// How an arc differs between two tables of one shape.
struct ArcChange {
    static constexpr std::uint8_t none = 0;
    static constexpr std::uint8_t factor = 1;  ///< in what multiplies its law
    static constexpr std::uint8_t form = 2;    ///< in its law, its movers or its gate
};
[[nodiscard]] std::vector<std::uint8_t> changed_arcs(const ModelTables& before, const ModelTables& after);

}  // namespace txpath
