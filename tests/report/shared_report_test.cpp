// shared_report_test.cpp -- manifest and summary of what people share.
#include <catch2/catch.hpp>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string>

#include "report/manifest.hpp"
#include "report/shared_counts.hpp"
#include "support/shared_clinic.hpp"

using namespace txpath;
using namespace txpath::report;
using namespace txpath::test;

namespace {

template <class Fill>
auto with_report(const Scenario& scenario, std::uint32_t replicates, const Fill& fill)
{
    const Results results = shared_clinic_results(replicates);
    const EconomicSummary economics = price(scenario, std::vector<double>{10.0}, results);
    ManifestFacts facts;
    facts.planned_replicates = facts.done_replicates = replicates;
    const HeldReplicates held(results);
    return fill(RunReport{scenario, held, economics, facts});
}

std::string summary(const Scenario& scenario, std::uint32_t replicates)
{
    return with_report(scenario, replicates,
                       [](const RunReport& report) { return summary_text(report, {}); });
}

}  // namespace

TEST_CASE("the manifest says what is shared, and what the network came out as", "[shared]")
{
    const auto manifest = nlohmann::json::parse(
        with_report(shared_clinic(), 2, [](const RunReport& report) { return manifest_text(report, {}); }));

    const auto& shared = manifest["shared"];
    CHECK(shared["sync_every_days"] == 73.05);
    CHECK(shared["sync_points"] == 10);  // 0, 73.05 ... 657.45; the policy begins at the fifth
    CHECK(shared["resources"] == 3);
    CHECK(shared["system_variables"] == 1);
    CHECK(shared["policies"] == 2);
    CHECK(shared["clinicians"]["simulated"] == 3);
    CHECK(shared["clinicians"]["real_clinicians_per_clinician"] == 100.0);
    CHECK(shared["clinicians"]["network"]["kind"] == "complete");
    CHECK(shared["clinicians"]["network"]["links"] == 3);
    CHECK(shared["clinicians"]["network"]["clustering"] == 1.0);
    const auto plain = nlohmann::json::parse(
        with_report(two_states(), 2, [](const RunReport& report) { return manifest_text(report, {}); }));
    CHECK_FALSE(plain.contains("shared"));
}

TEST_CASE("sync points lie on their grid and where known policies begin, end or finish a ramp", "[shared]")
{
    Scenario scenario = shared_clinic();
    scenario.time.horizon = 30.0;
    scenario.time.sync_every = 10.0;
    Policy& known = scenario.shared.policies[cheaper_care];
    known.from = certain(3.0);
    known.over = certain(4.0);
    known.lasts = certain(17.0);
    scenario.shared.policies[guideline_issued].until = certain(25.0);
    CHECK(sync_points(scenario) == std::vector<double>{0.0, 3.0, 7.0, 10.0, 20.0, 25.0});
    known.lasts = certain(27.0);  // at the horizon nobody meets any more
    CHECK(sync_points(scenario) == std::vector<double>{0.0, 3.0, 7.0, 10.0, 20.0, 25.0});
    CHECK(sync_points(two_states()).empty());
}

TEST_CASE("the summary has a line for each resource, state of clinicians and policy", "[shared]")
{
    const std::string text = summary(shared_clinic(), 2);
    // Beds were granted 5 x (3 + 103 + ... + 503) times; sessions are told by the week: 232.5 and 12 a day.
    const std::string expected = R"(
Resources                 used at end  queue at end   median wait      granted      gave up
beds                        113 of 42         4,510        3 days        7,590        7,620
sessions         1,628 of 84 per week         9,320      0.5 days       16,080       16,140
visits               243 of unlimited         9,720             -       17,280       17,340

Clinicians, share         start         mean          end  95 % interval of end      course
adopter                       0        0.333        0.667  0.667 to 0.667            ▁▅█
unaware                       1        0.667        0.333  0.333 to 0.333            █▄▁

Policies
cheaper_care      in force from year 1 on
guideline_issued  in force from year 0.5 on, until year 1.5; in 1 of 2 replicates

Per person
)";
    INFO(text);
    CHECK(text.find(expected) != std::string::npos);

    const std::string single = summary(shared_clinic(), 1);
    CHECK(single.find("\nguideline_issued  never came into force\n") != std::string::npos);
    CHECK(summary(two_states(), 2).find("Policies") == std::string::npos);
}

TEST_CASE("what people shared is summed up over replicates", "[shared]")
{
    const SharedSummary found =
        with_report(shared_clinic(), 2, [](const RunReport& report) { return sum_up_shared(report); });
    REQUIRE(found.resources.size() == 3);
    const ResourceSummary& of_beds = found.resources[0];
    CHECK(of_beds.name == "beds");
    CHECK(of_beds.capacity == 42.0);
    CHECK(of_beds.used == 112.5);
    CHECK(of_beds.granted == 5.0 * (0 + 100 + 200 + 300 + 400 + 500 + 6 * 3));
    CHECK(of_beds.gave_up == 5.0 * (1500 + 6 * 4));
    CHECK(of_beds.ended == 5.0 * (1500 + 6 * 5));
    CHECK(of_beds.wait_mean == 4.0);
    CHECK(of_beds.wait_median == 3.0);
    CHECK(std::isinf(found.resources[2].capacity));
    CHECK(std::isnan(found.resources[2].wait_mean));
    REQUIRE(found.clinicians.size() == 2);
    CHECK(found.clinicians[0].name == "adopter");
    CHECK(found.clinicians[0].start == 0.0);
    CHECK(found.clinicians[0].end == Approx(2.0 / 3.0).epsilon(1e-15));
    REQUIRE(found.policies.size() == 2);
    CHECK(found.policies[0].replicates == 2);
    CHECK(found.policies[0].ended == 0);
    CHECK(found.policies[1].replicates == 1);
    CHECK(found.policies[1].first_begin == 182.625);
    CHECK(found.policies[1].last_end == 547.875);
    CHECK(found.system[0].end == 1.0);

    const SharedSummary nothing =
        with_report(two_states(), 2, [](const RunReport& report) { return sum_up_shared(report); });
    CHECK(nothing.resources.empty());
    CHECK(nothing.policies.empty());
}

TEST_CASE("the state of people's clinicians is no headline of its own", "[shared]")
{
    Scenario scenario = shared_clinic();
    scenario.outputs.measures.clear();
    const auto has_lines = [&] {
        const std::string text = summary(scenario, 2);
        return text.find("\nhealth.ill ") != std::string::npos &&
               text.find("\nhealth.well ") != std::string::npos;
    };
    CHECK(has_lines());
    scenario.tracks[TrackId{0}].is_given = true;
    CHECK_FALSE(has_lines());
}
