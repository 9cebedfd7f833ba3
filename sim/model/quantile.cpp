#include "model/quantile.hpp"

#include <algorithm>
#include <cmath>

#include "base/elementary.hpp"
#include "base/special.hpp"

namespace txpath {

namespace {

// Knots at normal scores -8.5 to 8.5 in steps of 1/64: cubic Hermite between them errs by less than 1e-9 of
// the value for the shapes people write; beyond the ends a uniform of 52 bits never falls.
constexpr double score_limit = 8.5;
constexpr int knots_per_unit = 64;
constexpr int knots = 2 * static_cast<int>(score_limit * knots_per_unit) + 1;
static_assert(quantile_entries == 2 * knots);

portable::BetaShape beta_of(const AttributeRow& row) noexcept
{
    if (row.family == Family::beta) return {row.a, row.b};
    const double width = row.c - row.a;  // pert
    return {1.0 + 4.0 * (row.b - row.a) / width, 1.0 + 4.0 * (row.c - row.b) / width};
}

/// What the tables hold, so that interpolation cannot leave the support: log x of a gamma, log(x / (1 - x))
/// of a beta. The smaller tail is solved for, so that it keeps its digits.
double exact_entry(const AttributeRow& row, double score)
{
    const double tail = portable::normal_cdf(-std::abs(score));
    if (row.family != Family::gamma) {
        const portable::BetaShape shape = beta_of(row);
        return score < 0.0 ? portable::beta_quantile_logit(shape, tail)
                           : -portable::beta_quantile_logit({shape.beta, shape.alpha}, tail);
    }
    constexpr double least =
        1e-290;  // below it x loses digits, and log x follows from p = x^a / Gamma(a + 1)
    const double x =
        score > 0.0 ? time_of_hazard({.law = Law::gamma, .a = row.a, .b = 1.0}, nullptr, -portable::log(tail))
                    : portable::gamma_quantile(row.a, tail);
    if (x > least) return portable::log(x);
    const double log_share = score > 0.0 ? portable::log1p(-tail) : portable::log(tail);
    return (log_share + portable::log_gamma(row.a + 1.0)) / row.a;
}

double value_of_entry(const AttributeRow& row, double entry) noexcept
{
    if (row.family == Family::gamma) return row.b * portable::exp(entry);
    const double share = 1.0 / (1.0 + portable::exp(-entry));
    return row.family == Family::beta ? share : row.a + (row.c - row.a) * share;
}

double triangular(const AttributeRow& row, double u) noexcept
{
    const double width = row.c - row.a;
    const double split = (row.b - row.a) / width;
    if (u < split) return row.a + std::sqrt(u * width * (row.b - row.a));
    return row.c - std::sqrt((1.0 - u) * width * (row.c - row.b));
}

double interpolate(const double* table, double score) noexcept
{
    const double place = std::clamp((score + score_limit) * knots_per_unit, 0.0, knots - 1.000001);
    const auto index = static_cast<std::size_t>(place);
    const double t = place - static_cast<double>(index);
    const double* at = table + 2 * index;
    const double s = 1.0 - t;
    return s * s * ((1.0 + 2.0 * t) * at[0] + t * at[1]) + t * t * ((3.0 - 2.0 * t) * at[2] - s * at[3]);
}

}  // namespace

double cumulative_share(const AttributeRow& row, double x) noexcept
{
    switch (row.family) {
        case Family::normal:
            return portable::normal_cdf((x - row.a) / row.b);
        case Family::lognormal:
            return x <= 0.0 ? 0.0 : portable::normal_cdf((portable::log(x) - row.a) / row.b);
        case Family::gamma:
            return x <= 0.0 ? 0.0 : portable::gamma_p(row.a, x / row.b);
        case Family::beta:
            return x <= 0.0 ? 0.0 : x >= 1.0 ? 1.0 : portable::beta_p(beta_of(row), x);
        case Family::pert:
            return x <= row.a   ? 0.0
                   : x >= row.c ? 1.0
                                : portable::beta_p(beta_of(row), (x - row.a) / (row.c - row.a));
        case Family::uniform:
            return std::clamp((x - row.a) / (row.b - row.a), 0.0, 1.0);
        case Family::triangular:
            if (x <= row.a) return 0.0;
            if (x >= row.c) return 1.0;
            return x < row.b ? (x - row.a) * (x - row.a) / ((row.c - row.a) * (row.b - row.a))
                             : 1.0 - (row.c - x) * (row.c - x) / ((row.c - row.a) * (row.c - row.b));
        default:
            return x < row.a ? 0.0 : 1.0;
    }
}

std::vector<double> quantile_table(const AttributeRow& row)
{
    std::vector<double> table;
    if (row.family != Family::beta && row.family != Family::gamma && row.family != Family::pert) return table;
    std::vector<double> entries;  // three more on either side, for the slopes
    for (int knot = -3; knot < knots + 3; ++knot)
        entries.push_back(exact_entry(row, -score_limit + static_cast<double>(knot) / knots_per_unit));
    for (std::size_t at = 3; at + 3 < entries.size(); ++at) {
        table.push_back(entries[at]);
        table.push_back((45.0 * (entries[at + 1] - entries[at - 1]) -
                         9.0 * (entries[at + 2] - entries[at - 2]) + (entries[at + 3] - entries[at - 3])) /
                        60.0);  // a central difference of sixth order
    }
    return table;
}

double quantile(const ModelTables& model, const AttributeRow& row, double u) noexcept
{
    const double share = row.low_share + u * (row.high_share - row.low_share);
    switch (row.family) {
        case Family::normal:
            return row.a + row.b * portable::normal_quantile(share);
        case Family::lognormal:
            return portable::exp(row.a + row.b * portable::normal_quantile(share));
        case Family::uniform:
            return row.a + (row.b - row.a) * share;
        case Family::triangular:
            return triangular(row, share);
        case Family::beta:
        case Family::gamma:
        case Family::pert:
            return value_of_entry(
                row, interpolate(model.values.data() + row.quantiles_at, portable::normal_quantile(share)));
        case Family::fixed:
        case Family::dirichlet:
            break;
    }
    return row.a;
}

}  // namespace txpath
