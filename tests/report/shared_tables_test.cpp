// shared_tables_test.cpp -- tables and measures of what people share, worked by hand.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <span>
#include <string>

#include "report/dictionary.hpp"
#include "report/measures.hpp"
#include "report/shared_counts.hpp"
#include "report/tables.hpp"
#include "support/read_csv.hpp"
#include "support/shared_clinic.hpp"

using namespace txpath;
using namespace txpath::report;
using namespace txpath::test;

namespace {

std::string text_of(Table table, const Scenario& scenario, const Results& results)
{
    const EconomicSummary economics = price(scenario, std::vector<double>{10.0}, results);
    const ManifestFacts facts;
    std::string text;
    CsvWriter out(table, [&text](std::string_view piece) { text += piece; });
    const HeldReplicates held(results);
    const RunReport report{scenario, held, economics, facts};
    const std::string scratch = "/tmp";
    write_table(table, {report, out, scratch});
    out.flush();
    return text;
}

std::string text_of(Table table)
{
    return text_of(table, shared_clinic(), shared_clinic_results(2));
}

/// The lines of a table that begin so.
std::string lines_of(const std::string& text, const std::string& begin)
{
    std::string found;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = text.find('\n', at) + 1;
        if (text.compare(at, begin.size(), begin) == 0) found += text.substr(at, end - at);
        at = end;
    }
    return found;
}

std::string value_of(const Scenario& scenario, const Results& results, const std::string& stratum,
                     const std::string& measure, const std::string& time)
{
    for (const auto& row : read_csv(text_of(Table::timeseries, scenario, results)))
        if (row[2] == "1" && row[3] == stratum && row[4] == time && row[5] == measure)
            return row[6] + ' ' + row[7];
    return "no such row";
}

std::string value_of(const std::string& stratum, const std::string& measure, const std::string& time)
{
    return value_of(shared_clinic(), shared_clinic_results(1), stratum, measure, time);
}

}  // namespace

TEST_CASE("tables of what people share have the registry's header, full rows and sorted keys", "[shared]")
{
    const Scenario scenario = shared_clinic();
    for (const Table table : {Table::resources, Table::adoption, Table::policies, Table::timeseries,
                              Table::timeseries_summary, Table::data_dictionary}) {
        INFO(info(table).name);
        const CsvRows rows = read_csv(text_of(table, scenario, shared_clinic_results(2)));
        const auto columns = columns_of(table);
        REQUIRE(rows.size() > 1);
        CHECK(std::ranges::equal(rows[0], columns, {}, {}, &Column::name));
        for (const auto& row : rows) CHECK(row.size() == columns.size());
    }
    // the order is that of the keys: times have one digit here, so it is that of the text
    for (const Table table : {Table::resources, Table::adoption, Table::policies}) {
        CsvRows rows = read_csv(text_of(table));
        rows.erase(rows.begin());
        for (auto& row : rows) row.resize(table == Table::policies ? 3 : 5);
        CHECK(std::ranges::is_sorted(rows));
        CHECK(std::ranges::adjacent_find(rows) == rows.end());
    }
}

TEST_CASE("a scenario that shares nothing has none of these tables", "[shared]")
{
    const auto has = [](const Scenario& scenario, Table table) {
        return std::ranges::count(tables_of(scenario), table) == 1;
    };
    for (const Table table : {Table::resources, Table::adoption, Table::policies}) {
        CHECK_FALSE(has(two_states(), table));
        CHECK(has(shared_clinic(), table));
    }
    CHECK(readme_text(two_states(), {}).find("resources.csv") == std::string::npos);
    CHECK(readme_text(shared_clinic(), {}).find("resources.csv") != std::string::npos);
    CHECK_FALSE(is_table_file(two_states(), "adoption.csv"));
    CHECK(is_table_file(shared_clinic(), "adoption.csv"));

    Scenario queues_only = two_states();
    queues_only.shared.resources = shared_clinic().shared.resources;
    CHECK(tables_of(queues_only).size() == tables_of(two_states()).size() + 1);
}

