// load_policies.cpp -- the sections `policies` and `barriers`: what changes, when, and what would.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/elementary.hpp"
#include "scenario/explain.hpp"
#include "scenario/held_numbers.hpp"
#include "scenario/sections.hpp"
#include "scenario/uncertain.hpp"

namespace txpath {

namespace {

/// The probability within one time that has the same hazard as one within another.
double within_other_time(double probability, double days, double other_days)
{
    return -portable::expm1(portable::log1p(-probability) * other_days / days);
}

/// A probability over time as the parameter holds it: within the parameter's own time.
std::optional<Value> read_chance(Loading& loading, const Node& node, double span, const std::string& path)
{
    const Node* written = node.kind == Node::Kind::mapping ? child(node, "value") : &node;
    const bool has_span = written != nullptr && written->kind == Node::Kind::scalar &&
                          guess_dimension(written->text) == Dimension::chance_over_time;
    if (!has_span) return read_free(loading, node, wanted_by(Dimension::probability), path);
    auto value = read_free(loading, node, wanted_by(Dimension::chance_over_time), path);
    if (!value) return std::nullopt;
    const double number = within_other_time(value->number, value->factor, span);
    if (!value->parameter.is_absent()) {
        Parameter& parameter = loading.scenario.parameters[value->parameter.index()];
        if (parameter.distribution.family == Family::fixed) {
            parameter.base = number;
            parameter.distribution = {Family::fixed, number, 0.0, 0.0};
        } else if (value->factor != span) {
            report(loading.found, written->at,
                   fmt::format("'{}' is uncertain within another time than the number that it replaces",
                               written->text))
                .advice = fmt::format("say it within {} days", shortest(span));
            return std::nullopt;
        }
    }
    value->number = number;
    value->conversion = Conversion::none;
    value->factor = 1.0;
    return value;
}

/// Every use of a named value has a range of its own.
bool check_uses(Loading& loading, const Entry& setting, const HeldNumber& held, const Value& amount)
{
    for (const NamedValue& named : loading.named) {
        if (held.path != "parameters." + named.name) continue;
        for (const auto& [where, use] : named.uses) {
            const double factor = use.dimension == Dimension::rate_per_year ? days_per_year : 1.0;
            const auto mistake = range_mistake(as_drawn(use), amount.number * factor);
            if (!mistake) continue;
            report(loading.found, setting.value.at, sentence(held.path, setting.value, *mistake));
            return false;
        }
    }
    return true;
}

std::optional<Value> read_amount(Loading& loading, const Entry& setting, const HeldNumber& held,
                                 const std::string& path)
{
    if (held.value.conversion == Conversion::probability_within)
        return read_chance(loading, setting.value, held.value.factor, path);
    const bool is_capacity =
        held.path.starts_with("resources.") && held.path.find(".capacity") != std::string::npos;
    if (is_capacity && setting.value.text == "unlimited")
        return certain(std::numeric_limits<double>::infinity());
    auto amount = read_free(loading, setting.value, held.wanted, path);
    if (!amount || !check_uses(loading, setting, held, *amount)) return std::nullopt;
    return amount;
}

std::optional<PolicySetting> load_setting(Loading& loading, const Node& root, const Entry& setting,
                                          const std::string& policy)
{
    const auto target = target_of(loading, root, setting);
    if (!target) return std::nullopt;
    const std::string path = fmt::format("{}.set.{}", policy, setting.key);
    PolicySetting made;
    made.at = span_of(setting.key_at);
    made.system = target->system;
    const auto amount = target->number == nullptr ? read_free(loading, setting.value, any_pure, path)
                                                  : read_amount(loading, setting, *target->number, path);
    if (!amount) return std::nullopt;
    if (target->number != nullptr) {
        made.parameter = target->number->value.parameter;
    } else {
        const SystemVariable& variable = loading.scenario.shared.system[target->system];
        const bool is_low = variable.min && amount->number < *variable.min;
        if (is_low || (variable.max && amount->number > *variable.max)) {
            report(loading.found, setting.value.at,
                   fmt::format("'{}' is set to {}, which is {} its '{}'", variable.name, setting.value.text,
                               is_low ? "below" : "above", is_low ? "min" : "max"));
            return std::nullopt;
        }
    }
    made.amount = *amount;
    return made;
}

/// The probability written at a node, 0 if it is none or `rest`.
double probability_at(const Loading& loading, const Node& node)
{
    if (node.kind == Node::Kind::mapping) {
        const Node* value = child(node, "value");
        return value == nullptr ? 0.0 : probability_at(loading, *value);
    }
    for (const NamedValue& named : loading.named)
        if (node.text == "$" + named.name) return named.value.number;
    const auto quantity = parse_quantity(node.text, Dimension::probability).quantity;
    return quantity ? quantity->number : 0.0;
}

/// What is set in a branch leaves room for its `rest`.
void check_branches(Loading& loading, const Node& root, const Node& set)
{
    std::vector<std::string> told;
    for (const Entry& setting : set.entries) {
        const auto dot = setting.key.rfind('.');
        const auto branch = setting.key.substr(0, dot == std::string::npos ? 0 : dot);
        if (!branch.ends_with(".to") || std::find(told.begin(), told.end(), branch) != told.end()) continue;
        const Node* node = node_at(root, branch);
        if (node == nullptr || node->kind != Node::Kind::mapping) continue;
        told.push_back(branch);
        double sum = 0.0;
        for (const Entry& way : node->entries) {
            const Node* instead = child(set, branch + "." + way.key);
            sum += probability_at(loading, instead == nullptr ? way.value : *instead);
        }
        if (sum > 1.0 + 1e-9)
            report(loading.found, setting.value.at,
                   fmt::format("the probabilities of '{}' would sum to {:.10g}, more than 1", branch, sum));
    }
}

void load_settings(Loading& loading, const Node& root, const Node& node, Policy& policy, const Where& where)
{
    if (!expect(loading, node, Node::Kind::mapping, fmt::format("'set' of {}", where.title))) return;
    if (node.entries.empty()) report(loading.found, node.at, fmt::format("{} sets nothing", where.title));
    for (const Entry& setting : node.entries) {
        const auto made = load_setting(loading, root, setting, where.path);
        if (!made) continue;
        const bool is_again =
            std::any_of(policy.set.begin(), policy.set.end(), [&](const PolicySetting& other) {
                return other.parameter == made->parameter && other.system == made->system;
            });
        if (is_again)
            report(loading.found, setting.key_at,
                   fmt::format("{} sets '{}' twice", where.title, setting.key));
        else
            policy.set.push_back(*made);
    }
    check_branches(loading, root, node);
    std::sort(policy.set.begin(), policy.set.end(), [](const PolicySetting& a, const PolicySetting& b) {
        return std::pair(a.system, a.parameter) < std::pair(b.system, b.parameter);
    });
}

void load_span(Loading& loading, const Node& node, Policy& policy, const Where& where)
{
    const Fields fields{loading, node, "policy", where.path};
    policy.from = fields.value("from");
    policy.until = fields.value("until");
    policy.lasts = fields.value("for");
    policy.over = fields.value("over").value_or(Value{});
    if (node.find("from") == nullptr && node.find("when") == nullptr)
        report(loading.found, node.at, fmt::format("{} does not say when it begins", where.title)).advice =
            "write 'from: 18 months' or 'when: {...}'";
    if (const Entry* until = node.find("until"); until != nullptr && node.find("for") != nullptr)
        report(loading.found, until->key_at,
               fmt::format("{} says twice when it ends: 'until' and 'for'", where.title))
            .advice = "keep one of them";
    if (policy.from && policy.until && policy.until->number <= policy.from->number)
        report(loading.found, node.find("until")->value.at,
               fmt::format("{} ends before it begins", where.title));
}

void load_policy(Loading& loading, const Node& root, const Entry& entry)
{
    const Where where{"policies." + entry.key, fmt::format("policy '{}'", entry.key)};
    if (!is_name(entry.key)) {
        report(loading.found, entry.key_at, fmt::format("'{}' is not a name for a policy", entry.key)).help =
            "a name starts with a small letter and goes on with small letters, digits and '_'";
        return;
    }
    if (!check_keys(loading, entry.value, "policy", where.title)) return;
    Policy policy;
    policy.name = entry.key;
    policy.at = span_of(entry.key_at);
    load_span(loading, entry.value, policy, where);
    if (const Node* when = child(entry.value, "when")) {
        loading.is_of_policy = true;
        policy.when = load_condition(loading, *when, where);
        loading.is_of_policy = false;
    }
    if (const Node* set = child(entry.value, "set")) load_settings(loading, root, *set, policy, where);
    loading.scenario.shared.policies.push_back(std::move(policy));
}

}  // namespace

void load_policies(Loading& loading, const Node& root)
{
    const Node* node = child(root, "policies");
    if (node == nullptr || node->kind != Node::Kind::mapping) return;
    for (const Entry& entry : node->entries) load_policy(loading, root, entry);
    auto& policies = loading.scenario.shared.policies;
    std::sort(policies.begin(), policies.end(),
              [](const Policy& a, const Policy& b) { return a.name < b.name; });
}

void load_barriers(Loading& loading, const Node& node)
{
    for (const Entry& entry : node.entries) {
        const std::string title = fmt::format("barrier '{}'", entry.key);
        if (!is_name(entry.key)) {
            report(loading.found, entry.key_at, fmt::format("'{}' is not a name for a barrier", entry.key))
                .help = "a name starts with a small letter and goes on with small letters, digits and '_'";
            continue;
        }
        if (!check_keys(loading, entry.value, "barrier", title)) continue;
        const Fields fields{loading, entry.value, "barrier", "barriers." + entry.key};
        Barrier barrier;
        barrier.name = entry.key;
        barrier.at = span_of(entry.key_at);
        if (const Node* text = fields.word("title")) barrier.title = text->text;
        if (const Node* text = fields.word("note")) barrier.note = text->text;
        const Node* remove = fields.part("remove");
        if (remove == nullptr ||
            !expect(loading, *remove, Node::Kind::mapping, fmt::format("'remove' of {}", title)))
            continue;
        if (remove->entries.empty())
            report(loading.found, remove->at, fmt::format("'remove' of {} changes nothing", title));
        for (const Entry& setting : remove->entries)
            barrier.removed_by.emplace_back(setting.key, on_one_line(setting.value));
        loading.scenario.shared.barriers.push_back(std::move(barrier));
    }
    auto& barriers = loading.scenario.shared.barriers;
    std::sort(barriers.begin(), barriers.end(),
              [](const Barrier& a, const Barrier& b) { return a.name < b.name; });
}

}  // namespace txpath
