// invariance_test.cpp -- what must not change a result does not change it, to the last unit.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>

#include "model/tables.hpp"
#include "support/same_counts.hpp"

using namespace txpath;
using namespace txpath::oracle;

namespace {

/// Parts of a small scenario with a bit of everything, so that a test can change one.
struct Parts {
    std::string size = "3000", time = "{horizon: 3 years, report_every: 3 months}";
    std::string fall_ratios = "sex.female: 1.4, drug.on: 0.6, effect: {per: 1, ratio: 0.5}";
    std::string outputs = "{by: [sex], people: 3000}";
    std::string more_drug_transitions;
    bool is_turned_round = false;
};

std::string text_of(const Parts& parts)
{
    std::vector<std::string> care = {
        fmt::format("      fall: {{from: well, to: {{mild: 0.7, severe: rest}}, weibull: {{shape: 1.3, "
                    "scale: 2 years}}, "
                    "hazard_ratios: {{{}}}, adds: {{relapses: 1}}, costs: {{visit: 300 USD}}}}\n",
                    parts.fall_ratios),
        "      heal: {from: [mild, severe], to: well, median: 5 months, hazard_ratios: {relapses: {per: 1, "
        "ratio: 0.8, "
        "at_most: 4}}}\n",
        "      die: {from: any, to: dead, gompertz: {shape: 0.08 per year, rate: 0.0008 per year}, clock: "
        "age}\n"};
    std::vector<std::string> drug = {
        "      begin: {from: off, to: on, rate: 1 per year, only_if: {care: [mild, severe]}, adds: {effect: "
        "1}}\n",
        "      stop: {from: on, to: off, after: 200 days}\n"};
    if (!parts.more_drug_transitions.empty()) drug.push_back(parts.more_drug_transitions);
    if (parts.is_turned_round) {
        std::ranges::reverse(care);
        std::ranges::reverse(drug);
    }
    const std::string care_text = fmt::format(
        "  care:\n    start: well\n    states: {{well: {{utility: 0.9}}, mild: {{utility: 0.7, costs: "
        "{{care: 90 USD per "
        "month}}}}, severe: {{utility: 0.4, costs: {{care: 300 USD per month}}, cost_ratios: {{sex.female: "
        "1.2}}}}, "
        "dead: {{utility: 0, ends: true}}}}\n    transitions:\n{}",
        fmt::join(care, ""));
    const std::string drug_text = fmt::format(
        "  drug:\n    start: {{off: 0.8, on: 0.2}}\n    states: {{off: {{}}, on: {{}}}}\n    "
        "transitions:\n{}",
        fmt::join(drug, ""));
    return fmt::format(
        "txpath: 1\ntitle: invariance\ntime: {}\npopulation: {{size: {}, attributes: {{sex: {{categories: "
        "{{female: "
        "0.6, male: 0.4, other: 0}}}}, age: {{normal: {{mean: 50 years, sd: 12 years}}, min: 18 years, max: "
        "90 years, "
        "ages: true}}}}}}\nlevels: {{effect: {{start: 0, half_life: 90 days}}}}\ncounters: {{relapses: "
        "0}}\ntracks:\n{}{}"
        "economics: {{currency: USD, price_year: 2025, discount: {{costs: 3 % per year, health: 1 % per "
        "year}}}}\n"
        "outputs: {}\nrun: {{seed: 71, replicates: 1}}\n",
        parts.time, parts.size, parts.is_turned_round ? drug_text : care_text,
        parts.is_turned_round ? care_text : drug_text, parts.outputs);
}

Experiment run_parts(const Parts& parts)
{
    return run_text(text_of(parts));
}

Scenario scenario_of(const std::string& file, const std::vector<Override>& overrides)
{
    auto scenario = load_scenario(file, overrides);
    if (!scenario) FAIL(render(scenario.why_not()));
    return std::move(scenario.value());
}

/// One scenario with any number of threads and in any order of work: one result.
void check_any_way(const Scenario& scenario)
{
    RunSpec spec = spec_of(scenario);
    spec.threads = 1;
    const Experiment plain = run_as(scenario, spec);
    const auto files = csv_files(plain);
    CHECK(files.size() > 3);
    for (const auto& [threads, order] : std::map<int, std::uint64_t>{{1, 5}, {2, 0}, {3, 9}, {8, 77}}) {
        INFO(threads << " threads, order " << order);
        spec.threads = threads;
        spec.shard_order = order;
        const Experiment other = run_as(scenario, spec);
        CHECK(difference(plain.results, other.results).empty());
        CHECK(csv_files(other) == files);
    }
}

/// A person's rows as text without the ids of states and transitions, so that scenarios of other ids compare.
std::vector<std::string> told(const Experiment& experiment)
{
    std::vector<std::string> rows;
    for (const HistoryRow& row : experiment.results.replicates.front().histories)
        rows.push_back(fmt::format(
            "{} {} {} {} {} {}", row.person, experiment.scenario.tracks[row.track].name,
            experiment.scenario.states[row.to].name,
            row.transition.is_absent() ? "-" : experiment.scenario.transitions[row.transition].name,
            row.start, row.stop));
    return rows;
}

}  // namespace

