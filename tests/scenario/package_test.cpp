// package_test.cpp -- a scenario in one piece.
#include "txpath/package.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <string>

#include "base/files.hpp"
#include "txpath/model.hpp"

using namespace txpath;

namespace {

std::string packed(const std::string& path)
{
    auto bytes = pack_scenario(path, {});
    REQUIRE(bytes);
    return std::move(bytes.value());
}

std::uint64_t fingerprint(const Scenario& scenario)
{
    const auto model = compile(scenario, base_case(scenario));
    REQUIRE(model);
    return model.value().fingerprint();
}

const std::string source = TXPATH_SOURCE;

}  // namespace

TEST_CASE("a packed scenario is the scenario", "[package]")
{
    for (const std::string name :
         {"tests/data/examples/relapse_curve.yaml", "tests/data/examples/adoption.yaml",
          "scenarios/access.yaml", "scenarios/what_ifs/expand_clinics.yaml"}) {
        const std::vector<Override> overrides{{"run.seed", "12"}, {"time.horizon", "2 years"}};
        const auto opened = PackedScenario::open(packed(source + "/" + name));
        REQUIRE(opened);
        const auto from_package = opened.value().load(overrides, OwnTexts::written);
        const auto from_files = load_scenario(source + "/" + name, overrides);
        REQUIRE(from_package);
        REQUIRE(from_files);
        INFO(name);
        CHECK(fingerprint(from_package.value()) == fingerprint(from_files.value()));
        CHECK(from_package.value().effective_text == from_files.value().effective_text);
        CHECK(from_package.value().name == from_files.value().name);
        CHECK(from_package.value().run.seed == 12);
    }
}

TEST_CASE("a package says nothing about the machine it was made on", "[package]")
{
    const std::string folder = std::filesystem::weakly_canonical(source).string();
    CHECK(packed(source + "/scenarios/access.yaml").find(folder) == std::string::npos);
    CHECK(packed(source + "/tests/data/examples/relapse_curve.yaml").find(folder) == std::string::npos);
}

TEST_CASE("a mistake in a packed scenario has its place", "[package]")
{
    const auto opened = PackedScenario::open(packed(source + "/tests/data/examples/two_exits.yaml"));
    REQUIRE(opened);
    const auto loaded = opened.value().load({{"time.horizn", "1 year"}}, OwnTexts::written);
    REQUIRE_FALSE(loaded);
    const Diagnostic& mistake = loaded.why_not().all().front();
    CHECK(mistake.message == "'time.horizn' names nothing in the scenario");
    CHECK(mistake.at.file == "command line");
}

TEST_CASE("a package that is cut or changed is refused or read, and nothing worse", "[package]")
{
    const std::string whole = packed(source + "/tests/data/examples/two_exits.yaml");
    for (std::size_t size = 0; size < whole.size(); size += 7)
        CHECK_FALSE(PackedScenario::open(whole.substr(0, size)));
    CHECK_FALSE(PackedScenario::open(whole + "x"));
    std::size_t refused = 0;
    for (std::size_t at = 0; at < whole.size(); at += 3) {
        std::string other = whole;
        other[at] = static_cast<char>(other[at] ^ 0x5a);
        const auto opened = PackedScenario::open(other);
        if (!opened || !opened.value().load({}, OwnTexts::left_out)) ++refused;
    }
    CHECK(refused > 0);
}

TEST_CASE("a scenario with a mistake is not packed", "[package]")
{
    CHECK_FALSE(pack_scenario(source + "/tests/data/examples/absent.yaml", {}));
}
