// bytes_test.cpp -- claims about numbers and texts as bytes.
#include "base/bytes.hpp"

#include <bit>
#include <catch2/catch.hpp>
#include <cstdint>
#include <limits>
#include <string_view>
#include <tuple>
#include <vector>

#include "base/random.hpp"

using namespace txpath;

namespace {

constexpr auto most = std::numeric_limits<std::uint64_t>::max();
constexpr auto lowest = std::numeric_limits<std::int64_t>::min();
constexpr auto highest = std::numeric_limits<std::int64_t>::max();

std::string of_whole(std::uint64_t number)
{
    ByteWriter writer;
    writer.whole(number);
    return writer.take();
}

std::string of_signed(std::int64_t number)
{
    ByteWriter writer;
    writer.signed_whole(number);
    return writer.take();
}

std::string of_number(double number)
{
    ByteWriter writer;
    writer.number(number);
    return writer.take();
}

/// One of everything.
std::string sample()
{
    ByteWriter writer;
    writer.whole(300);
    writer.text("ketamine");
    writer.numbers(std::vector<double>{1.5, -0.0});
    writer.signed_wholes(std::vector<std::int64_t>{-1, 70});
    writer.wholes(std::vector<std::uint64_t>{0, most});
    writer.flag(true);
    writer.number(0.1);
    writer.signed_whole(lowest);
    return writer.take();
}

/// Whether these bytes are all of one of everything.
bool reads_as_sample(std::string_view bytes)
{
    ByteReader reader(bytes);
    (void)reader.whole();
    (void)reader.text();
    (void)reader.numbers();
    (void)reader.signed_wholes();
    (void)reader.wholes();
    (void)reader.flag();
    (void)reader.number();
    (void)reader.signed_whole();
    return reader.is_done();
}

}  // namespace

TEST_CASE("whole numbers are written seven bits a byte, the lowest first", "[bytes]")
{
    CHECK(of_whole(0) == std::string("\x00", 1));
    CHECK(of_whole(127) == "\x7f");
    CHECK(of_whole(128) == "\x80\x01");
    CHECK(of_whole(300) == "\xac\x02");  // 300 = 2 * 128 + 44
    CHECK(of_whole(most) == "\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01");
    CHECK(of_signed(0) == std::string("\x00", 1));
    CHECK(of_signed(-1) == "\x01");
    CHECK(of_signed(1) == "\x02");
    CHECK(of_signed(lowest) == of_whole(most));
    CHECK(of_signed(highest) == of_whole(most - 1));
}

TEST_CASE("a number is eight bytes of IEEE 754, the lowest first", "[bytes]")
{
    CHECK(of_number(1.0) == std::string("\x00\x00\x00\x00\x00\x00\xf0\x3f", 8));
    CHECK(of_number(-0.0) == std::string("\x00\x00\x00\x00\x00\x00\x00\x80", 8));
}

TEST_CASE("what was written reads back to the last bit", "[bytes]")
{
    const std::string bytes = sample();
    ByteReader reader(bytes);
    CHECK(reader.whole() == 300);
    CHECK(reader.text() == "ketamine");
    const auto numbers = reader.numbers();
    REQUIRE(numbers.size() == 2);
    CHECK(numbers[0] == 1.5);
    CHECK(std::bit_cast<std::uint64_t>(numbers[1]) == std::uint64_t{1} << 63);
    CHECK(reader.signed_wholes() == std::vector<std::int64_t>{-1, 70});
    CHECK(reader.wholes() == std::vector<std::uint64_t>{0, most});
    CHECK(reader.flag());
    CHECK(reader.number() == 0.1);
    CHECK(reader.signed_whole() == lowest);
    CHECK(reader.is_done());

    const Draws draws{{7, 0, 0}};
    for (std::uint32_t k = 0; k < 1000; ++k) {
        const std::uint64_t bits = draws.bits(1, {0}, k) >> (k % 64);
        const std::string whole = of_whole(bits), number = of_number(std::bit_cast<double>(bits));
        const std::string folded = of_signed(std::bit_cast<std::int64_t>(bits));
        CHECK(ByteReader(whole).whole() == bits);
        CHECK(ByteReader(folded).signed_whole() == std::bit_cast<std::int64_t>(bits));
        CHECK(std::bit_cast<std::uint64_t>(ByteReader(number).number()) == bits);
    }
}

