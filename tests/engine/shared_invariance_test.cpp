// shared_invariance_test.cpp -- what must not change a result of people who share something does not.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <sstream>

#include "support/generate.hpp"
#include "support/read_csv.hpp"
#include "support/same_counts.hpp"

using namespace txpath;
using namespace txpath::oracle;

namespace {

/// A clinic with clinicians who imitate one another, a guideline and prices that change.
struct Parts {
    std::string chairs = "30",
                policies = "{guideline_issued: {when: {evidence: {at_least: 0.5}}, set: {guideline: 1}}}";
    std::string more_system, start = "";
    int size = 2000, replicates = 1, histories = 2000;
};

std::string text_of(const Parts& parts)
{
    return fmt::format(R"(txpath: 1
title: a clinic
time: {{horizon: 3 years, report_every: 3 months, sync_every: 2 weeks}}
population:
  size: {}
  attributes:
    region: {{categories: {{rural: 0.3, urban: 0.7}}}}
    coverage: {{categories: {{medicaid: 0.4, private: 0.6}}}}
    severity: {{beta: {{alpha: 2, beta: 3}}}}
resources:
  chairs: {{capacity: {}, used_by: {{care.treated: 1, care.kept: 0.5}}, order: {{by: severity, highest: true}}}}
tracks:
  care:
    start: ill
    states:
      ill: {{utility: 0.6}}
      waiting: {{utility: 0.6, waits_for: chairs, then: treated}}
      treated: {{utility: 0.8, costs: {{drug: 300 USD per month}}}}
      kept: {{utility: 0.9, costs: {{drug: 90 USD per month}}}}
      well: {{utility: 0.95}}
    transitions:
      ask: {{from: ill, to: waiting, rate: 0.5 per year, hazard_ratios: {{clinician.adopter: 3, coverage.medicaid: 0.4,
             guideline: {{per: 1, ratio: 2}}, population.care.well: {{per: 10 %, ratio: 1.3}}}}}}
      give_up: {{from: waiting, to: ill, median: 20 weeks}}
      respond: {{from: treated, to: {{kept: 0.6, ill: rest}}, mean: 8 weeks}}
      stop: {{from: kept, to: well, weibull: {{shape: 1.3, scale: 1 year}}}}
      relapse: {{from: well, to: ill, median: 1 year}}
clinicians:
  count: 120
  attributes: {{region: {{categories: {{rural: 0.2, urban: 0.8}}}}}}
  network: {{small_world: {{neighbours: 6, rewire: 0.1}}}}
  patients: {{match: region}}
  start: {{unaware: 0.95, adopter: 0.05}}
  states: {{unaware: {{}}, adopter: {{}}}}
  transitions:
    imitate: {{from: unaware, to: adopter, rate: 1.5 per year, proportional_to: neighbours.adopter,
               hazard_ratios: {{guideline: {{per: 1, ratio: 2}}}}}}
    forget: {{from: adopter, to: unaware, rate: 0.1 per year}}
system: {{evidence: {{start: 0.2, toward: 1, half_life: 2 years}}, guideline: {{start: 0}}{}}}
policies: {}
economics: {{currency: USD, price_year: 2025, discount: {{costs: 3 % per year, health: 1 % per year}}}}
outputs: {{by: [coverage], people: {}}}
run: {{seed: 71, replicates: {}}}
)",
                       parts.size, parts.chairs, parts.more_system, parts.policies, parts.histories,
                       parts.replicates);
}

Experiment run_parts(const Parts& parts)
{
    return run_text(text_of(parts));
}

/// Nothing shared but policies: people who are ill, treated and well again.
std::string apart(const std::string& policies)
{
    return fmt::format(R"(txpath: 1
title: people apart
time: {{horizon: 3 years, report_every: 1 year, sync_every: 10 days}}
population:
  size: 3000
  attributes: {{coverage: {{categories: {{medicaid: 0.4, private: 0.6}}}}, age: {{normal: {{mean: 45 years, sd: 10 years}}, min: 20 years, max: 80 years, ages: true}}}}
levels: {{effect: {{start: 0, half_life: 60 days}}}}
tracks:
  care:
    start: ill
    states: {{ill: {{}}, treated: {{}}, well: {{}}}}
    transitions:
      begin: {{from: ill, to: treated, weibull: {{shape: 0.8, scale: 1 year}}, hazard_ratios: {{coverage.medicaid: 0.3, age: {{per: 10 years, ratio: 0.9}}}}, adds: {{effect: 1}}}}
      respond: {{from: treated, to: {{well: 0.7, ill: rest}}, mean: 40 days, hazard_ratios: {{effect: {{per: 1, ratio: 1.5}}}}}}
      relapse: {{from: well, to: ill, gompertz: {{shape: 0.2 per year, rate: 0.8 per year}}}}
{}
outputs: {{by: [coverage], people: 3000}}
run: {{seed: 12, replicates: 1}}
)",
                       policies);
}

