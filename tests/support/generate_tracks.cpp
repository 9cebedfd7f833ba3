// generate_tracks.cpp -- the state machines of a random scenario.
//
// Owns      tracks_of.
// Promises  zero-time steps lead to later states only, so no circle takes no time; every state has a way in.
#include <fmt/format.h>

#include <algorithm>

#include "support/generate_world.hpp"

namespace txpath::tests {

namespace {

/// Where one transition goes from and to, by place in its track.
struct Way {
    std::vector<std::size_t> from;
    std::vector<std::size_t> to;
};

std::vector<std::size_t> ordinary_before(const WorldTrack& track, std::size_t end)
{
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < end; ++i)
        if (!track.states[i].decides && !track.states[i].ends) places.push_back(i);
    return places;
}

/// A state, or a branch between two.
std::string destination(World& world, const WorldTrack& track, const std::vector<std::size_t>& to)
{
    if (to.size() == 1) return track.states[to[0]].name;
    world.use("branch");
    const std::size_t percent = 20 + world.dice.below(60);
    const bool has_rest = world.uses("rest", 0.5);
    return world.mapping({fmt::format("{}: {} %", track.states[to[0]].name, percent),
                          has_rest ? track.states[to[1]].name + ": rest"
                                   : fmt::format("{}: {} %", track.states[to[1]].name, 100 - percent)});
}

/// A move of another track: to any of its states but the first, or only to states that come later than
/// `after`.
std::string move_of(World& world, const WorldTrack& own, std::size_t after)
{
    std::vector<std::string> moves;
    for (const WorldTrack& track : world.tracks)
        if (track.name != own.name && track.states.size() > after + 1)
            moves.push_back(fmt::format(
                "moves: {{{}: {}}}", track.name,
                track.states[after + 1 + world.dice.below(track.states.size() - after - 1)].name));
    return moves.empty() ? std::string() : world.dice.one_of(moves);
}

std::string decide_of(World& world, const WorldTrack& track, std::size_t place)
{
    const auto later = [&] { return place + 1 + world.dice.below(track.states.size() - place - 1); };
    std::vector<std::string> cases;
    if (world.uses("case with a gate", 0.6))
        cases.push_back(
            fmt::format("{{only_if: {}, to: {}}}", condition_of(world), track.states[later()].name));
    const std::size_t chances = world.dice.below(3);
    const std::size_t target = later();
    for (std::size_t i = 0; i < chances; ++i) {
        world.use(i == 0 ? "case with chance" : "repeated case");
        cases.push_back(
            fmt::format("{{chance: {}, to: {}}}", world.number(0.2, 0.6), track.states[target].name));
        if (world.is_together)
            world.held.emplace_back(fmt::format("tracks.{}.states.{}.decide.{}.chance", track.name,
                                                track.states[place].name, cases.size()),
                                    world.number(0.2, 0.9));
    }
    std::vector<std::size_t> last = {later()};
    const std::size_t other = later();
    if (other != last[0] && world.uses("case with a branch", 0.7)) last.push_back(other);
    cases.push_back(fmt::format("{{to: {}}}", destination(world, track, last)));
    return fmt::format("decide: [{}]", fmt::join(cases, ", "));
}

std::string state_of(World& world, const WorldTrack& track, std::size_t place)
{
    const WorldState& state = track.states[place];
    std::vector<std::string> entries, on_entry;
    if (state.ends) entries.emplace_back("ends: true");
    if (state.decides) entries.push_back(decide_of(world, track, place));
    if (world.dice.with_chance(0.3)) on_entry = changes_of(world);
    if (!on_entry.empty()) world.use("changes on entry");
    const std::string move = move_of(world, track, place);
    if (!move.empty() && !state.ends && world.uses("moves on entry", 0.15)) on_entry.push_back(move);
    if (!on_entry.empty()) entries.push_back("on_entry: " + world.mapping(on_entry));
    return state.name + ": " + world.mapping(entries);
}

/// A fixed time; by the clocks that do not start again only out of the first state, which nothing enters at
/// once.
std::vector<std::string> fixed_time(World& world, Way& way)
{
    const std::size_t kind = world.dice.below(world.has_age ? 3 : 2);
    world.use(std::vector<std::string>{"after reset", "after forward", "after age"}[kind]);
    if (kind < 2 && world.is_together)
        world.may_hold("after", fmt::format("{} days", 15 * (1 + world.dice.below(20))));
    if (kind == 0) return {fmt::format("after: {} days", 15 * (1 + world.dice.below(20)))};
    way.from = {0};
    std::erase(way.to, std::size_t{0});
    if (way.to.empty()) way.to = {1};
    if (kind == 1) return {fmt::format("after: {} days", 15 * (1 + world.dice.below(20))), "clock: forward"};
    return {fmt::format("after: {} years", world.number(35.0, 60.0)), "clock: age"};
}

std::string from_of(World& world, const WorldTrack& track, const Way& way)
{
    if (way.from.size() == 1) return track.states[way.from[0]].name;
    if (way.from.size() == ordinary_before(track, track.states.size()).size() && world.uses("from any", 0.7))
        return "any";
    world.use("several from");
    std::vector<std::string> names;
    for (const std::size_t place : way.from) names.push_back(track.states[place].name);
    return fmt::format("[{}]", fmt::join(names, ", "));
}

std::string proportional_to(World& world)
{
    if (world.is_together && world.dice.with_chance(0.3)) return proportional_to_something_shared(world);
    switch (world.dice.below(3)) {
        case 0:
            if (world.levels.empty()) break;
            world.use("proportional to level");
            return "proportional_to: " + world.dice.one_of(world.levels);
        case 1:
            if (world.numbers.empty()) break;
            world.use("proportional to number");
            return "proportional_to: " + world.dice.one_of(world.numbers);
        default:
            break;
    }
    world.use("proportional to counter");
    return "proportional_to: stage";
}

std::string transition_of(World& world, const WorldTrack& track, Way way, bool may_be_fixed)
{
    const bool is_fixed = may_be_fixed && world.dice.with_chance(0.2);
    std::vector<std::string> entries = is_fixed ? fixed_time(world, way) : hazard_of(world);
    if (!is_fixed) {
        if (const std::string ratios = ratios_of(world, track.name); !ratios.empty()) {
            entries.push_back("hazard_ratios: " + ratios);
            if (world.is_together && ratios.find("sex.female") != std::string::npos)
                world.may_hold("hazard_ratios.sex.female", world.number(0.3, 3.0));
        }
        if (world.dice.with_chance(0.2)) entries.push_back(proportional_to(world));
    }
    if (world.dice.with_chance(0.3)) {
        entries.push_back("only_if: " + condition_of(world));
        if (is_fixed) world.use("gate on after");
    }
    entries.push_back("from: " + from_of(world, track, way));
    entries.push_back("to: " + destination(world, track, way.to));
    if (way.to.size() > 1)
        if (const std::string odds = ratios_of(world, track.name);
            !odds.empty() && world.uses("odds ratios", 0.6))
            entries.push_back(fmt::format("odds_ratios: {{{}: {}}}", track.states[way.to[0]].name, odds));
    if (std::ranges::find(way.from, way.to[0]) != way.from.end()) world.use("back to itself");
    for (std::string& change : changes_of(world)) entries.push_back(std::move(change));
    const std::string move = move_of(world, track, 0);
    if (!is_fixed && !move.empty() && world.uses("moves by transition", 0.2))
        entries.push_back(move);
    else if (!world.resources.empty() && world.uses("moves into a queue", 0.2))
        entries.emplace_back(world.resources.front() == "beds" ? "moves: {stay: waiting}"
                                                               : "moves: {wing: waiting}");
    return world.mapping(entries);
}

Way way_into(World& world, const WorldTrack& track, std::size_t place)
{
    Way way{{world.dice.one_of(ordinary_before(track, place))}, {place}};
    const std::size_t other = world.dice.below(track.states.size());
    if (other != place && world.dice.with_chance(0.25)) way.to.push_back(other);
    return way;
}

Way any_way(World& world, const WorldTrack& track)
{
    Way way{ordinary_before(track, track.states.size()), {world.dice.below(track.states.size())}};
    if (world.dice.with_chance(0.6)) way.from = {world.dice.one_of(way.from)};
    const std::size_t other = world.dice.below(track.states.size());
    if (other != way.to[0] && world.dice.with_chance(0.3)) way.to.push_back(other);
    return way;
}

std::string start_of(World& world, const WorldTrack& track)
{
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < track.states.size(); ++i)
        if (!track.states[i].ends) places.push_back(i);
    const std::string& first = track.states[0].name;
    const std::size_t place = world.dice.one_of(places);
    if (place == 0) return first;
    if (track.states[place].decides) world.use("starts in decide");
    const std::string& other = track.states[place].name;
    if (world.uses("start by category", 0.3))
        return fmt::format("{{by: sex, male: {}, female: {{{}: 0.75, {}: rest}}}}", first, other, first);
    world.use("several starts");
    return world.mapping({first + ": 0.7", other + ": 0.3"});
}

