// study_test.cpp -- study files: what they mean, and what is said of mistaken ones.
#include "txpath/study.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "scenario/uncertain.hpp"

using namespace txpath;

namespace {

const std::filesystem::path folder = std::filesystem::path(TXPATH_SOURCE) / "tests" / "data" / "bad_studies";

std::string whole_file(const std::filesystem::path& path)
{
    std::ostringstream text;
    text << std::ifstream(path, std::ios::binary).rdbuf();
    return text.str();
}

/// With the study's folder left out of the paths shown.
std::string mistakes_in(const std::filesystem::path& file)
{
    const auto study = load_study(file.string());
    if (study) return "none\n";
    std::string text = render(study.why_not());
    const std::string shown = folder.string() + "/";
    for (auto at = text.find(shown); at != std::string::npos; at = text.find(shown))
        text.erase(at, shown.size());
    return text;
}

std::string first_difference(const std::filesystem::path& file)
{
    auto expected = file;
    expected.replace_extension(".expected");
    return whole_file(expected);
}

}  // namespace

TEST_CASE("every mistaken study gives the message that stands beside it", "[study][bad]")
{
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".yaml") files.push_back(entry.path());
    std::sort(files.begin(), files.end());
    CHECK(files.size() >= 30);
    for (const auto& file : files) {
        INFO(file.filename().string());
        CHECK(mistakes_in(file) == first_difference(file));
    }
}

TEST_CASE("a missing study or trial is told apart from a mistake", "[study][bad]")
{
    const auto is_missing = [](const std::filesystem::path& file) {
        const auto study = load_study(file.string());
        REQUIRE_FALSE(study);
        return study.why_not().all().front().fault == Fault::missing_input;
    };
    CHECK(is_missing(folder / "not_there.yaml"));
    CHECK(is_missing(folder / "missing_trial.yaml"));
    CHECK_FALSE(is_missing(folder / "unknown_path.yaml"));
}

TEST_CASE("the central range of a prior holds all but its tails", "[study]")
{
    const auto range = [](Family family, double a, double b, double c) {
        return central_range({family, a, b, c}, 0.001);
    };
    CHECK(range(Family::normal, 5.0, 2.0, 0.0).low == Approx(5.0 - 2.0 * 3.090232306));
    CHECK(range(Family::lognormal, 0.0, 1.0, 0.0).high == Approx(std::exp(3.090232306)));
    CHECK(range(Family::uniform, 2.0, 4.0, 0.0).low == Approx(2.002));
    CHECK(range(Family::gamma, 1.0, 3.0, 0.0).high == Approx(-3.0 * std::log(0.001)));  // exponential
    CHECK(range(Family::beta, 1.0, 2.0, 0.0).low == Approx(1.0 - std::sqrt(0.999)));
    // areas of the triangle's corners: (x - a)^2 / ((c - a) (b - a))
    const Support triangle = range(Family::triangular, 0.0, 1.0, 4.0);
    CHECK(triangle.low * triangle.low / 4.0 == Approx(0.001));
    CHECK((4.0 - triangle.high) * (4.0 - triangle.high) / 12.0 == Approx(0.001));
    const Support edge = range(Family::triangular, 0.0, 0.0, 4.0);  // falls from the left end
    CHECK(1.0 - (4.0 - edge.low) * (4.0 - edge.low) / 16.0 == Approx(0.001));
}
