// html_pages_test.cpp -- the pages that the program fills.
#include <catch2/catch.hpp>
#include <cstddef>
#include <string_view>

#include "app/pages.hpp"

namespace {

std::size_t times_in(std::string_view text, std::string_view part)
{
    std::size_t times = 0;
    for (std::size_t at = text.find(part); at != text.npos; at = text.find(part, at + part.size())) ++times;
    return times;
}

}  // namespace

TEST_CASE("a page has each mark once, one script after the data, and asks nobody for anything", "[pages]")
{
    using namespace txpath::app;
    for (const std::string_view page : {report_page(), explore_page()}) {
        if (page.empty()) continue;  // built without node and npm
        CHECK(times_in(page, head_mark) == 1);
        CHECK(times_in(page, data_mark) == 1);
        CHECK(times_in(page, "<script>") == 1);
        CHECK(times_in(page, "</script>") == 1);
        CHECK(page.find("<script>") > page.find(data_mark));
        CHECK(times_in(page, "<link") == 0);
        CHECK(times_in(page, " src=\"http") == 0);
        CHECK(page.substr(0, 15) == "<!doctype html>");
        CHECK(page.substr(page.size() - 8) == "</html>\n");
    }
}
