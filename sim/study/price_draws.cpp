#include "study/price_draws.hpp"

#include <algorithm>

#include "study/exposures.hpp"
#include "txpath/price_only.hpp"

namespace txpath {

PriceDraws::PriceDraws(const DecisionStudy& study)
{
    for (const Strategy& strategy : study.strategies) {
        const Scenario& scenario = strategy.scenario;
        Part& part = parts_.emplace_back();
        part.can_wait = why_not_priced_afterwards(scenario).empty();
        part.is_price = price_only_parameters(scenario);
        for (const Parameter& parameter : scenario.parameters) part.base.push_back(parameter.base);
        for (const Value& rate : {scenario.economics.discount_costs, scenario.economics.discount_health})
            if (!rate.parameter.is_absent()) part.rates.push_back(rate.parameter.index());
    }
}

bool PriceDraws::are_all(std::span<const VariedValue> values) const
{
    const auto is_price = [&](const VariedValue& value) {
        if (value.places.size() != parts_.size()) return false;
        for (std::size_t k = 0; k < parts_.size(); ++k)
            if (value.places[k] != VariedValue::absent && !parts_[k].is_price[value.places[k]]) return false;
        return true;
    };
    return !values.empty() && std::ranges::all_of(parts_, &Part::can_wait) &&
           std::ranges::all_of(values, is_price);
}

bool PriceDraws::is_one(std::span<const std::vector<double>> parameters) const
{
    for (std::size_t k = 0; k < parameters.size(); ++k) {
        const Part& part = parts_[k];
        if (!parameters[k].empty() && !part.can_wait) return false;
        for (std::size_t at = 0; at < parameters[k].size(); ++at)
            if (parameters[k][at] != part.base[at] && !part.is_price[at]) return false;
    }
    return true;
}

bool PriceDraws::moves_rate(std::span<const std::vector<double>> parameters) const
{
    for (std::size_t k = 0; k < parameters.size(); ++k)
        for (const std::size_t rate : parts_[k].rates)
            if (!parameters[k].empty() && parameters[k][rate] != parts_[k].base[rate]) return true;
    return false;
}

}  // namespace txpath
