// oracle_laws_test.cpp -- times to event on every clock, against survival functions written down here.
#include <fmt/format.h>

#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/lognormal.hpp>
#include <catch2/catch.hpp>
#include <cmath>

#include "support/oracle.hpp"

using namespace txpath;
using namespace txpath::oracle;

namespace {

/// A law as a scenario writes it and its survival function, t in days.
struct Written {
    std::string name, yaml;
    std::function<double(double)> survival;
};

const std::vector<Written> short_laws = {
    {"weibull", "weibull: {shape: 1.6, scale: 200 days}",
     [](double t) { return std::exp(-std::pow(t / 200.0, 1.6)); }},
    {"early_weibull", "weibull: {shape: 0.6, scale: 300 days}",
     [](double t) { return std::exp(-std::pow(t / 300.0, 0.6)); }},
    {"gompertz", "gompertz: {shape: 0.9 per year, rate: 0.5 per year}",
     [](double t) { return std::exp(-0.5 / 0.9 * std::expm1(0.9 * t / year)); }},
    {"falling_gompertz", "gompertz: {shape: -1.2 per year, rate: 0.9 per year}",
     [](double t) { return std::exp(0.9 / 1.2 * std::expm1(-1.2 * t / year)); }},
    {"gamma", "gamma: {shape: 2.5, scale: 90 days}",
     [](double t) { return boost::math::cdf(complement(boost::math::gamma_distribution<>(2.5, 90.0), t)); }},
    {"lognormal", "lognormal: {median: 150 days, sigma: 0.8}",
     [](double t) {
         return boost::math::cdf(complement(boost::math::lognormal_distribution<>(std::log(150.0), 0.8), t));
     }},
    {"log_logistic", "log_logistic: {shape: 1.7, scale: 160 days}",
     [](double t) { return 1.0 / (1.0 + std::pow(t / 160.0, 1.7)); }},
};

const std::vector<Written> life_laws = {
    {"weibull", "weibull: {shape: 5, scale: 70 years}",
     [](double t) { return std::exp(-std::pow(t / year / 70.0, 5.0)); }},
    {"gompertz", "gompertz: {shape: 0.07 per year, rate: 0.0009 per year}",
     [](double t) { return std::exp(-0.0009 / 0.07 * std::expm1(0.07 * t / year)); }},
    {"gamma", "gamma: {shape: 9, scale: 6 years}",
     [](double t) {
         return boost::math::cdf(complement(boost::math::gamma_distribution<>(9.0, 6.0), t / year));
     }},
    {"lognormal", "lognormal: {median: 60 years, sigma: 0.4}",
     [](double t) {
         return boost::math::cdf(
             complement(boost::math::lognormal_distribution<>(std::log(60.0), 0.4), t / year));
     }},
    {"log_logistic", "log_logistic: {shape: 4, scale: 55 years}",
     [](double t) { return 1.0 / (1.0 + std::pow(t / year / 55.0, 4.0)); }},
};

constexpr double entry_rate = 2.0 / year;

/// One track a law: idle, entered at 2 a year, left by the law.
std::string late_entries(const std::string& clock)
{
    std::string text =
        "txpath: 1\ntitle: laws\ntime: {horizon: 2 years, report_every: 6 months}\n"
        "population: {size: 150000}\nrun: {seed: 31, replicates: 1}\ntracks:\n";
    for (const Written& law : short_laws)
        text += fmt::format(
            "  {0}:\n    start: idle\n    states: {{idle: {{}}, armed: {{}}, fired: {{}}}}\n    "
            "transitions:\n"
            "      enter: {{from: idle, to: armed, rate: 2 per year}}\n"
            "      fire: {{from: armed, to: fired, {1}, clock: {2}}}\n",
            law.name, law.yaml, clock);
    return text;
}

}  // namespace

