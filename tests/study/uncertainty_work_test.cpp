// uncertainty_work_test.cpp -- claims about samples in units: the same numbers however they are divided.
#include <algorithm>
#include <atomic>
#include <bit>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>

#include "support/held_answers.hpp"
#include "support/written.hpp"
#include "txpath/uncertainty.hpp"

using namespace txpath;

namespace {

constexpr std::uint64_t seed = 5;

/// How often one falls ill is uncertain, or only what it costs and what it is like.
enum class Varies { lives, prices };

std::string clinic(Varies varies, const std::string& recover)
{
    const std::string uncertain_fall =
        "{value: 0.5 per year, uniform: {min: 0.1 per year, max: 0.9 per year}, source: assumption, note: "
        "test}";
    return "txpath: 1\ntime: {horizon: 2 years, report_every: 1 year}\n"
           "population: {size: 300, attributes: {sex: {categories: {female: 0.6, male: 0.4}}}}\n"
           "parameters:\n  fall: " +
           (varies == Varies::lives ? uncertain_fall : std::string("0.5 per year")) +
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

std::shared_ptr<DecisionStudy> study_of(Varies varies, std::uint32_t samples, Sampling sampling)
{
    auto study = std::make_shared<DecisionStudy>();
    study->name = "study";
    for (const char* const recover : {"0.5 per year", "1.5 per year"}) {
        Strategy& one = study->strategies.emplace_back();
        one.name = study->strategies.size() == 1 ? "slow" : "fast";
        one.scenario = loaded(clinic(varies, recover));
    }
    study->thresholds = {50000.0};
    study->uncertainty.samples = samples;
    study->uncertainty.sampling = sampling;
    return study;
}

SampleSource source_for(const DecisionStudy& study)
{
    const auto plan = plan_draws(study, seed);
    REQUIRE(plan);
    return source_of(plan.value());
}

/// Sample 0 and some others with a rate that no model accepts.
SampleSource with_refused(SampleSource source, const DecisionStudy& study)
{
    const auto& parameters = study.strategies.front().scenario.parameters;
    const auto found = std::ranges::find(parameters, "parameters.fall", &Parameter::path);
    REQUIRE(found != parameters.end());
    const auto place = static_cast<std::size_t>(found - parameters.begin());
    source.parameters = [draw = source.parameters, place](std::uint32_t sample) {
        auto values = draw(sample);
        if (sample % 10 == 0) values[0][place] = -1.0;
        return values;
    };
    return source;
}

EvaluateSpec spec_with(int threads)
{
    EvaluateSpec spec;
    spec.seed = seed;
    spec.threads = threads;
    return spec;
}

UncertaintySample plainly(const DecisionStudy& study, const SampleSource& source, int threads)
{
    const auto sample =
        sample_uncertainty(study, source, spec_with(threads),
                           [&study](const auto& how, std::size_t count, const auto& next, const auto& take) {
                               return evaluate(study, how, count, next, take);
                           });
    REQUIRE(sample);
    return sample.value();
}

bool is_same(double a, double b)
{
    return std::bit_cast<std::uint64_t>(a) == std::bit_cast<std::uint64_t>(b) ||
           (std::isnan(a) && std::isnan(b));
}

std::vector<double> numbers_of(const UncertaintySample& sample)
{
    std::vector<double> all = sample.people;
    for (const SampledFigure& figure : sample.figures)
        for (const double number :
             {figure.cost, figure.qalys, figure.cost_error, figure.qalys_error, figure.incremental_cost,
              figure.incremental_qalys, figure.incremental_cost_error, figure.incremental_qalys_error,
              figure.incremental_covariance})
            all.push_back(number);
    for (const auto& column : sample.drawn) all.insert(all.end(), column.begin(), column.end());
    return all;
}

void check_same(const UncertaintySample& one, const UncertaintySample& other)
{
    CHECK(one.planned == other.planned);
    CHECK(one.samples == other.samples);
    CHECK(one.instants == other.instants);
    CHECK(one.has_common_luck == other.has_common_luck);
    REQUIRE(one.refused.size() == other.refused.size());
    for (std::size_t k = 0; k < one.refused.size(); ++k) {
        CHECK(one.refused[k].sample == other.refused[k].sample);
        CHECK(one.refused[k].reason == other.refused[k].reason);
    }
    const auto here = numbers_of(one), there = numbers_of(other);
    CHECK_FALSE(here.empty());
    CHECK(std::ranges::equal(here, there, [](double a, double b) { return is_same(a, b); }));
}

UncertaintySample put_together(const DecisionStudy& study, const SampleSource& source,
                               const HeldAnswers& held)
{
    const auto sample = sample_from(study, source, held);
    REQUIRE(sample);
    return sample.value();
}

}  // namespace

TEST_CASE("samples in units are the plain ones to the last bit, however they are divided",
          "[uncertainty][units]")
{
    for (const Varies varies : {Varies::lives, Varies::prices}) {
        const auto study = study_of(varies, 64, Sampling::latin_hypercube);
        SampleSource source = source_for(*study);
        if (varies == Varies::lives) source = with_refused(source, *study);
        const UncertaintySample plain = plainly(*study, source, 2);
        CHECK(plain.has_common_luck == (varies == Varies::prices));
        CHECK(plain.refused.size() == (varies == Varies::lives ? 7 : 0));
        for (const int threads : {1, 2, 3})
            for (const std::size_t parts : {1U, 7U, 64U}) {
                HeldAnswers held;
                do_in_parts(*work_of(study, source, spec_with(0)), parts, threads, held);
                check_same(put_together(*study, source, held), plain);
            }
    }
}

TEST_CASE("samples may be added to those that are done, unless draws depend on their number",
          "[uncertainty][units]")
{
    for (const Sampling sampling : {Sampling::sobol, Sampling::random, Sampling::latin_hypercube}) {
        const auto few = study_of(Varies::lives, 8, sampling), more = study_of(Varies::lives, 12, sampling);
        const auto work_for = [](const std::shared_ptr<DecisionStudy>& study) {
            return work_of(study, source_for(*study), spec_with(0));
        };
        const bool can = sampling != Sampling::latin_hypercube;
        CHECK(can_grow(few->uncertainty).is_possible == can);
        CHECK(can_grow(few->uncertainty).why_not.empty() == can);
        CHECK((work_for(few)->identity() == work_for(more)->identity()) == can);
        HeldAnswers some, all;
        do_in_parts(*work_for(few), 1, 2, some);
        do_in_parts(*work_for(more), 1, 2, all);
        bool are_same = true;
        for (const auto& [unit, answer] : some.answers) are_same = are_same && all.answers.at(unit) == answer;
        CHECK(are_same == can);
    }
}

TEST_CASE("what samples depend on has another identity, and the rest has not", "[uncertainty][units]")
{
    const auto identity = [](const std::shared_ptr<DecisionStudy>& study, const EvaluateSpec& spec) {
        return work_of(study, source_for(*study), spec)->identity();
    };
    const auto study = study_of(Varies::lives, 8, Sampling::sobol);
    const std::uint64_t usual = identity(study, spec_with(1));
    CHECK(identity(study, spec_with(3)) == usual);
    CHECK(identity(study_of(Varies::prices, 8, Sampling::sobol), spec_with(1)) != usual);
    CHECK(identity(study_of(Varies::lives, 8, Sampling::random), spec_with(1)) != usual);
    EvaluateSpec other = spec_with(1);
    other.seed = 6;
    CHECK(identity(study, other) != usual);
    other = spec_with(1);
    other.population = 200;
    CHECK(identity(study, other) != usual);
    other = spec_with(1);
    other.replicates = 2;
    CHECK(identity(study, other) != usual);
    auto fewer = study_of(Varies::lives, 8, Sampling::sobol);
    fewer->uncertainty.vary = {"parameters.visit"};
    CHECK(identity(fewer, spec_with(1)) != usual);
    auto grouped = study_of(Varies::lives, 8, Sampling::sobol);
    grouped->uncertainty.groups = {{"prices", {"parameters.visit"}}};
    grouped->thresholds = {1.0};
    CHECK(identity(grouped, spec_with(1)) == usual);
}

TEST_CASE("samples that are missing or damaged are an error that names the unit", "[uncertainty][units]")
{
    const auto study = study_of(Varies::lives, 4, Sampling::sobol);
    const SampleSource source = source_for(*study);
    HeldAnswers held;
    do_in_parts(*work_of(study, source, spec_with(0)), 1, 2, held);
    const auto error_of = [&](const HeldAnswers& answers) -> std::string {
        try {
            (void)sample_from(*study, source, answers);
        } catch (const AnswerError& error) {
            return error.what();
        }
        return {};
    };
    CHECK(error_of(held).empty());
    HeldAnswers without = held;
    without.answers.erase(3);
    CHECK(error_of(without) == "unit 3 has no answer");
    without.answers.erase(0);
    CHECK(error_of(without) == "unit 0 has no answer");
    const std::string whole = held.answers.at(2);
    HeldAnswers hurt = held;
    for (std::size_t size = 0; size < whole.size(); ++size) {
        hurt.answers[2] = whole.substr(0, size);
        CHECK(error_of(hurt) == "the answer of unit 2 is no sample of this study");
    }
    hurt.answers[2] = whole + '\0';
    CHECK(error_of(hurt) == "the answer of unit 2 is no sample of this study");
}

TEST_CASE("samples that rest leave whole answers, and what is left can be done later", "[uncertainty][units]")
{
    for (const Varies varies : {Varies::lives, Varies::prices}) {
        const auto study = study_of(varies, 120, Sampling::sobol);
        const SampleSource source = source_for(*study);
        const auto work = work_of(study, source, spec_with(0));
        std::vector<std::uint64_t> units(120);
        std::iota(units.begin(), units.end(), std::uint64_t{0});
        std::atomic<bool> rest = false;
        UnitSpec how;
        how.threads = 2;
        how.rest = &rest;
        HeldAnswers held;
        const auto take = [&](std::uint64_t unit, std::string_view answer) {
            held.answers.emplace(unit, answer);
            rest = true;
        };
        CHECK_FALSE(work->work(units, how, take));
        CHECK(held.answers.size() >= 1);
        CHECK(held.answers.size() < units.size());
        std::erase_if(units, [&](std::uint64_t unit) { return held.answers.contains(unit); });
        how.rest = nullptr;
        CHECK(work->work(units, how, take));
        check_same(put_together(*study, source, held), plainly(*study, source, 2));
    }
}
