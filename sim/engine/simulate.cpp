// simulate.cpp -- shards of people over threads.
#include "txpath/simulate.hpp"

#include <algorithm>
#include <memory>
#include <mutex>

#include "engine/counts_code.hpp"
#include "engine/live.hpp"
#include "engine/loops.hpp"
#include "engine/simulate_worlds.hpp"
#include "txpath/jobs.hpp"

namespace txpath {

namespace {

// One replicate's error comes from this many batches of its people.
constexpr std::uint64_t batches_of_one = 256;
constexpr std::uint64_t least_batch = 128, most_batch = 65536;
constexpr std::uint64_t usual_batch = 4096;

/// A stretch of people of one replicate.
struct Shard {
    std::uint32_t replicate;  ///< of those of this run, from 0
    std::uint64_t first;
    std::size_t count;
    std::size_t place;  ///< among those of the replicate
};

/// The only replicate there is: no other tells its error. One that is added to others is none.
bool is_alone(const RunSpec& spec)
{
    return spec.replicates == 1 && spec.first_replicate == 0 && !spec.is_part;
}

/// What one thread keeps from shard to shard.
struct Worker {
    explicit Worker(const ModelTables& model) : tally(model) {}
    WorkerTally tally;
    std::uint32_t replicate = absent;
    std::unique_ptr<Live> live;
};

/// Shared by the workers of one call.
class Run {
public:
    /// written: null: live to the horizon.
    Run(const ModelTables& model, const RunSpec& spec, WrittenDown* written)
        : model_(model), spec_(spec), written_(written)
    {
        outcome_.results.checkpoints = model.checkpoints;
        for (std::uint32_t replicate = 0; replicate < spec.replicates; ++replicate) plan(replicate);
        shuffle();
    }

    RunOutcome go()
    {
        const int threads = spec_.threads > 0 ? spec_.threads : threads_of_machine();
        workers_.resize(static_cast<std::size_t>(threads));
        if (threads == 1)  // may be one of many jobs: it must not limit the threads of the others
            for (const Shard& shard : shards_) simulate(shard, 0);
        else
            with_threads(threads, [this] {
                each_over_threads(shards_.size(), [this](std::size_t at, std::size_t thread) {
                    simulate(shards_[at], thread);
                });
            });
        for (const auto& worker : workers_)
            if (worker != nullptr) flush(*worker);
        if (written_ != nullptr)
            write_down();
        else
            for (ReplicateResult& result : outcome_.results.replicates) complete(result);
        return std::move(outcome_);
    }

private:
    void plan(std::uint32_t replicate)
    {
        ReplicateResult result;
        result.sample = spec_.sample;
        result.replicate = spec_.first_replicate + replicate;
        result.weight_unit = model_.weight_unit;
        result.tally = empty_tally(model_);
        arrivals_.push_back(arrival_moments(model_, luck_of(replicate)));
        const std::uint64_t people = model_.people + arrivals_.back().size();
        std::size_t size = batch_size(people, spec_), place = 0;
        if (spec_.from != nullptr) size = resume(result);
        for (const auto& [first, end] :
             {std::pair{std::uint64_t{0}, model_.people}, std::pair{model_.people, people}})
            for (std::uint64_t at = first; at < end; at += size) {
                const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(size, end - at));
                shards_.push_back({replicate, at, count, place++});
            }
        result.batches.resize(is_alone(spec_) ? place : 1);
        chunks_.emplace_back(place);
        sizes_.push_back(size);
        outcome_.results.replicates.push_back(std::move(result));
    }

    /// What was counted before; returns the size of shards.
    std::size_t resume(ReplicateResult& result)
    {
        resumed_.push_back(written_replicate(*spec_.from, result.replicate));
        result.batches.resize(is_alone(spec_) ? 0 : 1);
        const std::size_t size = read_counted(model_, result, resumed_.back().front);
        if (!resumed_.back().front.is_done() || size == 0) refuse_damage();
        return size;
    }

    Draws luck_of(std::uint32_t replicate) const
    {
        return Draws{{spec_.seed, spec_.sample, spec_.first_replicate + replicate}};
    }

    void shuffle()
    {
        if (spec_.shard_order == 0) return;
        const Draws draws{{spec_.shard_order, 0, 0}};
        for (std::size_t left = shards_.size(); left > 1; --left)
            std::swap(shards_[left - 1], shards_[draws.bits(left, {0}, 0) % left]);
    }

    void simulate(const Shard& shard, std::size_t thread)
    {
        if (spec_.stop != nullptr && spec_.stop->load(std::memory_order_relaxed)) {
            outcome_.is_complete = false;
            return;
        }
        if (workers_[thread] == nullptr) workers_[thread] = std::make_unique<Worker>(model_);
        Worker& worker = *workers_[thread];
        if (worker.replicate != shard.replicate) {
            flush(worker);
            worker.replicate = shard.replicate;
            worker.live = std::make_unique<Live>(model_, luck_of(shard.replicate), worker.tally);
            worker.live->record_histories(spec_.histories);
            if (written_ != nullptr || spec_.from != nullptr) worker.live->leave_ends_open();
        }
        std::span<const double> born;
        if (shard.first >= model_.people)
            born = std::span{arrivals_[shard.replicate]}.subspan(shard.first - model_.people, shard.count);
        std::vector<HistoryRow> histories;
        if (written_ != nullptr)
            live_to_checkpoint(*worker.live, shard, born);
        else if (spec_.from != nullptr)
            histories = live_on(*worker.live, shard, born);
        else
            worker.live->run(shard.first, shard.count, born);
        const std::vector<HistoryRow> rows = worker.live->take_histories();
        histories.insert(histories.end(), rows.begin(), rows.end());
        hand_over(worker, shard, histories);
    }

