// pathway_graph_test.cpp -- what the graph of the pathways shows.
#include "model/pathway_graph.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "support/written.hpp"
#include "txpath/model.hpp"

using namespace txpath;

namespace {

constexpr std::string_view top =
    "txpath: 1\ntime: {horizon: 1 year, report_every: 1 month}\n"
    "population: {size: 10, attributes: {sex: {categories: {female: 0.5, male: 0.5}}}}\n";

Scenario with_top(std::string_view rest)
{
    return loaded(std::string(top) + std::string(rest));
}

std::vector<std::string> messages_of(const Scenario& scenario)
{
    std::vector<std::string> messages;
    const Diagnostics found = check_pathways(scenario);
    for (const Diagnostic& one : found.all()) messages.push_back(one.message);
    return messages;
}

std::vector<TransitionId> row(const DependencyRows& rows, std::size_t index)
{
    return {rows.readers.begin() + rows.first[index], rows.readers.begin() + rows.first[index + 1]};
}

}  // namespace

TEST_CASE("a state that only a move enters is reached", "[pathways]")
{
    const Scenario scenario = with_top(
        "tracks:\n"
        "  a: {start: one, states: {one: {}, two: {}}, transitions: {go: {from: one, to: two, rate: 1 per "
        "year, "
        "moves: {b: four}}}}\n"
        "  b: {start: three, states: {three: {}, four: {}}}\n");

    CHECK(unreachable_states(scenario, pathway_graph(scenario)).empty());
}

TEST_CASE("a state behind an unreachable one is unreachable, too", "[pathways]")
{
    const Scenario scenario = with_top(
        "tracks:\n  a: {start: one, states: {one: {}, two: {}, three: {}}, "
        "transitions: {go: {from: two, to: three, rate: 1 per year}}}\n");

    CHECK(messages_of(scenario) == std::vector<std::string>{"nothing can reach state 'two' of track 'a'",
                                                            "nothing can reach state 'three' of track 'a'"});
}

TEST_CASE("a start share of 0 reaches nothing", "[pathways]")
{
    const Scenario scenario =
        with_top("tracks:\n  a: {start: {one: 1, two: 0}, states: {one: {}, two: {}}}\n");

    CHECK(unreachable_states(scenario, pathway_graph(scenario)) ==
          std::vector{state_of(scenario, "a", "two")});
}

TEST_CASE("a loop with a hazard in it takes time and is a relapse loop", "[pathways]")
{
    const Scenario scenario = with_top(
        "tracks:\n  a:\n    start: well\n"
        "    states: {well: {}, ill: {}, triage: {decide: [{to: well}]}, dead: {ends: true}}\n"
        "    transitions:\n      fall: {from: well, to: ill, rate: 1 per year}\n"
        "      ask: {from: ill, to: triage, after: 0 days}\n"
        "      die: {from: any, to: dead, rate: 0.01 per year}\n");

    CHECK(instant_cycles(pathway_graph(scenario)).empty());
    CHECK(messages_of(scenario) ==
          std::vector<std::string>{"no transition of track 'a' leaves: dead",
                                   "people can go round in track 'a': ill, triage, well"});
}

TEST_CASE("a cycle through decisions alone takes no time", "[pathways]")
{
    const Scenario scenario = with_top(
        "tracks:\n  a:\n    start: x\n    states: {x: {decide: [{chance: 0.5, to: y}, {to: z}]}, "
        "y: {decide: [{to: x}]}, z: {}}\n");
    const auto cycles = instant_cycles(pathway_graph(scenario));

    REQUIRE(cycles.size() == 1);
    const StateId x = state_of(scenario, "a", "x"), y = state_of(scenario, "a", "y");
    CHECK(cycles[0] == std::vector{x, y, x});
}

TEST_CASE("a state that decides for itself is a cycle of one", "[pathways]")
{
    const Scenario scenario = with_top(
        "tracks:\n  a:\n    start: x\n    states: {x: {decide: [{chance: 0.5, to: x}, {to: z}]}, z: {}}\n");

    const StateId x = state_of(scenario, "a", "x");
    const auto cycles = instant_cycles(pathway_graph(scenario));
    REQUIRE(cycles.size() == 1);
    CHECK(cycles[0] == std::vector{x, x});
}

TEST_CASE("a transition that can never fire is warned about, and why", "[pathways]")
{
    const Scenario scenario = with_top(
        "levels: {mood: {half_life: 5 days}}\n"
        "tracks:\n  a:\n    start: one\n    states: {one: {}, two: {}}\n    transitions:\n"
        "      p: {from: one, to: two, rate: 0 per year}\n"
        "      q: {from: one, to: two, after: 3 years}\n"
        "      r: {from: one, to: two, rate: 1 per year, only_if: {a: two}}\n"
        "      s: {from: one, to: two, rate: 1 per year, proportional_to: mood}\n");
    const auto messages = messages_of(scenario);

    REQUIRE(messages.size() >= 4);
    CHECK(std::count(messages.begin(), messages.end(),
                     "transition 'p' of track 'a' can never fire: its hazard is 0") == 1);
    CHECK(std::count(messages.begin(), messages.end(),
                     "transition 'q' of track 'a' can never fire: its time lies after the horizon") == 1);
    CHECK(
        std::count(
            messages.begin(), messages.end(),
            "transition 'r' of track 'a' can never fire: its 'only_if' excludes the states it starts from") ==
        1);
    CHECK(std::count(messages.begin(), messages.end(),
                     "transition 's' of track 'a' can never fire: what it is proportional to stays 0") == 1);
}

