// checkpoint_test.cpp -- `run --checkpoint-at` and `run --from` as a user meets them.
#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "support/workplace.hpp"

using namespace txpath;
using nlohmann::json;

namespace {

/// People apart, or people who share a policy.
std::string clinic(const std::string& policies)
{
    return R"(txpath: 1
title: a clinic
time: {horizon: 2 years, report_every: 6 months}
population: {size: 400}
economics: {currency: USD, price_year: 2025, discount: {costs: 3 % per year, health: 3 % per year}}
outputs: {people: 5}
run: {seed: 3}
)" + policies +
           R"(
tracks:
  care:
    start: ill
    states: {ill: {}, ssri: {costs: {drug: 2 USD per day}}, well: {}}
    transitions:
      begin: {from: ill, to: ssri, rate: 2 per year}
      remit: {from: ssri, to: well, rate: 0.9 per year}
      relapse: {from: well, to: ill, median: 1 year}
)";
}

std::string only_checkpoint(const Workplace& here, const std::string& folder)
{
    for (const auto& entry : std::filesystem::directory_iterator(here / folder))
        if (entry.path().extension() == ".checkpoint") return folder + "/" + entry.path().filename().string();
    return {};
}

std::filesystem::path only_run(const Workplace& here, const std::string& folder)
{
    for (const auto& entry : std::filesystem::directory_iterator(here / folder))
        if (entry.is_directory()) return std::filesystem::path(folder) / entry.path().filename();
    return {};
}

}  // namespace

TEST_CASE("run goes on from a checkpoint to the tables of a run that never stopped", "[app][checkpoint]")
{
    const Workplace here;
    here.write("a.yaml", clinic(""));
    REQUIRE(here.shell("txpath run a.yaml --checkpoint-at 1y --out o") == 0);
    const std::string checkpoint = only_checkpoint(here, "o");
    REQUIRE(checkpoint.find("-365.25d.checkpoint") != std::string::npos);
    CHECK(here.text("out").find("checkpoint: " + checkpoint + "\ngo on: txpath run --from " + checkpoint +
                                " a.yaml\n") != std::string::npos);
    CHECK(here.text("err").find("the checkpoint will take about ") != std::string::npos);
    CHECK(here.shell("txpath run a.yaml --checkpoint-at 1y --out o") == 73);  // it is there already

    REQUIRE(here.shell("txpath run a.yaml --out p") == 0);
    REQUIRE(here.shell("txpath run --from " + checkpoint + " a.yaml --out q --threads 2") == 0);
    const auto whole = only_run(here, "p"), on = only_run(here, "q");
    CHECK(whole.filename() == on.filename());
    for (const char* table :
         {"timeseries.csv", "histories.csv", "flows.csv", "ce.csv", "costs.csv", "transitions.csv"})
        CHECK(here.text(on / table) == here.text(whole / table));
    const json manifest = json::parse(here.text(on / "manifest.json"));
    CHECK(manifest["from_checkpoint"]["moment_days"] == 365.25);
    CHECK(manifest["from_checkpoint"]["differences"].empty());
    CHECK_FALSE(json::parse(here.text(whole / "manifest.json")).contains("from_checkpoint"));
}

