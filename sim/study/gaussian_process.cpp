#include "study/gaussian_process.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "base/elementary.hpp"
#include "base/random.hpp"
#include "base/stats.hpp"

namespace txpath {

namespace {

constexpr std::size_t most_carriers = 300;

/// Variances are shares of the noise, so that of the noise is 1.
struct Surface {
    double plane = 0.0;           ///< log variance of the slope along a standardised value
    double height = 0.0;          ///< log variance of the smooth part
    std::vector<double> lengths;  ///< log length scales: one, or one a value
};

/// What Rprop moves: plane, height, lengths.
std::vector<double> flat(const Surface& surface)
{
    std::vector<double> all{surface.plane, surface.height};
    all.insert(all.end(), surface.lengths.begin(), surface.lengths.end());
    return all;
}

Surface unflat(std::span<const double> all)
{
    return {all[0], all[1], {all.begin() + 2, all.end()}};
}

Dense standardised(const std::vector<std::span<const double>>& values)
{
    Dense points(values.front().size(), values.size());
    for (std::size_t v = 0; v < values.size(); ++v) {
        RunningStats stats;
        for (const double x : values[v]) stats.add(x);
        for (std::size_t r = 0; r < points.rows; ++r)
            points.at(r, v) = (values[v][r] - stats.mean()) / stats.standard_deviation();
    }
    return points;
}

/// Samples in the order of a hash: a stride would take a corner of a Sobol sequence.
std::vector<std::size_t> carriers_of(std::size_t samples)
{
    std::vector<std::size_t> order(samples);
    std::iota(order.begin(), order.end(), std::size_t{0});
    if (samples <= most_carriers) return order;
    const Draws draws(Luck{0, 0, 0});
    const Decision what = decision("gaussian process > carriers");
    std::vector<std::uint64_t> hash;
    for (std::size_t r = 0; r < samples; ++r) hash.push_back(draws.bits(r, what, 0));
    std::ranges::sort(order, {}, [&](std::size_t r) { return hash[r]; });
    order.resize(most_carriers);
    return order;
}

Dense rows_of(const Dense& all, std::span<const std::size_t> places)
{
    Dense some(places.size(), all.columns);
    for (std::size_t r = 0; r < places.size(); ++r)
        std::ranges::copy(all.row(places[r]), some.row(r).begin());
    return some;
}

double dot(std::span<const double> a, std::span<const double> b)
{
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

/// The smooth part's covariance of two points, height left out, from points divided by their length scales.
double nearness(std::span<const double> a, std::span<const double> b)
{
    double square = 0.0;
    for (std::size_t v = 0; v < a.size(); ++v) square += (a[v] - b[v]) * (a[v] - b[v]);
    return portable::exp(-0.5 * square);
}

Dense scaled_by(const Dense& points, const Surface& surface)
{
    std::vector<double> by;
    for (const double length : surface.lengths) by.push_back(portable::exp(-length));
    by.resize(points.columns, by.front());
    Dense scaled = points;
    for (std::size_t r = 0; r < scaled.rows; ++r)
        for (std::size_t v = 0; v < scaled.columns; ++v) scaled.at(r, v) *= by[v];
    return scaled;
}

/// How well surfaces fit some samples.
class SurfaceEvidence {
public:
    SurfaceEvidence(const Dense& points, const Dense& outcomes) : points_(points), outcomes_(outcomes) {}

    struct Slope {
        double deviance = 0.0;         ///< -2 log restricted likelihood, and the prior's
        std::vector<double> gradient;  ///< as flat
    };

    [[nodiscard]] Slope at(const Surface& surface) const
    {
        const double plane = portable::exp(surface.plane), height = portable::exp(surface.height);
        const Dense scaled = scaled_by(points_, surface);
        const std::size_t n = points_.rows;
        Dense near(n, n), covariance(n, n);
        for (std::size_t a = 0; a < n; ++a)
            for (std::size_t b = 0; b <= a; ++b) {
                near.at(a, b) = near.at(b, a) = height * nearness(scaled.row(a), scaled.row(b));
                const double both = near.at(a, b) + plane * dot(points_.row(a), points_.row(b));
                covariance.at(a, b) = covariance.at(b, a) = a == b ? both + 1.0 : both;
            }
        Slope slope;
        const Dense pull = pull_of(covariance, slope.deviance);
        slope.gradient.assign(2 + surface.lengths.size(), 0.0);
        for (std::size_t a = 0; a < n; ++a)
            for (std::size_t b = 0; b <= a; ++b) {
                const double weight = a == b ? pull.at(a, b) : 2.0 * pull.at(a, b),
                             smooth = weight * near.at(a, b);
                slope.gradient[0] += weight * plane * dot(points_.row(a), points_.row(b));
                slope.gradient[1] += smooth;
                const auto p = scaled.row(a), q = scaled.row(b);
                for (std::size_t v = 0; v < p.size(); ++v)
                    slope.gradient[2 + std::min(v, surface.lengths.size() - 1)] +=
                        smooth * (p[v] - q[v]) * (p[v] - q[v]);
            }
        add_prior(surface, slope);
        return slope;
    }

    /// Lengths at which a random function of so many values is neither flat nor noise.
    [[nodiscard]] double usual_length() const
    {
        return portable::log(2.0 * std::sqrt(static_cast<double>(points_.columns)));
    }

private:
    /// Derivative of the deviance by each element of the covariance; adds the deviance.
    [[nodiscard]] Dense pull_of(const Dense& covariance, double& deviance) const
    {
        const std::size_t n = points_.rows;
        const Cholesky factor(covariance);
        Dense projection = factor.inverse();
        std::vector<double> sums(n, 0.0);
        double total = 0.0;
        for (std::size_t a = 0; a < n; ++a)
            for (const double number : projection.row(a)) sums[a] += number;
        for (const double sum : sums) total += sum;
        for (std::size_t a = 0; a < n; ++a)  // the mean is free
            for (std::size_t b = 0; b < n; ++b) projection.at(a, b) -= sums[a] * sums[b] / total;
        const Dense turned = product(projection, outcomes_);
        Dense squares = transposed_product(outcomes_, turned);
        for (std::size_t k = 0; k < squares.rows; ++k) squares.at(k, k) += 1e-12 * static_cast<double>(n);
        const Cholesky residual(squares);
        const auto outcomes = static_cast<double>(outcomes_.columns);
        const double freedom = static_cast<double>(n) - 1.0;
        deviance += outcomes * (factor.log_determinant() + portable::log(total)) +
                    freedom * residual.log_determinant();
        const Dense explained = product(turned, residual.inverse());
        for (std::size_t a = 0; a < n; ++a)
            for (std::size_t b = 0; b < n; ++b)
                projection.at(a, b) =
                    outcomes * projection.at(a, b) - freedom * dot(explained.row(a), turned.row(b));
        return projection;
    }

    /// Log-normal, of spread 1 in logarithms.
    void add_prior(const Surface& surface, Slope& slope) const
    {
        for (std::size_t k = 0; k < surface.lengths.size(); ++k) {
            const double off = surface.lengths[k] - usual_length();
            slope.deviance += off * off;
            slope.gradient[2 + k] += 2.0 * off;
        }
    }

    const Dense& points_;
    const Dense& outcomes_;
};

/// The best surface found.
///   Source  Riedmiller and Braun (1993), IEEE Int Conf Neural Networks 586-591
Surface climb(const SurfaceEvidence& evidence, const Surface& start)
{
    constexpr int most_steps = 60;
    constexpr double first_step = 0.3, longest = 1.5, least_step = 0.02, farthest = 15.0;
    std::vector<double> at = flat(start), best = at, last(at.size(), 0.0), step(at.size(), first_step);
    double least = std::numeric_limits<double>::infinity();
    for (int k = 0; k < most_steps && std::ranges::max(step) > least_step; ++k) {
        const auto here = evidence.at(unflat(at));
        if (here.deviance < least) {
            least = here.deviance;
            best = at;
        }
        for (std::size_t c = 0; c < at.size(); ++c) {
            double gradient = here.gradient[c];
            if (gradient * last[c] > 0.0) step[c] = std::min(1.2 * step[c], longest);
            if (gradient * last[c] < 0.0) {
                step[c] *= 0.5;
                gradient = 0.0;  // a sign changed: stand still once
            }
            if (gradient != 0.0)
                at[c] = std::clamp(at[c] + (gradient > 0.0 ? -step[c] : step[c]), -farthest, farthest);
            last[c] = gradient;
        }
    }
    return unflat(best);
}

/// Functions that the carriers carry; each has penalty 1.
Basis carried(const Dense& points, std::span<const std::size_t> carriers, const Surface& surface)
{
    const double height = portable::exp(surface.height), slope = portable::exp(0.5 * surface.plane);
    const Dense scaled = scaled_by(points, surface), at = rows_of(scaled, carriers);
    Dense among(at.rows, at.rows);
    for (std::size_t a = 0; a < at.rows; ++a)
        for (std::size_t b = 0; b < at.rows; ++b) among.at(a, b) = height * nearness(at.row(a), at.row(b));
    const Cholesky root(std::move(among));
    Basis basis{Dense(points.rows, 1 + points.columns + at.rows), {0.0}};
    basis.penalty.resize(basis.columns.columns, 1.0);
    constexpr std::size_t batch = 512;  // samples whose functions are solved for together
    for (std::size_t from = 0; from < points.rows; from += batch) {
        const std::size_t count = std::min(batch, points.rows - from);
        Dense across(at.rows, count);
        for (std::size_t a = 0; a < at.rows; ++a)
            for (std::size_t r = 0; r < count; ++r)
                across.at(a, r) = height * nearness(at.row(a), scaled.row(from + r));
        const Dense independent = root.solve_lower(std::move(across));
        for (std::size_t r = 0; r < count; ++r) {
            const auto row = basis.columns.row(from + r);
            row[0] = 1.0;
            for (std::size_t v = 0; v < points.columns; ++v) row[1 + v] = slope * points.at(from + r, v);
            for (std::size_t a = 0; a < at.rows; ++a) row[1 + points.columns + a] = independent.at(a, r);
        }
    }
    return basis;
}

}  // namespace

Basis gaussian_process(const std::vector<std::span<const double>>& values, LengthScales lengths,
                       const Dense& outcomes)
{
    const Dense points = standardised(values);
    const std::vector<std::size_t> carriers = carriers_of(points.rows);
    const Dense some = rows_of(points, carriers);
    const Dense explained = independent_outcomes(rows_of(outcomes, carriers));
    const SurfaceEvidence evidence(some, explained);
    Surface start{-portable::log(static_cast<double>(values.size())), 0.0, {}};
    start.lengths.assign(lengths == LengthScales::one_each ? values.size() : 1, evidence.usual_length());
    return carried(points, carriers, climb(evidence, start));
}

}  // namespace txpath
