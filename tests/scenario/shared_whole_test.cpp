// shared_whole_test.cpp -- scenarios with shared things as a whole: files, overlays, graphs, doubts.
#include <algorithm>
#include <catch2/catch.hpp>

#include "support/region.hpp"
#include "support/written.hpp"

using namespace txpath;

TEST_CASE("a grant is a way from state to state, and clinicians have states of their own",
          "[scenario][shared]")
{
    const std::string text(
        "txpath: 1\ntime: {horizon: 1 year, report_every: 1 month}\npopulation: {size: 10}\n"
        "resources: {beds: {capacity: 2, used_by: {care.treated: 1}}}\n"
        "tracks:\n  care:\n    start: waiting\n"
        "    states: {waiting: {waits_for: beds, then: treated}, treated: {}}\n"
        "clinicians:\n  count: 5\n  start: unaware\n  states: {unaware: {}, adopter: {}, lost: {}}\n"
        "  transitions: {hear: {from: unaware, to: adopter, rate: 1 per year}}\n");

    CHECK(mistakes_of(text) ==
          "test.yaml:12:38: error: nothing can reach state 'lost' of track 'clinician'\n"
          "   12 |   states: {unaware: {}, adopter: {}, lost: {}}\n"
          "      |                                      ^~~~\n"
          " help | let it be a start, or name it in 'to', 'then', 'decide' or 'moves' of something that is "
          "reached\n");
    CHECK(
        graph_as_dot(loaded(text)) ==
        "digraph pathways {\n"
        "  rankdir=LR;\n"
        "  node [style=rounded];\n"
        "  subgraph cluster_care {\n"
        "    label=\"care\";\n"
        "    care__treated [label=\"treated\", shape=box];\n"
        "    care__waiting [label=\"waiting\", shape=box, style=\"rounded,filled\", fillcolor=\"#dbe9f6\"];\n"
        "  }\n"
        "  subgraph cluster_clinician {\n"
        "    label=\"clinician\";\n"
        "    clinician__adopter [label=\"adopter\", shape=box];\n"
        "    clinician__lost [label=\"lost\", shape=box];\n"
        "    clinician__unaware [label=\"unaware\", shape=box, style=\"rounded,filled\", "
        "fillcolor=\"#dbe9f6\"];\n"
        "  }\n"
        "  care__waiting -> care__treated [label=\"granted beds\", style=dashed];\n"
        "  clinician__unaware -> clinician__adopter [label=\"hear: 1 per year\"];\n"
        "}\n");
}

TEST_CASE("a capacity below the use of one simulated person is doubted, with the numbers",
          "[scenario][shared]")
{
    const Scenario scenario = loaded(region);
    const auto& warnings = scenario.warnings.all();
    const auto found = std::find_if(warnings.begin(), warnings.end(),
                                    [](const Diagnostic& one) { return one.severity == Severity::warning; });
    REQUIRE(found != warnings.end());
    CHECK(found->message ==
          "the capacity of 'sessions' for 'rural' is 2.857 a day, but one simulated person in "
          "'ketamine.induction' "
          "stands for 28 people, who use 8 a day: nobody is ever granted");
}

TEST_CASE("edges come from a file that goes with the run", "[scenario][shared]")
{
    const WrittenFolder folder;
    folder.write("links.csv", "from,to\n2,1\n3,2\n1,2\n");
    const auto path =
        folder.write("s.yaml",
                     "txpath: 1\ntime: {horizon: 1 year, report_every: 1 month}\npopulation: {size: 10}\n"
                     "tracks: {care: {start: well, states: {well: {}}}}\n"
                     "clinicians: {count: 3, network: {edges: links.csv}, start: new, states: {new: {}}}\n");
    const auto result = load_scenario(path, {});
    REQUIRE(result);
    const Network& network = result.value().shared.clinicians->network;
    CHECK(network.kind == NetworkKind::edges);
    CHECK(network.edges == std::vector<std::pair<std::uint32_t, std::uint32_t>>{{0, 1}, {1, 2}});
    REQUIRE(result.value().data_files.size() == 1);
    CHECK(result.value().data_files[0] == (folder.path() / "links.csv").string());

    const auto fewer = load_scenario(path, {{"population.scale", "3"}});
    REQUIRE_FALSE(fewer);
    CHECK(fewer.why_not().all().front().message == "the file names 3 clinicians, but 1 are simulated");
}

