// value_walk.hpp -- every number of a scenario, and what it is there for.
//
// Owns      ValueUse; ValueWalk, the walk over every Value of a scenario.
// Promises  no Value is left out: parameters are put in order by this walk.
#pragma once

#include <type_traits>
#include <utility>

#include "txpath/scenario.hpp"

namespace txpath {

/// What a number has its effect on.
enum class ValueUse {
    price,          ///< what a state, an entry or a transition costs
    utility,        ///< utilities, their ratios, and QALYs gained or lost at once
    discount_rate,  ///< of costs or of health
    life,           ///< what happens to people, and how their time is weighed
};

/// Calls `visit` on every Value and its use.
template <class Visit>
class ValueWalk {
public:
    explicit ValueWalk(Visit visit) : visit_(std::move(visit)) {}

    ///   Shape   of: Scenario, constant or not
    template <class Of>
    void walk(Of& scenario)
    {
        static_assert(std::is_same_v<std::remove_const_t<Of>, Scenario>);
        for (auto& attribute : scenario.people.attributes) attributes(attribute);
        for (auto& pair : scenario.people.correlations) life(pair.rho);
        if (scenario.people.arrivals) life(scenario.people.arrivals->per_day);
        for (auto& level : scenario.levels) levels(level);
        for (auto& track : scenario.tracks)
            for (auto& row : track.start.shares) options(row);
        for (auto& state : scenario.states) states(state);
        for (auto& transition : scenario.transitions) transitions(transition);
        visit_(scenario.economics.discount_costs, ValueUse::discount_rate);
        visit_(scenario.economics.discount_health, ValueUse::discount_rate);
        shared(scenario.shared);
    }

private:
    void life(auto& value) { visit_(value, ValueUse::life); }
    void each(auto& values)
    {
        for (auto& value : values) life(value);
    }
    void ratios(auto& all, ValueUse use)
    {
        for (auto& ratio : all) visit_(ratio.ratio, use);
    }
    void payments(auto& all)
    {
        for (auto& payment : all) visit_(payment.amount, ValueUse::price);
    }
    void options(auto& all)
    {
        for (auto& option : all) {
            life(option.probability);
            ratios(option.odds_ratios, ValueUse::life);
        }
    }
    void attributes(auto& attribute)
    {
        each(attribute.shares);
        if (attribute.given)
            for (auto& row : attribute.given->shares) each(row);
        life(attribute.first);
        life(attribute.second);
        life(attribute.third);
    }
    void levels(auto& level)
    {
        life(level.start);
        for (auto& target : level.toward) life(target.second);
        life(level.toward_always);
        life(level.rising);
        life(level.falling);
    }
    void effects(auto& of)
    {
        for (auto& addition : of.adds) life(addition.amount);
        for (auto& setting : of.sets) life(setting.amount);
        payments(of.costs);
        visit_(of.qalys, ValueUse::utility);
    }
    void states(auto& state)
    {
        visit_(state.utility, ValueUse::utility);
        ratios(state.utility_ratios, ValueUse::utility);
        payments(state.costs);
        ratios(state.cost_ratios, ValueUse::life);
        effects(state.on_entry);
        for (auto& one : state.decide) {
            if (one.chance) life(*one.chance);
            options(one.to);
        }
    }
    void transitions(auto& transition)
    {
        options(transition.to);
        life(transition.when.first);
        life(transition.when.second);
        each(transition.when.curve.hazards);
        ratios(transition.hazard_ratios, ValueUse::life);
        effects(transition.effects);
    }
    void shared(auto& of)
    {
        for (auto& resource : of.resources) {
            each(resource.capacity);
            for (auto& use : resource.used_by) life(use.second);
        }
        for (auto& variable : of.system) {
            life(variable.start);
            if (variable.toward) life(*variable.toward);
            life(variable.rising);
            life(variable.falling);
        }
        for (auto& policy : of.policies) {
            for (auto* value : {&policy.from, &policy.until, &policy.lasts})
                if (*value) life(**value);
            life(policy.over);
            for (auto& setting : policy.set) life(setting.amount);
        }
    }

    Visit visit_;
};

}  // namespace txpath
