#include "model/law.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/elementary.hpp"
#include "base/special.hpp"

namespace txpath {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

double cumulative_on(const CurveRow& curve, double age) noexcept
{
    const auto next = std::upper_bound(curve.knots.begin(), curve.knots.end(), age);
    if (next == curve.knots.begin()) return 0.0;
    const auto segment = static_cast<std::size_t>(next - curve.knots.begin()) - 1;
    return curve.cumulative[segment] + curve.hazards[segment] * (age - curve.knots[segment]);
}

double time_on(const CurveRow& curve, double hazard) noexcept
{
    const auto next = std::lower_bound(curve.cumulative.begin(), curve.cumulative.end(), hazard);
    // the first segment with a cumulative hazard not below, seen from the one before it
    const auto segment = next == curve.cumulative.begin()
                             ? std::size_t{0}
                             : static_cast<std::size_t>(next - curve.cumulative.begin()) - 1;
    if (curve.hazards[segment] == 0.0) return infinity;
    return curve.knots[segment] + (hazard - curve.cumulative[segment]) / curve.hazards[segment];
}

double lognormal_hazard(const LawRow& law, double age) noexcept
{
    const double score = (portable::log(age) - law.a) / law.b;
    return -portable::log(portable::normal_cdf(-score));
}

double lognormal_time(const LawRow& law, double hazard) noexcept
{
    // The smaller tail keeps its digits.
    const double score = hazard < 0.6931471805599453 ? portable::normal_quantile(-portable::expm1(-hazard))
                                                     : -portable::normal_quantile(portable::exp(-hazard));
    return portable::exp(law.a + law.b * score);
}

double lognormal_rate(const LawRow& law, double age) noexcept
{
    constexpr double root_of_two_pi = 2.5066282746310005024;
    const double score = (portable::log(age) - law.a) / law.b;
    return portable::exp(-0.5 * score * score) /
           (root_of_two_pi * law.b * age * portable::normal_cdf(-score));
}

/// Hazard of a gamma law of scale 1.
double gamma_rate(double shape, double x) noexcept
{
    return portable::exp((shape - 1.0) * portable::log(x) - x - portable::log_gamma(shape)) /
           portable::gamma_q(shape, x);
}

/// Newton on -log Q from the quantile, whose last digits are lost where the upper tail is small.
double gamma_time(double shape, double hazard) noexcept
{
    constexpr double largest_share = 1.0 - 1e-12;
    double x = portable::gamma_quantile(shape, std::min(-portable::expm1(-hazard), largest_share));
    if (hazard < 0.6931471805599453) return x;
    for (int step = 0; step < 50; ++step) {
        const double upper = portable::gamma_q(shape, x);
        const double pace =
            portable::exp((shape - 1.0) * portable::log(x) - x - portable::log_gamma(shape)) / upper;
        const double change = (hazard + portable::log(upper)) / pace;
        x = x + change > 0.0 ? x + change : 0.5 * x;
        if (std::abs(change) <= 1e-14 * x) break;
    }
    return x;
}

double gompertz_time(const LawRow& law, double hazard) noexcept
{
    const double grown = law.a * hazard / law.b;
    if (grown <= -1.0) return infinity;  // a falling hazard that never adds up to this
    return portable::log1p(grown) / law.a;
}

}  // namespace

double cumulative_hazard(const LawRow& law, const CurveRow* curve, double age) noexcept
{
    if (age <= 0.0) return 0.0;
    switch (law.law) {
        case Law::constant:
            return law.b * age;
        case Law::weibull:
            return portable::pow(age / law.b, law.a);
        case Law::gompertz:
            return law.a == 0.0 ? law.b * age : law.b / law.a * portable::expm1(law.a * age);
        case Law::lognormal:
            return lognormal_hazard(law, age);
        case Law::log_logistic:
            return portable::log1p(portable::pow(age / law.b, law.a));
        case Law::gamma:
            return -portable::log(portable::gamma_q(law.a, age / law.b));
        case Law::piecewise:
        case Law::life_table:
            return cumulative_on(*curve, age);
        case Law::after:
            break;
    }
    return 0.0;
}

double base_hazard(const LawRow& law, const CurveRow* curve, double age) noexcept
{
    if (age < 0.0) return 0.0;
    switch (law.law) {
        case Law::constant:
            return law.b;
        case Law::weibull:
            return law.a / law.b * portable::pow(age / law.b, law.a - 1.0);
        case Law::gompertz:
            return law.b * portable::exp(law.a * age);
        case Law::lognormal:
            return lognormal_rate(law, age);
        case Law::log_logistic: {
            const double power = portable::pow(age / law.b, law.a);
            return law.a * power / (age * (1.0 + power));
        }
        case Law::gamma:
            return gamma_rate(law.a, age / law.b) / law.b;
        case Law::piecewise:
        case Law::life_table: {
            const auto next = std::upper_bound(curve->knots.begin(), curve->knots.end(), age);
            return next == curve->knots.begin()
                       ? 0.0
                       : curve->hazards[static_cast<std::size_t>(next - curve->knots.begin()) - 1];
        }
        case Law::after:
            break;
    }
    return 0.0;
}

double time_of_hazard(const LawRow& law, const CurveRow* curve, double hazard) noexcept
{
    switch (law.law) {
        case Law::constant:
            return hazard / law.b;
        case Law::weibull:
            return law.b * portable::pow(hazard, 1.0 / law.a);
        case Law::gompertz:
            return law.a == 0.0 ? hazard / law.b : gompertz_time(law, hazard);
        case Law::lognormal:
            return lognormal_time(law, hazard);
        case Law::log_logistic:
            return law.b * portable::pow(portable::expm1(hazard), 1.0 / law.a);
        case Law::gamma:
            return law.b * gamma_time(law.a, hazard);
        case Law::piecewise:
        case Law::life_table:
            return time_on(*curve, hazard);
        case Law::after:
            break;
    }
    return infinity;
}

}  // namespace txpath
