// sobol_indices.cpp -- first-order and total indices of a Saltelli design.
#include <cmath>
#include <limits>

#include "base/numeric.hpp"
#include "base/random.hpp"
#include "base/stats.hpp"
#include "txpath/regression.hpp"

namespace txpath {

namespace {

constexpr std::uint32_t bootstraps = 500;

/// Indices of rows, some of them several times.
class Design {
public:
    explicit Design(const SaltelliOutcomes& outcomes) : outcomes_(outcomes) {}

    /// Mean and variance of both samples together.
    [[nodiscard]] RunningStats spread(const std::vector<std::size_t>& rows) const
    {
        RunningStats stats;
        for (const std::size_t row : rows) {
            stats.add(outcomes_.first[row]);
            stats.add(outcomes_.second[row]);
        }
        return stats;
    }

    [[nodiscard]] SobolIndex index(std::size_t value, const std::vector<std::size_t>& rows,
                                   const RunningStats& spread) const
    {
        NeumaierSum alone, with_all;
        for (const std::size_t row : rows) {
            const double step = outcomes_.mixed[value][row] - outcomes_.first[row];
            alone.add((outcomes_.second[row] - spread.mean()) * step);
            with_all.add(0.5 * step * step);
        }
        const double scale = static_cast<double>(rows.size()) * spread.variance();
        return {.first_order = alone.value() / scale, .total = with_all.value() / scale};
    }

private:
    const SaltelliOutcomes& outcomes_;
};

}  // namespace

std::vector<SobolIndex> sobol_indices(const SaltelliOutcomes& outcomes, std::uint64_t seed)
{
    const Design design(outcomes);
    const std::size_t count = outcomes.first.size(), values = outcomes.mixed.size();
    std::vector<std::size_t> rows(count);
    for (std::size_t row = 0; row < count; ++row) rows[row] = row;
    const RunningStats all = design.spread(rows);
    constexpr double nothing = std::numeric_limits<double>::quiet_NaN();
    if (all.smallest() == all.largest()) return {values, {nothing, nothing, nothing, nothing}};
    std::vector<SobolIndex> indices;
    for (std::size_t value = 0; value < values; ++value) indices.push_back(design.index(value, rows, all));

    std::vector<RunningStats> first(values), total(values);
    const Draws draws(Luck{seed, 0, 0});
    const Decision what = decision("sobol indices > bootstrap");
    for (std::uint32_t k = 0; k < bootstraps; ++k) {
        for (std::size_t row = 0; row < count; ++row)
            rows[row] = static_cast<std::size_t>(draws.uniform(row, what, k) * static_cast<double>(count));
        const RunningStats spread = design.spread(rows);
        if (spread.smallest() == spread.largest())
            continue;  // the same row every time says nothing of a ratio
        for (std::size_t value = 0; value < values; ++value) {
            const SobolIndex index = design.index(value, rows, spread);
            first[value].add(index.first_order);
            total[value].add(index.total);
        }
    }
    for (std::size_t value = 0; value < values; ++value) {
        indices[value].first_order_error = first[value].standard_deviation();
        indices[value].total_error = total[value].standard_deviation();
    }
    return indices;
}

}  // namespace txpath
