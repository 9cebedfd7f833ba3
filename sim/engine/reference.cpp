// reference.cpp -- the plain engine: one person after another, everything recomputed at every instant.
//
// Owns      simulate_plainly.
// Assumes   the scenario was checked.
// Promises  does what sim/README.md says under "What happens to a person, exactly", in that
//           order and in those words.
// Not here  speed.
#include <algorithm>
#include <cmath>
#include <deque>
#include <limits>
#include <optional>
#include <set>

#include "engine/reference_hazard.hpp"
#include "txpath/lives.hpp"
#include "txpath/simulate.hpp"

namespace txpath::plain {

namespace {

constexpr double never = std::numeric_limits<double>::infinity();

/// A transition that waits for its threshold.
struct Armed {
    TransitionId transition;
    double left = 0.0;   ///< of the threshold, at `since`
    double since = 0.0;  ///< when `hazard` began to hold
    Hazard hazard;
    double fires_at = never;
};

/// What is still to be done within an instant: entering a state, or leaving a `decide` state.
struct Errand {
    StateId state;
    bool is_choice = false;
};

/// One person's life.
class Life {
public:
    Life(const Scenario& scenario, Luck luck, std::uint64_t number, std::vector<HistoryRow>& rows)
        : scenario_(scenario), chances_(luck, number), rows_(rows)
    {
        person_.number = number;
    }

    void live(double entry);

    /// Be looked at when these moments come.
    void watch(std::span<const double> moments, std::vector<Sighting>& sightings)
    {
        moments_ = moments;
        sightings_ = &sightings;
    }

private:
    void look_until(double next);
    void start();
    void fire(const Armed& armed);
    void stop_levels();
    void start_levels();
    void enter(StateId state, const Effects* of_transition);
    void apply(const Effects& effects);
    void run_errands();
    [[nodiscard]] StateId chosen(const State& state);
    [[nodiscard]] std::string case_name(const State& state, std::size_t number) const;
    void arm_again(const std::vector<double>& spent);
    void arm(TransitionId id);
    void rescale(Armed& armed, double spent);
    [[nodiscard]] double moment_of(const Armed& armed) const;
    [[nodiscard]] double moment_of_after(const Armed& armed) const;
    [[nodiscard]] std::string name_of(const Transition& transition) const;

