// draws_test.cpp -- draws of uncertain values against Boost's distributions, closed forms and one another.
#include "txpath/draws.hpp"

#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/triangular.hpp>
#include <boost/math/distributions/uniform.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <numeric>

#include "support/decisions.hpp"
#include "txpath/distribution.hpp"

using namespace txpath;
namespace truth = boost::math;

namespace {

constexpr Sampling samplings[] = {Sampling::random, Sampling::latin_hypercube, Sampling::sobol};

double cdf_of(const Distribution& law, double x)
{
    const auto& [family, a, b, c] = law;
    switch (family) {
        case Family::beta:
        case Family::dirichlet:
            return truth::cdf(truth::beta_distribution<>(a, b), x);
        case Family::gamma:
            return truth::cdf(truth::gamma_distribution<>(a, b), x);
        case Family::lognormal:
            return truth::cdf(truth::lognormal_distribution<>(a, b), x);
        case Family::normal:
            return truth::cdf(truth::normal_distribution<>(a, b), x);
        case Family::uniform:
            return truth::cdf(truth::uniform_distribution<>(a, b), x);
        case Family::triangular:
            return truth::cdf(truth::triangular_distribution<>(a, b, c), x);
        case Family::pert: {
            const truth::beta_distribution<> inner(1.0 + 4.0 * (b - a) / (c - a),
                                                   1.0 + 4.0 * (c - b) / (c - a));
            return truth::cdf(inner, (x - a) / (c - a));
        }
        case Family::fixed:
            break;
    }
    return 0.0;
}

const std::vector<Distribution> laws = {
    {Family::beta, 949, 1927, 0},     {Family::beta, 0.5, 0.5, 0},    {Family::beta, 2, 30, 0},
    {Family::beta, 30, 2, 0},         {Family::beta, 1, 1, 0},        {Family::beta, 0.3, 5, 0},
    {Family::gamma, 0.5, 2, 0},       {Family::gamma, 1, 1, 0},       {Family::gamma, 25, 0.04, 0},
    {Family::gamma, 400, 10, 0},      {Family::lognormal, 0, 0.1, 0}, {Family::lognormal, -2, 1, 0},
    {Family::lognormal, 3, 0.5, 0},   {Family::normal, 0, 1, 0},      {Family::normal, 50, 3, 0},
    {Family::uniform, 0, 1, 0},       {Family::uniform, -3, 7, 0},    {Family::pert, 0, 1, 4},
    {Family::pert, 10, 10.5, 20},     {Family::pert, 0.2, 0.2, 0.9},  {Family::triangular, 0, 1, 3},
    {Family::triangular, -2, 0, 0.5}, {Family::triangular, 0, 0, 1},  {Family::triangular, 1, 4, 4}};

std::vector<Parameter> one_of_each()
{
    std::vector<Parameter> parameters;
    for (std::size_t k = 0; k < laws.size(); ++k)
        parameters.push_back(uncertain("parameters.p" + std::to_string(100 + k), laws[k]));
    return parameters;
}

const Distribution unit{Family::uniform, 0.0, 1.0, 0.0};

std::vector<double> ranks_of(const std::vector<double>& numbers)
{
    std::vector<std::size_t> order(numbers.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t k) { return numbers[k]; });
    std::vector<double> ranks(numbers.size());
    for (std::size_t rank = 0; rank < order.size(); ++rank) ranks[order[rank]] = static_cast<double>(rank);
    return ranks;
}

double spearman(const std::vector<double>& one, const std::vector<double>& other)
{
    const auto a = ranks_of(one), b = ranks_of(other);
    const auto n = static_cast<double>(a.size());
    double squares = 0.0;
    for (std::size_t k = 0; k < a.size(); ++k) squares += (a[k] - b[k]) * (a[k] - b[k]);
    return 1.0 - 6.0 * squares / (n * (n * n - 1.0));
}

}  // namespace

