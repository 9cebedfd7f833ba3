// tiny_world.cpp -- a Scenario put together by hand.
#include "support/tiny_world.hpp"

#include <algorithm>
#include <iterator>
#include <stdexcept>

#include "base/random.hpp"

namespace txpath::tests {

namespace {

constexpr std::uint64_t seed = 7;

}  // namespace

Value certain(double number)
{
    Value value;
    value.number = number;
    return value;
}

When at_rate(double per_day)
{
    return law_of(Law::constant, per_day, 0.0);
}

When after_days(double days)
{
    return law_of(Law::after, days, 0.0);
}

When law_of(Law law, double first, double second)
{
    When when;
    when.law = law;
    when.first = certain(first);
    when.second = certain(second);
    return when;
}

Reading reading(StateId state)
{
    Reading one;
    one.subject = Subject::state;
    one.state = state;
    return one;
}

Reading reading(LevelId level)
{
    Reading one;
    one.subject = Subject::level;
    one.level = level;
    return one;
}

Reading reading(CounterId counter)
{
    Reading one;
    one.subject = Subject::counter;
    one.counter = counter;
    return one;
}

Reading reading(AttributeId number)
{
    Reading one;
    one.subject = Subject::number;
    one.attribute = number;
    return one;
}

Reading reading(AttributeId attribute, CategoryId category)
{
    Reading one;
    one.subject = Subject::category;
    one.attribute = attribute;
    one.category = category;
    return one;
}

Ratio ratio_if(Reading holds, double ratio)
{
    Ratio one;
    one.of = holds;
    one.ratio = certain(ratio);
    return one;
}

Ratio ratio_per(Reading of, double per, double ratio)
{
    Ratio one = ratio_if(of, ratio);
    one.is_graded = true;
    one.per = per;
    return one;
}

Condition while_at_least(Reading of, double value)
{
    Condition condition;
    condition.kind = Condition::Kind::compare;
    condition.of = of;
    condition.at_least = value;
    return condition;
}

Condition while_in(StateId state)
{
    Condition condition;
    condition.kind = Condition::Kind::one_of;
    condition.options = {reading(state)};
    return condition;
}

Option option(StateId to, double probability)
{
    Option one;
    one.to = to;
    one.probability = certain(probability);
    return one;
}

TinyWorld::TinyWorld()
{
    scenario.name = "tiny";
    scenario.time.horizon = 100000.0;
    scenario.people.size = 10000;
}

TrackId TinyWorld::track(const std::string& name, const std::vector<std::string>& states)
{
    const TrackId id = scenario.tracks.next_id();
    Track& track = scenario.tracks.emplace_back();
    track.name = name;
    track.start.shares = {{option(scenario.states.next_id(), 1.0)}};
    for (const std::string& each : states) {
        track.states.push_back(scenario.states.next_id());
        State& state = scenario.states.emplace_back();
        state.name = each;
        state.track = id;
        state.utility = certain(1.0);
    }
    return id;
}

StateId TinyWorld::state(TrackId track, const std::string& name) const
{
    for (const StateId id : scenario.tracks[track].states)
        if (scenario.states[id].name == name) return id;
    throw std::logic_error("no state " + name);
}

Transition& TinyWorld::transition(TrackId track, const std::string& name, const std::string& from,
                                  const std::string& to, const When& when)
{
    scenario.tracks[track].transitions.push_back(scenario.transitions.next_id());
    Transition& one = scenario.transitions.emplace_back();
    one.name = name;
    one.track = track;
    one.from = {state(track, from)};
    one.to = {option(state(track, to), 1.0)};
    one.when = when;
    return one;
}

LevelId TinyWorld::level(const std::string& name, double start, double half_life)
{
    const LevelId id = scenario.levels.next_id();
    Level& level = scenario.levels.emplace_back();
    level.name = name;
    level.start = certain(start);
    level.rising = level.falling = certain(half_life);
    return id;
}

AttributeId TinyWorld::number(const std::string& name, Family family, double first, double second)
{
    const AttributeId id = scenario.people.attributes.next_id();
    Attribute& attribute = scenario.people.attributes.emplace_back();
    attribute.name = name;
    attribute.family = family;
    attribute.first = certain(first);
    attribute.second = certain(second);
    return id;
}

AttributeId TinyWorld::categories(const std::string& name, const std::vector<std::string>& names,
                                  const std::vector<double>& shares)
{
    const AttributeId id = scenario.people.attributes.next_id();
    Attribute& attribute = scenario.people.attributes.emplace_back();
    attribute.name = name;
    attribute.is_categorical = true;
    attribute.categories = names;
    for (const double share : shares) attribute.shares.push_back(certain(share));
    return id;
}

std::vector<HistoryRow> TinyWorld::live(std::uint64_t people) const
{
    RunSpec spec;
    spec.seed = seed;
    return simulate_plainly(scenario, spec, people);
}

std::vector<HistoryRow> events(const std::vector<HistoryRow>& rows)
{
    std::vector<HistoryRow> kept;
    std::ranges::copy_if(rows, std::back_inserter(kept),
                         [](const HistoryRow& row) { return !row.from.is_absent(); });
    return kept;
}

std::vector<HistoryRow> caused_by(const std::vector<HistoryRow>& rows, TransitionId transition)
{
    std::vector<HistoryRow> kept;
    std::ranges::copy_if(rows, std::back_inserter(kept),
                         [&](const HistoryRow& row) { return row.transition == transition; });
    return kept;
}

double threshold_of(std::uint64_t person, const std::string& transition, std::uint32_t occurrence)
{
    return Draws(Luck{seed, 0, 0}).threshold(person, decision(transition), occurrence);
}

}  // namespace txpath::tests
