// fitting_test.cpp -- searches, standard errors and profiles of problems whose answers are known.
#include "study/fitting.hpp"

#include <catch2/catch.hpp>
#include <cmath>

#include "study/symmetric.hpp"

using namespace txpath;

namespace {

FittedValue between(double low, double high)
{
    FittedValue value;
    value.path = "x";
    value.low = low;
    value.high = high;
    value.start = 0.5 * (low + high);
    return value;
}

Target events(std::uint64_t events, std::uint64_t of)
{
    Target target;
    target.likelihood = Likelihood::binomial;
    target.published.events = events;
    target.published.of = of;
    return target;
}

Target normal(double value, double se)
{
    Target target;
    target.published.value = value;
    target.published.se = se;
    return target;
}

/// A problem whose model is a formula, known without Monte Carlo error.
struct Formula {
    std::vector<FittedValue> values;
    std::vector<Target> targets;
    std::function<std::vector<double>(std::span<const double>)> model;
    Search search = {.global = GlobalSearch::crs2_lm,
                     .local = LocalSearch::bobyqa,
                     .global_evaluations = 200,
                     .local_evaluations = 300,
                     .tolerance = 1e-6};

    [[nodiscard]] Calibration solve(const CalibrateSpec& spec) const
    {
        const Problem problem{values, targets, search, 1, [this](std::span<const double> at) {
                                  Answer answer;
                                  for (const double x : model(at)) answer.simulated.push_back({x, 0.0, 1e12});
                                  return std::optional(answer);
                              }};
        return fit(problem, spec);
    }
};

}  // namespace

TEST_CASE("a share is fitted by itself, with the information of a binomial", "[calibrate]")
{
    const Formula share{{between(0.01, 0.99)}, {events(72, 240)}, [](auto x) { return std::vector{x[0]}; }};
    const Calibration found = share.solve({});

    CHECK(found.is_complete);
    CHECK(found.values[0].estimate == Approx(0.3).epsilon(1e-4));
    // n / (p (1 - p)); differences over one standard error err by less than a hundredth of it
    const double error = std::sqrt(0.3 * 0.7 / 240.0);
    CHECK(found.values[0].standard_error == Approx(error).epsilon(0.01));
    CHECK(found.values[0].low == Approx(0.3 - 1.959964 * error).epsilon(0.01));
    // a standardised residual falls by one when the share rises by one standard error
    CHECK(found.pulls[0][0] == Approx(-1.0 / error).epsilon(0.02));
}

TEST_CASE("a rate seen through survivors has the information of delta's method", "[calibrate]")
{
    // 400 people followed for 2 years: p = exp(-2 rate); se(rate) = sqrt((1 - p) / (n p)) / 2
    const Formula rate{
        {between(0.05, 3.0)}, {events(160, 400)}, [](auto x) { return std::vector{std::exp(-2.0 * x[0])}; }};
    for (const bool is_log : {false, true}) {
        Formula one = rate;
        one.values[0].is_log = is_log;
        const Calibration found = one.solve({});
        const double truth = -std::log(0.4) / 2.0, error = std::sqrt(0.6 / (400.0 * 0.4)) / 2.0;
        CHECK(found.values[0].estimate == Approx(truth).epsilon(1e-3));
        CHECK(found.values[0].standard_error == Approx(error).epsilon(0.02));
        if (is_log)  // symmetric around the estimate on the log scale
            CHECK(found.values[0].low * found.values[0].high == Approx(truth * truth).epsilon(1e-3));
    }
}

TEST_CASE("with a declared prior the estimate is the mode of the posterior", "[calibrate]")
{
    // beta(8, 4) and 72 of 240 give the density of beta(80, 172): mode 79 / 250
    Formula share{{between(0.01, 0.99)}, {events(72, 240)}, [](auto x) { return std::vector{x[0]}; }};
    share.values[0].prior = Distribution{Family::beta, 8.0, 4.0, 0.0};
    const Calibration found = share.solve({});

    CHECK(found.values[0].estimate == Approx(79.0 / 250.0).epsilon(1e-3));
    // curvature at the mode m of beta(a, b): (a - 1) / m^2 + (b - 1) / (1 - m)^2
    const double m = 79.0 / 250.0, information = 79.0 / (m * m) + 171.0 / ((1 - m) * (1 - m));
    CHECK(found.values[0].standard_error == Approx(1.0 / std::sqrt(information)).epsilon(0.01));
}

