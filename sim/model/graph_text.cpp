// graph_text.cpp -- the pathways as text that Graphviz or Mermaid draws.
//
// Owns      graph_as_dot, graph_as_mermaid and pathway_arrows.
// Promises  the same scenario gives the same text; names need no escaping because they are [a-z][a-z0-9_]*.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "model/pathway_graph.hpp"
#include "txpath/pathways.hpp"

namespace txpath {

namespace {

struct Unit {
    std::string_view one, many;
    double days;
};
constexpr std::array units = {Unit{"year", "years", days_per_year}, Unit{"month", "months", days_per_month},
                              Unit{"week", "weeks", days_per_week}, Unit{"day", "days", 1.0},
                              Unit{"hour", "hours", 1.0 / hours_per_day}};

bool is_round(double number)
{
    constexpr double slack = 1e-9;
    const double scaled = number * 1000.0;
    return std::abs(scaled - std::round(scaled)) <= slack * std::max(1.0, std::abs(scaled));
}

/// A duration in the largest unit that gives a whole number, or else in one in which it is above 1.
std::string in_words(double days)
{
    constexpr double slack = 1e-9;
    for (const Unit& unit : units) {
        const double count = days / unit.days;
        if (count >= 1.0 - slack && std::abs(count - std::round(count)) < slack * count)
            return fmt::format("{:.0f} {}", count, std::round(count) == 1.0 ? unit.one : unit.many);
    }
    for (const Unit& unit : units)
        if (days >= 2.0 * unit.days) return fmt::format("{:.3g} {}", days / unit.days, unit.many);
    return fmt::format("{:.3g} days", days);
}

/// A hazard in the largest unit of time in which it is short to write and below 1, else per the unit near it.
std::string rate_in_words(double per_day)
{
    for (const Unit& unit : units) {
        const double rate = per_day * unit.days;
        if (rate < 10.0 && is_round(rate)) return fmt::format("{:.6g} per {}", rate, unit.one);
    }
    for (const Unit& unit : units)
        if (per_day * unit.days < 10.0) return fmt::format("{:.3g} per {}", per_day * unit.days, unit.one);
    return fmt::format("{:.3g} per hour", per_day / hours_per_day);
}

std::string constant_in_words(const Value& value)
{
    switch (value.conversion) {
        case Conversion::probability_within:
            return fmt::format("{:.4g} % within {}", value.number * 100.0, in_words(value.factor));
        case Conversion::median:
            return fmt::format("median {}", in_words(value.number));
        case Conversion::mean:
            return fmt::format("mean {}", in_words(value.number));
        case Conversion::none:
            break;
    }
    return rate_in_words(value.number * value.factor);
}

std::string law_in_words(const When& when)
{
    const double first = when.first.number, second = when.second.number;
    switch (when.law) {
        case Law::constant:
            return constant_in_words(when.first);
        case Law::after:
            return first == 0.0 ? "at once" : fmt::format("after {}", in_words(first));
        case Law::weibull:
            return fmt::format("weibull {:.4g}, {}", first, in_words(second));
        case Law::gompertz:
            return fmt::format("gompertz {}, {}", rate_in_words(first), rate_in_words(second));
        case Law::lognormal:
            return fmt::format("lognormal median {}, sigma {:.4g}", in_words(first), second);
        case Law::log_logistic:
            return fmt::format("log-logistic {:.4g}, {}", first, in_words(second));
        case Law::gamma:
            return fmt::format("gamma {:.4g}, {}", first, in_words(second));
        case Law::piecewise:
            return fmt::format("{} at first, {} from {}", rate_in_words(when.curve.hazards.front().number),
                               rate_in_words(when.curve.hazards.back().number),
                               in_words(when.curve.knots.back()));
        case Law::life_table:
            break;
    }
    return "life table";
}

std::string clock_in_words(const When& when)
{
    if (when.clock == Clock::forward) return ", from the start";
    return when.clock == Clock::age && when.law != Law::life_table ? ", by age" : "";
}

/// When it fires, and how often it goes this way.
std::string law_of(const Transition& transition, const Option& option)
{
    std::string law = law_in_words(transition.when) + clock_in_words(transition.when);
    if (transition.to.size() > 1) law += fmt::format(", {:.4g} %", option.probability.number * 100.0);
    return law;
}

std::string label_of(const Case& one, const Option& option)
{
    std::string label = one.only_if.is_always() ? "" : "if it holds";
    if (one.chance) label += fmt::format("{}{:.4g} %", label.empty() ? "" : ", ", one.chance->number * 100.0);
    if (one.to.size() > 1)
        label += fmt::format("{}{:.4g} %", label.empty() ? "" : ", ", option.probability.number * 100.0);
    return label.empty() ? "at once" : label;
}

bool is_start(const Scenario& scenario, StateId id)
{
    const auto& shares = scenario.tracks[scenario.states[id].track].start.shares;
    return std::any_of(shares.begin(), shares.end(), [&](const auto& row) {
        return std::any_of(row.begin(), row.end(), [&](const Option& option) { return option.to == id; });
    });
}

std::string node_of(const Scenario& scenario, StateId id)
{
    return fmt::format("{}__{}", scenario.tracks[scenario.states[id].track].name, scenario.states[id].name);
}

std::string name_of(const Scenario& scenario, StateId id, const std::string& seen_from)
{
    const std::string& track = scenario.tracks[scenario.states[id].track].name;
    return track == seen_from ? scenario.states[id].name : track + "." + scenario.states[id].name;
}

/// How an arrow is drawn.
enum class Stroke { solid, dashed, dotted };

/// One arrow, in the order in which both languages list them.
struct Arrow {
    std::string from, to;  ///< nodes
    PathwayArrow said;
    Stroke stroke = Stroke::solid;

