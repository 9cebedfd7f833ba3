// compile_reach.cpp -- how high a hazard can get, so that thresholds out of reach are known when they are
// drawn.
//
// Assumes   levels and counters change by the effects in the tables only, and a table's numbers stay what
// they are.
#include <algorithm>

#include "base/elementary.hpp"
#include "model/compile.hpp"

namespace txpath {

namespace {

void widen(Bounds& bounds, double x)
{
    bounds.low = std::min(bounds.low, x);
    bounds.high = std::max(bounds.high, x);
}

/// What jumps up and down do to bounds.
void widen_by_jumps(Bounds& bounds, const std::vector<Change>& changes, std::uint32_t target,
                    Change::Kind adds, Change::Kind sets)
{
    for (const Change& change : changes) {
        if (change.target != target) continue;
        if (change.kind == sets) widen(bounds, change.amount);
        if (change.kind == adds && change.amount != 0.0) widen(bounds, change.amount > 0.0 ? never : -never);
    }
}

/// The most that exp(slope * (clamped x - from)) can be, or the clamped x itself.
template <class Graded>
double highest(const Graded& row, bool is_amount, const Bounds& x)
{
    const bool grows = is_amount || row.slope > 0.0;
    const double extreme = std::clamp(grows ? x.high : x.low, row.low, row.high);
    if (!is_amount && row.slope == 0.0) return 1.0;
    if (extreme == never || extreme == -never) return never;
    return is_amount ? extreme : portable::exp(row.slope * (extreme - row.from));
}

}  // namespace

Bounds Compiler::bounds_of_level(std::uint32_t level) const
{
    const LevelRow& row = tables_.levels[level];
    Bounds target{row.base, row.base};
    for (std::uint32_t at = row.targets.first; at < row.targets.end(); ++at) {
        const LevelTarget& part = tables_.level_targets[at];
        const auto values = tables_.values.begin() + part.values_at;
        const auto [least, most] = std::minmax_element(values, values + tables_.tracks[part.track].states);
        target.low += *least;
        target.high += *most;
    }
    widen(target, row.start);
    widen_by_jumps(target, tables_.changes, level, Change::Kind::add_level, Change::Kind::set_level);
    return {std::clamp(target.low, row.min, row.max), std::clamp(target.high, row.min, row.max)};
}

Bounds Compiler::bounds_of_counter(std::uint32_t counter) const
{
    const double start = tables_.counters[counter];
    Bounds bounds{start, start};
    widen_by_jumps(bounds, tables_.changes, counter, Change::Kind::add_counter, Change::Kind::set_counter);
    return bounds;
}

double Compiler::most(const Arc& arc) const
{
    constexpr Bounds unbounded{-never, never};
    std::vector<double> parts;
    for (std::uint32_t at = arc.factors.first; at < arc.factors.end(); ++at) {
        const Factor& row = tables_.factors[at];
        using Kind = Factor::Kind;
        if (row.kind == Kind::shared || row.kind == Kind::nearby) {
            const bool is_share = row.kind == Kind::nearby || row.source >= scenario_.shared.system.size();
            parts.push_back(highest(row, false, is_share ? Bounds{0.0, 1.0} : unbounded));
        } else if (row.kind == Kind::shared_amount || row.kind == Kind::nearby_amount) {
            const bool is_share =
                row.kind == Kind::nearby_amount || row.source >= scenario_.shared.system.size();
            parts.push_back(is_share ? 1.0 : never);
        } else if (row.kind == Kind::state) {
            const auto values = tables_.values.begin() + row.values_at;
            parts.push_back(*std::max_element(values, values + tables_.tracks[row.source].states));
        } else if (row.kind == Kind::counter || row.kind == Kind::counter_amount) {
            parts.push_back(highest(row, row.kind == Kind::counter_amount, bounds_of_counter(row.source)));
        } else {
            return never;
        }
    }
    for (std::uint32_t at = arc.movers.first; at < arc.movers.end(); ++at) {
        const Mover& row = tables_.movers[at];
        const bool is_level = row.kind == Mover::Kind::level;
        parts.push_back(highest(row, row.is_amount, is_level ? bounds_of_level(row.source) : unbounded));
    }
    double product = 1.0;
    for (const double part : parts) {
        if (part == never) return never;
        product *= part;
    }
    return product;
}

void Compiler::compile_reach()
{
    for (Arc& arc : tables_.arcs) arc.most = arc.kind == ArcKind::timed ? never : most(arc);
}

}  // namespace txpath
