// person_at.hpp -- conditions and readings of one life at one moment, and events in it.
#pragma once

#include <optional>

#include "txpath/lives.hpp"
#include "txpath/trial.hpp"

namespace txpath {

/// A number, level or counter at a moment; not a number once the person has left.
[[nodiscard]] double number_at(const Scenario& scenario, const Life& life, const Reading& reading,
                               double moment);

/// Comparisons do not hold for people who have left.
[[nodiscard]] bool holds_at(const Scenario& scenario, const Life& life, const Condition& condition,
                            double moment);

/// When the moment comes on a clock whose zero is `zero`, if it does.
[[nodiscard]] std::optional<double> when(const Life& life, const TrialMoment& moment, double zero);

/// What happened to somebody between two moments (the first not included).
struct Course {
    std::vector<double> events;  ///< when
    double followed_to = 0.0;    ///< censoring, the end of the life, or the end of the span
};
[[nodiscard]] Course course_of(const Scenario& scenario, const Life& life, const Happening& happening,
                               double from, double to);

}  // namespace txpath
