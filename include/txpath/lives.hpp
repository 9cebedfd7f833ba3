// lives.hpp -- whole lives of some people, so that each can be asked about any moment.
//
// Owns      Lives, the record of what changed when; Life, the questions it answers; Observer, which fills it;
// the
//           plain engine's answers to the same questions, for tests.
// Promises  a life is a function of model, luck and person: not of who else is observed, in what order, or of
// how
//           long the horizon is. At the moment of an event the event has happened.
// Not here  counts over many people (results.hpp).
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "txpath/results.hpp"
#include "txpath/simulate.hpp"

namespace txpath {

/// A level from `since` on, until its next stretch: target + (value - target) exp(-rate (t - since)),
/// bounded.
struct LevelStretch {
    std::uint64_t person = 0;
    LevelId level;
    double since = 0.0, value = 0.0, target = 0.0;
    double rate = 0.0;  ///< per day; 0: it stays at `value`
    double min = 0.0, max = 0.0;
};

/// A counter from `since` on.
struct CounterChange {
    std::uint64_t person = 0;
    CounterId counter;
    double since = 0.0;
    std::int64_t value = 0;
};

/// What happened to some people. Rows of one person stand together, in the order in which they happened.
struct Lives {
    std::vector<std::uint64_t> persons;  ///< rising
    std::size_t attribute_count = 0;
    std::vector<double> attributes;  ///< [person][attribute]: category index, or the number at birth
    std::vector<double> ended;       ///< by person: when he or she entered an `ends` state; infinity: did not
    std::vector<HistoryRow> moves;
    std::vector<LevelStretch> levels;
    std::vector<CounterChange> counters;
    /// By person, and one more: where his or her rows begin.
    std::vector<std::size_t> first_move, first_level, first_counter;
};

/// One person of some Lives.
class Life {
public:
    Life(const Lives& lives, std::size_t place) noexcept : lives_(&lives), place_(place) {}

    [[nodiscard]] std::uint64_t person() const noexcept { return lives_->persons[place_]; }
    [[nodiscard]] double ended() const noexcept { return lives_->ended[place_]; }
    [[nodiscard]] std::span<const HistoryRow> moves() const noexcept;
    [[nodiscard]] std::span<const LevelStretch> levels() const noexcept;
    [[nodiscard]] std::span<const CounterChange> counters() const noexcept;

    /// Category index, or the number at birth.
    [[nodiscard]] double attribute(AttributeId id) const noexcept;
    /// Absent in other tracks once an `ends` state was entered.
    [[nodiscard]] StateId state(TrackId track, double moment) const noexcept;
    [[nodiscard]] double level(LevelId id, double moment) const noexcept;
    [[nodiscard]] std::int64_t counter(CounterId id, double moment) const noexcept;

private:
    const Lives* lives_;
    std::size_t place_;
};

/// Simulates people one is curious about. Not thread-safe; cheap enough to make one a task.
class Observer {
public:
    Observer(const Model& model, std::uint64_t seed, std::uint32_t sample, std::uint32_t replicate);
    ~Observer();
    Observer(Observer&&) noexcept;
    Observer& operator=(Observer&&) noexcept;

    /// Whole lives of the people of these numbers, who are there from time 0.
    ///   Requires  persons rising; below the number of rows if the people come from a table
    [[nodiscard]] Lives observe(std::span<const std::uint64_t> persons);

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

/// A person as seen at one moment; nothing is said of levels and counters after the end.
struct Sighting {
    std::uint64_t person = 0;
    double moment = 0.0;
    bool has_ended = false;
    std::vector<StateId> states;  ///< by track
    std::vector<double> levels;   ///< by level
    std::vector<std::int64_t> counters;
    std::vector<double> attributes;  ///< category index, or the number at birth
};

/// The first people of replicate 0 at these moments, by the plain engine. For tests.
///   Requires  moments rising, within the horizon
[[nodiscard]] std::vector<Sighting> observe_plainly(const Scenario& scenario, const RunSpec& spec,
                                                    std::uint64_t people, std::span<const double> moments);

}  // namespace txpath
