// hazard.hpp -- what a person's hazards are at a moment, as functions of the record.
//
// Owns      multiplier, gate_holds, level_at, age_at and the crossings of levels and ages.
// Promises  reads only; factors are multiplied in the model's order, so equal readings give equal bits.
#pragma once

#include <algorithm>

#include "base/elementary.hpp"
#include "engine/record.hpp"
#include "model/tables.hpp"

namespace txpath {

/// Reads one person against the model. Cheap to make.
struct View {
    const ModelTables& model;
    const Person& person;
    double now;

    [[nodiscard]] std::uint32_t local_state(std::uint32_t track) const noexcept
    {
        return model.states[person.states()[track]].local;
    }
    [[nodiscard]] double number(std::uint32_t attribute) const noexcept
    {
        const AttributeRow& row = model.attributes[attribute];
        const double at_start = person.numbers()[row.slot];
        return row.ages ? at_start + (now - person.head().born) : at_start;
    }
};

/// A level on its path, bounded by the level's min and max.
[[nodiscard]] inline double level_at(const LevelRow& row, const LevelPath& path, double t) noexcept
{
    constexpr double rest = 45.0;  // e^-45 of a gap is below rounding
    const double gap = path.value - path.target;
    double x = path.value;
    if (gap != 0.0 && path.rate != 0.0) {
        const double rates = path.rate * (t - path.since);
        x = rates > rest ? path.target : path.target + gap * portable::exp(-rates);
    }
    return std::clamp(x, row.min, row.max);
}

/// The moment a path passes `value` after `now`; never if it does not. A crossing closer than a rounding
/// error is past.
[[nodiscard]] double crossing(const LevelPath& path, double value, double now) noexcept;

/// Whether the level is above (below) `value` just after `now`.
[[nodiscard]] bool is_above(const LevelRow& row, const LevelPath& path, double value, double now) noexcept;
[[nodiscard]] bool is_below(const LevelRow& row, const LevelPath& path, double value, double now) noexcept;

/// Whether a gate holds just after view.now.
[[nodiscard]] bool gate_holds(const View& view, std::uint32_t gate) noexcept;

/// The next moment at which a gate's answer may change by itself.
[[nodiscard]] double gate_changes(const View& view, std::uint32_t gate) noexcept;

[[nodiscard]] double factor_value(const View& view, const Factor& factor) noexcept;

[[nodiscard]] inline double product(const View& view, Range factors, double start) noexcept
{
    double result = start;
    const Factor* factor = view.model.factors.data() + factors.first;
    for (const Factor* end = factor + factors.count; factor != end; ++factor) {
        if (factor->kind == Factor::Kind::category)
            result *= view.model.values[factor->values_at + view.person.categories()[factor->source]];
        else if (factor->kind == Factor::Kind::state)
            result *= view.model.values[factor->values_at + view.local_state(factor->source)];
        else
            result *= factor_value(view, *factor);
    }
    return result;
}

/// The part of an arc's multiplier that is the same for a person at all times.
[[nodiscard]] inline double fixed_part(const View& view, const Arc& arc) noexcept
{
    return product(view, arc.fixed, arc.rate);
}

/// What multiplies an arc's law and movers just after view.now: 0 while its gate is closed.
[[nodiscard]] inline double multiplier(const View& view, const Arc& arc, double fixed) noexcept
{
    if (arc.gate != absent && !gate_holds(view, arc.gate)) return 0.0;
    return product(view, arc.factors, fixed);
}

/// What to add to a moment to get the time on a law's clock.
[[nodiscard]] inline double clock_shift(const View& view, const LawRow& law, std::uint32_t track) noexcept
{
    switch (law.clock) {
        case Clock::reset:
            return -view.person.entered()[track];
        case Clock::forward:
            return 0.0;
        case Clock::age:
            return view.person.numbers()[view.model.age_number] - view.person.head().born;
    }
    return 0.0;
}

/// The curve of a person's law, or null when it has none.
[[nodiscard]] inline const CurveRow* curve_of(const View& view, const LawRow& law) noexcept
{
    if (law.law != Law::piecewise && law.law != Law::life_table) return nullptr;
    std::uint32_t cell = law.curve;
    for (std::uint32_t by = 0; by < law.by_count; ++by) {
        const std::uint32_t slot = view.model.members[law.by_first + 2 * by];
        const std::uint32_t stride = view.model.members[law.by_first + 2 * by + 1];
        cell += stride * view.person.categories()[slot];
    }
    return &view.model.curves[cell];
}

}  // namespace txpath
