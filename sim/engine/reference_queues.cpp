// reference_queues.cpp -- lines, use and grants, pool by pool.
#include "engine/reference_queues.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace txpath::plain {

namespace {

constexpr double slack = 0x1p-30;  // of a capacity

struct InLine {
    double priority = 0.0;  ///< the least comes first
    Wait wait;
    std::uint64_t person = 0;
};

bool comes_before(const InLine& a, const InLine& b)
{
    const auto key = [](const InLine& one) {
        return std::tuple(one.priority, one.wait.since, one.wait.lot, one.person, one.wait.track);
    };
    return key(a) < key(b);
}

double priority_of(const Scenario& scenario, const Resource& resource, const Person& person)
{
    if (resource.order_by.is_absent()) return 0.0;
    const double value = person.attributes[resource.order_by];
    if (!scenario.people.attributes[resource.order_by].is_categorical)
        return resource.is_highest_first ? -value : value;
    const auto is_it = [&](CategoryId first) { return static_cast<double>(first.index()) == value; };
    return static_cast<double>(std::ranges::find_if(resource.first, is_it) - resource.first.begin());
}

bool belongs_to(const Person& person, const Resource& resource, const Pool& pool)
{
    return pool.category.is_absent() ||
           person.attributes[resource.by] == static_cast<double>(pool.category.index());
}

std::vector<InLine> line_of(const Crowd& crowd, const Pool& pool)
{
    const Resource& resource = crowd.scenario.shared.resources[pool.resource];
    std::vector<InLine> line;
    for (const Life& life : crowd.lives)
        for (const Wait& wait : life.waits())
            if (wait.resource == pool.resource && belongs_to(life.person(), resource, pool))
                line.push_back(
                    {priority_of(crowd.scenario, resource, life.person()), wait, life.person().number});
    std::ranges::sort(line, comes_before);
    return line;
}

double use_of(const Resource& resource, StateId state)
{
    double use = 0.0;
    for (const auto& [user, amount] : resource.used_by)
        if (user == state) use += number_of(amount);
    return use;
}

/// By one real person, in all the states he or she is in.
double use_of(const Resource& resource, const Life& life)
{
    double use = 0.0;
    if (life.is_living())
        for (const StateId state : life.person().states) use += use_of(resource, state);
    return use;
}

double used(const Crowd& crowd, const Pool& pool)
{
    const Resource& resource = crowd.scenario.shared.resources[pool.resource];
    double sum = 0.0;
    for (const Life& life : crowd.lives)
        if (life.has_started() && belongs_to(life.person(), resource, pool))
            sum += weight_of(crowd.scenario, life.person().number) * use_of(resource, life);
    return sum;
}

double capacity_of(const Crowd& crowd, const Pool& pool)
{
    const Resource& resource = crowd.scenario.shared.resources[pool.resource];
    const std::size_t place = pool.category.is_absent() ? 0 : pool.category.index();
    return number_of(resource.capacity[place]) / crowd.scenario.people.scale;
}

/// A grant that was decided, and where it leads.
struct Decided {
    Grant grant;
    StateId then;
};

void serve(const Crowd& crowd, double moment, const Pool& pool, std::vector<Decided>& decided)
{
    const Resource& resource = crowd.scenario.shared.resources[pool.resource];
    const double capacity = capacity_of(crowd, pool);
    double use = used(crowd, pool);
    for (const InLine& first : line_of(crowd, pool)) {
        const auto is_granted = [&](const Decided& one) { return one.grant.person == first.person; };
        if (std::ranges::any_of(decided, is_granted)) continue;  // once is enough for one moment
        const Life& life = crowd.lives[first.person];
        const State& waiting = crowd.scenario.states[life.person().states[first.wait.track]];
        const double more = weight_of(crowd.scenario, first.person) * use_of(resource, waiting.then);
        if (!(use + more <= capacity * (1.0 + slack))) break;  // nobody is let past
        use += more;
        decided.push_back({{moment, first.person, pool, moment - first.wait.since}, waiting.then});
    }
}

}  // namespace

std::vector<Pool> pools_of(const Scenario& scenario)
{
    std::vector<Pool> pools;
    for (std::size_t i = 0; i < scenario.shared.resources.size(); ++i) {
        const AttributeId by = scenario.shared.resources[ResourceId{i}].by;
        if (by.is_absent()) {
            pools.push_back({ResourceId{i}, CategoryId{}});
            continue;
        }
        for (std::size_t j = 0; j < scenario.people.attributes[by].categories.size(); ++j)
            pools.push_back({ResourceId{i}, CategoryId{j}});
    }
    return pools;
}

double weight_of(const Scenario& scenario, std::uint64_t person)
{
    const auto& table = scenario.people.table;
    if (!table || person >= table->weight.size()) return 1.0;
    return std::round(table->weight[person] * 1024.0) / 1024.0;
}

std::vector<Grant> serve_queues(Crowd& crowd, double moment)
{
    const std::vector<Pool> pools = pools_of(crowd.scenario);
    std::vector<Decided> decided;
    for (const Pool& pool : pools) serve(crowd, moment, pool, decided);
    std::vector<Grant> grants;
    for (const Decided& one : decided) {
        crowd.lives[one.grant.person].be_moved(one.then);
        grants.push_back(one.grant);
    }
    return grants;
}

std::vector<PoolRecord> pool_records(const Crowd& crowd)
{
    std::vector<PoolRecord> records;
    for (const Pool& pool : pools_of(crowd.scenario)) {
        PoolRecord record{capacity_of(crowd, pool), used(crowd, pool), 0.0};
        for (const InLine& one : line_of(crowd, pool)) record.queue += weight_of(crowd.scenario, one.person);
        records.push_back(record);
    }
    return records;
}

}  // namespace txpath::plain
