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

double Queues::priority_of(const Crowd& people, std::uint64_t person, std::uint32_t state) const
{
    const ResourceRow& resource = model_.commons->resources[model_.states[state].queue];
    if (resource.order == ResourceRow::Order::number) {
        const double x = people.shelf().number(person, resource.order_slot);
        return resource.is_highest_first ? -x : x;
    }
    if (resource.order == ResourceRow::Order::first_come) return 0.0;
    return resource.ranks[people.shelf().category(person, resource.order_slot)];
}

void Queues::admit(Crowd& people)
{
    for (auto& log : people.logs()) {
        for (const CrowdLog::Joined& joined : log->joined) {
            const ResourceRow& resource = model_.commons->resources[model_.states[joined.state].queue];
            const std::uint32_t pool =
                resource.pools.first +
                (resource.by == absent ? 0 : people.shelf().category(joined.person, resource.by));
            lines_[pool].push_back({priority_of(people, joined.person, joined.state), joined.time,
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

void Queues::write(const Crowd& people, ByteWriter& out) const
{
    for (const std::vector<Place>& line : lines_) {
        std::vector<Place> waiting;
        for (const Place& place : line)
            if (still_waits(people, model_, place)) waiting.push_back(place);
        std::sort(waiting.begin(), waiting.end());  // a heap's order is nobody's business
        out.whole(waiting.size());
        for (const Place& place : waiting) {
            out.whole(place.person);
            out.whole(place.state);
            out.whole(place.tie);
        }
    }
}

void Queues::resume(const Crowd& people, ByteReader& in)
{
    for (std::vector<Place>& line : lines_) {
        for (std::size_t left = in.count(3); left > 0; --left) {
            Place place{};
            place.person = in.whole();
            place.state = static_cast<std::uint32_t>(in.whole());
            place.tie = in.whole();
            if (place.person >= people.size() || place.state >= model_.states.size() ||
                model_.states[place.state].queue == absent)
                return in.damage();
            place.priority = priority_of(people, place.person, place.state);
            place.joined = people.shelf().entered(place.person, model_.states[place.state].track);
            line.push_back(place);
        }
        std::make_heap(line.begin(), line.end(), std::greater{});
    }
}

}  // namespace txpath
