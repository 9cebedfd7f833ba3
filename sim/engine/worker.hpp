// worker.hpp -- the counts one worker makes while it simulates.
//
// Owns      WorkerTally: running sums in the order the kernel meets them, and their conversion
//           to Tally and Ledger.
// Promises  whole numbers only; nothing in a count depends on the order of events or persons.
//
// A stay from `a` to `b` adds -a when it is entered and +b when it is left, so no start time is kept.
#pragma once

#include <bit>
#include <cstdint>
#include <vector>

#include "engine/clock.hpp"
#include "model/tables.hpp"
#include "txpath/results.hpp"

namespace txpath {

class WorkerTally {
public:
    explicit WorkerTally(const ModelTables& model);

    /// What follows happens to a person of this weight and cell at this moment.
    void open(const Moment& now, std::uint32_t cell, std::int64_t weight) noexcept
    {
        weight_ = weight;
        weight_tick_ = weight * now.tick;
        weight_cost_ = weight * now.cost_tick;
        grid_row_ = grid_sums_.data() + (now.report * cells_ + cell) * state_count_;
        state_row_ = states_.data() + cell * state_count_;
        event_row_ = events_.data() + (now.report * cells_ + cell) * transition_count_;
        sojourn_row_ = sojourns_.data() + cell * transition_count_ * sojourn_bins_;
    }
    void enter(std::uint32_t state) noexcept
    {
        grid_row_[state].change += weight_;
        grid_row_[state].ticks -= weight_tick_;
        state_row_[state].ticks -= weight_tick_;
        state_row_[state].cost_ticks -= weight_cost_;
    }
    void leave(std::uint32_t state) noexcept
    {
        grid_row_[state].change -= weight_;
        grid_row_[state].ticks += weight_tick_;
        state_row_[state].ticks += weight_tick_;
        state_row_[state].cost_ticks += weight_cost_;
    }
    /// The stay goes on to the end of the simulation.
    void close(std::uint32_t cell, std::uint32_t state, std::int64_t weight, const Moment& end) noexcept
    {
        StateSums& sums = states_[cell * state_count_ + state];
        sums.ticks += weight * end.tick;
        sums.cost_ticks += weight * end.cost_tick;
    }
    void fire(std::uint32_t transition, double sojourn) noexcept
    {
        event_row_[transition] += weight_;
        sojourn_row_[transition * sojourn_bins_ + bin(sojourn)] += weight_;
    }
    /// A transition fires and moves its track from a state to another, and nothing else: open, fire, leave
    /// and enter at once, with everything kept in registers.
    void move(const Moment& now, std::uint32_t cell, std::int64_t weight, std::uint32_t transition,
              double sojourn, std::uint32_t from, std::uint32_t to) noexcept
    {
        const std::size_t row = now.report * cells_ + cell;
        const std::int64_t ticks = weight * now.tick, cost_ticks = weight * now.cost_tick;
        GridSums* grid = grid_sums_.data() + row * state_count_;
        grid[from].change -= weight;
        grid[from].ticks += ticks;
        grid[to].change += weight;
        grid[to].ticks -= ticks;
        StateSums* states = states_.data() + cell * state_count_;
        states[from].ticks += ticks;
        states[from].cost_ticks += cost_ticks;
        states[to].ticks -= ticks;
        states[to].cost_ticks -= cost_ticks;
        events_[row * transition_count_ + transition] += weight;
        sojourns_[(cell * transition_count_ + transition) * sojourn_bins_ + bin(sojourn)] += weight;
        ++instants;
    }
    void pay_entry(std::uint32_t cell, std::uint32_t state, std::int64_t weight, const Moment& now) noexcept
    {
        pay(entries_[cell * state_count_ + state], weight, now);
        entry_rows_[(now.report * cells_ + cell) * state_count_ + state] += weight;
    }
    void pay_event(std::uint32_t cell, std::uint32_t transition, std::int64_t weight,
                   const Moment& now) noexcept
    {
        pay(payments_[cell * transition_count_ + transition], weight, now);
    }
    void add_quality(std::uint32_t cell, std::int64_t ticks, std::int64_t discounted) noexcept
    {
        quality_[cell].ticks += ticks;
        quality_[cell].cost_ticks += discounted;
    }
    void add_weighted(std::uint32_t cell, std::uint32_t weighted, std::int64_t ticks,
                      std::int64_t discounted) noexcept
    {
        StateSums& sums = weighted_[cell * weighted_count_ + weighted];
        sums.ticks += ticks;
        sums.cost_ticks += discounted;
    }
    void add_person(std::uint32_t cell, std::int64_t weight, const Moment& now) noexcept
    {
        people_[cell] += weight;
        entered_[now.report * cells_ + cell] += weight;
        present_[now.report * cells_ + cell] += weight;
        end_life(cell, -weight, now);
    }
    void remove_person(std::uint32_t cell, std::int64_t weight, const Moment& now) noexcept
    {
        present_[now.report * cells_ + cell] -= weight;
        end_life(cell, weight, now);
    }
    /// The time until now is lived: of those who leave, and of those who stay to the end of the simulation.
    void end_life(std::uint32_t cell, std::int64_t weight, const Moment& now) noexcept
    {
        life_[cell].ticks += weight * now.tick;
        life_[cell].cost_ticks += weight * now.health_tick;
    }
    /// By report time: by how much a level's sum changes from then on.
    [[nodiscard]] std::int64_t* level_changes(std::uint32_t cell, std::size_t level) noexcept
    {
        return level_sums_.data() + (cell * level_count_ + level) * times_;
    }
    void add_utility(std::size_t report, std::uint32_t cell, std::int64_t amount) noexcept
    {
        utility_[report * cells_ + cell] += amount;
    }
    /// In `to` at a checkpoint, and in `from` at the one before it.
    void flow(std::size_t checkpoint, std::uint32_t from, std::uint32_t to, std::int64_t weight) noexcept
    {
        flows_[((checkpoint - 1) * state_count_ + from) * state_count_ + to] += weight;
    }
    /// In a state at each of the checkpoints [first, end) and at the ones before each.
    void stay(std::size_t first, std::size_t end, std::uint32_t state, std::int64_t weight) noexcept
    {
        stays_[(first - 1) * state_count_ + state] += weight;
        stays_[(end - 1) * state_count_ + state] -= weight;
    }

