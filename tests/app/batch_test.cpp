// batch_test.cpp -- `txpath batch` as a user meets it.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "support/workplace.hpp"

using namespace txpath;
using nlohmann::json;

namespace {

namespace fs = std::filesystem;

constexpr const char* clinic = R"(txpath: 1
extends: parts/time.yaml
title: a clinic
population: {size: 300, attributes: {sex: {categories: {female: 0.6, male: 0.4}}}}
economics: {currency: USD, price_year: 2025, discount: {costs: 3 % per year, health: 3 % per year}}
outputs: {by: [sex], people: 5}
run: {seed: 3, replicates: 11}
tracks:
  care:
    start: ssri
    states: {ssri: {utility: 0.6, costs: {drug: 2 USD per day}}, remission: {utility: 0.9}, dropout: {utility: 0.5}}
    transitions:
      remit: {from: ssri, to: remission, rate: 0.9 per year}
      drop: {from: ssri, to: dropout, rate: 0.6 per year}
      relapse: {from: remission, to: ssri, weibull: {shape: 1.3, scale: 2 years}}
)";

/// A scenario of two files, its run and a batch of it with three shards.
struct Clinic : Workplace {
    Clinic()
    {
        write("clinic.yaml", clinic);
        write("parts/time.yaml", "txpath: 1\ntime: {horizon: 2 years, report_every: 6 months}\n");
        REQUIRE(shell("txpath batch plan clinic.yaml --shards 3 --tables all --out b") == 0);
    }
    /// The tables in the only folder below one of ours, by name.
    [[nodiscard]] std::map<std::string, std::string> tables(const std::string& where) const
    {
        std::map<std::string, std::string> found;
        for (const auto& each : fs::directory_iterator(only_folder(where)))
            if (each.path().extension() == ".csv") found[each.path().filename().string()] = text(each.path());
        return found;
    }
    [[nodiscard]] bool says(const std::string& what) const
    {
        return text("err").find(what) != std::string::npos;
    }
    [[nodiscard]] json status() const
    {
        std::ignore = shell("txpath batch status b --json");
        return json::parse(text("out"));
    }
};

}  // namespace

TEST_CASE("a batch gives the tables of one plain run, however its shards are done", "[app][batch]")
{
    const Clinic here;
    REQUIRE(here.shell("txpath run clinic.yaml --out plain --quiet") == 0);
    REQUIRE(here.shell(
                "txpath batch run b --shard 2/3 --threads 1 && txpath batch run b --shard 3/3 --threads 3 && "
                "txpath batch run b --shard 1/3 --threads 2") == 0);
    REQUIRE(here.shell("txpath batch merge b --out merged") == 0);
    CHECK(here.text("out").find("files: merged/clinic-") != std::string::npos);
    const auto plain = here.tables("plain"), merged = here.tables("merged");
    CHECK(plain.size() > 8);
    CHECK(plain == merged);
    CHECK(here.shell("cd merged/* && sha256sum -c SHA256SUMS") == 0);

    // one shard, all threads
    REQUIRE(here.shell("txpath batch plan clinic.yaml --tables all --shards 1 --out c && txpath batch run c "
                       "&& txpath batch "
                       "merge c --out again") == 0);
    CHECK(here.tables("again") == plain);
    CHECK(here.shell("txpath batch merge c --out again") == 73);
    CHECK(here.shell("txpath batch merge c --out again --force --json") == 0);
    CHECK(json::parse(here.text("out"))["replicates"] == 11);
}

