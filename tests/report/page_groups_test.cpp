// page_groups_test.cpp -- claims about what a report says of groups of people and of what leads it.
#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <string>

#include "report/page_decision.hpp"
#include "report/page_words.hpp"
#include "support/workplace.hpp"
#include "txpath/page.hpp"

using namespace txpath;
using Json = nlohmann::json;

namespace {

/// A measure of events and one of people in two groups, two replicates, whose group sizes differ.
void write_run(const Workplace& here, const std::string& title)
{
    Json manifest;
    manifest["program"] = {{"version", "1.0"}};
    manifest["scenario"] = {{"name", "tiny"}, {"title", title}};
    manifest["settings"] = {{"replicates", 2}, {"horizon_days", 730.5}};
    manifest["work"] = {{"replicates_planned", 2}, {"replicates_done", 2}};
    here.write("run/manifest.json", manifest.dump());
    std::string rows = "scenario,sample,replicate,stratum,time,measure,value,unit\n";
    std::string means = "scenario,stratum,time,measure,n,mean,sd,mcse,q05,q25,q50,q75,q95\n";
    const auto add = [&](const std::string& stratum, const std::string& measure, const std::string& unit,
                         const std::vector<std::pair<int, int>>& by_time) {
        int time = 0;
        for (const auto& [first, second] : by_time) {
            const std::string at = stratum + "," + std::to_string(time) + "," + measure + ",";
            rows += "tiny,1,1," + at + std::to_string(first) + "," + unit + "\n";
            rows += "tiny,1,2," + at + std::to_string(second) + "," + unit + "\n";
            const std::string mean = std::to_string((first + second) / 2);
            means += "tiny," + at + "2," + mean + ",1,0.5," + mean + "," + mean + "," + mean + "," + mean +
                     "," + mean + "\n";
            ++time;
        }
    };
    add("all", "starts", "events", {{0, 0}, {30, 34}, {50, 54}});
    add("all", "well", "people", {{0, 0}, {10, 10}, {90, 92}});
    add("all", "people.entered", "people", {{300, 300}, {300, 300}, {300, 300}});
    add("place=near", "people.entered", "people", {{100, 200}, {100, 200}, {100, 200}});
    add("place=far", "people.entered", "people", {{200, 100}, {200, 100}, {200, 100}});
    add("place=near", "starts", "events", {{0, 0}, {20, 40}, {30, 60}});
    add("place=far", "starts", "events", {{0, 0}, {10, 6}, {10, 4}});
    add("place=near", "well", "people", {{0, 0}, {5, 10}, {20, 40}});
    add("place=far", "well", "people", {{0, 0}, {5, 2}, {40, 20}});
    add("place=near;sex=f", "starts", "events", {{0, 0}, {1, 1}, {1, 1}});
    here.write("run/timeseries.csv", rows);
    here.write("run/timeseries_summary.csv", means);
}

Json page_in(const Workplace& here)
{
    const auto made = page_of({{(here / "run").string()}, "1.0"});
    if (const auto* fault = std::get_if<PageFault>(&made)) FAIL(fault->path + " " + fault->reason);
    return Json::parse(std::get<Page>(made).json);
}

Json figure(const Json& page, const std::string& id)
{
    for (const Json& section : page["sections"])
        for (const Json& one : section["figures"])
            if (one["id"] == id) return one;
    FAIL("no figure " + id);
    return {};
}

}  // namespace

TEST_CASE("groups are compared by their own numbers, events so far for each 100 of them", "[page]")
{
    const Workplace here;
    write_run(here, "Tiny");
    const Json events = figure(page_in(here), "groups_events");
    CHECK(events["pick"] == Json::parse(R"(["measure","by"])"));
    // near: 20/100 and 40/200, then 50/100 and 100/200; far: 10/200 and 6/100, then 20/200 and 10/100
    const std::vector<std::pair<std::string, double>> expected{{"far", 0.0},  {"far", 5.5},   {"far", 10.0},
                                                               {"near", 0.0}, {"near", 20.0}, {"near", 50.0}};
    REQUIRE(events["rows"].size() == expected.size());
    for (std::size_t k = 0; k < expected.size(); ++k) {
        CHECK(events["rows"][k][1] == expected[k].first);
        CHECK(events["rows"][k][2].get<double>() == Approx(expected[k].second).margin(1e-12));
        CHECK(events["rows"][k][5] == "starts");
        CHECK(events["rows"][k][6] == "place");
    }
    // Student's t of one degree of freedom: 12.7062 standard errors of 0.5
    CHECK(events["rows"][1][4].get<double>() == Approx(5.5 + 12.7062 * 0.5).epsilon(1e-5));
    CHECK(events["title"] ==
          "Groups differ most clearly in starts by place: near 50 per 100 people (95 % interval 50 to 50), "
          "far 10 per 100 people (95 % interval 10 to 10).");
    const Json people = figure(page_in(here), "groups_people");
    CHECK(people["columns"][2]["unit"] == "share");
    CHECK(
        people["title"] ==
        "Groups cannot be told apart; widest is the gap in well by place: far 20 % (95 % interval 20 to 20), "
        "near 20 % (95 % interval 20 to 20).");
}

