// odd_test.cpp -- the ODD protocol says all that the scenario says, and where each number comes from.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "report/odd_words.hpp"
#include "support/written.hpp"
#include "txpath/language.hpp"
#include "txpath/model.hpp"
#include "txpath/report.hpp"

using namespace txpath;

namespace {

const std::string source_folder = TXPATH_SOURCE;
const OddFacts facts{.version = "1.2.3", .fingerprint = 0x0123456789abcdef};

Scenario read(const std::string& path)
{
    auto result = load_scenario(source_folder + "/" + path, {});
    if (!result) FAIL(render(result.why_not()));
    return std::move(result.value());
}

std::string text_of(const std::filesystem::path& path)
{
    std::ifstream file{path};
    std::stringstream all;
    all << file.rdbuf();
    return all.str();
}

bool holds(const std::string& page, const std::string& text)
{
    return page.find(text) != std::string::npos;
}

std::size_t count_of(const std::string& page, const std::string& text)
{
    std::size_t count = 0;
    for (auto at = page.find(text); at != std::string::npos; at = page.find(text, at + 1)) ++count;
    return count;
}

/// From the line that begins so to the next heading, or to the end.
std::string section(const std::string& page, const std::string& heading)
{
    const auto begin = page.find("\n" + heading + "\n");
    INFO(heading);
    REQUIRE(begin != std::string::npos);
    const auto end = page.find("\n#", begin + heading.size());
    return page.substr(begin, end == std::string::npos ? end : end - begin);
}

/// Cells of a row of a Markdown table, without spaces around them; a bar behind a backslash is text.
std::vector<std::string> cells(std::string_view row)
{
    std::vector<std::string> found(1);
    for (std::size_t i = 1; i + 1 < row.size(); ++i) {
        if (row[i] == '|' && row[i - 1] != '\\')
            found.emplace_back();
        else
            found.back() += row[i];
    }
    for (std::string& cell : found) cell = std::string(trimmed(cell));
    return found;
}

/// Rows of all tables of numbers.
std::vector<std::vector<std::string>> numbers_on(const std::string& page)
{
    std::vector<std::vector<std::string>> rows;
    bool is_inside = false;
    for (const auto line : split(page, '\n')) {
        if (line.starts_with("| number | applies |")) {
            is_inside = true;
            continue;
        }
        is_inside = is_inside && line.starts_with("|");
        if (is_inside && !line.starts_with("| --- |")) rows.push_back(cells(line));
    }
    return rows;
}

/// Parameters that a transition uses, found without the help of the page.
std::set<std::size_t> parameters_of(const Transition& transition)
{
    std::set<std::size_t> found;
    const auto add = [&](const Value& value) {
        if (!value.parameter.is_absent()) found.insert(value.parameter.index());
    };
    const auto add_ratios = [&](const std::vector<Ratio>& ratios) {
        for (const Ratio& ratio : ratios) add(ratio.ratio);
    };
    add(transition.when.first);
    add(transition.when.second);
    for (const Value& hazard : transition.when.curve.hazards) add(hazard);
    add_ratios(transition.hazard_ratios);
    for (const Option& option : transition.to) {
        add(option.probability);
        add_ratios(option.odds_ratios);
    }
    for (const Addition& one : transition.effects.adds) add(one.amount);
    for (const Setting& one : transition.effects.sets) add(one.amount);
    for (const Payment& one : transition.effects.costs) add(one.amount);
    add(transition.effects.qalys);
    return found;
}

std::string number_of(std::size_t parameter)
{
    return " P" + std::to_string(parameter + 1) + " |";
}

}  // namespace

TEST_CASE("the page of a scenario with one of everything is the stored one", "[odd]")
{
    const Scenario scenario = read("tests/data/odd/one_of_each.yaml");
    CHECK_FALSE(check_pathways(scenario).has_errors());
    const std::string page = odd_text(scenario, facts);

    const auto made = std::filesystem::temp_directory_path() / "one_of_each.odd.md";
    const auto stored = source_folder + "/tests/data/odd/one_of_each.odd.md";
    const bool is_same = page == text_of(stored);
    if (!is_same) std::ofstream{made} << page;
    INFO("read what changed, and if it is right, store it: diff " << stored << " " << made.string());
    CHECK(is_same);
    CHECK(odd_text(scenario, facts) == page);
}

