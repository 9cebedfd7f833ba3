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

class Transitions final : public TableMaker {
public:
    explicit Transitions(const TableTask& task)
        : scenario_(task.report.scenario), out_(task.out), groups_(strata_by_name(scenario_))
    {
    }

    void add(const ReplicateResult& replicate) override
    {
        for (const Stratum& stratum : groups_)
            for (std::size_t t = 0; t < scenario_.transitions.size(); ++t)
                write_row(replicate, stratum, TransitionId{t});
    }

private:
    void write_row(const ReplicateResult& replicate, const Stratum& stratum, TransitionId id)
    {
        const Transition& transition = scenario_.transitions[id];
        const Firings found = firings(scenario_, replicate.tally, stratum, id.index());
        out_.text("scenario", scenario_.name).integer("replicate", replicate.replicate + 1);
        out_.text("stratum", stratum.name).text("track", scenario_.tracks[transition.track].name);
        out_.text("transition", transition.name);
        out_.number("count", found.count * real_scale(scenario_, replicate));
        const double person_years = found.ticks / (ticks_per_day * days_per_year);
        out_.number("rate", person_years > 0.0 ? found.count / person_years : missing);
        out_.number("median_time", median_stay(found.stays));
        out_.end_row();
    }

    const Scenario& scenario_;
    CsvWriter& out_;
    std::vector<Stratum> groups_;
};

class Flows final : public TableMaker {
public:
    explicit Flows(const TableTask& task)
        : scenario_(task.report.scenario),
          replicates_(task.report.replicates),
          out_(task.out),
          people_(spans() * scenario_.states.size() * scenario_.states.size())
    {
    }

    void add(const ReplicateResult& replicate) override
    {
        const double scale = real_scale(scenario_, replicate);
        const std::size_t width = scenario_.states.size() * scenario_.states.size();
        for (std::size_t place = 0; place < people_.size(); ++place)
            people_[place] +=
                scale * static_cast<double>(replicate.tally.flows.at(place / width, place % width));
    }

    void finish() override
    {
        if (replicates_.size() == 0) return;
        for (double& people : people_) people /= static_cast<double>(replicates_.size());
        for (std::size_t span = 0; span < spans(); ++span)
            for (std::size_t from = 0; from < scenario_.states.size(); ++from) write_from(span, from);
    }

private:
    [[nodiscard]] std::size_t spans() const
    {
        const std::size_t checkpoints = replicates_.checkpoints().size();
        return checkpoints < 2 ? 0 : checkpoints - 1;
    }

    void write_from(std::size_t span, std::size_t from)
    {
        const std::size_t states = scenario_.states.size();
        const auto people = std::span<const double>(people_).subspan((span * states + from) * states, states);
        const auto& checkpoints = replicates_.checkpoints();
        double total = 0.0;
        for (const double some : people) total += some;
        for (std::size_t to = 0; to < states; ++to) {
            if (people[to] <= 0.0) continue;
            out_.text("scenario", scenario_.name).number("t_from", checkpoints[span] / days_per_year);
            out_.text("state_from", qualified_name(scenario_, StateId{from}));
            out_.number("t_to", checkpoints[span + 1] / days_per_year);
            out_.text("state_to", qualified_name(scenario_, StateId{to}));
            out_.number("n", people[to]).number("share", people[to] / total);
            out_.end_row();
        }
    }

    const Scenario& scenario_;
    const ReplicateSource& replicates_;
    CsvWriter& out_;
    /// [span, from, to]: who go from one state to another between two checkpoints, real scale, summed.
    std::vector<double> people_;
};

class Histories final : public TableMaker {
public:
    explicit Histories(const TableTask& task) : scenario_(task.report.scenario), out_(task.out) {}

    void add(const ReplicateResult& replicate) override
    {
        std::vector<HistoryRow> rows = replicate.histories;
        std::ranges::stable_sort(rows, {},
                                 [](const HistoryRow& row) { return std::pair(row.person, row.track); });
        for (std::size_t place = 0; place < rows.size(); ++place)
            write_history_row(scenario_, replicate, rows[place], out_,
                              place + 1 < rows.size() ? &rows[place + 1] : nullptr);
    }

private:
    const Scenario& scenario_;
    CsvWriter& out_;
};

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

Maker make_transitions(const TableTask& task)
{
    return std::make_unique<Transitions>(task);
}

Maker make_flows(const TableTask& task)
{
    return std::make_unique<Flows>(task);
}

Maker make_histories(const TableTask& task)
{
    return std::make_unique<Histories>(task);
}

}  // namespace txpath::report
