// page_survival_test.cpp -- stays and ways out against published tables and numbers worked by hand.
#include "report/page_survival.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <vector>

#include "base/random.hpp"

using namespace txpath;
using namespace txpath::report;

namespace {

constexpr auto censored = Stay::censored;

// Remission in weeks of children with leukaemia on mercaptopurine (Freireich 1963; Gehan 1965).
const std::vector<Stay> mercaptopurine{
    {6, 0},         {6, 0},         {6, 0},         {6, censored}, {7, 0},         {9, censored},
    {10, 0},        {10, censored}, {11, censored}, {13, 0},       {16, 0},        {17, censored},
    {19, censored}, {20, censored}, {22, 0},        {23, 0},       {25, censored}, {32, censored},
    {32, censored}, {34, censored}, {35, censored}};

const CurvePoint& at(const std::vector<CurvePoint>& curve, double time)
{
    std::size_t place = 0;
    while (place + 1 < curve.size() && curve[place + 1].time <= time) ++place;
    return curve[place];
}

double error(const CurvePoint& point)
{
    return (point.estimate - point.low) / 1.959963984540054;
}

}  // namespace

TEST_CASE("the product limit and Greenwood's errors of the leukaemia data are the published ones",
          "[page_survival]")
{
    const StayCurves curves = stay_curves(mercaptopurine, 1);
    // Collett, Modelling Survival Data in Medical Research; the same in Kalbfleisch and Prentice
    const double times[] = {6, 7, 10, 13, 16, 22, 23};
    const double shares[] = {0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482};
    const double errors[] = {0.0764, 0.0869, 0.0963, 0.1068, 0.1141, 0.1282, 0.1346};
    const double risks[] = {21, 17, 15, 12, 11, 7, 6};
    REQUIRE(curves.staying.size() == 8);
    CHECK(curves.staying.front().estimate == 1.0);
    for (int k = 0; k < 7; ++k) {
        const CurvePoint& point = at(curves.staying, times[k]);
        CHECK(point.estimate == Approx(shares[k]).margin(0.00006));
        CHECK(error(point) == Approx(errors[k]).margin(0.00006));
        CHECK(point.at_risk == risks[k]);
    }
    CHECK(at_risk(mercaptopurine, 10.0) == 15.0);
    CHECK(at_risk(mercaptopurine, 35.5) == 0.0);
}

TEST_CASE("with one way out, leaving is what staying leaves over, with the same errors", "[page_survival]")
{
    const StayCurves curves = stay_curves(mercaptopurine, 1);
    for (std::size_t k = 0; k < curves.staying.size(); ++k) {
        CHECK(curves.leaving[0][k].estimate == Approx(1.0 - curves.staying[k].estimate).margin(1e-12));
        const double half = curves.staying[k].high - curves.staying[k].estimate;
        if (curves.staying[k].high < 1.0)
            CHECK(curves.leaving[0][k].estimate - curves.leaving[0][k].low == Approx(half).margin(1e-12));
    }
}

TEST_CASE("two ways out, worked by hand", "[page_survival]")
{
    // ten people: at 1 two leave by 0; at 2 one by 1, one censored; at 3 three by 0 and one by 1; two stay to
    // 4
    const std::vector<Stay> stays{{1, 0}, {1, 0}, {2, 1}, {2, censored}, {3, 0},
                                  {3, 0}, {3, 0}, {3, 1}, {4, censored}, {4, censored}};
    const StayCurves curves = stay_curves(stays, 2);
    CHECK(at(curves.staying, 1).estimate == Approx(0.8));
    CHECK(at(curves.staying, 2).estimate == Approx(0.7));
    CHECK(at(curves.staying, 3).estimate == Approx(0.7 / 3.0));
    CHECK(at(curves.leaving[0], 2).estimate == Approx(0.2));
    CHECK(at(curves.leaving[0], 3).estimate == Approx(0.2 + 0.7 * 3.0 / 6.0));
    CHECK(at(curves.leaving[1], 3).estimate == Approx(0.1 + 0.7 / 6.0));
    // the delta form, term by term, at time 2 by way 1: I(2) - I(1) = 0.1 and S = 1, 0.8 before
    const double by_hand = 0.1 * 0.1 * 2.0 / (10.0 * 8.0)                // first sum, time 1
                           + 0.8 * 0.8 * 1.0 * 7.0 / (8.0 * 8.0 * 8.0);  // second sum, time 2
    CHECK(error(at(curves.leaving[1], 2)) == Approx(std::min(0.1 / 1.959963984540054, std::sqrt(by_hand))));
}

TEST_CASE("at every time staying and all ways out add up to 1", "[page_survival]")
{
    const Draws draws(Luck{17, 1, 1});
    std::vector<Stay> stays;
    for (std::uint64_t person = 0; person < 500; ++person) {
        const double time = std::floor(40.0 * draws.uniform(person, decision("time"), 0)) / 10.0;
        const double way = draws.uniform(person, decision("way"), 0);
        stays.push_back({time, way < 0.3 ? 0U : way < 0.5 ? 1U : way < 0.7 ? 2U : censored});
    }
    const StayCurves curves = stay_curves(stays, 3);
    for (std::size_t k = 0; k < curves.staying.size(); ++k) {
        double sum = curves.staying[k].estimate;
        for (const auto& way : curves.leaving) sum += way[k].estimate;
        CHECK(sum == Approx(1.0).margin(1e-12));
    }
}

TEST_CASE("nobody, and people who all leave at once", "[page_survival]")
{
    CHECK(stay_curves({}, 1).staying.size() == 1);
    const StayCurves curves = stay_curves({{0, 0}, {0, 0}}, 1);
    REQUIRE(curves.staying.size() == 1);
    CHECK(curves.staying[0].estimate == 0.0);
    CHECK(curves.leaving[0][0].estimate == 1.0);
}
