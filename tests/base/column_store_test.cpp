// column_store_test.cpp -- claims about rows that are read back by column.
#include "base/column_store.hpp"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <cmath>
#include <filesystem>
#include <limits>
#include <string>
#include <vector>

#include "base/files.hpp"

using namespace txpath;
namespace fs = std::filesystem;

namespace {

struct Scratch {
    fs::path folder = fs::temp_directory_path() / ("txpath_column_store_test_" + std::to_string(::getpid()));
    Scratch() { fs::create_directories(folder); }
    ~Scratch() { fs::remove_all(folder); }
};

/// A number that says where it belongs.
double cell(std::size_t row, std::size_t column)
{
    return static_cast<double>(row) + 1e-6 * static_cast<double>(column);
}

void fill(ColumnStore& store, std::size_t rows)
{
    std::vector<double> row(store.width());
    for (std::size_t r = 0; r < rows; ++r) {
        for (std::size_t column = 0; column < row.size(); ++column) row[column] = cell(r, column);
        store.add_row(row);
    }
}

/// Every column once, in order, with every row in order; and every row.
void check_columns(const ColumnStore& store, std::size_t rows)
{
    CHECK(store.rows() == rows);
    std::size_t next = 0;
    bool is_good = true;
    store.visit([&](std::size_t column, std::span<const double> values) {
        is_good = is_good && column == next++ && values.size() == rows;
        for (std::size_t r = 0; is_good && r < rows; ++r) is_good = values[r] == cell(r, column);
    });
    CHECK(is_good);
    CHECK(next == store.width());
    next = 0;
    store.visit_rows([&](std::size_t row, std::span<const double> values) {
        is_good = is_good && row == next++ && values.size() == store.width();
        for (std::size_t column = 0; is_good && column < values.size(); ++column)
            is_good = values[column] == cell(row, column);
    });
    CHECK(is_good);
    CHECK(next == rows);
}

}  // namespace

TEST_CASE("columns are the same in memory and on the disk, whatever the budget", "[column_store]")
{
    const Scratch scratch;
    for (const std::size_t width : {1U, 2U, 7U, 64U})
        for (const std::size_t rows : {1U, 2U, 3U, 10U, 33U, 100U})
            for (const std::size_t budget : {std::size_t{0}, std::size_t{100}, std::size_t{1000},
                                             std::size_t{5000}, ColumnStore::usual_budget}) {
                CAPTURE(width, rows, budget);
                ColumnStore store(width, budget, scratch.folder.string());
                fill(store, rows);
                check_columns(store, rows);
            }
}

TEST_CASE("columns can be read, rows added and columns read again", "[column_store]")
{
    const Scratch scratch;
    ColumnStore store(3, 100, scratch.folder.string());
    std::vector<double> row(3);
    for (std::size_t r = 0; r < 20; ++r) {
        for (std::size_t column = 0; column < 3; ++column) row[column] = cell(r, column);
        store.add_row(row);
        check_columns(store, r + 1);
    }
}

TEST_CASE("a store without columns counts its rows, and one without rows has empty columns", "[column_store]")
{
    ColumnStore no_columns(0);
    fill(no_columns, 5);
    check_columns(no_columns, 5);
    const ColumnStore no_rows(4);
    check_columns(no_rows, 0);
    const ColumnStore neither(0);
    check_columns(neither, 0);
}

TEST_CASE("numbers that are none come back from the disk too", "[column_store]")
{
    const Scratch scratch;
    ColumnStore store(1, 0, scratch.folder.string());
    for (const double value :
         {std::numeric_limits<double>::quiet_NaN(), -0.0, std::numeric_limits<double>::infinity(), 5e-324})
        store.add_row({&value, 1});
    store.visit([](std::size_t, std::span<const double> values) {
        CHECK(std::isnan(values[0]));
        CHECK((values[1] == 0.0 && std::signbit(values[1])));
        CHECK(std::isinf(values[2]));
        CHECK(values[3] == 5e-324);
    });
}

TEST_CASE("the scratch file has no name", "[column_store]")
{
    const Scratch scratch;
    ColumnStore store(10, 100, scratch.folder.string());
    fill(store, 50);
    CHECK(fs::is_empty(scratch.folder));
}

TEST_CASE("a scratch file that cannot be made says where", "[column_store]")
{
    ColumnStore store(1, 0, "/no/such/folder");
    fill(store, 1);  // within the one row that is always in memory
    CHECK_THROWS_WITH(fill(store, 1), "cannot write '/no/such/folder/scratch': No such file or directory");
}
