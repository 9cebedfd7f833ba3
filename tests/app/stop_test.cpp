// stop_test.cpp -- `run.stop` as a user meets it.
#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "support/workplace.hpp"
#include "support/written.hpp"

using namespace txpath;
using nlohmann::json;

namespace {

/// A scenario whose section `run` is this.
std::string clinic(const std::string& run)
{
    return R"(txpath: 1
title: a clinic
time: {horizon: 2 years, report_every: 6 months}
population: {size: 500}
economics: {currency: USD, price_year: 2025, discount: {costs: 3 % per year, health: 3 % per year}}
outputs: {measures: {better: {states: [care.remission]}}}
run: )" + run +
           R"(
tracks:
  care:
    start: ssri
    states: {ssri: {costs: {drug: 2 USD per day}}, remission: {ends: true}, dropout: {ends: true}}
    transitions:
      remit: {from: ssri, to: remission, rate: 0.9 per year}
      drop: {from: ssri, to: dropout, rate: 0.6 per year}
)";
}

const std::string easy = "{seed: 3, stop: {measure: better, half_width: 2 %, at_most: 400}}";
const std::string hard =
    "{seed: 3, stop: {measure: costs, half_width: 0.5 USD, confidence: 90 %, at_most: 15}}";

/// The first line of what is wrong with the section.
std::string mistake(const std::string& run)
{
    const std::string all = mistakes_of(clinic(run));
    return all.substr(0, all.find('\n'));
}

}  // namespace

TEST_CASE("run adds replicates until a figure is known well enough, and says how many", "[app][precision]")
{
    const Workplace here;
    here.write("a.yaml", clinic(easy));
    REQUIRE(here.shell("txpath run a.yaml --out o --progress never") == 0);
    const std::string summary = here.text("out");
    CHECK(summary.find("Stopping rule: better after 2 years: ") != std::string::npos);
    CHECK(summary.find("; wanted 2 %, reached with ") != std::string::npos);
    CHECK(summary.find(" replicates of 400 at most.\n") != std::string::npos);
    CHECK(summary.find("not reached") == std::string::npos);

    REQUIRE(here.shell("txpath run a.yaml --out p --json --quiet --threads 1") == 0);
    const json run = json::parse(here.text("out"));
    const auto replicates = run["replicates"].get<int>();
    CHECK(replicates > 10);
    CHECK(run["precision"]["is_reached"] == true);
    CHECK(run["precision"]["replicates"] == replicates);
    CHECK(run["precision"]["half_width"].get<double>() <=
          run["precision"]["half_width_wanted"].get<double>());
    const json manifest = json::parse(here.text(here.only_folder("p") / "manifest.json"));
    CHECK(manifest["stop"]["replicates"] == replicates);
    CHECK(manifest["stop"]["looks"].get<int>() >= 2);
    CHECK(manifest["settings"]["replicates"] == replicates);

    // As many replicates asked for by hand give the same tables; the command line has the last word.
    REQUIRE(here.shell("txpath run a.yaml --out q --replicates " + std::to_string(replicates)) == 0);
    CHECK(here.text("out").find("Stopping rule") == std::string::npos);
    CHECK(here.text("out").find("--replicates overrides the scenario's 'run.stop'") != std::string::npos);
    for (const char* table :
         {"timeseries.csv", "timeseries_summary.csv", "ce.csv", "costs.csv", "transitions.csv"})
        CHECK(here.text(here.only_folder("p") / table) == here.text(here.only_folder("q") / table));

    // The effective scenario keeps the rule, and comes to the same.
    REQUIRE(here.shell("txpath run o/*/scenario.effective.yaml --out r --json --quiet") == 0);
    CHECK(json::parse(here.text("out"))["replicates"] == replicates);
}

TEST_CASE("a run that may not go on says what it has not reached, and is good", "[app][precision]")
{
    const Workplace here;
    here.write("a.yaml", clinic(hard));
    REQUIRE(here.shell("txpath run a.yaml --out o --progress never") == 0);
    CHECK(here.text("out").find("warning: costs per person, USD: ") != std::string::npos);
    CHECK(here.text("out").find(" (90 % confidence); wanted 0.5, not reached with 15 replicates; about ") !=
          std::string::npos);
    const json manifest = json::parse(here.text(here.only_folder("o") / "manifest.json"));
    CHECK(manifest["stop"]["is_reached"] == false);
    const auto& warnings = manifest["warnings"];
    CHECK(std::ranges::any_of(warnings, [](const json& one) {
        return one.get<std::string>().starts_with("costs per person, USD: ");
    }));
    REQUIRE(here.shell("txpath run a.yaml --dry-run") == 0);
    CHECK(here.text("out").find("work    at most 15 replicates of 500 people") != std::string::npos);
    REQUIRE(here.shell("txpath run a.yaml --out p --replicates 20 --json") == 0);
    CHECK(json::parse(here.text("out"))["replicates"] == 20);
}

