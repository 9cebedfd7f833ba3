#include "support/random_economics.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>

#include "support/generate_world.hpp"
#include "txpath/model.hpp"
#include "txpath/price_only.hpp"
#include "txpath/units.hpp"

namespace txpath::tests {

namespace {

/// One scenario that is being priced.
class Pricing {
public:
    Pricing(Scenario& scenario, std::uint64_t number) : scenario_(scenario), dice_(number * 7919 + 17) {}

    void price(State& state)
    {
        if (dice_.with_chance(0.6)) {
            state.has_utility = true;
            state.utility = value("utility", 0.2, 1.0);
            if (!state.ends && dice_.with_chance(0.5))
                add_ratio(state.utility_ratios, false, "utility_ratio");
        }
        if (dice_.with_chance(0.6)) {
            state.costs.push_back({CostId{dice_.below(2)}, value("cost", 0.0, 50.0), {}});
            if (!state.ends && dice_.with_chance(0.5)) add_ratio(state.cost_ratios, true, "cost_ratio");
        }
        price(state.on_entry);
    }

    void price(Effects& effects)
    {
        if (dice_.with_chance(0.3)) effects.costs.push_back({CostId{0}, value("cost", 0.0, 50.0), {}});
        if (dice_.with_chance(0.3)) effects.costs.push_back({CostId{1}, value("cost", 0.0, 50.0), {}});
        if (dice_.with_chance(0.3)) effects.qalys = value("qalys", -0.1, 0.1);
    }

    Value rate(const char* name)
    {
        Value found = value(name, 0.0, 0.08);
        return found;
    }

private:
    Value value(const char* name, double low, double high)
    {
        Value found;
        found.number = dice_.between(low, high);
        if (dice_.with_chance(0.3)) return found;
        Parameter parameter;
        parameter.path = fmt::format("{}_{}", name, scenario_.parameters.size());
        parameter.base = found.number;
        found.parameter = ParameterId{scenario_.parameters.size()};
        scenario_.parameters.push_back(parameter);
        return found;
    }

    /// On a category, a state, a counter, or a number that stays as it is.
    void add_ratio(std::vector<Ratio>& ratios, bool may_read_numbers, const char* name)
    {
        Ratio ratio;
        switch (dice_.below(may_read_numbers ? 4 : 3)) {
            case 0:
                ratio.of.subject = Subject::category;
                for (std::size_t at = 0; at < scenario_.people.attributes.size(); ++at)
                    if (scenario_.people.attributes[AttributeId{at}].is_categorical)
                        ratio.of.attribute = AttributeId{at};
                ratio.of.category = CategoryId{0};
                break;
            case 1:
                ratio.of.subject = Subject::state;
                ratio.of.state = StateId{dice_.below(scenario_.states.size())};
                break;
            case 2:
                ratio.of.subject = Subject::counter;
                ratio.of.counter = CounterId{dice_.below(scenario_.counters.size())};
                ratio.is_graded = true;
                ratio.per = 2.0;
                ratio.at_most = 3.0;
                break;
            default:
                if (!take_number(ratio)) return;
        }
        ratio.ratio = value(name, 0.8, 1.1);
        ratios.push_back(ratio);
    }

    bool take_number(Ratio& ratio) const
    {
        for (std::size_t at = 0; at < scenario_.people.attributes.size(); ++at) {
            const Attribute& attribute = scenario_.people.attributes[AttributeId{at}];
            if (attribute.is_categorical || attribute.ages) continue;
            ratio.of.subject = Subject::number;
            ratio.of.attribute = AttributeId{at};
            ratio.is_graded = true;
            return true;
        }
        return false;
    }

    Scenario& scenario_;
    Dice dice_;
};

}  // namespace

void add_random_economics(Scenario& scenario, std::uint64_t number, UtilityRule rule)
{
    scenario.people.arrivals.reset();
    scenario.people.size = 200;
    for (std::size_t at = 0; at < scenario.people.attributes.size(); ++at)
        if (scenario.people.attributes[AttributeId{at}].is_categorical && scenario.outputs.by.empty())
            scenario.outputs.by.push_back(AttributeId{at});
    Economics& economics = scenario.economics;
    economics.currency = "USD";
    economics.utilities = rule;
    economics.categories.push_back("care");
    economics.categories.push_back("drug");
    economics.perspectives.push_back({"payer", {CostId{1}}});
    Pricing pricing(scenario, number);
    economics.discount_costs = pricing.rate("discount_costs");
    economics.discount_health = pricing.rate("discount_health");
    for (State& state : scenario.states) pricing.price(state);
    for (Transition& transition : scenario.transitions) pricing.price(transition.effects);
}

std::vector<double> draw_prices(const Scenario& scenario, std::uint64_t number)
{
    Dice dice(number);
    std::vector<double> values = base_case(scenario);
    const std::vector<bool> is_free = price_only_parameters(scenario);
    for (std::size_t at = 0; at < values.size(); ++at) {
        const std::string& path = scenario.parameters[at].path;
        const auto is = [&](const char* name) { return path.rfind(name, 0) == 0; };
        if (!is_free[at]) continue;
        if (is("discount")) values[at] = dice.between(0.0, 0.25);
        if (is("utility_ratio")) values[at] = dice.between(0.7, 1.2);
        if (is("utility_") && !is("utility_ratio")) values[at] = dice.between(-0.2, 1.0);
        if (is("cost_")) values[at] = dice.between(0.0, largest_price);
        if (is("qalys")) values[at] = dice.between(-0.5, 0.5);
    }
    return values;
}

}  // namespace txpath::tests
