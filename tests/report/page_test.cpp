// page_test.cpp -- claims about the data of the report page, from folders written by hand.
#include "txpath/page.hpp"

#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>

#include "base/compress.hpp"
#include "base/sha256.hpp"
#include "report/page_data.hpp"
#include "report/page_words.hpp"
#include "support/workplace.hpp"

using namespace txpath;
using Json = nlohmann::json;

namespace {

const std::string hostile = "</script><img src=x onerror=alert(1)>&\xE2\x80\xA8\"";

Json read(const std::vector<std::string>& folders)
{
    const auto made = page_of({folders, "1.0"});
    if (const auto* fault = std::get_if<PageFault>(&made)) FAIL(fault->path + " " + fault->reason);
    return Json::parse(std::get<Page>(made).json);
}

PageFault refusal(const std::string& folder)
{
    const auto made = page_of({{folder}, "1.0"});
    REQUIRE(std::holds_alternative<PageFault>(made));
    return std::get<PageFault>(made);
}

Json figure(const Json& page, const std::string& id)
{
    for (const Json& section : page["sections"])
        for (const Json& one : section["figures"])
            if (one["id"] == id) return one;
    FAIL("no figure " + id);
    return {};
}

Json verdict(const Json& page, const std::string& name)
{
    for (const Json& one : page["verdict"])
        if (one["name"] == name) return one;
    FAIL("no verdict " + name);
    return {};
}

std::string quoted(const std::string& text)
{
    std::string cell = "\"";
    for (const char letter : text) cell += letter == '"' ? std::string("\"\"") : std::string(1, letter);
    return cell + "\"";
}

/// What a run of two replicates of one scenario with one measure would leave, without its scenario.
void write_run(const Workplace& here, const std::string& title)
{
    Json manifest;
    manifest["program"] = {{"version", "1.0"}, {"commit", "abc"}};
    manifest["scenario"] = {{"name", "tiny"}, {"title", title}};
    manifest["fingerprints"] = {{"model", "1"}, {"run", "2"}};
    manifest["settings"] = {{"seed", 1},
                            {"replicates", 2},
                            {"people", 100},
                            {"real_people_per_person", 1.0},
                            {"horizon_days", 730.5}};
    manifest["work"] = {{"replicates_planned", 3}, {"replicates_done", 2}};
    manifest["warnings"] = {"a warning of " + title};
    here.write("run/manifest.json", manifest.dump());
    here.write("run/timeseries_summary.csv",
               "scenario,stratum,time,measure,n,mean,sd,mcse,q05,q25,q50,q75,q95\n"
               "tiny,all,0,ill,2,100,0,0,100,100,100,100,100\ntiny,all,2,ill,2,60,2,1,59,59.5,60,60.5,61\n"
               "tiny,all,0,state.care.on,2,0,0,0,0,0,0,0,0\ntiny,a=b,2,ill,2,1,1,1,1,1,1,1,1\n");
    here.write("run/timeseries.csv",
               "scenario,sample,replicate,stratum,time,measure,value,unit\n"
               "tiny,1,1,all,0,ill,100,people\ntiny,1,1,all,2,ill,59,people\n"
               "tiny,1,2,all,0,ill,100,people\ntiny,1,2,all,2,ill,61,people\n");
    here.write("run/stateprobs.csv",
               "sample,strategy_id,strategy,grp_id,grp,state_id,state,t,count,prob\n"
               "1,1,tiny,1,all,1,care.off,0,100,1\n1,1,tiny,1,all,1,care.off,2,40,0.4\n"
               "1,1,tiny,1,all,2,care.on,0,0,0\n1,1,tiny,1,all,2,care.on,2,60,0.6\n");
    here.write("run/flows.csv",
               "scenario,t_from,state_from,t_to,state_to,n,share\ntiny,0,care.off,2,care.off,40,0.4\n"
               "tiny,0,care.off,2,care.on,59,0.59\ntiny,0,care.off,2,care.rare,1,0.01\n");
    here.write("run/policies.csv",
               "scenario,replicate,policy,begin,end\ntiny,1," + quoted(title) + ",0.5,\n");
}

}  // namespace

