// samplers_test.cpp -- each exit law and each family of attributes against its distribution function, by
// Kolmogorov-Smirnov. The distribution functions are those of Boost.Math or written down here.
#include <fmt/format.h>

#include <algorithm>
#include <boost/math/distributions/beta.hpp>
#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/triangular.hpp>
#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "base/random.hpp"
#include "model/quantile.hpp"
#include "support/oracle.hpp"

using namespace txpath;
using namespace txpath::oracle;
namespace bm = boost::math;

namespace {

using Share = std::function<double(double)>;

/// A law or family with its parameters, as a scenario writes it, and its distribution function.
struct Written {
    std::string yaml;
    Share share_below;
};

/// Numbers for parameters; any will do, as long as they are the same each time.
class Spread {
public:
    explicit Spread(std::uint64_t seed) : engine_(seed) {}
    double between(double low, double high)
    {
        return low + (high - low) * static_cast<double>(engine_() >> 11) * 0x1p-53;
    }
    /// Evenly spread over orders of magnitude, with few digits so that text and number agree.
    double over_orders(double low, double high)
    {
        return std::stod(fmt::format("{:.3g}", std::exp(between(std::log(low), std::log(high)))));
    }
    double few_digits(double low, double high)
    {
        return std::stod(fmt::format("{:.3f}", between(low, high)));
    }

private:
    std::mt19937_64 engine_;
};

/// Chance of a Kolmogorov-Smirnov distance this large or larger (Stephens 1970).
double ks_p_value(double distance, double n)
{
    const double x = (std::sqrt(n) + 0.12 + 0.11 / std::sqrt(n)) * distance;
    double p = 0.0;
    for (int k = 1; k <= 100; ++k) p += (k % 2 == 1 ? 2.0 : -2.0) * std::exp(-2.0 * k * k * x * x);
    return x < 0.2 ? 1.0 : p;
}

/// p of a sample of which only the numbers observed are given; the others of `n` are larger.
double p_value(std::vector<double> observed, double n, const Share& share_below)
{
    std::ranges::sort(observed);
    double distance = 0.0;
    for (std::size_t i = 0; i < observed.size(); ++i) {
        const double share = share_below(observed[i]);
        distance =
            std::max({distance, static_cast<double>(i + 1) / n - share, share - static_cast<double>(i) / n});
    }
    return ks_p_value(distance, n);
}

constexpr int laws = 6;

Written exit_law(int which, Spread& spread)
{
    const double shape = spread.over_orders(0.3, 12.0), days = spread.over_orders(0.5, 2000.0);
    switch (which) {
        case 0:
            return {fmt::format("weibull: {{shape: {}, scale: {} days}}", shape, days),
                    [=](double t) { return -std::expm1(-std::pow(t / days, shape)); }};
        case 1: {
            const double slope = spread.few_digits(-2.0, 3.0), rate = spread.over_orders(0.01, 5.0);
            return {fmt::format("gompertz: {{shape: {} per year, rate: {} per year}}", slope, rate),
                    [=](double t) { return -std::expm1(-rate / slope * std::expm1(slope * t / year)); }};
        }
        case 2:
            return {fmt::format("gamma: {{shape: {}, scale: {} days}}", shape, days),
                    [=](double t) { return bm::cdf(bm::gamma_distribution<>(shape, days), t); }};
        case 3: {
            const double sigma = spread.over_orders(0.05, 2.5);
            return {fmt::format("lognormal: {{median: {} days, sigma: {}}}", days, sigma), [=](double t) {
                        return bm::cdf(bm::lognormal_distribution<>(std::log(days), sigma), t);
                    }};
        }
        case 4:
            return {fmt::format("log_logistic: {{shape: {}, scale: {} days}}", shape, days),
                    [=](double t) { return 1.0 / (1.0 + std::pow(days / t, shape)); }};
        default:
            return {fmt::format("mean: {} days", days), [=](double t) { return -std::expm1(-t / days); }};
    }
}

std::vector<double> exit_times(const std::string& yaml, std::uint64_t people)
{
    const Experiment experiment =
        run_text(fmt::format("txpath: 1\ntitle: exits\ntime: {{horizon: 80 years, report_every: 80 "
                             "years}}\npopulation: {{size: {0}}}\n"
                             "tracks:\n  care:\n    start: well\n    states: {{well: {{}}, ill: {{}}}}\n    "
                             "transitions: {{fall: {{from: well, to: "
                             "ill, {1}}}}}\noutputs: {{people: {0}}}\nrun: {{seed: 81, replicates: 1}}\n",
                             people, yaml));
    std::vector<double> times;
    for (const HistoryRow& row : experiment.results.replicates[0].histories)
        if (!row.from.is_absent()) times.push_back(row.stop);
    return times;
}

constexpr int families = 7;

Written attribute_law(int which, Spread& spread)
{
    const double a = spread.over_orders(0.3, 30.0), b = spread.over_orders(0.3, 30.0);
    const double mode = spread.few_digits(0.1, 2.9);
    switch (which) {
        case 0:
            return {fmt::format("normal: {{mean: {}, sd: {}}}", a, b),
                    [=](double x) { return bm::cdf(bm::normal_distribution<>(a, b), x); }};
        case 1:
            return {fmt::format("beta: {{alpha: {}, beta: {}}}", a, b), [=](double x) {
                        return bm::cdf(bm::beta_distribution<>(a, b), std::clamp(x, 0.0, 1.0));
                    }};
        case 2: {
            // with smaller shapes a good part of the people lie below the least double; see the test of its
            // own
            const double sd = std::min(b, std::stod(fmt::format("{:.3g}", 7.0 * a)));
            return {fmt::format("gamma: {{mean: {}, sd: {}}}", a, sd), [=](double x) {
                        return x < 0.0 ? -1.0
                                       : bm::cdf(bm::gamma_distribution<>(a * a / sd / sd, sd * sd / a), x);
                    }};
        }
        case 3:
            return {fmt::format("lognormal: {{median: {}, sigma: {}}}", a, b / 10.0), [=](double x) {
                        return bm::cdf(bm::lognormal_distribution<>(std::log(a), b / 10.0), x);
                    }};
        case 4:
            return {fmt::format("uniform: {{min: {}, max: {}}}", a, a + b),
                    [=](double x) { return std::clamp((x - a) / b, 0.0, 1.0); }};
        case 5: {
            const double alpha = 1.0 + 4.0 * mode / 3.0;  // from 0 to 3
            return {fmt::format("pert: {{min: 0, mode: {}, max: 3}}", mode), [=](double x) {
                        return bm::cdf(bm::beta_distribution<>(alpha, 6.0 - alpha),
                                       std::clamp(x / 3.0, 0.0, 1.0));
                    }};
        }
        default:
            return {fmt::format("triangular: {{min: 0, mode: {}, max: 3}}", mode), [=](double x) {
                        return bm::cdf(bm::triangular_distribution<>(0.0, mode, 3.0),
                                       std::clamp(x, 0.0, 3.0));
                    }};
    }
}

/// Cut a family at its own 20 % and 90 % points, found by bisection.
Written truncated(const Written& whole)
{
    const auto point = [&](double share) {
        double low = 1e-9, high = 1e6;
        for (int i = 0; i < 200; ++i)
            (whole.share_below(std::sqrt(low * high)) < share ? low : high) = std::sqrt(low * high);
        return std::stod(fmt::format("{:.6g}", low));
    };
    const double low = point(std::max(0.2, whole.share_below(1e-9) + 0.01)), high = point(0.9999);
    const double below = whole.share_below(low), inside = whole.share_below(high) - below;
    return {whole.yaml + fmt::format(", min: {}, max: {}", low, high),
            [=](double x) { return (whole.share_below(x) - below) / inside; }};
}

std::vector<double> attribute_values(const std::string& yaml, std::uint64_t people)
{
    const auto scenario = load_scenario_text(
        fmt::format(
            "txpath: 1\ntitle: people\ntime: {{horizon: 1 day, report_every: 1 day}}\npopulation: {{size: 1, "
            "attributes: {{x: {{{}}}}}}}\ntracks:\n  care:\n    start: well\n    states: {{well: {{}}}}\n    "
            "transitions: {{}}\n",
            yaml),
        {});
    if (!scenario) FAIL(render(scenario.why_not()));
    const auto model = compile(scenario.value(), base_case(scenario.value()));
    REQUIRE(model);
    const AttributeRow& row = model.value().tables().attributes.front();
    const Draws draws(Luck{82, 0, 0});
    std::vector<double> values;
    for (std::uint64_t person = 0; person < people; ++person)
        values.push_back(quantile(model.value().tables(), row, draws.uniform(person, decision("x"), 0)));
    return values;
}

struct Extent {
    int sets;
    std::uint64_t people;
};

/// No p below 1e-4 after correction for the number of parameter sets looked at.
void check_p(double p, int tests, const std::string& yaml)
{
    INFO(yaml << ": p = " << p);
    CHECK(p > 1e-4 / tests);
}

void check_exit_laws(Extent extent)
{
    Spread spread(83);
    for (int set = 0; set < extent.sets; ++set)
        for (int law = 0; law < laws; ++law) {
            const Written written = exit_law(law, spread);
            const auto times = exit_times(written.yaml, extent.people);
            check_p(p_value(times, static_cast<double>(extent.people), written.share_below),
                    extent.sets * laws, written.yaml);
        }
}

void check_attributes(Extent extent)
{
    Spread spread(84);
    for (int set = 0; set < extent.sets; ++set)
        for (int family = 0; family < families; ++family) {
            Written written = attribute_law(family, spread);
            if (set % 2 == 1) written = truncated(written);
            const auto values = attribute_values(written.yaml, extent.people);
            check_p(p_value(values, static_cast<double>(extent.people), written.share_below),
                    extent.sets * families, written.yaml);
        }
}

}  // namespace