TEST_CASE("without a table of replicates groups have no intervals", "[page]")
{
    const Workplace here;
    write_run(here, "Tiny");
    std::filesystem::remove(here / "run/timeseries.csv");
    const Json rows = figure(page_in(here), "groups_people")["rows"];
    for (const Json& row : rows) CHECK(row[3].is_null());
}

TEST_CASE("a measure that the title names leads the page", "[page]")
{
    const Workplace here;
    write_run(here, "Tiny");
    CHECK(page_in(here)["lead"] == "people1");
    write_run(here, "Who starts?");
    const Json page = page_in(here);
    CHECK(page["lead"] == "events2");
    CHECK(page["answer"].get<std::string>().starts_with("Starts: 84 events "));
}

TEST_CASE("what is tiny for one person is told for a thousand", "[page]")
{
    using report::change_words;
    CHECK(change_words({3.2e-5, 1e-6, 3e-5, 3.4e-5}, "QALYs per person") ==
          "+0.032 QALYs per 1,000 people (95 % interval +0.03 to +0.034)");
    CHECK(change_words({0.02, 0.001, 0.01, 0.03}, "QALYs a person") ==
          "+0.02 QALYs a person (95 % interval +0.01 to +0.03)");
    CHECK(change_words({3.2e-5, 1e-6, 3e-5, 3.4e-5}, "person-years") ==
          "+3.2e-05 person-years (95 % interval +3e-05 to +3.4e-05)");
}

TEST_CASE("what is the same at several thresholds is said once", "[page]")
{
    CHECK(report::told_at({{50000.0, "this"}, {100000.0, "this"}, {150000.0, "that"}}, "USD") ==
          "at 50,000 and 100,000 USD per QALY this; at 150,000 USD per QALY that");
}

TEST_CASE("a fit's page says how far each target is, and no work that was not planned", "[page]")
{
    const Workplace here;
    Json manifest;
    manifest["program"] = {{"version", "1.0"}};
    manifest["study"] = {{"name", "fit"}, {"title", "Fit"}};
    manifest["fingerprints"] = {{"calibration", "1"}};
    manifest["settings"] = {{"replicates", 2}};
    manifest["work"] = {{"evaluations", 9}};
    here.write("run/manifest.json", manifest.dump());
    here.write(
        "run/fit.csv",
        "value,unit,scale,low,high,prior,start,estimate,se,ci_low,ci_high,profile_low,profile_high,at_bound\n"
        "parameters.fades,per week,log,0.1,1,none,0.5,0.4,0.1,0.2,0.6,,,0\n");
    here.write("run/fit_targets.csv",
               "target,likelihood,published,events,of,simulated,mcse,people,residual,log_likelihood,source\n"
               "one.share,binomial,0.5,50,100,0.4,0.01,500,2.5,-1,a2020\none.score,normal,3,,,3.1,0.1,500,-0."
               "5,-1,b2021\n");
    const Json page = page_in(here);
    CHECK(page["kind"] == "calibration");
    CHECK(page["lead"] == "residuals");
    CHECK(page["answer"] ==
          "Fades 0.4 per week (95 % interval 0.2 to 0.6). 1 of 2 targets lie within 2 standard deviations; "
          "furthest is one: share, 2.5 away.");
    CHECK(figure(page, "shares")["rows"].size() == 2);
    for (const Json& one : page["verdict"]) CHECK(one["name"] != "Work done");
}
