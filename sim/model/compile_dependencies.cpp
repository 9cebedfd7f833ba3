// compile_dependencies.cpp -- who must be told when something about a person changes.
#include <algorithm>

#include "model/compile.hpp"
#include "model/pathway_graph.hpp"

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
    if (reading.subject == Subject::system || reading.subject == Subject::population ||
        reading.subject == Subject::clinicians)
        variables.push_back(tables_.variable_of_shared(shared_index(reading)));
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

/// States of a track between which a transition sees no difference get one class. Absent when it sees none.
std::uint32_t Compiler::reader_classes(TransitionId id, std::uint32_t track)
{
    const Transition& row = scenario_.transitions[id];
    std::vector<std::vector<double>> meanings;  // of the classes so far
    std::vector<std::uint8_t> classes;
    for (const StateId state : scenario_.tracks[TrackId{track}].states) {
        std::vector<double> meaning{1.0};
        for (const Ratio& ratio : row.hazard_ratios)
            if (ratio.of.subject == Subject::state && ratio.of.state == state)
                meaning[0] *= number(ratio.ratio);
        list_memberships(row.only_if, state, meaning);
        const auto known = std::find(meanings.begin(), meanings.end(), meaning);
        classes.push_back(static_cast<std::uint8_t>(known - meanings.begin()));
        if (known == meanings.end()) meanings.push_back(meaning);
    }
    if (meanings.size() > 255) mistake(row.at, "a track that others read has at most 255 states");
    if (meanings.size() == 1) return absent;
    const auto at = static_cast<std::uint32_t>(tables_.reader_classes.size());
    tables_.reader_classes.insert(tables_.reader_classes.end(), classes.begin(), classes.end());
    return at;
}

/// Classes of a track's states between which none of these readers sees a difference.
std::uint32_t Compiler::joint_classes(std::span<const Reader> readers, std::uint32_t track)
{
    if (readers.empty()) return absent;
    if (readers.size() == 1) return readers.front().classes_at;
    std::vector<std::vector<std::uint8_t>> meanings;
    const auto at = static_cast<std::uint32_t>(tables_.reader_classes.size());
    for (std::uint32_t state = 0; state < tables_.tracks[track].states; ++state) {
        std::vector<std::uint8_t> meaning;
        for (const Reader& reader : readers)
            meaning.push_back(tables_.reader_classes[reader.classes_at + state]);
        const auto known = std::find(meanings.begin(), meanings.end(), meaning);
        tables_.reader_classes.push_back(static_cast<std::uint8_t>(known - meanings.begin()));
        if (known == meanings.end()) meanings.push_back(meaning);
    }
    return at;
}

/// Lay out, state by state, the arcs that read a variable.
void Compiler::compile_readers(std::uint32_t variable, const std::vector<TransitionId>& transitions)
{
    const bool is_track = variable < tables_.tracks.size();
    std::vector<std::uint32_t> classes(tables_.transitions.size(), absent);
    std::vector<bool> reads(tables_.transitions.size());
    for (const TransitionId id : transitions) {
        const bool is_own = is_track && scenario_.transitions[id].track.index() == variable;
        if (is_track && !is_own) classes[id.index()] = reader_classes(id, variable);
        reads[id.index()] = is_track ? classes[id.index()] != absent : true;
    }
    std::vector<std::uint32_t> tracks;
    for (std::uint32_t index = 0; index < tables_.states.size(); ++index) {
        const StateRow& state = tables_.states[index];
        const auto first = static_cast<std::uint32_t>(tables_.reader_list.size());
        for (std::uint32_t place = 0; place < state.arcs.count; ++place) {
            const std::uint32_t transition = tables_.arcs[state.arcs.first + place].transition;
            if (!reads[transition]) continue;
            tables_.reader_list.push_back({place, classes[transition]});
            tracks.push_back(state.track);
        }
        const auto count = static_cast<std::uint32_t>(tables_.reader_list.size()) - first;
        tables_.readers.push_back(
            {{first, count},
             is_track ? joint_classes(std::span{tables_.reader_list}.subspan(first, count), variable)
                      : absent});
    }
    keep_distinct(tracks);
    tables_.reading_tracks.push_back({static_cast<std::uint32_t>(tables_.reading_track_list.size()),
                                      static_cast<std::uint32_t>(tracks.size())});
    tables_.reading_track_list.insert(tables_.reading_track_list.end(), tracks.begin(), tracks.end());
}

