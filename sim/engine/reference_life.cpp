// reference_life.cpp -- starting, instants and arming of one person.
#include "engine/reference_life.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace txpath::plain {

namespace {

constexpr double never = std::numeric_limits<double>::infinity();

/// Where a level goes, and how fast.
struct Course {
    double target, half_life;
};

/// The course of a level that stands at `value` while these states hold.
Course course_of(const Scenario& scenario, const Person& person, const Level& level, double value)
{
    double target = number_of(level.toward_always);
    for (const auto& [state, toward] : level.toward)
        if (person.states[scenario.states[state].track] == state) target += number_of(toward);
    const double half_life = number_of(value < target ? level.rising : level.falling);
    return {half_life > 0.0 ? target : value, half_life};  // without a half-life it stays where it is
}

}  // namespace

std::string Life::name_of(const Transition& transition) const
{
    return scenario_.tracks[transition.track].name + "." + transition.name;
}

// The life as a whole.

void Life::meet(const Person& clinician, StateId state)
{
    clinician_ = &clinician;
    clinician_state_ = state;
}

void Life::watch(std::span<const double> moments, std::vector<Sighting>& sightings)
{
    moments_ = moments;
    sightings_ = &sightings;
}

void Life::live_until(double moment)
{
    const double end = std::min(moment, scenario_.time.horizon);
    while (is_living() && !armed_.empty()) {
        const Armed next = *std::ranges::min_element(armed_, {}, &Armed::fires_at);  // the first of equals
        if (!(next.fires_at <= end)) break;
        look_until(next.fires_at);
        fire(next);
    }
}

/// Note how the person is at the moments before `next`.
void Life::look_until(double next)
{
    for (; !moments_.empty() && moments_.front() < next; moments_ = moments_.subspan(1)) {
        Sighting seen{person_.number, moments_.front(), person_.has_ended, {}, {}, {}, {}};
        seen.states.assign(person_.states.begin(), person_.states.end());
        for (const LevelPath& path : person_.levels) seen.levels.push_back(level_at(path, seen.moment));
        seen.counters.assign(person_.counters.begin(), person_.counters.end());
        seen.attributes.assign(person_.attributes.begin(), person_.attributes.end());
        sightings_->push_back(std::move(seen));
    }
}

StateId Life::start_state(TrackId id)
{
    const Track& track = scenario_.tracks[id];
    if (track.is_given) return clinician_state_;
    const bool is_by = !track.start.by.is_absent();
    const auto row = is_by ? static_cast<std::size_t>(person_.attributes[track.start.by]) : 0;
    return choose(scenario_, person_, track.start.shares[row], track.name, now_, chances_);
}

void Life::start(double entry)
{
    now_ = person_.entry = entry;
    person_.attributes = draw_attributes(scenario_, person_, clinician_, chances_);
    for (const Level& level : scenario_.levels) {
        const double least = level.min.value_or(-never), most = level.max.value_or(never);
        const double value = number_of(level.start);
        person_.levels.push_back({value, now_, value, 1.0, least, most});
    }
    for (const Counter& counter : scenario_.counters) person_.counters.push_back(counter.start);
    for (std::size_t i = 0; i < scenario_.tracks.size(); ++i) {
        const StateId state = start_state(TrackId{i});
        person_.states.push_back(state);
        person_.entered.push_back(now_);
        entered_.insert(TrackId{i});
        rows_.push_back({person_.number, TrackId{i}, StateId{}, state, TransitionId{}, now_, now_});
        person_.has_ended = person_.has_ended || scenario_.states[state].ends;
        join_queue(state);
    }
    for (const StateId state : person_.states)
        if (!scenario_.states[state].decide.empty()) errands_.push_back({state, true});
    run_errands();
    end_instant();
}

/// One instant. The numbers are those of sim/README.md.
void Life::fire(const Armed& armed)
{
    const Transition& transition = scenario_.transitions[armed.transition];
    now_ = armed.fires_at;
    begin_instant(armed.transition);  // 1
    const StateId to =
        choose(scenario_, person_, transition.to, name_of(transition) + ">", now_, chances_);  // 2
    enter(to, &transition.effects);                                                            // 3
    run_errands();                                                                             // 4, 5
    end_instant();                                                                             // 6
}

