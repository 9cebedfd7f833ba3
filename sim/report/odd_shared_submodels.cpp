// odd_shared_submodels.cpp -- submodels of the ODD protocol for what people share.
//
// Promises  every number of a resource, clinician, system variable or policy is in a table, with its source
// or
//           the words that there is none.
#include <fmt/format.h>

#include "report/odd.hpp"
#include "report/odd_words.hpp"

namespace txpath::report {
namespace {

void add_resource(const Scenario& scenario, const Resource& resource, NumberTable& numbers)
{
    const Unit unit = resource.is_per_day ? Unit::amount_rate : Unit::amount;
    for (std::size_t pool = 0; pool < resource.capacity.size(); ++pool) {
        std::string whom = "everybody";
        if (!resource.by.is_absent()) {
            const Attribute& by = scenario.people.attributes[resource.by];
            whom = fmt::format("people whose `{}` is `{}`", by.name, by.categories[pool]);
        }
        numbers.add("capacity of " + in_code(resource.name), whom, resource.capacity[pool], unit);
    }
    for (const auto& [state, use] : resource.used_by)
        numbers.add("use of " + in_code(resource.name), "of one person in " + full_name(scenario, state), use,
                    unit);
}

std::string resources(const Scenario& scenario)
{
    std::string text =
        "In use of a resource is the sum over people, on the real scale, of what their states use. Each "
        "capacity has one queue: the people who are in a state that waits for it. They stand in the order of "
        "section 2, then by the moment at which they entered the state, then by a draw. At a sync point the "
        "first in line is granted as long as what the state he or she then enters uses still fits under the "
        "capacity; nobody is let past the first. A capacity that is cut runs off: nobody is sent away. "
        "Leaving a queue without being granted is an ordinary transition.\n\n";
    NumberTable numbers(scenario);
    for (const Resource& resource : scenario.shared.resources) add_resource(scenario, resource, numbers);
    return text + numbers.text();
}

std::string clinicians(const Scenario& scenario)
{
    const Scenario theirs = clinicians_with_people(scenario);
    return "A clinician lives as a person does (7.1); `neighbours.STATE` is the share of a clinician's "
           "neighbours who are in the state, 0 without any.\n\n" +
           odd_track_body(theirs, TrackId{0});
}

bool is_same(const Value& one, const Value& other)
{
    return one.parameter == other.parameter && one.number == other.number;
}

void add_variable(const SystemVariable& variable, NumberTable& numbers)
{
    const std::string name = in_code(variable.name);
    if (variable.start.number == 0.0 && variable.start.parameter.is_absent())
        numbers.add_definition("start of " + name, "at time 0", "0");
    else
        numbers.add("start of " + name, "at time 0", variable.start, Unit::pure);
    if (variable.toward) {
        numbers.add("target of " + name, "always", *variable.toward, Unit::pure);
        const bool is_one = is_same(variable.rising, variable.falling);
        numbers.add("half-life of " + name, is_one ? "always" : "below the target", variable.rising,
                    Unit::duration);
        if (!is_one)
            numbers.add("half-life of " + name, "above the target", variable.falling, Unit::duration);
    }
    if (variable.min) numbers.add_definition("smallest " + name, "always", plain_number(*variable.min));
    if (variable.max) numbers.add_definition("largest " + name, "always", plain_number(*variable.max));
}

std::string system(const Scenario& scenario)
{
    std::string text =
        "A system variable x relaxes towards its target: x(t) = target + (x0 - target) 2^(-t / half-life); "
        "one without a target keeps its start value. While a policy holds it, it is where it is held; "
        "afterwards it relaxes on from there, or has its start value again if it has no target.\n\n";
    NumberTable numbers(scenario);
    for (const SystemVariable& variable : scenario.shared.system) add_variable(variable, numbers);
    return text + numbers.text();
}

/// From when to when a policy is in force.
std::string period(const Scenario& scenario, const Policy& policy)
{
    const auto time = [&](const Value& value) { return marked(scenario, value, Unit::duration); };
    std::string text = policy.from ? fmt::format("from {} on", time(*policy.from)) : "from the start on";
    if (!policy.when.is_always()) {
        text = fmt::format("from the first sync point on at which {}", in_words(scenario, policy.when));
        if (policy.from) text += fmt::format(", but not before {}", time(*policy.from));
    }
    if (policy.until) text += fmt::format(", until {}", time(*policy.until));
    if (policy.lasts) text += fmt::format(", for {}", time(*policy.lasts));
    return text;
}

bool has_ramp(const Policy& policy)
{
    return policy.over.number != 0.0 || !policy.over.parameter.is_absent();
}

/// The number that is held, and what it is otherwise.
std::string held(const Scenario& scenario, const PolicySetting& setting)
{
    if (setting.parameter.is_absent())
        return fmt::format("| {} | {} | its own course |\n",
                           in_code(scenario.shared.system[setting.system].name),
                           held_amount(scenario, setting));
    const std::size_t number = setting.parameter.index();
    const Parameter& parameter = scenario.parameters[number];
    return fmt::format("| `{}` | {} | {} (P{}) |\n", parameter.path, cell(held_amount(scenario, setting)),
                       cell(parameter.written.empty() ? plain_number(parameter.base) : parameter.written),
                       number + 1);
}

std::string policies(const Scenario& scenario)
{
    std::string text =
        "A policy in force holds numbers at other values. A moment that is not known beforehand is the first "
        "sync point at or after it. Of several policies that hold the same number, the one that began last "
        "counts, and of those that began together the last by name. What is no longer held has its own value "
        "again. A person meets a changed number at the sync point as any other change (section 3).\n\n";
    for (const Policy& policy : scenario.shared.policies) {
        text += fmt::format("#### Policy `{}`\n\nIn force {}.", policy.name, period(scenario, policy));
        if (has_ramp(policy))
            text += fmt::format(" The numbers move there in a straight line over {}.",
                                marked(scenario, policy.over, Unit::duration));
        text += "\n\n| held | at | otherwise |\n| --- | --- | --- |\n";
        for (const PolicySetting& setting : policy.set) text += held(scenario, setting);
        text += "\n" +
                slot(fmt::format("why `{}` is a policy worth looking at, and where its numbers come from",
                                 policy.name)) +
                "\n\n";
    }
    return text;
}

struct Submodel {
    std::string_view heading;
    bool is_there;
    std::string (*text)(const Scenario&);
};

std::vector<Submodel> submodels(const Scenario& scenario)
{
    const Shared& shared = scenario.shared;
    std::vector<Submodel> found{{"Resources and queues", !shared.resources.empty(), resources},
                                {"Clinicians", shared.clinicians.has_value(), clinicians},
                                {"System variables", !shared.system.empty(), system},
                                {"Policies", !shared.policies.empty(), policies}};
    std::erase_if(found, [](const Submodel& one) { return !one.is_there; });
    return found;
}

}  // namespace

std::string odd_shared_submodels(const Scenario& scenario, std::size_t first)
{
    std::string text;
    for (const Submodel& one : submodels(scenario))
        text += fmt::format("### 7.{} {}\n\n{}", first++, one.heading, one.text(scenario));
    return text;
}

std::size_t odd_shared_submodel_count(const Scenario& scenario)
{
    return submodels(scenario).size();
}

}  // namespace txpath::report
