// program_test.cpp -- the program as a user meets it: exit codes, streams, files.

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "support/two_exits.hpp"
#include "support/workplace.hpp"

using txpath::two_exits;
using txpath::Workplace;

namespace fs = std::filesystem;

TEST_CASE("a wrong command line is one sentence on standard error and exit code 64", "[app]")
{
    const Workplace here;

    CHECK(here.shell("txpath rum a.yaml") == 64);
    CHECK(here.text("err") == "txpath: there is no command 'rum'; did you mean 'run'?\ntry: txpath help\n");
    CHECK(here.text("out").empty());
}

TEST_CASE("an absent scenario is exit code 66, a wrong one 65, both named", "[app]")
{
    const Workplace here;

    CHECK(here.shell("txpath run nowhere.yaml") == 66);
    CHECK(here.text("err").find("nowhere.yaml") != std::string::npos);
    here.write("bad.yaml", "txpath: 1\ntitle: x\ntracts: {}\n");
    CHECK(here.shell("txpath check bad.yaml") == 65);
    CHECK(here.text("err").find("bad.yaml:3:1: error:") != std::string::npos);
    CHECK(here.text("err").find("nothing was run\n") != std::string::npos);
    CHECK(here.text("out").empty());
}

TEST_CASE("a study is checked like a scenario, and told apart by its keys", "[app]")
{
    const Workplace here;
    here.write("usual.yaml", two_exits);
    here.write("other.yaml", "txpath: 1\nextends: usual.yaml\ntitle: Other\n");
    const std::string strategies =
        "txpath: 1\nstrategies: {usual: {scenario: usual.yaml}, other: {scenario: other.yaml}}\n";
    here.write("study.yaml", strategies + "reference: other\n");
    CHECK(here.shell("txpath check study.yaml --quiet --set run.seed=3") == 0);
    CHECK(here.text("out") == "study is in order: compares usual, other with reference 'other'\n");
    CHECK(here.shell("txpath check study.yaml --json") == 0);
    CHECK(nlohmann::json::parse(here.text("out"))["ok"] == true);
    CHECK(here.shell("txpath check study.yaml --explain") == 64);
    CHECK(here.text("err") == "txpath: error: --explain is for a scenario, and study.yaml is a study\n");

    here.write("wrong.yaml", strategies + "reference: another\n");
    CHECK(here.shell("txpath check wrong.yaml") == 65);
    CHECK(here.text("err").find("wrong.yaml:3:12: error: no strategy 'another'") != std::string::npos);
    CHECK(here.shell("txpath calibrate study.yaml") == 65);
    CHECK(here.text("err").find("the study has no 'calibrate'") != std::string::npos);
    fs::remove(here / "other.yaml");
    CHECK(here.shell("txpath check study.yaml") == 66);
}

TEST_CASE("what init writes runs as it stands, and is not written over", "[app]")
{
    const Workplace here;

    REQUIRE(here.shell("txpath init first.yaml") == 0);
    CHECK(fs::exists(here / "txpath.schema.json"));
    CHECK(here.shell("txpath check first.yaml") == 0);
    CHECK(here.shell("txpath run first.yaml --population 500 --quiet") == 0);
    CHECK(here.text("err").empty());
    CHECK(here.text("out").find("\nfiles: output/first-") != std::string::npos);

    here.write("first.yaml", "mine");
    CHECK(here.shell("txpath init first.yaml") == 73);
    CHECK(here.text("first.yaml") == "mine");
    CHECK(here.shell("txpath init first.yaml --force") == 0);
    CHECK(here.text("first.yaml") != "mine");
}

TEST_CASE("a run folder is not replaced without --force", "[app]")
{
    const Workplace here;
    here.write("a.yaml", two_exits);

    REQUIRE(here.shell("txpath run a.yaml") == 0);
    CHECK(here.shell("txpath run a.yaml") == 73);
    CHECK(here.text("err").find("--force replaces it") != std::string::npos);
    CHECK(here.shell("txpath run a.yaml --force") == 0);
    CHECK(here.shell("cd output/* && sha256sum --quiet -c SHA256SUMS") == 0);
}

TEST_CASE("tables do not depend on the number of threads", "[app]")
{
    const Workplace here;
    here.write("a.yaml", two_exits);

    REQUIRE(here.shell("txpath run a.yaml --out one --threads 1") == 0);
    REQUIRE(here.shell("txpath run a.yaml --out three --threads 3") == 0);
    CHECK(here.shell("diff -r --exclude manifest.json --exclude SHA256SUMS one three") == 0);
}

TEST_CASE("the effective scenario of a run shows its overrides and runs to the same tables", "[app]")
{
    const Workplace here;
    here.write("a.yaml", two_exits);

    REQUIRE(
        here.shell(
            "txpath run a.yaml --out one --seed 5 --set tracks.care.transitions.remit.rate='2 per year'") ==
        0);
    REQUIRE(here.shell("cp one/*/scenario.effective.yaml a.yaml && txpath run a.yaml --out two") == 0);
    CHECK(here.only_folder("one").filename() == here.only_folder("two").filename());
    CHECK(here.shell("diff one/*/timeseries.csv two/*/timeseries.csv") == 0);
}

