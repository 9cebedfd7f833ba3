#include "txpath/price_only.hpp"

#include "scenario/value_walk.hpp"

namespace txpath {

std::vector<bool> price_only_parameters(const Scenario& scenario)
{
    std::vector<bool> found(scenario.parameters.size(), true);
    const auto rule_out = [&](const Value& value, ValueUse use) {
        if (use == ValueUse::life && !value.parameter.is_absent()) found[value.parameter.index()] = false;
    };
    ValueWalk(rule_out).walk(scenario);
    if (scenario.shared.clinicians) ValueWalk(rule_out).walk(*scenario.shared.clinicians->scenario);
    // what a policy holds at another value changes during a run, whatever it is
    for (const Policy& policy : scenario.shared.policies)
        for (const PolicySetting& setting : policy.set)
            if (!setting.parameter.is_absent()) found[setting.parameter.index()] = false;
    return found;
}

}  // namespace txpath
