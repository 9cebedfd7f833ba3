// survival_test.cpp -- product limit and Cox's regression against published tables and numbers worked by
// hand.
#include "study/survival.hpp"

#include <catch2/catch.hpp>
#include <cmath>

using namespace txpath;

namespace {

// Remission in weeks of children with leukaemia (Freireich 1963; Gehan 1965; Cox 1972).
const std::vector<Follow> mercaptopurine{
    {6, true},   {6, true},   {6, true},   {6, false},  {7, true},   {9, false},  {10, true},
    {10, false}, {11, false}, {13, true},  {16, true},  {17, false}, {19, false}, {20, false},
    {22, true},  {23, true},  {25, false}, {32, false}, {32, false}, {34, false}, {35, false}};
const std::vector<Follow> placebo{{1, true},  {1, true},  {2, true},  {2, true},  {3, true},  {4, true},
                                  {4, true},  {5, true},  {5, true},  {8, true},  {8, true},  {8, true},
                                  {8, true},  {11, true}, {11, true}, {12, true}, {12, true}, {15, true},
                                  {17, true}, {22, true}, {23, true}};

}  // namespace

TEST_CASE("the product limit of the leukaemia data is the published one", "[survival]")
{
    const auto drug = kaplan_meier(mercaptopurine), none = kaplan_meier(placebo);

    CHECK(share_at(drug, 5.9) == 1.0);
    CHECK(share_at(drug, 6) == Approx(0.857).margin(0.0005));
    CHECK(share_at(drug, 7) == Approx(0.807).margin(0.0005));
    CHECK(share_at(drug, 10) == Approx(0.753).margin(0.0005));
    CHECK(share_at(drug, 13) == Approx(0.690).margin(0.0005));
    CHECK(share_at(drug, 16) == Approx(0.627).margin(0.0005));
    CHECK(share_at(drug, 22) == Approx(0.538).margin(0.0005));
    CHECK(share_at(drug, 35) == Approx(0.448).margin(0.0005));
    CHECK(quantile_time(drug, 0.5) == 23.0);
    CHECK(quantile_time(none, 0.5) == 8.0);
    CHECK(quantile_time(drug, 0.25) == 13.0);
    CHECK(std::isinf(quantile_time(drug, 0.75)));
}

TEST_CASE("the hazard ratio of the leukaemia data is the published one", "[survival]")
{
    const auto breslow = log_hazard_ratio(placebo, mercaptopurine, Ties::breslow);
    const auto efron = log_hazard_ratio(placebo, mercaptopurine, Ties::efron);

    CHECK(breslow.value == Approx(1.509).margin(0.0005));
    CHECK(breslow.standard_error == Approx(0.410).margin(0.0005));
    CHECK(efron.value == Approx(1.572).margin(0.0005));
    CHECK(efron.standard_error == Approx(0.412).margin(0.0005));
    CHECK(log_hazard_ratio(mercaptopurine, placebo, Ties::efron).value == Approx(-efron.value));
}

TEST_CASE("a hazard ratio worked by hand", "[survival]")
{
    // 1 - r/(r+1) - r/(r+2) - r/(r+1) = 0, hence r^2 + r - 1 = 0
    const std::vector<Follow> treated{{1, true}, {4, true}}, others{{2, true}, {3, true}};

    for (const Ties ties : {Ties::efron, Ties::breslow})
        CHECK(std::exp(log_hazard_ratio(treated, others, ties).value) ==
              Approx((std::sqrt(5.0) - 1.0) / 2.0));
}

TEST_CASE("without events on both sides there is no finite hazard ratio", "[survival]")
{
    const std::vector<Follow> with{{1, true}, {2, false}}, without{{3, false}, {3, false}};

    CHECK(log_hazard_ratio(with, without, Ties::efron).value == INFINITY);
    CHECK(log_hazard_ratio(without, with, Ties::efron).value == -INFINITY);
    CHECK(std::isnan(log_hazard_ratio(without, without, Ties::efron).value));
}

TEST_CASE("a second trial is predicted from the first by the beta-binomial law", "[survival]")
{
    // SUSTAIN-1 and ANTLER: the windows worked out from both runs' sampling error
    CHECK(static_cast<double>(predicted_counts(24, 90, 90).first) / 90.0 == Approx(0.14).margin(0.01));
    CHECK(static_cast<double>(predicted_counts(24, 90, 90).second) / 90.0 == Approx(0.40).margin(0.01));
    CHECK(static_cast<double>(predicted_counts(93, 238, 238).first) / 238.0 == Approx(0.30).margin(0.01));
    CHECK(static_cast<double>(predicted_counts(93, 238, 238).second) / 238.0 == Approx(0.48).margin(0.01));
    // by hand, 0 of 1 and 2 more: 15/24, 6/24, 3/24
    CHECK(predicted_counts(0, 1, 2) == std::pair{std::uint64_t{0}, std::uint64_t{2}});
    // by hand, 0 of 20 and 1 more: 1 with chance 1/42
    CHECK(predicted_counts(0, 20, 1) == std::pair{std::uint64_t{0}, std::uint64_t{0}});
}