namespace {

bool is_only_an_end(const StateRow& state)
{
    return state.ends && state.on_entry == absent && state.cases.count == 0 && !state.entry_is_priced;
}

}  // namespace

/// Transitions whose firing moves their track and brings nothing else.
void Compiler::mark_plain_instants()
{
    for (Arc& arc : tables_.arcs) {
        const TransitionRow& row = tables_.transitions[arc.transition];
        arc.to = tables_.options[row.to.options.first].state;
        const StateRow& to = tables_.states[arc.to];
        arc.only_moves = row.to.options.count == 1 && row.effects == absent && !row.is_priced &&
                         (to.is_quiet || is_only_an_end(to)) && tables_.track_levels[row.track].count == 0 &&
                         tables_.weighted_states == 0 && !tables_.weights_move;
        arc.fires_plainly = arc.only_moves && to.is_quiet && tables_.reading_tracks[row.track].count == 0 &&
                            tables_.counts == 0;
    }
    tables_.is_plain = tables_.counts == 0 && tables_.tracks.size() == 1 && tables_.levels.empty() &&
                       !tables_.has_utility_ratios &&
                       std::all_of(tables_.arcs.begin(), tables_.arcs.end(),
                                   [](const Arc& arc) { return arc.is_plain && arc.only_moves; });
}

void Compiler::compile_dependencies()
{
    const std::size_t variables = tables_.variable_of_nearby(tables_.nearby);
    const Dependencies edges = dependencies(scenario_);
    const auto of = [](const DependencyRows& rows, std::size_t thing) {
        return std::span{rows.readers}.subspan(rows.first[thing], rows.first[thing + 1] - rows.first[thing]);
    };
    std::vector<std::vector<TransitionId>> readers(variables);
    for (std::size_t state = 0; state < scenario_.states.size(); ++state)
        for (const TransitionId id : of(edges.by_state, state))
            readers[scenario_.states[StateId{state}].track.index()].push_back(id);
    for (std::uint32_t level = 0; level < scenario_.levels.size(); ++level)
        for (const TransitionId id : of(edges.by_level, level))
            readers[tables_.variable_of_level(level)].push_back(id);
    for (std::uint32_t counter = 0; counter < scenario_.counters.size(); ++counter)
        for (const TransitionId id : of(edges.by_counter, counter))
            readers[tables_.variable_of_counter(counter)].push_back(id);
    const auto systems = static_cast<std::uint32_t>(scenario_.shared.system.size());
    for (std::uint32_t index = 0; index < tables_.shared.size(); ++index)
        for (const TransitionId id :
             index < systems ? of(edges.by_system, index) : of(edges.by_share, index - systems))
            readers[tables_.variable_of_shared(index)].push_back(id);
    for (std::uint32_t index = 0; index < tables_.nearby; ++index)
        for (const TransitionId id : of(edges.by_neighbours, nearby_[index].index()))
            readers[tables_.variable_of_nearby(index)].push_back(id);
    for (std::uint32_t variable = 0; variable < variables; ++variable)
        compile_readers(variable, readers[variable]);
    std::vector<std::vector<std::uint32_t>> levels(tables_.tracks.size());
    for (std::size_t level = 0; level < tables_.levels.size(); ++level)
        for (std::uint32_t at = tables_.levels[level].targets.first; at < tables_.levels[level].targets.end();
             ++at)
            levels[tables_.level_targets[at].track].push_back(static_cast<std::uint32_t>(level));
    lay_out(levels, tables_.track_levels, tables_.track_level_list);

    for (const StateRow& state : tables_.states) {
        tables_.utilities.push_back(state.utility);
        tables_.has_utility_ratios |= state.utility_factors.count > 0;
    }
    mark_plain_instants();
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