std::string track_text(World& world, const WorldTrack& track)
{
    std::vector<std::string> states, transitions;
    for (std::size_t i = 0; i < track.states.size(); ++i) states.push_back(state_of(world, track, i));
    for (std::size_t i = 1; i < track.states.size(); ++i) {
        world.place = fmt::format("tracks.{}.transitions.way_{}", track.name, track.states[i].name);
        transitions.push_back(fmt::format("way_{}: {}", track.states[i].name,
                                          transition_of(world, track, way_into(world, track, i), false)));
    }
    const std::size_t more = 1 + world.dice.below(4);
    for (std::size_t i = 0; i < more; ++i) {
        world.place = fmt::format("tracks.{}.transitions.step_{}", track.name, i);
        transitions.push_back(
            fmt::format("step_{}: {}", i, transition_of(world, track, any_way(world, track), true)));
    }
    return fmt::format("    start: {}\n    states: {}\n    transitions: {}\n", start_of(world, track),
                       world.mapping(states), world.mapping(transitions));
}

}  // namespace

std::string tracks_of(World& world)
{
    std::string text;
    for (auto track = world.tracks.rbegin(); track != world.tracks.rend(); ++track)
        text += "  " + track->name + ":\n" + track_text(world, *track);
    return text;
}

}  // namespace txpath::tests
