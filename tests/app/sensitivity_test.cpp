// sensitivity_test.cpp -- `txpath sensitivity` as a user meets it.
#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "support/says.hpp"
#include "support/treatment.hpp"
#include "support/workbook.hpp"

namespace {

namespace fs = std::filesystem;
using txpath::says;

constexpr const char* section = R"(sensitivity:
  two_way: [{first: parameters.price, second: parameters.rise, steps: 3}]
  thresholds: [{value: parameters.price, low: 0 USD per year, high: 9000 USD per year}]
  global: {samples: 20}
)";

/// A folder with a study in it.
class Workplace : public txpath::TreatmentWorkplace {
public:
    Workplace() : TreatmentWorkplace({.people = 3000, .hazard_ratio = "1.1", .section = section}) {}
};

}  // namespace

TEST_CASE("sensitivity says what moves the decision and writes a whole folder", "[app][sensitivity]")
{
    const Workplace here;
    REQUIRE(here.shell("txpath sensitivity study.yaml --progress never") == 0);
    const std::string out = here.text("out");
    INFO(out);
    CHECK(says(out, "Net benefit of treated beyond usual at 50,000 USD per QALY"));
    CHECK(says(out, "usual and treated are equally good at parameters.price = "));
    const fs::path folder = here.folder();
    CHECK(folder.filename().string().starts_with("sensitivity-"));
    for (const char* name : {"README.txt", "SHA256SUMS", "data_dictionary.csv", "dsa.csv", "manifest.json",
                             "sobol_indices.csv", "study.yaml", "thresholds.csv", "tornado.csv",
                             "treated.effective.yaml", "two_way.csv", "usual.effective.yaml"})
        CHECK(fs::exists(folder / name));
    CHECK_FALSE(fs::exists(folder / "left_out.csv"));
    CHECK(here.shell("cd output/sensitivity-* && sha256sum -c SHA256SUMS") == 0);
    CHECK(here.shell("txpath check output/sensitivity-*/treated.effective.yaml") == 0);
}

TEST_CASE("at the price that a search finds the net benefit is that of usual care", "[app][sensitivity]")
{
    const Workplace here;
    REQUIRE(here.shell("txpath sensitivity study.yaml --json --quiet") == 0);
    const auto json = nlohmann::json::parse(here.text("out"));
    CHECK(here.text("err").empty());
    const auto& found = json["thresholds_found"][1];
    REQUIRE(found["crossings"].size() == 1);
    const double price = found["crossings"][0]["at"];
    CHECK(found["crossings"][0]["mcse"] > 0.0);
    CHECK(found["crossings"][0]["better_below"] == "treated");
    // costs are linear in a price, so the search is exact but for its tolerance: 1e-4 of 9000
    here.write("plain.yaml", txpath::treatment_study(""));
    REQUIRE(here.shell("txpath sensitivity plain.yaml --json --quiet --out again --set parameters.price='" +
                       std::to_string(price) + " USD per year'") == 0);
    const auto again = nlohmann::json::parse(here.text("out"));
    const auto& there = again["base"]["treated"];
    CHECK(std::abs(there["thresholds"][1]["incremental_net_benefit"]["value"].get<double>()) < 2.0);
    // the same luck: the error of the difference is below that of either cost
    CHECK(there["incremental_costs"]["mcse"] < there["costs"]["mcse"]);
}

TEST_CASE("the same study gives the same tables of sensitivity for any number of threads",
          "[app][sensitivity]")
{
    const Workplace here;
    REQUIRE(here.shell("txpath sensitivity study.yaml --threads 1 --population 300") == 0);
    const fs::path folder = here.folder();
    const auto dsa = here.text(folder / "dsa.csv"), found = here.text(folder / "thresholds.csv");
    CHECK(here.shell("txpath sensitivity study.yaml --population 300") == 73);
    CHECK(says(here.text("err"), "is there already; --force replaces it"));
    CHECK(here.shell("txpath sensitivity study.yaml --threads 3 --population 300 --force") == 0);
    CHECK(here.text(folder / "dsa.csv") == dsa);
    CHECK(here.text(folder / "thresholds.csv") == found);
    CHECK(here.shell("txpath sensitivity study.yaml --population 300 --replicates 2") == 0);
    CHECK(here.shell("test $(ls output | wc -l) = 2") == 0);
}

TEST_CASE("a dry run of sensitivity counts the runs and writes nothing", "[app][sensitivity]")
{
    const Workplace here;
    REQUIRE(here.shell("txpath sensitivity study.yaml --dry-run") == 0);
    // price stands in both files: 2 + 3 x 2 x 2 one way, 9 x 2 on the grid, 9 x 2 scanned, 20 x 5 x 2
    // globally
    CHECK(says(here.text("out"),
               "study: nothing was run\n"
               "work    3 values one at a time, 1 pair, 1 search: 250 runs of one strategy"));
    CHECK(here.shell("test -e output") == 1);
}

TEST_CASE("a mistaken study of sensitivity runs nothing", "[app][sensitivity]")
{
    const Workplace here;
    CHECK(here.shell("txpath sensitivity absent.yaml") == 66);
    CHECK(here.shell("txpath sensitivity study.yaml --set parameters.absent=1") == 65);
    CHECK(says(here.text("err"), "nothing was run\n"));
    here.write("other.yaml", txpath::treatment_study(section) +
                                 "uncertainty: {correlations: [{between: [parameters.fall, "
                                 "parameters.rise], rho: 0.4}]}\n");
    CHECK(here.shell("txpath sensitivity other.yaml") == 65);
    CHECK(says(here.text("err"), "leave out 'global' or 'correlations'"));
    CHECK(here.shell("test -e output && ls -A output | grep .") == 1);
}

TEST_CASE("a workbook of an analysis of sensitivity has its tables and is part of the folder",
          "[app][sensitivity][workbook]")
{
    const Workplace here;
    txpath::check_workbook(here, "txpath sensitivity study.yaml --quiet --xlsx --population 200");
}
