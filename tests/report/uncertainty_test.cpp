// uncertainty_test.cpp -- what is written of an analysis of uncertainty.
#include <algorithm>
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "app/uncertainty_json.hpp"
#include "report/columns.hpp"
#include "support/read_csv.hpp"
#include "support/says.hpp"
#include "support/toy_decision.hpp"
#include "support/workplace.hpp"
#include "txpath/uncertainty_report.hpp"

using namespace txpath;
using namespace txpath::test;

namespace {

/// B costs 1,000 more and gives 0.03 QALYs, give or take 0.02; luck of 100 in costs.
ToyFigure model(std::size_t strategy, const std::vector<double>& values, std::uint32_t)
{
    if (strategy == 0) return {500.0, 1.0, 0.0, 0.0};
    return {1500.0, 1.03 + 0.02 * values[0], 100.0, 0.0};
}

struct Whole {
    DecisionStudy study = toy_study({"usual", "a_new_one"});
    ToyResult result;
    ManifestFacts facts;

    Whole()
    {
        study.uncertainty.samples = 400;
        study.uncertainty.affected = Affected{1000.0, 1.0, 0.0};
        study.uncertainty.groups = {{"both", {"parameters"}}};
        result = analysed(study, normal_values({"gain", "idle"}, 400), model);
        facts.fingerprint = 0x1234567890abcdef;
        facts.seed = 7;
    }
    [[nodiscard]] UncertaintyReport report() const { return {study, result.sample, result.analysis, facts}; }
};

}  // namespace

TEST_CASE("the text says what is best, how sure that is and what is worth learning", "[uncertainty]")
{
    const Whole whole;
    const std::string text = uncertainty_text(whole.report(), {.is_coloured = false, .is_ascii = true});
    INFO(text);
    CHECK(says(text,
               "A toy\n2 strategies; 400 samples of 2 values (Latin hypercube), 1,000 simulated people in "
               "each on the same luck, over 1 year; seed 7.\n"));
    CHECK(says(text, "  at 20,000 USD per QALY: usual, which is best in "));
    CHECK(says(text,
               "  at 50,000 USD per QALY: a_new_one, which is best in 69.3 % of the samples; choosing it "
               "forgoes "));
    CHECK(says(text, "How often each is best, from 0 to 100,000 USD per QALY:\n"));
    CHECK(says(text, "  usual      |#######**"));
    CHECK(says(text, "100 % to "));
    CHECK(says(text, "worth knowing exactly, per person "));
    CHECK(says(text, "\n  parameters.gain "));
    CHECK(says(text, "\n  both (group) "));
    CHECK(says(text, "Of the variance of a_new_one's net benefit over samples (at 20,000 USD per QALY), "));
    CHECK(std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 128; }));
    CHECK(says(uncertainty_text(whole.report(), {.is_coloured = true, .is_ascii = false}), "\x1b[1m"));
}

