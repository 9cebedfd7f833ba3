// engine_test.cpp -- questions and answers of the engine, as a page asks them.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "txpath/economics.hpp"
#include "txpath/explore_engine.hpp"
#include "txpath/model.hpp"
#include "txpath/simulate.hpp"

using namespace txpath;
using Json = nlohmann::json;

namespace {

const std::string clinic = std::string(TXPATH_SOURCE) + "/tests/data/examples/clinic_queue.yaml";

explore::Engine opened(Json& description)
{
    const auto packed = pack_scenario(clinic, {});
    REQUIRE(packed);
    explore::Engine engine;
    description = Json::parse(engine.open(packed.value()));
    return engine;
}

}  // namespace

TEST_CASE("the engine says what a scenario offers", "[explore]")
{
    Json description;
    auto engine = opened(description);
    REQUIRE(description["ok"] == true);
    CHECK(description["name"] == "clinic_queue");
    CHECK(description["resources"].size() == 1);
    CHECK(description["strata"][0] == "all");
    CHECK(description["measures"].size() > 3);
}

TEST_CASE("one replicate of the engine is that replicate of any run", "[explore]")
{
    Json description;
    auto engine = opened(description);
    const Json answer = Json::parse(
        engine.run(R"({"settings": {"time.horizon": "90 days"}, "people": 200, "replicate": 3, "seed": 5})"));
    REQUIRE(answer["ok"] == true);

    const auto scenario =
        load_scenario(clinic, {{"time.horizon", "90 days"}, {"population.size", "200"}, {"run.seed", "5"}});
    REQUIRE(scenario);
    const auto model = compile(scenario.value(), base_case(scenario.value()));
    REQUIRE(model);
    RunSpec spec;
    spec.seed = 5;
    spec.replicates = 4;
    const auto outcome = simulate(model.value(), spec);
    CHECK(answer["events"] == outcome.results.replicates[3].instants);
    CHECK(answer["people"] == 200);
    CHECK(answer["times"].size() == scenario.value().time.reports.size());
    for (const auto& [name, values] : answer["measures"].items())
        CHECK(values.size() == answer["times"].size());
    const Json& queue = answer["resources"].begin().value()["queue"];
    CHECK(queue.size() == answer["times"].size());
}

TEST_CASE("what cannot be asked is refused in a sentence", "[explore]")
{
    Json description;
    auto engine = opened(description);
    for (const std::string question :
         {"", "[]", "{\"settings\": 3}", "{\"people\": -1}", "{\"people\": 1e30}", "{\"replicate\": 0.5}",
          "{\"settings\": {\"\": \"\"}}", "{\"settings\": {\"time.horizon\": {\"a\": 1}}}",
          "{\"settings\": {\"time\": \"<script>\"}}", "{\"horizon_years\": -4}"}) {
        INFO(question);
        const Json answer = Json::parse(engine.run(question));
        CHECK(answer["ok"] == false);
        CHECK_FALSE(answer["error"].get<std::string>().empty());
    }
}

TEST_CASE("an engine without a package has no answers", "[explore]")
{
    CHECK(Json::parse(explore::Engine{}.run("{}"))["ok"] == false);
    explore::Engine engine;
    CHECK(Json::parse(engine.open("nonsense"))["ok"] == false);
}
