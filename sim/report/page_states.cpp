// page_states.cpp -- who is where: shares of states over time, flows between checkpoints, conservation.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>

#include "report/human.hpp"
#include "report/page_parts.hpp"
#include "report/page_words.hpp"

namespace txpath::report {
namespace {

constexpr std::size_t most_areas = 8, most_times = 61, most_tracks_with_flows = 6, most_checkpoints = 6;
constexpr double mostly = 0.1;      // share elsewhere below which areas would show one colour only
constexpr double too_small = 0.02;  // share of the people below which a state joins the others in a drawing
constexpr std::string_view others = "other states", gone = "not followed any more";

struct NameOfState {
    std::string track, state;
};

NameOfState parts_of(std::string_view name)
{
    const std::size_t dot = name.find('.');
    if (dot == std::string_view::npos) return {std::string(name), {}};
    return {std::string(name.substr(0, dot)), std::string(name.substr(dot + 1))};
}

/// Shares by time of one track.
struct TrackShares {
    std::map<std::string, std::map<double, double>> of_state;

    [[nodiscard]] std::vector<double> times() const
    {
        std::set<double> all;
        for (const auto& [name, shares] : of_state)
            for (const auto& [time, share] : shares) all.insert(time);
        return {all.begin(), all.end()};
    }
    [[nodiscard]] double at(const std::string& state, double time) const
    {
        const auto& shares = of_state.at(state);
        const auto found = shares.find(time);
        return found == shares.end() ? 0.0 : found->second;
    }
    [[nodiscard]] double sum(double time) const
    {
        double all = 0.0;
        for (const auto& [name, shares] : of_state) all += at(name, time);
        return all;
    }
};
using Shares = std::map<std::string, TrackShares>;

Shares read_shares(const FinishedFolder& folder)
{
    Shares shares;
    folder.read("stateprobs", {"grp_id", "state", "t", "prob"}, [&](const TableRow& row) {
        if (row.text(0) != "1" || row.is_missing(3)) return;
        const auto [track, state] = parts_of(row.text(1));
        shares[track].of_state[state][row.number(2)] += row.number(3);
    });
    return shares;
}

/// How much of the people are elsewhere at some time than at the start.
double movement(const TrackShares& track)
{
    double most = 0.0;
    const std::vector<double> times = track.times();
    for (const double time : times) {
        double moved = 0.0;
        for (const auto& [name, shares] : track.of_state)
            moved += std::abs(track.at(name, time) - track.at(name, times.front())) / 2.0;
        most = std::max(most, moved);
    }
    return most;
}

std::vector<double> some_of(const std::vector<double>& times)
{
    if (times.size() <= most_times) return times;
    std::vector<double> some;
    for (std::size_t k = 0; k < most_times; ++k)
        some.push_back(times[k * (times.size() - 1) / (most_times - 1)]);
    return some;
}

/// The states with the largest areas first.
std::vector<std::string> by_size(const TrackShares& track)
{
    std::vector<std::pair<double, std::string>> order;
    for (const auto& [name, shares] : track.of_state) {
        double most = 0.0;
        for (const auto& [time, share] : shares) most = std::max(most, share);
        order.emplace_back(-most, name);
    }
    std::ranges::sort(order);
    std::vector<std::string> names;
    for (const auto& [size, name] : order)
        if (size < 0.0) names.push_back(name);
    return names;
}

std::string end_sentence(const std::string& name, const TrackShares& track,
                         const std::vector<std::string>& states)
{
    const double end = track.times().back();
    std::vector<std::pair<double, std::string>> order;
    for (const std::string& state : states) order.emplace_back(-track.at(state, end), state);
    std::ranges::sort(order);
    std::string text = fmt::format("{}: at the end {} are in {}", spoken(name),
                                   percent_words(-order.front().first), spoken(order.front().second));
    if (order.size() > 1 && order[1].first < 0.0)
        text += fmt::format(", {} in {}", percent_words(-order[1].first), spoken(order[1].second));
    return text + ".";
}

/// At the time when most are, the share of those followed who are not in the largest state.
double most_elsewhere(const TrackShares& track)
{
    const std::string largest = by_size(track).front();
    double most = 0.0;
    for (const double time : track.times())
        if (const double all = track.sum(time); all > 0.0)
            most = std::max(most, 1.0 - track.at(largest, time) / all);
    return most;
}

/// Where nearly all are in one state: a line for each of the others.
PageFigure lines_of(const std::string& name, const TrackShares& track)
{
    const std::vector<std::string> states = by_size(track);
    const double end = track.times().back();
    PageFigure figure{
        "states_" + name,
        "lines",
        {},
        fmt::format("Shares of the people who entered so far, mean over replicates, of all states "
                    "but {}, where at least {} of those followed are at any time.",
                    spoken(states.front()), percent_words(1.0 - most_elsewhere(track))),
        lines_columns("Time", "years", "share")};
    figure.columns[1].label = "State";
    figure.x = "years";
    figure.file = "stateprobs.csv";
    std::string second = states[1];
    const std::size_t shown = std::min(states.size(), most_areas + 1);
    for (std::size_t k = 1; k < shown; ++k) {
        if (track.at(states[k], end) > track.at(second, end)) second = states[k];
        for (const double time : some_of(track.times()))
            figure.rows.push_back({time, spoken(states[k]), track.at(states[k], time), Cell{}, Cell{}});
    }
    if (shown < states.size()) figure.caption += " The rarest states are in the table of the folder only.";
    constexpr double least = 0.0005;
    if (most_elsewhere(track) < least)
        figure.title = fmt::format("{}: {} are ever anywhere but in {}.", spoken(name),
                                   percent_words(most_elsewhere(track)), spoken(states.front()));
    else
        figure.title = fmt::format("{}: never more than {} are anywhere but in {}; at the end {} are in {}.",
                                   spoken(name), percent_words(most_elsewhere(track)), spoken(states.front()),
                                   percent_words(track.at(second, end)), spoken(second));
    return figure;
}

PageFigure areas_of(const std::string& name, const TrackShares& track)
{
    const std::vector<std::string> states = by_size(track);
    PageFigure figure{"states_" + name,
                      "stacked",
                      end_sentence(name, track, states),
                      "Shares of the people who entered so far, mean over replicates.",
                      {number_column("time", "Time", "years"), text_column("series", "State"),
                       number_column("share", "Share of people", "share")}};
    figure.file = "stateprobs.csv";
    const std::size_t shown = states.size() <= most_areas ? states.size() : most_areas - 1;
    const std::vector<double> times = some_of(track.times());
    constexpr double rounding = 1e-9;
    const bool somebody_is_gone =
        std::ranges::any_of(times, [&](double time) { return track.sum(time) < 1.0 - rounding; });
    for (const double time : times) {
        double rest = 0.0;
        for (std::size_t k = 0; k < states.size(); ++k)
            if (k < shown)
                figure.rows.push_back({time, spoken(states[k]), track.at(states[k], time)});
            else
                rest += track.at(states[k], time);
        if (shown < states.size()) figure.rows.push_back({time, std::string(others), rest});
        if (somebody_is_gone)
            figure.rows.push_back({time, std::string(gone), std::max(0.0, 1.0 - track.sum(time))});
    }
    if (somebody_is_gone)
        figure.caption += " Not followed any more: their life in the simulation ended in another track.";
    return figure;
}

/// Flows of one track between checkpoints.
struct Flow {
    double t_from, t_to;
    std::string from, to;
    double n;
};

/// Small states of a track under one name, so that the drawing can be read.
std::vector<Flow> gathered(const std::vector<Flow>& flows)
{
    std::map<double, double> all;
    std::map<std::string, std::map<double, double>> of_state;
    for (const Flow& flow : flows) {
        all[flow.t_from] += flow.n;
        of_state[flow.from][flow.t_from] += flow.n;
        of_state[flow.to][flow.t_to] += flow.n;
    }
    const double people = all.empty() ? 0.0 : all.begin()->second;
    const auto name = [&](const std::string& state) {
        double most = 0.0;
        for (const auto& [time, n] : of_state[state]) most = std::max(most, n);
        return most < too_small * people ? std::string(others) : spoken(state);
    };
    std::map<std::tuple<double, std::string, std::string>, Flow> merged;
    for (const Flow& flow : flows) {
        const std::string from = name(flow.from), to = name(flow.to);
        Flow& sum = merged.try_emplace({flow.t_from, from, to}, Flow{flow.t_from, flow.t_to, from, to, 0.0})
                        .first->second;
        sum.n += flow.n;
    }
    std::vector<Flow> found;
    for (const auto& [key, flow] : merged) found.push_back(flow);
    return found;
}

PageFigure sankey_of(const std::string& track, const std::vector<Flow>& flows)
{
    PageFigure figure{
        "flows_" + track,
        "sankey",
        {},
        fmt::format("People by their state at one checkpoint and at the next, on the real scale, mean over "
                    "replicates; states "
                    "that never hold {} of the people are gathered.",
                    percent_words(too_small)),
        {number_column("t_from", "From time", "years"), text_column("from", "From state"),
         number_column("t_to", "To time", "years"), text_column("to", "To state"),
         number_column("n", "People", "people"), number_column("share", "Share of the state", "share")}};
    figure.file = "flows.csv";
    std::map<std::pair<double, std::string>, double> from;
    for (const Flow& flow : flows) from[{flow.t_from, flow.from}] += flow.n;
    const Flow* largest = nullptr;
    for (const Flow& flow : flows) {
        figure.rows.push_back(
            {flow.t_from, flow.from, flow.t_to, flow.to, flow.n, flow.n / from[{flow.t_from, flow.from}]});
        if (flow.from != flow.to && (largest == nullptr || flow.n > largest->n)) largest = &flow;
    }
    if (largest == nullptr)
        figure.title = fmt::format("{}: nobody is elsewhere at the next checkpoint.", spoken(track));
    else
        figure.title = fmt::format("{}: the largest change is from {} to {}, {} people between {} and {}.",
                                   spoken(track), largest->from, largest->to, rounded(largest->n),
                                   time_words(largest->t_from), time_words(largest->t_to));
    return figure;
}

void add_flows(const PageContext& context, const std::vector<std::string>& order, PageContent& page)
{
    std::map<std::string, std::vector<Flow>> by_track;
    std::set<double> checkpoints;
    context.folder.read("flows", {"t_from", "state_from", "t_to", "state_to", "n"}, [&](const TableRow& row) {
        const NameOfState from = parts_of(row.text(1)), to = parts_of(row.text(3));
        by_track[from.track].push_back({row.number(0), row.number(2), from.state, to.state, row.number(4)});
        checkpoints.insert(row.number(0));
    });
    double last = INFINITY;
    if (checkpoints.size() >= most_checkpoints) last = *std::next(checkpoints.begin(), most_checkpoints - 1);
    PageSection section{"flows", "How people move",
                        "Of each track, who is where at one checkpoint and where they are at the next."};
    if (std::isfinite(last) && checkpoints.size() > most_checkpoints - 1)
        section.text += fmt::format(" The first {} checkpoints; all are in flows.csv.", most_checkpoints);
    for (const std::string& track : order) {
        const auto found = by_track.find(track);
        if (found == by_track.end() || section.figures.size() == most_tracks_with_flows) continue;
        std::erase_if(found->second, [&](const Flow& flow) { return flow.t_from >= last; });
        section.figures.push_back(sankey_of(track, gathered(found->second)));
    }
    add_section(page, std::move(section));
}

/// Do the living of each track and the ended of all add up to everybody?
///   `ends`: states that end a life, `track.state`
void add_conservation(const Shares& shares, const std::set<std::string>& ends, PageContent& page)
{
    constexpr double rounding = 1e-9;
    std::size_t compared = 0, broken = 0;
    double worst = 0.0;
    std::string where;
    std::set<double> times;
    for (const auto& [name, track] : shares)
        for (const double time : track.times()) times.insert(time);
    for (const double time : times) {
        double ended = 0.0;
        for (const auto& [name, track] : shares)
            for (const auto& [state, values] : track.of_state)
                if (ends.contains(name + "." + state)) ended += track.at(state, time);
        for (const auto& [name, track] : shares) {
            double sum = ended;
            for (const auto& [state, values] : track.of_state)
                if (!ends.contains(name + "." + state)) sum += track.at(state, time);
            ++compared;
            const double gap = std::abs(sum - 1.0);
            if (gap > rounding) ++broken;
            if (gap > worst) worst = gap, where = fmt::format("{} after {}", name, time_words(time));
        }
    }
    if (compared == 0) return;
    if (broken == 0)
        page.verdict.push_back({"People are conserved", Status::good,
                                fmt::format("in each of {} tracks, those in its states and those whose life "
                                            "ended add up to everybody at all {} report times",
                                            shares.size(), times.size())});
    else
        page.verdict.push_back({"People are conserved", Status::bad,
                                fmt::format("shares do not add up to 1 in {} of {} sums; worst in {}, by {}",
                                            broken, compared, where, rounded(worst))});
}

}  // namespace

void add_states(const PageContext& context, PageContent& page)
{
    const Shares shares = read_shares(context.folder);
    std::vector<std::pair<double, std::string>> moved;
    for (const auto& [name, track] : shares) moved.emplace_back(-movement(track), name);
    std::ranges::sort(moved);
    PageSection section{"states", "Who is where",
                        "Shares of the states of each track, the track with most movement first."};
    std::vector<std::string> order;
    std::string still;
    for (const auto& [movement_of, name] : moved) {
        if (movement_of == 0.0 || by_size(shares.at(name)).size() < 2) {
            still += (still.empty() ? "" : ", ") + spoken(name);
            continue;
        }
        order.push_back(name);
        const TrackShares& track = shares.at(name);
        section.figures.push_back(most_elsewhere(track) < mostly ? lines_of(name, track)
                                                                 : areas_of(name, track));
    }
    if (!still.empty()) section.text += " Nothing but deaths, if anything, changes in: " + still + ".";
    add_section(page, std::move(section));
    add_flows(context, order, page);
    if (context.scenario() == nullptr) return;
    std::set<std::string> ends;
    for (const State& state : context.scenario()->states)
        if (state.ends) ends.insert(context.scenario()->tracks[state.track].name + "." + state.name);
    add_conservation(shares, ends, page);
}

}  // namespace txpath::report
