// decision_test.cpp -- decision studies: what their files mean, what is said of mistaken ones, where
// scenarios differ.
#include "txpath/decision.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "support/written.hpp"
#include "txpath/study.hpp"

using namespace txpath;

namespace {

namespace fs = std::filesystem;

const fs::path folder = fs::path(TXPATH_SOURCE) / "tests" / "data" / "bad_studies" / "decisions";
const std::string usual = (folder / "parts" / "usual.yaml").string();
const std::string places = (folder / "parts" / "places.yaml").string();

std::string whole_file(const fs::path& path)
{
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

std::string without_folder(std::string text)
{
    const std::string shown = folder.string() + "/";
    for (auto at = text.find(shown); at != std::string::npos; at = text.find(shown))
        text.erase(at, shown.size());
    return text;
}

/// With the study's folder left out of the paths shown.
template <class Loaded>
std::string said_of(const Loaded& loaded)
{
    return loaded ? "none\n" : without_folder(render(loaded.why_not()));
}

/// A study in a folder of its own, with the scenarios of the bad ones beside it.
class Written {
public:
    explicit Written(const std::string& rest)
        : Written(
              "  usual: {scenario: parts/usual.yaml}\n"
              "  places: {scenario: parts/places.yaml, label: More places}\n"
              "reference: usual\n",
              rest)
    {
    }
    Written(const std::string& strategies, const std::string& rest)
    {
        fs::copy(folder / "parts", written_.path() / "parts");
        fs::copy(folder / ".." / "parts", written_.path() / "trials");
        path_ = written_.write("study.yaml", "txpath: 1\nstrategies:\n" + strategies + rest);
    }
    [[nodiscard]] const std::string& path() const { return path_; }
    [[nodiscard]] const WrittenFolder& in() const { return written_; }

private:
    WrittenFolder written_;
    std::string path_;
};

DecisionStudy study_with(const std::string& rest)
{
    const Written file(rest);
    auto loaded = load_decision(file.path(), {});
    INFO(said_of(loaded));
    REQUIRE(loaded);
    return std::move(loaded.value());
}

}  // namespace

TEST_CASE("every mistaken decision study gives the message that stands beside it", "[decision][bad]")
{
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder))
        if (entry.path().extension() == ".yaml") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    CHECK(files.size() >= 35);
    for (const auto& file : files) {
        INFO(file.filename().string());
        auto expected = file;
        expected.replace_extension(".expected");
        CHECK(said_of(load_decision(file.string(), {})) == whole_file(expected));
    }
}

TEST_CASE("a missing study, scenario or table of draws is told apart from a mistake", "[decision][bad]")
{
    const auto is_missing = [](const std::string& name) {
        const auto study = load_decision((folder / name).string(), {});
        REQUIRE_FALSE(study);
        return study.why_not().all().front().fault == Fault::missing_input;
    };
    CHECK(is_missing("not_there.yaml"));
    CHECK(is_missing("missing_scenario.yaml"));
    CHECK(is_missing("given_absent.yaml"));
    CHECK_FALSE(is_missing("unknown_reference.yaml"));
}

TEST_CASE("a study to compare is no study to fit, unless it says both", "[decision][bad]")
{
    CHECK(said_of(load_study((folder / "no_reference.yaml").string())) ==
          "no_reference.yaml:1:1: error: the study has no 'calibrate', so there is nothing to fit\n"
          "    1 | txpath: 1\n"
          "      | ^~~~~~\n"
          " help | a study with 'strategies' is for 'txpath compare', 'uncertainty' and 'sensitivity'\n");
    const Written both(
        "calibrate:\n"
        "  values: [{path: parameters.leave, low: 0.1 per year, high: 2 per year}]\n"
        "  targets: [{trial: trials/trial.yaml, endpoints: [left]}]\n");
    CHECK(said_of(load_study(both.path())) == "none\n");
    CHECK(said_of(load_decision(both.path(), {})) == "none\n");
}

TEST_CASE("a decision study that says little has the documented defaults", "[decision]")
{
    const auto study = study_with("");
    CHECK(study.name == "study");
    REQUIRE(study.strategies.size() == 2);
    CHECK(study.strategies[0].name == "usual");
    CHECK(study.strategies[0].label == "Usual care");  // the scenario's title
    CHECK(study.strategies[1].name == "places");
    CHECK(study.strategies[1].label == "More places");
    CHECK(fs::path(study.strategies[1].file).filename() == "places.yaml");
    CHECK(study.strategies[1].at.line == 4);
    CHECK(study.strategies[1].scenario.name == "places");
    CHECK(study.reference == 0);
    CHECK(study.perspective.empty());
    CHECK(study.thresholds.empty());
    CHECK(study.willingness.from == 0.0);
    CHECK(study.willingness.to == 200000.0);
    CHECK(study.willingness.points == 101);
    CHECK(study.uncertainty.samples == 1000);
    CHECK_FALSE(study.uncertainty.population);
    CHECK(study.uncertainty.replicates == 1);
    CHECK(study.uncertainty.sampling == Sampling::latin_hypercube);
    CHECK(study.uncertainty.vary.empty());
    CHECK_FALSE(study.uncertainty.given);
    CHECK_FALSE(study.uncertainty.affected);
    CHECK(study.sensitivity.coverage == 0.95);
    CHECK(study.sensitivity.one_way.empty());
}