TEST_CASE("an edge leads from X to a transition exactly if the transition reads X", "[pathways]")
{
    const Scenario scenario = with_top(
        "levels: {mood: {half_life: 5 days, toward: {c.y: 1}}, other: {half_life: 5 days}}\ncounters: {n: 0, "
        "m: 0}\n"
        "tracks:\n  a:\n    start: one\n    states: {one: {}, two: {}}\n    transitions:\n"
        "      p: {from: one, to: two, rate: 1 per year, hazard_ratios: {mood: {per: 1, ratio: 2}}, adds: "
        "{m: 1}}\n"
        "      q: {from: two, to: {one: 0.5, two: rest}, rate: 1 per year, only_if: {any: [{c: y}, {n: "
        "{above: 1}}]}, "
        "odds_ratios: {one: {sex.female: 2}}}\n"
        "  c: {start: x, states: {x: {}, y: {}}, transitions: {r: {from: x, to: y, rate: 1 per year, "
        "adds: {other: 1, n: 1}}}}\n");
    const Dependencies edges = dependencies(scenario);
    const TransitionId p{0}, q{1};

    CHECK(row(edges.by_level, 0) == std::vector{p});  // mood
    CHECK(row(edges.by_level, 1).empty());            // other
    CHECK(row(edges.by_counter, 0).empty());          // m
    CHECK(row(edges.by_counter, 1) == std::vector{q});
    CHECK(row(edges.by_attribute, 0) == std::vector{q});
    CHECK(row(edges.by_state, state_of(scenario, "c", "y").index()) ==
          std::vector{p, q});  // p through mood's target
    CHECK(row(edges.by_state, state_of(scenario, "c", "x").index()).empty());
    CHECK(row(edges.by_state, state_of(scenario, "a", "one").index()).empty());
}

TEST_CASE("the graph is drawn with clusters, starts, ends, gates and moves", "[pathways]")
{
    const Scenario scenario = with_top(
        "tracks:\n"
        "  a:\n    start: one\n    states: {one: {}, two: {ends: true}}\n    transitions:\n"
        "      p: {from: one, to: two, median: 57 days, only_if: {sex: female}}\n"
        "      q: {from: one, to: one, rate: 0.27 per week, moves: {b: four}}\n"
        "  b: {start: three, states: {three: {}, four: {decide: [{chance: 0.4, to: three}, {to: "
        "three}]}}}\n");

    CHECK(graph_as_dot(scenario) ==
          "digraph pathways {\n"
          "  rankdir=LR;\n"
          "  node [style=rounded];\n"
          "  subgraph cluster_a {\n"
          "    label=\"a\";\n"
          "    a__one [label=\"one\", shape=box, style=\"rounded,filled\", fillcolor=\"#dbe9f6\"];\n"
          "    a__two [label=\"two\", shape=doublecircle];\n"
          "  }\n"
          "  subgraph cluster_b {\n"
          "    label=\"b\";\n"
          "    b__four [label=\"four\", shape=diamond];\n"
          "    b__three [label=\"three\", shape=box, style=\"rounded,filled\", fillcolor=\"#dbe9f6\"];\n"
          "  }\n"
          "  a__one -> a__two [label=\"p: median 57 days\", style=dashed];\n"
          "  a__one -> a__one [label=\"q: 0.27 per week\"];\n"
          "  a__one -> b__four [label=\"q\", style=dotted];\n"
          "  b__four -> b__three [label=\"40 %\"];\n"
          "  b__four -> b__three [label=\"at once\"];\n"
          "}\n");
    CHECK(graph_as_mermaid(scenario) ==
          "flowchart LR\n"
          "  subgraph a\n"
          "    a__one[one]:::start\n"
          "    a__two(((two)))\n"
          "  end\n"
          "  subgraph b\n"
          "    b__four{four}\n"
          "    b__three[three]:::start\n"
          "  end\n"
          "  a__one -.->|\"p: median 57 days\"| a__two\n"
          "  a__one -->|\"q: 0.27 per week\"| a__one\n"
          "  a__one -.-o|\"q\"| b__four\n"
          "  b__four -->|\"40 %\"| b__three\n"
          "  b__four -->|\"at once\"| b__three\n"
          "  classDef start fill:#dbe9f6\n");
}