TEST_CASE("nothing in a text ends the element that holds the data", "[page]")
{
    const Workplace here;
    write_run(here, hostile);
    const auto made = page_of({{(here / "run").string()}, "1.0"});
    const auto& page = std::get<Page>(made);
    CHECK(page.title == hostile);
    for (const char* forbidden : {"<", ">", "&", "\xE2\x80\xA8", "\xE2\x80\xA9"})
        CHECK(page.json.find(forbidden) == std::string::npos);
    const Json data = Json::parse(page.json);
    CHECK(data["format"] == "txpath-report/1");
    CHECK(data["title"] == hostile);
    CHECK(data["warnings"][0] == "a warning of " + hostile);
    CHECK(figure(data, "policies")["rows"][0][0] == hostile);
}

TEST_CASE("a run's page says what its tables say", "[page]")
{
    const Workplace here;
    write_run(here, "Tiny");
    const Json page = read({(here / "run").string()});
    CHECK(page["kind"] == "run");
    CHECK(page["lead"] == "people1");
    const Json bands = figure(page, "people1");
    // Student's t of one degree of freedom: 12.706 standard errors; the change is 40 with an error of 1
    CHECK(bands["title"] == "ill falls from 100 to 60 people (95 % interval 47.3 to 72.7).");
    CHECK(bands["rows"] ==
          Json::parse(R"([[0.0,"ill",100.0,100.0,100.0,100.0,100.0],[2.0,"ill",60.0,59.0,59.5,60.5,61.0]])"));
    const Json areas = figure(page, "states_care");
    CHECK(areas["title"] == "care: at the end 60 % are in on, 40 % in off.");
    const Json flows = figure(page, "flows_care");
    CHECK(flows["title"] == "care: the largest change is from off to on, 59 people between 0 and 2 years.");
    CHECK(flows["rows"].size() == 3);
    CHECK(flows["rows"][2] == Json::parse(R"([0.0,"off",2.0,"other states",1.0,0.01])"));
    CHECK(verdict(page, "Files")["status"] == "caution");
    CHECK(verdict(page, "Work done")["text"] == "stopped after 2 of 3 replicates");
}

TEST_CASE("tables may be compressed, and changed ones are told", "[page]")
{
    const Workplace here;
    write_run(here, "Tiny");
    const Json before = read({(here / "run").string()});
    const std::string text = here.text("run/timeseries_summary.csv");
    std::string packed;
    const auto zstd = zstd_compressor([&packed](std::string_view piece) { packed += piece; });
    zstd->add(text);
    zstd->finish();
    std::filesystem::remove(here / "run/timeseries_summary.csv");
    here.write("run/timeseries_summary.csv.zst", packed);
    CHECK(read({(here / "run").string()})["sections"] == before["sections"]);
    here.write("run/SHA256SUMS", sha256_of_text(packed) + "  timeseries_summary.csv.zst\n" +
                                     std::string(64, '0') + "  flows.csv\n");
    const Json files = verdict(read({(here / "run").string()}), "Files");
    CHECK(files["status"] == "bad");
    CHECK(files["text"] ==
          "changed or missing since the folder was written: flows.csv; do not rely on this report");
}

TEST_CASE("several folders are parts of one page, their figures told apart", "[page]")
{
    const Workplace here;
    write_run(here, "Tiny");
    const Json page = read({(here / "run").string(), (here / "run/").string()});
    CHECK(page["title"] == "Tiny; Tiny");
    CHECK(page["lead"] == "part1-people1");
    CHECK(figure(page, "part2-people1")["title"] == figure(page, "part1-people1")["title"]);
}

TEST_CASE("what is no finished folder is refused with what to do", "[page]")
{
    const Workplace here;
    CHECK(refusal((here / "nowhere").string()).kind == PageFault::Kind::absent);
    here.write("empty/x.csv", "");
    CHECK(refusal((here / "empty").string()).reason == "has no manifest.json, so it is no finished folder");
    here.write("bad/manifest.json", "{ not json");
    CHECK(refusal((here / "bad").string()).reason == "is not the JSON that txpath writes");
    here.write("other/manifest.json", "{}");
    CHECK(refusal((here / "other").string()).reason == "has none of the tables that a report is made of");
    write_run(here, "Tiny");
    here.write("run/flows.csv", "scenario,t_from\n");
    CHECK(refusal((here / "run").string()).reason ==
          "has no column 'state_from'; another version wrote it, or it was changed");
    here.write("run/flows.csv", "t_from,state_from,t_to,state_to,n\n0,a.b,1,a.b,many\n");
    CHECK(refusal((here / "run").string()).reason == "holds 'many' where a number belongs");
}

