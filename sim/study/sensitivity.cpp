// sensitivity.cpp -- values changed one at a time and two at a time; the parts of an analysis in turn.
#include "txpath/sensitivity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "base/fingerprint.hpp"
#include "study/sensitivity_parts.hpp"
#include "study/study_mistake.hpp"

namespace txpath {

namespace {

constexpr double two_sided_95 = 1.96;  // standard errors

// The plan.

std::vector<ValueRange> asked_one_way(const DecisionStudy& study)
{
    if (!study.sensitivity.one_way.empty()) return study.sensitivity.one_way;
    std::set<std::string> paths;
    for (const Strategy& strategy : study.strategies)
        for (const Parameter& parameter : strategy.scenario.parameters)
            if (parameter.distribution.family != Family::fixed) paths.insert(parameter.path);
    std::vector<ValueRange> ranges;
    for (const std::string& path : paths) ranges.push_back({path, {}, {}, {}});
    return ranges;
}

std::size_t strategy_named(const DecisionStudy& study, const std::string& name)
{
    const auto found = std::ranges::find(study.strategies, name, &Strategy::name);
    return static_cast<std::size_t>(found - study.strategies.begin());
}

/// The two that are named, or the reference and each other one.
std::vector<std::pair<std::size_t, std::size_t>> pairs_of(const DecisionStudy& study,
                                                          const ThresholdSearch& search)
{
    std::vector<std::pair<std::size_t, std::size_t>> pairs;
    if (!search.first.empty()) {
        pairs.emplace_back(strategy_named(study, search.first), strategy_named(study, search.second));
        return pairs;
    }
    for (std::size_t k = 0; k < study.strategies.size(); ++k)
        if (k != study.reference) pairs.emplace_back(study.reference, k);
    return pairs;
}

std::uint64_t touched(const SweptValue& value)
{
    return static_cast<std::uint64_t>(value.places.size()) -
           static_cast<std::uint64_t>(std::ranges::count(value.places, VariedValue::absent));
}

void plan_values(const DecisionStudy& study, SensitivityPlan& plan)
{
    const SensitivitySettings& asked = study.sensitivity;
    const auto find = [&](const char* what, const ValueRange& range, bool needs_numbers) {
        FoundValue found = find_swept(study, range, {asked.coverage, needs_numbers});
        if (!found.value) plan.left_out.push_back({what, range.path, std::move(found.reason)});
        return std::move(found.value);
    };
    for (const ValueRange& range : asked_one_way(study))
        if (auto value = find("one_way", range, false)) plan.one_way.push_back(std::move(*value));
    for (const TwoWay& pair : asked.two_way) {
        auto first = find("two_way", pair.first, true), second = find("two_way", pair.second, true);
        if (first && second) plan.two_way.push_back({std::move(*first), std::move(*second), pair.steps});
    }
    for (const ThresholdSearch& search : asked.thresholds) {
        const auto value = find("thresholds", search.over, true);
        if (!value) continue;
        for (const auto& [first, second] : pairs_of(study, search))
            plan.searches.push_back({*value, first, second});
    }
}

// One way.

WithError incremental_benefit(const DecisionStudy& study, const KeptPoint& point, const TornadoBar& bar)
{
    PairedSum sum;
    sum.add_benefit(1.0, study.thresholds[bar.threshold], point.figure(bar.strategy, bar.stratum));
    sum.add_benefit(-1.0, study.thresholds[bar.threshold], point.figure(study.reference, bar.stratum));
    return sum.result();
}

/// How much the increment differs between two settings.
WithError change_of(const DecisionStudy& study, const KeptPoint& from, const KeptPoint& to,
                    const TornadoBar& bar)
{
    const double threshold = study.thresholds[bar.threshold];
    PairedSum sum;
    sum.add_benefit(1.0, threshold, to.figure(bar.strategy, bar.stratum));
    sum.add_benefit(-1.0, threshold, from.figure(bar.strategy, bar.stratum));
    sum.add_benefit(-1.0, threshold, to.figure(study.reference, bar.stratum));
    sum.add_benefit(1.0, threshold, from.figure(study.reference, bar.stratum));
    return sum.result();
}

Beyond strongest(Beyond a, Beyond b)
{
    for (const Beyond one : {Beyond::luck, Beyond::unknown, Beyond::nothing})
        if (a == one || b == one) return one;
    return Beyond::zero;
}

/// Points: low, high.
TornadoBar bar_of(const DecisionStudy& study, const KeptPoint& base, std::span<const KeptPoint> points,
                  const std::array<const SweptPoint*, 2>& swept, TornadoBar bar)
{
    const KeptPoint* lowest = &base;
    const KeptPoint* highest = &base;
    double least = incremental_benefit(study, base, bar).value, most = least;
    bar.is_beyond = Beyond::zero;
    for (std::size_t end = 0; end < 2; ++end) {
        bar.is_answered[end] = points[end].is_answered();
        bar.net_benefit[end] = std::numeric_limits<double>::quiet_NaN();
        if (!bar.is_answered[end]) continue;
        bar.change[end] = change_of(study, base, points[end], bar);
        bar.net_benefit[end] = incremental_benefit(study, points[end], bar).value;
        bar.best[end] = swept[end]->best[bar.stratum][bar.threshold];
        bar.is_beyond = strongest(bar.is_beyond, beyond(bar.change[end]));
        if (bar.net_benefit[end] < least) least = bar.net_benefit[end], lowest = &points[end];
        if (bar.net_benefit[end] > most) most = bar.net_benefit[end], highest = &points[end];
    }
    bar.range = change_of(study, *lowest, *highest, bar);
    bar.is_beyond = strongest(bar.is_beyond, beyond(bar.range));
    return bar;
}

void draw_bars(const SensitivityWork& work, std::span<const KeptPoint> points)
{
    SensitivityAnalysis& analysis = work.analysis;
    const DecisionStudy& study = work.study;
    for (std::size_t stratum = 0; stratum < analysis.strata.size(); ++stratum)
        for (std::size_t strategy = 0; strategy < study.strategies.size(); ++strategy) {
            if (strategy == study.reference) continue;
            for (std::size_t k = 0; k < study.thresholds.size(); ++k) {
                const auto first = static_cast<std::ptrdiff_t>(analysis.tornado.size());
                for (std::size_t value = 0; value < work.plan.one_way.size(); ++value) {
                    TornadoBar bar;
                    bar.stratum = stratum, bar.strategy = strategy, bar.threshold = k, bar.value = value;
                    const OneWay& own = analysis.one_way[value];
                    analysis.tornado.push_back(bar_of(study, work.runner.base(), points.subspan(2 * value, 2),
                                                      {&own.low, &own.high}, bar));
                }
                std::stable_sort(analysis.tornado.begin() + first, analysis.tornado.end(),
                                 [&](const TornadoBar& a, const TornadoBar& b) {
                                     if (a.range.value != b.range.value) return a.range.value > b.range.value;
                                     return work.plan.one_way[a.value].path < work.plan.one_way[b.value].path;
                                 });
            }
        }
}

void find_changes(const SensitivityWork& work, std::span<const KeptPoint> points)
{
    SensitivityAnalysis& analysis = work.analysis;
    for (std::size_t k = 0; k < work.study.thresholds.size(); ++k)
        for (std::size_t at = 0; at < points.size(); ++at) {
            const OneWay& own = analysis.one_way[at / 2];
            const SweptPoint& there = at % 2 == 0 ? own.low : own.high;
            if (there.best.empty() || there.best[0][k] == analysis.base.best[0][k]) continue;
            const std::size_t from = analysis.base.best[0][k], to = there.best[0][k];
            PairedSum margin;
            margin.add_benefit(1.0, work.study.thresholds[k], points[at].figure(to, 0));
            margin.add_benefit(-1.0, work.study.thresholds[k], points[at].figure(from, 0));
            analysis.changes.push_back(
                {k, at / 2, at % 2 == 0 ? RangeEnd::low : RangeEnd::high, from, to, margin.result()});
        }
}

bool change_one_by_one(const SensitivityWork& work)
{
    std::vector<SetParameters> settings;
    for (const SweptValue& value : work.plan.one_way)
        for (const RangeEnd end : {RangeEnd::low, RangeEnd::high}) {
            const ValueSetting one = setting_of(value, end);
            settings.push_back(parameters_at(work.study, {&one, 1}));
        }
    std::vector<KeptPoint> points;
    if (!work.runner.run(settings, points)) return false;
    const std::size_t strata = work.analysis.strata.size();
    for (std::size_t value = 0; value < work.plan.one_way.size(); ++value) {
        const SweptValue& own = work.plan.one_way[value];
        for (const std::size_t end : {0, 1})
            if (const KeptPoint& point = points[2 * value + end]; !point.is_answered())
                work.analysis.left_out.push_back(
                    {"one_way", spoken_setting(own, end == 0 ? own.low : own.high), point.refusal});
        work.analysis.one_way.push_back({swept_point(work.study, points[2 * value], strata),
                                         swept_point(work.study, points[2 * value + 1], strata)});
    }
    draw_bars(work, points);
    find_changes(work, points);
    return true;
}

// Two ways.

bool change_two(const SensitivityWork& work, const PlannedGrid& planned)
{
    GridResult grid{evenly(planned.first.low, planned.first.high, planned.steps),
                    evenly(planned.second.low, planned.second.high, planned.steps),
                    {}};
    std::vector<SetParameters> settings;
    for (const double first : grid.first)
        for (const double second : grid.second) {
            const std::array both{setting_of(planned.first, first), setting_of(planned.second, second)};
            settings.push_back(parameters_at(work.study, both));
        }
    std::vector<KeptPoint> points;
    if (!work.runner.run(settings, points)) return false;
    for (std::size_t at = 0; at < points.size(); ++at) {
        if (!points[at].is_answered())
            work.analysis.left_out.push_back(
                {"two_way",
                 spoken_setting(planned.first, grid.first[at / planned.steps]) + ", " +
                     spoken_setting(planned.second, grid.second[at % planned.steps]),
                 points[at].refusal});
        grid.points.push_back(swept_point(work.study, points[at], 1));
    }
    work.analysis.two_way.push_back(std::move(grid));
    return true;
}

bool do_all(const SensitivityWork& work, const EvaluateSpec& spec, const Evaluate& run)
{
    if (!change_one_by_one(work)) return false;
    for (const PlannedGrid& grid : work.plan.two_way)
        if (!change_two(work, grid)) return false;
    if (!search_crossings(work)) return false;
    return !work.plan.global || analyse_globally(work, spec, run);
}

}  // namespace

std::string spoken_setting(const SweptValue& value, double number)
{
    return fmt::format("{} at {:.6g}{}{}", value.path, number / value.unit_size,
                       value.unit.empty() ? "" : " ", value.unit);
}

std::vector<double> evenly(double from, double to, std::size_t count)
{
    std::vector<double> numbers;
    for (std::size_t k = 0; k < count; ++k) {
        const double share = static_cast<double>(k) / (static_cast<double>(count) - 1.0);
        numbers.push_back(k + 1 == count ? to : from + (to - from) * share);
    }
    return numbers;
}

Beyond beyond(const WithError& difference) noexcept
{
    if (difference.value == 0.0) return Beyond::zero;
    if (!std::isfinite(difference.error)) return Beyond::unknown;
    return std::abs(difference.value) > two_sided_95 * difference.error ? Beyond::luck : Beyond::nothing;
}

std::uint64_t SensitivityPlan::runs(const DecisionStudy& study) const
{
    const std::uint64_t strategies = study.strategies.size();
    std::uint64_t count = strategies;
    for (const SweptValue& value : one_way) count += 2 * touched(value);
    for (const PlannedGrid& grid : two_way) {
        std::uint64_t both = 0;
        for (std::size_t k = 0; k < strategies; ++k)
            both +=
                grid.first.places[k] != VariedValue::absent || grid.second.places[k] != VariedValue::absent;
        count += both * grid.steps * grid.steps;
    }
    for (const PlannedSearch& search : searches)
        for (const std::size_t strategy : {search.first, search.second})
            count += search.over.places[strategy] != VariedValue::absent ? scan_steps : 0;
    if (!global) return count;
    for (const GlobalSet& set : global->sets)
        for (std::size_t k = 0; k < strategies; ++k)
            count += global->samples * std::ranges::any_of(set.values, [&](std::size_t value) {
                         return global->first.values()[value].places[k] != VariedValue::absent;
                     });
    return count + 2 * strategies * global->samples;
}

Checked<SensitivityPlan> plan_sensitivity(const DecisionStudy& study, std::uint64_t seed)
{
    SensitivityPlan plan;
    plan_values(study, plan);
    Diagnostics found;
    if (study.sensitivity.global) {
        auto global = plan_globally(study, seed);
        if (global)
            plan.global = std::move(global.value());
        else
            found.append(global.why_not());
    }
    const bool is_empty = plan.one_way.empty() && plan.two_way.empty() && plan.searches.empty();
    if (is_empty && !plan.global && !found.has_errors()) {
        std::string reasons;
        for (const LeftOut& one : plan.left_out)
            reasons += fmt::format("{}'{}': {}", reasons.empty() ? "" : "; ", one.values, one.reason);
        refuse(found, study, {},
               reasons.empty() ? "no value of any strategy has a distribution, so nothing can be changed"
                               : "no value that is asked about can be changed: " + reasons)
            .advice =
            "write '{value: 0.3, beta: {events: 30, of: 100}, source: ...}' in a scenario, or "
            "'one_way' with 'low' and 'high' under 'sensitivity'";
    }
    if (found.has_errors()) return found;
    return plan;
}

Checked<SensitivityAnalysis> analyse_sensitivity(const DecisionStudy& study, const SensitivityPlan& plan,
                                                 const EvaluateSpec& spec, const Evaluate& run)
{
    SensitivityAnalysis analysis;
    analysis.strata = strata(study.strategies[study.reference].scenario);
    analysis.left_out = plan.left_out;
    PointRunner runner(study, spec, run);
    analysis.is_complete = runner.run_base();
    if (!runner.base().refusal.empty()) {
        Diagnostics found;
        refuse(found, study, {}, "the model refuses the base case: " + runner.base().refusal);
        return found;
    }
    if (analysis.is_complete) {
        analysis.base = swept_point(study, runner.base(), analysis.strata.size());
        analysis.is_complete = do_all({study, plan, runner, analysis}, spec, run);
    }
    analysis.people = runner.people();
    analysis.runs = runner.runs();
    analysis.instants = runner.instants();
    return analysis;
}

std::uint64_t sensitivity_fingerprint(const DecisionStudy& study, const EvaluateSpec& spec)
{
    Fingerprint fingerprint;
    fingerprint.add(std::string_view("sensitivity"));
    fingerprint.add(spec.seed);
    fingerprint.add(spec.population);
    fingerprint.add(spec.replicates);
    fingerprint.add(std::string_view(study.text));
    for (const Strategy& strategy : study.strategies) {
        fingerprint.add(std::string_view(strategy.name));
        fingerprint.add(std::string_view(strategy.label));
        fingerprint.add(std::string_view(strategy.scenario.effective_text));
    }
    fingerprint.add(study.reference);
    fingerprint.add(std::string_view(study.perspective));
    for (const double threshold : study.thresholds) fingerprint.add(threshold);
    return fingerprint.value();
}

}  // namespace txpath