    [[nodiscard]] std::string label() const
    {
        if (said.name.empty() || said.law.empty()) return said.name + said.law;
        return said.name + ": " + said.law;
    }
};

/// What happens to people, or to clinicians, as arrows.
class Arrows {
public:
    explicit Arrows(const Scenario& scenario) : scenario_(scenario) {}

    [[nodiscard]] std::vector<Arrow> all()
    {
        for (const Transition& transition : scenario_.transitions) add(transition);
        for (std::size_t i = 0; i < scenario_.states.size(); ++i) add(StateId{i});
        return std::move(arrows_);
    }

private:
    void add(StateId from, StateId to, std::string name, std::string law, Stroke stroke)
    {
        const std::string& track = scenario_.tracks[scenario_.states[from].track].name;
        arrows_.push_back({node_of(scenario_, from),
                           node_of(scenario_, to),
                           {track, scenario_.states[from].name, name_of(scenario_, to, track),
                            std::move(name), std::move(law)},
                           stroke});
    }

    void add(const Transition& transition)
    {
        const Stroke stroke = transition.only_if.is_always() ? Stroke::solid : Stroke::dashed;
        for (const StateId from : transition.from)
            for (const Option& option : transition.to)
                add(from, option.to, transition.name, law_of(transition, option), stroke);
        for (const StateId from : transition.from)
            for (const StateId to : transition.effects.moves)
                add(from, to, transition.name, {}, Stroke::dotted);
    }

    void add(StateId id)
    {
        const State& state = scenario_.states[id];
        for (const Case& one : state.decide)
            for (const Option& option : one.to)
                add(id, option.to, {}, label_of(one, option),
                    one.only_if.is_always() ? Stroke::solid : Stroke::dashed);
        for (const StateId to : state.on_entry.moves) add(id, to, "on entry", {}, Stroke::dotted);
        if (!state.waits_for.is_absent())
            add(id, state.then, fmt::format("granted {}", scenario_.shared.resources[state.waits_for].name),
                {}, Stroke::dashed);
    }