    [[nodiscard]] std::size_t row(double t) const noexcept { return grid_.row(t); }
    [[nodiscard]] const DiscountClock& cost_clock() const noexcept { return cost_clock_; }
    [[nodiscard]] const DiscountClock& health_clock() const noexcept { return health_clock_; }
    [[nodiscard]] Moment moment(double t) const noexcept
    {
        const std::int64_t cost = cost_clock_.ticks(t);
        return {t, static_cast<std::int64_t>(t * ticks_per_day), cost,
                same_rates_ ? cost : health_clock_.ticks(t), grid_.row(t)};
    }

    std::uint64_t instants = 0;

    /// Take the ledger of the batch just simulated and start the next.
    [[nodiscard]] Ledger take_ledger();
    /// Add what was counted on the grid to `into` (raw, see finish) and start anew.
    void flush(Tally& into);

private:
    struct StateSums {
        std::int64_t ticks, cost_ticks;
    };
    struct GridSums {
        std::int64_t change, ticks;
    };
    struct Payments {
        std::int64_t count, cost, health;
    };

    void pay(Payments& to, std::int64_t weight, const Moment& now) noexcept
    {
        to.count += weight;
        to.cost += weight * cost_clock_.weight(now.time);
        to.health += weight * health_clock_.weight(now.time);
    }
    [[nodiscard]] std::size_t bin(double sojourn) const noexcept
    {
        constexpr auto first =
            static_cast<std::int64_t>(std::bit_cast<std::uint64_t>(SojournBins::first) >> 48);
        const auto place = static_cast<std::int64_t>(std::bit_cast<std::uint64_t>(sojourn) >> 48) - first;
        const std::size_t found = place < 0                     ? 0
                                  : place >= SojournBins::count ? SojournBins::count - 1
                                                                : static_cast<std::size_t>(place);
        return found & (sojourn_bins_ - 1);  // 512 of them, or one for all
    }

    std::size_t cells_, state_count_, transition_count_, level_count_, weighted_count_, times_, sojourn_bins_;
    std::vector<std::uint32_t> weighted_row_;  ///< by state; absent: none
    DiscountClock cost_clock_, health_clock_;
    bool same_rates_;
    ReportGrid grid_;
    std::int64_t weight_ = 0, weight_tick_ = 0, weight_cost_ = 0;
    GridSums* grid_row_ = nullptr;
    StateSums* state_row_ = nullptr;
    std::int64_t *event_row_ = nullptr, *sojourn_row_ = nullptr;
    std::vector<StateSums> states_, weighted_, quality_, life_;
    std::vector<GridSums> grid_sums_;
    std::vector<Payments> entries_, payments_;
    std::vector<std::int64_t>
        stays_;  ///< changes, from checkpoint to checkpoint, of flows from a state to itself
    std::vector<std::int64_t> events_, entry_rows_, sojourns_, people_, entered_, present_, level_sums_,
        utility_, flows_;
};

/// Add one ledger to another; an empty one takes its shape.
void add(const Ledger& from, Ledger& into);

/// An empty tally of a model's shape.
[[nodiscard]] Tally empty_tally(const ModelTables& model);

/// Turn summed changes into occupancy and person-time: the last step, after every worker was flushed.
void finish(const ModelTables& model, Tally& tally);

}  // namespace txpath
