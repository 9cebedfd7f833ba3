// reference_values.cpp -- every number of a scenario that a policy can change.
//
// Owns      changeable_values.
// Not here  what has its effect when somebody enters (attributes, starts), policies' own numbers, money.
#include "engine/reference_regime.hpp"

namespace txpath::plain {

namespace {

class Collector {
public:
    explicit Collector(std::vector<Value*>& values) : values_(values) {}

    void take(Value& value) { values_.push_back(&value); }
    void take(std::optional<Value>& value)
    {
        if (value) take(*value);
    }
    void take(std::vector<Ratio>& ratios)
    {
        for (Ratio& ratio : ratios) take(ratio.ratio);
    }
    void take(std::vector<Option>& options)
    {
        for (Option& option : options) {
            take(option.probability);
            take(option.odds_ratios);
        }
    }
    void take(Effects& effects)
    {
        for (Addition& addition : effects.adds) take(addition.amount);
        for (Setting& setting : effects.sets) take(setting.amount);
    }
    void take(Transition& transition)
    {
        take(transition.when.first);
        take(transition.when.second);
        for (Value& hazard : transition.when.curve.hazards) take(hazard);
        take(transition.to);
        take(transition.hazard_ratios);
        take(transition.effects);
    }
    void take(State& state)
    {
        take(state.on_entry);
        for (Case& one : state.decide) {
            take(one.chance);
            take(one.to);
        }
    }
    void take(Level& level)
    {
        for (auto& [state, toward] : level.toward) take(toward);
        take(level.toward_always);
        take(level.rising);
        take(level.falling);
    }
    void take(Resource& resource)
    {
        for (Value& capacity : resource.capacity) take(capacity);
        for (auto& [state, use] : resource.used_by) take(use);
    }
    void take(SystemVariable& variable)
    {
        take(variable.start);
        take(variable.toward);
        take(variable.rising);
        take(variable.falling);
    }

private:
    std::vector<Value*>& values_;
};

}  // namespace

std::vector<Value*> changeable_values(Scenario& scenario)
{
    std::vector<Value*> values;
    Collector collector(values);
    for (Transition& transition : scenario.transitions) collector.take(transition);
    for (State& state : scenario.states) collector.take(state);
    for (Level& level : scenario.levels) collector.take(level);
    for (Resource& resource : scenario.shared.resources) collector.take(resource);
    for (SystemVariable& variable : scenario.shared.system) collector.take(variable);
    return values;
}

}  // namespace txpath::plain
