// reference_hazard.hpp -- the hazard of one armed transition while nothing happens to its person.
//
// Owns      Hazard: how much of it accumulates between two moments, and when it has accumulated a threshold.
// Assumes   neither person nor scenario is changed while a moving hazard is asked; it was made for both as
// they
//           are.
// Promises  moving hazards are integrated numerically between their kinks, to about 1e-13 of the sum;
//           nothing is expanded in series, bounded or thinned.
#pragma once

#include <functional>
#include <vector>

#include "engine/reference_law.hpp"

namespace txpath::plain {

/// A span of time without kinks.
struct Stretch {
    double from, to;
};

class Hazard {
public:
    Hazard(const Scenario& scenario, const Person& person, const Transition& transition, double now);

    /// The moment at which the transition's clock shows 0.
    [[nodiscard]] double clock_zero() const { return base_.clock_zero(); }
    /// True if it is the same number as the other at this moment and from now on, as far as is known now.
    [[nodiscard]] bool is_same_as(const Hazard& other) const;
    /// What accumulates from one moment to another.
    [[nodiscard]] double between(double from, double to) const;
    /// The moment at which `threshold` has accumulated since `from`; infinite if not by `horizon`.
    [[nodiscard]] double reaches(double threshold, double from, double horizon) const;
    /// The first moment from `from` on at which the gate is open; infinite if not by `horizon`.
    [[nodiscard]] double opens(double from, double horizon) const;

private:
    void note_inputs(double now);
    void note(const Reading& reading, double now);
    void note(const Condition& condition, double now);
    [[nodiscard]] double factor_at(double moment) const;
    [[nodiscard]] bool is_open_at(double moment) const;
    [[nodiscard]] std::vector<double> kinks() const;
    [[nodiscard]] std::vector<Stretch> stretches(double from, double to) const;
    [[nodiscard]] double within(Stretch stretch) const;
    [[nodiscard]] double reaches_within(double threshold, Stretch stretch) const;
    [[nodiscard]] double reaches_unmoved(double threshold, double from, double horizon) const;

    const Scenario* scenario_;
    const Person* person_;
    const Transition* transition_;
    BaseHazard base_;
    double factor_ = 1.0;
    bool is_moving_ = false;
    std::vector<double> inputs_;  ///< of a moving one: all it is made of
};

/// Integral of f from a to b.
///
///   Method    Gauss-Kronrod 7-15, halving until the two rules differ by less than 1e-11 of the whole, at
///             which point the 15-point value is good to 1e-14 for what is smooth
[[nodiscard]] double integral(const std::function<double(double)>& f, double a, double b);

}  // namespace txpath::plain
