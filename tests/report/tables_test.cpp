// tables_test.cpp -- whole tables of two small replicates, worked by hand; and the rules all tables keep.
#include "report/tables.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <map>
#include <set>
#include <string>

#include "report/measures.hpp"
#include "support/read_csv.hpp"
#include "support/two_states.hpp"

using namespace txpath;
using namespace txpath::report;
using namespace txpath::test;

namespace {

std::string text_of(Table table, const Scenario& scenario, const Results& results)
{
    const EconomicSummary economics = price(scenario, {}, results);
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
    return text_of(table, two_states(), two_states_results(2));
}

/// The value of a measure in timeseries.csv.
std::string value_of(const Scenario& scenario, const Results& results, const std::string& measure,
                     const std::string& time)
{
    for (const auto& row : read_csv(text_of(Table::timeseries, scenario, results)))
        if (row[3] == "all" && row[4] == time && row[5] == measure) return row[6];
    return "no such row";
}

/// Keys compare as numbers or as text, as their type says; a missing key comes first.
int compare_keys(std::span<const Column> columns, const std::vector<std::string>& one,
                 const std::vector<std::string>& other)
{
    for (std::size_t place = 0; place < columns.size() && columns[place].is_key; ++place) {
        if (one[place] == other[place]) continue;
        if (columns[place].type == CellType::text || one[place].empty() || other[place].empty())
            return one[place] < other[place] ? -1 : 1;
        return std::stod(one[place]) < std::stod(other[place]) ? -1 : 1;
    }
    return 0;
}

bool is_of_type(CellType type, const std::string& cell)
{
    if (cell.empty() || type == CellType::text) return true;
    if (type == CellType::flag) return cell == "0" || cell == "1";
    if (type == CellType::integer)
        return std::ranges::all_of(cell, [](char c) { return c >= '0' && c <= '9'; });
    std::size_t read = 0;
    const double number = std::stod(cell, &read);
    return read == cell.size() && std::isfinite(number);
}

}  // namespace

TEST_CASE("every table has the registry's header, rows of full width, cells of their type, and sorted keys",
          "[tables]")
{
    Scenario scenario = two_states();
    scenario.people.attributes.resize(2);
    scenario.people.attributes[AttributeId{1}].name = "age_group";  // before `all` in the alphabet
    scenario.people.attributes[AttributeId{1}].categories = {"any"};
    scenario.outputs.by.push_back(AttributeId{1});
    const Results results = two_states_results(3);

    for (const Table table : tables_of(scenario)) {
        INFO(info(table).name);
        const CsvRows rows = read_csv(text_of(table, scenario, results));
        const auto columns = columns_of(table);
        REQUIRE(rows.size() > 1);
        REQUIRE(std::ranges::equal(rows[0], columns, {}, {}, &Column::name));
        for (std::size_t line = 1; line < rows.size(); ++line) {
            REQUIRE(rows[line].size() == columns.size());
            for (std::size_t place = 0; place < columns.size(); ++place)
                REQUIRE(is_of_type(columns[place].type, rows[line][place]));
            if (line == 1) continue;
            const int order = compare_keys(columns, rows[line - 1], rows[line]);
            REQUIRE((table == Table::histories ? order <= 0
                                               : order < 0));  // a person stays several times in a track
        }
    }
}

TEST_CASE("every table has a header when nothing was simulated", "[tables]")
{
    for (const Table table : all_tables) {
        if (table == Table::data_dictionary) continue;
        CHECK(read_csv(text_of(table, two_states(), Results{})).size() == 1);
    }
}

