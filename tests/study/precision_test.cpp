// precision_test.cpp -- replicates until a figure is known well enough: what they are, when it ends, how true
// the interval is then.
#include "txpath/precision.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <cmath>

#include "base/random.hpp"
#include "support/region.hpp"
#include "support/same_counts.hpp"
#include "txpath/simulate.hpp"

using namespace txpath;
using namespace txpath::oracle;

namespace {

/// People who leave care for one of two states, and what that is worth.
std::string two_exits(const std::string& run)
{
    return fmt::format(R"(txpath: 1
time: {{horizon: 2 years, report_every: 6 months}}
population: {{size: 200, represents: 2000, arrivals: {{rate: 20 per year, until: 1 year}}}}
economics: {{currency: USD, price_year: 2025, discount: {{costs: 3 % per year, health: 3 % per year}}}}
outputs: {{measures: {{better: {{states: [care.remission]}}, left: {{events: [care.drop]}}}}, people: 3}}
run: {}
tracks:
  care:
    start: ssri
    states: {{ssri: {{utility: 0.6, costs: {{drug: 2 USD per day}}}}, remission: {{ends: true}}, dropout: {{ends: true}}}}
    transitions:
      remit: {{from: ssri, to: remission, rate: 0.9 per year}}
      drop: {{from: ssri, to: dropout, rate: 0.6 per year}}
)",
                       run);
}

struct Stopped {
    Experiment experiment;
    Precision precision;
};

Stopped stopped(Scenario scenario, int threads)
{
    const auto model = compile(scenario, base_case(scenario));
    if (!model) FAIL(render(model.why_not()));
    RunSpec spec;
    spec.seed = scenario.run.seed;
    spec.histories = scenario.outputs.people;
    spec.threads = threads;
    Results results;
    const auto precision = until_precise(scenario.run, [&](std::uint32_t first, std::uint32_t end, double) {
        spec.first_replicate = first;
        spec.replicates = end - first;
        RunOutcome outcome = simulate(model.value(), spec);
        CHECK(outcome.is_complete);
        std::vector<double> figures;
        for (ReplicateResult& each : outcome.results.replicates) {
            figures.push_back(figure_of(scenario, each));
            results.replicates.push_back(std::move(each));
        }
        if (first == 0) {
            results.checkpoints = outcome.results.checkpoints;
            results.network = outcome.results.network;
        }
        return std::optional(std::move(figures));
    });
    return {{std::move(scenario), std::move(results)}, *precision};
}

Stopped stopped(const std::string& text, int threads)
{
    return stopped(loaded(text), threads);
}

/// The same text without a rule.
Experiment plain(const std::string& text, std::uint32_t replicates)
{
    Scenario scenario = loaded(text);
    scenario.run.stop.reset();
    scenario.run.replicates = replicates;
    return run(std::move(scenario));
}

StopRule rule_of(double half_width, bool is_relative)
{
    return {.measure = "qalys", .half_width = half_width, .is_relative = is_relative, .at_most = 1000};
}

}  // namespace

TEST_CASE("replicates that start further on are those of the whole run", "[precision][engine]")
{
    for (const std::string& text : {two_exits("{seed: 3}"), region}) {
        const Experiment whole = plain(text, 5);
        for (const std::uint32_t count : {1U, 3U}) {
            RunSpec spec = spec_of(whole.scenario);
            spec.first_replicate = 2;
            spec.replicates = count;
            const Experiment part = run_as(whole.scenario, spec);
            Results same = whole.results;
            same.replicates = {whole.results.replicates.begin() + 2,
                               whole.results.replicates.begin() + 2 + count};
            CHECK(part.results.replicates.front().replicate == 2);
            CHECK(difference(part.results, same).empty());
        }
    }
}

