// compare_test.cpp -- `txpath compare` as a user meets it.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <tuple>

#include "support/read_csv.hpp"
#include "support/says.hpp"
#include "support/workbook.hpp"
#include "support/workplace.hpp"

namespace {

namespace fs = std::filesystem;
using txpath::says;

constexpr const char* clinic = R"(txpath: 1
title: A clinic
time: {horizon: 2 years, report_every: 6 months}
population: {size: 2000, attributes: {sex: {categories: {female: 0.6, male: 0.4}}}}
parameters:
  speed: {value: 0.5, source: assumption, note: made up}
tracks:
  care:
    start: untreated
    states: {untreated: {utility: 0.6}, treated: {costs: {drug: 100 USD per year}}}
    transitions:
      begin: {from: untreated, to: treated, rate: 0.8 per year, hazard_ratios: {sex.female: $speed, sex.male: $speed}}
economics: {currency: USD, price_year: 2025, discount: {costs: 3 % per year, health: 3 % per year}}
outputs:
  by: [sex]
  measures: {begun: {events: [care.begin]}, treated: {states: [care.treated]}}
run: {seed: 4, replicates: 5}
)";

constexpr const char* faster = R"(txpath: 1
extends: usual.yaml
title: A faster clinic
parameters: {speed: {value: 1, source: assumption, note: made up}}
)";

constexpr const char* study = R"(txpath: 1
title: Faster, or dearer?
strategies:
  usual: {scenario: usual.yaml, label: As it is}
  faster: {scenario: faster.yaml}
  dearer: {scenario: usual.yaml, set: {tracks.care.states.treated.costs.drug: 300 USD per year}}
reference: usual
thresholds: [1000 USD, 50000 USD]
)";

class Workplace : public txpath::Workplace {
public:
    Workplace()
    {
        write("usual.yaml", clinic);
        write("faster.yaml", faster);
        write("study.yaml", study);
    }
};

}  // namespace

TEST_CASE("compare answers in a sentence a strategy and writes a whole folder", "[app][compare]")
{
    const Workplace here;
    REQUIRE(here.shell("txpath compare study.yaml --progress never") == 0);
    const std::string out = here.text("out");
    CAPTURE(out);
    CHECK(
        out.starts_with("Faster, or dearer?\n"
                        "3 strategies, 2,000 simulated people over 2 years; 5 replicates, seed 4; all on the "
                        "same luck.\n"));
    CHECK(says(out, "As it is (the reference)\n"));
    CHECK(says(out, "faster against usual, per person: costs "));
    CHECK(says(out, " USD for each QALY gained.\n"));
    CHECK(says(out, "dearer against usual, per person: costs "));
    CHECK(says(out, " USD more, gives the same QALYs.\n"));
    CHECK(says(out, "At 50,000 USD per QALY faster has the highest net benefit, "));
    CHECK(says(out, "faster is the same as usual, except\n  parameters.speed"));
    CHECK(says(out, "dearer is the same as usual, except\n  tracks.care.states.treated.costs.drug"));
    CHECK(says(out, "times smaller than on luck of their own (median).\n"));
    const fs::path folder = here.folder();
    CHECK(folder.filename().string().starts_with("compare-"));
    for (const char* name :
         {"README.txt", "SHA256SUMS", "budget.csv", "ce.csv", "compare.csv", "compare_replicates.csv",
          "costs.csv", "data_dictionary.csv", "economics.csv", "equity.csv", "icers.csv", "inputs.csv",
          "manifest.json", "net_benefit.csv", "qalys.csv", "scenario.faster.effective.yaml",
          "scenario.usual.effective.yaml", "study.yaml"}) {
        CAPTURE(name);
        CHECK(fs::exists(folder / name));
    }
    CHECK(here.shell("cd output/compare-* && sha256sum -c SHA256SUMS") == 0);
    CHECK(here.shell("txpath check output/compare-*/scenario.dearer.effective.yaml") == 0);
}

TEST_CASE("scenarios that are only listed are strategies, the first the reference", "[app][compare]")
{
    const Workplace here;
    REQUIRE(here.shell("txpath compare usual.yaml faster.yaml --json --quiet") == 0);
    CHECK(here.text("err").empty());
    const auto json = nlohmann::json::parse(here.text("out"));
    CHECK(json["reference"] == "usual");
    const auto events = [&](const std::string& file) {
        REQUIRE(here.shell("txpath run " + file + " --json --quiet --force --out runs") == 0);
        return nlohmann::json::parse(here.text("out"))["measures"]["begun"]["events"].get<double>();
    };
    const double more = events("faster.yaml") - events("usual.yaml");
    const auto& begun = json["strategies"]["faster"]["strata"]["all"]["begun"];
    CHECK(begun["difference"].get<double>() == Approx(more));
    CHECK(json["gain_from_common_luck"] > 1.0);
    REQUIRE(here.shell("txpath compare usual.yaml faster.yaml --reference faster --json --quiet") == 0);
    const auto other = nlohmann::json::parse(here.text("out"));
    CHECK(other["reference"] == "faster");
    CHECK(other["strategies"]["usual"]["strata"]["all"]["begun"]["difference"].get<double>() ==
          Approx(-more));
    CHECK_FALSE(other["strategies"]["faster"]["strata"]["all"]["begun"].contains("difference"));
}