TEST_CASE("time series hold counts on the real scale, means over people present, and costs to date",
          "[tables]")
{
    const std::string text = text_of(Table::timeseries);

    const std::string expected =  // everybody at the end of the first replicate; 5 real people a count
        "clinic,1,1,all,2,cost.care,148100,USD\n"  // (10 USD x 365.25 x 8 years + 100 USD x 4 relapses) x 5
        "clinic,1,1,all,2,cost.drug,29370,USD\n"   // (2 USD x 365.25 x 8 years + 5 USD x 6 entries) x 5
        "clinic,1,1,all,2,event.health.recover,0,events\n"
        "clinic,1,1,all,2,event.health.relapse,20,events\n"
        "clinic,1,1,all,2,in_good_health,10,people\n"
        "clinic,1,1,all,2,level.tolerance,0.125,\n"
        "clinic,1,1,all,2,people.entered,40,people\n"
        "clinic,1,1,all,2,people.present,40,people\n"
        "clinic,1,1,all,2,relapses,20,events\n"
        "clinic,1,1,all,2,state.health.ill,30,people\n"
        "clinic,1,1,all,2,state.health.well,10,people\n"
        "clinic,1,1,all,2,utility.mean,0.5625,\n"
        "clinic,1,1,coverage=none,0,cost.care,0,USD\n";
    CHECK(text.find(expected) != std::string::npos);
    CHECK(read_csv(text).size() == 1 + 2 * 3 * 3 * 12);  // replicates, strata, times, measures
}

TEST_CASE(
    "the cost of a category is left out of the time series where counts cannot give it, and it is said why",
    "[tables]")
{
    Scenario scenario = two_states();
    CHECK(left_out(scenario).empty());
    scenario.states[well].on_entry.costs.clear();
    CHECK(value_of(scenario, two_states_results(1), "cost.drug", "2") ==
          "29220");  // 2 USD x 365.25 x 8 years x 5

    scenario.states[well].cost_ratios.resize(1);
    CHECK(left_out(scenario) ==
          std::vector<std::string>{
              "cost.drug is left out because state 'health.well' has cost ratios; see costs.csv"});
    CHECK(value_of(scenario, two_states_results(1), "cost.drug", "2") == "no such row");
    CHECK(text_of(Table::data_dictionary, scenario, two_states_results(1))
              .find("cost.drug is left out because") != std::string::npos);
}

TEST_CASE("a measure over states of several tracks is left out, because one person can be in two of them",
          "[tables]")
{
    Scenario scenario = two_states();
    scenario.tracks.push_back(scenario.tracks[TrackId{0}]);
    scenario.states[well].track = TrackId{1};
    scenario.outputs.measures[0].states = {ill, well};

    CHECK(value_of(scenario, two_states_results(1), "in_good_health", "2") == "no such row");
    CHECK(left_out(scenario).back() ==
          "in_good_health is left out because its states belong to several tracks, where one person can be "
          "in two of them; "
          "name one measure for each track");
}

TEST_CASE("costs to date begin with what is paid at time 0", "[tables]")
{
    Results results = two_states_results(1);
    results.replicates[0].tally.events.values[1] = 2;  // relapses at time 0: 100 USD x 2 x 5

    CHECK(value_of(two_states(), results, "cost.care", "0") == "1000");
    CHECK(value_of(two_states(), results, "cost.care", "1") == "74050");  // and 10 USD x 365.25 x 4 years x 5
}

TEST_CASE("in an open population shares are of those who entered until then", "[tables]")
{
    Results results = two_states_results(1);
    results.replicates[0].tally.entered = counts(1, {2, 2, 4, 4, 8, 8}, 1);

    const std::string text = text_of(Table::stateprobs, two_states(), results);
    CHECK(text.find("1,1,clinic,1,all,1,health.ill,1,10,0.25\n") != std::string::npos);   // 2 of 8 counts
    CHECK(text.find("1,1,clinic,1,all,1,health.ill,2,30,0.375\n") != std::string::npos);  // 6 of 16
}

TEST_CASE("means over people present are empty where nobody is", "[tables]")
{
    Results results = two_states_results(1);
    std::fill(results.replicates[0].tally.present.values.begin(),
              results.replicates[0].tally.present.values.end(), 0);

    CHECK(value_of(two_states(), results, "utility.mean", "1").empty());
    CHECK(value_of(two_states(), results, "level.tolerance", "1").empty());
    CHECK(value_of(two_states(), results, "people.present", "1") == "0");
}