    const Scenario& scenario_;
    std::vector<Arrow> arrows_;
};

std::vector<Arrow> arrows_of(const Scenario& scenario)
{
    auto arrows = Arrows(scenario).all();
    if (!scenario.shared.clinicians) return arrows;
    for (Arrow& arrow : Arrows(*scenario.shared.clinicians->scenario).all())
        arrows.push_back(std::move(arrow));
    return arrows;
}

/// Where the states of a track live: those of a clinician among the clinicians.
const Scenario& owner_of(const Scenario& scenario, const Track& track)
{
    return track.is_given ? *scenario.shared.clinicians->scenario : scenario;
}

std::string dot_node(const Scenario& scenario, StateId id)
{
    const State& state = scenario.states[id];
    const std::string_view shape = state.ends ? "doublecircle" : state.decide.empty() ? "box" : "diamond";
    const std::string_view start =
        is_start(scenario, id) ? ", style=\"rounded,filled\", fillcolor=\"#dbe9f6\"" : "";
    return fmt::format("    {} [label=\"{}\", shape={}{}];\n", node_of(scenario, id), state.name, shape,
                       start);
}

std::string mermaid_node(const Scenario& scenario, StateId id)
{
    const State& state = scenario.states[id];
    const std::string node = node_of(scenario, id);
    const std::string_view mark = is_start(scenario, id) ? ":::start" : "";
    if (state.ends) return fmt::format("    {}((({}))){}\n", node, state.name, mark);
    if (!state.decide.empty()) return fmt::format("    {}{{{}}}{}\n", node, state.name, mark);
    return fmt::format("    {}[{}]{}\n", node, state.name, mark);
}

}  // namespace

std::vector<PathwayArrow> pathway_arrows(const Scenario& scenario)
{
    std::vector<PathwayArrow> said;
    for (Arrow& arrow : arrows_of(scenario)) said.push_back(std::move(arrow.said));
    return said;
}

std::string graph_as_dot(const Scenario& scenario)
{
    std::string text = "digraph pathways {\n  rankdir=LR;\n  node [style=rounded];\n";
    for (const Track& track : scenario.tracks) {
        text += fmt::format("  subgraph cluster_{} {{\n    label=\"{}\";\n", track.name, track.name);
        const Scenario& owner = owner_of(scenario, track);
        for (const StateId id : track.is_given ? owner.tracks.front().states : track.states)
            text += dot_node(owner, id);
        text += "  }\n";
    }
    constexpr std::array<std::string_view, 3> styles = {"", ", style=dashed", ", style=dotted"};
    for (const Arrow& arrow : arrows_of(scenario))
        text += fmt::format("  {} -> {} [label=\"{}\"{}];\n", arrow.from, arrow.to, arrow.label(),
                            styles[static_cast<std::size_t>(arrow.stroke)]);
    return text + "}\n";
}

std::string graph_as_mermaid(const Scenario& scenario)
{
    std::string text = "flowchart LR\n";
    for (const Track& track : scenario.tracks) {
        text += fmt::format("  subgraph {}\n", track.name);
        const Scenario& owner = owner_of(scenario, track);
        for (const StateId id : track.is_given ? owner.tracks.front().states : track.states)
            text += mermaid_node(owner, id);
        text += "  end\n";
    }
    // Mermaid has dotted but no dashed arrows: a gate or grant is dotted, a move is dotted with a round end
    constexpr std::array<std::string_view, 3> heads = {"-->", "-.->", "-.-o"};
    for (const Arrow& arrow : arrows_of(scenario))
        text += fmt::format("  {} {}|\"{}\"| {}\n", arrow.from, heads[static_cast<std::size_t>(arrow.stroke)],
                            arrow.label(), arrow.to);
    return text + "  classDef start fill:#dbe9f6\n";
}

}  // namespace txpath
