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

portable::BetaShape beta_of(const AttributeRow& row) noexcept
{
    if (row.family == Family::beta) return {row.a, row.b};
    const double width = row.c - row.a;  // pert
    return {1.0 + 4.0 * (row.b - row.a) / width, 1.0 + 4.0 * (row.c - row.b) / width};
}

double exact_quantile(const AttributeRow& row, double score)
{
    // the smaller tail keeps its digits
    const double p = portable::normal_cdf(score);
    switch (row.family) {
        case Family::beta:
            return portable::beta_quantile(beta_of(row), p);
        case Family::pert:
            return row.a + (row.c - row.a) * portable::beta_quantile(beta_of(row), p);
        case Family::gamma:
            return row.b * portable::gamma_quantile(row.a, p);
        default:
            return 0.0;
    }
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
    // slopes by central differences of twice the order the interpolation needs
    constexpr double step = 1.0 / knots_per_unit;
    for (int knot = 0; knot < knots; ++knot) {
        const double score = -score_limit + knot * step;
        const double reach = step / 4.0;
        const double slope =
            (8.0 * (exact_quantile(row, score + reach) - exact_quantile(row, score - reach)) -
             (exact_quantile(row, score + 2.0 * reach) - exact_quantile(row, score - 2.0 * reach))) /
            (12.0 * reach);
        table.push_back(exact_quantile(row, score));
        table.push_back(slope * step);
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
            return interpolate(model.values.data() + row.quantiles_at, portable::normal_quantile(share));
        case Family::fixed:
        case Family::dirichlet:
            break;
    }
    return row.a;
}

}  // namespace txpath
