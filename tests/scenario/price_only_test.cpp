// price_only_test.cpp -- what each parameter of a scenario is for.
#include "txpath/price_only.hpp"

#include <catch2/catch.hpp>

#include "support/written.hpp"

using namespace txpath;

TEST_CASE("parameters that change no life are told from those that do", "[exposures]")
{
    const Scenario scenario = loaded(R"(
txpath: 1
title: What each number is for
time: {horizon: 1 year, report_every: 1 year}
population: {size: 10, attributes: {sex: {categories: {female: 0.6, male: 0.4}}}}
parameters:
  price: {value: 10 USD per day, source: assumption, note: why}
  fee: {value: 5 USD, source: assumption, note: why}
  worth: {value: 0.7, source: assumption, note: why}
  worse: {value: 0.9, source: assumption, note: why}
  loss: {value: -0.1, source: assumption, note: why}
  discount: {value: 3 % per year, source: assumption, note: why}
  both: {value: 0.5, source: assumption, note: why}
  dearer: {value: 1.5, source: assumption, note: why}
  shape: {value: 1.2, source: assumption, note: why}
  speed: {value: 1 per year, source: assumption, note: why}
  nobody: {value: 3, source: assumption, note: why}
tracks:
  care:
    start: well
    states:
      well: {utility: $both}
      ill: {utility: $worth, utility_ratios: {sex.female: $worse}, costs: {care: $price}, cost_ratios: {sex.female: $dearer}, on_entry: {costs: {care: $fee}}}
    transitions: {back: {from: ill, to: well, weibull: {shape: $shape, scale: 1 year}}, fall: {from: well, to: ill, rate: $speed, hazard_ratios: {sex.female: $both}, qalys: $loss}}
economics: {currency: USD, price_year: 2025, discount: {costs: $discount, health: $discount}}
run: {seed: 1, replicates: 1}
)");
    const std::vector<bool> found = price_only_parameters(scenario);
    const auto is_price_only = [&](const std::string& name) {
        for (std::size_t at = 0; at < found.size(); ++at)
            if (scenario.parameters[at].path == "parameters." + name) return bool(found[at]);
        FAIL("no parameter " << name);
        return false;
    };
    for (const char* name : {"price", "fee", "worth", "worse", "loss", "discount", "nobody"}) {
        CAPTURE(name);
        CHECK(is_price_only(name));
    }
    for (const char* name : {"both", "dearer", "shape", "speed"}) {
        CAPTURE(name);
        CHECK_FALSE(is_price_only(name));
    }
}
