// validate_test.cpp -- `txpath validate` as a user meets it: files, exit codes, tables.

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "support/workplace.hpp"

namespace {

namespace fs = std::filesystem;

constexpr const char* model = R"(txpath: 1
title: Two exponential arms
time: {horizon: 100 days, report_every: 50 days}
references: {gauss1809: A made-up trial}
population: {size: 10, attributes: {arm: {categories: {slow: 0.5, fast: 0.5}}}}
parameters: {base_rate: 0.01 per day}
tracks:
  illness:
    start: well
    states: {well: {}, ill: {}}
    transitions: {fall_ill: {from: well, to: ill, rate: $base_rate, hazard_ratios: {arm.fast: 2}}}
)";

constexpr const char* trial = R"(txpath: 1
extends: ../model.yaml
trial:
  title: Two arms
  source: gauss1809
  enrol: {at: 0 days}
  arms:
    fast: {size: 50, attributes: {arm: fast}}
    slow: {size: 50, attributes: {arm: slow}}
  endpoints:
    ill:
      share: {enters: [illness.ill], by: 60 days}
      among: slow
      published: {events: 22, of: 50}
      window: replicate
      use: calibration
)";

/// A folder with a model and one trial of it.
class Workplace : public txpath::Workplace {
public:
    Workplace()
    {
        write("scenarios/model.yaml", model);
        write("scenarios/trials/two_arms.yaml", trial);
    }
};

}  // namespace

TEST_CASE("validate does the trials of scenarios/trials and writes a folder with checksums",
          "[app][validate]")
{
    const Workplace here;

    CHECK(here.shell("txpath validate --replicates 20") == 0);
    CHECK(here.text("out").find("Two arms (two_arms): 100 randomised") != std::string::npos);
    CHECK(here.text("out").find("1 of 1 targets pass\n") != std::string::npos);
    const auto folder = here.only_folder("output");
    CHECK(folder.filename().string().starts_with("validation-"));
    CHECK(here.shell("cd '" + folder.string() + "' && sha256sum -c --quiet SHA256SUMS") == 0);
    CHECK(here.text(folder / "validation.csv")
              .find("two_arms,ill,published,0.44,1,calibration,pass,gauss1809\n") != std::string::npos);
    CHECK(here.text(folder / "data_dictionary.csv").find("validation,statistic,text,") != std::string::npos);
    const auto manifest = nlohmann::json::parse(here.text(folder / "manifest.json"));
    CHECK(manifest["settings"]["replicates"] == 20);

    CHECK(here.shell("txpath validate --replicates 20 --quiet") == 73);
    CHECK(here.shell("txpath validate --replicates 20 --force --quiet --threads 1") == 0);
}

TEST_CASE("a missed target is exit code 3, and --set reaches the arms", "[app][validate]")
{
    const Workplace here;

    CHECK(
        here.shell("txpath validate scenarios/trials/two_arms.yaml --set parameters.base_rate='0.05 per day' "
                   "--replicates 20 --json --quiet --out here") == 3);
    const auto json = nlohmann::json::parse(here.text("out"));
    CHECK(json["failed"] == 1);
    CHECK(json["trials"]["two_arms"]["endpoints"]["ill"]["verdict"] == "fail");
    CHECK(json["trials"]["two_arms"]["endpoints"]["ill"]["simulated"].get<double>() > 0.9);
}

TEST_CASE("a trial may name the folder above it, and its effective text runs alone to the same numbers",
          "[app][validate]")
{
    const Workplace here;

    REQUIRE(here.shell("txpath check scenarios/trials/two_arms.yaml --quiet") == 0);
    REQUIRE(here.shell("txpath validate --replicates 10 --quiet --out first") == 0);
    const auto first = here.only_folder("first");
    REQUIRE(here.shell("cp first/*/two_arms.effective.yaml two_arms.yaml") == 0);
    REQUIRE(here.shell("txpath validate two_arms.yaml --replicates 10 --quiet --out second") == 0);
    CHECK(here.text(first / "validation.csv") == here.text(here.only_folder("second") / "validation.csv"));
}

TEST_CASE("what is no trial is refused", "[app][validate]")
{
    const Workplace here;

    CHECK(here.shell("txpath validate scenarios/model.yaml") == 65);
    CHECK(here.text("err").find("the scenario has no section 'trial'") != std::string::npos);
    CHECK(here.shell("txpath validate nowhere.yaml") == 66);
}
