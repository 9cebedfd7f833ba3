// likelihood_test.cpp -- likelihoods of targets and densities of priors against closed forms.
#include "study/likelihood.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace txpath;

namespace {

Target binomial(std::uint64_t events, std::uint64_t of)
{
    Target target;
    target.likelihood = Likelihood::binomial;
    target.published.events = events;
    target.published.of = of;
    return target;
}

Target with_interval(Likelihood likelihood, double value, double low, double high)
{
    Target target;
    target.likelihood = likelihood;
    target.published.value = value;
    target.published.low = low;
    target.published.high = high;
    return target;
}

Distribution law(Family family, double a, double b, double c)
{
    return {family, a, b, c};
}

}  // namespace

TEST_CASE("with many simulated people the likelihood is binomial", "[calibrate]")
{
    // choose(10, 3) 0.3^3 0.7^7 = 0.266827932
    CHECK(log_binomial(3, 10, 0.3, 1e9) == Approx(std::log(0.266827932)).epsilon(1e-6));
    // the deviance of 24 of 90 at a share of 0.2 against its own share: 2 (24 log(24/18) + 66 log(66/72))
    const double deviance = 2.0 * (log_binomial(24, 90, 24.0 / 90.0, 1e9) - log_binomial(24, 90, 0.2, 1e9));
    CHECK(deviance ==
          Approx(2.0 * (24.0 * std::log(24.0 / 18.0) + 66.0 * std::log(66.0 / 72.0))).epsilon(1e-6));
}

TEST_CASE("with few simulated people the likelihood is that of a share known as well as they tell it",
          "[calibrate]")
{
    // 0 of 1 simulated: the share has the density beta(1/2, 3/2), whose mean is 1/4
    CHECK(log_binomial(1, 1, 0.0, 1.0) == Approx(std::log(0.25)).epsilon(1e-12));
    double sum = 0.0;
    for (std::uint64_t events = 0; events <= 12; ++events)
        sum += std::exp(log_binomial(events, 12, 0.4, 30.0));
    CHECK(sum == Approx(1.0).epsilon(1e-12));
}

TEST_CASE("a result that nobody simulated had is unlikely, not impossible", "[calibrate]")
{
    const TargetFit fit = fit_of(binomial(5, 100), {0.0, 0.0, 1000.0});
    CHECK(std::isfinite(fit.log_likelihood));
    CHECK(fit.log_likelihood < -10.0);
    CHECK(fit.residual > 5.0);
}

TEST_CASE("a binomial target's residual is in standard deviations of the published share", "[calibrate]")
{
    // (0.5 - 0.4) / sqrt(0.24 / 100)
    CHECK(fit_of(binomial(50, 100), {0.4, 0.0, 1e9}).residual ==
          Approx(0.1 / std::sqrt(0.0024)).epsilon(1e-6));
}

TEST_CASE("normal and lognormal targets have the standard error of their interval", "[calibrate]")
{
    // a half width of 1.959964 standard errors
    const Target normal =
        with_interval(Likelihood::normal, 10.0, 10.0 - 1.959963984540054, 10.0 + 1.959963984540054);
    const TargetFit one = fit_of(normal, {12.0, 0.0, 0.0});
    CHECK(one.residual == Approx(-2.0).epsilon(1e-12));
    CHECK(one.log_likelihood == Approx(-2.0 - 0.5 * std::log(2.0 * 3.141592653589793)).epsilon(1e-12));

    const double e = std::exp(1.0);
    const Target ratio = with_interval(Likelihood::lognormal, 1.0, std::pow(e, -1.959963984540054),
                                       std::pow(e, 1.959963984540054));
    CHECK(fit_of(ratio, {std::exp(-1.5), 0.0, 0.0}).residual == Approx(1.5).epsilon(1e-12));
}

TEST_CASE("the Monte Carlo error widens a normal target", "[calibrate]")
{
    Target target;
    target.published.value = 5.0;
    target.published.se = 3.0;
    CHECK(fit_of(target, {0.0, 4.0, 0.0}).residual == Approx(1.0).epsilon(1e-12));  // 5 / sqrt(9 + 16)
}

TEST_CASE("a target for which the model gives no number is impossible", "[calibrate]")
{
    const double infinity = std::numeric_limits<double>::infinity();
    const Target target = with_interval(Likelihood::lognormal, 2.0, 1.0, 4.0);
    CHECK(fit_of(target, {no_number, 0.0, 0.0}).log_likelihood == -infinity);
    CHECK(fit_of(target, {infinity, 0.0, 0.0}).log_likelihood == -infinity);
    CHECK(fit_of(target, {0.0, 0.0, 0.0}).log_likelihood == -infinity);
}

TEST_CASE("prior densities integrate to one and have their textbook values", "[calibrate]")
{
    const Distribution laws[] = {
        law(Family::beta, 2.5, 4.0, 0.0),       law(Family::gamma, 3.0, 0.1, 0.0),
        law(Family::lognormal, -1.5, 0.4, 0.0), law(Family::normal, 0.5, 0.06, 0.0),
        law(Family::uniform, 0.2, 0.7, 0.0),    law(Family::triangular, 0.1, 0.3, 0.9),
        law(Family::pert, 0.1, 0.3, 0.9),
    };
    for (const Distribution& each : laws) {
        INFO(static_cast<int>(each.family));
        constexpr int steps = 200000;
        double sum = 0.0;
        for (int k = 0; k < steps; ++k)
            sum += std::exp(log_density(each, (k + 0.5) * 2.5 / steps)) * 2.5 / steps;
        CHECK(sum == Approx(1.0).epsilon(1e-4));
    }
    CHECK(std::exp(log_density(law(Family::beta, 2.0, 3.0, 0.0), 0.25)) == Approx(12.0 * 0.25 * 0.5625));
    CHECK(std::exp(log_density(law(Family::gamma, 2.0, 3.0, 0.0), 3.0)) == Approx(std::exp(-1.0) / 3.0));
    CHECK(std::exp(log_density(law(Family::triangular, 0.0, 1.0, 4.0), 2.5)) == Approx(0.25));
}
