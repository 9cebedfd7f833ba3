// load_trial.cpp -- the section `trial`: its design; and what its parts share with endpoints.
#include <fmt/format.h>

#include <algorithm>

#include "scenario/trial_parts.hpp"

namespace txpath {

namespace {

void load_arm(Loading& loading, const Entry& entry, Trial& trial)
{
    const std::string title = fmt::format("arm '{}'", entry.key);
    if (!is_name(entry.key) || entry.key == "randomised" || entry.key == "enrolled") {
        report(loading.found, entry.key_at, fmt::format("'{}' cannot be the name of an arm", entry.key))
            .help =
            "a name has small letters, digits and '_'; 'randomised' and 'enrolled' are groups of every trial";
        return;
    }
    if (!check_keys(loading, entry.value, "arm", title)) return;
    const Fields fields{loading, entry.value, "arm", "trial.arms." + entry.key};
    Arm arm;
    arm.name = entry.key;
    arm.at = span_of(entry.key_at);
    if (const auto size = fields.whole("size")) arm.size = static_cast<std::uint64_t>(*size);
    if (const Node* attributes = fields.part("attributes")) {
        if (expect(loading, *attributes, Node::Kind::mapping, fmt::format("'attributes' of {}", title)))
            for (const Entry& fixed : attributes->entries) {
                const auto id = find_attribute(loading, {fixed.key, fixed.key_at});
                if (!id || !is_sound(loading, *id)) continue;
                if (!loading.scenario.people.attributes[*id].is_categorical)
                    report(loading.found, fixed.key_at,
                           fmt::format("attribute '{}' is a number and has no categories", fixed.key))
                        .advice =
                        fmt::format("use 'set: {{population.attributes.{}.value: ...}}'", fixed.key);
                else if (expect(loading, fixed.value, Node::Kind::scalar,
                                fmt::format("'{}' of {}", fixed.key, title)))
                    (void)find_category(loading, *id, {fixed.value.text, fixed.value.at});
            }
    }
    if (const Node* set = fields.part("set"))
        (void)expect(loading, *set, Node::Kind::mapping, fmt::format("'set' of {}", title));
    trial.arms.push_back(std::move(arm));
}

/// Days from randomisation by which a group has been seen.
double seen_by(const Trial& trial, const Group& group, double days)
{
    const bool is_enrolled = group.base == Group::Base::enrolled;
    if (group.filter && !group.filter->at.is_state()) days = std::max(days, group.filter->at.after);
    if (is_enrolled && trial.randomise && !trial.randomise->at.is_state()) days -= trial.randomise->at.after;
    return std::max(0.0, days);
}

double seen_by(const Trial& trial, const Endpoint& endpoint)
{
    const double from = endpoint.from && !endpoint.from->is_state() ? endpoint.from->after : 0.0;
    double days = seen_by(trial, endpoint.among, from + endpoint.time);
    if (endpoint.versus) days = std::max(days, seen_by(trial, *endpoint.versus, from + endpoint.time));
    return days;
}

bool waits_for_a_state(const Trial& trial)
{
    const auto group_waits = [](const Group& group) { return group.filter && group.filter->at.is_state(); };
    if (trial.enrol.at.is_state() || (trial.randomise && trial.randomise->at.is_state())) return true;
    return std::ranges::any_of(trial.endpoints, [&](const Endpoint& one) {
        return (one.from && one.from->is_state()) || group_waits(one.among) ||
               (one.versus && group_waits(*one.versus));
    });
}

/// How long people have to be followed, and whether the horizon leaves room for it.
void plan_follow_up(Loading& loading, const Node& endpoints, Trial& trial)
{
    const double horizon = loading.scenario.time.horizon;
    double before = trial.enrol.at.is_state() ? 0.0 : trial.enrol.at.after;
    if (trial.randomise && !trial.randomise->at.is_state()) before += trial.randomise->at.after;
    for (const Endpoint& endpoint : trial.endpoints) {
        const double days = seen_by(trial, endpoint);
        trial.follow_up = std::max(trial.follow_up, days);
        if (before + days <= horizon) continue;
        report(loading.found, endpoints.find(endpoint.name)->key_at,
               fmt::format("endpoint '{}' asks for day {}, but the simulation ends on day {}", endpoint.name,
                           shortest(before + days), shortest(horizon)))
            .advice = "make 'time.horizon' longer";
    }
    if (!waits_for_a_state(trial)) trial.last_day = before + trial.follow_up;
}

void check_people(Loading& loading, const Node& node)
{
    const People& people = loading.scenario.people;
    if (people.table && !people.table->weight.empty())
        report(loading.found, node.at, "a trial cannot draw people from a table with weights").advice =
            "remove the column 'weight'";
}

}  // namespace

std::string flow_text(const Node& node)
{
    std::string text;
    const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
    if (node.kind == Node::Kind::scalar) return node.text;
    for (const Node& item : node.items) add(flow_text(item));
    for (const Entry& entry : node.entries) add(entry.key + ": " + flow_text(entry.value));
    return node.kind == Node::Kind::list ? "[" + text + "]" : "{" + text + "}";
}

std::optional<TrialMoment> read_moment(Loading& loading, const Node& node, const std::string& path)
{
    const bool is_word =
        node.kind == Node::Kind::scalar && !node.text.empty() && node.text[0] >= 'a' && node.text[0] <= 'z';
    TrialMoment moment;
    if (is_word) {
        const auto state = find_any_state(loading, {node.text, node.at});
        if (!state) return std::nullopt;
        moment.state = *state;
        return moment;
    }
    const auto days = read_certain(loading, node, wanted_by(Dimension::duration), path);
    if (!days) return std::nullopt;
    moment.after = *days;
    return moment;
}

std::optional<Filter> read_filter(Loading& loading, const Node& node, const Where& where)
{
    Filter filter;
    filter.span = span_of(node.at);
    const Node* at = child(node, "at");
    const Node* only_if = child(node, "only_if");
    if (only_if != nullptr) {
        filter.only_if = load_condition(loading, *only_if, where);
        for (const Entry& entry : only_if->entries)
            filter.parts.push_back(entry.key + ": " + flow_text(entry.value));
        filter.span = span_of(only_if->at);
    }
    if (at == nullptr) return std::nullopt;  // check_keys reported it
    const auto moment = read_moment(loading, *at, where.path + ".at");
    if (!moment) return std::nullopt;
    filter.at = *moment;
    filter.moment_text = flow_text(*at);
    if (filter.parts.size() != filter.only_if.parts.size()) return std::nullopt;  // a part was refused
    return filter;
}

std::string read_citation(Loading& loading, const Node& node, const std::string& what)
{
    if (node.kind != Node::Kind::scalar || node.is_null()) return {};
    std::vector<std::string_view> keys{"assumption"};
    for (const auto& reference : loading.scenario.references) keys.push_back(reference.first);
    if (loading.are_references_broken || std::ranges::find(keys, node.text) != keys.end()) return node.text;
    auto& mistake = report(loading.found, node.at, fmt::format("no reference '{}' for {}", node.text, what));
    if (const auto near = closest(node.text, keys)) mistake.advice = fmt::format("did you mean '{}'?", *near);
    if (loading.scenario.references.empty())
        mistake.help = "the scenario has no 'references'; name the file of citations";
    return {};
}

void load_trial(Loading& loading, const Node& node)
{
    if (!check_keys(loading, node, "trial", "'trial'")) return;
    check_people(loading, node);
    if (has_sync_points(loading.scenario.shared) || !loading.shares.empty())
        report(loading.found, node.at,
               "a trial takes people one by one, and the people of this scenario share something")
            .help =
            "leave out resources, clinicians, system, policies and shares; a trial is not short of places";
    const auto before = loading.found.error_count();
    Trial trial;
    trial.at = span_of(node.at);
    const Fields fields{loading, node, "trial", "trial"};
    if (const Node* title = fields.word("title")) trial.title = title->text;
    if (const Node* description = fields.word("description")) trial.description = description->text;
    if (const Node* source = fields.part("source"))
        trial.source = read_citation(loading, *source, "the trial");
    if (const Node* enrol = fields.part("enrol"); enrol && check_keys(loading, *enrol, "enrol", "'enrol'")) {
        if (auto filter = read_filter(loading, *enrol, {"trial.enrol", "'enrol'"}))
            trial.enrol = std::move(*filter);
        const auto number = Fields{loading, *enrol, "enrol", "trial.enrol"}.whole("number");
        if (number) trial.enrolled = static_cast<std::uint64_t>(*number);
    }
    if (const Node* randomise = fields.part("randomise");
        randomise && check_keys(loading, *randomise, "randomise", "'randomise'"))
        trial.randomise = read_filter(loading, *randomise, {"trial.randomise", "'randomise'"});
    if (const Node* arms = fields.part("arms"); arms && arms->kind == Node::Kind::mapping) {
        for (const Entry& arm : arms->entries) load_arm(loading, arm, trial);
        if (arms->entries.empty()) report(loading.found, arms->at, "a trial has at least one arm");
    }
    std::ranges::sort(trial.arms, {}, &Arm::name);
    if (const Node* endpoints = fields.part("endpoints"); endpoints && endpoints->kind == Node::Kind::mapping)
        for (const Entry& entry : endpoints->entries)
            if (auto endpoint = load_endpoint(loading, entry, trial))
                trial.endpoints.push_back(std::move(*endpoint));
    std::ranges::sort(trial.endpoints, {}, &Endpoint::name);
    if (loading.found.error_count() > before) return;
    plan_follow_up(loading, *fields.part("endpoints"), trial);
    loading.scenario.trial = std::make_shared<const Trial>(std::move(trial));
}

}  // namespace txpath
