// load_system.cpp -- the section `system`: levels of the whole system.
#include <fmt/format.h>

#include "scenario/sections.hpp"

namespace txpath {

namespace {

void check_range(Loading& loading, const Node& node, const SystemVariable& variable)
{
    if (variable.min && variable.max && !(*variable.min < *variable.max)) {
        report(loading.found, child(node, "min")->at,
               fmt::format("'min' of system variable '{}' is not below its 'max'", variable.name));
        return;
    }
    const bool is_low = variable.min && variable.start.number < *variable.min;
    const bool is_high = variable.max && variable.start.number > *variable.max;
    if (!is_low && !is_high) return;
    const Node* start = child(node, "start");
    report(loading.found, start != nullptr ? start->at : node.at,
           fmt::format("system variable '{}' starts {} its '{}'", variable.name, is_low ? "below" : "above",
                       is_low ? "min" : "max"));
}

void load_variable(Loading& loading, const Node& node, SystemVariable& variable)
{
    const std::string title = fmt::format("system variable '{}'", variable.name);
    const Where where{"system." + variable.name, title};
    const auto before = loading.found.error_count();
    if (!check_keys(loading, node, "system_variable", title)) return;
    const Fields fields{loading, node, "system_variable", where.path};
    variable.start = fields.value("start").value_or(Value{});
    variable.toward = fields.value("toward");
    variable.min = fields.number("min");
    variable.max = fields.number("max");
    const Entry* toward = node.find("toward");
    const Entry* half_life = node.find("half_life");
    if (half_life != nullptr) {
        const auto both = load_half_life(
            loading, half_life->value, {where.path + ".half_life", fmt::format("'half_life' of {}", title)});
        variable.rising = both.rising;
        variable.falling = both.falling;
    }
    if (toward != nullptr && half_life == nullptr)
        report(loading.found, toward->key_at, fmt::format("{} has a 'toward' and no 'half_life'", title))
            .advice = "write 'half_life: 6 years', for example";
    if (toward == nullptr && half_life != nullptr)
        report(loading.found, half_life->key_at,
               fmt::format("{} has a 'half_life' and no 'toward' to move to", title))
            .advice = "add 'toward: 1', for example, or leave 'half_life' out";
    if (loading.found.error_count() == before) check_range(loading, node, variable);
}

}  // namespace

void load_system(Loading& loading, const Node& node)
{
    const ByName entries(node);
    for (SystemVariable& variable : loading.scenario.shared.system)
        load_variable(loading, entries[variable.name].value, variable);
}

}  // namespace txpath
