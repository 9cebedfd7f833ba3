// refine_test.cpp -- `txpath check --refine` as a user meets it.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "support/workplace.hpp"

using txpath::Workplace;

namespace {

constexpr const char* clinic = R"(txpath: 1
title: a clinic
time: {horizon: 100 days, report_every: 50 days, sync_every: 4 days}
population: {size: 40}
resources: {places: {capacity: 2, used_by: {care.treated: 1}}}
tracks:
  care:
    start: waiting
    states: {waiting: {waits_for: places, then: treated}, treated: {}, done: {}}
    transitions: {finish: {from: treated, to: done, mean: 3 days}}
run: {seed: 3, replicates: 2}
)";

}  // namespace

TEST_CASE("check --refine shows how far each figure moves, and writes no folder", "[app][refine]")
{
    const Workplace here;
    here.write("clinic.yaml", clinic);
    REQUIRE(here.shell("txpath check clinic.yaml --refine --progress never") == 0);
    const std::string text = here.text("out");
    CHECK(text.find("clinic: sync_every as written (4 days) and halved, 2 replicates on the same luck") == 0);
    CHECK(text.find("resource.places.wait_mean (days)") != std::string::npos);
    REQUIRE(here.shell("txpath check clinic.yaml --refine --json --quiet --replicates 3") == 0);
    const auto json = nlohmann::json::parse(here.text("out"));
    CHECK(json["sync_every_days"] == 4.0);
    CHECK(json["figures"].size() > 4);
    for (const auto& figure : json["figures"]) CHECK(figure["is_within_bound"] == true);
}
