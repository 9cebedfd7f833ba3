// compile_dependencies.cpp -- who must be told when something about a person changes.
#include <algorithm>

#include "model/compile.hpp"

namespace txpath {

namespace {

void keep_distinct(std::vector<std::uint32_t>& numbers)
{
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
}

/// Rows of lists, laid end to end.
void lay_out(const std::vector<std::vector<std::uint32_t>>& lists, std::vector<Range>& rows,
             std::vector<std::uint32_t>& list)
{
    for (const auto& one : lists) {
        rows.push_back({static_cast<std::uint32_t>(list.size()), static_cast<std::uint32_t>(one.size())});
        list.insert(list.end(), one.begin(), one.end());
    }
}

}  // namespace

void Compiler::note_reading(const Reading& reading, std::vector<std::uint32_t>& variables) const
{
    if (reading.subject == Subject::state)
        variables.push_back(static_cast<std::uint32_t>(scenario_.states[reading.state].track.index()));
    if (reading.subject == Subject::level)
        variables.push_back(tables_.variable_of_level(static_cast<std::uint32_t>(reading.level.index())));
    if (reading.subject == Subject::counter)
        variables.push_back(tables_.variable_of_counter(static_cast<std::uint32_t>(reading.counter.index())));
}

void Compiler::note_condition(const Condition& condition, std::vector<std::uint32_t>& variables) const
{
    for (const Condition& part : condition.parts) note_condition(part, variables);
    for (const Reading& option : condition.options) note_reading(option, variables);
    if (condition.kind == Condition::Kind::compare) note_reading(condition.of, variables);
}

namespace {

/// Whether a state is named in a condition, leaf by leaf.
void list_memberships(const Condition& condition, StateId state, std::vector<double>& into)
{
    for (const Condition& part : condition.parts) list_memberships(part, state, into);
    for (const Reading& option : condition.options)
        into.push_back(option.subject == Subject::state && option.state == state ? 1.0 : 0.0);
}

}  // namespace

/// States of a track between which a transition sees no difference get one class.
Reader Compiler::reader(TransitionId id, std::uint32_t variable)
{
    const TransitionRow& compiled = tables_.transitions[id.index()];
    if (variable >= tables_.tracks.size()) return {compiled.track, compiled.slot_of, absent};
    const Transition& row = scenario_.transitions[id];
    std::vector<std::vector<double>> meanings;  // of the classes so far
    const auto at = static_cast<std::uint32_t>(tables_.reader_classes.size());
    for (const StateId state : scenario_.tracks[TrackId{variable}].states) {
        std::vector<double> meaning{1.0};
        for (const Ratio& ratio : row.hazard_ratios)
            if (ratio.of.subject == Subject::state && ratio.of.state == state)
                meaning[0] *= number(ratio.ratio);
        list_memberships(row.only_if, state, meaning);
        const auto known = std::find(meanings.begin(), meanings.end(), meaning);
        tables_.reader_classes.push_back(static_cast<std::uint8_t>(known - meanings.begin()));
        if (known == meanings.end()) meanings.push_back(meaning);
    }
    if (meanings.size() > 255) mistake(row.at, "a track that others read has at most 255 states");
    return {compiled.track, compiled.slot_of, at};
}

/// Transitions whose firing moves their track to one state and touches nothing else.
void Compiler::mark_plain_instants()
{
    for (Arc& arc : tables_.arcs) {
        const TransitionRow& row = tables_.transitions[arc.transition];
        arc.fires_plainly = row.to.options.count == 1 && row.effects == absent && !row.is_priced &&
                            tables_.states[tables_.options[row.to.options.first].state].is_quiet &&
                            tables_.readers[row.track].count == 0 &&
                            tables_.track_levels[row.track].count == 0 && tables_.weighted_states == 0;
    }
}

void Compiler::compile_dependencies()
{
    const std::size_t variables = tables_.tracks.size() + tables_.levels.size() + tables_.counters.size();
    std::vector<std::vector<std::uint32_t>> readers(variables), movers(tables_.levels.size()),
        levels(tables_.tracks.size());
    for (std::size_t index = 0; index < scenario_.transitions.size(); ++index) {
        const Transition& transition = scenario_.transitions[TransitionId{index}];
        std::vector<std::uint32_t> read;
        for (const Ratio& ratio : transition.hazard_ratios) note_reading(ratio.of, read);
        if (transition.proportional_to) note_reading(*transition.proportional_to, read);
        note_condition(transition.only_if, read);
        keep_distinct(read);
        for (const std::uint32_t variable : read) {
            // a transition is armed anew when its own track moves
            if (variable != transition.track.index())
                readers[variable].push_back(static_cast<std::uint32_t>(index));
            const std::size_t level = variable - tables_.tracks.size();
            if (variable >= tables_.tracks.size() && level < tables_.levels.size())
                movers[level].push_back(static_cast<std::uint32_t>(index));
        }
    }
    for (std::size_t level = 0; level < tables_.levels.size(); ++level)
        for (std::uint32_t at = tables_.levels[level].targets.first; at < tables_.levels[level].targets.end();
             ++at)
            levels[tables_.level_targets[at].track].push_back(static_cast<std::uint32_t>(level));
    for (std::uint32_t variable = 0; variable < variables; ++variable) {
        tables_.readers.push_back({static_cast<std::uint32_t>(tables_.reader_list.size()),
                                   static_cast<std::uint32_t>(readers[variable].size())});
        for (const std::uint32_t transition : readers[variable])
            tables_.reader_list.push_back(reader(TransitionId{transition}, variable));
    }
    lay_out(movers, tables_.level_movers, tables_.level_mover_list);
    lay_out(levels, tables_.track_levels, tables_.track_level_list);

    mark_plain_instants();
    tables_.has_one_utility =
        tables_.utility_tracks.size() == 1 &&
        std::none_of(tables_.states.begin(), tables_.states.end(),
                     [](const StateRow& state) { return state.utility_factors.count > 0; });
    tables_.in_weights.assign(variables, 0);
    for (std::size_t index = 0; index < scenario_.states.size(); ++index) {
        const State& state = scenario_.states[StateId{index}];
        std::vector<std::uint32_t> read;
        for (const Ratio& ratio : state.utility_ratios) note_reading(ratio.of, read);
        for (const Ratio& ratio : state.cost_ratios) note_reading(ratio.of, read);
        if (tables_.tracks[state.track.index()].bears_utility || !state.cost_ratios.empty())
            read.push_back(static_cast<std::uint32_t>(state.track.index()));
        for (const std::uint32_t variable : read) tables_.in_weights[variable] = 1;
    }
}

}  // namespace txpath
