// files_read_test.cpp -- claims about which files a scenario or study says it was read from.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "support/written.hpp"
#include "txpath/compare.hpp"
#include "txpath/decision.hpp"
#include "txpath/uncertainty.hpp"
#include "txpath/uncertainty_report.hpp"

using namespace txpath;

namespace {

namespace fs = std::filesystem;

/// A scenario of three files and a table, a second scenario, draws and a study of them all.
class Desk {
public:
    Desk()
    {
        folder_.write("links.csv", "from,to\n2,1\n3,2\n1,2\n");
        folder_.write("base.yaml",
                      "txpath: 1\ntime: {horizon: 1 year, report_every: 1 month}\npopulation: {size: 10}\n"
                      "parameters:\n"
                      "  leave: {value: 1 per year, gamma: {mean: 1 per year, sd: 0.2 per year}, "
                      "source: assumption, note: made up}\n"
                      "tracks: {care: {start: ill, states: {ill: {}, well: {}}, transitions: "
                      "{leave: {from: ill, to: well, rate: $leave}}}}\n"
                      "clinicians: {count: 3, network: {edges: links.csv}, start: new, states: {new: {}}}\n");
        folder_.write("titles.yaml", "title: A chain\n");
        folder_.write("middle.yaml", "extends: base.yaml\ninclude: titles.yaml\n");
        folder_.write("top.yaml", "extends: middle.yaml\nrun: {seed: 3}\n");
        folder_.write("other.yaml",
                      "extends: middle.yaml\nrun: {seed: 3}\nparameters: {leave: 2 per year}\n");
        folder_.write("draws.csv", "parameters.leave\n1.1\n0.9\n");
        folder_.write(
            "study.yaml",
            "txpath: 1\nstrategies:\n  usual: {scenario: top.yaml}\n  more: {scenario: ./other.yaml}\n"
            "reference: usual\nuncertainty: {samples: 2, given: draws.csv}\n");
    }

    [[nodiscard]] std::string at(const std::string& name) const { return (folder_.path() / name).string(); }
    [[nodiscard]] std::vector<std::string> all(const std::vector<std::string>& names) const
    {
        std::vector<std::string> paths;
        for (const std::string& name : names) paths.push_back(fs::canonical(at(name)).string());
        return paths;
    }

private:
    WrittenFolder folder_;
};

}  // namespace

TEST_CASE("a scenario names every file it was read from, its own first and each once", "[scenario][files]")
{
    const Desk desk;
    const auto scenario = load_scenario(desk.at("top.yaml"), {{"run.replicates", "2"}});
    REQUIRE(scenario);
    CHECK(scenario.value().files_read ==
          desk.all({"top.yaml", "middle.yaml", "base.yaml", "titles.yaml", "links.csv"}));
    const auto text = load_scenario_text(
        care_scenario("population: {size: 10}", "      fall: {from: well, to: ill, rate: 1 per year}"), {});
    REQUIRE(text);
    CHECK(text.value().files_read.empty());
}

TEST_CASE("a study names its own file, its draws and the files of all strategies", "[decision][files]")
{
    const Desk desk;
    const auto study = load_decision(desk.at("study.yaml"), {});
    INFO((study ? "" : render(study.why_not())));
    REQUIRE(study);
    CHECK(study.value().files_read == desk.all({"study.yaml", "draws.csv", "top.yaml", "middle.yaml",
                                                "base.yaml", "titles.yaml", "links.csv", "other.yaml"}));
    const auto listed = decision_of({desk.at("top.yaml"), desk.at("other.yaml")}, {});
    REQUIRE(listed);
    CHECK(listed.value().files_read ==
          desk.all({"top.yaml", "middle.yaml", "base.yaml", "titles.yaml", "links.csv", "other.yaml"}));
}

TEST_CASE("where files lie changes no fingerprint", "[decision][files]")
{
    const Desk one, other;
    const auto here = load_decision(one.at("study.yaml"), {});
    const auto there = load_decision(other.at("study.yaml"), {});
    REQUIRE(here);
    REQUIRE(there);
    CHECK(here.value().files_read != there.value().files_read);
    CHECK(uncertainty_fingerprint(here.value(), 3) == uncertainty_fingerprint(there.value(), 3));
    const auto fingerprint = [](const DecisionStudy& study) {
        const auto plan = plan_comparison(std::make_shared<const DecisionStudy>(study));
        REQUIRE(plan);
        return plan.value().fingerprint;
    };
    CHECK(fingerprint(here.value()) == fingerprint(there.value()));
}
