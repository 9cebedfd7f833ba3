// level_methods.cpp -- two exact ways to fire a hazard that follows a level, compared: why the engine
// integrates.
//
// Owns      the measurement quoted in sim/README.md. One person holds a high dose for 2 years; tolerance
// rises from 0 to 1 with a
//           half-life of 60 days; the hazard of disorder is 0.05 per year times 6^tolerance, or 5^tolerance
//           in the second scenario.
// Method    integrate: one threshold, the accumulated hazard by its series, Newton. thin: candidates at the
// bound's rate, each kept with
//           probability hazard / bound, all draws keyed by their number. Both use the same keyed luck in both
//           scenarios.
//
// Usage     level_methods PEOPLE; prints JSON: ns a person, share with an event, correlation of the two
// scenarios' outcomes.
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "base/random.hpp"

namespace {

constexpr double horizon = 730.5;
constexpr double base = 0.05 / 365.25;
const double pace = std::log(2.0) / 60.0;
const txpath::Decision disorder = txpath::decision("opioid.disorder");

double hazard(double ratio, double t)
{
    return base * std::pow(ratio, 1.0 - std::exp(-pace * t));
}

double accumulated(double ratio, double t)
{
    const double swing = -std::log(ratio), first = -std::expm1(-pace * t), decay = 1.0 - first;
    double sum = t, gone = 0.0, left = 1.0, coefficient = 1.0;
    for (int n = 1; n < 40; ++n) {
        gone += left * first;
        left *= decay;
        coefficient *= swing / n;
        sum += coefficient * gone / (n * pace);
    }
    return base * ratio * sum;
}

double integrate(const txpath::Draws& draws, std::uint64_t person, double ratio)
{
    const double threshold = draws.threshold(person, disorder, 0);
    if (threshold > accumulated(ratio, horizon)) return horizon;
    double t = threshold / (base * ratio);
    for (int step = 0; step < 40; ++step) {
        const double change = (threshold - accumulated(ratio, t)) / hazard(ratio, t);
        t += change;
        if (std::abs(change) < 1e-12 * t) break;
    }
    return t;
}

double thin(const txpath::Draws& draws, std::uint64_t person, double ratio)
{
    const double bound = base * ratio;
    double t = 0.0;
    for (std::uint32_t candidate = 0;; ++candidate) {
        t += draws.threshold(person, disorder, 2 * candidate) / bound;
        if (t > horizon) return horizon;
        if (draws.uniform(person, disorder, 2 * candidate + 1) * bound < hazard(ratio, t)) return t;
    }
}

template <class Method>
void measure(const char* name, Method method, std::uint64_t people)
{
    const txpath::Draws draws({1, 0, 0});
    double a = 0, b = 0, aa = 0, bb = 0, ab = 0, events = 0;
    const auto start = std::chrono::steady_clock::now();
    for (std::uint64_t person = 0; person < people; ++person) {
        const double x = method(draws, person, 6.0), y = method(draws, person, 5.0);
        events += x < horizon;
        a += x, b += y, aa += x * x, bb += y * y, ab += x * y;
    }
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    const auto n = static_cast<double>(people);
    const double correlation =
        (ab / n - a / n * b / n) / std::sqrt((aa / n - a / n * a / n) * (bb / n - b / n * b / n));
    std::printf("{\"method\": \"%s\", \"ns_per_person\": %.1f, \"share\": %.5f, \"correlation\": %.5f}\n",
                name, 1e9 * seconds / n / 2.0, events / n, correlation);
}

}  // namespace

int main(int argc, char** argv)
{
    const std::uint64_t people = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 1000000;
    measure("integrate", integrate, people);
    measure("thin", thin, people);
    return 0;
}
