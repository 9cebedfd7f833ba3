// evaluate_test.cpp -- strategies under draws of their parameters: what comes back, and on whose luck.
#include "txpath/evaluate.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "support/written.hpp"
#include "txpath/model.hpp"
#include "txpath/simulate.hpp"

using namespace txpath;

namespace {

constexpr const char* clinic = R"(txpath: 1
title: Ill and well
time: {horizon: 4 years, report_every: 1 year}
population: {size: 3000, attributes: {sex: {categories: {female: 0.6, male: 0.4}}}}
parameters:
  falls_ill: {value: 0.5 per year, uniform: {min: 0.1 per year, max: 0.9 per year}, source: assumption, note: test}
  visit: {value: 80 USD, uniform: {min: 40 USD, max: 120 USD}, source: assumption, note: test}
tracks:
  care:
    start: well
    states:
      well: {costs: {food: 10 USD per year}}
      ill: {costs: {drug: 100 USD per year, food: 10 USD per year}}
      dead: {ends: true, utility: 0}
    transitions:
      fall_ill: {from: well, to: ill, rate: $falls_ill, costs: {visit: $visit}, hazard_ratios: {sex.male: 1.5}}
      recover: {from: ill, to: well, rate: RECOVERY}
      die: {from: [well, ill], to: dead, rate: 0.1 per year}
economics:
  currency: USD
  price_year: 2025
  discount: {costs: 3 % per year, health: 2 % per year}
  perspectives: {payer: [drug, visit]}
outputs: {by: [sex]}
)";

Strategy strategy(const std::string& name, const std::string& recovery)
{
    std::string text = clinic;
    text.replace(text.find("RECOVERY"), 8, recovery);
    Strategy one;
    one.name = name;
    one.label = name;
    one.scenario = loaded(text);
    return one;
}

DecisionStudy study_of(std::vector<Strategy> strategies)
{
    DecisionStudy study;
    study.name = "study";
    study.strategies = std::move(strategies);
    return study;
}

DecisionStudy slow_or_fast()
{
    return study_of({strategy("slow", "0.5 per year"), strategy("fast", "1.5 per year")});
}

/// Every strategy at its base case but for how often one falls ill; sample k has luck k.
ParameterDraw draw_of(const DecisionStudy& study, std::size_t k)
{
    ParameterDraw draw;
    draw.sample = static_cast<std::uint32_t>(k);
    for (const Strategy& each : study.strategies) {
        draw.parameters.push_back(base_case(each.scenario));
        draw.parameters.back()[0] *= 1.0 + 0.1 * static_cast<double>(k % 3);
    }
    return draw;
}

EvaluateSpec spec_of(std::uint32_t replicates, int threads)
{
    EvaluateSpec spec;
    spec.replicates = replicates;
    spec.threads = threads;
    return spec;
}

std::vector<DrawAnswer> answers_of(const DecisionStudy& study, EvaluateSpec spec, std::size_t count)
{
    std::vector<DrawAnswer> answers;
    spec.seed = 20250101;
    const bool is_complete = evaluate(
        study, spec, count, [&](std::size_t k) { return draw_of(study, k); },
        [&](std::size_t k, const DrawAnswer& answer) {
            CHECK(k == answers.size());
            answers.push_back(answer);
        });
    CHECK(is_complete);
    return answers;
}

/// Everything in an answer as one list of numbers.
std::vector<double> numbers_of(const std::vector<DrawAnswer>& answers)
{
    std::vector<double> all;
    const auto add = [&](const PerPerson& one) {
        all.push_back(one.mean);
        all.push_back(one.standard_error);
    };
    for (const DrawAnswer& answer : answers)
        for (const StrategyAccount& account : answer.strategies)
            for (const StratumAccount& stratum : account) {
                all.push_back(stratum.people);
                for (const std::size_t kind : {0, 1}) {
                    for (const PerPerson& cost : stratum.costs[kind]) add(cost);
                    add(stratum.total_cost[kind]);
                    add(stratum.qalys[kind]);
                    add(stratum.life_years[kind]);
                }
                add(stratum.incremental_cost);
                add(stratum.incremental_qalys);
            }
    return all;
}

}  // namespace

TEST_CASE("a draw is a run of the scenario under its numbers, priced", "[evaluate]")
{
    const DecisionStudy study = slow_or_fast();
    const auto answers = answers_of(study, spec_of(1, 1), 2);
    const Scenario& fast = study.strategies[1].scenario;
    const auto parameters = draw_of(study, 1).parameters[1];
    const auto model = compile(fast, parameters);
    RunSpec spec;
    spec.seed = 20250101;
    spec.sample = 1;
    const auto results = simulate(model.value(), spec).results;
    const auto priced = price(fast, parameters, results);

    const auto groups = strata(fast);
    for (std::size_t stratum = 0; stratum < groups.size(); ++stratum) {
        const StratumAccount& found = answers[1].strategies[1][stratum];
        for (const QalyRow& row : priced.mean_qalys)
            if (row.stratum == stratum) {
                CHECK(found.qalys[row.is_discounted ? 1 : 0].mean == row.qalys.mean);
                CHECK(found.qalys[row.is_discounted ? 1 : 0].standard_error == row.qalys.standard_error);
            }
        for (const CostRow& row : priced.mean_costs)
            if (row.stratum == stratum && row.category.is_absent())
                CHECK(found.total_cost[row.is_discounted ? 1 : 0].mean ==
                      Approx(row.cost.mean).epsilon(1e-13));
    }
}

