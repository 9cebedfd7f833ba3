// validate_test.cpp -- simulated trials on models whose results are known in closed form.
#include "txpath/validate.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>

#include "support/written.hpp"

using namespace txpath;

namespace {

constexpr std::string_view head = R"(
txpath: 1
time: {horizon: 400 days, report_every: 100 days}
references: {gauss1809: A made-up trial}
)";

/// Two arms whose event comes at 0.01 and 0.02 per day.
const std::string exponential = std::string(head) + R"(
population: {size: 10, attributes: {arm: {categories: {slow: 0.5, fast: 0.5}}}}
parameters: {base_rate: 0.01 per day}
tracks:
  illness:
    start: well
    states: {well: {}, ill: {}}
    transitions:
      fall_ill: {from: well, to: ill, rate: $base_rate, hazard_ratios: {arm.fast: 2}}
trial:
  title: Two exponential arms
  source: gauss1809
  enrol: {at: 0 days}
  arms:
    slow: {size: 201, attributes: {arm: slow}}
    fast: {size: 201, attributes: {arm: fast}}
  endpoints:
    ill_by_60:
      share: {enters: [illness.ill], by: 60 days}
      among: slow
      published: {events: 90, of: 201}
      window: replicate
      use: check
    well_at_60: {share: {only_if: {illness: [well]}, at: 60 days}, among: slow, use: report}
    number_by_60: {number: {fires: [illness.fall_ill], by: 60 days}, among: slow, use: report}
    kaplan_meier: {kaplan_meier: {enters: [illness.ill], by: 60 days}, among: slow, use: report}
    median: {median_time: {enters: [illness.ill], until: 400 days}, among: slow, use: report}
    hazard_ratio:
      hazard_ratio: {enters: [illness.ill], until: 100 days}
      among: fast
      versus: slow
      published: {value: 3.5, ci95: [3, 4]}
      window: interval
      use: calibration
    rate: {rate: {enters: [illness.ill], until: 100 days}, among: fast, use: report}
    first_rate: {rate: {enters: [illness.ill], until: 100 days, censored_by: [illness.ill]}, among: fast, use: report}
    difference: {share: {enters: [illness.ill], by: 60 days}, among: fast, versus: slow, as: difference, use: report}
    later: {share: {enters: [illness.ill], by: 60 days}, from: 30 days, use: report,
            among: {of: slow, only_if: {illness: [well]}, at: 30 days}}
)";

/// People leave a run-in in proportion to their frailty, of mean 1 and variance 1/4.
const std::string run_in = std::string(head) + R"(
population:
  size: 10
  attributes:
    frailty: {gamma: {mean: 1, sd: 0.5}}
    arm: {categories: {drug: 0.5, none: 0.5}}
levels: {dose: {start: 1, half_life: 10 days}}
tracks:
  illness:
    start: well
    states: {well: {}, ill: {}, again: {}}
    transitions:
      fall_ill: {from: well, to: ill, rate: 0.02 per day, proportional_to: frailty}
  protocol:
    start: before
    states: {before: {}, after: {}, relapsed: {}}
    transitions:
      randomise: {from: before, to: after, after: 50 days}
      relapse: {from: after, to: relapsed, rate: 0.01 per day, hazard_ratios: {arm.none: 3}}
trial:
  title: Withdrawal
  source: gauss1809
  enrol: {at: 0 days, number: 300}
  randomise: {at: protocol.after, only_if: {illness: [well]}}
  arms:
    drug: {size: 100, attributes: {arm: drug}}
    none: {size: 100, attributes: {arm: none}}
  endpoints:
    randomised: {number: {passes: randomise}, among: enrolled, use: report}
    share_randomised: {share: {passes: randomise}, among: enrolled, use: report}
    frailty: {mean: {of: frailty, at: 0 days}, among: randomised, use: report}
    frailty_at_entry: {mean: {of: frailty, at: 0 days}, among: enrolled, use: report}
    dose: {mean: {of: dose, at: 10 days}, among: drug, use: report}
    dose_fall: {mean: {of: dose, at: 10 days, change: true}, among: drug, use: report}
    relapse_drug: {share: {enters: [protocol.relapsed], by: 50 days}, among: drug, use: report}
    relapse_none: {share: {enters: [protocol.relapsed], by: 50 days}, among: none, use: report}
)";

std::string with(std::string text, const std::string& old, const std::string& fresh)
{
    const auto at = text.find(old);
    REQUIRE(at != std::string::npos);
    return text.replace(at, old.size(), fresh);
}

