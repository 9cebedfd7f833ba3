// reference_law.hpp -- the laws of `when` by their textbook cumulative hazards.
//
// Owns      BaseHazard: H(t) and h(t) of a transition's law on its own clock, before any ratio.
// Assumes   parameters were checked when the scenario was loaded.
// Promises  formulas as printed in textbooks, through the C library; shares no code with the fast engine.
#pragma once

#include <vector>

#include "engine/reference_person.hpp"

namespace txpath::plain {

/// The law of one transition for one person.
class BaseHazard {
public:
    BaseHazard(const Scenario& scenario, const Person& person, const Transition& transition);

    /// The moment at which this person's clock for the transition shows 0.
    [[nodiscard]] double clock_zero() const { return clock_zero_; }
    /// Hazard per day when the clock shows `clock` days.
    [[nodiscard]] double hazard(double clock) const;
    /// The hazard summed up from clock 0, or from minus infinity, to `clock`.
    [[nodiscard]] double cumulated(double clock) const;
    /// Moments at which the hazard jumps.
    [[nodiscard]] std::vector<double> jumps() const;
    /// k if the hazard starts like clock^(k - 1), else 1.
    [[nodiscard]] double power_at_zero() const;

    friend bool operator==(const BaseHazard&, const BaseHazard&) = default;

private:
    struct Step {
        double from, hazard;
        friend bool operator==(const Step&, const Step&) = default;
    };
    [[nodiscard]] double cumulated_steps(double clock) const;
    [[nodiscard]] double hazard_of_steps(double clock) const;

    Law law_;
    double clock_zero_ = 0.0;
    double first_ = 0.0, second_ = 0.0;
    std::vector<Step> steps_;  ///< piecewise and life tables
};

}  // namespace txpath::plain
