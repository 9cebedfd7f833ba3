// sensitivity_test.cpp -- `txpath sensitivity` as a user meets it.
#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "support/workplace.hpp"
#include "txpath/report.hpp"

namespace {

namespace fs = std::filesystem;

constexpr const char* usual = R"(txpath: 1
title: Usual care
time: {horizon: 2 years, report_every: 1 year}
population: {size: 3000, attributes: {sex: {categories: {female: 0.6, male: 0.4}}}}
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
    transitions: {recover: {hazard_ratios: {sex.female: 1.1, sex.male: 1.1}}}
)";

constexpr const char* study = R"(txpath: 1
title: Is treatment worth its price?
strategies:
  usual: {scenario: usual.yaml}
  treated: {scenario: treated.yaml}
reference: usual
thresholds: [20000 USD, 50000 USD]
sensitivity:
  two_way: [{first: parameters.price, second: parameters.rise, steps: 3}]
  thresholds: [{value: parameters.price, low: 0 USD per year, high: 9000 USD per year}]
  global: {samples: 20}
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
    const std::string whole = study;
    here.write("plain.yaml", whole.substr(0, whole.find("sensitivity:")));
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
    here.write("other.yaml", std::string(study) +
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
    const std::string command = "txpath sensitivity study.yaml --quiet --xlsx --population 200";
    if (!txpath::has_workbooks()) {
        CHECK(here.shell(command) == 64);
        return;
    }
    REQUIRE(here.shell(command) == 0);
    CHECK(fs::exists(here.folder() / "tables.xlsx"));
    CHECK(says(here.text(here.folder() / "SHA256SUMS"), "  tables.xlsx\n"));
    CHECK(says(here.text(here.folder() / "manifest.json"), "\"tables.xlsx\""));
    CHECK(here.shell("cd output/sensitivity-* && sha256sum -c SHA256SUMS") == 0);
}
