// results.hpp -- what one replicate counted.
//
// Owns      Tally (on the report grid), Ledger (over the whole horizon), ResourceTally, Epoch, NetworkFacts,
//           ReplicateResult and Results.
// Promises  whole numbers only, so sums do not depend on order; counts are in `weight_unit`s of a
//           simulated person; occupancy adds up to the people who entered at every report time.
// Not here  money and utilities of money (economics.hpp); names (scenario.hpp) and units (report).
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <vector>

#include "txpath/ids.hpp"

namespace txpath {

inline constexpr double ticks_per_day = 1048576.0;           ///< 2^20: person-time is counted in ticks
inline constexpr double discount_unit = 1.0 / 1073741824.0;  ///< 2^-30: of discounted event counts
inline constexpr double level_unit = 1.0 / 1048576.0;        ///< 2^-20: of sums of levels and utilities

/// A plain array of whole numbers with named dimensions; the last index is the fastest.
struct Counts {
    std::vector<std::int64_t> values;
    std::size_t rows = 0, columns = 0;  ///< values[(row * columns) + column]
    [[nodiscard]] std::int64_t at(std::size_t row, std::size_t column) const
    {
        return values[row * columns + column];
    }
};

/// Sojourn times before a transition, in 16 bins an octave from 2^-12 day on.
struct SojournBins {
    static constexpr int per_octave = 16, octaves = 32;
    static constexpr int count = per_octave * octaves;
    static constexpr double first = 1.0 / 4096.0;  ///< days; shorter stays fall into bin 0
};

/// Counts on the report grid. A row is a report time (or the interval before it) and a stratum cell:
/// row = time * cells + cell. Row 0.. of `events` and `person_ticks` belong to time 0 and are zero but for
/// events at 0.
struct Tally {
    std::size_t times = 0, cells = 0;
    Counts entered;       ///< columns: 1; people who entered so far (start and arrivals)
    Counts present;       ///< columns: 1; of them, those who are in no ending state
    Counts occupancy;     ///< columns: states; people in the state at the time
    Counts person_ticks;  ///< columns: states; in the interval that ends at the time
    Counts events;        ///< columns: transitions; in the interval that ends at the time
    Counts entries;       ///< columns: states; into states that cost on entry, in that interval
    Counts levels;        ///< columns: levels; sum over those present, in level_unit
    Counts utility;       ///< columns: 1; sum over those present, in level_unit
    Counts sojourns;      ///< rows: cell * transitions + transition; columns: SojournBins::count, or 1: all
    /// Rows: checkpoint (from it to the next); columns: from state * states + to state, same track.
    Counts flows;
};

/// Sums over the horizon for one batch of people, by cell. discounted: at the rate of costs, then of health.
struct Ledger {
    std::size_t cells = 0;
    Counts people;       ///< rows: cell; 1 column
    Counts state_ticks;  ///< rows: cell; columns: states; undiscounted
    std::array<Counts, 2>
        cost_ticks;  ///< [0] undiscounted [1] discounted; person-time weighted by cost ratios
    std::array<Counts, 2>
        entries;  ///< columns: states; [0] undiscounted count [1] discounted as costs, discount_unit
    Counts entries_health;         ///< columns: states; discounted as health, discount_unit
    std::array<Counts, 2> events;  ///< columns: transitions; as entries
    Counts events_health;          ///< columns: transitions; discounted as health, discount_unit
    std::array<Counts, 2>
        quality_ticks;  ///< 1 column; utility-weighted time: [0] undiscounted [1] discounted as health
    std::array<Counts, 2> life_ticks;  ///< 1 column; time until an ending state; kinds as quality_ticks
};

/// One row of a person's history.
struct HistoryRow {
    std::uint64_t person = 0;
    TrackId track;
    StateId from, to;         ///< from is absent for the start state
    TransitionId transition;  ///< that caused it, also of another track; absent at the start
    /// Days: the stay in `from` ended by `transition`; start = stop for the first row.
    double start = 0.0, stop = 0.0;
    friend bool operator==(const HistoryRow&, const HistoryRow&) = default;
};

/// One capacity: of a resource, or of a category of people at a resource.
struct Pool {
    ResourceId resource;
    CategoryId category;  ///< of Resource::by; absent: everybody's
};

/// How a wait is counted: 2^-10 day, 84 seconds.
inline constexpr double wait_unit = 1.0 / 1024.0;

/// What happened at the resources. A row is a report time (or the interval that ends at it) and a cell, as in
/// Tally; counts are in weight units. joined = granted + gave_up + ended + the change of queue.
struct ResourceTally {
    std::vector<Pool> pools;       ///< by resource, then category
    std::vector<double> capacity;  ///< [time * pools + pool], real scale, at the time; infinite: unlimited
    std::vector<double> used;      ///< [row * pools + pool], real scale, at the time
    Counts queue;                  ///< columns: pools; people who wait at the time
    Counts joined, granted;        ///< columns: pools; in the interval
    Counts gave_up;                ///< left the queue by a transition
    Counts ended;                  ///< left it by leaving the simulation
    /// [row * pools + pool]: the wait of each who was granted, in wait_units, in the order of grants.
    std::vector<std::vector<std::uint32_t>> waits;
};

/// When a policy was in force, days; never began: both infinite.
struct InForce {
    PolicyId policy;
    double from = 0.0, until = 0.0;
};

/// What was counted while prices were these.
struct Epoch {
    double from = 0.0;               ///< days
    std::vector<double> parameters;  ///< by ParameterId
    Ledger ledger;
};

struct ReplicateResult {
    std::uint32_t sample = 0, replicate = 0;
    std::int64_t weight_unit = 1;  ///< counts of one simulated person of weight 1
    Tally tally;
    std::vector<Ledger> batches;  ///< of equal numbers of people; only one when there are several replicates
    std::vector<HistoryRow> histories;  ///< by person, then stop time, then track
    std::uint64_t instants = 0;         ///< events simulated