TEST_CASE("a number that differs becomes a policy from the checkpoint on", "[app][checkpoint]")
{
    const Workplace here;
    here.write("a.yaml", clinic(""));
    here.write("b/a.yaml", clinic("policies: {from_checkpoint: {from: 365.25 days, set: "
                                "{tracks.care.transitions.begin.rate: 1 per year}}}"));
    REQUIRE(here.shell("txpath run a.yaml --checkpoint-at '1 year' --out o --json --quiet") == 0);
    const std::string checkpoint = json::parse(here.text("out"))["checkpoint"];
    REQUIRE(here.shell("txpath run --from " + checkpoint +
                       " a.yaml --set tracks.care.transitions.begin.rate='1 per year' --out q") == 0);
    REQUIRE(here.shell("txpath run b/a.yaml --out p") == 0);
    const auto whole = only_run(here, "p"), on = only_run(here, "q");
    for (const char* table : {"timeseries.csv", "histories.csv", "policies.csv", "costs.csv"})
        CHECK(here.text(on / table) == here.text(whole / table));
    const json manifest = json::parse(here.text(on / "manifest.json"));
    CHECK(
        manifest["from_checkpoint"]["differences"] ==
        json::parse(
            R"([{"path": "tracks.care.transitions.begin.rate", "before": "2 per year", "now": "1 per year"}])"));
    // the effective scenario runs to the same tables from day 0
    std::filesystem::create_directory(here / "c");
    std::filesystem::copy(here / (on / "scenario.effective.yaml").string(), here / "c/a.yaml");
    REQUIRE(here.shell("txpath run c/a.yaml --out r") == 0);
    CHECK(here.text(only_run(here, "r") / "timeseries.csv") == here.text(on / "timeseries.csv"));
}

TEST_CASE("what cannot go on is refused with its reason", "[app][checkpoint]")
{
    const Workplace here;
    here.write("a.yaml", clinic(""));
    here.write("b.yaml", clinic("system: {evidence: {start: 1}}"));
    REQUIRE(here.shell("txpath run a.yaml --checkpoint-at 1y --out o --quiet") == 0);
    const std::string checkpoint = only_checkpoint(here, "o");
    CHECK(here.shell("txpath run --from " + checkpoint + " a.yaml --seed 4 --population 500") == 65);
    CHECK(here.text("err") ==
          "txpath: error: a.yaml cannot go on so, after 365.25 days (1 years):\n"
          "txpath: error:   'population.size' is 500 and was 400\n"
          "txpath: error:   'run.seed' is 4 and was 3\n"
          "from a checkpoint on, policies that had not begun, numbers that a policy could set and the "
          "horizon may be "
          "others; anything else needs a checkpoint of its own (--checkpoint-at)\n");
    CHECK(here.shell("txpath run --from " + checkpoint + " a.yaml --checkpoint-at 2y") == 64);
    CHECK(here.shell("txpath run --from nowhere.checkpoint a.yaml") == 66);
    CHECK(here.shell("txpath run --from a.yaml a.yaml") == 65);
    CHECK(here.text("err") == "txpath: error: a.yaml is no checkpoint of txpath\n");
    CHECK(here.shell("txpath run a.yaml --checkpoint-at soon") == 64);
    CHECK(here.shell("txpath run a.yaml --checkpoint-at 2y") == 64);
    CHECK(here.text("err") ==
          "txpath: error: --checkpoint-at is '2y', which is not between day 0 and the horizon, 730.5 days (2 "
          "years)\n");
    CHECK(here.shell("txpath run b.yaml --checkpoint-at '100 days'") == 64);
    CHECK(here.text("err") ==
          "txpath: error: --checkpoint-at is '100 days', which is no sync point, and people who share "
          "something can only be "
          "written down at one; the nearest are at 98 days and 105 days\n");
}

TEST_CASE("a checkpoint that is damaged anywhere, or cut, is refused", "[app][checkpoint]")
{
    const Workplace here;
    here.write("a.yaml", clinic(""));
    REQUIRE(here.shell("txpath run a.yaml --checkpoint-at 1y --out o --quiet --population 50") == 0);
    const std::string whole = here.text(only_checkpoint(here, "o"));
    for (std::size_t part = 0; part < 20; ++part) {
        const std::size_t at = 30 + part * (whole.size() - 31) / 20;
        std::string bytes = whole;
        bytes[at] = static_cast<char>(bytes[at] ^ 1);
        here.write("bad.checkpoint", bytes);
        CHECK(here.shell("txpath run --from bad.checkpoint a.yaml --population 50") == 65);
        CHECK(here.text("err").find("bad.checkpoint is damaged") != std::string::npos);
        here.write("bad.checkpoint", whole.substr(0, at));
        CHECK(here.shell("txpath run --from bad.checkpoint a.yaml --population 50") == 65);
    }
    CHECK_FALSE(std::filesystem::exists(here / "output"));
}
