// price_draws_test.cpp -- analyses in which prices vary: one simulation gives what one for each draw gives.
#include "study/price_draws.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <string>

#include "support/written.hpp"
#include "txpath/model.hpp"
#include "txpath/sensitivity.hpp"
#include "txpath/uncertainty.hpp"

using namespace txpath;

namespace {

constexpr std::uint64_t seed = 5;

/// Two strategies; what a visit costs, how it is to be ill and the discount rate of costs are uncertain.
std::string clinic(const std::string& fall, const std::string& recover)
{
    return R"(txpath: 1
time: {horizon: 4 years, report_every: 1 year}
population: {size: 500, attributes: {sex: {categories: {female: 0.6, male: 0.4}}}}
parameters:
  fall: )" +
           fall +
           R"(
  visit: {value: 80 USD, uniform: {min: 40 USD, max: 120 USD}, source: assumption, note: test}
  illness: {value: 0.6, uniform: {min: 0.4, max: 0.8}, source: assumption, note: test}
tracks:
  care:
    start: well
    states: {well: {}, ill: {utility: $illness, costs: {drug: 100 USD per year}}, dead: {ends: true, utility: 0}}
    transitions:
      fall_ill: {from: well, to: ill, rate: $fall, costs: {visit: $visit}, hazard_ratios: {sex.male: 1.5}}
      recover: {from: ill, to: well, rate: )" +
           recover + R"(}
      die: {from: [well, ill], to: dead, rate: 0.1 per year}
economics:
  currency: USD
  price_year: 2025
  discount: {costs: {value: 3 % per year, uniform: {min: 1 % per year, max: 5 % per year}, source: assumption, note: test}, health: 2 % per year}
outputs: {by: [sex]}
)";
}

constexpr const char* certain_fall = "{value: 0.5 per year, source: assumption, note: test}";
constexpr const char* uncertain_fall =
    "{value: 0.5 per year, uniform: {min: 0.1 per year, max: 0.9 per year}, source: assumption, note: test}";

DecisionStudy study_with(const std::string& fall)
{
    DecisionStudy study;
    study.name = "study";
    for (const char* const recover : {"0.5 per year", "1.5 per year"}) {
        Strategy& one = study.strategies.emplace_back();
        one.name = study.strategies.size() == 1 ? "slow" : "fast";
        one.scenario = loaded(clinic(fall, recover));
    }
    study.thresholds = {50000.0};
    study.willingness = {0.0, 100000.0, 11};
    study.uncertainty.samples = 60;
    return study;
}

EvaluateSpec spec()
{
    EvaluateSpec how;
    how.seed = seed;
    how.threads = 2;
    return how;
}

/// Every draw is simulated, whatever it asks for.
enum class Way { as_asked, plain };
Evaluate running(const DecisionStudy& study, Way way)
{
    return [&study, way](const EvaluateSpec& how, std::size_t count, const auto& next, const auto& take) {
        return evaluate(
            study, how, count,
            [&](std::size_t k) {
                ParameterDraw draw = next(k);
                draw.shares_lives = draw.shares_lives && way == Way::as_asked;
                return draw;
            },
            take);
    };
}

UncertaintySample sampled(const DecisionStudy& study, Way way)
{
    const auto plan = plan_draws(study, seed);
    REQUIRE(plan);
    const auto sample = sample_uncertainty(study, source_of(plan.value()), spec(), running(study, way));
    REQUIRE(sample);
    return sample.value();
}

SensitivityAnalysis analysed(const DecisionStudy& study, Way way)
{
    const auto plan = plan_sensitivity(study, seed);
    REQUIRE(plan);
    const auto analysis = analyse_sensitivity(study, plan.value(), spec(), running(study, way));
    REQUIRE(analysis);
    return analysis.value();
}

/// Events of the base case, both strategies.
std::uint64_t instants_of_base(const DecisionStudy& study)
{
    std::uint64_t instants = 0;
    ParameterDraw draw;
    for (const Strategy& each : study.strategies) draw.parameters.push_back(base_case(each.scenario));
    REQUIRE(evaluate(
        study, spec(), 1, [&](std::size_t) { return draw; },
        [&](std::size_t, const DrawAnswer& answer) { instants = answer.instants; }));
    return instants;
}

bool is_close(double a, double b)
{
    return std::abs(a - b) <= 1e-8 * (1.0 + std::abs(b));
}

}  // namespace