    const Scenario& scenario_;
    Chances chances_;
    std::vector<HistoryRow>& rows_;
    Person person_;
    double now_ = 0.0;
    TransitionId cause_;         // of this instant; absent at the start
    std::set<TrackId> entered_;  // during this instant
    std::deque<Errand> errands_;
    std::vector<Armed> armed_;         // by track, then transition
    std::span<const double> moments_;  // still to come
    std::vector<Sighting>* sightings_ = nullptr;
};

std::string Life::name_of(const Transition& transition) const
{
    return scenario_.tracks[transition.track].name + "." + transition.name;
}

// The life as a whole.

void Life::live(double entry)
{
    now_ = person_.entry = entry;
    start();
    while (!person_.has_ended && !armed_.empty()) {
        const Armed next = *std::ranges::min_element(armed_, {}, &Armed::fires_at);  // the first of equals
        if (!(next.fires_at <= scenario_.time.horizon)) break;
        look_until(next.fires_at);
        fire(next);
    }
    look_until(never);
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

void Life::start()
{
    person_.attributes = draw_attributes(scenario_, person_.number, chances_);
    for (const Level& level : scenario_.levels) {
        const double least = level.min.value_or(-never), most = level.max.value_or(never);
        const double value = number_of(level.start);
        person_.levels.push_back({value, now_, value, 1.0, least, most});
    }
    for (const Counter& counter : scenario_.counters) person_.counters.push_back(counter.start);
    for (std::size_t i = 0; i < scenario_.tracks.size(); ++i) {
        const Track& track = scenario_.tracks[TrackId{i}];
        const bool is_by = !track.start.by.is_absent();
        const auto row = is_by ? static_cast<std::size_t>(person_.attributes[track.start.by]) : 0;
        const StateId state = choose(scenario_, person_, track.start.shares[row], track.name, now_, chances_);
        person_.states.push_back(state);
        person_.entered.push_back(now_);
        entered_.insert(TrackId{i});
        rows_.push_back({person_.number, TrackId{i}, StateId{}, state, TransitionId{}, now_, now_});
        person_.has_ended = person_.has_ended || scenario_.states[state].ends;
    }
    for (const StateId state : person_.states)
        if (!scenario_.states[state].decide.empty()) errands_.push_back({state, true});
    run_errands();
    if (person_.has_ended) return;
    start_levels();
    arm_again({});
}

/// One instant. The numbers are those of sim/README.md.
void Life::fire(const Armed& armed)
{
    const Transition& transition = scenario_.transitions[armed.transition];
    now_ = armed.fires_at;
    cause_ = armed.transition;
    entered_.clear();
    std::vector<double> spent;  // by every armed transition, under the hazards that held until now
    for (const Armed& other : armed_) spent.push_back(other.hazard.between(other.since, now_));
    stop_levels();  // 1
    const StateId to =
        choose(scenario_, person_, transition.to, name_of(transition) + ">", now_, chances_);  // 2
    enter(to, &transition.effects);                                                            // 3
    run_errands();                                                                             // 4, 5
    if (person_.has_ended) return;
    start_levels();
    arm_again(spent);  // 6
}

// Within an instant.

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
        const Level& level = scenario_.levels[LevelId{i}];
        LevelPath& path = person_.levels[LevelId{i}];
        double target = number_of(level.toward_always);
        for (const auto& [state, toward] : level.toward)
            if (person_.states[scenario_.states[state].track] == state) target += number_of(toward);
        path.half_life = number_of(path.value < target ? level.rising : level.falling);
        path.target = path.half_life > 0.0 ? target : path.value;  // without a half-life it stays where it is
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
    if (of_transition != nullptr) apply(*of_transition);
    apply(state.on_entry);
    if (!state.decide.empty()) errands_.push_back({id, true});
    person_.has_ended = person_.has_ended || state.ends;
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
void Life::arm_again(const std::vector<double>& spent)
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
            rescale(armed_.back(), spent[j]);
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
    const bool is_same =
        !fresh.is_moving() && !armed.hazard.is_moving() && fresh.factor() == armed.hazard.factor();
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

}  // namespace

}  // namespace txpath::plain

namespace txpath {

std::vector<HistoryRow> simulate_plainly(const Scenario& scenario, const RunSpec& spec, std::uint64_t people)
{
    const Luck luck{spec.seed, spec.sample, 0};
    const std::optional<Arrivals>& arrivals = scenario.people.arrivals;
    std::vector<HistoryRow> rows;
    double entry = 0.0;
    for (std::uint64_t person = 0; person < people; ++person) {
        if (person >= scenario.people.size) {
            if (!arrivals || arrivals->per_day.number <= 0.0) break;
            plain::Chances chances(luck, person);
            entry += chances.threshold("arrivals") / (arrivals->per_day.number / scenario.people.scale);
            if (entry > std::min(arrivals->until, scenario.time.horizon)) break;
        }
        plain::Life(scenario, luck, person, rows).live(entry);
    }
    return rows;
}

std::vector<Sighting> observe_plainly(const Scenario& scenario, const RunSpec& spec, std::uint64_t people,
                                      std::span<const double> moments)
{
    std::vector<Sighting> sightings;
    std::vector<HistoryRow> rows;
    for (std::uint64_t person = 0; person < people; ++person) {
        plain::Life life(scenario, {spec.seed, spec.sample, 0}, person, rows);
        life.watch(moments, sightings);
        life.live(0.0);
    }
    return sightings;
}

}  // namespace txpath
