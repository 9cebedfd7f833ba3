// barriers_test.cpp -- `txpath barriers` as a user meets it.
#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "support/says.hpp"
#include "support/workplace.hpp"

namespace {

namespace fs = std::filesystem;
using txpath::says;

constexpr const char* without = R"(txpath: 1
title: Two barriers
time: {horizon: 2 years, report_every: 1 year}
population: {size: 2000, attributes: {sex: {categories: {female: 0.6, male: 0.4}}}}
parameters:
  pays: {value: 0.5, source: assumption, note: made up}
  asks: {value: 0.4, source: assumption, note: made up}
tracks:
  care:
    start: untreated
    states: {untreated: {utility: 0.6}, asked: {utility: 0.6}, treated: {costs: {drug: 100 USD per year}}}
    transitions:
      ask: {from: untreated, to: asked, rate: 0.5 per year, hazard_ratios: {sex.female: $asks, sex.male: $asks}}
      begin: {from: asked, to: treated, rate: 2 per year, hazard_ratios: {sex.female: $pays, sex.male: $pays}}
economics: {currency: USD, price_year: 2025, discount: {costs: 3 % per year, health: 3 % per year}}
outputs:
  measures: {begun: {events: [care.begin]}, treated: {states: [care.treated]}}
run: {seed: 4, replicates: 5}
)";

constexpr const char* section = R"(barriers:
  cost: {title: Insurance does not pay, remove: {parameters.pays: 1}}
  stigma: {title: People are ashamed to ask, note: made up, remove: {parameters.asks: 1}}
)";

/// A folder with a scenario in it.
class Workplace : public txpath::Workplace {
public:
    Workplace()
    {
        write("clinic.yaml", std::string(without) + section);
        write("open.yaml", without);
    }
};

}  // namespace

TEST_CASE("barriers says what each holds back and writes a whole folder", "[app][barriers]")
{
    const Workplace here;
    REQUIRE(here.shell("txpath barriers clinic.yaml --progress never") == 0);
    const std::string out = here.text("out");
    CHECK(says(out,
               "2 barriers, 2,000 simulated people over 2 years; 5 replicates, seed 4; 4 scenarios on the "
               "same luck.\n"));
    CHECK(says(out, "  stigma  People are ashamed to ask\n"));
    CHECK(says(out, "treated, person-years: as it is "));
    CHECK(says(out, "each barrier hides part of what the others hold back.\n"));
    const fs::path folder = here.folder();
    CHECK(folder.filename().string().starts_with("barriers-"));
    for (const char* name : {"README.txt", "SHA256SUMS", "barriers.csv", "barriers_replicates.csv",
                             "data_dictionary.csv", "manifest.json", "scenario.effective.yaml"})
        CHECK(fs::exists(folder / name));
    CHECK(here.shell("cd output/barriers-* && sha256sum -c SHA256SUMS") == 0);
    CHECK(here.shell("txpath check output/barriers-*/scenario.effective.yaml") == 0);
}

TEST_CASE("what a barrier holds back is the difference between two runs", "[app][barriers]")
{
    const Workplace here;
    REQUIRE(here.shell("txpath barriers clinic.yaml --json --quiet") == 0);
    const auto json = nlohmann::json::parse(here.text("out"));
    CHECK(here.text("err").empty());
    CHECK(json["runs"] == 4);
    CHECK(json["shapley"] == "exact");
    const auto events = [&](const std::string& set) {
        REQUIRE(here.shell("txpath run open.yaml --json --quiet --force --out runs " + set) == 0);
        return nlohmann::json::parse(here.text("out"))["measures"]["begun"]["events"].get<double>();
    };
    const double as_is = events(""), both = events("--set parameters.pays=1 --set parameters.asks=1");
    const double pays = events("--set parameters.pays=1"), asks = events("--set parameters.asks=1");
    const auto& begun = json["strata"]["all"]["begun"];
    CHECK(begun["as_is"]["value"].get<double>() == Approx(as_is));
    CHECK(begun["all_removed"]["difference"].get<double>() == Approx(both - as_is));
    CHECK(begun["barriers"]["cost"]["alone_removed"]["difference"].get<double>() == Approx(pays - as_is));
    CHECK(begun["barriers"]["cost"]["alone_kept"]["difference"].get<double>() == Approx(both - asks));
    CHECK(begun["barriers"]["cost"]["shapley"]["difference"].get<double>() ==
          Approx(((pays - as_is) + (both - asks)) / 2.0));
    CHECK(json["gain_from_common_luck"] > 1.0);
}

