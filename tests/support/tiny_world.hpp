// tiny_world.hpp -- scenarios small enough to write down in a test, without a file.
//
// Owns      TinyWorld, a Scenario under construction, and shorthands for its parts.
// Assumes   tracks, states and transitions are added in the order of their names.
#pragma once

#include <string>
#include <vector>

#include "txpath/scenario.hpp"
#include "txpath/simulate.hpp"

namespace txpath::tests {

[[nodiscard]] Value certain(double number);
[[nodiscard]] When at_rate(double per_day);
[[nodiscard]] When after_days(double days);
[[nodiscard]] When law_of(Law law, double first, double second);

[[nodiscard]] Reading reading(StateId state);
[[nodiscard]] Reading reading(LevelId level);
[[nodiscard]] Reading reading(CounterId counter);
[[nodiscard]] Reading reading(AttributeId number);
[[nodiscard]] Reading reading(AttributeId attribute, CategoryId category);
[[nodiscard]] Ratio ratio_if(Reading holds, double ratio);
[[nodiscard]] Ratio ratio_per(Reading of, double per, double ratio);
[[nodiscard]] Condition while_at_least(Reading of, double value);
[[nodiscard]] Condition while_in(StateId state);
[[nodiscard]] Option option(StateId to, double probability);

struct TinyWorld {
    Scenario scenario;

    TinyWorld();  ///< ten thousand people, a horizon of 100,000 days, nothing else

    /// A track whose people start in its first state.
    TrackId track(const std::string& name, const std::vector<std::string>& states);
    [[nodiscard]] StateId state(TrackId track, const std::string& name) const;
    Transition& transition(TrackId track, const std::string& name, const std::string& from,
                           const std::string& to, const When& when);
    LevelId level(const std::string& name, double start, double half_life);
    AttributeId number(const std::string& name, Family family, double first, double second);
    AttributeId categories(const std::string& name, const std::vector<std::string>& names,
                           const std::vector<double>& shares);

    [[nodiscard]] std::vector<HistoryRow> live(std::uint64_t people) const;  ///< with seed 7
};

/// What happened, without the first row of each track.
[[nodiscard]] std::vector<HistoryRow> events(const std::vector<HistoryRow>& rows);
/// The rows that a transition caused.
[[nodiscard]] std::vector<HistoryRow> caused_by(const std::vector<HistoryRow>& rows, TransitionId transition);

/// The threshold a person of TinyWorld::live draws for the n-th arming of a transition, n from 0.
[[nodiscard]] double threshold_of(std::uint64_t person, const std::string& transition,
                                  std::uint32_t occurrence);

}  // namespace txpath::tests