TEST_CASE("where nothing varies, nothing is claimed", "[app][precision]")
{
    const Workplace here;
    here.write("a.yaml", clinic("{stop: {measure: better, at: 0 days, half_width: 10, at_most: 12}}"));
    REQUIRE(here.shell("txpath run a.yaml --out o") == 0);
    CHECK(here.text("out").find("0 in each of 12 replicates, so that it is not known how well") !=
          std::string::npos);
}

TEST_CASE("commands that add no replicates say so", "[app][precision]")
{
    const Workplace here;
    here.write("a.yaml", clinic(easy));
    REQUIRE(here.shell("txpath check a.yaml --refine --progress never") == 0);
    CHECK(here.text("err") ==
          "'run.stop' is left aside, as only 'txpath run' adds replicates: 10 are done\n");
    REQUIRE(here.shell("txpath odd a.yaml") == 0);
    CHECK(
        here.text("out").find("replicates, from 10 up to 400, until the 95 % interval of `better` reaches no "
                              "further than 2 % of it to each side (seed 3)") != std::string::npos);
}

TEST_CASE("commands that compare strategies name those whose rule they leave aside", "[app][precision]")
{
    const Workplace here;
    here.write("a.yaml", clinic("{seed: 3, replicates: 10}"));
    here.write("b.yaml", clinic(easy));
    REQUIRE(here.shell("txpath compare a.yaml b.yaml --progress never") == 0);
    CHECK(here.text("err") ==
          "'run.stop' of b is left aside, as only 'txpath run' adds replicates: 10 are done\n");
}

TEST_CASE("a stopping rule is checked like everything else", "[scenario][precision]")
{
    const auto with = [](const std::string& what) { return mistake("{stop: {" + what + "}}"); };
    CHECK(mistake(easy).empty());
    CHECK(mistake(hard).empty());
    CHECK(with("measure: bettr, half_width: 1 %, at_most: 9").find("error: no measure 'bettr'") !=
          std::string::npos);
    CHECK(with("measure: better, half_width: 0, at_most: 9")
              .find("error: 'half_width' is '0', which is not above 0") != std::string::npos);
    CHECK(with("measure: better, half_width: 0 %, at_most: 9")
              .find("error: 'half_width' is '0 %', which is not above 0") != std::string::npos);
    CHECK(with("measure: costs, half_width: 5, at_most: 9").find("error: 'half_width' is '5', which") !=
          std::string::npos);
    CHECK(with("measure: better, half_width: 1 %, at_most: 1")
              .find("error: 'at_most' is '1', which is below 2") != std::string::npos);
    CHECK(with("measure: better, half_width: 1 %, at_most: 9, confidence: 1")
              .find("error: 'confidence' is '1', which is above 0.999") != std::string::npos);
    CHECK(with("measure: better, half_width: 1 %, at_most: 9, confidence: 100 %")
              .find("error: 'confidence' is '100 %', which is above 0.999") != std::string::npos);
    CHECK(with("measure: better, at: 5 months, half_width: 1 %, at_most: 9")
              .find("error: 'at' is '5 months', which is no report time") != std::string::npos);
    CHECK(with("measure: qalys, at: 1 year, half_width: 1 %, at_most: 9")
              .find("error: 'at' stands beside 'qalys', which are those of the whole horizon") !=
          std::string::npos);
    CHECK(with("half_width: 1 %, at_most: 9").find("measure") != std::string::npos);
    CHECK(mistake("{replicates: 1, stop: {measure: better, half_width: 1 %, at_most: 9}}")
              .find("error: 'replicates' is '1', and 'stop' needs two before its first look") !=
          std::string::npos);
    CHECK(mistake("{replicates: 20, stop: {measure: better, half_width: 1 %, at_most: 9}}")
              .find("error: 'replicates' is '20', and 'stop' allows 9 at most") != std::string::npos);
}

TEST_CASE("a stopping rule is read in canonical units", "[scenario][precision]")
{
    const Scenario share =
        loaded(clinic("{stop: {measure: better, at: 1 year, half_width: 2 %, at_most: 6}}"));
    REQUIRE(share.run.stop);
    CHECK(share.run.replicates == 6);  // ten are more than it may have
    CHECK(share.run.stop->report == 2);
    CHECK(share.run.stop->half_width == 0.02);
    CHECK(share.run.stop->is_relative);
    CHECK(share.run.stop->confidence == 0.95);
    const Scenario amount =
        loaded(clinic("{replicates: 12, stop: {measure: costs, half_width: 1000 USD, "
                      "confidence: 99 %, at_most: 60}}"));
    CHECK(amount.run.replicates == 12);
    CHECK(amount.run.stop->report == 4);
    CHECK(amount.run.stop->half_width == 1000.0);
    CHECK_FALSE(amount.run.stop->is_relative);
    CHECK(amount.run.stop->confidence == 0.99);
}