TEST_CASE("the tables of a comparison fit one another and the run's own", "[app][compare]")
{
    const Workplace here;
    REQUIRE(here.shell("txpath compare study.yaml --quiet") == 0);
    REQUIRE(here.shell("txpath run faster.yaml --quiet --out runs") == 0);
    const auto table = [&](const fs::path& folder, const char* name) {
        return txpath::test::read_csv(here.text(folder / name));
    };
    const fs::path ran = here.only_folder("runs");
    const auto ce = table(here.folder(), "ce.csv"), own = table(ran, "ce.csv");
    REQUIRE(ce.size() == 1 + 3 * 3);
    REQUIRE(ce[0] == own[0]);
    for (std::size_t row = 1; row < own.size(); ++row)  // faster is the second of three, with three strata
        for (const std::size_t column : {5U, 6U, 7U, 8U})
            CHECK(std::stod(ce[3 + row][column]) == Approx(std::stod(own[row][column])).epsilon(1e-9));
    const auto icers = table(here.folder(), "icers.csv");
    CHECK(icers[0] == std::vector<std::string>{"grp", "Strategy", "Cost", "Effect", "Inc_Cost", "Inc_Effect",
                                               "ICER", "Status"});
    CHECK(icers[1][1] == "usual");
    CHECK(icers[3][7] == "D");
    const auto compare = table(here.folder(), "compare.csv");
    CHECK(std::is_sorted(compare.begin() + 1, compare.end(), [](const auto& a, const auto& b) {
        const auto key = [](const auto& row) {
            return std::tuple(row[0], row[1], row[2], row[3], std::stod(row[4]));
        };
        return key(a) < key(b);
    }));
    const auto inputs = table(here.folder(), "inputs.csv");
    REQUIRE(inputs.size() >= 3);
    CHECK(inputs[1][0] == "dearer");
    CHECK(inputs[1][2] == "100 USD per year");
    CHECK(inputs[1][3] == "300 USD per year");
    // who gets how much adds up
    double share = 0.0;
    for (const auto& row : table(here.folder(), "equity.csv"))
        if (row[0] == "faster" && row[1].starts_with("sex=") && row[2] == "qalys")
            share += std::stod(row[11]);
    CHECK(share == Approx(1.0));
}

TEST_CASE("the same comparison gives the same tables, and an existing folder is refused", "[app][compare]")
{
    const Workplace here;
    REQUIRE(here.shell("txpath compare study.yaml --threads 1") == 0);
    const auto sums = [&] {
        REQUIRE(here.shell("cd output/compare-* && grep csv SHA256SUMS") == 0);
        return here.text("out");
    };
    const auto before = sums();
    CHECK(here.shell("txpath compare study.yaml") == 73);
    CHECK(says(here.text("err"), "is there already; --force replaces it"));
    CHECK(here.shell("txpath compare study.yaml --threads 2 --force") == 0);
    CHECK(sums() == before);
    CHECK(here.shell("txpath compare study.yaml --set parameters.speed=0.7 --population 500") == 0);
    CHECK(here.shell("test $(ls output | wc -l) = 2") == 0);
}

TEST_CASE("a dry run of a comparison says what all strategies take and writes nothing", "[app][compare]")
{
    const Workplace here;
    REQUIRE(here.shell("txpath compare study.yaml --dry-run") == 0);
    CHECK(says(here.text("out"), "usual: nothing was run\n"));
    CHECK(says(here.text("out"),
               "runs    3 strategies, each as many people and replicates; the time is for all\n"));
    REQUIRE(here.shell("txpath compare usual.yaml faster.yaml --dry-run --json") == 0);
    CHECK(nlohmann::json::parse(here.text("out"))["strategies"] == 2);
    CHECK(here.shell("test -e output") == 1);
}

TEST_CASE("what cannot be compared is refused, and nothing is run", "[app][compare]")
{
    const Workplace here;
    here.write("longer.yaml", "txpath: 1\nextends: usual.yaml\ntime: {horizon: 3 years}\n");
    CHECK(here.shell("txpath compare usual.yaml longer.yaml") == 65);
    CHECK(says(here.text("err"), "horizon"));
    CHECK(says(here.text("err"), "nothing was run\n"));
    CHECK(here.shell("txpath compare usual.yaml absent.yaml") == 66);
    CHECK(here.shell("txpath compare usual.yaml faster.yaml --reference nobody") == 65);
    CHECK(says(here.text("err"), "nobody"));
    CHECK(here.shell("txpath compare") == 64);
    CHECK(here.shell("test -e output") == 1);
}

TEST_CASE("with one replicate costs have intervals, measures have none, and it is said", "[app][compare]")
{
    const Workplace here;
    REQUIRE(here.shell("txpath compare usual.yaml faster.yaml --replicates 1") == 0);
    CHECK(says(here.text("out"), "warning: one replicate gives no intervals of measures, "));
    const auto rows = txpath::test::read_csv(here.text(here.folder() / "compare.csv"));
    int seen = 0;
    for (const auto& row : rows) {
        if (row[0] != "faster" || row[1] != "all" || row[3] != "horizon") continue;
        if (row[2] == "begun" || row[2] == "treated") {
            CHECK_FALSE(row[7].empty());  // a difference
            CHECK(row[8].empty());        // no error
            ++seen;
        } else if (row[2] == "costs.per_person" || row[2] == "qalys.total") {
            CHECK(std::stod(row[8]) > 0.0);
            ++seen;
        }
    }
    CHECK(seen == 4);
}

TEST_CASE("a comparison that is interrupted leaves nothing", "[app][compare]")
{
    const Workplace here;
    CHECK(here.shell("timeout --preserve-status -s INT 2 '" TXPATH_PROGRAM
                     "' compare usual.yaml faster.yaml --population 2000000 --replicates 50") == 130);
    CHECK(says(here.text("err"), "stopped; nothing was written\n"));
    CHECK(here.shell("test -e output && ls -A output | grep .") == 1);
}

TEST_CASE("a workbook of a comparison has its tables and is part of the folder", "[app][compare][workbook]")
{
    const Workplace here;
    txpath::check_workbook(here, "txpath compare study.yaml --quiet --xlsx");
}