TEST_CASE("an overlay changes a law, a network and a policy as it changes a track", "[scenario][shared]")
{
    const WrittenFolder folder;
    folder.write("base.yaml", region);
    const auto path = folder.write("s.yaml",
                                   "txpath: 1\nextends: base.yaml\n"
                                   "clinicians:\n"
                                   "  network: complete\n"
                                   "  attributes: {age: {normal: {mean: 50 years, sd: 5 years}}}\n"
                                   "  transitions: {imitate: {median: 3 years}}\n"
                                   "policies: {issued: null, covers: {over: 1 year}}\n");
    const auto result = load_scenario(path, {});
    REQUIRE(result);
    const Scenario& scenario = result.value();
    CHECK(scenario.shared.clinicians->network.kind == NetworkKind::complete);
    const Scenario& own = *scenario.shared.clinicians->scenario;
    CHECK(own.people.attributes[AttributeId{0}].family == Family::normal);
    CHECK(transition_of(own, "clinician", "imitate").when.first.conversion == Conversion::median);
    REQUIRE(scenario.shared.policies.size() == 2);
    CHECK(scenario.shared.policies[PolicyId{1}].over.number == 365.25);
}

TEST_CASE("the effective text of what people share stands alone and means the same", "[scenario][shared]")
{
    const Scenario scenario = loaded(region);
    const Scenario again = loaded(scenario.effective_text);

    CHECK(again.effective_text == scenario.effective_text);
    CHECK(again.parameters.size() == scenario.parameters.size());
    CHECK(again.shared.policies.size() == 3);
    CHECK(scenario.explained_text.find("hazard 0.24 per year") != std::string::npos);  // hear: 0.02 per month
}

TEST_CASE("the order of sections and of their entries does not show", "[scenario][shared]")
{
    const std::string text(region);
    const auto at = text.find("resources:");
    const auto barriers = text.find("barriers:");
    const std::string turned = text.substr(0, text.find("tracks:")) + text.substr(at, barriers - at) +
                               text.substr(text.find("tracks:"), at - text.find("tracks:")) +
                               text.substr(barriers);
    const Scenario one = loaded(text), other = loaded(turned);
    REQUIRE(one.parameters.size() == other.parameters.size());
    for (std::size_t i = 0; i < one.parameters.size(); ++i)
        CHECK(one.parameters[i].path == other.parameters[i].path);
    CHECK(one.shared.shares == other.shared.shares);
}

TEST_CASE("one number of a network is set without the others", "[scenario][shared]")
{
    const auto result = load_scenario_text(region, {{"clinicians.network.small_world.rewire", "0.5"}});
    REQUIRE(result);
    const Network& network = result.value().shared.clinicians->network;
    CHECK(network.rewire == 0.5);
    CHECK(network.neighbours == 8);
}

TEST_CASE("a policy sets the ratio of a graded factor by its path, wherever its source stands",
          "[scenario][shared]")
{
    const std::string text =
        "txpath: 1\ntime: {horizon: 1 year, report_every: 1 month}\n"
        "population: {size: 10, attributes: {age: {value: 40 years, ages: true}}}\n"
        "tracks: {care: {start: well, states: {well: {}, ill: {}}, transitions: {fall: {from: well, to: ill, "
        "rate: 1 per year, hazard_ratios: {age: AGE}}}}}\n"
        "policies: {p: {from: 1 day, set: {tracks.care.transitions.fall.hazard_ratios.age.ratio: 2}}}\n";
    const auto path_with = [&](const std::string& age) {
        std::string whole = text;
        const Scenario scenario = loaded(whole.replace(whole.find("AGE"), 3, age));
        return scenario.parameters.at(scenario.shared.policies[PolicyId{0}].set[0].parameter.index()).path;
    };
    const std::string ratio = "tracks.care.transitions.fall.hazard_ratios.age";
    CHECK(path_with("{per: 10 years, ratio: 1.1}") == ratio + ".ratio");
    CHECK(path_with("{per: 10 years, ratio: 1.1, source: assumption, note: a guess}") == ratio);
    CHECK(path_with("{per: 10 years, ratio: {value: 1.1, source: assumption, note: a guess}}") ==
          ratio + ".ratio");
}
