// crossings.cpp -- at which number of a value two strategies are equally good.
#include <algorithm>
#include <cmath>
#include <utility>

#include "study/root_search.hpp"
#include "study/sensitivity_parts.hpp"

namespace txpath {

namespace {

constexpr double part_of_range = 1e-4;

/// Between two neighbours of a scan.
struct Bracket {
    std::size_t result;  ///< of SensitivityAnalysis::searches
    RootPoint low, high;
    double slope_error;  ///< of the difference between both ends
    RootSearch search;
    WithError best;        ///< the difference at search.best()
    bool is_lost = false;  ///< the model refused a number within
};

class CrossingSearch {
public:
    explicit CrossingSearch(const SensitivityWork& work) : work_(work) {}

    bool run()
    {
        for (std::size_t search = 0; search < work_.plan.searches.size(); ++search)
            if (!scan(search)) return false;
        while (has_open())
            if (!refine()) return false;
        for (const Bracket& bracket : brackets_) conclude(bracket);
        for (SearchResult& result : work_.analysis.searches)
            std::ranges::sort(result.crossings, {}, &Crossing::at);
        return true;
    }

private:
    [[nodiscard]] const PlannedSearch& plan_of(const SearchResult& result) const
    {
        return work_.plan.searches[result.search];
    }

    /// Parameters of the two strategies alone.
    [[nodiscard]] SetParameters parameters(const PlannedSearch& search, double number) const
    {
        const ValueSetting one = setting_of(search.over, number);
        SetParameters set = parameters_at(work_.study, {&one, 1});
        for (std::size_t k = 0; k < set.by_strategy.size(); ++k)
            if (k != search.first && k != search.second) set.by_strategy[k].clear();
        return set;
    }

    [[nodiscard]] WithError difference(const KeptPoint& point, const SearchResult& result) const
    {
        const double threshold = work_.study.thresholds[result.threshold];
        PairedSum sum;
        sum.add_benefit(1.0, threshold, point.figure(plan_of(result).first, 0));
        sum.add_benefit(-1.0, threshold, point.figure(plan_of(result).second, 0));
        return sum.result();
    }

    bool scan(std::size_t search)
    {
        const PlannedSearch& planned = work_.plan.searches[search];
        const std::vector<double> numbers = evenly(planned.over.low, planned.over.high, scan_steps);
        std::vector<SetParameters> settings;
        for (const double number : numbers) settings.push_back(parameters(planned, number));
        std::vector<KeptPoint> points;
        if (!work_.runner.run(settings, points)) return false;
        for (std::size_t at = 0; at < numbers.size(); ++at)
            if (!points[at].is_answered())
                work_.analysis.left_out.push_back(
                    {"thresholds", spoken_setting(planned.over, numbers[at]), points[at].refusal});
        for (std::size_t threshold = 0; threshold < work_.study.thresholds.size(); ++threshold) {
            SearchResult& result = work_.analysis.searches.emplace_back();
            result.search = search;
            result.threshold = threshold;
            look_at(numbers, points, result);
        }
        return true;
    }

    void look_at(const std::vector<double>& numbers, const std::vector<KeptPoint>& points,
                 SearchResult& result)
    {
        const KeptPoint* before = nullptr;
        for (std::size_t at = 0; at < numbers.size(); ++at) {
            if (!points[at].is_answered()) {
                before = nullptr;  // between here and the next nothing is known
                continue;
            }
            const WithError here = difference(points[at], result);
            if (before != nullptr) look_between(*before, points[at], numbers[at], here, result);
            result.tried.push_back(numbers[at]);
            result.difference.push_back(here);
            before = &points[at];
        }
        find_exact(result);
        say_nearest(result);
    }

    void look_between(const KeptPoint& before, const KeptPoint& point, double number, const WithError& here,
                      const SearchResult& result)
    {
        const RootPoint low{result.tried.back(), result.difference.back().value}, high{number, here.value};
        if (low.value * high.value >= 0.0) return;
        const SweptValue& over = plan_of(result).over;
        PairedSum rise;
        const double threshold = work_.study.thresholds[result.threshold];
        const std::size_t first = plan_of(result).first, second = plan_of(result).second;
        rise.add_benefit(1.0, threshold, point.figure(first, 0));
        rise.add_benefit(-1.0, threshold, before.figure(first, 0));
        rise.add_benefit(-1.0, threshold, point.figure(second, 0));
        rise.add_benefit(1.0, threshold, before.figure(second, 0));
        const std::size_t place = work_.analysis.searches.size() - 1;
        const RootSearch search(low, high, part_of_range * (over.high - over.low));
        const bool is_low = std::abs(low.value) < std::abs(high.value);
        brackets_.push_back(
            {place, low, high, rise.result().error, search, is_low ? result.difference.back() : here, false});
    }