TrialModel trial_of(const std::string& text, const ParameterValues& values = {})
{
    auto model = compile_trial(std::make_shared<const Scenario>(loaded(text)), values);
    if (!model) FAIL(render(model.why_not()));
    return model.value();
}

TrialResult done(const TrialModel& trial, std::uint32_t replicates = 200, int threads = 0)
{
    ValidateSpec spec;
    spec.seed = 11;
    spec.replicates = replicates;
    spec.threads = threads;
    const std::vector<TrialModel> trials{trial};
    auto validation = validate(trials, spec);
    if (!validation) FAIL(render(validation.why_not()));
    return validation.value().trials.front();
}

const EndpointResult& result_of(const TrialResult& trial, std::string_view name)
{
    const auto& endpoints = trial.scenario->trial->endpoints;
    const auto found = std::ranges::find(endpoints, name, &Endpoint::name);
    REQUIRE(found != endpoints.end());
    return trial.endpoints[static_cast<std::size_t>(found - endpoints.begin())];
}

void check_is(const TrialResult& trial, std::string_view name, double exact)
{
    const EndpointResult& result = result_of(trial, name);
    INFO(name << ": " << result.simulated << " +- " << result.error << ", exactly " << exact);
    CHECK(result.error > 0.0);
    CHECK(std::abs(result.simulated - exact) <= 4.0 * result.error);
}

std::string refusal_of(const std::string& text)
{
    const std::vector<TrialModel> trials{trial_of(text)};
    ValidateSpec spec;
    spec.replicates = 2;
    const auto validation = validate(trials, spec);
    REQUIRE(!validation);
    return render(validation.why_not());
}

}  // namespace

TEST_CASE("two exponential arms have shares, medians, rates and a hazard ratio in closed form", "[validate]")
{
    const TrialResult trial = done(trial_of(exponential));

    const double by_60 = 1.0 - std::exp(-0.6);
    check_is(trial, "ill_by_60", by_60);
    check_is(trial, "well_at_60", 1.0 - by_60);
    check_is(trial, "number_by_60", 201.0 * by_60);
    check_is(trial, "kaplan_meier", by_60);
    double median = 0.0;  // the 101st of 201 exponential times
    for (int left = 101; left <= 201; ++left) median += 100.0 / left;
    check_is(trial, "median", median);
    check_is(trial, "hazard_ratio", 2.0);
    check_is(trial, "first_rate", 0.02);
    check_is(trial, "rate", (1.0 - std::exp(-2.0)) / 100.0);  // whoever is ill stays in the denominator
    check_is(trial, "difference", std::exp(-0.6) - std::exp(-1.2));
    check_is(trial, "later", by_60);  // no memory
    CHECK(result_of(trial, "later").people == Approx(201.0 * std::exp(-0.3)).margin(3.0));
    CHECK(trial.enrolment.randomised == 402.0);
    CHECK(result_of(trial, "median").lower_quartile == Approx(-100.0 * std::log(0.75)).margin(1.5));
    CHECK(result_of(trial, "median").upper_quartile == Approx(-100.0 * std::log(0.25)).margin(4.0));
}

TEST_CASE("simulated trials vary as trials of that size do", "[validate]")
{
    const TrialResult trial = done(trial_of(exponential), 1000);

    const EndpointResult& share = result_of(trial, "ill_by_60");
    const double p = 1.0 - std::exp(-0.6), sd = std::sqrt(p * (1.0 - p) / 201.0);
    CHECK(share.low == Approx(p - 1.96 * sd).margin(0.01));
    CHECK(share.high == Approx(p + 1.96 * sd).margin(0.01));
    CHECK(share.error == Approx(sd / std::sqrt(1000.0)).epsilon(0.1));
    // arms are different people: the variance of a difference is the sum of both
    const double q = 1.0 - std::exp(-1.2), sd2 = std::sqrt(sd * sd + q * (1.0 - q) / 201.0);
    CHECK(result_of(trial, "difference").error == Approx(sd2 / std::sqrt(1000.0)).epsilon(0.1));
}

TEST_CASE("a target passes if the simulated mean lies in its window", "[validate]")
{
    const TrialResult trial = done(trial_of(exponential), 50);

    CHECK(result_of(trial, "ill_by_60").verdict == Verdict::pass);     // 0.451 against 90/201
    CHECK(result_of(trial, "hazard_ratio").verdict == Verdict::fail);  // 2 against 3 to 4
    CHECK(result_of(trial, "median").verdict == Verdict::report);
    Validation validation{{trial}, true};
    CHECK(failures(validation) == 1);
}

