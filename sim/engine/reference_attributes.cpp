// reference_attributes.cpp -- who enters when, and who a person is at entry.
//
// Owns      entries, draw_attributes.
// Promises  one uniform number an attribute, whatever its law; correlated ones through a Gaussian copula.
#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/special.hpp"
#include "engine/reference_person.hpp"

namespace txpath::plain {

namespace {

using Matrix = std::vector<std::vector<double>>;

/// Attributes that take part in a correlation, by name.
std::vector<AttributeId> correlated(const People& people)
{
    std::vector<AttributeId> all;
    for (const Correlation& one : people.correlations) all.insert(all.end(), {one.first, one.second});
    std::ranges::sort(all);
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

std::size_t place_of(const std::vector<AttributeId>& among, AttributeId id)
{
    return static_cast<std::size_t>(std::ranges::find(among, id) - among.begin());
}

/// The lower triangular factor of the correlations of the normals behind the attributes.
Matrix cholesky(const People& people, const std::vector<AttributeId>& among)
{
    Matrix r(among.size(), std::vector<double>(among.size(), 0.0));
    for (std::size_t i = 0; i < among.size(); ++i) r[i][i] = 1.0;
    for (const Correlation& one : people.correlations) {
        const std::size_t i = place_of(among, one.first), j = place_of(among, one.second);
        r[i][j] = r[j][i] = 2.0 * std::sin(std::numbers::pi * one.rho.number / 6.0);
    }
    Matrix factor(among.size(), std::vector<double>(among.size(), 0.0));
    for (std::size_t i = 0; i < among.size(); ++i)
        for (std::size_t j = 0; j <= i; ++j) {
            double rest = r[i][j];
            for (std::size_t k = 0; k < j; ++k) rest -= factor[i][k] * factor[j][k];
            factor[i][j] = i == j ? std::sqrt(rest) : rest / factor[j][j];
        }
    return factor;
}

/// A uniform number for each attribute, those that are correlated made so.
std::vector<double> uniforms(const People& people, Chances& chances)
{
    std::vector<double> u;
    u.reserve(people.attributes.size());
    for (const Attribute& attribute : people.attributes) u.push_back(chances.uniform(attribute.name));
    const std::vector<AttributeId> among = correlated(people);
    const Matrix factor = cholesky(people, among);
    std::vector<double> z;
    z.reserve(among.size());
    for (const AttributeId id : among) z.push_back(portable::normal_quantile(u[id.index()]));
    for (std::size_t i = 0; i < among.size(); ++i) {
        double mixed = 0.0;
        for (std::size_t j = 0; j <= i; ++j) mixed += factor[i][j] * z[j];
        u[among[i].index()] = portable::normal_cdf(mixed);
    }
    return u;
}

/// The beta distribution behind a pert.
portable::BetaShape pert_shape(double low, double mode, double high)
{
    return {1.0 + 4.0 * (mode - low) / (high - low), 1.0 + 4.0 * (high - mode) / (high - low)};
}

double triangular_cdf(double low, double mode, double high, double x)
{
    if (x < mode) return (x - low) * (x - low) / ((high - low) * (mode - low));
    return 1.0 - (high - x) * (high - x) / ((high - low) * (high - mode));
}

double triangular_quantile(double low, double mode, double high, double p)
{
    const double at_mode = (mode - low) / (high - low);
    if (p < at_mode) return low + std::sqrt(p * (high - low) * (mode - low));
    return high - std::sqrt((1.0 - p) * (high - low) * (high - mode));
}

/// Chance that a number of this attribute's law is at most x, before truncation.
double cdf(const Attribute& law, double x)
{
    const double a = number_of(law.first), b = number_of(law.second), c = number_of(law.third);
    switch (law.family) {
        case Family::normal:
            return portable::normal_cdf((x - a) / b);
        case Family::lognormal:
            return x <= 0.0 ? 0.0 : portable::normal_cdf((std::log(x) - a) / b);
        case Family::beta:
            return portable::beta_p({a, b}, std::clamp(x, 0.0, 1.0));
        case Family::gamma:
            return portable::gamma_p(a, std::max(x, 0.0) / b);
        case Family::uniform:
            return std::clamp((x - a) / (b - a), 0.0, 1.0);
        case Family::pert:
            return portable::beta_p(pert_shape(a, b, c), std::clamp((x - a) / (c - a), 0.0, 1.0));
        case Family::triangular:
            return triangular_cdf(a, b, c, std::clamp(x, a, c));
        default:
            return 0.0;
    }
}

double quantile(const Attribute& law, double p)
{
    const double a = number_of(law.first), b = number_of(law.second), c = number_of(law.third);
    switch (law.family) {
        case Family::normal:
            return a + b * portable::normal_quantile(p);
        case Family::lognormal:
            return std::exp(a + b * portable::normal_quantile(p));
        case Family::beta:
            return portable::beta_quantile({a, b}, p);
        case Family::gamma:
            return b * portable::gamma_quantile(a, p);
        case Family::uniform:
            return a + (b - a) * p;
        case Family::pert:
            return a + (c - a) * portable::beta_quantile(pert_shape(a, b, c), p);
        case Family::triangular:
            return triangular_quantile(a, b, c, p);
        default:
            return a;
    }
}

double draw_number(const Attribute& law, double u)
{
    const double low = law.min ? cdf(law, *law.min) : 0.0;
    const double high = law.max ? cdf(law, *law.max) : 1.0;
    return quantile(law, low + u * (high - low));
}

/// One person's attributes under way: those that others depend on are drawn first.
struct Drawing {
    const People& people;
    const Person& who;
    const Person* clinician;
    std::vector<double> u;

    [[nodiscard]] double value(AttributeId id) const
    {
        const Attribute& attribute = people.attributes[id];
        if (!attribute.of_clinician.is_absent()) return of_clinician(attribute);
        const bool is_read =
            people.table && who.number < people.table->rows && !people.table->columns[id].empty();
        if (is_read) return people.table->columns[id][who.number];
        if (!attribute.is_categorical) return draw_number(attribute, u[id.index()]);
        return category(shares(attribute), u[id.index()]);
    }

    /// As it is when the person enters; clinicians entered at time 0.
    [[nodiscard]] double of_clinician(const Attribute& attribute) const
    {
        if (clinician == nullptr) return 0.0;
        return clinician->attributes[attribute.of_clinician] + (attribute.ages ? who.entry : 0.0);
    }

    [[nodiscard]] std::vector<Value> shares(const Attribute& attribute) const
    {
        if (!attribute.given) return attribute.shares;
        const Given& given = *attribute.given;
        const double on = value(given.on);
        const bool is_by_category = people.attributes[given.on].is_categorical;
        const std::vector<Value>* row = nullptr;
        if (is_by_category) row = &given.shares[static_cast<std::size_t>(on)];
        for (std::size_t i = 0; i < given.from.size() && !is_by_category; ++i)
            if (on >= given.from[i]) row = &given.shares[i];
        return row == nullptr || row->empty() ? attribute.shares : *row;
    }

    [[nodiscard]] static double category(const std::vector<Value>& shares, double u)
    {
        double cumulated = 0.0;
        for (std::size_t i = 0; i + 1 < shares.size(); ++i) {
            cumulated += number_of(shares[i]);
            if (u < cumulated) return static_cast<double>(i);
        }
        return static_cast<double>(shares.size() - 1);
    }
};

}  // namespace

std::vector<double> entries(const Scenario& scenario, Luck luck, std::uint64_t people)
{
    const std::optional<Arrivals>& arrivals = scenario.people.arrivals;
    std::vector<double> moments(std::min(people, scenario.people.size), 0.0);
    if (!arrivals || number_of(arrivals->per_day) <= 0.0) return moments;
    const double per_day = number_of(arrivals->per_day) / scenario.people.scale;
    double entry = 0.0;
    while (moments.size() < people) {
        Chances chances(luck, moments.size());
        entry += chances.threshold("arrivals") / per_day;
        if (entry > std::min(arrivals->until, scenario.time.horizon)) break;
        moments.push_back(entry);
    }
    return moments;
}

IdVector<AttributeId, double> draw_attributes(const Scenario& scenario, const Person& person,
                                              const Person* clinician, Chances& chances)
{
    const Drawing drawing{scenario.people, person, clinician, uniforms(scenario.people, chances)};
    IdVector<AttributeId, double> values;
    for (std::size_t i = 0; i < scenario.people.attributes.size(); ++i)
        values.push_back(drawing.value(AttributeId{i}));
    return values;
}

}  // namespace txpath::plain
