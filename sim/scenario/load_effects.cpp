// load_effects.cpp -- what happens at one instant: adds, sets, moves, costs, qalys.
#include <fmt/format.h>

#include <algorithm>

#include "scenario/sections.hpp"

namespace txpath {

namespace {

/// The entries of `adds` or `sets` as (level or counter, amount).
std::vector<std::pair<Reading, Value>> load_amounts(Loading& loading, const Node& node, const Where& where,
                                                    std::string_view key)
{
    std::vector<std::pair<Reading, Value>> amounts;
    for (const Entry& entry : node.entries) {
        const auto to = find_quantity(loading, {entry.key, entry.key_at});
        if (!to) continue;
        const std::string path = fmt::format("{}.{}.{}", where.path, key, entry.key);
        if (to->subject == Subject::counter) {
            if (const auto whole = read_whole(loading, entry.value, any_pure, path))
                amounts.emplace_back(*to, certain(static_cast<double>(*whole)));
        } else if (const auto value = read_free(loading, entry.value, any_pure, path)) {
            amounts.emplace_back(*to, *value);
        }
    }
    std::sort(amounts.begin(), amounts.end(), [](const auto& a, const auto& b) {
        return std::pair(a.first.subject, std::pair(a.first.level, a.first.counter)) <
               std::pair(b.first.subject, std::pair(b.first.level, b.first.counter));
    });
    return amounts;
}

std::vector<StateId> load_moves(Loading& loading, const Node& node, const Where& where)
{
    std::vector<StateId> moves;
    if (!expect(loading, node, Node::Kind::mapping, fmt::format("'moves' of {}", where.title))) return moves;
    for (const Entry& entry : node.entries) {
        const auto track = find_track(loading, {entry.key, entry.key_at});
        if (!track) continue;
        if (loading.scenario.tracks[*track].is_given) {
            report(loading.found, entry.key_at,
                   "nothing that happens to a person changes his or her clinician")
                .advice = "let a transition of 'clinicians' do it";
            continue;
        }
        const auto what = fmt::format("the state to move '{}' to", entry.key);
        if (!expect(loading, entry.value, Node::Kind::scalar, what)) continue;
        if (const auto state = find_state(loading, *track, {entry.value.text, entry.value.at}))
            moves.push_back(*state);
    }
    std::sort(moves.begin(), moves.end());
    return moves;
}

/// Refuse money in a scenario without a currency, once.
bool has_currency(Loading& loading, const Node& node)
{
    if (loading.money != Money::absent) return true;
    report(loading.found, node.at, "there are costs, but no 'economics' that says their currency").advice =
        "write 'economics: {currency: USD, price_year: 2025, discount: {costs: 3 % per year, health: 3 % per "
        "year}}'";
    loading.money = Money::unknown;
    return false;
}

}  // namespace

std::vector<Payment> load_costs(Loading& loading, const Node& node, Dimension wanted, const Where& where)
{
    std::vector<Payment> payments;
    for (const Entry& entry : node.entries) {
        if (!is_name(entry.key)) {
            report(loading.found, entry.key_at,
                   fmt::format("'{}' is not a name for a category of costs", entry.key));
            continue;
        }
        if (!has_currency(loading, entry.value)) continue;
        const std::string path = fmt::format("{}.costs.{}", where.path, entry.key);
        if (const auto amount = read_free(loading, entry.value, wanted_by(wanted), path))
            payments.push_back({loading.names.costs.find(entry.key)->second, *amount, span_of(entry.key_at)});
    }
    std::sort(payments.begin(), payments.end(),
              [](const Payment& a, const Payment& b) { return a.category < b.category; });
    return payments;
}

Effects load_effects(Loading& loading, const Node& node, const Where& where)
{
    Effects effects;
    const auto mapping = [&](std::string_view key) -> const Node* {
        const Node* part = child(node, key);
        return part != nullptr && part->kind == Node::Kind::mapping ? part : nullptr;  // else it was reported
    };
    if (const Node* adds = mapping("adds"))
        for (auto& [to, amount] : load_amounts(loading, *adds, where, "adds"))
            effects.adds.push_back({to, amount});
    if (const Node* sets = mapping("sets"))
        for (auto& [to, amount] : load_amounts(loading, *sets, where, "sets"))
            effects.sets.push_back({to, amount});
    if (const Node* moves = child(node, "moves")) effects.moves = load_moves(loading, *moves, where);
    if (const Node* costs = mapping("costs"))
        effects.costs = load_costs(loading, *costs, Dimension::money, where);
    const Fields fields{loading, node, "on_entry", where.path};
    effects.qalys = fields.value("qalys").value_or(Value{});
    return effects;
}

}  // namespace txpath
