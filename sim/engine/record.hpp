// record.hpp -- one person at one moment, as a row of bytes.
//
// Owns      RecordLayout, where each part of a person's record lies, and Person, a view of one record.
// Assumes   records are aligned to 64 bytes and their first `zeroed` bytes are zero when a person is created.
// Promises  no allocation; a record is self-contained, so persons can be moved and simulated in any order.
#pragma once

#include <cstddef>
#include <cstdint>

#include "model/tables.hpp"

namespace txpath {

/// An armed transition.
struct Slot {
    double time;  ///< when it fires, or when it must be looked at again; never: not while things stay as they
                  ///< are
    double remaining;  ///< hazard still to accumulate, counted from `since`
    double hazard;     ///< what multiplies its law since `since`
    double since;
    double fixed;  ///< the part of the multiplier that stays
    double rest;   ///< product of its movers while all are levels at rest, 1 without movers; 0: they move
    double spent;  ///< hazard accumulated on the law's own clock up to `since`; negative: not found yet
};

/// What a slot's `time` means.
enum class SlotStatus : std::uint8_t {
    empty,         ///< not armed
    fires,         ///< at `time` it fires
    bounded,       ///< it cannot fire before `time`; the exact time is still to be found
    wakes,         ///< at `time` its hazard takes another form
    overdue,       ///< `after`, its moment has come while its gate was closed
    out_of_reach,  ///< not before the horizon, however high its hazard gets: nobody looks at it again
};

/// A level between two changes of its target or value.
struct LevelPath {
    double value;  ///< at `since`
    double since;
    double target;
    double rate;           ///< per day, log 2 / half-life
    std::uint32_t report;  ///< the first report time it is seen at
};

/// The earliest slot of a track.
struct Best {
    double time;
    std::uint32_t slot;
    std::uint32_t arc;
};

struct PersonHead {
    std::uint64_t id;
    std::int64_t weight;
    double born;                               ///< moment the person entered the simulation
    double utility;                            ///< weight of time now
    double quality_since;                      ///< moment up to which utility was accrued
    std::int64_t quality_tick, quality_dtick;  ///< and its clocks
    std::int64_t utility_counted;              ///< at the last report, in level_unit
    std::uint32_t utility_report;              ///< utilities that move: the next report to count at
    std::uint32_t cell;
    std::uint32_t next_checkpoint;
    bool has_left;
};

/// A cost weight that holds since the clocks shown.
struct CostWeight {
    double weight, since;
    std::int64_t tick, dtick;
};

/// Where the parts of a record lie, in bytes from its start.
struct RecordLayout {
    explicit RecordLayout(const ModelTables& model) noexcept;
    std::size_t best, slots, levels, numbers, entered, cost_weights, counters, occurrences, branches, states,
        snapshot, categories, status, zeroed, bytes;
    std::size_t lasting;  ///< end of what says who a person is, and since when in which state
};

/// A view of one record.
class Person {
public:
    Person(std::byte* record, const RecordLayout& layout) noexcept : record_(record), at_(&layout) {}

    [[nodiscard]] PersonHead& head() const noexcept { return *reinterpret_cast<PersonHead*>(record_); }
    [[nodiscard]] Best* best() const noexcept { return part<Best>(at_->best); }
    [[nodiscard]] Slot* slots() const noexcept { return part<Slot>(at_->slots); }
    [[nodiscard]] LevelPath* levels() const noexcept { return part<LevelPath>(at_->levels); }
    [[nodiscard]] double* numbers() const noexcept { return part<double>(at_->numbers); }
    [[nodiscard]] double* entered() const noexcept { return part<double>(at_->entered); }  ///< by track
    [[nodiscard]] CostWeight* cost_weights() const noexcept { return part<CostWeight>(at_->cost_weights); }
    [[nodiscard]] std::int32_t* counters() const noexcept { return part<std::int32_t>(at_->counters); }
    [[nodiscard]] std::uint32_t* occurrences() const noexcept
    {
        return part<std::uint32_t>(at_->occurrences);
    }
    [[nodiscard]] std::uint32_t* branches() const noexcept { return part<std::uint32_t>(at_->branches); }
    [[nodiscard]] std::uint32_t* states() const noexcept
    {
        return part<std::uint32_t>(at_->states);
    }  ///< by track
    [[nodiscard]] std::uint32_t* snapshot() const noexcept { return part<std::uint32_t>(at_->snapshot); }
    [[nodiscard]] std::uint8_t* categories() const noexcept { return part<std::uint8_t>(at_->categories); }
    [[nodiscard]] SlotStatus* status() const noexcept { return part<SlotStatus>(at_->status); }

private:
    template <class T>
    [[nodiscard]] T* part(std::size_t offset) const noexcept
    {
        return reinterpret_cast<T*>(record_ + offset);
    }
    std::byte* record_;
    const RecordLayout* at_;
};

}  // namespace txpath
