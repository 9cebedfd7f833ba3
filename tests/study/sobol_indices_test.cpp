// sobol_indices_test.cpp -- Saltelli designs of functions whose indices are known.
#include <catch2/catch.hpp>
#include <cmath>

#include "base/stats.hpp"
#include "support/known_indices.hpp"
#include "txpath/regression.hpp"

using namespace txpath;

namespace {

SaltelliOutcomes design_of(const oracle::KnownFunction& function, const std::string& name, std::size_t rows)
{
    const DrawnColumns a = oracle::unit_values(name + " a", function.values(), rows),
                       b = oracle::unit_values(name + " b", function.values(), rows);
    SaltelliOutcomes outcomes{function.of(a), function.of(b), {}};
    for (std::size_t v = 0; v < a.size(); ++v) {
        DrawnColumns mixed = a;
        mixed[v] = b[v];
        outcomes.mixed.push_back(function.of(mixed));
    }
    return outcomes;
}

}  // namespace

TEST_CASE("indices of a Saltelli design are the known ones", "[sobol_indices]")
{
    for (const auto& function : {oracle::ishigami(), oracle::sobol_g()}) {
        const auto indices = sobol_indices(design_of(function, "known", 4000), 1);
        for (std::size_t v = 0; v < indices.size(); ++v) {
            INFO("value " << v << ": " << indices[v].first_order << " error " << indices[v].first_order_error
                          << " exact " << function.first_order[v] << "; total " << indices[v].total
                          << " error " << indices[v].total_error << " exact " << function.total[v]);
            CHECK(std::abs(indices[v].first_order - function.first_order[v]) <
                  4.0 * indices[v].first_order_error + 1e-12);
            CHECK(std::abs(indices[v].total - function.total[v]) < 4.0 * indices[v].total_error + 1e-12);
            CHECK(indices[v].total_error < 0.03);
        }
    }
}

TEST_CASE("standard errors of Sobol indices are as large as their errors", "[sobol_indices]")
{
    const auto function = oracle::ishigami();
    RunningStats first, total;
    for (int repeat = 0; repeat < 100; ++repeat) {
        const auto index = sobol_indices(design_of(function, "repeat " + std::to_string(repeat), 200), 1)[0];
        first.add((index.first_order - function.first_order[0]) / index.first_order_error);
        total.add((index.total - function.total[0]) / index.total_error);
    }
    for (const RunningStats* scores : {&first, &total}) {
        CHECK(scores->standard_deviation() > 0.7);
        CHECK(scores->standard_deviation() < 1.4);
    }
}

TEST_CASE("the seed of the bootstrap moves errors alone", "[sobol_indices]")
{
    const auto design = design_of(oracle::ishigami(), "seed", 100);
    const auto one = sobol_indices(design, 1), again = sobol_indices(design, 1),
               other = sobol_indices(design, 2);
    CHECK(one[0].first_order_error == again[0].first_order_error);
    CHECK(one[0].first_order == other[0].first_order);
    CHECK(one[0].first_order_error != other[0].first_order_error);
    CHECK(one[0].first_order_error == Approx(other[0].first_order_error).epsilon(0.2));
}

TEST_CASE("an outcome that does not vary has no indices, a value it does not depend on has zero",
          "[sobol_indices]")
{
    const auto none = sobol_indices({{2, 2, 2}, {2, 2, 2}, {{2, 2, 2}}}, 1);
    CHECK(std::isnan(none[0].first_order));
    CHECK(std::isnan(none[0].total_error));
    const auto apart = sobol_indices({{1, 2, 4}, {3, 1, 5}, {{1, 2, 4}, {3, 1, 5}}}, 1);
    CHECK(apart[0].first_order == 0.0);
    CHECK(apart[0].total == 0.0);
    CHECK(apart[0].total_error == 0.0);
}