TEST_CASE("answers are the same on one thread and on many, in any company", "[evaluate]")
{
    const DecisionStudy study = slow_or_fast();
    const auto alone = numbers_of(answers_of(study, spec_of(2, 1), 7));
    CHECK(numbers_of(answers_of(study, spec_of(2, 3), 7)) == alone);
    const auto fewer = numbers_of(answers_of(study, spec_of(2, 2), 3));
    CHECK(std::vector<double>(alone.begin(), alone.begin() + static_cast<std::ptrdiff_t>(fewer.size())) ==
          fewer);
}

TEST_CASE("identical strategies differ by nothing, and surely so", "[evaluate]")
{
    const auto study = study_of({strategy("one", "1 per year"), strategy("other", "1 per year")});
    for (const DrawAnswer& answer : answers_of(study, {}, 3))
        for (const StrategyAccount& account : answer.strategies)
            for (const StratumAccount& stratum : account)
                for (const PerPerson& increment : {stratum.incremental_cost, stratum.incremental_qalys}) {
                    CHECK(increment.mean == 0.0);
                    CHECK(increment.standard_error == 0.0);
                    CHECK(increment.has_error);
                }
}

TEST_CASE("the error of an increment is what its spread over luck shows", "[evaluate]")
{
    const DecisionStudy study = slow_or_fast();
    // every third draw has the same numbers and luck of its own
    double sum = 0.0, squares = 0.0, error_squares = 0.0, count = 0.0;
    EvaluateSpec spec;
    spec.population = 2000;
    const auto answers = answers_of(study, spec, 180);
    for (std::size_t k = 0; k < answers.size(); k += 3) {
        const PerPerson& increment = answers[k].strategies[1][0].incremental_cost;
        sum += increment.mean;
        squares += increment.mean * increment.mean;
        error_squares += increment.standard_error * increment.standard_error;
        count += 1.0;
    }
    const double variance = (squares - sum * sum / count) / (count - 1.0);
    // of 60 draws a variance is known to sqrt(2 / 59), four of which are 0.74
    CHECK(error_squares / count / variance == Approx(1.0).margin(0.74));
    const StrategyAccount& fast = answers[0].strategies[1];
    const double apart = std::hypot(answers[0].strategies[0][0].total_cost[1].standard_error,
                                    fast[0].total_cost[1].standard_error);
    CHECK(fast[0].incremental_cost.standard_error < 0.8 * apart);
}

TEST_CASE("a perspective pays for its categories alone, and life-years ask no utility", "[evaluate]")
{
    DecisionStudy study = slow_or_fast();
    const auto every = answers_of(study, {}, 1)[0].strategies[1][0];
    study.perspective = "payer";
    const auto payer = answers_of(study, {}, 1)[0].strategies[1][0];
    // categories by name: drug, food, visit
    for (const std::size_t kind : {0, 1}) {
        CHECK(payer.total_cost[kind].mean ==
              Approx(every.costs[kind][0].mean + every.costs[kind][2].mean).epsilon(1e-13));
        CHECK(every.total_cost[kind].mean - payer.total_cost[kind].mean ==
              Approx(10.0 * every.life_years[0].mean).epsilon(kind == 0 ? 1e-6 : 0.1));
        // all who live have utility 1
        CHECK(every.life_years[kind].mean == every.qalys[kind].mean);
    }
}