TEST_CASE("what is done is not done again, and what is left is said", "[app][batch]")
{
    const Clinic here;
    CHECK(here.shell("txpath batch status b") == 75);
    CHECK(here.text("out").find("clinic: 0 of 3 shards done, 0 begun, 3 not begun, 0 damaged; 0 of 11 units\n"
                                "not begun  1-3\n") == 0);
    CHECK(here.shell("txpath batch merge b") == 75);
    CHECK(here.says("shards that are not begun: 1-3\n"));
    CHECK(here.says("0 of 11 units are done; 'txpath batch run b' does the others"));
    CHECK(here.shell("txpath batch merge b --partial") == 75);
    CHECK(here.says("the first shard is not done yet"));
    CHECK_FALSE(fs::exists(here / "output"));

    REQUIRE(here.shell("txpath batch run b --shard 1/3") == 0);
    CHECK(here.says("4 units done in "));
    CHECK(here.shell("txpath batch run b --shard 1/3") == 0);
    CHECK(here.says("0 units done in "));
    CHECK(here.shell("txpath batch merge b --partial --out part") == 75);
    CHECK(here.says("merged the first 4 of 11 units\n"));
    REQUIRE(here.shell("txpath run clinic.yaml --replicates 4 --out four --quiet") == 0);
    CHECK(here.tables("part") == here.tables("four"));
    REQUIRE(here.shell("txpath batch run b") == 0);
    CHECK(here.says("7 units done in "));
    CHECK(here.shell("txpath batch status b") == 0);
    CHECK(here.status()["is_complete"] == true);
}

TEST_CASE("a batch has its own copies of what it reads, and notices when they change", "[app][batch]")
{
    const Clinic here;
    REQUIRE(here.shell("txpath run clinic.yaml --out plain --quiet") == 0);
    here.write("parts/time.yaml", "txpath: 1\ntime: {horizon: 1 years, report_every: 6 months}\n");
    here.write("clinic.yaml", "no scenario");
    REQUIRE(here.shell(
                "mv b elsewhere && txpath batch run elsewhere && txpath batch merge elsewhere --out m") == 0);
    CHECK(here.tables("m") == here.tables("plain"));

    here.write("elsewhere/inputs/parts/time.yaml", here.text("parts/time.yaml"));
    CHECK(here.shell("txpath batch run elsewhere") == 65);
    CHECK(here.says("elsewhere: the files below inputs are not those the batch was planned with"));
    CHECK(here.shell("txpath batch merge elsewhere --out n") == 65);
    CHECK_FALSE(fs::exists(here / "n"));
}

TEST_CASE("damage to shards is found before anything is merged, and mended by the next run", "[app][batch]")
{
    const Clinic here;
    REQUIRE(here.shell("txpath run clinic.yaml --out plain --quiet && txpath batch run b") == 0);
    const std::string shards = (here / "b/shards").string() + "/";
    SECTION("truncated")
    {
        fs::resize_file(shards + "000002.shard", fs::file_size(shards + "000002.shard") - 1);
    }
    SECTION("one bit")
    {
        std::string bytes = here.text("b/shards/000002.shard");
        bytes[bytes.size() / 2] ^= 4;
        here.write("b/shards/000002.shard", bytes);
    }
    SECTION("swapped")
    {
        REQUIRE(
            here.shell(
                "cd b/shards && mv 000001.shard x && mv 000002.shard 000001.shard && mv x 000002.shard") ==
            0);
    }
    SECTION("copied over another")
    {
        REQUIRE(here.shell("cp b/shards/000001.shard b/shards/000002.shard") == 0);
    }
    SECTION("of another study")
    {
        REQUIRE(here.shell("txpath batch plan clinic.yaml --tables all --seed 4 --shards 3 --out c && txpath "
                           "batch run c && cp "
                           "c/shards/000002.shard b/shards/000002.shard") == 0);
    }
    CHECK(here.shell("txpath batch status b") == 74);
    CHECK(here.shell("txpath batch merge b --out m") == 74);
    CHECK(here.says("000002.shard: "));
    CHECK(here.says("'txpath batch run b' does them anew\n"));
    CHECK_FALSE(fs::exists(here / "m"));
    CHECK(here.shell("txpath batch merge b --out m --partial") == 74);
    REQUIRE(here.shell("txpath batch run b") == 0);
    CHECK(here.says("; it is done anew\n"));
    REQUIRE(here.shell("txpath batch merge b --out m") == 0);
    CHECK(here.tables("m") == here.tables("plain"));
}

