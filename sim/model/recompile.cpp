// recompile.cpp -- the tables for other numbers of the same shape, and where they differ.
//
// Owns      recompile, changed_arcs, open_to_policies.
#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "model/compile.hpp"

namespace txpath {

namespace {

bool differ(const LawRow& a, const LawRow& b, const ModelTables& before, const ModelTables& after)
{
    if (a.a != b.a || a.b != b.b) return true;
    if (a.law != Law::piecewise) return false;  // life tables are files
    return before.curves[a.curve].hazards != after.curves[b.curve].hazards;
}

bool differ(const Factor& a, const Factor& b, const ModelTables& before, const ModelTables& after)
{
    if (a.slope != b.slope || a.from != b.from || a.low != b.low || a.high != b.high) return true;
    std::size_t entries = 0;
    if (a.kind == Factor::Kind::state) entries = after.tracks[a.source].states;
    if (a.kind == Factor::Kind::category)
        for (const AttributeRow& row : after.attributes)
            if (row.is_categorical && row.slot == a.source) entries = row.categories;
    const auto first = before.values.begin() + a.values_at;
    return !std::equal(first, first + static_cast<std::ptrdiff_t>(entries),
                       after.values.begin() + b.values_at);
}

bool differ(Range range, const ModelTables& before, const ModelTables& after)
{
    for (std::uint32_t at = range.first; at < range.end(); ++at)
        if (differ(before.factors[at], after.factors[at], before, after)) return true;
    return false;
}

bool movers_differ(Range range, const ModelTables& before, const ModelTables& after)
{
    for (std::uint32_t at = range.first; at < range.end(); ++at)
        if (before.movers[at].slope != after.movers[at].slope) return true;
    return false;
}

bool gates_differ(std::uint32_t gate, const ModelTables& before, const ModelTables& after)
{
    if (gate == absent) return false;
    const GateNode &a = before.gates[gate], &b = after.gates[gate];
    if (a.at_least != b.at_least || a.at_most != b.at_most || a.above != b.above || a.below != b.below)
        return true;
    using Kind = GateNode::Kind;
    if (a.kind != Kind::all && a.kind != Kind::any && a.kind != Kind::none_of) return false;
    for (std::uint32_t part = a.parts.first; part < a.parts.end(); ++part)
        if (gates_differ(part, before, after)) return true;
    return false;
}

/// Tables of one shape: every id means the same in both.
bool are_alike(const ModelTables& a, const ModelTables& b)
{
    return a.arcs.size() == b.arcs.size() && a.factors.size() == b.factors.size() &&
           a.movers.size() == b.movers.size() && a.gates.size() == b.gates.size() &&
           a.values.size() == b.values.size() && a.slots == b.slots && a.counts == b.counts;
}

/// What is changed by policies must not be decided once and for all when it is armed.
void leave_open(ModelTables& tables, const std::vector<bool>& is_open)
{
    for (std::size_t at = 0; at < tables.arcs.size(); ++at) {
        if (!is_open[at]) continue;
        tables.arcs[at].most = never;
        tables.arcs[at].is_plain = false;
    }
    for (StateRow& state : tables.states)
        for (std::uint32_t arc = state.arcs.first; arc < state.arcs.end(); ++arc)
            state.arms_plainly = state.arms_plainly && tables.arcs[arc].is_plain;
}

std::vector<bool> open_arcs(const ModelTables& tables)
{
    std::vector<bool> is_open;
    for (const Arc& arc : tables.arcs) is_open.push_back(arc.most == never);
    return is_open;
}

void join(std::vector<bool>& is_open, const ModelTables& before, const ModelTables& after)
{
    const auto changes = changed_arcs(before, after);
    for (std::size_t at = 0; at < is_open.size(); ++at)
        if (changes[at] != ArcChange::none || before.arcs[at].most != after.arcs[at].most) is_open[at] = true;
}

}  // namespace

std::vector<std::uint8_t> changed_arcs(const ModelTables& before, const ModelTables& after)
{
    if (!are_alike(before, after)) throw std::logic_error("a policy changed the shape of the model");
    std::vector<std::uint8_t> changes;
    changes.reserve(after.arcs.size());
    for (std::size_t at = 0; at < after.arcs.size(); ++at) {
        const Arc &a = before.arcs[at], &b = after.arcs[at];
        std::uint8_t change = ArcChange::none;
        if (a.rate != b.rate || differ(a.fixed, before, after) || differ(a.factors, before, after))
            change |= ArcChange::factor;
        if (differ(before.laws[a.law], after.laws[b.law], before, after) ||
            movers_differ(a.movers, before, after) || gates_differ(a.gate, before, after))
            change |= ArcChange::form;
        changes.push_back(change);
    }
    return changes;
}

void leave_all_open(ModelTables& tables)
{
    leave_open(tables, std::vector<bool>(tables.arcs.size(), true));
}

std::unique_ptr<ModelTables> recompile(const ModelTables& base, const std::vector<double>& parameters)
{
    auto tables = Compiler{*base.commons->scenario, parameters, &base}.compile();
    if (!tables) throw std::domain_error(tables.why_not().all().front().message);
    ModelTables& fresh = *tables.value();
    leave_open(fresh, open_arcs(base));
    fresh.checkpoints = base.checkpoints;  // of a run that goes on they are not those of its horizon
    if (const auto& clinicians = fresh.commons->clinicians; clinicians != nullptr) {
        auto own = std::make_shared<ModelTables>(*clinicians->model);
        leave_open(*own, open_arcs(*base.commons->clinicians->model));
        clinicians->model = std::move(own);
    }
    return std::move(tables.value());
}

Diagnostics open_to_policies(const Scenario& scenario, std::span<const double> parameters,
                             ModelTables& tables)
{
    Diagnostics found;
    const auto& clinicians = tables.commons->clinicians;
    std::vector<bool> is_open(tables.arcs.size(), false), is_clinicians_open;
    if (clinicians != nullptr) is_clinicians_open.resize(clinicians->model->arcs.size(), false);
    const auto try_values = [&](const std::vector<double>& values, const Span& at, const std::string& what) {
        const auto other = Compiler{scenario, values, &tables}.compile();
        if (!other) {
            Diagnostic mistake;
            mistake.at = at;
            mistake.message = fmt::format("{}: {}", what, other.why_not().all().front().message);
            found.add(std::move(mistake));
            return;
        }
        join(is_open, tables, *other.value());
        if (clinicians != nullptr)
            join(is_clinicians_open, *clinicians->model, *other.value()->commons->clinicians->model);
    };
    for (std::size_t policy = 0; policy < scenario.shared.policies.size(); ++policy) {
        const Policy& row = scenario.shared.policies[PolicyId{policy}];
        const Range settings = tables.commons->policies[policy].settings;
        std::vector<double> own(parameters.begin(), parameters.end());
        for (std::uint32_t at = 0; at < settings.count; ++at) {
            const SettingRow& setting = tables.commons->settings[settings.first + at];
            if (setting.target < parameters.size()) own[setting.target] = setting.amount;
        }
        if (!std::equal(own.begin(), own.end(), parameters.begin()))
            try_values(own, row.at, fmt::format("with policy '{}'", row.name));
    }
    if (found.has_errors()) return found;
    leave_open(tables, is_open);
    if (clinicians != nullptr) {
        auto own = std::make_shared<ModelTables>(*clinicians->model);
        leave_open(*own, is_clinicians_open);
        clinicians->model = std::move(own);
    }
    return found;
}

}  // namespace txpath