TEST_CASE("where prices vary alone one simulation of each strategy gives all samples",
          "[uncertainty][prices]")
{
    const DecisionStudy study = study_with(certain_fall);
    const auto once = sampled(study, Way::as_asked), plain = sampled(study, Way::plain);
    REQUIRE(once.values.size() == 3);
    CHECK(once.has_common_luck);
    CHECK(once.instants == instants_of_base(study));
    CHECK(once.samples == plain.samples);
    REQUIRE(once.figures.size() == plain.figures.size());
    for (std::size_t at = 0; at < once.figures.size(); ++at) {
        const SampledFigure &a = once.figures[at], &b = plain.figures[at];
        CHECK(is_close(a.cost, b.cost));
        CHECK(is_close(a.cost_error, b.cost_error));
        CHECK(is_close(a.qalys, b.qalys));
        CHECK(is_close(a.qalys_error, b.qalys_error));
        CHECK(std::abs(a.incremental_cost - b.incremental_cost) <= 1e-8 * b.cost);
        CHECK(is_close(a.incremental_cost_error, b.incremental_cost_error));
        CHECK(std::abs(a.incremental_qalys - b.incremental_qalys) <= 1e-8 * b.qalys);
    }
}

TEST_CASE("luck that all samples share is no part of their variance, and is told apart",
          "[uncertainty][prices]")
{
    const DecisionStudy study = study_with(certain_fall);
    const auto sample = sampled(study, Way::as_asked);
    const auto analysis = analyse_uncertainty(study, sample);
    REQUIRE_FALSE(analysis.variance.empty());
    for (const SplitDifference& one : analysis.variance) {
        CHECK(one.split.luck == 0.0);
        CHECK(one.split.parameters == one.split.total);
        CHECK(std::isnan(one.split.best_people));
    }
    REQUIRE(analysis.notes.size() == 1);
    CHECK(analysis.notes[0] ==
          "only prices, utilities and discount rates vary: one simulation serves all samples, so the spread "
          "over "
          "samples holds no luck; luck is in the Monte Carlo standard errors");
    // net benefit at 50,000 of the other strategy: its squared error, sample by sample
    double squares = 0.0;
    for (std::size_t place = 0; place < sample.count(); ++place) {
        const SampledFigure& one = sample.figure(place, 1, 0);
        squares += std::pow(one.incremental_cost_error, 2) + std::pow(5e4 * one.incremental_qalys_error, 2) -
                   2.0 * 5e4 * one.incremental_covariance;
    }
    const auto count = static_cast<double>(sample.count());
    CHECK(analysis.advice.luck_share == 0.0);
    CHECK(analysis.advice.shared_error == Approx(std::sqrt(squares / count)));
}

TEST_CASE("where anything else varies each sample has luck of its own", "[uncertainty][prices]")
{
    DecisionStudy study = study_with(uncertain_fall);
    CHECK_FALSE(sampled(study, Way::as_asked).has_common_luck);
    study.uncertainty.vary = {"parameters.visit"};
    CHECK(sampled(study, Way::as_asked).has_common_luck);
    study.strategies[1].scenario.people.arrivals.emplace();
    const auto plan = plan_draws(study, seed);
    REQUIRE(plan);
    CHECK_FALSE(has_common_luck(study, source_of(plan.value())));
}

TEST_CASE("a tornado of prices is that of simulations of each end", "[sensitivity][prices]")
{
    DecisionStudy study = study_with(uncertain_fall);
    const auto once = analysed(study, Way::as_asked), plain = analysed(study, Way::plain);
    REQUIRE(once.tornado.size() == plain.tornado.size());
    REQUIRE(once.one_way.size() == 4);
    // an error of 1e-8 in costs and QALYs, which net benefits are differences of
    const double size = study.thresholds[0] * plain.base.figures[0][0].qalys.value;
    for (std::size_t at = 0; at < once.tornado.size(); ++at) {
        const TornadoBar &a = once.tornado[at], &b = plain.tornado[at];
        REQUIRE(a.value == b.value);
        INFO(plan_sensitivity(study, seed).value().one_way[a.value].path);
        CHECK(a.is_beyond == b.is_beyond);
        for (const std::size_t end : {0, 1}) {
            CHECK(a.change[end].value == Approx(b.change[end].value).epsilon(0).margin(1e-8 * size));
            CHECK(a.change[end].error == Approx(b.change[end].error).epsilon(0).margin(1e-8 * size));
            CHECK(is_close(a.net_benefit[end], b.net_benefit[end]));
        }
    }
    CHECK(once.runs == plain.runs);
    // the base case, and again for all ends of prices and utilities
    study.sensitivity.one_way = {{"parameters.visit", {}, {}, {}}, {"parameters.illness", {}, {}, {}}};
    CHECK(analysed(study, Way::as_asked).instants == 2 * instants_of_base(study));
}

TEST_CASE("a price that nobody pays changes nothing, to the last bit", "[sensitivity][prices]")
{
    DecisionStudy study = study_with(uncertain_fall);
    for (Strategy& each : study.strategies) {
        std::string text = clinic(uncertain_fall, each.name == "slow" ? "0.5 per year" : "1.5 per year");
        text.replace(text.find("costs: {visit: $visit}, "), 24, "");
        each.scenario = loaded(text);
    }
    const auto analysis = analysed(study, Way::as_asked);
    std::size_t idle = 0;
    for (const TornadoBar& bar : analysis.tornado)
        if (bar.is_beyond == Beyond::zero) ++idle;
    CHECK(idle == analysis.strata.size());
}