TEST_CASE("bytes that end early or go on are damaged, wherever it is", "[bytes]")
{
    const std::string bytes = sample();
    CHECK(reads_as_sample(bytes));
    for (std::size_t size = 0; size < bytes.size(); ++size)
        CHECK_FALSE(reads_as_sample(bytes.substr(0, size)));
    CHECK_FALSE(reads_as_sample(bytes + '\0'));
}

TEST_CASE("no bytes lead a reader beyond their end or to more memory than they could fill", "[bytes]")
{
    const Draws draws{{11, 0, 0}};
    for (std::uint32_t k = 0; k < 5000; ++k) {
        std::string bytes = sample();
        const std::uint64_t luck = draws.bits(2, {0}, k);
        bytes[luck % bytes.size()] = static_cast<char>(luck >> 32);
        (void)reads_as_sample(bytes);  // the sanitizers watch
    }
    for (const std::uint64_t count : {std::uint64_t{2}, std::uint64_t{1} << 61, most}) {
        const std::string bytes = of_whole(count) + "x";
        ByteReader texts(bytes), numbers(bytes), wholes(bytes);
        CHECK(texts.text().empty());
        CHECK(numbers.numbers().empty());
        CHECK(wholes.wholes().empty());
        CHECK(texts.is_damaged());
        CHECK(numbers.is_damaged());
        CHECK(wholes.is_damaged());
    }
}

TEST_CASE("a number has one form: longer ones and more than 64 bits are damage", "[bytes]")
{
    for (const std::string_view bytes :
         {std::string_view("\x80\x00", 2), std::string_view("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02", 10),
          std::string_view("\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", 11)}) {
        ByteReader reader(bytes);
        CHECK(reader.whole() == 0);
        CHECK(reader.is_damaged());
    }
    ByteReader flag("\x02");
    (void)flag.flag();
    CHECK(flag.is_damaged());
    ByteReader refused("\x01");
    (void)refused.whole();
    CHECK(refused.is_done());
    refused.damage();
    CHECK_FALSE(refused.is_done());
}

TEST_CASE("numbers that are mostly 0 come back, and are added to others", "[bytes]")
{
    for (const std::vector<std::int64_t>& numbers :
         {std::vector<std::int64_t>{}, {0}, {0, 0, 0}, {7}, {0, 0, -3, 1LL << 60, 0, 5}, {-1, 0, 0, 0}}) {
        ByteWriter out;
        out.mostly_zeros(numbers);
        ByteReader in(out.bytes());
        CHECK(in.mostly_zeros(numbers.size()) == numbers);
        CHECK(in.is_done());

        std::vector<std::int64_t> sums(numbers.size() + 2, 10);
        ByteReader again(out.bytes());
        again.add_mostly_zeros(sums);
        CHECK(again.is_done());
        for (std::size_t at = 0; at < sums.size(); ++at)
            CHECK(sums[at] == 10 + (at < numbers.size() ? numbers[at] : 0));

        for (std::size_t size = 0; size < out.bytes().size(); ++size) {
            ByteReader torn(std::string_view(out.bytes()).substr(0, size));
            std::ignore = torn.mostly_zeros(numbers.size());
            CHECK(torn.is_damaged());
        }
        if (numbers.empty()) continue;
        ByteReader many(out.bytes());
        CHECK(many.mostly_zeros(numbers.size() - 1).empty());
        CHECK(many.is_damaged());
    }
    ByteWriter longer;
    longer.mostly_zeros(std::vector<std::int64_t>{4, 0, 0});
    std::vector<std::int64_t> one{1};
    ByteReader shorter(longer.bytes());
    shorter.add_mostly_zeros(one);
    CHECK(one.front() == 5);
    CHECK(shorter.is_done());
    ByteWriter zeros;
    zeros.mostly_zeros(std::vector<std::int64_t>(1'000'000, 0));
    CHECK(zeros.bytes().size() < 10);
    ByteReader endless(std::string_view("\x05\x00\x00\x00\x00\x00\x00", 7));  // runs of nothing
    CHECK(endless.mostly_zeros(5).size() == 5);
    CHECK(endless.is_damaged());
}