TEST_CASE("a difference whose interval holds 0 is not called one", "[page]")
{
    using namespace report;
    CHECK(change_words({2.0, 1.0, -0.5, 4.5}, "people") ==
          "+2 people (95 % interval -0.5 to +4.5, which luck alone could do)");
    CHECK(change_words({2.0, 0.5, 1.0, 3.0}, "people") == "+2 people (95 % interval +1 to +3)");
    CHECK(change_words({0.0, 0.0, 0.0, 0.0}, "people") == "no change");
    CHECK(change_words({2.0, MeanOverLuck::missing, MeanOverLuck::missing, MeanOverLuck::missing}, "") ==
          "+2 (one replicate cannot tell luck apart)");
}

TEST_CASE("barriers: parts of the waterfall are the Shapley shares, largest first", "[page]")
{
    const Workplace here;
    here.write(
        "run/manifest.json",
        R"({"program":{"version":"1.0"},"scenario":{"name":"s","title":"S"},"barriers":{"price":{"title":"The price"},"rooms":{"title":""}},"settings":{"replicates":4},"work":{"replicates_planned":4,"replicates_done":4},"warnings":[]})");
    here.write(
        "run/barriers.csv",
        "scenario,stratum,measure,barrier,kind,value,value_mcse,difference,difference_mcse,low,high,"
        "independent_mcse,sampling_error,unit\n"
        "s,all,starts,,all_removed,130,1,30,1,27,33,,,events\ns,all,starts,,as_is,100,1,,,,,,,events\n"
        "s,all,starts,,interaction,,,5,1,2,8,,,events\n"
        "s,all,starts,price,shapley,,,10,1,7,13,,,events\ns,all,starts,rooms,shapley,,,20,1,17,23,,,events\n"
        "s,all,starts,price,alone_removed,,,8,1,5,11,,,events\ns,all,starts,rooms,alone_removed,,,17,1,14,20,"
        ",,events\n"
        "s,all,starts,price,alone_kept,,,13,1,10,16,,,events\ns,all,starts,rooms,alone_kept,,,22,1,19,25,,,"
        "events\n");
    const Json page = read({(here / "run").string()});
    CHECK(page["kind"] == "barriers");
    CHECK(page["answer"] ==
          "starts: without any barrier +30 events (95 % interval +27 to +33); most is held back by rooms, "
          "+20 events (95 % interval +17 to +23), 67 % of it. "
          "Luck only; parameters stand at their base case.");
    const Json rows = figure(page, "held_starts")["rows"];
    REQUIRE(rows.size() == 4);
    CHECK(rows[0][4] == "start");
    CHECK(rows[1][0] == "without rooms");
    CHECK(rows[2][0] == "without The price");
    CHECK(rows[3][4] == "end");
    CHECK(rows[0][1].get<double>() + rows[1][1].get<double>() + rows[2][1].get<double>() ==
          rows[3][1].get<double>());
}

TEST_CASE("a run with a million rows is read in under five seconds", "[page][slow]")
{
    const Workplace here;
    write_run(here, "Tiny");
    std::string rows = "scenario,sample,replicate,stratum,time,measure,value,unit\n";
    for (int replicate = 1; replicate <= 100; ++replicate)
        for (int time = 0; time < 100; ++time)
            for (int measure = 0; measure < 100; ++measure)
                rows += "tiny,1," + std::to_string(replicate) + ",all," + std::to_string(time) +
                        (measure == 0 ? ",ill," : ",event.care.some_transition_or_other,") +
                        std::to_string(time * 0.123456789) + ",people\n";
    here.write("run/timeseries.csv", rows);
    const auto start = std::chrono::steady_clock::now();
    const Json page = read({(here / "run").string()});
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
    CHECK(figure(page, "convergence")["rows"].size() > 10);
    CHECK(taken.count() < 5.0);
}
