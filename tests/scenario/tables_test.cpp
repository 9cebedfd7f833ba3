// tables_test.cpp -- survival curves, life tables and people from files.
#include <catch2/catch.hpp>
#include <cmath>

#include "support/written.hpp"

using namespace txpath;

namespace {

Scenario loaded_in(const WrittenFolder& folder, const std::string& text)
{
    auto result = load_scenario(folder.write("test.yaml", text), {});
    if (!result) FAIL(render(result.why_not()));
    return std::move(result.value());
}

constexpr std::string_view aged =
    "population: {size: 10, attributes: {sex: {categories: {female: 0.5, male: 0.5}}, "
    "age: {normal: {mean: 44 years, sd: 9 years}, ages: true}}}";

}  // namespace

TEST_CASE("a survival curve has constant hazards between its points", "[scenario][tables]")
{
    const WrittenFolder folder;
    folder.write("curve.csv", "time_weeks,survival\n0,1\n4,0.8\n12,0.4\n");
    const Scenario scenario = loaded_in(
        folder,
        care_scenario("population: {size: 10}", "      fall: {from: well, to: ill, survival: curve.csv}"));
    const When& when = transition_of(scenario, "care", "fall").when;

    CHECK(when.law == Law::piecewise);
    CHECK(when.curve.knots == std::vector<double>{0, 28});
    REQUIRE(when.curve.hazards.size() == 2);
    CHECK(when.curve.hazards[0].number == Approx(0.007969412546936).epsilon(1e-12));  // -ln 0.8 / 28
    CHECK(when.curve.hazards[1].number == Approx(0.012377628224285).epsilon(1e-12));  // -ln 0.5 / 56
}

TEST_CASE("times of a curve may carry their units", "[scenario][tables]")
{
    const WrittenFolder folder;
    folder.write("curve.csv", "survival,time\n0.5,1 year\n0.25,24 months\n");
    const Scenario scenario = loaded_in(
        folder,
        care_scenario("population: {size: 10}", "      fall: {from: well, to: ill, survival: curve.csv}"));
    const HazardCurve& curve = transition_of(scenario, "care", "fall").when.curve;

    CHECK(curve.knots == std::vector<double>{0, 365.25});
    CHECK(curve.hazards[0].number * 365.25 == Approx(0.6931471805599453).epsilon(1e-14));
    CHECK(curve.hazards[1].number * 365.25 == Approx(0.6931471805599453).epsilon(1e-14));
}

TEST_CASE("a life table has a row of hazards for each category", "[scenario][tables]")
{
    const WrittenFolder folder;
    folder.write("life.csv", "sex,age,rate\nmale,50,0.08\nmale,0,0.02\nfemale,0,0.01\nfemale,50,0.04\n");
    const Scenario scenario = loaded_in(
        folder, care_scenario(aged, "      die: {from: well, to: ill, table: life.csv, clock: age}"));
    const When& when = transition_of(scenario, "care", "die").when;

    CHECK(when.law == Law::life_table);
    CHECK(when.clock == Clock::age);
    CHECK(when.table.ages == std::vector<double>{0, 18262.5});  // 50 x 365.25
    REQUIRE(when.table.hazards.size() == 2);
    CHECK(when.table.hazards[0][0] * 365.25 == Approx(0.01));  // female
    CHECK(when.table.hazards[0][1] * 365.25 == Approx(0.04));
    CHECK(when.table.hazards[1][0] * 365.25 == Approx(0.02));
    CHECK(when.table.hazards[1][1] * 365.25 == Approx(0.08));
}

TEST_CASE("people come from a file, and what it does not say is sampled", "[scenario][tables]")
{
    const WrittenFolder folder;
    folder.write("people.csv", "weight,age,sex\n2,44,male\n0.5,70,female\n1,18,female\n");
    const Scenario scenario = loaded_in(
        folder,
        care_scenario("population: {from: people.csv, attributes: {sex: {categories: [female, male]}, "
                      "age: {column: years, ages: true}, severity: {beta: {alpha: 2, beta: 3}}}}",
                      "      fall: {from: well, to: ill, rate: 1 per year}"));
    REQUIRE(scenario.people.table);
    const PeopleTable& table = *scenario.people.table;

    CHECK(scenario.people.size == 3);
    CHECK(table.rows == 3);
    CHECK(table.weight == std::vector<double>{2, 0.5, 1});
    CHECK(table.columns[attribute_of(scenario, "sex")] == std::vector<double>{1, 0, 0});
    CHECK(table.columns[attribute_of(scenario, "age")] == std::vector<double>{16071, 25567.5, 6574.5});
    CHECK(table.columns[attribute_of(scenario, "severity")].empty());
}

TEST_CASE("a size other than the rows of the file is a mistake", "[scenario][tables]")
{
    const WrittenFolder folder;
    folder.write("people.csv", "sex\nfemale\nmale\n");
    const std::string path = folder.write(
        "test.yaml",
        care_scenario(
            "population: {size: 3, from: people.csv, attributes: {sex: {categories: [female, male]}}}",
            "      fall: {from: well, to: ill, rate: 1 per year}"));

    CHECK(mistakes_in(path, folder.path().string()) ==
          "test.yaml:2:20: error: 'size' is 3, but 'people.csv' has 2 people\n"
          "    2 | population: {size: 3, from: people.csv, attributes: {sex: {categories: [female, male]}}}\n"
          "      |                    ^ leave 'size' out\n");
}
