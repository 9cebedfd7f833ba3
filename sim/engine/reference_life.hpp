// reference_life.hpp -- one person's life in the plain engine, everything recomputed at every instant.
//
// Owns      Life: from entry to the horizon, with a halt at each sync point if there are any.
// Assumes   the scenario was checked. What all share changes only between pause() and resume(); the
//           scenario's numbers too.
// Promises  does what sim/README.md says of a person, in that order and in those words.
// Not here  who gets a place, what a policy holds, what a share is (reference_together.hpp).
#pragma once

#include <deque>
#include <set>
#include <span>
#include <vector>

#include "engine/reference_hazard.hpp"
#include "txpath/lives.hpp"

namespace txpath::plain {

/// A transition that waits for its threshold.
struct Armed {
    TransitionId transition;
    double left = 0.0;   ///< of the threshold, at `since`
    double since = 0.0;  ///< when `hazard` began to hold
    Hazard hazard;
    double fires_at;
};

/// What is still to be done within an instant: entering a state, or leaving a `decide` state.
struct Errand {
    StateId state;
    bool is_choice = false;
};

/// A person's place in the queue of a resource, from entering a state that waits for it.
struct Wait {
    TrackId track;
    ResourceId resource;
    double since = 0.0;
    double lot = 0.0;        ///< the keyed draw
    std::uint32_t join = 0;  ///< how often the person had joined this queue before
    friend bool operator==(const Wait&, const Wait&) = default;
};

class Life {
public:
    Life(const Scenario& scenario, Luck luck, std::uint64_t number)
        : scenario_(scenario), chances_(luck, number)
    {
        person_.number = number;
    }

    /// What all share, seen from the start on.
    void live_among(const Surroundings& around) { person_.around = &around; }
    /// The person's clinician, as first seen: attributes, and the state in the track `clinician`.
    void meet(const Person& clinician, StateId state);
    /// Be looked at when these moments come.
    void watch(std::span<const double> moments, std::vector<Sighting>& sightings);

    void start(double entry);
    /// Through every event at or before `moment`.
    void live_until(double moment);
    /// Be looked at where no event comes any more.
    void look_ahead() { look_until(std::numeric_limits<double>::infinity()); }

    // At a sync point.

    /// What accumulated and how levels moved until now, under what held until now.
    void pause(double moment);
    /// Whatever is armed meets what holds from now on.
    void resume();
    /// Enter a state for no transition of one's own.
    void be_moved(StateId state);
    void see_neighbours(IdVector<StateId, double> shares) { person_.neighbours = std::move(shares); }

    [[nodiscard]] const Person& person() const { return person_; }
    [[nodiscard]] bool has_started() const { return !person_.states.empty(); }
    [[nodiscard]] bool is_living() const { return has_started() && !person_.has_ended; }
    [[nodiscard]] const std::vector<HistoryRow>& rows() const { return rows_; }
    /// By track; none after the end.
    [[nodiscard]] std::vector<Wait> waits() const;

private:
    void look_until(double next);
    [[nodiscard]] StateId start_state(TrackId track);
    void fire(const Armed& armed);
    void begin_instant(TransitionId cause);
    void end_instant();
    void stop_levels();
    void start_levels();
    void turn_levels();
    void enter(StateId state, const Effects* of_transition);
    void join_queue(StateId state);
    void apply(const Effects& effects);
    void run_errands();
    [[nodiscard]] StateId chosen(const State& state);
    [[nodiscard]] std::string case_name(const State& state, std::size_t number) const;
    void arm_again();
    void arm(TransitionId id);
    void rescale(Armed& armed, double spent);
    [[nodiscard]] double moment_of(const Armed& armed) const;
    [[nodiscard]] double moment_of_after(const Armed& armed) const;
    [[nodiscard]] std::string name_of(const Transition& transition) const;

    const Scenario& scenario_;
    Chances chances_;
    std::vector<HistoryRow> rows_;
    Person person_;
    const Person* clinician_ = nullptr;
    StateId clinician_state_;
    double now_ = 0.0;
    TransitionId cause_;         // of this instant; absent at the start and at sync points
    std::set<TrackId> entered_;  // during this instant
    std::deque<Errand> errands_;
    std::vector<Armed> armed_;   // by track, then transition
    std::vector<double> spent_;  // by every armed transition, under the hazards that held until now
    std::map<TrackId, Wait> waits_;
    std::map<ResourceId, std::uint32_t> joined_;
    std::span<const double> moments_;  // still to come
    std::vector<Sighting>* sightings_ = nullptr;
};

}  // namespace txpath::plain
