#include "engine/clock.hpp"

#include "base/elementary.hpp"

namespace txpath {

DiscountClock::DiscountClock(double rate_per_day, double horizon) : rate_(rate_per_day)
{
    const auto count = static_cast<std::size_t>(horizon / cell_days) + 2;
    cells_.reserve(count);
    for (std::size_t index = 0; index < count; ++index) {
        const double t = static_cast<double>(index) * cell_days;
        const double start = rate_ == 0.0 ? t : -portable::expm1(-rate_ * t) / rate_;
        cells_.push_back({start, portable::exp(-rate_ * t)});
    }
}

ReportGrid::ReportGrid(const std::vector<double>& reports, double every)
    // a little slow, so that rounding never gives a row too far
    : times_(reports), inverse_((1.0 - 1e-12) / every)
{
}

}  // namespace txpath
