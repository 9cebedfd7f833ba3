// headlines.cpp -- choosing and summing up the leading measures.
#include "report/headlines.hpp"

#include <algorithm>
#include <iterator>
#include <string_view>

namespace txpath::report {
namespace {

constexpr std::size_t most_states = 6;

/// The state of people's clinicians: told by the clinicians themselves.
bool is_given(const Scenario& scenario, const Series& series)
{
    const State& state = scenario.states[StateId{series.columns.front()}];
    return scenario.tracks[state.track].is_given;
}

/// The scenario's own measures, else the states of the people's own tracks.
std::vector<Series> leading(const Scenario& scenario)
{
    std::vector<Series> asked, states;
    for (Series& one : all_series(scenario))
        if (one.is_asked_for)
            asked.push_back(std::move(one));
        else if (one.kind == Kind::states && !is_given(scenario, one))
            states.push_back(std::move(one));
    return asked.empty() ? states : asked;
}

Headline headline_of(const Series& series, std::size_t times)
{
    Headline found{series.name, series.unit, series.kind == Kind::events, {}, {}};
    for (const std::string_view kind : {"state.", "clinicians."})
        if (series.name.starts_with(kind)) found.name = series.name.substr(kind.size());
    // Time 0 ends no interval.
    found.course.resize(found.is_event && times > 1 ? times - 1 : times);
    return found;
}

}  // namespace

Figure figure_of(const RunningStats& sample)
{
    if (sample.count() < 2) return {sample.mean(), std::nullopt};
    return {sample.mean(),
            student_t_quantile(static_cast<double>(sample.count() - 1), 0.975) * sample.standard_error()};
}

HeadlineSums::HeadlineSums(const Scenario& scenario, std::size_t replicates)
    : scenario_(scenario),
      replicates_(replicates),
      everybody_(strata(scenario).front()),
      series_(leading(scenario))
{
    clinicians_ = series_.size();
    std::ranges::copy_if(all_series(scenario), std::back_inserter(series_),
                         [](const Series& one) { return one.kind == Kind::clinicians; });
}

void HeadlineSums::add(const ReplicateResult& replicate)
{
    const std::size_t times = replicate.tally.times;
    if (times == 0) return;
    if (sums_.empty()) {
        for (const Series& series : series_) sums_.push_back(headline_of(series, times));
        figures_.resize(series_.size());
    }
    const std::vector<double> grid = values(scenario_, series_, replicate, everybody_);
    for (std::size_t place = 0; place < series_.size(); ++place) {
        const auto value = [&](std::size_t time) { return grid[time * series_.size() + place]; };
        Headline& sum = sums_[place];
        const std::size_t first = times - sum.course.size();
        double total = 0.0;
        for (std::size_t time = 0; time < times; ++time) total += value(time);
        figures_[place].add(sum.is_event ? total : value(times - 1));
        for (std::size_t time = first; time < times; ++time)
            sum.course[time - first] += value(time) / static_cast<double>(replicates_);
    }
}

std::vector<Headline> HeadlineSums::between(std::size_t first, std::size_t last) const
{
    std::vector<Headline> found;
    for (std::size_t place = first; place < last && !sums_.empty(); ++place) {
        found.push_back(sums_[place]);
        found.back().figure = figure_of(figures_[place]);
    }
    return found;
}

std::vector<Headline> HeadlineSums::clinicians() const
{
    return between(clinicians_, series_.size());
}

std::vector<Headline> HeadlineSums::headlines() const
{
    std::vector<Headline> found = between(0, clinicians_);
    if (found.empty() || series_.front().is_asked_for) return found;
    const auto peak = [](const Headline& state) { return std::ranges::max(state.course); };
    std::ranges::stable_sort(found, std::ranges::greater{}, peak);
    if (found.size() > most_states) found.resize(most_states);
    return found;
}

}  // namespace txpath::report
