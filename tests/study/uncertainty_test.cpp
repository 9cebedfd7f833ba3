// uncertainty_test.cpp -- analyses of uncertainty against what can be worked out by hand.
#include "txpath/uncertainty.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "base/special.hpp"
#include "support/toy_decision.hpp"

using namespace txpath;
using namespace txpath::test;

namespace {

constexpr double extra_cost = 1000.0, gain = 0.03, gain_sd = 0.02;

/// The other strategy costs 1,000 more and gives 0.03 QALYs more, give or take 0.02; a second value does
/// nothing.
ToyFigure normal_gain(std::size_t strategy, const std::vector<double>& values, std::uint32_t)
{
    if (strategy == 0) return {500.0, 1.0, 0.0, 0.0};
    return {500.0 + extra_cost, 1.0 + gain + gain_sd * values[0], 0.0, 0.0};
}

/// What is known of the normal net benefit of the other strategy.
struct ClosedForm {
    double mean, sd;
    explicit ClosedForm(double threshold) : mean(threshold * gain - extra_cost), sd(threshold * gain_sd) {}
    [[nodiscard]] double probability() const { return portable::normal_cdf(mean / sd); }
    /// E max(0, X) - max(0, E X)
    [[nodiscard]] double evpi() const
    {
        const double z = std::abs(mean / sd);
        const double density = std::exp(-0.5 * z * z) / std::sqrt(2.0 * std::numbers::pi);
        return sd * (density - z * portable::normal_cdf(-z));
    }
};

}  // namespace

TEST_CASE("acceptability and the value of information of a normal net benefit have their closed forms",
          "[uncertainty]")
{
    DecisionStudy study = toy_study({"usual", "other"});
    study.uncertainty.affected = Affected{1000.0, 3.0, 0.0};
    const auto [sample, analysis] = analysed(study, normal_values({"gain", "idle"}, 4000), normal_gain);
    const StratumUncertainty& all = analysis.strata.front();
    REQUIRE(all.spoken.size() == 2);
    CHECK(*analysis.affected_people == Approx(3000.0));
    for (std::size_t k = 0; k < all.spoken.size(); ++k) {
        const ClosedForm exact(study.thresholds[k]);
        CHECK(all.spoken[k].proportion[1] == Approx(exact.probability()).margin(1.0 / 4000));
        CHECK(all.spoken[k].proportion[0] + all.spoken[k].proportion[1] == Approx(1.0));
        CHECK(all.spoken[k].mean_benefit[1] - all.spoken[k].mean_benefit[0] ==
              Approx(exact.mean).margin(1e-6));
        // the midpoint rule at the ends of a normal distribution: below a thousandth
        CHECK(all.spoken_information[k].value == Approx(exact.evpi()).epsilon(1e-3));
        CHECK(*all.spoken_information[k].population == Approx(3000.0 * all.spoken_information[k].value));
        CHECK(all.spoken[k].expected_loss[all.spoken[k].best] == Approx(exact.evpi()).epsilon(1e-3));
    }
    CHECK(all.spoken[0].best == 0);
    CHECK(all.spoken[1].best == 1);
    // the quantile of a sample lies within a share of 1 / 4000 of the exact one, where the density is 0.058 /
    // sd
    const double within = gain_sd / 0.058 / 4000;
    CHECK(all.strategies[1].incremental_qalys.low == Approx(gain - 1.959964 * gain_sd).margin(within));
    CHECK(all.strategies[1].incremental_qalys.high == Approx(gain + 1.959964 * gain_sd).margin(within));
    REQUIRE(all.icers.size() == 2);
    CHECK(*all.icers[1].icer == Approx(extra_cost / gain));
    CHECK(all.grid.front().threshold == 0.0);
    CHECK(all.grid.back().threshold == 100000.0);
    CHECK(all.grid.size() == 101);
    CHECK(analysis.notes.empty());
}

