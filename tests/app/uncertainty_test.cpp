// uncertainty_test.cpp -- `txpath uncertainty` as a user meets it.
#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "support/read_csv.hpp"
#include "support/says.hpp"
#include "support/treatment.hpp"
#include "support/workbook.hpp"

namespace {

namespace fs = std::filesystem;
using txpath::says;

/// A folder with a study in it.
class Workplace : public txpath::TreatmentWorkplace {
public:
    Workplace()
        : TreatmentWorkplace(
              {.people = 400,
               .hazard_ratio = "2.5",
               .section =
                   "uncertainty: {samples: 100, groups: {rates: [parameters.fall, parameters.rise]}}\n"})
    {
    }
};

}  // namespace

TEST_CASE("uncertainty says how sure the decision is and writes a whole folder", "[app][uncertainty]")
{
    const Workplace here;
    REQUIRE(here.shell("txpath uncertainty study.yaml --progress never") == 0);
    const std::string out = here.text("out");
    INFO(out);
    CHECK(says(out,
               "2 strategies; 100 samples of 3 values (Latin hypercube), 400 simulated people in each on the "
               "same luck, over 2 years; seed 4.\n"));
    CHECK(says(out, "  at 50,000 USD per QALY: "));
    CHECK(says(out, "next hour"));
    const fs::path folder = here.folder();
    CHECK(folder.filename().string().starts_with("uncertainty-"));
    for (const char* name : {"README.txt", "SHA256SUMS", "ce.csv", "ce_plane.csv", "ceac.csv",
                             "convergence.csv", "data_dictionary.csv", "evpi.csv", "evppi.csv",
                             "expected_loss.csv", "global.csv", "icers.csv", "manifest.json", "params.csv",
                             "study.yaml", "treated.effective.yaml", "usual.effective.yaml", "variance.csv"})
        CHECK(fs::exists(folder / name));
    CHECK(here.shell("cd output/uncertainty-* && sha256sum -c SHA256SUMS") == 0);
    CHECK(here.shell("txpath check output/uncertainty-*/treated.effective.yaml") == 0);

    // the same luck: the error of a difference is below that of two means on luck of their own
    const auto plane = txpath::test::read_csv(here.text(folder / "ce_plane.csv"));
    const auto ce = txpath::test::read_csv(here.text(folder / "ce.csv"));
    double paired = 0.0, apart = 0.0;
    for (std::size_t row = 1; row < plane.size(); ++row)
        if (plane[row][4] == "all") paired += std::pow(std::stod(plane[row][8]), 2);
    for (std::size_t row = 1; row < ce.size(); ++row)
        if (ce[row][4] == "all") apart += std::pow(std::stod(ce[row][8]), 2);
    CHECK(paired < apart);
}

TEST_CASE("the same study gives the same tables for any number of threads", "[app][uncertainty]")
{
    const Workplace here;
    REQUIRE(here.shell("txpath uncertainty study.yaml --threads 1 --samples 40") == 0);
    const fs::path folder = here.folder();
    const auto ce = here.text(folder / "ce.csv"), evppi = here.text(folder / "evppi.csv");
    CHECK(here.shell("txpath uncertainty study.yaml --samples 40") == 73);
    CHECK(says(here.text("err"), "is there already; --force replaces it"));
    CHECK(here.shell("txpath uncertainty study.yaml --threads 3 --samples 40 --force") == 0);
    CHECK(here.text(folder / "ce.csv") == ce);
    CHECK(here.text(folder / "evppi.csv") == evppi);
    // other settings, another folder
    CHECK(here.shell("txpath uncertainty study.yaml --samples 40 --sampling random --seed 9 --population 50 "
                     "--replicates 2 --json --quiet") == 0);
    const auto json = nlohmann::json::parse(here.text("out"));
    CHECK(here.text("err").empty());
    CHECK(json["samples"] == 40);
    CHECK(json["seed"] == 9);
    CHECK(json["luck"]["people_per_sample"] == 100.0);
    CHECK(here.shell("test $(ls output | wc -l) = 2") == 0);
}

TEST_CASE("two strategies that are the same are told apart by nothing", "[app][uncertainty]")
{
    const Workplace here;
    here.write("twins.yaml",
               std::string("txpath: 1\ntitle: Twins\nstrategies:\n  one: {scenario: usual.yaml}\n  "
                           "two: {scenario: usual.yaml}\nreference: one\nuncertainty: {samples: 20}\n"));
    REQUIRE(here.shell("txpath uncertainty twins.yaml --json --quiet") == 0);
    const auto json = nlohmann::json::parse(here.text("out"));
    for (const auto& at : json["strata"]["all"]["thresholds"]) {
        CHECK(at["evpi"] == 0.0);
        CHECK(at["proportion"]["one"] == 0.5);
        CHECK(at["proportion"]["two"] == 0.5);
    }
    CHECK(json["luck"]["spend_on"] == "nothing");
}

TEST_CASE("a dry run of uncertainty says what it would take and writes nothing", "[app][uncertainty]")
{
    const Workplace here;
    REQUIRE(here.shell("txpath uncertainty study.yaml --dry-run") == 0);
    CHECK(says(here.text("out"),
               "study: nothing was run\n"
               "work    100 samples of 3 values; in each 2 strategies, 800 people in all, 1 "
               "replicate\n"));
    REQUIRE(here.shell("txpath uncertainty study.yaml --dry-run --json --samples 7") == 0);
    const auto json = nlohmann::json::parse(here.text("out"));
    CHECK(json["samples"] == 7);
    CHECK(json["kept_bytes_per_sample"] == 9 * 8 * 2 * 3 + 3 * 8 + 4);
    CHECK(here.shell("test -e output") == 1);
}

TEST_CASE("a mistaken study runs nothing", "[app][uncertainty]")
{
    const Workplace here;
    CHECK(here.shell("txpath uncertainty absent.yaml") == 66);
    CHECK(here.shell("txpath uncertainty study.yaml --sampling dice") == 64);
    CHECK(here.shell("txpath uncertainty study.yaml --set parameters.absent=1") == 65);
    CHECK(says(here.text("err"), "nothing was run\n"));
    CHECK(here.shell("txpath uncertainty study.yaml --samples 1") != 0);
    CHECK(here.shell("test -e output && ls -A output | grep .") == 1);
}

TEST_CASE("an analysis of uncertainty that is interrupted leaves nothing", "[app][uncertainty]")
{
    const Workplace here;
    CHECK(here.shell("timeout --preserve-status -s INT 2 '" TXPATH_PROGRAM
                     "' uncertainty study.yaml --population 200000 --samples 10000") == 130);
    CHECK(says(here.text("err"), "stopped; nothing was written\n"));
    CHECK(here.shell("test -e output && ls -A output | grep .") == 1);
}

TEST_CASE("a workbook of an analysis of uncertainty has its tables and is part of the folder",
          "[app][uncertainty][workbook]")
{
    const Workplace here;
    txpath::check_workbook(here, "txpath uncertainty study.yaml --quiet --xlsx --samples 20");
}
