// shared_counts.cpp -- sums over the pools and cells of a stratum.
#include "report/shared_counts.hpp"

#include <algorithm>
#include <cassert>
#include <limits>

#include "base/stats.hpp"
#include "report/measures.hpp"

namespace txpath::report {
namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

/// The category of each cell in an attribute of outputs.by; empty when it is none of them.
std::vector<std::size_t> categories_of_cells(const Scenario& scenario, AttributeId attribute)
{
    const auto& by = scenario.outputs.by;
    const auto place = std::ranges::find(by, attribute);
    if (place == by.end()) return {};
    std::size_t cells = 1, inner = 1;
    for (auto one = by.begin(); one != by.end(); ++one) {
        const std::size_t count = scenario.people.attributes[*one].categories.size();
        cells *= count;
        if (one > place) inner *= count;
    }
    std::vector<std::size_t> found(cells);
    for (std::size_t cell = 0; cell < cells; ++cell)
        found[cell] = cell / inner % scenario.people.attributes[attribute].categories.size();
    return found;
}

std::size_t count_of_cells(const Scenario& scenario)
{
    std::size_t cells = 1;
    for (const AttributeId attribute : scenario.outputs.by)
        cells *= scenario.people.attributes[attribute].categories.size();
    return cells;
}

/// Is every pool either inside the stratum or outside it? `inside` gets the categories that are inside.
bool has_whole_pools(const Scenario& scenario, const Resource& resource, const ResourceStratum& stratum,
                     std::vector<bool>& inside)
{
    const auto& cells = stratum.people.cells;
    const std::size_t pools = resource.by.is_absent() ? 1 : resource.capacity.size();
    inside.assign(pools, true);
    if (cells.size() == count_of_cells(scenario)) return true;
    const std::vector<std::size_t> category =
        resource.by.is_absent() ? std::vector<std::size_t>{} : categories_of_cells(scenario, resource.by);
    if (category.empty()) return false;
    for (std::size_t pool = 0; pool < pools; ++pool) {
        const auto is_of_pool = [&](std::size_t cell) { return category[cell] == pool; };
        const auto found = std::ranges::count_if(cells, is_of_pool);
        if (found != 0 && found != std::ranges::count(category, pool)) return false;
        inside[pool] = found != 0;
    }
    return true;
}

bool is_among(const std::vector<AttributeId>& attributes, AttributeId attribute)
{
    return std::ranges::find(attributes, attribute) != attributes.end();
}

}  // namespace

std::size_t strata_of_its_own(const Scenario& scenario, ResourceId resource)
{
    const AttributeId by = scenario.shared.resources[resource].by;
    if (by.is_absent() || is_among(scenario.outputs.by, by)) return 0;
    return scenario.people.attributes[by].categories.size();
}

std::vector<ResourceStratum> resource_strata(const Scenario& scenario, ResourceId resource)
{
    std::vector<ResourceStratum> found;
    for (Stratum& stratum : strata(scenario)) found.push_back({std::move(stratum), CategoryId{}});
    const std::vector<std::size_t> everybody = found.front().people.cells;
    const AttributeId by = scenario.shared.resources[resource].by;
    for (std::size_t category = 0; category < strata_of_its_own(scenario, resource); ++category) {
        const Attribute& attribute = scenario.people.attributes[by];
        found.push_back(
            {{attribute.name + '=' + attribute.categories[category], everybody}, CategoryId{category}});
    }
    std::ranges::sort(found, {}, [](const ResourceStratum& one) { return one.people.name; });
    return found;
}

AtResource::AtResource(const Scenario& scenario, const ReplicateResult& replicate, ResourceId resource,
                       const ResourceStratum& stratum)
    : people_(replicate.tally),
      tally_(replicate.resources),
      stratum_(stratum),
      scale_(real_scale(scenario, replicate))
{
    const Resource& of = scenario.shared.resources[resource];
    std::vector<bool> inside;
    has_whole_pools_ = has_whole_pools(scenario, of, stratum, inside);
    for (std::size_t column = 0; column < tally_.pools.size(); ++column) {
        const Pool& pool = tally_.pools[column];
        if (pool.resource != resource) continue;
        const std::size_t category = pool.category.is_absent() ? 0 : pool.category.index();
        const bool is_wanted = stratum.pool.is_absent() || stratum.pool == pool.category;
        if (is_wanted && (!has_whole_pools_ || inside[category])) pools_.push_back(column);
    }
    assert(!pools_.empty());
}

double AtResource::capacity(std::size_t time) const
{
    if (!has_whole_pools_) return missing;
    double sum = 0.0;
    for (const std::size_t pool : pools_) sum += tally_.capacity[time * tally_.pools.size() + pool];
    return sum;
}

