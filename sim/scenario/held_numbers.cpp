// held_numbers.cpp -- the numbers that policies set: parameters, so that a policy is other parameter values.
//
// Owns      note_held, keep_held and target_of, which finds what a policy's path names.
// Promises  a number that cannot change during a run is refused, and with a remedy.
#include "scenario/held_numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "scenario/overlay.hpp"

namespace txpath {

namespace {

/// What stands at a path, and the mapping it stands in; null where nothing is written.
struct Spot {
    const Node* node = nullptr;
    const Node* parent = nullptr;
};

Spot spot_of(const Node& root, const std::vector<std::string>& keys)
{
    Spot spot{&root, nullptr};
    for (const std::string& key : keys) {
        if (spot.node == nullptr) return {};
        spot = {part_of(*spot.node, key), spot.node};
    }
    return spot;
}

/// The path under which the number is read: its base case stands for the whole of an uncertain value.
std::string read_as(std::string_view path, const Spot& spot)
{
    const bool is_base = path.ends_with(".value") || path.ends_with(".ratio");
    const bool is_within = is_base && spot.parent != nullptr && is_uncertain(*spot.parent) &&
                           spot.node != nullptr && spot.node->kind == Node::Kind::scalar;
    return std::string(is_within ? path.substr(0, path.rfind('.')) : path);
}

bool is_number(const Node& node)
{
    return node.kind == Node::Kind::scalar && !node.is_null() && !node.is_quoted &&
           (guess_dimension(node.text) || parse_date(node.text));
}

/// Is it a named value that nothing refers to?
bool is_idle(const Loading& loading, std::string_view path)
{
    return std::any_of(loading.named.begin(), loading.named.end(), [&](const NamedValue& named) {
        return named.uses.empty() && path == "parameters." + named.name;
    });
}

/// A place that uses the named value before the run starts, or nothing.
std::string early_use(const Loading& loading, std::string_view path)
{
    for (const NamedValue& named : loading.named)
        if (path == "parameters." + named.name)
            for (const auto& [where, wanted] : named.uses)
                if (is_before_the_run(where)) return where;
    return {};
}

/// Is it one way of a branch whose other ways would not make room for it?
bool is_of_closed_branch(const Loading& loading, std::string_view path, const Spot& spot)
{
    const auto parts = split(path, '.');
    const bool is_share = parts.size() >= 2 && parts[parts.size() - 2] == "to" && spot.parent != nullptr;
    const auto& held = *find_held(loading, std::string(path));
    return is_share && held.wanted.dimension == Dimension::probability &&
           std::none_of(spot.parent->entries.begin(), spot.parent->entries.end(),
                        [](const Entry& entry) { return entry.value.text == "rest"; });
}

void refuse_node(Loading& loading, const Entry& setting, const Spot& spot)
{
    const auto refuse = [&](std::string message) -> Diagnostic& {
        return report(loading.found, setting.key_at, fmt::format("'{}' {}", setting.key, message));
    };
    if (spot.node == nullptr) {
        refuse("has no number in the scenario that a policy could change").advice = "write one there first";
    } else if (spot.node->kind != Node::Kind::scalar || !is_number(*spot.node)) {
        refuse(fmt::format("is {}, not a number", described(*spot.node))).advice =
            spot.node->kind == Node::Kind::mapping ? "name a number in it" : "a policy changes numbers only";
    } else {
        refuse(is_before_the_run(setting.key) ? "has its effect before the run starts"
                                              : "stays what it is during a run")
            .advice = fmt::format("change it for a whole run: '--set {}=...'", setting.key);
    }
}

/// The path names nothing: say what is near, a system variable first.
void report_nothing(Loading& loading, const Node& root, const Entry& setting)
{
    std::vector<std::string_view> names;
    for (const SystemVariable& one : loading.scenario.shared.system) names.push_back(one.name);
    if (const auto near = closest(setting.key, names)) {
        report(loading.found, setting.key_at, fmt::format("'{}' names nothing in the scenario", setting.key))
            .advice = fmt::format("did you mean '{}'?", *near);
        return;
    }
    Node unchanged = root;
    set_node({setting.key, setting.key_at}, Node{}, unchanged, loading.found);
}

const SystemVariable* variable_named(const Scenario& scenario, std::string_view name)
{
    if (name.starts_with("system.")) name.remove_prefix(7);
    const auto& system = scenario.shared.system;
    const auto found = std::find_if(system.begin(), system.end(),
                                    [&](const SystemVariable& one) { return one.name == name; });
    return found == system.end() ? nullptr : &*found;
}

}  // namespace

bool is_before_the_run(std::string_view path)
{
    constexpr std::array<std::string_view, 8> sections{"population.", "time.",     "run.",   "outputs.",
                                                       "economics.",  "counters.", "trial.", "policies."};
    if (std::any_of(sections.begin(), sections.end(), [&](auto one) { return path.starts_with(one); }))
        return true;
    const auto parts = split(path, '.');
    const bool is_start = parts.size() >= 3 && parts[2] == "start" &&
                          (parts[0] == "levels" || parts[0] == "tracks" || parts[0] == "system");
    const bool is_of_clinicians =
        parts[0] == "clinicians" && parts.size() >= 2 && parts[1] != "transitions" && parts[1] != "states";
    return is_start || is_of_clinicians;
}

const HeldNumber* find_held(const Loading& loading, const std::string& path)
{
    const auto found = std::find_if(loading.held.begin(), loading.held.end(),
                                    [&](const HeldNumber& one) { return one.path == path; });
    return found == loading.held.end() ? nullptr : &*found;
}

const Node* node_at(const Node& root, std::string_view path)
{
    const auto keys = keys_to(root, path);
    return keys ? spot_of(root, *keys).node : nullptr;
}

void note_held(Loading& loading, const Node& root)
{
    const Entry* policies = root.find("policies");
    if (policies == nullptr) return;
    for (const Entry& policy : policies->value.entries) {
        const Entry* set = policy.value.find("set");
        if (set == nullptr) continue;
        for (const Entry& setting : set->value.entries) {
            const auto keys = keys_to(root, setting.key);
            if (!keys) continue;
            const std::string path = read_as(setting.key, spot_of(root, *keys));
            if (find_held(loading, path) == nullptr) loading.held.push_back({path, {}, {}, false, false});
        }
    }
}

void keep_held(Loading& loading, const Node& node, const Wanted& wanted, const std::string& path,
               Value& value)
{
    const auto held = std::find_if(loading.held.begin(), loading.held.end(),
                                   [&](const HeldNumber& one) { return one.path == path; });
    if (held == loading.held.end()) return;
    held->is_read = true;
    held->is_reference = node.kind == Node::Kind::scalar && node.text.starts_with('$');
    held->wanted = wanted;
    if (value.parameter.is_absent() && !held->is_reference) {
        Parameter parameter;
        parameter.path = path;
        parameter.base = value.number;
        parameter.distribution = {Family::fixed, value.number, 0.0, 0.0};
        parameter.at = span_of(node.at);
        parameter.written = node.text;
        if (const auto quantity = parse_quantity(node.text, wanted.dimension).quantity)
            parameter.unit = quantity->unit;
        value.parameter = ParameterId{loading.scenario.parameters.size()};
        loading.scenario.parameters.push_back(std::move(parameter));
    }
    held->value = value;
}

std::optional<Target> target_of(Loading& loading, const Node& root, const Entry& setting)
{
    if (const SystemVariable* variable = variable_named(loading.scenario, setting.key)) {
        const auto& system = loading.scenario.shared.system;
        return Target{SystemId{static_cast<std::size_t>(variable - system.data())}, nullptr};
    }
    const auto keys = keys_to(root, setting.key);
    if (!keys) {
        report_nothing(loading, root, setting);
        return std::nullopt;
    }
    const Spot spot = spot_of(root, *keys);
    const std::string path = read_as(setting.key, spot);
    const HeldNumber* held = find_held(loading, path);
    const auto refuse = [&](std::string message) -> Diagnostic& {
        return report(loading.found, setting.key_at, fmt::format("'{}' {}", setting.key, message));
    };
    if (held == nullptr || !held->is_read) {
        refuse_node(loading, setting, spot);
    } else if (held->is_reference) {
        const std::string name = spot.node->text.substr(1);
        refuse(fmt::format("stands for the parameter '{}', which other places may use, too", name)).advice =
            fmt::format("set 'parameters.{}'", name);
    } else if (is_idle(loading, path)) {
        refuse("is used nowhere, so that setting it changes nothing");
    } else if (const auto use = early_use(loading, path); !use.empty()) {
        refuse(fmt::format("is used at '{}', where it has its effect before the run starts", use)).advice =
            fmt::format("change it for a whole run: '--set {}=...'", path);
    } else if (is_before_the_run(path)) {
        auto& mistake = refuse("has its effect before the run starts");
        mistake.advice = path.starts_with("system.")
                             ? fmt::format("set '{}'", path.substr(0, path.rfind('.')))
                             : fmt::format("change it for a whole run: '--set {}=...'", path);
    } else if (is_of_closed_branch(loading, path, spot)) {
        refuse("is one of the probabilities of a branch, and the others would not follow").advice =
            "write 'rest' for the one that should make room";
    } else {
        return Target{{}, held};
    }
    return std::nullopt;
}

}  // namespace txpath
