// replicate_code.cpp -- one description of what a replicate consists of, for writing and for reading.
#include "study/replicate_code.hpp"

#include <cstdint>
#include <utility>

#include "base/bytes.hpp"

namespace txpath {

namespace {

// More than any run that fits into memory has, and few enough not to take down who reads damaged bytes.
constexpr std::size_t most_counts = std::size_t{1} << 31;

/// Writes whatever it is shown.
class Writing {
public:
    void whole(const std::uint64_t& number) { out_.whole(number); }
    void narrow(const std::uint32_t& number) { out_.whole(number); }
    void signed_whole(const std::int64_t& number) { out_.signed_whole(number); }
    void number(const double& number) { out_.number(number); }
    void numbers(const std::vector<double>& numbers) { out_.numbers(numbers); }
    void size(const std::size_t& size) { out_.whole(size); }
    template <class Id>
    void id(const Id& id)
    {
        out_.whole(id.is_absent() ? 0 : id.index() + 1);
    }
    template <class Thing, class Each>
    void list(const std::vector<Thing>& things, const Each& each)
    {
        out_.whole(things.size());
        for (const Thing& thing : things) each(thing);
    }
    void counts(const Counts& counts)
    {
        out_.whole(counts.rows);
        out_.whole(counts.columns);
        out_.mostly_zeros(counts.values);
    }
    [[nodiscard]] std::string take() { return out_.take(); }

private:
    ByteWriter out_;
};

/// Fills whatever it is shown.
class Reading {
public:
    explicit Reading(std::string_view bytes) : in_(bytes) {}
    void whole(std::uint64_t& number) { number = in_.whole(); }
    void narrow(std::uint32_t& number)
    {
        const std::uint64_t read = in_.whole();
        if (read > 0xffffffff) in_.damage();
        number = static_cast<std::uint32_t>(read);
    }
    void signed_whole(std::int64_t& number) { number = in_.signed_whole(); }
    void number(double& number) { number = in_.number(); }
    void numbers(std::vector<double>& numbers) { numbers = in_.numbers(); }
    void size(std::size_t& size) { size = in_.whole(); }
    template <class Id>
    void id(Id& id)
    {
        const std::uint64_t read = in_.whole();
        id = read == 0 ? Id{} : Id{static_cast<std::size_t>(read - 1)};
    }
    template <class Thing, class Each>
    void list(std::vector<Thing>& things, const Each& each)
    {
        things.resize(in_.count(1));
        for (Thing& thing : things) each(thing);
    }
    void counts(Counts& counts)
    {
        counts.rows = in_.whole();
        counts.columns = in_.whole();
        counts.values = in_.mostly_zeros(most_counts);
    }
    [[nodiscard]] bool is_done() const { return in_.is_done(); }

private:
    ByteReader in_;
};

/// `Thing` is const when it is written.
template <class Way, class Thing>
void pass_tally(Way& way, Thing& tally)
{
    way.size(tally.times);
    way.size(tally.cells);
    for (auto* counts : counts_of(tally)) way.counts(*counts);
}

template <class Way, class Thing>
void pass_ledger(Way& way, Thing& ledger)
{
    way.size(ledger.cells);
    for (auto* counts : counts_of(ledger)) way.counts(*counts);
}

template <class Way, class Thing>
void pass_resources(Way& way, Thing& resources)
{
    way.list(resources.pools, [&](auto& pool) {
        way.id(pool.resource);
        way.id(pool.category);
    });
    way.numbers(resources.capacity);
    way.numbers(resources.used);
    for (auto* counts : counts_of(resources)) way.counts(*counts);
    way.list(resources.waits, [&](auto& waits) { way.list(waits, [&](auto& wait) { way.narrow(wait); }); });
}

template <class Way, class Thing>
void pass_result(Way& way, Thing& result)
{
    way.narrow(result.sample);
    way.narrow(result.replicate);
    way.signed_whole(result.weight_unit);
    pass_tally(way, result.tally);
    way.list(result.batches, [&](auto& ledger) { pass_ledger(way, ledger); });
    way.list(result.histories, [&](auto& row) {
        way.whole(row.person);
        way.id(row.track);
        way.id(row.from);
        way.id(row.to);
        way.id(row.transition);
        way.number(row.start);
        way.number(row.stop);
    });
    way.whole(result.instants);
    way.list(result.later, [&](auto& epoch) {
        way.number(epoch.from);
        way.numbers(epoch.parameters);
        pass_ledger(way, epoch.ledger);
    });
    pass_resources(way, result.resources);
    pass_tally(way, result.clinicians);
    way.numbers(result.system);
    way.list(result.policies, [&](auto& policy) {
        way.id(policy.policy);
        way.number(policy.from);
        way.number(policy.until);
    });
}

template <class Way, class Thing>
void pass_network(Way& way, Thing& facts)
{
    way.whole(facts.nodes);
    way.whole(facts.links);
    way.number(facts.mean_degree);
    way.number(facts.sd_degree);
    way.narrow(facts.least_degree);
    way.narrow(facts.most_degree);
    way.number(facts.clustering);
    way.whole(facts.components);
    way.whole(facts.largest_component);
}

}  // namespace

std::string bytes_of(const CodedReplicate& replicate)
{
    Writing way;
    pass_result(way, replicate.result);
    way.numbers(replicate.checkpoints);
    const std::uint64_t networks = replicate.network ? 1 : 0;
    way.whole(networks);
    if (replicate.network) pass_network(way, *replicate.network);
    return way.take();
}

std::optional<CodedReplicate> replicate_from(std::string_view bytes)
{
    Reading way(bytes);
    CodedReplicate replicate;
    pass_result(way, replicate.result);
    way.numbers(replicate.checkpoints);
    std::uint64_t networks = 0;
    way.whole(networks);
    if (networks == 1) pass_network(way, replicate.network.emplace());
    if (networks > 1 || !way.is_done()) return std::nullopt;
    return replicate;
}

}  // namespace txpath