TEST_CASE("two values that are seen through their sum and difference have a known correlation", "[calibrate]")
{
    // x + y known to 1, x - y to 3: covariance ((1 + 9) / 4, (1 - 9) / 4)
    const Formula two{
        {between(-20.0, 20.0), between(-20.0, 20.0)}, {normal(5.0, 1.0), normal(1.0, 3.0)}, [](auto x) {
            return std::vector{x[0] + x[1], x[0] - x[1]};
        }};
    const Calibration found = two.solve({});

    CHECK(found.values[0].estimate == Approx(3.0).margin(1e-3));
    CHECK(found.values[1].estimate == Approx(2.0).margin(1e-3));
    CHECK(found.values[0].standard_error == Approx(std::sqrt(2.5)).epsilon(1e-3));
    CHECK(found.correlations[0][1] == Approx(-0.8).epsilon(1e-3));
    REQUIRE(found.directions.size() == 2);  // x - y is the widest, in shares of 40
    CHECK(found.directions[0].spread == Approx(3.0 / std::sqrt(2.0) / 40.0).epsilon(1e-3));
    CHECK(found.directions[0].weights[0] * found.directions[0].weights[1] == Approx(-0.5).epsilon(1e-3));
    CHECK_FALSE(found.directions[0].is_weak);
}

TEST_CASE("what the targets cannot tell is named, and gets no standard error", "[calibrate]")
{
    // only the sum of the first two is seen
    const Formula three{{between(0.0, 1.0), between(0.0, 1.0), between(0.0, 1.0)},
                        {normal(1.0, 0.05), normal(0.4, 0.05)},
                        [](auto x) {
                            return std::vector{x[0] + x[1], x[2]};
                        }};
    const Calibration found = three.solve({});

    REQUIRE(!found.directions.empty());
    const Direction& widest = found.directions[0];
    CHECK(widest.is_weak);
    CHECK(std::abs(widest.weights[0] + widest.weights[1]) < 0.05);
    CHECK(std::abs(widest.weights[2]) < 0.05);
    CHECK(found.values[2].standard_error == Approx(0.05).epsilon(1e-2));
    CHECK_FALSE(found.values[0].standard_error < 0.29);  // no better than the bounds
}

TEST_CASE("a value whose best fit lies at a bound says so", "[calibrate]")
{
    const Formula one{{between(0.0, 1.0)}, {normal(3.0, 0.5)}, [](auto x) { return std::vector{x[0]}; }};
    const Calibration found = one.solve({});

    CHECK(found.values[0].estimate == Approx(1.0).margin(1e-3));
    CHECK(found.values[0].is_at_bound);
    CHECK_FALSE(found.values[0].standard_error == found.values[0].standard_error);
}

TEST_CASE("the profile of a share gives its likelihood interval", "[calibrate]")
{
    const Formula share{
        {between(0.01, 0.99), between(0.0, 4.0)}, {events(8, 40), normal(2.0, 0.1)}, [](auto x) {
            return std::vector{x[0], x[0] + x[1]};
        }};
    const Calibration found = share.solve({.threads = 0, .with_profile = true, .each = {}, .progress = {}});

    // where 8 log(p / 0.2) + 32 log((1 - p) / 0.8) = -1.9207: found by bisection outside
    const auto fall = [](double p) { return 8.0 * std::log(p / 0.2) + 32.0 * std::log((1.0 - p) / 0.8); };
    CHECK(fall(found.values[0].profile_low) == Approx(-1.9207).margin(0.05));
    CHECK(fall(found.values[0].profile_high) == Approx(-1.9207).margin(0.05));
    CHECK(found.values[0].profile_low < 0.2);
    CHECK(found.values[0].profile_high > 0.2);
    REQUIRE(found.profile.size() > 12);
    CHECK(found.profile[0].values[0] < found.profile[1].values[0]);
}

