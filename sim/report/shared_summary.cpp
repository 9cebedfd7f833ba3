// shared_summary.cpp -- what people shared, over a whole run.
//
// Owns      SharedSums, sum_up_shared.
#include "report/shared_summary.hpp"

#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "report/shared_counts.hpp"

namespace txpath {
namespace report {
namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

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

constexpr std::array figures_of_resources{
    &ResourceSummary::capacity, &ResourceSummary::used,      &ResourceSummary::queue,
    &ResourceSummary::joined,   &ResourceSummary::granted,   &ResourceSummary::gave_up,
    &ResourceSummary::ended,    &ResourceSummary::wait_mean, &ResourceSummary::wait_median};

}  // namespace

void KnownMean::add(double value)
{
    if (!std::isnan(value)) sum_ += value, count_ += 1.0;
}

SharedSums::SharedSums(const Scenario& scenario) : scenario_(scenario), everybody_(strata(scenario).front())
{
    for (Series& series : all_series(scenario))
        if (series.kind == Kind::clinicians || series.kind == Kind::system)
            series_.push_back(std::move(series));
}

void SharedSums::add(const ReplicateResult& replicate)
{
    if (replicate.tally.times == 0) return;
    const Shared& shared = scenario_.shared;
    if (!is_begun_) {
        is_begun_ = true;
        resources_.assign(shared.resources.size() * figures_of_resources.size(), KnownMean{});
        starts_.resize(series_.size());
        ends_.resize(series_.size());
        policies_.resize(shared.policies.size());
    }
    auto sum = resources_.begin();
    for (std::size_t r = 0; r < shared.resources.size(); ++r) {
        const ResourceSummary found = in_replicate(scenario_, replicate, ResourceId{r});
        for (const auto figure : figures_of_resources) (sum++)->add(found.*figure);
    }
    const std::vector<double> grid = values(scenario_, series_, replicate, everybody_);
    for (std::size_t place = 0; place < series_.size(); ++place) {
        starts_[place].add(grid[place]);
        ends_[place].add(grid[grid.size() - series_.size() + place]);
    }
    for (std::size_t p = 0; p < policies_.size(); ++p) {
        const InForce when = in_force(replicate, PolicyId{p});
        if (std::isfinite(when.from)) policies_[p].begins.add(when.from);
        if (std::isfinite(when.until)) policies_[p].ends.add(when.until);
    }
}

ResourceSummary SharedSums::resource(std::size_t place) const
{
    ResourceSummary found;
    found.name = scenario_.shared.resources[ResourceId{place}].name;
    found.is_per_day = scenario_.shared.resources[ResourceId{place}].is_per_day;
    std::size_t sum = place * figures_of_resources.size();
    for (const auto figure : figures_of_resources) found.*figure = resources_[sum++].mean();
    return found;
}

std::vector<Development> SharedSums::developments(Kind kind, std::string_view prefix) const
{
    std::vector<Development> found;
    for (std::size_t place = 0; place < series_.size(); ++place)
        if (series_[place].kind == kind)
            found.push_back(
                {series_[place].name.substr(prefix.size()), starts_[place].mean(), ends_[place].mean()});
    return found;
}

PolicySummary SharedSums::policy(std::size_t place) const
{
    const auto& [begins, ends] = policies_[place];
    PolicySummary found;
    found.name = scenario_.shared.policies[PolicyId{place}].name;
    found.replicates = static_cast<std::uint32_t>(begins.count());
    found.first_begin = begins.smallest();
    found.last_begin = begins.largest();
    found.ended = static_cast<std::uint32_t>(ends.count());
    found.first_end = ends.smallest();
    found.last_end = ends.largest();
    return found;
}

SharedSummary SharedSums::summary() const
{
    SharedSummary found;
    if (!is_begun_) return found;
    for (std::size_t r = 0; r < scenario_.shared.resources.size(); ++r)
        found.resources.push_back(resource(r));
    found.clinicians = developments(Kind::clinicians, "clinicians.");
    found.system = developments(Kind::system, "system.");
    for (std::size_t p = 0; p < policies_.size(); ++p) found.policies.push_back(policy(p));
    return found;
}

}  // namespace report

SharedSummary sum_up_shared(const RunReport& report)
{
    report::SharedSums sums(report.scenario);
    report.replicates.visit([&](const ReplicateResult& replicate) { sums.add(replicate); });
    return sums.summary();
}

}  // namespace txpath
