// headlines.cpp -- choosing and summing up the leading measures.
#include "report/headlines.hpp"

#include <algorithm>
#include <string_view>

#include "base/stats.hpp"
#include "report/measures.hpp"

namespace txpath::report {
namespace {

constexpr std::size_t most_states = 6;

bool is_empty(const Results& results)
{
    return results.replicates.empty() || results.replicates[0].tally.times == 0;
}

Headline headline(const RunReport& report, const Series& series, const Stratum& everybody)
{
    Headline found{series.name, series.unit, series.kind == Kind::events, {}, {}};
    for (const std::string_view kind : {"state.", "clinicians."})
        if (series.name.starts_with(kind)) found.name = series.name.substr(kind.size());
    std::vector<double> sample;
    for (const ReplicateResult& replicate : report.results.replicates) {
        std::vector<double> course = values(report.scenario, {&series, 1}, replicate, everybody);
        double sum = 0.0;
        for (const double value : course) sum += value;
        sample.push_back(found.is_event ? sum : course.back());
        if (found.is_event && course.size() > 1) course.erase(course.begin());  // time 0 ends no interval
        found.course.resize(course.size());
        for (std::size_t time = 0; time < course.size(); ++time)
            found.course[time] += course[time] / static_cast<double>(report.results.replicates.size());
    }
    found.figure = figure_of(sample);
    return found;
}

/// The state of people's clinicians: told by the clinicians themselves.
bool is_given(const Scenario& scenario, const Series& series)
{
    const State& state = scenario.states[StateId{series.columns.front()}];
    return scenario.tracks[state.track].is_given;
}

}  // namespace

Figure figure_of(const std::vector<double>& sample)
{
    RunningStats stats;
    for (const double value : sample) stats.add(value);
    if (sample.size() < 2) return {stats.mean(), std::nullopt};
    return {stats.mean(),
            student_t_quantile(static_cast<double>(sample.size() - 1), 0.975) * stats.standard_error()};
}

std::vector<Headline> clinician_headlines(const RunReport& report)
{
    if (is_empty(report.results)) return {};
    const Stratum everybody = strata(report.scenario).front();
    std::vector<Headline> found;
    for (const Series& series : all_series(report.scenario))
        if (series.kind == Kind::clinicians) found.push_back(headline(report, series, everybody));
    return found;
}

std::vector<Headline> headlines(const RunReport& report)
{
    if (is_empty(report.results)) return {};
    const std::vector<Series> series = all_series(report.scenario);
    const Stratum everybody = strata(report.scenario).front();

    std::vector<Headline> asked, states;
    for (const Series& one : series)
        if (one.is_asked_for)
            asked.push_back(headline(report, one, everybody));
        else if (one.kind == Kind::states && !is_given(report.scenario, one))
            states.push_back(headline(report, one, everybody));
    if (!asked.empty()) return asked;

    const auto peak = [](const Headline& state) { return std::ranges::max(state.course); };
    std::ranges::stable_sort(states, std::ranges::greater{}, peak);
    if (states.size() > most_states) states.resize(most_states);
    return states;
}

}  // namespace txpath::report
