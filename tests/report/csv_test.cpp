// csv_test.cpp -- the rules of every table, cell by cell.
#include "report/csv.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <cmath>
#include <limits>
#include <string>

using namespace txpath::report;

namespace {

/// The text of one row of `ce`, with the three cells of interest filled in.
std::string row(const std::string& strategy, double costs, double qalys)
{
    std::string text;
    CsvWriter out(Table::ce, [&text](std::string_view piece) { text += piece; });
    out.integer("sample", 1)
        .integer("strategy_id", 1)
        .text("strategy", strategy)
        .integer("grp_id", 1)
        .text("grp", "all");
    out.number("costs", costs).number("qalys", qalys).missing("costs_mcse").missing("qalys_mcse");
    out.integer("n_replicates", 20);
    out.end_row();
    out.flush();
    return text.substr(text.find('\n') + 1);
}

}  // namespace

TEST_CASE("the header comes from the registry and is there without any row", "[csv]")
{
    std::string text;
    CsvWriter out(Table::flows, [&text](std::string_view piece) { text += piece; });
    out.flush();

    CHECK(text == "scenario,t_from,state_from,t_to,state_to,n,share\n");
}

TEST_CASE("numbers are the shortest that read back, whole ones without a point", "[csv]")
{
    CHECK(row("s", 0.1, 2.0) == "1,1,s,1,all,0.1,2,,,20\n");
    CHECK(row("s", 1.0 / 3.0, -0.0) == "1,1,s,1,all,0.3333333333333333,0,,,20\n");
    CHECK(row("s", 123456789012.0, -12.5) == "1,1,s,1,all,123456789012,-12.5,,,20\n");
    CHECK(row("s", 1e-7, 5e-324) == "1,1,s,1,all,1e-07,5e-324,,,20\n");
    CHECK(row("s", 1e300, 0.1 + 0.2) == "1,1,s,1,all,1e+300,0.30000000000000004,,,20\n");
}

TEST_CASE("what is missing, infinite or not a number is an empty cell", "[csv]")
{
    const double infinity = std::numeric_limits<double>::infinity();

    CHECK(row("s", infinity, -infinity) == "1,1,s,1,all,,,,,20\n");
    CHECK(row("s", std::nan(""), 1.0) == "1,1,s,1,all,,1,,,20\n");
}

TEST_CASE("text is quoted only where it must be, and quotes are doubled", "[csv]")
{
    CHECK(row("plain text", 1, 1) == "1,1,plain text,1,all,1,1,,,20\n");
    CHECK(row("a,b", 1, 1) == "1,1,\"a,b\",1,all,1,1,,,20\n");
    CHECK(row("say \"so\"", 1, 1) == "1,1,\"say \"\"so\"\"\",1,all,1,1,,,20\n");
    CHECK(row("two\nlines", 1, 1) == "1,1,\"two\nlines\",1,all,1,1,,,20\n");
    CHECK(row("carriage\rreturn", 1, 1) == "1,1,\"carriage\rreturn\",1,all,1,1,,,20\n");
    CHECK(row(" edge", 1, 1) == "1,1,\" edge\",1,all,1,1,,,20\n");
    CHECK(row("Zürich", 1, 1) == "1,1,Zürich,1,all,1,1,,,20\n");
    CHECK(row("", 1, 1) == "1,1,,1,all,1,1,,,20\n");
}

TEST_CASE("a long table reaches the sink in pieces, none lost", "[csv]")
{
    std::size_t bytes = 0, pieces = 0;
    CsvWriter out(Table::flows, [&](std::string_view piece) { bytes += piece.size(), ++pieces; });
    for (int n = 0; n < 100000; ++n) {
        out.text("scenario", "s")
            .number("t_from", 0)
            .text("state_from", "a.b")
            .number("t_to", 1)
            .text("state_to", "a.c");
        out.number("n", 1).number("share", 0.5);
        out.end_row();
    }
    out.flush();

    CHECK(bytes == 49 + 100000 * std::string("s,0,a.b,1,a.c,1,0.5\n").size());
    CHECK(pieces == 2);
    CHECK(out.rows() == 100000);
}

TEST_CASE("time series are written at no less than 150 MB a second", "[csv][.bench]")
{
    std::size_t bytes = 0;
    const auto begin = std::chrono::steady_clock::now();
    {
        CsvWriter out(Table::timeseries, [&](std::string_view piece) { bytes += piece.size(); });
        for (int n = 0; n < 2000000; ++n) {
            out.text("scenario", "baseline")
                .integer("sample", 1)
                .integer("replicate", 12)
                .text("stratum", "coverage=private");
            out.number("time", n * 1e-3)
                .text("measure", "state.depression.remission")
                .number("value", n * 28.0);
            out.text("unit", "people");
            out.end_row();
        }
        out.flush();
    }
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    const double rate = static_cast<double>(bytes) / 1e6 / taken.count();
    WARN(rate << " MB/s");
    CHECK(rate >= 150.0);
}