TEST_CASE("money and perspective of a study are those of its strategies", "[decision]")
{
    const auto study = study_with(
        "title: Places?\n"
        "description: Whether more places pay\n"
        "perspective: payer\n"
        "thresholds: [50 thousand USD, 100000 USD]\n"
        "willingness_to_pay: {from: 1000 USD, to: 9000 USD, points: 5}\n");
    CHECK(study.title == "Places?");
    CHECK(study.description == "Whether more places pay");
    CHECK(study.perspective == "payer");
    CHECK(study.thresholds == std::vector{50000.0, 100000.0});
    CHECK(study.willingness.from == 1000.0);
    CHECK(study.willingness.to == 9000.0);
    CHECK(study.willingness.points == 5);
}

TEST_CASE("uncertainty is read key by key", "[decision]")
{
    const auto settings =
        study_with(
            "uncertainty:\n"
            "  samples: 64\n"
            "  population: 500\n"
            "  replicates: 3\n"
            "  sampling: sobol\n"
            "  vary: [parameters, tracks.illness]\n"
            "  correlations: [{between: [parameters.relapse, parameters.better], rho: -0.3}]\n"
            "  groups: {prices: parameters.visit, course: [parameters.relapse, tracks.illness]}\n"
            "  affected: {per_year: 1 thousand, years: 18 months, discount: 2 % per year}\n")
            .uncertainty;
    CHECK(settings.samples == 64);
    CHECK(settings.population == 500u);
    CHECK(settings.replicates == 3);
    CHECK(settings.sampling == Sampling::sobol);
    CHECK(settings.vary == std::vector<std::string>{"parameters", "tracks.illness"});
    REQUIRE(settings.correlations.size() == 1);
    CHECK(settings.correlations[0].first == "parameters.relapse");
    CHECK(settings.correlations[0].second == "parameters.better");
    CHECK(settings.correlations[0].rho == -0.3);
    CHECK(settings.correlations[0].at.line == 12);
    REQUIRE(settings.groups.size() == 2);
    CHECK(settings.groups[0].paths == std::vector<std::string>{"parameters.visit"});
    CHECK(settings.groups[1].name == "course");
    CHECK(settings.groups[1].paths ==
          std::vector<std::string>{"parameters.relapse", "tracks.illness.transitions.die.probability"});
    REQUIRE(settings.affected);
    CHECK(settings.affected->per_year == 1000.0);
    CHECK(settings.affected->years == Approx(1.5));
    CHECK(settings.affected->discount == 0.02);
    CHECK(study_with("uncertainty: {sampling: random}\n").uncertainty.sampling == Sampling::random);
}

TEST_CASE("those affected have documented years and discount", "[decision]")
{
    const auto affected = study_with("uncertainty: {affected: {per_year: 10}}\n").uncertainty.affected;
    REQUIRE(affected);
    CHECK(affected->years == 10.0);
    CHECK(affected->discount == 0.03);
}

TEST_CASE("given draws are in the unit of their value, percentages shares", "[decision]")
{
    const Written file("uncertainty: {given: posterior.csv}\n");
    const std::string table = file.in().write(
        "posterior.csv",
        "parameters.relapse,parameters.better,parameters.visit,tracks.illness.transitions.die.probability,"
        "parameters.places\n"
        "0.5,0.4,80,0.01,1.5\n"
        "1 per week,35 %,90 USD,1 % within 1 year,2\n");
    const auto loaded = load_decision(file.path(), {});
    INFO(said_of(loaded));
    REQUIRE(loaded);
    const DecisionStudy& study = loaded.value();
    REQUIRE(study.uncertainty.given);
    const GivenDraws& given = *study.uncertainty.given;
    CHECK(given.file == table);
    REQUIRE(given.paths.size() == 5);
    CHECK(given.paths[3] == "tracks.illness.transitions.die.probability");
    REQUIRE(given.rows.size() == 2);
    CHECK(given.rows[0][0] == Approx(0.5 / 365.25));  // rates are kept per day
    CHECK(given.rows[0][1] == 0.4);
    CHECK(given.rows[0][2] == 80.0);
    CHECK(given.rows[0][3] == 0.01);
    CHECK(given.rows[0][4] == 1.5);
    CHECK(given.rows[1][0] == Approx(1.0 / 7.0));
    CHECK(given.rows[1][1] == 0.35);
    CHECK(given.rows[1][2] == 90.0);
    CHECK(given.rows[1][3] == 0.01);
}

