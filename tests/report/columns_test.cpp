// columns_test.cpp -- the registry of tables and columns.
#include "report/columns.hpp"

#include <catch2/catch.hpp>
#include <regex>
#include <set>
#include <string>

using namespace txpath::report;

namespace {

/// Those of runs, calibrations and analyses, the dictionary once.
std::set<Table> every_table()
{
    std::set<Table> tables(all_tables.begin(), all_tables.end());
    tables.insert(calibration_tables.begin(), calibration_tables.end());
    tables.insert(barrier_tables.begin(), barrier_tables.end());
    tables.insert(uncertainty_tables.begin(), uncertainty_tables.end());
    tables.insert(sensitivity_tables.begin(), sensitivity_tables.end());
    return tables;
}

}  // namespace

TEST_CASE("names of tables and columns are plain and unique", "[columns]")
{
    const std::regex plain("[a-z][a-z0-9_]*");
    // spelled as dampack spells them
    const std::set<Table> spelled{Table::ceac, Table::evpi, Table::evppi, Table::expected_loss, Table::icers};
    const std::regex mixed("[A-Za-z][A-Za-z0-9_]*");
    std::set<std::string> tables;
    for (const Table table : every_table()) {
        CHECK(tables.insert(std::string(info(table).name)).second);
        CHECK(std::regex_match(std::string(info(table).name), plain));
        CHECK_FALSE(info(table).description.empty());
        std::set<std::string> names;
        for (const Column& column : columns_of(table)) {
            INFO(info(table).name << '.' << column.name);
            CHECK(column.table == table);
            CHECK(names.insert(std::string(column.name)).second);
            CHECK(std::regex_match(std::string(column.name), spelled.contains(table) ? mixed : plain));
            CHECK_FALSE(column.description.empty());
        }
    }
}

TEST_CASE("keys stand before values in every table", "[columns]")
{
    for (const Table table : every_table()) {
        bool is_key = true;
        for (const Column& column : columns_of(table)) {
            INFO(info(table).name << '.' << column.name);
            CHECK((is_key || !column.is_key));
            is_key = column.is_key;
        }
        CHECK(columns_of(table).front().is_key);
    }
}