TEST_CASE("the summary gives mean, spread and quantiles between replicates", "[tables]")
{
    // 10 and 20 people: sd 10 / sqrt 2, quantiles by type 7
    const std::string text = text_of(Table::timeseries_summary);
    CHECK(text.find("clinic,all,2,in_good_health,2,15,7.0710678118654755,5,10.5,12.5,15,17.5,19.5\n") !=
          std::string::npos);

    const std::string single = text_of(Table::timeseries_summary, two_states(), two_states_results(1));
    CHECK(single.find("clinic,all,2,in_good_health,1,10,,,10,10,10,10,10\n") != std::string::npos);
}

TEST_CASE("state probabilities are shares of those who entered", "[tables]")
{
    CHECK(text_of(Table::stateprobs) ==
          "sample,strategy_id,strategy,grp_id,grp,state_id,state,t,count,prob\n"
          "1,1,clinic,1,all,1,health.ill,0,40,1\n"
          "1,1,clinic,1,all,1,health.ill,1,10,0.25\n"
          "1,1,clinic,1,all,1,health.ill,2,25,0.625\n"
          "1,1,clinic,1,all,2,health.well,0,0,0\n"
          "1,1,clinic,1,all,2,health.well,1,30,0.75\n"
          "1,1,clinic,1,all,2,health.well,2,15,0.375\n"
          "1,1,clinic,2,coverage=none,1,health.ill,0,20,1\n"
          "1,1,clinic,2,coverage=none,1,health.ill,1,10,0.5\n"
          "1,1,clinic,2,coverage=none,1,health.ill,2,15,0.75\n"
          "1,1,clinic,2,coverage=none,2,health.well,0,0,0\n"
          "1,1,clinic,2,coverage=none,2,health.well,1,10,0.5\n"
          "1,1,clinic,2,coverage=none,2,health.well,2,5,0.25\n"
          "1,1,clinic,3,coverage=private,1,health.ill,0,20,1\n"
          "1,1,clinic,3,coverage=private,1,health.ill,1,0,0\n"
          "1,1,clinic,3,coverage=private,1,health.ill,2,10,0.5\n"
          "1,1,clinic,3,coverage=private,2,health.well,0,0,0\n"
          "1,1,clinic,3,coverage=private,2,health.well,1,20,1\n"
          "1,1,clinic,3,coverage=private,2,health.well,2,10,0.5\n");
}

TEST_CASE("transitions have counts on the real scale and rates per person-year in the states they leave",
          "[tables]")
{
    // recover: 6 counts of 5 real people in 8 person-years of illness; relapse: 4 in 8 years of health
    const CsvRows rows = read_csv(text_of(Table::transitions, two_states(), two_states_results(1)));

    REQUIRE(rows.size() == 1 + 3 * 2);
    CHECK(std::vector(rows[1].begin(), rows[1].begin() + 7) ==
          std::vector<std::string>{"clinic", "1", "all", "health", "recover", "30", "0.75"});
    CHECK(std::vector(rows[2].begin(), rows[2].begin() + 7) ==
          std::vector<std::string>{"clinic", "1", "all", "health", "relapse", "20", "0.5"});
    CHECK(std::vector(rows[3].begin(), rows[3].begin() + 7) ==
          std::vector<std::string>{"clinic", "1", "coverage=none", "health", "recover", "10", "0.4"});
    CHECK(std::stod(rows[1][7]) ==
          Approx(std::exp2(5.03125) / 365.25).epsilon(1e-12));  // half of the bin from 32 days on
    CHECK(std::stod(rows[2][7]) == Approx(std::exp2(8.53125) / 365.25).epsilon(1e-12));
}

TEST_CASE("the median stay of exponential stays is found to within a bin", "[tables]")
{
    // 100,000 stays of mean 50 days, counted by the exact distribution function; the median is 50 log 2 days
    std::vector<std::int64_t> bins(SojournBins::count);
    double before = 0.0;
    for (std::size_t bin = 0; bin < bins.size(); ++bin) {
        const double edge = std::exp2((static_cast<double>(bin) + 1) / 16.0) / 4096.0;
        const double below = 1.0 - std::exp(-edge / 50.0);
        bins[bin] = std::llround((below - before) * 1e5);
        before = below;
    }
    CHECK(median_stay(bins) * 365.25 == Approx(50.0 * std::log(2.0)).epsilon(2e-3));
}

