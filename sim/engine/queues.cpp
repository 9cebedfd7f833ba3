#include "engine/queues.hpp"

#include <algorithm>
#include <functional>
#include <set>

namespace txpath {

namespace {

std::uint32_t offset_of(const PoolRow& pool)
{
    return pool.category == absent ? 0 : pool.category;
}

}  // namespace

double use_of(const ModelTables& model, std::uint32_t pool, const std::int64_t* counts)
{
    const Commons& commons = *model.commons;
    const ResourceRow& resource = commons.resources[commons.pools[pool].resource];
    double use = 0.0;
    for (std::uint32_t at = resource.uses.first; at < resource.uses.end(); ++at)
        use += commons.uses[at].amount *
               static_cast<double>(counts[commons.uses[at].count + offset_of(commons.pools[pool])]);
    return use / static_cast<double>(model.weight_unit);
}

std::int64_t waiting_in(const ModelTables& model, std::uint32_t pool, const std::int64_t* counts)
{
    const Commons& commons = *model.commons;
    const ResourceRow& resource = commons.resources[commons.pools[pool].resource];
    std::int64_t waiting = 0;
    for (std::uint32_t at = resource.waits.first; at < resource.waits.end(); ++at)
        waiting += counts[commons.waits[at].count + offset_of(commons.pools[pool])];
    return waiting;
}

Queues::Queues(const ModelTables& model, Draws draws)
    : model_(model), draws_(draws), lines_(model.commons->pools.size())
{
    std::uint32_t track = absent;
    for (const StateRow& state : model.states) {
        if (state.queue == absent) continue;
        may_wait_twice_ |= track != absent && track != state.track;
        track = state.track;
    }
}

void Queues::admit(Crowd& people)
{
    for (auto& log : people.logs()) {
        for (const CrowdLog::Joined& joined : log->joined) {
            const ResourceRow& resource = model_.commons->resources[model_.states[joined.state].queue];
            double priority = 0.0;
            if (resource.order == ResourceRow::Order::number) {
                const double x = people.shelf().number(joined.person, resource.order_slot);
                priority = resource.is_highest_first ? -x : x;
            } else if (resource.order == ResourceRow::Order::category) {
                priority = resource.ranks[people.shelf().category(joined.person, resource.order_slot)];
            }
            const std::uint32_t pool =
                resource.pools.first +
                (resource.by == absent ? 0 : people.shelf().category(joined.person, resource.by));
            lines_[pool].push_back({priority, joined.time,
                                    draws_.bits(joined.person, {resource.decision}, joined.occurrence),
                                    joined.person, joined.state});
            std::push_heap(lines_[pool].begin(), lines_[pool].end(), std::greater{});
        }
        log->joined.clear();
    }
}

/// Those who left by themselves are not looked for in the line; they are passed over when their turn comes.
bool Queues::still_waits(const Crowd& people, const ModelTables& model, const Place& place) const
{
    const StateRow& state = model.states[place.state];
    return people.shelf().state(place.person, state.track) == state.local &&
           people.shelf().entered(place.person, state.track) == place.joined;
}

void Queues::drop_those_gone(std::uint32_t pool, const Crowd& people, const ModelTables& model,
                             std::int64_t waiting)
{
    std::vector<Place>& line = lines_[pool];
    const auto worth = static_cast<std::size_t>(2 * waiting / model.weight_unit + 1024);
    if (line.size() <= worth) return;
    std::erase_if(line, [&](const Place& place) { return !still_waits(people, model, place); });
    std::make_heap(line.begin(), line.end(), std::greater{});
}

void Queues::allot(double now, const ModelTables& model, const Crowd& people,
                   const std::vector<std::int64_t>& counts, std::vector<std::vector<Visit>>& visits,
                   std::vector<Grant>& granted)
{
    constexpr double slack = 1.0 + 0x1p-30;
    const Commons& commons = *model.commons;
    std::set<std::uint64_t> served;
    std::vector<Place> passed_over;
    for (std::uint32_t pool = 0; pool < lines_.size(); ++pool) {
        const PoolRow& row = commons.pools[pool];
        const ResourceRow& resource = commons.resources[row.resource];
        std::vector<Place>& line = lines_[pool];
        drop_those_gone(pool, people, model, waiting_in(model, pool, counts.data()));
        double use = use_of(model, pool, counts.data());
        while (!line.empty()) {
            const Place first = line.front();
            const bool waits = still_waits(people, model, first);
            const bool is_served = waits && may_wait_twice_ && served.contains(first.person);
            const std::int64_t weight = people.shelf().head(first.person).weight;
            double need = 0.0;
            for (std::uint32_t at = resource.waits.first; at < resource.waits.end(); ++at)
                if (commons.waits[at].state == first.state) need = commons.waits[at].need;
            need *= static_cast<double>(weight) / static_cast<double>(model.weight_unit);
            if (waits && !is_served && use + need > row.capacity * slack) break;
            std::pop_heap(line.begin(), line.end(), std::greater{});
            line.pop_back();
            if (is_served) passed_over.push_back(first);
            if (!waits || is_served) continue;
            if (may_wait_twice_) served.insert(first.person);
            use += need;
            visits[Crowd::shard_of(first.person)].push_back(
                {first.person, model.states[first.state].then, true});
            granted.push_back({first.person, pool, now - first.joined});
        }
        for (const Place& place : passed_over) {
            line.push_back(place);
            std::push_heap(line.begin(), line.end(), std::greater{});
        }
        passed_over.clear();
    }
}

}  // namespace txpath
