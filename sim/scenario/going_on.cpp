// going_on.cpp -- what may be different when a scenario goes on from a checkpoint.
//
// Owns      going_on.
// Method    Every place where the two scenarios differ is either something that acts from the checkpoint on,
// or a
//           number that a policy could set then, or an obstacle: what nobody thought of is refused.
#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "base/sha256.hpp"
#include "base/text.hpp"
#include "scenario/explain.hpp"
#include "scenario/held_numbers.hpp"
#include "scenario/quantity.hpp"
#include "scenario/schema.hpp"
#include "txpath/checkpoint.hpp"

namespace txpath {

namespace {

constexpr std::string_view added_name = "from_checkpoint";

/// What a leaf says, key by key; a plain value has the key `value`. Distributions do not count: a run takes
/// the base case.
std::map<std::string, std::string> said_in(const std::string& leaf)
{
    Sources sources;
    Diagnostics silent;  // it was read before
    const Node node = parse_yaml(sources.add(source_of("effective", "", leaf)), leaf, silent);
    if (node.kind != Node::Kind::mapping) return {{"value", leaf}};
    std::map<std::string, std::string> said;
    const auto laws = distribution_keys();
    for (const Entry& entry : node.entries)
        if (std::ranges::find(laws, entry.key) == laws.end()) said[entry.key] = on_one_line(entry.value);
    return said;
}

/// A number that changed, under the path by which `--set` knows it.
struct ChangedNumber {
    std::string path, before, now;
};

class Judge {
public:
    Judge(const CheckpointHead& head, const Scenario& scenario) : head_(head), scenario_(scenario) {}

    GoingOn judge()
    {
        Scenario before;
        before.effective_text = head_.effective_text;
        found_.differences = input_differences(before, scenario_);
        for (const InputDifference& each : found_.differences) judge(each);
        for (const std::string& name : policies_) judge_policy(name);
        judge_orders();
        judge_files();
        if (scenario_.run.stop)
            refuse("'run.stop' adds replicates, and a checkpoint holds those it was made of; leave it out");
        if (head_.has_sync_points && !has_sync_points(scenario_.shared))
            refuse(
                "people shared something before the checkpoint and would share nothing after it; keep one of "
                "its "
                "policies");
        if (!changed_.empty() && found_.obstacles.empty()) add_policy();
        return std::move(found_);
    }

private:
    void refuse(std::string sentence) { found_.obstacles.push_back(std::move(sentence)); }

    void refuse(const InputDifference& each)
    {
        if (!each.is_in_reference)
            refuse(fmt::format("'{}' is {} and was not there", each.path, each.other));
        else if (!each.is_in_other)
            refuse(fmt::format("'{}' was {} and is not there any more", each.path, each.reference));
        else
            refuse(fmt::format("'{}' is {} and was {}", each.path, each.other, each.reference));
    }

    void judge(const InputDifference& each)
    {
        const std::string_view path = each.path;
        const auto is_of = [path](std::string_view section) {
            return path == section || (path.starts_with(section) && path[section.size()] == '.');
        };
        if (is_of("policies")) {
            policies_.insert(std::string(split(path, '.').at(1)));
        } else if (path == "time.horizon") {
            if (scenario_.time.horizon <= head_.moment)
                refuse(fmt::format("'time.horizon' is {}, not after the checkpoint", each.other));
        } else if (path == "time.sync_every") {
            if (head_.has_sync_points) refuse(each);
        } else if (path == "outputs.people") {
            if (scenario_.outputs.people > head_.histories)
                refuse(
                    fmt::format("'outputs.people' is {}, and the checkpoint has the histories of {} people",
                                scenario_.outputs.people, head_.histories));
        } else if (!is_of("outputs.measures") && !is_of("economics.perspectives") && !is_of("barriers") &&
                   !is_of("explore") && !is_of("trial") && path != "run.stop") {
            judge_number(each);
        }
    }

    /// Something else differs: it must be a number, and one that a policy could set.
    void judge_number(const InputDifference& each)
    {
        if (!each.is_in_reference || !each.is_in_other || is_before_the_run(each.path)) return refuse(each);
        const auto before = said_in(each.reference), now = said_in(each.other);
        std::vector<std::string> keys;
        for (const auto& [key, text] : now) {
            const auto same = before.find(key);
            if (same == before.end()) return refuse(each);
            if (same->second != text) keys.push_back(key);
        }
        if (before.size() != now.size()) return refuse(each);
        for (const std::string& key : keys) {
            const bool is_number = (key == "value" || key == "ratio") && guess_dimension(before.at(key)) &&
                                   guess_dimension(now.at(key));
            if (!is_number) return refuse(each);
            const std::string path = key == "value" ? each.path : each.path + "." + key;
            for (const Policy& policy : scenario_.shared.policies)
                if (sets(policy, each.path))
                    return refuse(
                        fmt::format("'{}' is {} and was {}, and policy '{}' sets it; change the policy", path,
                                    now.at(key), before.at(key), policy.name));
            changed_.push_back({path, before.at(key), now.at(key)});
        }
    }