double AtResource::used(std::size_t time) const
{
    double sum = 0.0;
    for (const std::size_t cell : stratum_.people.cells)
        for (const std::size_t pool : pools_)
            sum += tally_.used[row(time, cell) * tally_.pools.size() + pool];
    return sum;
}

double AtResource::people(const Counts& counts, std::size_t time) const
{
    double sum = 0.0;
    for (const std::size_t cell : stratum_.people.cells)
        for (const std::size_t pool : pools_) sum += static_cast<double>(counts.at(row(time, cell), pool));
    return sum * scale_;
}

std::vector<double> AtResource::waits(std::size_t time) const
{
    std::vector<double> days;
    add_waits(time, days);
    std::ranges::sort(days);
    return days;
}

std::vector<double> AtResource::waits() const
{
    std::vector<double> days;
    for (std::size_t time = 0; time < people_.times; ++time) add_waits(time, days);
    std::ranges::sort(days);
    return days;
}

double AtResource::mean_wait(std::size_t time) const
{
    std::uint64_t units = 0, grants = 0;
    for (const std::size_t cell : stratum_.people.cells)
        for (const std::size_t pool : pools_)
            for (const std::uint32_t wait : tally_.waits[row(time, cell) * tally_.pools.size() + pool])
                units += wait, ++grants;
    return static_cast<double>(units) * wait_unit / static_cast<double>(grants);
}

std::size_t AtResource::row(std::size_t time, std::size_t cell) const noexcept
{
    return time * people_.cells + cell;
}

void AtResource::add_waits(std::size_t time, std::vector<double>& days) const
{
    for (const std::size_t cell : stratum_.people.cells)
        for (const std::size_t pool : pools_)
            for (const std::uint32_t wait : tally_.waits[row(time, cell) * tally_.pools.size() + pool])
                days.push_back(wait * wait_unit);
}

double clinician_scale(const Scenario& scenario, const ReplicateResult& replicate)
{
    // All are there from the start, so what one count stands for follows from how many were counted.
    const Scenario& clinicians = *scenario.shared.clinicians->scenario;
    double counted = 0.0;
    for (std::size_t cell = 0; cell < replicate.clinicians.cells; ++cell)
        counted += static_cast<double>(replicate.clinicians.entered.at(cell, 0));
    return clinicians.people.scale * static_cast<double>(clinicians.people.size) / counted;
}

ClinicianCount clinicians_in(const ReplicateResult& replicate, const Stratum& stratum, std::size_t state,
                             std::size_t time)
{
    const Tally& tally = replicate.clinicians;
    ClinicianCount found;
    for (const std::size_t cell : stratum.cells) {
        const std::size_t row = time * tally.cells + cell;
        found.in_state += static_cast<double>(tally.occupancy.at(row, state));
        found.present += static_cast<double>(tally.present.at(row, 0));
    }
    return found;
}

double share_of(const Scenario& clinicians, std::size_t state, const ClinicianCount& count)
{
    return clinicians.states[StateId{state}].ends ? missing : count.in_state / count.present;
}

InForce in_force(const ReplicateResult& replicate, PolicyId policy)
{
    constexpr double never = std::numeric_limits<double>::infinity();
    const auto found = std::ranges::find(replicate.policies, policy, &InForce::policy);
    return found == replicate.policies.end() ? InForce{policy, never, never} : *found;
}

std::vector<double> sync_points(const Scenario& scenario)
{
    if (!has_sync_points(scenario.shared)) return {};
    const double horizon = scenario.time.horizon, every = scenario.time.sync_every;
    std::vector<double> moments;
    assert(every > 0.0);
    for (std::size_t k = 0; static_cast<double>(k) * every < horizon; ++k)
        moments.push_back(static_cast<double>(k) * every);
    const auto add = [&](double moment) {
        if (moment > 0.0 && moment < horizon) moments.push_back(moment);
    };
    for (const Policy& policy : scenario.shared.policies) {
        if (policy.until) add(base_number(*policy.until));
        if (!policy.when.is_always()) continue;  // nobody knows yet when it begins
        const double from = policy.from ? base_number(*policy.from) : 0.0;
        add(from);
        add(from + base_number(policy.over));
        if (policy.lasts) add(from + base_number(*policy.lasts));
    }
    std::ranges::sort(moments);
    moments.erase(std::ranges::unique(moments).begin(), moments.end());
    return moments;
}

std::string_view unit_of(const Resource& resource) noexcept
{
    return resource.is_per_day ? "per day" : "places";
}

}  // namespace txpath::report
