// bad_files_test.cpp -- every mistaken or hostile scenario of tests/data/bad gives exactly the message beside it.
#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "support/written.hpp"

using namespace txpath;

namespace {

const std::filesystem::path bad_folder = std::filesystem::path(TXPATH_SOURCE) / "tests" / "data" / "bad";

std::string whole_file(const std::filesystem::path& path)
{
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

std::vector<std::filesystem::path> bad_files()
{
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(bad_folder))
        if (entry.path().extension() == ".yaml") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    return files;
}

}  // namespace

TEST_CASE("every mistaken scenario gives the message that stands beside it", "[scenario][bad]")
{
    const auto files = bad_files();
    CHECK(files.size() >= 60);
    for (const auto& file : files) {
        INFO(file.filename().string());
        auto expected = file;
        expected.replace_extension(".expected");
        CHECK(mistakes_in(file.string(), bad_folder.string()) == whole_file(expected));
    }
}

TEST_CASE("every mistaken scenario is refused within a second", "[scenario][bad]")
{
    for (const auto& file : bad_files()) {
        INFO(file.filename().string());
        const auto start = std::chrono::steady_clock::now();
        const auto result = load_scenario(file.string(), {});
        const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
        CHECK(taken.count() < 1.0);
        CHECK((!result || !mistakes_in(file.string(), bad_folder.string()).empty()));
    }
}

TEST_CASE("a missing file is told apart from a mistake in the scenario", "[scenario][bad]")
{
    const auto is_missing = [](const std::string& name) {
        const auto result = load_scenario((bad_folder / name).string(), {});
        REQUIRE(!result);
        return result.why_not().all().front().fault == Fault::missing_input;
    };
    CHECK(is_missing("absent_file.yaml"));
    CHECK(is_missing("extends_missing.yaml"));
    CHECK_FALSE(is_missing("negative_rate.yaml"));
}
