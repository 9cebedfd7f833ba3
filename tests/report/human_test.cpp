// human_test.cpp -- numbers as people read them.
#include "report/human.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

using namespace txpath::report;

TEST_CASE("numbers keep three digits and all those left of the point", "[human]")
{
    CHECK(rounded(0.0) == "0");
    CHECK(rounded(7.0) == "7");
    CHECK(rounded(1234567.8) == "1,234,568");
    CHECK(rounded(-1234.4) == "-1,234");
    CHECK(rounded(999.6) == "1,000");
    CHECK(rounded(99.96) == "100");
    CHECK(rounded(56.78) == "56.8");
    CHECK(rounded(9.876) == "9.88");
    CHECK(rounded(0.012345) == "0.0123");
    CHECK(rounded(std::nan("")) == "-");
    CHECK(with_thousands(1000) == "1,000");
    CHECK(with_thousands(999) == "999");
    CHECK(with_thousands(12345678901) == "12,345,678,901");
}

TEST_CASE("spans of time are said in the largest unit that fits", "[human]")
{
    CHECK(span_of_days(1826.25) == "5 years");
    CHECK(span_of_days(365.25) == "1 year");
    CHECK(span_of_days(547.875) == "18 months");
    CHECK(span_of_days(84.0) == "12 weeks");
    CHECK(span_of_days(10.0) == "10 days");
    CHECK(span_of_days(1.0) == "1 day");
    CHECK(span_of_days(0.5) == "0.5 days");
}

TEST_CASE("a sparkline runs from the lowest to the highest point", "[human]")
{
    CHECK(sparkline(std::vector<double>{0, 1, 2, 3, 4, 5, 6, 7}, 8, Marks::blocks) == "▁▂▃▄▅▆▇█");
    CHECK(sparkline(std::vector<double>{7, 0}, 8, Marks::ascii) == "#_");
    CHECK(sparkline(std::vector<double>{3, 3, 3}, 8, Marks::ascii) == "~~~");
    CHECK(sparkline(std::vector<double>{0, 0, 1, 1, 7, 7}, 3, Marks::ascii) == "_.#");
    CHECK(sparkline(std::vector<double>{0, std::nan(""), 7}, 8, Marks::ascii) == "_ #");
    CHECK(sparkline(std::vector<double>{}, 8, Marks::ascii).empty());
}