TEST_CASE("threads and the order of work change nothing", "[invariance][engine]")
{
    Parts parts;
    parts.size = "20000";
    auto scenario = load_scenario_text(text_of(parts), {});
    REQUIRE(scenario);
    check_any_way(scenario.value());
    scenario.value().run.replicates = 3;
    check_any_way(scenario.value());
}

TEST_CASE("threads and the order of work change nothing in the baseline", "[invariance][engine]")
{
    check_any_way(scenario_of(std::string(TXPATH_SOURCE) + "/scenarios/baseline.yaml",
                              {{"population.size", "2000"}, {"run.replicates", "2"}}));
}

TEST_CASE("recording histories changes no count", "[invariance][engine]")
{
    Parts without;
    without.outputs = "{by: [sex]}";
    Experiment told_all = run_parts({}), told_none = run_parts(without);
    CHECK(told_none.results.replicates[0].histories.empty());
    told_all.results.replicates[0].histories.clear();
    CHECK(difference(told_all.results, told_none.results).empty());
}

TEST_CASE("people taken state by state count as those taken one by one", "[invariance][engine]")
{
    // those whose histories are recorded are taken one by one
    for (const char* example : {"sick_sicker", "two_exits"}) {
        const Scenario scenario =
            scenario_of(std::string(TXPATH_SOURCE) + "/tests/data/examples/" + example + ".yaml",
                        {{"population.size", "3000"}});
        const Checked<Model> model = compile(scenario, base_case(scenario));
        REQUIRE(model);
        INFO(example);
        CHECK(model.value().tables().is_plain);
        RunSpec spec;
        const RunOutcome by_state = simulate(model.value(), spec);
        spec.histories = 3000;
        RunOutcome one_by_one = simulate(model.value(), spec);
        CHECK(one_by_one.results.replicates[0].histories.size() > 3000);
        one_by_one.results.replicates[0].histories.clear();
        CHECK(difference(by_state.results, one_by_one.results).empty());
    }
}

TEST_CASE("strata only divide what is counted", "[invariance][engine]")
{
    Parts whole;
    whole.outputs = "{people: 3000}";
    const Experiment divided = run_parts({}), one = run_parts(whole);
    CHECK(same_histories(divided.results, one.results));
    const Tally &parts = divided.results.replicates[0].tally, &sum = one.results.replicates[0].tally;
    REQUIRE(parts.cells == 3);
    for (Counts Tally::*table : {&Tally::entered, &Tally::present, &Tally::occupancy, &Tally::person_ticks,
                                 &Tally::events, &Tally::levels, &Tally::utility})
        for (std::size_t time = 0; time < sum.times; ++time)
            for (std::size_t column = 0; column < (sum.*table).columns; ++column) {
                std::int64_t added = 0;
                for (std::size_t cell = 0; cell < 3; ++cell)
                    added += (parts.*table).at(time * 3 + cell, column);
                CHECK(added == (sum.*table).at(time, column));
            }
}

