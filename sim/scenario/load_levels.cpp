// load_levels.cpp -- what each person carries besides states: levels and counters.
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "scenario/sections.hpp"

namespace txpath {

namespace {

void load_toward(Loading& loading, const Node& node, Level& level, const Where& where)
{
    if (node.kind != Node::Kind::mapping || child(node, "value") != nullptr) {
        const auto value = read_free(loading, node, any_pure, where.path);
        if (value) level.toward_always = *value;
        return;
    }
    for (const Entry& entry : node.entries) {
        const auto state = find_any_state(loading, {entry.key, entry.key_at});
        const auto value =
            read_free(loading, entry.value, any_pure, fmt::format("{}.{}", where.path, entry.key));
        if (state && value) level.toward.emplace_back(*state, *value);
    }
    std::sort(level.toward.begin(), level.toward.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
}

void set_half_lives(const HalfLives& both, Level& level)
{
    level.rising = both.rising;
    level.falling = both.falling;
}

void check_range(Loading& loading, const Node& node, const Level& level)
{
    if (level.min && level.max && !(*level.min < *level.max)) {
        report(loading.found, child(node, "min")->at,
               fmt::format("'min' of level '{}' is not below its 'max'", level.name));
        return;
    }
    const bool is_low = level.min && level.start.number < *level.min;
    const bool is_high = level.max && level.start.number > *level.max;
    if (!is_low && !is_high) return;
    const Node* start = child(node, "start");
    report(loading.found, start != nullptr ? start->at : node.at,
           fmt::format("level '{}' starts {} its '{}'", level.name, is_low ? "below" : "above",
                       is_low ? "min" : "max"));
}

void load_level(Loading& loading, const Node& node, Level& level)
{
    const std::string path = "levels." + level.name;
    const std::string title = fmt::format("level '{}'", level.name);
    const auto before = loading.found.error_count();
    if (!check_keys(loading, node, "level", title)) return;
    const Fields fields{loading, node, "level", path};
    level.start = fields.value("start").value_or(Value{});
    level.min = fields.number("min");
    level.max = fields.number("max");
    if (const Node* toward = child(node, "toward"))
        load_toward(loading, *toward, level, {path + ".toward", fmt::format("'toward' of {}", title)});
    if (const Node* half_life = child(node, "half_life"))
        set_half_lives(load_half_life(loading, *half_life,
                                      {path + ".half_life", fmt::format("'half_life' of {}", title)}),
                       level);
    else
        report(loading.found, node.at, fmt::format("{} has no 'half_life'", title)).advice =
            "write 'half_life: 20 days', for example";
    if (loading.found.error_count() == before) check_range(loading, node, level);
}

}  // namespace

HalfLives load_half_life(Loading& loading, const Node& node, const Where& where)
{
    const bool has_two = child(node, "rising") != nullptr || child(node, "falling") != nullptr;
    if (!has_two) {
        const Wanted positive_time{Dimension::duration, std::nullopt, std::nullopt, 0.0};
        const Value both = read_free(loading, node, positive_time, where.path).value_or(Value{});
        return {both, both};
    }
    if (!check_keys(loading, node, "half_life", where.title)) return {};
    const Fields fields{loading, node, "half_life", where.path};
    return {fields.value("rising").value_or(Value{}), fields.value("falling").value_or(Value{})};
}

void load_levels(Loading& loading, const Node& node)
{
    if (node.kind != Node::Kind::mapping) return;
    for (Level& level : loading.scenario.levels) load_level(loading, *child(node, level.name), level);
}

void load_counters(Loading& loading, const Node& node)
{
    if (!expect(loading, node, Node::Kind::mapping, "'counters'")) return;
    constexpr Wanted whole{Dimension::pure, std::numeric_limits<std::int32_t>::min(),
                           std::numeric_limits<std::int32_t>::max(), std::nullopt};
    for (Counter& counter : loading.scenario.counters)
        if (const auto start =
                read_whole(loading, *child(node, counter.name), whole, "counters." + counter.name))
            counter.start = static_cast<std::int32_t>(*start);
}

}  // namespace txpath
