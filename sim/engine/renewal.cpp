#include "engine/renewal.hpp"

namespace txpath {

SharedReaders readers_of_shared(const ModelTables& model)
{
    SharedReaders readers(model.shared.size());
    for (std::uint32_t index = 0; index < model.shared.size(); ++index)
        for (std::uint32_t state = 0; state < model.states.size(); ++state) {
            const Range list = model.readers_of(model.variable_of_shared(index), state).list;
            for (std::uint32_t at = list.first; at < list.end(); ++at) {
                const std::uint32_t arc = model.states[state].arcs.first + model.reader_list[at].place;
                readers[index].emplace_back(arc,
                                            model.arcs[arc].gate_moves ? ArcChange::form : ArcChange::factor);
            }
        }
    return readers;
}

bool has_form(const SharedReaders& readers)
{
    for (const auto& list : readers)
        for (const auto& [arc, change] : list)
            if (change == ArcChange::form) return true;
    return false;
}

bool weights_read_shared(const ModelTables& model)
{
    for (std::uint32_t index = 0; index < model.shared.size(); ++index)
        if (model.in_weights[model.variable_of_shared(index)] != 0) return true;
    return false;
}

void complete(const ModelTables& model, Renewal& renewal)
{
    renewal.states.assign(model.states.size(), 0);
    renewal.tracks.clear();
    for (std::uint32_t state = 0; state < model.states.size(); ++state) {
        const StateRow& row = model.states[state];
        for (std::uint32_t arc = row.arcs.first; arc < row.arcs.end(); ++arc)
            if (renewal.arcs[arc] != ArcChange::none) renewal.states[state] = 1;
        if (renewal.states[state] != 0 && (renewal.tracks.empty() || renewal.tracks.back() != row.track))
            renewal.tracks.push_back(row.track);
    }
}

bool is_any(const Renewal& renewal)
{
    return renewal.levels || renewal.weights || !renewal.tracks.empty();
}

bool levels_differ(const ModelTables& a, const ModelTables& b)
{
    for (std::size_t level = 0; level < a.levels.size(); ++level) {
        const LevelRow &x = a.levels[level], &y = b.levels[level];
        if (x.rising != y.rising || x.falling != y.falling || x.base != y.base) return true;
        for (std::uint32_t at = x.targets.first; at < x.targets.end(); ++at) {
            const LevelTarget& target = a.level_targets[at];
            for (std::uint32_t state = 0; state < a.tracks[target.track].states; ++state)
                if (a.values[target.values_at + state] != b.values[b.level_targets[at].values_at + state])
                    return true;
        }
    }
    return false;
}

bool weights_differ(const ModelTables& a, const ModelTables& b)
{
    const auto rows_differ = [&](Range range) {
        for (std::uint32_t at = range.first; at < range.end(); ++at) {
            if (a.factors[at].slope != b.factors[at].slope) return true;
            const std::uint32_t first = a.factors[at].values_at;
            const std::size_t entries = a.factors[at].kind == Factor::Kind::state
                                            ? a.tracks[a.factors[at].source].states
                                        : a.factors[at].kind == Factor::Kind::category ? 1
                                                                                       : 0;
            for (std::size_t entry = 0; entry < entries; ++entry)
                if (a.values[first + entry] != b.values[first + entry]) return true;
        }
        return false;
    };
    for (std::size_t state = 0; state < a.states.size(); ++state)
        if (a.states[state].utility != b.states[state].utility ||
            rows_differ(a.states[state].utility_factors) || rows_differ(a.states[state].cost_factors))
            return true;
    return false;
}

}  // namespace txpath
