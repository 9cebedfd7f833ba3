// compile_hazards.cpp -- arcs: laws, factors, movers and gates.
#include <algorithm>

#include "base/elementary.hpp"
#include "model/compile.hpp"

namespace txpath {

namespace {

double slope_of(double ratio, double per)
{
    return portable::log(ratio) / per;
}

bool is_fixed(const Factor& factor)
{
    using Kind = Factor::Kind;
    return factor.kind == Kind::category || factor.kind == Kind::number || factor.kind == Kind::number_amount;
}

/// Among readings that move.
bool is_age(const Ratio& ratio)
{
    return ratio.of.subject == Subject::number;
}

}  // namespace

bool Compiler::moves(const Reading& reading) const noexcept
{
    return reading.subject == Subject::level ||
           (reading.subject == Subject::number && scenario_.people.attributes[reading.attribute].ages);
}

void Compiler::compile_arcs()
{
    for (std::size_t index = 0; index < tables_.states.size(); ++index) {
        StateRow& state = tables_.states[index];
        std::vector<Arc> arcs;
        for (const TransitionId id : scenario_.tracks[TrackId{state.track}].transitions) {
            const auto& from = scenario_.transitions[id].from;
            if (std::find(from.begin(), from.end(), StateId{index}) != from.end())
                arcs.push_back(arc(id, StateId{index}));
        }
        state.arcs = {static_cast<std::uint32_t>(tables_.arcs.size()),
                      static_cast<std::uint32_t>(arcs.size())};
        state.arms_plainly =
            std::all_of(arcs.begin(), arcs.end(), [](const Arc& one) { return one.is_plain; });
        tables_.arcs.insert(tables_.arcs.end(), arcs.begin(), arcs.end());
    }
}

Arc Compiler::arc(TransitionId id, StateId from)
{
    const Transition& transition = scenario_.transitions[id];
    Arc row{};
    row.counter = pack(0, decision(qualified(transition.track, transition.name)), 0).counter_high;
    row.transition = static_cast<std::uint32_t>(id.index());
    row.track = static_cast<std::uint32_t>(transition.track.index());
    row.law = law(transition);
    row.rate = transition.when.law == Law::constant ? non_negative(transition.when.first, transition.at,
                                                                   "the hazard of '" + transition.name + "'")
                                                    : 1.0;
    row.gate = transition.only_if.is_always() ? absent : gate(transition.only_if);
    row.gate_moves = row.gate != absent && gate_moves(row.gate);
    std::vector<Ratio> steady, moving;
    for (const Ratio& ratio : transition.hazard_ratios) {
        if (ratio.of.subject == Subject::state && scenario_.states[ratio.of.state].track == transition.track)
            continue;
        (moves(ratio.of) ? moving : steady).push_back(ratio);
    }
    std::vector<const Ratio*> own;
    for (const Ratio& ratio : transition.hazard_ratios)
        if (ratio.of.subject == Subject::state && ratio.of.state == from) own.push_back(&ratio);
    for (const Ratio* ratio : own) row.rate *= number(ratio->ratio);
    const auto& proportional = transition.proportional_to;
    const bool proportion_moves = proportional && moves(*proportional);
    row.factors = factors(steady, proportion_moves ? std::nullopt : proportional);
    row.fixed = {row.factors.first, 0};
    while (row.factors.count > 0 && is_fixed(tables_.factors[row.factors.first])) {
        ++row.fixed.count;
        ++row.factors.first;
        --row.factors.count;
    }
    row.movers = movers(moving, proportion_moves ? proportional : std::nullopt);
    row.kind = transition.when.law == Law::after        ? ArcKind::timed
               : row.movers.count > 0 || row.gate_moves ? ArcKind::moving
               : transition.when.law == Law::constant   ? ArcKind::steady
                                                        : ArcKind::shaped;
    row.is_plain =
        row.kind == ArcKind::steady && row.fixed.count + row.factors.count == 0 && row.gate == absent;
    row.may_rest = row.kind == ArcKind::moving && !row.gate_moves &&
                   std::none_of(moving.begin(), moving.end(), is_age) &&
                   !(proportion_moves && proportional->subject == Subject::number);
    return row;
}

std::uint32_t Compiler::law(const Transition& transition)
{
    if (tables_.laws.empty()) tables_.laws.push_back({});
    const When& when = transition.when;
    if (when.law == Law::constant) return 0;
    LawRow row;
    row.law = when.law;
    row.clock = when.clock;
    row.a = number(when.first);
    row.b = number(when.second);
    if (when.law == Law::lognormal) row.a = portable::log(row.a);
    if (when.law == Law::piecewise) {
        std::vector<double> hazards;
        for (const Value& value : when.curve.hazards)
            hazards.push_back(non_negative(value, transition.at, "a hazard of '" + transition.name + "'"));
        row.curve = curve(when.curve.knots, hazards);
    }
    if (when.law == Law::life_table) {
        row.clock = Clock::age;
        row.curve = static_cast<std::uint32_t>(tables_.curves.size());
        for (const auto& hazards : when.table.hazards) (void)curve(when.table.ages, hazards);
        row.by_first = static_cast<std::uint32_t>(tables_.members.size());
        row.by_count = static_cast<std::uint32_t>(when.table.by.size());
        std::uint32_t stride = static_cast<std::uint32_t>(when.table.hazards.size());
        for (const AttributeId by : when.table.by) {
            const AttributeRow& attribute = tables_.attributes[by.index()];
            stride /= attribute.categories;
            tables_.members.push_back(attribute.slot);
            tables_.members.push_back(stride);
        }
    }
    tables_.laws.push_back(row);
    return static_cast<std::uint32_t>(tables_.laws.size()) - 1;
}

std::uint32_t Compiler::curve(const std::vector<double>& knots, const std::vector<double>& hazards)
{
    CurveRow row{knots, hazards, {0.0}};
    for (std::size_t at = 1; at < knots.size(); ++at)
        row.cumulative.push_back(row.cumulative.back() + hazards[at - 1] * (knots[at] - knots[at - 1]));
    tables_.curves.push_back(std::move(row));
    return static_cast<std::uint32_t>(tables_.curves.size()) - 1;
}

Factor Compiler::factor(const Ratio& ratio)
{
    Factor row{};
    row.low = ratio.at_least.value_or(-never);
    row.high = ratio.at_most.value_or(never);
    row.from = ratio.from;
    if (ratio.is_graded) row.slope = slope_of(number(ratio.ratio), ratio.per);
    switch (ratio.of.subject) {
        case Subject::number:
            row.kind = Factor::Kind::number;
            row.source = static_cast<std::uint32_t>(ratio.of.attribute.index());
            break;
        case Subject::counter:
            row.kind = Factor::Kind::counter;
            row.source = static_cast<std::uint32_t>(ratio.of.counter.index());
            break;
        case Subject::system:
        case Subject::population:
        case Subject::clinicians:
            row.kind = Factor::Kind::shared;
            row.source = shared_index(ratio.of);
            break;
        case Subject::neighbours:
            row.kind = Factor::Kind::nearby;
            row.source = tables_.first_nearby + nearby_index(ratio.of);
            break;
        default:
            row.kind = Factor::Kind::level;
            row.source = static_cast<std::uint32_t>(ratio.of.level.index());
    }
    return row;
}

Factor Compiler::amount(const Reading& of)
{
    Factor row{};
    row.low = -never;
    row.high = never;
    switch (of.subject) {
        case Subject::counter:
            row.kind = Factor::Kind::counter_amount;
            row.source = static_cast<std::uint32_t>(of.counter.index());
            break;
        case Subject::system:
        case Subject::population:
        case Subject::clinicians:
            row.kind = Factor::Kind::shared_amount;
            row.source = shared_index(of);
            break;
        case Subject::neighbours:
            row.kind = Factor::Kind::nearby_amount;
            row.source = tables_.first_nearby + nearby_index(of);
            break;
        default:
            row.kind = Factor::Kind::number_amount;
            row.source = static_cast<std::uint32_t>(of.attribute.index());
    }
    return row;
}

/// Ratios in the order of the contract; those on one attribute or track become one table.
Range Compiler::factors(std::vector<Ratio> ratios, const std::optional<Reading>& proportional)
{
    const auto place = [this](const Ratio& ratio) {
        const Reading& of = ratio.of;
        switch (of.subject) {
            case Subject::category:
                return std::pair{0, of.attribute.index()};
            case Subject::number:
                return std::pair{1, of.attribute.index()};
            case Subject::state:
                return std::pair{2, of.state.index()};
            case Subject::counter:
                return std::pair{3, of.counter.index()};
            case Subject::level:
                return std::pair{4, of.level.index()};
            case Subject::neighbours:
                return std::pair{6, of.state.index()};
            default:
                return std::pair{5, std::size_t{shared_index(of)}};
        }
    };
    std::stable_sort(ratios.begin(), ratios.end(),
                     [&](const Ratio& a, const Ratio& b) { return place(a) < place(b); });
    std::vector<Factor> rows;
    for (const Ratio& ratio : ratios) {
        const bool is_state = ratio.of.subject == Subject::state;
        if (!is_state && ratio.of.subject != Subject::category) {
            rows.push_back(factor(ratio));
            continue;
        }
        const auto kind = is_state ? Factor::Kind::state : Factor::Kind::category;
        const std::uint32_t track =
            is_state ? static_cast<std::uint32_t>(scenario_.states[ratio.of.state].track.index()) : 0;
        const std::uint32_t source = is_state ? track : tables_.attributes[ratio.of.attribute.index()].slot;
        const std::size_t entries = is_state ? scenario_.tracks[TrackId{track}].states.size()
                                             : tables_.attributes[ratio.of.attribute.index()].categories;
        const std::size_t index =
            is_state ? ratio.of.state.index() - tables_.tracks[track].first_state : ratio.of.category.index();
        if (rows.empty() || rows.back().kind != kind || rows.back().source != source) {
            Factor row{};
            row.kind = kind;
            row.source = source;
            row.values_at = static_cast<std::uint32_t>(tables_.values.size());
            tables_.values.insert(tables_.values.end(), entries, 1.0);
            rows.push_back(row);
        }
        tables_.values[rows.back().values_at + index] *= number(ratio.ratio);
    }
    if (proportional) rows.push_back(amount(*proportional));
    const Range range{static_cast<std::uint32_t>(tables_.factors.size()),
                      static_cast<std::uint32_t>(rows.size())};
    tables_.factors.insert(tables_.factors.end(), rows.begin(), rows.end());
    return range;
}

Range Compiler::movers(const std::vector<Ratio>& ratios, const std::optional<Reading>& proportional)
{
    const Range range{static_cast<std::uint32_t>(tables_.movers.size()),
                      static_cast<std::uint32_t>(ratios.size() + (proportional ? 1 : 0))};
    const auto add = [&](const Reading& of, Mover row) {
        row.kind = of.subject == Subject::level ? Mover::Kind::level : Mover::Kind::age;
        row.source = static_cast<std::uint32_t>(of.subject == Subject::level ? of.level.index()
                                                                             : of.attribute.index());
        if (row.kind == Mover::Kind::level) {
            const LevelRow& level = tables_.levels[row.source];
            const double start = std::clamp(level.start, level.min, level.max);
            row.at_start = row.is_amount
                               ? start
                               : portable::exp(row.slope * (std::clamp(start, row.low, row.high) - row.from));
        }
        tables_.movers.push_back(row);
    };
    for (const Ratio& ratio : ratios)
        add(ratio.of, {{},
                       false,
                       0,
                       slope_of(number(ratio.ratio), ratio.per),
                       ratio.from,
                       ratio.at_least.value_or(-never),
                       ratio.at_most.value_or(never),
                       0.0});
    if (proportional) add(*proportional, {{}, true, 0, 1.0, 0.0, -never, never, 0.0});
    return range;
}

std::uint32_t Compiler::gate(const Condition& condition)
{
    if (condition.kind == Condition::Kind::all && condition.parts.size() == 1)
        return gate(condition.parts.front());
    const auto at = static_cast<std::uint32_t>(tables_.gates.size());
    tables_.gates.emplace_back();
    fill_gate(at, condition);
    return at;
}

void Compiler::take_compared(const Reading& of, GateNode& node) const noexcept
{
    using Kind = GateNode::Kind;
    switch (of.subject) {
        case Subject::level:
            node.kind = Kind::level;
            node.source = static_cast<std::uint32_t>(of.level.index());
            break;
        case Subject::counter:
            node.kind = Kind::counter;
            node.source = static_cast<std::uint32_t>(of.counter.index());
            break;
        case Subject::system:
        case Subject::population:
        case Subject::clinicians:
            node.kind = Kind::shared;
            node.source = shared_index(of);
            break;
        case Subject::neighbours:
            node.kind = Kind::nearby;
            node.source = tables_.first_nearby + nearby_index(of);
            break;
        default:
            node.kind = moves(of) ? Kind::age : Kind::number;
            node.source = static_cast<std::uint32_t>(of.attribute.index());
    }
}

void Compiler::fill_gate(std::uint32_t at, const Condition& condition)
{
    using Kind = GateNode::Kind;
    GateNode node{};
    if (condition.kind == Condition::Kind::one_of) {
        const Reading& first = condition.options.front();
        const bool is_state = first.subject == Subject::state;
        const std::uint32_t track =
            is_state ? static_cast<std::uint32_t>(scenario_.states[first.state].track.index()) : 0;
        node.kind = is_state ? Kind::state_in : Kind::category_in;
        node.source = is_state ? track : tables_.attributes[first.attribute.index()].slot;
        node.parts = {static_cast<std::uint32_t>(tables_.members.size()),
                      static_cast<std::uint32_t>(condition.options.size())};
        for (const Reading& option : condition.options) {
            const std::size_t member =
                is_state ? option.state.index() - tables_.tracks[track].first_state : option.category.index();
            if (member < 64) node.mask |= std::uint64_t{1} << member;
            tables_.members.push_back(static_cast<std::uint32_t>(member));
        }
    } else if (condition.kind == Condition::Kind::compare) {
        const Reading& of = condition.of;
        take_compared(of, node);
        node.at_least = condition.at_least.value_or(-never);
        node.at_most = condition.at_most.value_or(never);
        node.above = condition.above.value_or(-never);
        node.below = condition.below.value_or(never);
    } else {
        node.kind = condition.kind == Condition::Kind::all   ? Kind::all
                    : condition.kind == Condition::Kind::any ? Kind::any
                                                             : Kind::none_of;
        node.parts = {static_cast<std::uint32_t>(tables_.gates.size()),
                      static_cast<std::uint32_t>(condition.parts.size())};
        tables_.gates.resize(tables_.gates.size() + condition.parts.size());
        for (std::uint32_t part = 0; part < condition.parts.size(); ++part)
            fill_gate(node.parts.first + part, condition.parts[part]);
    }
    tables_.gates[at] = node;
}

bool Compiler::gate_moves(std::uint32_t gate) const noexcept
{
    const GateNode& node = tables_.gates[gate];
    using Kind = GateNode::Kind;
    if (node.kind == Kind::level || node.kind == Kind::age) return true;
    if (node.kind != Kind::all && node.kind != Kind::any && node.kind != Kind::none_of) return false;
    for (std::uint32_t part = node.parts.first; part < node.parts.end(); ++part)
        if (gate_moves(part)) return true;
    return false;
}

}  // namespace txpath
