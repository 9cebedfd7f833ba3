#include "app/first_scenario.hpp"

namespace txpath::app {

namespace {

constexpr std::string_view text = R"(# yaml-language-server: $schema=./txpath.schema.json
#
# A scenario to begin with: depression, one drug, two years. It runs as it stands. Change a number and run it again.
# Every number of this file is made up to show the language; give each of yours a source.
# 'txpath schema --reference' lists every key, 'txpath check FILE' shows every mistake at once.
txpath: 1
title: One clinic, one drug
description: >
  People with depression start and stop an SSRI. The drug works slowly, helps remission and holds relapse back.

time: {start: 2026-01-01, horizon: 2 years, report_every: 1 month}

population:
  size: 20000                     # people simulated: more of them means less noise
  represents: 80 thousand         # real people; counts and money are reported on this scale
  attributes:
    sex: {categories: {female: 0.6, male: 0.4}}
    age: {normal: {mean: 44 years, sd: 14 years}, min: 18 years, max: 90 years, ages: true}

counters: {relapses: 0}           # whole numbers that belong to a person

levels:                           # quantities of a person that drift towards a target
  drug_effect:
    start: 0
    toward: {ssri.taking: 1}      # 0 in every other state
    half_life: {value: 2 weeks, source: assumption, note: "made up; works within weeks"}

tracks:                           # everybody is in exactly one state of every track
  depression:
    start: {depressed: 0.8, remission: 0.2}
    states:
      depressed:
        utility: {value: 0.6, source: assumption, note: "made up; 0.5 to 0.7"}
        costs: {care: {value: 250 USD per month, source: assumption, note: "made up; 100 to 400"}}
      remission:
        utility: {value: 0.85, source: assumption, note: "made up; 0.8 to 0.9"}
    transitions:
      remit:
        from: depressed
        to: remission
        probability: {value: 20 % within 14 weeks, beta: {events: 40, of: 200}, source: assumption, note: "made up"}
        hazard_ratios:
          drug_effect: {per: 1, ratio: 1.6, source: assumption, note: "made up; at full effect"}
      relapse:
        from: remission
        to: depressed
        # Most relapses come early: a shape below 1.
        weibull: {shape: 0.8, scale: 18 months}
        hazard_ratios:
          drug_effect: {per: 1, ratio: 0.5, source: assumption, note: "made up; at full effect"}
          relapses: {per: 1, ratio: 1.16, at_most: 5, source: assumption, note: "made up; per earlier relapse"}
        adds: {relapses: 1}

  ssri:
    start: untreated
    states:
      untreated: {}
      taking: {costs: {drug: {value: 15 USD per month, source: assumption, note: "made up"}}}
    transitions:
      begin:
        from: untreated
        to: taking
        rate: {value: 0.6 per year, source: assumption, note: "made up; 0.3 to 1"}
        only_if: {depression: [depressed]}
      stop:
        from: taking
        to: untreated
        median: {value: 8 months, source: assumption, note: "made up; 6 to 12"}
        hazard_ratios: {sex.male: {value: 1.1, source: assumption, note: "made up"}}

economics: {currency: USD, price_year: 2026, discount: {costs: 3 % per year, health: 3 % per year}}

outputs:
  by: [sex]                       # every table also for women and for men
  measures:
    in_remission: {states: [depression.remission]}
    on_ssri:      {states: [ssri.taking]}
    relapses:     {events: [depression.relapse]}
  people: 5                       # whole histories of the first five people

run: {seed: 1, replicates: 5}
)";

}  // namespace

std::string_view first_scenario() noexcept
{
    return text;
}

}  // namespace txpath::app