void Life::pause(double moment)
{
    if (!is_living()) return;
    now_ = moment;
    spent_.clear();
    for (const Armed& armed : armed_) spent_.push_back(armed.hazard.between(armed.since, now_));
}

void Life::resume()
{
    if (!is_living()) return;
    entered_.clear();
    turn_levels();
    arm_again();
}

void Life::be_moved(StateId state)
{
    begin_instant(TransitionId{});
    enter(state, nullptr);
    run_errands();
    end_instant();
}

std::vector<Wait> Life::waits() const
{
    std::vector<Wait> all;
    if (is_living())
        for (const auto& [track, wait] : waits_) all.push_back(wait);
    return all;
}

// Within an instant.

void Life::begin_instant(TransitionId cause)
{
    cause_ = cause;
    entered_.clear();
    spent_.clear();
    for (const Armed& armed : armed_) spent_.push_back(armed.hazard.between(armed.since, now_));
    stop_levels();
}

void Life::end_instant()
{
    if (person_.has_ended) return;
    start_levels();
    arm_again();
}

/// Bring levels to this moment and hold them there.
void Life::stop_levels()
{
    for (LevelPath& path : person_.levels) {
        path.value = path.target = level_at(path, now_);
        path.since = now_;
    }
}

/// Let levels go towards the targets of the states that hold now.
void Life::start_levels()
{
    for (std::size_t i = 0; i < scenario_.levels.size(); ++i) {
        LevelPath& path = person_.levels[LevelId{i}];
        const Course course = course_of(scenario_, person_, scenario_.levels[LevelId{i}], path.value);
        path.target = course.target;
        path.half_life = course.half_life;
    }
}

/// Start a new path, from where it is, for each level whose course changed.
void Life::turn_levels()
{
    for (std::size_t i = 0; i < scenario_.levels.size(); ++i) {
        LevelPath& path = person_.levels[LevelId{i}];
        const double value = level_at(path, now_);
        const Course course = course_of(scenario_, person_, scenario_.levels[LevelId{i}], value);
        const bool is_resting = path.value == path.target && value == course.target;
        if (is_resting || (course.target == path.target && course.half_life == path.half_life)) continue;
        path.value = value;
        path.since = now_;
        path.target = course.target;
        path.half_life = course.half_life;
    }
}

void Life::enter(StateId id, const Effects* of_transition)
{
    const State& state = scenario_.states[id];
    rows_.push_back({person_.number, state.track, person_.states[state.track], id, cause_,
                     person_.entered[state.track], now_});
    person_.states[state.track] = id;
    person_.entered[state.track] = now_;
    entered_.insert(state.track);
    join_queue(id);
    if (of_transition != nullptr) apply(*of_transition);
    apply(state.on_entry);
    if (!state.decide.empty()) errands_.push_back({id, true});
    person_.has_ended = person_.has_ended || state.ends;
}

/// Leave the queue in which the track stood; join that of the state, if it waits for something.
void Life::join_queue(StateId id)
{
    const State& state = scenario_.states[id];
    waits_.erase(state.track);
    if (state.waits_for.is_absent()) return;
    const std::uint32_t join = joined_[state.waits_for]++;
    const double lot = chances_.lot("queue:" + scenario_.shared.resources[state.waits_for].name, join);
    waits_[state.track] = {state.track, state.waits_for, now_, lot, join};
}

void Life::apply(const Effects& effects)
{
    const auto change = [&](const Reading& of, double amount, double kept_share) {
        if (of.subject == Subject::counter) {
            const auto kept = kept_share == 0.0 ? 0 : person_.counters[of.counter];
            person_.counters[of.counter] = kept + std::llround(amount);
            return;
        }
        LevelPath& path = person_.levels[of.level];
        path.value = path.target = std::clamp(path.value * kept_share + amount, path.least, path.most);
    };
    for (const Addition& addition : effects.adds) change(addition.to, number_of(addition.amount), 1.0);
    for (const Setting& setting : effects.sets) change(setting.to, number_of(setting.amount), 0.0);
    for (const StateId state : effects.moves) errands_.push_back({state, false});
}

