// csv_read_test.cpp -- claims about tables: RFC 4180 by the letter.
#include "base/csv_read.hpp"

#include <catch2/catch.hpp>

using namespace txpath;

namespace {

std::string mistake_in(std::string_view text)
{
    const auto result = read_csv(text, {});
    if (result.mistakes.empty()) return "none";
    const auto& first = result.mistakes.front();
    return std::to_string(first.line) + ":" + std::to_string(first.column) + " " + first.message;
}

}  // namespace

TEST_CASE("cells know where they stand, with a byte order mark and CRLF too", "[csv]")
{
    const auto result = read_csv("\xEF\xBB\xBFname,rate\r\nna\xC3\xAFve,0.5\r\n", {});
    REQUIRE(result.table);
    REQUIRE(result.table->rows.size() == 1);
    const auto& cell = result.table->rows[0][1];
    CHECK(cell.text == "0.5");
    CHECK(cell.line == 2);
    CHECK(cell.column == 7);
    CHECK(cell.length == 3);
}

TEST_CASE("quotes hold commas, quotes and line ends", "[csv]")
{
    const auto result = read_csv("a,b\n\"x, \"\"y\"\"\",\"two\nlines\"\n1,2", {});
    REQUIRE(result.table);
    CHECK(result.table->rows[0][0].text == "x, \"y\"");
    CHECK(result.table->rows[0][1].text == "two\nlines");
    CHECK(result.table->rows[1][0].line == 4);
}

TEST_CASE("a table that is not one says where", "[csv]")
{
    CHECK(mistake_in("a,b\n1\n") == "2:1 the line has 1 cells, the header has 2");
    CHECK(mistake_in("a,a\n") == "1:3 two columns have the name 'a'");
    CHECK(mistake_in("a;b\n1;2\n") == "1:1 the columns are not separated by commas");
    CHECK(mistake_in("a\n\"x\n") == "2:1 a quote is not closed");
    CHECK(mistake_in("a\nx\"y\n") == "2:2 a quote stands inside a cell");
    CHECK(mistake_in("a\n\"x\"y\n") == "2:4 text follows a closed quote");
    CHECK(mistake_in("a\n\xFF\n") == "2:1 a byte is not UTF-8");
    CHECK(mistake_in("") == "1:1 the table has no header");
    CHECK(mistake_in("a,b\n\n1,2\n") == "2:1 a line is empty");
    CHECK(mistake_in("a,b\n1,2\n\n") == "none");
}
