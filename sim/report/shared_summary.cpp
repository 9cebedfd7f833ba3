// shared_summary.cpp -- what people shared, over a whole run.
//
// Owns      sum_up_shared.
#include <cmath>
#include <limits>
#include <string_view>

#include "base/stats.hpp"
#include "report/measures.hpp"
#include "report/shared_counts.hpp"
#include "txpath/report.hpp"

namespace txpath {
namespace report {
namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// Mean of the values that there are; infinite if one of them is.
double mean_of_known(const std::vector<double>& values)
{
    double sum = 0.0, count = 0.0;
    for (const double value : values)
        if (!std::isnan(value)) sum += value, count += 1.0;
    return sum / count;
}

double over_run(const AtResource& here, const Counts& counts, std::size_t times)
{
    double sum = 0.0;
    for (std::size_t time = 0; time < times; ++time) sum += here.people(counts, time);
    return sum;
}

double mean_of_waits(const std::vector<double>& waits)
{
    double sum = 0.0;
    for (const double wait : waits) sum += wait;
    return sum / static_cast<double>(waits.size());
}

ResourceSummary in_replicate(const Scenario& scenario, const ReplicateResult& replicate, ResourceId id)
{
    const ResourceStratum everybody{strata(scenario).front(), CategoryId{}};
    const AtResource here(scenario, replicate, id, everybody);
    const ResourceTally& tally = here.tally();
    const std::size_t times = replicate.tally.times, last = times - 1;
    const std::vector<double> waits = here.waits();
    ResourceSummary found;
    found.capacity = here.capacity(last);
    found.used = here.used(last);
    found.queue = here.people(tally.queue, last);
    found.joined = over_run(here, tally.joined, times);
    found.granted = over_run(here, tally.granted, times);
    found.gave_up = over_run(here, tally.gave_up, times);
    found.ended = over_run(here, tally.ended, times);
    found.wait_mean = mean_of_waits(waits);
    found.wait_median = waits.empty() ? missing : quantile_of_sorted(waits, 0.5);
    return found;
}

ResourceSummary sum_up(const RunReport& report, ResourceId id)
{
    std::vector<ResourceSummary> each;
    for (const ReplicateResult& replicate : report.results.replicates)
        each.push_back(in_replicate(report.scenario, replicate, id));
    ResourceSummary found;
    found.name = report.scenario.shared.resources[id].name;
    found.is_per_day = report.scenario.shared.resources[id].is_per_day;
    for (const auto figure :
         {&ResourceSummary::capacity, &ResourceSummary::used, &ResourceSummary::queue,
          &ResourceSummary::joined, &ResourceSummary::granted, &ResourceSummary::gave_up,
          &ResourceSummary::ended, &ResourceSummary::wait_mean, &ResourceSummary::wait_median}) {
        std::vector<double> values;
        for (const ResourceSummary& one : each) values.push_back(one.*figure);
        found.*figure = mean_of_known(values);
    }
    return found;
}

std::vector<Development> developments(const RunReport& report, Kind kind, std::string_view prefix)
{
    const Stratum everybody = strata(report.scenario).front();
    std::vector<Development> found;
    for (const Series& series : all_series(report.scenario)) {
        if (series.kind != kind) continue;
        std::vector<double> starts, ends;
        for (const ReplicateResult& replicate : report.results.replicates) {
            const std::vector<double> course = values(report.scenario, {&series, 1}, replicate, everybody);
            starts.push_back(course.front());
            ends.push_back(course.back());
        }
        found.push_back({series.name.substr(prefix.size()), mean_of_known(starts), mean_of_known(ends)});
    }
    return found;
}

PolicySummary sum_up(const RunReport& report, PolicyId id)
{
    PolicySummary found;
    found.name = report.scenario.shared.policies[id].name;
    RunningStats begins, ends;
    for (const ReplicateResult& replicate : report.results.replicates) {
        const InForce when = in_force(replicate, id);
        if (std::isfinite(when.from)) begins.add(when.from);
        if (std::isfinite(when.until)) ends.add(when.until);
    }
    found.replicates = static_cast<std::uint32_t>(begins.count());
    found.first_begin = begins.smallest();
    found.last_begin = begins.largest();
    found.ended = static_cast<std::uint32_t>(ends.count());
    found.first_end = ends.smallest();
    found.last_end = ends.largest();
    return found;
}

}  // namespace
}  // namespace report

SharedSummary sum_up_shared(const RunReport& report)
{
    using namespace txpath::report;
    SharedSummary found;
    if (report.results.replicates.empty() || report.results.replicates[0].tally.times == 0) return found;
    const Shared& shared = report.scenario.shared;
    for (std::size_t r = 0; r < shared.resources.size(); ++r)
        found.resources.push_back(sum_up(report, ResourceId{r}));
    found.clinicians = developments(report, Kind::clinicians, "clinicians.");
    found.system = developments(report, Kind::system, "system.");
    for (std::size_t p = 0; p < shared.policies.size(); ++p)
        found.policies.push_back(sum_up(report, PolicyId{p}));
    return found;
}

}  // namespace txpath