/// The rows of people in a category of their attribute, as their own start tells it; by the tally of one
/// cell.
std::vector<std::vector<HistoryRow>> by_person(const Experiment& experiment)
{
    std::vector<std::vector<HistoryRow>> rows;
    for (const HistoryRow& row : experiment.results.replicates.front().histories) {
        rows.resize(std::max<std::size_t>(rows.size(), row.person + 1));
        rows[row.person].push_back(row);
    }
    return rows;
}

/// Events of a cell over the whole run.
std::vector<std::int64_t> events_of_cell(const Experiment& experiment, std::size_t cell)
{
    const Tally& tally = experiment.results.replicates.front().tally;
    std::vector<std::int64_t> events(tally.events.columns, 0);
    for (std::size_t time = 0; time < tally.times; ++time)
        for (std::size_t column = 0; column < events.size(); ++column)
            events[column] += tally.events.at(time * tally.cells + cell, column);
    return events;
}

/// The cells of a table without some of its columns.
std::vector<std::vector<std::string>> without(const std::string& text,
                                              const std::vector<std::string>& columns)
{
    auto rows = test::read_csv(text);
    std::vector<bool> is_left_out;
    for (const std::string& name : rows.front())
        is_left_out.push_back(std::ranges::find(columns, name) != columns.end());
    for (auto& row : rows)
        for (std::size_t at = row.size(); at-- > 0;)
            if (is_left_out[at]) row.erase(row.begin() + static_cast<std::ptrdiff_t>(at));
    return rows;
}

void check_any_way(const Scenario& scenario)
{
    RunSpec spec = spec_of(scenario);
    spec.threads = 1;
    const Experiment plain = run_as(scenario, spec);
    const auto files = csv_files(plain);
    CHECK(files.contains("resources.csv"));
    CHECK(files.contains("adoption.csv"));
    CHECK(files.contains("policies.csv"));
    for (const int threads : {2, 8}) {
        INFO(threads << " threads");
        spec.threads = threads;
        const Experiment other = run_as(scenario, spec);
        CHECK(difference(plain.results, other.results) == "");
        CHECK(csv_files(other) == files);
    }
}

Scenario loaded_text(const std::string& text)
{
    auto scenario = load_scenario_text(text, {});
    if (!scenario) FAIL(render(scenario.why_not()));
    return std::move(scenario.value());
}

}  // namespace

TEST_CASE("one, two and eight threads give the same tables with queues, networks and policies on",
          "[invariance][shared][engine]")
{
    Parts parts;
    parts.size = 20000;
    parts.histories = 500;
    parts.policies =
        "{guideline_issued: {when: {evidence: {at_least: 0.5}}, set: {guideline: 1}}, "
        "cheaper: {from: 400 days, set: {tracks.care.states.treated.costs.drug: 100 USD per month}}, "
        "more_chairs: {from: 200 days, over: 300 days, set: {resources.chairs.capacity: 90}}}";
    check_any_way(loaded_text(text_of(parts)));
    parts.size = 3000;
    parts.replicates = 5;  // some of them side by side, the last on all threads
    check_any_way(loaded_text(text_of(parts)));
}

TEST_CASE("one, two and eight threads give the same tables of generated scenarios",
          "[invariance][shared][engine]")
{
    for (std::uint64_t number = 1; number <= 12; ++number) {
        INFO("scenario " << number);
        auto loaded = tests::load(tests::generate_together(number));
        if (!loaded) FAIL(render(loaded.why_not()));
        RunSpec spec;
        spec.seed = number;
        spec.histories = 1000;
        spec.threads = 1;
        const Experiment plain = run_as(loaded.value(), spec);
        for (const int threads : {2, 8}) {
            spec.threads = threads;
            CHECK(difference(plain.results, run_as(loaded.value(), spec).results) == "");
        }
    }
}

TEST_CASE("a capacity that never binds gives the same tables as none, but for the capacity",
          "[invariance][shared][engine]")
{
    Parts enough, unlimited;
    enough.chairs = "1000 million";
    unlimited.chairs = "unlimited";
    const Experiment a = run_parts(enough), b = run_parts(unlimited);
    CHECK(difference(a.results, b.results) == "");
    const auto files = csv_files(a), others = csv_files(b);
    REQUIRE(files.size() == others.size());
    for (const auto& [name, text] : files) {
        INFO(name);
        if (name == "data_dictionary.csv") continue;
        if (name == "resources.csv")
            CHECK(without(text, {"capacity", "utilisation"}) ==
                  without(others.at(name), {"capacity", "utilisation"}));
        else if (name.starts_with("timeseries"))
            CHECK(test::read_csv(text).size() >= test::read_csv(others.at(name)).size());
        else
            CHECK(text == others.at(name));
    }
}