TEST_CASE("a resource's row sums its pools over the stratum, people on the real scale", "[shared]")
{
    // Counts of row r and pool p are 100 r + 10 p and some; 5 real people a count; used is (100 r + 10 p)
    // / 8.
    const std::string text = text_of(Table::resources);
    // capacity 42; used (400 + 500) / 8; queue 5 (401 + 501), joined 402 + 502 and so on
    const std::string of_beds = lines_of(text, "clinic,1,beds,all,2,");
    CHECK(of_beds.starts_with("clinic,1,beds,all,2,42,112.5,4510,4520,4530,4540,4550,4,3,"));
    // waits 1, 2, 4, 9 days: 90 % lie below 4 + 0.7 (9 - 4)
    CHECK(std::stod(of_beds.substr(of_beds.rfind(',') + 1)) == Approx(7.5).epsilon(1e-14));
    CHECK(lines_of(text, "clinic,1,sessions,all,2,") ==
          // two pools: capacity 4 + 8; used (410 + 420 + 510 + 520) / 8; queue 5 (411 + 421 + 511 + 521)
          "clinic,1,sessions,all,2,12,232.5,9320,9340,9360,9380,9400,0.5,0.5,0.5\n");
    CHECK(lines_of(text, "clinic,1,beds,all,0,") ==
          "clinic,1,beds,all,0,40,12.5,510,520,530,540,550,,,\n");  // rows 0 and 1; nobody was granted
}

TEST_CASE("only whole pools have a capacity; unlimited ones have an empty cell", "[shared]")
{
    const std::string text = text_of(Table::resources, shared_clinic(), shared_clinic_results(1));
    const auto capacity = [&](const std::string& resource, const std::string& stratum) {
        const CsvRows rows = read_csv(lines_of(text, "clinic,1," + resource + ',' + stratum + ",2,"));
        REQUIRE(rows.size() == 1);
        return rows[0][5];
    };
    CHECK(capacity("beds", "all") == "42");
    CHECK(capacity("beds", "coverage=none").empty());  // those with and without coverage share the beds
    CHECK(capacity("sessions", "coverage=none").empty());
    CHECK(capacity("sessions", "region=rural") == "4");  // strata of its own
    CHECK(capacity("sessions", "region=urban") == "8");
    CHECK(capacity("visits", "coverage=none") == "32");
    CHECK(capacity("visits", "coverage=private").empty());  // no limit
    CHECK(capacity("visits", "all").empty());               // some of it has none
    CHECK(lines_of(text, "clinic,1,beds,region=").empty());

    // The stratum of a pool counts everybody at this pool; the stratum of a category only its pool and its
    // cells.
    CHECK(lines_of(text, "clinic,1,sessions,region=urban,2,") ==
          "clinic,1,sessions,region=urban,2,8,117.5,4710,4720,4730,4740,4750,0.5,0.5,0.5\n");
    CHECK(lines_of(text, "clinic,1,visits,coverage=none,2,") ==  // row 4, pool 3
          "clinic,1,visits,coverage=none,2,32,53.75,2155,2160,2165,2170,2175,,,\n");
}

TEST_CASE("a crossing is whole pools when it takes whole categories", "[shared]")
{
    // tables by coverage and region: cells none-rural, none-urban, private-rural, private-urban
    Scenario scenario = shared_clinic();
    scenario.outputs.by = {AttributeId{0}, AttributeId{1}};
    Results results = shared_clinic_results(1);
    ReplicateResult& replicate = results.replicates[0];
    replicate.tally.times = 1;
    replicate.tally.cells = 4;
    ResourceTally& tally = replicate.resources;
    tally.used.clear();
    for (std::size_t cell = 0; cell < 4; ++cell)
        for (std::size_t pool = 0; pool < 5; ++pool)
            tally.used.push_back(static_cast<double>(10 * (cell + 1) + pool));

    const auto figures = [&](ResourceId resource, const std::string& name) {
        for (const ResourceStratum& stratum : resource_strata(scenario, resource))
            if (stratum.people.name == name) {
                const AtResource here(scenario, replicate, resource, stratum);
                return std::pair(here.capacity(0), here.used(0));
            }
        throw std::logic_error("no stratum " + name);
    };
    CHECK(figures(sessions, "region=rural") == std::pair(2.0, 11.0 + 31.0));  // pool 1, cells 0 and 2
    CHECK(figures(visits, "coverage=none") == std::pair(30.0, 13.0 + 23.0));
    CHECK(std::isnan(figures(sessions, "coverage=none").first));
    CHECK(figures(sessions, "coverage=none").second == 11.0 + 12.0 + 21.0 + 22.0);
    CHECK(std::isnan(figures(sessions, "coverage=none;region=rural").first));  // half of the rural pool
    CHECK(resource_strata(scenario, sessions).size() == 9);  // all, 2 and 2 categories, 4 crossings

    // With one category the crossing is the other attribute's stratum.
    scenario.people.attributes[AttributeId{0}].categories = {"none"};
    replicate.tally.cells = 2;
    CHECK(figures(sessions, "coverage=none;region=urban") == std::pair(6.0, 22.0));
}

