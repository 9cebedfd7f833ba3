// reference_law.cpp -- cumulative hazards as the textbooks print them.
#include "engine/reference_law.hpp"

#include <cmath>
#include <limits>
#include <numbers>

namespace txpath::plain {

namespace {

/// log(1 - Phi(z)).
///
///   Method    erfc; from z = 20 on the asymptotic series, whose terms are below 1e-17 after the tenth
double log_upper_tail(double z)
{
    if (z < 0.0) return std::log1p(-0.5 * std::erfc(-z / std::numbers::sqrt2));
    if (z < 20.0) return std::log(0.5 * std::erfc(z / std::numbers::sqrt2));
    double term = 1.0, series = 0.0;
    for (int n = 1; n <= 10; ++n) {
        term *= -(2.0 * n - 1.0) / (z * z);
        series += term;
    }
    return -0.5 * z * z - std::log(z * std::sqrt(2.0 * std::numbers::pi)) + std::log1p(series);
}

/// log Q(shape, x), the upper regularised incomplete gamma function.
///
///   Method    power series of P below shape + 1, continued fraction of Q (modified Lentz) above
double log_upper_gamma(double shape, double x)
{
    if (x <= 0.0) return 0.0;
    const double log_front = shape * std::log(x) - x - std::lgamma(shape);
    constexpr double tiny = std::numeric_limits<double>::epsilon() * 0.01;
    if (x < shape + 1.0) {
        double term = 1.0 / shape, sum = term;
        for (double n = shape + 1.0; term > sum * tiny; ++n) sum += term *= x / n;
        return std::log1p(-std::exp(log_front) * sum);
    }
    double b = x + 1.0 - shape, c = 1e300, d = 1.0 / b, fraction = d;
    for (double n = 1.0; n < 10000.0; ++n) {
        const double a = -n * (n - shape);
        b += 2.0;
        d = 1.0 / (a * d + b);
        c = b + a / c;
        fraction *= c * d;
        if (std::abs(c * d - 1.0) < 2e-16) break;
    }
    return log_front + std::log(fraction);
}

double clock_zero_of(const Scenario& scenario, const Person& person, const Transition& transition)
{
    const bool is_by_age = transition.when.clock == Clock::age || transition.when.law == Law::life_table;
    if (is_by_age) return person.entry - person.attributes[age_attribute(scenario)];
    if (transition.when.clock == Clock::forward) return 0.0;
    return person.entered[transition.track];
}

std::size_t cell_of(const Scenario& scenario, const Person& person, const LifeTable& table)
{
    std::size_t cell = 0;
    for (const AttributeId by : table.by)
        cell = cell * scenario.people.attributes[by].categories.size() +
               static_cast<std::size_t>(person.attributes[by]);
    return cell;
}

}  // namespace

BaseHazard::BaseHazard(const Scenario& scenario, const Person& person, const Transition& transition)
    : law_(transition.when.law),
      clock_zero_(clock_zero_of(scenario, person, transition)),
      first_(number_of(transition.when.first)),
      second_(number_of(transition.when.second))
{
    const HazardCurve& curve = transition.when.curve;
    if (law_ == Law::piecewise)
        for (std::size_t i = 0; i < curve.knots.size(); ++i)
            steps_.push_back({curve.knots[i], number_of(curve.hazards[i])});
    const LifeTable& table = transition.when.table;
    if (law_ == Law::life_table)
        for (std::size_t i = 0; i < table.ages.size(); ++i)
            steps_.push_back({table.ages[i], table.hazards[cell_of(scenario, person, table)][i]});
}

double BaseHazard::cumulated_steps(double clock) const
{
    double sum = 0.0;
    for (std::size_t i = 0; i < steps_.size() && steps_[i].from < clock; ++i) {
        const bool is_last = i + 1 == steps_.size();
        const double until = is_last ? clock : std::min(clock, steps_[i + 1].from);
        sum += steps_[i].hazard * (until - steps_[i].from);
    }
    return sum;
}

double BaseHazard::hazard_of_steps(double clock) const
{
    double hazard = 0.0;
    for (const Step& step : steps_)
        if (step.from <= clock) hazard = step.hazard;
    return hazard;
}

double BaseHazard::cumulated(double clock) const
{
    if (law_ == Law::constant) return first_ * clock;
    if (law_ == Law::piecewise || law_ == Law::life_table) return cumulated_steps(clock);
    if (clock <= 0.0) return 0.0;
    switch (law_) {
        case Law::weibull:
            return std::pow(clock / second_, first_);
        case Law::gompertz:
            return first_ == 0.0 ? second_ * clock : second_ / first_ * std::expm1(first_ * clock);
        case Law::lognormal:
            return -log_upper_tail(std::log(clock / first_) / second_);
        case Law::log_logistic:
            return std::log1p(std::pow(clock / second_, first_));
        default:
            return -log_upper_gamma(first_, clock / second_);
    }
}

double BaseHazard::hazard(double clock) const
{
    if (law_ == Law::constant) return first_;
    if (law_ == Law::piecewise || law_ == Law::life_table) return hazard_of_steps(clock);
    if (clock < 0.0) return 0.0;
    const double x = clock / second_;
    switch (law_) {
        case Law::weibull:
            return first_ / second_ * std::pow(x, first_ - 1.0);
        case Law::gompertz:
            return second_ * std::exp(first_ * clock);
        case Law::lognormal: {
            if (clock == 0.0) return 0.0;
            const double z = std::log(clock / first_) / second_;
            const double log_density =
                -0.5 * z * z - std::log(std::sqrt(2.0 * std::numbers::pi) * second_ * clock);
            return std::exp(log_density - log_upper_tail(z));
        }
        case Law::log_logistic: {
            const double power = std::pow(x, first_ - 1.0);
            return first_ / second_ * power / (1.0 + power * x);
        }
        default:
            break;
    }
    const double log_density = (first_ - 1.0) * std::log(x) - x - std::lgamma(first_) - std::log(second_);
    return std::exp(log_density - log_upper_gamma(first_, x));
}

std::vector<double> BaseHazard::jumps() const
{
    std::vector<double> moments;
    for (const Step& step : steps_) moments.push_back(clock_zero_ + step.from);
    return moments;
}

double BaseHazard::power_at_zero() const
{
    const bool is_power = law_ == Law::weibull || law_ == Law::gamma || law_ == Law::log_logistic;
    return is_power ? first_ : 1.0;
}

}  // namespace txpath::plain