TEST_CASE("draws of every family have the distribution that is written", "[draws]")
{
    DecisionStudy study = study_of({one_of_each()});
    for (const Sampling sampling : samplings) {
        study.uncertainty.sampling = sampling;
        study.uncertainty.samples = 4096;
        const DrawPlan plan = plan_of(study);
        REQUIRE(plan.values().size() == laws.size());
        const double n = plan.samples();
        std::vector<std::vector<double>> shares(laws.size());
        for (std::uint32_t sample = 0; sample < plan.samples(); ++sample) {
            const auto parameters = plan.parameters(0, sample);
            for (std::size_t k = 0; k < laws.size(); ++k) shares[k].push_back(cdf_of(laws[k], parameters[k]));
        }
        // 2.23 / sqrt(n) is exceeded once in 10^4; one share in each stratum is never further off than 1 / n
        const double most = sampling == Sampling::random ? 2.23 / std::sqrt(n) : 1.0 / n + 1e-9;
        for (std::size_t k = 0; k < laws.size(); ++k) {
            CAPTURE(static_cast<int>(laws[k].family), laws[k].a, laws[k].b, static_cast<int>(sampling));
            CHECK(ks_distance(shares[k]) < most);
        }
    }
}

TEST_CASE("the central range has the tails it is asked for", "[draws]")
{
    for (const Distribution& law : laws) {
        const Support range = central_range(law, 0.025);
        CHECK(cdf_of(law, range.low) == Approx(0.025).epsilon(1e-9));
        CHECK(cdf_of(law, range.high) == Approx(0.975).epsilon(1e-9));
    }
    const Distribution part{Family::dirichlet, 12.0, 30.0, 0.0};
    CHECK(cdf_of(part, central_range(part, 0.1).low) == Approx(0.1).epsilon(1e-9));
    CHECK(central_range({Family::fixed, 3.0, 0.0, 0.0}, 0.1).high == 3.0);
}

TEST_CASE("a bounded law's draws stay within its ends to the last bit", "[draws]")
{
    for (const double p : {0x1p-53, 1e-12, 0.5, 1.0 - 1e-12, 1.0 - 0x1p-53})
        for (const Distribution& law :
             {Distribution{Family::uniform, 0.1, 0.7, 0.0}, Distribution{Family::pert, 0.1, 0.3, 0.7},
              Distribution{Family::triangular, 0.1, 0.3, 0.7}}) {
            CHECK(quantile(law, p) >= 0.1);
            CHECK(quantile(law, p) <= 0.7);
        }
}

TEST_CASE("shares of a dirichlet sum to 1 and have its means, variances and covariances", "[draws]")
{
    const std::vector<double> counts = {0.8, 3.0, 12.0};
    const double all = 15.8;
    DecisionStudy study =
        study_of({{share_of("t.to", "a", counts[0], all), share_of("t.to", "b", counts[1], all),
                   share_of("t.to", "c", counts[2], all)}});
    study.uncertainty.samples = 20000;
    study.uncertainty.sampling = Sampling::random;
    const DrawPlan plan = plan_of(study);
    const double n = plan.samples();
    std::vector<std::vector<double>> draws;
    for (const char* path : {"t.to.a", "t.to.b", "t.to.c"}) draws.push_back(numbers(plan, path, 0));
    for (std::size_t k = 0; k < draws[0].size(); ++k)
        REQUIRE(std::abs(draws[0][k] + draws[1][k] + draws[2][k] - 1.0) < 1e-15);
    for (std::size_t one = 0; one < 3; ++one) {
        std::vector<double> shares;
        for (const double x : draws[one])
            shares.push_back(cdf_of({Family::beta, counts[one], all - counts[one], 0.0}, x));
        CHECK(ks_distance(shares) < 2.23 / std::sqrt(n));
        for (std::size_t other = 0; other < one; ++other) {
            const double mean_one = counts[one] / all, mean_other = counts[other] / all;
            double sum = 0.0, squares = 0.0;
            for (std::size_t k = 0; k < draws[0].size(); ++k) {
                const double product = (draws[one][k] - mean_one) * (draws[other][k] - mean_other);
                sum += product / n;
                squares += product * product / n;
            }
            const double exact = -mean_one * mean_other / (all + 1.0);
            CHECK(std::abs(sum - exact) < 4.0 * std::sqrt((squares - sum * sum) / n));
        }
    }
}

