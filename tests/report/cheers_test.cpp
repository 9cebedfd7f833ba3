// cheers_test.cpp -- the CHEERS draft: all of it, no more than is known, nothing ticked.
#include "txpath/cheers.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

using namespace txpath;

namespace {

const std::string folder = std::string(TXPATH_SOURCE) + "/tests/data/cheers/";

std::string whole_file(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

DecisionStudy study()
{
    auto loaded = load_decision(folder + "study.yaml", {});
    if (!loaded) FAIL(render(loaded.why_not()));
    return std::move(loaded.value());
}

Scenario scenario(const std::string& file)
{
    auto loaded = load_scenario(folder + file, {});
    if (!loaded) FAIL(render(loaded.why_not()));
    return std::move(loaded.value());
}

const CheersFacts facts{.version = "0.1.0"};

/// As the statement has them (Husereau et al. 2022, table 1).
const std::vector<std::string> titles = {
    "Title",
    "Abstract",
    "Background and objectives",
    "Health economic analysis plan",
    "Study population",
    "Setting and location",
    "Comparators",
    "Perspective",
    "Time horizon",
    "Discount rate",
    "Selection of outcomes",
    "Measurement of outcomes",
    "Valuation of outcomes",
    "Measurement and valuation of resources and costs",
    "Currency, price date, and conversion",
    "Rationale and description of model",
    "Analytics and assumptions",
    "Characterising heterogeneity",
    "Characterising distributional effects",
    "Characterising uncertainty",
    "Approach to engagement with patients and others affected by the study",
    "Study parameters",
    "Summary of main results",
    "Effect of uncertainty",
    "Effect of engagement with patients and others affected by the study",
    "Study findings, limitations, generalisability, and current knowledge",
    "Source of funding",
    "Conflicts of interest"};

/// What stands under an item, from 1.
std::string item(const std::string& page, std::size_t number)
{
    const std::string heading = fmt::format("### {} {}\n\n", number, titles[number - 1]);
    const auto from = page.find(heading);
    if (from == std::string::npos) FAIL("no item " << number);
    const auto end = page.find("\n#", from + heading.size());
    return page.substr(from + heading.size(), end - from - heading.size() + 1);
}

std::vector<std::string> lines_of(const std::string& text)
{
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

}  // namespace

TEST_CASE("the draft of a small study is this", "[cheers]")
{
    const std::string page = cheers_text(study(), facts);
    CHECK(page == whole_file(folder + "study.md"));
    CHECK(page == cheers_text(study(), facts));
}

TEST_CASE("each of the 28 items is there once, in order", "[cheers]")
{
    for (const std::string& page :
         {cheers_text(study(), facts), cheers_text(scenario("usual.yaml"), facts)}) {
        std::size_t number = 0;
        for (const std::string& line : lines_of(page)) {
            if (!line.starts_with("### ")) continue;
            REQUIRE(number < titles.size());
            CHECK(line == fmt::format("### {} {}", number + 1, titles[number]));
            ++number;
        }
        CHECK(number == 28);
        for (std::size_t k = 1; k <= 28; ++k) CHECK_FALSE(item(page, k).empty());
    }
}

TEST_CASE("items that only the author knows claim nothing", "[cheers]")
{
    const std::string page = cheers_text(study(), facts);
    for (const std::size_t number : {2, 4, 21, 23, 24, 25, 27, 28}) {
        INFO(number);
        for (const std::string& line : lines_of(item(page, number)))
            CHECK((line.empty() || line.starts_with("**AUTHOR**: ")));
    }
}

TEST_CASE("every slot is listed at the end with its item, and nothing is ticked", "[cheers]")
{
    const std::string page = cheers_text(study(), facts);
    std::vector<std::string> slots, listed;
    const std::string end = page.substr(page.find("## What the author has still to write\n"));
    for (std::size_t number = 1; number <= 28; ++number)
        for (const std::string& line : lines_of(item(page, number)))
            if (line.starts_with("**AUTHOR**: "))
                slots.push_back(fmt::format("{}. {} {}: {}", slots.size() + 1, number, titles[number - 1],
                                            line.substr(12, line.size() - 13)));
    for (const std::string& line : lines_of(end))
        if (line.find(". ") < 4) listed.push_back(line);
    CHECK(slots.size() > 20);
    CHECK(listed == slots);
    CHECK(end.find(fmt::format("\n{} slots,", slots.size())) != std::string::npos);
    for (const char* tick : {"[x]", "[ ]", "\u2713", "\u2714", "\u2611"})
        CHECK(page.find(tick) == std::string::npos);
}

TEST_CASE("an item says what the study says", "[cheers]")
{
    const std::string page = cheers_text(study(), facts);
    CHECK(item(page, 7).find("| `usual` (reference) | Usual care | `usual` | nothing |") !=
          std::string::npos);
    CHECK(item(page, 8).find("The perspective is `payer`: it counts the cost categories `drug`.") !=
          std::string::npos);
    CHECK(item(page, 9).find("5 years") != std::string::npos);
    CHECK(item(page, 10).find("3 % per year") != std::string::npos);
    CHECK(item(page, 15).find("USD at prices of 2025") != std::string::npos);
    CHECK(item(page, 17).find("| `parameters.recovery` | 1.2 per year | half as fast again |") !=
          std::string::npos);
    CHECK(item(page, 18).find("by `sex`") != std::string::npos);
    CHECK(item(page, 22).find("gamma(") != std::string::npos);
    CHECK(page.find("- trial2020: Author A (2020) A trial. Journal 1:1-10\n") != std::string::npos);
}

TEST_CASE("a scenario alone compares nothing", "[cheers]")
{
    const std::string page = cheers_text(scenario("usual.yaml"), facts);
    CHECK(item(page, 7).find("One scenario, `usual`, is described; nothing is compared with it.") == 0);
    CHECK(item(page, 8).find(
              "No perspective is chosen: all cost categories are counted, `drug` and `visit`.") == 0);
    CHECK(page.find("strategies share") == std::string::npos);
}
