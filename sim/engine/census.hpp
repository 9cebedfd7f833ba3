// census.hpp -- how many are where, of a crowd, at sync points and on the report grid.
//
// Owns      Census.
// Promises  whole numbers; at a sync point the sum over everybody's changes so far.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/bytes.hpp"
#include "engine/live.hpp"

namespace txpath {

class Census {
public:
    explicit Census(const ModelTables& model);

    /// Take over what was logged up to `now`, the end of a stretch; of the last one if it is over.
    void take(std::vector<std::unique_ptr<CrowdLog>>& logs, double now, bool is_over);

    /// Of all cells, now: as ModelTables::counts says; flows are those of the whole time.
    [[nodiscard]] const std::vector<std::int64_t>& totals() const noexcept { return totals_; }

    /// Report rows that were completed by the last take, [first, end).
    [[nodiscard]] std::size_t first_row() const noexcept { return first_row_; }
    [[nodiscard]] std::size_t end_row() const noexcept { return end_row_; }
    /// Stocks of a cell at the time of such a row, and flows up to it.
    [[nodiscard]] const std::int64_t* at(std::size_t row, std::uint32_t cell) const noexcept
    {
        return grid_.data() + (row * cells_ + cell) * counts_;
    }

    /// At a sync point, what the people themselves do not show: flows, the last places of a cell.
    void write_flows(std::size_t flows, ByteWriter& out) const;
    /// At the sync point `now` of a run that goes on: flows as they were written, and nobody there yet.
    void resume(double now, std::size_t flows, ByteReader& in);
    /// So many are in this place of a cell now.
    void count(std::uint32_t cell, std::uint32_t place, std::int64_t weight) noexcept;

private:
    std::vector<double> reports_;
    std::size_t cells_, counts_;
    std::size_t first_row_ = 0, end_row_ = 0;
    std::vector<std::int64_t> grid_;  ///< changes by row; of completed rows, sums up to them
    std::vector<std::int64_t> totals_;
};

}  // namespace txpath