TEST_CASE("learning the only value that matters is worth EVPI, an idle one nothing", "[uncertainty]")
{
    DecisionStudy study = toy_study({"usual", "other"});
    study.uncertainty.groups = {{"both", {"parameters"}}, {"none", {"parameters.absent"}}};
    const auto [sample, analysis] = analysed(study, normal_values({"gain", "idle"}, 2000), normal_gain);
    REQUIRE(analysis.learning.size() == 4);
    CHECK(analysis.learning[2].values == ValueSet{0, 1});
    CHECK(analysis.learning[3].values.empty());
    for (std::size_t k = 0; k < study.thresholds.size(); ++k) {
        const double evpi = analysis.strata.front().spoken_information[k].value;
        CHECK(analysis.learning[0].spoken[k].value == Approx(evpi).epsilon(0.02));
        CHECK(analysis.learning[1].spoken[k].value == Approx(0.0).margin(0.02 * evpi));
        CHECK(analysis.learning[2].spoken[k].value == Approx(evpi).epsilon(0.02));
        CHECK(analysis.learning[3].spoken[k].value == 0.0);
    }
    CHECK(worth_learning_first(analysis, 1) == std::vector<std::size_t>{0});
    CHECK(analysis.learning[0].grid.size() == 101);
    REQUIRE(analysis.notes.size() == 1);
    CHECK(analysis.notes[0] ==
          "'parameters.absent' of group 'none' does not vary, so the group is without it");
    for (const ExplainedDifference& one : analysis.explained)
        if (one.difference.what == Difference::net_benefit) {
            CHECK(one.shares[0].first_order == Approx(1.0).margin(0.02));
            CHECK(one.shares[1].first_order == Approx(0.0).margin(0.02));
        }
}

TEST_CASE("identical strategies differ by nothing and are best half of the time each", "[uncertainty]")
{
    const DecisionStudy study = toy_study({"usual", "twin"});
    const auto [sample, analysis] =
        analysed(study, normal_values({"a"}, 200), [](std::size_t, const auto& values, std::uint32_t) {
            return ToyFigure{100.0 + values[0], 2.0 - 0.1 * values[0], 0.0, 0.0};
        });
    const StratumUncertainty& all = analysis.strata.front();
    for (const auto* at : {&all.spoken, &all.grid})
        for (const Acceptability& one : *at) {
            CHECK(one.proportion == std::vector<double>{0.5, 0.5});
            CHECK(one.evpi == 0.0);
        }
    CHECK(all.strategies[1].incremental_cost.mean == 0.0);
    CHECK(all.strategies[1].incremental_qalys.error == 0.0);
    CHECK(analysis.advice.spend == Spend::nothing);
    CHECK(worth_learning_first(analysis, 5).empty());
}

TEST_CASE("the order and the labels of strategies move nothing", "[uncertainty]")
{
    const auto model = [](std::size_t strategy, const auto& values, std::uint32_t) {
        const auto rank = static_cast<double>(strategy);
        return ToyFigure{1000.0 * rank + 100.0 * values[0], 0.02 * rank * (1.0 + values[1]), 0.0, 0.0};
    };
    const auto turned = [&](std::size_t strategy, const auto& values, std::uint32_t sample) {
        return model(2 - strategy, values, sample);
    };
    const DecisionStudy study = toy_study({"a", "b", "c"});
    DecisionStudy other = toy_study({"c", "b", "a"});
    other.reference = 2;
    for (Strategy& strategy : other.strategies) strategy.label = "renamed";
    const auto source = normal_values({"cost", "gain"}, 500);
    const auto first = analysed(study, source, model), second = analysed(other, source, turned);
    for (std::size_t k = 0; k < study.thresholds.size(); ++k) {
        const Acceptability& one = first.analysis.strata[0].spoken[k];
        const Acceptability& two = second.analysis.strata[0].spoken[k];
        CHECK(one.evpi == Approx(two.evpi).epsilon(1e-12));
        CHECK(one.best == 2 - two.best);
        for (std::size_t strategy = 0; strategy < 3; ++strategy)
            CHECK(one.proportion[strategy] == two.proportion[2 - strategy]);
        for (std::size_t at = 0; at < 2; ++at)
            CHECK(first.analysis.learning[at].spoken[k].value ==
                  Approx(second.analysis.learning[at].spoken[k].value).epsilon(1e-6).margin(1e-6));
    }
}