TEST_CASE("every transition, state, level, attribute and counter of the baseline is on its page", "[odd]")
{
    const Scenario scenario = read("scenarios/baseline.yaml");
    const std::string page = odd_text(scenario, facts);

    for (const Transition& transition : scenario.transitions) {
        const std::string name = scenario.tracks[transition.track].name + "." + transition.name;
        const std::string text = section(page, "#### Transition `" + name + "`");
        INFO(name);
        CHECK((holds(text, "Hazard: ") || holds(text, "It fires exactly ")));
        for (const StateId from : transition.from) CHECK(holds(text, "`" + scenario.states[from].name + "`"));
        for (const Option& to : transition.to) CHECK(holds(text, "`" + scenario.states[to.to].name + "`"));
        for (const std::size_t parameter : parameters_of(transition))
            CHECK(holds(text, number_of(parameter)));
    }
    for (const Level& level : scenario.levels) {
        const std::string text = section(page, "#### Level `" + level.name + "`");
        CHECK(count_of(text, "| target of `" + level.name + "` |") == level.toward.size());
        CHECK(holds(text, "half-life of `" + level.name + "`"));
    }
    const std::string tracks = section(page, "### Tracks and states");
    for (const State& state : scenario.states) CHECK(holds(tracks, "`" + state.name + "`"));
    const std::string people = section(page, "### People");
    for (const Attribute& attribute : scenario.people.attributes)
        CHECK(holds(people, "\n| `" + attribute.name + "` | "));
    for (const Counter& counter : scenario.counters)
        CHECK(holds(page, "`" + counter.name + "` (from " + std::to_string(counter.start) + ")"));
    for (const Measure& measure : scenario.outputs.measures) CHECK(holds(page, "- `" + measure.name + "`: "));
}

TEST_CASE("every parameter of the baseline is in the table with its citation or its reason", "[odd]")
{
    const Scenario scenario = read("scenarios/baseline.yaml");
    const std::string page = odd_text(scenario, facts);
    const std::string model = page.substr(0, page.find("\n## Parameters\n"));
    const std::string table = section(page, "## Parameters");

    std::size_t row = 0;
    for (const auto line : split(table, '\n')) {
        if (!line.starts_with("| P")) continue;
        REQUIRE(row < scenario.parameters.size());
        const Parameter& parameter = scenario.parameters[row];
        INFO(parameter.path);
        const auto found = cells(line);
        REQUIRE(found.size() == 6);
        CHECK(found[1] == "`" + parameter.path + "`");
        CHECK_FALSE(parameter.written.empty());
        CHECK(found[2] == parameter.written);
        CHECK((found[3] == "fixed") == (parameter.distribution.family == Family::fixed));
        const auto reference = std::ranges::find(scenario.references, parameter.source,
                                                 [](const auto& one) { return one.first; });
        if (reference == scenario.references.end())
            CHECK(found[4] == "assumption");
        else
            CHECK(found[4] == reference->first + ": " + reference->second);
        if (found[4] == "assumption") CHECK_FALSE(found[5].empty());
        // A parameter that nothing used would be dead weight in the scenario.
        CHECK((holds(model, number_of(row)) || holds(model, "(P" + std::to_string(row + 1) + ")")));
        ++row;
    }
    CHECK(row == scenario.parameters.size());
    CHECK(holds(page, "\n- solomon2000: Solomon DA, "));
}

TEST_CASE("no number is without its source or the words that there is none", "[odd]")
{
    for (const std::string name : {"scenarios/baseline.yaml", "tests/data/odd/one_of_each.yaml",
                                   "tests/data/examples/sick_sicker.yaml"}) {
        const Scenario scenario = read(name);
        const std::string page = odd_text(scenario, facts);
        const auto rows = numbers_on(page);
        CHECK(rows.size() > 5);
        std::size_t unsourced = 0;
        for (const auto& row : rows) {
            REQUIRE(row.size() == 6);
            INFO(name << ": " << row[0] << ", " << row[1]);
            CHECK_FALSE(row[2].empty());
            if (row[4] == "no source" || row[4] == "by definition") {
                CHECK(row[5].empty());
                unsourced += row[4] == "no source" ? 1 : 0;
                continue;
            }
            REQUIRE(row[5].starts_with("P"));
            const Parameter& parameter = scenario.parameters.at(std::stoul(row[5].substr(1)) - 1);
            CHECK(row[4] == parameter.source);
            CHECK((parameter.written.empty() || row[2] == parameter.written));
        }
        for (const Unsourced& one : scenario.unsourced_numbers)
            CHECK(holds(page, "\n| `" + one.path + "` | "));
        if (name == "scenarios/baseline.yaml") CHECK(unsourced == 0);
    }
}

TEST_CASE("all slots of the author are listed at the end and counted", "[odd]")
{
    const std::string page = odd_text(read("tests/data/odd/one_of_each.yaml"), facts);
    const auto end = page.find("\n## What the author has still to write\n");
    REQUIRE(end != std::string::npos);
    const std::string body = page.substr(0, end), list = page.substr(end);

    CHECK(count_of(body, "[author: ") == 13);
    CHECK(count_of(list, "[author: ") == 13);
    CHECK(holds(list, "\n13 slots.\n"));
    CHECK(holds(list, "\n6. 4 Design concepts, Basic principles: [author: "));
    CHECK(holds(list, ". 6 Input data: [author: source of life.csv]\n"));
    CHECK(holds(list, ". Parameters, Numbers without a source: [author: sources of the 41 numbers "));
}

