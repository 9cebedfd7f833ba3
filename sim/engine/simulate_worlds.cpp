// simulate_worlds.cpp -- worlds over threads.
#include "engine/simulate_worlds.hpp"

#include <algorithm>
#include <mutex>

#include "engine/loops.hpp"
#include "engine/world.hpp"
#include "txpath/jobs.hpp"

namespace txpath {

namespace {

// Worlds of this size and more are simulated one after another, each by all threads.
constexpr std::size_t large_world = std::size_t{512} << 20;

std::size_t people_in(const ModelTables& model)
{
    return model.people + static_cast<std::size_t>(model.arrivals_per_day * model.arrivals_until);
}

/// At rest a record takes a quarter of its room in models with many transitions, and less than two thirds in
/// small ones (measured).
std::size_t packed_bytes(const ModelTables& model)
{
    const std::size_t bytes = RecordLayout(model).bytes;
    if (people_in(model) <= Shelf::most_open / bytes) return bytes;
    return bytes > 2048 ? bytes / 3 : bytes * 2 / 3;
}

std::size_t world_size(const ModelTables& model)
{
    std::size_t bytes = people_in(model) * (packed_bytes(model) + model.tracks.size() + sizeof(double));
    if (const auto& clinicians = model.commons->clinicians; clinicians != nullptr)
        bytes += clinicians->model->people * packed_bytes(*clinicians->model) +
                 people_in(model) * 2 * sizeof(std::uint32_t);
    return bytes;
}

/// One after another, on the calling thread.
Parallel in_turn()
{
    return {1, [](std::size_t items, const std::function<void(std::size_t, std::size_t)>& work) {
                for (std::size_t item = 0; item < items; ++item) work(item, 0);
            }};
}

/// Over the threads it is called with.
Parallel over_threads(std::size_t threads)
{
    return {threads, each_over_threads};
}

class Worlds {
public:
    Worlds(const ModelTables& model, const RunSpec& spec, WrittenDown* written)
        : model_(model), spec_(spec), written_(written)
    {
        if (written != nullptr) written->replicates.resize(spec.replicates);
    }

    RunOutcome go()
    {
        const int threads = spec_.threads > 0 ? spec_.threads : threads_of_machine();
        outcome_.results.checkpoints = model_.checkpoints;
        outcome_.results.replicates.resize(spec_.replicates);
        progress_.resize(spec_.replicates);
        if (threads == 1)  // may be one of many jobs: it must not limit the threads of the others
            for (std::uint32_t replicate = 0; replicate < spec_.replicates; ++replicate)
                simulate(replicate, in_turn());
        else
            go_over(threads);
        return std::move(outcome_);
    }

private:
    void go_over(int threads)
    {
        const auto count = static_cast<std::uint32_t>(threads);
        const bool is_large = world_size(model_) >= large_world;
        const std::uint32_t apart = is_large ? 0 : spec_.replicates / count * count;
        with_threads(threads, [&] {
            const Parallel alone = in_turn(), together = over_threads(count);
            over_threads(count).each(apart, [&](std::size_t replicate, std::size_t) {
                simulate(static_cast<std::uint32_t>(replicate), alone);
            });
            for (std::uint32_t replicate = apart; replicate < spec_.replicates; ++replicate)
                simulate(replicate, together);
        });
    }

    void simulate(std::uint32_t replicate, const Parallel& parallel)
    {
        World world(model_, spec_, spec_.first_replicate + replicate, parallel);
        if (spec_.from != nullptr) world.resume(*spec_.from);
        if (written_ != nullptr) world.leave_thresholds_open();
        const bool is_complete = world.run(written_ != nullptr ? written_->moment : model_.horizon,
                                           [&](double share) { note_progress(replicate, share); });
        if (written_ != nullptr) return write_down(replicate, world, is_complete);
        ReplicateResult result = world.take_result();
        const std::lock_guard lock(mutex_);
        outcome_.is_complete = outcome_.is_complete && is_complete;
        outcome_.results.replicates[replicate] = std::move(result);
        if (replicate == 0) outcome_.results.network = world.network_facts();
    }

    void write_down(std::uint32_t replicate, World& world, bool is_complete)
    {
        CheckpointReplicate out;
        if (is_complete) world.write(written_->moment, out);
        std::string bytes = out.bytes();
        const std::lock_guard lock(mutex_);
        outcome_.is_complete = outcome_.is_complete && is_complete;
        written_->replicates[replicate] = std::move(bytes);
        for (const InForce& policy : world.policies_so_far())
            written_->begun.push_back(static_cast<std::uint32_t>(policy.policy.index()));
    }

    void note_progress(std::uint32_t replicate, double share)
    {
        if (!spec_.progress) return;
        const std::lock_guard lock(mutex_);
        progress_[replicate] = share;
        double sum = 0.0;
        for (const double one : progress_) sum += one;
        spec_.progress(sum / static_cast<double>(spec_.replicates));
    }

    const ModelTables& model_;
    const RunSpec& spec_;
    WrittenDown* written_;
    RunOutcome outcome_;
    std::vector<double> progress_;
    std::mutex mutex_;
};

}  // namespace

RunOutcome simulate_worlds(const ModelTables& model, const RunSpec& spec, WrittenDown* written)
{
    return Worlds{model, spec, written}.go();
}

std::size_t world_bytes(const ModelTables& model, const RunSpec& spec, std::size_t threads, std::size_t tally)
{
    const std::size_t size = world_size(model);
    const std::size_t at_once = size >= large_world ? 1 : std::min<std::size_t>(threads, spec.replicates);
    return at_once * size + threads * tally + spec.replicates * tally;
}

}  // namespace txpath
