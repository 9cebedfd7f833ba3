// root_search_test.cpp -- roots that are known.
#include "study/root_search.hpp"

#include <catch2/catch.hpp>
#include <cmath>
#include <functional>

using namespace txpath;

namespace {

struct Found {
    RootSearch search;
    int asked;
};

Found find(const std::function<double(double)>& f, double low, double high, double tolerance)
{
    RootSearch search({low, f(low)}, {high, f(high)}, tolerance);
    int asked = 0;
    for (; !search.is_done() && asked < 200; ++asked) search.answer(f(search.next()));
    return {search, asked};
}

}  // namespace

TEST_CASE("a root is found to its tolerance in few questions", "[root_search]")
{
    const auto line = find([](double x) { return 3.0 - 2.0 * x; }, 0.0, 10.0, 1e-9);
    CHECK(line.search.best().at == Approx(1.5).margin(1e-8));
    CHECK(line.asked < 8);
    const auto cubic = find([](double x) { return x * x * x - 2.0; }, 0.0, 5.0, 1e-9);
    CHECK(cubic.search.best().at == Approx(std::cbrt(2.0)).margin(1e-8));
    CHECK(cubic.asked < 20);
    const auto step = find([](double x) { return x < 0.3 ? -1.0 : 5.0; }, 0.0, 1.0, 1e-6);
    CHECK(std::abs(step.search.best().at - 0.3) <= step.search.width());
    CHECK(step.search.width() <= 2e-6);
    CHECK(step.asked < 30);
}

TEST_CASE("a range within the tolerance asks nothing, an exact root ends the search", "[root_search]")
{
    CHECK(find([](double x) { return x - 0.4; }, 0.0, 1.0, 1.0).asked == 0);
    const auto exact = find([](double x) { return x - 0.5; }, 0.0, 1.0, 1e-9);
    CHECK(exact.asked == 1);
    CHECK(exact.search.best().at == 0.5);
    CHECK(exact.search.width() == 0.0);
}
