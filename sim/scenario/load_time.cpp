// load_time.cpp -- the sections `time` and `run`.
#include <fmt/format.h>

#include "scenario/sections.hpp"

namespace txpath {

namespace {

constexpr double most_reports = 1e6;

/// Day 0, every `every` days, and the horizon.
std::vector<double> report_days(double every, double horizon)
{
    constexpr double slack = 1e-9;  // a horizon of 12 months has 13 reports although a twelfth of a year is rounded
    std::vector<double> days;
    for (std::size_t count = 0; static_cast<double>(count) * every < horizon - slack * every; ++count)
        days.push_back(static_cast<double>(count) * every);
    days.push_back(horizon);
    return days;
}

void load_start(Loading& loading, const Node& node)
{
    if (node.kind == Node::Kind::scalar && parse_date(node.text)) {
        loading.scenario.time.start = node.text;
        return;
    }
    report(loading.found, node.at, fmt::format("'start' is '{}', which is not a date", node.text)).advice =
        "write year-month-day, as in 2025-01-31";
}

}  // namespace

void load_time(Loading& loading, const Node& node)
{
    if (!check_keys(loading, node, "time", "'time'")) return;
    TimeFrame& time = loading.scenario.time;
    if (const Node* start = child(node, "start")) load_start(loading, *start);
    const auto span = [&](std::string_view key) -> std::optional<double> {
        const Node* part = child(node, key);
        if (part == nullptr) return std::nullopt;
        return read_certain(loading, *part, Dimension::duration, fmt::format("time.{}", key), positive);
    };
    const auto horizon = span("horizon");
    const auto report_every = span("report_every");
    time.sync_every = child(node, "sync_every") != nullptr ? span("sync_every").value_or(0.0) : days_per_week;
    time.horizon = horizon.value_or(0.0);
    time.report_every = report_every.value_or(0.0);
    if (!horizon || !report_every) return;
    if (time.horizon / time.report_every > most_reports) {
        report(loading.found, child(node, "report_every")->at,
               fmt::format("'report_every' gives more than {:.0f} reports", most_reports));
        return;
    }
    time.reports = report_days(time.report_every, time.horizon);
}

void load_run(Loading& loading, const Node& node)
{
    if (!check_keys(loading, node, "run", "'run'")) return;
    if (const Node* seed = child(node, "seed"))
        if (const auto number = read_whole(loading, *seed, "run.seed", not_negative))
            loading.scenario.run.seed = static_cast<std::uint64_t>(*number);
    constexpr Bounds replicates{.at_least = 1.0, .at_most = 1e6};
    if (const Node* node_of = child(node, "replicates"))
        if (const auto number = read_whole(loading, *node_of, "run.replicates", replicates))
            loading.scenario.run.replicates = static_cast<std::uint32_t>(*number);
}

}  // namespace txpath