TEST_CASE("replicates that are done one at a time are those of the whole run", "[precision][engine]")
{
    for (const std::string& text : {two_exits("{seed: 3}"), region}) {
        const Experiment whole = plain(text, 3);
        RunSpec spec = spec_of(whole.scenario);
        spec.replicates = 1;
        spec.is_part = true;
        Results parts;
        for (spec.first_replicate = 0; spec.first_replicate < 3; ++spec.first_replicate) {
            Results part = run_as(whole.scenario, spec).results;
            REQUIRE(part.replicates.size() == 1);
            CHECK(part.replicates.front().replicate == spec.first_replicate);
            CHECK(part.replicates.front().batches.size() == 1);
            CHECK(part.checkpoints == whole.results.checkpoints);
            parts.replicates.push_back(std::move(part.replicates.front()));
        }
        CHECK(difference(parts, whole.results) == "");
        // alone, the first has batches that tell its error
        spec.first_replicate = 0;
        spec.is_part = false;
        const std::size_t batches = run_as(whole.scenario, spec).results.replicates.front().batches.size();
        CHECK((batches > 1) == (text != region));
    }
}

TEST_CASE("a run that ends when it is precise is the plain run of as many replicates", "[precision]")
{
    const std::string text = two_exits("{seed: 3, stop: {measure: better, half_width: 2.5 %, at_most: 200}}");
    const Stopped found = stopped(text, 1);
    CHECK(found.precision.is_reached);
    CHECK(found.precision.looks > 2);
    CHECK(found.precision.replicates == found.experiment.results.replicates.size());
    const auto files = csv_files(found.experiment);
    CHECK(files.size() > 5);
    CHECK(files == csv_files(plain(text, found.precision.replicates)));
    const Stopped again = stopped(text, 2);
    CHECK(again.precision.half_width == found.precision.half_width);
    CHECK(csv_files(again.experiment) == files);
}

TEST_CASE("people who share something are added to in the same way", "[precision][shared]")
{
    Scenario scenario = loaded(region);
    const std::string measure = "qalys";
    scenario.run.replicates = 2;
    scenario.run.stop = StopRule{.measure = measure, .half_width = 1e-9, .at_most = 5};
    const Stopped found = stopped(scenario, 2);
    CHECK_FALSE(found.precision.is_reached);
    CHECK(found.precision.replicates == 5);
    CHECK(found.precision.looks == 4);
    CHECK(csv_files(found.experiment) == csv_files(plain(region, 5)));
}

TEST_CASE("looks are a quarter apart, from the first to the most", "[precision]")
{
    RunSettings settings;
    settings.replicates = 10;
    settings.stop = rule_of(0.1, true);
    settings.stop->at_most = 30;
    std::vector<std::uint32_t> looks;
    for (std::uint32_t done = 0; done < 30; looks.push_back(done)) done = next_look(settings, done);
    CHECK(looks == std::vector<std::uint32_t>{10, 12, 15, 18, 22, 27, 30});
    settings.replicates = 2;
    CHECK(next_look(settings, 2) == 3);
}

TEST_CASE("half the width is Student's t times the standard error", "[precision]")
{
    const std::vector<double> sample{8, 9, 10, 11, 12};
    const Precision enough = precision_of(rule_of(0.2, true), sample);
    CHECK(enough.mean == 10.0);
    CHECK(enough.half_width == Approx(1.963243).epsilon(1e-6));  // 2.776445 x sqrt(2.5 / 5)
    CHECK(enough.wanted == 2.0);
    CHECK(enough.is_reached);
    CHECK_FALSE(precision_of(rule_of(0.19, true), sample).is_reached);
    CHECK(precision_of(rule_of(1.97, false), sample).is_reached);
    CHECK_FALSE(precision_of(rule_of(1.96, false), sample).is_reached);
    StopRule rule = rule_of(1.97, false);
    rule.confidence = 0.99;
    CHECK(precision_of(rule, sample).half_width == Approx(3.255587).epsilon(1e-6));  // 4.604095 x 0.707107
    CHECK_FALSE(precision_of(rule, sample).is_reached);
}

TEST_CASE("a sample that does not vary has reached nothing", "[precision]")
{
    const std::vector<double> none(12, 0.0);
    CHECK_FALSE(precision_of(rule_of(0.01, true), none).is_reached);
    CHECK_FALSE(precision_of(rule_of(5.0, false), none).is_reached);
}