TEST_CASE("a run-in selects the robust: the frailty of those who pass is known", "[validate]")
{
    const TrialResult trial = done(trial_of(run_in));

    // cumulated hazard 1, variance 1/4: survivors 1.25^-4, of mean frailty 1/1.25
    check_is(trial, "share_randomised", std::pow(1.25, -4.0));
    check_is(trial, "randomised", 300.0 * std::pow(1.25, -4.0));
    check_is(trial, "frailty", 0.8);
    check_is(trial, "frailty_at_entry", 1.0);
    check_is(trial, "relapse_drug", 1.0 - std::exp(-0.5));
    check_is(trial, "relapse_none", 1.0 - std::exp(-1.5));
    CHECK(result_of(trial, "dose").simulated == Approx(std::exp2(-6.0)).epsilon(1e-12));
    CHECK(result_of(trial, "dose_fall").simulated == Approx(-std::exp2(-6.0)).epsilon(1e-12));
    CHECK(result_of(trial, "share_randomised").people == 300.0);
}

TEST_CASE("arms that differ before randomisation are refused", "[validate]")
{
    const std::string text =
        with(run_in, "proportional_to: frailty}", "proportional_to: frailty, hazard_ratios: {arm.none: 2}}");

    const std::string message = refusal_of(text);
    CHECK(message.find("arms 'drug' and 'none' differ before randomisation") != std::string::npos);
    CHECK(message.find("none: {size: 100, attributes: {arm: none}}") != std::string::npos);
}

TEST_CASE("a filter that nobody passes is refused with what each part let through", "[validate]")
{
    const std::string text =
        with(run_in, "enrol: {at: 0 days, number: 300}",
             "enrol: {at: 0 days, number: 300, only_if: {illness: [well], frailty: {above: 1000}}}");

    const std::string message = refusal_of(text);
    CHECK(message.find("nobody passes the entry filter") != std::string::npos);
    CHECK(message.find("'illness: [well]'; 0 passed 'frailty: {above: 1000}'; 0 passed all of it") !=
          std::string::npos);
}

TEST_CASE("results do not depend on the number of threads", "[validate]")
{
    const TrialModel trial = trial_of(run_in);
    const TrialResult one = done(trial, 12, 1), three = done(trial, 12, 3);

    for (std::size_t at = 0; at < one.endpoints.size(); ++at)
        CHECK(one.endpoints[at].values == three.endpoints[at].values);
    CHECK(one.enrolment.candidates == three.enrolment.candidates);
}

TEST_CASE("the same luck holds at every parameter value", "[validate]")
{
    const TrialResult base = done(trial_of(exponential), 40);
    const TrialResult same = done(trial_of(exponential, {{"parameters.base_rate", 0.01}}), 40);
    const TrialResult half = done(trial_of(exponential, {{"parameters.base_rate", 0.005}}), 40);
    const TrialResult written =
        done(trial_of(with(exponential, "base_rate: 0.01 per day", "base_rate: 0.005 per day")), 40);

    CHECK(result_of(base, "median").values == result_of(same, "median").values);
    CHECK(result_of(half, "ill_by_60").values == result_of(written, "ill_by_60").values);
    // every time is twice as long: nobody's luck is drawn anew
    for (std::size_t at = 0; at < 40; ++at)
        CHECK(result_of(half, "median").values[at] ==
              Approx(2.0 * result_of(base, "median").values[at]).epsilon(1e-9));
}

TEST_CASE("a path that is no parameter is refused", "[validate]")
{
    const auto model =
        compile_trial(std::make_shared<const Scenario>(loaded(exponential)), {{"parameters.bass_rate", 1.0}});

    REQUIRE(!model);
    CHECK(render(model.why_not()).find("'parameters.bass_rate' is no parameter") != std::string::npos);
}

TEST_CASE("screening at entry finds the same people as living everybody", "[validate]")
{
    const std::string filtered =
        with(exponential, "enrol: {at: 0 days}", "enrol: {at: 20 days, only_if: {illness: [well]}}");
    const TrialResult trial = done(trial_of(with(filtered, "horizon: 400 days", "horizon: 450 days")));

    check_is(trial, "ill_by_60", 1.0 - std::exp(-0.6));
    CHECK(trial.enrolment.candidates > trial.enrolment.enrolled);
}
