#include "engine/hazard.hpp"

namespace txpath {

namespace {

// A crossing within this share of the moment (and of a day) is taken as just made, so that waking at a
// crossing never finds it still ahead.
constexpr double crossing_slack = 1e-11;

bool is_ahead(double moment, double now) noexcept
{
    return moment > now + crossing_slack * (1.0 + now);
}

/// When the unbounded path reaches `value`, past or future; never if it lies on the other side.
double reaches(const LevelPath& path, double value) noexcept
{
    const double gap = value - path.target;
    const double start = path.value - path.target;
    if (path.rate == 0.0 || gap == 0.0 || start == 0.0) return never;
    const double share = gap / start;
    if (share <= 0.0) return never;
    return path.since - portable::log(share) / path.rate;
}

bool passes(const GateNode& node, const View& view) noexcept
{
    const LevelRow& row = view.model.levels[node.source];
    const LevelPath& path = view.person.levels()[node.source];
    return (node.above == -never || is_above(row, path, node.above, view.now)) &&
           (node.below == never || is_below(row, path, node.below, view.now)) &&
           (node.at_least == -never || !is_below(row, path, node.at_least, view.now)) &&
           (node.at_most == never || !is_above(row, path, node.at_most, view.now));
}

bool lies_within(const GateNode& node, double x, double slack) noexcept
{
    const double just_after = x + slack;
    return just_after >= node.at_least && just_after <= node.at_most && just_after > node.above &&
           just_after < node.below;
}

bool is_member(const View& view, const GateNode& node, std::uint32_t index) noexcept
{
    if (index < 64) return node.mask >> index & 1;
    const auto* first = view.model.members.data() + node.parts.first;
    return std::find(first, first + node.parts.count, index) != first + node.parts.count;
}

}  // namespace

double crossing(const LevelPath& path, double value, double now) noexcept
{
    const double moment = reaches(path, value);
    return is_ahead(moment, now) ? moment : never;
}

bool is_above(const LevelRow& row, const LevelPath& path, double value, double now) noexcept
{
    const double x = level_at(row, path, now);
    if (path.rate == 0.0 || path.target == value || row.max <= value || row.min > value) return x > value;
    const bool starts_above = path.value > value;
    if (starts_above == (path.target > value))
        return path.value != value ? starts_above : path.target > value;
    return (crossing(path, value, now) != never) == starts_above;
}

bool is_below(const LevelRow& row, const LevelPath& path, double value, double now) noexcept
{
    const double x = level_at(row, path, now);
    if (path.rate == 0.0 || path.target == value || row.min >= value || row.max < value) return x < value;
    const bool starts_below = path.value < value;
    if (starts_below == (path.target < value))
        return path.value != value ? starts_below : path.target < value;
    return (crossing(path, value, now) != never) == starts_below;
}

bool gate_holds(const View& view, std::uint32_t gate) noexcept
{
    const GateNode& node = view.model.gates[gate];
    using Kind = GateNode::Kind;
    switch (node.kind) {
        case Kind::all:
            for (std::uint32_t part = node.parts.first; part < node.parts.end(); ++part)
                if (!gate_holds(view, part)) return false;
            return true;
        case Kind::any:
            for (std::uint32_t part = node.parts.first; part < node.parts.end(); ++part)
                if (gate_holds(view, part)) return true;
            return false;
        case Kind::none_of:
            for (std::uint32_t part = node.parts.first; part < node.parts.end(); ++part)
                if (gate_holds(view, part)) return false;
            return true;
        case Kind::category_in:
            return is_member(view, node, view.person.categories()[node.source]);
        case Kind::state_in:
            return is_member(view, node, view.local_state(node.source));
        case Kind::number:
            return lies_within(node, view.number(node.source), 0.0);
        case Kind::age:
            return lies_within(node, view.number(node.source), crossing_slack * (1.0 + view.now));
        case Kind::counter:
            return lies_within(node, view.person.counters()[node.source], 0.0);
        case Kind::level:
            return passes(node, view);
        case Kind::shared:
            return lies_within(node, view.model.shared[node.source], 0.0);
        case Kind::nearby:
            return lies_within(node, view.person.numbers()[node.source], 0.0);
    }
    return false;
}

double gate_changes(const View& view, std::uint32_t gate) noexcept
{
    const GateNode& node = view.model.gates[gate];
    using Kind = GateNode::Kind;
    double next = never;
    if (node.kind == Kind::all || node.kind == Kind::any || node.kind == Kind::none_of) {
        for (std::uint32_t part = node.parts.first; part < node.parts.end(); ++part)
            next = std::min(next, gate_changes(view, part));
    } else if (node.kind == Kind::level || node.kind == Kind::age) {
        for (const double bound : {node.at_least, node.at_most, node.above, node.below}) {
            if (bound == never || bound == -never) continue;
            const double moment = node.kind == Kind::level
                                      ? crossing(view.person.levels()[node.source], bound, view.now)
                                      : view.now + (bound - view.number(node.source));
            if (is_ahead(moment, view.now)) next = std::min(next, moment);
        }
    }
    return next;
}

namespace {

double graded(const Factor& factor, double x) noexcept
{
    return portable::exp(factor.slope * (std::clamp(x, factor.low, factor.high) - factor.from));
}

}  // namespace

double factor_value(const View& view, const Factor& factor) noexcept
{
    using Kind = Factor::Kind;
    switch (factor.kind) {
        case Kind::category:
            return view.model.values[factor.values_at + view.person.categories()[factor.source]];
        case Kind::state:
            return view.model.values[factor.values_at + view.local_state(factor.source)];
        case Kind::number:
            return graded(factor, view.number(factor.source));
        case Kind::counter:
            return graded(factor, view.person.counters()[factor.source]);
        case Kind::level:
            return graded(factor, level_at(view.model.levels[factor.source],
                                           view.person.levels()[factor.source], view.now));
        case Kind::number_amount:
            return view.number(factor.source);
        case Kind::counter_amount:
            return view.person.counters()[factor.source];
        case Kind::shared:
            return graded(factor, view.model.shared[factor.source]);
        case Kind::nearby:
            return graded(factor, view.person.numbers()[factor.source]);
        case Kind::shared_amount:
            return view.model.shared[factor.source];
        case Kind::nearby_amount:
            return view.person.numbers()[factor.source];
    }
    return 1.0;
}

}  // namespace txpath