TEST_CASE("a file that is no shard of the batch is not passed over", "[app][batch]")
{
    const Clinic here;
    REQUIRE(here.shell("txpath batch run b && cp b/shards/000001.shard b/shards/000004.shard") == 0);
    CHECK(here.shell("txpath batch merge b --out m") == 74);
    CHECK(here.says("000004.shard is no shard of this batch; take it away\n"));
}

TEST_CASE("a batch grows, and what was done stays", "[app][batch]")
{
    const Clinic here;
    REQUIRE(here.shell("txpath batch run b") == 0);
    CHECK(here.shell("txpath batch expand b --replicates 11") == 64);
    CHECK(here.shell("txpath batch expand b --samples 20") == 64);
    CHECK(here.says("this batch grows by --replicates N"));
    REQUIRE(here.shell("txpath batch expand b --replicates 20 --json") == 0);
    CHECK(json::parse(here.text("out"))["units"] == 20);
    CHECK(json::parse(here.text("out"))["shards"] == 6);
    CHECK(here.status()["units_done"] == 11);
    REQUIRE(here.shell("txpath batch run b") == 0);
    CHECK(here.says("9 units done in "));
    REQUIRE(here.shell(
                "txpath batch merge b --out m && txpath run clinic.yaml --replicates 20 --out plain") == 0);
    CHECK(here.tables("m") == here.tables("plain"));

    REQUIRE(here.shell("txpath batch plan clinic.yaml --replicates 1 --out one") == 0);
    CHECK(here.shell("txpath batch expand one --replicates 5") == 64);
    CHECK(here.says("a single replicate is divided into batches of people"));
}

TEST_CASE("a batch of a study gives what compare and uncertainty give, and grows where draws allow it",
          "[app][batch]")
{
    const Clinic here;
    here.write("studies/study.yaml", R"(txpath: 1
title: Two ways
strategies: {usual: {scenario: ../clinic.yaml}, better: {scenario: ../better.yaml}}
reference: usual
thresholds: [50000 USD]
uncertainty: {samples: 20, population: 200, sampling: sobol}
)");
    here.write("better.yaml", R"(txpath: 1
extends: clinic.yaml
tracks: {care: {transitions: {remit: {rate: {value: 1.2 per year, gamma: {mean: 1.2 per year, sd: 0.3 per year}, source: assumption, note: made up}}}}}
)");
    // uncertainty, unasked
    REQUIRE(here.shell("txpath batch plan studies/study.yaml --shards 3 --out u && for k in 2 3 1; do txpath "
                       "batch run u "
                       "--shard $k/3 --threads $k; done && txpath batch merge u --out mu") == 0);
    REQUIRE(here.shell("txpath uncertainty studies/study.yaml --out pu") == 0);
    CHECK(here.tables("pu").size() > 6);
    CHECK(here.tables("mu") == here.tables("pu"));
    REQUIRE(
        here.shell(
            "txpath batch expand u --samples 33 && txpath batch run u && txpath batch merge u --out mv") ==
        0);
    REQUIRE(here.shell("txpath uncertainty studies/study.yaml --samples 33 --out pv") == 0);
    CHECK(here.tables("mv") == here.tables("pv"));

    REQUIRE(here.shell("txpath batch plan studies/study.yaml --as compare --shards 4 --out c && for k in 4 1 "
                       "3 2; do txpath "
                       "batch run c --shard $k/4 --threads $k; done && txpath batch merge c --out mc") == 0);
    REQUIRE(here.shell("txpath compare studies/study.yaml --out pc") == 0);
    CHECK(here.tables("pc").size() > 4);
    CHECK(here.tables("mc") == here.tables("pc"));

    REQUIRE(here.shell("txpath batch plan studies/study.yaml --sampling latin_hypercube --shards 2 --out l "
                       "&& txpath batch "
                       "run l --shard 1/2") == 0);
    CHECK(here.shell("txpath batch expand l --samples 40") == 64);
    CHECK(here.says("--sampling sobol or random can go on\n"));
    CHECK(here.shell("txpath batch merge l --partial --out x") == 75);
    CHECK(here.says("this part cannot be merged: a Latin hypercube"));
}

