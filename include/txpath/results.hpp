// results.hpp -- what one replicate counted.
//
// Owns      Tally (on the report grid), Ledger (over the whole horizon), ReplicateResult and Results.
// Promises  whole numbers only, so sums do not depend on order; counts are in `weight_unit`s of a
//           simulated person; occupancy adds up to the people who entered at every report time.
// Not here  money and utilities of money (economics.hpp); names (scenario.hpp) and units (report).
#pragma once

#include <array>
#include <cstdint>
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
    Counts levels;        ///< columns: levels; sum over those present, in level_unit
    Counts utility;       ///< columns: 1; sum over those present, in level_unit
    Counts sojourns;      ///< rows: cell * transitions + transition; columns: SojournBins::count
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

struct ReplicateResult {
    std::uint32_t sample = 0, replicate = 0;
    std::int64_t weight_unit = 1;  ///< counts of one simulated person of weight 1
    Tally tally;
    std::vector<Ledger> batches;  ///< of equal numbers of people; only one when there are several replicates
    std::vector<HistoryRow> histories;  ///< by person, then stop time, then track
    std::uint64_t instants = 0;         ///< events simulated
};

struct Results {
    std::vector<ReplicateResult> replicates;
    std::vector<double> checkpoints;  ///< days: times between which flows are counted
};

}  // namespace txpath
