// check_policies.cpp -- can every policy begin?
//
// Owns      check_policies.
// Method    Variables start with what they reach by themselves. Policies whose conditions can then hold add
//           what they set, until nothing changes; what is left waits for ever.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "scenario/check_shared.hpp"

namespace txpath {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Between what a system variable stays; open where a bound is only approached.
struct Reach {
    double low = 0.0, high = 0.0;
    bool is_low_open = false, is_high_open = false;
};

void reach_out(Reach& reach, double x, bool is_open)
{
    if (x < reach.low || (x == reach.low && !is_open)) {
        reach.low = x;
        reach.is_low_open = is_open;
    }
    if (x > reach.high || (x == reach.high && !is_open)) {
        reach.high = x;
        reach.is_high_open = is_open;
    }
}

/// An uncertain number could be anything.
void reach_out(Reach& reach, const Value& value, bool is_open, const Scenario& scenario)
{
    const bool is_certain = value.parameter.is_absent() ||
                            scenario.parameters[value.parameter.index()].distribution.family == Family::fixed;
    if (is_certain) return reach_out(reach, value.number, is_open);
    reach = {-infinity, infinity, true, true};
}

void keep_within(Reach& reach, const SystemVariable& variable)
{
    if (variable.min && reach.low < *variable.min) {
        reach.low = *variable.min;
        reach.is_low_open = false;
    }
    if (variable.max && reach.high > *variable.max) {
        reach.high = *variable.max;
        reach.is_high_open = false;
    }
}

Reach alone(const Scenario& scenario, const SystemVariable& variable)
{
    Reach reach{infinity, -infinity, false, false};
    reach_out(reach, variable.start, false, scenario);
    if (variable.toward) reach_out(reach, *variable.toward, true, scenario);
    keep_within(reach, variable);
    return reach;
}

void add_policy(const Scenario& scenario, const Policy& policy, std::vector<Reach>& reaches)
{
    for (std::size_t i = 0; i < reaches.size(); ++i) {
        const SystemVariable& variable = scenario.shared.system[SystemId{i}];
        for (const PolicySetting& setting : policy.set) {
            const bool is_toward = variable.toward && !setting.parameter.is_absent() &&
                                   variable.toward->parameter == setting.parameter;
            if (setting.system == SystemId{i} || is_toward)
                reach_out(reaches[i], setting.amount, is_toward, scenario);
        }
        keep_within(reaches[i], variable);
    }
}

bool can_compare(const Condition& condition, const Reach& reach)
{
    const auto reaches_up_to = [&](double x) {
        return reach.high > x || (reach.high == x && !reach.is_high_open);
    };
    const auto reaches_down_to = [&](double x) {
        return reach.low < x || (reach.low == x && !reach.is_low_open);
    };
    return (!condition.at_least || reaches_up_to(*condition.at_least)) &&
           (!condition.above || reach.high > *condition.above) &&
           (!condition.at_most || reaches_down_to(*condition.at_most)) &&
           (!condition.below || reach.low < *condition.below);
}

class PolicyCheck {
public:
    PolicyCheck(Loading& loading, const Node& root)
        : loading_(loading), scenario_(loading.scenario), policies_(*child(root, "policies"))
    {
        for (const SystemVariable& variable : scenario_.shared.system)
            reaches_.push_back(alone(scenario_, variable));
        begins_.assign(scenario_.shared.policies.size(), false);
    }

    void check()
    {
        while (spread()) {
        }
        for (std::size_t i = 0; i < begins_.size(); ++i) {
            const Policy& policy = scenario_.shared.policies[PolicyId{i}];
            if (!begins_[i])
                tell(policy);
            else
                check_horizon(policy);
        }
    }

private:
    /// False when no more policies can begin.
    bool spread()
    {
        bool has_changed = false;
        for (std::size_t i = 0; i < begins_.size(); ++i) {
            const Policy& policy = scenario_.shared.policies[PolicyId{i}];
            if (begins_[i] || !can_hold(policy.when)) continue;
            begins_[i] = has_changed = true;
            add_policy(scenario_, policy, reaches_);
        }
        return has_changed;
    }

    [[nodiscard]] bool can_hold(const Condition& condition) const
    {
        const auto holds = [&](const Condition& part) { return can_hold(part); };
        switch (condition.kind) {
            case Condition::Kind::all:
                return std::all_of(condition.parts.begin(), condition.parts.end(), holds);
            case Condition::Kind::any:
                return std::any_of(condition.parts.begin(), condition.parts.end(), holds);
            case Condition::Kind::compare:
                return condition.of.subject != Subject::system ||
                       can_compare(condition, reaches_[condition.of.system.index()]);
            default:
                return true;
        }
    }

    /// A part of the condition that cannot hold, for the message.
    [[nodiscard]] const Condition* blocked(const Condition& condition) const
    {
        if (can_hold(condition)) return nullptr;
        if (condition.kind == Condition::Kind::compare) return &condition;
        for (const Condition& part : condition.parts)
            if (const Condition* found = blocked(part)) return found;
        return nullptr;
    }

    /// Policies that never begin and set the variable, in words.
    [[nodiscard]] std::string setters_of(SystemId id) const
    {
        std::vector<std::string> names;
        for (std::size_t i = 0; i < begins_.size(); ++i) {
            const Policy& policy = scenario_.shared.policies[PolicyId{i}];
            const bool sets = std::any_of(policy.set.begin(), policy.set.end(),
                                          [&](const PolicySetting& one) { return one.system == id; });
            if (sets && !begins_[i]) names.push_back(fmt::format("'{}'", policy.name));
        }
        return fmt::format("{}", fmt::join(names, ", "));
    }

    void tell(const Policy& policy)
    {
        const Node& when = *child(*child(policies_, policy.name), "when");
        const Condition& part = *blocked(policy.when);
        const SystemVariable& variable = scenario_.shared.system[part.of.system];
        const std::string setters = setters_of(part.of.system);
        auto& mistake = report(loading_.found, when.at, "");
        if (setters.empty())
            mistake.message = fmt::format("policy '{}' can never begin: '{}' stays {}", policy.name,
                                          variable.name, range_of(reaches_[part.of.system.index()]));
        else if (setters == "'" + policy.name + "'")
            mistake.message =
                fmt::format("policy '{}' waits for '{}', which only it changes", policy.name, variable.name);
        else
            mistake.message =
                fmt::format("policy '{}' waits for '{}', which only policies that wait, too, set: {}",
                            policy.name, variable.name, setters);
        mistake.advice = setters.empty() ? "let the variable move there, or compare with less"
                                         : "give one of them a 'from', or let the variable move by itself";
    }

    [[nodiscard]] static std::string range_of(const Reach& reach)
    {
        if (reach.low == reach.high) return shortest(reach.low);
        return fmt::format("between {} and {}", shortest(reach.low), shortest(reach.high));
    }

    void check_horizon(const Policy& policy)
    {
        if (!policy.from || !(policy.from->number >= scenario_.time.horizon)) return;
        warn(loading_.found, child(*child(policies_, policy.name), "from")->at,
             fmt::format("policy '{}' would begin after the horizon", policy.name));
    }

    Loading& loading_;
    const Scenario& scenario_;
    const Node& policies_;
    std::vector<Reach> reaches_;
    std::vector<bool> begins_;
};

}  // namespace

void check_policies(Loading& loading, const Node& root)
{
    if (!loading.scenario.shared.policies.empty()) PolicyCheck(loading, root).check();
}

}  // namespace txpath