TEST_CASE("sensitivity is read key by key", "[decision]")
{
    const auto settings =
        study_with(
            "sensitivity:\n"
            "  coverage: 90 %\n"
            "  one_way: [tracks.illness, parameters.visit, {value: parameters.places, low: 0.5, high: 2},\n"
            "            {value: parameters.better, high: 60 %}]\n"
            "  two_way:\n"
            "    - {first: parameters.visit, second: {value: parameters.relapse, low: 0.1 per year}, steps: "
            "5}\n"
            "  thresholds:\n"
            "    - {value: parameters.visit, low: 10 USD, high: 200 USD, between: [places, usual]}\n"
            "    - {value: parameters.relapse}\n")
            .sensitivity;
    CHECK(settings.coverage == 0.9);
    REQUIRE(settings.one_way.size() == 4);
    CHECK(settings.one_way[0].path == "tracks.illness.transitions.die.probability");
    CHECK_FALSE(settings.one_way[0].low);
    CHECK(settings.one_way[2].path == "parameters.places");
    CHECK(settings.one_way[2].low == 0.5);
    CHECK(settings.one_way[2].high == 2.0);
    CHECK_FALSE(settings.one_way[3].low);
    CHECK(settings.one_way[3].high == 0.6);
    REQUIRE(settings.two_way.size() == 1);
    CHECK(settings.two_way[0].first.path == "parameters.visit");
    CHECK(settings.two_way[0].second.low == Approx(0.1 / 365.25));
    CHECK(settings.two_way[0].steps == 5);
    REQUIRE(settings.thresholds.size() == 2);
    CHECK(settings.thresholds[0].over.high == 200.0);
    CHECK(settings.thresholds[0].first == "places");
    CHECK(settings.thresholds[0].second == "usual");
    CHECK(settings.thresholds[1].first.empty());
}

TEST_CASE("what a strategy sets, and then what the command line sets, is laid over its scenario",
          "[decision]")
{
    const Written file(
        "  usual: {scenario: parts/usual.yaml}\n"
        "  cheap: {scenario: parts/usual.yaml, set: {parameters.visit: {value: 30 USD, source: assumption, "
        "note: half}, parameters.places: 0.5}}\n"
        "reference: usual\n",
        "");
    const auto study =
        load_decision(file.path(), {{{"run.seed", "11"}, {"parameters.places", "0.25"}}, "cheap"});
    INFO(said_of(study));
    REQUIRE(study);
    CHECK(study.value().reference == 1);
    const Strategy& cheap = study.value().strategies[1];
    REQUIRE(cheap.overrides.size() == 4);
    CHECK(cheap.overrides[0].path == "parameters.visit");
    CHECK(cheap.overrides[1].value == "0.5");
    CHECK(cheap.overrides[3].value == "0.25");
    CHECK(cheap.scenario.run.seed == 11);
    CHECK(study.value().strategies[0].scenario.run.seed == 11);
    // The overrides alone, laid over the file, give the same scenario.
    const auto alone = load_scenario(cheap.file, cheap.overrides);
    REQUIRE(alone);
    CHECK(alone.value().effective_text == cheap.scenario.effective_text);
}

TEST_CASE("a mistake on the command line that all strategies have is said once", "[decision][bad]")
{
    const Written file("");
    CHECK(said_of(load_decision(file.path(), {{{"run.sed", "1"}}, {}})) ==
          "command line:1:7: error: 'run.sed' names nothing in the scenario\n"
          "    1 | --set run.sed=1\n"
          "      |       ^~~~~~~ no 'sed'; did you mean 'seed'?\n"
          " help | there: seed, replicates, stop\n");
    CHECK(said_of(load_decision(file.path(), {{}, "place"})) ==
          "command line:1:13: error: no strategy 'place'\n"
          "    1 | --reference place\n"
          "      |             ^~~~~ did you mean 'places' (line 4)?\n"
          " help | strategies: usual, places\n");
}

TEST_CASE("listed scenarios are strategies by the names of their files", "[decision]")
{
    const auto study = decision_of({usual, places, usual}, {{{"run.seed", "3"}}, {}});
    INFO(said_of(study));
    REQUIRE(study);
    const auto& strategies = study.value().strategies;
    CHECK(study.value().name == "usual_or_places_or_usual_2");
    CHECK(strategies[0].name == "usual");
    CHECK(strategies[2].name == "usual_2");
    CHECK(strategies[2].scenario.run.seed == 3);
    CHECK(study.value().reference == 0);
    CHECK(study.value().text.empty());
    CHECK(decision_of({usual, places}, {{}, "places"}).value().reference == 1);
}

TEST_CASE("listed scenarios that cannot be compared are refused", "[decision][bad]")
{
    CHECK(said_of(decision_of({usual}, {})) ==
          "command line:1:1: error: there is one scenario, and nothing to compare it with\n"
          "    1 | parts/usual.yaml\n      | ^" +
              std::string(usual.size() - 1, '~') + " name two or more\n");
    const auto absent = decision_of({usual, (folder / "parts" / "not_there.yaml").string()}, {});
    REQUIRE_FALSE(absent);
    CHECK(absent.why_not().all().front().fault == Fault::missing_input);
    CHECK_FALSE(decision_of({usual, (folder / "parts" / "euro.yaml").string()}, {}));
    CHECK_FALSE(decision_of({usual, places}, {{}, "nobody"}));
    CHECK_FALSE(decision_of({}, {}));
}
