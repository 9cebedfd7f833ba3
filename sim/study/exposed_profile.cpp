#include "study/exposed_profile.hpp"

#include <algorithm>
#include <limits>

#include "base/elementary.hpp"

namespace txpath {

namespace {

constexpr double unbounded = std::numeric_limits<double>::infinity();

/// What the state's time is worth is the same number under any parameters.
bool are_worth_the_same(const State& a, const State& b)
{
    return a.utility_ratios.empty() && b.utility_ratios.empty() && a.ends == b.ends &&
           a.has_utility == b.has_utility && a.utility.parameter == b.utility.parameter &&
           a.utility.number == b.utility.number && a.utility.conversion == b.utility.conversion &&
           a.utility.factor == b.utility.factor;
}

template <class Id>
void add_once(std::vector<Id>& list, Id id)
{
    if (std::find(list.begin(), list.end(), id) == list.end()) list.push_back(id);
}

template <class Id>
std::size_t place_of(const std::vector<Id>& list, Id id)
{
    return static_cast<std::size_t>(std::find(list.begin(), list.end(), id) - list.begin());
}

}  // namespace

double value_under(const Value& value, std::span<const double> parameters)
{
    return converted(value, value.parameter.is_absent() ? value.number : parameters[value.parameter.index()]);
}

double ratio_at(const Ratio& ratio, double x, std::span<const double> parameters)
{
    const double number = value_under(ratio.ratio, parameters);
    if (!ratio.is_graded) return x == 1.0 ? number : 1.0;
    const double bounded =
        std::clamp(x, ratio.at_least.value_or(-unbounded), ratio.at_most.value_or(unbounded));
    return portable::exp(portable::log(number) / ratio.per * (bounded - ratio.from));
}

double PersonNow::read(const Scenario& scenario, const Reading& of) const
{
    switch (of.subject) {
        case Subject::category:
            return life->attribute(of.attribute) == static_cast<double>(of.category.index()) ? 1.0 : 0.0;
        case Subject::state:
            return states[scenario.states[of.state].track.index()] == of.state ? 1.0 : 0.0;
        case Subject::counter:
            return static_cast<double>(counters[of.counter.index()]);
        default:
            return life->attribute(of.attribute);
    }
}

ProfileShape::ProfileShape(const Scenario& scenario) : depends_on_(scenario.tracks.size(), false)
{
    for (std::size_t index = 0; index < scenario.tracks.size(); ++index) {
        const auto& states = scenario.tracks[TrackId{index}].states;
        if (std::any_of(states.begin(), states.end(),
                        [&](StateId id) { return scenario.states[id].has_utility; }))
            tracks_.emplace_back(index);
    }
    bearing_ = tracks_.size();
    std::vector<TrackId> looked_at;
    for (std::size_t place = 0; place < bearing_; ++place)
        for (const StateId id : scenario.tracks[tracks_[place]].states)
            for (const Ratio& ratio : scenario.states[id].utility_ratios) {
                if (ratio.of.subject == Subject::category) add_once(attributes_, ratio.of.attribute);
                if (ratio.of.subject == Subject::counter) add_once(counters_, ratio.of.counter);
                if (ratio.of.subject == Subject::state)
                    add_once(looked_at, scenario.states[ratio.of.state].track);
            }
    for (const TrackId track : looked_at) add_once(tracks_, track);
    for (const TrackId track : tracks_) depends_on_[track.index()] = true;

    for (std::size_t index = 0; index < scenario.states.size(); ++index) {
        const StateId state{index};
        const TrackId track = scenario.states[state].track;
        stands_for_it_.push_back(state);
        if (std::find(looked_at.begin(), looked_at.end(), track) != looked_at.end()) continue;
        for (const StateId other : scenario.tracks[track].states)
            if (are_worth_the_same(scenario.states[other], scenario.states[state])) {
                stands_for_it_.back() = other;
                break;
            }
    }
}

void ProfileShape::read(const PersonNow& person, Profile& into) const
{
    into.assign(1, 0);
    for (const TrackId track : tracks_)
        into.push_back(static_cast<std::int64_t>(stands_for_it_[person.states[track.index()]].index()));
    for (const AttributeId attribute : attributes_)
        into.push_back(static_cast<std::int64_t>(person.life->attribute(attribute)));
    for (const CounterId counter : counters_) into.push_back(person.counters[counter.index()]);
}

void ProfileShape::read_ended(StateId state, Profile& into)
{
    into.assign({1, static_cast<std::int64_t>(state.index())});
}

double ProfileShape::read(const Scenario& scenario, const Profile& profile, const Reading& of) const
{
    const auto at = [&](std::size_t place) { return profile[1 + place]; };
    switch (of.subject) {
        case Subject::category:
            return at(tracks_.size() + place_of(attributes_, of.attribute)) ==
                           static_cast<std::int64_t>(of.category.index())
                       ? 1.0
                       : 0.0;
        case Subject::state:
            return at(place_of(tracks_, scenario.states[of.state].track)) ==
                           static_cast<std::int64_t>(of.state.index())
                       ? 1.0
                       : 0.0;
        default:
            return static_cast<double>(
                at(tracks_.size() + attributes_.size() + place_of(counters_, of.counter)));
    }
}

double ProfileShape::utility(const Scenario& scenario, const Profile& profile,
                             std::span<const double> parameters) const
{
    const auto of_state = [&](std::int64_t index) -> const State& {
        return scenario.states[StateId{static_cast<std::size_t>(index)}];
    };
    const auto own = [&](const State& state) {
        return state.ends && !state.has_utility ? 0.0 : value_under(state.utility, parameters);
    };
    if (profile.front() == 1) return own(of_state(profile[1]));

    double result = 1.0;
    for (std::size_t place = 0; place < bearing_; ++place) {
        const State& state = of_state(profile[1 + place]);
        double utility = own(state);
        for (const Ratio& ratio : state.utility_ratios)
            utility *= ratio_at(ratio, read(scenario, profile, ratio.of), parameters);
        switch (scenario.economics.utilities) {
            case UtilityRule::multiplicative:
                result *= utility;
                break;
            case UtilityRule::minimum:
                result = std::min(result, utility);
                break;
            case UtilityRule::additive:
                result -= 1.0 - utility;
                break;
        }
    }
    return result;
}

}  // namespace txpath