TEST_CASE("--json prints one object that says where the files are and how it ended", "[app]")
{
    const Workplace here;
    here.write("a.yaml", two_exits);

    REQUIRE(here.shell("txpath run a.yaml --json --replicates 2") == 0);
    const auto run = nlohmann::json::parse(here.text("out"));
    CHECK(fs::exists(here / run["folder"].get<std::string>()));
    CHECK(run["replicates"] == 2);
    CHECK(run["people"] == 2000);
    CHECK(run["states"]["care.ssri"]["start"] == 2000.0);
    // 2,000 e^-3 = 99.57 with a standard error of 6.9 over two replicates; five of them
    CHECK(run["states"]["care.ssri"]["end"].get<double>() == Approx(99.57).margin(34.5));
}

TEST_CASE("a dry run says what it would take and writes nothing", "[app]")
{
    const Workplace here;
    here.write("a.yaml", two_exits);

    REQUIRE(here.shell("txpath run a.yaml --dry-run --threads 2") == 0);
    const auto text = here.text("out");
    CHECK(text.rfind("a: nothing was run\nwork    1 replicate of 2000 people, 4000 person-years\n", 0) == 0);
    CHECK(text.find("\nmemory  about ") != std::string::npos);
    CHECK(text.find("\ndisk    about ") != std::string::npos);
    CHECK_FALSE(fs::exists(here / "output"));
}

TEST_CASE("a signal stops the run, leaves nothing half done behind and decides the exit code", "[app]")
{
    const Workplace here;
    here.write("a.yaml", two_exits);
    const std::string long_run = "'" TXPATH_PROGRAM "' run a.yaml --population 50000000 --replicates 20";

    CHECK(here.shell("timeout --preserve-status -s TERM 0.5 " + long_run) == 143);
    CHECK(here.text("err").find("stopped; nothing was written\n") != std::string::npos);
    CHECK(here.shell("timeout --preserve-status -s INT 0.5 " + long_run) == 130);
    CHECK((!fs::exists(here / "output") || fs::is_empty(here / "output")));
}

TEST_CASE("output that cannot be written is exit code 73 or 74", "[app]")
{
    const Workplace here;
    here.write("a.yaml", two_exits);
    here.write("file", "");

    CHECK(here.shell("txpath run a.yaml --out file") == 73);
    CHECK(here.shell("txpath help >/dev/full") == 74);
    CHECK(here.text("err") == "txpath: error: cannot write to standard output\n");
}

namespace {

/// Two years of daily reports onto a small disk mounted with `options`; not 0 if no disk can be mounted here.
int run_onto_disk(const Workplace& here, const std::string& options)
{
    here.write("a.yaml", two_exits);
    here.write("steps",
               "mount -t tmpfs -o " + options +
                   " none full || exit 99\n"
                   "'" TXPATH_PROGRAM
                   "' run a.yaml --out full --set 'time.report_every=1 day' --replicates 20 --quiet\n"
                   "code=$?; ls -A full >left; exit $code\n");
    fs::create_directory(here / "full");
    // The mount is gone with the namespace it was made in.
    return here.shell("unshare --mount --map-root-user sh steps");
}

}  // namespace

TEST_CASE("a run onto a full disk is exit code 74, names the file and leaves no half of it behind", "[app]")
{
    // Room for bytes, but not for so many files.
    const Workplace here;
    const int code = run_onto_disk(here, "size=100m,nr_inodes=5");
    if (code == 99 || code == 1) {
        WARN("skipped: this machine does not let tests mount a small disk");
        return;
    }

    CHECK(code == 74);
    CHECK(here.text("err").find("txpath: error: full/a-") == 0);
    CHECK(here.text("err").find(": No space left on device; about ") != std::string::npos);
    // what was simulated, so that a run with more room need only write
    CHECK(here.text("left").ends_with(".unfinished\n"));
    CHECK(std::ranges::count(here.text("left"), '\n') == 1);
}

TEST_CASE("a run onto a disk that is too small is refused before it begins", "[app]")
{
    const Workplace here;
    const int code = run_onto_disk(here, "size=1m");
    if (code == 99 || code == 1) {
        WARN("skipped: this machine does not let tests mount a small disk");
        return;
    }

    CHECK(code == 74);
    const std::string said = here.text("err");
    CHECK(said.find("txpath: error: full/a-") == 0);
    CHECK(said.find(" needs about ") != std::string::npos);
    CHECK(said.find(" and the disk has 1.05 MB free; --tables aggregates,") != std::string::npos);
    CHECK(here.text("left").empty());
}