    // of scenarios whose people share something
    std::vector<Epoch> later;    ///< after policies changed prices, in order; `batches` are before the first
    ResourceTally resources;     ///< no pools: the scenario has none
    Tally clinicians;            ///< on the clinicians' own strata; no times: there are none
    std::vector<double> system;  ///< [time * variables + variable], at the report times
    std::vector<InForce> policies;  ///< in the order in which they began
};

/// A network as it came out. Clustering: mean over nodes with at least two neighbours of the share of pairs
/// of neighbours who know one another.
struct NetworkFacts {
    std::uint64_t nodes = 0, links = 0;
    double mean_degree = 0.0, sd_degree = 0.0;
    std::uint32_t least_degree = 0, most_degree = 0;
    double clustering = 0.0;
    std::uint64_t components = 0, largest_component = 0;
};

/// Every table of counts, in one order.
template <class Table>
requires std::same_as<std::remove_const_t<Table>, Tally>
[[nodiscard]] auto counts_of(Table& tally)
{
    return std::array{&tally.entered, &tally.present, &tally.occupancy, &tally.person_ticks, &tally.events,
                      &tally.entries, &tally.levels,  &tally.utility,   &tally.sojourns,     &tally.flows};
}
template <class Table>
requires std::same_as<std::remove_const_t<Table>, Ledger>
[[nodiscard]] auto counts_of(Table& ledger)
{
    return std::array{&ledger.people,         &ledger.state_ticks,      &ledger.cost_ticks[0],
                      &ledger.cost_ticks[1],  &ledger.entries[0],       &ledger.entries[1],
                      &ledger.entries_health, &ledger.events[0],        &ledger.events[1],
                      &ledger.events_health,  &ledger.quality_ticks[0], &ledger.quality_ticks[1],
                      &ledger.life_ticks[0],  &ledger.life_ticks[1]};
}
template <class Table>
requires std::same_as<std::remove_const_t<Table>, ResourceTally>
[[nodiscard]] auto counts_of(Table& tally)
{
    return std::array{&tally.queue, &tally.joined, &tally.granted, &tally.gave_up, &tally.ended};
}

struct Results {
    std::vector<ReplicateResult> replicates;
    std::optional<NetworkFacts> network;  ///< of the first replicate
    std::vector<double> checkpoints;      ///< days: times between which flows are counted
};

}  // namespace txpath
