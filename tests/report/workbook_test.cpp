// workbook_test.cpp -- what cannot be seen from the program: tables that fit no sheet, names that fit no tab.
// What is in a workbook is read back by tests/scripts/workbook_test.py.
#include "report/workbook.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

#include "support/written.hpp"

using namespace txpath;
using namespace txpath::report;

namespace {

constexpr std::string_view dictionary_header = "table,column,type,unit,key,allowed,description\n";

/// What becomes of a folder with one table of `rows` rows.
std::string refusal_of(std::uint64_t rows)
{
    const WrittenFolder here;
    FolderWriter folder(here.path());
    std::string table = "count\n";
    for (std::uint64_t row = 0; row < rows; ++row) table += "1\n";
    folder.add_text("long.csv", table);
    folder.add_text("data_dictionary.csv", std::string(dictionary_header) + "long,count,integer,,0,,\n");
    try {
        add_workbook(folder);
    } catch (const WorkbookError& error) {
        return error.what();
    }
    return std::filesystem::exists(here.path() / "tables.xlsx") ? "" : "no workbook";
}

}  // namespace

TEST_CASE("a table with one row more than a sheet holds is no workbook", "[workbook][slow]")
{
    if (!has_workbooks()) return;
    CHECK(refusal_of(most_workbook_rows).empty());
    CHECK(refusal_of(most_workbook_rows + 1) ==
          "the table 'long' has more than the 1048575 rows that a sheet holds; leave out --xlsx");
}

TEST_CASE("tables whose names are too long for a sheet keep sheets of their own", "[workbook]")
{
    if (!has_workbooks()) return;
    const WrittenFolder here;
    FolderWriter folder(here.path());
    const std::string name(40, 'a');
    std::string dictionary(dictionary_header);
    for (const char* end : {"x", "y", "z"}) {
        folder.add_text(name + end + ".csv", "said\n\"a, \"\"b\"\"\"\n");
        dictionary += name + end + ",said,text,,0,,\n";
    }
    folder.add_text("data_dictionary.csv", dictionary);
    folder.add_text("given_by_the_user.csv", "no table of ours\n");
    add_workbook(folder);
    CHECK(folder.files().back().name == "tables.xlsx");
    CHECK(std::filesystem::file_size(here.path() / "tables.xlsx") == folder.files().back().bytes);
    CHECK_FALSE(std::filesystem::exists(here.path() / "tables.xlsx.scratch"));
}

TEST_CASE("a column that the dictionary lacks is a mistake of ours", "[workbook]")
{
    if (!has_workbooks()) return;
    const WrittenFolder here;
    FolderWriter folder(here.path());
    folder.add_text("one.csv", "known,forgotten\n1,2\n");
    folder.add_text("data_dictionary.csv", std::string(dictionary_header) + "one,known,integer,,0,,\n");
    CHECK_THROWS_WITH(add_workbook(folder), "data_dictionary.csv lacks column 'forgotten' of 'one'");
}
