// explained_shares_test.cpp -- sensitivity indices of functions whose indices are known, and partial ranks.
#include <catch2/catch.hpp>
#include <cmath>
#include <numbers>

#include "base/stats.hpp"
#include "support/drawn.hpp"
#include "support/known_indices.hpp"
#include "txpath/regression.hpp"

using namespace txpath;
using oracle::normals;
using oracle::uniforms;

namespace {

void check_first_order(const oracle::KnownFunction& function, std::size_t samples, double bend)
{
    const DrawnColumns values = oracle::unit_values("first", function.values(), samples);
    const auto shares = explained_shares(function.of(values), values);
    for (std::size_t v = 0; v < values.size(); ++v) {
        INFO("value " << v << ": " << shares[v].first_order << " error " << shares[v].error << " exact "
                      << function.first_order[v]);
        CHECK(std::abs(shares[v].first_order - function.first_order[v]) < 4.0 * shares[v].error + bend);
    }
}

/// Spearman's, from the ranks by counting.
double rank_correlation(const std::vector<double>& a, const std::vector<double>& b)
{
    const auto ranks = [](const std::vector<double>& numbers) {
        std::vector<double> counted;
        for (const double one : numbers) {
            double rank = 0.0;
            for (const double other : numbers) rank += other < one ? 1.0 : other == one ? 0.5 : 0.0;
            counted.push_back(rank);
        }
        return counted;
    };
    const auto p = ranks(a), q = ranks(b);
    const double middle = 0.5 * static_cast<double>(a.size());
    double products = 0.0, first = 0.0, second = 0.0;
    for (std::size_t r = 0; r < a.size(); ++r) {
        products += (p[r] - middle) * (q[r] - middle);
        first += (p[r] - middle) * (p[r] - middle);
        second += (q[r] - middle) * (q[r] - middle);
    }
    return products / std::sqrt(first * second);
}

}  // namespace

TEST_CASE("first-order shares of Ishigami's and Sobol's functions are the known ones", "[explained_shares]")
{
    check_first_order(oracle::ishigami(), 3000, 0.0);
    check_first_order(oracle::ishigami(), 300, 0.0);
    check_first_order(oracle::sobol_g(), 3000, 0.002);  // of the corner of |4x - 2| that a spline rounds off
}

TEST_CASE("standard errors of shares are as large as their errors", "[explained_shares]")
{
    // outcome x + 2 luck: share 1/5; nothing of y, where error and standard error both hang on chance fits
    RunningStats of_x, of_y, squared_error_of_y;
    for (std::uint64_t seed = 0; seed < 200; ++seed) {
        const DrawnColumns values{normals(seed, "x", 200), normals(seed, "y", 200)};
        std::vector<double> outcome = normals(seed, "luck", 200);
        for (std::size_t r = 0; r < outcome.size(); ++r) outcome[r] = values[0][r] + 2.0 * outcome[r];
        const auto shares = explained_shares(outcome, values);
        of_x.add((shares[0].first_order - 0.2) / shares[0].error);
        of_y.add(shares[1].first_order);
        squared_error_of_y.add(shares[1].error * shares[1].error);
    }
    CHECK(of_x.standard_deviation() > 0.7);
    CHECK(of_x.standard_deviation() < 1.4);
    CHECK(std::abs(of_x.mean()) < 0.4);
    const double usual = std::sqrt(squared_error_of_y.mean());
    CHECK(of_y.standard_deviation() > 0.7 * usual);
    CHECK(of_y.standard_deviation() < 1.4 * usual);
    CHECK(std::abs(of_y.mean()) < 0.4 * usual);
}

TEST_CASE("a partial rank correlation of two values is the textbook's", "[explained_shares]")
{
    const std::size_t samples = 80;
    DrawnColumns values{normals(1, "x", samples), normals(1, "y", samples)};
    std::vector<double> outcome = normals(1, "luck", samples);
    for (std::size_t r = 0; r < samples; ++r) {
        values[1][r] = std::round(4.0 * (values[1][r] + values[0][r])) / 4.0;  // with ties
        outcome[r] += values[0][r] - 0.5 * values[1][r];
    }
    const double a = rank_correlation(outcome, values[0]), b = rank_correlation(outcome, values[1]),
                 c = rank_correlation(values[0], values[1]);
    const auto shares = explained_shares(outcome, values);
    CHECK(shares[0].rank_correlation ==
          Approx((a - b * c) / std::sqrt((1 - b * b) * (1 - c * c))).epsilon(1e-10));
    CHECK(shares[1].rank_correlation ==
          Approx((b - a * c) / std::sqrt((1 - a * a) * (1 - c * c))).epsilon(1e-10));

    // a copy determines its original, and leaves the other value's correlation alone
    const auto copied = explained_shares(outcome, {values[0], values[1], values[0]});
    CHECK(std::isnan(copied[0].rank_correlation));
    CHECK(std::isnan(copied[2].rank_correlation));
    CHECK(copied[1].rank_correlation == Approx(shares[1].rank_correlation).epsilon(1e-9));
    CHECK(copied[2].first_order == shares[0].first_order);
}

TEST_CASE("ranks see order alone", "[explained_shares]")
{
    const DrawnColumns values{normals(2, "x", 50)};
    std::vector<double> outcome;
    for (const double x : values[0]) outcome.push_back(-std::exp(x));
    CHECK(explained_shares(outcome, values)[0].rank_correlation == Approx(-1.0).epsilon(1e-12));
}

TEST_CASE("what samples cannot say of shares is not a number", "[explained_shares]")
{
    const std::size_t samples = 12;
    DrawnColumns values;
    for (int v = 0; v < 15; ++v) values.push_back(normals(3, std::to_string(v), samples));
    values.emplace_back(samples, 7.0);
    const auto many = explained_shares(normals(3, "outcome", samples), values);
    for (std::size_t v = 0; v < 15; ++v) {
        CHECK(std::isfinite(many[v].first_order));
        CHECK(std::isnan(many[v].rank_correlation));  // more values than samples
    }
    CHECK(many[15].first_order == 0.0);
    CHECK(many[15].error == 0.0);
    CHECK(std::isnan(many[15].rank_correlation));

    for (const ExplainedShare& share : explained_shares(std::vector<double>(samples, 2.0), values)) {
        CHECK(std::isnan(share.first_order));
        CHECK(std::isnan(share.rank_correlation));
    }
    const std::vector<double> short_outcome{1, 3, 2, 5, 4};
    const auto few = explained_shares(short_outcome, {{1, 2, 3, 4, 5}});
    CHECK(std::isnan(few[0].first_order));
    CHECK(few[0].rank_correlation == Approx(0.8));
    CHECK(std::isnan(explained_shares(std::vector<double>{1}, {{1}})[0].first_order));
}