TEST_CASE("each law counts from the moment its state was entered", "[oracle][engine]")
{
    const Experiment experiment = run_text(late_entries("reset"));
    for (const Written& law : short_laws)
        for (const double t : {0.5 * year, year, 2.0 * year}) {
            // entered at s with density rate exp(-rate s), then survived t - s
            const double armed = integral(
                [&](double s) { return entry_rate * std::exp(-entry_rate * s) * law.survival(t - s); },
                {0.0, t / 2, t * 0.9, t * 0.99, t});
            check_share(experiment, law.name + ".armed", t, armed);
            check_share(experiment, law.name + ".fired", t, -std::expm1(-entry_rate * t) - armed);
        }
}

TEST_CASE("each law on the forward clock counts from the start of the simulation", "[oracle][engine]")
{
    const Experiment experiment = run_text(late_entries("forward"));
    for (const Written& law : short_laws)
        for (const double t : {0.5 * year, year, 2.0 * year}) {
            // survival from s to t is S(t) / S(s)
            const double armed = integral(
                [&](double s) {
                    return entry_rate * std::exp(-entry_rate * s) * law.survival(t) / law.survival(s);
                },
                {0.0, t * 0.01, t * 0.1, t / 2, t});
            check_share(experiment, law.name + ".armed", t, armed);
        }
}

TEST_CASE("each law on the age clock is conditional on the age at entry", "[oracle][engine]")
{
    std::string text =
        "txpath: 1\ntitle: ages\ntime: {horizon: 20 years, report_every: 5 years}\n"
        "population: {size: 150000, attributes: {age: {uniform: {min: 30 years, max: 60 years}, "
        "ages: true}}}\nrun: {seed: 32, replicates: 1}\ntracks:\n";
    for (const Written& law : life_laws)
        text += fmt::format(
            "  {0}:\n    start: alive\n    states: {{alive: {{}}, ill: {{}}}}\n    transitions:\n"
            "      fall: {{from: alive, to: ill, {1}, clock: age}}\n",
            law.name, law.yaml);
    const Experiment experiment = run_text(text);
    for (const Written& law : life_laws)
        for (const double years : {5.0, 10.0, 20.0}) {
            const double alive = integral(
                [&](double age) {
                    return law.survival((age + years) * year) / law.survival(age * year) / 30.0;
                },
                {30.0, 45.0, 60.0});
            check_share(experiment, law.name + ".alive", years * year, alive);
        }
}

TEST_CASE("a state entered again starts its law anew", "[oracle][engine]")
{
    const Experiment experiment = run_text(R"(
txpath: 1
title: Weibull stays and rests of 30 days
time: {horizon: 360 days, report_every: 60 days}
population: {size: 200000}
tracks:
  care:
    start: well
    states: {well: {}, ill: {}}
    transitions:
      fall: {from: well, to: ill, weibull: {shape: 2, scale: 80 days}}
      rest: {from: ill, to: well, after: 30 days}
run: {seed: 33, replicates: 1}
)");
    // falls(t) = f(t) + integral of falls(u) f(t - 30 - u) du, f the density; ill at t: fell in the last 30
    // days
    constexpr double step = 0.1;
    const auto density = [](double t) { return t / 3200.0 * std::exp(-t * t / 6400.0); };
    std::vector<double> falls;
    for (std::size_t i = 0; i <= 3600; ++i) {
        const double t = static_cast<double>(i) * step;
        double again = 0.0;  // trapezoid; both ends are zero
        for (std::size_t u = 0; u + 300 <= i; ++u)
            again += step * falls[u] * density(t - 30.0 - static_cast<double>(u) * step);
        falls.push_back(density(t) + again);
    }
    for (const double t : {60.0, 120.0, 240.0, 360.0}) {
        const auto last = static_cast<std::size_t>(std::llround(t / step));
        double ill = 0.5 * step * (falls[last] + falls[last - 300]);
        for (std::size_t u = last - 299; u < last; ++u) ill += step * falls[u];
        check_share(experiment, "care.ill", t, ill);
    }
}
