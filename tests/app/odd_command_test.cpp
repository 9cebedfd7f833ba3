// odd_command_test.cpp -- `txpath odd` as a user meets it.

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

#include "support/two_exits.hpp"
#include "support/workplace.hpp"

using namespace txpath;

namespace {

/// Exit code of `txpath odd` with these arguments; its streams go to files `out` and `err`.
int odd(const Workplace& here, const std::string& arguments)
{
    return here.shell("txpath odd " + arguments);
}

}  // namespace

TEST_CASE("odd prints the page, or writes it to a file with a word about what is left to do", "[app][odd]")
{
    const Workplace here;
    here.write("a.yaml", two_exits);

    REQUIRE(odd(here, "a.yaml") == 0);
    const std::string page = here.text("out");
    CHECK(page.rfind("# ODD protocol: Two exits\n", 0) == 0);
    CHECK(here.text("err").empty());

    REQUIRE(odd(here, "a.yaml --out a.md") == 0);
    CHECK(here.text("a.md") == page);
    CHECK(here.text("out").empty());
    CHECK(here.text("err") == "wrote a.md; its last section lists what you have still to write\n");
    REQUIRE(odd(here, "a.yaml --out b.md --quiet") == 0);
    CHECK(here.text("err").empty());
}

TEST_CASE("odd does not write over a file without --force", "[app][odd]")
{
    const Workplace here;
    here.write("a.yaml", two_exits);
    here.write("a.md", "mine");

    CHECK(odd(here, "a.yaml --out a.md") == 73);
    CHECK(here.text("err") == "txpath: error: a.md is there already; --force replaces it\n");
    CHECK(here.text("a.md") == "mine");
    CHECK(odd(here, "a.yaml --out a.md --force") == 0);
    CHECK(here.text("a.md").rfind("# ODD protocol: Two exits\n", 0) == 0);
    CHECK(odd(here, "a.yaml --out nowhere/a.md") == 73);
    CHECK(here.text("err").find("nowhere/a.md") != std::string::npos);
}

TEST_CASE("odd refuses an absent scenario, a wrong one and a wrong command line", "[app][odd]")
{
    const Workplace here;
    here.write("bad.yaml", "txpath: 1\ntitle: x\ntracts: {}\n");

    CHECK(odd(here, "nowhere.yaml --out a.md") == 66);
    CHECK(here.text("err").find("nowhere.yaml") != std::string::npos);
    CHECK(odd(here, "bad.yaml --out a.md") == 65);
    CHECK(here.text("err").find("bad.yaml:3:1: error:") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(here / "a.md"));
    CHECK(odd(here, "") == 64);
    CHECK(odd(here, "bad.yaml --out") == 64);
    CHECK(here.text("err") == "txpath: '--out' needs a value: --out FILE\ntry: txpath help\n");
}

TEST_CASE("odd describes the scenario with its overrides", "[app][odd]")
{
    const Workplace here;
    here.write("a.yaml", two_exits);

    REQUIRE(odd(here, "a.yaml --set tracks.care.transitions.remit.rate='2 per year'") == 0);
    CHECK(here.text("out").find("| rate | always | 2 per year |") != std::string::npos);
}

TEST_CASE("help and completion know that odd writes a file and run a folder", "[app][odd]")
{
    const Workplace here;

    REQUIRE(odd(here, "--help") == 0);
    CHECK(here.text("out").find("  --out FILE ") != std::string::npos);
    here.write("deep.md", "");
    here.write("complete",
               "'" TXPATH_PROGRAM
               "' completion bash > c; . ./c; COMP_WORDS=(txpath $1 --out dee); COMP_CWORD=3; _txpath\n"
               "echo ${COMPREPLY[*]}\n");
    const auto completed = [&here](const std::string& command) {
        CHECK(here.shell("bash ./complete " + command) == 0);
        return here.text("out");
    };
    CHECK(completed("odd") == "deep.md\n");
    CHECK(completed("run") == "\n");
}