TEST_CASE("draws that differ in prices and rates share one life, whatever their company", "[evaluate]")
{
    std::vector<Strategy> strategies = {strategy("slow", "0.5 per year"), strategy("fast", "1.5 per year")};
    for (Strategy& each : strategies) {
        std::string text = clinic;
        text.replace(text.find("RECOVERY"), 8, each.name == "slow" ? "0.5 per year" : "1.5 per year");
        text.replace(text.find("costs: 3 %"), 10, "costs: {value: 3 %");
        text.replace(text.find("per year, health"), 16, "per year, source: assumption, note: test}, health");
        each.scenario = loaded(text);
    }
    const DecisionStudy study = study_of(strategies);
    const auto& parameters = study.strategies[0].scenario.parameters;
    REQUIRE(parameters.size() == 3);  // economics.discount.costs, parameters.falls_ill, parameters.visit
    REQUIRE(parameters[0].path == "economics.discount.costs");
    const auto answers = [&](bool shares_lives, std::size_t first, std::size_t count, int threads) {
        std::vector<DrawAnswer> found;
        const bool is_complete = evaluate(
            study, spec_of(1, threads), count,
            [&](std::size_t k) {
                ParameterDraw draw;
                for (const Strategy& each : study.strategies) {
                    draw.parameters.push_back(base_case(each.scenario));
                    draw.parameters.back()[0] = 0.01 * static_cast<double>((first + k) % 7);
                    draw.parameters.back()[2] = 10.0 * static_cast<double>(first + k);
                }
                draw.shares_lives = shares_lives;
                return draw;
            },
            [&](std::size_t, const DrawAnswer& answer) { found.push_back(answer); });
        CHECK(is_complete);
        return found;
    };
    const auto apart = numbers_of(answers(false, 0, 120, 2)), shared = numbers_of(answers(true, 0, 120, 2));
    REQUIRE(apart.size() == shared.size());
    std::size_t different = 0;
    for (std::size_t at = 0; at < apart.size(); ++at)
        if (std::abs(apart[at] - shared[at]) > 1e-8 * (1.0 + std::abs(apart[at]))) ++different;
    CHECK(different == 0);
    CHECK(numbers_of(answers(true, 0, 120, 1)) == shared);
    CHECK(numbers_of(answers(true, 100, 1, 3)) == numbers_of({answers(true, 0, 120, 2)[100]}));
}

TEST_CASE("a strategy in which nothing is uncertain is asked too", "[evaluate]")
{
    constexpr const char* plain = R"(txpath: 1
time: {horizon: 1 year, report_every: 1 year}
population: {size: 100}
tracks:
  care:
    start: well
    states: {well: {}, dead: {ends: true}}
    transitions: {die: {from: well, to: dead, rate: 0.1 per year}}
)";
    Strategy one;
    one.scenario = loaded(plain);
    const auto study = study_of({one, one});
    REQUIRE(one.scenario.parameters.empty());
    const bool is_complete = evaluate(
        study, {}, 1,
        [](std::size_t) {
            return ParameterDraw{0, {{}, {}}};
        },
        [](std::size_t, const DrawAnswer& answer) { CHECK(answer.strategies[1].front().people == 100.0); });
    CHECK(is_complete);
}

TEST_CASE("values that a model refuses are said to be refused", "[evaluate]")
{
    const DecisionStudy study = slow_or_fast();
    std::vector<std::string> refusals;
    const bool is_complete = evaluate(
        study, {}, 2,
        [&](std::size_t k) {
            ParameterDraw draw = draw_of(study, 0);
            if (k == 0) draw.parameters[1][0] = -1.0;
            return draw;
        },
        [&](std::size_t, const DrawAnswer& answer) { refusals.push_back(answer.refusal); });
    CHECK(is_complete);
    CHECK(refusals[0].find("negative") != std::string::npos);
    CHECK(refusals[1].empty());
}

TEST_CASE("the errors of incremental cost and QALYs are known together, as net benefits need", "[evaluate]")
{
    // every year of life costs 10, whatever the strategy, and is one QALY: the errors are bound to each other
    const auto bound = [](const std::string& name, const std::string& rate) {
        Strategy one;
        one.name = name;
        one.scenario = loaded(
            "txpath: 1\ntitle: Years\ntime: {horizon: 4 years, report_every: 1 year}\npopulation: {size: "
            "3000}\n"
            "parameters: {die: {value: " +
            rate +
            ", source: assumption, note: test}}\n"
            "tracks: {care: {start: alive, states: {alive: {costs: {food: 10 USD per year}}, dead: {ends: "
            "true, "
            "utility: 0}}, transitions: {die: {from: alive, to: dead, rate: $die}}}}\n"
            "economics: {currency: USD, price_year: 2025, discount: {costs: 2 % per year, health: 2 % per "
            "year}}\n");
        return one;
    };
    const auto study = study_of({bound("one", "0.3 per year"), bound("other", "0.1 per year")});
    for (const std::uint32_t replicates : {1U, 4U}) {
        const StrategyAccount other = answers_of(study, spec_of(replicates, 1), 1)[0].strategies[1];
        CHECK(other[0].incremental_cost.mean == Approx(10.0 * other[0].incremental_qalys.mean));
        CHECK(other[0].incremental_covariance ==
              Approx(other[0].incremental_cost.standard_error * other[0].incremental_qalys.standard_error));
    }
    const auto few = answers_of(slow_or_fast(), spec_of(1, 1), 1)[0].strategies;
    CHECK(few[0][0].incremental_covariance == 0.0);
    CHECK(std::abs(few[1][0].incremental_covariance) <
          few[1][0].incremental_cost.standard_error * few[1][0].incremental_qalys.standard_error);
}