TEST_CASE("a dirichlet of tiny counts still gives shares", "[draws]")
{
    DecisionStudy study =
        study_of({{share_of("t.to", "a", 0.001, 0.002), share_of("t.to", "b", 0.001, 0.002)}});
    study.uncertainty.samples = 2000;
    const DrawPlan plan = plan_of(study);
    double first = 0.0;
    for (std::uint32_t sample = 0; sample < 2000; ++sample) {
        const auto shares = plan.parameters(0, sample);
        REQUIRE(shares[0] + shares[1] == Approx(1.0));
        first += shares[0] / 2000.0;
    }
    CHECK(std::abs(first - 0.5) < 4.0 * 0.5 / std::sqrt(2000.0));
}

TEST_CASE("a value's draws do not move with other values, strategies or what is asked first", "[draws]")
{
    const Parameter value = uncertain("tracks.t.rate", laws[6]);
    for (const Sampling sampling : {Sampling::random, Sampling::latin_hypercube}) {
        DecisionStudy alone = study_of({{value}}), among = study_of({one_of_each(), {value}, one_of_each()});
        among.strategies[2].scenario.parameters.push_back(value);
        among.strategies[2].scenario.parameters.insert(among.strategies[2].scenario.parameters.begin(),
                                                       uncertain("a.first", unit));
        for (DecisionStudy* study : {&alone, &among}) {
            study->uncertainty.sampling = sampling;
            study->uncertainty.samples = 50;
        }
        const auto found = numbers(plan_of(alone), value.path, 0);
        CHECK(numbers(plan_of(among), value.path, 1) == found);
        CHECK(numbers(plan_of(among), value.path, 2) == found);
        CHECK(plan_of(alone).parameters(0, 49)[0] == found[49]);
        CHECK(plan_draws(alone, 8).value().parameters(0, 49)[0] != found[49]);
    }
}

TEST_CASE("with sobol a value at the end of 'vary' moves no other's draws", "[draws]")
{
    DecisionStudy study = study_of({one_of_each()});
    study.uncertainty.sampling = Sampling::sobol;
    study.uncertainty.samples = 50;
    study.uncertainty.vary = {"parameters.p110", "parameters.p105"};
    const auto before = numbers(plan_of(study), "parameters.p105", 0);
    study.uncertainty.vary.emplace_back("parameters.p100");
    CHECK(numbers(plan_of(study), "parameters.p105", 0) == before);
}

TEST_CASE("more samples go on where fewer ended, but for a latin hypercube", "[draws]")
{
    for (const Sampling sampling : {Sampling::random, Sampling::sobol}) {
        DecisionStudy study = study_of({one_of_each()});
        study.uncertainty.sampling = sampling;
        study.uncertainty.samples = 20;
        const DrawPlan few = plan_of(study);
        study.uncertainty.samples = 200;
        for (std::uint32_t sample = 0; sample < 20; ++sample)
            CHECK(plan_of(study).parameters(sample) == few.parameters(sample));
    }
}

TEST_CASE("one path has one share, whatever its distributions", "[draws]")
{
    DecisionStudy study = study_of({{certain("x.other", 2.0), uncertain("x.rate", laws[6])},
                                    {uncertain("x.rate", laws[11])},
                                    {certain("x.rate", 0.25), uncertain("x.zeta", unit)}});
    study.uncertainty.samples = 40;
    study.strategies[0].scenario.parameters[1].written = "2 per year";  // the mean of laws[6] is 1
    const DrawPlan plan = plan_of(study);
    REQUIRE(plan.values().size() == 2);
    CHECK(plan.values()[0].places == std::vector<std::size_t>{1, 0, 0});
    CHECK(plan.values()[1].places == std::vector<std::size_t>{VariedValue::absent, VariedValue::absent, 1});
    CHECK(plan.values()[0].shown == 0);
    CHECK(plan.values()[1].shown == 2);
    CHECK(plan.values()[0].unit == "per year");
    for (std::uint32_t sample = 0; sample < 40; ++sample) {
        const auto all = plan.parameters(sample);
        CHECK(all[0][0] == 2.0);
        CHECK(cdf_of(laws[6], all[0][1]) == Approx(cdf_of(laws[11], all[1][0])).epsilon(1e-9));
        CHECK(all[2][0] == 0.25);
        for (std::size_t k = 0; k < 3; ++k) CHECK(plan.parameters(k, sample) == all[k]);
        CHECK(plan.shown(sample) == std::vector<double>{all[0][1] / 0.5, all[2][1]});
    }
}

