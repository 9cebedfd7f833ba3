// compared_clinic.hpp -- a clinic whose strategies are easy to work out, and short ways to their figures.
//
// Owns      the clinic, studies of it, and looking up figures of a comparison.
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "txpath/compare.hpp"

namespace txpath::compared_clinic {

inline constexpr double horizon_years = 3.0, rate = 0.03;
inline constexpr double people = 4000.0, scale = 2.5;
inline constexpr double begin = 0.6, dies = 0.1, drug = 100.0;

inline constexpr const char* clinic = R"(txpath: 1
title: A clinic
time: {horizon: 3 years, report_every: 6 months}
population:
  size: 4000
  scale: 2.5
  attributes:
    place: {categories: {rural: 0.3, urban: 0.7}}
    sex: {categories: {female: 0.6, male: 0.4}}
parameters: {more: 1, drug: 100 USD per year, visit: 70 USD, scan: 20 USD}
tracks:
  care:
    start: untreated
    states:
      untreated: {utility: 0.5}
      treated: {utility: 0.8, costs: {drug: $drug}}
    transitions:
      begin: {from: untreated, to: treated, rate: 0.6 per year, hazard_ratios: {sex.female: $more}, costs: {visits: $visit}}
      stop: {from: treated, to: untreated, rate: 0.2 per year, costs: {scans: $scan}}
  life:
    start: alive
    states: {alive: {}, dead: {ends: true}}
    transitions: {die: {from: alive, to: dead, rate: 0.1 per year}}
economics:
  currency: USD
  price_year: 2025
  discount: {costs: 3 % per year, health: 3 % per year}
  perspectives: {payer: [drug, visits]}
outputs:
  by: [sex, place]
  measures:
    begun: {events: [care.begin]}
    treated: {states: [care.treated]}
    died: {states: [life.dead]}
run: {seed: 5, replicates: 12}
)";

struct Made {
    std::string name;
    std::vector<Override> overrides;
};

[[nodiscard]] inline std::shared_ptr<const DecisionStudy> study_of(const std::vector<Made>& strategies,
                                                                   const std::vector<Override>& common)
{
    DecisionStudy study;
    study.name = "study";
    study.thresholds = {20000.0, 50000.0};
    for (const Made& made : strategies) {
        std::vector<Override> overrides = common;
        overrides.insert(overrides.end(), made.overrides.begin(), made.overrides.end());
        auto loaded = load_scenario_text(clinic, overrides);
        REQUIRE(loaded);
        study.strategies.push_back(
            {made.name, made.name, made.name + ".yaml", made.overrides, std::move(loaded.value()), {}});
    }
    return std::make_shared<const DecisionStudy>(std::move(study));
}

inline const Made usual{"usual", {}};
inline const Made doubled{"doubled", {{"parameters.more", "2"}}};
inline const Made dear{"dear", {{"parameters.drug", "300 USD per year"}}};

[[nodiscard]] inline Comparison compared(const std::shared_ptr<const DecisionStudy>& study)
{
    const auto plan = plan_comparison(study);
    REQUIRE(plan);
    return compare_strategies(plan.value(), {});
}

[[nodiscard]] inline const ComparedFigure& horizon_of(const Comparison& comparison, std::size_t strategy,
                                                      std::size_t stratum, const std::string& name)
{
    const auto& measures = comparison.plan.horizon;
    const auto found = std::ranges::find(measures, name, &HorizonMeasure::name);
    REQUIRE(found != measures.end());
    return comparison.strategies[strategy]
        .horizon[stratum * measures.size() + static_cast<std::size_t>(found - measures.begin())];
}

[[nodiscard]] inline const ComparedFigure& item_of(const Comparison& comparison, std::size_t strategy,
                                                   std::size_t stratum, const AccountItem& item)
{
    const std::size_t place = place_of(comparison.plan, item);
    REQUIRE(place < comparison.plan.items.size());
    return comparison.strategies[strategy].each[stratum * comparison.plan.items.size() + place];
}

/// Every list of figures of a strategy.
[[nodiscard]] inline std::vector<const std::vector<ComparedFigure>*> lists_of(const StrategyFigures& figures)
{
    return {&figures.horizon,  &figures.courses,        &figures.each,  &figures.totals,
            &figures.benefits, &figures.benefit_totals, &figures.budget};
}

[[nodiscard]] inline bool is_same(double a, double b)
{
    return a == b || (std::isnan(a) && std::isnan(b));
}

[[nodiscard]] inline bool is_same(const MeanOverLuck& a, const MeanOverLuck& b)
{
    return is_same(a.mean, b.mean) && is_same(a.error, b.error) && is_same(a.low, b.low) &&
           is_same(a.high, b.high);
}

[[nodiscard]] inline bool is_same(const ComparedFigure& a, const ComparedFigure& b)
{
    return is_same(a.value, b.value) && is_same(a.reference, b.reference) &&
           is_same(a.difference, b.difference) && is_same(a.independent_error, b.independent_error);
}

[[nodiscard]] inline AccountItem item(Quantity quantity, bool is_discounted)
{
    return {quantity, "", "", "", is_discounted};
}

}  // namespace txpath::compared_clinic
