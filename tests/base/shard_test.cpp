// shard_test.cpp -- claims about shards: what was added is there again, what is not whole is noticed.
#include "base/shard.hpp"

#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <numeric>

#include "base/files.hpp"
#include "base/random.hpp"

using namespace txpath;
namespace fs = std::filesystem;

namespace {

/// An empty folder that goes away with the test.
struct Scratch {
    fs::path folder = fs::temp_directory_path() / ("txpath_shard_test_" + std::to_string(::getpid()));
    Scratch() { fs::create_directories(folder); }
    ~Scratch() { fs::remove_all(folder); }
    [[nodiscard]] std::string at(const std::string& name) const { return (folder / name).string(); }
};

std::string bytes_of(const std::string& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

void set_bytes(const std::string& path, const std::string& bytes)
{
    std::ofstream(path, std::ios::binary) << bytes;
}

/// Of any length, empty ones among them.
std::string answer_of(std::uint64_t unit)
{
    return std::string(unit * 37 % 200, static_cast<char>('a' + unit % 26));
}

void write_whole_shard(const std::string& path, const ShardHead& head)
{
    ShardWriter writer(path, head);
    std::vector<std::uint64_t> units = writer.missing();
    std::ranges::reverse(units);  // any order
    for (const std::uint64_t unit : units) writer.add(unit, answer_of(unit));
    writer.seal();
}

using Kind = ShardError::Kind;

/// How a shard is refused, or nothing.
std::optional<Kind> refusal(const std::string& path, const ShardHead& head)
{
    try {
        const ShardReader reader(path, head, ShardReader::Whole::yes);
        return std::nullopt;
    } catch (const ShardError& error) {
        CHECK(std::string(error.what()).find(path) != std::string::npos);
        return error.kind();
    }
}

}  // namespace

TEST_CASE("a sealed shard gives back each answer, by unit", "[shard]")
{
    const Scratch scratch;
    const std::string path = scratch.at("a.shard");
    write_whole_shard(path, {7, 100, 150});
    CHECK_FALSE(fs::exists(part_of_shard(path)));
    const ShardReader reader(path, {7, 100, 150}, ShardReader::Whole::yes);
    REQUIRE(reader.records().size() == 50);
    std::string answer;
    for (std::uint64_t unit = 100; unit < 150; ++unit) {
        CHECK(reader.records()[unit - 100].unit == unit);
        reader.read(reader.records()[unit - 100], answer);
        CHECK(answer == answer_of(unit));
    }
}

TEST_CASE("a shard torn at any byte loses its last answer at most", "[shard]")
{
    const Scratch scratch;
    const std::string path = scratch.at("a.shard");
    const ShardHead head{7, 0, 6};
    std::vector<std::size_t> ends;  // of the file after each answer
    {
        ShardWriter writer(path, head);
        for (std::uint64_t unit = 0; unit < 6; ++unit) {
            writer.add(unit, answer_of(unit));
            ends.push_back(fs::file_size(part_of_shard(path)));
        }
    }
    const std::string whole = bytes_of(part_of_shard(path));
    for (std::size_t size = 0; size <= whole.size(); ++size) {
        set_bytes(part_of_shard(path), whole.substr(0, size));
        const auto kept = static_cast<std::size_t>(
            std::ranges::count_if(ends, [size](std::size_t end) { return end <= size; }));
        const ShardReader reader(path, head, ShardReader::Whole::no);
        CHECK(reader.records().size() == kept);
        ShardWriter writer(path, head);
        CHECK(writer.records().size() == kept);
        for (const std::uint64_t unit : writer.missing()) writer.add(unit, answer_of(unit));
        CHECK(writer.missing().empty());
        CHECK(bytes_of(part_of_shard(path)) == whole);
    }
}

TEST_CASE("a shard killed between its foot and its name is sealed by the next writer", "[shard]")
{
    const Scratch scratch;
    const std::string path = scratch.at("a.shard");
    const ShardHead head{7, 0, 3};
    write_whole_shard(path, head);
    const std::string whole = bytes_of(path);
    fs::rename(path, part_of_shard(path));
    ShardWriter writer(path, head);
    CHECK(writer.missing().empty());
    writer.seal();
    CHECK(bytes_of(path) == whole);
}

TEST_CASE("a shard has one writer at a time", "[shard]")
{
    const Scratch scratch;
    const ShardWriter first(scratch.at("a.shard"), {7, 0, 3});
    try {
        const ShardWriter second(scratch.at("a.shard"), {7, 0, 3});
        FAIL("two writers");
    } catch (const ShardError& error) {
        CHECK(error.kind() == Kind::busy);
    }
}

TEST_CASE("what another batch left is not written on", "[shard]")
{
    const Scratch scratch;
    {
        ShardWriter writer(scratch.at("a.shard"), {7, 0, 3});
        writer.add(1, "of seven");
    }
    try {
        const ShardWriter writer(scratch.at("a.shard"), {8, 0, 3});
        FAIL("it was taken");
    } catch (const ShardError& error) {
        CHECK(error.kind() == Kind::foreign);
    }
    CHECK(ShardReader(scratch.at("a.shard"), {7, 0, 3}, ShardReader::Whole::no).records().size() == 1);
}

TEST_CASE("a thousand damaged shards are a thousand refusals", "[shard]")
{
    const Scratch scratch;
    const std::string path = scratch.at("a.shard"), other = scratch.at("b.shard");
    const ShardHead head{7, 0, 20}, next{7, 20, 40};
    write_whole_shard(path, head);
    write_whole_shard(other, next);
    const std::string whole = bytes_of(path), foreign = bytes_of(other);
    CHECK_FALSE(refusal(path, head));

    const Draws draws{{2026, 0, 0}};
    std::size_t detected = 0;
    for (std::uint64_t k = 0; k < 1000; ++k) {
        std::string bytes = whole;
        const std::size_t place = draws.bits(k, {1}, 0) % whole.size();
        ShardHead wanted = head;
        switch (k % 7) {
            case 0:
                bytes.resize(place);
                break;
            case 1:
            case 2:
                bytes[place] = static_cast<char>(bytes[place] ^ (1 << (draws.bits(k, {2}, 0) % 8)));
                break;
            case 3:  // swapped, or copied over another
                bytes = foreign;
                break;
            case 4:  // of another version or study
                wanted.identity += 1 + place;
                break;
            case 5:  // something written behind
                bytes += whole.substr(0, 1 + place);
                break;
            default:  // a stretch lost in the middle
                bytes.erase(place, 1 + draws.bits(k, {3}, 0) % 64);
        }
        set_bytes(path, bytes);
        if (refusal(path, wanted)) ++detected;
    }
    CHECK(detected == 1000);
}

TEST_CASE("an answer that changes after the check is not read", "[shard]")
{
    const Scratch scratch;
    const std::string path = scratch.at("a.shard");
    write_whole_shard(path, {7, 0, 9});
    const ShardReader reader(path, {7, 0, 9}, ShardReader::Whole::yes);
    std::string bytes = bytes_of(path);
    const ShardRecord record = reader.records()[5];
    bytes[record.offset + record.size / 2] ^= 1;
    {
        std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
        file << bytes;
    }
    std::string answer;
    CHECK_THROWS_AS(reader.read(record, answer), ShardError);
}
