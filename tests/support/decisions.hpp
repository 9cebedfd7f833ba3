// decisions.hpp -- decision studies of bare parameters, made by hand.
//
// Owns      uncertain, certain, share_of, study_of; plan_of, refusal_of, numbers; ks_distance.
#pragma once

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "txpath/decision.hpp"
#include "txpath/draws.hpp"

namespace txpath {

[[nodiscard]] inline Parameter uncertain(const std::string& path, const Distribution& distribution)
{
    Parameter parameter;
    parameter.path = path;
    parameter.distribution = distribution;
    parameter.base = mean(distribution);
    return parameter;
}

[[nodiscard]] inline Parameter certain(const std::string& path, double number)
{
    return uncertain(path, {Family::fixed, number, 0.0, 0.0});
}

/// A share of a dirichlet.
[[nodiscard]] inline Parameter share_of(const std::string& branch, const std::string& state, double count,
                                        double all)
{
    Parameter parameter = uncertain(branch + "." + state, {Family::dirichlet, count, all - count, 0.0});
    parameter.group = branch;
    return parameter;
}

/// One strategy for each list of parameters: `first`, `second`, ...
[[nodiscard]] inline DecisionStudy study_of(const std::vector<std::vector<Parameter>>& strategies)
{
    DecisionStudy study;
    const std::vector<std::string> names = {"first", "second", "third"};
    for (std::size_t k = 0; k < strategies.size(); ++k) {
        auto& strategy = study.strategies.emplace_back();
        strategy.name = names[k];
        strategy.scenario.parameters = strategies[k];
        std::ranges::sort(strategy.scenario.parameters, {}, &Parameter::path);
    }
    return study;
}

/// Largest distance between the numbers' shares of a distribution and evenly spread ones, both sides of a
/// step.
[[nodiscard]] inline double ks_distance(std::vector<double> shares)
{
    std::ranges::sort(shares);
    const auto count = static_cast<double>(shares.size());
    double largest = 0.0;
    for (std::size_t k = 0; k < shares.size(); ++k)
        largest = std::max({largest, shares[k] - static_cast<double>(k) / count,
                            static_cast<double>(k + 1) / count - shares[k]});
    return largest;
}

[[nodiscard]] inline DrawPlan plan_of(const DecisionStudy& study)
{
    auto plan = plan_draws(study, 7);
    if (!plan) FAIL(render(plan.why_not()));
    return plan.value();
}

/// Why there is no plan; empty: there is one.
[[nodiscard]] inline std::string refusal_of(const DecisionStudy& study)
{
    const auto plan = plan_draws(study, 7);
    return plan ? "" : render(plan.why_not());
}

/// By sample, the number of a path in a strategy.
[[nodiscard]] inline std::vector<double> numbers(const DrawPlan& plan, const std::string& path,
                                                 std::size_t strategy)
{
    const auto value = std::ranges::find(plan.values(), path, &VariedValue::path);
    REQUIRE(value != plan.values().end());
    std::vector<double> numbers;
    for (std::uint32_t sample = 0; sample < plan.samples(); ++sample)
        numbers.push_back(plan.parameters(strategy, sample)[value->places[strategy]]);
    return numbers;
}

}  // namespace txpath
