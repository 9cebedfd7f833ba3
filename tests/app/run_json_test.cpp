// run_json_test.cpp -- what `run --json` says about what people share.
#include "app/run_json.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <vector>

#include "support/shared_clinic.hpp"

using namespace txpath;
using namespace txpath::test;

namespace {

nlohmann::json json_of(const Scenario& scenario)
{
    const Results results = shared_clinic_results(2);
    const EconomicSummary economics = price(scenario, std::vector<double>{10.0}, results);
    const ManifestFacts facts;
    const HeldReplicates held(results);
    return nlohmann::json::parse(app::run_json({scenario, held, economics, facts}, {"out", 0}));
}

}  // namespace

TEST_CASE("run --json sums up resources, clinicians, system variables and policies", "[shared][json]")
{
    const auto json = json_of(shared_clinic());
    CHECK(json["resources"]["beds"]["capacity"] == 42.0);
    CHECK(json["resources"]["beds"]["used"] == 112.5);
    CHECK(json["resources"]["beds"]["granted"] == 7590.0);
    CHECK(json["resources"]["beds"]["wait_median_days"] == 3.0);
    CHECK(json["resources"]["beds"]["unit"] == "places");
    CHECK(json["resources"]["sessions"]["unit"] == "per day");
    CHECK(json["resources"]["visits"]["capacity"].is_null());  // unlimited
    CHECK(json["resources"]["visits"]["wait_mean_days"].is_null());
    CHECK(json["clinicians"]["adopter"]["start"] == 0.0);
    CHECK(json["clinicians"]["adopter"]["end"] == Approx(2.0 / 3.0));
    CHECK(json["system"]["guideline"]["start"] == 0.25);
    CHECK(json["policies"]["cheaper_care"]["replicates_in_force"] == 2);
    CHECK(json["policies"]["cheaper_care"]["first_begin_years"] == 1.0);
    CHECK(json["policies"]["cheaper_care"]["first_end_years"].is_null());
    CHECK(json["policies"]["guideline_issued"]["replicates_in_force"] == 1);
    CHECK(json["policies"]["guideline_issued"]["last_end_years"] == 1.5);
}

TEST_CASE("run --json has no word of what a scenario does not have", "[shared][json]")
{
    const auto json = json_of(two_states());
    for (const char* part : {"resources", "clinicians", "system", "policies"})
        CHECK_FALSE(json.contains(part));
}
