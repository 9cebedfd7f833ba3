// clock.hpp -- moments as whole numbers, plain and discounted, and their place on the report grid.
//
// Owns      DiscountClock, Reading of all clocks at one moment, ReportGrid.
// Promises  the same bits on every machine; discounted time within 1e-9 days of (1 - exp(-rate t)) / rate.
#pragma once

#include <cstdint>
#include <vector>

#include "txpath/results.hpp"

namespace txpath {

/// Time that shrinks as discounting does: D(t) = (1 - exp(-rate t)) / rate, so that person-time measured on
/// it is discounted person-time.
class DiscountClock {
public:
    DiscountClock(double rate_per_day, double horizon);

    /// D(t) in ticks.
    [[nodiscard]] std::int64_t ticks(double t) const noexcept
    {
        return static_cast<std::int64_t>(discounted(t) * ticks_per_day);
    }
    /// exp(-rate t) in discount_units.
    [[nodiscard]] std::int64_t weight(double t) const noexcept
    {
        return static_cast<std::int64_t>((1.0 - rate_ * discounted(t)) * (1.0 / discount_unit) + half);
    }

private:
    struct Cell {
        double start, weight;  ///< D and exp(-rate t) at the cell's start
    };
    static constexpr double half = 0.5;  ///< truncation after it rounds: weights are not negative
    static constexpr double cell_days = 8.0;

    [[nodiscard]] double discounted(double t) const noexcept
    {
        const auto index = static_cast<std::int64_t>(t * (1.0 / cell_days));  // signed: one instruction
        const Cell& cell = cells_[static_cast<std::size_t>(index)];
        const double x = t - static_cast<double>(index) * cell_days;
        const double y =
            rate_ * x;  // below 0.003 at 13 % a year: what the series leaves out is below 1e-10 days
        return cell.start + cell.weight * x * (1.0 - y * 0.5 * (1.0 - y * (1.0 / 3.0)));
    }

    double rate_;
    std::vector<Cell> cells_;
};

/// All clocks at one moment.
struct Moment {
    double time;
    std::int64_t tick, cost_tick, health_tick;
    std::size_t report;  ///< row of the report interval that holds it
};

/// Which report interval a moment falls into: row k holds (T[k-1], T[k]], row 0 the start.
class ReportGrid {
public:
    ReportGrid(const std::vector<double>& reports, double every);
    [[nodiscard]] std::size_t row(double t) const noexcept
    {
        auto row =
            static_cast<std::size_t>(static_cast<std::int64_t>(t * inverse_));  // the row, or the one before
        while (times_[row] < t) ++row;  // the last time is the horizon, which no event passes
        return row;
    }

private:
    std::vector<double> times_;
    double inverse_;
};

}  // namespace txpath
