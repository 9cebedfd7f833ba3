// check_queues.cpp -- nobody uses a resource without having stood in its queue.
//
// Owns      check_queues: where queues lead, and what raises a person's use of a resource.
// Promises  after it without mistakes use rises by grants alone, apart from those who start with it.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "scenario/check_shared.hpp"

namespace txpath {

namespace {

class QueueCheck {
public:
    QueueCheck(Loading& loading, const Node& root)
        : loading_(loading), scenario_(loading.scenario), root_(root)
    {
    }

    void check()
    {
        if (scenario_.shared.resources.empty()) return;
        for (std::size_t i = 0; i < scenario_.states.size(); ++i) check_state(StateId{i});
        for (const Transition& transition : scenario_.transitions) check_transition(transition);
        for (std::size_t i = 0; i < scenario_.shared.resources.size(); ++i) {
            check_start(ResourceId{i});
            check_capacity(ResourceId{i});
        }
    }

private:
    [[nodiscard]] double use(ResourceId id, StateId state) const
    {
        for (const auto& [user, amount] : scenario_.shared.resources[id].used_by)
            if (user == state) return converted(amount, amount.number);
        return 0.0;
    }

    [[nodiscard]] const Node& node_of(StateId id) const
    {
        const State& state = scenario_.states[id];
        return *child(*child(track_of(state.track), "states"), state.name);
    }

    [[nodiscard]] const Node& track_of(TrackId id) const
    {
        return *child(*child(root_, "tracks"), scenario_.tracks[id].name);
    }

    /// Where a person is left who enters a state: itself, or what its decisions lead to.
    void add_ends(StateId id, std::vector<StateId>& ends, std::vector<StateId>& seen) const
    {
        if (std::find(seen.begin(), seen.end(), id) != seen.end()) return;
        seen.push_back(id);
        if (scenario_.states[id].decide.empty()) ends.push_back(id);
        for (const Case& one : scenario_.states[id].decide)
            for (const Option& option : one.to) add_ends(option.to, ends, seen);
    }
    [[nodiscard]] std::vector<StateId> ends_of(StateId id) const
    {
        std::vector<StateId> ends, seen;
        add_ends(id, ends, seen);
        return ends;
    }

    /// Does going from one state to another raise the use of a resource?
    [[nodiscard]] bool check_step(StateId from, StateId to, ResourceId but, const Mark& at,
                                  const std::string& what)
    {
        for (const StateId end : ends_of(to))
            for (std::size_t i = 0; i < scenario_.shared.resources.size(); ++i) {
                const ResourceId id{i};
                if (id == but || !(use(id, end) > use(id, from))) continue;
                const std::string& name = scenario_.shared.resources[id].name;
                auto& mistake =
                    report(loading_.found, at,
                           fmt::format("{} leads from '{}' to '{}', which uses more of '{}', past its queue",
                                       what, full_name(scenario_, from), full_name(scenario_, end), name));
                mistake.advice = fmt::format("lead to a state with 'waits_for: {}, then: {}'", name,
                                             scenario_.states[end].name);
                return false;
            }
        return true;
    }

    /// Of a move, the person may be in any state of the other track that the gate allows.
    void check_moves(const std::vector<StateId>& moves, const Condition& gate, const Mark& at,
                     const std::string& what)
    {
        for (const StateId to : moves)
            for (const StateId from : scenario_.tracks[scenario_.states[to].track].states) {
                const State& state = scenario_.states[from];
                if (state.ends || !state.decide.empty() || is_excluded(gate, from)) continue;
                if (!check_step(from, to, {}, at, what)) break;
            }
    }

    /// Does the gate name states of the track, and not this one?
    [[nodiscard]] bool is_excluded(const Condition& gate, StateId id) const
    {
        return std::any_of(gate.parts.begin(), gate.parts.end(), [&](const Condition& part) {
            const bool is_of_track =
                part.kind == Condition::Kind::one_of && !part.options.empty() &&
                part.options.front().subject == Subject::state &&
                scenario_.states[part.options.front().state].track == scenario_.states[id].track;
            return is_of_track && std::none_of(part.options.begin(), part.options.end(),
                                               [&](const Reading& one) { return one.state == id; });
        });
    }