TEST_CASE("the variance over samples is split into what is not known and luck", "[uncertainty]")
{
    const DecisionStudy study = toy_study({"usual", "other"});
    // cost 100 a + 50 b, of which b is luck, and said to be
    const auto model = [](double luck) {
        return [luck](std::size_t strategy, const std::vector<double>& values, std::uint32_t) {
            if (strategy == 0) return ToyFigure{};
            return ToyFigure{100.0 * values[0] + luck * values[1], 0.0, luck, 0.0};
        };
    };
    const auto found = analysed(study, normal_values({"a", "b"}, 4000), model(50.0));
    const auto split = std::ranges::find_if(found.analysis.variance, [](const SplitDifference& one) {
        return one.difference.what == Difference::cost;
    });
    REQUIRE(split != found.analysis.variance.end());
    // a and b have a correlation below 0.008: their covariance is below 0.0064 of the variance
    CHECK(split->split.total == Approx(12500.0).epsilon(7e-3));
    CHECK(split->split.luck == Approx(2500.0));
    CHECK(split->split.parameters == Approx(10000.0).epsilon(9e-3));
    CHECK(split->split.luck_each == Approx(2500.0 * 1000.0));
    CHECK(found.analysis.advice.spend == Spend::people);
    CHECK(found.analysis.advice.luck_share == Approx(0.2).epsilon(7e-3));
    // luck_each / people = 10,000 x 5 / 95
    CHECK(found.analysis.advice.better_people == Approx(2.5e6 * 19.0 / 10000.0).epsilon(9e-3));

    const auto little = analysed(study, normal_values({"a", "b"}, 4000), model(1.0));
    CHECK(little.analysis.advice.spend == Spend::samples);
    CHECK(little.analysis.advice.better_people < 500.0);
}

TEST_CASE("errors of cost and QALYs that go together make luck of net benefit smaller", "[uncertainty]")
{
    const DecisionStudy study = toy_study({"usual", "other"});
    const auto source = normal_values({"a"}, 100);
    const auto model = [](std::size_t strategy, const auto& values, std::uint32_t) {
        if (strategy == 0) return ToyFigure{};
        return ToyFigure{1000.0 * values[0], 0.0, 30.0, 0.001};
    };
    auto sample = sample_uncertainty(study, source, {}, playing(model, 2, 0, 1000.0)).value();
    const auto luck_at_50000 = [&] {
        for (const SplitDifference& one : analyse_uncertainty(study, sample).variance)
            if (one.difference.what == Difference::net_benefit && one.difference.threshold == 1)
                return one.split.luck;
        return 0.0;
    };
    CHECK(luck_at_50000() == Approx(50.0 * 50.0 + 30.0 * 30.0));
    for (SampledFigure& figure : sample.figures)
        figure.incremental_covariance = figure.incremental_cost_error * figure.incremental_qalys_error;
    CHECK(luck_at_50000() == Approx(20.0 * 20.0));
}

TEST_CASE("without Monte Carlo errors luck is said to be unknown", "[uncertainty]")
{
    const DecisionStudy study = toy_study({"usual", "other"});
    auto sample =
        sample_uncertainty(study, normal_values({"gain"}, 50), {}, playing(normal_gain, 2, 0, 1000.0))
            .value();
    for (SampledFigure& figure : sample.figures)
        figure.incremental_cost_error = std::numeric_limits<double>::quiet_NaN();
    const auto analysis = analyse_uncertainty(study, sample);
    CHECK(analysis.advice.spend == Spend::unknown);
    CHECK(analysis.variance[1].split.total > 0.0);
    CHECK(std::isnan(analysis.variance[0].split.luck));
}

TEST_CASE("draws that the model refuses are counted, named and left out", "[uncertainty]")
{
    const DecisionStudy study = toy_study({"usual", "other"});
    const SampleSource source = normal_values({"gain"}, 100);
    const auto refusing = [&](double above) {
        return [=](const EvaluateSpec& spec, std::size_t count, const auto& next, const auto& take) {
            return playing(normal_gain, 2, 0, 10.0)(
                spec, count, next, [&](std::size_t k, const DrawAnswer& answer) {
                    DrawAnswer refused;
                    refused.refusal = "too much gain";
                    const bool is_fine = source.shown(static_cast<std::uint32_t>(k))[0] <= above;
                    take(k, is_fine ? answer : refused);
                });
        };
    };
    // of 100 shares of a normal distribution, the middles of 10 lie above 1.2816
    const auto found = sample_uncertainty(study, source, {}, refusing(1.2816));
    REQUIRE(found);
    const UncertaintySample& sample = found.value();
    CHECK(sample.count() == 90);
    CHECK(sample.refused.size() == 10);
    CHECK(sample.drawn[0].size() == 90);
    CHECK(*std::ranges::max_element(sample.drawn[0]) <= 1.2816);
    for (const RefusedSample& one : sample.refused)
        CHECK(std::ranges::count(sample.samples, one.sample) == 0);
    const auto analysis = analyse_uncertainty(study, sample);
    REQUIRE(analysis.notes.size() == 1);
    CHECK(
        analysis.notes[0].starts_with("the model refused 10 of 100 draws, which are left out (refused.csv); "
                                      "that is 10 %, so the others are no fair sample"));
    CHECK(analysis.notes[0].find(": too much gain") != std::string::npos);

    const auto none = sample_uncertainty(study, source, {}, refusing(-9.0));
    REQUIRE_FALSE(none);
    CHECK(none.why_not().all()[0].message ==
          "the model refuses 100 of 100 draws, so that there is nothing to analyse");
    CHECK(none.why_not().all()[0].help ==
          "sample 1: too much gain; sample 2: too much gain; sample 3: too much gain");
}

