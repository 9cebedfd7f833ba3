#include "study/likelihood.hpp"

#include <cmath>

#include "base/elementary.hpp"
#include "base/special.hpp"

namespace txpath {

namespace {

constexpr double normal_975 = 1.959963984540054;
constexpr double log_root_2pi = 0.9189385332046727;
constexpr double impossible = -std::numeric_limits<double>::infinity();

double log_beta(double a, double b) noexcept
{
    return portable::log_gamma(a) + portable::log_gamma(b) - portable::log_gamma(a + b);
}

double log_beta_density(double x, double a, double b) noexcept
{
    if (!(x > 0.0 && x < 1.0)) return impossible;
    return (a - 1.0) * portable::log(x) + (b - 1.0) * portable::log1p(-x) - log_beta(a, b);
}

double log_triangular(const Distribution& law, double x) noexcept
{
    if (!(x > law.a && x < law.c)) return impossible;
    const double height = 2.0 / (law.c - law.a);
    const double share = x < law.b ? (x - law.a) / (law.b - law.a) : (law.c - x) / (law.c - law.b);
    return portable::log(height * (x == law.b ? 1.0 : share));
}

/// log of a (a + 1) ... (a + k - 1), whatever the size of a.
///   Method  log gamma's difference; beyond 100 by Stirling's series, whose large terms cancel by hand
double log_rising(double a, double k) noexcept
{
    constexpr double far = 100.0;
    if (a < far) return portable::log_gamma(a + k) - portable::log_gamma(a);
    const auto correction = [](double x) { return (1.0 - 1.0 / (30.0 * x * x)) / (12.0 * x); };
    return k * (portable::log(a) - 1.0) + (a + k - 0.5) * portable::log1p(k / a) + correction(a + k) -
           correction(a);
}

TargetFit binomial_fit(const Target& target, const Simulated& simulated) noexcept
{
    const Published& published = target.published;
    const auto of = static_cast<double>(*published.of);
    TargetFit fit{.simulated = simulated, .log_likelihood = impossible};
    if (!(simulated.value >= 0.0 && simulated.value <= 1.0 && simulated.people > 0.0)) return fit;
    fit.log_likelihood = log_binomial(*published.events, *published.of, simulated.value, simulated.people);
    // as the likelihood sees the share: one simulated person more, half of it an event
    const double share = (simulated.value * simulated.people + 0.5) / (simulated.people + 1.0);
    const double variance = share * (1.0 - share) * (1.0 / of + 1.0 / (simulated.people + 1.0));
    fit.residual = (static_cast<double>(*published.events) / of - share) / std::sqrt(variance);
    return fit;
}

TargetFit normal_fit(double published, double error, double simulated, double simulated_error) noexcept
{
    const double sd = std::sqrt(error * error + simulated_error * simulated_error);
    TargetFit fit;
    fit.log_likelihood = log_normal(published, simulated, sd);
    fit.residual = (published - simulated) / sd;
    return fit;
}

}  // namespace

double log_binomial(std::uint64_t events, std::uint64_t of, double share, double people) noexcept
{
    const auto k = static_cast<double>(events), n = static_cast<double>(of);
    const double a = share * people + 0.5, b = (1.0 - share) * people + 0.5;
    const double ways = -portable::log1p(n) - log_beta(k + 1.0, n - k + 1.0);
    return ways + log_rising(a, k) + log_rising(b, n - k) - log_rising(people + 1.0, n);
}

double log_normal(double x, double mean, double sd) noexcept
{
    const double z = (x - mean) / sd;
    return -0.5 * z * z - portable::log(sd) - log_root_2pi;
}

double published_error(const Published& published, Likelihood likelihood) noexcept
{
    if (likelihood == Likelihood::lognormal)
        return (portable::log(*published.high) - portable::log(*published.low)) / (2.0 * normal_975);
    if (published.se) return *published.se;
    return (*published.high - *published.low) / (2.0 * normal_975);
}

TargetFit fit_of(const Target& target, const Simulated& simulated) noexcept
{
    const bool is_usable = std::isfinite(simulated.value) && std::isfinite(simulated.error);
    const bool is_log = target.likelihood == Likelihood::lognormal;
    if (!is_usable || (is_log && !(simulated.value > 0.0)))
        return {.simulated = simulated, .log_likelihood = impossible};
    if (target.likelihood == Likelihood::binomial) return binomial_fit(target, simulated);
    const double error = published_error(target.published, target.likelihood);
    TargetFit fit = is_log ? normal_fit(portable::log(target.published.value), error,
                                        portable::log(simulated.value), simulated.error / simulated.value)
                           : normal_fit(target.published.value, error, simulated.value, simulated.error);
    fit.simulated = simulated;
    return fit;
}

double log_density(const Distribution& law, double x) noexcept
{
    switch (law.family) {
        case Family::beta:
            return log_beta_density(x, law.a, law.b);
        case Family::gamma:
            if (!(x > 0.0)) return impossible;
            return (law.a - 1.0) * portable::log(x) - x / law.b - portable::log_gamma(law.a) -
                   law.a * portable::log(law.b);
        case Family::lognormal:
            if (!(x > 0.0)) return impossible;
            return log_normal(portable::log(x), law.a, law.b) - portable::log(x);
        case Family::normal:
            return log_normal(x, law.a, law.b);
        case Family::uniform:
            return x >= law.a && x <= law.b ? -portable::log(law.b - law.a) : impossible;
        case Family::triangular:
            return log_triangular(law, x);
        case Family::pert: {
            const double width = law.c - law.a;
            const double alpha = 1.0 + 4.0 * (law.b - law.a) / width, beta = 6.0 - alpha;
            return log_beta_density((x - law.a) / width, alpha, beta) - portable::log(width);
        }
        case Family::fixed:
        case Family::dirichlet:
            break;
    }
    return no_number;
}

}  // namespace txpath
