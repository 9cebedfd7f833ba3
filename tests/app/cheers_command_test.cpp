// cheers_command_test.cpp -- `txpath cheers` as a user meets it.
#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

#include "support/workplace.hpp"

using namespace txpath;

namespace {

const std::string data = std::string(TXPATH_SOURCE) + "/tests/data/cheers/";

int cheers(const Workplace& here, const std::string& arguments)
{
    return here.shell("txpath cheers " + arguments);
}

}  // namespace

TEST_CASE("cheers prints the draft of a study or of a scenario, or writes it to a file", "[app][cheers]")
{
    const Workplace here;
    REQUIRE(cheers(here, data + "study.yaml") == 0);
    const std::string page = here.text("out");
    CHECK(page.starts_with("# CHEERS 2022: Better care for an illness\n"));
    CHECK(here.text("err").empty());
    REQUIRE(cheers(here, data + "study.yaml --out a.md") == 0);
    CHECK(here.text("a.md") == page);
    CHECK(here.text("err") == "wrote a.md; its last section lists what you have still to write\n");
    CHECK(cheers(here, data + "study.yaml --out a.md") == 73);
    CHECK(here.text("err") == "txpath: error: a.md is there already; --force replaces it\n");
    CHECK(cheers(here, data + "usual.yaml --out a.md --force --quiet") == 0);
    CHECK(here.text("a.md").starts_with("# CHEERS 2022: Usual care\n"));
    CHECK(here.text("err").empty());
}

TEST_CASE("cheers describes what the command line sets", "[app][cheers]")
{
    const Workplace here;
    REQUIRE(cheers(here, data + "study.yaml --set time.horizon='3 years'") == 0);
    CHECK(here.text("out").find("The horizon is 3 years from time 0.") != std::string::npos);
}

TEST_CASE("cheers refuses an absent file, a wrong one and a wrong command line", "[app][cheers]")
{
    const Workplace here;
    here.write("bad.yaml", "txpath: 1\ntitle: x\ntracts: {}\n");
    here.write("worse.yaml", "txpath: 1\nstrategies:\n  one: {scenario: nowhere.yaml}\n");
    CHECK(cheers(here, "nowhere.yaml --out a.md") == 66);
    CHECK(here.text("err").find("nowhere.yaml") != std::string::npos);
    CHECK(cheers(here, "bad.yaml --out a.md") == 65);
    CHECK(here.text("err").find("bad.yaml:3:1: error:") != std::string::npos);
    CHECK(cheers(here, "worse.yaml") != 0);
    CHECK(here.text("err").find("nowhere.yaml") != std::string::npos);
    CHECK_FALSE(std::filesystem::exists(here / "a.md"));
    CHECK(cheers(here, "") == 64);
}