TEST_CASE("a stay shorter than the first bin counts from zero, and without stays there is no median",
          "[tables]")
{
    std::vector<std::int64_t> bins(SojournBins::count);
    CHECK(std::isnan(median_stay(bins)));

    bins[0] = 10;
    CHECK(median_stay(bins) * 365.25 == Approx(std::exp2(1.0 / 16.0) / 4096.0 / 2.0).epsilon(1e-12));
}

TEST_CASE("flows are shares of those in a state at a checkpoint; what did not happen has no row", "[tables]")
{
    CHECK(text_of(Table::flows) ==
          "scenario,t_from,state_from,t_to,state_to,n,share\n"
          "clinic,0,health.ill,2,health.ill,30,0.75\n"
          "clinic,0,health.ill,2,health.well,10,0.25\n");
}

TEST_CASE("histories give every stay of a person and mark the last", "[tables]")
{
    CHECK(text_of(Table::histories) ==
          "scenario,sample,replicate,patient_id,track,from,to,transition,time_start,time_stop,final\n"
          "clinic,1,1,1,health,,ill,,0,0,0\n"
          "clinic,1,1,1,health,ill,well,health.recover,0,0.25,0\n"
          "clinic,1,1,1,health,well,ill,health.relapse,0.25,1,1\n");
}

TEST_CASE("ce.csv has discounted totals a person with their Monte Carlo errors", "[tables]")
{
    CHECK(text_of(Table::ce) ==
          "sample,strategy_id,strategy,grp_id,grp,costs,qalys,costs_mcse,qalys_mcse,n_replicates\n"
          "1,1,clinic,1,all,4895.359375,1.1103515625,1027.265625,0,2\n"
          "1,1,clinic,2,coverage=none,6699.25,1.083984375,2054.53125,0,2\n"
          "1,1,clinic,3,coverage=private,3091.46875,1.13671875,0,0,2\n");

    CHECK(text_of(Table::ce, two_states(), two_states_results(1))
              .find("1,1,clinic,2,coverage=none,4644.71875,1.083984375,,,1\n") != std::string::npos);
}

TEST_CASE("costs add up to the total, discounted and not", "[tables]")
{
    const std::string text = text_of(Table::costs, two_states(), two_states_results(1));
    const std::string none =
        "1,1,2,,care,0,50\n"
        "1,1,2,,care,0.03,31.25\n"
        "1,1,2,,total,0,5166\n"
        "1,1,2,,total,0.03,4644.71875\n"
        "1,1,2,1,care,0,4565.625\n"
        "1,1,2,1,care,0.03,4109.0625\n"
        "1,1,2,2,drug,0,550.375\n"
        "1,1,2,2,drug,0.03,504.40625\n";
    CHECK(text.find(none) != std::string::npos);
}

TEST_CASE("without discounting there is one row, not two that are the same", "[tables]")
{
    Scenario scenario = two_states();
    scenario.economics.discount_costs = certain(0.0);
    scenario.economics.discount_health = certain(0.0);

    CHECK(read_csv(text_of(Table::costs, scenario, two_states_results(1))).size() == 1 + 3 * 4);
    CHECK(text_of(Table::qalys, scenario, two_states_results(1)) ==
          "sample,strategy_id,grp_id,state_id,category,dr,qalys\n"
          "1,1,1,,total,0,1.15625\n"
          "1,1,2,,total,0,1.125\n"
          "1,1,3,,total,0,1.1875\n");
}

TEST_CASE("the dictionary lists every column of every table once", "[tables]")
{
    std::multiset<std::string> listed, expected;
    for (const auto& row : read_csv(text_of(Table::data_dictionary))) listed.insert(row[0] + '.' + row[1]);
    for (const Table table : tables_of(two_states()))
        for (const Column& column : columns_of(table))
            expected.insert(std::string(info(table).name) + '.' + std::string(column.name));
    listed.erase("table.column");
    CHECK(listed == expected);
    CHECK(text_of(Table::data_dictionary).find("costs,costs,number,USD 2025 per person,0,") !=
          std::string::npos);
}