TEST_CASE("a ratio on a category nobody has changes nothing", "[invariance][engine]")
{
    Parts more;
    more.fall_ratios += ", sex.other: 3";
    CHECK(difference(run_parts({}).results, run_parts(more).results).empty());
}

TEST_CASE("a transition that never fires changes nothing but its own rows", "[invariance][engine]")
{
    const auto before = told(run_parts({}));
    for (const std::string more :
         {"      leap: {from: 'off', to: 'on', rate: 3 per year, only_if: {relapses: {at_least: 90}}}\n",
          "      leap: {from: 'off', to: 'on', rate: 0 per year}\n",
          "      leap: {from: 'off', to: 'on', rate: 1 per year, hazard_ratios: {sex.other: 2}, "
          "only_if: {sex: [other]}}\n"}) {
        Parts parts;
        parts.more_drug_transitions = more;
        const Experiment after = run_parts(parts);
        CHECK(after.events("drug.leap") == 0.0);
        CHECK(told(after) == before);
    }
}

TEST_CASE("reporting twice as often changes no history and no sum over the horizon", "[invariance][engine]")
{
    Parts often;
    often.time = "{horizon: 3 years, report_every: 45.65625 days}";
    const Experiment seldom = run_parts({}), more = run_parts(often);
    CHECK(same_histories(seldom.results, more.results));
    for (std::size_t batch = 0; batch < seldom.results.replicates[0].batches.size(); ++batch) {
        const Ledger &a = seldom.results.replicates[0].batches[batch],
                     &b = more.results.replicates[0].batches[batch];
        CHECK(a.state_ticks.values == b.state_ticks.values);
        CHECK(a.cost_ticks[1].values == b.cost_ticks[1].values);
        CHECK(a.events[1].values == b.events[1].values);
        CHECK(a.quality_ticks[1].values == b.quality_ticks[1].values);
    }
    const Tally &coarse = seldom.results.replicates[0].tally, &fine = more.results.replicates[0].tally;
    for (std::size_t time = 0; time < coarse.times; ++time)
        for (std::size_t row = 0; row < 3; ++row)
            for (std::size_t state = 0; state < coarse.occupancy.columns; ++state)
                CHECK(coarse.occupancy.at(time * 3 + row, state) ==
                      fine.occupancy.at(2 * time * 3 + row, state));
}

TEST_CASE("a scenario run twice differs by nothing", "[invariance][engine]")
{
    CHECK(difference(run_parts({}).results, run_parts({}).results).empty());
}

TEST_CASE("the order of tracks and transitions in the file changes nothing", "[invariance][engine]")
{
    Parts turned;
    turned.is_turned_round = true;
    CHECK(difference(run_parts({}).results, run_parts(turned).results).empty());
}

TEST_CASE("the first people live the same lives in a larger population", "[invariance][engine]")
{
    Parts larger;
    larger.size = "9000";
    CHECK(same_histories(run_parts({}).results, run_parts(larger).results));
}

TEST_CASE("a longer horizon keeps what came before", "[invariance][engine]")
{
    Parts longer;
    longer.time = "{horizon: 5 years, report_every: 3 months}";
    const Experiment shorter = run_parts({}), more = run_parts(longer);
    std::vector<HistoryRow> kept;
    std::ranges::copy_if(more.results.replicates[0].histories, std::back_inserter(kept),
                         [](const HistoryRow& row) { return row.stop <= 3 * year; });
    CHECK(kept == shorter.results.replicates[0].histories);
    const auto& all = more.results.replicates[0].tally.occupancy.values;
    const auto& first = shorter.results.replicates[0].tally.occupancy.values;
    CHECK(std::equal(first.begin(), first.end(), all.begin()));
}