TEST_CASE("'vary' leaves the other values at their base case", "[draws]")
{
    DecisionStudy study = study_of({{uncertain("care.rate", laws[6]), uncertain("career.rate", laws[7])}});
    study.uncertainty.vary = {"care"};
    const DrawPlan plan = plan_of(study);
    REQUIRE(plan.values().size() == 1);
    CHECK(plan.values()[0].path == "care.rate");
    CHECK(plan.parameters(0, 3)[1] == mean(laws[7]));
}

TEST_CASE("correlated values have the rank correlations asked for, and their own distributions", "[draws]")
{
    DecisionStudy study = study_of(
        {{uncertain("a", laws[6]), uncertain("b", laws[0]), uncertain("c", laws[11]), uncertain("d", unit)}});
    study.uncertainty.samples = 4096;
    study.uncertainty.correlations = {{"c", "a", 0.6, {}}, {"a", "b", -0.3, {}}, {"b", "c", 0.2, {}}};
    for (const Sampling sampling : samplings) {
        study.uncertainty.sampling = sampling;
        const DrawPlan plan = plan_of(study);
        const auto a = numbers(plan, "a", 0), b = numbers(plan, "b", 0), c = numbers(plan, "c", 0),
                   d = numbers(plan, "d", 0);
        const auto check = [&](const std::vector<double>& one, const std::vector<double>& other, double rho) {
            // Fisher's z of Spearman's rho, its variance after Bonett and Wright
            const double error = std::sqrt((1.0 + rho * rho / 2.0) / (4096.0 - 3.0));
            CHECK(std::abs(std::atanh(spearman(one, other)) - std::atanh(rho)) < 4.0 * error);
        };
        check(a, c, 0.6);
        check(a, b, -0.3);
        check(b, c, 0.2);
        check(a, d, 0.0);
        check(b, d, 0.0);
        const auto distance = [](const Distribution& law, const std::vector<double>& numbers) {
            std::vector<double> shares;
            for (const double x : numbers) shares.push_back(cdf_of(law, x));
            return ks_distance(shares);
        };
        CHECK(distance(laws[0], b) < 2.23 / 64.0);
        CHECK(distance(laws[11], c) < 2.23 / 64.0);
        // the first of them keeps its strata
        if (sampling != Sampling::random) CHECK(distance(laws[6], a) < 1.0 / 4096.0 + 1e-9);
    }
}

TEST_CASE("given draws are taken row by row, and leave the others as they were", "[draws]")
{
    DecisionStudy study = study_of({{uncertain("a", unit), uncertain("b", unit), certain("c", 4.0)},
                                    {uncertain("a", unit), uncertain("b", unit), certain("c", 4.0)}});
    study.uncertainty.samples = 3;
    const auto b = numbers(plan_of(study), "b", 0);
    study.uncertainty.given =
        GivenDraws{"draws.csv", {"c", "a"}, {{10, 0.1}, {20, 0.2}, {30, 0.3}, {40, 0.4}}};
    const DrawPlan plan = plan_of(study);
    for (const std::size_t strategy : {0UL, 1UL}) {
        CHECK(numbers(plan, "a", strategy) == std::vector<double>{0.1, 0.2, 0.3});
        CHECK(numbers(plan, "c", strategy) == std::vector<double>{10, 20, 30});
        CHECK(numbers(plan, "b", strategy) == b);
    }
}