TEST_CASE("the folder of an analysis of uncertainty is whole, sorted and explained", "[uncertainty]")
{
    const Workplace here;
    Whole whole;
    whole.result.sample.refused = {{399, "a, b"}};
    const auto written =
        write_uncertainty_folder(whole.report(), (here / "output").string(), Existing::refuse);
    const auto* folder = std::get_if<RunFolder>(&written);
    REQUIRE(folder != nullptr);
    CHECK(folder->path == (here / "output/uncertainty-12345678").string());
    CHECK(here.shell("cd output/uncertainty-12345678 && sha256sum -c SHA256SUMS") == 0);
    const auto table = [&](const std::string& name) {
        return read_csv(here.text("output/uncertainty-12345678/" + name + ".csv"));
    };
    const auto ce = table("ce");
    CHECK(ce[0] == std::vector<std::string>{"sample", "strategy_id", "strategy", "grp_id", "grp", "costs",
                                            "qalys", "costs_mcse", "qalys_mcse", "n_replicates"});
    CHECK(ce.size() == 1 + 400 * 2);
    CHECK(ce[1] == std::vector<std::string>{"1", "1", "usual", "1", "all", "500", "1", "0", "0", "1"});
    CHECK(table("params")[0] == std::vector<std::string>{"sample", "gain", "idle"});
    CHECK(table("params").size() == 401);
    const auto ceac = table("ceac");
    CHECK(ceac[0] == std::vector<std::string>{"grp", "WTP", "Strategy", "Proportion", "On_Frontier"});
    CHECK(ceac[1] == std::vector<std::string>{"all", "0", "a_new_one", "0", "0"});
    CHECK(ceac[2] == std::vector<std::string>{"all", "0", "usual", "1", "1"});
    CHECK(ceac.size() == 1 + 101 * 2);
    const auto icers = table("icers");
    CHECK(icers[0] == std::vector<std::string>{"grp", "Strategy", "Cost", "Effect", "Inc_Cost", "Inc_Effect",
                                               "ICER", "Status"});
    CHECK(icers[1][1] == "usual");
    CHECK(icers[1][4].empty());
    CHECK(icers[2][7] == "ND");
    const auto evpi = table("evpi");
    CHECK(std::stod(evpi[51][4]) == Approx(1000.0 * std::stod(evpi[51][2])));
    // both values over the grid if both are worth something; the group at the thresholds
    CHECK(std::ranges::count_if(table("evppi"), [](const auto& row) { return row[2] == "group"; }) == 2);
    CHECK(table("ce_plane").size() == 401);
    CHECK(table("variance").size() == 1 + 4);
    CHECK(table("global").size() == 1 + 4 * 2);
    CHECK(table("convergence").size() == 1 + 40 * 2 * 2);
    CHECK(table("refused")[1] == std::vector<std::string>{"400", "a, b"});
    const auto dictionary = table("data_dictionary");
    CHECK(std::ranges::any_of(dictionary, [](const auto& row) {
        return row[0] == "params" && row[1] == "idle" && row.back() == "parameters.idle";
    }));
    const auto manifest = nlohmann::json::parse(here.text("output/uncertainty-12345678/manifest.json"));
    CHECK(manifest["work"]["samples_refused"] == 1);
    CHECK(manifest["settings"]["sampling"] == "latin_hypercube");
    CHECK(here.text("output/uncertainty-12345678/usual.effective.yaml") == "title: usual\n");
    for (const TableEstimate& each : estimate_uncertainty_tables(whole.study, 2)) {
        INFO(each.file);
        const auto rows = read_csv(here.text("output/uncertainty-12345678/" + each.file)).size() - 1;
        if (each.file != "evppi.csv") CHECK(each.rows == rows);
    }
}

TEST_CASE("every table of an analysis of uncertainty is sorted by its keys", "[uncertainty]")
{
    const Workplace here;
    const Whole whole;
    const auto written =
        write_uncertainty_folder(whole.report(), (here / "output").string(), Existing::refuse);
    REQUIRE(std::holds_alternative<RunFolder>(written));
    CHECK_FALSE(std::filesystem::exists(here / "output/uncertainty-12345678/refused.csv"));
    for (const report::Table table : report::uncertainty_tables) {
        // icers stand in the order of the frontier
        if (table == report::Table::refused || table == report::Table::icers) continue;
        const auto columns = report::columns_of(table);
        const auto keys =
            static_cast<std::size_t>(std::ranges::count(columns, true, &report::Column::is_key));
        const auto rows = read_csv(
            here.text("output/uncertainty-12345678/" + std::string(report::info(table).name) + ".csv"));
        INFO(report::info(table).name);
        const auto is_before = [&](const auto& a, const auto& b) {
            for (std::size_t at = 0; at < keys; ++at) {
                if (a[at] == b[at]) continue;
                if (columns[at].type == report::CellType::text) return a[at] < b[at];
                return a[at].empty() || (!b[at].empty() && std::stod(a[at]) < std::stod(b[at]));
            }
            return false;
        };
        for (std::size_t row = 2; row < rows.size(); ++row) CHECK(is_before(rows[row - 1], rows[row]));
    }
}

TEST_CASE("the JSON of an analysis of uncertainty holds what the text says", "[uncertainty]")
{
    const Whole whole;
    const auto json = nlohmann::json::parse(app::uncertainty_json(whole.report(), {"somewhere", 0}));
    CHECK(json["samples"] == 400);
    CHECK(json["strata"]["all"]["thresholds"][1]["best"] == "a_new_one");
    CHECK(json["strata"]["all"]["thresholds"][1]["proportion"]["a_new_one"].get<double>() ==
          Approx(0.69).margin(0.01));
    CHECK(json["evppi"].size() == 6);
    CHECK(json["evppi"][5]["name"] == "both");
    CHECK(json["luck"]["sentence"] == advice_sentence(whole.report()));
}
