// compile_tracks.cpp -- levels, states, transitions, and where they lead.
#include <algorithm>

#include "base/elementary.hpp"
#include "model/compile.hpp"

namespace txpath {

std::string Compiler::qualified(TrackId track, const std::string& name) const
{
    return scenario_.tracks[track].name + "." + name;
}

void Compiler::compile_levels()
{
    constexpr double ln2 = 0.69314718055994530942;
    for (const Level& level : scenario_.levels) {
        LevelRow row{};
        row.start = number(level.start);
        const double rising = number(level.rising), falling = number(level.falling);
        row.rising = rising > 0.0 ? ln2 / rising : 0.0;
        row.falling = falling > 0.0 ? ln2 / falling : 0.0;
        row.rising_step = portable::exp(-row.rising * tables_.report_every);
        row.falling_step = portable::exp(-row.falling * tables_.report_every);
        row.min = level.min.value_or(-never);
        row.max = level.max.value_or(never);
        row.targets.first = static_cast<std::uint32_t>(tables_.level_targets.size());
        for (std::size_t index = 0; index < scenario_.tracks.size(); ++index) {
            const Track& track = scenario_.tracks[TrackId{index}];
            std::vector<double> targets(track.states.size(), 0.0);
            bool is_read = false;
            for (const auto& [state, target] : level.toward) {
                if (scenario_.states[state].track != TrackId{index}) continue;
                targets[state.index() - track.states.front().index()] += number(target);
                is_read = true;
            }
            if (!is_read) continue;
            tables_.level_targets.push_back(
                {static_cast<std::uint32_t>(index), static_cast<std::uint32_t>(tables_.values.size())});
            tables_.values.insert(tables_.values.end(), targets.begin(), targets.end());
        }
        row.base = number(level.toward_always);
        row.targets.count = static_cast<std::uint32_t>(tables_.level_targets.size()) - row.targets.first;
        tables_.levels.push_back(row);
    }
    for (const Counter& counter : scenario_.counters) tables_.counters.push_back(counter.start);
}

void Compiler::compile_tracks()
{
    for (std::size_t index = 0; index < scenario_.tracks.size(); ++index) compile_track(TrackId{index});
    for (std::size_t index = 0; index < scenario_.states.size(); ++index) compile_state(StateId{index});
    for (std::size_t index = 0; index < scenario_.transitions.size(); ++index)
        compile_transition(TransitionId{index});
}

void Compiler::compile_track(TrackId id)
{
    const Track& track = scenario_.tracks[id];
    TrackRow row{};
    row.first_state = static_cast<std::uint32_t>(track.states.front().index());
    row.states = static_cast<std::uint32_t>(track.states.size());
    row.bears_utility = std::any_of(track.states.begin(), track.states.end(),
                                    [this](StateId state) { return scenario_.states[state].has_utility; });
    if (row.bears_utility) tables_.utility_tracks.push_back(static_cast<std::uint32_t>(id.index()));
    row.is_given = track.is_given;
    compile_start(track, row);
    row.draw = row.is_given || row.start_rows == 1 ? absent : first_draw(track.name);
    tables_.tracks.push_back(row);
}

void Compiler::compile_start(const Track& track, TrackRow& row)
{
    row.by = track.start.by.is_absent() ? absent : static_cast<std::uint32_t>(track.start.by.index());
    row.start.first = static_cast<std::uint32_t>(tables_.starts.size());
    row.start_rows = row.by == absent && track.start.shares.front().size() == 1 ? 1 : row.states;
    for (const auto& shares : track.start.shares) {
        std::vector<double> by_state(row.states, 0.0);
        double given = 0.0;
        for (const Option& option : shares)
            if (!option.is_rest)
                given += share(option.probability, track.at, "a start share of '" + track.name + "'");
        for (const Option& option : shares)
            by_state[option.to.index() - row.first_state] =
                option.is_rest ? 1.0 - given : number(option.probability);
        if (row.start_rows == 1) {
            tables_.starts.push_back({1.0, static_cast<std::uint32_t>(shares.front().to.index())});
            continue;
        }
        double sum = 0.0, total = 0.0;
        for (const double part : by_state) total += part;
        std::uint32_t last = 0;
        for (std::uint32_t state = 0; state < row.states; ++state) {
            sum += by_state[state];
            if (by_state[state] > 0.0) last = state;
            // a state without share takes nothing: its cumulated share is that of the state before it
            tables_.starts.push_back({sum / total, row.first_state + state});
        }
        for (std::uint32_t state = last; state < row.states; ++state)
            tables_.starts[tables_.starts.size() - row.states + state] = {1.0, row.first_state + last};
    }
    row.start.count = static_cast<std::uint32_t>(tables_.starts.size()) - row.start.first;
}

Destination Compiler::destination(const std::vector<Option>& options, const std::string& name, const Span& at)
{
    Destination result;
    std::vector<const Option*> sorted;
    sorted.reserve(options.size());
    for (const Option& option : options) sorted.push_back(&option);
    std::sort(sorted.begin(), sorted.end(), [](const Option* a, const Option* b) { return a->to < b->to; });
    double given = 0.0;
    for (const Option* option : sorted)
        if (!option->is_rest) given += share(option->probability, at, "a probability of '" + name + "'");
    if (given > 1.0 + 1e-9) mistake(at, "the probabilities of '" + name + "' add up to more than 1");
    result.options.first = static_cast<std::uint32_t>(tables_.options.size());
    std::vector<OptionRow> rows;
    for (const Option* option : sorted) {
        const double probability = option->is_rest ? std::max(1.0 - given, 0.0) : number(option->probability);
        rows.push_back(
            {static_cast<std::uint32_t>(option->to.index()), probability, factors(option->odds_ratios, {})});
    }
    result.options.count = static_cast<std::uint32_t>(rows.size());
    tables_.options.insert(tables_.options.end(), rows.begin(), rows.end());
    if (rows.size() > 1) {
        result.decision = decision(name + ">").hash;
        result.occurrence = tables_.branch_counters++;
    }
    return result;
}

std::uint32_t Compiler::effects(const Effects& effects, const Span& at)
{
    if (effects.adds.empty() && effects.sets.empty() && effects.moves.empty()) return absent;
    EffectRow row;
    row.changes.first = static_cast<std::uint32_t>(tables_.changes.size());
    const auto change = [&](const Reading& to, const Value& amount, Change::Kind level,
                            Change::Kind counter) {
        const bool is_level = to.subject == Subject::level;
        const double x = number(amount);
        if (!is_level && x != static_cast<double>(static_cast<std::int32_t>(x)))
            mistake(at, "a counter changes by whole numbers");
        tables_.changes.push_back(
            {is_level ? level : counter,
             static_cast<std::uint32_t>(is_level ? to.level.index() : to.counter.index()), x});
    };
    for (const Addition& addition : effects.adds)
        change(addition.to, addition.amount, Change::Kind::add_level, Change::Kind::add_counter);
    for (const Setting& setting : effects.sets)
        change(setting.to, setting.amount, Change::Kind::set_level, Change::Kind::set_counter);
    row.changes.count = static_cast<std::uint32_t>(tables_.changes.size()) - row.changes.first;
    row.moves = {static_cast<std::uint32_t>(tables_.moves.size()),
                 static_cast<std::uint32_t>(effects.moves.size())};
    for (const StateId state : effects.moves)
        tables_.moves.push_back(static_cast<std::uint32_t>(state.index()));
    tables_.effects.push_back(row);
    return static_cast<std::uint32_t>(tables_.effects.size()) - 1;
}

void Compiler::compile_state(StateId id)
{
    const State& state = scenario_.states[id];
    StateRow row{};
    row.track = static_cast<std::uint32_t>(state.track.index());
    row.local = static_cast<std::uint32_t>(id.index()) - tables_.tracks[row.track].first_state;
    row.on_entry = effects(state.on_entry, state.at);
    // who left the simulation has no utility unless the ending state says so
    row.utility = state.ends && !state.has_utility ? 0.0 : number(state.utility);
    row.utility_factors = factors(state.utility_ratios, {});
    row.cost_factors = factors(state.cost_ratios, {});
    row.weighted = state.cost_ratios.empty() ? absent : tables_.weighted_states++;
    row.ends = state.ends;
    row.entry_is_priced = !state.on_entry.costs.empty() || number(state.on_entry.qalys) != 0.0;
    const auto is_moving = [this](const Ratio& ratio) { return moves(ratio.of); };
    row.cost_moves = std::any_of(state.cost_ratios.begin(), state.cost_ratios.end(), is_moving);
    tables_.utility_moves |= std::any_of(state.utility_ratios.begin(), state.utility_ratios.end(), is_moving);
    tables_.weights_move |= tables_.utility_moves || row.cost_moves;
    std::vector<CaseRow> cases;
    std::vector<std::string> targets;
    for (const Case& one : state.decide) {
        const std::string& target = scenario_.states[one.to.front().to].name;
        const auto repeats = std::count(targets.begin(), targets.end(), target);
        targets.push_back(target);
        std::string name = qualified(state.track, state.name) + "?" + target;
        if (repeats > 0) name += "#" + std::to_string(repeats + 1);
        CaseRow part{};
        part.gate = one.only_if.is_always() ? absent : gate(one.only_if);
        part.has_chance = one.chance.has_value();
        part.chance = one.chance ? share(*one.chance, state.at, "a chance of '" + state.name + "'") : 1.0;
        part.decision = decision(name).hash;
        part.occurrence = one.chance ? tables_.branch_counters++ : 0;
        part.to = destination(one.to, name, state.at);
        cases.push_back(part);
    }
    row.cases = {static_cast<std::uint32_t>(tables_.cases.size()), static_cast<std::uint32_t>(cases.size())};
    row.is_quiet = row.on_entry == absent && cases.empty() && !row.ends && !row.entry_is_priced;
    tables_.cases.insert(tables_.cases.end(), cases.begin(), cases.end());
    tables_.states.push_back(row);
}

void Compiler::compile_transition(TransitionId id)
{
    const Transition& transition = scenario_.transitions[id];
    TransitionRow row{};
    row.track = static_cast<std::uint32_t>(transition.track.index());
    row.to = destination(transition.to, qualified(transition.track, transition.name), transition.at);
    row.effects = effects(transition.effects, transition.at);
    row.is_priced = !transition.effects.costs.empty() || number(transition.effects.qalys) != 0.0;
    tables_.transitions.push_back(row);
}

/// Slots: as many in a track as its busiest state has transitions.
void Compiler::compile_slots()
{
    for (TrackRow& track : tables_.tracks) {
        track.first_slot = tables_.slots;
        for (std::uint32_t state = track.first_state; state < track.first_state + track.states; ++state)
            track.slots = std::max(track.slots, tables_.states[state].arcs.count);
        tables_.slots += track.slots;
    }
}

}  // namespace txpath