TEST_CASE("adoption counts clinicians on the real scale, by their own strata", "[shared]")
{
    const std::string text = text_of(Table::adoption);
    CHECK(lines_of(text, "clinic,1,all,2,") ==
          "clinic,1,all,2,adopter,200,0.6666666666666666\n"
          "clinic,1,all,2,unaware,100,0.3333333333333333\n");
    CHECK(lines_of(text, "clinic,2,clinician_region=urban,2,") ==
          "clinic,2,clinician_region=urban,2,adopter,100,0.5\n"
          "clinic,2,clinician_region=urban,2,unaware,100,0.5\n");
    CHECK(read_csv(text).size() == 1 + 2 * 3 * 3 * 2);  // replicates, strata, times, states

    // Whatever a count of theirs is, all of them are all of them.
    Results results = shared_clinic_results(1);
    for (Counts* of : {&results.replicates[0].clinicians.entered, &results.replicates[0].clinicians.present,
                       &results.replicates[0].clinicians.occupancy})
        for (std::int64_t& count : of->values) count *= 2;
    CHECK(lines_of(text_of(Table::adoption, shared_clinic(), results), "clinic,1,") ==
          lines_of(text, "clinic,1,"));
}

TEST_CASE("a stratum without clinicians, and a state in which they end, have no share", "[shared]")
{
    Results results = shared_clinic_results(1);
    Tally& tally = results.replicates[0].clinicians;
    tally.present = counts(1, {1, 2, 1, 2, 0, 1}, 1);  // at the end both adopters have gone
    tally.entered = counts(1, {1, 2, 1, 2, 1, 2}, 1);
    Scenario scenario = shared_clinic();
    auto clinicians = std::make_shared<Scenario>(*scenario.shared.clinicians->scenario);
    clinicians->states[StateId{0}].ends = true;
    scenario.shared.clinicians->scenario = clinicians;

    const std::string text = text_of(Table::adoption, scenario, results);
    CHECK(lines_of(text, "clinic,1,all,2,") == "clinic,1,all,2,adopter,200,\nclinic,1,all,2,unaware,100,1\n");
    CHECK(lines_of(text, "clinic,1,clinician_region=rural,2,unaware") ==
          "clinic,1,clinician_region=rural,2,unaware,0,\n");
}

TEST_CASE("policies have a row each in every replicate; what never came or never went is empty", "[shared]")
{
    CHECK(text_of(Table::policies) ==
          "scenario,replicate,policy,begin,end\n"
          "clinic,1,cheaper_care,1,\n"
          "clinic,1,guideline_issued,,\n"
          "clinic,2,cheaper_care,1,\n"
          "clinic,2,guideline_issued,0.5,1.5\n");
}

TEST_CASE("time series hold what people share, with its unit", "[shared]")
{
    CHECK(value_of("all", "system.guideline", "1") == "0.625 ");
    CHECK(value_of("all", "clinicians.adopter", "1") == "0.3333333333333333 ");
    CHECK(value_of("all", "resource.beds.capacity", "1") == "41 places");
    CHECK(value_of("all", "resource.beds.used", "2") == "112.5 places");
    CHECK(value_of("all", "resource.sessions.used", "2") == "232.5 per day");
    CHECK(value_of("all", "resource.beds.queue", "2") == "4510 people");
    CHECK(value_of("all", "resource.beds.granted", "2") == "4530 people");
    CHECK(value_of("all", "resource.beds.wait_mean", "2") == "4 days");
    CHECK(value_of("coverage=none", "resource.beds.wait_mean", "2") == "2.3333333333333335 days");
    CHECK(value_of("coverage=private", "resource.sessions.wait_mean", "2") == " days");
    CHECK(value_of("coverage=none", "resource.beds.capacity", "2") == " places");
    CHECK(value_of("coverage=none", "system.guideline", "1") == "no such row");
    CHECK(value_of("coverage=none", "clinicians.adopter", "1") == "no such row");
}