void Life::run_errands()
{
    while (!person_.has_ended && !errands_.empty()) {
        const Errand errand = errands_.front();
        errands_.pop_front();
        if (!errand.is_choice) {
            enter(errand.state, nullptr);
            continue;
        }
        // a choice is only made if no move took the track out of the `decide` state before its turn
        const State& state = scenario_.states[errand.state];
        if (person_.states[state.track] == errand.state) enter(chosen(state), nullptr);
    }
}

/// Where a `decide` state leads: the first case that holds and whose chance comes up.
StateId Life::chosen(const State& state)
{
    for (std::size_t i = 0; i < state.decide.size(); ++i) {
        const Case& one = state.decide[i];
        if (!holds_at(scenario_, person_, one.only_if, now_)) continue;
        const std::string name = case_name(state, i);
        if (one.chance && !(chances_.uniform(name) < number_of(*one.chance))) continue;
        return choose(scenario_, person_, one.to, name + ">", now_, chances_);
    }
    return by_state(state.decide.back().to).front().to;
}

std::string Life::case_name(const State& state, std::size_t number) const
{
    const auto first_named = [](const Case& one) { return by_state(one.to).front().to; };
    const StateId target = first_named(state.decide[number]);
    std::size_t times = 0;
    for (std::size_t i = 0; i <= number; ++i) times += first_named(state.decide[i]) == target ? 1 : 0;
    const std::string name =
        scenario_.tracks[state.track].name + "." + state.name + "?" + scenario_.states[target].name;
    return times == 1 ? name : name + "#" + std::to_string(times);
}

// After an instant.

/// Tracks that were entered arm anew; everything else that is armed meets its new hazard.
void Life::arm_again()
{
    const std::vector<Armed> before = armed_;
    armed_.clear();
    for (std::size_t i = 0; i < scenario_.tracks.size(); ++i) {
        const TrackId track{i};
        if (entered_.contains(track)) {
            for (const TransitionId id : scenario_.tracks[track].transitions) arm(id);
            continue;
        }
        for (std::size_t j = 0; j < before.size(); ++j) {
            if (scenario_.transitions[before[j].transition].track != track) continue;
            armed_.push_back(before[j]);
            rescale(armed_.back(), spent_[j]);
        }
    }
}

void Life::arm(TransitionId id)
{
    const Transition& transition = scenario_.transitions[id];
    const StateId here = person_.states[transition.track];
    if (std::ranges::find(transition.from, here) == transition.from.end()) return;
    const double threshold =
        transition.when.law == Law::after ? 0.0 : chances_.threshold(name_of(transition));
    Armed armed{id, threshold, now_, Hazard(scenario_, person_, transition, now_), never};
    armed.fires_at = moment_of(armed);
    armed_.push_back(armed);
}

void Life::rescale(Armed& armed, double spent)
{
    const Transition& transition = scenario_.transitions[armed.transition];
    const Hazard fresh(scenario_, person_, transition, now_);
    const bool is_same = fresh.is_same_as(armed.hazard);
    armed.hazard = fresh;
    if (transition.when.law != Law::after) {
        if (is_same) return;
        armed.left = std::max(0.0, armed.left - spent);
        armed.since = now_;
    }
    armed.fires_at = moment_of(armed);
}

double Life::moment_of(const Armed& armed) const
{
    if (scenario_.transitions[armed.transition].when.law == Law::after) return moment_of_after(armed);
    return armed.hazard.reaches(armed.left, armed.since, scenario_.time.horizon);
}

double Life::moment_of_after(const Armed& armed) const
{
    const Transition& transition = scenario_.transitions[armed.transition];
    const double moment = armed.hazard.clock_zero() + number_of(transition.when.first);
    if (transition.when.clock != Clock::reset && moment <= person_.entered[transition.track]) return never;
    return armed.hazard.opens(std::max(moment, now_), scenario_.time.horizon);
}

}  // namespace txpath::plain