    void check_state(StateId id)
    {
        const State& state = scenario_.states[id];
        if (scenario_.tracks[state.track].is_given) return;
        const Node& node = node_of(id);
        if (!state.on_entry.moves.empty())
            check_moves(state.on_entry.moves, {}, child(*child(node, "on_entry"), "moves")->at,
                        fmt::format("entering {}", title_of(scenario_, id)));
        if (state.waits_for.is_absent() || state.then.is_absent()) return;
        const Node& then = *child(node, "then");
        const State& granted = scenario_.states[state.then];
        const std::string& resource = scenario_.shared.resources[state.waits_for].name;
        if (use(state.waits_for, id) > 0.0)
            report(
                loading_.found, child(node, "waits_for")->at,
                fmt::format("people who wait in '{}' already use '{}'", full_name(scenario_, id), resource))
                .advice = "take it out of 'used_by'";
        if (granted.ends || !granted.decide.empty())
            report(loading_.found, then.at,
                   fmt::format("'then' leads to '{}', which {}", granted.name,
                               granted.ends ? "ends" : "is left at once"))
                .advice = fmt::format("lead to a state that uses '{}'", resource);
        else if (!(use(state.waits_for, state.then) > 0.0))
            report(loading_.found, then.at,
                   fmt::format("'then' leads to '{}', which uses nothing of '{}'", granted.name, resource))
                .advice = fmt::format("add '{}' to its 'used_by'", full_name(scenario_, state.then));
        else
            (void)check_step(id, state.then, state.waits_for, then.at, "a grant");
    }

    void check_transition(const Transition& transition)
    {
        const Node& node = *child(*child(track_of(transition.track), "transitions"), transition.name);
        const std::string what = fmt::format("transition '{}'", transition.name);
        const Node* to = child(node, "to");
        for (const StateId from : transition.from) {
            const bool is_good = std::all_of(
                transition.to.begin(), transition.to.end(),
                [&](const Option& option) { return check_step(from, option.to, {}, to->at, what); });
            if (!is_good) break;
        }
        if (!transition.effects.moves.empty())
            check_moves(transition.effects.moves, transition.only_if, child(node, "moves")->at, what);
    }

    /// Who joins later should queue as everybody does.
    void check_start(ResourceId id)
    {
        if (!scenario_.people.arrivals) return;
        for (const Track& track : scenario_.tracks)
            for (const auto& row : track.start.shares)
                for (const Option& option : row) {
                    const bool is_certain = option.probability.parameter.is_absent();
                    if (track.is_given || (is_certain && option.probability.number == 0.0)) continue;
                    for (const StateId end : ends_of(option.to)) {
                        if (!(use(id, end) > 0.0)) continue;
                        warn(loading_.found, child(*child(*child(root_, "tracks"), track.name), "start")->at,
                             fmt::format("people who arrive start in '{}' and use '{}' past its queue",
                                         full_name(scenario_, end), scenario_.shared.resources[id].name))
                            .advice = "let them start in a state that waits for it";
                        return;
                    }
                }
    }

    /// One who is simulated stands for several: does a place suffice for all of them?
    void check_capacity(ResourceId id)
    {
        const Resource& resource = scenario_.shared.resources[id];
        double most = 0.0;
        StateId user;
        for (const State& state : scenario_.states)
            if (state.waits_for == id && !state.then.is_absent() && use(id, state.then) > most) {
                most = use(id, state.then);
                user = state.then;
            }
        for (std::size_t pool = 0; pool < resource.capacity.size(); ++pool) {
            const double capacity = resource.capacity[pool].number;
            const double needed = most * scenario_.people.scale;
            if (capacity <= 0.0 || needed <= capacity) continue;
            const std::string of =
                resource.by.is_absent()
                    ? ""
                    : fmt::format(" for '{}'", scenario_.people.attributes[resource.by].categories[pool]);
            const std::string_view unit = resource.is_per_day ? " a day" : "";
            warn(loading_.found, child(*child(*child(root_, "resources"), resource.name), "capacity")->at,
                 fmt::format(
                     "the capacity of '{}'{} is {:.4g}{}, but one simulated person in '{}' stands for {:.4g} "
                     "people, who use {:.4g}{}: nobody is ever granted",
                     resource.name, of, capacity, unit, full_name(scenario_, user), scenario_.people.scale,
                     needed, unit))
                .advice = "simulate more people, so that each stands for fewer";
        }
    }

    Loading& loading_;
    const Scenario& scenario_;
    const Node& root_;
};

}  // namespace

void check_queues(Loading& loading, const Node& root)
{
    QueueCheck(loading, root).check();
}

}  // namespace txpath