TEST_CASE("halting people at sync points changes nothing when what they share is read by nobody",
          "[invariance][shared][engine]")
{
    const Experiment alone = run_text(apart("")),
                     halted = run_text(apart("system: {unread: {start: 1, toward: 2, half_life: 1 year}}"));
    CHECK(same_histories(alone.results, halted.results));
    CHECK(alone.results.replicates[0].tally.person_ticks.values ==
          halted.results.replicates[0].tally.person_ticks.values);
}

TEST_CASE("a policy leaves the lives of those whom it does not reach as they are, to the last bit",
          "[invariance][shared][engine]")
{
    const auto before = by_person(run_text(apart("")));
    const Experiment changed =
        run_text(apart("policies: {covers: {from: 300 days, over: 100 days, set: "
                       "{tracks.care.transitions.begin.hazard_ratios.coverage.medicaid: 1}}}"));
    const auto after = by_person(changed);
    REQUIRE(before.size() == after.size());
    std::size_t same = 0, other = 0, later = 0;
    for (std::size_t person = 0; person < before.size(); ++person) {
        if (before[person] == after[person]) {
            ++same;
            continue;
        }
        ++other;
        // up to the policy everybody's life is what it was
        for (std::size_t row = 0; row < std::min(before[person].size(), after[person].size()); ++row) {
            if (before[person][row].stop <= 300.0)
                CHECK(before[person][row] == after[person][row]);
            else
                ++later;
        }
    }
    CHECK(other > 500);
    CHECK(later > 500);
    const Experiment plain = run_text(apart(""));
    CHECK(events_of_cell(plain, 1) == events_of_cell(changed, 1));  // private
    CHECK(events_of_cell(plain, 0) != events_of_cell(changed, 0));  // medicaid
    // the private are 60 % of all; none of them is among those who differ
    const Tally &a = plain.results.replicates[0].tally, &b = changed.results.replicates[0].tally;
    for (std::size_t time = 0; time < a.times; ++time)
        for (std::size_t column = 0; column < a.person_ticks.columns; ++column)
            CHECK(a.person_ticks.at(time * 2 + 1, column) == b.person_ticks.at(time * 2 + 1, column));
    CHECK(same >= static_cast<std::size_t>(a.entered.at(1, 0) / plain.results.replicates[0].weight_unit));
}

TEST_CASE("a policy that sets what holds already changes nothing", "[invariance][shared][engine]")
{
    const Experiment alone = run_text(apart(""));
    for (const std::string value : {"{from: 300 days, ", "{from: 300 days, over: 200 days, "}) {
        const Experiment held =
            run_text(apart("policies: {same: " + value +
                           "set: {tracks.care.transitions.begin.hazard_ratios.coverage.medicaid: 0.3}}}"));
        CHECK(same_histories(alone.results, held.results));
    }
}

TEST_CASE("a policy on others changes the life of a person only through what they share",
          "[invariance][shared][engine]")
{
    // with places for all and shares that nobody reads, the queue hands nothing on
    const std::string queue = R"(resources: {chairs: {capacity: CHAIRS, used_by: {care.treated: 1}}}
)";
    const auto text = [&](const std::string& chairs, const std::string& policies) {
        std::string whole = apart(std::string(queue).replace(queue.find("CHAIRS"), 6, chairs) + policies);
        const auto replace = [&whole](const std::string& what, const std::string& by) {
            whole.replace(whole.find(what), what.size(), by);
        };
        replace("states: {ill: {}, treated: {}, well: {}}",
                "states: {ill: {}, waiting: {waits_for: chairs, then: treated}, treated: {}, well: {}}");
        replace("from: ill, to: treated", "from: ill, to: waiting");
        return whole;
    };
    const std::string covers =
        "policies: {covers: {from: 300 days, set: "
        "{tracks.care.transitions.begin.hazard_ratios.coverage.medicaid: 1}}}";
    const Experiment free = run_text(text("unlimited", "")),
                     free_covered = run_text(text("unlimited", covers));
    CHECK(events_of_cell(free, 1) == events_of_cell(free_covered, 1));
    CHECK(events_of_cell(free, 0) != events_of_cell(free_covered, 0));
    const Experiment scarce = run_text(text("40", "")), scarce_covered = run_text(text("40", covers));
    CHECK(events_of_cell(scarce, 1) != events_of_cell(scarce_covered, 1));
}