TEST_CASE("one sample is refused, and one that was stopped is said to be incomplete", "[uncertainty]")
{
    const DecisionStudy study = toy_study({"usual", "other"});
    const auto one =
        sample_uncertainty(study, normal_values({"gain"}, 1), {}, playing(normal_gain, 2, 0, 10.0));
    REQUIRE_FALSE(one);
    CHECK(one.why_not().all()[0].message == "one sample cannot show how far the result may vary");
    const auto stopped =
        sample_uncertainty(study, normal_values({"gain"}, 10), {},
                           [](const auto&, std::size_t, const auto&, const auto&) { return false; });
    REQUIRE(stopped);
    CHECK_FALSE(stopped.value().is_complete);
}

TEST_CASE("a stratum that is empty in some sample is left out and named", "[uncertainty]")
{
    const DecisionStudy study = toy_study({"usual", "other"});
    auto sample =
        sample_uncertainty(study, normal_values({"gain"}, 20), {}, playing(normal_gain, 2, 0, 10.0)).value();
    std::vector<SampledFigure> figures;
    for (const SampledFigure& figure : sample.figures) {
        figures.insert(figures.end(), 2, figure);
        figures.back().cost = std::numeric_limits<double>::quiet_NaN();
    }
    sample.figures = figures;
    sample.strata.push_back({"sex=male", {0}});
    sample.people.push_back(0.0);
    const auto analysis = analyse_uncertainty(study, sample);
    CHECK(analysis.strata[1].strategies.empty());
    CHECK_FALSE(analysis.strata[0].strategies.empty());
    CHECK(analysis.notes ==
          std::vector<std::string>{"nothing is said of strata that were empty in some sample: 'sex=male'"});
}

TEST_CASE("convergence ends at the result, and its errors shrink as the root of the samples", "[uncertainty]")
{
    const DecisionStudy study = toy_study({"usual", "other"});
    const auto [sample, analysis] = analysed(study, normal_values({"gain", "idle"}, 4000), normal_gain);
    const auto rows = [&](std::size_t samples) {
        std::vector<Settling> found;
        for (const Settling& one : analysis.convergence)
            if (one.samples == samples && one.threshold == 1) found.push_back(one);
        return found;
    };
    const auto last = rows(4000), early = rows(1000);
    REQUIRE(last.size() == 2);
    REQUIRE(early.size() == 2);
    CHECK_FALSE(last[0].strategy);
    CHECK(last[0].value == analysis.strata[0].spoken_information[1].value);
    CHECK(last[0].error == analysis.strata[0].spoken_information[1].error);
    CHECK(last[1].value == Approx(ClosedForm(50000.0).mean));
    CHECK(last[1].error == Approx(ClosedForm(50000.0).sd / std::sqrt(4000.0)).epsilon(5e-3));
    CHECK(early[1].error == Approx(2.0 * last[1].error).epsilon(0.05));
}

TEST_CASE("whatever changes the numbers changes the fingerprint", "[uncertainty]")
{
    const DecisionStudy study = toy_study({"usual", "other"});
    const auto first = uncertainty_fingerprint(study, 1);
    CHECK(uncertainty_fingerprint(study, 1) == first);
    CHECK(uncertainty_fingerprint(study, 2) != first);
    DecisionStudy other = study;
    other.uncertainty.samples = 999;
    CHECK(uncertainty_fingerprint(other, 1) != first);
    other = study;
    other.uncertainty.population = 5;
    CHECK(uncertainty_fingerprint(other, 1) != first);
    other = study;
    other.thresholds[0] = 1.0;
    CHECK(uncertainty_fingerprint(other, 1) != first);
    other = study;
    other.strategies[1].scenario.effective_text += "#";
    CHECK(uncertainty_fingerprint(other, 1) != first);
}
