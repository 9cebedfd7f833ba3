// compress_test.cpp -- what is compressed here, gunzip and zstd give back.
#include "base/compress.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "support/workplace.hpp"

using namespace txpath;

namespace {

using MakeCompressor = std::unique_ptr<Compressor> (*)(ByteSink);

std::string compressed(MakeCompressor make, const std::vector<std::string>& pieces)
{
    std::string bytes;
    const auto compressor = make([&bytes](std::string_view some) { bytes += some; });
    for (const std::string& piece : pieces) compressor->add(piece);
    compressor->finish();
    return bytes;
}

/// More than any buffer holds, and hard to compress.
std::string long_text()
{
    std::string text;
    std::uint64_t state = 1;
    for (int line = 0; line < 200000; ++line) {
        state = state * 6364136223846793005U + 1442695040888963407U;
        text += std::to_string(state >> 20) + (line % 7 == 0 ? "\n" : ",");
    }
    return text;
}

}  // namespace

TEST_CASE("compressed pieces are, unpacked, the text they were", "[compress]")
{
    const Workplace here;
    const std::string text = long_text();
    const std::vector<std::vector<std::string>> cases{
        {}, {""}, {"a"}, {"time,value\n", "", "0,1\n"}, {text, "end", text}};
    for (const auto& pieces : cases) {
        std::string whole;
        for (const std::string& piece : pieces) whole += piece;
        here.write("a.gz", compressed(gzip_compressor, pieces));
        REQUIRE(here.shell("gunzip a.gz") == 0);
        CHECK(here.text("a") == whole);
        here.write("b.zst", compressed(zstd_compressor, pieces));
        REQUIRE(here.shell("zstd -d -q -f b.zst") == 0);
        CHECK(here.text("b") == whole);
        std::filesystem::remove(here / "a");
    }
}

TEST_CASE("the same pieces give the same bytes, and gzip's header has no time, name or machine", "[compress]")
{
    const std::vector<std::string> pieces{long_text(), "end\n"};
    for (const MakeCompressor make : {gzip_compressor, zstd_compressor})
        CHECK(compressed(make, pieces) == compressed(make, pieces));
    // magic, deflate, no flags (so no name), no time, no extra flags, system unknown
    CHECK(compressed(gzip_compressor, {"a"}).substr(0, 10) ==
          std::string("\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff", 10));
}
