// order_parameters.cpp -- parameters in the order of their paths, whatever order they were read in.
//
// Owns      order_parameters and the walk over every Value of a scenario.
// Promises  the order of a file does not show in the numbers of its parameters.
#include <algorithm>
#include <numeric>

#include "scenario/load.hpp"

namespace txpath {

namespace {

/// Calls `visit` on every Value.
template <class Visit>
class ValueWalk {
public:
    explicit ValueWalk(Visit visit) : visit_(std::move(visit)) {}

    void walk(Scenario& scenario)
    {
        for (auto& attribute : scenario.people.attributes) walk(attribute);
        for (auto& pair : scenario.people.correlations) visit_(pair.rho);
        if (scenario.people.arrivals) visit_(scenario.people.arrivals->per_day);
        for (auto& level : scenario.levels) walk(level);
        for (auto& track : scenario.tracks)
            for (auto& row : track.start.shares) walk(row);
        for (auto& state : scenario.states) walk(state);
        for (auto& transition : scenario.transitions) walk(transition);
        visit_(scenario.economics.discount_costs);
        visit_(scenario.economics.discount_health);
        walk(scenario.shared);
    }

private:
    void walk(std::vector<Value>& values)
    {
        for (auto& value : values) visit_(value);
    }
    void walk(std::vector<Ratio>& ratios)
    {
        for (auto& ratio : ratios) visit_(ratio.ratio);
    }
    void walk(std::vector<Payment>& payments)
    {
        for (auto& payment : payments) visit_(payment.amount);
    }
    void walk(std::vector<Option>& options)
    {
        for (auto& option : options) {
            visit_(option.probability);
            walk(option.odds_ratios);
        }
    }
    void walk(Attribute& attribute)
    {
        walk(attribute.shares);
        if (attribute.given)
            for (auto& row : attribute.given->shares) walk(row);
        visit_(attribute.first);
        visit_(attribute.second);
        visit_(attribute.third);
    }
    void walk(Level& level)
    {
        visit_(level.start);
        for (auto& target : level.toward) visit_(target.second);
        visit_(level.toward_always);
        visit_(level.rising);
        visit_(level.falling);
    }
    void walk(Effects& effects)
    {
        for (auto& addition : effects.adds) visit_(addition.amount);
        for (auto& setting : effects.sets) visit_(setting.amount);
        walk(effects.costs);
        visit_(effects.qalys);
    }
    void walk(State& state)
    {
        visit_(state.utility);
        walk(state.utility_ratios);
        walk(state.costs);
        walk(state.cost_ratios);
        walk(state.on_entry);
        for (auto& one : state.decide) {
            if (one.chance) visit_(*one.chance);
            walk(one.to);
        }
    }
    void walk(Shared& shared)
    {
        for (auto& resource : shared.resources) {
            walk(resource.capacity);
            for (auto& use : resource.used_by) visit_(use.second);
        }
        for (auto& variable : shared.system) {
            visit_(variable.start);
            if (variable.toward) visit_(*variable.toward);
            visit_(variable.rising);
            visit_(variable.falling);
        }
        for (auto& policy : shared.policies) {
            for (auto* value : {&policy.from, &policy.until, &policy.lasts})
                if (*value) visit_(**value);
            visit_(policy.over);
            for (auto& setting : policy.set) visit_(setting.amount);
        }
    }
    void walk(Transition& transition)
    {
        walk(transition.to);
        visit_(transition.when.first);
        visit_(transition.when.second);
        walk(transition.when.curve.hazards);
        walk(transition.hazard_ratios);
        walk(transition.effects);
    }

    Visit visit_;
};

}  // namespace

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
    const auto renumber = [&](Value& value) {
        if (!value.parameter.is_absent()) value.parameter = moved_to[value.parameter.index()];
    };
    ValueWalk(renumber).walk(scenario);
    ValueWalk(renumber).walk(clinicians);
    for (auto& policy : scenario.shared.policies)
        for (auto& setting : policy.set)
            if (!setting.parameter.is_absent()) setting.parameter = moved_to[setting.parameter.index()];
}

}  // namespace txpath
