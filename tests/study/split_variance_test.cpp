// split_variance_test.cpp -- samples whose components of variance are known.
#include <catch2/catch.hpp>
#include <cmath>

#include "base/stats.hpp"
#include "support/drawn.hpp"
#include "txpath/regression.hpp"

using namespace txpath;

namespace {

/// Sample means of nested normal numbers, and their standard errors.
struct Nested {
    std::vector<double> means, errors;
};

Nested nested(std::uint64_t seed, std::size_t samples, std::size_t people, double of_samples,
              double of_people)
{
    Nested made;
    const auto truth = oracle::normals(seed, "truth", samples);
    for (std::size_t k = 0; k < samples; ++k) {
        RunningStats stats;
        for (const double luck : oracle::normals(seed, "people of " + std::to_string(k), people))
            stats.add(10.0 + of_samples * truth[k] + of_people * luck);
        made.means.push_back(stats.mean());
        made.errors.push_back(stats.standard_error());
    }
    return made;
}

}  // namespace

TEST_CASE("variances of nested normal numbers are told apart", "[split_variance]")
{
    // parameters 4, luck 25 / 20; variance of a sample variance is 2 v^2 / (samples - 1)
    const std::size_t samples = 2000, people = 20;
    const auto data = nested(1, samples, people, 2.0, 5.0);
    const auto split = split_variance(data.means, data.errors, 20.0, 64.0);
    const double root = std::sqrt(2.0 / static_cast<double>(samples - 1));
    CHECK(std::abs(split.total - 5.25) < 4.0 * 5.25 * root);
    CHECK(std::abs(split.luck - 1.25) < 4.0 * 1.25 * root / std::sqrt(19.0));
    CHECK(std::abs(split.parameters - 4.0) < 4.0 * 5.3 * root);
    CHECK(split.luck_each == Approx(20.0 * split.luck));
    CHECK(split.total == Approx(split.luck + split.parameters));
    CHECK(split.best_people == Approx(20.0).epsilon(0.1));  // sqrt(64 * 25 / 4)
}

TEST_CASE("the best number of people is the one of least variance for the work", "[split_variance]")
{
    const std::vector<double> outcomes{1.0, 2.0, 4.0, 8.0}, errors{0.5, 0.5, 1.0, 1.0};
    const auto split = split_variance(outcomes, errors, 100.0, 10.0);
    CHECK(split.luck == 0.625);
    CHECK(split.luck_each == 62.5);
    // variance of the mean for a budget of 1: (parameters + luck_each / n) (overhead + n)
    const auto variance = [&](double n) { return (split.parameters + split.luck_each / n) * (10.0 + n); };
    CHECK(variance(split.best_people) < variance(1.01 * split.best_people));
    CHECK(variance(split.best_people) < variance(0.99 * split.best_people));
}

TEST_CASE("luck that explains all leaves nothing to parameters", "[split_variance]")
{
    const auto split = split_variance(std::vector<double>{1, 2, 3}, std::vector<double>{2, 2, 2}, 10, 1);
    CHECK(split.total == 1.0);
    CHECK(split.luck == 4.0);
    CHECK(split.parameters == 0.0);
    CHECK(std::isinf(split.best_people));

    const auto none = split_variance(std::vector<double>{1, 2, 3}, std::vector<double>{0, 0, 0}, 10, 1);
    CHECK(none.parameters == 1.0);
    CHECK(none.best_people == 1.0);

    CHECK(std::isnan(split_variance(std::vector<double>{1}, std::vector<double>{1}, 10, 1).total));
}