TEST_CASE("each kind of figure is the one that the tables give", "[precision]")
{
    struct Asked {
        std::string stop;
        double exact;
    };
    // By theory, per person: exits at a rate of 1.5 a year, of those who are there at time 0 (200, each for
    // 10) and of those who arrive in the first year (20 real people a year).
    const auto left_after = [](double from, double to) {  // mean share gone, of arrivals in [0, to - from]
        const double span = to - from;
        return 1.0 - (std::exp(-1.5 * from) - std::exp(-1.5 * to)) / (1.5 * span);
    };
    const double gone_1 = 2000 * (1 - std::exp(-1.5)) + 20 * left_after(0.0, 1.0);
    const double gone_2 = 2000 * (1 - std::exp(-3.0)) + 20 * left_after(1.0, 2.0);
    const Asked asked[] = {{"{measure: better, half_width: 1, at_most: 60}", 0.6 * gone_2},
                           {"{measure: better, at: 1 year, half_width: 1, at_most: 60}", 0.6 * gone_1},
                           {"{measure: left, half_width: 1, at_most: 60}", 0.4 * gone_2},
                           {"{measure: left, at: 1 year, half_width: 1, at_most: 60}", 0.4 * gone_1}};
    for (const Asked& one : asked) {
        const Stopped found = stopped(two_exits("{seed: 5, stop: " + one.stop + "}"), 0);
        INFO(one.stop);
        CHECK(found.precision.replicates == 60);
        CHECK(std::abs(found.precision.mean - one.exact) < 2.0 * found.precision.half_width);  // 4 errors
    }
    const Stopped costs =
        stopped(two_exits("{stop: {measure: costs, half_width: 0.01 USD, at_most: 12}}"), 0);
    const Stopped qalys = stopped(two_exits("{stop: {measure: qalys, half_width: 1e-9, at_most: 12}}"), 0);
    const EconomicSummary money = costs.experiment.money();
    for (const CostRow& row : money.mean_costs)
        if (row.stratum == 0 && row.is_discounted && row.category.is_absent())
            CHECK(costs.precision.mean == Approx(row.cost.mean).epsilon(1e-12));
    for (const QalyRow& row : money.mean_qalys)
        if (row.stratum == 0 && row.is_discounted)
            CHECK(qalys.precision.mean == Approx(row.qalys.mean).epsilon(1e-12));
}

TEST_CASE("intervals of runs that stopped hold the truth about as often as they say", "[precision]")
{
    // 200 people, each in remission by two years with chance 0.6 (1 - exp(-3)): 0.57013.
    const double exact = 200 * 0.6 * (1.0 - std::exp(-3.0));
    Scenario scenario = loaded(R"(txpath: 1
time: {horizon: 2 years, report_every: 2 years}
population: {size: 200}
outputs: {measures: {better: {states: [care.remission]}}}
run: {stop: {measure: better, half_width: 2.2 %, at_most: 400}}
tracks:
  care:
    start: ssri
    states: {ssri: {}, remission: {ends: true}, dropout: {ends: true}}
    transitions:
      remit: {from: ssri, to: remission, rate: 0.9 per year}
      drop: {from: ssri, to: dropout, rate: 0.6 per year}
)");
    constexpr int runs = 200;
    int held = 0;
    double replicates = 0.0;
    for (int seed = 1; seed <= runs; ++seed) {
        scenario.run.seed = static_cast<std::uint64_t>(seed);
        const Stopped found = stopped(scenario, 1);
        if (!found.precision.is_reached) FAIL("not reached");
        if (std::abs(found.precision.mean - exact) <= found.precision.half_width) ++held;
        replicates += found.precision.replicates;
    }
    INFO("held " << held << ", replicates in the mean " << replicates / runs);
    CHECK(replicates / runs > 20.0);  // many looks, not one
    const double error = std::sqrt(0.95 * 0.05 / runs);
    CHECK(std::abs(held / double{runs} - 0.95) < 4.0 * error);
}
