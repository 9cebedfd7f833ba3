// order_parameters.cpp -- parameters in the order of their paths, whatever order they were read in.
//
// Owns      order_parameters.
// Promises  the order of a file does not show in the numbers of its parameters.
#include <algorithm>
#include <numeric>

#include "scenario/load.hpp"
#include "scenario/value_walk.hpp"

namespace txpath {

void order_parameters(Scenario& scenario, Scenario& clinicians)
{
    std::vector<std::size_t> order(scenario.parameters.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t one, std::size_t other) {
        return scenario.parameters[one].path < scenario.parameters[other].path;
    });
    std::vector<ParameterId> moved_to(order.size());
    std::vector<Parameter> ordered;
    for (std::size_t rank = 0; rank < order.size(); ++rank) {
        moved_to[order[rank]] = ParameterId{rank};
        ordered.push_back(std::move(scenario.parameters[order[rank]]));
    }
    scenario.parameters = std::move(ordered);
    const auto renumber = [&](Value& value, ValueUse) {
        if (!value.parameter.is_absent()) value.parameter = moved_to[value.parameter.index()];
    };
    ValueWalk(renumber).walk(scenario);
    ValueWalk(renumber).walk(clinicians);
    for (auto& policy : scenario.shared.policies)
        for (auto& setting : policy.set)
            if (!setting.parameter.is_absent()) setting.parameter = moved_to[setting.parameter.index()];
}

}  // namespace txpath
