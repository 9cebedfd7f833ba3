// calibrate_test.cpp -- `txpath calibrate` as a user meets it.

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "support/workplace.hpp"

namespace {

namespace fs = std::filesystem;

constexpr const char* trial = R"(txpath: 1
title: One arm
time: {horizon: 1 year, report_every: 6 months}
population: {size: 100}
parameters:
  leave: {value: 1 per year, gamma: {mean: 1 per year, sd: 0.5 per year}, source: assumption, note: made up}
tracks:
  care:
    states: {on: {}, off: {}}
    start: on
    transitions:
      leave: {from: on, to: off, rate: $leave}
trial:
  title: One arm
  source: assumption
  enrol: {at: 0 days}
  arms: {all: {size: 500}}
  endpoints:
    left: {share: {enters: [care.off], by: 1 year}, among: all, published: {events: 787, of: 2000},
           window: replicate, use: calibration}
)";

// published: 1 - exp(-0.5) = 0.3935
constexpr const char* study = R"(txpath: 1
title: One rate
calibrate:
  extends: trial.yaml
  values:
    - {path: parameters.leave, low: 0.1 per year, high: 4 per year, scale: log}
  targets:
    - {trial: trial.yaml}
  search: {global_evaluations: 20, local_evaluations: 30}
  replicates: 10
)";

/// A folder with a study in it.
class Workplace : public txpath::Workplace {
public:
    Workplace()
    {
        write("trial.yaml", trial);
        write("study.yaml", study);
    }
};

}  // namespace

TEST_CASE("calibrate writes a whole folder whose fit can be run and validated", "[app][calibrate]")
{
    const Workplace here;
    REQUIRE(here.shell("txpath calibrate study.yaml") == 0);
    CHECK(here.text("out").find("parameters.leave") != std::string::npos);
    const fs::path folder = here.folder();
    CHECK(folder.filename().string().starts_with("study-"));
    for (const char* name :
         {"README.txt", "SHA256SUMS", "correlations.csv", "data_dictionary.csv", "directions.csv",
          "evaluations.csv", "fit.csv", "fit.yaml", "fit_targets.csv", "manifest.json", "profile.csv",
          "pulls.csv", "study.yaml", "trial.effective.yaml"})
        CHECK(fs::exists(folder / name));
    CHECK(here.shell("cd output/study-* && sha256sum -c SHA256SUMS") == 0);

    const std::string fit = here.text(folder / "fit.yaml");
    CHECK(fit.find("extends: trial.yaml\n") != std::string::npos);
    CHECK(fit.find("source: calibrated") != std::string::npos);
    CHECK(fit.find("gamma: null") != std::string::npos);
    CHECK(fit.find("fitted by study study with seed 1 and 10 replicates; 95 % interval") !=
          std::string::npos);
    CHECK(here.shell(
              "cp output/study-*/fit.yaml . && txpath check fit.yaml && txpath validate fit.yaml --quiet") ==
          0);
}

TEST_CASE("calibrate --json gives the fit and nothing else on standard output", "[app][calibrate]")
{
    const Workplace here;
    REQUIRE(here.shell("txpath calibrate study.yaml --json --quiet --profile") == 0);
    const auto json = nlohmann::json::parse(here.text("out"));
    const auto& value = json["values"]["parameters.leave"];
    CHECK(value["unit"] == "per year");
    CHECK(value["ci95"][0] < 0.5);
    CHECK(value["ci95"][1] > 0.5);
    CHECK(json["targets"]["trial.left"]["residual"].get<double>() == Approx(0.0).margin(0.2));
    CHECK(here.text("err").empty());
    // a row for each step of the profile
    CHECK(here.text(here.folder() / "profile.csv").find("parameters.leave,13,parameters.leave,") !=
          std::string::npos);
}

TEST_CASE("the same study gives the same tables, and an existing folder is refused", "[app][calibrate]")
{
    const Workplace here;
    REQUIRE(here.shell("txpath calibrate study.yaml --threads 1") == 0);
    const auto evaluations = here.text(here.folder() / "evaluations.csv");
    CHECK(here.shell("txpath calibrate study.yaml") == 73);
    CHECK(here.text("err").find("is there already; --force replaces it") != std::string::npos);
    CHECK(here.shell("txpath calibrate study.yaml --threads 2 --force") == 0);
    CHECK(here.text(here.folder() / "evaluations.csv") == evaluations);
}

TEST_CASE("a mistaken study runs nothing and leaves nothing", "[app][calibrate]")
{
    const Workplace here;
    here.write("study.yaml", "txpath: 1\ncalibrate: {values: [], targets: [{trial: trial.yaml}]}\n");
    CHECK(here.shell("txpath calibrate study.yaml") == 65);
    CHECK(here.text("err") ==
          "study.yaml:2:21: error: there is nothing to fit\n"
          "    2 | calibrate: {values: [], targets: [{trial: trial.yaml}]}\n"
          "      |                     ^~\n"
          "1 error; nothing was run\n");
    CHECK(here.shell("txpath calibrate absent.yaml") == 66);
    CHECK(here.shell("test -e output") == 1);
}

TEST_CASE("a calibration that is interrupted keeps what was evaluated", "[app][calibrate]")
{
    const Workplace here;
    here.write("long.yaml", std::string(study) + "  seed: 2\n");
    CHECK(here.shell("sed -i 's/global_evaluations: 20/global_evaluations: 100000/' long.yaml") == 0);
    // However slow the machine is: the signal comes when the table has rows below its head, not after some
    // seconds.
    CHECK(here.shell("'" TXPATH_PROGRAM "' calibrate long.yaml & child=$!; "
                     "until cat output/.long-*/.evaluations.csv.* 2>/dev/null | sed 1d | grep -q .; do "
                     "kill -0 $child || exit 1; sleep 0.05; done; kill -INT $child; wait $child") == 130);
    REQUIRE(here.text("err").find("evaluations are kept in output/long-") != std::string::npos);
    const fs::path folder = here.folder();
    CHECK(fs::exists(folder / "evaluations.csv"));
    CHECK_FALSE(fs::exists(folder / "fit.yaml"));
    CHECK(here.text(folder / "manifest.json").find("\"is_complete\": false") != std::string::npos);
    CHECK(here.shell("cd output/long-* && sha256sum -c SHA256SUMS") == 0);
}
