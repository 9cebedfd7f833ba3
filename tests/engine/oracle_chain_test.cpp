// oracle_chain_test.cpp -- tracks that act on one another, against the matrix exponential of their product
// chain.
#include <array>
#include <catch2/catch.hpp>
#include <cmath>

#include "support/oracle.hpp"

using namespace txpath;
using namespace txpath::oracle;

namespace {

// illness: depressed (0), remission (1); drug: none (0), low (1), high (2); work: employed (0), out (1).
constexpr auto three_tracks = R"(
txpath: 1
title: Three tracks that act on one another
time: {horizon: 4 years, report_every: 6 months}
population: {size: SIZE}
tracks:
  illness:
    start: {depressed: 0.7, remission: 0.3}
    states: {depressed: {}, remission: {}}
    transitions:
      remit:   {from: depressed, to: remission, rate: 0.8 per year, hazard_ratios: {drug.low: 1.5, drug.high: 2.5}}
      relapse: {from: remission, to: depressed, rate: 0.5 per year, hazard_ratios: {drug.high: 0.4, work.out: 1.8}}
  drug:
    start: none
    states: {none: {}, low: {}, high: {}}
    transitions:
      begin:    {from: none, to: low, rate: 1 per year, hazard_ratios: {illness.depressed: 2}}
      increase: {from: low, to: high, rate: 0.6 per year, hazard_ratios: {illness.remission: 0.3, work.out: 1.4}}
      stop:     {from: [low, high], to: none, rate: 0.7 per year, hazard_ratios: {illness.remission: 1.6, drug.high: 0.5}}
  work:
    start: employed
    states: {employed: {}, out: {}}
    transitions:
      lose: {from: employed, to: out, rate: 0.3 per year, hazard_ratios: {illness.depressed: 2.2, drug.high: 1.7}}
      find: {from: out, to: employed, rate: 0.9 per year, hazard_ratios: {illness.depressed: 0.5}}
run: {seed: 20, replicates: 1}
)";

struct Place {
    std::size_t illness, drug, work;
};
constexpr std::size_t places = 12;

constexpr Place place(std::size_t i)
{
    return {i / 6, i / 2 % 3, i % 2};
}
constexpr std::size_t index(Place at)
{
    return at.illness * 6 + at.drug * 2 + at.work;
}

/// Rates per year out of one place of the product, written down from the scenario by hand.
void add_exits(Matrix& generator, Place at)
{
    const auto go = [&](Place to, double rate) {
        generator[index(at)][index(to)] += rate;
        generator[index(at)][index(at)] -= rate;
    };
    const bool depressed = at.illness == 0, out = at.work == 1, high = at.drug == 2;
    if (depressed)
        go({1, at.drug, at.work}, 0.8 * std::array{1.0, 1.5, 2.5}[at.drug]);
    else
        go({0, at.drug, at.work}, 0.5 * (high ? 0.4 : 1.0) * (out ? 1.8 : 1.0));
    if (at.drug == 0) go({at.illness, 1, at.work}, 1.0 * (depressed ? 2.0 : 1.0));
    if (at.drug == 1) go({at.illness, 2, at.work}, 0.6 * (depressed ? 1.0 : 0.3) * (out ? 1.4 : 1.0));
    if (at.drug != 0) go({at.illness, 0, at.work}, 0.7 * (depressed ? 1.0 : 1.6) * (high ? 0.5 : 1.0));
    if (out)
        go({at.illness, at.drug, 0}, 0.9 * (depressed ? 0.5 : 1.0));
    else
        go({at.illness, at.drug, 1}, 0.3 * (depressed ? 2.2 : 1.0) * (high ? 1.7 : 1.0));
}

/// Chance of each place after some years.
std::vector<double> chances(double years)
{
    Matrix generator(places, std::vector<double>(places, 0.0));
    for (std::size_t i = 0; i < places; ++i) add_exits(generator, place(i));
    const Matrix moved = exponential(generator, years);
    std::vector<double> chance(places);
    for (std::size_t to = 0; to < places; ++to)
        chance[to] = 0.7 * moved[index({0, 0, 0})][to] + 0.3 * moved[index({1, 0, 0})][to];
    return chance;
}

void compare_with_product_chain(const std::string& size)
{
    std::string text = three_tracks;
    text.replace(text.find("SIZE"), 4, size);
    const Experiment experiment = run_text(text);
    for (const double years : {0.5, 1.0, 2.0, 4.0}) {
        const std::vector<double> chance = chances(years);
        std::array<double, 2> illness{}, work{};
        std::array<double, 3> drug{};
        for (std::size_t i = 0; i < places; ++i) {
            illness[place(i).illness] += chance[i];
            drug[place(i).drug] += chance[i];
            work[place(i).work] += chance[i];
        }
        check_share(experiment, "illness.depressed", years * year, illness[0]);
        check_share(experiment, "drug.none", years * year, drug[0]);
        check_share(experiment, "drug.low", years * year, drug[1]);
        check_share(experiment, "drug.high", years * year, drug[2]);
        check_share(experiment, "work.out", years * year, work[1]);
    }
}

}  // namespace

TEST_CASE("the matrix exponential of two states is the closed form", "[oracle]")
{
    // 0 -> 1 at 2, 1 -> 0 at 3: chance of 1 from 0 after t is 2/5 (1 - exp(-5 t))
    const Matrix moved = exponential({{-2.0, 2.0}, {3.0, -3.0}}, 0.7);
    CHECK(moved[0][1] == Approx(0.4 * -std::expm1(-3.5)).epsilon(1e-13));
    CHECK(moved[1][0] == Approx(0.6 * -std::expm1(-3.5)).epsilon(1e-13));
    CHECK(moved[0][0] + moved[0][1] == Approx(1.0).epsilon(1e-13));
}

TEST_CASE("three tracks that act on one another occupy their states as their product chain does",
          "[oracle][engine]")
{
    compare_with_product_chain("200000");
}

TEST_CASE("ten million people on three tracks occupy their states as their product chain does",
          "[oracle][engine][.slow]")
{
    compare_with_product_chain("10 million");
}