TEST_CASE("measures of what people share get their spread between replicates", "[shared]")
{
    Results results = shared_clinic_results(2);
    results.replicates[1].system[1] = 0.875;  // sd 0.25 / sqrt 2
    const std::string text = text_of(Table::timeseries_summary, shared_clinic(), results);
    const CsvRows rows = read_csv(lines_of(text, "clinic,all,1,system.guideline,"));
    REQUIRE(rows.size() == 1);
    CHECK(std::vector(rows[0].begin() + 4, rows[0].begin() + 6) == std::vector<std::string>{"2", "0.75"});
    CHECK(std::stod(rows[0][6]) == Approx(0.25 / std::sqrt(2.0)).epsilon(1e-14));
    CHECK(std::vector(rows[0].begin() + 7, rows[0].end()) ==
          std::vector<std::string>{"0.125", "0.6375", "0.6875", "0.75", "0.8125", "0.8625"});
    CHECK(lines_of(text, "clinic,all,2,resource.visits.capacity,") ==
          "clinic,all,2,resource.visits.capacity,0,,,,,,,,\n");
}

TEST_CASE("costs over time have the prices of their interval", "[shared]")
{
    // 10 USD x 365.25 days x 4 years x 5; then 4 USD, and 100 USD x 4 relapses
    CHECK(value_of("all", "cost.care", "1") == "73050 USD");
    CHECK(value_of("all", "cost.care", "2") == "104270 USD");

    Results at_once = shared_clinic_results(1);
    at_once.replicates[0].later[0].from = 0.0;
    Scenario scenario = shared_clinic();
    scenario.shared.policies[cheaper_care].from.reset();
    CHECK(value_of(scenario, at_once, "all", "cost.care", "1") == "29220 USD");
}

TEST_CASE("costs over time are left out where prices change between report times, and it is said why",
          "[shared]")
{
    const auto reason = [](const auto& change) {
        Scenario scenario = shared_clinic();
        scenario.states[well].on_entry.costs.clear();  // nothing else is left out
        change(scenario.shared.policies[cheaper_care]);
        const std::vector<std::string> reasons = left_out(scenario);
        const bool has_series = std::ranges::count(all_series(scenario), "cost.care", &Series::name) == 1;
        CHECK(has_series == reasons.empty());
        return reasons.empty() ? std::string() : reasons[0];
    };
    const std::string why =
        "cost.care is left out because policy 'cheaper_care' changes its prices between report times; see "
        "costs.csv";
    CHECK(reason([](Policy&) {}).empty());
    CHECK(reason([](Policy& policy) { policy.from = certain(100.0); }) == why);
    CHECK(reason([](Policy& policy) { policy.over = certain(10.0); }) == why);
    CHECK(reason([](Policy& policy) { policy.until = certain(500.0); }) == why);
    CHECK(reason([](Policy& policy) { policy.until = certain(730.5); }).empty());
    CHECK(reason([](Policy& policy) { policy.lasts = certain(30.0); }) == why);
    CHECK(reason([](Policy& policy) { policy.lasts = certain(365.25); }).empty());
    CHECK(reason([](Policy& policy) { policy.from = certain(5000.0); }).empty());  // never
    CHECK(reason([](Policy& policy) {
              policy.when.kind = Condition::Kind::compare;
              policy.when.of.subject = Subject::system;
              policy.when.of.system = SystemId{0};
              policy.when.at_least = 0.5;
          }) == why);
    CHECK(reason([](Policy& policy) {
              policy.from = certain(100.0);
              policy.set[0].parameter = ParameterId{};  // it holds something else
          }).empty());
}

TEST_CASE("the estimate gives the rows of these tables exactly", "[shared]")
{
    const Scenario scenario = shared_clinic();
    const Results results = shared_clinic_results(2);
    std::size_t found = 0;
    for (const TableEstimate& estimate : estimate_tables(scenario, 2, {}))
        for (const Table table : {Table::resources, Table::adoption, Table::policies, Table::timeseries,
                                  Table::timeseries_summary, Table::data_dictionary}) {
            if (estimate.file != std::string(info(table).name) + ".csv") continue;
            INFO(estimate.file);
            const std::string text = text_of(table, scenario, results);
            CHECK(estimate.rows == static_cast<std::uint64_t>(std::ranges::count(text, '\n')) - 1);
            CHECK(static_cast<double>(estimate.bytes) > 0.5 * static_cast<double>(text.size()));
            CHECK(static_cast<double>(estimate.bytes) < 3.0 * static_cast<double>(text.size()));
            ++found;
        }
    CHECK(found == 6);
    for (const TableEstimate& estimate : estimate_tables(two_states(), 2, {}))
        CHECK(estimate.file != "resources.csv");
}
