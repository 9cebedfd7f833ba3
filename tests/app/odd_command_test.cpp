// odd_command_test.cpp -- `txpath odd` as a user meets it.
#include <sys/wait.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "support/written.hpp"

using namespace txpath;

namespace {

constexpr const char* two_exits = R"(txpath: 1
title: Two exits
time: {horizon: 2 years, report_every: 6 months}
population: {size: 2000}
tracks:
  care:
    start: ssri
    states: {ssri: {}, remission: {ends: true}, dropout: {ends: true}}
    transitions:
      remit: {from: ssri, to: remission, rate: 0.9 per year}
      drop:  {from: ssri, to: dropout, rate: 0.6 per year}
)";

std::string text_of(const WrittenFolder& here, const std::string& name)
{
    std::ifstream file{here.path() / name};
    std::stringstream all;
    all << file.rdbuf();
    return all.str();
}

/// Exit code of `txpath odd` with these arguments; its streams go to files `out` and `err`.
int odd(const WrittenFolder& here, const std::string& arguments)
{
    const auto line =
        "cd '" + here.path().string() + "' && '" TXPATH_PROGRAM "' odd " + arguments + " >out 2>err";
    const int status = std::system(line.c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

TEST_CASE("odd prints the page, or writes it to a file with a word about what is left to do", "[app][odd]")
{
    const WrittenFolder here;
    here.write("a.yaml", two_exits);

    REQUIRE(odd(here, "a.yaml") == 0);
    const std::string page = text_of(here, "out");
    CHECK(page.rfind("# ODD protocol: Two exits\n", 0) == 0);
    CHECK(text_of(here, "err").empty());

    REQUIRE(odd(here, "a.yaml --out a.md") == 0);
    CHECK(text_of(here, "a.md") == page);
    CHECK(text_of(here, "out").empty());
    CHECK(text_of(here, "err") == "wrote a.md; its last section lists what you have still to write\n");
    REQUIRE(odd(here, "a.yaml --out b.md --quiet") == 0);
    CHECK(text_of(here, "err").empty());
}

TEST_CASE("odd does not write over a file without --force", "[app][odd]")
{
    const WrittenFolder here;
    here.write("a.yaml", two_exits);
    here.write("a.md", "mine");

    CHECK(odd(here, "a.yaml --out a.md") == 73);
    CHECK(text_of(here, "err") == "txpath: error: a.md is there already; --force replaces it\n");
    CHECK(text_of(here, "a.md") == "mine");
    CHECK(odd(here, "a.yaml --out a.md --force") == 0);
    CHECK(text_of(here, "a.md").rfind("# ODD protocol: Two exits\n", 0) == 0);
    CHECK(odd(here, "a.yaml --out nowhere/a.md") == 73);
    CHECK(text_of(here, "err").find("nowhere/a.md") != std::string::npos);
}

TEST_CASE("odd refuses an absent scenario, a wrong one and a wrong command line", "[app][odd]")
{
    const WrittenFolder here;
    here.write("bad.yaml", "txpath: 1\ntitle: x\ntracts: {}\n");

    CHECK(odd(here, "nowhere.yaml --out a.md") == 66);
    CHECK(text_of(here, "err").find("nowhere.yaml") != std::string::npos);
    CHECK(odd(here, "bad.yaml --out a.md") == 65);
    CHECK(text_of(here, "err").find("bad.yaml:3:1: error:") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(here.path() / "a.md"));
    CHECK(odd(here, "") == 64);
    CHECK(odd(here, "bad.yaml --out") == 64);
    CHECK(text_of(here, "err") == "txpath: '--out' needs a value: --out FILE\ntry: txpath help\n");
}

TEST_CASE("odd describes the scenario with its overrides", "[app][odd]")
{
    const WrittenFolder here;
    here.write("a.yaml", two_exits);

    REQUIRE(odd(here, "a.yaml --set tracks.care.transitions.remit.rate='2 per year'") == 0);
    CHECK(text_of(here, "out").find("| rate | always | 2 per year |") != std::string::npos);
}

TEST_CASE("help and completion know that odd writes a file and run a folder", "[app][odd]")
{
    const WrittenFolder here;

    REQUIRE(odd(here, "--help") == 0);
    CHECK(text_of(here, "out").find("  --out FILE ") != std::string::npos);
    here.write("deep.md", "");
    here.write("complete",
               "'" TXPATH_PROGRAM
               "' completion bash > c; . ./c; COMP_WORDS=(txpath $1 --out dee); COMP_CWORD=3; _txpath\n"
               "echo ${COMPREPLY[*]}\n");
    const auto completed = [&here](const std::string& command) {
        const auto line = "cd '" + here.path().string() + "' && bash ./complete " + command + " >out 2>err";
        CHECK(std::system(line.c_str()) == 0);
        return text_of(here, "out");
    };
    CHECK(completed("odd") == "deep.md\n");
    CHECK(completed("run") == "\n");
}
