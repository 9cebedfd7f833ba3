// csv_stream_test.cpp -- claims about large tables read row by row.
#include "base/csv_stream.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "base/compress.hpp"

using namespace txpath;

namespace {

using Rows = std::vector<std::vector<std::string>>;

/// The text in pieces of that many bytes.
Rows rows_of(const std::string& text, std::size_t piece)
{
    Rows rows;
    CsvStream stream([&](CsvStream::Row cells) { rows.emplace_back(cells.begin(), cells.end()); });
    for (std::size_t at = 0; at < text.size(); at += piece)
        stream.add(std::string_view(text).substr(at, piece));
    REQUIRE(stream.finish());
    return rows;
}

}  // namespace

TEST_CASE("rows are the same however the text is cut", "[csv_stream]")
{
    const std::string text = "a,b,c\n1,\"two, \"\"2\"\"\",\n\"line\nend\",,x\nlast,row,open";
    const Rows expected{
        {"a", "b", "c"}, {"1", "two, \"2\"", ""}, {"line\nend", "", "x"}, {"last", "row", "open"}};
    for (std::size_t piece = 1; piece <= text.size(); ++piece) CHECK(rows_of(text, piece) == expected);
}

TEST_CASE("a quote that is not closed is told", "[csv_stream]")
{
    CsvStream stream([](CsvStream::Row) {});
    stream.add("a,b\n\"open,1\n");
    CHECK_FALSE(stream.finish());
}

TEST_CASE("what was compressed comes back, and damage is told", "[compress]")
{
    std::string text;
    for (int row = 0; row < 20000; ++row) text += "row," + std::to_string(row * 7919) + "\n";
    for (const bool is_gzip : {true, false}) {
        std::string packed, unpacked;
        const auto sink = [&packed](std::string_view piece) { packed += piece; };
        const auto compressor = is_gzip ? gzip_compressor(sink) : zstd_compressor(sink);
        compressor->add(text);
        compressor->finish();
        const auto back = [&unpacked](std::string_view piece) { unpacked += piece; };
        const auto open = [&] { return is_gzip ? gzip_decompressor(back) : zstd_decompressor(back); };
        const auto whole = open();
        for (std::size_t at = 0; at < packed.size(); at += 1000)
            whole->add(std::string_view(packed).substr(at, 1000));
        whole->finish();
        CHECK(unpacked == text);

        const auto cut = open();
        cut->add(std::string_view(packed).substr(0, packed.size() / 2));
        CHECK_THROWS_AS(cut->finish(), DamagedData);
        const auto wrong = open();
        CHECK_THROWS_AS(wrong->add("this is no compressed text"), DamagedData);
    }
}
