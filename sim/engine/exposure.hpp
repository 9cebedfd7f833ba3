// exposure.hpp -- hazards that move between instants, integrated and solved exactly.
//
// Owns      Moving: one armed transition whose hazard follows levels or an age.
// Assumes   the levels' paths and the person's states have not changed since the slot's `since`.
// Promises  accumulated hazard to 1e-12, firing times to 1e-10 of the time; no draws are spent.
//
// A slot is first given a bound: the earliest it could fire if its movers stayed at their highest. Most
// transitions lose to another before that, and the exact time, the root of the accumulated hazard, is never
// needed.
#pragma once

#include "base/exp_batch.hpp"
#include "engine/hazard.hpp"

namespace txpath {

class Moving {
public:
    Moving(const View& view, const Arc& arc, std::uint32_t track) noexcept;

    /// Hazard accumulated over [from, to] per unit of the slot's multiplier.
    [[nodiscard]] double exposure(double from, double to) const noexcept;

    /// Set the slot's time and status anew from view.now on; its multiplier and remaining threshold are up to
    /// date.
    void schedule(Slot& slot, SlotStatus& status) const noexcept;

    /// A bounded slot's time has come: find the exact one, or the moment its hazard takes another form.
    void resolve(Slot& slot, SlotStatus& status) const noexcept;

private:
    /// Movers between two turning points, taken together.
    struct Stretch {
        Course course;         ///< t is 0 at its start
        bool is_whole = true;  ///< nothing is left out: no amounts, not too many swings
    };
    [[nodiscard]] Stretch stretch(double from, double to) const noexcept;
    [[nodiscard]] static bool is_closed(const Stretch& smooth) noexcept;

    [[nodiscard]] double relative_hazard(double t) const noexcept;
    [[nodiscard]] double hazard(double t) const noexcept;
    [[nodiscard]] double mover_value(const Mover& mover, double t) const noexcept;
    [[nodiscard]] double highest(double until) const noexcept;
    [[nodiscard]] double turns_at(double now) const noexcept;
    [[nodiscard]] double still_time(const Slot& slot) const noexcept;
    [[nodiscard]] double growing_time(const Slot& slot, double turn) const noexcept;
    [[nodiscard]] double panel_end(double from, double to) const noexcept;
    [[nodiscard]] double panel(const Stretch& smooth, double start, double from, double to) const noexcept;
    template <class Relative>
    [[nodiscard]] double panel_of(const Relative& relative, int nodes, double from, double to) const noexcept;
    template <class Relative>
    [[nodiscard]] double weibull_panel(const Relative& relative, double from, double to) const noexcept;
    [[nodiscard]] int nodes_of(const Stretch& smooth, double start, double from, double to) const noexcept;
    [[nodiscard]] double gained(double from, double to) const noexcept;
    [[nodiscard]] double next_knot(double now) const noexcept;

    const View* view_;
    const Arc* arc_;
    const LawRow* law_;
    const CurveRow* curve_;
    double shift_;
    bool is_growing_;  ///< a constant law that only ages move: solved in closed form
    bool is_still_;    ///< all its levels are at rest: nothing moves after all
};

/// Whether a level stays where it is from `now` on, to the last digit: e^-45 of a gap is below rounding.
[[nodiscard]] inline bool is_at_rest(const LevelPath& path, double now) noexcept
{
    return path.value == path.target || path.rate == 0.0 || path.rate * (now - path.since) > 45.0;
}

/// How long from `from` on one panel of Gauss points integrates exp(slope x) of a level's path to the last
/// digits.
[[nodiscard]] double smooth_span(const LevelPath& path, double slope, double from) noexcept;

/// The product of an arc's movers when all are levels at rest at view.now, for good; 0 when one is not.
///   Requires  arc.may_rest
[[nodiscard]] double resting_hazard(const View& view, const Arc& arc) noexcept;

}  // namespace txpath
