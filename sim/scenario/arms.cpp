// arms.cpp -- a trial's arms: each is the scenario with what the arm fixes and sets.
//
// Owns      lay_arm and the comparison of arms.
#include "scenario/arms.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "scenario/overlay.hpp"

namespace txpath {

namespace {

Node scalar(std::string text, const Mark& at)
{
    Node node;
    node.text = std::move(text);
    node.at = at;
    return node;
}

/// Everybody has this category, whatever the attribute depends on otherwise.
void fix(const Scenario& scenario, const Entry& fixed, Node& root, Diagnostics& found)
{
    const auto& attributes = scenario.people.attributes;
    const auto attribute = std::ranges::find(attributes, fixed.key, &Attribute::name);
    Node shares;
    shares.kind = Node::Kind::mapping;
    shares.at = fixed.value.at;
    for (const std::string& category : attribute->categories)
        shares.entries.push_back(
            {category, fixed.value.at, scalar(category == fixed.value.text ? "1" : "0", fixed.value.at)});
    set_node({fmt::format("population.attributes.{}.categories", fixed.key), fixed.key_at}, std::move(shares),
             root, found);
    if (attribute->given)
        set_node({fmt::format("population.given.{}", fixed.key), fixed.key_at},
                 scalar("null", fixed.value.at), root, found);
}

template <class Things>
bool has_same_names(const Things& some, const Things& others)
{
    return std::ranges::equal(some, others, [](const auto& a, const auto& b) { return a.name == b.name; });
}

}  // namespace

void lay_arm(const Scenario& scenario, const std::string& arm, Node& root, Diagnostics& found)
{
    const Node written =
        root.find("trial")->value.find("arms")->value.find(arm)->value;  // root changes below
    if (const Entry* attributes = written.find("attributes"))
        for (const Entry& fixed : attributes->value.entries) fix(scenario, fixed, root, found);
    const Entry* settings = written.find("set");
    if (settings == nullptr) return;
    for (const Entry& setting : settings->value.entries) {
        if (setting.key == "trial" || setting.key.starts_with("trial.") || setting.key == "time" ||
            setting.key.starts_with("time."))
            report(found, setting.key_at, fmt::format("an arm cannot change '{}'", setting.key)).help =
                "arms differ in what happens to people, not in the design of the trial";
        else
            set_node({setting.key, setting.key_at}, setting.value, root, found);
    }
}

bool are_alike(const Scenario& one, const Scenario& other)
{
    return has_same_names(one.tracks, other.tracks) && has_same_names(one.states, other.states) &&
           has_same_names(one.levels, other.levels) && has_same_names(one.counters, other.counters) &&
           has_same_names(one.people.attributes, other.people.attributes);
}

}  // namespace txpath
