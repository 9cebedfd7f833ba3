// reference_regime.cpp -- what policies hold, and where the system stands.
#include "engine/reference_regime.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace txpath::plain {

namespace {

constexpr double never = std::numeric_limits<double>::infinity();

double number_or(const std::optional<Value>& value, double otherwise)
{
    return value ? number_of(*value) : otherwise;
}

bool is_same_number(const PolicySetting& a, const PolicySetting& b)
{
    return a.parameter == b.parameter && a.system == b.system;
}

/// The path of a variable that nobody holds, from where it stands.
LevelPath free_path(const SystemVariable& variable, double value, double moment)
{
    const double least = variable.min.value_or(-never), most = variable.max.value_or(never);
    if (!variable.toward) {
        const double start = number_of(variable.start);
        return {start, moment, start, 1.0, least, most};
    }
    const double target = number_of(*variable.toward);
    const double half_life = number_of(value < target ? variable.rising : variable.falling);
    return {value, moment, half_life > 0.0 ? target : value, half_life, least, most};
}

void add_moments(const Policy& policy, std::vector<double>& moments)
{
    const double until = number_or(policy.until, never);
    moments.push_back(until);
    if (!policy.when.is_always()) return;
    const double begins = std::max(0.0, number_or(policy.from, 0.0));
    if (begins >= until) return;
    const double ends = std::min(until, begins + number_or(policy.lasts, never));
    const double arrives = begins + number_of(policy.over);
    moments.insert(moments.end(), {begins, ends});
    if (arrives < ends) moments.push_back(arrives);
}

}  // namespace

std::vector<double> sync_points(const Scenario& scenario)
{
    const TimeFrame& time = scenario.time;
    std::vector<double> moments;
    for (double k = 0.0; k * time.sync_every < time.horizon; ++k) moments.push_back(k * time.sync_every);
    for (const Policy& policy : scenario.shared.policies) add_moments(policy, moments);
    std::erase_if(moments, [&](double moment) { return moment < 0.0 || moment >= time.horizon; });
    std::ranges::sort(moments);
    moments.erase(std::unique(moments.begin(), moments.end()), moments.end());
    return moments;
}

Regime::Regime(const Scenario& written, Scenario& people, Scenario* clinicians)
    : written_(written), people_(people)
{
    std::vector<Value*> values = changeable_values(people);
    if (clinicians != nullptr)
        for (Value* value : changeable_values(*clinicians)) values.push_back(value);
    for (const Policy& policy : written_.shared.policies)
        for (const PolicySetting& setting : policy.set) {
            if (setting.parameter.is_absent()) continue;
            std::vector<Value*>& tied = tied_[setting.parameter];
            tied.clear();
            std::ranges::copy_if(values, std::back_inserter(tied),
                                 [&](const Value* value) { return value->parameter == setting.parameter; });
        }
    for (const SystemVariable& variable : written_.shared.system)
        paths_.push_back(free_path(variable, number_of(variable.start), 0.0));
}

// Numbers.

double Regime::amount_at(const Holding& holding, std::size_t place, double moment) const
{
    const Policy& policy = written_.shared.policies[holding.policy];
    const double amount = number_of(policy.set[place].amount), over = number_of(policy.over);
    const double left = holding.left[place], elapsed = moment - holding.since;
    const bool has_line = std::isfinite(left) && std::isfinite(amount);  // else one of them is `unlimited`
    if (elapsed >= over || !has_line) return amount;
    return left + (amount - left) * (elapsed / over);
}

std::optional<double> Regime::held(const PolicySetting& number, double moment) const
{
    for (auto holding = in_force_.rbegin(); holding != in_force_.rend(); ++holding) {
        const std::vector<PolicySetting>& set = written_.shared.policies[holding->policy].set;
        for (std::size_t place = 0; place < set.size(); ++place)
            if (is_same_number(set[place], number)) return amount_at(*holding, place, moment);
    }
    return std::nullopt;
}

std::optional<double> Regime::held(SystemId variable, double moment) const
{
    PolicySetting number;
    number.system = variable;
    return held(number, moment);
}

double Regime::value_of(const PolicySetting& number, double moment) const
{
    if (const auto amount = held(number, moment)) return *amount;
    if (number.parameter.is_absent()) return level_at(paths_[number.system], moment);
    return written_.parameters[number.parameter.index()].base;
}

IdVector<SystemId, double> Regime::system_at(double moment) const
{
    IdVector<SystemId, double> values;
    for (std::size_t i = 0; i < paths_.size(); ++i)
        values.push_back(held(SystemId{i}, moment).value_or(level_at(paths_[SystemId{i}], moment)));
    return values;
}

// A sync point.

bool Regime::ends(const Holding& holding, double moment) const
{
    const Policy& policy = written_.shared.policies[holding.policy];
    return moment >= number_or(policy.until, never) ||
           moment >= holding.since + number_or(policy.lasts, never);
}

bool Regime::begins(PolicyId id, double moment, const Person& reader) const
{
    const auto is_it = [&](const InForce& one) { return one.policy == id; };
    if (std::ranges::any_of(record_, is_it)) return false;
    const Policy& policy = written_.shared.policies[id];
    return moment >= number_or(policy.from, 0.0) && moment < number_or(policy.until, never) &&
           holds_at(written_, reader, policy.when, moment);
}

/// Variables that nobody holds any more go on from where they were left, or are as written again.
void Regime::release(double moment, const std::vector<PolicySetting>& settings,
                     const IdVector<SystemId, double>& stood)
{
    for (const PolicySetting& setting : settings)
        if (setting.parameter.is_absent() && !held(setting.system, moment))
            paths_[setting.system] =
                free_path(people_.shared.system[setting.system], stood[setting.system], moment);
}

void Regime::change(double moment, const Person& reader)
{
    for (std::size_t i = 0; i < written_.shared.policies.size(); ++i) {
        const auto holding = std::ranges::find(in_force_, PolicyId{i}, &Holding::policy);
        if (holding == in_force_.end() || !ends(*holding, moment)) continue;
        const IdVector<SystemId, double> stood = system_at(moment);
        in_force_.erase(holding);
        std::ranges::find(record_, PolicyId{i}, &InForce::policy)->until = moment;
        release(moment, written_.shared.policies[PolicyId{i}].set, stood);
    }
    for (std::size_t i = 0; i < written_.shared.policies.size(); ++i) {
        if (!begins(PolicyId{i}, moment, reader)) continue;
        Holding holding{PolicyId{i}, moment, {}};
        for (const PolicySetting& setting : written_.shared.policies[PolicyId{i}].set)
            holding.left.push_back(value_of(setting, moment));
        in_force_.push_back(holding);
        record_.push_back({PolicyId{i}, moment, never});
    }
}

void Regime::hold(double from, double to)
{
    const IdVector<SystemId, double> stood = system_at(from);
    const double middle = from + 0.5 * (to - from);
    for (const auto& [parameter, values] : tied_) {
        PolicySetting number;
        number.parameter = parameter;
        for (Value* value : values) value->number = value_of(number, middle);
    }
    for (std::size_t i = 0; i < paths_.size(); ++i)
        paths_[SystemId{i}] = free_path(people_.shared.system[SystemId{i}], stood[SystemId{i}], from);
}

}  // namespace txpath::plain
