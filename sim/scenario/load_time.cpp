// load_time.cpp -- the sections `time` and `run`.
#include <fmt/format.h>

#include "scenario/sections.hpp"

namespace txpath {

namespace {

constexpr double most_reports = 1e6;

/// Day 0, every `every` days, and the horizon.
std::vector<double> report_days(double every, double horizon)
{
    constexpr double slack =
        1e-9;  // a horizon of 12 months has 13 reports although a twelfth of a year is rounded
    std::vector<double> days;
    for (std::size_t count = 0; static_cast<double>(count) * every < horizon - slack * every; ++count)
        days.push_back(static_cast<double>(count) * every);
    days.push_back(horizon);
    return days;
}

void load_start(Loading& loading, const Node& node)
{
    if (parse_date(node.text)) {
        loading.scenario.time.start = node.text;
        return;
    }
    report(loading.found, node.at, sentence("time.start", node, "which is not a date")).advice =
        "write year-month-day, as in 2025-01-31";
}

}  // namespace

void load_time(Loading& loading, const Node& node)
{
    if (!check_keys(loading, node, "time", "'time'")) return;
    const Fields fields{loading, node, "time", "time"};
    TimeFrame& time = loading.scenario.time;
    if (const Node* start = fields.word("start")) load_start(loading, *start);
    const auto horizon = fields.number("horizon");
    const auto report_every = fields.number("report_every");
    time.sync_every =
        fields.part("sync_every") != nullptr ? fields.number("sync_every").value_or(0.0) : days_per_week;
    time.horizon = horizon.value_or(0.0);
    time.report_every = report_every.value_or(0.0);
    if (!horizon || !report_every) return;
    if (time.horizon / time.report_every <= most_reports) {
        time.reports = report_days(time.report_every, time.horizon);
        return;
    }
    const Node& every = *fields.part("report_every");
    report(loading.found, every.at,
           sentence("time.report_every", every,
                    fmt::format("which gives more than {:.0f} reports", most_reports)));
}

void load_run(Loading& loading, const Node& node)
{
    if (!check_keys(loading, node, "run", "'run'")) return;
    const Fields fields{loading, node, "run", "run"};
    if (const auto seed = fields.whole("seed")) loading.scenario.run.seed = static_cast<std::uint64_t>(*seed);
    if (const auto replicates = fields.whole("replicates"))
        loading.scenario.run.replicates = static_cast<std::uint32_t>(*replicates);
    if (const Node* stop = fields.part("stop"); stop != nullptr && stop->kind == Node::Kind::mapping)
        load_stop(loading, *stop, fields.word("replicates"));
}

}  // namespace txpath
