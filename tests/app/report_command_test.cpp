// report_command_test.cpp -- `txpath report` and `txpath open` as a user meets them.
#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

#include "app/page_file.hpp"
#include "app/pages.hpp"
#include "base/sha256.hpp"
#include "support/workplace.hpp"

using namespace txpath;
using namespace txpath::app;

namespace {

const std::string scenario = R"(txpath: 1
title: "</script><script>alert(1)</script>"
population: {size: 50}
time: {horizon: 1 year, report_every: 3 months}
tracks:
  care:
    states: {off: {}, on: {}}
    start: off
    transitions:
      begin: {from: off, to: on, rate: {value: 1 per year, source: assumption, note: "<img src=x onerror=alert(1)>"}}
run: {seed: 1, replicates: 3}
)";

std::size_t count_of(const std::string& text, const std::string& what)
{
    std::size_t count = 0;
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++count;
    return count;
}

/// A finished run, and where its page goes.
struct FinishedRun : Workplace {
    std::string folder, page;

    FinishedRun()
    {
        write("tiny.yaml", scenario);
        REQUIRE(shell("txpath run tiny.yaml --quiet") == 0);
        folder = "output/" + Workplace::folder().filename().string();
        page = folder + ".report.html";
    }
};

bool has_no_page()
{
    if (report_page().empty()) WARN("this build is without the report page");
    return report_page().empty();
}

}  // namespace

TEST_CASE("a filled page allows its own scripts and nothing else, and its title is text", "[app][report]")
{
    const std::string page =
        "<head><!--txpath:head--></head><body><!--txpath:data--><script>run()</script></body>";
    const std::string filled = filled_page({page, "a </title><script>x", "{}", PagePowers::none});
    // echo -n 'run()' | openssl dgst -sha256 -binary | base64
    CHECK(
        filled ==
        "<head><meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src "
        "'sha256-AvyuiL0SD1mVY3NNxR+V2uo+lhk6RMFrytWmRt6CrJQ='; style-src 'unsafe-inline'; img-src data: "
        "blob:; "
        "base-uri 'none'; form-action 'none'\">\n<title>a &lt;/title&gt;&lt;script&gt;x</title></head><body>"
        "<script type=\"application/json\" id=\"txpath-data\">{}</script><script>run()</script></body>");
    CHECK(filled_page({page, "", "{}", PagePowers::web_assembly})
              .find("'wasm-unsafe-eval'; worker-src blob:") != std::string::npos);
}

TEST_CASE("report writes one page beside the folder, which no text of the scenario breaks", "[app][report]")
{
    if (has_no_page()) return;
    const FinishedRun here;
    CHECK(here.text("out").find("report: txpath report output/tiny-") != std::string::npos);

    REQUIRE(here.shell("txpath report " + here.folder + "/") == 0);
    CHECK(here.text("out") == here.page + "\n");
    const std::string text = here.text(here.page);
    CHECK(text.find("txpath-report/1") != std::string::npos);
    CHECK(text.find("<script>alert(1)") == std::string::npos);
    CHECK(text.find("<img src=x") == std::string::npos);
    CHECK(count_of(text, "</script>") == count_of(std::string(report_page()), "</script>") + 1);

    CHECK(here.shell("txpath report " + here.folder) == 73);
    CHECK(here.text("err") == "txpath: error: " + here.page +
                                  " is there already; --force replaces it, --out FILE writes elsewhere\n");
    CHECK(here.shell("txpath report " + here.folder + " --force") == 0);
    CHECK(here.text(here.page) == text);
    CHECK(here.shell("txpath report " + here.folder + " " + here.folder + " --out two.html") == 0);
    CHECK(here.text("two.html").find("part2-") != std::string::npos);
}

TEST_CASE("open makes the page if it is missing and says where it is", "[app][report]")
{
    if (has_no_page()) return;
    const FinishedRun here;
    const std::string open = "env -u DISPLAY -u WAYLAND_DISPLAY '" TXPATH_PROGRAM "' open " + here.folder;
    for (int again = 0; again < 2; ++again) {
        CHECK(here.shell(open) == 0);
        CHECK(here.text("out") == here.page + "\n");
        CHECK(here.text("err") == "open it with a browser; there is no display here that could show it\n");
    }
    here.write(here.page, "old");
    std::filesystem::last_write_time(here / here.page, std::filesystem::file_time_type::min());
    CHECK(here.shell(open) == 0);
    CHECK(here.text(here.page).find("txpath-report/1") != std::string::npos);
}

TEST_CASE("report refuses what is no finished folder", "[app][report]")
{
    if (report_page().empty()) return;
    const Workplace here;
    CHECK(here.shell("txpath report nowhere") == 66);
    CHECK(here.text("err") ==
          "txpath: error: nowhere is not there; the folders of a scenario are listed by 'ls output'\n");
    here.write("some/manifest.json", "{");
    CHECK(here.shell("txpath report some") == 65);
    CHECK(here.shell("txpath report") == 64);
    CHECK_FALSE(std::filesystem::exists(here / "some.report.html"));
}