TEST_CASE("an unwritable place is exit code 73 before anything is simulated", "[app]")
{
    const Workplace here;
    here.write("a.yaml", two_exits);
    here.write("file", "");
    // A run of hours, if it began.
    const std::string long_run = "'" TXPATH_PROGRAM "' run a.yaml --population 50000000 --replicates 100 ";

    CHECK(here.shell("timeout 20 " + long_run + "--out file/below") == 73);
    CHECK(here.text("err").find("txpath: error: cannot create 'file/below/a-") == 0);
    CHECK(here.text("err").find("': Not a directory\n") != std::string::npos);

    here.write("steps", "mount -t tmpfs -o ro none sealed || exit 99\n" + long_run + "--out sealed/deep\n");
    fs::create_directory(here / "sealed");
    const int code = here.shell("timeout 20 unshare --mount --map-root-user sh steps");
    if (code == 99 || code == 1) return;
    CHECK(code == 73);
    CHECK(here.text("err").find("': Read-only file system\n") != std::string::npos);
}

TEST_CASE("colour is only where it is wanted", "[app]")
{
    const Workplace here;
    const auto has_colour = [&here] { return here.text("err").find('\x1b') != std::string::npos; };

    REQUIRE(here.shell("txpath check nowhere.yaml") == 66);
    CHECK_FALSE(has_colour());
    REQUIRE(here.shell("txpath check nowhere.yaml --color always") == 66);
    CHECK(has_colour());
}

// Sanitizers lay claim to more addresses than the limit leaves.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST_CASE("a run that cannot fit into memory is refused before it begins", "[app]")
{
    const Workplace here;
    here.write("a.yaml", two_exits);

    CHECK(here.shell("(ulimit -v 400000; txpath run a.yaml --replicates 100000)") == 70);
    CHECK(here.text("err").find("the run needs about ") != std::string::npos);
}
#endif

TEST_CASE("the doctor finds the stored fingerprints", "[app]")
{
    const Workplace here;

    CHECK(here.shell("txpath doctor --json") == 0);
    for (const auto& finding : nlohmann::json::parse(here.text("out"))) {
        INFO(finding["what"] << ": " << finding["value"]);
        CHECK(finding["ok"] == true);
    }
}

TEST_CASE("completion scripts are read by the shells that are there", "[app]")
{
    const Workplace here;

    CHECK(here.shell("txpath completion bash > c && bash -n c") == 0);
    CHECK(
        here.shell(
            "bash -c '. ./c; COMP_WORDS=(txpath run --see); COMP_CWORD=2; _txpath; echo ${COMPREPLY[*]}'") ==
        0);
    CHECK(here.text("out") == "--seed\n");
    CHECK(here.shell(
              "bash -c '. ./c; COMP_WORDS=(txpath che); COMP_CWORD=1; _txpath; echo ${COMPREPLY[*]}'") == 0);
    CHECK(here.text("out") == "check cheers\n");
    CHECK(here.shell("bash -c '. ./c; COMP_WORDS=(txpath run --color a); COMP_CWORD=3; _txpath; echo "
                     "${COMPREPLY[*]}'") == 0);
    CHECK(here.text("out") == "auto always\n");
    CHECK(here.shell("command -v zsh || exit 0; txpath completion zsh > c && zsh -n c") == 0);
    CHECK(here.shell("command -v fish || exit 0; txpath completion fish > c && fish -n c") == 0);
}

TEST_CASE("run writes the tables that are asked for, compressed if asked, and the numbers stay", "[app]")
{
    const Workplace here;
    here.write("exits.yaml", two_exits);
    const std::string run = "txpath run exits.yaml --quiet --replicates 2";
    REQUIRE(here.shell(run + " --out all") == 0);
    const std::string summary = here.text("out");
    REQUIRE(here.shell(run + " --out some --tables aggregates --compress gzip") == 0);
    CHECK(here.text("out").substr(0, here.text("out").find("files:")) ==
          summary.substr(0, summary.find("files:")));

    const fs::path all = here.only_folder("all"), some = here.only_folder("some");
    CHECK(all.filename() == some.filename());
    CHECK_FALSE(fs::exists(some / "timeseries.csv.gz"));
    CHECK(here.shell("cd '" + some.string() + "' && sha256sum -c --quiet SHA256SUMS && gunzip *.gz") == 0);
    for (const char* table : {"timeseries_summary.csv", "stateprobs.csv", "flows.csv", "ce.csv", "qalys.csv"})
        CHECK(here.text(some / table) == here.text(all / table));

    CHECK(here.shell(run + " --out no --xlsx --compress zstd") == 64);
    CHECK(here.text("err") ==
          "txpath: error: --xlsx is made from tables that are not compressed; leave out --xlsx or "
          "--compress\n");
    CHECK_FALSE(fs::exists(here / "no"));
}

TEST_CASE("a run whose tables have no room is refused before it begins", "[app]")
{
    const Workplace here;
    here.write("exits.yaml", two_exits);
    CHECK(here.shell(
              "txpath run exits.yaml --replicates 1000000 --set time.report_every='1 hour' --out big") == 74);
    const std::string said = here.text("err");
    CHECK(said.starts_with("txpath: error: big/exits-"));
    CHECK(said.find(" needs about ") != std::string::npos);
    CHECK(said.find(" free; --tables aggregates, --compress gzip or fewer replicates need less, "
                    "--out DIR writes elsewhere\n") != std::string::npos);
    CHECK(fs::is_empty(here / "big"));
}