TEST_CASE("every search finds the top of a bent ridge", "[calibrate]")
{
    Formula ridge{{between(-2.0, 2.0), between(-1.0, 3.0)}, {normal(0.0, 0.1), normal(0.0, 0.5)}, [](auto x) {
                      return std::vector{x[1] - x[0] * x[0], 1.0 - x[0]};
                  }};
    ridge.search.global_evaluations = 400;
    for (const auto global : {GlobalSearch::crs2_lm, GlobalSearch::isres}) {
        for (const auto local : {LocalSearch::bobyqa, LocalSearch::sbplx, LocalSearch::nelder_mead}) {
            ridge.search.global = global;
            ridge.search.local = local;
            const Calibration found = ridge.solve({});
            CAPTURE(static_cast<int>(global), static_cast<int>(local), found.evaluations);
            CHECK(found.values[0].estimate == Approx(1.0).margin(0.02));
            CHECK(found.values[1].estimate == Approx(1.0).margin(0.04));
        }
    }
}

TEST_CASE("a stop ends the search and keeps the best until then", "[calibrate]")
{
    int asked = 0;
    const std::vector values{between(0.0, 1.0)};
    const std::vector targets{normal(0.3, 0.1)};
    const Problem problem{values, targets, {}, 1, [&](std::span<const double> at) -> std::optional<Answer> {
                              if (++asked > 20) return std::nullopt;
                              return Answer{{{at[0], 0.0, 0.0}}, {}};
                          }};
    std::uint64_t told = 0;
    const Calibration found =
        fit(problem,
            {.threads = 0, .with_profile = true, .each = [&](const Evaluation&) { ++told; }, .progress = {}});

    CHECK_FALSE(found.is_complete);
    CHECK(found.evaluations == 20);
    CHECK(told == 20);
    CHECK(asked == 21);  // nothing is asked after the stop
    CHECK(std::abs(found.values[0].estimate - 0.3) < 0.2);
}

TEST_CASE("a failure of the model passes through the search", "[calibrate]")
{
    const std::vector values{between(0.0, 1.0)};
    const std::vector targets{normal(0.3, 0.1)};
    int asked = 0;
    const Problem problem{values, targets, {}, 1, [&](std::span<const double>) -> std::optional<Answer> {
                              if (++asked > 3) throw std::runtime_error("no memory");
                              return Answer{{{0.1, 0.0, 0.0}}, {}};
                          }};
    CHECK_THROWS_WITH(fit(problem, {}), "no memory");
}

TEST_CASE("the axes of a symmetric matrix make it up again", "[calibrate]")
{
    const Matrix matrix{{4.0, 1.0, -2.0}, {1.0, 3.0, 0.5}, {-2.0, 0.5, 6.0}};
    const Axes axes = axes_of(matrix);
    for (std::size_t p = 0; p < 3; ++p)
        for (std::size_t q = 0; q < 3; ++q) {
            double sum = 0.0, product = 0.0;
            for (std::size_t k = 0; k < 3; ++k) {
                sum += axes.lengths[k] * axes.vectors[k][p] * axes.vectors[k][q];
                product += axes.vectors[p][k] * axes.vectors[q][k];
            }
            CHECK(sum == Approx(matrix[p][q]).margin(1e-12));
            CHECK(product == Approx(p == q ? 1.0 : 0.0).margin(1e-12));
        }
    CHECK(axes.lengths[0] + axes.lengths[1] + axes.lengths[2] == Approx(13.0));  // the trace
    // ((2, 1), (1, 2)): 1 along (1, -1), 3 along (1, 1)
    const Axes two = axes_of({{2.0, 1.0}, {1.0, 2.0}});
    CHECK(two.lengths[0] == Approx(1.0));
    CHECK(two.lengths[1] == Approx(3.0));
    CHECK(two.vectors[1][0] == Approx(std::sqrt(0.5)));
}
