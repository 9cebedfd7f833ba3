// tables_events.cpp -- what happened to people: transitions, flows, histories.
#include <algorithm>
#include <limits>
#include <utility>

#include "base/elementary.hpp"
#include "report/measures.hpp"
#include "report/tables.hpp"
#include "txpath/units.hpp"

namespace txpath::report {
namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

struct Firings {
    double count = 0.0;  ///< in counts of the tally
    double ticks = 0.0;  ///< spent in the states it leaves from, by the same counts
    std::vector<std::int64_t> stays = std::vector<std::int64_t>(SojournBins::count);
};

Firings firings(const Scenario& scenario, const Tally& tally, const Stratum& stratum, std::size_t transition)
{
    Firings found;
    const auto& from = scenario.transitions[TransitionId{transition}].from;
    for (const std::size_t cell : stratum.cells) {
        for (std::size_t time = 0; time < tally.times; ++time) {
            const std::size_t row = time * tally.cells + cell;
            found.count += static_cast<double>(tally.events.at(row, transition));
            for (const StateId state : from)
                found.ticks += static_cast<double>(tally.person_ticks.at(row, state.index()));
        }
        const std::size_t row = cell * scenario.transitions.size() + transition;
        for (std::size_t bin = 0; bin < found.stays.size(); ++bin)
            found.stays[bin] += tally.sojourns.at(row, bin);
    }
    return found;
}

/// People who go from one state to another between two checkpoints, real scale, mean over replicates.
double moved(const RunReport& report, std::size_t checkpoint, std::size_t from, std::size_t to)
{
    double people = 0.0;
    for (const ReplicateResult& replicate : report.results.replicates)
        people += real_scale(report.scenario, replicate) *
                  static_cast<double>(
                      replicate.tally.flows.at(checkpoint, from * report.scenario.states.size() + to));
    return people / static_cast<double>(report.results.replicates.size());
}

void write_flows_from(const RunReport& report, std::size_t checkpoint, std::size_t from, CsvWriter& out)
{
    const Scenario& scenario = report.scenario;
    const auto& checkpoints = report.results.checkpoints;
    std::vector<double> people(scenario.states.size());
    double total = 0.0;
    for (std::size_t to = 0; to < people.size(); ++to)
        total += people[to] = moved(report, checkpoint, from, to);

    for (std::size_t to = 0; to < people.size(); ++to) {
        if (people[to] <= 0.0) continue;
        out.text("scenario", scenario.name).number("t_from", checkpoints[checkpoint] / days_per_year);
        out.text("state_from", qualified_name(scenario, StateId{from}));
        out.number("t_to", checkpoints[checkpoint + 1] / days_per_year);
        out.text("state_to", qualified_name(scenario, StateId{to}));
        out.number("n", people[to]).number("share", people[to] / total);
        out.end_row();
    }
}

void write_history_row(const Scenario& scenario, const ReplicateResult& replicate, const HistoryRow& row,
                       CsvWriter& out, const HistoryRow* next)
{
    const auto name = [&](StateId state) {
        return state.is_absent() ? std::string{} : scenario.states[state].name;
    };
    out.text("scenario", scenario.name);
    out.integer("sample", replicate.sample + 1).integer("replicate", replicate.replicate + 1);
    out.integer("patient_id", row.person + 1).text("track", scenario.tracks[row.track].name);
    out.text("from", name(row.from)).text("to", name(row.to));
    out.text("transition",
             row.transition.is_absent() ? std::string{} : qualified_name(scenario, row.transition));
    out.number("time_start", row.start / days_per_year).number("time_stop", row.stop / days_per_year);
    out.flag("final", next == nullptr || next->person != row.person || next->track != row.track);
    out.end_row();
}

}  // namespace

double median_stay(std::span<const std::int64_t> bins)
{
    std::int64_t total = 0;
    for (const std::int64_t stays : bins) total += stays;
    const double half = static_cast<double>(total) / 2.0;
    double before = 0.0;
    for (std::size_t bin = 0; bin < bins.size(); ++bin) {
        const auto stays = static_cast<double>(bins[bin]);
        if (stays > 0.0 && before + stays >= half) {
            const double share = (half - before) / stays;
            const double octaves = (static_cast<double>(bin) + share) / SojournBins::per_octave;
            const double first_edge = SojournBins::first * portable::exp2(1.0 / SojournBins::per_octave);
            const double days = bin == 0 ? share * first_edge : SojournBins::first * portable::exp2(octaves);
            return days / days_per_year;
        }
        before += stays;
    }
    return missing;
}

void write_transitions(const RunReport& report, CsvWriter& out)
{
    const Scenario& scenario = report.scenario;
    const std::vector<Stratum> groups = strata_by_name(scenario);
    for (const ReplicateResult& replicate : report.results.replicates)
        for (const Stratum& stratum : groups)
            for (std::size_t t = 0; t < scenario.transitions.size(); ++t) {
                const Transition& transition = scenario.transitions[TransitionId{t}];
                const Firings found = firings(scenario, replicate.tally, stratum, t);
                out.text("scenario", scenario.name).integer("replicate", replicate.replicate + 1);
                out.text("stratum", stratum.name).text("track", scenario.tracks[transition.track].name);
                out.text("transition", transition.name);
                out.number("count", found.count * real_scale(scenario, replicate));
                const double person_years = found.ticks / (ticks_per_day * days_per_year);
                out.number("rate", person_years > 0.0 ? found.count / person_years : missing);
                out.number("median_time", median_stay(found.stays));
                out.end_row();
            }
}

void write_flows(const RunReport& report, CsvWriter& out)
{
    if (report.results.replicates.empty() || report.results.checkpoints.size() < 2) return;
    const std::size_t spans = report.results.checkpoints.size() - 1;
    for (std::size_t checkpoint = 0; checkpoint < spans; ++checkpoint)
        for (std::size_t from = 0; from < report.scenario.states.size(); ++from)
            write_flows_from(report, checkpoint, from, out);
}

void write_histories(const RunReport& report, CsvWriter& out)
{
    for (const ReplicateResult& replicate : report.results.replicates) {
        std::vector<HistoryRow> rows = replicate.histories;
        std::ranges::stable_sort(rows, {},
                                 [](const HistoryRow& row) { return std::pair(row.person, row.track); });
        for (std::size_t place = 0; place < rows.size(); ++place)
            write_history_row(report.scenario, replicate, rows[place], out,
                              place + 1 < rows.size() ? &rows[place + 1] : nullptr);
    }
}

}  // namespace txpath::report