TEST_CASE("the Kolmogorov-Smirnov p is the published one and finds a law that is a little off", "[samplers]")
{
    CHECK(ks_p_value(1.3581 / 1000.0, 1e6) == Approx(0.05).margin(1e-4));  // critical values of Smirnov 1948
    CHECK(ks_p_value(1.6276 / 1000.0, 1e6) == Approx(0.01).margin(1e-4));
    const auto times = exit_times("mean: 100 days", 20000);
    CHECK(p_value(times, 20000.0, [](double t) { return -std::expm1(-t / 106.0); }) < 1e-4);
}

TEST_CASE("each exit law has its distribution in a few parameter sets", "[samplers][engine]")
{
    check_exit_laws({4, 10000});
}

TEST_CASE("each family of attributes has its distribution in a few parameter sets", "[samplers][engine]")
{
    check_attributes({4, 10000});
}

TEST_CASE("a gamma of very small shape has its quantiles, and 0 below the least double", "[samplers][engine]")
{
    const double mean = 0.3, sd = GENERATE(3.0, 10.0, 30.0), shape = mean * mean / sd / sd;
    const bm::gamma_distribution<> law(shape, sd * sd / mean);
    const auto values = attribute_values(fmt::format("gamma: {{mean: {}, sd: {}}}", mean, sd), 20000);
    const Draws draws(Luck{82, 0, 0});
    std::size_t zeros = 0;
    for (std::uint64_t person = 0; person < values.size(); ++person) {
        const double u = draws.uniform(person, decision("x"), 0);
        if (values[person] == 0.0) {
            ++zeros;
            CHECK(u < bm::cdf(law, 1e-300));
        } else if (values[person] > 1e-280) {
            CHECK(values[person] == Approx(bm::quantile(law, u)).epsilon(1e-6));
        }
    }
    // what rounds to 0: half the least double there is, 2^-1075; near 0, P(X < x) = (x / scale)^shape /
    // Gamma(shape + 1)
    const double log_least = -1075.0 * std::log(2.0) - std::log(sd * sd / mean);
    const double share = std::exp(shape * log_least - std::lgamma(shape + 1.0));
    const auto n = static_cast<double>(values.size());
    CHECK(std::abs(static_cast<double>(zeros) / n - share) < 4.0 * std::sqrt(share * (1.0 - share) / n));
}

TEST_CASE("each exit law has its distribution in fifty parameter sets", "[samplers][engine][.slow]")
{
    check_exit_laws({50, 100000});
}

TEST_CASE("each family of attributes has its distribution in fifty parameter sets",
          "[samplers][engine][.slow]")
{
    check_attributes({50, 100000});
}