    [[nodiscard]] bool sets(const Policy& policy, std::string_view path) const
    {
        return std::ranges::any_of(policy.set, [&](const PolicySetting& setting) {
            return !setting.parameter.is_absent() &&
                   scenario_.parameters[setting.parameter.index()].path.starts_with(path);
        });
    }

    /// A policy that had begun stays what it was; any other begins after the checkpoint, or never.
    void judge_policy(const std::string& name)
    {
        for (const std::uint32_t begun : head_.begun)
            if (head_.policies.at(begun).name == name)
                return refuse(fmt::format("policy '{}' had begun, so it must stay as it was", name));
        for (const Policy& policy : scenario_.shared.policies) {
            if (policy.name != name) continue;
            const double from = policy.from ? converted(*policy.from, policy.from->number) : 0.0;
            if (from < head_.moment)
                refuse(fmt::format(
                    "policy '{}' is new or another one, so it must have a 'from' at the checkpoint ({} "
                    "days) or after it",
                    name, head_.moment));
        }
    }

    /// In the same words, but another order: places in it are what a checkpoint knows.
    void judge_orders()
    {
        for (const std::uint32_t begun : head_.begun)
            for (const Policy& policy : scenario_.shared.policies)
                if (policy.name == head_.policies.at(begun).name && !policies_.contains(policy.name) &&
                    targets_of(scenario_, policy) != head_.policies.at(begun).targets)
                    refuse(fmt::format("policy '{}' had begun, and lists what it sets in another order",
                                       policy.name));
    }

    void judge_files()
    {
        std::map<std::string, std::string> before(head_.data_files.begin(), head_.data_files.end());
        for (const std::string& path : scenario_.data_files) {
            const std::string name(path.substr(path.find_last_of('/') + 1));
            const auto same = before.find(name);
            if (same != before.end() && same->second != sha256_of_file(path).value_or(""))
                refuse(fmt::format("the data file '{}' is not what it was", name));
        }
    }

    void add_policy()
    {
        std::string name(added_name);
        const auto is_taken = [&] {
            return std::ranges::any_of(scenario_.shared.policies,
                                       [&](const Policy& policy) { return policy.name == name; });
        };
        while (is_taken()) name += "_too";
        std::string set;
        for (const ChangedNumber& each : changed_) {
            found_.overrides.push_back({each.path, each.before});
            set += fmt::format("{}\"{}\": {}", set.empty() ? "" : ", ", each.path, each.now);
        }
        found_.overrides.push_back(
            {"policies", fmt::format("{{{}: {{from: {} days, set: {{{}}}}}}}", name, head_.moment, set)});
    }

    const CheckpointHead& head_;
    const Scenario& scenario_;
    GoingOn found_;
    std::vector<ChangedNumber> changed_;
    std::set<std::string> policies_;  ///< that differ
};

}  // namespace

std::variant<double, std::string> moment_in(std::string_view text)
{
    std::string whole(text);
    for (const auto& [letter, unit] :
         {std::pair{'y', " years"}, std::pair{'w', " weeks"}, std::pair{'d', " days"}})
        if (text.ends_with(letter) && parse_number(trimmed(text.substr(0, text.size() - 1))))
            whole = std::string(text.substr(0, text.size() - 1)) + unit;
    const QuantityResult read = parse_quantity(whole, Dimension::duration);
    if (read.quantity) return read.quantity->number;
    return fmt::format("{}; {}", read.error.message, read.error.advice);
}

std::vector<std::string> targets_of(const Scenario& scenario, const Policy& policy)
{
    std::vector<std::string> targets;
    for (const PolicySetting& setting : policy.set)
        targets.push_back(setting.parameter.is_absent()
                              ? "system." + scenario.shared.system[setting.system].name
                              : scenario.parameters[setting.parameter.index()].path);
    return targets;
}

GoingOn going_on(const CheckpointHead& head, const Scenario& scenario)
{
    return Judge(head, scenario).judge();
}

}  // namespace txpath