TEST_CASE("the eleven design concepts stand in the protocol's order", "[odd]")
{
    const std::string page = odd_text(read("tests/data/examples/two_exits.yaml"), facts);
    std::size_t at = page.find("\n## 4 Design concepts\n");
    for (const std::string heading :
         {"Basic principles", "Emergence", "Adaptation", "Objectives", "Learning", "Prediction", "Sensing",
          "Interaction", "Stochasticity", "Collectives", "Observation"}) {
        INFO(heading);
        const auto next = page.find("\n### " + heading + "\n", at);
        REQUIRE(next != std::string::npos);
        at = next;
    }
    CHECK(page.find("\n## 5 Initialization\n") > at);
}

TEST_CASE("words of a scenario cannot break a table of the page", "[odd]")
{
    CHECK(report::cell("a|b\nc <i>") == "a\\|b c &lt;i>");
    const Scenario scenario = loaded(care_scenario(
        "population: {size: 10}",
        "      fall: {from: well, to: ill, rate: {value: 1 per year, source: assumption, note: \"x | y\"}}"));
    const std::string table = section(odd_text(scenario, facts), "## Parameters");
    CHECK(holds(
        table,
        "\n| P1 | `tracks.care.transitions.fall.rate` | 1 per year | fixed | assumption | x \\| y |\n"));
}

TEST_CASE("people from a file are said to be, and the file is listed with its checksum", "[odd]")
{
    const WrittenFolder folder;
    folder.write("people.csv", "sex,weight\nmale,2\nfemale,1\n");
    const auto path =
        folder.write("a.yaml", care_scenario("population: {from: people.csv, attributes: {sex: {categories: "
                                             "[female, male]}, severity: {uniform: {min: 0, max: 1}}}}",
                                             "      fall: {from: well, to: ill, rate: 1 per year}"));
    const auto result = load_scenario(path, {});
    REQUIRE(result);
    const std::string page = odd_text(result.value(), facts);

    CHECK(holds(page, "\n| `sex` | `female` or `male` | read from `people.csv` |\n"));
    CHECK_FALSE(holds(page, "share of `sex."));
    CHECK(holds(page, "\n| largest of `severity` | always | 1 | none | no source |  |\n"));
    CHECK(holds(page, "drawn or read (2 rows of `people.csv`, weighted), then"));
    // sha256sum people.csv
    CHECK(holds(page,
                "\n| `people.csv` | the people at the start | "
                "`3f5336a49dd39f5586f397a835554907b96668df47d5eaea747243b77e6d4dfa` | [author: source of "
                "people.csv] |\n"));
}

TEST_CASE("numbers are written with their units and without losing digits", "[odd]")
{
    using namespace txpath::report;
    CHECK(plain_number(0.1) == "0.1");
    CHECK(plain_number(-0.00015) == "-0.00015");
    CHECK(plain_number(20000.0) == "20000");
    CHECK(duration_in_words(730.5) == "2 years");
    CHECK(duration_in_words(365.25 / 12.0) == "1 month");
    CHECK(duration_in_words(57.0) == "57 days");
    CHECK(duration_in_words(0.25) == "6 hours");
    CHECK(rate_in_words(0.05 / 7.0) == "0.05 per week");
    CHECK(rate_in_words(0.0428 / 365.25) == "0.0428 per year");
    CHECK(number_in_words(0.346, Unit::share) == "34.6 %");
    CHECK(listed({"a", "b", "c"}, "or") == "a, b or c");
}

TEST_CASE("conditions are said with their brackets", "[odd]")
{
    const Scenario scenario = loaded(care_scenario(
        "population: {size: 10, attributes: {cover: {categories: {none: 0.5, some: 0.5}}}}\ncounters: "
        "{visits: 0}",
        "      fall: {from: well, to: ill, rate: 1 per year, only_if: {cover: [none, some], any: [{visits: "
        "{at_least: 2, below: 5}}, {not: {care: [ill]}, visits: {above: 7}}]}}"));
    CHECK(report::in_words(scenario, transition_of(scenario, "care", "fall").only_if) ==
          "`cover` is `none` or `some` and (`visits` is at least 2 and below 5 or (not (`care` is `ill`) and "
          "`visits` is above 7))");
}

TEST_CASE("a key means what the registry says", "[odd]")
{
    CHECK(meaning_of("law_weibull", "scale") == "By this time 63 % had the event.");
    CHECK(meaning_of("law_weibull", "") == "Cumulative hazard (t / scale)^shape.");
}