TEST_CASE("the same analysis gives the same tables, and an existing folder is refused", "[app][barriers]")
{
    const Workplace here;
    REQUIRE(here.shell("txpath barriers clinic.yaml --threads 1 --permutations 5") == 0);
    const auto table = here.text(here.folder() / "barriers.csv");
    CHECK(here.shell("txpath barriers clinic.yaml --permutations 5") == 73);
    CHECK(says(here.text("err"), "is there already; --force replaces it"));
    CHECK(here.shell("txpath barriers clinic.yaml --threads 2 --permutations 5 --force") == 0);
    CHECK(here.text(here.folder() / "barriers.csv") == table);
    // other settings, another folder
    CHECK(here.shell("txpath barriers clinic.yaml --set parameters.pays=0.7 --population 500") == 0);
    CHECK(here.shell("test $(ls output | wc -l) = 2") == 0);
}

TEST_CASE("a dry run of barriers counts the scenarios and writes nothing", "[app][barriers]")
{
    const Workplace here;
    REQUIRE(here.shell("txpath barriers clinic.yaml --dry-run") == 0);
    CHECK(says(here.text("out"), "clinic: nothing was run\n"));
    CHECK(says(here.text("out"),
               "runs    4 scenarios, each with some of 2 barriers removed; the time is for all\n"));
    REQUIRE(here.shell("txpath barriers clinic.yaml --dry-run --json") == 0);
    CHECK(nlohmann::json::parse(here.text("out"))["runs"] == 4);
    CHECK(here.shell("test -e output") == 1);
}

TEST_CASE("a scenario without barriers is told how to name them", "[app][barriers]")
{
    const Workplace here;
    CHECK(here.shell("txpath barriers open.yaml") == 65);
    CHECK(
        here.text("err") ==
        "open.yaml: error: the scenario declares no barriers\n"
        " help | write what removes each, for example `barriers: {no_cover: {title: Insurance does not pay, "
        "remove: {tracks.ketamine.transitions.start.rate: 0.5 per year}}}`\n"
        "1 error; nothing was run\n");
    CHECK(here.shell("txpath barriers absent.yaml") == 66);
    CHECK(here.shell("test -e output") == 1);
}

TEST_CASE("one replicate is said to give no intervals, and its cells are empty", "[app][barriers]")
{
    const Workplace here;
    REQUIRE(here.shell("txpath barriers clinic.yaml --replicates 1") == 0);
    CHECK(says(here.text("out"), "warning: one replicate gives no intervals; --replicates 20 would\n"));
    // value, no error, a difference, no error, interval or independent error
    CHECK(here.shell("grep -E ',all_removed,[0-9.]+,,[0-9.]+,,,,,,events$' output/barriers-*/barriers.csv") ==
          0);
}

TEST_CASE("an analysis that is interrupted leaves nothing", "[app][barriers]")
{
    const Workplace here;
    CHECK(here.shell("timeout --preserve-status -s INT 2 '" TXPATH_PROGRAM
                     "' barriers clinic.yaml --population 2000000 --replicates 50") == 130);
    CHECK(says(here.text("err"), "stopped; nothing was written\n"));
    CHECK(here.shell("test -e output && ls -A output | grep .") == 1);
}
