// page_times.cpp -- how long people stay and where they go: curves from whole histories, or medians.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>

#include "report/human.hpp"
#include "report/page_parts.hpp"
#include "report/page_survival.hpp"
#include "report/page_words.hpp"
#include "txpath/pathways.hpp"
#include "txpath/units.hpp"

namespace txpath::report {
namespace {

constexpr std::size_t most_curves = 8, fewest_stays = 10, fewest_exits = 5, points_shown = 80,
                      table_times = 5;

/// First stays in one state, each person of each replicate once.
struct Stays {
    std::vector<Stay> stays;
    std::vector<std::string> exits;
    std::set<std::pair<double, double>> seen;  ///< replicate, person
    std::size_t left = 0;

    std::size_t exit_to(const std::string& state)
    {
        const auto found = std::ranges::find(exits, state);
        if (found != exits.end()) return static_cast<std::size_t>(found - exits.begin());
        exits.push_back(state);
        return exits.size() - 1;
    }
};

constexpr std::string_view left_track = "out of the track", still_there = "still there";

/// Where one person is in one track, while the rows pass by.
struct Place {
    std::string state;
    double since = 0.0;
};

/// Rows of a person and track stand together; the last one is marked.
std::map<std::string, Stays> read_stays(const FinishedFolder& folder, double horizon)
{
    std::map<std::string, Stays> by_state;
    Place at;
    folder.read("histories", {"replicate", "patient_id", "track", "to", "time_stop", "final", "from"},
                [&](const TableRow& row) {
                    const std::pair person{row.number(0), row.number(1)};
                    const std::string track(row.text(2)), to(row.text(3));
                    const double now = row.number(4);
                    const auto count = [&](const std::string& state, Stay stay, const std::string& exit) {
                        Stays& stays = by_state[track + "." + state];
                        if (!stays.seen.insert(person).second) return;
                        if (!exit.empty()) {
                            stay.exit = stays.exit_to(exit);
                            ++stays.left;
                        }
                        stays.stays.push_back(stay);
                    };
                    if (!row.is_missing(6))
                        count(at.state, {now - at.since}, to.empty() ? std::string(left_track) : to);
                    at = {to, now};
                    if (row.text(5) == "1" && !to.empty()) count(to, {std::max(0.0, horizon - now)}, {});
                });
    return by_state;
}

/// Of a curve, at most so many points, evenly in time: the last before each.
void add_curve(const std::string& series, const std::vector<CurvePoint>& curve, const Stays& stays,
               double horizon, PageFigure& figure)
{
    const double last =
        std::min(horizon, curve.empty() ? 0.0 : std::ranges::max(stays.stays, {}, &Stay::time).time);
    const bool is_staying = series == still_there;  // numbers at risk are the same for all ways out
    std::size_t place = 0;
    for (std::size_t k = 0; k <= points_shown; ++k) {
        const double time = last * static_cast<double>(k) / points_shown;
        while (place + 1 < curve.size() && curve[place + 1].time <= time) ++place;
        if (curve[place].time > time) continue;
        const bool is_table_time = is_staying && k % (points_shown / (table_times - 1)) == 0;
        figure.rows.push_back({time, series, curve[place].estimate, curve[place].low, curve[place].high,
                               is_table_time ? Cell{at_risk(stays.stays, time)} : Cell{}});
    }
}

std::string median_sentence(const std::string& state, const std::vector<CurvePoint>& staying)
{
    const auto half =
        std::ranges::find_if(staying, [](const CurvePoint& point) { return point.estimate <= 0.5; });
    if (half == staying.end())
        return fmt::format("{}: {} are still there when the last of them is seen", state,
                           percent_words(staying.back().estimate));
    return fmt::format("{}: half have left after {}", state, time_words(half->time));
}

PageFigure curves_of(const std::string& name, Stays& stays, double horizon)
{
    std::string state = spoken(name);
    if (const std::size_t dot = state.find('.'); dot != std::string::npos) state.replace(dot, 1, ", ");
    const StayCurves curves = stay_curves(stays.stays, stays.exits.size());
    PageFigure figure{
        "stay_" + name,
        "survival",
        median_sentence(state, curves.staying),
        {},
        {number_column("time", "Time since entry", "years"), text_column("series", "Series"),
         number_column("estimate", "Share of people", "share"), number_column("low", "Low", "share"),
         number_column("high", "High", "share"), number_column("at_risk", "At risk", "people")}};
    figure.file = "histories.csv";
    add_curve(std::string(still_there), curves.staying, stays, horizon, figure);
    std::vector<std::pair<double, std::size_t>> order;
    for (std::size_t exit = 0; exit < stays.exits.size(); ++exit)
        order.emplace_back(-curves.leaving[exit].back().estimate, exit);
    std::ranges::sort(order);
    constexpr std::size_t most_exits = 4;
    for (std::size_t k = 0; k < std::min(order.size(), most_exits); ++k)
        add_curve("to " + spoken(stays.exits[order[k].second]), curves.leaving[order[k].second], stays,
                  horizon, figure);
    if (!order.empty())
        figure.title += fmt::format("; most go to {}", spoken(stays.exits[order.front().second]));
    figure.title += ".";
    figure.caption = fmt::format(
        "First stays of {} simulated people whose histories were written, {} of whom left; the others are "
        "censored at the horizon; who is there at the start is counted from the start. Still there: product "
        "limit (Kaplan-Meier); where to: cumulative incidence "
        "(Aalen-Johansen), so that all add up to 1; bands are 95 % intervals of luck with so few people{}.",
        rounded(static_cast<double>(stays.stays.size())), rounded(static_cast<double>(stays.left)),
        order.size() > most_exits ? ". Rarer ways out are in histories.csv" : "");
    return figure;
}

void add_curves(const PageContext& context, PageSection& section)
{
    const double horizon = context.manifest().horizon_days / days_per_year;
    std::map<std::string, Stays> by_state = read_stays(context.folder, horizon);
    std::vector<std::pair<std::size_t, std::string>> order;
    for (const auto& [name, stays] : by_state)
        if (stays.stays.size() >= fewest_stays && stays.left >= fewest_exits)
            order.emplace_back(stays.left, name);
    std::ranges::sort(order, std::greater{});
    for (std::size_t k = 0; k < std::min(order.size(), most_curves); ++k)
        section.figures.push_back(curves_of(order[k].second, by_state.at(order[k].second), horizon));
}

/// Events, rates and median times of all transitions, means over replicates.
void add_medians(const PageContext& context, PageSection& section)
{
    struct Sum {
        std::vector<double> count, rate, median;
    };
    std::map<std::pair<std::string, std::string>, Sum> sums;
    context.folder.read("transitions", {"stratum", "track", "transition", "count", "rate", "median_time"},
                        [&](const TableRow& row) {
                            if (row.text(0) != "all") return;
                            Sum& sum = sums[{std::string(row.text(1)), std::string(row.text(2))}];
                            sum.count.push_back(row.number(3));
                            if (!row.is_missing(4)) sum.rate.push_back(row.number(4));
                            if (!row.is_missing(5)) sum.median.push_back(row.number(5));
                        });
    PageFigure figure{
        "transitions",
        "table",
        {},
        "Means over replicates; a median is that of the stays which the transition ended.",
        {text_column("track", "Track"), text_column("transition", "Transition"),
         number_column("count", "Events", "events"), number_column("low", "Low", "events"),
         number_column("high", "High", "events"), number_column("rate", "Rate", "per person-year"),
         number_column("median", "Median time to it", "years")}};
    figure.file = "transitions.csv";
    double most = 0.0;
    for (const auto& [name, sum] : sums) {
        const MeanOverLuck count = over_replicates(sum.count);
        figure.rows.push_back({spoken(name.first), spoken(name.second), cell_of(count.mean),
                               cell_of(count.low), cell_of(count.high),
                               cell_of(over_replicates(sum.rate).mean),
                               cell_of(over_replicates(sum.median).mean)});
        if (count.mean <= most) continue;
        most = count.mean;
        figure.title = fmt::format("The commonest transition is {} of {}: {}.", spoken(name.second),
                                   spoken(name.first), with_interval(count, "events"));
    }
    if (figure.rows.empty()) return;
    if (figure.title.empty()) figure.title = "No transition fired.";
    section.figures.push_back(std::move(figure));
}

}  // namespace

void add_times(const PageContext& context, PageContent& page)
{
    PageSection section{"times", "How long, and where to", "Times in states and ways out of them."};
    add_curves(context, section);
    if (section.figures.empty())
        section.text += " Curves need whole histories of enough people: set outputs.people in the scenario.";
    add_medians(context, section);
    add_section(page, std::move(section));
}

std::optional<PageSection> pathways(const PageContext& context)
{
    if (context.scenario() == nullptr) return std::nullopt;
    std::map<std::string, PageFigure> by_track;
    for (const PathwayArrow& arrow : pathway_arrows(*context.scenario())) {
        PageFigure& figure = by_track[arrow.track];
        figure.rows.push_back(
            {arrow.track, spoken(arrow.from), spoken(arrow.to), spoken(arrow.name), arrow.law});
    }
    PageSection section{
        "pathways", "The pathways",
        "States, and transitions with the laws of their times, as the scenario has them in its base case."};
    for (auto& [track, figure] : by_track) {
        std::set<std::string> states;
        for (const auto& row : figure.rows)
            for (const std::size_t end : {1, 2}) states.insert(std::get<std::string>(row[end]));
        figure.id = "pathway_" + track;
        figure.kind = "diagram";
        figure.title = fmt::format("{}: {} and {} between them.", spoken(track),
                                   count_words(static_cast<double>(states.size()), "state"),
                                   count_words(static_cast<double>(figure.rows.size()), "way"));
        figure.caption =
            "An arrow is a transition, a branch of a decision, a grant of a place or a move caused "
            "elsewhere.";
        figure.file = "scenario.effective.yaml";
        figure.columns = {text_column("track", "Track"), text_column("from", "From"), text_column("to", "To"),
                          text_column("label", "Transition"), text_column("law", "When")};
        section.figures.push_back(std::move(figure));
    }
    return section;
}

}  // namespace txpath::report