    /// Numbers of the scan at which both are the same, with a better one on either side.
    void find_exact(SearchResult& result) const
    {
        const auto& tried = result.tried;
        const auto& there = result.difference;
        for (std::size_t at = 1; at + 1 < tried.size(); ++at) {
            const WithError &low = there[at - 1], &high = there[at + 1];
            if (there[at].value != 0.0 || low.value * high.value >= 0.0) continue;
            result.crossings.push_back(crossing_of(plan_of(result), {tried[at - 1], low.value},
                                                   {tried[at + 1], high.value}, tried[at], there[at]));
            result.crossings.back().is_beyond = Beyond::unknown;
        }
    }

    void say_nearest(SearchResult& result) const
    {
        bool is_zero = !result.tried.empty();
        for (std::size_t at = 0; at < result.tried.size(); ++at) {
            const WithError& here = result.difference[at];
            is_zero = is_zero && here.value == 0.0;
            if (at > 0 && std::abs(here.value) >= std::abs(result.nearest.value)) continue;
            result.nearest = here;
            result.nearest_at = result.tried[at];
        }
        result.is_equal_throughout = is_zero;
        bool is_above = false, is_below = false;
        for (const WithError& here : result.difference) {
            is_above = is_above || here.value > 0.0;
            is_below = is_below || here.value < 0.0;
        }
        const PlannedSearch& planned = plan_of(result);
        if (is_above != is_below) result.better = is_above ? planned.first : planned.second;
    }

    [[nodiscard]] bool has_open() const
    {
        for (const Bracket& bracket : brackets_)
            if (!bracket.is_lost && !bracket.search.is_done()) return true;
        return false;
    }

    /// One more number in each bracket that is open.
    bool refine()
    {
        std::vector<Bracket*> open;
        std::vector<SetParameters> settings;
        for (Bracket& bracket : brackets_) {
            if (bracket.is_lost || bracket.search.is_done()) continue;
            open.push_back(&bracket);
            settings.push_back(
                parameters(plan_of(work_.analysis.searches[bracket.result]), bracket.search.next()));
        }
        std::vector<KeptPoint> points;
        if (!work_.runner.run(settings, points)) return false;
        for (std::size_t k = 0; k < open.size(); ++k) {
            Bracket& bracket = *open[k];
            const SearchResult& result = work_.analysis.searches[bracket.result];
            const double at = bracket.search.next();
            if (!points[k].is_answered()) {
                work_.analysis.left_out.push_back({"thresholds", spoken_setting(plan_of(result).over, at),
                                                   points[k].refusal + "; the search there was given up"});
                bracket.is_lost = true;
                continue;
            }
            const WithError here = difference(points[k], result);
            bracket.search.answer(here.value);
            if (bracket.search.best().at == at) bracket.best = here;
        }
        return true;
    }

    /// The error of a root is that of the function over its slope. The slope is that of the parabola through
    /// the root and both ends of the scan: wide, so that small steps of counted people do not disturb it.
    [[nodiscard]] static Crossing crossing_of(const PlannedSearch& planned, const RootPoint& low,
                                              const RootPoint& high, double at, const WithError& there)
    {
        Crossing crossing;
        crossing.at = at;
        const double left = at - low.at, right = high.at - at;
        double slope = (high.value - low.value) / (high.at - low.at);
        if (left > 0.0 && right > 0.0)
            slope = ((there.value - low.value) / left * right + (high.value - there.value) / right * left) /
                    (left + right);
        crossing.error = there.error / std::abs(slope);
        crossing.below = low.value > 0.0 ? planned.first : planned.second;
        crossing.above = high.value > 0.0 ? planned.first : planned.second;
        return crossing;
    }

    void conclude(const Bracket& bracket)
    {
        if (bracket.is_lost) return;
        SearchResult& result = work_.analysis.searches[bracket.result];
        Crossing crossing =
            crossing_of(plan_of(result), bracket.low, bracket.high, bracket.search.best().at, bracket.best);
        crossing.tolerance = bracket.search.width();
        crossing.is_beyond = beyond({bracket.high.value - bracket.low.value, bracket.slope_error});
        result.crossings.push_back(crossing);
    }

    const SensitivityWork& work_;
    std::vector<Bracket> brackets_;
};

}  // namespace

bool search_crossings(const SensitivityWork& work)
{
    return CrossingSearch(work).run();
}

}  // namespace txpath