    void live_to_checkpoint(Live& live, const Shard& shard, std::span<const double> born)
    {
        std::size_t begun = shard.count;
        while (!born.empty() && begun > 0 && born[begun - 1] > written_->moment) --begun;
        if (begun == 0) return;
        PersonWriter people;
        live.run_until(shard.first, begun, born, written_->moment, people);
        chunks_[shard.replicate][shard.place] = chunk_of({shard.first, begun}, people, live.take_histories());
    }

    /// Returns what was remembered of these people before.
    std::vector<HistoryRow> live_on(Live& live, const Shard& shard, std::span<const double> born)
    {
        const auto& chunks = resumed_[shard.replicate].people;
        const bool is_written = shard.place < chunks.size();
        ByteReader in(is_written ? chunks[shard.place] : std::string_view{});
        const PeopleOfChunk who = is_written ? read_people(in) : PeopleOfChunk{shard.first, 0};
        if (who.first != shard.first || who.count > shard.count) refuse_damage();
        PersonReader people(in);
        std::vector<HistoryRow> histories = read_histories(in, spec_.histories);
        std::vector<double> moments(born.begin(), born.end());
        moments.resize(shard.count, 0.0);
        live.run_on(shard.first, moments, static_cast<std::size_t>(who.count),
                    spec_.from->checkpoint->head.moment, people);
        if (is_written && (!people.is_done() || !in.is_done())) refuse_damage();
        return histories;
    }

    void hand_over(Worker& worker, const Shard& shard, const std::vector<HistoryRow>& histories)
    {
        Ledger ledger = worker.tally.take_ledger();
        const std::lock_guard lock(mutex_);
        ReplicateResult& result = outcome_.results.replicates[shard.replicate];
        add(ledger, result.batches[is_alone(spec_) ? shard.place : 0]);
        result.histories.insert(result.histories.end(), histories.begin(), histories.end());
        result.instants += worker.tally.instants;
        worker.tally.instants = 0;
        ++done_;
        if (spec_.progress) spec_.progress(static_cast<double>(done_) / static_cast<double>(shards_.size()));
    }

    void flush(Worker& worker)
    {
        const std::lock_guard lock(mutex_);  // the one a worker last released: what it counted is seen
        if (worker.replicate == absent) return;
        worker.tally.flush(outcome_.results.replicates[worker.replicate].tally);
        worker.replicate = absent;
    }

    void write_down()
    {
        for (std::size_t replicate = 0; replicate < chunks_.size(); ++replicate) {
            CheckpointReplicate out;
            write_counted(outcome_.results.replicates[replicate], sizes_[replicate], out.front);
            out.people = std::move(chunks_[replicate]);
            while (!out.people.empty() && out.people.back().empty()) out.people.pop_back();
            written_->replicates.push_back(out.bytes());
        }
    }

    void complete(ReplicateResult& result)
    {
        finish(model_, result.tally);
        std::stable_sort(result.histories.begin(), result.histories.end(),
                         [](const HistoryRow& a, const HistoryRow& b) { return a.person < b.person; });
    }

    const ModelTables& model_;
    const RunSpec& spec_;
    WrittenDown* written_;
    RunOutcome outcome_;
    std::vector<std::vector<double>> arrivals_;
    std::vector<std::vector<std::string>> chunks_;  ///< by replicate, place of the shard
    std::vector<std::size_t> sizes_;                ///< of shards, by replicate
    std::vector<ReadReplicate> resumed_;
    std::vector<Shard> shards_;
    std::vector<std::unique_ptr<Worker>> workers_;  ///< by thread, each once it has work
    std::mutex mutex_;
    std::size_t done_ = 0;
};

}  // namespace

std::uint64_t batch_size(std::uint64_t people, const RunSpec& spec) noexcept
{
    if (!is_alone(spec)) return usual_batch;
    return std::clamp((people + batches_of_one - 1) / batches_of_one, least_batch, most_batch);
}

RunOutcome simulate_apart(const ModelTables& model, const RunSpec& spec, WrittenDown* written)
{
    return Run{model, spec, written}.go();
}

RunOutcome simulate(const Model& model, const RunSpec& spec)
{
    const auto run = [&](const ModelTables& tables) {
        return tables.commons != nullptr ? simulate_worlds(tables, spec, nullptr)
                                         : simulate_apart(tables, spec, nullptr);
    };
    return spec.from == nullptr ? run(model.tables())
                                : run(resumed(model.tables(), spec.from->checkpoint->head));
}

std::size_t bytes_needed(const Model& model, const RunSpec& spec)
{
    const ModelTables& tables = model.tables();
    const std::size_t threads = spec.threads > 0 ? static_cast<std::size_t>(spec.threads)
                                                 : static_cast<std::size_t>(threads_of_machine());
    const std::size_t grid = tables.reports.size() * tables.cells;
    const std::size_t tally =
        8 * (grid * (3 * tables.states.size() + tables.transitions.size() + tables.levels.size() + 3) +
             tables.cells * tables.transitions.size() * tables.sojourn_bins +
             tables.checkpoints.size() * tables.states.size() * tables.states.size());
    if (tables.commons != nullptr) return world_bytes(tables, spec, threads, tally);
    const std::size_t ledger =
        std::size_t{8} * tables.cells * (6 * tables.states.size() + 3 * tables.transitions.size());
    const std::size_t batches = is_alone(spec) ? batches_of_one : 1;
    const std::size_t arrival_moments =
        static_cast<std::size_t>(8.0 * tables.arrivals_per_day * tables.arrivals_until);
    return threads * tally + spec.replicates * (tally + batches * ledger + arrival_moments);
}

}  // namespace txpath