TEST_CASE("two processes share a batch without being told how", "[app][batch]")
{
    const Clinic here;
    REQUIRE(here.shell("txpath batch plan clinic.yaml --population 20000 --replicates 60 --tables all "
                       "--shards 20 --out big") == 0);
    CHECK(here.shell("txpath batch run big --threads 1 & txpath batch run big --threads 1; wait; "
                     "until txpath batch run big; do :; done") == 0);
    CHECK(here.shell("txpath batch status big") == 0);
    CHECK(here.shell(
              "txpath batch merge big --out m && txpath run clinic.yaml --population 20000 --replicates 60 "
              "--out plain") == 0);
    CHECK(here.tables("m") == here.tables("plain"));
}

TEST_CASE("a warned task finishes what it is at and says that it can go on", "[app][batch]")
{
    const Clinic here;
    REQUIRE(here.shell(
                "txpath batch plan clinic.yaml --population 100000 --replicates 2000 --shards 2 --out big") ==
            0);
    const std::string run = "'" TXPATH_PROGRAM "' batch run big --threads 2";
    CHECK(here.shell("timeout --preserve-status -s USR1 1.5 " + run) == 75);
    CHECK(here.says("; the same command goes on from there\n"));
    CHECK(here.shell("timeout --preserve-status -s TERM 1 " + run) == 75);
    CHECK(here.shell("timeout --preserve-status -s INT 1 " + run) == 130);
    CHECK(here.shell("txpath batch status big --json") == 75);
    CHECK(json::parse(here.text("out"))["units_done"] > 0);
}

TEST_CASE("what is no batch, or no part of one, is refused with the remedy", "[app][batch]")
{
    const Clinic here;
    CHECK(here.shell("txpath batch run clinic.yaml") == 66);
    CHECK(here.says("'txpath batch plan' makes one"));
    CHECK(here.shell("txpath batch run b --shard 4/3") == 64);
    CHECK(here.says("'--shard' is '4/3', but takes I/N: the I-th of N parts, counted from 1\n"));
    CHECK(here.shell("txpath batch plan clinic.yaml --out b") == 73);
    CHECK(here.shell("txpath batch pln clinic.yaml") == 64);
    CHECK(here.says("there is no command 'batch pln'; did you mean 'batch plan'?\n"));
    CHECK(here.shell("txpath batch") == 64);
    CHECK(here.says("'batch' needs a second word: plan, run, status, merge, expand\n"));
    CHECK(here.shell("txpath batch --help") == 0);
    CHECK(here.text("out").find("batch plan ") != std::string::npos);
    CHECK(here.shell("txpath help batch merge") == 0);
    CHECK(here.text("out").find("usage: txpath batch merge BATCH [flags]") != std::string::npos);

    const std::string plan = here.text("b/plan.json");
    here.write("b/plan.json", plan.substr(0, plan.size() / 2));
    CHECK(here.shell("txpath batch status b") == 65);
    CHECK(here.says("is not what 'batch plan' wrote"));
    std::string other = plan;
    other.replace(other.find("\"txpath\": \"") + 11, 1, "9");
    here.write("b/plan.json", other);
    CHECK(here.shell("txpath batch run b") == 65);
    CHECK(here.says("whose numbers may differ; use that version, or plan anew\n"));
}

TEST_CASE("the script of an array job is one that bash reads and that says what a task needs", "[app][batch]")
{
    const Clinic here;
    REQUIRE(here.shell("txpath batch plan clinic.yaml --shards 4 --threads 3 --out \"it's big\"") == 0);
    const std::string script = here.text("it's big/array.sbatch");
    CHECK(script.find("#SBATCH --array=1-4\n") != std::string::npos);
    CHECK(script.find("#SBATCH --cpus-per-task=3\n") != std::string::npos);
    CHECK(script.find("#SBATCH --signal=B:USR1@120\n") != std::string::npos);
    // as an array would: each task in any order
    CHECK(here.shell(
              "for k in 3 1 4 2; do SLURM_ARRAY_TASK_ID=$k bash \"it's big/array.sbatch\" || exit 9; done") ==
          0);
    CHECK(here.shell("txpath batch status \"it's big\"") == 0);
}
