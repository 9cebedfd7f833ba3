// uncertainty_test.cpp -- `txpath uncertainty` as a user meets it.
#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "support/read_csv.hpp"
#include "support/workplace.hpp"
#include "txpath/report.hpp"

namespace {

namespace fs = std::filesystem;

constexpr const char* usual = R"(txpath: 1
title: Usual care
time: {horizon: 2 years, report_every: 1 year}
population: {size: 400, attributes: {sex: {categories: {female: 0.6, male: 0.4}}}}
parameters:
  fall: {value: 1 per year, gamma: {mean: 1 per year, sd: 0.3 per year}, source: assumption, note: made up}
  rise: {value: 1 per year, gamma: {mean: 1 per year, sd: 0.3 per year}, source: assumption, note: made up}
  price: {value: 800 USD per year, gamma: {mean: 800 USD per year, sd: 200 USD per year}, source: assumption, note: made up}
tracks:
  care:
    start: well
    states: {well: {}, ill: {utility: 0.5, costs: {care: 3000 USD per year}}}
    transitions:
      fall_ill: {from: well, to: ill, rate: $fall}
      recover: {from: ill, to: well, rate: $rise}
economics: {currency: USD, price_year: 2025, discount: {costs: 3 % per year, health: 3 % per year}}
outputs: {by: [sex]}
run: {seed: 4}
)";

constexpr const char* treated = R"(txpath: 1
extends: usual.yaml
title: Treatment
tracks:
  care:
    states: {ill: {costs: {drug: $price}}}
    transitions: {recover: {hazard_ratios: {sex.female: 2.5, sex.male: 2.5}}}
)";

constexpr const char* study = R"(txpath: 1
title: Is treatment worth its price?
strategies:
  usual: {scenario: usual.yaml}
  treated: {scenario: treated.yaml}
reference: usual
thresholds: [20000 USD, 50000 USD]
uncertainty: {samples: 100, groups: {rates: [parameters.fall, parameters.rise]}}
)";

/// A folder with a study in it.
class Workplace : public txpath::Workplace {
public:
    Workplace()
    {
        write("usual.yaml", usual);
        write("treated.yaml", treated);
        write("study.yaml", study);
    }
    [[nodiscard]] fs::path folder() const { return only_folder("output"); }
};

bool says(const std::string& text, const std::string& part)
{
    return text.find(part) != std::string::npos;
}

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
    const std::string command = "txpath uncertainty study.yaml --quiet --xlsx --samples 20";
    if (!txpath::has_workbooks()) {
        CHECK(here.shell(command) == 64);
        return;
    }
    REQUIRE(here.shell(command) == 0);
    CHECK(fs::exists(here.folder() / "tables.xlsx"));
    CHECK(says(here.text(here.folder() / "SHA256SUMS"), "  tables.xlsx\n"));
    CHECK(says(here.text(here.folder() / "manifest.json"), "\"tables.xlsx\""));
    CHECK(here.shell("cd output/uncertainty-* && sha256sum -c SHA256SUMS") == 0);
}
