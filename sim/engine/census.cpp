#include "engine/census.hpp"

#include <algorithm>

namespace txpath {

Census::Census(const ModelTables& model)
    : reports_(model.reports),
      cells_(model.cells),
      counts_(model.counts),
      grid_(reports_.size() * cells_ * counts_),
      totals_(counts_)
{
}

void Census::take(std::vector<std::unique_ptr<CrowdLog>>& logs, double now, bool is_over)
{
    const std::size_t width = cells_ * counts_;
    std::size_t last = end_row_;  // the row of `now`: the first that is not before it
    while (last + 1 < reports_.size() && reports_[last] < now) ++last;
    for (auto& log : logs)
        for (std::size_t at = end_row_ * width; at < (last + 1) * width && at < grid_.size(); ++at) {
            grid_[at] += log->counts[at];
            totals_[at % counts_] += log->counts[at];
            log->counts[at] = 0;
        }
    first_row_ = end_row_;
    // a row is not complete before what happens at the sync point at its very time
    while (end_row_ < reports_.size() && (is_over || reports_[end_row_] < now)) {
        if (end_row_ > 0)
            for (std::size_t at = 0; at < width; ++at)
                grid_[end_row_ * width + at] += grid_[(end_row_ - 1) * width + at];
        ++end_row_;
    }
}

void Census::write_flows(std::size_t flows, ByteWriter& out) const
{
    for (std::size_t row = end_row_ - 1; row < end_row_ + 1; ++row)
        for (std::size_t cell = 0; cell < cells_; ++cell)
            for (std::size_t place = counts_ - flows; place < counts_; ++place)
                out.signed_whole(grid_[(row * cells_ + cell) * counts_ + place]);
}

void Census::resume(double now, std::size_t flows, ByteReader& in)
{
    while (reports_[end_row_] < now) ++end_row_;
    first_row_ = end_row_;
    for (std::size_t row = end_row_ - 1; row < end_row_ + 1; ++row)
        for (std::size_t cell = 0; cell < cells_; ++cell)
            for (std::size_t place = counts_ - flows; place < counts_; ++place) {
                const std::int64_t flow = in.signed_whole();
                grid_[(row * cells_ + cell) * counts_ + place] = flow;
                totals_[place] += flow;
            }
}

void Census::count(std::uint32_t cell, std::uint32_t place, std::int64_t weight) noexcept
{
    grid_[((end_row_ - 1) * cells_ + cell) * counts_ + place] += weight;
    totals_[place] += weight;
}

}  // namespace txpath
